import type { Device } from "./dtype.js";
import { scope } from "./scope.js";
import type { Tensor } from "./tensor.js";

/** Receives each tensor that is to be copied to a device, and what copies it; returns the copy. */
export type OnUpload = (tensor: Tensor, copy: () => Tensor) => Tensor;

let onUpload: OnUpload | null = null;

/** Runs `body`, whose copies to a device go through `watch`. */
export function watchUploads(watch: OnUpload, body: () => void): void {
  const before = onUpload;
  onUpload = watch;
  try {
    body();
  } finally {
    onUpload = before;
  }
}

/**
 * Copies a tensor of the host to a device, without waiting for the work that is queued there; returns it as it is for the
 * CPU. The values are read before it returns, so that the caller may change them.
 *
 * Through pinned memory, which libtorch keeps until the copy is done: from other memory a copy waits for the whole queue.
 */
export function upload(tensor: Tensor, device: Device): Tensor {
  const copy = (): Tensor =>
    device === "cpu" ? tensor : scope(() => tensor.pinMemory().to({ device, nonBlocking: true }));
  return onUpload === null ? copy() : onUpload(tensor, copy);
}
