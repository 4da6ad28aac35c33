import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RegistryError, WoodshedError } from "../../errors.js";
import { type RestoredModel, restoreModel } from "../../inference/restore.js";
import type { MlflowClient } from "../../mlflow/client.js";
import type { ModelVersion } from "../../mlflow/model-versions.js";
import { openRegistry, type RegistryPlace, registryPlace } from "../../mlflow/server/open.js";
import { type FetchOptions, fetchVersion } from "./cache.js";
import {
  DESCRIPTION_FILE,
  parseDescription,
  VERSION_FORMAT,
  type VersionDescription,
} from "./description.js";
import { findVersion } from "./find.js";
import { formatReference } from "./reference.js";

export interface LoadOptions extends FetchOptions {
  /** By default MLFLOW_TRACKING_URI, or a local server on the folder `mlflow`. */
  place?: RegistryPlace;
  /** An open client to use instead of `place`. */
  client?: MlflowClient;
  /** Dotted overrides of the version's own configuration, such as `training.device=cpu`. */
  overrides?: readonly string[];
  say?: (message: string) => void;
}

/** A loaded version, for `predictFile`, `evaluate` and `logitsOf`. */
export interface LoadedModel extends RestoredModel {
  name: string;
  version: string;
  description: VersionDescription;
}

/** A version with its files on this machine. */
export interface FetchedVersion {
  folder: string;
  version: ModelVersion;
  description: VersionDescription;
}

/**
 * Loads a registered version by number or alias: `models:/birds/3`, `models:/birds@champion`. Files are downloaded once, and verified
 * against the registered digest each time.
 *
 * @throws RegistryError for an unknown version or alias, changed files, or a version that needs another version of Woodshed
 */
export async function loadModel(reference: string, options: LoadOptions = {}): Promise<LoadedModel> {
  const { folder, version, description } = await fetchReference(reference, options);
  try {
    const model = restoreModel(folder, options.overrides);
    return { ...model, name: version.name, version: version.version, description };
  } catch (error) {
    // Code of the version's own, which is not trusted or fails, is no matter of versions.
    if (!(error instanceof WoodshedError) || OWN_CODE.has(error.code)) throw error;
    throw unusable(
      formatReference(version.name, version.version),
      description.woodshed,
      error.message,
      error,
    );
  }
}

const OWN_CODE: ReadonlySet<string> = new Set(["COMPONENT", "UNTRUSTED_CODE"]);

/** Downloads a version without building its model. */
export async function fetchReference(reference: string, options: LoadOptions = {}): Promise<FetchedVersion> {
  if (options.client !== undefined) return fetchWith(options.client, reference, options);
  const { place = registryPlace(), say } = options;
  using registry = await openRegistry(place, say === undefined ? {} : { say });
  return fetchWith(registry.client, reference, options);
}

async function fetchWith(
  client: MlflowClient,
  reference: string,
  options: LoadOptions,
): Promise<FetchedVersion> {
  const version = await findVersion(client, reference);
  const what = formatReference(version.name, version.version);
  // Checked before a long download.
  const format = Number(version.tags["woodshed.format"] ?? VERSION_FORMAT);
  const by = version.tags["woodshed.version"] ?? "unknown";
  if (format > VERSION_FORMAT) throw newer(what, by, format);
  const folder = await fetchVersion(client, version, options);
  const parsed = parseDescription(readFileSync(join(folder, DESCRIPTION_FILE), "utf8"));
  if ("newerFormat" in parsed) throw newer(what, by, parsed.newerFormat);
  if ("problem" in parsed) throw unusable(what, by, `${DESCRIPTION_FILE}: ${parsed.problem}`);
  return { folder, version, description: parsed.description };
}

function newer(what: string, by: string, format: number): RegistryError {
  return new RegistryError(
    "NEWER",
    `${what}: registered by woodshed ${by} in format ${format}; this version of Woodshed reads formats up to ${VERSION_FORMAT}. Update Woodshed`,
  );
}

function unusable(what: string, by: string, problem: string, cause?: unknown): RegistryError {
  return new RegistryError(
    "UNUSABLE",
    `${what}: registered by woodshed ${by}; this version of Woodshed cannot use it: ${problem}. Load it with woodshed ${by}, or register the model again from its run`,
    { cause },
  );
}
