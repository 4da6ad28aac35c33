import type { StoredCheckpoint } from "../checkpoint/index.js";
import type { Config } from "../config/schema.js";
import { clipName } from "../data/clip.js";
import type { ClipEmbeddings } from "../evaluation/embeddings.js";
import type { Evaluation, ValidationEvaluation } from "../evaluation/evaluate.js";
import type { Split } from "../evaluation/evaluator.js";
import { trainSample } from "../evaluation/train-sample.js";
import { buildFrontEnd } from "../inference/build-model.js";
import { clipSamplesOf } from "../inference/loaders.js";
import { sampleFormatOf } from "../inference/sample-format.js";
import type { Session } from "../inference/session.js";
import type { Task } from "../tasks/task.js";
import { scope } from "../tensor/index.js";
import type { RunTrackers } from "../tracking/run-trackers.js";
import type { WantedItems } from "../tracking/tracker.js";
import { EmbeddingMap } from "./embedding-map.js";
import { PredictionFiles } from "./predictions.js";
import { RunArtifacts } from "./run-artifacts.js";
import { SampleTable } from "./samples.js";
import { EMBEDDINGS, SAMPLES, type ShownBefore } from "./shown-before.js";

export interface EvaluationDisplayOptions {
  session: Pick<Session, "config" | "data" | "task">;
  /** The run's folder. */
  folder: string;
  /** Batches in an epoch. */
  numBatches: number;
  /** A map that is finished late is shown at their newest step. */
  trackers: Pick<RunTrackers, "show" | "step" | "wants">;
  before: ShownBefore;
  warn: (message: string) => void;
}

/** Returns the number of an evaluation in its run, from 0. */
function evaluationNumber(config: Config, numBatches: number, step: number): number {
  return Math.ceil(step / numBatches / config.training.evaluate_every_epochs) - 1;
}

/** Returns how many clips' embeddings the evaluation after a step collects: the same on every rank. */
export function embeddingsWanted(
  config: Config,
  { media }: WantedItems,
  numBatches: number,
  step: number,
): number {
  const { embeddings, predictions } = config.logging;
  const isDue = evaluationNumber(config, numBatches, step) % embeddings.every_evaluations === 0;
  return (media || predictions.enabled) && isDue ? embeddings.max_points : 0;
}

/**
 * Shows figures, samples and maps of evaluations on rank 0, and records their predictions. A failure (such as a missing clip) is a warning, once, and
 * does not end the run.
 */
export class EvaluationDisplay {
  readonly #options: EvaluationDisplayOptions;
  readonly #map: EmbeddingMap;
  readonly #files: RunArtifacts;
  /** null if no tracker wants samples. */
  readonly #samples: SampleTable | null;
  /** null if predictions are not recorded. */
  readonly #predictions: PredictionFiles | null;
  readonly #trainPredictions: PredictionFiles | null;
  #hasWarned = false;

