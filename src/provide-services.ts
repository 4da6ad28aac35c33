import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { places } from "./installation.js";
import { packageRoot } from "./package-root.js";

/** Python packages of the services that commands start. */
export const SERVICES = ["wandb", "optuna", "mlflow"] as const;

/**
 * Returns the folder of a Python package that set-up installed, or null if it cannot be provided. Set-up installs torch
 * alone: the first command that needs W&B's engine, Optuna or MLflow installs all three, which takes about a minute. A
 * failed set-up, which reports its reason on stderr, gives null.
 */
export function providePackage(name: (typeof SERVICES)[number]): string | null {
  const found = findPackage(name);
  if (found !== null) return found;
  process.stderr.write(`${name} is not installed yet: installing Python services (once)\n`);
  // stdout belongs to the results of the command.
  spawnSync(process.execPath, [join(packageRoot, "setup.mjs"), "--for", "services"], {
    stdio: ["ignore", 2, 2],
  });
  return findPackage(name);
}

/** Returns the folder of an installed Python package, or null. */
export function findPackage(name: string): string | null {
  const lib = join(places().venv, "lib");
  if (!existsSync(lib)) return null;
  const folders = readdirSync(lib).map((python) => join(lib, python, "site-packages", name));
  return folders.find((folder) => existsSync(folder)) ?? null;
}
