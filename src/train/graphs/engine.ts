import { addon } from "../../tensor/addon.js";
import type { Device } from "../../tensor/index.js";

/** Recorded work of a device. */
export interface Graph {
  /** Does the work again, on the values that are now in the memory that it read when it was captured. */
  replay(): void;
  dispose(): void;
}

/** Records work of a device. */
export interface GraphEngine {
  /** Records what `body` would do, without doing it. Throws what `body` throws, and for work that no graph can hold. */
  capture(body: () => void): Graph;
}

/** CUDA graphs: the kernels of `body` are launched by one call. */
export class CudaGraphs implements GraphEngine {
  constructor(device: Device) {
    addon.useOwnStream(device);
  }

  capture(body: () => void): Graph {
    try {
      addon.beginCapture();
      body();
    } catch (error) {
      addon.abandonCapture();
      throw error;
    }
    const graph = addon.endCapture();
    return { replay: () => addon.replayGraph(graph), dispose: () => addon.releaseGraph(graph) };
  }
}
