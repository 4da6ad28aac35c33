import type { Convert } from "../call.js";

const reduction =
  (opType: string): Convert =>
  (call) => {
    const value = call.cast(call.tensor(), call.dtype(), call.result.dtype);
    return call.graph.reduce(opType, value, call.axes("dim"), call.flag("keepdim", false));
  };

const matmul: Convert = (call) => {
  const other = call.has("mat2") ? "mat2" : "other";
  return call.graph.add("MatMul", [call.tensor(), call.tensor(other)]);
};

export const REDUCTIONS: Record<string, Convert> = {
  "aten::sum": reduction("ReduceSum"),
  "aten::sum.dim_IntList": reduction("ReduceSum"),
  "aten::mean": reduction("ReduceMean"),
  "aten::mean.dim": reduction("ReduceMean"),
  "aten::amax": reduction("ReduceMax"),
  "aten::amin": reduction("ReduceMin"),
  "aten::logsumexp": reduction("ReduceLogSumExp"),
  "aten::matmul": matmul,
  "aten::mm": matmul,
  "aten::bmm": matmul,
};
