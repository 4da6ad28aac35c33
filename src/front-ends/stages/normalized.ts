import type { Module } from "../../nn/module.js";
import { noGrad, type Tensor } from "../../tensor/index.js";
import { FrontEnd } from "../front-end.js";
import type { Measurement } from "./measurement.js";
import { type Normalization, TrainingSetNormalization } from "./normalizations.js";

/** Normalizes the features of another front end. */
export class Normalized extends FrontEnd {
  readonly inner: FrontEnd;
  readonly normalization: Normalization;
  readonly #numClips: number;

  /** @param numClips the most training clips to measure */
  constructor(inner: FrontEnd, normalization: Normalization, numClips: number) {
    super();
    this.inner = inner;
    this.normalization = normalization;
    this.#numClips = numClips;
  }

  get channels(): number {
    return this.inner.channels;
  }

  get minSamples(): number {
    return this.inner.minSamples;
  }

  numFrames(numSamples: number): number {
    return this.inner.numFrames(numSamples);
  }

  override get learned(): Readonly<Record<string, Module>> {
    const { inner, normalization } = this;
    return normalization.stateDict().size === 0 ? inner.learned : { ...inner.learned, normalization };
  }

  override get measurement(): Measurement | null {
    const { inner, normalization } = this;
    if (!(normalization instanceof TrainingSetNormalization)) return null;
    return {
      numClips: this.#numClips,
      isDone: normalization.isMeasured,
      features: (wave) => noGrad(() => inner.forward(wave)),
      set: (statistics) => normalization.set(statistics),
    };
  }

  override get decibelsPerUnit(): number | null {
    return null;
  }

  forward(wave: Tensor): Tensor {
    return this.normalization.forward(this.inner.forward(wave));
  }
}
