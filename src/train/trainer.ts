import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type CheckpointContent,
  CheckpointReader,
  CheckpointWriter,
  describeWeights,
  exportWeights,
  type Position,
  policiesOf,
  SaveSchedule,
} from "../checkpoint/index.js";
import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import { type Batch, Loader } from "../data/loader.js";
import type { CheckpointError } from "../errors.js";
import { Ema, GradScaler, totalNorm } from "../optim/index.js";
import { manualSeed, noGrad, scope } from "../tensor/index.js";
import { RUN_FILE } from "../tracking/store/database.js";
import { BestSoFar } from "./best.js";
import { buildNetwork, buildOptimizer, buildSchedule } from "./build.js";
import { loaderOptions } from "./data.js";
import { type Evaluation, evaluate } from "./evaluate.js";
import { type Hardware, platformOf } from "./hardware.js";
import { type InitReport, initWeights } from "./init.js";
import { type LoopObserver, type LoopResult, type Progress, trainLoop } from "./loop.js";
import { restoreState, stateFiles, type TrainingParts } from "./state.js";
import { TrainStep } from "./step.js";

export interface TrainerOptions {
  config: Config;
  data: Dataset;
  hardware: Hardware;
  /** What the run goes on from; null from the start. */
  resumeFrom: CheckpointReader | null;
  observer: TrainerObserver;
  /** Metrics, and the moment before a checkpoint: what was logged must then be safe from a kill. */
  log: (step: number, metrics: Record<string, number>) => void;
  flush: () => void;
  trackerIds: () => Record<string, string>;
  onFailedSave: (error: CheckpointError) => void;
  signal: AbortSignal;
}

export interface TrainerObserver extends LoopObserver {
  onInit?(path: string, report: InitReport): void;
  onEvaluationBatch?(split: "validation" | "test", done: number, total: number): void;
  onWarning?(message: string): void;
}

