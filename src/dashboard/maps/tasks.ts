/** Tasks of the reading threads: find the embeddings of an evaluation, and the nearest clips of a clip. */
import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { type ColumnFile, decodeColumns } from "../../columns.js";
import { RequestError } from "../../serving/request-error.js";
import type { Neighbours } from "../api.js";
import { predictionsItem } from "../reading/item.js";
import { RecordReader } from "../reading/record-reader.js";
import { readRunFile } from "../reading/run-file.js";

/** An evaluation of a split; the newest without a step. */
export interface WantedEvaluation {
  split: string;
  step: number | null;
}

/** The embeddings of an evaluation, which exist. */
export interface EmbeddingsFile {
  split: string;
  step: number;
  /** Its path in the run's folder. */
  path: string;
}

export interface FoundEmbeddings {
  /** The run's folder. */
  folder: string;
  /** At least one. */
  files: readonly EmbeddingsFile[];
  /** Hash of the content. */
  hash: string;
}

/** For all files of a map together. */
const MOST_BYTES = 1_000_000_000;

/** Finds the embeddings of evaluations; those that have none are left out. @throws RequestError if none has */
export function findEmbeddings(folder: string, wanted: readonly WantedEvaluation[]): FoundEmbeddings {
  const files = findFiles(folder, wanted);
  const parts = files.map(({ split, path }) => ({ split, hash: hashOf(folder, path) }));
  const hash = parts.length === 1 ? parts[0]!.hash : shortHash(JSON.stringify(parts));
  return { folder, files, hash };
}

function hashOf(folder: string, path: string): string {
  const key = versionOf(folder, path);
  const hash = hashes.get(key) ?? shortHash(readEmbeddings(folder, path, MOST_BYTES));
  if (hashes.size > 1000) hashes.clear();
  hashes.set(key, hash);
  return hash;
}

const shortHash = (data: string | Uint8Array): string =>
  createHash("sha256").update(data).digest("hex").slice(0, 32);

/** Hashes of files that were read: a page asks several times a second while a map is computed. */
const hashes = new Map<string, string>();

function versionOf(folder: string, path: string): string {
  const at = lstatSync(join(folder, path), { bigint: true, throwIfNoEntry: false });
  return `${folder} ${path} ${at?.ino} ${at?.size} ${at?.mtimeNs}`;
}

function findFiles(folder: string, wanted: readonly WantedEvaluation[]): EmbeddingsFile[] {
  using record = new RecordReader(folder);
  const items = wanted.map(({ split, step }) => ({ split, ...predictionsItem(record, split, step) }));
  const files = items.flatMap(({ split, step, embeddings: path }) =>
    typeof path === "string" && !path.includes("\0") ? [{ split, step, path }] : [],
  );
  if (files.length > 0) return files;
  const [{ split, step } = { split: "", step: 0 }] = items;
  throw new RequestError(
    404,
    "NO_EMBEDDINGS",
    `no embeddings of the ${split} set at step ${step}: the model has none, or they are not recorded`,
  );
}

function readEmbeddings(folder: string, path: string, mostBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = readRunFile(folder, path, { endings: [".columns"], mostBytes });
  return bytes as Buffer<ArrayBuffer>;
}

/** Embeddings with their clips, of one split or several. */
export interface EmbeddingRows {
  splits: readonly string[];
  /** Place of each row's split in `splits`. */
  split: Int32Array;
  /** Place of each row's clip in its set. */
  clips: Int32Array;
  numDims: number;
  values: Float32Array; // [N, D]
}

/** @throws RequestError for files out of the run's folder, and for files that are not of embeddings of one size */
export function readRows(folder: string, files: readonly EmbeddingsFile[]): EmbeddingRows {
  let bytesLeft = MOST_BYTES;
  const parts = files.map(({ path }) => {
    const bytes = readEmbeddings(folder, path, bytesLeft);
    bytesLeft -= bytes.length;
    return decodeEmbeddings(bytes);
  });
  const numRows = parts.reduce((sum, { clips }) => sum + clips.length, 0);
  const numDims = parts[0]!.numDims;
  if (parts.some((part) => part.numDims !== numDims)) throw damaged();
  const rows: EmbeddingRows = {
    ...{ splits: files.map(({ split }) => split), numDims },
    ...{ split: new Int32Array(numRows), clips: new Int32Array(numRows) },
    values: new Float32Array(numRows * numDims),
  };
  let first = 0;
  for (const [place, { clips, values }] of parts.entries()) {
    rows.split.fill(place, first, first + clips.length);
    rows.clips.set(clips, first);
    rows.values.set(values, first * numDims);
    first += clips.length;
  }
  return rows;
}

/** @throws RequestError 422 for a file that is not one of embeddings */
function decodeEmbeddings(
  bytes: Uint8Array<ArrayBuffer>,
): Pick<EmbeddingRows, "clips" | "numDims" | "values"> {
  let file: ColumnFile;
  try {
    file = decodeColumns(bytes);
  } catch {
    throw damaged();
  }
  const clips = file.columns.find(({ name }) => name === "clip")?.values;
  const embedding = file.columns.find(({ name }) => name === "embedding");
  const values = embedding?.values;
  const numDims = embedding?.shape[0] ?? 0;
  if (!(clips instanceof Int32Array) || !(values instanceof Float32Array)) throw damaged();
  if (!(numDims > 0) || values.length !== clips.length * numDims) throw damaged();
  return { clips, numDims, values };
}

const damaged = (): RequestError =>
  new RequestError(422, "EMBEDDINGS", "the embeddings in the run's folder are damaged");

/** The rows that were read last: a person clicks clip after clip on one map. */
let kept: { version: string; rows: EmbeddingRows } | null = null;

/** @param of the split that the clip is in */
export function nearestClips(
  folder: string,
  evaluations: readonly WantedEvaluation[],
  of: string,
  clip: number,
  count: number,
): Neighbours {
  const files = findFiles(folder, evaluations);
  const version = files.map(({ split, path }) => `${split} ${versionOf(folder, path)}`).join("\n");
  if (kept?.version !== version) kept = { version, rows: readRows(folder, files) };
  return { clips: nearestByCosine(kept.rows, of, clip, count) };
}

/** Cosine distance: 0 for the same direction, 2 for the opposite one. A row of zeros is at distance 1 of all. */
function nearestByCosine(
  { splits, split, clips, numDims: D, values }: EmbeddingRows,
  of: string,
  clip: number,
  count: number,
): Neighbours["clips"] {
  const ownSplit = splits.indexOf(of);
  const own = clips.findIndex((one, row) => one === clip && split[row] === ownSplit);
  if (own === -1)
    throw new RequestError(404, "NO_CLIP", `clip ${clip} of ${of} has no embedding in this evaluation`);
  const dot = (i: number, j: number): number => {
    let sum = 0;
    for (let d = 0; d < D; d++) sum += values[i * D + d]! * values[j * D + d]!;
    return sum;
  };
  const ownLength = Math.sqrt(dot(own, own));
  const distances = Float64Array.from(clips, (_, row) => {
    const cosine = dot(own, row) / (ownLength * Math.sqrt(dot(row, row)));
    return Number.isFinite(cosine) ? Math.max(0, 1 - cosine) : 1;
  });
  return Array.from(clips.keys())
    .filter((row) => row !== own)
    .sort((a, b) => distances[a]! - distances[b]! || a - b)
    .slice(0, count)
    .map((row) => ({ split: splits[split[row]!]!, clip: clips[row]!, distance: distances[row]! }));
}
