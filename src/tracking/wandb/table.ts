import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { Cell, TableColumn, TableItem } from "../items.js";
import { writeMedia } from "./media-files.js";
import type { Message } from "./protocol.js";

export interface TablePlace {
  runId: string;
  key: string;
  step: number;
  /** The run's folder, which cells name their media in. */
  runFolder: string;
  filesFolder: string;
  /** Files of the artifact are copied here; must outlive the session, for an offline run is sent later. */
  stagingFolder: string;
}

export interface WandbTable {
  /** History value, as JSON. */
  value: string;
  /** Below `files`. */
  files: string[];
  artifact: Message;
}

const W_TYPES: Readonly<Record<TableColumn["type"], string>> = {
  text: "string",
  number: "number",
  audio: "audio-file",
  image: "image-file",
};

/**
 * A table as W&B's client logs it: an artifact with the table and its media, a preview among the run's
 * files, and a value in the history that names both.
 */
export function logTable({ columns, rows }: TableItem, place: TablePlace): WandbTable {
  const { runId, key, step, filesFolder } = place;
  const contents: ManifestEntry[] = [];
  const data = rows.map((row) => row.map((cell, i) => cellOf(cell, columns[i]!, place, contents)));
  const names = columns.map(({ name }) => name);
  const table = JSON.stringify({
    _type: "table",
    column_types: { wb_type: "typedDict", params: { type_map: typesOf(columns) } },
    ...{ columns: names, data, ncols: names.length, nrows: rows.length, log_mode: "IMMUTABLE" },
  });
  const tableName = `${key.replace(/[^\w.-]+/g, "_")}.table.json`;
  stage(contents, place, tableName, Buffer.from(table));
  const preview = rows.map((row) =>
    row.map((cell, i) => (isMedia(columns[i]!) ? placeholderOf(columns[i]!) : cell)),
  );
  const file = writeMedia(
    filesFolder,
    { kind: "table", key, step, extension: ".table.json" },
    JSON.stringify({ columns: names, data: preview }),
  );
  const [clientId, sequenceId] = [newClientId(), newClientId()];
  return {
    files: [file.path],
    artifact: {
      ...{
        run_id: runId,
        type: "run_table",
        name: `run-${runId}-${key.replace(/[^\w.-]+/g, "")}`,
        finalize: true,
      },
      ...{ client_id: clientId, sequence_client_id: sequenceId, digest_algorithm: "MANIFEST_MD5" },
      aliases: ["latest"],
      digest: manifestDigest(contents),
      manifest: {
        version: 1,
        storage_policy: "wandb-storage-policy-v1",
        storage_policy_config: [{ key: "storageLayout", value_json: '"V2"' }],
        contents: contents.map((entry) => ({ ...entry, size: String(entry.size), skip_cache: true })),
      },
    },
    value: JSON.stringify({
      _type: "table-file",
      ...{ path: file.path, sha256: file.sha256, size: file.size, ncols: names.length, nrows: rows.length },
      artifact_path: `wandb-client-artifact://${clientId}/${tableName}`,
      _latest_artifact_path: `wandb-client-artifact://${sequenceId}:latest/${tableName}`,
      log_mode: "IMMUTABLE",
    }),
  };
}

interface ManifestEntry {
  path: string;
  digest: string;
  size: number;
  local_path: string;
}

const isMedia = ({ type }: TableColumn): boolean => type === "audio" || type === "image";
const placeholderOf = ({ type }: TableColumn): string => (type === "audio" ? "Audio" : "Image");

function typesOf(columns: readonly TableColumn[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ name, type }) => [
      name,
      { wb_type: "union", params: { allowed_types: [{ wb_type: "none" }, { wb_type: W_TYPES[type] }] } },
    ]),
  );
}

function cellOf(cell: Cell, column: TableColumn, place: TablePlace, contents: ManifestEntry[]): unknown {
  if (cell === null || !isMedia(column)) return cell;
  const bytes = readFileSync(join(place.runFolder, String(cell)));
  const md5 = createHash("md5").update(bytes).digest("hex");
  const folder = column.type === "audio" ? "audio" : "images";
  const path = `media/${folder}/${md5.slice(0, 20)}${extname(String(cell))}`;
  if (!contents.some((entry) => entry.path === path)) stage(contents, place, path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { _type: W_TYPES[column.type], path, sha256, size: bytes.length };
}

/** A copy: the engine deletes what it has sent out of the staging folder. */
function stage(contents: ManifestEntry[], { stagingFolder }: TablePlace, path: string, bytes: Buffer): void {
  const md5 = createHash("md5").update(bytes);
  const local = join(stagingFolder, randomBytes(8).toString("hex"));
  mkdirSync(dirname(local), { recursive: true });
  writeFileSync(local, bytes);
  contents.push({ path, digest: md5.digest("base64"), size: bytes.length, local_path: local });
}

/** Over the hexadecimal digest lines of all files, in order of their paths: W&B's "manifest v1". */
function manifestDigest(contents: readonly ManifestEntry[]): string {
  const hash = createHash("md5").update("wandb-artifact-manifest-v1\n");
  const sorted = [...contents].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, digest } of sorted) hash.update(`${path}:${digest}\n`);
  return hash.digest("hex");
}

const ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** 128 letters and digits, by which an artifact is known before the server has named it. */
function newClientId(): string {
  return Array.from(randomBytes(128), (byte) => ID_LETTERS[byte % ID_LETTERS.length]).join("");
}
