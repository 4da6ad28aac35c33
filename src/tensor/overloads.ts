import { NativeError } from "../errors.js";
import { type ArgumentSpec, addon } from "./addon.js";
import { isDType } from "./dtype.js";
import { findOperator, isOptions, isReduction, NativeObject, type Operator } from "./operator.js";
import { Tensor } from "./tensor.js";
import { Complex, Float } from "./values.js";

/*
 * Chooses an overload by the types of the arguments, as PyTorch's Python does. Tries overloads in the
 * order that the generator wrote: those that take tensors before those that take numbers.
 */

function isFloat(value: unknown): boolean {
  return typeof value === "number" || value instanceof Float;
}

function isScalar(value: unknown): boolean {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean" ||
    value instanceof Float ||
    value instanceof Complex
  );
}

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
      return isScalar(value);
    case "int":
      return (
        typeof value === "bigint" ||
        Number.isInteger(value) ||
        (typeof value === "string" && isReduction(spec))
      );
    case "float":
      return isFloat(value);
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
    case "Scalar[]":
      return Array.isArray(value) && value.every(isScalar);
    case "float[]":
      return isFloat(value) ? spec.listSize > 0 : Array.isArray(value) && value.every(isFloat);
    case "int[]":
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
  if (value instanceof Float || value instanceof Complex) return value.toString();
  // Its own conversion to a text may throw.
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** PyTorch's names of devices, with an index or without. */
const DEVICE = /^(cpu|cuda|meta)(:\d+)?$/;
function isDevice(value: unknown): value is string {
  return typeof value === "string" && DEVICE.test(value);
}

/** Returns whether an operator creates a tensor of a chosen dtype and device, as `ops.zeros` and `x.newZeros` do. */
function isFactory({ optionNames }: Operator): boolean {
  return optionNames.has("pinMemory") && !optionNames.has("nonBlocking") && !optionNames.has("requiresGrad");
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
    this.#forOneTensor ??= this.#choose([a]);
    return this.#forOneTensor.run1(a);
  }

  call2(a: unknown, b: unknown): unknown {
    if (a instanceof Tensor && b instanceof Tensor) {
      this.#forTwoTensors ??= this.#choose([a, b]);
      return this.#forTwoTensors.run2(a, b);
    }
    return this.call([a, b]);
  }

  call(values: unknown[]): unknown {
    const last = values.at(-1);
    if (!isOptions(last)) return this.#run(values, null);
    // Getters run once: the values that chose the overload are those that it receives.
    const options = { ...last };
    if (!("requiresGrad" in options && this.#lookUp().every(isFactory))) {
      return this.#run(values.slice(0, -1), options);
    }
    const { requiresGrad, ...rest } = options;
    const created = this.#run(values.slice(0, -1), rest) as Tensor;
    if (requiresGrad === true) created.requiresGrad = true;
    return created;
  }

  #run(values: unknown[], options: Record<string, unknown> | null): unknown {
    const operator = this.#find(values, options);
    if (operator !== null) return operator.run(options === null ? values : operator.place(values, options));
    // `x.to("cuda")`: the device by position, as Python takes it; the operator takes it as an option.
    const device = values.at(-1);
    if (isDevice(device)) {
      const named = { device, ...options };
      const other = this.#find(values.slice(0, -1), named);
      if (other !== null) return other.run(other.place(values.slice(0, -1), named));
    }
    throw this.#mismatch(values, options);
  }

  #choose(values: unknown[]): Operator {
    const operator = this.#find(values, null);
    if (operator === null) throw this.#mismatch(values, null);
    return operator;
  }

  #find(values: unknown[], options: Record<string, unknown> | null): Operator | null {
    const operators = this.#lookUp();
    if (operators.length === 1) return operators[0]!;
    return operators.find((operator) => matches(operator, values, options)) ?? null;
  }

  #mismatch(values: unknown[], options: Record<string, unknown> | null): NativeError {
    const got = [...values, ...(options === null ? [] : [options])].map(describe).join(", ");
    return new NativeError(
      "ARGUMENT",
      `${this.#base}: no overload accepts (${got}); the overloads are\n${this.#lookUp().map(signature).join("\n")}`,
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
