// Attention and transformer layers with their counterparts in PyTorch, and inputs.
import {
  LayerNorm,
  MultiheadAttention,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "../../src/nn/index.js";
import { type DType, Tensor } from "../../src/tensor/index.js";
import { ops } from "../../src/tensor/ops.js";
import type { LayerCase } from "./layer.js";

const given =
  (...shapes: number[][]) =>
  (dtype: DType): Tensor[] =>
    shapes.map((shape) => ops.randn(shape, { dtype }));

/** Marks the last keys as padding: [B, S] with `lengths[i]` keys that are not. */
function paddingOf(lengths: readonly number[], numKeys: number): Tensor {
  const marks = lengths.flatMap((length) => Array.from({ length: numKeys }, (_, i) => (i < length ? 0 : 1)));
  return Tensor.from(marks, { shape: [lengths.length, numKeys], dtype: "bool" });
}

/** A band: each query attends to its neighbours and to the first key. */
function bandOf(numQueries: number, numKeys: number): Tensor {
  const marks = Array.from({ length: numQueries * numKeys }, (_, i) => {
    const [query, key] = [Math.floor(i / numKeys), i % numKeys];
    return Math.abs(query - key) > 1 && key !== 0 ? 1 : 0;
  });
  return Tensor.from(marks, { shape: [numQueries, numKeys], dtype: "bool" });
}

const causal = (size: number) =>
  `nn.Transformer.generate_square_subsequent_mask(${size}, device=x[0].device, dtype=x[0].dtype)`;

const ATTENTION: Record<string, LayerCase> = {
  MultiheadAttention: {
    layer: () => new MultiheadAttention(6, 2),
    torch: "nn.MultiheadAttention(6, 2)",
    input: given([5, 3, 6]),
    call: (layer: MultiheadAttention, x) => layer.forward(x!, x!, x!),
    torchCall: "model(x[0], x[0], x[0], need_weights=False)[0]",
  },
  "MultiheadAttention of other keys and values, without bias, with mean weights": {
    layer: () => new MultiheadAttention(6, 3, { bias: false, kdim: 4, vdim: 5, batchFirst: true }),
    torch: "nn.MultiheadAttention(6, 3, bias=False, kdim=4, vdim=5, batch_first=True)",
    input: given([3, 5, 6], [3, 7, 4], [3, 7, 5]),
    call: (layer: MultiheadAttention, q, k, v) => layer.forward(q!, k!, v!, { needWeights: true }),
  },
  "MultiheadAttention of a memory, with the weights of each head": {
    layer: () => new MultiheadAttention(6, 2, { batchFirst: true }),
    torch: "nn.MultiheadAttention(6, 2, batch_first=True)",
    input: given([3, 5, 6], [3, 7, 6]),
    call: (layer: MultiheadAttention, q, k) =>
      layer.forward(q!, k!, k!, { needWeights: true, averageAttnWeights: false }),
    torchCall: "model(x[0], x[1], x[1], average_attn_weights=False)",
  },
  "MultiheadAttention of one sequence": {
    layer: () => new MultiheadAttention(6, 2),
    torch: "nn.MultiheadAttention(6, 2)",
    input: given([5, 6], [7, 6], [7, 6]),
    call: (layer: MultiheadAttention, q, k, v) => layer.forward(q!, k!, v!, { needWeights: true }),
  },
  "MultiheadAttention with boolean masks": {
    layer: () => new MultiheadAttention(6, 2, { batchFirst: true }),
    torch: "nn.MultiheadAttention(6, 2, batch_first=True)",
    input: (dtype) => [...given([3, 5, 6])(dtype), paddingOf([5, 2, 4], 5), bandOf(5, 5)],
    call: (layer: MultiheadAttention, x, keyPaddingMask, attnMask) =>
      layer.forward(x!, x!, x!, { keyPaddingMask: keyPaddingMask!, attnMask: attnMask! }),
    torchCall: "model(x[0], x[0], x[0], key_padding_mask=x[1], attn_mask=x[2], need_weights=False)[0]",
  },
  "MultiheadAttention with a boolean and an additive mask of each head, with weights": {
    layer: () => new MultiheadAttention(6, 2),
    torch: "nn.MultiheadAttention(6, 2)",
    input: (dtype) => [...given([5, 3, 6], [6, 5, 5])(dtype), paddingOf([5, 2, 4], 5)],
    call: (layer: MultiheadAttention, x, attnMask, keyPaddingMask) =>
      layer.forward(x!, x!, x!, {
        ...{ attnMask: attnMask!, needWeights: true },
        keyPaddingMask: ops
          .zeros([3, 5], { dtype: x!.dtype, device: x!.device })
          .maskedFill(keyPaddingMask!, Number.NEGATIVE_INFINITY),
      }),
    torchCall:
      "model(x[0], x[0], x[0], attn_mask=x[1], key_padding_mask=torch.zeros_like(x[0][0, 0, 0]).masked_fill(x[2], float('-inf')))",
  },
  "MultiheadAttention with mixed masks, without weights": {
    layer: () => new MultiheadAttention(6, 2),
    torch: "nn.MultiheadAttention(6, 2)",
    input: (dtype) => [...given([5, 3, 6], [5, 5])(dtype), paddingOf([5, 2, 4], 5)],
    call: (layer: MultiheadAttention, x, attnMask, keyPaddingMask) =>
      layer.forward(x!, x!, x!, { attnMask: attnMask!, keyPaddingMask: keyPaddingMask! }),
    torchCall:
      "model(x[0], x[0], x[0], attn_mask=x[1], key_padding_mask=torch.zeros_like(x[0][0, 0, 0]).masked_fill(x[2], float('-inf')), need_weights=False)[0]",
  },
  "MultiheadAttention, causal": {
    layer: () => new MultiheadAttention(6, 2),
    torch: "nn.MultiheadAttention(6, 2)",
    input: given([5, 3, 6]),
    call: (layer: MultiheadAttention, x) => layer.forward(x!, x!, x!, { isCausal: true }),
    torchCall: `model(x[0], x[0], x[0], attn_mask=${causal(5)}, is_causal=True, need_weights=False)[0]`,
  },
  "MultiheadAttention, causal with padding and weights": {
    layer: () => new MultiheadAttention(6, 2),
    torch: "nn.MultiheadAttention(6, 2)",
    input: (dtype) => [...given([5, 3, 6])(dtype), paddingOf([5, 2, 4], 5)],
    call: (layer: MultiheadAttention, x, keyPaddingMask) =>
      layer.forward(x!, x!, x!, {
        ...{ isCausal: true, needWeights: true, keyPaddingMask: keyPaddingMask! },
      }),
    torchCall: `model(x[0], x[0], x[0], attn_mask=${causal(5)}, is_causal=True, key_padding_mask=torch.zeros_like(x[0][0, 0, 0]).masked_fill(x[1], float('-inf')))`,
  },
  "MultiheadAttention with a learnt key and one of zeros": {
    layer: () => new MultiheadAttention(6, 2, { addBiasKv: true, addZeroAttn: true }),
    torch: "nn.MultiheadAttention(6, 2, add_bias_kv=True, add_zero_attn=True)",
    input: (dtype) => [...given([5, 3, 6], [7, 3, 6])(dtype), bandOf(5, 7)],
    call: (layer: MultiheadAttention, q, k, attnMask) =>
      layer.forward(q!, k!, k!, { attnMask: attnMask!, needWeights: true }),
    torchCall: "model(x[0], x[1], x[1], attn_mask=x[2])",
  },
  "MultiheadAttention with dropout, with weights: the mask of the same seed": {
    layer: () => new MultiheadAttention(6, 2, { dropout: 0.3 }),
    torch: "nn.MultiheadAttention(6, 2, dropout=0.3)",
    input: given([5, 3, 6]),
    call: (layer: MultiheadAttention, x) => layer.forward(x!, x!, x!, { needWeights: true }),
    torchCall: "model(x[0], x[0], x[0])",
  },
  "MultiheadAttention with dropout: the mask of the same seed": {
    layer: () => new MultiheadAttention(6, 2, { dropout: 0.3 }),
    torch: "nn.MultiheadAttention(6, 2, dropout=0.3)",
    input: given([5, 3, 6]),
    call: (layer: MultiheadAttention, x) => layer.forward(x!, x!, x!),
    torchCall: "model(x[0], x[0], x[0], need_weights=False)[0]",
  },
};

const ENCODERS: Record<string, LayerCase> = {
  TransformerEncoderLayer: {
    layer: () => new TransformerEncoderLayer(6, 2, { dimFeedforward: 8 }),
    torch: "nn.TransformerEncoderLayer(6, 2, dim_feedforward=8)",
    input: [5, 3, 6],
    numSteps: 2,
  },
  "TransformerEncoderLayer, norm first, with masks": {
    layer: () =>
      new TransformerEncoderLayer(6, 3, {
        ...{ dimFeedforward: 8, dropout: 0, activation: "gelu", normFirst: true, batchFirst: true },
        layerNormEps: 1e-3,
      }),
    torch:
      "nn.TransformerEncoderLayer(6, 3, dim_feedforward=8, dropout=0, activation='gelu', norm_first=True, batch_first=True, layer_norm_eps=1e-3)",
    input: (dtype) => [...given([3, 5, 6])(dtype), bandOf(5, 5), paddingOf([5, 2, 4], 5)],
    call: (layer: TransformerEncoderLayer, x, srcMask, srcKeyPaddingMask) =>
      layer.forward(x!, { srcMask: srcMask!, srcKeyPaddingMask: srcKeyPaddingMask! }),
    torchCall: "model(x[0], src_mask=x[1], src_key_padding_mask=x[2])",
  },
  "TransformerEncoderLayer without bias, by a function": {
    layer: () =>
      new TransformerEncoderLayer(6, 2, {
        ...{ dimFeedforward: 8, bias: false, dropout: 0, activation: (x: Tensor) => ops.silu(x) },
      }),
    torch: "nn.TransformerEncoderLayer(6, 2, dim_feedforward=8, bias=False, dropout=0, activation=F.silu)",
    input: [5, 3, 6],
  },
  "TransformerEncoder, causal, with a norm": {
    layer: () =>
      new TransformerEncoder(
        () => new TransformerEncoderLayer(6, 2, { dimFeedforward: 8, dropout: 0, batchFirst: true }),
        3,
        { norm: new LayerNorm(6) },
      ),
    torch:
      "nn.TransformerEncoder(nn.TransformerEncoderLayer(6, 2, dim_feedforward=8, dropout=0, batch_first=True), 3, norm=nn.LayerNorm(6))",
    input: [3, 5, 6],
    call: (layer: TransformerEncoder, x) => layer.forward(x!, { isCausal: true }),
    torchCall: `model(x[0], mask=${causal(5)}, is_causal=True)`,
  },
  "TransformerEncoder in evaluation, with padding": {
    layer: () => new TransformerEncoder(() => new TransformerEncoderLayer(6, 2, { dimFeedforward: 8 }), 2),
    torch: "nn.TransformerEncoder(nn.TransformerEncoderLayer(6, 2, dim_feedforward=8), 2)",
    input: (dtype) => [...given([5, 3, 6])(dtype), paddingOf([5, 2, 4], 5)],
    call: (layer: TransformerEncoder, x, padding) => layer.forward(x!, { srcKeyPaddingMask: padding! }),
    torchCall: "model(x[0], src_key_padding_mask=x[1])",
    isEval: true,
  },
};

const DECODERS: Record<string, LayerCase> = {
  TransformerDecoderLayer: {
    layer: () => new TransformerDecoderLayer(6, 2, { dimFeedforward: 8 }),
    torch: "nn.TransformerDecoderLayer(6, 2, dim_feedforward=8)",
    input: given([5, 3, 6], [4, 3, 6]),
  },
  "TransformerDecoderLayer, norm first, with masks": {
    layer: () =>
      new TransformerDecoderLayer(6, 3, {
        ...{ dimFeedforward: 8, dropout: 0, activation: "gelu", normFirst: true, batchFirst: true },
      }),
    torch:
      "nn.TransformerDecoderLayer(6, 3, dim_feedforward=8, dropout=0, activation='gelu', norm_first=True, batch_first=True)",
    input: (dtype) => [
      ...given([3, 5, 6], [3, 4, 6])(dtype),
      ...[bandOf(5, 4), paddingOf([5, 2, 4], 5), paddingOf([4, 1, 3], 4)],
    ],
    call: (layer: TransformerDecoderLayer, x, memory, memoryMask, tgtPadding, memoryPadding) =>
      layer.forward(x!, memory!, {
        ...{ memoryMask: memoryMask!, tgtKeyPaddingMask: tgtPadding!, memoryKeyPaddingMask: memoryPadding! },
      }),
    torchCall: "model(x[0], x[1], memory_mask=x[2], tgt_key_padding_mask=x[3], memory_key_padding_mask=x[4])",
  },
  "TransformerDecoder, causal, with a norm": {
    layer: () =>
      new TransformerDecoder(() => new TransformerDecoderLayer(6, 2, { dimFeedforward: 8, dropout: 0 }), 2, {
        norm: new LayerNorm(6),
      }),
    torch:
      "nn.TransformerDecoder(nn.TransformerDecoderLayer(6, 2, dim_feedforward=8, dropout=0), 2, norm=nn.LayerNorm(6))",
    input: given([5, 3, 6], [4, 3, 6]),
    call: (layer: TransformerDecoder, x, memory) => layer.forward(x!, memory!, { tgtIsCausal: true }),
    torchCall: `model(*x, tgt_mask=${causal(5)}, tgt_is_causal=True)`,
  },
};

export const ATTENTION_CASES: Record<string, LayerCase> = { ...ATTENTION, ...ENCODERS, ...DECODERS };
