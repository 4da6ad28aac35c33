import type { Convert } from "../call.js";
import { ACTIVATIONS } from "./activations.js";
import { ATTENTION } from "./attention.js";
import { CONVOLUTIONS } from "./convolutions.js";
import { ELEMENTWISE } from "./elementwise.js";
import { LAYERS } from "./layers.js";
import { NORMS } from "./norms.js";
import { POOLING } from "./pooling.js";
import { RECURRENT } from "./recurrent.js";
import { REDUCTIONS } from "./reductions.js";
import { RESIZE } from "./resize.js";
import { SHAPES, VIEWS } from "./shapes.js";
import { COMPLEX, SPECTRUM } from "./spectrum.js";

/** Converters by the operators' full names. */
export const CONVERTERS: Record<string, Convert> = {
  ...ACTIVATIONS,
  ...ATTENTION,
  ...CONVOLUTIONS,
  ...ELEMENTWISE,
  ...LAYERS,
  ...NORMS,
  ...POOLING,
  ...RECURRENT,
  ...REDUCTIONS,
  ...RESIZE,
  ...SHAPES,
  ...SPECTRUM,
  ...VIEWS,
};

/** The operators that can be exported, by their full names. */
export const CONVERTIBLE: readonly string[] = Object.keys(CONVERTERS).sort();

/** Returns the converter of an operator; undefined if it has none. */
export function converterOf(operator: string, isComplex: boolean): Convert | undefined {
  return (isComplex ? COMPLEX : CONVERTERS)[functionalName(operator)];
}

/** Operators that return their first argument itself if there is nothing to do. */
const MAY_RETURN_INPUT = [
  "aten::dropout",
  "aten::feature_dropout",
  "aten::to.dtype",
  "aten::to.dtype_layout",
  "aten::view_as_real",
];

/** True if an operator's result may share memory with its first argument. */
export function isView(operator: string): boolean {
  return operator in VIEWS || MAY_RETURN_INPUT.includes(operator);
}

/** Returns the name without the mark of in-place operators: `aten::add_.Tensor` computes `aten::add.Tensor`. */
export function functionalName(operator: string): string {
  return operator.replace(/_(?=$|\.)/, "");
}
