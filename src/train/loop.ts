/*
 * The training loop.
 *
 *   from the checkpoint's position, or from the start
 *   for each epoch
 *     leave             if early stopping's metric has not improved for `patience` evaluations
 *     for each batch of the loader
 *       agree           all ranks have their batch and none wants to stop, or all leave
 *       step            forward, backward, clip, update; learning rate from the schedule
 *       log             every `everySteps` steps and at the epoch's end: means since the last time; then the epoch's
 *       save            if a policy asks for it
 *       yield           the event loop serves sockets, timers and signals
 *       profile         the step's times are recorded; a trace begins or ends
 *     evaluate          every `evaluateEveryEpochs` epochs and after the last
 *     ask               the stop check, which may end the run early
 *     save              if a policy asks for it
 *     leave             if the stop check gave a reason
 *   on abort and on error: save the state, and leave
 */
import type { Position } from "../checkpoint/format.js";
import type { Batch, Loader } from "../data/loader.js";
import type { World } from "../distributed/world.js";
import type { Evaluation } from "../evaluation/evaluate.js";
import { type Metrics, metricsOf } from "../evaluation/metrics-of.js";
import type { Schedule } from "../optim/index.js";
import type { StepProfiler } from "../profiling/step-profiler.js";
import type { Calibration } from "../tasks/task.js";
import { yieldToEventLoop } from "../yield-to-event-loop.js";
import type { BestSoFar } from "./best.js";
import type { EpochMeans, StepMeans, TrainStep } from "./step.js";

/** Events of the loop, for displays. */
export interface LoopObserver {
  /** `means` at the end of a logging window, `epochMeans` at the end of an epoch. */
  onStep?(position: Position, numClips: number, means: StepMeans | null, epochMeans: EpochMeans | null): void;
  onEvaluation?(epoch: number, metrics: Metrics, evaluation: Evaluation, isBest: boolean): void;
  onStop?(reason: string): void;
}

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

export interface LoopOptions {
  start: Progress;
  numEpochs: number;
  loader: Loader;
  step: TrainStep;
  schedule: Schedule;
  world: World;
  profiler: StepProfiler;
  /** Evaluates the validation clips after a step. */
  evaluate: (step: number) => Promise<Evaluation>;
  log: (step: number, metrics: Metrics) => void;
  /** Shows figures and media of an evaluation. */
  show: (step: number, evaluation: Evaluation) => void;
  /** Saves a checkpoint if a policy wants one; in any case when the run ends early. */
  save: {
    afterStep(progress: Progress, isLastOfEpoch: boolean): Promise<void>;
    afterEpoch(progress: Progress, wasEvaluated: boolean): Promise<void>;
    atStop(progress: Progress): Promise<void>;
    atCrash(progress: Progress, error: unknown): Promise<void>;
  };
  everySteps: number;
  /** Logs the gradient norm of each parameter as well. */
  logsGradientNorms: boolean;
  evaluateEveryEpochs: number;
  monitor: { metric: string; best: BestSoFar };
  stopping: { metric: string; best: BestSoFar; patience: number } | null;
  /** Called on rank 0 after each evaluation: a reason ends the run. */
  stopCheck: ((position: Position, metrics: Metrics) => Promise<string | null>) | null;
  describeBatch: (batch: Batch) => string;
  observer: LoopObserver;
  signal: AbortSignal;
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
  const { numEpochs, world, loader, monitor, stopping, observer, signal } = options;
  for (let epoch = progress.position.epoch; epoch < numEpochs; epoch++) {
    if (stopping !== null && stopping.best.numBad >= stopping.patience) {
      observer.onStop?.(describeStop(stopping, progress.metrics[stopping.metric]));
      return "stopped early";
    }
    await trainEpoch(options, progress);
    const isComplete = progress.position.batch === loader.numBatches;
    if (!isComplete || world.agree(null, signal.aborted)) return "interrupted";

    const isDue = (epoch + 1) % options.evaluateEveryEpochs === 0 || epoch + 1 === numEpochs;
    world.enter("evaluation");
    const evaluation = isDue ? await options.evaluate(progress.position.step) : null;
    if (world.agree(null, signal.aborted)) return "interrupted";
    progress.position = { step: progress.position.step, epoch: epoch + 1, batch: 0 };
    if (evaluation === null) {
      await endEpoch(options, progress, false);
      continue;
    }
    world.enter("logging");
    const metrics = metricsOf("validation", evaluation.summary);
    progress.metrics = metrics;
    progress.metricsStep = progress.position.step;
    progress.calibration = evaluation.calibration;
    options.log(progress.position.step, metrics);
    options.show(progress.position.step, evaluation);
    const isBest = monitor.best.update(metrics[monitor.metric]!);
    stopping?.best.update(metrics[stopping.metric]!);
    const { stopCheck } = options;
    // Rank 0 decides for all ranks.
    const reason = stopCheck && (await world.decide(() => stopCheck(progress.position, metrics)));
    await endEpoch(options, progress, true);
    observer.onEvaluation?.(epoch, metrics, evaluation, isBest);
    if (reason !== null && epoch + 1 < numEpochs) {
      observer.onStop?.(reason);
      return "stopped early";
    }
  }
  return "finished";
}

