import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config/schema.js";
import type { RegistryPlace } from "../../mlflow/server/open.js";

/** The destination of a run at MLflow. */
export interface MlflowTarget {
  place: RegistryPlace;
  experiment: string;
  /** The user's tags, in addition to those that describe the run. */
  tags: Readonly<Record<string, string>>;
}

export function targetOf({ registry }: Config): MlflowTarget {
  const { tracking_uri: trackingUri, folder, experiment, tags } = registry.mlflow;
  return { place: { trackingUri, folder }, experiment, tags: tagsOf(tags) };
}

/** Parses tags of the form `key=value`. */
export function tagsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** The delivery state of a run: `mlflow.json` in its folder. */
export interface MlflowState {
  /** The server's address at that time; a local server has another port each time. */
  uri: string;
  experimentId: string;
  runId: string;
  /** True if the server has received the complete record. */
  isDelivered: boolean;
}

const FILE = "mlflow.json";

export function readMlflowState(runFolder: string): MlflowState | null {
  const path = join(runFolder, FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as MlflowState) : null;
}

export function writeMlflowState(runFolder: string, state: MlflowState): void {
  const path = join(runFolder, FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${path}.new`, path);
}
