import { addon } from "./addon.js";
import type { Device } from "./dtype.js";
import { scope } from "./scope.js";
import type { Tensor } from "./tensor.js";

/** A place in the work of a stream. */
export type Mark = number;

/** Two streams of a device: that of steps, which is the current one, and that of copies. Each does its work in the order of the calls. */
export interface DeviceStreams {
  readonly device: Device;
  /** Queues the work of `body` on the stream of copies. */
  onCopies(body: () => void): void;
  /** Returns a mark that nothing waits for before it is set. */
  newMark(): Mark;
  /** Sets a mark after the work that the current stream has so far. */
  set(mark: Mark): void;
  /** Lets later work of the current stream wait for the place where the mark was set last. The host does not wait. */
  waitFor(mark: Mark): void;
  /** Copies a tensor of the host, at once, to memory that the device can copy from while the host goes on. */
  pin(tensor: Tensor): Tensor;
}

/** The streams of a GPU and of this thread. */
export class GpuStreams implements DeviceStreams {
  readonly device: Device;

  constructor(device: Device) {
    this.device = device;
  }

  onCopies(body: () => void): void {
    addon.enterCopyStream(this.device);
    try {
      body();
    } finally {
      addon.leaveCopyStream();
    }
  }

  newMark(): Mark {
    return addon.newEvent(this.device);
  }

  set(mark: Mark): void {
    addon.recordEvent(mark, this.device);
  }

  waitFor(mark: Mark): void {
    addon.waitForEvent(mark, this.device);
  }

  /** libtorch keeps the memory until the copy from it is done. */
  pin(tensor: Tensor): Tensor {
    return scope(() => tensor.pinMemory());
  }
}
