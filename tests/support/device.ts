import type { Device, Tensor } from "../../src/tensor/index.js";

/** Device on which the comparisons with PyTorch run, both sides: WOODSHED_TEST_DEVICE, by default the CPU (bench/gpu). */
export const TEST_DEVICE = (process.env["WOODSHED_TEST_DEVICE"] ?? "cpu") as Device;

/** Returns the tensor on the device of the tests: itself, if it is there. */
export function onTestDevice(tensor: Tensor): Tensor {
  return TEST_DEVICE === "cpu" ? tensor : tensor.to({ device: TEST_DEVICE });
}
