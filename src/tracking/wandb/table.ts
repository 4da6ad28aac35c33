import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { pngSize } from "../../audio/png.js";
import type { Cell, TableColumn, TableItem } from "../../items.js";
import { artifactRecord, type ManifestEntry } from "./artifact.js";
import { writeMedia } from "./media-files.js";
import type { Message } from "./protocol.js";

export interface TablePlace {
  runId: string;
  key: string;
  step: number;
  /** The run's folder; cells contain paths in it. */
  runFolder: string;
  filesFolder: string;
  /** Folder for copies of the artifact's files. It must outlive the session, since an offline run is sent later. */
  stagingFolder: string;
  /** Receives the path of a missing file, whose cell stays empty. */
  onMissing: (path: string) => void;
}

export interface WandbTable {
  /** The history's value as JSON. */
  value: string;
  /** Paths below `files`. */
  files: string[];
  artifact: Message;
}

const W_TYPES: Readonly<Record<TableColumn["type"], string>> = {
  text: "string",
  number: "number",
  vector: "list",
  audio: "audio-file",
  image: "image-file",
};

/**
 * Logs a table as W&B's client does: an artifact with the table and its media, a preview among the run's files, and
 * a value in the history that refers to both.
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
  const { message, clientId, sequenceClientId } = artifactRecord({
    ...{ runId, type: "run_table", name: `run-${runId}-${key.replace(/[^\w.-]+/g, "")}` },
    ...{ aliases: ["latest"], contents },
  });
  return {
    files: [file.path],
    artifact: message,
    value: JSON.stringify({
      _type: "table-file",
      ...{ path: file.path, sha256: file.sha256, size: file.size, ncols: names.length, nrows: rows.length },
      artifact_path: `wandb-client-artifact://${clientId}/${tableName}`,
      _latest_artifact_path: `wandb-client-artifact://${sequenceClientId}:latest/${tableName}`,
      log_mode: "IMMUTABLE",
    }),
  };
}

const isMedia = ({ type }: TableColumn): boolean => type === "audio" || type === "image";
const placeholderOf = ({ type }: TableColumn): string => (type === "audio" ? "Audio" : "Image");

function typesOf(columns: readonly TableColumn[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ name, type }) => [
      name,
      { wb_type: "union", params: { allowed_types: [{ wb_type: "none" }, typeOf(type)] } },
    ]),
  );
}

function typeOf(type: TableColumn["type"]): Record<string, unknown> {
  const wbType = W_TYPES[type];
  return type === "vector"
    ? { wb_type: wbType, params: { element_type: { wb_type: "number" } } }
    : { wb_type: wbType };
}

function cellOf(cell: Cell, column: TableColumn, place: TablePlace, contents: ManifestEntry[]): unknown {
  if (cell === null || !isMedia(column)) return cell;
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(place.runFolder, String(cell)));
  } catch {
    place.onMissing(String(cell));
    return null;
  }
  const md5 = createHash("md5").update(bytes).digest("hex");
  const folder = column.type === "audio" ? "audio" : "images";
  const path = `media/${folder}/${md5.slice(0, 20)}${extname(String(cell))}`;
  if (!contents.some((entry) => entry.path === path)) stage(contents, place, path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const picture = pngSize(bytes);
  const shape = picture === null ? {} : { format: "png", ...picture };
  return { _type: W_TYPES[column.type], path, sha256, size: bytes.length, ...shape };
}

/** Copies the file, since the engine deletes sent files from the staging folder. */
function stage(contents: ManifestEntry[], { stagingFolder }: TablePlace, path: string, bytes: Buffer): void {
  const md5 = createHash("md5").update(bytes);
  const local = join(stagingFolder, randomBytes(8).toString("hex"));
  mkdirSync(dirname(local), { recursive: true });
  writeFileSync(local, bytes);
  contents.push({ path, digest: md5.digest("base64"), size: bytes.length, local_path: local });
}
