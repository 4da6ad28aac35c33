// B = clips, D = width of the embedding, O = outputs.
import type { Encoding } from "../models/encoder.js";
import { Linear, Module } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";

/** One linear layer on the embedding of each clip: [B, D] to [B, O]. */
export class LinearHead extends Module {
  readonly fc: Linear;

  constructor(width: number, numOutputs: number) {
    super();
    this.fc = new Linear(width, numOutputs);
  }

  forward({ clip }: Encoding): Tensor {
    return this.fc.forward(clip);
  }
}
