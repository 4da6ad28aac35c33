// B = clips, A = channels of the audio, F = mel bands, T = frames, D = width.
import { BatchNorm1d, Conv2d, Dropout, Linear, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { planesOf } from "../planes.js";
import { ConformerLayer } from "./layer.js";
import { CONFORMER_STRIDE, type ConformerChoice } from "./options.js";

export interface ConformerOptions {
  /** Mel bands of the features of one channel of the audio. */
  numMels: number;
  /** Channels of the audio, which are the input planes; 1 if left out. */
  audioChannels?: number;
  /** Number of layers. */
  depth: number;
  heads: number;
  /** Values of each head. */
  headWidth: number;
  /** Frames that the convolution of a layer covers; odd. */
  kernelFrames: number;
  dropout: number;
}

/** Keeps one of four frames: [B, A, F, T] to [B, T / 4, D]. */
class Subsampling extends Module {
  readonly conv1: Conv2d;
  readonly conv2: Conv2d;
  readonly linear: Linear;
  readonly dropout: Dropout;

  constructor(audioChannels: number, numMels: number, width: number, dropout: number) {
    super();
    this.conv1 = new Conv2d(audioChannels, width, 3, { stride: 2, padding: 1 });
    this.conv2 = new Conv2d(width, width, 3, { stride: 2, padding: 1 });
    this.linear = new Linear(width * Math.ceil(numMels / CONFORMER_STRIDE), width);
    this.dropout = new Dropout(dropout);
  }

  forward(planes: Tensor): Tensor {
    const x = this.conv2.forward(this.conv1.forward(planes).relu_()).relu_(); // [B, D, F / 4, T / 4]
    return this.dropout.forward(this.linear.forward(x.flatten(1, 2).transpose(1, 2)));
  }
}

/**
 * A Conformer (Gulati et al., 2020): batch norm over mel bands, convolutions that keep one of four frames, and layers of attention
 * and convolution as torchaudio has them. The mean over time is the embedding of the clip.
 */
export class Conformer extends Encoder {
  readonly bn0: BatchNorm1d;
  readonly subsampling: Subsampling;
  readonly conformerLayers: ConformerLayer[];
  readonly width: number;
  readonly stride = CONFORMER_STRIDE;
  readonly minFrames = CONFORMER_STRIDE;
  readonly #audioChannels: number;

  constructor(options: ConformerOptions) {
    super();
    const { numMels, audioChannels = 1, depth, heads, headWidth, kernelFrames, dropout } = options;
    const width = heads * headWidth;
    this.#audioChannels = audioChannels;
    this.width = width;
    this.bn0 = new BatchNorm1d(audioChannels * numMels);
    this.subsampling = new Subsampling(audioChannels, numMels, width, dropout);
    this.conformerLayers = Array.from(
      { length: depth },
      () => new ConformerLayer(width, heads, kernelFrames, dropout),
    );
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [this.bn0, this.subsampling, ...this.conformerLayers];
  }

  forward(features: Tensor): Encoding {
    let x = this.subsampling.forward(planesOf(this.bn0.forward(features), this.#audioChannels)); // [B, T / 4, D]
    for (const layer of this.conformerLayers) x = layer.forward(x);
    return { clip: x.mean(1), frames: x.transpose(1, 2) };
  }
}

/** Builds the network of a recipe. */
export function createConformer(
  { depth, heads, head_width, kernel_frames, dropout }: ConformerChoice,
  { channels, audioChannels = 1 }: ModelContext,
): Conformer {
  return new Conformer({
    ...{ numMels: channels / audioChannels, audioChannels, depth, heads },
    ...{ headWidth: head_width, kernelFrames: kernel_frames, dropout },
  });
}
