import { CheckpointError, NativeError } from "../errors.js";
import type { Parameter } from "../nn/module.js";
import { addon } from "../tensor/addon.js";
import { keep, noGrad, scope, type Tensor } from "../tensor/index.js";

/** The saved state of an optimizer: tensors by `<slot>.<parameter index>`. */
export type OptimizerState = Map<string, Tensor>;

/** Gradients by their handles, which operators accept as a list of tensors. */
export class Gradients implements Disposable {
  /** One handle per parameter that has a gradient. */
  readonly handles: Int32Array;
  /** Indices of those parameters; null if every parameter has a gradient. */
  readonly #places: Int32Array | null;

  /** @param found one handle per parameter, 0 for no gradient */
  constructor(found: Int32Array) {
    const isComplete = !found.includes(0);
    this.#places = isComplete ? null : Int32Array.from(found.keys()).filter((i) => found[i] !== 0);
    this.handles = isComplete ? found : found.filter((handle) => handle !== 0);
  }

  get numFound(): number {
    return this.handles.length;
  }

  /** Selects, from an array of one entry per parameter, the entries of parameters that have a gradient. */
  select(values: Int32Array): Int32Array {
    return this.#places === null ? values : this.#places.map((place) => values[place]!);
  }

  [Symbol.dispose](): void {
    addon.releaseMany(this.handles, this.handles.length);
  }
}

/**
 * The base of optimizers. Passes tensors as arrays of handles, so that a step makes a few native
 * calls, not one per parameter. Create it after the model is on its device.
 *
 * Order of a step: `zeroGrad`, forward, backward (several times to accumulate), clip, `step`.
 */
export abstract class Optimizer {
  readonly parameters: readonly Parameter[];
  /** Set by the schedule before each step. */
  learningRate: number;
  /** Tensors of each slot (`exp_avg`, `momentum_buffer`), one per parameter. */
  readonly #slots = new Map<string, Tensor[]>();
  readonly #slotHandles = new Map<string, Int32Array>();
  readonly #handles: Int32Array;

  constructor(parameters: readonly Parameter[], learningRate: number) {
    this.parameters = parameters;
    this.learningRate = learningRate;
    this.#handles = new Int32Array(parameters.length);
  }

  /** Returns the parameters' current handles, in an array that the next call reuses. */
  #parameterHandles(): Int32Array {
    for (let i = 0; i < this.#handles.length; i++) this.#handles[i] = this.parameters[i]!.handle;
    return this.#handles;
  }

  /** Drops every gradient. */
  zeroGrad(): void {
    addon.clearGradients(this.#parameterHandles());
  }

  /** Returns the current gradients; dispose of them after use. */
  gradients(): Gradients {
    const found = new Int32Array(this.parameters.length);
    addon.gradients(this.#parameterHandles(), found);
    return new Gradients(found);
  }

  /** Updates the parameters from their gradients; leaves those without a gradient unchanged. */
  step(): void {
    using gradients = this.gradients();
    if (gradients.numFound > 0)
      noGrad(() => this.update(gradients, gradients.select(this.#parameterHandles())));
  }

  /** `parameters` are the handles of those that have a gradient. */
  protected abstract update(gradients: Gradients, parameters: Int32Array): void;

  /** Adds a slot with one tensor per parameter; no scope frees them. */
  protected addSlot(name: string, create: (parameter: Parameter) => Tensor): void {
    const tensors = noGrad(() => this.parameters.map((parameter) => keep(create(parameter))));
    this.#slots.set(name, tensors);
    this.#slotHandles.set(
      name,
      Int32Array.from(tensors, (tensor) => tensor.handle),
    );
  }

  /** Returns a slot's handles for the parameters that have a gradient. */
  protected slot(name: string, gradients: Gradients): Int32Array {
    const handles = this.#slotHandles.get(name);
    if (handles === undefined)
      throw new NativeError("FREED", "optimizer: step after dispose(); build a new optimizer");
    return gradients.select(handles);
  }

  /** Returns the optimizer's tensors, to save them. */
  stateDict(): OptimizerState {
    const state: OptimizerState = new Map();
    for (const [name, tensors] of this.#slots) {
      for (const [i, tensor] of tensors.entries()) state.set(`${name}.${i}`, tensor);
    }
    return state;
  }

  /** Restores a saved state; throws CheckpointError if it belongs to other parameters. */
  loadStateDict(state: ReadonlyMap<string, Tensor>): void {
    const own = this.stateDict();
    for (const [name, tensor] of own) {
      const given = state.get(name);
      if (given === undefined || given.shape.join() !== tensor.shape.join()) {
        throw new CheckpointError(
          "OPTIMIZER",
          `optimizer state: ${name} is ${given ? `[${given.shape.join(", ")}]` : "missing"}, expected [${tensor.shape.join(", ")}]`,
        );
      }
    }
    noGrad(() => scope(() => void [...own].forEach(([name, tensor]) => void tensor.copy_(state.get(name)!))));
  }

  dispose(): void {
    for (const tensors of this.#slots.values()) for (const tensor of tensors) tensor.dispose();
    // By the next step, a freed handle may refer to another tensor.
    this.#slots.clear();
    this.#slotHandles.clear();
  }
}