  constructor(options: EvaluationDisplayOptions) {
    this.#options = options;
    const { folder, trackers, before } = options;
    const { config, data } = options.session;
    const { wants } = trackers;
    this.#map = new EmbeddingMap({
      folder,
      seed: config.seed,
      clips: data.validation,
      clipSec: config.data.clip_sec,
      sampleRateHz: config.data.sample_rate_hz,
      soundBytes: 1e6 * config.logging.embeddings.sound_mb,
      previous: before.map,
      onMap: (item) => trackers.show(trackers.step, EMBEDDINGS, item),
      onError: (error) => this.#warn(EMBEDDINGS, error),
    });
    this.#files = new RunArtifacts({
      ...{ wants, folder, show: (step, name, item) => trackers.show(step, name, item) },
      onError: (what, error) => this.#warn(what, error),
    });
    this.#predictions = predictionsOf(options, "validation");
    this.#trainPredictions = predictionsOf(options, "train");
    this.#samples = wants.media && config.logging.samples.count > 0 ? openSamples(options) : null;
  }

  show(step: number, evaluation: ValidationEvaluation): void {
    const { session, numBatches, trackers } = this.#options;
    const { config, data, task } = session;
    const { record, summary } = evaluation;
    for (const [name, item] of summary.items()) trackers.show(step, `validation/${name}`, item);
    const number = evaluationNumber(config, numBatches, step);
    if (this.#samples !== null && number % config.logging.samples.every_evaluations === 0) {
      try {
        trackers.show(step, SAMPLES, this.#samples.show(record));
      } catch (error) {
        this.#warn(SAMPLES, error as Error);
      }
    }
    const embeddings = evaluation.embeddings && finiteRows(evaluation.embeddings);
    const calibrated = task.calibrated(evaluation.calibration);
    const at = { step, weightsStep: step };
    this.#record(at, "validation", this.#predictions, calibrated, { ...evaluation, embeddings });
    const { train } = evaluation;
    if (train !== null) {
      const finite = train.embeddings && finiteRows(train.embeddings);
      this.#record(at, "train", this.#trainPredictions, calibrated, { ...train, embeddings: finite });
    }
    if (embeddings === null || !trackers.wants.media) return;
    const clips = [...embeddings.clips];
    const described = clips.map((clip) => task.describeClip(record, clip));
    const isCorrect = described.map(({ truth, predicted, isCorrect = truth === predicted }) => isCorrect);
    this.#map.add(step, embeddings, {
      names: clips.map((clip) => `${clip}: ${clipName(data.validation[clip]!)}`),
      labels: described.map(({ truth }) => truth),
      predicted: described.map(({ predicted }) => predicted),
      isCorrect: isCorrect.some((one) => one === null) ? null : isCorrect.map(Boolean),
    });
  }

  /**
   * Records the predictions for the test clips.
   *
   * @param weightsStep the step of the weights that were evaluated
   * @param task with the calibration of the validation clips
   */
  tested(step: number, weightsStep: number, task: Task, test: Evaluation): void {
    const embeddings = test.embeddings && finiteRows(test.embeddings);
    const files = predictionsOf(this.#options, "test");
    this.#record({ step, weightsStep }, "test", files, task, { ...test, embeddings });
  }

  #record(
    { step, weightsStep }: { step: number; weightsStep: number },
    split: string,
    files: PredictionFiles | null,
    task: Task,
    { record, embeddings }: Pick<Evaluation, "record" | "embeddings">,
  ): void {
    if (files === null) return;
    const name = `${split}/predictions`;
    try {
      const item = files.write(step, task, record, embeddings);
      this.#options.trackers.show(step, name, weightsStep === step ? item : { ...item, weightsStep });
    } catch (error) {
      this.#warn(name, error as Error);
    }
  }

  /** Called for a complete checkpoint. */
  saved(stored: StoredCheckpoint, isBest: boolean): void {
    try {
      this.#files.saved(stored, isBest);
    } catch (error) {
      this.#warn(`checkpoint ${stored.name}`, error as Error);
    }
  }

  /** Called when the weights of the best checkpoint were exported. */
  exported(path: string): void {
    try {
      this.#files.exported(this.#options.trackers.step, path);
    } catch (error) {
      this.#warn(path, error as Error);
    }
  }

  /** Waits for the current work. */
  async drain(): Promise<void> {
    await Promise.all([this.#map.drain(), this.#files.drain()]);
  }

  async close(): Promise<void> {
    await this.#map.close();
    await this.#files.drain();
    this.#samples?.dispose();
  }

  #warn(what: string, error: Error): void {
    if (!this.#hasWarned)
      this.#options.warn(`warning: ${what}: ${error.message}. Training continues without it.`);
    this.#hasWarned = true;
  }
}

function predictionsOf({ session, folder }: EvaluationDisplayOptions, split: Split): PredictionFiles | null {
  const { config, data } = session;
  const { enabled, max_mb } = config.logging.predictions;
  if (!enabled) return null;
  const source = config.data[split] ?? (split === "validation" ? config.data.train : null) ?? null;
  const clips = split === "train" ? trainSample(config, data) : data[split];
  return new PredictionFiles({ folder, split, clips, source, maxBytes: 1e6 * max_mb });
}

function openSamples({ session, folder, before }: EvaluationDisplayOptions): SampleTable {
  const { config, data, task } = session;
  return new SampleTable({
    folder,
    clips: data.validation,
    task,
    format: sampleFormatOf(config),
    clipSamples: clipSamplesOf(config),
    frontEnd: scope(() => buildFrontEnd(config)).eval(),
    count: config.logging.samples.count,
    chosen: before.samples === null ? null : SampleTable.clipsIn(before.samples),
  });
}

/** Leaves out the embeddings with NaN or infinity, which no map can place. */
function finiteRows({ clips, values }: ClipEmbeddings): ClipEmbeddings {
  const width = values.length / clips.length;
  const rows = [...clips.keys()].filter((i) =>
    values.subarray(i * width, (i + 1) * width).every(Number.isFinite),
  );
  if (rows.length === clips.length) return { clips, values };
  const finite = new Float32Array(rows.length * width);
  for (const [to, from] of rows.entries())
    finite.set(values.subarray(from * width, (from + 1) * width), to * width);
  return { clips: Int32Array.from(rows, (i) => clips[i]!), values: finite };
}
