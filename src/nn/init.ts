import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

/**
 * PyTorch's default for linear and convolutional weights, `kaiming_uniform_(a=sqrt(5))`. Draws the same numbers
 * from the default generator, so that equal seeds produce equal models in both languages.
 */
export function defaultWeight(shape: readonly number[]): Tensor {
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
  const bound = Math.sqrt(3) * (gain / Math.sqrt(fanIn(shape)));
  return ops.empty(shape).uniform_(-bound, bound);
}

/** PyTorch's default bias for a weight of `weightShape`, whose first dimension is that of the outputs. */
export function defaultBias(weightShape: readonly number[], numOutputs = weightShape[0]!): Tensor {
  const bound = 1 / Math.sqrt(fanIn(weightShape));
  return ops.empty([numOutputs]).uniform_(-bound, bound);
}

function fanIn(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

/** `xavier_uniform_` of a matrix [out, in] (Glorot and Bengio, 2010). */
export function xavierUniform(shape: readonly [number, number]): Tensor {
  const bound = Math.sqrt(3) * Math.sqrt(2 / (shape[0] + shape[1]));
  return ops.empty(shape).uniform_(-bound, bound);
}

/** `xavier_normal_` of a weight [out, in, ...kernel]. */
export function xavierNormal(shape: readonly number[]): Tensor {
  const fanOut = (fanIn(shape) / shape[1]!) * shape[0]!;
  return ops.empty(shape).normal_(0, Math.sqrt(2 / (fanIn(shape) + fanOut)));
}
