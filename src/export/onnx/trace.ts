import { ExportError } from "../../errors.js";
import type { Module } from "../../nn/module.js";
import { hookForwards } from "../../profiling/hooks.js";
import { type DType, noGrad, scope, Tensor } from "../../tensor/index.js";
import { type RecordedOperator, recordCalls, withoutOwnOperators } from "../../tensor/recorder.js";

/** A tensor that depends on the traced function's input. */
export class TracedValue {
  constructor(
    /** Equal in every trace of the same function. */
    readonly id: number,
    readonly shape: readonly number[],
    readonly dtype: DType,
  ) {}
}

/** A tensor that does not depend on the input: a weight, or computed from weights and numbers alone. */
export class TracedConstant {
  constructor(
    readonly id: number,
    readonly name: string,
    readonly shape: readonly number[],
    readonly dtype: DType,
    /** Row-major. */
    readonly bytes: Uint8Array,
  ) {}
}

export interface TracedCall {
  /** `aten::add.Tensor` */
  operator: string;
  argumentNames: readonly string[];
  /** In the schema's order, tensors replaced by TracedValue or TracedConstant; undefined if left out. */
  args: readonly unknown[];
  results: readonly TracedValue[];
  /** Index of the argument that an in-place operator returns; -1 for other operators. */
  aliasedArgument: number;
  module: TracedModule;
}

/** The innermost module that called an operator. */
export interface TracedModule {
  /** `model.encoder.blocks.0.conv`, as in its state dict. */
  path: string;
  className: string;
}

/** Result of a module. */
export interface ModuleResult {
  module: TracedModule;
  value: TracedValue;
  /** null unless the result is float32. */
  values: Float32Array | null;
}

export interface Trace {
  input: TracedValue;
  calls: TracedCall[];
  outputs: Record<string, TracedValue>;
  moduleResults: ModuleResult[];
}

const OUTSIDE: TracedModule = { path: "", className: "" };

/**
 * Runs `body` on an input and records every operator call on the way to its outputs, with the module that
 * made it. Calls on weights and numbers alone are not recorded: their results are constants.
 *
 * @throws ExportError for an output that does not depend on the input, or a changed constant
 */
export function trace(
  modules: Readonly<Record<string, Module>>,
  body: (input: Tensor) => Record<string, Tensor>,
  input: Tensor,
): Trace {
  const tracer = new Tracer(modules);
  const stopWatching = Object.entries(modules).map(([path, module]) => watch(path, module, tracer));
  try {
    return noGrad(() =>
      scope(() => {
        const source = tracer.bind(input);
        const outputs = recordCalls(
          (operator, given, result) => tracer.onCall(operator, given, result),
          () => withoutOwnOperators(() => body(input)),
        );
        return {
          input: source,
          calls: tracer.calls,
          outputs: Object.fromEntries(
            Object.entries(outputs).map(([name, tensor]) => [name, tracer.outputOf(name, tensor)]),
          ),
          moduleResults: tracer.moduleResults,
        };
      }),
    );
  } finally {
    for (const stop of stopWatching) stop();
  }
}

class Tracer {
  readonly calls: TracedCall[] = [];
  readonly moduleResults: ModuleResult[] = [];
  readonly stack: TracedModule[] = [];
  readonly #names = new Map<Tensor, string>();
  /** Keyed by tensor objects, which live as long as this; numbers of handles are reused. */
  readonly #values = new Map<Tensor, TracedValue>();
  readonly #constants = new Map<Tensor, TracedConstant>();
  #numValues = 0;

  constructor(modules: Readonly<Record<string, Module>>) {
    for (const [path, module] of Object.entries(modules)) {
      for (const [name, tensor] of module.stateDict()) this.#names.set(tensor, `${path}.${name}`);
    }
  }

  bind(tensor: Tensor): TracedValue {
    const value = new TracedValue(this.#numValues++, tensor.shape, tensor.dtype);
    this.#values.set(tensor, value);
    return value;
  }

  onCall(operator: RecordedOperator, given: readonly unknown[], result: unknown): void {
    const { name, arguments: specs, aliasedArgument } = operator.spec;
    const module = this.stack.at(-1) ?? OUTSIDE;
    const changed = given[aliasedArgument];
    if (!this.#dependsOnInput(given)) {
      if (changed instanceof Tensor && this.#constants.has(changed)) {
        throw new ExportError(
          "CONSTANT",
          `export: ${name}, called by ${describe(module)}, changes a constant that was used before; make a new tensor instead`,
        );
      }
      return;
    }
    const args = specs.map((_, i) => this.#toTraced(given[i]));
    const tensors = (Array.isArray(result) ? result : [result]).filter((one) => one instanceof Tensor);
    const results = tensors.map((tensor) => this.bind(tensor));
    const argumentNames = specs.map((spec) => spec.name);
    this.calls.push({ operator: name, argumentNames, args, results, aliasedArgument, module });
  }

  onModuleResult(module: TracedModule, result: unknown): void {
    const value = result instanceof Tensor ? this.#values.get(result) : undefined;
    if (value === undefined) return;
    const values = value.dtype === "float32" ? ((result as Tensor).toArray() as Float32Array) : null;
    this.moduleResults.push({ module, value, values });
  }

  outputOf(name: string, tensor: Tensor): TracedValue {
    const value = this.#values.get(tensor);
    if (value !== undefined) return value;
    throw new ExportError(
      "OUTPUT",
      `export: ${name} does not depend on the waveform by operator calls alone; compute it with tensors throughout`,
    );
  }

  #dependsOnInput(given: unknown): boolean {
    return Array.isArray(given)
      ? given.some((one) => this.#dependsOnInput(one))
      : given instanceof Tensor && this.#values.has(given);
  }

  #toTraced(given: unknown): unknown {
    if (Array.isArray(given)) return given.map((one) => this.#toTraced(one));
    if (!(given instanceof Tensor)) return given;
    return this.#values.get(given) ?? this.#constantOf(given);
  }

  #constantOf(tensor: Tensor): TracedConstant {
    let constant = this.#constants.get(tensor);
    if (constant === undefined) {
      const { buffer, byteOffset, byteLength } = tensor.toArray();
      const name = this.#names.get(tensor) ?? "constant";
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      constant = new TracedConstant(this.#constants.size, name, tensor.shape, tensor.dtype, bytes);
      this.#constants.set(tensor, constant);
    }
    return constant;
  }
}

/** Notes the module of each call, and the result of each module; returns the function that stops it. */
function watch(path: string, module: Module, tracer: Tracer): () => void {
  return hookForwards(path, module, (path, { constructor: { name: className } }, forward) => {
    const traced: TracedModule = { path, className };
    tracer.stack.push(traced);
    try {
      const result = forward();
      tracer.onModuleResult(traced, result);
      return result;
    } finally {
      tracer.stack.pop();
    }
  });
}

/** Returns a module's path and class, such as `model.encoder.blocks.0.conv (Conv2d)`. */
export function describe({ path, className }: TracedModule): string {
  return path === "" ? "no module" : `${path} (${className})`;
}
