import { basename, join } from "node:path";
import { CheckpointReader, CheckpointWriter, MODEL_FILE } from "../checkpoint/index.js";
import type { LoadedConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { type Batch, Loader } from "../data/loader.js";
import { ConfigError } from "../errors.js";
import type { Classifier } from "../models/index.js";
import { addon } from "../ops/addon.js";
import type { Optimizer } from "../optim/index.js";
import { getRandomState, manualSeed, scope, type Tensor } from "../tensor/index.js";
import { createRunFolder } from "../tracking/store/folder.js";
import { collectProvenance } from "../tracking/store/provenance.js";
import { RunRecorder } from "../tracking/store/recorder.js";
import { Trackers } from "../tracking/trackers.js";
import { BestSoFar } from "./best.js";
import { buildNetwork, buildOptimizer, buildSchedule } from "./build.js";
import { loaderOptions, openData } from "./data.js";
import { type Evaluation, evaluate } from "./evaluate.js";
import { chooseHardware, type Hardware } from "./hardware.js";
import {
  EVALUATION_METRICS,
  evaluationMetrics,
  type LoopObserver,
  type LoopResult,
  trainLoop,
} from "./loop.js";
import { TrainStep } from "./step.js";

/** What a run tells whoever shows it to a person, besides the loop's own events. */
export interface RunObserver extends LoopObserver {
  onPrepare?(done: number, total: number): void;
  onStart?(run: {
    folder: string;
    data: Dataset;
    model: Classifier;
    hardware: Hardware;
    numSteps: number;
  }): void;
  onEvaluationBatch?(split: "validation" | "test", done: number, total: number): void;
  onWarning?(message: string): void;
}

export interface RunResult extends LoopResult {
  folder: string;
  /** Of the best checkpoint on the test clips; null without test clips or when interrupted. */
  test: Evaluation | null;
}

/**
 * Trains a recipe: opens its data, builds the network, trains, and evaluates the best checkpoint on
 * the test clips. Aborting the signal saves a checkpoint and ends the run as interrupted.
 */
export async function runTraining(
  loaded: LoadedConfig,
  observer: RunObserver,
  signal: AbortSignal,
): Promise<RunResult> {
  const { config, hash } = loaded;
  assertMetricNames(config);
  const hardware = chooseHardware(config.training);
  const data = await openData(config, {
    onProgress: (done, total) => observer.onPrepare?.(done, total),
    signal,
  });

  const folder = createRunFolder(config.runs_dir, config.name);
  const warn = (message: string): void => observer.onWarning?.(message);
  const trackers = new Trackers([new RunRecorder({ warn })], { warn });
  trackers.start({
    id: basename(folder),
    name: config.name,
    folder,
    config,
    configHash: hash,
    provenance: collectProvenance({ libtorch: addon.version() }),
    resumedAtStep: null,
  });
  let trainer: Trainer | null = null;
  try {
    trainer = new Trainer(config, data, hardware, folder, observer, signal);
    const result = await trainer.train((step, metrics) => trackers.log(step, metrics));
    const test = result.status === "interrupted" ? null : await trainer.test();
    const metrics = { ...result.metrics, ...(test === null ? {} : evaluationMetrics("test", test)) };
    if (test !== null) trackers.log(result.position.step, evaluationMetrics("test", test));
    await trackers.finish(result.status === "interrupted" ? "interrupted" : "finished", metrics);
    return { ...result, metrics, folder, test };
  } catch (error) {
    await trackers.finish("failed", { error: (error as Error).message });
    throw error;
  } finally {
    await trainer?.close();
  }
}

/** Said before an hour of training, not after. */
function assertMetricNames(config: Config): void {
  const { monitor } = config.checkpoint;
  const { metric, patience } = config.training.early_stopping;
  for (const [key, name] of [
    ["checkpoint.monitor", monitor],
    ["training.early_stopping.metric", patience === null ? monitor : metric],
  ] as const) {
    if (!EVALUATION_METRICS.includes(name)) {
      throw new ConfigError(
        "METRIC",
        `${key}: expected one of ${EVALUATION_METRICS.join(", ")}, got "${name}"`,
      );
    }
  }
}

/** Everything that one run holds open. */
class Trainer {
  readonly #config: Config;
  readonly #data: Dataset;
  readonly #hardware: Hardware;
  readonly #observer: RunObserver;
  readonly #signal: AbortSignal;
  readonly #network: ReturnType<typeof buildNetwork>;
  readonly #optimizer: Optimizer;
  readonly #step: TrainStep;
  readonly #loader: Loader;
  readonly #evaluationLoaders = new Map<string, Loader>();
  readonly #checkpoints: CheckpointWriter;
  readonly #runId: string;
  readonly #numSteps: number;

  constructor(
    config: Config,
    data: Dataset,
    hardware: Hardware,
    folder: string,
    observer: RunObserver,
    signal: AbortSignal,
  ) {
    this.#config = config;
    this.#data = data;
    this.#hardware = hardware;
    this.#observer = observer;
    this.#signal = signal;
    this.#runId = basename(folder);
    this.#checkpoints = new CheckpointWriter(join(folder, "checkpoints"));
    manualSeed(config.seed);
    this.#network = buildNetwork(config, data.labels.length, hardware);
    this.#optimizer = buildOptimizer(config, this.#network.model);
    this.#step = new TrainStep({
      ...this.#network,
      optimizer: this.#optimizer,
      hardware,
      accumulationSteps: config.training.accumulation_steps,
      labelSmoothing: config.training.label_smoothing,
      clipGradNorm: config.optimization.clip_grad_norm,
    });
    const { gain_db, random_crop } = config.data.augment;
    this.#loader = new Loader({
      ...loaderOptions(config, data.labels),
      clips: data.train,
      shuffle: true,
      augment: { gainDb: gain_db, randomCrop: random_crop },
    });
    this.#numSteps = config.training.epochs * this.#loader.numBatches;
    observer.onStart?.({ folder, data, model: this.#network.model, hardware, numSteps: this.#numSteps });
  }

  async train(log: (step: number, metrics: Record<string, number>) => void): Promise<LoopResult> {
    const { training, checkpoint, logging } = this.#config;
    const { patience, metric, mode, min_delta } = training.early_stopping;
    const monitor = { metric: checkpoint.monitor, best: new BestSoFar(checkpoint.mode) };
    const stopping = patience === null ? null : { metric, best: new BestSoFar(mode, min_delta), patience };
    this.#network.model.train();
    return trainLoop({
      numEpochs: training.epochs,
      loader: this.#loader,
      step: this.#step,
      schedule: buildSchedule(this.#config, this.#numSteps),
      evaluate: () => this.#evaluate("validation"),
      log,
      save: async (position, metrics, pointers) => {
        const manifest = {
          runId: this.#runId,
          position,
          metrics,
          best: monitor.best.best,
          stopping: { best: stopping?.best.best ?? null, numBad: stopping?.best.numBad ?? 0 },
          labels: this.#data.labels,
          config: this.#config,
        };
        const write = scope(() => {
          const training = trainingState(this.#optimizer, this.#hardware);
          return {
            writing: this.#checkpoints.write(
              { manifest, model: this.#network.model.stateDict(), training },
              pointers,
            ),
          };
        });
        await write.writing;
      },
      everySteps: logging.every_steps,
      evaluateEveryEpochs: training.evaluate_every_epochs,
      monitor,
      stopping,
      describeBatch: (batch) => describeBatch(batch, this.#loader),
      observer: this.#observer,
      signal: this.#signal,
    });
  }

  /** The best checkpoint on the test clips. */
  async test(): Promise<Evaluation | null> {
    if (this.#data.test.length === 0) return null;
    const best = new CheckpointReader(join(this.#checkpoints.folder, "best"));
    scope(() => this.#network.model.loadStateDict(best.tensors(MODEL_FILE), best.folder));
    const evaluation = await this.#evaluate("test");
    return this.#signal.aborted ? null : evaluation;
  }

  #evaluate(split: "validation" | "test"): Promise<Evaluation> {
    const loader = this.#evaluationLoader(split);
    let done = 0;
    return evaluate({
      ...this.#network,
      hardware: this.#hardware,
      loader,
      labels: this.#data.labels,
      signal: this.#signal,
      onBatch: (numClips) => {
        done += numClips;
        this.#observer.onEvaluationBatch?.(split, done, loader.numClips);
      },
    });
  }

  /** One for the whole run: new threads and batches at every evaluation made resident memory creep. */
  #evaluationLoader(split: "validation" | "test"): Loader {
    const known = this.#evaluationLoaders.get(split);
    if (known !== undefined) return known;
    const loader = new Loader({
      ...loaderOptions(this.#config, this.#data.labels),
      clips: this.#data[split],
    });
    this.#evaluationLoaders.set(split, loader);
    return loader;
  }

  async close(): Promise<void> {
    await Promise.all([this.#loader, ...this.#evaluationLoaders.values()].map((loader) => loader.close()));
    const { model, features } = this.#network;
    for (const holder of [model, features, this.#optimizer, this.#step]) holder.dispose();
  }
}

function trainingState(optimizer: Optimizer, hardware: Hardware): Map<string, Tensor> {
  const state = new Map([...optimizer.stateDict()].map(([name, tensor]) => [`optimizer.${name}`, tensor]));
  state.set("random.cpu", getRandomState("cpu"));
  if (hardware.device !== "cpu") state.set(`random.${hardware.device}`, getRandomState(hardware.device));
  return state;
}

function describeBatch(batch: Batch, loader: Loader): string {
  const paths = [...batch.indices.subarray(0, 3)].map((index) => loader.clips[index]!.path);
  const more = batch.size > paths.length ? ` and ${batch.size - paths.length} more` : "";
  return `clips ${paths.join(", ")}${more}`;
}
