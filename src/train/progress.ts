import type { Position } from "../checkpoint/format.js";
import type { Metrics } from "../evaluation/metrics-of.js";
import type { Calibration } from "../tasks/task.js";

/** Progress of training, as a checkpoint stores it. */
export interface Progress {
  position: Position;
  /** Metrics of the last evaluation. */
  metrics: Metrics;
  /** The step of that evaluation; null before the first. */
  metricsStep: number | null;
  /** The calibration that it fitted; null for a task without one. */
  calibration: Calibration | null;
}

/** The moments at which the loop may save: if a policy wants a checkpoint, and in any case when the run ends early. */
export interface SaveMoments {
  afterStep(progress: Progress, isLastOfEpoch: boolean): Promise<void>;
  afterEpoch(progress: Progress, wasEvaluated: boolean): Promise<void>;
  atStop(progress: Progress): Promise<void>;
  atCrash(progress: Progress, error: unknown): Promise<void>;
}
