import type { Convert } from "../call.js";

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

const softmax =
  (opType: string): Convert =>
  (call) =>
    call.graph.add(opType, [call.cast(call.tensor(), call.dtype(), call.result.dtype)], {
      axis: call.axis("dim"),
    });

const embedding: Convert = (call) =>
  call.graph.add("Gather", [call.tensor("weight"), call.tensor("indices")], { axis: 0 });

export const LAYERS: Record<string, Convert> = {
  "aten::linear": linear,
  "aten::dropout": dropout,
  "aten::feature_dropout": dropout,
  "aten::softmax.int": softmax("Softmax"),
  "aten::log_softmax.int": softmax("LogSoftmax"),
  "aten::embedding": embedding,
};
