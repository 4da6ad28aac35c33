// B = sequences of a batch, L = queries, S = keys, E = embedding size.
import { ShapeError } from "../../errors.js";
import { noGrad, type Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { checkProbability, currentDropoutMasks, dropByMasks } from "../dropout-masks.js";
import { xavierNormal, xavierUniform } from "../init.js";
import { Linear } from "../linear.js";
import { expectRank, Module, Parameter } from "../module.js";
import { countOf, expectMultiple } from "../sizes.js";
import { type AttentionMasks, joinMasks } from "./masks.js";

export interface MultiheadAttentionOptions {
  /** Probability of dropping an attention weight. Default 0. */
  dropout?: number;
  bias?: boolean;
  /** true: a learnt key and value follow the others. Default false. */
  addBiasKv?: boolean;
  /** true: a key and value of zeros follow the others. Default false. */
  addZeroAttn?: boolean;
  /** Size of keys. Default: embedDim. */
  kdim?: number;
  /** Size of values. Default: embedDim. */
  vdim?: number;
  /** true: [B, L, E]; false: [L, B, E]. Default false. */
  batchFirst?: boolean;
}

export interface AttentionInputs extends AttentionMasks {
  /** true: returns the attention weights, too. Default false, which is faster. */
  needWeights?: boolean;
  /** true: weights are means over heads, [B, L, S]; false: [B, heads, L, S]. Default true. */
  averageAttnWeights?: boolean;
}

/**
 * Attention of several heads (Vaswani et al., 2017) on `scaled_dot_product_attention`. Equals
 * `torch.nn.MultiheadAttention`, except that weights are returned only if `needWeights` is set.
 */
export class MultiheadAttention extends Module {
  readonly qProjWeight: Parameter | null = null; // [E, E], if keys or values have another size
  readonly kProjWeight: Parameter | null = null; // [E, kdim]
  readonly vProjWeight: Parameter | null = null; // [E, vdim]
  readonly inProjWeight: Parameter | null = null; // [3 * E, E], otherwise
  readonly inProjBias: Parameter | null; // [3 * E]
  readonly biasK: Parameter | null = null; // [1, 1, E]
  readonly biasV: Parameter | null = null; // [1, 1, E]
  readonly outProj: Linear;
  readonly #embedDim: number;
  readonly #numHeads: number;
  readonly #sizes: readonly [number, number, number];
  readonly #dropout: number;
  readonly #addZeroAttn: boolean;
  readonly #batchFirst: boolean;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    const { dropout = 0, bias = true, addBiasKv = false, addZeroAttn = false, batchFirst = false } = options;
    const { kdim = embedDim, vdim = embedDim } = options;
    const layer = "MultiheadAttention";
    countOf(layer, "embedDim", embedDim);
    expectMultiple(layer, "embedDim", embedDim, "numHeads", countOf(layer, "numHeads", numHeads));
    this.#embedDim = embedDim;
    this.#numHeads = numHeads;
    this.#sizes = [embedDim, countOf(layer, "kdim", kdim), countOf(layer, "vdim", vdim)];
    this.#dropout = checkProbability(layer, dropout);
    this.#addZeroAttn = addZeroAttn;
    this.#batchFirst = batchFirst;
    // In PyTorch's order of random numbers.
    this.outProj = new Linear(embedDim, embedDim, { bias });
    if (bias) noGrad(() => this.outProj.bias!.fill_(0));
    if (kdim === embedDim && vdim === embedDim) {
      this.inProjWeight = new Parameter(xavierUniform([3 * embedDim, embedDim]));
    } else {
      this.qProjWeight = new Parameter(xavierUniform([embedDim, embedDim]));
      this.kProjWeight = new Parameter(xavierUniform([embedDim, kdim]));
      this.vProjWeight = new Parameter(xavierUniform([embedDim, vdim]));
    }
    this.inProjBias = bias ? new Parameter(ops.zeros([3 * embedDim])) : null;
    if (addBiasKv) {
      this.biasK = new Parameter(xavierNormal([1, 1, embedDim]));
      this.biasV = new Parameter(xavierNormal([1, 1, embedDim]));
    }
  }

  /**
   * Returns the outputs, of the queries' shape, and the attention weights or null.
   *
   * @param query [L, B, E], [B, L, E] with `batchFirst`, or [L, E]
   * @param key [S, B, kdim], or likewise
   * @param value [S, B, vdim], or likewise
   * @throws ShapeError for sizes that do not fit
   */
  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    inputs: AttentionInputs = {},
  ): [output: Tensor, weights: Tensor | null] {
    this.#check(query, key, value);
    const isBatched = query.ndim === 3;
    const [q, k, v] = this.#project(query, key, value).map((one) => {
      const rows = !isBatched ? one.unsqueeze(0) : this.#batchFirst ? one : one.transpose(0, 1);
      return rows; // [B, L or S, E]
    }) as [Tensor, Tensor, Tensor];
    const { needWeights = false, averageAttnWeights = true, ...masks } = inputs;
    const [output, weights] = this.#attend(q, k, v, masks, needWeights); // [L, B, E], [B, heads, L, S]
    const projected = this.outProj.forward(output);
    const mean = weights !== null && averageAttnWeights ? weights.mean(1) : weights;
    if (!isBatched) return [projected.squeeze(1), mean?.squeeze(0) ?? null];
    return [this.#batchFirst ? projected.transpose(0, 1) : projected, mean];
  }

  /** Returns queries, keys and values of all heads, [..., E] each. */
  #project(query: Tensor, key: Tensor, value: Tensor): [Tensor, Tensor, Tensor] {
    const size = this.#embedDim;
    const weight = this.inProjWeight;
    if (weight !== null && query === key && key === value) {
      return ops.linear(query, weight, this.inProjBias).chunk(3, -1) as [Tensor, Tensor, Tensor];
    }
    const own = [this.qProjWeight, this.kProjWeight, this.vProjWeight];
    return [query, key, value].map((input, i) => {
      const part = weight === null ? own[i]! : weight.narrow(0, i * size, size);
      return ops.linear(input, part, this.inProjBias?.narrow(0, i * size, size) ?? null);
    }) as [Tensor, Tensor, Tensor];
  }

  #attend(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    masks: AttentionMasks,
    needWeights: boolean,
  ): [Tensor, Tensor | null] {
    const [batch, queries] = query.shape as [number, number];
    const heads = this.#numHeads;
    const split = (rows: Tensor): Tensor =>
      rows.unflatten(-1, [heads, this.#embedDim / heads]).transpose(1, 2); // [B, heads, L or S, E / heads]
    const [q, k, v] = [
      split(query),
      split(this.#extend(key, this.biasK)),
      split(this.#extend(value, this.biasV)),
    ];
    const keys = key.shape[1]!;
    const numAdded = k.shape[2]! - keys;
    const drops = this.training && this.#dropout > 0;
    // The operator has no weights to return, and draws its own masks of dropout.
    const isExplicit = needWeights || (drops && currentDropoutMasks() !== null);
    const isPlainCausal =
      !isExplicit && numAdded === 0 && (masks.isCausal ?? false) && !masks.attnMask && !masks.keyPaddingMask;
    let mask = isPlainCausal ? null : joinMasks(masks, { batch, heads, queries, keys }, query);
    if (mask !== null && numAdded > 0)
      mask = ops.pad(mask, [0, numAdded], "constant", mask.dtype === "bool" ? 1 : 0);
    const [output, weights] = isExplicit
      ? this.#attendExplicitly(q, k, v, mask)
      : [ops.scaledDotProductAttention(q, k, v, mask, drops ? this.#dropout : 0, isPlainCausal), null];
    // In PyTorch's order in memory, in which a dropout after this layer draws its mask.
    return [output.permute([2, 0, 1, 3]).flatten(2), needWeights ? weights : null];
  }

  #attendExplicitly(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | null): [Tensor, Tensor] {
    const scale = Math.sqrt(this.#numHeads / this.#embedDim);
    let scores = q.mul(scale).matmul(k.transpose(2, 3)); // [B, heads, L, S]
    if (mask !== null) {
      scores =
        mask.dtype === "bool"
          ? scores.maskedFill(mask.logicalNot(), Number.NEGATIVE_INFINITY)
          : scores.add(mask);
    }
    const weights = scores.softmax(-1);
    const dropped = this.training
      ? (dropByMasks(weights, this.#dropout, 4) ?? ops.dropout(weights, this.#dropout, true))
      : weights;
    return [dropped.matmul(v), dropped];
  }

  /** Appends the learnt key or value and that of zeros to [B, S, E]. */
  #extend(rows: Tensor, bias: Parameter | null): Tensor {
    const added = bias === null ? rows : ops.cat([rows, bias.expandAs(rows.narrow(1, 0, 1))], 1);
    return this.#addZeroAttn ? ops.pad(added, [0, 0, 0, 1]) : added;
  }

  #check(query: Tensor, key: Tensor, value: Tensor): void {
    for (const [i, [name, tensor]] of Object.entries({ query, key, value }).entries()) {
      expectRank(`MultiheadAttention: ${name}`, tensor, [2, 3]);
      const shape = tensor.shape;
      if (shape.at(-1) === this.#sizes[i] && shape.length === query.ndim) continue;
      throw new ShapeError(
        "SHAPE",
        `MultiheadAttention: ${name}: expected ${query.ndim} dimensions with ${this.#sizes[i]} values in the last, got [${shape.join(", ")}]`,
      );
    }
    const [queries, keys, values] = [query.shape, key.shape, value.shape];
    const batchDim = this.#batchFirst ? 0 : 1;
    const isSameBatch = queries.length === 2 || queries[batchDim] === keys[batchDim];
    if (isSameBatch && keys.slice(0, -1).join() === values.slice(0, -1).join()) return;
    throw new ShapeError(
      "SHAPE",
      `MultiheadAttention: expected keys and values of the queries' batch, as many of each; query is [${queries.join(", ")}], key [${keys.join(", ")}], value [${values.join(", ")}]`,
    );
  }
}
