#!/usr/bin/env node
// Builds the addon, woodshed.node, from native/*.cc against libtorch, one object a source; compiles only what changed.
//
//   node tools/build-native.mjs            reads CXX, WOODSHED_LIBTORCH and WOODSHED_PYTHON
//
// An object is current if its source, every header of ours that it includes, the flags, the compiler and libtorch are
// those it was made from (native/NAME.json in the build's folder). Files are written under another name and renamed.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, freemem } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { endChildrenOnSignals, run } from "./setup/child.mjs";
import { findCompiler, whyNoCompiler } from "./setup/compiler.mjs";
import { findLibtorch } from "./setup/libtorch.mjs";
import { takeLock } from "./setup/lock.mjs";
import { findNodePackage, findPlaces, isCheckout } from "./setup/places.mjs";
import { hashFile, hashOf, readStamp, removeStamp, writeStamp } from "./setup/stamp.mjs";
import { elapsed } from "./setup/terminal.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ADDON = "woodshed.node";
const BYTES_A_COMPILE = 2 * 2 ** 30;

/**
 * Builds the addon; returns its toolchain and the number of steps that had work to do.
 * Throws an Error with a message for the user, and with the compiler's `output` if there is some.
 *
 * @param keepsObjects false removes the objects (400 MB) after linking: sources of a released version never change
 */
export async function buildNative({ root, places, keepsObjects, log = console.log }) {
  if (isNativeCurrent(root, places)) return { ...findToolchain(root, places).info, numSteps: 0 };
  mkdirSync(join(places.build, "native"), { recursive: true });
  const toolchain = findToolchain(root, places);
  removeLeftovers(toolchain);

  const pch = pchJob(root, toolchain);
  const pchIsStale = pch !== null && !isCompiled(root, pch);
  if (pchIsStale) {
    log("compiling the precompiled header native/pch.h");
    logWarnings(await compile(root, toolchain, pch), log);
  }
  const jobs = objectJobs(root, toolchain, pch);
  const stale = jobs.filter((job) => !isCompiled(root, job));
  await compileAll(root, toolchain, stale, log);
  removeOrphans(toolchain, jobs);

  const addon = linkJob(root, toolchain, jobs);
  const linkIsStale = !isLinked(toolchain, addon);
  if (linkIsStale) {
    log(`linking ${ADDON}`);
    await link(root, toolchain, addon);
  }
  if (!keepsObjects) {
    for (const { object } of pch ? [pch, ...jobs] : jobs) rmSync(join(root, object), { force: true });
  }
  return { ...toolchain.info, numSteps: Number(pchIsStale) + stale.length + Number(linkIsStale) };
}

/** Returns true if the addon was built from these sources, flags, compiler and libtorch. */
export function isNativeCurrent(root, places) {
  try {
    const toolchain = findToolchain(root, places);
    const pch = pchJob(root, toolchain);
    const jobs = objectJobs(root, toolchain, pch);
    const all = pch ? [pch, ...jobs] : jobs;
    return all.every((job) => isUnchanged(root, job)) && isLinked(toolchain, linkJob(root, toolchain, jobs));
  } catch {
    return false; // buildNative reports what is missing
  }
}

