import type { Tensor } from "../tensor/index.js";
import { ReLU, Sigmoid } from "./activation.js";
import { AdaptiveAvgPool2d } from "./adaptive-pooling.js";
import { Conv2d } from "./conv.js";
import { type Layer, Module } from "./module.js";

export interface SqueezeExcitationOptions {
  /** Default: ReLU. */
  activation?: Layer;
  /** Default: Sigmoid. */
  scaleActivation?: Layer;
}

/**
 * Scales the channels of [B, C, H, W] by factors computed from their means (Hu et al., 2017). Equals
 * `torchvision.ops.SqueezeExcitation` 0.28, with its names of weights.
 */
export class SqueezeExcitation extends Module {
  readonly avgpool = new AdaptiveAvgPool2d(1);
  readonly fc1: Conv2d;
  readonly fc2: Conv2d;
  readonly activation: Layer;
  readonly scaleActivation: Layer;

  constructor(inputChannels: number, squeezeChannels: number, options: SqueezeExcitationOptions = {}) {
    super();
    this.fc1 = new Conv2d(inputChannels, squeezeChannels, 1);
    this.fc2 = new Conv2d(squeezeChannels, inputChannels, 1);
    this.activation = options.activation ?? new ReLU();
    this.scaleActivation = options.scaleActivation ?? new Sigmoid();
  }

  forward(input: Tensor): Tensor {
    const squeezed = this.activation.forward(this.fc1.forward(this.avgpool.forward(input)));
    return this.scaleActivation.forward(this.fc2.forward(squeezed)).mul(input); // [B, C, 1, 1] * [B, C, H, W]
  }
}
