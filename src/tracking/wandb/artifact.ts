import { createHash, randomBytes } from "node:crypto";
import type { Message } from "./protocol.js";

/** A file of an artifact. */
export interface ManifestEntry {
  /** Path in the artifact. */
  path: string;
  /** MD5 in base64. */
  digest: string;
  size: number;
  /** The file's path until it is sent. */
  local_path: string;
}

export interface ArtifactContent {
  runId: string;
  type: string;
  name: string;
  aliases: readonly string[];
  metadata?: Readonly<Record<string, unknown>>;
  contents: readonly ManifestEntry[];
}

export interface ArtifactRecord {
  message: Message;
  clientId: string;
  sequenceClientId: string;
}

/** Builds the engine's record of an artifact. The digest of an earlier version creates no new version. */
export function artifactRecord(artifact: ArtifactContent): ArtifactRecord {
  const { runId, type, name, aliases, metadata, contents } = artifact;
  const [clientId, sequenceClientId] = [newClientId(), newClientId()];
  const message = {
    ...{ run_id: runId, type, name, aliases: [...aliases], finalize: true },
    ...{ client_id: clientId, sequence_client_id: sequenceClientId, digest_algorithm: "MANIFEST_MD5" },
    ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata), user_created: true }),
    digest: manifestDigest(contents),
    manifest: {
      version: 1,
      storage_policy: "wandb-storage-policy-v1",
      storage_policy_config: [{ key: "storageLayout", value_json: '"V2"' }],
      contents: contents.map((entry) => ({ ...entry, size: String(entry.size), skip_cache: true })),
    },
  };
  return { message, clientId, sequenceClientId };
}

/** Replaces characters that W&B refuses: it accepts at most 128 letters, digits, dots, dashes and underscores. */
export function artifactName(name: string): string {
  return name.replace(/[^\w.-]+/g, "-").slice(0, 128);
}

/** W&B's "manifest v1" digest: over the hexadecimal digest lines of all files, sorted by path. */
function manifestDigest(contents: readonly ManifestEntry[]): string {
  const hash = createHash("md5").update("wandb-artifact-manifest-v1\n");
  const sorted = [...contents].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, digest } of sorted) hash.update(`${path}:${digest}\n`);
  return hash.digest("hex");
}

const ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Creates the id of an artifact before the server names it: 128 letters and digits. */
function newClientId(): string {
  return Array.from(randomBytes(128), (byte) => ID_LETTERS[byte % ID_LETTERS.length]).join("");
}