function findToolchain(root, { venv, build }) {
  const torch = findLibtorch(venv);
  if (!torch) {
    throw new Error(
      `libtorch was not found. Run the set-up to install it in ${venv}, or set WOODSHED_LIBTORCH to an installed torch.`,
    );
  }
  const headers = findNodePackage(root, "node-api-headers");
  if (headers === null) {
    throw new Error("The package node-api-headers is missing. Install the Node packages again: npm install");
  }
  const napi = join(headers, "include");
  const compiler = findCompiler(join(build, "native", "compiler.json"));
  if (!compiler) throw new Error(`${whyNoCompiler()} Install one, or set CXX.`);
  const isMac = process.platform === "darwin";
  const defines = ["NAPI_VERSION=9", "USE_DISTRIBUTED", "USE_C10D_GLOO", "USE_KINETO"];
  if (!isMac) defines.push("_GLIBCXX_USE_CXX11_ABI=1");
  if (torch.cuda) defines.push("WOODSHED_CUDA");
  if (torch.cuda && torch.includes.some((dir) => existsSync(join(dir, "nccl.h"))))
    defines.push("WOODSHED_NCCL");
  const flags = [
    ...["-std=c++20", "-O2", "-fPIC", "-fvisibility=hidden", "-pthread", "-Wall", "-Wextra", "-Winvalid-pch"],
    ...defines.map((name) => `-D${name}`),
    "-Inative",
    // Declarations in place of Gloo's headers, which the wheel does not carry.
    "-Inative/gloo_types",
    ...[napi, ...torch.includes].flatMap((dir) => ["-isystem", dir]),
  ];
  const libraries = ["torch", "torch_cpu", "c10", ...(torch.cuda ? ["torch_cuda", "c10_cuda"] : [])];
  const linkFlags = [
    // RPATH in place of RUNPATH: LD_LIBRARY_PATH must not replace libtorch.
    ...(isMac
      ? ["-bundle", "-undefined", "dynamic_lookup"]
      : ["-shared", "-Wl,--no-as-needed,--disable-new-dtags"]),
    ...["-pthread", `-L${torch.lib}`, ...libraries.map((name) => `-l${name}`), `-Wl,-rpath,${torch.lib}`],
    // libtorch has a RUNPATH, so its own libgomp is safe only if the addon loads it first.
    ...(isMac ? [] : readdirSync(torch.lib).filter((name) => /^libgomp.*\.so/.test(name))).map(
      (name) => `-l:${name}`,
    ),
  ];
  const environment = hashOf(compiler.version, torch.version, ...flags);
  const info = {
    torchVersion: torch.version,
    torchDir: torch.dir,
    torchSource: torch.source,
    cuda: torch.cuda,
    compiler: compiler.version,
    flagsHash: hashOf(environment, ...linkFlags),
  };
  // Commands run in `root`. In the checkout paths are relative, so that its objects are current in any folder.
  return { compiler, flags, linkFlags, environment, info, build, out: relative(root, join(build, "native")) };
}

function sources(root) {
  const names = readdirSync(join(root, "native")).filter((name) => name.endsWith(".cc"));
  if (names.length === 0) throw new Error("native/ holds no .cc file to build the addon from.");
  return names.sort().map((name) => `native/${name}`);
}

/** Precompiled header, for GCC only: other compilers include native/pch.h directly. */
function pchJob(root, { compiler, environment, out }) {
  if (!compiler.isGcc || !existsSync(join(root, "native/pch.h"))) return null;
  return {
    source: "native/pch.h",
    // GCC uses pch.h.gch instead of the pch.h beside it, which includes the real one.
    wrapper: `${out}/pch.h`,
    object: `${out}/pch.h.gch`,
    stamp: `${out}/pch.json`,
    environment,
    args: ["-x", "c++-header"],
  };
}

function objectJobs(root, { environment, compiler, out }, pch) {
  const args = [];
  if (pch) args.push("-include", `${out}/pch.h`);
  else if (!compiler.isGcc && existsSync(join(root, "native/pch.h"))) args.push("-include", "native/pch.h");
  // The compiler does not list the headers inside the precompiled one; its stamp represents them.
  const pchStamp = pch ? JSON.stringify(readStamp(join(root, pch.stamp))) : "";
  return sources(root).map((source) => {
    const object = `${out}/${basename(source, ".cc")}.o`;
    const stamp = `${object}.json`;
    return { source, object, stamp, environment: hashOf(environment, pchStamp, ...args), args };
  });
}

function isCompiled(root, job) {
  return existsSync(join(root, job.object)) && isUnchanged(root, job);
}

/** Returns true if the inputs are those that the job was last done with. */
function isUnchanged(root, job) {
  const stamp = readStamp(join(root, job.stamp));
  if (stamp?.environment !== job.environment) return false;
  return Object.entries(stamp.inputs).every(([path, hash]) => hashFile(join(root, path)) === hash);
}

async function compile(root, { compiler, flags }, job) {
  const partial = `${job.object}.${process.pid}.part`;
  const dependencies = `${partial}.d`;
  // Hashed before compiling, so that a file saved meanwhile counts as changed.
  const before = new Map(ourFiles(root).map((path) => [path, hashFile(join(root, path))]));
  if (job.wrapper) writeFileSync(join(root, job.wrapper), `#include "${join(root, job.source)}"\n`);
  const input = job.wrapper ?? job.source;
  const args = [...flags, ...job.args, "-MD", "-MF", dependencies, "-c", input, "-o", partial];
  let warnings;
  try {
    warnings = await run(compiler.command, [...compiler.args, ...args], { cwd: root });
  } catch (error) {
    rmSync(join(root, partial), { force: true });
    rmSync(join(root, dependencies), { force: true });
    throw Object.assign(new Error(`${job.source} does not compile`), {
      output: error.output || error.message,
    });
  }
  const headers = readDependencies(root, join(root, dependencies));
  const inputs = Object.fromEntries([...before].filter(([path]) => path === job.source || headers.has(path)));
  removeStamp(join(root, job.stamp));
  renameSync(join(root, partial), join(root, job.object));
  rmSync(join(root, dependencies), { force: true });
  writeStamp(join(root, job.stamp), { environment: job.environment, inputs });
  return warnings;
}

