import type { GraphCall, ModelItem } from "../items.js";
import { flopsOf } from "../nn/flops.js";
import type { Layer, Module } from "../nn/module.js";
import { noGrad, scope, Tensor } from "../tensor/index.js";
import { recordCalls } from "../tensor/recorder.js";

/**
 * Describes a model by one forward pass in evaluation mode: its layers, the graph of operators that it calls, and
 * their cost. Does not change weights, statistics or random state.
 */
export function describeModel(name: string, model: Layer, input: Tensor): ModelItem {
  const names = new Map<Tensor, string>([...model.stateDict()].map(([name, tensor]) => [tensor, name]));
  const graph: GraphCall[] = [];
  const flopsOfLayer = new Map<string, number>();
  // By object: a tensor that an operator changes in place gets another number.
  const numbers = new Map<Tensor, number>([[input, 0]]);
  let numTensors = 1;
  const show = (value: unknown): string => {
    if (!(value instanceof Tensor)) return plain(value, show);
    return names.get(value) ?? `%${numbers.get(value) ?? "?"} [${value.shape.join(", ")}]`;
  };
  const wasTraining = model.training;
  model.eval();
  try {
    noGrad(() =>
      scope(() => {
        recordCalls(
          ({ spec: { name, arguments: specs } }, values, result) => {
            const flops = flopsOf(name, values, result);
            const weight = values.find((value) => value instanceof Tensor && names.has(value));
            const layer = names.get(weight as Tensor)?.replace(/\.?[^.]*$/, "") ?? "";
            flopsOfLayer.set(layer, (flopsOfLayer.get(layer) ?? 0) + flops);
            const inputs = values.flatMap((value, i) => {
              if (value === undefined || value === null) return [];
              return value instanceof Tensor ? [show(value)] : [`${specs[i]!.name}=${show(value)}`];
            });
            const outputs = (Array.isArray(result) ? result : [result]).map((value: unknown) => {
              if (value instanceof Tensor) numbers.set(value, numTensors++);
              return show(value);
            });
            graph.push({
              operator: name.replace(/^aten::/, "").replace(/\..*$/, ""),
              inputs,
              outputs,
              flops,
            });
          },
          () => void model.forward(input),
        );
      }),
    );
  } finally {
    model.train(wasTraining);
  }
  return {
    kind: "model",
    name,
    numParameters: model.numParameters(),
    flops: graph.reduce((sum, { flops }) => sum + flops, 0),
    input: input.shape,
    layers: layersOf(model).map((layer) => ({ ...layer, flops: flopsOfLayer.get(layer.name) ?? 0 })),
    graph,
  };
}

function plain(value: unknown, show: (value: unknown) => string): string {
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  return String(value);
}

/** Lists the layers with parameters of their own. */
function layersOf(model: Module, prefix = ""): Omit<ModelItem["layers"][number], "flops">[] {
  return [...model.children()].flatMap(([name, child]) => {
    const path = `${prefix}${name}`;
    const own = [...child.namedParameters()].filter(([key]) => !key.includes("."));
    const parameters = Object.fromEntries(own.map(([key, { shape }]) => [key, shape]));
    const layer = own.length === 0 ? [] : [{ name: path, type: child.constructor.name, parameters }];
    return [...layer, ...layersOf(child, `${path}.`)];
  });
}
