// B = clips, D = values of an embedding.
import { ShapeError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { expectOption, expectShape, widen, widenLike } from "./inputs.js";
import { type Reduction, reductionCode } from "./reduction.js";

export interface TripletMarginOptions {
  reduction?: Reduction;
  /** Least difference of the distances to the negative and to the positive, above 0. */
  margin?: number;
  /** Exponent of the norm, from 0; 2 is the Euclidean distance. */
  p?: number;
  /** Added to each difference of values, for gradients at distance 0. */
  eps?: number;
  /** Uses the distance of positive and negative if it is smaller than that of anchor and negative (Balntas et al., 2016). */
  swap?: boolean;
}

/**
 * Triplet margin loss: `max(distance(anchor, positive) - distance(anchor, negative) + margin, 0)` of embeddings [B, D].
 * `none` returns [B]. Equals `torch.nn.functional.triplet_margin_loss`.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function tripletMarginLoss(
  anchors: Tensor,
  positives: Tensor,
  negatives: Tensor,
  options: TripletMarginOptions = {},
): Tensor {
  const loss = "tripletMarginLoss";
  const { margin = 1, p = 2, eps = 1e-6, swap = false } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(loss, "margin", margin, margin > 0, "above 0");
  expectOption(loss, "p", p, p >= 0, "from 0");
  expectOption(loss, "eps", eps, eps >= 0, "from 0");
  const a = checkEmbeddings(loss, "anchors", anchors);
  const [b, c] = [positives, negatives].map((tensor, i) =>
    alike({ loss, name: i === 0 ? "positives" : "negatives" }, tensor, a, "the anchors"),
  ) as [Tensor, Tensor];
  return ops.tripletMarginLoss(a, b, c, margin, p, eps, swap, reduction);
}

/**
 * Cosine embedding loss of pairs of embeddings [B, D]: `1 - cos` for a pair that belongs together (label 1), and
 * `max(cos - margin, 0)` for one that does not (label -1). Labels are [B]; `margin` is from -1 to 1, by default 0.
 * `none` returns [B]. Equals `torch.nn.functional.cosine_embedding_loss`.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function cosineEmbeddingLoss(
  first: Tensor,
  second: Tensor,
  labels: Tensor,
  options: { reduction?: Reduction; margin?: number } = {},
): Tensor {
  const loss = "cosineEmbeddingLoss";
  const { margin = 0 } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(loss, "margin", margin, margin >= -1 && margin <= 1, "from -1 to 1");
  const a = checkEmbeddings(loss, "the first embeddings", first);
  const b = alike({ loss, name: "the second embeddings" }, second, a, "the first");
  expectShape({ loss, name: "labels" }, labels, a.shape.slice(0, 1), "1 or -1 for each pair");
  return ops.cosineEmbeddingLoss(a, b, labels, margin, reduction);
}

/** Returns embeddings in the dtype of the loss. Throws ShapeError unless they are [B, D]. */
export function checkEmbeddings(loss: string, name: string, embeddings: Tensor): Tensor {
  const { shape } = embeddings;
  if (shape.length !== 2) {
    throw new ShapeError("SHAPE", `${loss}: expected ${name} of shape [B, D], got [${shape.join(", ")}]`);
  }
  return widen({ loss, name }, embeddings);
}

/** Returns `tensor` in the dtype of the loss. Throws unless it is like `first`. */
export function alike(
  input: { loss: string; name: string },
  tensor: Tensor,
  first: Tensor,
  of: string,
): Tensor {
  expectShape(input, tensor, first.shape, `the shape of ${of}`);
  return widenLike(input, tensor, first);
}
