import { availableParallelism } from "node:os";
import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import { addon } from "../ops/addon.js";
import type { Device } from "../tensor/index.js";

/** What the run computes on and how; every `auto` decided. */
export interface Hardware {
  device: Device;
  precision: "fp32" | "bf16";
  channelsLast: boolean;
  threads: number;
  /** Each choice in words, for the run's first lines. */
  notes: string[];
}

/** Decides every `auto` by the hardware and sets libtorch's threads. */
export function chooseHardware(training: Config["training"]): Hardware {
  const numGpus = addon.cudaDeviceCount();
  if (training.device === "cuda" && numGpus === 0) {
    throw new ConfigError(
      "DEVICE",
      "training.device: expected a CUDA GPU, libtorch sees none; say training.device=cpu, or install a CUDA build of torch and the driver (`woodshed doctor` tells)",
    );
  }
  const device: Device = training.device === "auto" ? (numGpus > 0 ? "cuda" : "cpu") : training.device;
  const threads =
    training.threads === "auto" ? Math.min(addon.getNumThreads(), availableParallelism()) : training.threads;
  addon.setNumThreads(threads);

  const { amx, avx512Bf16 } = addon.cpuCapability();
  const bf16Unit = device === "cuda" ? "the GPU" : amx ? "AMX" : avx512Bf16 ? "AVX-512 BF16" : null;
  const precision =
    training.precision === "auto" ? (bf16Unit === null ? "fp32" : "bf16") : training.precision;
  const channelsLast = training.channels_last === "auto" ? true : training.channels_last;

  const notes = [
    device === "cpu" ? `CPU, ${threads} thread${threads === 1 ? "" : "s"}` : `GPU ${device} of ${numGpus}`,
    precision === "bf16" ? `bf16 autocast${bf16Unit === null ? "" : ` (${bf16Unit})`}` : "fp32",
    ...(channelsLast ? ["channels_last"] : []),
    ...(device === "cpu" && addon.cachesBlocks ? ["tensor memory cached"] : []),
  ];
  return { device, precision, channelsLast, threads, notes };
}
