import { addon, type GpuReading } from "../../tensor/addon.js";

/** NVML, installed with NVIDIA's driver. */
const LIBRARY = "libnvidia-ml.so.1";

/** Reads all GPUs of the host by NVML; there are none without a driver. `WOODSHED_NVML` names another library. */
export class Gpus {
  readonly #count: number;

  constructor(library = process.env["WOODSHED_NVML"] ?? LIBRARY) {
    this.#count = countGpus(library);
  }

  read(): GpuReading[] {
    return Array.from({ length: this.#count }, (_, i) => addon.readNvml(i));
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
