import { addon } from "./addon.js";

/*
 * Native memory is invisible to JavaScript's garbage collector: a step's intermediate tensors must
 * be freed when the step ends, not when the collector happens to run. The end of a scope frees every
 * tensor that was created in it, except those that it returns and those passed to `keep`.
 */

/** A tensor, as scopes see it. @internal */
export interface Owned {
  isKept: boolean;
  readonly handle: number;
  detachHandle(): number;
}

/** The class Tensor, which imports this file and registers itself. */
let TensorClass: abstract new (...values: never[]) => Owned;

/** @internal */
export function registerTensorClass(tensorClass: typeof TensorClass): void {
  TensorClass = tensorClass;
}

/** Tensors of the innermost open scope; null outside a scope, where the garbage collector frees tensors. */
let current: Owned[] | null = null;

let handles = new Int32Array(256);

// Frees tensors that JavaScript can no longer reach.
const collector = new FinalizationRegistry<number>((handle) => addon.release(handle));

/** Registers a new tensor with the open scope, or with the garbage collector. @internal */
export function adopt(tensor: Owned): void {
  if (current !== null) current.push(tensor);
  else keep(tensor);
}

/** Unregisters a tensor that was freed explicitly. @internal */
export function forget(tensor: Owned): void {
  collector.unregister(tensor);
}

/** Frees a scope's tensors in one call, except those in `spared` and those passed to `keep`. */
function free(scope: Owned[], spared?: ReadonlySet<Owned>): void {
  if (handles.length < scope.length) handles = new Int32Array(2 * scope.length);
  let count = 0;
  for (let i = 0; i < scope.length; i++) {
    const tensor = scope[i]!;
    if (tensor.isKept || spared?.has(tensor)) continue;
    const handle = tensor.detachHandle();
    if (handle !== 0) handles[count++] = handle;
  }
  addon.releaseMany(handles, count);
}

/** Collects every tensor inside a result (tensors, arrays, plain objects, maps). */
function collectTensors(value: unknown, kept: Set<Owned>): void {
  if (value instanceof TensorClass) kept.add(value);
  else if (Array.isArray(value)) for (const element of value) collectTensors(element, kept);
  else if (value instanceof Map) for (const element of value.values()) collectTensors(element, kept);
  else if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    for (const element of Object.values(value)) collectTensors(element, kept);
  }
}

/**
 * Runs `body` and frees every tensor that it created, except those in its result, which move to the
 * outer scope, and those passed to `keep`.
 *
 * `body` must be synchronous: an asynchronous body would leave its scope open while other code runs.
 */
export function scope<T>(body: () => T): T {
  const outer = current;
  const inner: Owned[] = [];
  current = inner;
  let result: T;
  try {
    result = body();
  } catch (error) {
    current = outer;
    free(inner);
    throw error;
  }
  current = outer;
  if (result === undefined || typeof result === "number") {
    free(inner);
    return result;
  }
  if (result instanceof Promise) {
    free(inner);
    throw new TypeError("scope: the body is asynchronous; open a scope around each synchronous part instead");
  }
  const kept = new Set<Owned>();
  collectTensors(result, kept);
  free(inner, kept);
  if (kept.size > 0) for (const tensor of inner) if (kept.has(tensor) && !tensor.isKept) adopt(tensor);
  return result;
}

/**
 * Removes a tensor from every open scope: it lives until `dispose()` or until it is unreachable.
 * For parameters, optimizer state and caches.
 */
export function keep<T extends Owned>(tensor: T): T {
  if (!tensor.isKept) {
    tensor.isKept = true;
    collector.register(tensor, tensor.handle, tensor);
  }
  return tensor;
}
