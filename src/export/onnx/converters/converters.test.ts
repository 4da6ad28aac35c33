import { describe, expect, test } from "vitest";
import type { LayerCase } from "../../../../tests/parity/layer.js";
import { ALL_CASES } from "../../../../tests/parity/layer-cases.js";
import { asFunction } from "../../../../tests/parity/layer-onnx.js";
import { exportFunction, largestDifference, numbersOf } from "../../../../tests/support/onnx.js";
import { scope, Tensor } from "../../../tensor/index.js";
import { op, ops } from "../../../tensor/ops.js";
import { recordCalls } from "../../../tensor/recorder.js";
import { CONVERTIBLE } from "./index.js";

/** Returns the operators that a layer calls. */
function operatorsOf(testCase: LayerCase): string[] {
  const { layer, body, traced } = asFunction(testCase);
  const operators: string[] = [];
  recordCalls(
    ({ spec }) => void operators.push(spec.name),
    () => scope(() => void body(constant(traced[0]!))),
  );
  layer.dispose();
  return operators;
}

type Case = [string, (x: Tensor) => Tensor];

const constant = (shape: number[], seed = 3) => Tensor.from(numbersOf(shape, seed), { shape });
/** Returns positive values, for operators that are defined only there. */
const positive = (x: Tensor) => x.abs().add(0.1);

/** Cases on inputs of [B, 6, T] with varying B and T. */
const POINTWISE: Case[] = [
  ["aten::add.Tensor", (x) => x.add(x.mul(2), { alpha: 3 })],
  ["aten::add.Scalar", (x) => op("aten::add.Scalar")(x, 1.5, 2)],
  ["aten::sub.Tensor", (x) => x.sub(constant([6, 1]))],
  ["aten::sub.Scalar", (x) => op("aten::sub.Scalar")(x, 3)],
  ["aten::mul.Tensor", (x) => x.mul(x)],
  ["aten::mul.Scalar", (x) => op("aten::mul.Scalar")(x, 0.25)],
  ["aten::div.Tensor", (x) => x.div(positive(x))],
  ["aten::div.Scalar", (x) => op("aten::div.Scalar")(x, 3)],
  ["aten::maximum", (x) => x.maximum(constant([6, 1]))],
  ["aten::minimum", (x) => x.minimum(constant([6, 1]))],
  ["aten::pow.Tensor_Scalar", (x) => positive(x).pow(2.5)],
  ["aten::pow.Tensor_Tensor", (x) => positive(x).pow(x)],
  ["aten::square", (x) => x.square()],
  ["aten::clamp", (x) => x.clamp(-0.3, 0.5)],
  ["aten::clamp", (x) => x.clamp({ max: 0.5 })],
  ["aten::clamp.Tensor", (x) => op("aten::clamp.Tensor")(x, constant([1]).sub(1), null)],
  ["aten::clamp_min", (x) => x.clampMin(0.1)],
  ["aten::clamp_max", (x) => x.clampMax(0.1)],
  ["aten::abs", (x) => x.abs()],
  ["aten::neg", (x) => x.neg()],
  ["aten::exp", (x) => x.exp()],
  ["aten::log", (x) => positive(x).log()],
  ["aten::sqrt", (x) => positive(x).sqrt()],
  ["aten::rsqrt", (x) => positive(x).rsqrt()],
  ["aten::reciprocal", (x) => positive(x).reciprocal()],
  ["aten::sin", (x) => x.sin()],
  ["aten::cos", (x) => x.cos()],
  ["aten::erf", (x) => x.erf()],
  ["aten::floor", (x) => x.mul(5).floor()],
  ["aten::ceil", (x) => x.mul(5).ceil()],
  ["aten::round", (x) => x.mul(5).round()],
  ["aten::relu", (x) => x.relu()],
  ["aten::relu", (x) => x.mul(1).relu_()],
  ["aten::add.Tensor", (x) => x.mul(1).add_(x)],
  ["aten::sigmoid", (x) => x.sigmoid()],
  ["aten::tanh", (x) => x.tanh()],
  ["aten::softplus", (x) => ops.softplus(x)],
  ["aten::silu", (x) => ops.silu(x)],
  ["aten::gelu", (x) => x.gelu()],
  ["aten::gelu", (x) => x.gelu({ approximate: "tanh" })],
  ["aten::hardsigmoid", (x) => ops.hardsigmoid(x.mul(5))],
  ["aten::hardswish", (x) => ops.hardswish(x.mul(5))],
  ["aten::leaky_relu", (x) => ops.leakyRelu(x, 0.2)],
  ["aten::logical_not", (x) => x.gt(0).logicalNot()],
  ["aten::logical_or", (x) => x.gt(0.5).logicalOr(x.lt(-0.5))],
  ["aten::logical_and", (x) => x.gt(-0.5).logicalAnd(x.lt(0.5))],
  ["aten::eq.Tensor", (x) => x.round().eq(constant([6, 1]).round())],
  ["aten::eq.Scalar", (x) => x.round().eq(0)],
  ["aten::ne.Tensor", (x) => x.round().ne(constant([6, 1]).round())],
  ["aten::ne.Scalar", (x) => x.round().ne(1)],
  ["aten::gt.Tensor", (x) => x.gt(constant([6, 1]))],
  ["aten::gt.Scalar", (x) => x.gt(0.25)],
  ["aten::ge.Tensor", (x) => x.ge(constant([6, 1]))],
  ["aten::ge.Scalar", (x) => x.ge(0.25)],
  ["aten::lt.Tensor", (x) => x.lt(constant([6, 1]))],
  ["aten::lt.Scalar", (x) => x.lt(0.25)],
  ["aten::le.Tensor", (x) => x.le(constant([6, 1]))],
  ["aten::le.Scalar", (x) => x.le(0.25)],
  ["aten::where.self", (x) => ops.where(x.gt(0), x, x.mul(0.1))],
  ["aten::masked_fill.Scalar", (x) => x.maskedFill(x.gt(0.2), -3)],
  ["aten::masked_fill.Tensor", (x) => x.maskedFill(x.gt(0.2), Tensor.from(-3))],
  ["aten::to.dtype", (x) => x.mul(9).to("int64").to("float32")],
  ["aten::clone", (x) => x.clone()],
];

