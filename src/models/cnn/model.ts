import { BatchNorm1d, BatchNorm2d, Conv2d, Dropout, Linear, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import { Classifier } from "../classifier.js";

export interface CnnOptions {
  numMels: number;
  numClasses: number;
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
 * A small convolutional network over log-mel spectrograms in the style of PANNs (Kong et al., 2020):
 * batch norm over mel bands, convolutional blocks, mean over frequency, maximum plus mean over time,
 * an embedding layer and the classifier. Each block has one convolution; those of PANNs' Cnn10 have two.
 */
export class Cnn extends Classifier {
  readonly bn0: BatchNorm1d;
  readonly blocks: ConvBlock[];
  readonly fc1: Linear;
  readonly fc: Linear;
  readonly dropout: Dropout;

  constructor(options: CnnOptions) {
    super();
    const { channels } = options;
    const width = channels.at(-1)!;
    this.bn0 = new BatchNorm1d(options.numMels);
    this.blocks = channels.map((out, i) => new ConvBlock(i === 0 ? 1 : channels[i - 1]!, out));
    this.fc1 = new Linear(width, width);
    this.fc = new Linear(width, options.numClasses);
    this.dropout = new Dropout(options.dropout);
  }

  embed(features: Tensor): Tensor {
    let x = this.bn0.forward(features).unsqueeze(1); // [B, 1, F, T]
    for (const block of this.blocks) x = block.forward(x);
    const overTime = x.mean(2); // [B, C, T']
    const pooled = overTime.amax(2).add(overTime.mean(2)); // [B, C]
    return this.fc1.forward(this.dropout.forward(pooled)).relu(); // [B, D]
  }

  classify(embedding: Tensor): Tensor {
    return this.fc.forward(this.dropout.forward(embedding));
  }
}
