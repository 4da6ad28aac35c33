import { featuresOf, logitsOf, logitsOfFeatures, type PlacedClips } from "../../inference/forward.js";
import { withDropoutMasks } from "../../nn/index.js";
import { noGrad, scope, Tensor } from "../../tensor/index.js";
import { upload } from "../../tensor/upload.js";
import { clipGradients } from "../clip-gradients.js";
import type { RunningMeans } from "../running-means.js";
import { type BatchPart, type HostBatch, partOf, placeParts, type StepOptions } from "../step-options.js";
import type { NamedTensors, StepGraphs } from "./step-graphs.js";

/** Precedes the names of targets among the inputs of a part. */
const TARGET = "target ";

export interface GraphStepOptions {
  graphs: StepGraphs;
  means: RunningMeans;
  /** Called before a step that runs operator by operator, which can fail in the middle. */
  beforeOperators: () => void;
  /** Runs the operators of a step, and looks at its tensors if memory runs out. */
  watch: (body: () => void) => void;
}

/**
 * An optimizer step whose work depends on tensors of the device alone, so that it can be captured. What the host computes
 * for each step is copied there before: sounds or features, targets, keys of dropout's masks, learning rates.
 */
export class GraphStep {
  readonly #step: StepOptions;
  readonly #options: GraphStepOptions;
  /** The gradients of the graph that ran last; null if the last step ran operator by operator. */
  #ofGraph: NamedTensors | null = null;

  constructor(step: StepOptions, options: GraphStepOptions) {
    this.#step = step;
    this.#options = options;
  }

  /** Traces show the operators of a step, which a graph hides. */
  get canRun(): boolean {
    return this.#step.world.stages.onEnter === null;
  }

  /** @param epoch counted from 0 */
  run(batch: HostBatch, step: number, epoch: number): void {
    const { world, update } = this.#step;
    const { graphs, beforeOperators, watch } = this.#options;
    const { globalSize, parts } = batch;
    scope(() => {
      const inputs = this.#inputs(batch, step, epoch);
      const key = `${globalSize} ${Object.values(inputs).map(({ shape }) => shape.join())}`;
      if (!graphs.has(key)) beforeOperators();
      const body = (own: NamedTensors): void => watch(() => this.#compute(own, parts.length, globalSize));
      const run = (): NamedTensors | null => graphs.run(key, inputs, body, () => this.#gradients());
      this.#setGradients(world.watched("forward", run));
    });
    const { optimizer } = update;
    if (!optimizer.takesRates) world.watched("optimizer", () => optimizer.step());
  }

  #inputs(batch: HostBatch, step: number, epoch: number): NamedTensors {
    const { hardware, update, world } = this.#step;
    const { optimizer } = update;
    const parts = batch.parts.map((_, place) => partOf(batch, place));
    const placed = world.watched("copy", () => placeParts(this.#step, parts));
    const inputs = parts.map((part, i) =>
      withPrefix(prefixOf(i), this.#inputsOf(part, placed[i]!, step, epoch)),
    );
    const rates = optimizer.takesRates
      ? { rates: upload(Tensor.from(optimizer.rates), hardware.device) }
      : {};
    return Object.assign(rates, ...inputs);
  }

  /** Returns the inputs of a part of a batch. */
  #inputsOf(
    { indices, repeats }: BatchPart,
    { wave, targets }: PlacedClips,
    step: number,
    epoch: number,
  ): NamedTensors {
    const { changes, frontEnd, masks } = this.#step;
    const features = (): Tensor => changes.apply(featuresOf({ frontEnd }, wave), epoch, indices, repeats);
    return {
      ...(changes.isEmpty ? { wave } : { features: features() }),
      ...(masks === null ? {} : { keys: masks.keysOf(step, indices, repeats) }),
      ...withPrefix(TARGET, targets),
    };
  }

  /** Everything of a step of `globalSize` clips between its inputs and the changed weights. */
  #compute(inputs: NamedTensors, numParts: number, globalSize: number): void {
    const { update, world } = this.#step;
    const { means } = this.#options;
    const { optimizer } = update;
    const { rates } = inputs;
    optimizer.zeroGrad();
    for (let part = 0; part < numParts; part++)
      scope(() => this.#accumulate(withoutPrefix(prefixOf(part), inputs), globalSize));
    world.watched("optimizer", () => {
      scope(() => noGrad(() => means.addNorm(clipGradients(update))));
      if (rates !== undefined) optimizer.step(rates);
    });
  }

  /** Adds the gradients and the sums of a part. */
  #accumulate(inputs: NamedTensors, globalSize: number): void {
    const { masks, task, world } = this.#step;
    const { means } = this.#options;
    const { wave, features, keys } = inputs;
    const targets = withoutPrefix(TARGET, inputs);
    const forward = (): Tensor =>
      features === undefined ? logitsOf(this.#step, wave!) : logitsOfFeatures(this.#step, features);
    const logits = keys === undefined ? forward() : withDropoutMasks(masks!.from(keys), forward);
    const lossSum = task.trainingLoss(logits, targets);
    world.watched("backward", () => lossSum.div(globalSize).backward());
    noGrad(() => means.addClips(lossSum, task.statistics(logits, targets), 1));
  }

  #gradients(): NamedTensors {
    const named = [...this.#step.model.namedParameters()];
    return Object.fromEntries(named.flatMap(([name, { grad }]) => (grad === null ? [] : [[name, grad]])));
  }

  /** Makes a graph's gradients those of the parameters, if another step's are there; null if the step set them itself. */
  #setGradients(ofGraph: NamedTensors | null): void {
    if (ofGraph !== null && ofGraph !== this.#ofGraph)
      for (const [name, parameter] of this.#step.model.namedParameters())
        parameter.grad = ofGraph[name] ?? null;
    this.#ofGraph = ofGraph;
  }

  /** A step that is not this one's changes the gradients. */
  otherRuns(): void {
    this.#ofGraph = null;
  }

  /** Forgets all graphs: other parameters require gradients from now on, or training ends. */
  reset(): void {
    this.#ofGraph = null;
    this.#options.graphs.reset();
  }
}

/** Precedes the names of a part's inputs. */
const prefixOf = (part: number): string => `${part} `;

function withPrefix(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}

/** Returns the tensors whose names begin with `prefix`, without it. */
function withoutPrefix(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
    ),
  );
}
