// B = sequences of a batch, L = places of the input, S = places of the memory, E = embedding size.
import { ConfigError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";
import { Dropout } from "../dropout.js";
import { LayerNorm } from "../layer-norm.js";
import { Linear } from "../linear.js";
import { Module } from "../module.js";
import type { AttentionMasks } from "./masks.js";
import { MultiheadAttention } from "./multihead.js";

export interface TransformerLayerOptions {
  /** Width of the two linear layers between. Default 2048. */
  dimFeedforward?: number;
  /** Default 0.1. */
  dropout?: number;
  /** Default `relu`. */
  activation?: "relu" | "gelu" | ((input: Tensor) => Tensor);
  layerNormEps?: number;
  /** true: [B, L, E]; false: [L, B, E]. Default false. */
  batchFirst?: boolean;
  /** true: norms before attention and linear layers; false: after them. Default false. */
  normFirst?: boolean;
  bias?: boolean;
}

function activationOf(layer: string, given: TransformerLayerOptions["activation"]): (x: Tensor) => Tensor {
  if (typeof given === "function") return given;
  if (given === undefined || given === "relu") return (x) => x.relu();
  if (given === "gelu") return (x) => x.gelu();
  throw new ConfigError(
    "VALUE",
    `${layer}: activation: expected relu, gelu or a function, got ${String(given)}`,
  );
}

export interface EncoderLayerInputs {
  /** Booleans, true where attention is not allowed, or numbers that are added to the scores: [L, L] or [B * heads, L, L]. */
  srcMask?: Tensor | null;
  /** Places that are padding: [B, L]. */
  srcKeyPaddingMask?: Tensor | null;
  /** true: a place attends to those up to itself. Default false. */
  isCausal?: boolean;
}

/** Self-attention and two linear layers, each with a residual and a norm. Equals `torch.nn.TransformerEncoderLayer`. */
export class TransformerEncoderLayer extends Module {
  readonly selfAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly #normFirst: boolean;
  readonly #activation: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const { dimFeedforward = 2048, dropout = 0.1, layerNormEps: eps = 1e-5, bias = true } = options;
    const { batchFirst = false, normFirst = false } = options;
    this.selfAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.linear1 = new Linear(dModel, dimFeedforward, { bias });
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(dimFeedforward, dModel, { bias });
    this.norm1 = new LayerNorm(dModel, { eps, bias });
    this.norm2 = new LayerNorm(dModel, { eps, bias });
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.#normFirst = normFirst;
    this.#activation = activationOf("TransformerEncoderLayer", options.activation);
  }

  /** [L, B, E], or [B, L, E] with `batchFirst`, to the same shape. */
  forward(src: Tensor, inputs: EncoderLayerInputs = {}): Tensor {
    const { srcMask, srcKeyPaddingMask, isCausal } = inputs;
    const masks = {
      ...{
        attnMask: srcMask ?? null,
        keyPaddingMask: srcKeyPaddingMask ?? null,
        isCausal: isCausal ?? false,
      },
    };
    const attend = (x: Tensor): Tensor => this.dropout1.forward(this.selfAttn.forward(x, x, x, masks)[0]);
    const feed = (x: Tensor): Tensor =>
      this.dropout2.forward(
        this.linear2.forward(this.dropout.forward(this.#activation(this.linear1.forward(x)))),
      );
    return applyBlocks(src, this.#normFirst, [
      [attend, this.norm1],
      [feed, this.norm2],
    ]);
  }
}

export interface DecoderLayerInputs {
  /** Mask of the input, like `srcMask` of an encoder layer: [L, L] or [B * heads, L, L]. */
  tgtMask?: Tensor | null;
  /** The same for the memory: [L, S] or [B * heads, L, S]. */
  memoryMask?: Tensor | null;
  /** Places of the input that are padding: [B, L]. */
  tgtKeyPaddingMask?: Tensor | null;
  /** Places of the memory that are padding: [B, S]. */
  memoryKeyPaddingMask?: Tensor | null;
  /** true: a place attends to those up to itself. Default false. */
  tgtIsCausal?: boolean;
  /** The same for the memory. Default false. */
  memoryIsCausal?: boolean;
}

/** An encoder layer that also attends to a memory. Equals `torch.nn.TransformerDecoderLayer`. */
export class TransformerDecoderLayer extends Module {
  readonly selfAttn: MultiheadAttention;
  readonly multiheadAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly norm3: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly dropout3: Dropout;
  readonly #normFirst: boolean;
  readonly #activation: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const { dimFeedforward = 2048, dropout = 0.1, layerNormEps: eps = 1e-5, bias = true } = options;
    const { batchFirst = false, normFirst = false } = options;
    this.selfAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.multiheadAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.linear1 = new Linear(dModel, dimFeedforward, { bias });
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(dimFeedforward, dModel, { bias });
    this.norm1 = new LayerNorm(dModel, { eps, bias });
    this.norm2 = new LayerNorm(dModel, { eps, bias });
    this.norm3 = new LayerNorm(dModel, { eps, bias });
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.dropout3 = new Dropout(dropout);
    this.#normFirst = normFirst;
    this.#activation = activationOf("TransformerDecoderLayer", options.activation);
  }

  /** Input [L, B, E] and memory [S, B, E], or [B, ...] with `batchFirst`, to the input's shape. */
  forward(tgt: Tensor, memory: Tensor, inputs: DecoderLayerInputs = {}): Tensor {
    const own: AttentionMasks = {
      attnMask: inputs.tgtMask ?? null,
      keyPaddingMask: inputs.tgtKeyPaddingMask ?? null,
      isCausal: inputs.tgtIsCausal ?? false,
    };
    const other: AttentionMasks = {
      attnMask: inputs.memoryMask ?? null,
      keyPaddingMask: inputs.memoryKeyPaddingMask ?? null,
      isCausal: inputs.memoryIsCausal ?? false,
    };
    const attend = (x: Tensor): Tensor => this.dropout1.forward(this.selfAttn.forward(x, x, x, own)[0]);
    const read = (x: Tensor): Tensor =>
      this.dropout2.forward(this.multiheadAttn.forward(x, memory, memory, other)[0]);
    const feed = (x: Tensor): Tensor =>
      this.dropout3.forward(
        this.linear2.forward(this.dropout.forward(this.#activation(this.linear1.forward(x)))),
      );
    return applyBlocks(tgt, this.#normFirst, [
      [attend, this.norm1],
      [read, this.norm2],
      [feed, this.norm3],
    ]);
  }
}

/** Runs blocks with residuals, each with its norm before it or after the residual. */
function applyBlocks(
  input: Tensor,
  normFirst: boolean,
  blocks: readonly (readonly [(x: Tensor) => Tensor, LayerNorm])[],
): Tensor {
  return blocks.reduce(
    (x, [run, norm]) => (normFirst ? x.add(run(norm.forward(x))) : norm.forward(x.add(run(x)))),
    input,
  );
}
