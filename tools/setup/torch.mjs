// PyTorch's wheel in .venv, which libtorch comes from.

import { findLibtorch, libtorchOfEnvironment, libtorchOfVenv } from "./libtorch.mjs";
import { hasRequirements, installRequirements, isUsable, venvProblems } from "./venv.mjs";

export const title = "PyTorch";
export const needs = [];

const REQUIREMENTS = "services/requirements-torch.txt";

export function isCurrent({ root, purpose }) {
  if (hasRequirements(root, REQUIREMENTS)) return true;
  return purpose !== "test" && libtorchFromElsewhere(root) !== null;
}

export const problems = venvProblems;

export async function install({ root, say }) {
  // Training imports no Python module of it: those that torchrun imports are compiled at their first use.
  await installRequirements(root, REQUIREMENTS, { say, flags: ["--no-compile"] });
  const torch = libtorchOfVenv(root);
  return `installed torch ${torch?.version ?? "(missing)"}, ${torch?.cuda ? "with CUDA" : "for CPU"}`;
}

/**
 * Returns a libtorch that replaces the wheel in .venv for training: the one that WOODSHED_LIBTORCH names, or a CUDA
 * build in the environment. This saves the download of a second CUDA build of 2 to 3 GB.
 */
function libtorchFromElsewhere(root) {
  if (process.env.WOODSHED_LIBTORCH) {
    try {
      return findLibtorch(root);
    } catch {
      return null;
    }
  }
  if (isUsable(root) && libtorchOfVenv(root)) return null;
  const torch = libtorchOfEnvironment();
  return torch?.cuda ? torch : null;
}