/** Everything that one run holds open. */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #network: ReturnType<typeof buildNetwork>;
  readonly #parts: TrainingParts;
  readonly #loader: Loader;
  readonly #evaluationLoaders = new Map<string, Loader>();
  #run: { folder: string; id: string; checkpoints: CheckpointWriter } | null = null;
  readonly #schedule: SaveSchedule;
  readonly #monitor: BestSoFar;
  readonly #stopping: BestSoFar;
  #savedAt: Position | null = null;
  readonly #data: { fingerprint: string; numClips: number };

  constructor(options: TrainerOptions) {
    this.#options = options;
    const { config, data, hardware, resumeFrom } = options;
    const { checkpoint, training, optimization } = config;
    manualSeed(config.seed);
    this.#network = buildNetwork(config, data.labels.length, hardware);
    this.#init();
    const { model } = this.#network;
    const { device, precision } = hardware;
    const optimizer = buildOptimizer(config, model);
    const ema = optimization.ema_decay === null ? null : new Ema(model.stateDict(), optimization.ema_decay);
    const scaler = precision === "fp16" ? new GradScaler(device) : null;
    const step = new TrainStep({
      ...this.#network,
      optimizer,
      scaler,
      ema,
      hardware,
      accumulationSteps: training.accumulation_steps,
      labelSmoothing: training.label_smoothing,
      clipGradNorm: optimization.clip_grad_norm,
    });
    this.#parts = { model, optimizer, scaler, ema, step, device, rank: 0 };
    this.#schedule = new SaveSchedule(policiesOf(checkpoint));
    this.#monitor = new BestSoFar(checkpoint.mode);
    this.#stopping = new BestSoFar(training.early_stopping.mode, training.early_stopping.min_delta);
    if (resumeFrom !== null) this.#restore(resumeFrom);
    // Last, for it starts threads: nothing is left open when a checkpoint does not fit.
    const { gain_db, random_crop } = config.data.augment;
    this.#loader = new Loader({
      ...loaderOptions(config, data.labels),
      clips: data.train,
      shuffle: true,
      augment: { gainDb: gain_db, randomCrop: random_crop },
    });
    this.#data = dataIdentity(data);
  }

  get numParameters(): number {
    return this.#network.model.numParameters();
  }

  get modelName(): string {
    return this.#network.model.constructor.name;
  }

  get numSteps(): number {
    return this.#options.config.training.epochs * this.#loader.numBatches;
  }

  #init(): void {
    const { config, resumeFrom, observer } = this.#options;
    const { init_from, init_keys } = config.model;
    if (init_from === null || resumeFrom !== null) return;
    const report = initWeights(this.#network.model, init_from, init_keys);
    observer.onInit?.(init_from, report);
  }

  #restore(reader: CheckpointReader): void {
    const { best, stopping } = reader.manifest;
    restoreState(this.#parts, reader);
    this.#monitor.best = best;
    this.#stopping.best = stopping.best;
    this.#stopping.numBad = stopping.numBad;
  }

  get #checkpoints(): CheckpointWriter {
    return this.#run!.checkpoints;
  }

  #open(folder: string, id: string): void {
    const { config, resumeFrom, onFailedSave } = this.#options;
    const checkpoints = new CheckpointWriter({
      folder: join(folder, "checkpoints"),
      runId: id,
      policies: policiesOf(config.checkpoint),
      resumedFrom: resumeFrom,
      // What was logged is with the system by then (`flush`), in one of these.
      syncBefore: [RUN_FILE, `${RUN_FILE}-wal`].map((file) => join(folder, file)),
      onFailure: (error) => {
        this.#savedAt = null;
        onFailedSave(error);
      },
    });
    scope(() => checkpoints.prepare(stateFiles(this.#parts)));
    this.#run = { folder, id, checkpoints };
  }

  /** Trains in the run's folder, which is this process's own by now. */
  async train(folder: string, runId: string): Promise<LoopResult> {
    const { config, resumeFrom, observer, log, signal } = this.#options;
    this.#open(folder, runId);
    const { training, checkpoint, logging } = config;
    const { patience, metric } = training.early_stopping;
    this.#network.model.train();
    const start: Progress =
      resumeFrom === null
        ? { position: { step: 0, epoch: 0, batch: 0 }, metrics: {}, metricsStep: null }
        : resumeFrom.manifest;
    return trainLoop({
      start,
      numEpochs: training.epochs,
      loader: this.#loader,
      step: this.#parts.step,
      schedule: buildSchedule(config, this.numSteps),
      evaluate: () => this.#evaluate("validation"),
      log,
      save: {
        afterStep: (progress, isLastOfEpoch) =>
          this.#saveFor(this.#schedule.afterStep(progress.position, isLastOfEpoch), progress),
        afterEpoch: (progress, wasEvaluated) => this.#saveAfterEpoch(progress, wasEvaluated),
        atStop: (progress) => this.#saveUnlessSaved(progress),
        atCrash: (progress) => this.#saveAtCrash(progress),
      },
      everySteps: logging.every_steps,
      evaluateEveryEpochs: training.evaluate_every_epochs,
      monitor: { metric: checkpoint.monitor, best: this.#monitor },
      stopping: patience === null ? null : { metric, best: this.#stopping, patience },
      describeBatch: (batch) => describeBatch(batch, this.#loader),
      observer,
      signal,
    });
  }

  async #saveAfterEpoch(progress: Progress, wasEvaluated: boolean): Promise<void> {
    // Which checkpoints are the best is known when the last save has ended.
    await this.#checkpoints.drain();
    const { epoch } = progress.position;
    const metrics = wasEvaluated ? progress.metrics : null;
    const isEnd = epoch === this.#options.config.training.epochs;
    const due = this.#schedule.afterEpoch(epoch, metrics, this.#checkpoints.stored);
    // The end of training is always saved: a restart must find it done.
    if (isEnd) await this.#save(progress, due);
    else await this.#saveFor(due, progress);
  }

  async #saveFor(policies: readonly string[], progress: Progress): Promise<void> {
    if (policies.length > 0) await this.#save(progress, policies);
  }

  async #save(progress: Progress, policies: readonly string[]): Promise<void> {
    this.#options.flush();
    this.#savedAt = progress.position;
    await this.#checkpoints.save(() => this.#describe(progress), policies);
  }

  async #saveUnlessSaved(progress: Progress): Promise<void> {
    await this.drain();
    if (JSON.stringify(progress.position) !== JSON.stringify(this.#savedAt)) await this.#save(progress, []);
  }

  #describe({ position, metrics, metricsStep }: Progress): CheckpointContent {
    const { config, data, trackerIds, hardware } = this.#options;
    return {
      manifest: {
        runId: this.#run!.id,
        trackerIds: trackerIds(),
        position,
        metrics,
        metricsStep,
        best: this.#monitor.best,
        stopping: { best: this.#stopping.best, numBad: this.#stopping.numBad },
        means: this.#parts.step.state().counts,
        labels: data.labels,
        data: this.#data,
        worldSize: config.training.distributed.world_size,
        platform: platformOf(hardware),
        config,
      },
      files: stateFiles(this.#parts),
    };
  }

  /** What could be lost is saved, unless it is what failed, or no use to go on from. Never throws. */
  async #saveAtCrash(progress: Progress): Promise<void> {
    const warn = (message: string): void => this.#options.observer.onWarning?.(message);
    try {
      const parameters = this.#network.model.parameters();
      const isSound = scope(() => noGrad(() => Number.isFinite(totalNorm(parameters).item()))); // sync
      if (isSound) await this.#saveUnlessSaved(progress);
      else warn("warning: the weights are not finite any more; the last checkpoint is from before that");
      await this.#checkpoints.drain();
    } catch (error) {
      warn(`warning: nothing could be saved: ${(error as Error).message}`);
    }
  }

  /** Resolves when everything saved is on the disk. */
  drain(): Promise<void> {
    return this.#checkpoints.drain();
  }

  /** Loads the best checkpoint's weights, exports them, and measures them on the test clips, if there are any. */
  async finish(): Promise<Evaluation | null> {
    const { data, signal } = this.#options;
    await this.drain();
    const reader = this.#best();
    if (reader !== null) {
      const weights = (): ReturnType<CheckpointReader["tensors"]> =>
        reader.verify(reader.weightsFile).tensors(reader.weightsFile);
      scope(() => this.#network.model.loadStateDict(weights(), reader.folder));
    }
    this.#export();
    if (data.test.length === 0) return null;
    const evaluation = await this.#evaluateAsIs("test");
    return signal.aborted ? null : evaluation;
  }

  #export(): void {
    const { config, data, observer } = this.#options;
    const { export: dtype } = config.checkpoint;
    if (dtype === "none") return;
    const path = join(this.#run!.folder, "model.safetensors");
    const metadata = describeWeights({ config, labels: data.labels });
    try {
      exportWeights(this.#network.model.stateDict(), path, dtype, metadata);
    } catch (error) {
      observer.onWarning?.(`warning: ${path}: not written: ${(error as Error).message}`);
    }
  }

  /** null when saving it failed: then the weights are taken as they are. */
  #best(): CheckpointReader | null {
    const best = join(this.#checkpoints.folder, "best");
    if (existsSync(best)) return new CheckpointReader(best);
    this.#options.observer.onWarning?.(
      "warning: no best checkpoint could be saved; the last weights are used",
    );
    return null;
  }

  #evaluate(split: "validation" | "test"): Promise<Evaluation> {
    const { ema } = this.#parts;
    return ema === null ? this.#evaluateAsIs(split) : ema.inPlace(() => this.#evaluateAsIs(split));
  }

  #evaluateAsIs(split: "validation" | "test"): Promise<Evaluation> {
    const { hardware, data, signal, observer } = this.#options;
    const loader = this.#evaluationLoader(split);
    let done = 0;
    return evaluate({
      ...this.#network,
      hardware,
      loader,
      labels: data.labels,
      signal,
      onBatch: (numClips) => {
        done += numClips;
        observer.onEvaluationBatch?.(split, done, loader.numClips);
      },
    });
  }

  /** One for the whole run: new threads and batches at every evaluation made resident memory creep. */
  #evaluationLoader(split: "validation" | "test"): Loader {
    const known = this.#evaluationLoaders.get(split);
    if (known !== undefined) return known;
    const { config, data } = this.#options;
    const loader = new Loader({ ...loaderOptions(config, data.labels), clips: data[split] });
    this.#evaluationLoaders.set(split, loader);
    return loader;
  }

  async close(): Promise<void> {
    await this.#run?.checkpoints.close();
    await Promise.all([this.#loader, ...this.#evaluationLoaders.values()].map((loader) => loader.close()));
    const { optimizer, scaler, ema, step } = this.#parts;
    const { model, features } = this.#network;
    for (const holder of [model, features, optimizer, scaler, ema, step]) holder?.dispose();
  }
}

/** Which clips a run trains and validates on. */
export function dataIdentity({ train, validation }: Dataset): { fingerprint: string; numClips: number } {
  return { fingerprint: fingerprint(train, validation), numClips: train.length + validation.length };
}

function describeBatch(batch: Batch, loader: Loader): string {
  const paths = [...batch.indices.subarray(0, 3)].map((index) => loader.clips[index]!.path);
  const more = batch.size > paths.length ? ` and ${batch.size - paths.length} more` : "";
  return `clips ${paths.join(", ")}${more}`;
}
