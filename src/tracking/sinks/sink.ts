import type { Row } from "../store/follower.js";
import type { RunRecord } from "../store/store.js";

/**
 * Files into which a run's record is copied, such as TensorBoard's. A thread reads the record and calls, in order:
 * `open`, `write` any number of times, `end`. After an error it starts again with `open`, so that a sink need not repair
 * what a full disk or a removed folder did to it: it returns the last step that it has and receives the rest.
 */
export interface Sink {
  /**
   * Opens the existing files, deletes their steps from `fromStep` on, and returns the last complete step; -1 for none.
   * `fromStep` is Infinity if nothing is to be deleted.
   */
  open(run: RunRecord, fromStep: number): number;
  /** Receives complete steps in order; when it returns they survive a kill of the process. */
  write(rows: readonly Row[]): void;
  /** Called after the last step of the run was written. */
  end(run: RunRecord): void;
}

/**
 * The type of `createSink`, which a sink's module exports; `warn` reports omissions that are not errors, such as a
 * missing sound.
 */
export type CreateSink<Options = unknown> = (
  runFolder: string,
  options: Options,
  warn: (message: string) => void,
) => Sink;
