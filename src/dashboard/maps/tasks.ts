/** What the reading threads do with embeddings: find the file of an evaluation, and the nearest clips of a clip. */
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { type ColumnFile, decodeColumns } from "../../columns.js";
import { RequestError } from "../../serving/request-error.js";
import type { Neighbours } from "../api.js";
import { RecordReader } from "../reading/record-reader.js";
import { findRecordedSet, readRunFile, runFilePath } from "../reading/recorded-set.js";

/** The embeddings of an evaluation, which exist. */
export interface FoundEmbeddings {
  step: number;
  /** Without symbolic links, in the run's folder. */
  path: string;
  /** Of the content. */
  hash: string;
}

export function findEmbeddings(folder: string, split: string, step: number | null): FoundEmbeddings {
  const { step: found, embeddings } = find(folder, split, step);
  const path = runFilePath(folder, embeddings);
  const { mtimeMs, size } = statSync(path);
  const key = `${path} ${mtimeMs} ${size}`;
  const hash =
    hashes.get(key) ??
    createHash("sha256").update(readRunFile(folder, embeddings)).digest("hex").slice(0, 32);
  if (hashes.size > 1000) hashes.clear();
  hashes.set(key, hash);
  return { step: found, path, hash };
}

/** Hashes of files that were read: a page asks several times a second while a map is computed. */
const hashes = new Map<string, string>();

function find(folder: string, split: string, step: number | null): { step: number; embeddings: string } {
  using record = new RecordReader(folder);
  const { step: found, embeddings } = findRecordedSet(record, split, step);
  if (embeddings === null)
    throw new RequestError(
      404,
      "NO_EMBEDDINGS",
      `no embeddings of the ${split} set at step ${found}: the model has none, or they are not recorded`,
    );
  return { step: found, embeddings };
}

/** Embeddings with rows of length 1. */
export interface UnitRows {
  clips: Int32Array;
  numDims: number;
  values: Float32Array; // [N, D]
}

/** @throws RequestError 422 for a file that is not one of embeddings */
export function decodeEmbeddings(bytes: Uint8Array<ArrayBuffer>): UnitRows {
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
let kept: { path: string; mtimeMs: number; rows: UnitRows } | null = null;

export function nearestClips(
  folder: string,
  split: string,
  step: number | null,
  clip: number,
  count: number,
): Neighbours {
  const { embeddings } = find(folder, split, step);
  const path = runFilePath(folder, embeddings);
  const { mtimeMs } = statSync(path);
  if (kept?.path !== path || kept.mtimeMs !== mtimeMs)
    kept = { path, mtimeMs, rows: decodeEmbeddings(readRunFile(folder, embeddings)) };
  return { clips: nearestByCosine(kept.rows, clip, count) };
}

/** Cosine distance: 0 for the same direction, 2 for the opposite one. A row of zeros is at distance 1 of all. */
export function nearestByCosine(
  { clips, numDims: D, values }: UnitRows,
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
