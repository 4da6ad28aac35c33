import { ExportError } from "../../errors.js";
import type { DType } from "../../tensor/index.js";
import { describe, type Trace, TracedConstant, type TracedModule, TracedValue } from "./trace.js";

/**
 * A whole number that depends on the input's size: the product of dimensions of values (one or two), times
 * `factor`, plus `offset`.
 */
export class DynamicSize {
  constructor(
    readonly dims: readonly { value: number; axis: number }[],
    readonly factor = 1,
    readonly offset = 0,
  ) {}
}

export type Size = number | DynamicSize;

/** A value in all traces; a dimension is null if the traces differ in it. */
export interface GraphValue {
  kind: "value";
  id: number;
  dtype: DType;
  dims: readonly (number | null)[];
}

export interface GraphConstant {
  kind: "constant";
  constant: TracedConstant;
  /** Its sizes if its shape depends on the input and it repeats one element or one row; else null. */
  sizes: readonly Size[] | null;
  /** Shape of the part of its bytes, from the first, that is repeated: [] for an element, [1, ...] for a row. */
  repeated: readonly number[];
}

export type Operand = GraphValue | GraphConstant;

export interface GraphCall {
  operator: string;
  argumentNames: readonly string[];
  /** Arguments as in TracedCall, with GraphValue, GraphConstant and Size. */
  args: readonly unknown[];
  results: readonly GraphValue[];
  aliasedArgument: number;
  module: TracedModule;
}

/**
 * Merges traces of one function on inputs of several sizes: numbers equal in all traces are constants, others are
 * expressed by dimensions of values.
 *
 * @throws ExportError naming operator and module, for a difference that sizes cannot express
 */
export function mergeTraces(traces: readonly Trace[]): GraphCall[] {
  const first = traces[0]!;
  const sizes = new SizeFinder();
  sizes.see(first.input.id, shapesOf(traces.map(({ input }) => input)));
  return first.calls.map((call, i) => {
    const all = traces.map((one) => one.calls[i]);
    const where = `${call.operator}, called by ${describe(call.module)}`;
    const other = all.find((one) => one?.operator !== call.operator || one.module.path !== call.module.path);
    if (all.includes(undefined) || other !== undefined) {
      throw new ExportError(
        "CONTROL_FLOW",
        `export: for inputs of another size, ${where}, is ${other === undefined ? "not called" : `${other.operator}, called by ${describe(other.module)}`}; a model that is exported calls the same operators for inputs of all sizes`,
      );
    }
    const calls = all as typeof first.calls;
    const args = call.args.map((_, j) => {
      const name = `${where}: argument '${call.argumentNames[j]}'`;
      return mergeArgument(
        calls.map(({ args }) => args[j]),
        sizes,
        name,
      );
    });
    const results = call.results.map((result, j) => {
      const shapes = shapesOf(calls.map(({ results }) => results[j]!));
      sizes.see(result.id, shapes);
      return mergeValue(result, shapes);
    });
    return { ...call, args, results };
  });
}

export function mergeValue({ id, dtype }: TracedValue, shapes: readonly (readonly number[])[]): GraphValue {
  const dims = shapes[0]!.map((size, axis) => (shapes.every((shape) => shape[axis] === size) ? size : null));
  return { kind: "value", id, dtype, dims };
}

function shapesOf(values: readonly TracedValue[]): (readonly number[])[] {
  return values.map(({ shape }) => shape);
}

function mergeArgument(given: readonly unknown[], sizes: SizeFinder, where: string): unknown {
  const [first] = given;
  if (Array.isArray(first)) {
    const lists = given as unknown[][];
    if (lists.some(({ length }) => length !== first.length)) {
      throw new ExportError("CONTROL_FLOW", `export: ${where} is longer for inputs of another size`);
    }
    return first.map((_, i) =>
      mergeArgument(
        lists.map((list) => list[i]),
        sizes,
        where,
      ),
    );
  }
  if (first instanceof TracedValue) {
    const values = given as TracedValue[];
    if (values.some((one) => one.id !== first.id)) {
      throw new ExportError(
        "CONTROL_FLOW",
        `export: ${where} is another tensor for inputs of another size; a model that is exported calls the same operators for all`,
      );
    }
    return mergeValue(first, shapesOf(values));
  }
  if (first instanceof TracedConstant) return mergeConstant(given as TracedConstant[], sizes, where);
  if (given.every((one) => one === first)) return first;
  if (given.every((one) => Number.isInteger(one))) return sizes.find(given as number[], where);
  throw new ExportError(
    "VALUE",
    `export: ${where} depends on the input (${given.join(", ")}) in a way that a graph cannot follow; compute it with tensors`,
  );
}

