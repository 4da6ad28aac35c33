import { NativeError } from "../errors.js";
import { addon } from "../ops/addon.js";
import { NativeObject } from "../ops/operator.js";
import type { Device } from "./dtype.js";
import { Tensor } from "./tensor.js";

/** Seeds the default generator of every device, as `torch.manual_seed` does. */
export function manualSeed(seed: number): void {
  if (!Number.isSafeInteger(seed)) {
    throw new NativeError(
      "ARGUMENT",
      `manualSeed: expected a whole number that a double holds exactly, got ${seed}`,
    );
  }
  addon.manualSeed(seed);
}

/** The state of a device's default generator: uint8 [n], the same bytes that PyTorch gives. */
export function getRandomState(device: Device = "cpu"): Tensor {
  return new Tensor(addon.getRandomState(device));
}

export function setRandomState(state: Tensor, device: Device = "cpu"): void {
  addon.setRandomState(device, state.handle);
}

/** A generator of its own, for operators that take `generator`. */
export function newGenerator(seed: number, device: Device = "cpu"): NativeObject {
  return new NativeObject(addon.newGenerator(device, seed));
}
