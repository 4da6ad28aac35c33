import type { SentError } from "../thread-error.js";
import { decodeClock } from "../timing/decode-clock.js";
import { type BatchBuffer, rowOf } from "./batch-buffer.js";
import { type ClipTable, clipAt } from "./clip-table.js";
import { type CropOptions, decodeClip, decodeWindow } from "./decode.js";

export interface WorkerData {
  clips: ClipTable;
  buffers: readonly BatchBuffer[];
  decode: CropOptions;
}

/** Decodes clips into rows `row` to `row + indices.length` of a buffer. */
export interface DecodeTask {
  buffer: number;
  row: number;
  indices: Int32Array;
  /** Samples that each clip is padded to. */
  samples: number;
  epoch: number;
  /**
   * First sample of each clip's window; null crops the clips as training does. A plain array holds integers; those of a
   * Float64Array would be doubles, with which the resampler's loop is a third slower.
   */
  firsts: readonly number[] | null;
}

/** Time that a task's clips took. */
export interface DecodeTimings {
  /** Milliseconds by DECODE_PARTS. */
  times: Float64Array;
  /** Milliseconds of each clip. */
  clipMs: Float64Array;
}

export interface DecodeResult {
  buffer: number;
  indices: Int32Array;
  taken: DecodeTimings;
  error: SentError | null;
}

/** @throws DataError naming a clip; the clips after it are not decoded */
export function runDecodeTask(
  { clips, buffers, decode }: WorkerData,
  task: DecodeTask,
  clipMs = new Float64Array(task.indices.length),
): Float64Array {
  const buffer = buffers[task.buffer]!;
  const clipSamples = new Float64Array(buffer.clipSamples);
  for (let i = 0; i < task.indices.length; i++) {
    const index = task.indices[i]!;
    const row = task.row + i;
    const clip = clipAt(clips, index);
    const target = rowOf(buffer, row, task.samples);
    clipSamples[row] =
      task.firsts === null
        ? decodeClip(clip, index, task.epoch, decode, target)
        : decodeWindow(clip, index, task.firsts[i]!, decode, target);
    clipMs[i] = decodeClock.clipMs;
  }
  return clipMs;
}
