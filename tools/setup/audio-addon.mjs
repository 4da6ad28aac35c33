// The addon of audio, woodshed_audio.node: without libtorch, so that it builds in seconds and loads in every thread.

import { join } from "node:path";
import { buildNative, isNativeCurrent } from "../build-native.mjs";
import { howToInstall } from "./advice.mjs";
import { findCompiler, whyNoCompiler } from "./compiler.mjs";
import * as nodePackages from "./node-packages.mjs";

export const title = "Audio addon";
export const needs = [nodePackages];

export function isCurrent({ root, places }) {
  return isNativeCurrent("audio", root, places);
}

export function problems({ places }) {
  if (findCompiler(join(places.build, "native/compiler.json"))) return [];
  return [{ what: whyNoCompiler(), how: howToInstall("compiler") }];
}

export async function install({ root, places, isCheckout, say }) {
  const { numSteps } = await buildNative("audio", { root, places, keepsObjects: isCheckout, log: say });
  return numSteps === 0 ? "current" : "built";
}
