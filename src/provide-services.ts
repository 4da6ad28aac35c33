import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.js";

/**
 * Installs W&B's engine, Optuna and MLflow into the project's `.venv`, which takes about a minute: for the first command
 * that needs one of them. `npm start` does not install them, since training needs none. Returns true if they are
 * installed now; false where the project is not a checkout with its set-up, or the set-up failed, which it reports
 * on stderr itself.
 *
 * @param what the one that is needed, for the message
 */
export function provideServices(what: string): boolean {
  const setUp = join(packageRoot, "setup.mjs");
  if (!existsSync(setUp)) return false;
  process.stderr.write(`installing ${what} into ${join(packageRoot, ".venv")} (once)\n`);
  // stdout belongs to the command's own results.
  const { status } = spawnSync(process.execPath, [setUp, "--for", "services"], { stdio: ["ignore", 2, 2] });
  return status === 0;
}
