// B = clips, C = channels of the features, F = frames of the features, O = outputs of the task.
import { type Layer, Module } from "../nn/module.js";
import type { Tensor } from "../tensor/index.js";
import type { Encoder, Encoding } from "./encoder.js";

/** The last layer of a model, which a task chooses: embeddings to outputs [B, O]. */
export type Head = Layer<Encoding>;

/** An encoder with the head of a task: features [B, C, F] to outputs [B, O]. */
export class Model extends Module {
  readonly encoder: Encoder;
  readonly head: Head;

  constructor(encoder: Encoder, head: Head) {
    super();
    this.encoder = encoder;
    this.head = head;
  }

  /** The architecture's name for people: that of the encoder's class. */
  get name(): string {
    return this.encoder.constructor.name;
  }

  forward(features: Tensor): Tensor {
    return this.head.forward(this.encoder.forward(features));
  }
}
