// B = clips in a batch, T = samples a clip.
import type { LogMel } from "../audio/log-mel.js";
import { TrainingError } from "../errors.js";
import type { Classifier } from "../models/index.js";
import { crossEntropy } from "../nn/index.js";
import { ops } from "../ops/index.js";
import { clipGradNorm, type Ema, type GradScaler, type Optimizer, totalNorm } from "../optim/index.js";
import { autocast, keep, noGrad, scope, Tensor } from "../tensor/index.js";
import { turn } from "./evaluate.js";
import type { Hardware } from "./hardware.js";
import { Undo } from "./undo.js";

/** Clips of one optimizer step, on the host. */
export interface HostBatch {
  wave: Float32Array; // [B, T]
  labels: BigInt64Array; // [B]
  size: number;
}

export interface StepOptions {
  model: Classifier;
  features: LogMel;
  optimizer: Optimizer;
  /** Needed for fp16. */
  scaler: GradScaler | null;
  ema: Ema | null;
  hardware: Pick<Hardware, "device" | "precision">;
  accumulationSteps: number;
  labelSmoothing: number;
  /** Largest total norm of the gradients; null never clips. */
  clipGradNorm: number | null;
}

/** Means since they were last taken. */
export interface StepMeans {
  loss: number;
  accuracy: number;
  gradientNorm: number;
  /** Clips that the means are over. */
  numClips: number;
}

/** Clips, and steps with an update, since the means were last taken. */
export interface MeansCounts {
  numClips: number;
  numSteps: number;
}

/** A host batch as tensors on the device: wave [B, T], labels [B]. */
export function toDevice(
  batch: HostBatch,
  device: StepOptions["hardware"]["device"],
): { wave: Tensor; labels: Tensor } {
  const wave = Tensor.view(batch.wave, [batch.size, batch.wave.length / batch.size]);
  const labels = Tensor.view(batch.labels);
  return device === "cpu" ? { wave, labels } : { wave: wave.to({ device }), labels: labels.to({ device }) };
}

/** Log-mel outside autocast and without gradient, the model inside: logits in float32 [B, classes]. */
export function logitsOf(
  options: Pick<StepOptions, "model" | "features" | "hardware">,
  wave: Tensor,
): Tensor {
  const { model, features, hardware } = options;
  const pictures = noGrad(() => features.forward(wave)); // [B, mel, frames]
  if (hardware.precision === "fp32") return model.forward(pictures);
  const dtype = hardware.precision === "bf16" ? "bfloat16" : "float16";
  return autocast(hardware.device, dtype, () => model.forward(pictures)).to("float32");
}

/** Gradients that overflow even when scaled down to this are not fp16's fault. */
const SMALLEST_SCALE = 2 ** -14;

/**
 * One optimizer step: for each part of the batch to the device, features, model, loss over the whole
 * batch's clip count, backward; then finite check, clipping, update. A step is done or it is not: one
 * that fails or is stopped between parts leaves everything as it was before.
 *
 * On the CPU every loss is checked before the weights change. On a GPU reading a loss would make the
 * host wait, so the check comes when the means are taken.
 */
export class TrainStep {
  readonly #options: StepOptions;
  /** On the device: sums of loss, of right answers and of gradient norms. */
  readonly #sums: Tensor; // [3] float64
  readonly #undo: Undo;
  #numClips = 0;
  #numSteps = 0;

  constructor(options: StepOptions) {
    this.#options = options;
    const { device } = options.hardware;
    this.#sums = keep(ops.zeros([3], { dtype: "float64", device }));
    const buffers = [...options.model.namedBuffers()].map(([, buffer]) => buffer);
    this.#undo = new Undo([this.#sums, ...buffers], device);
  }

