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

export function isCurrent(context) {
  return context.purpose === "start" || hasRequirements(context, REQUIREMENTS[context.purpose]);
}

export const problems = venvProblems;

export async function install({ say, ...context }) {
  await installRequirements(context, REQUIREMENTS[context.purpose], { say });
  return "installed";
}
