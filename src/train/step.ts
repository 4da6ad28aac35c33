// B = clips in a batch, T = samples a clip.
import type { MicroBatch } from "../data/sampler.js";
import { rowsBetween } from "../data/targets.js";
import type { DataParallel } from "../distributed/data-parallel.js";
import type { World } from "../distributed/world.js";
import type { NativeError, TrainingError } from "../errors.js";
import {
  featuresOf,
  type HostClips,
  logitsOf,
  logitsOfFeatures,
  type Network,
  toDevice,
  waveOf,
} from "../inference/forward.js";
import { type NormGroup, withDropoutMasks, withGather } from "../nn/index.js";
import {
  clipGradNorm,
  clipGradValue,
  type Ema,
  type GradScaler,
  type Optimizer,
  totalNorm,
} from "../optim/index.js";
import type { Task } from "../tasks/task.js";
import { noGrad, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { upload } from "../tensor/upload.js";
import { yieldToEventLoop } from "../yield-to-event-loop.js";
import type { ClipMasks } from "./clip-masks.js";
import type { FeatureChanges } from "./feature-changes.js";
import type { Freezing } from "./freezing.js";
import type { NamedTensors, StepGraphs } from "./graphs/step-graphs.js";
import { isOutOfMemory, MemoryReport } from "./memory-report.js";
import { assertFinite, notFinite } from "./not-finite.js";
import { RunningMeans } from "./running-means.js";
import { Undo } from "./undo.js";

/** This rank's clips of one optimizer step. */
export interface HostBatch extends HostClips {
  /** Each clip's place in the data set. */
  indices: Int32Array; // [B]
  /** How often the epoch drew each clip before; null where it draws every clip once. */
  repeats: Int32Array | null; // [B]
  /** Parts that it is computed in, in order: equally many on each rank. */
  parts: readonly MicroBatch[];
  /** Clips over all ranks. */
  globalSize: number;
}

export interface StepOptions extends Network {
  update: Update;
  world: World;
  /** Sums gradients over the ranks; null in a world of one rank. */
  parallel: DataParallel | null;
  /** Group of batch norms that use the clips of all ranks; null if each rank uses its own. */
  normGroup: NormGroup | null;
  /** Masks of dropout; null draws them from this rank's default generator. */
  masks: ClipMasks | null;
  /** Augmentations of features. */
  changes: FeatureChanges;
  task: Task;
  /** Runs steps as graphs; null runs them operator by operator. */
  graphs: StepGraphs | null;
}

/** How gradients change the weights. */
export interface Update {
  optimizer: Optimizer;
  /** Required for fp16. */
  scaler: GradScaler | null;
  /** Moving average of the weights. */
  ema: Ema | null;
  /** Largest total norm of the gradients; null never clips. */
  clipGradNorm: number | null;
  /** Largest absolute value of a gradient's numbers, which is applied first; null never clips. */
  clipGradValue: number | null;
  /** Parameters that do not change in the first epochs. */
  freezing: Freezing;
}

/** Gradients that overflow at a smaller scale are not finite in fp32 either. */
const SMALLEST_SCALE = 2 ** -14;

/** Precedes the names of targets among the inputs of a graph. */
const TARGET = "target ";

/**
 * One optimizer step. For each part of the batch: copy to the device, features, model, loss divided by the
 * clip count of all ranks, backward (the last one sums gradients over the ranks); then finite check,
 * clipping, update. A step is atomic: one that fails or stops between parts changes nothing.
 *
 * On the CPU every loss is checked before the weights change. On a GPU reading a loss would make the
 * host wait, so the check comes when the means are taken.
 */
export class TrainStep {
  readonly #options: StepOptions;
  /** Means of the loss, the task's statistics and the gradient norm. */
  readonly means: RunningMeans;
  readonly #undo: Undo;
  readonly #memory: MemoryReport;
  #epochNumber = 0;
  /** The gradients of the graph that ran last; null if the last step ran operator by operator. */
  #ofGraph: NamedTensors | null = null;
  /** A loss of this rank that is not finite, in a step that the other ranks still wait for. */
  #notFinite: TrainingError | null = null;

  constructor(options: StepOptions) {
    this.#options = options;
    const { device } = options.hardware;
    this.means = new RunningMeans(options.task, options.world, device);
    const buffers = [...options.model.namedBuffers()].map(([, buffer]) => buffer);
    this.#undo = new Undo([this.means.sums, ...buffers], device);
    this.#memory = new MemoryReport(options.model, device);
  }

  /** null if steps run operator by operator. */
  get graphs(): StepGraphs | null {
    return this.#options.graphs;
  }

  /** All ranks: call it before the steps of an epoch, counted from 0. Thaws parameters that are no longer frozen. */
  beginEpoch(epoch: number): void {
    this.#epochNumber = epoch;
    const { update, parallel, world } = this.#options;
    if (!update.freezing.apply(epoch)) return;
    this.#forgetGraphs();
    // Gradients may be views into buckets of the reducer that is replaced.
    update.optimizer.zeroGrad();
    if (parallel !== null) world.watched("merging", () => parallel.rebuild());
  }

  /**
   * Returns false if `signal` stopped it. `step` counts from 0; `describe` names the batch in the error
   * about a loss that is not finite.
   */
  async run(
    batch: HostBatch,
    step: number,
    learningRate: number,
    describe: () => string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { world, update } = this.#options;
    const { optimizer, scaler, ema } = update;
    optimizer.learningRate = learningRate;
    this.#notFinite = null;
    world.enter("step", step);
    if (this.#isForGraphs(batch)) {
      this.#runInGraphs(batch, step, describe);
      ema?.update(step);
      this.means.countStep(batch.globalSize);
      return true;
    }
    this.#ofGraph = null;
    optimizer.zeroGrad();
    this.#undo.note();
    try {
      let from = 0;
      for (const [i, part] of batch.parts.entries()) {
        if (i > 0) await yieldToEventLoop();
        // Ranks stop together, between steps.
        if (signal.aborted && world.size === 1) {
          this.#undo.apply();
          return false;
        }
        const isLast = i === batch.parts.length - 1;
        scope(() => this.#memory.watch(() => this.#accumulate(batch, step, from, part, isLast, describe)));
        from += part.size;
      }
      if (scaler !== null && !this.#unscale(scaler, describe)) return true;
      world.enter("optimizer");
      scope(() => noGrad(() => this.#checkAndClip(describe)));
      optimizer.step();
      ema?.update(step);
    } catch (error) {
      const explained = isOutOfMemory(error) ? this.#explainMemory(error, batch, step, describe) : error;
      this.#undo.apply();
      throw explained;
    }
    this.means.countStep(batch.globalSize);
    return true;
  }

  /** Traces show the operators of a step, which a graph hides. */
  #isForGraphs({ parts }: HostBatch): boolean {
    const { graphs, world } = this.#options;
    return graphs !== null && parts.length === 1 && world.stages.onEnter === null;
  }

  /**
   * Runs a step of one part whose work depends on tensors of the device alone, so that it can be captured. What the host computes
   * for each step is copied there before: sounds or features, targets, keys of dropout's masks, learning rates.
   */
  #runInGraphs(batch: HostBatch, step: number, describe: () => string): void {
    const { update, world } = this.#options;
    const { optimizer } = update;
    const graphs = this.#options.graphs!;
    const { globalSize } = batch;
    let hasBegun = false;
    try {
      scope(() => {
        const inputs = this.#graphInputs(batch, step);
        const key = `${globalSize} ${Object.values(inputs).map(({ shape }) => shape.join())}`;
        if (!graphs.has(key)) this.#undo.note();
        hasBegun = !graphs.has(key);
        const body = (own: NamedTensors): void =>
          this.#memory.watch(() => this.#runOnDevice(own, globalSize));
        this.#setGradients(
          world.watched("forward", () => graphs.run(key, inputs, body, () => this.#gradients())),
        );
      });
    } catch (error) {
      const explained = isOutOfMemory(error) ? this.#explainMemory(error, batch, step, describe) : error;
      if (hasBegun) this.#undo.apply();
      throw explained;
    }
    if (!optimizer.takesRates) {
      world.enter("optimizer");
      optimizer.step();
    }
  }

  #gradients(): NamedTensors {
    const named = [...this.#options.model.namedParameters()];
    return Object.fromEntries(named.flatMap(([name, { grad }]) => (grad === null ? [] : [[name, grad]])));
  }

  /** Makes a graph's gradients those of the parameters, if another step's are there; null if the step set them itself. */
  #setGradients(ofGraph: NamedTensors | null): void {
    if (ofGraph !== null && ofGraph !== this.#ofGraph)
      for (const [name, parameter] of this.#options.model.namedParameters())
        parameter.grad = ofGraph[name] ?? null;
    this.#ofGraph = ofGraph;
  }

  #graphInputs(batch: HostBatch, step: number): NamedTensors {
    const { changes, frontEnd, hardware, masks, update } = this.#options;
    const { optimizer } = update;
    const { indices, repeats, size } = batch;
    const { wave, targets } = this.#place(batch, 0, { size, numCopies: 1 });
    const features = (): Tensor =>
      changes.apply(featuresOf({ frontEnd }, wave), this.#epochNumber, indices, repeats);
    return {
      ...(changes.isEmpty ? { wave } : { features: features() }),
      ...(masks === null ? {} : { keys: masks.keysOf(step, indices, repeats) }),
      ...(optimizer.takesRates ? { rates: upload(Tensor.from(optimizer.rates), hardware.device) } : {}),
      ...Object.fromEntries(Object.entries(targets).map(([name, tensor]) => [TARGET + name, tensor])),
    };
  }

  /** Everything of a step of `globalSize` clips between its inputs and the changed weights. */
  #runOnDevice(inputs: NamedTensors, globalSize: number): void {
    const { masks, task, update, world } = this.#options;
    const { optimizer } = update;
    const { wave, features, keys, rates } = inputs;
    const targets = Object.fromEntries(
      Object.entries(inputs).flatMap(([name, tensor]) =>
        name.startsWith(TARGET) ? [[name.slice(TARGET.length), tensor]] : [],
      ),
    );
    optimizer.zeroGrad();
    scope(() => {
      const forward = (): Tensor =>
        features === undefined ? logitsOf(this.#options, wave!) : logitsOfFeatures(this.#options, features);
      const logits = keys === undefined ? forward() : withDropoutMasks(masks!.from(keys), forward);
      const lossSum = task.trainingLoss(logits, targets);
      world.watched("backward", () => lossSum.div(globalSize).backward());
      noGrad(() => this.means.addClips(lossSum, task.statistics(logits, targets), 1));
    });
    world.watched("optimizer", () => {
      scope(() => noGrad(() => this.#clip()));
      if (rates !== undefined) optimizer.step(rates);
    });
  }

  /** Other parameters require gradients from now on, or the step ends. */
  #forgetGraphs(): void {
    this.#ofGraph = null;
    this.#options.graphs?.reset();
  }

  #accumulate(
    batch: HostBatch,
    step: number,
    from: number,
    { size, numCopies }: MicroBatch,
    isLast: boolean,
    describe: () => string,
  ): void {
    const { hardware, task, update, world } = this.#options;
    const { scaler } = update;
    const parallel = isLast ? this.#options.parallel : null;
    const { wave, targets } = this.#place(batch, from, { size, numCopies });
    parallel?.prepareForward();
    const logits = world.watched("forward", () => this.#logits(wave, step, batch, from, size)); // [B, O]
    // Where every rank has the same clips, each has all of them.
    const gather = task.couplesClips && numCopies === 1 ? (rows: Tensor) => world.gatherRows(rows) : null;
    const lossSum = withGather(gather, () => task.trainingLoss(logits, targets));
    // The scaler detects an overflow of fp16.
    if (hardware.device === "cpu" && scaler === null) this.#checkLoss(lossSum.item(), describe); // sync
    // NaN, so that every rank detects the failure.
    const divisor = this.#notFinite === null ? batch.globalSize * numCopies : Number.NaN;
    const loss = lossSum.div(divisor);
    const scaled = scaler === null ? loss : scaler.scale(loss);
    parallel?.prepareBackward(scaled);
    world.watched("backward", () => scaled.backward());
    if (parallel !== null) world.stages.shift("backward", "all_reduce", parallel.waitedMs);
    noGrad(() => this.means.addClips(lossSum, task.statistics(logits, targets), numCopies));
  }

  /**
   * Computes a batch's clips forward without gradients, in the mode and with the weights of the model, and calls `after`
   * following each part. Changes no sums.
   */
  forward(batch: HostBatch, after: () => void): void {
    const { world } = this.#options;
    let from = 0;
    for (const part of batch.parts) {
      scope(() =>
        noGrad(() => {
          const { wave } = this.#place(batch, from, part);
          world.watched("forward", () => this.#logits(wave, 0, batch, from, part.size));
          after();
        }),
      );
      from += part.size;
    }
  }

  /** Copies a part of a batch, its clips from `from` on, to the device, and sets whose statistics normalize it. */
  #place(batch: HostBatch, from: number, { size, numCopies }: MicroBatch): ReturnType<typeof toDevice> {
    const { hardware, world, normGroup } = this.#options;
    const clips: HostClips = {
      wave: waveOf(batch, from, size),
      numChannels: batch.numChannels,
      targets: rowsBetween(batch.targets, from, from + size),
      size,
    };
    // Where every rank has the same clips, each has the statistics of all.
    if (normGroup !== null) normGroup.isActive = numCopies === 1;
    return world.watched("copy", () => toDevice(clips, hardware.device));
  }

  /** Computes logits [size, O] in training, of a batch's clips from `from` on. */
  #logits(wave: Tensor, step: number, batch: HostBatch, from: number, size: number): Tensor {
    const { masks, changes } = this.#options;
    const indices = batch.indices.subarray(from, from + size);
    const repeats = batch.repeats?.subarray(from, from + size) ?? null;
    const forward = (): Tensor =>
      logitsOf(this.#options, wave, (features) =>
        changes.apply(features, this.#epochNumber, indices, repeats),
      );
    return masks === null ? forward() : withDropoutMasks(masks.of(step, indices, repeats), forward);
  }

  /** Measures the memory of a clip on small parts of the batch. Other ranks wait, so this calls no collective. */
  #explainMemory(error: NativeError, batch: HostBatch, step: number, describe: () => string): Error {
    const { world, task } = this.#options;
    const { optimizer } = this.#options.update;
    const most = Math.max(...batch.parts.map(({ size }) => size));
    optimizer.zeroGrad();
    const run = (size: number): void => {
      scope(() => {
        const { wave, targets } = this.#place(batch, 0, { size, numCopies: 1 });
        const logits = this.#logits(wave, step, batch, 0, size);
        task.trainingLoss(logits, targets).backward();
      });
      optimizer.zeroGrad();
    };
    // Batch norm over all ranks would wait for the others forever.
    const canTry = world.size === 1;
    return this.#memory.explain(error, {
      where: describe(),
      numClips: most,
      batchSize: batch.size,
      run: canTry ? run : null,
    });
  }

  /** A loss that is not finite ends the step: at once with one rank, else after all ranks received the gradients. */
  #checkLoss(value: number, describe: () => string): void {
    if (this.#options.world.size === 1) assertFinite("loss", value, describe);
    else if (!Number.isFinite(value)) this.#notFinite ??= notFinite("loss", value, describe);
  }

  /**
   * Returns false if fp16 overflowed: then only the scale is updated, which is smaller next time, and the step
   * is in neither statistics nor means.
   */
  #unscale(scaler: GradScaler, describe: () => string): boolean {
    this.#options.world.settle(this.#options.hardware.device);
    using gradients = this.#options.update.optimizer.gradients();
    const hasOverflowed = scaler.unscale(gradients.handles); // sync
    scaler.update();
    if (!hasOverflowed) return true;
    this.#undo.apply();
    if (scaler.stateDict().get("scale")!.item() < SMALLEST_SCALE) this.#checkNorm(Number.NaN, describe);
    return false;
  }

  #checkAndClip(describe: () => string): void {
    const norm = this.#clip();
    if (this.#options.hardware.device === "cpu") this.#checkNorm(norm.item(), describe); // sync
  }

  /** Clips the gradients, and adds their norm before to the means. */
  #clip(): Tensor {
    const { update } = this.#options;
    const { optimizer, clipGradNorm: maxNorm, clipGradValue: maxValue } = update;
    using gradients = optimizer.gradients();
    const { handles } = gradients;
    // Before values are limited, which would hide those that are infinite.
    const before = maxValue === null ? null : totalNorm(handles);
    if (maxValue !== null) clipGradValue(handles, maxValue);
    const limited = maxNorm === null ? null : clipGradNorm(handles, maxNorm);
    const norm = before ?? limited ?? totalNorm(handles);
    this.means.addNorm(norm);
    return norm;
  }

  /** The norm is equal on all ranks; the rank whose loss is not finite reports its own error. */
  #checkNorm(value: number, describe: () => string): void {
    const { world } = this.#options;
    if (Number.isFinite(value)) return;
    const own = this.#notFinite;
    const isKnown = world.gather(own !== null).includes(true);
    world.agree(own ?? (isKnown ? null : notFinite("gradient norm", value, describe)));
  }

  /**
   * Returns the norm of each parameter's gradient as the last update used it (after clipping), by the parameter's name.
   * Waits for the device.
   */
  gradientNorms(): Map<string, number> {
    return noGrad(() =>
      scope(() => {
        const found = [...this.#options.model.namedParameters()].flatMap(([name, parameter]) => {
          const { grad } = parameter;
          return grad === null ? [] : [{ name, norm: grad.norm(2).to("float32") }];
        });
        if (found.length === 0) return new Map();
        const norms = ops.stack(found.map(({ norm }) => norm)).toFloat32Array(); // sync
        return new Map(found.map(({ name }, i) => [name, norms[i]!]));
      }),
    );
  }

  dispose(): void {
    this.#forgetGraphs();
    this.means.dispose();
    this.#undo.dispose();
    this.#options.masks?.dispose();
  }
}
