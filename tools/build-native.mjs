#!/usr/bin/env node
// The two addons: woodshed.node, from native/*.cc against libtorch, and woodshed_audio.node, from native/audio/*.cc, which
// reads and resamples audio and needs nothing but Node and the C++ library.
//
//   node tools/build-native.mjs [torch] [audio]      reads CXX, WOODSHED_LIBTORCH and WOODSHED_PYTHON

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAddon, isAddonCurrent } from "./setup/addon-build.mjs";
import { endChildrenOnSignals } from "./setup/child.mjs";
import { findCompiler, whyNoCompiler } from "./setup/compiler.mjs";
import { findLibtorch } from "./setup/libtorch.mjs";
import { takeLock } from "./setup/lock.mjs";
import { findNodePackage, findPlaces, isCheckout } from "./setup/places.mjs";
import { hashOf } from "./setup/stamp.mjs";
import { elapsed } from "./setup/terminal.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PLANS = { torch: torchPlan, audio: audioPlan };

/**
 * Builds the addon `name`, "torch" or "audio"; returns its toolchain and the number of steps that had work to do.
 * Throws as `buildAddon` does, or if a part of its toolchain is missing.
 */
export async function buildNative(name, { root, places, keepsObjects, log = console.log }) {
  const plan = PLANS[name](root, places);
  const numSteps = isAddonCurrent(plan) ? 0 : await buildAddon(plan, { keepsObjects, log });
  return { ...plan.info, numSteps };
}

/** Returns true if the addon `name` was built from these sources, flags, compiler and libtorch. */
export function isNativeCurrent(name, root, places) {
  try {
    return isAddonCurrent(PLANS[name](root, places));
  } catch {
    return false; // buildNative reports what is missing
  }
}

/** @returns {import("./setup/addon-build.mjs").AddonPlan} */
function torchPlan(root, { venv, build }) {
  const torch = findLibtorch(venv);
  if (!torch) {
    throw new Error(
      `libtorch was not found. Run the set-up to install it in ${venv}, or set WOODSHED_LIBTORCH to an installed torch.`,
    );
  }
  const { napi, napiVersion, compiler, isMac } = basicTools(root, build);
  const defines = ["NAPI_VERSION=9", "USE_DISTRIBUTED", "USE_C10D_GLOO", "USE_KINETO"];
  if (!isMac) defines.push("_GLIBCXX_USE_CXX11_ABI=1");
  if (torch.cuda) defines.push("WOODSHED_CUDA");
  if (torch.cuda && torch.includes.some((dir) => existsSync(join(dir, "nccl.h"))))
    defines.push("WOODSHED_NCCL");
  const flags = [
    ...["-std=c++20", "-O2", "-fPIC", "-fvisibility=hidden", "-pthread", "-Wall", "-Wextra", "-Winvalid-pch"],
    // A product that is added without being rounded would give other bits on CPUs that can do so.
    "-ffp-contract=off",
    ...defines.map((name) => `-D${name}`),
    "-Inative",
    // Declarations in place of Gloo's headers, which the wheel does not carry.
    "-Inative/gloo_types",
    ...torch.includes.flatMap((dir) => ["-isystem", dir]),
    // Headers that only a CUDA toolkit has: a real one goes before ours.
    ...(torch.cuda ? ["-idirafter", "native/cuda_types"] : []),
  ];
  const libraries = ["torch", "torch_cpu", "c10", ...(torch.cuda ? ["torch_cuda", "c10_cuda"] : [])];
  const linkFlags = [
    // RPATH in place of RUNPATH: LD_LIBRARY_PATH must not replace libtorch.
    ...(isMac
      ? ["-bundle", "-undefined", "dynamic_lookup"]
      : ["-shared", "-Wl,--no-as-needed,--disable-new-dtags,-z,nodelete"]),
    ...["-pthread", `-L${torch.lib}`, ...libraries.map((name) => `-l${name}`), `-Wl,-rpath,${torch.lib}`],
    // libtorch has a RUNPATH, so its own libgomp is safe only if the addon loads it first.
    ...(isMac ? [] : readdirSync(torch.lib).filter((name) => /^libgomp.*\.so/.test(name))).map(
      (name) => `-l:${name}`,
    ),
  ];
  const environment = hashOf(compiler.version, torch.version, napiVersion, ...flags);
  const info = {
    torchVersion: torch.version,
    torchDir: torch.dir,
    torchSource: torch.source,
    cuda: torch.cuda,
    compiler: compiler.version,
    flagsHash: hashOf(environment, ...linkFlags),
  };
  const header = existsSync(join(root, "native/pch.h")) ? "native/pch.h" : null;
  return {
    ...{ root, folder: "native", header, compiler, linkFlags, environment, info },
    flags: [...flags, "-isystem", napi],
    file: relative(root, join(build, "woodshed.node")),
    out: relative(root, join(build, "native")),
  };
}

