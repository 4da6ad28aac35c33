import { copyState } from "../nn/state-dict.js";
import { isFloatingPoint, keep, noGrad, scope, type Tensor } from "../tensor/index.js";
import { op } from "../tensor/ops.js";

const lerpAll = op("aten::_foreach_lerp_.Scalar");
const copyAll = op("aten::_foreach_copy_");

/**
 * A running average of a model's weights and running statistics, which evaluation, prediction and export use. A subclass
 * says when it changes. Integer tensors are copied.
 */
export abstract class WeightAverage {
  /** The model's tensors, by name. */
  readonly #weights: ReadonlyMap<string, Tensor>;
  readonly #averages = new Map<string, Tensor>();
  readonly #floating: string[];
  readonly #whole: string[];

  /** @param weights a model's state dict, on its device */
  constructor(weights: ReadonlyMap<string, Tensor>) {
    this.#weights = weights;
    for (const [name, tensor] of weights) this.#averages.set(name, copyOf(tensor));
    const names = [...weights.keys()];
    this.#floating = names.filter((name) => isFloatingPoint(weights.get(name)!.dtype));
    this.#whole = names.filter((name) => !this.#floating.includes(name));
  }

  /** Moves the averages towards the current weights by a fraction of the difference; 1 copies the weights. */
  protected approach(fraction: number): void {
    noGrad(() =>
      scope(() => {
        lerpAll(
          this.#pick(this.#averages, this.#floating),
          this.#pick(this.#weights, this.#floating),
          fraction,
        );
        if (this.#whole.length > 0) {
          copyAll(this.#pick(this.#averages, this.#whole), this.#pick(this.#weights, this.#whole));
        }
      }),
    );
  }

  /** Runs `body` with the averages as the model's weights, then restores the weights exactly. Calls must not overlap. */
  async inPlace<T>(body: () => Promise<T>): Promise<T> {
    const names = [...this.#weights.keys()];
    const own = names.map((name) => copyOf(this.#weights.get(name)!));
    const fill = (values: Tensor[]): void =>
      noGrad(() => scope(() => void copyAll(this.#pick(this.#weights, names), values)));
    try {
      fill(this.#pick(this.#averages, names));
      return await body();
    } finally {
      fill(own);
      for (const tensor of own) tensor.dispose();
    }
  }

  /** Returns the averages by the weights' names. */
  stateDict(): Map<string, Tensor> {
    return new Map(this.#averages);
  }

  /** Restores saved averages; throws CheckpointError if they are of another architecture. */
  loadStateDict(state: ReadonlyMap<string, Tensor>, from = "averages"): void {
    copyState(this.#averages, state, from);
  }

  #pick(tensors: ReadonlyMap<string, Tensor>, names: readonly string[]): Tensor[] {
    return names.map((name) => tensors.get(name)!);
  }

  dispose(): void {
    for (const tensor of this.#averages.values()) tensor.dispose();
  }
}

/** Returns a copy that no scope frees. */
function copyOf(tensor: Tensor): Tensor {
  return scope(() => noGrad(() => keep(tensor.clone())));
}
