import type { Convert } from "../call.js";
import { ELEMENTWISE } from "./elementwise.js";
import { LAYERS } from "./layers.js";
import { REDUCTIONS } from "./reductions.js";
import { SHAPES, VIEWS } from "./shapes.js";
import { OF_COMPLEX, SPECTRUM } from "./spectrum.js";

/** Converters by the full names of operators. */
export const CONVERTERS: Record<string, Convert> = {
  ...ELEMENTWISE,
  ...LAYERS,
  ...REDUCTIONS,
  ...SHAPES,
  ...SPECTRUM,
  ...VIEWS,
};

/** Full names of the operators that can be exported. */
export const CONVERTIBLE: readonly string[] = Object.keys(CONVERTERS).sort();

/** Returns the converter of an operator; undefined if it has none. */
export function converterOf(operator: string, isComplex: boolean): Convert | undefined {
  return (isComplex ? OF_COMPLEX : CONVERTERS)[functionalName(operator)];
}

/** Operators that return their first argument itself if there is nothing to do. */
const MAY_PASS_ON = ["aten::dropout", "aten::to.dtype", "aten::to.dtype_layout", "aten::view_as_real"];

/** Returns whether an operator's result may share memory with its first argument. */
export function isView(operator: string): boolean {
  return operator in VIEWS || MAY_PASS_ON.includes(operator);
}

/** Returns the out-of-place form of an operator: `aten::relu` for `aten::relu_`, `aten::add.Tensor` for `aten::add_.Tensor`. */
export function functionalName(operator: string): string {
  return operator.replace(/_(?=$|\.)/, "");
}
