import { ExportError } from "../../errors.js";
import { Call, dimsOf, isOperand } from "./call.js";
import { converterOf, isView } from "./converters/index.js";
import type { DynamicSize, GraphCall, Operand, Size } from "./dynamic.js";
import type { GraphBuilder } from "./graph.js";
import { dataTypeOf } from "./model.js";
import { describe } from "./trace.js";

/**
 * Writes calls into a graph, in order.
 *
 * @param input name of the value that holds the traced function's input
 * @returns the names of values by their ids
 * @throws ExportError naming operator and module, for an operator without a converter, and for a tensor that shares
 * memory with one that was changed in place: values of a graph do not change
 */
export function convertCalls(
  calls: readonly GraphCall[],
  graph: GraphBuilder,
  input: string,
): Map<number, string> {
  const conversion = new Conversion(graph, input);
  for (const call of calls) conversion.convert(call);
  graph.place = "";
  return conversion.names;
}

class Conversion {
  readonly names = new Map<number, string>();
  readonly #graph: GraphBuilder;
  readonly #constants = new Map<number, string>();
  /** Values with the same number here may share memory. */
  readonly #memory = new Map<number, number>();
  /** Values whose memory was changed, with the operator that changed it. */
  readonly #changed = new Map<number, string>();

  constructor(graph: GraphBuilder, input: string) {
    this.#graph = graph;
    this.names.set(0, input);
    this.#memory.set(0, 0);
  }

  convert(call: GraphCall): void {
    const { operator, module } = call;
    this.#graph.place = module.path;
    const [first] = call.args;
    const isComplex = isOperand(first) && first.kind === "value" && first.dtype === "complex64";
    const convert = converterOf(operator, isComplex);
    if (convert === undefined) {
      throw new ExportError(
        "OPERATOR",
        `export: ${operator}${isComplex ? " of a complex tensor" : ""}, called by ${describe(module)}, has no ONNX converter; write it with operators that have one, or add one to src/export/onnx/converters`,
      );
    }
    const converted = convert(
      new Call(
        call,
        this.#graph,
        (operand) => this.#nameOf(operand, call),
        (size) => this.#sizeOf(size),
      ),
    );
    const names = typeof converted === "string" ? [converted] : converted;
    for (const [i, { id }] of call.results.entries()) {
      this.names.set(id, names[i]!);
      this.#memory.set(id, id);
    }
    this.#followMemory(call);
  }

  #followMemory({ operator, args, results, aliasedArgument, module }: GraphCall): void {
    const changed = args[aliasedArgument];
    const source = aliasedArgument >= 0 ? changed : args[0];
    if (!isOperand(source) || source.kind !== "value") return;
    const memory = this.#memory.get(source.id)!;
    if (aliasedArgument < 0 && !isView(operator)) return;
    if (aliasedArgument >= 0) {
      for (const [id, own] of this.#memory) {
        if (own === memory) this.#changed.set(id, `${operator}, called by ${describe(module)}`);
      }
    }
    for (const { id } of results) this.#memory.set(id, memory);
  }

  #nameOf(operand: Operand, call: GraphCall): string {
    if (operand.kind === "value") {
      const changedBy = this.#changed.get(operand.id);
      if (changedBy !== undefined) {
        throw new ExportError(
          "IN_PLACE",
          `export: ${call.operator}, called by ${describe(call.module)}, receives a tensor whose memory ${changedBy}, has changed in place; use the operator that returns a new tensor`,
        );
      }
      return this.names.get(operand.id)!;
    }
    const { constant, sizes, repeated } = operand;
    let name = this.#constants.get(constant.id);
    if (name !== undefined) return name;
    const { dtype, shape, bytes } = constant;
    if (dataTypeOf(dtype) === undefined) {
      throw new ExportError(
        "DTYPE",
        `export: ${constant.name} is ${dtype}, which cannot be exported, as an argument of ${call.operator}, called by ${describe(call.module)}; use float32`,
      );
    }
    if (sizes === null) name = this.#graph.constant(constant.name, dtype, shape, bytes);
    else {
      const product = (all: readonly number[]): number => all.reduce((count, size) => count * size, 1);
      const width = (bytes.length / product(shape)) * product(repeated);
      const one = this.#graph.constant(constant.name, dtype, repeated, bytes.subarray(0, width));
      const shapeOf = dimsOf(operand).map((_, axis) => this.#sizeOf(sizes[axis]!));
      name = this.#graph.add("Expand", [one, this.#graph.add("Concat", shapeOf, { axis: 0 })]);
    }
    this.#constants.set(constant.id, name);
    return name;
  }

  /** Returns a size as an int64 tensor [1]. */
  #sizeOf(size: Size): string {
    return typeof size === "number" ? this.#graph.numbers([size]) : this.#dynamicSizeOf(size);
  }

  #dynamicSizeOf({ dims, factor, offset }: DynamicSize): string {
    const graph = this.#graph;
    let size = dims
      .map(({ value, axis }) => graph.size(this.names.get(value)!, axis))
      .reduce((a, b) => graph.addOnce("Mul", [a, b]));
    if (factor !== 1) size = graph.addOnce("Mul", [size, graph.numbers([factor])]);
    if (offset !== 0) size = graph.addOnce("Add", [size, graph.numbers([offset])]);
    return size;
  }
}