  /**
   * Gives false when `signal` stopped it. `step` counts from 0; `describe` names the batch for the error
   * of a loss that is not finite.
   */
  async run(
    batch: HostBatch,
    step: number,
    learningRate: number,
    describe: () => string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { optimizer, scaler, ema, accumulationSteps } = this.#options;
    optimizer.learningRate = learningRate;
    optimizer.zeroGrad();
    this.#undo.note();
    try {
      const partSize = Math.ceil(batch.size / accumulationSteps);
      for (let from = 0; from < batch.size; from += partSize) {
        if (from > 0) await turn();
        if (signal.aborted) {
          this.#undo.apply();
          return false;
        }
        scope(() => this.#accumulate(batch, from, Math.min(batch.size, from + partSize), describe));
      }
      if (scaler !== null && !this.#unscale(scaler, describe)) return true;
      scope(() => noGrad(() => this.#checkAndClip(describe)));
      optimizer.step();
      ema?.update(step);
    } catch (error) {
      this.#undo.apply();
      throw error;
    }
    this.#numClips += batch.size;
    this.#numSteps++;
    return true;
  }

  #accumulate(batch: HostBatch, from: number, to: number, describe: () => string): void {
    const { hardware, labelSmoothing, scaler } = this.#options;
    const samples = batch.wave.length / batch.size;
    const part: HostBatch = {
      wave: batch.wave.subarray(from * samples, to * samples),
      labels: batch.labels.subarray(from, to),
      size: to - from,
    };
    const { wave, labels } = toDevice(part, hardware.device);
    const logits = logitsOf(this.#options, wave); // [B, classes]
    const lossSum = crossEntropy(logits, labels, { reduction: "sum", labelSmoothing });
    // An overflow of fp16 is the scaler's to find.
    if (hardware.device === "cpu" && scaler === null) assertFinite("loss", lossSum.item(), describe); // sync
    const loss = lossSum.div(batch.size);
    (scaler === null ? loss : scaler.scale(loss)).backward();
    noGrad(() => {
      const numRight = logits.argmax(1).eq(labels).sum();
      const sums = ops.stack([lossSum.detach().to("float64"), numRight.to("float64")]);
      this.#sums.narrow(0, 0, 2).add_(sums);
    });
  }

  /**
   * Gives false when fp16 overflowed: then nothing is updated but the scale, which is smaller next time,
   * and the step leaves no trace in statistics and means either.
   */
  #unscale(scaler: GradScaler, describe: () => string): boolean {
    using gradients = this.#options.optimizer.gradients();
    const hasOverflowed = scaler.unscale(gradients.handles); // sync
    scaler.update();
    if (!hasOverflowed) return true;
    this.#undo.apply();
    if (scaler.stateDict().get("scale")!.item() < SMALLEST_SCALE) {
      assertFinite("gradient norm", Number.NaN, describe);
    }
    return false;
  }

  #checkAndClip(describe: () => string): void {
    const { optimizer, hardware, clipGradNorm: maxNorm } = this.#options;
    using gradients = optimizer.gradients();
    const norm = maxNorm === null ? totalNorm(gradients.handles) : clipGradNorm(gradients.handles, maxNorm);
    if (hardware.device === "cpu") assertFinite("gradient norm", norm.item(), describe); // sync
    this.#sums.narrow(0, 2, 1).add_(norm);
  }

  /** Means over the steps since the last call; null when none of them updated anything. Waits for the device. */
  takeMeans(describe: () => string): StepMeans | null {
    if (this.#numSteps === 0) return null;
    const [loss, right, norm] = this.#sums.toArray() as Float64Array; // sync
    scope(() => this.#sums.zero_());
    const means = {
      loss: loss! / this.#numClips,
      accuracy: right! / this.#numClips,
      gradientNorm: norm! / this.#numSteps,
      numClips: this.#numClips,
    };
    this.#numClips = 0;
    this.#numSteps = 0;
    assertFinite("loss", means.loss, describe);
    assertFinite("gradient norm", means.gradientNorm, describe);
    return means;
  }

  /** What the next means will be over, to save: tensors, and counts. */
  state(): { tensors: Map<string, Tensor>; counts: MeansCounts } {
    return {
      tensors: new Map([["sums", this.#sums]]),
      counts: { numClips: this.#numClips, numSteps: this.#numSteps },
    };
  }

  restore(tensors: ReadonlyMap<string, Tensor>, counts: MeansCounts): void {
    scope(() => void this.#sums.copy_(tensors.get("sums")!));
    this.#numClips = counts.numClips;
    this.#numSteps = counts.numSteps;
  }

  dispose(): void {
    this.#sums.dispose();
    this.#undo.dispose();
  }
}

function assertFinite(what: string, value: number, describe: () => string): void {
  if (Number.isFinite(value)) return;
  throw new TrainingError(
    "NOT_FINITE",
    `${describe()}: the ${what} is ${value}. Lower optimization.learning_rate, raise optimization.warmup_fraction, ` +
      "set optimization.clip_grad_norm, or look for broken clips among these; the last checkpoint is from before this step",
  );
}
