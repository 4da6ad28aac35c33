// B = clips, C = channels of the features, F = frames of the features, D = width of the embedding.
import { Module } from "../nn/module.js";
import type { Tensor } from "../tensor/index.js";

/** The result of an encoder. */
export interface Encoding {
  /** The embedding of each clip. */
  clip: Tensor; // [B, D]
  /** The embeddings of its frames; null for an encoder without them. */
  frames: Tensor | null; // [B, D, F']
}

/** A model without its last layer, which belongs to the task: features [B, C, F] to embeddings. */
export abstract class Encoder extends Module {
  /** Computes the embeddings of features [B, C, F]. */
  abstract override forward(features: Tensor): Encoding;
  /** Width of the embeddings, D. */
  abstract readonly width: number;
  /** The fewest frames of features that it can process. */
  abstract readonly minFrames: number;
  /** Frames of features for each frame of the embeddings: F' is about F / stride. */
  abstract readonly stride: number;

  /**
   * Its blocks in the order of the computation, for learning rates that fall with depth (`optimization.layer_decay`); several
   * modules of the same depth are a list. Every parameter is in a block. null if the encoder declares none.
   */
  get blocksInOrder(): readonly (Module | readonly Module[])[] | null {
    return null;
  }

  /**
   * Its table of learned positions [1, leading + rows * columns, D], which `--init-from` interpolates to other lengths: the
   * name in its state dict, the positions before the grid, and the rows of the grid. null for an encoder without one.
   */
  get positions(): { name: string; numLeading: number; rows: number } | null {
    return null;
  }
}
