import { NativeError } from "../errors.js";
import { type ArgumentSpec, addon } from "./addon.js";
import { isDType } from "./dtype.js";
import { findOperator, isOptions, NativeObject, type Operator } from "./operator.js";
import { Tensor } from "./tensor.js";

/*
 * Chooses an overload by the types of the arguments, as PyTorch's Python does. Tries overloads in the
 * order that the generator wrote: those that take tensors before those that take numbers.
 */

function accepts(spec: ArgumentSpec, value: unknown): boolean {
  if (value === undefined) return spec.hasDefault || spec.isOptional;
  if (value === null) return spec.isOptional;
  switch (spec.kind) {
    case "Tensor":
    case "Tensor?":
      return value instanceof Tensor;
    case "Tensor[]":
      return value instanceof Int32Array || (Array.isArray(value) && value.every((v) => v instanceof Tensor));
    case "Tensor?[]":
      return Array.isArray(value) && value.every((v) => v === null || v instanceof Tensor);
    case "Scalar":
      return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
    case "int":
      return typeof value === "bigint" || Number.isInteger(value);
    case "float":
      return typeof value === "number";
    case "bool":
      return typeof value === "boolean";
    case "DType":
      return isDType(value);
    case "Device":
      return typeof value === "string" && !isDType(value);
    case "string":
    case "Layout":
    case "MemoryFormat":
      return typeof value === "string";
    case "int[]":
    case "float[]":
    case "Scalar[]":
      if (typeof value === "number") return spec.listSize > 0;
      return Array.isArray(value) && value.every((v) => typeof v === "number" || typeof v === "bigint");
    case "bool[]":
      return Array.isArray(value) && value.every((v) => typeof v === "boolean");
    case "string[]":
      return Array.isArray(value) && value.every((v) => typeof v === "string");
    case "NativeObject":
      return value instanceof NativeObject;
    default:
      return false;
  }
}

function matches(operator: Operator, values: unknown[], options: Record<string, unknown> | null): boolean {
  const specs = operator.spec.arguments;
  if (values.length > specs.length) return false;
  const named: unknown[] = [];
  if (options !== null) {
    for (const [name, value] of Object.entries(options)) {
      const position = operator.optionNames.get(name);
      if (position === undefined || position < values.length) return false;
      named[position] = value;
    }
  }
  return specs.every((spec, i) =>
    i < values.length ? !spec.isKeywordOnly && accepts(spec, values[i]) : accepts(spec, named[i]),
  );
}

function describe(value: unknown): string {
  if (value instanceof Tensor) return "Tensor";
  if (Array.isArray(value))
    return `[${value.slice(0, 4).map(describe).join(", ")}${value.length > 4 ? ", ..." : ""}]`;
  if (isOptions(value)) return `{ ${Object.keys(value).join(", ")} }`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function signature(operator: Operator): string {
  const parts = operator.spec.arguments.map(
    (spec) => `${spec.name}${spec.hasDefault ? "?" : ""}: ${spec.kind}`,
  );
  return `  ${operator.spec.name}(${parts.join(", ")})`;
}

/** All overloads of one operator; `call` chooses one by the arguments. */
export class OverloadSet {
  readonly #base: string;
  readonly #names: readonly string[];
  #operators: Operator[] | null = null;
  // The overloads chosen for the most frequent calls: x.f() and x.f(tensor).
  #forOneTensor: Operator | null = null;
  #forTwoTensors: Operator | null = null;

  constructor(base: string, names: readonly string[]) {
    this.#base = base;
    this.#names = names;
  }

  call1(a: Tensor): unknown {
    this.#forOneTensor ??= this.#choose([a], null);
    return this.#forOneTensor.run1(a);
  }

  call2(a: unknown, b: unknown): unknown {
    if (a instanceof Tensor && b instanceof Tensor) {
      this.#forTwoTensors ??= this.#choose([a, b], null);
      return this.#forTwoTensors.run2(a, b);
    }
    return this.call([a, b]);
  }

  call(values: unknown[]): unknown {
    const last = values.at(-1);
    if (isOptions(last)) {
      const positional = values.slice(0, -1);
      // Getters run once: the values that chose the overload are those that it receives.
      const options = { ...last };
      const operator = this.#choose(positional, options);
      return operator.run(operator.place(positional, options));
    }
    return this.#choose(values, null).run(values);
  }

  #choose(values: unknown[], options: Record<string, unknown> | null): Operator {
    const operators = this.#lookUp();
    if (operators.length === 1) return operators[0]!;
    for (const operator of operators) if (matches(operator, values, options)) return operator;
    const got = [...values, ...(options === null ? [] : [options])].map(describe).join(", ");
    throw new NativeError(
      "ARGUMENT",
      `${this.#base}: no overload accepts (${got}); the overloads are\n${operators.map(signature).join("\n")}`,
    );
  }

  #lookUp(): Operator[] {
    this.#operators ??= this.#findAll();
    return this.#operators;
  }

  #findAll(): Operator[] {
    const find = (name: string): Operator => findOperator(name === "" ? this.#base : `${this.#base}.${name}`);
    try {
      return this.#names.map(find);
    } catch {
      // A libtorch of another version than the typings lacks some. Listing its overloads takes a millisecond or more.
      const present = new Set(addon.overloads(this.#base));
      const names = this.#names.filter((name) => present.has(name));
      if (names.length > 0) return names.map(find);
      throw new NativeError("OPERATOR", `${this.#base}: libtorch ${addon.version()} has no such operator`);
    }
  }
}
