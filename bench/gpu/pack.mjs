// Packs all that the GPU check needs into build/woodshed-gpu.tar.xz: this Node, dist/, the sources and tests, and the npm
// packages that training and the tests import. A machine with Python, torch and a C++ compiler runs it without a network:
//
//   tar -xJf woodshed-gpu.tar.xz -C FOLDER && FOLDER/bin/node FOLDER/bench/gpu/check.mjs --out RESULTS
//
// `node bench/gpu/pack.mjs [--into FOLDER]` (after `npm run build`); --into fills a folder, without compressing it.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { sndfileLibrary } from "../../dist/audio/sndfile/library.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OUT = join(ROOT, "build/woodshed-gpu.tar.xz");
const MAX_BYTES = 45 * 2 ** 20;
/** Folders and files of the repository. */
const TRACKED = ["bench", "native", "recipes", "services", "src", "templates", "tests", "tools", "web"];
const FILES = [
  "package.json",
  "package-lock.json",
  "setup.mjs",
  "tsconfig.json",
  "vitest.config.ts",
  "README.md",
  "docs/checkpoints.md",
];
/** npm packages that nothing here imports, or that no test of the check needs. */
const LEFT_OUT =
  /^(@biomejs|@librescore|@typescript|typescript|flatbuffers|autocannon|hdr-histogram|protobufjs|@types|playwright|axe-core|preact|@preact|uplot|lightningcss-)/;
/** Files of ONNX Runtime that Node imports, to check an export: its other builds are 120 MB. */
const ONNX_RUNTIME = /^(package\.json$|dist$|dist\/(ort\.node\.min|ort-wasm-simd-threaded)\.(js|mjs|wasm)$)/;

const { into } = parseArgs({ options: { into: { type: "string" } } }).values;
const folder = into === undefined ? mkdtempSync(join(tmpdir(), "woodshed-gpu-")) : resolve(into);
try {
  const list = execFileSync("git", ["ls-files", "-z", ...TRACKED, ...FILES], { cwd: ROOT, encoding: "utf8" });
  for (const path of list.split("\0").filter((name) => name !== "" && existsSync(join(ROOT, name))))
    copy(path);
  copy("dist", (path) => !/\.(map|d\.ts)$/.test(path));
  for (const path of ["build/woodshed_audio.node", `build/sqlite-abi${process.versions.modules}`])
    if (existsSync(join(ROOT, path))) copy(path);
  copy("node_modules", keepsPackageFile);
  copySndfile();
  mkdirSync(join(folder, "bin"));
  cpSync(realpathSync(process.execPath), join(folder, "bin/node"));
  if (into === undefined) compress();
} finally {
  if (into === undefined) rmSync(folder, { recursive: true, force: true });
}

function compress() {
  execFileSync("tar", ["-C", folder, "-cJf", OUT, "."], { env: { ...process.env, XZ_OPT: "-6 -T0" } });
  const { size } = statSync(OUT);
  const mib = (bytes) => (bytes / 2 ** 20).toFixed(1);
  console.log(`build/woodshed-gpu.tar.xz: ${mib(size)} MiB of at most ${mib(MAX_BYTES)}`);
  if (size > MAX_BYTES) process.exitCode = 1;
}

/** A folder may be a link, as the packages that several checkouts share. */
function copy(path, filter = () => true) {
  cpSync(realpathSync(join(ROOT, path)), join(folder, path), { recursive: true, filter });
}

/** For FLAC, which a bare machine cannot read. */
function copySndfile() {
  const { path } = sndfileLibrary();
  mkdirSync(join(folder, "lib"));
  cpSync(realpathSync(path), join(folder, "lib/libsndfile.so"));
}

function keepsPackageFile(path) {
  const [, name = "", rest = ""] = /node_modules\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  if (LEFT_OUT.test(name) || /\.(map|md)$|\.d\.[cm]?ts$/.test(path)) return false;
  if (name === "onnxruntime-web") return rest === "" || ONNX_RUNTIME.test(rest);
  // SQLite's sources, and the binaries of other platforms.
  return !(
    name === "better-sqlite3" &&
    /^(deps|src)\b|^prebuilds\/(?!linux-x64)/.test(rest) &&
    rest !== "prebuilds"
  );
}
