// B = sequences of a batch, L = queries, S = keys.
import { ShapeError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";

/** Masks of attention. Booleans are true where attention is not allowed, as in `torch.nn.MultiheadAttention`. */
export interface AttentionMasks {
  /** Booleans, or numbers that are added to the scores: [L, S] or [B * heads, L, S]. */
  attnMask?: Tensor | null;
  /** Keys that are padding: booleans, or numbers that are added to the scores: [B, S], or [S] for one sequence. */
  keyPaddingMask?: Tensor | null;
  /** true: a query attends to keys up to its own place. Default false. */
  isCausal?: boolean;
}

interface Sizes {
  batch: number;
  heads: number;
  queries: number;
  keys: number;
}

/**
 * Joins masks to one that is added to the scores or, of booleans, true where attention is allowed: [B or 1, heads or 1, L
 * or 1, S]. Returns null if there are none; a causal mask is made only for `isExplicit`.
 *
 * @throws ShapeError for a mask of another shape
 */
export function joinMasks(
  { attnMask = null, keyPaddingMask = null, isCausal = false }: AttentionMasks,
  { batch, heads, queries, keys }: Sizes,
  like: Tensor,
): Tensor | null {
  const masks: Tensor[] = [];
  if (attnMask !== null) {
    const shape = attnMask.shape.join();
    if (shape === [queries, keys].join()) masks.push(attnMask.reshape([1, 1, queries, keys]));
    else if (shape === [batch * heads, queries, keys].join())
      masks.push(attnMask.reshape([batch, heads, queries, keys]));
    else
      throw wrongMask(
        "attnMask",
        attnMask,
        `[${queries}, ${keys}] or [${batch * heads}, ${queries}, ${keys}]`,
      );
  }
  if (keyPaddingMask !== null) {
    const shape = keyPaddingMask.shape.join();
    if (shape !== `${batch},${keys}` && !(batch === 1 && shape === `${keys}`))
      throw wrongMask("keyPaddingMask", keyPaddingMask, `[${batch}, ${keys}]`);
    masks.push(keyPaddingMask.reshape([batch, 1, 1, keys]));
  }
  if (isCausal) {
    const all = ops.ones([1, 1, queries, keys], { dtype: "bool", device: like.device });
    masks.push(all.triu(1));
  }
  if (masks.length === 0) return null;
  if (masks.every(({ dtype }) => dtype === "bool"))
    return masks.reduce((a, b) => a.logicalOr(b)).logicalNot();
  return masks.map((mask) => asAddend(mask, like)).reduce((a, b) => a.add(b));
}

/** Returns a mask as numbers to add: minus infinity where attention is not allowed. */
export function asAddend(mask: Tensor, like: Tensor): Tensor {
  if (mask.dtype !== "bool") return mask;
  const zeros = ops.zeros(mask.shape, { dtype: like.dtype, device: like.device });
  return zeros.maskedFill(mask, Number.NEGATIVE_INFINITY);
}

function wrongMask(name: string, mask: Tensor, expected: string): ShapeError {
  return new ShapeError(
    "SHAPE",
    `MultiheadAttention: ${name}: expected ${expected}, got [${mask.shape.join(", ")}]`,
  );
}
