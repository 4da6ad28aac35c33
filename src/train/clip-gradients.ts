import { clipGradNorm, clipGradValue, totalNorm } from "../optim/index.js";
import type { Tensor } from "../tensor/index.js";
import type { Update } from "./step-options.js";

/** Limits the gradients as an update says; returns their total norm before, a tensor of one value on their device. */
export function clipGradients({ optimizer, clipGradNorm: maxNorm, clipGradValue: maxValue }: Update): Tensor {
  using gradients = optimizer.gradients();
  const { handles } = gradients;
  // Before values are limited, which would hide those that are infinite.
  const before = maxValue === null ? null : totalNorm(handles);
  if (maxValue !== null) clipGradValue(handles, maxValue);
  const limited = maxNorm === null ? null : clipGradNorm(handles, maxNorm);
  return before ?? limited ?? totalNorm(handles);
}
