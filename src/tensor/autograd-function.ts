import { NativeError, ShapeError } from "../errors.js";
import { addon } from "./addon.js";
import { noGrad } from "./modes.js";
import { scope } from "./scope.js";
import { Tensor } from "./tensor.js";

/** The gradient of one argument of `forward`; null for an argument that has none, such as a number. */
export type Gradient = Tensor | null;

/** Tensors that forward names for backward. */
interface Marks {
  saved: readonly Gradient[];
  dirty: readonly Tensor[];
  nonDifferentiable: readonly Tensor[];
  fillsZeros: boolean;
}

const NO_MARKS: Marks = { saved: [], dirty: [], nonDifferentiable: [], fillsZeros: true };

/** Connects the forward of a function with its backward. Data that is no tensor may be stored in fields of one's own. */
export class FunctionContext {
  /** For each argument of `forward`, true if its gradient is needed. */
  needsInputGrad: readonly boolean[];
  /** In forward; empty afterwards. */
  #marks = NO_MARKS;
  #saved: readonly Gradient[] | null = null;

  /** @internal */
  constructor(needsInputGrad: readonly boolean[]) {
    this.needsInputGrad = needsInputGrad;
  }

  /**
   * Saves tensors, or nulls in their place, for `savedTensors`: call it in forward, once, with all of them. They are freed
   * with the graph. Use it instead of a field: a field's tensor is freed at the end of its scope.
   */
  saveForBackward(...tensors: readonly Gradient[]): void {
    this.#marks = { ...this.#marks, saved: tensors };
  }

  /**
   * The tensors that forward saved, in backward. Backward fails before it is called if one was changed in place since.
   *
   * Throws NativeError outside of backward.
   */
  get savedTensors(): readonly Tensor[] {
    if (this.#saved === null) {
      throw new NativeError(
        "ARGUMENT",
        "FunctionContext.savedTensors: expected to be read while backward runs",
      );
    }
    return this.#saved as readonly Tensor[];
  }

  /** Names the inputs that forward changes in place; it must return them too. */
  markDirty(...inputs: readonly Tensor[]): void {
    this.#marks = { ...this.#marks, dirty: inputs };
  }

  /** Names outputs that have no gradient, such as indices. Outputs of integer dtypes never have one. */
  markNonDifferentiable(...outputs: readonly Tensor[]): void {
    this.#marks = { ...this.#marks, nonDifferentiable: outputs };
  }

  /** Sets if backward gets zeros (the default) or null for an output that the loss does not depend on. */
  setMaterializeGrads(fillsZeros: boolean): void {
    this.#marks = { ...this.#marks, fillsZeros };
  }

  /** Returns what forward said, and forgets the tensors. @internal */
  finishForward(): Marks {
    const marks = this.#marks;
    this.#marks = NO_MARKS;
    return marks;
  }

