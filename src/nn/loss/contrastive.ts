// Losses that compare the clips of a batch with each other.
// B = clips of this rank, N = clips of all ranks, D = values of an embedding.
import { DTypeError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { alike, checkEmbeddings } from "./distances.js";
import type { GatherRows } from "./gather.js";
import { expectOption, expectShape } from "./inputs.js";
import { type Reduction, reduce, reductionCode } from "./reduction.js";

/** In place of the similarity of a clip to itself: no share of a softmax, and finite where a clip is alone. */
const LEAST = -1e30;

export interface CoupledLossOptions {
  /** `none` returns the loss of each clip of this rank, [B]. */
  reduction?: Reduction;
  /** Collects the clips of all ranks to compare with; by default this rank's own are compared. */
  gather?: GatherRows | null;
}

export interface ContrastiveOptions extends CoupledLossOptions {
  /** Divides the cosine similarities, above 0. */
  temperature?: number;
}

/**
 * Supervised contrastive loss (Khosla et al., 2020, equation 2): the cross entropy of finding the clips of the same label
 * among all others by cosine similarity, averaged over them. Embeddings [B, D] are normalized here; labels are int64 [B].
 * The temperature is 0.1 by default. A clip without another of its label has the loss 0, and counts in the mean.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function supervisedContrastiveLoss(
  embeddings: Tensor,
  labels: Tensor,
  options: ContrastiveOptions = {},
): Tensor {
  const loss = "supervisedContrastiveLoss";
  const { temperature = 0.1, gather = null } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(loss, "temperature", temperature, temperature > 0, "above 0");
  const own = normalized(checkEmbeddings(loss, "embeddings", embeddings)); // [B, D]
  expectLabels(loss, labels, own);
  const { all, start } = gathered(own, gather);
  const isPositive = sameLabel(labels, gather, start); // [B, N]
  const self = selfPairs(own, all, start);
  const similarities = own.matmul(all.t()).div(temperature).maskedFill(self, LEAST); // [B, N]
  const logProbs = similarities.sub(similarities.logsumexp(1, true));
  const count = isPositive.sum(1).clamp({ min: 1 });
  return reduce(logProbs.maskedFill(isPositive.logicalNot(), 0).sum([1]).div(count).neg(), reduction);
}

/**
 * Normalized temperature-scaled cross entropy (NT-Xent; Chen et al., 2020) of two views of each clip, embeddings [B, D]:
 * the cross entropy of finding a clip's other view among all views by cosine similarity. Embeddings are normalized here.
 * The temperature is 0.5 by default. The loss of a clip is the mean of those of its two views.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function ntXentLoss(first: Tensor, second: Tensor, options: ContrastiveOptions = {}): Tensor {
  const loss = "ntXentLoss";
  const { temperature = 0.5, gather = null } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(loss, "temperature", temperature, temperature > 0, "above 0");
  const x = checkEmbeddings(loss, "the first views", first);
  const views = [x, alike({ loss, name: "the second views" }, second, x, "the first")].map(normalized);
  const [a, b] = views.map((own) => ({ own, ...gathered(own, gather) })) as [Views, Views];
  const lossOf = (from: Views, to: Views): Tensor => {
    const inSame = from.own.matmul(from.all.t()); // [B, N]
    const inOther = from.own.matmul(to.all.t());
    const self = selfPairs(from.own, from.all, from.start);
    const others = [inSame.maskedFill(self, LEAST), inOther];
    const similarities = ops.cat(others, 1).div(temperature); // [B, 2 N]
    const positive = inOther.diagonal(from.start).div(temperature); // [B]
    return similarities.logsumexp(1).sub(positive);
  };
  return reduce(lossOf(a, b).add(lossOf(b, a)).div(2), reduction);
}

interface Views {
  own: Tensor; // [B, D]
  all: Tensor; // [N, D]
  start: number;
}

/**
 * Triplet loss of the hardest triplets of a batch (Hermans et al., 2017): for each clip, the farthest clip of its label and
 * the nearest of another, `max(distance to the positive - distance to the negative + margin, 0)`, in Euclidean distance of
 * embeddings [B, D]; labels are int64 [B]. A clip without a positive or without a negative has the loss 0, and counts in
 * the mean. The margin is above 0, by default 0.2.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 */
export function batchHardTripletLoss(
  embeddings: Tensor,
  labels: Tensor,
  options: CoupledLossOptions & { margin?: number } = {},
): Tensor {
  const loss = "batchHardTripletLoss";
  const { margin = 0.2, gather = null } = options;
  const reduction = reductionCode(loss, options.reduction);
  expectOption(loss, "margin", margin, margin > 0, "above 0");
  const own = checkEmbeddings(loss, "embeddings", embeddings);
  expectLabels(loss, labels, own);
  const { all, start } = gathered(own, gather);
  const isPositive = sameLabel(labels, gather, start); // [B, N]
  const isNegative = isPositive.logicalOr(selfPairs(own, all, start)).logicalNot();
  // Exact at small distances, where the formula by products cancels.
  const distances = ops.cdist(own, all, 2, 2); // [B, N]
  const farthest = distances.maskedFill(isPositive.logicalNot(), Number.NEGATIVE_INFINITY).amax([1]);
  const nearest = distances.maskedFill(isNegative.logicalNot(), Number.POSITIVE_INFINITY).amin([1]);
  // Infinite where there is no positive or no negative: the loss is then 0, and so is its gradient.
  return reduce(farthest.sub(nearest).add(margin).clamp({ min: 0 }), reduction);
}

function normalized(embeddings: Tensor): Tensor {
  return embeddings.div(embeddings.norm(2, [1], true).clamp({ min: 1e-12 }));
}

function gathered(rows: Tensor, gather: GatherRows | null): { all: Tensor; start: number } {
  return gather === null ? { all: rows, start: 0 } : gather(rows);
}

/** Returns which of all clips are other clips of the same label as each of this rank's: bool [B, N]. */
function sameLabel(labels: Tensor, gather: GatherRows | null, start: number): Tensor {
  const all = gathered(labels, gather).all; // [N]
  const same = labels.unsqueeze(1).eq(all.unsqueeze(0));
  return same.logicalAnd(selfPairs(labels, all, start).logicalNot());
}

/** Returns the pairs of a clip with itself: bool [B, N]. */
function selfPairs(own: Tensor, all: Tensor, start: number): Tensor {
  const { device } = own;
  const places = ops.arange(own.shape[0]!, { device }).add(start);
  return places.unsqueeze(1).eq(ops.arange(all.shape[0]!, { device }).unsqueeze(0));
}

function expectLabels(loss: string, labels: Tensor, embeddings: Tensor): void {
  expectShape({ loss, name: "labels" }, labels, embeddings.shape.slice(0, 1), "one for each embedding");
  if (labels.dtype === "int64") return;
  throw new DTypeError("DTYPE", `${loss}: expected labels of int64, got ${labels.dtype}`);
}
