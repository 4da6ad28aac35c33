import type { Row } from "../store/follower.js";
import type { RunRecord } from "../store/store.js";

/**
 * Files that a run's record is written into as well, such as TensorBoard's. A thread reads the record and calls this,
 * in order: `open`, `write` any number of times, `end`. Whatever throws is tried again from `open` on, so that a
 * sink need not mend what a full disk or a removed folder did to it: it says what it has, and gets the rest.
 */
export interface Sink {
  /**
   * Makes ready what is there already, forgets of it the steps from `fromStep` on, and gives the last step that it has
   * whole; -1 for none. `fromStep` is Infinity when nothing is to be forgotten.
   */
  open(run: RunRecord, fromStep: number): number;
  /** Steps that are whole, in order; when it returns they outlive a kill of the process. */
  write(rows: readonly Row[]): void;
  /** The run is over, and everything has been written. */
  end(run: RunRecord): void;
}

/**
 * What a sink's module exports under the name `createSink`; `warn` is for what is left out without being an error,
 * such as a sound that vanished.
 */
export type CreateSink<Options = unknown> = (
  runFolder: string,
  options: Options,
  warn: (message: string) => void,
) => Sink;
