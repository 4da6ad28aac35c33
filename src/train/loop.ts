/*
 * The training loop.
 *
 *   from the checkpoint's position, or from the start
 *   for each epoch
 *     leave             if early stopping's metric has not improved for `patience` evaluations
 *     thaw              parameters whose frozen epochs are over
 *     for each batch of the loader
 *       agree           all ranks have their batch and none wants to stop, or all leave
 *       step            forward, backward, clip, update; learning rate from the schedule
 *       log             every `everySteps` steps and at the epoch's end: means since the last time; then the epoch's
 *       save            if a policy asks for it
 *       yield           the event loop serves sockets, timers and signals
 *       profile         the step's times are recorded; a trace begins or ends
 *     average           the weights, with stochastic weight averaging
 *     evaluate          every few epochs and after the last, if there are validation clips
 *     ask               the stop check, which may end the run early
 *     save              if a policy asks for it
 *     leave             if the stop check gave a reason
 *   on abort and on error: save the state, and leave
 */
import type { Position } from "../checkpoint/format.js";
import { clipName } from "../data/clip.js";
import type { Batch, ClipLoader } from "../data/loader.js";
import type { World } from "../distributed/world.js";
import type { Evaluation, ValidationEvaluation } from "../evaluation/evaluate.js";
import { type Metrics, metricsOf } from "../evaluation/metrics-of.js";
import type { Wave } from "../inference/forward.js";
import type { Schedule } from "../optim/index.js";
import type { StepProfiler } from "../profiling/step-profiler.js";
import { yieldToEventLoop } from "../yield-to-event-loop.js";
import type { EpochAveraging } from "./epoch-averaging.js";
import type { Goals } from "./goals.js";
import { type GroupChoice, isFrozen } from "./parameter-groups.js";
import type { Progress, SaveMoments } from "./progress.js";
import type { EpochMeans, StepMeans } from "./running-means.js";
import type { TrainStep } from "./step.js";
import { epochMetrics, gradientNorms, groupRates, windowMetrics } from "./step-metrics.js";
import { takenTogether } from "./taken-together.js";

/** Events of the loop, for displays. */
export interface LoopObserver {
  /** Groups of parameters whose frozen epochs are over; `epoch` counts from 0. */
  onThaw?(epoch: number, groups: readonly GroupChoice[]): void;
  /** `means` at the end of a logging window, `epochMeans` at the end of an epoch. */
  onStep?(position: Position, numClips: number, means: StepMeans | null, epochMeans: EpochMeans | null): void;
  onEvaluation?(epoch: number, metrics: Metrics, evaluation: Evaluation, isBest: boolean): void;
  onStop?(reason: string): void;
}

export interface LoopOptions {
  start: Progress;
  steps: LoopSteps;
  validation: LoopValidation;
  logging: LoopLogging;
  save: SaveMoments;
  world: World;
  observer: LoopObserver;
  signal: AbortSignal;
}

/** Steps of all epochs: batches, the step and its learning rates. */
export interface LoopSteps {
  numEpochs: number;
  loader: ClipLoader<Wave>;
  step: TrainStep;
  schedule: Schedule;
  /** The recipe's groups of parameters. */
  groups: readonly GroupChoice[];
  /** Parameters that a linear probe freezes, as a group. */
  probe: readonly GroupChoice[];
  /** Averages the weights at the ends of epochs; null if nothing does. */
  averaging: Pick<EpochAveraging, "afterEpoch"> | null;
}

export interface LoopValidation {
  readonly goals: Goals;
  /** Returns whether the validation clips are evaluated after an epoch, counted from 0. */
  isDue(epoch: number): boolean;
  /** All ranks: evaluates the validation clips after a step. */
  evaluate(step: number): Promise<ValidationEvaluation>;
  /** All ranks: returns the caller's reason to end the run after an evaluation; null for none. */
  reasonToStop(position: Position, metrics: Metrics): Promise<string | null>;
}

export interface LoopLogging {
  everySteps: number;
  /** Logs the gradient norm of each parameter as well. */
  hasGradientNorms: boolean;
  trackers: { log(step: number, metrics: Metrics): void };
  /** Shows figures and media of an evaluation; null on ranks other than 0. */
  display: { show(step: number, evaluation: ValidationEvaluation): void } | null;
  profiler: StepProfiler;
}

export type LoopStatus = "finished" | "stopped early" | "interrupted";

export interface LoopResult extends Progress {
  status: LoopStatus;
}

export async function trainLoop(options: LoopOptions): Promise<LoopResult> {
  const { position, metrics, metricsStep, calibration } = options.start;
  const progress = { position, metrics, metricsStep, calibration };
  try {
    const status = await trainEpochs(options, progress);
    if (status !== "finished") await options.save.atStop(progress);
    return { ...progress, status };
  } catch (error) {
    await options.save.atCrash(progress, error);
    throw error;
  }
}

