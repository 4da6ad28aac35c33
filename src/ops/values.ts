import type { Tensor } from "../tensor/tensor.js";

/** A number that an operator takes as it is: an integer value is an integer, others are floating. */
export type Scalar = number | bigint | boolean;

/** Tensors, or their handles kept in one array by an owner that calls often (an optimizer). */
export type TensorList = readonly Tensor[] | Int32Array;
