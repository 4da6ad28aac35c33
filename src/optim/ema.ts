import { copyState } from "../nn/state-dict.js";
import { op } from "../ops/index.js";
import { isFloatingPoint, keep, noGrad, scope, type Tensor } from "../tensor/index.js";

const lerpAll = op("aten::_foreach_lerp_.Scalar");
const copyAll = op("aten::_foreach_copy_");

/**
 * An exponential moving average of a model's weights and running statistics, which often does better
 * than the weights themselves (Polyak and Juditsky, 1992). Early on the decay is lower,
 * `(1 + n) / (10 + n)` after n updates, as in TensorFlow's ExponentialMovingAverage, so that the
 * first weights are soon forgotten. Whole numbers are copied.
 */
export class Ema {
  readonly #decay: number;
  /** The model's own tensors, by name. */
  readonly #weights: ReadonlyMap<string, Tensor>;
  readonly #averages = new Map<string, Tensor>();
  readonly #floating: string[];
  readonly #whole: string[];

  /** @param weights a model's state dict, on its device */
  constructor(weights: ReadonlyMap<string, Tensor>, decay: number) {
    this.#decay = decay;
    this.#weights = weights;
    for (const [name, tensor] of weights) this.#averages.set(name, copyOf(tensor));
    const names = [...weights.keys()];
    this.#floating = names.filter((name) => isFloatingPoint(weights.get(name)!.dtype));
    this.#whole = names.filter((name) => !this.#floating.includes(name));
  }

  /** Takes the weights in. `numUpdates` counts the optimizer steps before this one. */
  update(numUpdates: number): void {
    const decay = Math.min(this.#decay, (1 + numUpdates) / (10 + numUpdates));
    noGrad(() =>
      scope(() => {
        lerpAll(
          this.#pick(this.#averages, this.#floating),
          this.#pick(this.#weights, this.#floating),
          1 - decay,
        );
        if (this.#whole.length > 0) {
          copyAll(this.#pick(this.#averages, this.#whole), this.#pick(this.#weights, this.#whole));
        }
      }),
    );
  }

  /** Runs `body` with the averages in the model's place, and puts the weights back, to the bit. One at a time. */
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

  /** The averages by the weights' names. */
  stateDict(): Map<string, Tensor> {
    return new Map(this.#averages);
  }

  /** Copies saved averages back; throws CheckpointError when they are of another architecture. */
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

/** A tensor of its own that no scope frees. */
function copyOf(tensor: Tensor): Tensor {
  return scope(() => noGrad(() => keep(tensor.clone())));
}
