import { existsSync, readdirSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { counted } from "../counted.js";
import { WoodshedError } from "../errors.js";
import { isCheckout, places, setupCommandLine } from "../installation.js";
import { packageRoot, packageVersion } from "../package-root.js";
import { findPackage, SERVICES } from "../provide-services.js";
import { pythonPath } from "../python.js";
import { reportError } from "./report-error.js";

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check this machine and the installation, and show where everything is")
    .addHelpText("after", "\nExample:\n  woodshed doctor")
    .action(doctor);
}

function line(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(12)} ${value}\n`);
}

/** Makes every check; the parts that fail are reported at the end, with the command that mends them. */
async function doctor(): Promise<void> {
  const { version, versions, platform, arch } = process;
  line("woodshed", `${packageVersion} in ${packageRoot}`);
  line("node", `${version} on ${platform} ${arch}, ABI ${versions.modules}`);
  line(
    "machine",
    `${counted(availableParallelism(), "core")}, ${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`,
  );
  line("set-up in", `${isCheckout ? packageRoot : places().root} (${setupCommandLine()})`);
  line("python", existsSync(pythonPath()) ? pythonPath() : `not installed (${pythonPath()})`);
  line("services", describeServices());
  const { defaultCacheFolder } = await import("../registry/versions/cache.js");
  line("cache", defaultCacheFolder());
  const failures: WoodshedError[] = [];
  for (const [name, check] of [
    ["sqlite", checkSqlite],
    ["addon", checkAddon],
    ["audio", checkAudio],
  ] as const) {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof WoodshedError)) throw error;
      line(name, "does not load");
      failures.push(error);
    }
  }
  for (const failure of failures) reportError(failure);
}

/** Installed services with their versions, from the folders that pip leaves beside the packages. */
function describeServices(): string {
  return SERVICES.map((name) => {
    const folder = findPackage(name);
    if (folder === null) return `${name} not installed`;
    const info = readdirSync(join(folder, "..")).find(
      (entry) => entry.startsWith(`${name}-`) && entry.endsWith(".dist-info"),
    );
    return `${name} ${info?.slice(name.length + 1, -".dist-info".length) ?? "of an unknown version"}`;
  }).join(", ");
}

async function checkSqlite(): Promise<void> {
  const { openSqlite, sqlitePackage } = await import("../sqlite.js");
  const database = openSqlite(":memory:");
  const { version } = database.prepare("SELECT sqlite_version() AS version").get() as { version: string };
  database.close();
  const binding = sqlitePackage();
  line("sqlite", `${version}, better-sqlite3 ${binding.version} in ${binding.folder}`);
}

async function checkAudio(): Promise<void> {
  const { readableFormats, sndfileLibrary } = await import("../audio/sndfile/library.js");
  const { path, version } = sndfileLibrary();
  line("audio", `WAV, RF64; ${readableFormats().join(", ")}, WebM with Opus by ${version} (${path})`);
  const { loadFfmpeg } = await import("../audio/containers/ffmpeg-libraries.js");
  const ffmpeg = loadFfmpeg();
  const others = "M4A, MP4, AAC, WMA, AMR, AC-3, WavPack and more";
  line(
    "",
    "reason" in ffmpeg
      ? `not ${others}: ${setupCommandLine("ffmpeg")} installs what reads them`
      : `${others} by FFmpeg ${ffmpeg.version} (${ffmpeg.folder ?? "the system's"})`,
  );
}

async function checkAddon(): Promise<void> {
  const { addon, addonPath } = await import("../tensor/addon.js");
  const { readBuildInfo } = await import("../tensor/load-failure.js");
  const { amx, avx512, avx512Bf16 } = addon.cpuCapability();
  const units = [avx512 && "AVX-512", avx512Bf16 && "AVX-512 BF16", amx && "AMX"].filter(Boolean);
  line("addon", addonPath);
  const torchFolder = readBuildInfo()?.torchDir;
  line(
    "libtorch",
    `${addon.version()}, ${addon.listOperators().length} operators, ${counted(addon.getNumThreads(), "thread")}${torchFolder === undefined ? "" : `, ${torchFolder}`}`,
  );
  line("cpu", units.length > 0 ? units.join(", ") : "no AVX-512: training uses fp32");
  line(
    "gpu",
    addon.cudaDeviceCount() > 0 ? `${addon.cudaDeviceCount()} CUDA devices` : "none found by libtorch",
  );
  line(
    "allocator",
    addon.cachesBlocks ? "caches tensor memory by size (WOODSHED_ALLOCATOR=system turns it off)" : "system",
  );
  const { Tensor } = await import("../tensor/index.js");
  const x = Tensor.from([
    [1, 2],
    [3, 4],
  ]);
  x.requiresGrad = true;
  x.square().sum().backward();
  const gradient = x.grad!.toNested();
  if (JSON.stringify(gradient) !== "[[2,4],[6,8]]")
    throw new Error(`wrong gradient of a small test: ${JSON.stringify(gradient)}`);
  line("check", "an operator and its gradient: correct");
}
