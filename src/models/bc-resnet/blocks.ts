// B = clips, C = channels, F = rows of the frequency axis, T = frames.
import { BatchNorm2d, Conv2d, Dropout2d, Module, ReLU, Sequential, SiLU } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";

/** Batch norm of each part of the frequency axis as channels of their own, [B, C, F, T] (Chang et al., 2021). */
class SubSpectralNorm extends Module {
  readonly ssnorm: BatchNorm2d;
  readonly #numParts: number;

  constructor(channels: number, numParts: number) {
    super();
    this.ssnorm = new BatchNorm2d(channels * numParts);
    this.#numParts = numParts;
  }

  forward(input: Tensor): Tensor {
    const [, channels, rows] = input.shape as [number, number, number, number];
    const parts = input.reshape([-1, channels * this.#numParts, rows / this.#numParts, input.shape[3]!]);
    return this.ssnorm.forward(parts).reshape([-1, channels, rows, input.shape[3]!]);
  }
}

/** Layers in a field `block`, as the reference implementation names them. */
class Block extends Module {
  readonly block: Sequential;

  constructor(block: Sequential) {
    super();
    this.block = block;
  }

  forward(input: Tensor): Tensor {
    return this.block.forward(input);
  }
}

export interface ResidualOptions {
  channels: readonly [input: number, output: number];
  /** Stride of the frequency axis. */
  stride: number;
  /** Dilation of the time axis. */
  dilation: number;
  numParts: number;
  dropout: number;
}

/**
 * A broadcasted residual block: a convolution along frequency, one along time of the mean over frequency, which is added to every
 * row, and a shortcut where the number of channels is kept.
 */
export class BroadcastedResidual extends Module {
  readonly f2: Sequential;
  readonly f1: Sequential;
  readonly #hasShortcut: boolean;

  constructor({ channels: [input, output], stride, dilation, numParts, dropout }: ResidualOptions) {
    super();
    this.#hasShortcut = input === output;
    const along = { groups: output, bias: false };
    this.f2 = new Sequential(
      ...(input === output
        ? []
        : [
            new Block(
              new Sequential(
                new Conv2d(input, output, 1, { bias: false }),
                new BatchNorm2d(output),
                new ReLU(),
              ),
            ),
          ]),
      new Block(
        new Sequential(
          new Conv2d(output, output, [3, 1], { stride: [stride, 1], padding: [1, 0], ...along }),
          new SubSpectralNorm(output, numParts),
        ),
      ),
    );
    this.f1 = new Sequential(
      new Block(
        new Sequential(
          new Conv2d(output, output, [1, 3], { padding: [0, dilation], dilation: [1, dilation], ...along }),
          new BatchNorm2d(output),
          new SiLU(),
        ),
      ),
      new Conv2d(output, output, 1, { bias: false }),
      new Dropout2d(dropout),
    );
  }

  forward(input: Tensor): Tensor {
    const rows = this.f2.forward(input); // [B, C, F, T]
    const sum = rows.add(this.f1.forward(rows.mean(2, true)));
    return (this.#hasShortcut ? sum.add_(input) : sum).relu_();
  }
}
