import { op, ops } from "../tensor/ops.js";
import type { TensorList } from "../tensor/values.js";
import type { GroupUpdate } from "./group-update.js";
import type { OptimizerParameters } from "./groups.js";
import { Optimizer } from "./optimizer.js";

export interface SGDOptions {
  learningRate?: number;
  momentum?: number;
  weightDecay?: number;
  /** Fraction of the gradient that the momentum leaves out, after the first step of a parameter. */
  dampening?: number;
  nesterov?: boolean;
}

type State = "momentum_buffer" | "step";

const fusedSgd = op("aten::_fused_sgd_");
const fusedSgdByTensor = op("aten::_fused_sgd_.tensor_lr");
const addToAll = op("aten::_foreach_add_.Scalar");
const NONE = new Int32Array(0);

/**
 * Stochastic gradient descent with momentum by libtorch's fused kernel. Equals `torch.optim.SGD`; with dampening it also
 * counts the steps of each parameter, because the first one is not dampened.
 */
export class SGD extends Optimizer<State> {
  readonly #momentum: number;
  readonly #dampening: number;
  readonly #nesterov: boolean;

  constructor(parameters: OptimizerParameters, options: SGDOptions = {}) {
    super(parameters, { learningRate: 1e-3, weightDecay: 0, ...options });
    this.#momentum = options.momentum ?? 0;
    this.#dampening = this.#momentum === 0 ? 0 : (options.dampening ?? 0);
    this.#nesterov = options.nesterov ?? false;
    // Momentum starts at zero, so that the first step uses the full gradient, as in PyTorch.
    if (this.#momentum !== 0) this.addState("momentum_buffer", (parameter) => ops.zerosLike(parameter));
    if (this.#dampening !== 0)
      this.addState("step", ({ device }) => ops.zeros([], { dtype: "float32", device }));
  }

  /** Dampening counts steps on the host. */
  override get takesRates(): boolean {
    return this.#dampening === 0;
  }

  protected update(group: GroupUpdate<State>): void {
    if (this.#dampening === 0) {
      const buffers = this.#momentum === 0 ? NONE : group.state("momentum_buffer");
      this.#apply(group, group.parameters, group.gradients, buffers, false);
      return;
    }
    const counts = group.state("step");
    const numSteps = ops.stack(counts).toFloat32Array(); // sync
    addToAll(counts, 1);
    for (const isFirst of [true, false]) {
      const places = [...numSteps.keys()].filter((i) => (numSteps[i] === 0) === isFirst);
      if (places.length === 0) continue;
      const select = (list: TensorList) => Int32Array.from(places, (i) => (list as Int32Array)[i]!);
      const lists = [group.parameters, group.gradients, group.state("momentum_buffer")].map(select);
      this.#apply(group, lists[0]!, lists[1]!, lists[2]!, isFirst);
    }
  }

  #apply(
    { weightDecay, learningRate, rate }: GroupUpdate<State>,
    parameters: TensorList,
    gradients: TensorList,
    buffers: TensorList,
    isFirstStep: boolean,
  ): void {
    const momentum = this.#momentum;
    const settings = {
      ...{ weightDecay, momentum, isFirstStep },
      dampening: this.#dampening,
      nesterov: this.#nesterov,
      maximize: false,
    };
    if (rate === null) fusedSgd(parameters, gradients, buffers, { ...settings, lr: learningRate });
    else fusedSgdByTensor(parameters, gradients, buffers, { ...settings, lr: rate });
  }
}