/** Cases on inputs of [B, 6, T]. */
const SHAPES: Case[] = [
  ["aten::reshape", (x) => x.reshape([x.shape[0]!, 2, 3, -1])],
  ["aten::reshape", (x) => x.reshape([x.shape[0]! * 6, x.shape[2]!])],
  ["aten::view", (x) => op("aten::view")(x, [x.shape[0]!, 3, 2 * x.shape[2]!])],
  ["aten::flatten.using_ints", (x) => x.flatten(0, 1)],
  ["aten::flatten.using_ints", (x) => x.flatten(1)],
  ["aten::unflatten.int", (x) => x.unflatten(1, [2, 3])],
  ["aten::unflatten.int", (x) => x.flatten(1).unflatten(-1, [6, -1])],
  ["aten::unfold", (x) => x.unfold(2, 4, 3)],
  ["aten::unfold", (x) => x.unfold(1, 2, 2)],
  ["aten::flip", (x) => x.flip([0, 2])],
  ["aten::transpose.int", (x) => x.transpose(1, -1)],
  ["aten::t", (x) => x.flatten(1).t()],
  ["aten::permute", (x) => x.permute([2, 0, 1])],
  ["aten::unsqueeze", (x) => x.unsqueeze(-2)],
  ["aten::squeeze", (x) => x.unsqueeze(1).squeeze()],
  ["aten::squeeze.dim", (x) => x.unsqueeze(1).squeeze(1)],
  ["aten::squeeze.dims", (x) => x.unsqueeze(1).unsqueeze(0).squeeze([0, 2])],
  ["aten::slice.Tensor", (x) => op("aten::slice.Tensor")(x, 2, 1, -2, 2)],
  ["aten::slice.Tensor", (x) => op("aten::slice.Tensor")(x, 1, 2)],
  ["aten::narrow", (x) => x.narrow(2, 1, x.shape[2]! - 3)],
  ["aten::select.int", (x) => x.select(1, -2)],
  ["aten::expand", (x) => x.unsqueeze(1).expand([-1, 4, -1, x.shape[2]!])],
  ["aten::chunk", (x) => ops.cat(x.chunk(2, 1).reverse(), 1)],
  ["aten::split.Tensor", (x) => ops.cat(op("aten::split.Tensor")(x, 4, 1).toReversed(), 1)],
  ["aten::split_with_sizes", (x) => ops.cat(op("aten::split_with_sizes")(x, [1, 5], 1).toReversed(), 1)],
  ["aten::contiguous", (x) => x.transpose(1, 2).contiguous()],
  ["aten::detach", (x) => x.detach().mul(2)],
  ["aten::alias", (x) => op("aten::alias")(x).mul(2)],
  ["aten::cat", (x) => ops.cat([x, x.mul(2)], -1)],
  ["aten::stack", (x) => ops.stack([x, x.mul(2)], -1)],
  ["aten::pad", (x) => ops.pad(x, [2, 1], "reflect")],
  ["aten::pad", (x) => ops.pad(x, [2, 1, 1, 0], "constant", 3)],
  ["aten::pad", (x) => ops.pad(x, [2, 1], "replicate")],
  ["aten::pad", (x) => ops.pad(x, [1, -1])],
  ["aten::pad", (x) => ops.pad(x, [2, 1], "circular")],
  ["aten::expand_as", (x) => constant([6, 1]).expandAs(x)],
  ["aten::copy", (x) => x.mul(1).copy_(constant([6, 1]))],
  ["a constant for each clip", (x) => ops.cat([constant([1, 6, 1]).expand([x.shape[0]!, -1, -1]), x], 2)],
  ["a fill of the input's size", (x) => ops.cat([x, ops.full([x.shape[0]!, 1, x.shape[2]!], 2.5)], 1)],
];

