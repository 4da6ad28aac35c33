/*
 * The training loop.
 *
 *   for each epoch
 *     for each batch of the loader
 *       step            forward, backward, clip, update; learning rate from the schedule
 *       log             every `everySteps` steps and at the epoch's end: means since the last time
 *       turn            sockets, timers and signals are served
 *     evaluate          every `evaluateEveryEpochs` epochs and after the last
 *     save              as last; as best too when the monitored metric improved
 *     stop early        when early stopping's metric has not improved for `patience` evaluations
 *   on abort: save where it stands, and leave
 */
import type { Position } from "../checkpoint/format.js";
import type { Pointer } from "../checkpoint/writer.js";
import type { Batch, Loader } from "../data/loader.js";
import type { Schedule } from "../optim/index.js";
import type { BestSoFar } from "./best.js";
import { type Evaluation, turn } from "./evaluate.js";
import type { StepMeans, TrainStep } from "./step.js";

export type Metrics = Record<string, number>;

/** What the loop tells whoever shows it to a person. */
export interface LoopObserver {
  onStep?(position: Position, numClips: number, means: StepMeans | null): void;
  onEvaluation?(epoch: number, metrics: Metrics, evaluation: Evaluation, isBest: boolean): void;
  onStop?(reason: string): void;
}

export interface LoopOptions {
  numEpochs: number;
  loader: Loader;
  step: TrainStep;
  schedule: Schedule;
  evaluate: () => Promise<Evaluation>;
  log: (step: number, metrics: Metrics) => void;
  save: (position: Position, metrics: Metrics, pointers: readonly Pointer[]) => Promise<void>;
  everySteps: number;
  evaluateEveryEpochs: number;
  monitor: { metric: string; best: BestSoFar };
  stopping: { metric: string; best: BestSoFar; patience: number } | null;
  describeBatch: (batch: Batch) => string;
  observer: LoopObserver;
  signal: AbortSignal;
}

export interface LoopResult {
  position: Position;
  metrics: Metrics;
  status: "finished" | "stopped early" | "interrupted";
}

export async function trainLoop(options: LoopOptions): Promise<LoopResult> {
  const { loader, save, observer, signal, monitor, stopping } = options;
  let position: Position = { step: 0, epoch: 0, batch: 0 };
  let metrics: Metrics = {};
  const clock = new Clock(loader);

  for (let epoch = 0; epoch < options.numEpochs; epoch++) {
    for await (const batch of loader.epoch(epoch)) {
      const learningRate = options.schedule(position.step);
      const where = `step ${position.step + 1} (epoch ${epoch + 1})`;
      options.step.run(batch, learningRate, () => `${where}, ${options.describeBatch(batch)}`);
      const { size } = batch;
      batch.release();
      position = { step: position.step + 1, epoch, batch: position.batch + 1 };
      clock.count(size);

      let means: StepMeans | null = null;
      const isLastBatch = position.batch === loader.numBatches;
      if (position.step % options.everySteps === 0 || isLastBatch) {
        means = options.step.takeMeans(() => `steps up to ${position.step} (epoch ${epoch + 1})`);
        options.log(position.step, {
          ...named("train", means),
          "train/learning_rate": learningRate,
          ...clock.take(),
          epoch,
        });
      }
      observer.onStep?.(position, size, means);
      await turn();
      if (signal.aborted) break;
    }
    if (signal.aborted) {
      await save(position, metrics, ["last"]);
      return { position, metrics, status: "interrupted" };
    }
    position = { step: position.step, epoch: epoch + 1, batch: 0 };

    const isLastEpoch = epoch + 1 === options.numEpochs;
    if ((epoch + 1) % options.evaluateEveryEpochs !== 0 && !isLastEpoch) {
      await save(position, metrics, ["last"]);
      continue;
    }
    const evaluation = await options.evaluate();
    if (signal.aborted) {
      await save(position, metrics, ["last"]);
      return { position, metrics, status: "interrupted" };
    }
    clock.reset();
    metrics = evaluationMetrics("validation", evaluation);
    options.log(position.step, metrics);
    const isBest = monitor.best.update(metrics[monitor.metric]!);
    stopping?.best.update(metrics[stopping.metric]!);
    await save(position, metrics, isBest ? ["last", "best"] : ["last"]);
    observer.onEvaluation?.(epoch, metrics, evaluation, isBest);

    if (stopping !== null && stopping.best.numBad >= stopping.patience && !isLastEpoch) {
      observer.onStop?.(`${stopping.metric} has not improved for ${stopping.patience} evaluations`);
      return { position, metrics, status: "stopped early" };
    }
  }
  return { position, metrics, status: "finished" };
}

/** What `evaluationMetrics` gives for the validation clips: the names that can be monitored. */
export const EVALUATION_METRICS: readonly string[] = [
  "validation/loss",
  "validation/accuracy",
  "validation/macro_f1",
];

export function evaluationMetrics(split: string, { loss, confusion }: Evaluation): Metrics {
  return {
    [`${split}/loss`]: loss,
    [`${split}/accuracy`]: confusion.accuracy,
    [`${split}/macro_f1`]: confusion.macroF1,
  };
}

function named(split: string, means: StepMeans): Metrics {
  return {
    [`${split}/loss`]: means.loss,
    [`${split}/accuracy`]: means.accuracy,
    [`${split}/gradient_norm`]: means.gradientNorm,
  };
}

/** Throughput, and the share of time that the loop waited for data, between two logs. */
class Clock {
  readonly #loader: Loader;
  #startMs = performance.now();
  #startWaitMs = 0;
  #numClips = 0;

  constructor(loader: Loader) {
    this.#loader = loader;
  }

  count(numClips: number): void {
    this.#numClips += numClips;
  }

  reset(): void {
    this.#startMs = performance.now();
    this.#startWaitMs = this.#loader.waitMs;
    this.#numClips = 0;
  }

  take(): Metrics {
    const elapsedMs = performance.now() - this.#startMs;
    const taken = {
      "train/clips_per_sec": (1000 * this.#numClips) / elapsedMs,
      "train/data_wait_fraction": (this.#loader.waitMs - this.#startWaitMs) / elapsedMs,
    };
    this.reset();
    return taken;
  }
}
