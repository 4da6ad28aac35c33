// B = clips, N = tokens, D = width, H = heads.
import { Dropout, GELU, LayerNorm, Linear, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";

/** Layer norms of vision transformers. */
export const EPS = 1e-12;

/** Self-attention, [B, N, D], with projections named as in Hugging Face's ASTModel. */
class Attention extends Module {
  readonly qProj: Linear;
  readonly kProj: Linear;
  readonly vProj: Linear;
  readonly oProj: Linear;
  readonly #heads: number;

  constructor(width: number, heads: number) {
    super();
    this.qProj = new Linear(width, width);
    this.kProj = new Linear(width, width);
    this.vProj = new Linear(width, width);
    this.oProj = new Linear(width, width);
    this.#heads = heads;
  }

  forward(input: Tensor): Tensor {
    const [query, key, value] = [this.qProj, this.kProj, this.vProj].map(
      (projection) => projection.forward(input).unflatten(2, [this.#heads, -1]).transpose(1, 2), // [B, H, N, D / H]
    ) as [Tensor, Tensor, Tensor];
    const mixed = ops.scaledDotProductAttention(query, key, value); // [B, H, N, D / H]
    return this.oProj.forward(mixed.transpose(1, 2).flatten(2));
  }
}

/** Two linear layers on each token. */
class FeedForward extends Module {
  readonly fc1: Linear;
  readonly activation = new GELU();
  readonly fc2: Linear;

  constructor(width: number) {
    super();
    this.fc1 = new Linear(width, 4 * width);
    this.fc2 = new Linear(4 * width, width);
  }

  forward(input: Tensor): Tensor {
    return this.fc2.forward(this.activation.forward(this.fc1.forward(input)));
  }
}

/** A layer of a vision transformer, which normalizes before each part (Dosovitskiy et al., 2020). */
export class AstLayer extends Module {
  readonly attention: Attention;
  readonly layernormBefore: LayerNorm;
  readonly layernormAfter: LayerNorm;
  readonly mlp: FeedForward;
  readonly dropout: Dropout;

  constructor(width: number, heads: number, dropout: number) {
    super();
    this.attention = new Attention(width, heads);
    this.layernormBefore = new LayerNorm(width, { eps: EPS });
    this.layernormAfter = new LayerNorm(width, { eps: EPS });
    this.mlp = new FeedForward(width);
    this.dropout = new Dropout(dropout);
  }

  forward(input: Tensor): Tensor {
    const attended = this.attention.forward(this.layernormBefore.forward(input));
    const x = this.dropout.forward(attended).add(input);
    return this.dropout.forward(this.mlp.forward(this.layernormAfter.forward(x))).add(x);
  }
}
