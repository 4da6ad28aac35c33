import { NativeError } from "../errors.js";
import { addon } from "./addon.js";
import { Tensor } from "./tensor.js";

export interface GradOptions {
  /** The gradient of each output; null for 1, for an output of one value. */
  gradients?: readonly (Tensor | null)[];
  /** Keeps the graph for another pass. By default as `createGraph`. */
  retainGraph?: boolean;
  /** Records the computation of the gradients, so that they have gradients too. */
  createGraph?: boolean;
}

/**
 * Returns the gradients of the sum of outputs with respect to inputs, as `torch.autograd.grad`; leaves keep theirs. The
 * gradient is null for an input that the outputs do not depend on.
 *
 * Throws NativeError if an output or an input does not require gradients.
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  const roots = outputs instanceof Tensor ? [outputs] : outputs;
  const { createGraph = false, gradients = roots.map(() => null) } = options;
  if (gradients.length !== roots.length) {
    throw new NativeError(
      "ARGUMENT",
      `grad: expected ${roots.length} gradients, one for each output, got ${gradients.length}`,
    );
  }
  return addon
    .gradientsOf(
      roots.map(({ handle }) => handle),
      inputs.map(({ handle }) => handle),
      gradients.map((gradient) => gradient?.handle ?? 0),
      options.retainGraph ?? createGraph,
      createGraph,
      true,
    )
    .map((handle) => (handle === 0 ? null : new Tensor(handle)));
}