/** @returns {import("./setup/addon-build.mjs").AddonPlan} */
function audioPlan(root, { build }) {
  const { napi, napiVersion, compiler, isMac } = basicTools(root, build);
  const flags = [
    ...["-std=c++20", "-O3", "-fPIC", "-fvisibility=hidden", "-pthread", "-Wall", "-Wextra"],
    // A product that is added without being rounded would give other bits on CPUs that can do so.
    "-ffp-contract=off",
    "-DNAPI_VERSION=9",
  ];
  const linkFlags = isMac
    ? ["-bundle", "-undefined", "dynamic_lookup", "-pthread"]
    : ["-shared", "-pthread", "-ldl"];
  const environment = hashOf(compiler.version, napiVersion, ...flags);
  const info = { compiler: compiler.version, flagsHash: hashOf(environment, ...linkFlags) };
  return {
    ...{ root, folder: "native/audio", header: null, compiler, linkFlags, environment, info },
    flags: [...flags, "-isystem", napi],
    file: relative(root, join(build, "woodshed_audio.node")),
    out: relative(root, join(build, "native", "audio")),
  };
}

/** Node-API's headers are in each project's node_modules, and projects share an addon: their version identifies them. */
function basicTools(root, build) {
  const headers = findNodePackage(root, "node-api-headers");
  if (headers === null) {
    throw new Error("The package node-api-headers is missing. Install the Node packages again: npm install");
  }
  const compiler = findCompiler(join(build, "native", "compiler.json"));
  if (!compiler) throw new Error(`${whyNoCompiler()} Install one, or set CXX.`);
  const { version: napiVersion } = JSON.parse(readFileSync(join(headers, "package.json"), "utf8"));
  return { napi: join(headers, "include"), napiVersion, compiler, isMac: process.platform === "darwin" };
}

async function main() {
  endChildrenOnSignals();
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !(name in PLANS));
  if (unknown !== undefined) throw new Error(`expected torch or audio, got ${unknown}`);
  const places = await findPlaces(ROOT);
  const giveBack = await takeLock(places.lock, (pid) =>
    console.log(`waiting for the set-up at work in this folder (process ${pid})`),
  );
  try {
    for (const name of named.length > 0 ? named : Object.keys(PLANS)) {
      const startMs = performance.now();
      const built = await buildNative(name, { root: ROOT, places, keepsObjects: isCheckout(ROOT) });
      const outcome = built.numSteps === 0 ? "current" : `built in ${elapsed(startMs)}`;
      const libtorch = built.torchVersion ? `, libtorch ${built.torchVersion}` : "";
      console.log(`${join(places.build)}: ${name} ${outcome}${libtorch}${built.cuda ? " with CUDA" : ""}`);
    }
  } finally {
    giveBack();
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    if (error.output) console.error(error.output.trimEnd());
    console.error(error.message);
    process.exitCode = 1;
  }
}
