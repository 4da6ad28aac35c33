import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { expectShape, widen, widenLike } from "./inputs.js";
import { type Reduction, reductionCode } from "./reduction.js";

export interface KlDivergenceOptions {
  /**
   * `none` returns the shape of the inputs. `batchMean` divides the sum by the first dimension, which is the divergence of
   * a clip; `mean` divides it by the number of values, as PyTorch does.
   */
  reduction?: Reduction | "batchMean";
  /** True if the targets are logarithms too. */
  logTarget?: boolean;
}

/**
 * Kullback-Leibler divergence of predictions from targets, `target * (log(target) - logProb)`, of any shape. Equals
 * `torch.nn.functional.kl_div`.
 *
 * Half types are computed in float32. Throws ShapeError, DTypeError, or ConfigError for an option.
 *
 * @param logProbs logarithms of the predicted probabilities
 * @param targets probabilities, in the shape of `logProbs`
 */
export function klDivergence(logProbs: Tensor, targets: Tensor, options: KlDivergenceOptions = {}): Tensor {
  const loss = "klDivergence";
  const { reduction = "mean", logTarget = false } = options;
  const isBatchMean = reduction === "batchMean";
  const code = reductionCode(loss, isBatchMean ? "sum" : reduction);
  const x = widen({ loss, name: "logProbs" }, logProbs);
  expectShape({ loss, name: "targets" }, targets, x.shape, "the shape of logProbs");
  const divergence = ops.klDiv(x, widenLike({ loss, name: "targets" }, targets, x), code, { logTarget });
  return isBatchMean ? divergence.div(x.shape[0] ?? 1) : divergence;
}
