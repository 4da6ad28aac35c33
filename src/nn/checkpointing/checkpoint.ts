import { addon } from "../../tensor/addon.js";
import { type Device, scope, Tensor } from "../../tensor/index.js";
import type { Module } from "../module.js";
import { noteRandomState } from "./random-state.js";

let recomputing = false;

/**
 * Returns true while a checkpointed function is computed again. A module that changes its own state in forward, such as
 * running statistics, must not change it then.
 */
export function isRecomputing(): boolean {
  return recomputing;
}

/**
 * Calls `fn(...inputs)` without storing the tensors that its operators need for backward. Backward calls it again to
 * compute them, so that they take memory only then: gradients have the same bits, at the price of a second forward.
 * Equals `torch.utils.checkpoint.checkpoint(use_reentrant=False)`: parameters, nesting, several outputs and
 * gradients of gradients work as without it.
 *
 * `fn` must compute the same each time. It runs in a scope, in the autocast state and with the random numbers of the first
 * call. Tensors that it takes from outside must live until backward: pass them as inputs, which are saved.
 *
 * Backward throws NativeError if `fn` saves other tensors than the first time, or if an input was changed in place.
 */
export function checkpoint<Inputs extends readonly unknown[], Output>(
  fn: (...inputs: Inputs) => Output,
  ...inputs: Inputs
): Output {
  if (!addon.gradMode()) return scope(() => fn(...inputs));
  const tensors = inputs.filter((input) => input instanceof Tensor);
  const devices = new Set<Device>(["cpu", ...tensors.map(({ device }) => device)]);
  const withRandomState = noteRandomState(devices);
  const others = inputs.map((input) => (input instanceof Tensor ? null : { input }));
  addon.beginCheckpoint(
    recomputeOf(fn, others, withRandomState),
    tensors.map(({ handle }) => handle),
  );
  try {
    return scope(() => fn(...inputs));
  } finally {
    addon.endCheckpoint();
  }
}

/** Returns what the graph calls, and keeps alive; it refers to no tensor. @param others inputs that are no tensors */
function recomputeOf<Inputs extends readonly unknown[]>(
  fn: (...inputs: Inputs) => unknown,
  others: readonly ({ input: unknown } | null)[],
  withRandomState: <T>(body: () => T) => T,
): (handles: number[]) => void {
  return (handles) =>
    scope(() => {
      const tensors = handles.map((handle) => new Tensor(handle));
      let numTensors = 0;
      const inputs = others.map((other) => (other === null ? tensors[numTensors++] : other.input));
      const before = recomputing;
      recomputing = true;
      try {
        withRandomState(() => fn(...(inputs as unknown as Inputs)));
      } finally {
        recomputing = before;
      }
    });
}

/**
 * Makes a module compute its forward by `checkpoint` while it trains, and returns it: `new Sequential(checkpointed(a), b)`.
 * The names of its weights stay the same. Inputs are arguments of `forward` that are tensors themselves, not inside of
 * objects.
 */
export function checkpointed<Block extends Module>(module: Block): Block {
  const block = module as Module as Module & { forward(...inputs: unknown[]): unknown };
  const forward = block.forward.bind(block);
  const value = (...inputs: unknown[]): unknown =>
    block.training ? checkpoint(forward, ...inputs) : forward(...inputs);
  // Not enumerable: fields of a module are its parts.
  Object.defineProperty(block, "forward", { value, configurable: true, writable: true });
  return module;
}
