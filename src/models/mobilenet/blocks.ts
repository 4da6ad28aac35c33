// B = clips, C = channels, F = mel bands, T = frames.
import {
  BatchNorm2d,
  Conv2d,
  Hardswish,
  type Layer,
  Linear,
  Module,
  ReLU,
  Sequential,
} from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";

/** An inverted residual block at width 1, after table 1 of Howard et al. (2019). */
export interface BlockSizes {
  kernelSize: 3 | 5;
  expanded: number;
  out: number;
  /** Scales channels by their means. */
  hasExcitation: boolean;
  /** Hardswish in place of ReLU. */
  isHardswish: boolean;
  stride: 1 | 2;
}

const block = (
  kernelSize: 3 | 5,
  expanded: number,
  out: number,
  hasExcitation: boolean,
  isHardswish: boolean,
  stride: 1 | 2,
): BlockSizes => ({ kernelSize, expanded, out, hasExcitation, isHardswish, stride });

/** MobileNetV3-Large. */
export const BLOCKS: readonly BlockSizes[] = [
  block(3, 16, 16, false, false, 1),
  block(3, 64, 24, false, false, 2),
  block(3, 72, 24, false, false, 1),
  block(5, 72, 40, true, false, 2),
  block(5, 120, 40, true, false, 1),
  block(5, 120, 40, true, false, 1),
  block(3, 240, 80, false, true, 2),
  block(3, 200, 80, false, true, 1),
  block(3, 184, 80, false, true, 1),
  block(3, 184, 80, false, true, 1),
  block(3, 480, 112, true, true, 1),
  block(3, 672, 112, true, true, 1),
  block(5, 672, 160, true, true, 2),
  block(5, 960, 160, true, true, 1),
  block(5, 960, 160, true, true, 1),
];

/** Rounds a number of channels to a multiple of 8, at least 8, and not below 90 % of it. */
export function toMultipleOf8(channels: number): number {
  const rounded = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

/** Convolution, batch norm, activation; `groups` as many as channels is depthwise. */
export function convNorm(
  [inChannels, outChannels]: readonly [number, number],
  options: { kernelSize: number; stride?: number; groups?: number; momentum: number },
  activation: Layer | null,
): Sequential {
  const { kernelSize, stride = 1, groups = 1, momentum } = options;
  return new Sequential(
    new Conv2d(inChannels, outChannels, kernelSize, {
      ...{ stride, padding: (kernelSize - 1) / 2, groups, bias: false },
    }),
    new BatchNorm2d(outChannels, { eps: 1e-3, momentum }),
    ...(activation === null ? [] : [activation]),
  );
}

/** Scales channels [B, C, F, T] by factors computed from their means, with linear layers as in EfficientAT. */
class Excitation extends Module {
  readonly fc1: Linear;
  readonly fc2: Linear;

  constructor(channels: number) {
    super();
    const squeezed = toMultipleOf8(Math.floor(channels / 4));
    this.fc1 = new Linear(channels, squeezed);
    this.fc2 = new Linear(squeezed, channels);
  }

  forward(input: Tensor): Tensor {
    const factors = this.fc2.forward(this.fc1.forward(input.mean([2, 3])).relu()).sigmoid(); // [B, C]
    return input.mul(factors.unsqueeze(2).unsqueeze(3));
  }
}

/** EfficientAT may scale along several axes; its published networks scale channels alone. */
class Excitations extends Module {
  readonly concSeLayers: readonly [Excitation];

  constructor(channels: number) {
    super();
    this.concSeLayers = [new Excitation(channels)];
  }

  forward(input: Tensor): Tensor {
    return this.concSeLayers[0].forward(input);
  }
}

/** Expands the channels, convolves each alone, and projects back, beside a shortcut where the shape is kept. */
export class InvertedResidual extends Module {
  readonly block: Sequential;
  readonly #hasShortcut: boolean;

  constructor(inChannels: number, sizes: BlockSizes, width: number, momentum: number) {
    super();
    const { kernelSize, stride, hasExcitation, isHardswish } = sizes;
    const expanded = toMultipleOf8(sizes.expanded * width);
    const out = toMultipleOf8(sizes.out * width);
    const activation = (): Layer => (isHardswish ? new Hardswish() : new ReLU());
    this.#hasShortcut = stride === 1 && inChannels === out;
    this.block = new Sequential(
      ...(expanded === inChannels
        ? []
        : [convNorm([inChannels, expanded], { kernelSize: 1, momentum }, activation())]),
      convNorm([expanded, expanded], { kernelSize, stride, groups: expanded, momentum }, activation()),
      ...(hasExcitation ? [new Excitations(expanded)] : []),
      convNorm([expanded, out], { kernelSize: 1, momentum }, null),
    );
  }

  forward(input: Tensor): Tensor {
    const output = this.block.forward(input);
    return this.#hasShortcut ? output.add_(input) : output;
  }
}
