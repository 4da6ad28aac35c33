// The addon, woodshed.node. It uses Node-API, so one build serves every version of Node.

import { join } from "node:path";
import { buildNative, isNativeCurrent } from "../build-native.mjs";
import { howToInstall } from "./advice.mjs";
import { findCompiler, whyNoCompiler } from "./compiler.mjs";
import { findLibtorch } from "./libtorch.mjs";
import * as nodePackages from "./node-packages.mjs";
import * as torch from "./torch.mjs";

export const title = "Addon";
export const needs = [nodePackages, torch];

export function isCurrent({ root, places }) {
  return isNativeCurrent("torch", root, places);
}

export function problems({ places }) {
  const problems = [];
  try {
    findLibtorch(places.venv); // throws when WOODSHED_LIBTORCH names none
  } catch (error) {
    problems.push({ what: error.message, how: [] });
  }
  if (!findCompiler(join(places.build, "native/compiler.json"))) {
    problems.push({ what: whyNoCompiler(), how: howToInstall("compiler") });
  }
  return problems;
}

export async function install({ root, places, isCheckout, say }) {
  const { numSteps, torchVersion, torchSource, cuda } = await buildNative("torch", {
    root,
    places,
    keepsObjects: isCheckout,
    log: say,
  });
  const outcome = numSteps === 0 ? "current" : "built";
  return `${outcome} against libtorch ${torchVersion}${cuda ? " with CUDA" : ""} from ${torchSource}`;
}