async function trainEpochs(options: LoopOptions, progress: Progress): Promise<LoopStatus> {
  const { steps, validation, world, observer, signal } = options;
  const { numEpochs, loader } = steps;
  for (let epoch = progress.position.epoch; epoch < numEpochs; epoch++) {
    const missed = validation.goals.reasonToStop(progress.metrics);
    if (missed !== null) {
      observer.onStop?.(missed);
      return "stopped early";
    }
    await trainEpoch(options, progress);
    const isComplete = progress.position.batch === loader.numBatches;
    if (!isComplete || world.agree(null, signal.aborted)) return "interrupted";

    world.enter("step");
    if ((await steps.averaging?.afterEpoch(epoch, signal)) === false) return "interrupted";
    world.enter("evaluation");
    const evaluation = validation.isDue(epoch) ? await validation.evaluate(progress.position.step) : null;
    if (world.agree(null, signal.aborted)) return "interrupted";
    progress.position = { step: progress.position.step, epoch: epoch + 1, batch: 0 };
    const reason = await endEpoch(options, progress, epoch, evaluation);
    if (reason !== null && epoch + 1 < numEpochs) {
      observer.onStop?.(reason);
      return "stopped early";
    }
  }
  return "finished";
}

/** Logs the evaluation, if there is one, and saves. Returns the stop check's reason to end the run. */
async function endEpoch(
  options: LoopOptions,
  progress: Progress,
  epoch: number,
  evaluation: ValidationEvaluation | null,
): Promise<string | null> {
  if (evaluation === null) {
    await saveEpoch(options, progress, false);
    return null;
  }
  const { validation, logging, world, observer } = options;
  const { position } = progress;
  world.enter("logging");
  const metrics = metricsOf("validation", evaluation.summary);
  progress.metrics = metrics;
  progress.metricsStep = position.step;
  progress.calibration = evaluation.calibration;
  logging.trackers.log(position.step, metrics);
  logging.display?.show(position.step, evaluation);
  const isBest = validation.goals.update(metrics);
  const reason = await validation.reasonToStop(position, metrics);
  await saveEpoch(options, progress, true);
  observer.onEvaluation?.(epoch, metrics, evaluation, isBest);
  return reason;
}

/** Saves, and logs the times between two epochs, which are in no step's mean. */
async function saveEpoch(options: LoopOptions, progress: Progress, wasEvaluated: boolean): Promise<void> {
  const { save, logging, world } = options;
  const { step } = progress.position;
  world.enter("checkpoint");
  await save.afterEpoch(progress, wasEvaluated);
  logging.trackers.log(step, logging.profiler.endEpoch(step));
}

/** Trains on the remaining batches of the epoch; updates `progress` after each. */
async function trainEpoch(options: LoopOptions, progress: Progress): Promise<void> {
  const { steps, validation, logging, save, world, observer, signal } = options;
  const { loader, step, schedule, groups, probe } = steps;
  const { profiler } = logging;
  const { epoch, batch: startBatch } = progress.position;
  step.beginEpoch(epoch);
  const thawed = [...groups, ...probe].filter(
    (group) => epoch > 0 && isFrozen(group, epoch - 1) && !isFrozen(group, epoch),
  );
  if (thawed.length > 0 && startBatch === 0) observer.onThaw?.(epoch, thawed);
  const ownRank = world.size === 1 ? "" : `rank ${world.rank}, `;
  const where = (): string => `${ownRank}step ${progress.position.step + 1} (epoch ${epoch + 1})`;
  for await (const batch of takenTogether(loader.epoch(epoch, startBatch), world, where, signal)) {
    const { position } = progress;
    const learningRate = schedule(position.step) * validation.goals.learningRateScale;
    const describe = (): string => `${where()}, ${describeBatch(batch, loader)}`;
    const isDone = await step.run(batch, position.step, learningRate, describe, signal);
    const { globalSize } = batch;
    batch.release();
    if (!isDone) return;
    const numDone = position.step + 1;
    progress.position = { step: numDone, epoch, batch: position.batch + 1 };
    profiler.count(globalSize);
    world.enter("logging");

    const isLastOfEpoch = progress.position.batch === loader.numBatches;
    const isLogging = numDone % logging.everySteps === 0 || isLastOfEpoch;
    const means = isLogging ? step.means.take(() => `steps up to ${numDone} (epoch ${epoch + 1})`) : null;
    const epochMeans = isLastOfEpoch ? step.means.takeEpoch() : null;
    if (isLogging) {
      const measured = { ...windowMetrics(means), ...epochMetrics(epochMeans) };
      const norms = logging.hasGradientNorms && world.isMain ? gradientNorms(step) : {};
      logging.trackers.log(numDone, {
        ...{ ...measured, ...norms, "train/learning_rate": learningRate },
        ...{ ...groupRates(groups, learningRate, epoch), ...profiler.take() },
        epoch: epoch + 1,
      });
    }
    observer.onStep?.(progress.position, globalSize, means, epochMeans);
    world.enter("checkpoint");
    await save.afterStep(progress, isLastOfEpoch);
    world.enter("step");
    await yieldToEventLoop();
    profiler.stepDone(numDone);
  }
}

function describeBatch(batch: Batch<Wave>, loader: ClipLoader<Wave>): string {
  const names = [...batch.indices.subarray(0, 3)].map((index) => clipName(loader.clips[index]!));
  const more = batch.size > names.length ? ` and ${batch.size - names.length} more` : "";
  return `clips ${names.join(", ")}${more}`;
}
