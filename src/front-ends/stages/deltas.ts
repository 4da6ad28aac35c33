// B = clips, C = channels of the features, F = frames, W = frames of the regression.
import type { Module } from "../../nn/module.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { FrontEnd } from "../front-end.js";

/**
 * Adds derivatives in time as further channels: [B, C, F] to [B, C (1 + order), F].
 *
 * A derivative is the slope of a line through W frames, the ends repeated; the second is the derivative of the first:
 * `torchaudio.functional.compute_deltas` (2.11), and `librosa.feature.delta(mode="nearest")` (0.11) for the first.
 */
export class Deltas extends FrontEnd {
  readonly inner: FrontEnd;
  readonly slope;
  readonly #order: number;
  readonly #reach: number;

  /** @param width frames of the regression, an odd number */
  constructor(inner: FrontEnd, order: number, width: number) {
    super();
    this.inner = inner;
    this.#order = order;
    this.#reach = (width - 1) / 2;
    const reach = this.#reach;
    const scale = (reach * (reach + 1) * (2 * reach + 1)) / 3;
    const slope = Float64Array.from({ length: width }, (_, i) => (i - reach) / scale);
    this.slope = this.constant((dtype) => Tensor.from(slope, { shape: [1, 1, 1, width] }).to(dtype));
  }

  get channels(): number {
    return this.inner.channels * (1 + this.#order);
  }

  get minSamples(): number {
    return this.inner.minSamples;
  }

  numFrames(numSamples: number): number {
    return this.inner.numFrames(numSamples);
  }

  override get learned(): Readonly<Record<string, Module>> {
    return this.inner.learned;
  }

  override get decibelsPerUnit(): number | null {
    return this.inner.decibelsPerUnit;
  }

  forward(wave: Tensor): Tensor {
    const parts = [this.inner.forward(wave)]; // [B, C, F] each
    for (let i = 0; i < this.#order; i++) parts.push(this.#derivative(parts.at(-1)!));
    return ops.cat(parts, 1);
  }

  #derivative(features: Tensor): Tensor {
    const padded = ops.pad(features, [this.#reach, this.#reach], "replicate"); // [B, C, F + W - 1]
    return ops.conv2d(padded.unsqueeze(1), this.slope).squeeze(1);
  }
}
