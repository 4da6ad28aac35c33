import { scope, type Tensor } from "../tensor/index.js";
import type { TensorList } from "../tensor/values.js";

/** A parameter in one step. Change `parameter` and the tensors of `state` in place. */
export interface ParameterUpdate<State extends string = string> {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** Tensors of this parameter by the names given to `addState`. */
  readonly state: Readonly<Record<State, Tensor>>;
}

/** The tensors of a state, one per parameter; null and 0 for a parameter without. @internal */
export interface StateTensors {
  tensors: readonly (Tensor | null)[];
  handles: Int32Array;
}

/** An optimizer's tensors in one step. @internal */
export interface StepTensors {
  parameters: readonly Tensor[];
  /** Handles of the parameters. */
  handles: Int32Array;
  /** Handles of the gradients, 0 for a parameter without. */
  gradients: Int32Array;
  state: ReadonlyMap<string, StateTensors>;
}

/** One step of the parameters of a group that have a gradient. */
export class GroupUpdate<State extends string = string> {
  /** Learning rate of this step, times the group's factor. */
  readonly learningRate: number;
  /** The same on the device, which a graph of the step reads; null outside of one. @internal */
  readonly rate: Tensor | null; // []
  readonly weightDecay: number;
  readonly #tensors: StepTensors;
  /** Indices of the parameters; null for all. */
  readonly #places: Int32Array | null;

  /** @internal */
  constructor(
    tensors: StepTensors,
    places: Int32Array | null,
    settings: { learningRate: number; weightDecay: number; rate: Tensor | null },
  ) {
    this.#tensors = tensors;
    this.#places = places;
    this.learningRate = settings.learningRate;
    this.rate = settings.rate;
    this.weightDecay = settings.weightDecay;
  }

  /** The parameters as a list for operators over many tensors, such as `aten::_foreach_add_.Scalar` and fused ones. */
  get parameters(): TensorList {
    return this.#select(this.#tensors.handles);
  }

  /** The gradients, in the order of `parameters`. */
  get gradients(): TensorList {
    return this.#select(this.#tensors.gradients);
  }

  /** The tensors of a state, in the order of `parameters`. */
  state(name: State): TensorList {
    return this.#select(this.#tensors.state.get(name)!.handles);
  }

  /** Calls `update` for each parameter, each time in a scope of its own. */
  forEach(update: (one: ParameterUpdate<State>) => void): void {
    const { parameters, state } = this.#tensors;
    for (const place of this.#places ?? parameters.keys()) {
      scope(() => {
        const parameter = parameters[place]!;
        const own = [...state].map(([name, { tensors }]) => [name, tensors[place]!] as const);
        update({
          parameter,
          gradient: parameter.grad!,
          state: Object.fromEntries(own) as Record<State, Tensor>,
        });
      });
    }
  }

  #select(handles: Int32Array): Int32Array {
    return this.#places === null ? handles : this.#places.map((place) => handles[place]!);
  }
}
