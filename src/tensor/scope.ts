import { addon } from "../ops/addon.js";
import { Tensor } from "./tensor.js";

/*
 * Native memory is invisible to JavaScript's garbage collector: a step's intermediate tensors must
 * be freed when the step ends, not when the collector happens to run. Every tensor born inside a
 * scope is freed at its end, unless the scope returns it or `keep` takes it out.
 */

/** Tensors of the innermost open scope, or null: then the garbage collector decides. */
let current: Tensor[] | null = null;

let handles = new Int32Array(256);

// Outside a scope a tensor lives as long as JavaScript can reach it.
const collector = new FinalizationRegistry<number>((handle) => addon.release(handle));

/** Registers a new tensor with the open scope, or with the garbage collector. @internal */
export function adopt(tensor: Tensor): void {
  if (current !== null) current.push(tensor);
  else keep(tensor);
}

/** Tells the collector that a tensor was freed by hand. @internal */
export function forget(tensor: Tensor): void {
  collector.unregister(tensor);
}

/** Frees a scope's tensors in one call; those in `spared` and those that `keep` took out stay. */
function free(scope: Tensor[], spared?: ReadonlySet<Tensor>): void {
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

/** Takes every tensor inside a result (tensors, arrays, plain objects, maps) to the scope outside. */
function promote(value: unknown, kept: Set<Tensor>): void {
  if (value instanceof Tensor) kept.add(value);
  else if (Array.isArray(value)) for (const element of value) promote(element, kept);
  else if (value instanceof Map) for (const element of value.values()) promote(element, kept);
  else if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    for (const element of Object.values(value)) promote(element, kept);
  }
}

/**
 * Runs `body` and frees every tensor that it created, except those in its result, which move to the
 * scope outside, and those given to `keep`.
 *
 * `body` is synchronous: an asynchronous one would leave its scope open while others run.
 */
export function scope<T>(body: () => T): T {
  const outer = current;
  const inner: Tensor[] = [];
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
  const kept = new Set<Tensor>();
  promote(result, kept);
  free(inner, kept);
  if (kept.size > 0) for (const tensor of inner) if (kept.has(tensor) && !tensor.isKept) adopt(tensor);
  return result;
}

/**
 * Takes a tensor out of every open scope: it lives until `dispose()` or until JavaScript drops it.
 * For parameters, optimizer state and caches.
 */
export function keep<T extends Tensor>(tensor: T): T {
  if (!tensor.isKept) {
    tensor.isKept = true;
    collector.register(tensor, tensor.handle, tensor);
  }
  return tensor;
}
