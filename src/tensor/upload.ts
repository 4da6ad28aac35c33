import type { Device } from "./dtype.js";
import type { Tensor } from "./tensor.js";

/**
 * Copies a tensor of the host to a device, without waiting for the work that is queued there; returns it as it is for the
 * CPU. The values are read before it returns, so that the caller may change them.
 *
 * Through pinned memory, which libtorch keeps until the copy is done: from other memory a copy waits for the whole queue.
 */
export function upload(tensor: Tensor, device: Device): Tensor {
  return device === "cpu" ? tensor : tensor.pinMemory().to({ device, nonBlocking: true });
}
