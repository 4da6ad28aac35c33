import { Module } from "../nn/module.js";
import type { Tensor } from "../tensor/index.js";

/**
 * What every model in this folder is: features [B, mel, frames] to logits [B, classes], by way of
 * an embedding [B, D] that evaluation can collect.
 */
export abstract class Classifier extends Module {
  /** [B, mel, frames] to [B, D]. */
  abstract embed(features: Tensor): Tensor;

  /** [B, D] to logits [B, classes]. */
  abstract classify(embedding: Tensor): Tensor;

  forward(features: Tensor): Tensor {
    return this.classify(this.embed(features));
  }
}
