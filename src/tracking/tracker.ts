/**
 * The contract of trackers, which receive a run's metrics (the run store, W&B, MLflow).
 *
 * Order: `start` once, `log` any number of times with steps that never decrease, `finish` once. Several calls of
 * `log` for one step are merged; of two values of a metric at one step the later counts.
 *
 * Rules for every implementation, checked by `describeTracker` in contract.ts:
 * - `start` and `log` return at once. Sockets, processes and files are served later, on the event loop; metrics
 *   logged before those are ready are buffered. `log` costs the training step microseconds.
 * - `log` and `finish` never throw into the training loop. The tracker reports a failure after `start` once and
 *   recovers or ignores it; `finish` may reject if something was not delivered.
 * - `metrics` belongs to the caller and may change after `log` returns: copy it.
 * - NaN and infinities are values like any other.
 * - `flush` may wait for a local disk, never for a network.
 * - `log` before `start` or after `finish`, and a second `finish`, do nothing.
 * - `wants` may be read at any time and stays the same.
 */
import type { Item } from "../items.js";

/** Items that take time or disk space to make: a run makes those that one of its trackers wants. */
export interface WantedItems {
  /** Samples and maps of the validation clips, with sounds and pictures. By default false. */
  media?: boolean;
  /** Complete checkpoints, as `files` items. By default `none`. */
  checkpoints?: "none" | "best" | "all";
  /** The exported weights at the end of a run, as a `files` item. By default false. */
  weights?: boolean;
}

export interface Tracker {
  /** The name in warnings: "run store". */
  readonly name: string;
  /**
   * True if a run must not start without it: a failing `start` then fails the run before any work is done. Only the
   * run store is required, since the others can be fed from it later.
   */
  readonly isRequired: boolean;
  start(run: RunInfo): void;
  log(step: number, metrics: Readonly<Record<string, number>>): void;
  /**
   * Logs an item that is not a number, rarely, at the step of the last or the next `log`. It never throws, and may
   * take as long as writing a file. A tracker without it shows only numbers.
   */
  show?(step: number, name: string, item: Item): void;
  /** Costly items that `show`, or the run's record, is to get; by default none. Other items always come. */
  readonly wants?: WantedItems;
  /** Called before a checkpoint is saved: what was logged so far must survive a kill of the process. */
  flush(): void;
  /**
   * The service's own id of the run, once it is known; null if the service uses the run's id. Checkpoints store it,
   * and `RunInfo.trackerIds` returns it.
   */
  readonly externalId: string | null;
  /** Resolves when everything logged is delivered or stored for later. */
  finish(status: FinishStatus, summary: Readonly<Record<string, unknown>>): Promise<void>;
}

export type FinishStatus = "finished" | "failed" | "interrupted";

/** Facts about a run at its start. */
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
  /** The step of the checkpoint that the run resumes from; null for a new run. */
  resumedAtStep: number | null;
  /** Each tracker's `externalId` in that checkpoint, by tracker name. */
  trackerIds: Readonly<Record<string, string>>;
}

/** The program, its source and its host. */
export interface Provenance {
  /** The command line, one argument an item. */
  command: readonly string[];
  cwd: string;
  /** null outside a git checkout. */
  git: { sha: string; isDirty: boolean } | null;
  /** Versions of `node`, `woodshed` and `libtorch`, as far as known. */
  versions: Readonly<Record<string, string>>;
  host: string;
}
