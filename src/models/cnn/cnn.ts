// B = clips, A = channels of the audio, F = mel bands, T = frames, D = width of the embedding.
import { BatchNorm1d, BatchNorm2d, Conv2d, Dropout, Linear, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import { Encoder, type Encoding } from "../encoder.js";
import { planesOf } from "../planes.js";

export interface CnnOptions {
  /** Mel bands of the features of one channel of the audio. */
  numMels: number;
  /** Channels of the audio, which are the input planes of the first convolution; 1 if left out. */
  audioChannels?: number;
  /** Number of output channels of each block; every block halves both axes. */
  channels: readonly number[];
  dropout: number;
}

/** Convolution 3x3, batch norm, ReLU, average pooling 2x2: [B, C, F, T] to [B, out, F/2, T/2]. */
class ConvBlock extends Module {
  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, 3, { padding: 1, bias: false });
    this.bn = new BatchNorm2d(outChannels);
  }

  forward(input: Tensor): Tensor {
    return this.bn.forward(this.conv.forward(input)).relu_().avgPool2d(2);
  }
}

/**
 * A small convolutional network over log-mel spectrograms in the style of PANNs (Kong et al., 2020): batch norm over mel
 * bands, convolutional blocks, mean over frequency, maximum plus mean over time, and an embedding layer. Each block has one
 * convolution; those of PANNs' Cnn10 have two.
 */
export class Cnn extends Encoder {
  readonly bn0: BatchNorm1d;
  readonly blocks: ConvBlock[];
  readonly fc1: Linear;
  readonly dropout: Dropout;
  readonly width: number;
  readonly stride: number;
  readonly #audioChannels: number;

  constructor({ numMels, audioChannels = 1, channels, dropout }: CnnOptions) {
    super();
    this.#audioChannels = audioChannels;
    this.width = channels.at(-1)!;
    this.stride = 2 ** channels.length;
    this.bn0 = new BatchNorm1d(audioChannels * numMels);
    this.blocks = channels.map((out, i) => new ConvBlock(i === 0 ? audioChannels : channels[i - 1]!, out));
    this.fc1 = new Linear(this.width, this.width);
    this.dropout = new Dropout(dropout);
  }

  get minFrames(): number {
    return this.stride;
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [this.bn0, ...this.blocks, this.fc1];
  }

  forward(features: Tensor): Encoding {
    let x = planesOf(this.bn0.forward(features), this.#audioChannels); // [B, A, F, T]
    for (const block of this.blocks) x = block.forward(x);
    const frames = x.mean(2); // [B, D, T']
    const pooled = frames.amax(2).add(frames.mean(2)); // [B, D]
    const embedding = this.fc1.forward(this.dropout.forward(pooled)).relu(); // [B, D]
    // PANNs' dropout before the last layer; in evaluation it passes the embedding on.
    return { clip: this.dropout.forward(embedding), frames };
  }
}
