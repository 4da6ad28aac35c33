import { CheckpointError, NativeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { keep, noGrad, scope, type Tensor } from "../tensor/index.js";
import { Gradients } from "./gradients.js";
import { GroupUpdate, type StateTensors, type StepTensors } from "./group-update.js";
import { type Group, groupsOf, membersOf, type OptimizerParameters } from "./groups.js";

/** The saved state of an optimizer: tensors by `<state>.<parameter index>`. */
export type OptimizerState = Map<string, Tensor>;

/** Settings of parameters whose group has none of its own. */
export interface OptimizerSettings {
  learningRate: number;
  /** 0 by default. */
  weightDecay?: number;
}

/**
 * The base of optimizers. A subclass adds its state tensors by `addState` in its constructor and changes parameters in
 * `update`; groups, saving and restoring are the base's. Create an optimizer after the model is on its device.
 *
 * A parameter without a gradient, such as one whose `requiresGrad` is false, keeps its value and its state. One whose
 * `requiresGrad` is false when the optimizer is created has no state: it must stay so.
 *
 * Order of a step: `zeroGrad`, forward, backward (several times to accumulate), clip, `step`.
 */
export abstract class Optimizer<State extends string = string> {
  /** In the order in which they were given, groups one after another. */
  readonly parameters: readonly Tensor[];
  /** Set by the schedule before each step; each group multiplies it by its factor. */
  learningRate: number;
  readonly #names: readonly (string | null)[];
  readonly #groups: readonly Group[];
  readonly #state = new Map<string, StateTensors>();
  /** Indices of the parameters that have no state. */
  readonly #frozen: readonly number[];
  readonly #handles: Int32Array;
  readonly #isOnGpu: boolean;
  #isDisposed = false;

  constructor(parameters: OptimizerParameters, { learningRate, weightDecay = 0 }: OptimizerSettings) {
    const members = membersOf(parameters, weightDecay);
    this.parameters = members.map(({ tensor }) => tensor);
    this.learningRate = learningRate;
    this.#names = members.map(({ name }) => name);
    this.#groups = groupsOf(members);
    this.#frozen = members.flatMap(({ tensor }, i) => (tensor.requiresGrad ? [] : [i]));
    this.#handles = new Int32Array(members.length);
    this.#isOnGpu = this.parameters.some(({ device }) => device !== "cpu");
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

  /**
   * Updates the parameters from their gradients; leaves those without a gradient unchanged.
   *
   * @param rates `rates` on the device, for a step in a graph, which cannot hold numbers that change
   */
  step(rates: Tensor | null = null): void {
    if (this.#isDisposed)
      throw new NativeError("FREED", "optimizer: step after dispose(); build a new optimizer");
    using gradients = this.gradients();
    this.#assertHaveState(gradients);
    const { parameters } = this;
    const tensors = { parameters, handles: this.#handles, gradients: gradients.found, state: this.#state };
    noGrad(() => scope(() => this.#updateGroups(gradients, tensors, rates)));
  }

  #updateGroups(gradients: Gradients, tensors: StepTensors, rates: Tensor | null): void {
    for (const [i, { places, weightDecay }] of this.#groups.entries()) {
      const found = gradients.placesIn(places);
      if (found?.length === 0) continue;
      const learningRate = this.#rateOf(i);
      const rate = rates?.select(0, i) ?? null;
      this.update(new GroupUpdate<State>(tensors, found, { learningRate, weightDecay, rate }));
    }
  }

  /** A GPU's kernels may read it from the device, as float32: it is the same number for those that do not. */
  #rateOf(group: number): number {
    const rate = this.learningRate * this.#groups[group]!.learningRateFactor;
    return this.#isOnGpu ? Math.fround(rate) : rate;
  }

  /** True if `update` reads `group.rate` where there is one, so that a graph can hold it. @internal */
  get takesRates(): boolean {
    return false;
  }

  /** The learning rates of the groups, as `step` takes them from the device. @internal */
  get rates(): Float32Array {
    return Float32Array.from(this.#groups, (_, i) => this.#rateOf(i));
  }

  #assertHaveState({ found }: Gradients): void {
    const thawed = this.#state.size === 0 ? undefined : this.#frozen.find((i) => found[i] !== 0);
    if (thawed === undefined) return;
    throw new NativeError(
      "STATE",
      `optimizer: parameter ${this.#names[thawed] ?? thawed} has a gradient and no state, because it required no gradient when the optimizer was created; create the optimizer first, then freeze the parameter`,
    );
  }

  /** Changes the parameters of a group in place; called at each step for each group that has gradients, without autograd. */
  protected abstract update(group: GroupUpdate<State>): void;

  /**
   * Adds a state of one tensor for each parameter, or null for a parameter that needs none; no scope frees them. Call it in
   * the constructor.
   */
  protected addState(name: State, create: (parameter: Tensor) => Tensor | null): void {
    const stateOf = (parameter: Tensor): Tensor | null => {
      if (!parameter.requiresGrad) return null;
      return scope(() => {
        const tensor = create(parameter);
        return tensor === null ? null : keep(tensor);
      });
    };
    const tensors = noGrad(() => this.parameters.map(stateOf));
    this.#state.set(name, { tensors, handles: Int32Array.from(tensors, (tensor) => tensor?.handle ?? 0) });
  }

  /** Returns the optimizer's tensors, to save them. */
  stateDict(): OptimizerState {
    const state: OptimizerState = new Map();
    for (const [name, { tensors }] of this.#state) {
      for (const [i, tensor] of tensors.entries()) if (tensor !== null) state.set(`${name}.${i}`, tensor);
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
          `optimizer state: ${this.#describe(name)} is ${given ? `[${given.shape.join(", ")}]` : "missing"}, expected [${tensor.shape.join(", ")}]`,
        );
      }
    }
    noGrad(() => scope(() => void [...own].forEach(([name, tensor]) => void tensor.copy_(state.get(name)!))));
  }

  /** `exp_avg.3 (head.weight)` */
  #describe(name: string): string {
    const parameter = this.#names[Number(name.slice(name.lastIndexOf(".") + 1))];
    return parameter === null ? name : `${name} (${parameter})`;
  }

  dispose(): void {
    for (const { tensors } of this.#state.values()) for (const tensor of tensors) tensor?.dispose();
    // By the next step, a freed handle may refer to another tensor.
    this.#state.clear();
    this.#isDisposed = true;
  }
}