function mergeConstant(given: readonly TracedConstant[], sizes: SizeFinder, where: string): GraphConstant {
  const first = given[0]!;
  const isSame = given.every(
    ({ bytes, shape }) => shape.join() === first.shape.join() && Buffer.compare(bytes, first.bytes) === 0,
  );
  if (isSame) return { kind: "constant", constant: first, sizes: null, repeated: [] };
  const row = [1, ...first.shape.slice(1)];
  const repeated = [[], row].find((part) => given.every((one) => repeats(one, first, part)));
  if (repeated === undefined) {
    throw new ExportError(
      "CONSTANT",
      `export: ${where} is a tensor that changes from input to input, and no operator call on the waveform made it (random numbers, values read into JavaScript, a mask of another size); compute it from the input with operators`,
    );
  }
  const shape = first.shape.map((_, axis) =>
    sizes.find(
      given.map((one) => one.shape[axis]!),
      where,
    ),
  );
  return { kind: "constant", constant: first, sizes: shape, repeated };
}

/** True if a constant repeats the first part, of this shape, of another. */
function repeats(
  { bytes, shape, dtype }: TracedConstant,
  other: TracedConstant,
  part: readonly number[],
): boolean {
  const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
  const isRow = part.length > 0;
  if (product(shape) === 0 || dtype !== other.dtype || shape.length !== other.shape.length) return false;
  if (isRow && shape.slice(1).join() !== part.slice(1).join()) return false;
  const width = (bytes.length / product(shape)) * product(part);
  const one = Buffer.from(other.bytes.subarray(0, width));
  return Array.from({ length: bytes.length / width }, (_, i) => i).every((i) =>
    one.equals(bytes.subarray(i * width, (i + 1) * width)),
  );
}

/** Expresses numbers by the dimensions seen so far. */
class SizeFinder {
  readonly #seen: { value: number; axis: number; sizes: readonly number[] }[] = [];

  see(value: number, shapes: readonly (readonly number[])[]): void {
    for (let axis = 0; axis < shapes[0]!.length; axis++) {
      const sizes = shapes.map((shape) => shape[axis]!);
      const isKnown = this.#seen.some((one) => one.sizes.join() === sizes.join());
      if (!isKnown && sizes.some((size) => size !== sizes[0])) this.#seen.push({ value, axis, sizes });
    }
  }

  /** @param wanted one number per trace */
  find(wanted: readonly number[], where: string): Size {
    if (wanted.every((one) => one === wanted[0])) return wanted[0]!;
    const equal = (sizes: readonly number[]) => sizes.every((size, i) => size === wanted[i]);
    const exact = this.#seen.find(({ sizes }) => equal(sizes));
    if (exact !== undefined) return new DynamicSize([exact]);
    for (const one of this.#seen) {
      const line = lineThrough(one.sizes, wanted);
      if (line !== null) return new DynamicSize([one], line.factor, line.offset);
    }
    for (const [i, a] of this.#seen.entries()) {
      for (const b of this.#seen.slice(0, i + 1)) {
        const line = lineThrough(
          a.sizes.map((size, j) => size * b.sizes[j]!),
          wanted,
        );
        if (line?.offset === 0) return new DynamicSize([a, b], line.factor);
      }
    }
    throw new ExportError(
      "SIZE",
      `export: ${where} changes with the input's size (${wanted.join(", ")}) and is no dimension of a tensor before it; use -1, or a dimension of a tensor's shape`,
    );
  }
}

/** Returns the line `factor * x + offset` in whole numbers through three points or more; null if there is none. */
function lineThrough(
  from: readonly number[],
  to: readonly number[],
): { factor: number; offset: number } | null {
  const other = from.findIndex((x) => x !== from[0]);
  if (other < 0) return null;
  const factor = (to[other]! - to[0]!) / (from[other]! - from[0]!);
  const offset = to[0]! - factor * from[0]!;
  const fits = Number.isInteger(factor) && from.every((x, i) => factor * x + offset === to[i]);
  return fits ? { factor, offset } : null;
}
