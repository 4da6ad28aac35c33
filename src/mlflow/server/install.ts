import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { RegistryError } from "../../errors.js";
import { places, setupCommandLine } from "../../installation.js";
import { packageRoot } from "../../package-root.js";
import { providePackage } from "../../provide-services.js";
import { type PythonCommand, pythonEnvironment, pythonScript } from "../../python.js";

/**
 * The command that runs MLflow with these arguments: the program that WOODSHED_MLFLOW names, else the package in
 * set-up's Python environment. Its console script `.venv/bin/mlflow` is not used: the script's first line names the
 * folder that `.venv` was made in, which is wrong once the project was moved or copied.
 *
 * @throws RegistryError with the way to install it
 */
export function mlflowCommand(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): PythonCommand {
  const named = env["WOODSHED_MLFLOW"];
  const { venv } = places(env);
  const python = join(venv, "bin", "python");
  const program = named ?? python;
  try {
    accessSync(program, constants.X_OK);
    if (named === undefined && providePackage("mlflow") === null)
      throw new Error("the package mlflow is not installed");
  } catch (cause) {
    throw new RegistryError(
      "MLFLOW_MISSING",
      named === undefined
        ? `no MLflow in ${venv}: run \`${setupCommandLine("services")}\`, set WOODSHED_MLFLOW to an installed \`mlflow\` command, or set registry.mlflow.tracking_uri`
        : `WOODSHED_MLFLOW: ${named}: expected the \`mlflow\` command of an installed MLflow (tested with 3.17.2)`,
      { cause },
    );
  }
  return named === undefined
    ? pythonScript(python, join(packageRoot, "services", "mlflow_server.py"), args, env)
    : { command: named, args: [...args], env: pythonEnvironment(named, env) };
}
