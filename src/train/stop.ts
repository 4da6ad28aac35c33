import type { Position } from "../checkpoint/format.js";

/** An evaluation, as the stop check receives it. */
export interface EvaluationReport {
  /** The run's folder. */
  folder: string;
  position: Position;
  metrics: Readonly<Record<string, number>>;
}

/**
 * Called on rank 0 after each evaluation, before the save: a reason ends the run there, on all ranks, as early stopping
 * does. After a resume it may be called again for an evaluation that it has seen.
 */
export type StopCheck = (report: EvaluationReport) => Promise<string | null>;

/** Reason to abort a run after a failure elsewhere: the run saves its state and ends as failed. */
export class Crash extends Error {
  constructor(cause: unknown) {
    super("the run cannot continue", { cause });
    this.name = "Crash";
  }
}

/** Asks a run to save and end: its caller, or a failure inside of it. */
export class Stop {
  readonly #own = new AbortController();
  /** Aborted for either reason. */
  readonly signal: AbortSignal;

  constructor(caller: AbortSignal) {
    this.signal = AbortSignal.any([caller, this.#own.signal]);
  }

  crash(cause: unknown): void {
    this.#own.abort(new Crash(cause));
  }

  throwIfCrashed(): void {
    const { reason } = this.signal;
    if (reason instanceof Crash) throw reason.cause;
  }
}
