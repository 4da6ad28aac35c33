// B = clips, T = frames, D = width.
import {
  BatchNorm1d,
  Conv1d,
  Dropout,
  GLU,
  LayerNorm,
  Linear,
  Module,
  MultiheadAttention,
  Sequential,
  SiLU,
} from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";

/** A pointwise, a gated and a depthwise convolution over time: [B, T, D]. */
class ConvModule extends Module {
  readonly layerNorm: LayerNorm;
  readonly sequential: Sequential;

  constructor(width: number, kernelFrames: number, dropout: number) {
    super();
    this.layerNorm = new LayerNorm(width);
    this.sequential = new Sequential(
      new Conv1d(width, 2 * width, 1),
      new GLU({ dim: 1 }),
      new Conv1d(width, width, kernelFrames, { padding: (kernelFrames - 1) / 2, groups: width }),
      new BatchNorm1d(width),
      new SiLU(),
      new Conv1d(width, width, 1),
      new Dropout(dropout),
    );
  }

  forward(input: Tensor): Tensor {
    return this.sequential.forward(this.layerNorm.forward(input).transpose(1, 2)).transpose(1, 2);
  }
}

/** Two linear layers on each frame. */
class FeedForward extends Module {
  readonly sequential: Sequential;

  constructor(width: number, dropout: number) {
    super();
    this.sequential = new Sequential(
      new LayerNorm(width),
      new Linear(width, 4 * width),
      new SiLU(),
      new Dropout(dropout),
      new Linear(4 * width, width),
      new Dropout(dropout),
    );
  }

  forward(input: Tensor): Tensor {
    return this.sequential.forward(input);
  }
}

/**
 * A layer of a Conformer, [B, T, D]: attention and a convolution between two half feed-forward parts, without positions, as
 * torchaudio 2.11's `ConformerLayer`, with its names of weights.
 */
export class ConformerLayer extends Module {
  readonly ffn1: FeedForward;
  readonly selfAttnLayerNorm: LayerNorm;
  readonly selfAttn: MultiheadAttention;
  readonly selfAttnDropout: Dropout;
  readonly convModule: ConvModule;
  readonly ffn2: FeedForward;
  readonly finalLayerNorm: LayerNorm;

  constructor(width: number, heads: number, kernelFrames: number, dropout: number) {
    super();
    this.ffn1 = new FeedForward(width, dropout);
    this.selfAttnLayerNorm = new LayerNorm(width);
    this.selfAttn = new MultiheadAttention(width, heads, { dropout, batchFirst: true });
    this.selfAttnDropout = new Dropout(dropout);
    this.convModule = new ConvModule(width, kernelFrames, dropout);
    this.ffn2 = new FeedForward(width, dropout);
    this.finalLayerNorm = new LayerNorm(width);
  }

  forward(input: Tensor): Tensor {
    let x = this.ffn1.forward(input).mul(0.5).add(input);
    const normalized = this.selfAttnLayerNorm.forward(x);
    const [attended] = this.selfAttn.forward(normalized, normalized, normalized);
    x = this.selfAttnDropout.forward(attended).add(x);
    x = this.convModule.forward(x).add(x);
    return this.finalLayerNorm.forward(this.ffn2.forward(x).mul(0.5).add(x));
  }
}
