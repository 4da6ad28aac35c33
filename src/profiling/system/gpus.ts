import { addon, type GpuReading } from "../../tensor/addon.js";

/** NVML, installed with NVIDIA's driver. */
const LIBRARY = "libnvidia-ml.so.1";

/** Reads all GPUs of the host by NVML; there are none without a driver. `WOODSHED_NVML` names another library. */
export class Gpus {
  readonly #count: number;

  constructor(library = process.env["WOODSHED_NVML"] ?? LIBRARY) {
    this.#count = countGpus(library);
  }

  /** Returns a reading per GPU; null for one that this process may not read, such as that of another container, or that is lost. */
  read(): (GpuReading | null)[] {
    return Array.from({ length: this.#count }, (_, i) => readGpu(i));
  }
}

function readGpu(index: number): GpuReading | null {
  try {
    return addon.readNvml(index);
  } catch {
    // A failed reading must not end the run.
    return null;
  }
}

function countGpus(library: string): number {
  try {
    return addon.openNvml(library);
  } catch {
    // No driver.
    return 0;
  }
}
