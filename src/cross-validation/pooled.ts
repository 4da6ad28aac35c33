/** Predictions of all clips, each by the model that was not trained on its fold. N = clips, O = outputs of a model. */
import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type Clip, clipName } from "../data/clip.js";
import { describeNotFinite, evaluate } from "../evaluation/evaluate.js";
import { evaluationLoader } from "../inference/loaders.js";
import { type RestoredModel, restoreModel } from "../inference/restore.js";
import type { EvaluationRecord, Summary, Task } from "../tasks/task.js";
import type { Fold, FoldPlan } from "./plan.js";
import type { FoldResult } from "./results.js";

export interface Pooled {
  record: EvaluationRecord;
  summary: Summary;
  /** Names of the outputs. */
  labels: readonly string[];
  task: Task;
  /** True if the runs fitted a calibration each, such as thresholds, and the summary has none. */
  isUncalibrated: boolean;
}

export interface PoolingOptions {
  onProgress?: (done: number, total: number) => void;
  warn: (message: string) => void;
  signal: AbortSignal;
}

/**
 * Evaluates the model of each fold on the fold's clips, and summarizes all clips together.
 *
 * @returns null if the signal stopped it
 */
export async function poolFolds(
  { clips, folds }: FoldPlan,
  results: readonly FoldResult[],
  { onProgress, warn, signal }: PoolingOptions,
): Promise<Pooled | null> {
  let pool: Pool | null = null;
  let numDone = 0;
  for (const [i, fold] of folds.entries()) {
    const model = restoreModel(results[i]!.run);
    try {
      const own = fold.clips.map((clip) => clips[clip]!);
      const loader = evaluationLoader(model.config, own, model.task.targetsOf(own));
      const evaluation = await evaluate({
        ...{ ...model, loader, signal },
        onProgress: (done) => onProgress?.(numDone + done, clips.length),
      }).finally(() => loader.close());
      if (signal.aborted) return null;
      if (evaluation.notFinite.length > 0)
        warn(`warning: fold ${fold.name}: ${describeNotFinite(evaluation, own, model.task)}`);
      pool ??= new Pool(model, clips.length);
      pool.add(model, fold, evaluation.record);
      numDone += own.length;
    } finally {
      model.model.dispose();
      model.frontEnd.dispose();
    }
  }
  return pool!.summarize(clips);
}

class Pool {
  readonly #task: Task;
  readonly #labels: readonly string[];
  readonly #outputs: Float32Array;
  readonly #losses: Float32Array;
  #isUncalibrated = false;

  constructor({ task, labels }: RestoredModel, numClips: number) {
    this.#task = task.calibrated(null);
    this.#labels = labels;
    this.#outputs = new Float32Array(numClips * task.numOutputs);
    this.#losses = new Float32Array(numClips);
  }

  add({ calibration }: RestoredModel, { clips }: Fold, { outputs, losses }: EvaluationRecord): void {
    const { numOutputs } = this.#task;
    for (const [row, clip] of clips.entries()) {
      this.#losses[clip] = losses[row]!;
      this.#outputs.set(outputs.subarray(row * numOutputs, (row + 1) * numOutputs), clip * numOutputs);
    }
    this.#isUncalibrated ||= calibration !== null;
  }

  summarize(clips: readonly Clip[]): Pooled {
    const record = {
      outputs: this.#outputs,
      losses: this.#losses,
      targets: this.#task.targetsOf(clips),
      evaluated: Int32Array.from(clips.keys()),
    };
    return {
      ...{ record, task: this.#task, labels: this.#labels, isUncalibrated: this.#isUncalibrated },
      summary: this.#task.summarize(record),
    };
  }
}

/** Writes a line of JSON for each clip, in the order of the clips. */
export function writePredictions(
  path: string,
  { clips, folds }: FoldPlan,
  results: readonly FoldResult[],
  { record, task, labels }: Pooled,
): void {
  const { numOutputs } = task;
  const foldOf = new Map(folds.flatMap((fold, i) => fold.clips.map((clip) => [clip, i] as const)));
  const lines = clips.map((clip, i) => {
    const fold = foldOf.get(i)!;
    const { truth, predicted } = task.describeClip(record, i);
    const outputs = labels.map((label, o) => [label, record.outputs[i * numOutputs + o]]);
    const { startSec, durationSec } = clip;
    return JSON.stringify({
      ...{ clip: clipName(clip), start_sec: startSec, duration_sec: durationSec },
      ...{ fold: folds[fold]!.name, run: basename(results[fold]!.run) },
      ...{ truth, predicted, loss: record.losses[i], outputs: Object.fromEntries(outputs) },
    });
  });
  writeFileSync(path, `${lines.join("\n")}\n`);
}
