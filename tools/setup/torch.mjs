// PyTorch's wheel in the Python environment, which libtorch comes from.

import { findLibtorch, libtorchOfEnvironment, libtorchOfVenv } from "./libtorch.mjs";
import { hasRequirements, installRequirements, isUsable, venvProblems } from "./venv.mjs";

export const title = "PyTorch";
export const needs = [];

const REQUIREMENTS = "services/requirements-torch.txt";

export function isCurrent(context) {
  if (hasRequirements(context, REQUIREMENTS)) return true;
  return context.purpose !== "test" && libtorchFromElsewhere(context.places.venv) !== null;
}

export const problems = venvProblems;

export async function install({ say, ...context }) {
  // Training imports no Python module of it: those that torchrun imports are compiled at their first use.
  await installRequirements(context, REQUIREMENTS, { say, flags: ["--no-compile"] });
  const torch = libtorchOfVenv(context.places.venv);
  return `installed torch ${torch?.version ?? "(missing)"}, ${torch?.cuda ? "with CUDA" : "for CPU"}`;
}

/**
 * Returns a libtorch that replaces the wheel for training: the one that WOODSHED_LIBTORCH names, or a CUDA build of the
 * python3 on the PATH. This saves the download of a second CUDA build of 2 to 3 GB.
 */
function libtorchFromElsewhere(venv) {
  if (process.env.WOODSHED_LIBTORCH) {
    try {
      return findLibtorch(venv);
    } catch {
      return null;
    }
  }
  if (isUsable(venv) && libtorchOfVenv(venv)) return null;
  const torch = libtorchOfEnvironment();
  return torch?.cuda ? torch : null;
}
