import type { Tensor } from "./tensor.js";

/** A number for an operator: whole numbers are integers to libtorch, other numbers floating. */
export type Scalar = number | bigint | boolean;

/** Tensors, or an array of their handles, for callers that pass the same tensors often (an optimizer). */
export type TensorList = readonly Tensor[] | Int32Array;