/** Cases on inputs of [B, 6, T] with constant parameters. */
const LAYERS: Case[] = [
  ["aten::conv1d", (x) => ops.conv1d(x, constant([4, 3, 3]), constant([4]), 2, 1, 2, 2)],
  ["aten::conv1d.padding", (x) => op("aten::conv1d.padding")(x, constant([4, 6, 4]), null, 1, "same")],
  ["aten::conv2d", (x) => ops.conv2d(x.unsqueeze(1), constant([4, 1, 3, 2]), null, [1, 2], [1, 0])],
  [
    "aten::conv2d.padding",
    (x) => op("aten::conv2d.padding")(x.unsqueeze(1), constant([4, 1, 3, 2]), null, 1, "valid"),
  ],
  [
    "aten::batch_norm",
    (x) =>
      ops.batchNorm(
        x,
        null,
        constant([6]),
        constant([6]),
        positive(constant([6], 4)),
        false,
        0.1,
        1e-5,
        true,
      ),
  ],
  ["aten::layer_norm", (x) => ops.layerNorm(x.transpose(1, 2), [6], constant([6]), constant([6]), 1e-5)],
  ["aten::layer_norm", (x) => ops.layerNorm(x.transpose(1, 2), [6])],
  ["aten::linear", (x) => ops.linear(x.transpose(1, 2), constant([4, 6]), constant([4]))],
  ["aten::linear", (x) => ops.linear(x.mean(2), constant([4, 6]))],
  ["aten::dropout", (x) => ops.dropout(x, 0.5, false)],
  ["aten::max_pool1d", (x) => x.maxPool1d(3, 2, 1)],
  ["aten::max_pool2d", (x) => x.unsqueeze(1).maxPool2d(2, 2, 0, 1, true)],
  ["aten::avg_pool1d", (x) => ops.avgPool1d(x, 3, 2, 1)],
  ["aten::avg_pool2d", (x) => ops.avgPool2d(x.unsqueeze(1), [2, 3], 2, 1, false, false)],
  ["aten::adaptive_avg_pool1d", (x) => ops.adaptiveAvgPool1d(x, 1)],
  ["aten::adaptive_avg_pool2d", (x) => ops.adaptiveAvgPool2d(x.unsqueeze(1), [1, 1])],
  ["aten::softmax.int", (x) => x.softmax(1)],
  ["aten::log_softmax.int", (x) => x.logSoftmax(-1)],
  ["aten::embedding", (x) => ops.embedding(constant([20, 5]), x.mul(9).abs().to("int64"))],
  [
    "aten::scaled_dot_product_attention",
    (x) => {
      const rows = x.transpose(1, 2);
      const attnMask = rows.bmm(x);
      return ops.scaledDotProductAttention(rows, rows.mul(2), rows, { attnMask });
    },
  ],
  [
    "aten::scaled_dot_product_attention",
    (x) => {
      const rows = x.transpose(1, 2).unsqueeze(1);
      const attnMask = rows.matmul(rows.transpose(2, 3)).gt(-0.5);
      return ops.scaledDotProductAttention(rows, rows.mul(2), rows, { attnMask, scale: 0.3 });
    },
  ],
];

const TRANSFORMS: Case[] = [
  ["aten::fft_rfft", (x) => ops.viewAsReal(ops.fftRfft(x.transpose(1, 2).contiguous(), 8))],
  ["aten::fft_rfft", (x) => ops.viewAsReal(ops.fftRfft(x.transpose(1, 2).contiguous(), 5))],
  ["aten::fft_rfft", (x) => ops.fftRfft(x.transpose(1, 2).contiguous()).abs()],
];

