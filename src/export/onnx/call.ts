import { ExportError } from "../../errors.js";
import { type DType, isDType } from "../../tensor/index.js";
import { DynamicSize, type GraphCall, type GraphValue, type Operand, type Size } from "./dynamic.js";
import type { GraphBuilder } from "./graph.js";
import { dataTypeOf } from "./model.js";
import { describe } from "./trace.js";

/** A call during conversion: its arguments, by the names in the operator's schema. */
export class Call {
  constructor(
    readonly call: GraphCall,
    readonly graph: GraphBuilder,
    readonly nameOf: (operand: Operand) => string,
    readonly sizeOf: (size: Size) => string,
  ) {}

  /** The first result. */
  get result(): GraphValue {
    return this.call.results[0]!;
  }

  /** @throws ExportError naming the operator and its module */
  fail(problem: string): never {
    const { operator, module } = this.call;
    throw new ExportError("OPERATOR", `export: ${operator}, called by ${describe(module)}: ${problem}`);
  }

  /** Returns undefined if the argument is missing or null, or the overload does not have it. */
  given(name: string): unknown {
    return this.call.args[this.call.argumentNames.indexOf(name)] ?? undefined;
  }

  operand(name = "self"): Operand {
    return this.#asOperand(this.given(name), name);
  }

  #asOperand(given: unknown, name: string): Operand {
    if (isOperand(given)) return given;
    return this.fail(`'${name}' is not a tensor`);
  }

  /** Returns the name of a tensor argument's value in the graph. */
  tensor(name = "self"): string {
    return this.nameOf(this.operand(name));
  }

  tensors(name: string): string[] {
    const given = this.given(name);
    if (!Array.isArray(given)) return this.fail(`'${name}' is not a list of tensors`);
    return given.map((one) => this.nameOf(this.#asOperand(one, name)));
  }

  has(name: string): boolean {
    return this.given(name) !== undefined;
  }

  dims(name = "self"): readonly (number | null)[] {
    return dimsOf(this.operand(name));
  }

  rank(name = "self"): number {
    return this.dims(name).length;
  }

  dtype(name = "self"): DType {
    const operand = this.operand(name);
    return operand.kind === "value" ? operand.dtype : operand.constant.dtype;
  }

  /** Returns a dimension that must not depend on the input's size. */
  fixedDim(axis: number, name = "self"): number {
    return (
      this.dims(name).at(axis) ??
      this.fail(`dimension ${axis} of '${name}' must not depend on the input's size`)
    );
  }

  number(name: string, otherwise?: number): number {
    const given = this.given(name) ?? otherwise;
    if (typeof given === "number") return given;
    if (typeof given === "bigint") return Number(given);
    if (typeof given === "boolean") return given ? 1 : 0;
    return this.fail(
      given instanceof DynamicSize
        ? `'${name}' must not depend on the input's size`
        : `'${name}': expected a number, got ${String(given)}`,
    );
  }

  flag(name: string, otherwise: boolean): boolean {
    return Boolean(this.given(name) ?? otherwise);
  }

  text(name: string, otherwise: string): string {
    return String(this.given(name) ?? otherwise);
  }

  /** Returns a list of numbers; a single number is repeated `length` times. */
  numbers(name: string, length: number, otherwise: number | readonly number[]): number[] {
    const given = this.given(name) ?? otherwise;
    const list: unknown[] = Array.isArray(given) ? given : [given];
    if (!list.every((one): one is number => typeof one === "number")) {
      return this.fail(`'${name}' must not depend on the input's size`);
    }
    return list.length === 1 ? Array<number>(length).fill(list[0]!) : list;
  }

  /** Returns sizes as one int64 tensor. */
  sizes(name: string): string {
    const given = this.given(name);
    const list = (Array.isArray(given) ? given : [given]) as Size[];
    if (list.every((one) => typeof one === "number")) return this.graph.numbers(list);
    return this.graph.add(
      "Concat",
      list.map((one) => this.sizeOf(one)),
      { axis: 0 },
    );
  }

  /** Returns an axis as a number >= 0. */
  axis(name: string, otherwise?: number, rank = this.rank()): number {
    const axis = this.number(name, otherwise);
    return axis < 0 ? axis + rank : axis;
  }

  /** Returns axes as numbers >= 0: the given ones, or all. */
  axes(name: string): number[] {
    const rank = this.rank();
    const given = this.given(name);
    if (given === undefined || (Array.isArray(given) && given.length === 0)) {
      return Array.from({ length: rank }, (_, i) => i);
    }
    return this.numbers(name, 1, 0).map((axis) => (axis < 0 ? axis + rank : axis));
  }

  /** Returns a tensor, or a number as a scalar, in a dtype. */
  valueIn(name: string, dtype: DType): string {
    const given = this.given(name);
    if (isOperand(given)) return this.cast(this.nameOf(given), this.dtype(name), dtype);
    return this.graph.scalar(this.number(name), dtype);
  }

  cast(value: string, from: DType, to: DType): string {
    if (from === to) return value;
    const type = dataTypeOf(to);
    if (type === undefined || from.startsWith("complex"))
      return this.fail(`the conversion from ${from} to ${to} has no ONNX form`);
    return this.graph.add("Cast", [value], { to: type });
  }

  dtypeGiven(name: string, otherwise: DType): DType {
    const given = this.given(name);
    return isDType(given) ? given : otherwise;
  }
}

export function isOperand(given: unknown): given is Operand {
  return typeof given === "object" && given !== null && "kind" in given;
}

export function dimsOf(operand: Operand): readonly (number | null)[] {
  if (operand.kind === "value") return operand.dims;
  const { constant, sizes } = operand;
  return constant.shape.map((size, axis) =>
    sizes !== null && typeof sizes[axis] !== "number" ? null : size,
  );
}

/** Converts a call to nodes and returns the names of its results. */
export type Convert = (call: Call) => string | readonly string[];
