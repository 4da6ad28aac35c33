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

/** The embeddings of an evaluation, which exist. */
export interface FoundEmbeddings {
  step: number;
  /** The run's folder, and the file's path in it. */
  folder: string;
  path: string;
  /** Hash of the content. */
  hash: string;
}

const MOST_BYTES = 1_000_000_000;

/** Reads the file of embeddings that a record names. @throws RequestError for a file out of the run's folder */
export function readEmbeddings(folder: string, path: string): Uint8Array<ArrayBuffer> {
  const bytes = readRunFile(folder, path, { endings: [".columns"], mostBytes: MOST_BYTES });
  return bytes as Buffer<ArrayBuffer>;
}

export function findEmbeddings(folder: string, split: string, step: number | null): FoundEmbeddings {
  const { step: found, embeddings: path } = find(folder, split, step);
  const key = versionOf(folder, path);
  const hash =
    hashes.get(key) ?? createHash("sha256").update(readEmbeddings(folder, path)).digest("hex").slice(0, 32);
  if (hashes.size > 1000) hashes.clear();
  hashes.set(key, hash);
  return { step: found, folder, path, hash };
}

/** Hashes of files that were read: a page asks several times a second while a map is computed. */
const hashes = new Map<string, string>();

function versionOf(folder: string, path: string): string {
  const at = lstatSync(join(folder, path), { bigint: true, throwIfNoEntry: false });
  return `${folder} ${path} ${at?.ino} ${at?.size} ${at?.mtimeNs}`;
}

function find(folder: string, split: string, step: number | null): { step: number; embeddings: string } {
  using record = new RecordReader(folder);
  const { step: found, embeddings } = predictionsItem(record, split, step);
  if (typeof embeddings !== "string" || embeddings.includes("\0"))
    throw new RequestError(
      404,
      "NO_EMBEDDINGS",
      `no embeddings of the ${split} set at step ${found}: the model has none, or they are not recorded`,
    );
  return { step: found, embeddings };
}

/** Embeddings with the places of their clips. */
export interface EmbeddingRows {
  clips: Int32Array;
  numDims: number;
  values: Float32Array; // [N, D]
}

/** @throws RequestError 422 for a file that is not one of embeddings */
export function decodeEmbeddings(bytes: Uint8Array<ArrayBuffer>): EmbeddingRows {
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

/** The file that was read last: a person clicks clip after clip on one map. */
let kept: { version: string; rows: EmbeddingRows } | null = null;

export function nearestClips(
  folder: string,
  split: string,
  step: number | null,
  clip: number,
  count: number,
): Neighbours {
  const { embeddings } = find(folder, split, step);
  const version = versionOf(folder, embeddings);
  if (kept?.version !== version)
    kept = { version, rows: decodeEmbeddings(readEmbeddings(folder, embeddings)) };
  return { clips: nearestByCosine(kept.rows, clip, count) };
}

/** Cosine distance: 0 for the same direction, 2 for the opposite one. A row of zeros is at distance 1 of all. */
export function nearestByCosine(
  { clips, numDims: D, values }: EmbeddingRows,
  clip: number,
  count: number,
): Neighbours["clips"] {
  const own = clips.indexOf(clip);
  if (own === -1) throw new RequestError(404, "NO_CLIP", `clip ${clip} has no embedding in this evaluation`);
  const dot = (i: number, j: number): number => {
    let sum = 0;
    for (let d = 0; d < D; d++) sum += values[i * D + d]! * values[j * D + d]!;
    return sum;
  };
  const ownLength = Math.sqrt(dot(own, own));
  return Array.from(clips, (other, row) => {
    const cosine = dot(own, row) / (ownLength * Math.sqrt(dot(row, row)));
    return { clip: other, distance: Number.isFinite(cosine) ? Math.max(0, 1 - cosine) : 1 };
  })
    .filter((_, row) => row !== own)
    .sort((a, b) => a.distance - b.distance || a.clip - b.clip)
    .slice(0, count);
}
