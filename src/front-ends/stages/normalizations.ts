// B = clips, C = channels of the features, F = frames.
import { BatchNorm1d, Buffer, type Layer, Module } from "../../nn/index.js";
import { noGrad, scope, Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import type { FeatureStatistics } from "./measurement.js";
import type { NormalizationChoice } from "./schema.js";

/** Added to variances, so that a constant channel stays finite. */
const EPS = 1e-6;

type Over = NormalizationChoice["normalize_over"];

/** Subtracts the mean over a clip's frames and divides by its deviation. */
export class InstanceNormalization extends Module {
  readonly #axes: readonly number[];

  constructor(over: Over) {
    super();
    this.#axes = over === "band" ? [2] : [1, 2];
  }

  forward(features: Tensor): Tensor {
    const centred = features.sub(features.mean(this.#axes, true));
    return centred.mul(centred.square().mean(this.#axes, true).add(EPS).rsqrt());
  }
}

/** Subtracts a mean and divides by a deviation that were measured on the training clips. */
export class TrainingSetNormalization extends Module {
  readonly mean: Buffer; // [C, 1]
  readonly deviation: Buffer; // [C, 1]
  /** Clips of the measurement; 0 before it. */
  readonly numClips: Buffer; // []
  readonly #over: Over;

  constructor(channels: number, over: Over) {
    super();
    this.#over = over;
    this.mean = new Buffer(ops.zeros([channels, 1]));
    this.deviation = new Buffer(ops.ones([channels, 1]));
    this.numClips = new Buffer(ops.zeros([], { dtype: "int64" }));
  }

  /** True if it has statistics, measured or loaded. */
  get isMeasured(): boolean {
    return Number(this.numClips.item()) > 0; // sync
  }

  set({ mean, deviation, numClips }: FeatureStatistics): void {
    const [means, deviations] = this.#over === "band" ? [mean, deviation] : pooled(mean, deviation);
    const fill = (buffer: Buffer, values: readonly number[]): void =>
      void buffer.copy_(Tensor.from(Float64Array.from(values), { shape: [values.length, 1] }));
    noGrad(() =>
      scope(() => {
        fill(this.mean, means);
        fill(
          this.deviation,
          deviations.map((one) => Math.sqrt(one ** 2 + EPS)),
        );
        this.numClips.fill_(numClips);
      }),
    );
  }

  forward(features: Tensor): Tensor {
    return features.sub(this.mean).div(this.deviation);
  }
}

/** Mean and deviation of all channels together. */
function pooled(mean: readonly number[], deviation: readonly number[]): [number[], number[]] {
  const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const all = average(mean);
  const spread = Math.sqrt(average(deviation.map((one, i) => one ** 2 + (mean[i]! - all) ** 2)));
  return [mean.map(() => all), deviation.map(() => spread)];
}

/** Batch norm without weights: the batch's statistics in training, running ones in evaluation. */
export class RunningNormalization extends BatchNorm1d {
  readonly #over: Over;

  constructor(channels: number, over: Over) {
    super(over === "band" ? channels : 1, { affine: false, eps: EPS });
    this.#over = over;
  }

  override forward(features: Tensor): Tensor {
    if (this.#over === "band") return super.forward(features);
    const channels = features.shape[1]!;
    return super.forward(features.flatten(1).unsqueeze(1)).reshape([features.shape[0]!, channels, -1]);
  }
}

export type Normalization = Layer & (InstanceNormalization | TrainingSetNormalization | RunningNormalization);
