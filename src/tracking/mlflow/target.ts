import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config/schema.js";
import type { RegistryPlace } from "../../registry/server/open.js";

/** Where a run is sent to, and as what. */
export interface MlflowTarget {
  place: RegistryPlace;
  experiment: string;
  /** Of one's own, besides those that say what the run is. */
  tags: Readonly<Record<string, string>>;
}

export function targetOf({ registry }: Config): MlflowTarget {
  const { tracking_uri: trackingUri, folder, experiment, tags } = registry.mlflow;
  return { place: { trackingUri, folder }, experiment, tags: tagsOf(tags) };
}

/** Out of `key=value` each. */
export function tagsOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf("=");
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** What of a run has reached MLflow: `mlflow.json` in its folder. */
export interface MlflowState {
  /** The server's address then; one's own has another each time. */
  uri: string;
  experimentId: string;
  runId: string;
  /** Everything that the record has was taken by the server. */
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
