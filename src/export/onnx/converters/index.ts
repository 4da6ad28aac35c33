import type { Convert } from "../call.js";
import { ELEMENTWISE } from "./elementwise.js";
import { LAYERS } from "./layers.js";
import { REDUCTIONS } from "./reductions.js";
import { SHAPES, VIEWS } from "./shapes.js";
import { OF_COMPLEX, SPECTRUM } from "./spectrum.js";

/** By the operators' full names. */
export const CONVERTERS: Record<string, Convert> = {
  ...ELEMENTWISE,
  ...LAYERS,
  ...REDUCTIONS,
  ...SHAPES,
  ...SPECTRUM,
  ...VIEWS,
};

/** The operators that can be exported, by their full names. */
export const CONVERTIBLE: readonly string[] = Object.keys(CONVERTERS).sort();

/** How an operator is written; undefined where nobody has said so yet. */
export function converterOf(operator: string, isComplex: boolean): Convert | undefined {
  return (isComplex ? OF_COMPLEX : CONVERTERS)[functionalName(operator)];
}

/** These give their first argument itself where there is nothing to do. */
const MAY_PASS_ON = ["aten::dropout", "aten::to.dtype", "aten::to.dtype_layout", "aten::view_as_real"];

/** Whether an operator's result may share memory with its first argument. */
export function isView(operator: string): boolean {
  return operator in VIEWS || MAY_PASS_ON.includes(operator);
}

/** `aten::relu_` computes what `aten::relu` does, `aten::add_.Tensor` what `aten::add.Tensor` does. */
export function functionalName(operator: string): string {
  return operator.replace(/_(?=$|\.)/, "");
}
