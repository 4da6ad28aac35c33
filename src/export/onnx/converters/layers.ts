import type { Call, Convert } from "../call.js";
import { Float } from "../model.js";

/** Converts a convolution over the last `numAxes` axes. */
const convolution =
  (numAxes: number): Convert =>
  (call) => {
    const padding = call.given("padding");
    const inputs = [call.tensor("input"), call.tensor("weight")];
    if (call.has("bias")) inputs.push(call.tensor("bias"));
    const isBatched = call.rank("input") === numAxes + 2;
    if (!isBatched) return call.fail(`expected a batch of inputs, [B, C, ...]`);
    return call.graph.add("Conv", inputs, {
      kernel_shape: call.dims("weight").slice(2) as number[],
      strides: call.numbers("stride", numAxes, 1),
      dilations: call.numbers("dilation", numAxes, 1),
      group: call.number("groups", 1),
      ...(typeof padding === "string"
        ? { auto_pad: padding === "same" ? "SAME_UPPER" : "VALID" }
        : { pads: bothEnds(call.numbers("padding", numAxes, 0)) }),
    });
  };

/** Returns pads in ONNX's order: those before each axis, then those after each axis. */
function bothEnds(padding: readonly number[]): number[] {
  return [...padding, ...padding];
}

const batchNorm: Convert = (call) => {
  if (call.flag("training", false)) return call.fail("it normalises by its batch; call eval() first");
  const channels = call.fixedDim(1, "input");
  const constant = (name: string, value: number) =>
    call.has(name)
      ? call.tensor(name)
      : call.graph.numbers(Array<number>(channels).fill(value), call.dtype("input"));
  return call.graph.add(
    "BatchNormalization",
    [
      call.tensor("input"),
      constant("weight", 1),
      constant("bias", 0),
      call.tensor("running_mean"),
      call.tensor("running_var"),
    ],
    { epsilon: new Float(call.number("eps", 1e-5)) },
  );
};

const layerNorm: Convert = (call) => {
  const shape = call.numbers("normalized_shape", 1, 0);
  const size = shape.reduce((product, one) => product * one, 1);
  const weight = call.has("weight")
    ? call.tensor("weight")
    : call.graph.numbers(Array<number>(size).fill(1), call.dtype("input"), shape);
  const inputs = [call.tensor("input"), weight, ...(call.has("bias") ? [call.tensor("bias")] : [])];
  return call.graph.add("LayerNormalization", inputs, {
    axis: -shape.length,
    epsilon: new Float(call.number("eps", 1e-5)),
  });
};

const linear: Convert = (call) => {
  const { graph } = call;
  const bias = call.has("bias") ? [call.tensor("bias")] : [];
  if (call.rank("input") === 2) {
    return graph.add("Gemm", [call.tensor("input"), call.tensor("weight"), ...bias], { transB: 1 });
  }
  const weight = graph.addOnce("Transpose", [call.tensor("weight")], { perm: [1, 0] });
  const product = graph.add("MatMul", [call.tensor("input"), weight]);
  return bias.length === 0 ? product : graph.add("Add", [product, bias[0]!]);
};

const dropout: Convert = (call) => {
  if (call.flag("train", false) && call.number("p") > 0) return call.fail("it drops; call eval() first");
  return call.tensor("input");
};

function poolAttributes(call: Call, numAxes: number) {
  const kernel = call.numbers("kernel_size", numAxes, 1);
  return {
    kernel_shape: kernel,
    strides: call.numbers("stride", numAxes, kernel),
    pads: bothEnds(call.numbers("padding", numAxes, 0)),
    ceil_mode: call.flag("ceil_mode", false) ? 1 : 0,
  };
}

const maxPool =
  (numAxes: number): Convert =>
  (call) =>
    call.graph.add("MaxPool", [call.tensor()], {
      ...poolAttributes(call, numAxes),
      dilations: call.numbers("dilation", numAxes, 1),
    });

const averagePool =
  (numAxes: number): Convert =>
  (call) => {
    if (call.has("divisor_override")) return call.fail("'divisor_override' has no ONNX form");
    return call.graph.add("AveragePool", [call.tensor()], {
      ...poolAttributes(call, numAxes),
      count_include_pad: call.flag("count_include_pad", true) ? 1 : 0,
    });
  };

/** Converts adaptive pooling to one value per axis, or to a number of values that divides the axis. */
const adaptiveAveragePool =
  (numAxes: number): Convert =>
  (call) => {
    const wanted = call.numbers("output_size", numAxes, 1);
    if (wanted.every((size) => size === 1)) return call.graph.add("GlobalAveragePool", [call.tensor()]);
    const kernel = wanted.map((size, i) => {
      const given = call.fixedDim(i - numAxes);
      return given % size === 0
        ? given / size
        : call.fail(
            `an axis of ${given} does not come in ${size} windows of the same size, which ONNX needs`,
          );
    });
    return call.graph.add("AveragePool", [call.tensor()], { kernel_shape: kernel, strides: kernel });
  };

const softmax =
  (opType: string): Convert =>
  (call) =>
    call.graph.add(opType, [call.cast(call.tensor(), call.dtype(), call.result.dtype)], {
      axis: call.axis("dim"),
    });

const embedding: Convert = (call) =>
  call.graph.add("Gather", [call.tensor("weight"), call.tensor("indices")], { axis: 0 });

/** Converts attention by its definition: softmax(q k^T * scale + mask) v. */
const attention: Convert = (call) => {
  const { graph } = call;
  if (call.number("dropout_p", 0) > 0) return call.fail("it drops; call eval() first");
  if (call.flag("is_causal", false)) return call.fail("'is_causal' has no ONNX form here; give a mask");
  const rank = call.rank("key");
  const perm = call.dims("key").map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  const scale = call.has("scale") ? call.number("scale") : 1 / Math.sqrt(call.fixedDim(-1, "query"));
  const query = graph.add("Mul", [call.tensor("query"), graph.scalar(scale, call.dtype("query"))]);
  let scores = graph.add("MatMul", [query, graph.add("Transpose", [call.tensor("key")], { perm })]);
  if (call.has("attn_mask")) {
    const mask = call.tensor("attn_mask");
    scores =
      call.dtype("attn_mask") === "bool"
        ? graph.add("Where", [mask, scores, graph.scalar(Number.NEGATIVE_INFINITY, call.dtype("query"))])
        : graph.add("Add", [scores, mask]);
  }
  return graph.add("MatMul", [graph.add("Softmax", [scores], { axis: -1 }), call.tensor("value")]);
};

export const LAYERS: Record<string, Convert> = {
  "aten::conv1d": convolution(1),
  "aten::conv1d.padding": convolution(1),
  "aten::conv2d": convolution(2),
  "aten::conv2d.padding": convolution(2),
  "aten::batch_norm": batchNorm,
  "aten::layer_norm": layerNorm,
  "aten::linear": linear,
  "aten::dropout": dropout,
  "aten::max_pool1d": maxPool(1),
  "aten::max_pool2d": maxPool(2),
  "aten::avg_pool1d": averagePool(1),
  "aten::avg_pool2d": averagePool(2),
  "aten::adaptive_avg_pool1d": adaptiveAveragePool(1),
  "aten::adaptive_avg_pool2d": adaptiveAveragePool(2),
  "aten::softmax.int": softmax("Softmax"),
  "aten::log_softmax.int": softmax("LogSoftmax"),
  "aten::embedding": embedding,
  "aten::scaled_dot_product_attention": attention,
};
