import type { Call, Convert } from "../call.js";

/** Booleans [L, S] that are true up to the diagonal. */
function causalMask(call: Call): string {
  const { graph } = call;
  const size = (name: string) => graph.size(call.tensor(name), call.rank(name) - 2);
  const shape = graph.add("Concat", [size("query"), size("key")], { axis: 0 });
  // Whole numbers: runtimes may lack Trilu for booleans.
  const ones = graph.add("Expand", [graph.scalar(1), shape]);
  return call.cast(graph.add("Trilu", [ones], { upper: 0 }), "int64", "bool");
}

/** Written by its definition: softmax(q k^T * scale + mask) v. */
const attention: Convert = (call) => {
  const { graph } = call;
  if (call.number("dropout_p", 0) > 0) return call.fail("it drops; call eval() first");
  const rank = call.rank("key");
  const perm = call.dims("key").map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  const scale = call.has("scale") ? call.number("scale") : 1 / Math.sqrt(call.fixedDim(-1, "query"));
  const query = graph.add("Mul", [call.tensor("query"), graph.scalar(scale, call.dtype("query"))]);
  let scores = graph.add("MatMul", [query, graph.add("Transpose", [call.tensor("key")], { perm })]);
  const least = graph.scalar(Number.NEGATIVE_INFINITY, call.dtype("query"));
  if (call.flag("is_causal", false)) scores = graph.add("Where", [causalMask(call), scores, least]);
  else if (call.has("attn_mask")) {
    const mask = call.tensor("attn_mask");
    scores =
      call.dtype("attn_mask") === "bool"
        ? graph.add("Where", [mask, scores, least])
        : graph.add("Add", [scores, mask]);
  }
  return graph.add("MatMul", [graph.add("Softmax", [scores], { axis: -1 }), call.tensor("value")]);
};

export const ATTENTION: Record<string, Convert> = {
  "aten::scaled_dot_product_attention": attention,
};