const REDUCTIONS: Case[] = [
  ["aten::sum", (x) => x.mul(0.1).sum()],
  ["aten::sum.dim_IntList", (x) => x.sum([0, -1], true)],
  ["aten::mean", (x) => x.mean()],
  ["aten::mean.dim", (x) => x.mean(2)],
  ["aten::amax", (x) => x.amax([1, 2])],
  ["aten::amin", (x) => x.amin(2, true)],
  ["aten::logsumexp", (x) => ops.logsumexp(x, [1])],
  ["aten::matmul", (x) => constant([4, 6]).matmul(x)],
  ["aten::mm", (x) => x.mean(2).mm(constant([6, 4]))],
  ["aten::bmm", (x) => x.bmm(x.transpose(1, 2))],
];

const [B, T] = [2, 11];
const TRACED = [
  [B, 6, T],
  [3, 6, 13],
  [7, 6, 16],
];
const TRIED = [
  [1, 6, 9],
  [5, 6, 24],
];

describe("outputs of libtorch and onnxruntime are equal for", () => {
  test.each([...POINTWISE, ...SHAPES, ...LAYERS, ...REDUCTIONS, ...TRANSFORMS])("%s", async (_, body) => {
    const model = exportFunction(body, TRACED);
    expect(await largestDifference(model, body, TRIED)).toBeLessThan(1e-5);
  });

  const wave = [
    [2, 900],
    [3, 1000],
    [7, 1300],
  ];
  const spectrum = (options: object) => (x: Tensor) =>
    ops.viewAsReal(
      x.stft(64, {
        hopLength: 20,
        winLength: 50,
        window: ops.hannWindow(50),
        returnComplex: true,
        ...options,
      }),
    );
  const STFT: Case[] = [
    ["aten::stft.center", spectrum({ center: true, padMode: "reflect" })],
    [
      "aten::stft.center",
      spectrum({ center: true, padMode: "constant", winLength: 49, window: ops.hannWindow(49) }),
    ],
    [
      "aten::stft",
      (x) => ops.viewAsReal(x.stft(64, { window: ops.hannWindow(64), center: false, returnComplex: true })),
    ],
    [
      "aten::stft, magnitude",
      (x) => x.stft(64, { window: ops.hannWindow(64), center: true, returnComplex: true }).abs(),
    ],
  ];
  test.each(STFT)("%s", async (_, body) => {
    const model = exportFunction(body, wave);
    const tried = [
      [1, 64],
      [2, 1111],
    ];
    expect(await largestDifference(model, body, tried)).toBeLessThan(2e-5);
  });

  test("adaptive pooling to a size that divides the last axis", async () => {
    const body = (x: Tensor) => ops.adaptiveAvgPool1d(x, 3);
    const model = exportFunction(body, [
      [2, 4, 12],
      [3, 4, 12],
    ]);
    expect(await largestDifference(model, body, [[5, 4, 12]])).toBeLessThan(1e-6);
  });

  test("every exportable operator has a test here", () => {
    const named = [...POINTWISE, ...SHAPES, ...LAYERS, ...REDUCTIONS, ...TRANSFORMS, ...STFT].map(
      ([name]) => name,
    );
    const sameAs: Record<string, string> = {
      ...{ "aten::to.dtype_layout": "aten::to.dtype", "aten::conv3d.padding": "aten::conv3d" },
    };
    // src/export/onnx/layers.test.ts exports the layers.
    const called = new Set([...named, ...Object.values(ALL_CASES).flatMap(operatorsOf)]);
    expect(CONVERTIBLE.filter((name) => !called.has(sameAs[name] ?? name))).toEqual([]);
  });
});

describe.each([17, 22])("outputs are equal with operator set %i for", (opset) => {
  test.each([...REDUCTIONS, ...LAYERS.slice(4, 12)])("%s", async (_, body) => {
    const model = exportFunction(body, TRACED, { opset });
    expect(await largestDifference(model, body, TRIED)).toBeLessThan(1e-5);
  });
});

test("an operator that cannot be exported is refused with the reason", () => {
  const fails = (body: (x: Tensor) => Tensor) => expect(() => scope(() => exportFunction(body, TRACED)));
  fails((x) => ops.dropout(x, 0.5, true)).toThrow(
    /aten::dropout, called by no module: it drops; call eval\(\) first/,
  );
  fails((x) => ops.pad(x, [-1, 1], "circular")).toThrow(/'pad': expected no negative amounts/);
  fails((x) => ops.adaptiveAvgPool1d(x, 5)).toThrow(
    /dimension 2 of 'self' must not depend on the input's size/,
  );
});