  /** Runs `body` with the tensors that this backward has. @internal */
  inBackward<T>(saved: readonly Gradient[], needsInputGrad: readonly boolean[], body: () => T): T {
    const before = [this.#saved, this.needsInputGrad] as const;
    this.#saved = saved;
    this.needsInputGrad = needsInputGrad;
    try {
      return body();
    } finally {
      [this.#saved, this.needsInputGrad] = before;
    }
  }
}

/** The class of a function, as `apply` sees it. */
interface FunctionClass {
  readonly name: string;
  forward(context: never, ...inputs: never[]): Tensor | readonly Tensor[];
  backward(context: never, ...gradients: never[]): Gradient | readonly Gradient[];
}

/** Arguments of `forward` after the context. */
type InputsOf<Class extends FunctionClass> = Class["forward"] extends (
  context: never,
  ...inputs: infer Inputs
) => unknown
  ? Inputs
  : never;

/** The same, without the types of one function. */
interface AnyFunction {
  readonly name: string;
  forward(context: FunctionContext, ...inputs: readonly unknown[]): Tensor | readonly Tensor[];
  backward(context: FunctionContext, ...gradients: readonly Gradient[]): Gradient | readonly Gradient[];
}

/**
 * A function whose gradient is written in TypeScript, as `torch.autograd.Function`:
 *
 * ```ts
 * class Square extends AutogradFunction {
 *   static forward(context: FunctionContext, x: Tensor): Tensor {
 *     context.saveForBackward(x);
 *     return x.mul(x);
 *   }
 *
 *   static backward(context: FunctionContext, gradient: Tensor): Tensor {
 *     return context.savedTensors[0]!.mul(2).mul(gradient);
 *   }
 * }
 * const y = Square.apply(x);
 * ```
 *
 * `forward` takes any arguments after the context and returns a tensor or an array of tensors. It runs without recording
 * operators. `backward` takes the gradient of each output and returns one for each argument of `forward`: null for an
 * argument that is no tensor or needs none. It runs in the autocast state of the forward, and is differentiable itself if
 * it is made of operators (`createGraph`). Both run in a scope of their own.
 */
// biome-ignore lint/complexity/noStaticOnlyClass: a base class, as PyTorch's is; an instance would have no meaning
export abstract class AutogradFunction {
  /** Calls `forward` and records `backward`. */
  static apply<Class extends FunctionClass>(
    this: Class,
    ...inputs: InputsOf<Class>
  ): ReturnType<Class["forward"]> {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the subclass
    return applyFunction(this as unknown as AnyFunction, inputs) as ReturnType<Class["forward"]>;
  }
}

function applyFunction(definition: AnyFunction, inputs: readonly unknown[]): Tensor | readonly Tensor[] {
  const records = addon.gradMode();
  const needs = inputs.map((input) => records && input instanceof Tensor && input.requiresGrad);
  const context = new FunctionContext(needs);
  return scope(() => {
    const result = noGrad(() => definition.forward(context, ...inputs));
    const outputs = result instanceof Tensor ? [result] : result;
    if (!Array.isArray(outputs) || !outputs.every((output) => output instanceof Tensor)) {
      throw new NativeError(
        "ARGUMENT",
        `${definition.name}.forward: expected a Tensor or an array of Tensors to be returned, got ${named(result)}`,
      );
    }
    if (!needs.includes(true)) return result;
    const attached = attach(definition, context, inputs, outputs);
    return result instanceof Tensor ? attached[0]! : attached;
  });
}

function attach(
  definition: AnyFunction,
  context: FunctionContext,
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
): Tensor[] {
  const { saved, dirty, nonDifferentiable, fillsZeros } = context.finishForward();
  const places = [...inputs.keys()].filter((place) => inputs[place] instanceof Tensor);
  const tensors = places.map((place) => inputs[place] as Tensor);
  const shapes = new Map(tensors.map((x, i) => [places[i]!, x.requiresGrad ? x.shape : null]));
  const handles = addon.attachFunction(
    definition.name,
    backwardOf(definition, context, inputs.length, shapes),
    tensors.map(handleOf),
    outputs.map(handleOf),
    saved.map(handleOf),
    dirty.map(handleOf),
    nonDifferentiable.map(handleOf),
    fillsZeros,
  );
  return handles.map((handle) => new Tensor(handle));
}

/** Shapes of the arguments that are tensors, by their places; null for one without a gradient. */
type Shapes = ReadonlyMap<number, readonly number[] | null>;

/**
 * Returns what the graph calls, and keeps alive. It refers to no tensor: a graph that kept its own outputs alive would
 * never be freed.
 */
function backwardOf(
  definition: AnyFunction,
  context: FunctionContext,
  numInputs: number,
  shapes: Shapes,
): (gradients: number[], saved: number[], needed: number[]) => number[] {
  const places = [...shapes.keys()];
  return (gradients, saved, needed) =>
    scope(() => {
      const given = gradients.map(adopted);
      const isNeeded = new Map(places.map((place, i) => [place, needed[i] === 1]));
      const needs = Array.from({ length: numInputs }, (_, place) => isNeeded.get(place) ?? false);
      return context.inBackward(saved.map(adopted), needs, () => {
        const result = definition.backward(context, ...given);
        const returned = result === null || result instanceof Tensor ? [result] : result;
        checkGradients(definition.name, returned, numInputs, shapes);
        // Handles that live on when the scope ends; the caller releases them.
        return places.map((place) => (returned[place] ? addon.alias(returned[place].handle) : 0));
      });
    });
}

function checkGradients(
  name: string,
  gradients: readonly Gradient[],
  numInputs: number,
  shapes: Shapes,
): void {
  if (!Array.isArray(gradients) || gradients.length !== numInputs) {
    const got = Array.isArray(gradients) ? String(gradients.length) : named(gradients);
    throw new NativeError(
      "ARGUMENT",
      `${name}.backward: expected ${numInputs} gradients, one for each argument of forward (null for one without), got ${got}`,
    );
  }
  for (const [place, gradient] of gradients.entries()) {
    if (gradient === null) continue;
    const where = `${name}.backward: the gradient of argument ${place + 1} of ${numInputs}`;
    if (!(gradient instanceof Tensor)) {
      throw new NativeError("ARGUMENT", `${where}: expected a Tensor or null, got ${named(gradient)}`);
    }
    const shape = shapes.get(place);
    if (shape === undefined) {
      throw new NativeError(
        "ARGUMENT",
        `${where}: expected null, as the argument is no tensor, got a Tensor`,
      );
    }
    const got = gradient.shape;
    if (shape === null || shape.join() === got.join()) continue;
    throw new ShapeError(
      "SHAPE",
      `${where}: expected the shape of the argument, [${shape.join(", ")}], got [${got.join(", ")}]`,
    );
  }
}

const handleOf = (tensor: Gradient): number => (tensor === null ? 0 : tensor.handle);
const adopted = (handle: number): Gradient => (handle === 0 ? null : new Tensor(handle));

function named(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array with something else" : typeof value;
}
