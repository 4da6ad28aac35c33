import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder of the MLflow server of a vitest process. */
export const mlflowFolder = (pid: number): string => join(tmpdir(), `woodshed-mlflow-${pid}`);
