/*
 * The process that computes one map: apart from the server, as it loads libtorch, and at the lowest priority, as a run may train
 * beside it. Its first message is a MapJob; it answers with progress and ends after the last message.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { constants, cpus, setPriority } from "node:os";
import { dirname } from "node:path";
import { type ColumnValues, decodeColumns, encodeColumns } from "../../columns.js";
import { type RowId, trustworthiness, umap } from "../../embedding/index.js";
import { Tensor } from "../../tensor/index.js";
import type { MapMeta } from "../api.js";
import { type EmbeddingsFile, readRows } from "./tasks.js";

export interface MapJob {
  /** The run's folder. */
  folder: string;
  files: readonly EmbeddingsFile[];
  /** The finished map of another evaluation; null for the first. */
  alignTo: string | null;
  /** Where the map is written. */
  out: string;
  step: number;
  /** null for a map of several splits. */
  split: string | null;
}

export type MapMessage = { fraction: number } | { done: true } | { error: string };

/** Measuring takes as long as the neighbours: of a large map it is left out. */
const MOST_MEASURED = 5000;
/** Shares of the time, roughly: neighbours, then the layout. */
const NEIGHBOURS_SHARE = 0.3;

async function computeMap(job: MapJob, onFraction: (fraction: number) => void): Promise<void> {
  const { splits, split, clips, numDims, values } = readRows(job.folder, job.files);
  if (clips.length < 3) throw new Error(`a map needs 3 clips or more, this set has ${clips.length}`);
  const before = job.alignTo === null ? null : readMap(job.alignTo);
  const ids = idsOf(job.split === null ? splits : null, split, clips);
  const common = new Set(ids);
  const isAligned = before?.ids.some((id) => common.has(id)) ?? false;
  const embeddings = Tensor.view(values, [clips.length, numDims]);
  const positions = await umap(
    embeddings,
    {
      ...{ ids, seed: 0, metric: "cosine", numThreads: Math.max(1, cpus().length >> 1) },
      ...(before !== null && isAligned ? { alignTo: before } : {}),
    },
    {
      onProgress: ({ stage, numDone, numTotal }) => {
        const done = numDone / Math.max(1, numTotal);
        onFraction(
          stage === "neighbors" ? NEIGHBOURS_SHARE * done : NEIGHBOURS_SHARE + (1 - NEIGHBOURS_SHARE) * done,
        );
      },
    },
  );
  const numNeighbors = Math.min(5, Math.ceil(clips.length / 2) - 1);
  const isMeasured = clips.length <= MOST_MEASURED && numNeighbors >= 1;
  const meta: MapMeta = {
    ...{ step: job.step, split: job.split, ...(job.split === null ? { splits } : {}) },
    trustworthiness: isMeasured
      ? trustworthiness(embeddings, positions, { numNeighbors, metric: "cosine" })
      : null,
  };
  const axis = (offset: number): Float32Array =>
    Float32Array.from({ length: clips.length }, (_, i) => positions[2 * i + offset]!);
  const bytes = encodeColumns({
    meta,
    columns: [
      { name: "clip", shape: [], values: clips },
      { name: "x", shape: [], values: axis(0) },
      { name: "y", shape: [], values: axis(1) },
      ...(job.split === null ? [{ name: "split", shape: [], values: split }] : []),
    ],
  });
  mkdirSync(dirname(job.out), { recursive: true });
  const unfinished = `${job.out}.${process.pid}.new`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, job.out);
}

/** Names of points that maps of other evaluations share. @param splits null for a map of one split */
function idsOf(splits: readonly string[] | null, split: ColumnValues, clips: ColumnValues): RowId[] {
  return splits === null ? [...clips] : Array.from(clips, (clip, row) => `${splits[split[row]!]} ${clip}`);
}

/** Returns null for a file that is not a whole map: a cache may be damaged. */
function readMap(path: string): { ids: RowId[]; positions: Float32Array } | null {
  try {
    const { meta, columns } = decodeColumns<MapMeta>(new Uint8Array(readFileSync(path)));
    const column = (name: string): ColumnValues => columns.find((one) => one.name === name)!.values;
    const [clip, x, y] = [column("clip"), column("x"), column("y")];
    const positions = Float32Array.from(
      { length: 2 * clip.length },
      (_, i) => (i % 2 === 0 ? x : y)[i >> 1]!,
    );
    const ids =
      meta.splits === undefined ? idsOf(null, clip, clip) : idsOf(meta.splits, column("split"), clip);
    return positions.every(Number.isFinite) ? { ids, positions } : null;
  } catch {
    return null;
  }
}

process.once("message", (job: MapJob) => {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Some containers forbid it.
  }
  const send = (message: MapMessage, onSent?: () => void): void => {
    process.send?.(message, undefined, undefined, () => onSent?.());
  };
  computeMap(job, (fraction) => send({ fraction })).then(
    () => send({ done: true }, () => process.exit(0)),
    (error: Error) => send({ error: error.message }, () => process.exit(1)),
  );
});
// The server ended.
process.once("disconnect", () => process.exit(1));
