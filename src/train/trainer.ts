import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CheckpointContent, describeWeights, exportWeights, reasonOf } from "../checkpoint/index.js";
import type { Config } from "../config/schema.js";
import { clipName } from "../data/clip.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import type { Batch, Loader } from "../data/loader.js";
import { PURPOSES, RANDOM_VERSION, randomUint32 } from "../data/random.js";
import { describeModel } from "../display/describe-model.js";
import { EvaluationDisplay, embeddingsWanted } from "../display/evaluation-display.js";
import { assertSame } from "../distributed/same-weights.js";
import type { World } from "../distributed/world.js";
import { CheckpointError } from "../errors.js";
import { describeNotFinite, type Evaluation } from "../evaluation/evaluate.js";
import { Evaluator, type Split } from "../evaluation/evaluator.js";
import { type BuiltModel, buildModel } from "../inference/build-model.js";
import { type Hardware, platformOf } from "../inference/hardware.js";
import { clipSamplesOf, trainingLoader } from "../inference/loaders.js";
import type { Item, ModelItem } from "../items.js";
import { totalNorm } from "../optim/index.js";
import { StepProfiler } from "../profiling/step-profiler.js";
import { SystemMonitor } from "../profiling/system/monitor.js";
import { Tracer } from "../profiling/tracer.js";
import { createTask } from "../tasks/index.js";
import type { Calibration, Task } from "../tasks/task.js";
import { addon } from "../tensor/addon.js";
import { manualSeed, noGrad, scope } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import type { DecodeTimes } from "../timing/decode-clock.js";
import type { StageTimes } from "../timing/stages.js";
import type { WantedItems } from "../tracking/tracker.js";
import { BestSoFar } from "./best.js";
import { buildParts, buildSchedule } from "./build.js";
import { type InitReport, initWeights } from "./init.js";
import {
  decodeLocal,
  encodeLocal,
  forWorldOf,
  gatherLocalStates,
  type LocalState,
  restoreRandom,
} from "./local-state.js";
import { type LoopObserver, type LoopResult, type Progress, trainLoop } from "./loop.js";
import type { ResumedFrom } from "./resume.js";
import { NO_SAVED_FILES, type SavedFiles } from "./saved-files.js";
import { Saver } from "./saver.js";
import { restoreState, sharedTensors, stateFiles, type TrainingParts } from "./state.js";
import type { StopCheck } from "./stop.js";

export interface TrainerOptions {
  config: Config;
  data: Dataset;
  hardware: Hardware;
  world: World;
  /** The checkpoint to resume from; null for a new run. */
  resumeFrom: ResumedFrom | null;
  observer: TrainerObserver;
  log: (step: number, metrics: Record<string, number>) => void;
  show: (step: number, name: string, item: Item) => void;
  /** Records the times of a step's stages. */
  recordTimes: (step: number, times: StageTimes) => void;
  /** Called before a checkpoint: writes out what was logged, so that a kill does not lose it. */
  flush: () => void;
  trackerIds: () => Record<string, string>;
  onFailedSave: (error: CheckpointError) => void;
  stopCheck: StopCheck | null;
  signal: AbortSignal;
}

export interface TrainerObserver extends LoopObserver {
  onInit?(path: string, report: InitReport): void;
  onEvaluationBatch?(split: Split, done: number, total: number): void;
  /** Receives the decoding times of the training clips when training ends. */
  onDecoded?(times: DecodeTimes): void;
  onWarning?(message: string): void;
}

