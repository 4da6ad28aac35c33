import { NativeError } from "../errors.js";
import { type ArgumentSpec, addon, type Kind, type OperatorSpec } from "./addon.js";
import { onCall } from "./recorder.js";
import { Tensor } from "./tensor.js";
import { Complex, Float } from "./values.js";

/** A value that is neither a tensor nor plain data, such as a random generator. */
export class NativeObject {
  readonly handle: number;

  constructor(handle: number) {
    this.handle = handle;
    objects.register(this, handle);
  }
}
const objects = new FinalizationRegistry<number>((handle) => addon.releaseObject(handle));

type Unwrap = (value: unknown) => unknown;

function expected(what: string, value: unknown): never {
  const got = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  throw new NativeError("ARGUMENT", `expected ${what}, got ${got}`);
}

const unwrapTensor: Unwrap = (value) =>
  value instanceof Tensor ? value.handle : expected("a Tensor", value);
const unwrapOptional: Unwrap = (value) =>
  value === undefined || value === null ? value : unwrapTensor(value);
const unwrapList =
  (unwrap: Unwrap): Unwrap =>
  (value) =>
    // An Int32Array is a list of handles; its owner keeps the tensors alive (an optimizer its parameters).
    value instanceof Int32Array
      ? value
      : Array.isArray(value)
        ? value.map(unwrap)
        : expected("an array of Tensors", value);
const unwrapObject: Unwrap = (value) =>
  value === undefined || value === null
    ? value
    : value instanceof NativeObject
      ? value.handle
      : expected("a native object", value);
/** The addon takes a float as an array of one number, and a complex number as its two parts. */
const unwrapScalar: Unwrap = (value) =>
  value instanceof Float
    ? Float64Array.of(value.value)
    : value instanceof Complex
      ? Float64Array.of(value.re, value.im)
      : typeof value === "object" && value !== null
        ? expected("a number", value)
        : value;
const unwrapFloat: Unwrap = (value) => (value instanceof Float ? value.value : value);
const unwrapFloats: Unwrap = (value) => (Array.isArray(value) ? value.map(unwrapFloat) : unwrapFloat(value));
const unwrapScalars: Unwrap = (value) => (Array.isArray(value) ? value.map(unwrapScalar) : value);

/** The numbers of libtorch's `at::Reduction`. */
const REDUCTIONS: ReadonlyMap<unknown, number> = new Map([
  ["none", 0],
  ["mean", 1],
  ["sum", 2],
]);
const unwrapReduction: Unwrap = (value) =>
  typeof value !== "string" ? value : (REDUCTIONS.get(value) ?? expected('"none", "mean" or "sum"', value));

/** Returns whether an argument is the reduction of a loss, which Python passes by name and the operator takes as a number. */
export function isReduction({ name, kind }: ArgumentSpec): boolean {
  return name === "reduction" && kind === "int";
}

const UNWRAP: Partial<Record<Kind, Unwrap>> = {
  Tensor: unwrapTensor,
  "Tensor?": unwrapOptional,
  "Tensor[]": unwrapList(unwrapTensor),
  "Tensor?[]": unwrapList(unwrapOptional),
  Scalar: unwrapScalar,
  "Scalar[]": unwrapScalars,
  float: unwrapFloat,
  "float[]": unwrapFloats,
  NativeObject: unwrapObject,
};

type Wrap = (value: unknown) => unknown;
const wrapTensor: Wrap = (value) => (value === null ? null : new Tensor(value as number));
const wrapList: Wrap = (value) => (value === null ? null : (value as (number | null)[]).map(wrapTensor));
const WRAP: Partial<Record<Kind, Wrap>> = {
  Tensor: wrapTensor,
  "Tensor?": wrapTensor,
  "Tensor[]": wrapList,
  "Tensor?[]": wrapList,
  Scalar: (value) => (value instanceof Float64Array ? new Complex(value[0]!, value[1]!) : value),
  NativeObject: (value) => (value === null ? null : new NativeObject(value as number)),
};
const asIs: Wrap = (value) => value;

/** One overload of an operator, looked up in the dispatcher once and called many times. */
export class Operator {
  readonly spec: OperatorSpec;
  /** Positions of the arguments by their names in options. */
  readonly optionNames: ReadonlyMap<string, number>;
  readonly #call: (...values: unknown[]) => unknown;
  readonly #unwrap: (Unwrap | undefined)[];
  readonly #wrap: Wrap;
  readonly #aliased: number;

