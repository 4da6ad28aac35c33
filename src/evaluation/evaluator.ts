import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import type { EvaluationLoader } from "../data/evaluation-loader.js";
import type { World } from "../distributed/world.js";
import type { BuiltModel } from "../inference/build-model.js";
import type { Hardware } from "../inference/hardware.js";
import { evaluationLoader } from "../inference/loaders.js";
import type { WeightAverage } from "../optim/index.js";
import type { Task } from "../tasks/task.js";
import { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.js";
import { trainSample } from "./train-sample.js";

/** `train`: a sample of the training clips. */
export type Split = "train" | "validation" | "test";

export interface EvaluatorOptions {
  config: Config;
  data: Dataset;
  hardware: Hardware;
  world: World;
  built: BuiltModel;
  task: Task;
  onBatch: (split: Split, done: number, total: number) => void;
  signal: AbortSignal;
}

/** How a split is evaluated. */
export type EvaluationKind = Pick<EvaluateOptions, "calibrates" | "mostEmbeddings"> & { task?: Task };

/** Evaluates a run's model on its splits. */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  /** One loader per split for the whole run: new threads and batches at every evaluation let resident memory grow. */
  readonly #loaders = new Map<Split, EvaluationLoader>();

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /** Evaluates with the average of the weights, if there is one, else with the weights. */
  evaluate(split: Split, average: WeightAverage | null, more: EvaluationKind = {}): Promise<Evaluation> {
    const run = () => this.#evaluate(split, more);
    return average === null ? run() : average.inPlace(run);
  }

  #evaluate(split: Split, more: EvaluationKind): Promise<Evaluation> {
    const { built, task, hardware, world, signal, onBatch, config } = this.#options;
    const loader = this.#loader(split);
    const { enabled, max_mb } = config.logging.predictions;
    return evaluate({
      ...built,
      hardware,
      world,
      loader,
      task,
      mostTraceBytes: enabled ? 1e6 * max_mb : 0,
      ...more,
      signal,
      onProgress: (numDone) => onBatch(split, numDone, loader.numClips),
    });
  }

  #loader(split: Split): EvaluationLoader {
    const known = this.#loaders.get(split);
    if (known !== undefined) return known;
    const { config, data, world, task } = this.#options;
    const clips = split === "train" ? trainSample(config, data) : data[split];
    const loader = evaluationLoader(config, clips, task.targetsOf(clips), world);
    this.#loaders.set(split, loader);
    return loader;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#loaders.values()].map((loader) => loader.close()));
  }
}
