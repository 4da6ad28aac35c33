import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { RegistryError } from "../../errors.js";
import { packageRoot } from "../../package-root.js";

/**
 * The command that starts MLflow: what WOODSHED_MLFLOW names, else that of Woodshed's `.venv`.
 *
 * @throws RegistryError saying how to install it
 */
export function findMlflow(env: NodeJS.ProcessEnv = process.env): string {
  const named = env["WOODSHED_MLFLOW"];
  const command = named ?? join(packageRoot, ".venv", "bin", "mlflow");
  try {
    accessSync(command, constants.X_OK);
    return command;
  } catch (cause) {
    throw new RegistryError(
      "MLFLOW_MISSING",
      named === undefined
        ? `no MLflow in ${join(packageRoot, ".venv")}: run \`node setup.mjs\` in ${packageRoot}, name an installed \`mlflow\` command in WOODSHED_MLFLOW, or give registry.mlflow.tracking_uri`
        : `WOODSHED_MLFLOW: ${named}: expected the \`mlflow\` command of an installed MLflow (3.17.2 is known to fit)`,
      { cause },
    );
  }
}
