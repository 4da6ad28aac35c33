import { ConfigError, NativeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";

/** Names and tensors, such as `model.namedParameters()`. */
export type NamedTensors = Iterable<readonly [name: string, tensor: Tensor]>;

/** Parameters with settings of their own, as in PyTorch's `param_groups`. */
export interface ParameterGroup {
  params: Iterable<Tensor> | NamedTensors;
  /** Multiplies the optimizer's learning rate; 1 by default. */
  learningRateFactor?: number;
  /** Replaces the optimizer's weight decay. */
  weightDecay?: number;
}

/** Parameters of an optimizer: tensors that require gradients, with or without names, or groups of them. */
export type OptimizerParameters = Iterable<Tensor> | NamedTensors | readonly ParameterGroup[];

/** A parameter and its settings. @internal */
export interface Member {
  tensor: Tensor;
  /** null for a tensor without a name. */
  name: string | null;
  learningRateFactor: number;
  weightDecay: number;
}

/** Parameters that one update treats alike. @internal */
export interface Group extends Pick<Member, "learningRateFactor" | "weightDecay"> {
  /** Indices of its parameters; null for all parameters. */
  places: Int32Array | null;
}

/**
 * Lists an optimizer's parameters in the given order. @internal
 *
 * @throws NativeError for parameters that cannot be optimized, ConfigError for invalid settings
 */
export function membersOf(parameters: OptimizerParameters, weightDecay: number): Member[] {
  const members = [...(parameters as Iterable<Tensor | readonly [string, Tensor] | ParameterGroup>)].flatMap(
    (entry): Member[] =>
      "params" in entry
        ? [...entry.params].map((one) => memberOf(one, entry, weightDecay))
        : [memberOf(entry, {}, weightDecay)],
  );
  assertTrainable(members);
  return members;
}

function memberOf(
  entry: Tensor | readonly [string, Tensor],
  { learningRateFactor = 1, weightDecay: own }: Omit<ParameterGroup, "params">,
  weightDecay: number,
): Member {
  const [name, tensor] = "handle" in entry ? [null, entry] : entry;
  const member = { tensor, name, learningRateFactor, weightDecay: own ?? weightDecay };
  for (const key of ["learningRateFactor", "weightDecay"] as const) {
    const value = member[key];
    if (value >= 0 && Number.isFinite(value)) continue;
    throw new ConfigError("OPTIMIZER", `optimizer: ${key} is ${value}, expected a number of at least 0`);
  }
  return member;
}

function assertTrainable(members: readonly Member[]): void {
  const refuse = (reason: string): never => {
    throw new NativeError("ARGUMENT", `optimizer: ${reason}`);
  };
  if (members.length === 0) refuse("got no parameters");
  const seen = new Set<Tensor>();
  for (const [i, { tensor, name }] of members.entries()) {
    const shown = `parameter ${name ?? i}`;
    if (seen.has(tensor)) refuse(`${shown} is given twice; give each parameter once, in one group`);
    if (!tensor.isLeaf)
      refuse(`${shown} is the result of an operator; give the tensor that it was computed from`);
    seen.add(tensor);
  }
  if (!members.some(({ tensor }) => tensor.requiresGrad))
    refuse("no parameter requires a gradient; set tensor.requiresGrad = true, or give model.parameters()");
}

/**
 * Groups parameters by their settings, so that a step makes one update for each; and by dtype and device, since the fused
 * operators of GPUs take lists of one. @internal
 */
export function groupsOf(members: readonly Member[]): Group[] {
  const bySettings = new Map<string, number[]>();
  for (const [i, { tensor, learningRateFactor, weightDecay }] of members.entries()) {
    const key = `${learningRateFactor} ${weightDecay} ${tensor.dtype} ${tensor.device}`;
    const indices = bySettings.get(key);
    if (indices === undefined) bySettings.set(key, [i]);
    else indices.push(i);
  }
  return [...bySettings.values()].map((indices) => {
    const { learningRateFactor, weightDecay } = members[indices[0]!]!;
    const places = indices.length === members.length ? null : Int32Array.from(indices);
    return { learningRateFactor, weightDecay, places };
  });
}
