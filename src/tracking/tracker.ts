/**
 * What a tracker is: something that receives a run's metrics (the run store, W&B, MLflow).
 *
 * Order: `start` once, `log` any number of times with steps that never decrease, `finish` once. Several calls of
 * `log` for one step add up; the same metric at the same step twice means the later value.
 *
 * Rules for every implementation, checked by `describeTracker` in contract.ts:
 * - `start` and `log` return at once. Sockets, processes and files are served behind them, on the event loop;
 *   what is logged until those are ready is kept. `log` costs the training step microseconds.
 * - `log` and `finish` never throw into the training loop. What goes wrong after `start` is the tracker's to
 *   report once and to mend or outlive; `finish` may reject, to say that something was not delivered.
 * - `metrics` belongs to the caller and may change after `log` returns: copy what you keep.
 * - NaN and infinities are values like any other.
 * - `flush` may wait for a local disk, never for a network.
 * - `log` before `start` or after `finish`, and a second `finish`, do nothing.
 */
import type { Item } from "./items.js";

export interface Tracker {
  /** In words, for warnings: "run store". */
  readonly name: string;
  /**
   * True when a run must not begin without it, so that a failing `start` ends the run before any work is done.
   * Only the run store is: it is the record that the others can be fed from later.
   */
  readonly isRequired: boolean;
  start(run: RunInfo): void;
  log(step: number, metrics: Readonly<Record<string, number>>): void;
  /**
   * Shows something that is no number, rarely, at a step that `log` has had or will have next. As `log`, it
   * never throws; unlike it, it may take as long as a file takes to write. A tracker without it shows numbers alone.
   */
  show?(step: number, name: string, item: Item): void;
  /** Called before a checkpoint is made: what was logged must outlive a kill of the process, from now on. */
  flush(): void;
  /**
   * The id that the tracker's service knows the run by, once it is known; null when it goes by the run's own.
   * Checkpoints keep it, and `RunInfo.trackerIds` brings it back.
   */
  readonly externalId: string | null;
  /** Resolves when everything logged has been delivered or kept for later. */
  finish(status: FinishStatus, summary: Readonly<Record<string, unknown>>): Promise<void>;
}

export type FinishStatus = "finished" | "failed" | "interrupted";

/** What is known when a run begins. */
export interface RunInfo {
  /** Unique; the name of the run's folder. */
  id: string;
  /** The configuration's `name`: not unique. */
  name: string;
  /** The run's own folder, which exists. */
  folder: string;
  /** The resolved configuration: plain data. */
  config: Readonly<Record<string, unknown>>;
  /** sha256 of the configuration, in hex. */
  configHash: string;
  provenance: Provenance;
  /** The step of the checkpoint that the run goes on from, null for a new run. */
  resumedAtStep: number | null;
  /** Of that checkpoint, each tracker's `externalId` by its name. */
  trackerIds: Readonly<Record<string, string>>;
}

/** Which program, where, from which source. */
export interface Provenance {
  /** The command line, one argument an item. */
  command: readonly string[];
  cwd: string;
  /** null outside a git checkout. */
  git: { sha: string; isDirty: boolean } | null;
  /** Of `node`, `woodshed` and `libtorch`, as far as known. */
  versions: Readonly<Record<string, string>>;
  host: string;
}
