import type { ModelItem } from "../items.js";
import { alignColumns } from "../text-columns.js";

/** Describes a model as text: its cost, one line per layer, then one line per operator of the forward pass. */
export function modelText(model: ModelItem): string {
  const { name, numParameters, layers, flops = 0, input = [], graph = [] } = model;
  const rows = layers.map(({ name, type, parameters, flops }) => {
    const shapes = Object.entries(parameters).map(([key, shape]) => `${key} [${shape.join(", ")}]`);
    const count = Object.values(parameters).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    return [name, type, shapes.join(", "), grouped(count), grouped(flops ?? 0)];
  });
  const layerLines = alignColumns([["layer", "type", "parameters", "count", "FLOPs"], ...rows]);
  const calls = graph.map(({ operator, inputs, outputs, flops }) => [
    outputs.join(", "),
    flops === 0 ? "" : `${grouped(flops)} FLOPs`,
    `${operator}(${inputs.join(", ")})`,
  ]);
  const cost = `${grouped(numParameters)} parameters, ${grouped(flops)} FLOPs for one clip of features [${input.join(", ")}]`;
  const forward = graph.length === 0 ? [] : ["", "forward", ...alignColumns(calls)];
  return `${[`${name}, ${cost}`, "", ...layerLines, ...forward].join("\n")}\n`;
}

const grouped = (value: number): string => value.toLocaleString("en");
