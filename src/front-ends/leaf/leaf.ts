// B = clips, T = samples of a clip, N = filters, F = frames, K = samples of a window.
import { Module, Parameter } from "../../nn/module.js";
import { scope, Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { upload } from "../../tensor/upload.js";
import { FrontEnd } from "../front-end.js";
import type { FrontEndContext } from "../front-end-options.js";
import { Pcen } from "../pcen/compression.js";
import { normalized } from "../stages/index.js";
import { GaborPower } from "./gabor.js";
import { type LeafChoice, type LeafLengths, leafLengths, leafMaxHz } from "./options.js";

/** First width of the pooling, which makes it about a Hann window. */
const POOLING_WIDTH = 0.4;
/** Smallest energy of a frame, in the energy normalization. */
const LEAST_ENERGY = 1e-5;
/** Numbers of leaf-audio's energy normalization. */
const PCEN = { alpha: 0.96, delta: 2, root: 2, smoothing: 0.04, floor: 1e-12 };

/** Averages the energy of each filter under a Gaussian of its own: [B, N, T] to [B, N, T / hop]. */
class GaussianPooling extends Module {
  /** Deviation of each Gaussian, over half of the window. */
  readonly width: Parameter; // [N]
  readonly #lengths: LeafLengths;

  constructor(numFilters: number, lengths: LeafLengths, isTrained: boolean) {
    super();
    this.#lengths = lengths;
    this.width = learned(numFilters, POOLING_WIDTH, isTrained);
  }

  forward(energy: Tensor): Tensor {
    const { windowSamples, hopSamples } = this.#lengths;
    const [numFilters] = this.width.shape as [number];
    const half = 0.5 * (windowSamples - 1);
    const times = Float64Array.from({ length: windowSamples }, (_, i) => (i - half) / half);
    const { dtype, device } = this.width;
    const width = this.width.clamp(2 / windowSamples, 0.5).unsqueeze(1); // [N, 1]
    const time = upload(Tensor.from(times).to(dtype), device); // [K]
    const weights = time.div(width).square().mul(-0.5).exp().unsqueeze(1); // [N, 1, K]
    const before = Math.floor((windowSamples - hopSamples) / 2);
    const padded = ops.pad(energy, [before, windowSamples - hopSamples - before]);
    return ops.conv1d(padded, weights, null, hopSamples, 0, 1, numFilters);
  }
}

/**
 * LEAF, a learnable filter bank (Zeghidour et al., 2021): [B, T] to [B, N, T / hop]. Gabor filters that begin as mel bands,
 * Gaussian pooling, and energy normalization with trained smoothing: the default of google-research/leaf-audio, for whole hops.
 */
export class Leaf extends FrontEnd {
  readonly filterbank: GaborPower;
  readonly pooling: GaussianPooling;
  readonly pcen: Pcen;
  readonly #choice: LeafChoice;
  readonly #lengths: LeafLengths;

  constructor(choice: LeafChoice, context: FrontEndContext) {
    super();
    this.#choice = choice;
    this.#lengths = leafLengths(choice, context);
    const { num_filters: numFilters, min_hz: minHz, train_filters, train_pooling, train_pcen } = choice;
    const { windowSamples } = this.#lengths;
    const maxHz = leafMaxHz(choice, context);
    this.filterbank = new GaborPower({ numFilters, windowSamples, minHz, maxHz, ...context }, train_filters);
    this.pooling = new GaussianPooling(numFilters, this.#lengths, train_pooling);
    const number = (value: number) => learned(numFilters, value, train_pcen);
    this.pcen = new Pcen(
      {
        alpha: number(PCEN.alpha),
        delta: number(PCEN.delta),
        root: number(PCEN.root),
        smoothing: number(PCEN.smoothing),
      },
      PCEN.floor,
      "first_frame",
    );
  }

  get channels(): number {
    return this.#choice.num_filters;
  }

  get minSamples(): number {
    return this.#lengths.hopSamples;
  }

  numFrames(numSamples: number): number {
    return Math.floor(numSamples / this.#lengths.hopSamples);
  }

  override get learned(): Readonly<Record<string, Module>> {
    const { filterbank, pooling, pcen } = this;
    return { filterbank, pooling, pcen };
  }

  override get decibelsPerUnit(): null {
    return null;
  }

  forward(wave: Tensor): Tensor {
    const energy = this.pooling.forward(this.filterbank.forward(wave)); // [B, N, F]
    return this.pcen.forward(energy.clampMin(LEAST_ENERGY));
  }
}

function learned(count: number, value: number, isTrained: boolean): Parameter {
  const parameter = scope(() => new Parameter(ops.full([count], value, { dtype: "float32" })));
  parameter.requiresGrad = isTrained;
  return parameter;
}

/** Builds the learnable filter bank of a recipe. */
export function createLeaf(choice: LeafChoice, context: FrontEndContext): FrontEnd {
  return normalized(new Leaf(choice, context), choice);
}