function ourFiles(root) {
  return readdirSync(join(root, "native"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

/** Reads the paths under the root from the make rule that the compiler wrote. */
function readDependencies(root, path) {
  const rule = readFileSync(path, "utf8").replaceAll("\\\n", " ");
  const paths = rule.slice(rule.indexOf(":") + 1).match(/(?:\\.|\S)+/g) ?? [];
  return new Set(paths.map((name) => relative(root, resolve(root, name.replaceAll("\\ ", " ")))));
}

/** Compiles as many files at a time as cores and memory allow; starts no more after a failure. */
async function compileAll(root, toolchain, jobs, log) {
  const queue = [...jobs];
  const failures = [];
  let numStarted = 0;
  const work = async () => {
    while (queue.length > 0 && failures.length === 0) {
      const job = queue.shift();
      log(`compiling ${++numStarted}/${jobs.length} ${basename(job.source)}`);
      try {
        logWarnings(await compile(root, toolchain, job), log);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: numCompiles() }, work));
  if (failures.length > 0) throw buildError(failures);
}

function logWarnings(warnings, log) {
  if (warnings.trim()) log(warnings.trimEnd());
}

function buildError(failures) {
  const message = failures.map((error) => error.message).join("; ");
  return Object.assign(new Error(message), { output: failures.map((error) => error.output).join("\n") });
}

function linkJob(root, { info }, jobs) {
  const objects = jobs.map((job) => job.object);
  const made = hashOf(info.flagsHash, ...jobs.map((job) => JSON.stringify(readStamp(join(root, job.stamp)))));
  return { objects, made };
}

function isLinked({ build }, { made }) {
  return readStamp(join(build, "native", "link.json"))?.made === made && existsSync(join(build, ADDON));
}

async function link(root, { compiler, linkFlags, info, build }, { objects, made }) {
  const stamp = join(build, "native", "link.json");
  const partial = join(build, `${ADDON}.${process.pid}.part`);
  try {
    await run(compiler.command, [...compiler.args, "-o", partial, ...objects, ...linkFlags], { cwd: root });
  } catch (error) {
    rmSync(partial, { force: true });
    throw Object.assign(new Error(`${ADDON} does not link`), { output: error.output || error.message });
  }
  removeStamp(stamp);
  renameSync(partial, join(build, ADDON));
  writeStamp(join(build, "native", "info.json"), info);
  writeStamp(stamp, { made });
}

function numCompiles() {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / BYTES_A_COMPILE)));
}

/** Removes files that an interrupted build left half-written. */
function removeLeftovers({ build }) {
  for (const folder of [build, join(build, "native")]) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isFile() && /\.part(\.d)?$/.test(entry.name))
        rmSync(join(folder, entry.name), { force: true });
    }
  }
}

/** Removes objects whose source is gone. */
function removeOrphans({ build }, jobs) {
  const folder = join(build, "native");
  const known = new Set(jobs.flatMap((job) => [basename(job.object), basename(job.stamp)]));
  for (const name of readdirSync(folder)) {
    if (/\.o(\.json)?$/.test(name) && !known.has(name)) rmSync(join(folder, name), { force: true });
  }
}

async function main() {
  const startMs = performance.now();
  endChildrenOnSignals();
  const places = await findPlaces(ROOT);
  const giveBack = await takeLock(places.lock, (pid) =>
    console.log(`waiting for the set-up at work in this folder (process ${pid})`),
  );
  try {
    const { numSteps, torchVersion, cuda } = await buildNative({
      root: ROOT,
      places,
      keepsObjects: isCheckout(ROOT),
    });
    const outcome = numSteps === 0 ? "current" : `built in ${elapsed(startMs)}`;
    console.log(
      `${join(places.build, ADDON)}: ${outcome}, libtorch ${torchVersion}${cuda ? " with CUDA" : ""}`,
    );
  } catch (error) {
    if (error.output) console.error(error.output.trimEnd());
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    giveBack();
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
