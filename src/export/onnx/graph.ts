import { allocateArray, type DType } from "../../tensor/index.js";
import type { Attribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxValueInfo } from "./model.js";

/** Collects the nodes and constants of a graph. Values are identified by name. */
export class GraphBuilder {
  /** The operator set of the graph. */
  readonly opset: number;
  /** Prefix of the names of new nodes: the module that they belong to. */
  place = "";
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, OnnxTensor>();
  readonly #taken: Map<string, number>;
  /** Results of nodes that are shared by equal calls. */
  readonly #known = new Map<string, string>();

  /** @param parent the enclosing graph, whose values are visible here */
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

  /** Like `add`, but returns the existing result of an equal node. */
  addOnce(opType: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}): string {
    const key = JSON.stringify([opType, inputs, attributes]);
    let name = this.#known.get(key);
    if (name === undefined) {
      name = this.add(opType, inputs, attributes);
      this.#known.set(key, name);
    }
    return name;
  }

  /** Adds a second name for a value, such as that of an output. */
  rename(value: string, name: string): void {
    this.#nodes.push({ name, opType: "Identity", inputs: [value], outputs: [name], attributes: {} });
  }

  /** Adds a constant tensor. */
  constant(name: string, dtype: DType, shape: readonly number[], bytes: Uint8Array): string {
    const own = this.fresh(name);
    this.#initializers.set(own, { name: own, dtype, shape, bytes });
    return own;
  }

  /** Adds a constant from numbers; the shape `[]` makes it a scalar. */
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

  /** Returns a dimension of a value as an int64 tensor [1]. */
  size(value: string, axis: number): string {
    return this.addOnce("Gather", [this.addOnce("Shape", [value]), this.numbers([axis])], { axis: 0 });
  }

  /** Adds a reduction over axes, which are an input in newer operator sets. */
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
