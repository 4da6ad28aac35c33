// B = clips, D = width of the embedding, F = frames, C = labels, R = rows of outputs: C, or 2 C with attention.
import { ShapeError } from "../../errors.js";
import type { Encoding } from "../../models/encoder.js";
import { Linear, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";

/**
 * A linear layer on the embedding of each frame, and one for the attention of each label where that pools frames:
 * [B, D, F] to [B, R, F], the labels first.
 */
export class FrameHead extends Module {
  readonly fc: Linear;
  readonly attention: Linear | null;

  constructor(width: number, numLabels: number, hasAttention: boolean) {
    super();
    this.fc = new Linear(width, numLabels);
    this.attention = hasAttention ? new Linear(width, numLabels) : null;
  }

  /** @throws ShapeError for a model without embeddings of frames */
  forward({ frames }: Encoding): Tensor {
    if (frames === null)
      throw new ShapeError(
        "FRAMES",
        "task.name: detection needs a model with embeddings of frames, and this one has none; set model.name to crnn, conformer or cnn",
      );
    const byFrame = frames.transpose(1, 2); // [B, F, D]
    const parts = [this.fc, ...(this.attention === null ? [] : [this.attention])];
    return ops.cat(
      parts.map((part) => part.forward(byFrame).transpose(1, 2)),
      1,
    );
  }
}
