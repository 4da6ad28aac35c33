import type { ModelVersion } from "../../mlflow/model-versions.js";
import type { VersionDescription } from "./description.js";

/** Prefix of the tags that Woodshed sets. */
export const TAG_PREFIX = "woodshed.";
export const DIGEST_TAG = "woodshed.digest";
const METRICS_TAG = "woodshed.metrics";

/** Returns the tags of a version, which describe it without its files: for lists, for verification, and for its origin. */
export function versionTags(description: VersionDescription, digest: string): Record<string, string> {
  const { lineage, metrics, model, woodshed, format, onnx } = description;
  return {
    [DIGEST_TAG]: digest,
    "woodshed.format": String(format),
    "woodshed.version": woodshed,
    "woodshed.model": model.name,
    "woodshed.run_id": lineage.runId,
    "woodshed.checkpoint": lineage.checkpoint,
    "woodshed.config_hash": lineage.configHash,
    "woodshed.data_fingerprint": lineage.data.fingerprint,
    "woodshed.onnx": String(onnx !== null),
    ...(lineage.data.test === null ? {} : { "woodshed.test_data": lineage.data.test }),
    ...(lineage.git === null
      ? {}
      : { "woodshed.git_sha": lineage.git.sha, "woodshed.git_is_dirty": String(lineage.git.isDirty) }),
    [METRICS_TAG]: JSON.stringify(metrics),
  };
}

/** Returns the registered metrics of a version; none for a version of another program. */
export function metricsOf({ tags }: ModelVersion): Record<string, number> {
  const json = JSON.parse(tags[METRICS_TAG] ?? "{}") as Record<string, number | null>;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, value ?? Number.NaN]));
}
