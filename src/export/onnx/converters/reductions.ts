import type { Convert } from "../call.js";

const reduction =
  (opType: string): Convert =>
  (call) => {
    const value = call.cast(call.tensor(), call.dtype(), call.result.dtype);
    const axes = call.call.argumentNames.includes("dim")
      ? call.axes("dim")
      : call.dims().map((_, axis) => axis);
    const keepsDims = call.call.argumentNames.includes("keepdim") && call.flag("keepdim", false);
    return call.graph.reduce(opType, value, axes, keepsDims);
  };

const matmul: Convert = (call) => {
  const other = call.call.argumentNames.includes("mat2") ? "mat2" : "other";
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
