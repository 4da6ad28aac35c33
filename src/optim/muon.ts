// R = rows of a matrix, C = its columns.
import { NativeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import type { GroupUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { Optimizer } from "./optimizer.js";

export interface MuonOptions {
  learningRate?: number;
  weightDecay?: number;
  momentum?: number;
  nesterov?: boolean;
  /** Iterations of Newton and Schulz that orthogonalize an update. */
  numIterations?: number;
  /** Smallest norm that an update is divided by. */
  eps?: number;
  /**
   * Factor of the learning rate for a matrix [R, C]: `original` is sqrt(max(1, R / C)) (Jordan), `match_rms_adamw` is
   * 0.2 sqrt(max(R, C)), with which learning rates of AdamW fit (Liu et al., "Muon is Scalable for LLM Training", 2025).
   */
  adjustLearningRate?: "original" | "match_rms_adamw";
}

/** Coefficients of the quintic iteration, from Jordan's reference implementation. */
const [A, B, C] = [3.4445, -4.775, 2.0315];

/** Returns whether Muon can update a parameter: matrices, and weights of convolutions. */
export const isMatrix = (parameter: Tensor): boolean => parameter.ndim >= 2;

/**
 * Muon (Jordan, 2024): momentum whose update of each matrix is orthogonalized, with decoupled weight decay. Equals
 * `torch.optim.Muon` in numbers and defaults. A weight with more than two dimensions counts as the matrix [out, rest].
 *
 * @throws NativeError for a parameter of fewer than two dimensions; give those to AdamW, with `CombinedOptimizer`
 */
export class Muon extends Optimizer<"momentum_buffer"> {
  readonly #options: Required<Omit<MuonOptions, "learningRate" | "weightDecay">>;

  constructor(parameters: OptimizerParameters, options: MuonOptions = {}) {
    super(parameters, { learningRate: 1e-3, weightDecay: 0.1, ...options });
    const { momentum = 0.95, nesterov = true, numIterations = 5, eps = 1e-7 } = options;
    const { adjustLearningRate = "original" } = options;
    this.#options = { momentum, nesterov, numIterations, eps, adjustLearningRate };
    const other = this.parameters.find((parameter) => !isMatrix(parameter));
    if (other !== undefined) {
      throw new NativeError(
        "ARGUMENT",
        `Muon: expected parameters of two dimensions or more, got one of [${other.shape.join(", ")}]; give biases and the weights of norms to AdamW`,
      );
    }
    this.addState("momentum_buffer", (parameter) => ops.zerosLike(parameter));
  }

  protected update(group: GroupUpdate<"momentum_buffer">): void {
    const { momentum, nesterov, numIterations, eps } = this.#options;
    const { learningRate, weightDecay } = group;
    group.forEach(({ parameter, gradient, state }) => {
      const buffer = state.momentum_buffer.lerp_(gradient, 1 - momentum);
      const update = nesterov ? gradient.lerp(buffer, momentum) : buffer;
      const matrix = update.reshape([parameter.shape[0]!, -1]); // [R, C]
      const direction = orthogonalized(matrix, numIterations, eps).reshape(parameter.shape);
      parameter.mul_(1 - learningRate * weightDecay);
      parameter.add_(direction, { alpha: -learningRate * this.#factor(matrix) });
    });
  }

  #factor({ shape }: Tensor): number {
    const [rows, columns] = shape as [number, number];
    return this.#options.adjustLearningRate === "original"
      ? Math.sqrt(Math.max(1, rows / columns))
      : 0.2 * Math.sqrt(Math.max(rows, columns));
  }
}

/** Returns a matrix with nearly the same singular vectors and all singular values near 1, in bfloat16. */
function orthogonalized(matrix: Tensor, numIterations: number, eps: number): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  const isTall = rows > columns;
  let x = isTall ? matrix.to("bfloat16").t() : matrix.to("bfloat16"); // the shorter side first
  x = x.div(x.norm().clamp(eps));
  for (let i = 0; i < numIterations; i++) {
    const gram = x.matmul(x.t());
    x = x.addmm(gram.addmm(gram, gram, { beta: B, alpha: C }), x, { beta: A });
  }
  return isTall ? x.t() : x;
}
