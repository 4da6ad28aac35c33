// B = clips, A = channels of the audio, F = mel bands, T = frames, D = width of the embedding.
import { BatchNorm1d, BatchNorm2d, Conv2d, Dropout, Linear, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { initXavier } from "../initial-weights.js";
import { planesOf } from "../planes.js";
import type { PannsChoice, PannsLayout } from "./options.js";

export interface PannsOptions {
  /** Mel bands of the features of one channel of the audio. */
  numMels: number;
  /** Channels of the audio; 1 if left out. */
  audioChannels?: number;
  layout: PannsLayout;
  /** Factor on the channels of every layer. */
  width: number;
  /** Dropout after each block. */
  blockDropout: number;
  /** Dropout before the embedding layer. */
  dropout: number;
}

/** One or two convolutions, each with batch norm and ReLU: [B, in, T, F] to [B, out, T, F]. */
class ConvBlock extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d | null;
  readonly bn2: BatchNorm2d | null;

  constructor(inChannels: number, outChannels: number, { kernelSize, numConvs }: PannsLayout) {
    super();
    const padding = (kernelSize - 1) / 2;
    const conv = (channels: number): Conv2d =>
      new Conv2d(channels, outChannels, kernelSize, { padding, bias: false });
    this.conv1 = conv(inChannels);
    this.bn1 = new BatchNorm2d(outChannels);
    this.conv2 = numConvs === 2 ? conv(outChannels) : null;
    this.bn2 = numConvs === 2 ? new BatchNorm2d(outChannels) : null;
  }

  forward(input: Tensor): Tensor {
    const x = this.bn1.forward(this.conv1.forward(input)).relu_();
    return this.conv2 === null ? x : this.bn2!.forward(this.conv2.forward(x)).relu_();
  }
}

/**
 * CNN6, CNN10 or CNN14 of PANNs (Kong et al., 2020) over log-mel spectrograms: batch norm over mel bands, convolutional blocks,
 * mean over frequency, maximum plus mean over time, and an embedding layer. The state dict has the names of the published
 * checkpoints (github.com/qiuqiangkong/audioset_tagging_cnn), whose kernels lie along time first.
 */
export class Panns extends Encoder {
  readonly bn0: BatchNorm1d;
  readonly fc1: Linear;
  readonly dropout: Dropout;
  readonly blockDropout: Dropout;
  readonly width: number;
  readonly stride: number;
  readonly #blocks: readonly ConvBlock[];
  readonly #numPoolings: number;
  readonly #audioChannels: number;

  constructor({ numMels, audioChannels = 1, layout, width, blockDropout, dropout }: PannsOptions) {
    super();
    const channels = layout.channels.map((count) => Math.max(1, Math.round(count * width)));
    this.#audioChannels = audioChannels;
    this.#numPoolings = layout.numPoolings;
    this.#blocks = channels.map(
      (out, i) => new ConvBlock(i === 0 ? audioChannels : channels[i - 1]!, out, layout),
    );
    this.width = channels.at(-1)!;
    this.stride = 2 ** layout.numPoolings;
    this.bn0 = new BatchNorm1d(audioChannels * numMels);
    this.fc1 = new Linear(this.width, this.width);
    this.dropout = new Dropout(dropout);
    this.blockDropout = new Dropout(blockDropout);
    initXavier(this);
  }

  override *children(): Iterable<[string, Module]> {
    yield* super.children();
    for (const [i, block] of this.#blocks.entries()) yield [`conv_block${i + 1}`, block];
  }

  get minFrames(): number {
    return this.stride;
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [this.bn0, ...this.#blocks, this.fc1];
  }

  forward(features: Tensor): Encoding {
    let x = planesOf(this.bn0.forward(features), this.#audioChannels).transpose(2, 3); // [B, A, T, F]
    for (const [i, block] of this.#blocks.entries()) {
      const output = block.forward(x);
      x = this.blockDropout.forward(i < this.#numPoolings ? output.avgPool2d(2) : output);
    }
    const frames = x.mean(3); // [B, D, T']
    const pooled = frames.amax(2).add(frames.mean(2)); // [B, D]
    return { clip: this.fc1.forward(this.dropout.forward(pooled)).relu(), frames };
  }
}

/** Builds the network of a recipe. */
export function createPanns(
  layout: PannsLayout,
  { width, block_dropout, dropout }: PannsChoice,
  { channels, audioChannels = 1 }: ModelContext,
): Panns {
  const numMels = channels / audioChannels;
  return new Panns({ numMels, audioChannels, layout, width, blockDropout: block_dropout, dropout });
}
