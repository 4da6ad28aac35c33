import type { Position } from "../checkpoint/format.js";

/** What the validation clips said, as those hear it who may end the run. */
export interface EvaluationReport {
  /** The run's. */
  folder: string;
  position: Position;
  metrics: Readonly<Record<string, number>>;
}

/**
 * Asked by rank 0 after each evaluation, before anything is saved: a reason ends the run there, on all ranks, as early
 * stopping does. After a resume it may be asked again for an evaluation that it knows.
 */
export type StopCheck = (report: EvaluationReport) => Promise<string | null>;

/** Why a run is aborted when it is not a person's wish: the run saves where it stands and ends as failed. */
export class Crash extends Error {
  constructor(cause: unknown) {
    super("the run cannot go on", { cause });
    this.name = "Crash";
  }
}
