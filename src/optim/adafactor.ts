// B = all dimensions but the last two, R = rows, C = columns.
import type { DType, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import type { GroupUpdate, ParameterUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { Optimizer } from "./optimizer.js";

export interface AdafactorOptions {
  learningRate?: number;
  weightDecay?: number;
  /** The mean of squares at step t keeps `1 - t ** beta2Decay` of its value. */
  beta2Decay?: number;
  /** Smallest root mean square of the gradient; null is the dtype's precision. Smallest one of the weights. */
  eps?: readonly [number | null, number];
  /** Root mean square above which an update is scaled down. */
  clipThreshold?: number;
}

type State = "step" | "row_var" | "col_var" | "variance";

/** Differences between 1 and the next larger number. */
const PRECISIONS: Partial<Record<DType, number>> = {
  ...{ float64: 2 ** -52, float32: 2 ** -23, float16: 2 ** -10, bfloat16: 2 ** -7 },
};

/**
 * Adafactor (Shazeer and Stern, 2018): the mean squares of a matrix are stored as those of its rows and of its columns.
 * Equals `torch.optim.Adafactor` in numbers and defaults, without waiting for the device.
 */
export class Adafactor extends Optimizer<State> {
  readonly #options: Required<Omit<AdafactorOptions, "learningRate" | "weightDecay">>;

  constructor(parameters: OptimizerParameters, options: AdafactorOptions = {}) {
    super(parameters, { learningRate: 1e-2, weightDecay: 0, ...options });
    const { beta2Decay = -0.8, eps = [null, 1e-3], clipThreshold = 1 } = options;
    this.#options = { beta2Decay, eps, clipThreshold };
    this.addState("step", ({ device }) => ops.zeros([], { dtype: "float32", device }));
    const means = (parameter: Tensor, dim: number): Tensor | null =>
      parameter.ndim > 1 ? ops.zerosLike(parameter.narrow(dim, 0, 1)).contiguous() : null;
    this.addState("row_var", (parameter) => means(parameter, -1)); // [B, R, 1]
    this.addState("col_var", (parameter) => means(parameter, -2)); // [B, 1, C]
    this.addState("variance", (parameter) => (parameter.ndim > 1 ? null : ops.zerosLike(parameter)));
  }

  protected update(group: GroupUpdate<State>): void {
    const { beta2Decay, eps, clipThreshold } = this.#options;
    const { learningRate, weightDecay } = group;
    group.forEach((one) => {
      const { parameter, gradient, state } = one;
      const least = eps[0] ?? PRECISIONS[parameter.dtype] ?? 0;
      const step = state.step.add_(1).to("float64"); // []
      const rate = step.rsqrt().clamp(null, learningRate); // []
      const size = rootMeanSquare(parameter).clamp(eps[1]).mul(rate); // []
      if (weightDecay !== 0) parameter.mul_(1 - learningRate * weightDecay);
      const variance = updatedVariance(one, step.pow(beta2Decay).to(parameter.dtype), least);
      const update = variance
        .clamp(least * least)
        .rsqrt()
        .mul(gradient);
      const excess = rootMeanSquare(update).div(clipThreshold).clamp(1); // []
      parameter.sub_(update.mul(size.div(excess)));
    });
  }
}

/** Returns a tensor's root mean square, [] float64. */
function rootMeanSquare(tensor: Tensor): Tensor {
  return tensor.norm(2).to("float64").div(Math.sqrt(tensor.numel));
}

/** Updates the running means of the squared gradient with a weight [] for the new ones, and returns their estimate for each value. */
function updatedVariance({ gradient, state }: ParameterUpdate<State>, weight: Tensor, least: number): Tensor {
  if (gradient.ndim <= 1) return state.variance.lerp_(gradient.square(), weight);
  const meanOver = (dim: number): Tensor =>
    gradient.norm(2, [dim], true).square().div(gradient.shape.at(dim)!);
  const rows = state.row_var.lerp_(meanOver(-1), weight); // [B, R, 1]
  const columns = state.col_var.lerp_(meanOver(-2), weight); // [B, 1, C]
  return rows.matmul(columns).div(rows.mean(-2, true).clamp(least)); // [B, R, C]
}
