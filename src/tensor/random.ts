import { NativeError } from "../errors.js";
import { addon } from "./addon.js";
import type { Device } from "./dtype.js";
import { NativeObject } from "./operator.js";
import { Tensor } from "./tensor.js";

/** Seeds the default generator of every device, as `torch.manual_seed` does. */
export function manualSeed(seed: number): void {
  if (!Number.isSafeInteger(seed)) {
    throw new NativeError(
      "ARGUMENT",
      `manualSeed: expected a safe integer (at most 2^53 - 1 in size), got ${seed}`,
    );
  }
  addon.manualSeed(seed);
}

/** Returns the state of a device's default generator: uint8 [n], the same bytes as in PyTorch. */
export function getRandomState(device: Device = "cpu"): Tensor {
  return new Tensor(addon.getRandomState(device));
}

export function setRandomState(state: Tensor, device: Device = "cpu"): void {
  addon.setRandomState(device, state.handle);
}

/** Returns a new generator, for operators that take `generator`. */
export function newGenerator(seed: number, device: Device = "cpu"): NativeObject {
  return new NativeObject(addon.newGenerator(device, seed));
}
