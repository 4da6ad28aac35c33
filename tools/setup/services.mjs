// Python's packages besides torch: W&B's engine, Optuna and MLflow when a command needs them; all of them and the
// references of the tests for tests.

import * as torch from "./torch.mjs";
import { hasRequirements, installRequirements, venvProblems } from "./venv.mjs";

export const title = "Python services";
export const needs = [torch]; // two pip processes in one .venv would conflict

const REQUIREMENTS = {
  services: "services/requirements-services.txt",
  test: "services/requirements-test.txt",
};

export function isCurrent({ root, purpose }) {
  return purpose === "start" || hasRequirements(root, REQUIREMENTS[purpose]);
}

export const problems = venvProblems;

export async function install({ root, purpose, say }) {
  await installRequirements(root, REQUIREMENTS[purpose], { say });
  return "installed";
}
