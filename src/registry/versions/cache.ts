import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { RegistryError } from "../../errors.js";
import { makeFolder } from "../../make-folder.js";
import type { MlflowClient } from "../../mlflow/client.js";
import type { ModelVersion } from "../../mlflow/model-versions.js";
import { FILES_FILE, readFileList, verifyFiles } from "./digest.js";
import { formatReference } from "./reference.js";
import { DIGEST_TAG } from "./tags.js";

export interface FetchOptions {
  /** By default WOODSHED_CACHE, or `woodshed` in the user's cache folder. */
  cacheFolder?: string;
  /** Called at the start of each step, with its description. */
  onStage?: (stage: string) => void;
}

export function defaultCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env["WOODSHED_CACHE"] || join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "woodshed");
}

/**
 * Returns the folder of a version's files, each verified against the registered digest. Files are downloaded once: the digest names the
 * folder.
 *
 * @throws RegistryError for a version of another program, or files that differ from the registered ones
 */
export async function fetchVersion(
  client: MlflowClient,
  version: ModelVersion,
  options: FetchOptions = {},
): Promise<string> {
  const { cacheFolder = defaultCacheFolder(), onStage = () => {} } = options;
  const what = formatReference(version.name, version.version);
  const digest = version.tags[DIGEST_TAG];
  if (digest === undefined || !/^[0-9a-f]{64}$/.test(digest)) {
    throw new RegistryError(
      "NOT_WOODSHED",
      `${what}: has no tag ${DIGEST_TAG}: another program registered the version, or the tag was removed. Register the model with Woodshed to load it`,
    );
  }
  const folder = join(cacheFolder, "models", digest);
  if (existsSync(folder)) {
    try {
      await verifyFiles(folder, readFileList(folder, digest, what), what);
      return folder;
    } catch {
      // The cached copy is damaged: download again.
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const aside = `${folder}.${randomBytes(4).toString("hex")}.part`;
  try {
    makeFolder(aside);
    const root = await rootOf(client, version, what);
    const fetchFile = async (path: string): Promise<void> => {
      onStage(`downloading ${path}`);
      mkdirSync(dirname(join(aside, path)), { recursive: true });
      await client.artifacts.download(root, path, join(aside, path)).catch((error: RegistryError) => {
        throw error.code === "UNREACHABLE" || error.code === "FILE" ? error : missing(what, path, error);
      });
    };
    await fetchFile(FILES_FILE);
    const list = readFileList(aside, digest, what);
    for (const path of Object.keys(list)) await fetchFile(path);
    await verifyFiles(aside, list, what);
    // Another process may have done the same: its files are equal.
    if (!existsSync(folder)) renameSync(aside, folder);
    return folder;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function rootOf(client: MlflowClient, { modelId }: ModelVersion, what: string): Promise<string> {
  if (modelId === null) throw new RegistryError("NOT_WOODSHED", `${what}: the version has no logged model`);
  return (await client.loggedModels.get(modelId)).artifactUri;
}

function missing(what: string, path: string, cause: RegistryError): RegistryError {
  return new RegistryError(
    "FILES",
    `${what}: ${path} cannot be read: ${cause.message}. If it was deleted from the artifact store, register the model again`,
    { cause },
  );
}
