import { flopsOf } from "../nn/flops.js";
import type { Layer, Module } from "../nn/module.js";
import { addon } from "../tensor/addon.js";
import { noGrad, scope, Tensor } from "../tensor/index.js";
import { recordCalls } from "../tensor/recorder.js";
import { hookForwards } from "./hooks.js";

/** A module of a model, with everything inside of it that has no row of its own. */
export interface ModuleSummary {
  /** `blocks.0.conv`; empty for the model itself. */
  name: string;
  /** `Conv2d` */
  type: string;
  /** Shape of its output; null for a module that returns several tensors. */
  output: readonly number[] | null;
  numParameters: number;
  /** Cost of the forward pass; a multiplication with its addition counts as two. */
  flops: number;
}

export interface ModelSummary {
  /** Shape of the input. */
  input: readonly number[];
  /** Modules that have parameters or a cost; both add up to those of the model. */
  modules: readonly ModuleSummary[];
  numParameters: number;
  flops: number;
  /** Bytes of all results that training holds at the end of the forward pass, where it needs most memory. */
  activationBytes: number;
}

/** A row of the summary. */
interface Row {
  name: string;
  module: Module;
  /** Includes the modules inside. */
  isWhole: boolean;
}

/**
 * Summarizes a model by a forward pass in evaluation mode. Does not change weights, statistics or random state.
 *
 * @param depth levels of modules that have rows; deeper modules count in the row above them
 */
export function summarize(model: Layer<Tensor, unknown>, input: Tensor, depth: number): ModelSummary {
  const { flopsAt, outputs, activationBytes } = measure(model, input);
  const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
  const modules = rowsOf("", model, depth).map(({ name, module, isWhole }): ModuleSummary => {
    const isIn = (place: string): boolean =>
      place === name || (isWhole && (name === "" || place.startsWith(`${name}.`)));
    const parameters = [...module.namedParameters()].filter(([key]) => isWhole || !key.includes("."));
    return {
      name,
      type: module.constructor.name,
      output: outputs.get(name) ?? null,
      numParameters: sum(parameters.map(([, { numel }]) => numel)),
      flops: sum([...flopsAt].flatMap(([place, flops]) => (isIn(place) ? [flops] : []))),
    };
  });
  return {
    input: input.shape,
    modules: modules.filter(({ numParameters, flops }) => numParameters + flops > 0),
    numParameters: model.numParameters(),
    flops: sum(flopsAt.values()),
    activationBytes,
  };
}

/** Lists modules to a depth; those above it without the modules inside, which follow. */
function rowsOf(name: string, module: Module, depth: number): Row[] {
  const children = [...module.children()];
  if (children.length === 0 || depth === 0) return [{ name, module, isWhole: true }];
  const inside = children.flatMap(([child, inner]) =>
    rowsOf(name === "" ? child : `${name}.${child}`, inner, depth - 1),
  );
  return [{ name, module, isWhole: false }, ...inside];
}

/** Runs the model once; costs and outputs by the name of the module that computes them itself. */
function measure(model: Layer<Tensor, unknown>, input: Tensor) {
  const open: string[] = [];
  const flopsAt = new Map<string, number>();
  const outputs = new Map<string, readonly number[]>();
  let activationBytes = 0;
  const wasTraining = model.training;
  model.eval();
  const unhook = hookForwards("", model, (path, _, forward) => {
    open.push(path.slice(1));
    const result = forward();
    const name = open.pop()!;
    if (result instanceof Tensor) outputs.set(name, result.shape);
    return result;
  });
  const before = addon.liveBytes();
  try {
    noGrad(() =>
      scope(() => {
        recordCalls(
          ({ spec }, values, result) => {
            const place = open.at(-1)!;
            flopsAt.set(place, (flopsAt.get(place) ?? 0) + flopsOf(spec.name, values, result));
          },
          () => void model.forward(input),
        );
        activationBytes = addon.liveBytes() - before;
      }),
    );
  } finally {
    unhook();
    model.train(wasTraining);
  }
  return { flopsAt, outputs, activationBytes };
}
