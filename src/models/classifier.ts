import { Module } from "../nn/module.js";
import type { Tensor } from "../tensor/index.js";

/**
 * The base of the models in this folder: features [B, mel, frames] to logits [B, classes], through an
 * embedding [B, D] that evaluation can collect.
 */
export abstract class Classifier extends Module {
  /** Computes embeddings [B, D] of features [B, mel, frames]. */
  abstract embed(features: Tensor): Tensor;

  /** Computes logits [B, classes] of embeddings [B, D]. */
  abstract classify(embedding: Tensor): Tensor;

  forward(features: Tensor): Tensor {
    return this.classify(this.embed(features));
  }
}
