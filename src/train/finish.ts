import { existsSync } from "node:fs";
import { describeNotFinite, type Evaluation } from "../evaluation/evaluate.js";
import { metricsOf } from "../evaluation/metrics-of.js";
import { type Exported, exportModel, loadBest } from "./best-weights.js";
import type { LoopResult } from "./loop.js";
import { messagesTo, type RunControl } from "./observer.js";
import { checkSaved, type SavedFiles } from "./saved-files.js";
import type { TrainedRun } from "./train.js";

export interface RunResult extends LoopResult {
  folder: string;
  /** Evaluation of the best checkpoint on the test clips; null without test clips or when interrupted. */
  test: Evaluation | null;
  /** The files on the disk, on rank 0. */
  saved: SavedFiles;
}

/** All ranks: exports the best weights, evaluates them on the test clips, and ends the run's record. */
export async function finish(
  trained: TrainedRun,
  control: RunControl,
  withTest: boolean,
): Promise<RunResult> {
  const { run, result } = trained;
  const { prepared, folder, trackers } = run;
  const { world, data } = prepared.resolved.session;
  const { stop } = control;
  const isInterrupted = result.status === "interrupted";
  const { test, exported } = isInterrupted ? NOTHING_DONE : await finishModel(trained, control, withTest);
  stop.throwIfCrashed();
  const { step } = result.position;
  if (test !== null) {
    trackers.log(step, metricsOf("test", test.summary));
    for (const [name, item] of test.summary.items()) trackers.show(step, `test/${name}`, item);
  }
  const saved = savedFiles(trained, exported);
  if (!isInterrupted) {
    const warning = await world.decide(() => checkSaved(folder, step, saved));
    if (warning !== null) messagesTo(control.observer).warn(warning);
  }
  const metrics = {
    ...result.metrics,
    ...(test === null ? {} : metricsOf("test", test.summary)),
    ...(data.examined === undefined ? {} : { "data/num_left_out": data.examined.leftOut.length }),
  };
  // An interrupted test is repeated when the run resumes.
  const status = world.agree(null, stop.signal.aborted) ? "interrupted" : result.status;
  await trackers.finish(status === "interrupted" ? status : "finished", metrics);
  return { ...result, status, metrics, folder, test, saved };
}

interface FinishedModel {
  test: Evaluation | null;
  exported: Exported;
}

const NOTHING_DONE: FinishedModel = { test: null, exported: { weights: null, failure: null } };

async function finishModel(
  trained: TrainedRun,
  { observer, stop }: RunControl,
  withTest: boolean,
): Promise<FinishedModel> {
  const { prepared, display } = trained.run;
  const { resolved, parts, evaluator } = prepared;
  const { config, data, task, world } = resolved.session;
  const { loaded, exported } = await world.decide(async () => {
    const loaded = loadBest(trained, observer);
    const exported = exportModel(trained.run, observer);
    if (exported.weights !== null) display?.exported(exported.weights);
    await display?.drain();
    return { loaded, exported };
  });
  world.broadcast([...parts.model.stateDict().values()]);
  if (data.test.length === 0 || !withTest) return { test: null, exported };
  const calibrated = task.calibrated(loaded.calibration);
  const { embeddings, predictions } = config.logging;
  const mostEmbeddings = predictions.enabled ? embeddings.max_points : 0;
  const test = await evaluator.evaluate("test", null, { task: calibrated, mostEmbeddings });
  if (world.isMain && test.notFinite.length > 0) {
    messagesTo(observer).warn(`warning: test: ${describeNotFinite(test, data.test, task)}`);
  }
  if (world.agree(null, stop.signal.aborted)) return { test: null, exported };
  display?.tested(trained.result.position.step, loaded.step, calibrated, test);
  return { test, exported };
}

/** Lists the files of this run that are on the disk now. */
function savedFiles({ run }: TrainedRun, { weights, failure }: Exported): SavedFiles {
  const checkpoints = run.saver.saved();
  if (!run.prepared.resolved.session.world.isMain) return checkpoints;
  return {
    ...checkpoints,
    weights: weights !== null && existsSync(weights) ? weights : null,
    failure: checkpoints.failure ?? failure,
  };
}