/** Everything that a run holds open. Call `align`, `train`, `drain`, `finish` and `close` in this order. */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #task: Task;
  readonly #built: BuiltModel;
  readonly #parts: TrainingParts;
  readonly #evaluator: Evaluator;
  readonly #loader: Loader;
  readonly #monitor: BestSoFar;
  readonly #stopping: BestSoFar;
  /** Local states of the checkpoint, on rank 0. */
  #restored: LocalState[] | null = null;
  #saver: Saver | null = null;
  /** The clips that were last warned of, by split. */
  readonly #warnedOf = new Map<Split, string>();
  /** Outcome of exporting the weights. */
  #exported: { weights: string | null; failure: string | null } = { weights: null, failure: null };
  /** Calibration of the last evaluation. */
  #calibration: Calibration | null = null;
  /** Open on rank 0 while it trains. */
  #showing: EvaluationDisplay | null = null;
  #tracer: Tracer | null = null;
  #system: SystemMonitor | null = null;

  /** Each rank separately. @throws CheckpointError for a checkpoint or weights that do not fit the model */
  constructor(options: TrainerOptions) {
    this.#options = options;
    const { config, data, hardware, world, resumeFrom, observer, signal } = options;
    manualSeed(config.seed);
    this.#task = createTask(config, data);
    this.#built = buildModel(config, this.#task, hardware);
    // Rank 0 alone reads weights and sends them to the others, which need no access to its disk.
    if (resumeFrom === null && world.isMain) this.#init();
    this.#parts = buildParts(config, this.#built, this.#task, hardware, world);
    const { early_stopping } = config.training;
    this.#monitor = new BestSoFar(config.checkpoint.mode);
    this.#stopping = new BestSoFar(early_stopping.mode, early_stopping.min_delta);
    if (resumeFrom !== null) this.#restore(resumeFrom);
    this.#evaluator = new Evaluator({
      config,
      data,
      hardware,
      world,
      built: this.#built,
      task: this.#task,
      onBatch: (split, done, total) => observer.onEvaluationBatch?.(split, done, total),
      signal,
    });
    // The loader starts threads, so it comes last: a checkpoint that does not fit leaves nothing open.
    this.#loader = trainingLoader(config, data.train, this.#task.targetsOf(data.train), world);
  }

  get numParameters(): number {
    return this.#built.model.numParameters();
  }

  /** Returns layers, graph and cost of a forward pass over one clip. */
  describeModel(): ModelItem {
    const { model, frontEnd } = this.#built;
    const { config, hardware } = this.#options;
    const numFrames = frontEnd.numFrames(clipSamplesOf(config));
    return scope(() =>
      describeModel(
        model.name,
        model,
        ops.zeros([1, frontEnd.channels, numFrames], { device: hardware.device }),
      ),
    );
  }

  get modelName(): string {
    return this.#built.model.name;
  }

  get numSteps(): number {
    return this.#options.config.training.epochs * this.#loader.numBatches;
  }

  #init(): void {
    const { init_from, init_keys } = this.#options.config.model;
    if (init_from === null) return;
    const report = initWeights(this.#built.model, init_from, init_keys);
    this.#options.observer.onInit?.(init_from, report);
  }

  #restore({ manifest, reader }: ResumedFrom): void {
    const { best, stopping, calibration } = manifest;
    this.#calibration = calibration;
    if (reader !== null) this.#restored = restoreState(this.#parts, reader);
    this.#monitor.best = best;
    this.#stopping.best = stopping.best;
    this.#stopping.numBad = stopping.numBad;
  }

  /** All ranks: get rank 0's initial or restored state. */
  async align(): Promise<void> {
    const { config, world, resumeFrom, hardware } = this.#options;
    const shared = sharedTensors(this.#parts);
    if (world.gradients !== null) {
      world.watched("merging", () => world.gradients!.verify(this.#built.model.parameters()));
    }
    world.broadcast([...shared.values()]);
    assertSame(world, shared, "before the first step");
    // Dropout must differ between ranks.
    if (!world.isMain) manualSeed(randomUint32(PURPOSES.rankSeed, config.seed, world.rank));
    if (resumeFrom === null) return;
    const local = await world.decide(() => forWorldOf(world.size, this.#restored!).map(encodeLocal));
    const { random, sums } = decodeLocal(local[world.rank]!);
    restoreRandom({ random }, hardware.device);
    const { means, position } = resumeFrom.manifest;
    // Between epochs the sums are zero, whatever version saved them.
    const isBetween = position.batch === 0 || position.batch === this.#loader.numBatches;
    const epoch = means.epoch ?? (isBetween ? this.#parts.step.noSums() : undefined);
    this.#parts.step.restore(sums, { ...means, epoch });
  }

  /** Trains. Rank 0 alone writes the run's folder. */
  async train(folder: string, runId: string, wants: Required<WantedItems>): Promise<LoopResult> {
    const { config, world, resumeFrom, observer, log, show, stopCheck, signal } = this.#options;
    const { training, checkpoint, logging } = config;
    const { patience, metric } = training.early_stopping;
    const saver = this.#openSaver(folder, runId);
    if (world.isMain) {
      const warn = (message: string): void => observer.onWarning?.(message);
      const { numBatches } = this.#loader;
      this.#showing = new EvaluationDisplay({
        config,
        data: this.#options.data,
        task: this.#task,
        folder,
        numBatches,
        wants,
        show,
        warn,
      });
    }
    this.#built.model.train();
    const { memory_limit_gb: limitGb } = config.profiling;
    if (limitGb !== null) addon.limitMemory(Math.floor(1e9 * limitGb));
    this.#tracer = this.#openTracer(folder);
    this.#system = this.#openMonitor();
    return trainLoop({
      start: resumeFrom?.manifest ?? {
        position: { step: 0, epoch: 0, batch: 0 },
        metrics: {},
        metricsStep: null,
        calibration: null,
      },
      numEpochs: training.epochs,
      loader: this.#loader,
      step: this.#parts.step,
      schedule: buildSchedule(config, this.numSteps),
      evaluate: (step) => this.#evaluate(step, wants),
      world,
      profiler: new StepProfiler({
        world,
        decoding: () => this.#loader.decodeTimes,
        record: this.#options.recordTimes,
        tracer: this.#tracer,
        system: this.#system,
      }),
      log: (step, metrics) => {
        log(step, metrics);
        this.#showing?.logged(step);
      },
      show: (step, evaluation) => this.#showing?.show(step, evaluation),
      save: saver.moments,
      everySteps: logging.every_steps,
      logsGradientNorms: logging.gradient_norms,
      evaluateEveryEpochs: training.evaluate_every_epochs,
      monitor: { metric: checkpoint.monitor, best: this.#monitor },
      stopping: patience === null ? null : { metric, best: this.#stopping, patience },
      stopCheck: stopCheck && ((position, metrics) => stopCheck({ folder, position, metrics })),
      describeBatch: (batch) => describeBatch(batch, this.#loader),
      observer,
      signal,
    });
  }

  #openMonitor(): SystemMonitor | null {
    const { config, world, hardware } = this.#options;
    const { system_metrics_sec: everySec } = config.profiling;
    return everySec === null || !world.isMain
      ? null
      : new SystemMonitor({ everySec, device: hardware.device });
  }

  #openTracer(folder: string): Tracer | null {
    const { config, world, hardware, observer } = this.#options;
    if (!config.profiling.enabled) return null;
    return new Tracer({
      ...{ config: config.profiling, folder: join(folder, "traces"), world, device: hardware.device },
      modules: { ...this.#built },
      warn: (message) => observer.onWarning?.(message),
    });
  }

  async #evaluate(step: number, wants: WantedItems): Promise<Evaluation> {
    const { world, config } = this.#options;
    const { model, ema } = this.#parts;
    // Without synchronized batch norm, running statistics differ between ranks; rank 0's are saved.
    const buffers = [...model.namedBuffers()].map(([, buffer]) => buffer);
    world.broadcast([...buffers, ...(ema?.stateDict().values() ?? [])]);
    assertSame(world, model.stateDict(), `evaluation after step ${world.step}`);
    const mostEmbeddings = embeddingsWanted(config, wants, this.#loader.numBatches, step);
    const evaluation = await this.#evaluator.evaluate("validation", ema, {
      calibrates: true,
      mostEmbeddings,
    });
    this.#warnNotFinite("validation", evaluation);
    this.#calibration = evaluation.calibration;
    return evaluation;
  }

  /** Warns once of the same clips of a split. */
  #warnNotFinite(split: Split, evaluation: Evaluation): void {
    const { data, world } = this.#options;
    const key = evaluation.notFinite.join();
    if (!world.isMain || key === "" || key === this.#warnedOf.get(split)) return;
    this.#warnedOf.set(split, key);
    this.#warn(`${split}: ${describeNotFinite(evaluation, data[split], this.#task)}`);
  }

  #openSaver(folder: string, runId: string): Saver {
    const { config, world, data, hardware, resumeFrom, flush, onFailedSave } = this.#options;
    // These entries are equal in every checkpoint.
    const identity = {
      runId,
      labels: data.labels,
      numbers: data.numbers,
      data: dataIdentity(data),
      worldSize: config.training.distributed.world_size,
      platform: platformOf(hardware),
      config,
      randomVersion: RANDOM_VERSION,
    };
    this.#saver = new Saver({
      config,
      folder,
      runId,
      world,
      resumedFrom: resumeFrom?.reader ?? null,
      gatherLocal: () => gatherLocalStates(world, this.#parts.step, hardware.device),
      describe: (progress, local) => this.#describe(progress, local, identity),
      isSound: () => this.#isSound(),
      flush,
      warn: (message) => this.#options.observer.onWarning?.(message),
      onFailedSave,
      onSaved: (saved, isBest) => this.#showing?.saved(saved, isBest),
    });
    const local = gatherLocalStates(world, this.#parts.step, hardware.device);
    scope(() => this.#saver!.prepare(stateFiles(this.#parts, local)));
    return this.#saver;
  }

  #describe(
    { position, metrics, metricsStep, calibration }: Progress,
    local: readonly LocalState[],
    identity: Pick<
      CheckpointContent["manifest"],
      "runId" | "labels" | "numbers" | "data" | "worldSize" | "platform" | "config" | "randomVersion"
    >,
  ): CheckpointContent {
    return {
      manifest: {
        ...identity,
        trackerIds: this.#options.trackerIds(),
        position,
        metrics,
        metricsStep,
        calibration,
        best: this.#monitor.best,
        stopping: { best: this.#stopping.best, numBad: this.#stopping.numBad },
        means: this.#parts.step.state().counts,
      },
      files: stateFiles(this.#parts, local),
    };
  }

  #isSound(): boolean {
    const parameters = this.#built.model.parameters();
    return scope(() => noGrad(() => Number.isFinite(totalNorm(parameters).item()))); // sync
  }

  /** Resolves once every save is on the disk, or has failed. */
  async drain(): Promise<void> {
    await this.#tracer?.close();
    this.#options.observer.onDecoded?.(this.#loader.decodeTimes);
    await this.#saver?.drain();
    await this.#showing?.drain();
  }

  /** All ranks: loads the best checkpoint's weights, exports them, and evaluates them on the test clips, if any. */
  async finish(folder: string, withTest = true): Promise<Evaluation | null> {
    const { world, data, signal } = this.#options;
    const calibration = await world.decide(() => this.#loadBest(folder));
    world.broadcast([...this.#built.model.stateDict().values()]);
    if (data.test.length === 0 || !withTest) return null;
    const evaluation = await this.#evaluator.evaluate("test", null, {
      task: this.#task.calibrated(calibration),
    });
    this.#warnNotFinite("test", evaluation);
    return world.agree(null, signal.aborted) ? null : evaluation;
  }

  /** Returns the calibration of the loaded weights. */
  async #loadBest(folder: string): Promise<Calibration | null> {
    await this.drain();
    const best = this.#saver!.best();
    let calibration = this.#calibration;
    try {
      if (best === null) this.#warn(this.#whyNoBest());
      else {
        best.verify(best.weightsFile);
        scope(() => this.#built.model.loadStateDict(best.tensors(best.weightsFile), best.folder));
        calibration = best.manifest.calibration;
      }
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      this.#warn(`${error.message}; the last weights are used`);
    }
    this.#export(join(folder, "model.safetensors"));
    await this.#showing?.drain();
    return calibration;
  }

  #whyNoBest(): string {
    const { monitor } = this.#options.config.checkpoint;
    return this.#monitor.best === null
      ? `no evaluation gave a finite ${monitor} (checkpoint.monitor), so no checkpoint is the best; the last weights are used`
      : "no best checkpoint is on the disk; the last weights are used";
  }

  #export(path: string): void {
    const { config, data } = this.#options;
    const { export: dtype } = config.checkpoint;
    if (dtype === "none") return;
    const metadata = describeWeights({ config, labels: data.labels });
    try {
      exportWeights(this.#built.model.stateDict(), path, dtype, metadata);
      this.#exported.weights = path;
      this.#showing?.exported(path);
    } catch (error) {
      this.#exported.failure = reasonOf(error as Error);
      const older = existsSync(path) ? "; the file there is from before this training" : "";
      this.#warn(`${path}: not written: ${this.#exported.failure}${older}`);
    }
  }

  /** Rank 0: lists the files of this run that are on the disk now. */
  saved(): SavedFiles {
    const checkpoints = this.#saver?.saved() ?? NO_SAVED_FILES;
    const { weights, failure } = this.#exported;
    return {
      ...checkpoints,
      weights: weights !== null && existsSync(weights) ? weights : null,
      failure: checkpoints.failure ?? failure,
    };
  }

  #warn(message: string): void {
    this.#options.observer.onWarning?.(`warning: ${message}`);
  }

  async close(): Promise<void> {
    if (this.#options.config.profiling.memory_limit_gb !== null) addon.limitMemory(0);
    this.#system?.close();
    await this.#tracer?.close();
    await this.#saver?.close();
    await this.#showing?.close();
    await Promise.all([this.#loader.close(), this.#evaluator.close()]);
    const { optimizer, scaler, ema, step, parallel } = this.#parts;
    const { model, frontEnd } = this.#built;
    // It refers to the parameters, so it is disposed first.
    parallel?.dispose();
    for (const holder of [model, frontEnd, optimizer, scaler, ema, step]) holder?.dispose();
  }
}

/** Identifies the clips that a run trains and validates on. */
export function dataIdentity({ train, validation }: Dataset): { fingerprint: string; numClips: number } {
  return { fingerprint: fingerprint(train, validation), numClips: train.length + validation.length };
}

function describeBatch(batch: Batch, loader: Loader): string {
  const names = [...batch.indices.subarray(0, 3)].map((index) => clipName(loader.clips[index]!));
  const more = batch.size > names.length ? ` and ${batch.size - names.length} more` : "";
  return `clips ${names.join(", ")}${more}`;
}
