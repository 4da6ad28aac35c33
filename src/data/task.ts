import type { SentError } from "../thread-error.js";
import type { TakenTimes } from "../timing/decode-clock.js";

/** Decodes rows of a set into rows `row` to `row + indices.length` of a buffer. */
export interface DecodeTask {
  buffer: number;
  row: number;
  indices: Int32Array;
  /** Samples that each clip is padded to. */
  samples: number;
  epoch: number;
  /** How often the epoch drew each clip before: its random keys are those of another epoch then. null: never. */
  repeats: Int32Array | null;
  /**
   * First sample of each clip's window; null crops the clips as training does. A plain array holds integers; those of a
   * Float64Array would be doubles, with which the resampler's loop is a third slower.
   */
  firsts: readonly number[] | null;
}

/** Clips, or windows of clips, that fill a buffer. */
export type DecodeJob = Pick<DecodeTask, "indices" | "samples" | "epoch" | "repeats" | "firsts">;

/** Time that a task's clips took. */
export interface DecodeTimings extends TakenTimes {
  /** Milliseconds of each clip. */
  clipMs: Float64Array;
}

export interface DecodeResult {
  buffer: number;
  indices: Int32Array;
  taken: DecodeTimings;
  error: SentError | null;
}

/** Runs a task in this thread, and fills in the milliseconds of each of its clips. Throws the error of a clip. */
export type RunTask = (task: DecodeTask, clipMs: Float64Array) => void | Promise<void>;
