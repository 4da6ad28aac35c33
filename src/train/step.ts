// B = clips in a batch, T = samples a clip.
import type { NativeError, TrainingError } from "../errors.js";
import { logitsOf, type PlacedClips } from "../inference/forward.js";
import { withDropoutMasks, withGather } from "../nn/index.js";
import type { GradScaler } from "../optim/index.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { yieldToEventLoop } from "../yield-to-event-loop.js";
import { clipGradients } from "./clip-gradients.js";
import { GraphStep } from "./graphs/graph-step.js";
import type { StepGraphs } from "./graphs/step-graphs.js";
import { isOutOfMemory, MemoryReport } from "./memory-report.js";
import { assertFinite, notFinite } from "./not-finite.js";
import { RunningMeans } from "./running-means.js";
import { type BatchPart, type HostBatch, partOf, placeParts, type StepOptions } from "./step-options.js";
import { Undo } from "./undo.js";

/** Gradients that overflow at a smaller scale are not finite in fp32 either. */
const SMALLEST_SCALE = 2 ** -14;

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
  /** null if steps run operator by operator. */
  readonly #graphStep: GraphStep | null;
  #epochNumber = 0;
  /** A loss of this rank that is not finite, in a step that the other ranks still wait for. */
  #notFinite: TrainingError | null = null;

  constructor(options: StepOptions) {
    this.#options = options;
    const { device } = options.hardware;
    this.means = new RunningMeans(options.task, options.world, device);
    const buffers = [...options.model.namedBuffers()].map(([, buffer]) => buffer);
    this.#undo = new Undo([this.means.sums, ...buffers], device);
    this.#memory = new MemoryReport(options.model, device);
    this.#graphStep =
      options.graphs === null
        ? null
        : new GraphStep(options, {
            graphs: options.graphs,
            means: this.means,
            beforeOperators: () => this.#undo.note(),
            watch: (body) => this.#memory.watch(body),
          });
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
    this.#graphStep?.reset();
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
    const { optimizer, ema } = update;
    optimizer.learningRate = learningRate;
    this.#notFinite = null;
    this.#undo.forget();
    world.enter("step", step);
    try {
      if (this.#graphStep?.canRun === true) {
        this.#graphStep.run(batch, step, this.#epochNumber);
      } else {
        this.#graphStep?.otherRuns();
        const outcome = await this.#runParts(batch, step, describe, signal);
        if (outcome !== "updated") return outcome === "skipped";
      }
      ema?.update(step);
    } catch (error) {
      const explained = isOutOfMemory(error) ? this.#explainMemory(error, batch, step, describe) : error;
      this.#undo.apply();
      throw explained;
    }
    this.means.countStep(batch.globalSize);
    return true;
  }

  /** Runs a step operator by operator. It is skipped if fp16 overflows. */
  async #runParts(
    batch: HostBatch,
    step: number,
    describe: () => string,
    signal: AbortSignal,
  ): Promise<"updated" | "skipped" | "stopped"> {
    const { world, update } = this.#options;
    const { optimizer, scaler } = update;
    optimizer.zeroGrad();
    this.#undo.note();
    const numParts = batch.parts.length;
    for (let i = 0; i < numParts; i++) {
      if (i > 0) await yieldToEventLoop();
      // Ranks stop together, between steps.
      if (signal.aborted && world.size === 1) {
        this.#undo.apply();
        return "stopped";
      }
      const isLast = i === numParts - 1;
      scope(() =>
        this.#memory.watch(() =>
          this.#accumulate(partOf(batch, i), batch.globalSize, step, isLast, describe),
        ),
      );
    }
    if (scaler !== null && !this.#unscale(scaler, describe)) return "skipped";
    world.enter("optimizer");
    scope(() => noGrad(() => this.#checkAndClip(describe)));
    optimizer.step();
    return "updated";
  }

  #accumulate(
    part: BatchPart,
    globalSize: number,
    step: number,
    isLast: boolean,
    describe: () => string,
  ): void {
    const { hardware, task, update, world } = this.#options;
    const { scaler } = update;
    const { numCopies } = part;
    const parallel = isLast ? this.#options.parallel : null;
    const { wave, targets } = this.#place(part);
    parallel?.prepareForward();
    const logits = world.watched("forward", () => this.#logits(wave, step, part)); // [B, O]
    // Where every rank has the same clips, each has all of them.
    const gather = task.couplesClips && numCopies === 1 ? (rows: Tensor) => world.gatherRows(rows) : null;
    const lossSum = withGather(gather, () => task.trainingLoss(logits, targets));
    // The scaler detects an overflow of fp16.
    if (hardware.device === "cpu" && scaler === null) this.#checkLoss(lossSum.item(), describe); // sync
    // NaN, so that every rank detects the failure.
    const divisor = this.#notFinite === null ? globalSize * numCopies : Number.NaN;
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
    for (let i = 0; i < batch.parts.length; i++)
      scope(() =>
        noGrad(() => {
          const part = partOf(batch, i);
          const { wave } = this.#place(part);
          world.watched("forward", () => this.#logits(wave, 0, part));
          after();
        }),
      );
  }

  /** Copies a part of a batch to the device, and sets whose statistics normalize it. */
  #place(part: BatchPart): PlacedClips {
    const { world, normGroup } = this.#options;
    // Where every rank has the same clips, each has the statistics of all.
    if (normGroup !== null) normGroup.isActive = part.numCopies === 1;
    return world.watched("copy", () => placeParts(this.#options, [part])[0]!);
  }

  /** Computes logits [size, O] in training. */
  #logits(wave: Tensor, step: number, { indices, repeats }: BatchPart): Tensor {
    const { masks, changes } = this.#options;
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
        const part = partOf({ ...batch, parts: [{ size, numCopies: 1 }] }, 0);
        const { wave, targets } = this.#place(part);
        const logits = this.#logits(wave, step, part);
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
    const norm = clipGradients(this.#options.update);
    if (this.#options.hardware.device === "cpu") this.#checkNorm(norm.item(), describe); // sync
    this.means.addNorm(norm);
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
    this.#graphStep?.reset();
    this.means.dispose();
    this.#undo.dispose();
    this.#options.masks?.dispose();
    this.#options.uploads?.dispose();
  }
}
