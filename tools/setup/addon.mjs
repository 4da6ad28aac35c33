// The addon, build/woodshed.node.

import { join } from "node:path";
import { buildNative, isNativeCurrent } from "../build-native.mjs";
import { howToInstall } from "./advice.mjs";
import { findCompiler, whyNoCompiler } from "./compiler.mjs";
import { findLibtorch } from "./libtorch.mjs";
import * as nodePackages from "./node-packages.mjs";
import * as torch from "./torch.mjs";

export const title = "Addon";
export const needs = [nodePackages, torch];

export function isCurrent({ root }) {
  return isNativeCurrent(root);
}

export function problems({ root }) {
  const problems = [];
  try {
    findLibtorch(root); // throws when WOODSHED_LIBTORCH names none
  } catch (error) {
    problems.push({ what: error.message, how: [] });
  }
  if (!findCompiler(join(root, "build/native/compiler.json"))) {
    problems.push({ what: whyNoCompiler(), how: howToInstall("compiler") });
  }
  return problems;
}

export async function install({ root, say }) {
  const { numSteps, torchVersion, torchSource, cuda } = await buildNative({ root, log: say });
  const outcome = numSteps === 0 ? "current" : "built";
  return `${outcome} against libtorch ${torchVersion}${cuda ? " with CUDA" : ""} from ${torchSource}`;
}
