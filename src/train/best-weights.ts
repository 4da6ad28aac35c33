import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeWeights, exportWeights, reasonOf } from "../checkpoint/index.js";
import { CheckpointError } from "../errors.js";
import type { Calibration } from "../tasks/task.js";
import { scope } from "../tensor/index.js";
import { messagesTo, type RunObserver } from "./observer.js";
import type { OpenRun } from "./open-run.js";
import type { TrainedRun } from "./train.js";

/** Outcome of exporting the weights; both null if the recipe asks for none. */
export interface Exported {
  /** Path of the file. */
  weights: string | null;
  /** Reason of a failure. */
  failure: string | null;
}

/** Weights that are in the model. */
export interface LoadedWeights {
  calibration: Calibration | null;
  /** The step that made them. */
  step: number;
}

/** Rank 0: loads the weights of the best checkpoint into the model, or without validation clips those of the last one. */
export function loadBest({ run, result }: TrainedRun, observer: RunObserver): LoadedWeights {
  const last: LoadedWeights = { calibration: result.calibration, step: result.position.step };
  const { prepared, saver } = run;
  const { warn } = messagesTo(observer);
  const isJudged = prepared.resolved.session.data.validation.length > 0;
  const best = isJudged ? saver.best() : saver.last();
  if (best === null) {
    warn(
      `warning: ${isJudged ? whyNoBest(run) : "no checkpoint is on the disk; the weights in memory are used"}`,
    );
    return last;
  }
  try {
    best.verify(best.weightsFile);
    scope(() => prepared.parts.model.loadStateDict(best.tensors(best.weightsFile), best.folder));
    return { calibration: best.recipe.calibration, step: best.manifest.position.step };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    warn(`warning: ${error.message}; the last weights are used`);
    return last;
  }
}

function whyNoBest({ prepared }: OpenRun): string {
  const { monitor } = prepared.resolved.session.config.checkpoint;
  return prepared.goals.state().best === null
    ? `no evaluation gave a finite ${monitor} (checkpoint.monitor), so no checkpoint is the best; the last weights are used`
    : "no best checkpoint is on the disk; the last weights are used";
}

/** Rank 0: writes the model's weights into the run's folder, if the recipe asks for it. A failure is a warning. */
export function exportModel({ prepared, folder }: OpenRun, observer: RunObserver): Exported {
  const { config, data } = prepared.resolved.session;
  const { export: dtype } = config.checkpoint;
  if (dtype === "none") return { weights: null, failure: null };
  const path = join(folder, "model.safetensors");
  const metadata = describeWeights({ config, labels: data.labels });
  try {
    exportWeights(prepared.parts.model.stateDict(), path, dtype, metadata);
    return { weights: path, failure: null };
  } catch (error) {
    const failure = reasonOf(error as Error);
    const older = existsSync(path) ? "; the file there is from before this training" : "";
    messagesTo(observer).warn(`warning: ${path}: not written: ${failure}${older}`);
    return { weights: null, failure };
  }
}
