// libsndfile, which reads FLAC, MP3, Ogg, AIFF and more: out of the wheel of the Python package soundfile (1.3 MB).

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { ask } from "./child.mjs";
import { findLibtorch } from "./libtorch.mjs";
import * as torch from "./torch.mjs";
import { hasRequirements, installRequirements, isUsable, venvProblems } from "./venv.mjs";

export const title = "Audio formats";
export const needs = [torch]; // two pip processes in one environment would conflict

const REQUIREMENTS = "services/requirements-audio.txt";

/**
 * With libtorch from elsewhere there may be no Python environment: a library that is there already does then, and without
 * Python to make one, WAV alone can be read.
 */
export function isCurrent(context) {
  if (hasRequirements(context, REQUIREMENTS)) return true;
  const { venv } = context.places;
  if (context.purpose === "test" || isUsable(venv) || !torch.isCurrent(context)) return false;
  return isElsewhere(venv) || venvProblems().length > 0;
}

/** True if src/audio/sndfile/library.ts finds a library outside of the environment. */
function isElsewhere(venv) {
  if (process.env.WOODSHED_SNDFILE) return true;
  const found = findLibtorch(venv);
  if (found !== null && existsSync(join(dirname(found.dir), "_soundfile_data"))) return true;
  if (process.platform === "darwin")
    return ["/opt/homebrew/lib", "/usr/local/lib"].some((dir) => existsSync(join(dir, "libsndfile.dylib")));
  return (ask("/sbin/ldconfig", ["-p"]) ?? "").includes("libsndfile.so.1");
}

export const problems = venvProblems;

export async function install({ say, ...context }) {
  await installRequirements(context, REQUIREMENTS, { say, flags: ["--no-deps", "--no-compile"] });
  return "installed libsndfile";
}
