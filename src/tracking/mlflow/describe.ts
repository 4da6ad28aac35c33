import { userInfo } from "node:os";
import { LIMITS, legalKey } from "../../mlflow/limits.js";
import type { RunRecord } from "../store/store.js";

/** The tag by which a run's MLflow run is found. */
export const RUN_ID_TAG = "woodshed.run_id";

/** Returns a run's tags: MLflow's own names for its page, and Woodshed's for its origin. */
export function runTags(record: RunRecord, folder: string): Record<string, string> {
  const { command, git, versions, host, configHash, id, config } = record;
  const { group } = (config["logging"] as { wandb?: { group?: unknown } } | undefined)?.wandb ?? {};
  return {
    [RUN_ID_TAG]: id,
    "woodshed.run_folder": folder,
    "woodshed.config_hash": configHash,
    "woodshed.host": host,
    // The runs of a search or a cross-validation.
    ...(typeof group === "string" ? { "woodshed.group": group } : {}),
    ...(versions["woodshed"] === undefined ? {} : { "woodshed.version": versions["woodshed"] }),
    ...(versions["libtorch"] === undefined ? {} : { "woodshed.libtorch": versions["libtorch"] }),
    ...(git === null
      ? {}
      : { "mlflow.source.git.commit": git.sha, "woodshed.git_is_dirty": String(git.isDirty) }),
    "mlflow.source.type": "LOCAL",
    "mlflow.source.name": command.slice(1).join(" ").slice(0, LIMITS.tagChars),
    "mlflow.user": userName(),
  };
}

/** Flattens a configuration to dotted keys with values as text. */
export function flatParams(config: Readonly<Record<string, unknown>>, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) => {
      const key = legalKey(`${prefix}${name}`);
      const isSection = typeof value === "object" && value !== null && !Array.isArray(value);
      if (isSection) return Object.entries(flatParams(value as Record<string, unknown>, `${key}.`));
      return [[key, typeof value === "string" ? value : JSON.stringify(value)]];
    }),
  );
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without a name, as in containers.
    return String(process.getuid?.() ?? "unknown");
  }
}
