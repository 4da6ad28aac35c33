import { rmSync } from "node:fs";
import { readServerState } from "../../src/mlflow/server/state.js";
import { processStart } from "../../src/process-identity.js";
import { mlflowFolder } from "./mlflow-folder.js";

/** Global tear-down: stops the MLflow server that test files shared (`startMlflow`), if one was started. */
export async function teardown(): Promise<void> {
  const folder = mlflowFolder(process.pid);
  const state = readServerState(folder);
  if (state !== null) {
    // The server ends with its keeper.
    process.kill(state.keeperPid, "SIGTERM");
    while (processStart(state.keeperPid) !== null) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  rmSync(folder, { recursive: true, force: true });
}
