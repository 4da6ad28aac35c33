import { allocateArray, type DType } from "../../tensor/index.js";
import type { Attribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxValueInfo } from "./model.js";

/** Collects a graph's nodes and constants; values are known by their names. */
export class GraphBuilder {
  /** The operator set that the graph is written in. */
  readonly opset: number;
  /** Module of new nodes: the start of their names. */
  place = "";
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, OnnxTensor>();
  readonly #taken: Map<string, number>;
  /** Names of constants and nodes that are added once. */
  readonly #known = new Map<string, string>();

  /** @param parent the graph that contains this one, and whose values it can use */
  constructor(opset: number, parent?: GraphBuilder) {
    this.opset = opset;
    this.#taken = parent === undefined ? new Map() : parent.#taken;
  }

  /** Appends a node with one result and returns the result's name. */
  add(opType: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}): string {
    return this.addMany(opType, inputs, 1, attributes)[0]!;
  }

  addMany(
    opType: string,
    inputs: readonly string[],
    numOutputs: number,
    attributes: Record<string, Attribute> = {},
  ): string[] {
    const name = this.fresh(this.place === "" ? opType : `${this.place}/${opType}`);
    const outputs = Array.from({ length: numOutputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
    this.#nodes.push({ name, opType, inputs, outputs, attributes });
    return outputs;
  }

  /** Like `add`, but the same node is not appended twice. */
  addOnce(opType: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}): string {
    const key = JSON.stringify([opType, inputs, attributes]);
    let name = this.#known.get(key);
    if (name === undefined) {
      name = this.add(opType, inputs, attributes);
      this.#known.set(key, name);
    }
    return name;
  }

  /** Adds a second name for a value, such as an output's. */
  rename(value: string, name: string): void {
    this.#nodes.push({ name, opType: "Identity", inputs: [value], outputs: [name], attributes: {} });
  }

  /** Adds a constant tensor and returns its name. */
  constant(name: string, dtype: DType, shape: readonly number[], bytes: Uint8Array): string {
    const unique = this.fresh(name);
    this.#initializers.set(unique, { name: unique, dtype, shape, bytes });
    return unique;
  }

  /** Adds a constant of a dtype, from numbers; the shape `[]` makes it a scalar. */
  numbers(values: readonly number[], dtype: DType = "int64", shape: readonly number[] = [values.length]) {
    const key = JSON.stringify([values, dtype, shape]);
    let name = this.#known.get(key);
    if (name === undefined) {
      const array = allocateArray(dtype, values.length);
      for (const [i, value] of values.entries()) array[i] = dtype === "int64" ? BigInt(value) : value;
      name = this.constant("constant", dtype, shape, new Uint8Array(array.buffer));
      this.#known.set(key, name);
    }
    return name;
  }

  scalar(value: number, dtype: DType = "int64"): string {
    return this.numbers([value], dtype, []);
  }

  /** Returns a dimension of a value, as an int64 tensor [1]. */
  size(value: string, axis: number): string {
    return this.addOnce("Gather", [this.addOnce("Shape", [value]), this.numbers([axis])], { axis: 0 });
  }

  /** Reduces over axes, which are an input in newer operator sets and an attribute in older ones. */
  reduce(opType: string, value: string, axes: readonly number[], keepsDims: boolean): string {
    const since = opType === "ReduceSum" ? 13 : 18;
    const keepdims = keepsDims ? 1 : 0;
    return this.opset >= since
      ? this.add(opType, [value, this.numbers(axes)], { keepdims })
      : this.add(opType, [value], { axes, keepdims });
  }

  finish(name: string, inputs: readonly OnnxValueInfo[], outputs: readonly OnnxValueInfo[]): OnnxGraph {
    return { name, nodes: this.#nodes, initializers: [...this.#initializers.values()], inputs, outputs };
  }

  /** Returns a name that no other value has. */
  fresh(wanted: string): string {
    const count = this.#taken.get(wanted) ?? 0;
    this.#taken.set(wanted, count + 1);
    return count === 0 ? wanted : this.fresh(`${wanted}_${count}`);
  }
}
