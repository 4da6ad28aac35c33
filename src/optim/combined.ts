import { NativeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import type { OptimizerParameters } from "./groups.js";
import { Optimizer, type OptimizerState } from "./optimizer.js";

/** One of the optimizers, with the parameters that it updates. */
interface Part {
  optimizer: Optimizer;
  /** The place of each of its parameters among all. */
  places: readonly number[];
}

/**
 * Several optimizers as one, such as Muon for matrices and AdamW for the rest. The learning rate is that of all, times the
 * factor of each group. A state is saved as `<state>.<index>`, with the place of the parameter among all.
 *
 * @throws NativeError if a parameter has no optimizer or two; only a frozen one may have none
 */
export class CombinedOptimizer extends Optimizer {
  readonly #parts: readonly Part[];

  /** @param parameters all of them, in the order of the saved state */
  constructor(parameters: OptimizerParameters, optimizers: readonly Optimizer[], learningRate: number) {
    super(parameters, { learningRate });
    const places = new Map(this.parameters.map((parameter, i) => [parameter, i]));
    const numOwners = new Uint32Array(this.parameters.length);
    this.#parts = optimizers.map((optimizer) => ({
      optimizer,
      places: optimizer.parameters.map((parameter) => {
        const place = places.get(parameter);
        if (place === undefined) throw refused("of one optimizer is not in the list of all");
        numOwners[place]!++;
        return place;
      }),
    }));
    const wrong = numOwners.findIndex(
      (count, i) => count > 1 || (count === 0 && this.parameters[i]!.requiresGrad),
    );
    if (wrong >= 0) throw refused(`${wrong} has ${numOwners[wrong]} optimizers; give it one`);
  }

  override step(): void {
    for (const { optimizer } of this.#parts) {
      optimizer.learningRate = this.learningRate;
      optimizer.step();
    }
  }

  protected update(): void {
    // `step` calls the optimizers.
  }

  override stateDict(): OptimizerState {
    const entries = this.#parts.flatMap(({ optimizer, places }) =>
      [...optimizer.stateDict()].map(([name, tensor]) => {
        const [state, index] = splitName(name);
        return { state, place: places[index]!, tensor };
      }),
    );
    return new Map(entries.map(({ state, place, tensor }) => [`${state}.${place}`, tensor]));
  }

  override loadStateDict(state: ReadonlyMap<string, Tensor>): void {
    for (const { optimizer, places } of this.#parts) {
      const own = new Map<string, Tensor>();
      for (const name of optimizer.stateDict().keys()) {
        const [kind, index] = splitName(name);
        const tensor = state.get(`${kind}.${places[index]!}`);
        if (tensor !== undefined) own.set(name, tensor);
      }
      optimizer.loadStateDict(own);
    }
  }

  override dispose(): void {
    for (const { optimizer } of this.#parts) optimizer.dispose();
    super.dispose();
  }
}

function splitName(name: string): [state: string, index: number] {
  const dot = name.lastIndexOf(".");
  return [name.slice(0, dot), Number(name.slice(dot + 1))];
}

function refused(problem: string): NativeError {
  return new NativeError("ARGUMENT", `optimizer: parameter ${problem}`);
}