function describeStop({ metric, patience, best }: NonNullable<LoopOptions["stopping"]>, newest = 0): string {
  const since = `has not improved for ${patience} evaluations`;
  if (!Number.isNaN(newest)) return `${metric} ${since}`;
  return best.best === null ? `${metric} is NaN in every evaluation` : `${metric} is NaN, and ${since}`;
}

/** Saves, and logs the times between two epochs, which are in no step's mean. */
async function endEpoch(options: LoopOptions, progress: Progress, wasEvaluated: boolean): Promise<void> {
  const { step } = progress.position;
  options.world.enter("checkpoint");
  await options.save.afterEpoch(progress, wasEvaluated);
  options.log(step, options.profiler.endEpoch(step));
}

/** Trains on the remaining batches of the epoch; updates `progress` after each. */
async function trainEpoch(options: LoopOptions, progress: Progress): Promise<void> {
  const { loader, world, profiler, signal } = options;
  const { epoch, batch: startBatch } = progress.position;
  const ownRank = world.size === 1 ? "" : `rank ${world.rank}, `;
  const where = (): string => `${ownRank}step ${progress.position.step + 1} (epoch ${epoch + 1})`;
  for await (const batch of takenTogether(loader.epoch(epoch, startBatch), world, where, signal)) {
    const { position } = progress;
    const learningRate = options.schedule(position.step);
    const describe = (): string => `${where()}, ${options.describeBatch(batch)}`;
    const isDone = await options.step.run(batch, position.step, learningRate, describe, signal);
    const { globalSize } = batch;
    batch.release();
    if (!isDone) return;
    progress.position = { step: position.step + 1, epoch, batch: position.batch + 1 };
    profiler.count(globalSize);
    world.enter("logging");

    const isLastOfEpoch = progress.position.batch === loader.numBatches;
    const { step } = progress.position;
    const isLogging = step % options.everySteps === 0 || isLastOfEpoch;
    const means = isLogging ? options.step.takeMeans(() => `steps up to ${step} (epoch ${epoch + 1})`) : null;
    const epochMeans = isLastOfEpoch ? options.step.takeEpochMeans() : null;
    if (isLogging) {
      const measured = { ...stepMetrics(means), ...epochMetrics(epochMeans) };
      const norms = options.logsGradientNorms && world.isMain ? gradientNorms(options.step) : {};
      options.log(step, {
        ...{ ...measured, ...norms, "train/learning_rate": learningRate, ...profiler.take() },
        epoch: epoch + 1,
      });
    }
    options.observer.onStep?.(progress.position, globalSize, means, epochMeans);
    world.enter("checkpoint");
    await options.save.afterStep(progress, isLastOfEpoch);
    world.enter("step");
    await yieldToEventLoop();
    profiler.stepDone(step);
  }
}

/**
 * Yields batches once all ranks have theirs. If a rank has none, because it cannot read a clip, all ranks
 * throw that error at the same step; if a rank wants to stop, all stop.
 */
async function* takenTogether(
  batches: AsyncGenerator<Batch, void, void>,
  world: World,
  where: () => string,
  signal: AbortSignal,
): AsyncGenerator<Batch, void, void> {
  try {
    for (;;) {
      world.enter("data");
      let next: IteratorResult<Batch, void> | null = null;
      let error: unknown = null;
      try {
        next = await batches.next();
      } catch (thrown) {
        error = world.size === 1 ? thrown : prefixed(thrown, where());
      }
      if (world.agree(error, signal.aborted) || next === null || next.done) return;
      yield next.value;
    }
  } finally {
    // After an early exit: frees the batches that were decoded ahead.
    await batches.return();
  }
}

/** Adds rank and step to an error's message. */
function prefixed(error: unknown, where: string): unknown {
  if (error instanceof Error) error.message = `${where}: ${error.message}`;
  return error;
}

/** Means of a logging window. */
function stepMetrics(means: StepMeans | null): Metrics {
  if (means === null) return {};
  return {
    "train/loss": means.loss,
    ...prefixedBy("train/", means.statistics),
    "train/gradient_norm": means.gradientNorm,
  };
}

/** Means of an epoch, logged at its last step. */
function epochMetrics(means: EpochMeans | null): Metrics {
  if (means === null) return {};
  return { "train/epoch_loss": means.loss, ...prefixedBy("train/epoch_", means.statistics) };
}

function prefixedBy(prefix: string, values: Readonly<Record<string, number>>): Metrics {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

function gradientNorms(step: TrainStep): Metrics {
  return Object.fromEntries([...step.gradientNorms()].map(([name, norm]) => [`gradient_norm/${name}`, norm]));
}
