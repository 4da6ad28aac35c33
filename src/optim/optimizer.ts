import { CheckpointError } from "../errors.js";
import type { Parameter } from "../nn/module.js";
import { addon } from "../ops/addon.js";
import { keep, noGrad, scope, Tensor } from "../tensor/index.js";

/** What an optimizer saves: tensors by `<slot>.<parameter index>`, as plain data. */
export type OptimizerState = Map<string, Tensor>;

/**
 * The base of optimizers. Parameters' handles are kept in one array, so that a step crosses into
 * libtorch a few times, not once a parameter. Build it after the model is on its device.
 *
 * Order of a step: `zeroGrad`, forward, backward (several times to accumulate), clip, `step`.
 */
export abstract class Optimizer {
  readonly parameters: readonly Parameter[];
  /** Set by the schedule before each step. */
  learningRate: number;
  /** Tensors of each slot, one a parameter (`exp_avg`, `momentum_buffer`). */
  protected readonly slots = new Map<string, Tensor[]>();

  constructor(parameters: readonly Parameter[], learningRate: number) {
    this.parameters = parameters;
    this.learningRate = learningRate;
  }

  /** Parameters' handles; they change only when the model moves. */
  protected handles(): Int32Array {
    return Int32Array.from(this.parameters, (parameter) => parameter.handle);
  }

  /** Drops every gradient. */
  zeroGrad(): void {
    addon.clearGradients(this.handles());
  }

  /** Parameters that have a gradient, and their gradients: freed with the scope around. */
  gradients(): { indices: number[]; gradients: Tensor[] } {
    const found = new Int32Array(this.parameters.length);
    addon.gradients(this.handles(), found);
    const indices: number[] = [];
    const gradients: Tensor[] = [];
    for (let i = 0; i < found.length; i++) {
      if (found[i] === 0) continue;
      indices.push(i);
      gradients.push(new Tensor(found[i]!));
    }
    return { indices, gradients };
  }

  /** Updates the parameters from their gradients; those without one stay as they are. */
  step(): void {
    noGrad(() =>
      scope(() => {
        const { indices, gradients } = this.gradients();
        if (indices.length > 0) this.update(indices, gradients);
      }),
    );
  }

  protected abstract update(indices: readonly number[], gradients: readonly Tensor[]): void;

  /** Adds a slot of one tensor a parameter that outlives every scope. */
  protected addSlot(name: string, create: (parameter: Parameter) => Tensor): void {
    this.slots.set(
      name,
      noGrad(() => this.parameters.map((parameter) => keep(create(parameter)))),
    );
  }

  protected slot(name: string, indices: readonly number[]): Tensor[] {
    const tensors = this.slots.get(name)!;
    return indices.map((i) => tensors[i]!);
  }

  /** The optimizer's own tensors, to save. */
  stateDict(): OptimizerState {
    const state: OptimizerState = new Map();
    for (const [name, tensors] of this.slots) {
      for (const [i, tensor] of tensors.entries()) state.set(`${name}.${i}`, tensor);
    }
    return state;
  }

  /** Copies a saved state back; throws CheckpointError when it is of other parameters. */
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
    for (const tensors of this.slots.values()) for (const tensor of tensors) tensor.dispose();
  }
}
