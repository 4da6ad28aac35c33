import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.js";

/**
 * Returns the folder of a Python package in the project's `.venv`, or null if it cannot be provided. `npm start` installs
 * torch alone: the first command that needs W&B's engine, Optuna or MLflow installs all three, which takes about a
 * minute. A project without set-up (an installed package) or a failed set-up, which reports its reason on stderr,
 * gives null.
 */
export function providePackage(name: "wandb" | "optuna" | "mlflow"): string | null {
  const setUp = join(packageRoot, "setup.mjs");
  const found = findPackage(name);
  if (found !== null || !existsSync(setUp)) return found;
  process.stderr.write(`${name} is not installed yet: installing Python services (once)\n`);
  // stdout belongs to the results of the command.
  spawnSync(process.execPath, [setUp, "--for", "services"], { stdio: ["ignore", 2, 2] });
  return findPackage(name);
}

function findPackage(name: string): string | null {
  const lib = join(packageRoot, ".venv", "lib");
  if (!existsSync(lib)) return null;
  const folders = readdirSync(lib).map((python) => join(lib, python, "site-packages", name));
  return folders.find((folder) => existsSync(folder)) ?? null;
}
