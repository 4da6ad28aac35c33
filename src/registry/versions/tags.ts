import type { ModelVersion } from "../mlflow/model-versions.js";
import type { VersionDescription } from "./description.js";

/** Tags of a version that are ours begin so. */
export const TAG_PREFIX = "woodshed.";
export const DIGEST_TAG = "woodshed.digest";
const METRICS_TAG = "woodshed.metrics";

/** What is known of a version without its files: enough to list, to check and to go back to what it was made from. */
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

/** The metrics that it was registered with; none of a version that is not Woodshed's. */
export function metricsOf({ tags }: ModelVersion): Record<string, number> {
  const json = JSON.parse(tags[METRICS_TAG] ?? "{}") as Record<string, number | null>;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, value ?? Number.NaN]));
}
