import { decodeClock } from "../profiling/decode-clock.js";
import { type BatchBuffer, rowOf } from "./batch-buffer.js";
import type { Clip } from "./clip.js";
import { type DecodeOptions, decodeClip } from "./decode.js";

export interface WorkerData {
  clips: readonly Clip[];
  buffers: readonly BatchBuffer[];
  decode: DecodeOptions;
}

/** Rows `row` to `row + indices.length` of a buffer. */
export interface DecodeTask {
  buffer: number;
  row: number;
  indices: Int32Array;
  /** That each clip is padded to. */
  samples: number;
  epoch: number;
}

/** What it took to make a task's clips. */
export interface DecodeTimings {
  /** By DECODE_PARTS. */
  times: Float64Array;
  /** Each clip's own. */
  clipMs: Float64Array;
}

export interface DecodeResult {
  buffer: number;
  indices: Int32Array;
  taken: DecodeTimings;
  error: { code: string; message: string } | null;
}

/** @throws DataError naming a clip; the task's others are then left out */
export function runDecodeTask(
  { clips, buffers, decode }: WorkerData,
  task: DecodeTask,
  clipMs = new Float64Array(task.indices.length),
): Float64Array {
  const buffer = buffers[task.buffer]!;
  const lengths = new Int32Array(buffer.lengths);
  for (let i = 0; i < task.indices.length; i++) {
    const index = task.indices[i]!;
    const row = task.row + i;
    lengths[row] = decodeClip(clips[index]!, index, task.epoch, decode, rowOf(buffer, row, task.samples));
    clipMs[i] = decodeClock.clipMs;
  }
  return clipMs;
}
