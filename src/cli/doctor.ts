import { availableParallelism, totalmem } from "node:os";
import { Command } from "commander";
import { counted } from "../counted.js";
import { WoodshedError } from "../errors.js";

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check this machine and the installation")
    .addHelpText("after", "\nExample:\n  woodshed doctor")
    .action(doctor);
}

function line(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(12)} ${value}\n`);
}

async function doctor(): Promise<void> {
  line("node", `${process.version} on ${process.platform} ${process.arch}`);
  line(
    "machine",
    `${counted(availableParallelism(), "core")}, ${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`,
  );
  try {
    const { addon, addonPath } = await import("../tensor/addon.js");
    const { amx, avx512, avx512Bf16 } = addon.cpuCapability();
    const units = [avx512 && "AVX-512", avx512Bf16 && "AVX-512 BF16", amx && "AMX"].filter(Boolean);
    line("addon", addonPath);
    line(
      "libtorch",
      `${addon.version()}, ${addon.listOperators().length} operators, ${counted(addon.getNumThreads(), "thread")}`,
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
  } catch (error) {
    if (!(error instanceof WoodshedError)) throw error;
    line("addon", "does not load");
    throw error;
  }
}