  constructor(name: string, overload: string) {
    const { call, ...spec } = addon.findOperator(name, overload);
    this.spec = spec;
    this.#call = call;
    this.#unwrap = spec.arguments.map((argument) =>
      isReduction(argument) ? unwrapReduction : UNWRAP[argument.kind],
    );
    this.optionNames = new Map(spec.arguments.map((argument, i) => [toCamelCase(argument.name), i]));
    this.#aliased = spec.aliasedArgument;
    const wraps = spec.returns.map((kind) => WRAP[kind] ?? asIs);
    this.#wrap =
      wraps.length === 1
        ? wraps[0]!
        : (values) => (values as unknown[] | null)?.map((value, i) => wraps[i]!(value));
  }

  /**
   * Calls the operator with arguments in the schema's order; missing ones take the schema's defaults.
   * Changes the array: tensors in it become handles.
   */
  run(values: unknown[]): unknown {
    if (onCall === null) return this.#run(values);
    const passed = values.map((value) => (value instanceof Float ? value.value : value));
    const result = this.#run(values);
    onCall(this, passed, result);
    return result;
  }

  #run(values: unknown[]): unknown {
    const unwrap = this.#unwrap;
    if (values.length > unwrap.length) {
      throw new NativeError(
        "ARGUMENT",
        `${this.spec.name}: takes ${unwrap.length} arguments, got ${values.length}`,
      );
    }
    const aliased = this.#aliased >= 0 ? values[this.#aliased] : undefined;
    for (let i = 0; i < values.length; i++) {
      const convert = unwrap[i];
      if (convert !== undefined) values[i] = this.#convert(convert, values[i], i);
    }
    const result = this.#call(...values);
    return aliased !== undefined ? aliased : this.#wrap(result);
  }

  /** Calls with one argument; allocates no array. */
  run1(a: unknown): unknown {
    if (onCall !== null) return this.run([a]);
    const result = this.#call(this.#unwrap[0] === undefined ? a : this.#convert(this.#unwrap[0], a, 0));
    return this.#aliased === 0 ? a : this.#wrap(result);
  }

  /** Calls with two arguments, the most frequent call; allocates no array. */
  run2(a: unknown, b: unknown): unknown {
    if (onCall !== null) return this.run([a, b]);
    const result = this.#call(
      this.#unwrap[0] === undefined ? a : this.#convert(this.#unwrap[0], a, 0),
      this.#unwrap[1] === undefined ? b : this.#convert(this.#unwrap[1], b, 1),
    );
    return this.#aliased === 0 ? a : this.#wrap(result);
  }

  /** Returns all arguments in the schema's order: `values`, then the options by name. */
  place(values: unknown[], options: Record<string, unknown>): unknown[] {
    const placed = values.slice();
    for (const [name, value] of Object.entries(options)) {
      const position = this.optionNames.get(name);
      if (position === undefined || position < values.length) {
        const known = [...this.optionNames.keys()].slice(values.length).join(", ");
        throw new NativeError(
          "ARGUMENT",
          `${this.spec.name}: no option "${name}" here${known ? `; it takes ${known}` : ""}`,
        );
      }
      while (placed.length < position) placed.push(undefined);
      placed[position] = value;
    }
    return placed;
  }

  #convert(convert: Unwrap, value: unknown, position: number): unknown {
    if (value instanceof Tensor && (convert === unwrapTensor || convert === unwrapOptional))
      return value.handle;
    if (value === undefined && this.spec.arguments[position]!.hasDefault) return undefined;
    try {
      return convert(value);
    } catch (error) {
      const { name } = this.spec.arguments[position]!;
      throw new NativeError(
        "ARGUMENT",
        `${this.spec.name}: argument '${name}' (number ${position + 1}): ${(error as Error).message}`,
      );
    }
  }
}

export function toCamelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const operators = new Map<string, Operator>();

/** Looks up an operator by its full name, `aten::add.Tensor`; throws NativeError if none exists. */
export function findOperator(fullName: string): Operator {
  if (typeof fullName !== "string") {
    throw new NativeError(
      "ARGUMENT",
      `op: expected the full name of an operator, such as "aten::add.Tensor", got ${fullName === null ? "null" : typeof fullName}`,
    );
  }
  let operator = operators.get(fullName);
  if (operator === undefined) {
    const dot = fullName.indexOf(".");
    operator =
      dot < 0 ? new Operator(fullName, "") : new Operator(fullName.slice(0, dot), fullName.slice(dot + 1));
    operators.set(fullName, operator);
  }
  return operator;
}

/** Returns whether a value is an options object rather than an argument. */
export function isOptions(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
