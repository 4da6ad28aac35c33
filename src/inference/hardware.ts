import { availableParallelism } from "node:os";
import type { Platform } from "../checkpoint/format.js";
import type { Config } from "../config/schema.js";
import { World } from "../distributed/world.js";
import { ConfigError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import type { Device } from "../tensor/index.js";

/** Device and arithmetic of a run; every `auto` resolved. */
export interface Hardware {
  device: Device;
  precision: "fp32" | "bf16" | "fp16";
  channelsLast: boolean;
  threads: number;
  /** True if steps run as CUDA graphs where they can. */
  usesGraphs: boolean;
  /** Each choice in words, for the run's first lines. */
  notes: string[];
}

/**
 * Resolves every `auto` by the hardware, and sets libtorch's threads and this thread's GPU.
 *
 * @param before platform of the checkpoint that the run resumes from: `auto` keeps its values where this machine can
 */
export function chooseHardware(
  training: Config["training"],
  before: Platform | null = null,
  world: Pick<World, "size" | "localRank" | "localSize"> = World.solo(),
): Hardware {
  const numGpus = addon.cudaDeviceCount();
  if (training.device === "cuda" && numGpus === 0) {
    throw new ConfigError(
      "DEVICE",
      "training.device: expected a CUDA GPU, libtorch finds none; set training.device=cpu, or install a CUDA build of torch and the driver (`woodshed doctor` checks both)",
    );
  }
  const kind =
    training.device !== "auto" ? training.device : numGpus === 0 || before?.device === "cpu" ? "cpu" : "cuda";
  const device: Device = kind === "cuda" && world.size > 1 ? `cuda:${world.localRank % numGpus}` : kind;
  const threads = chooseThreads(training.threads, before, world.localSize);
  addon.setNumThreads(threads);
  addon.setDevice(device);

  const { amx, avx512Bf16 } = addon.cpuCapability();
  const bf16Unit = kind === "cuda" ? "the GPU" : amx ? "AMX" : avx512Bf16 ? "AVX-512 BF16" : null;
  const best = bf16Unit === null ? "fp32" : "bf16";
  const precision =
    training.precision === "auto"
      ? ((before?.precision as Hardware["precision"] | undefined) ?? best)
      : training.precision;
  const channelsLast =
    training.channels_last === "auto" ? (before?.channelsLast ?? true) : training.channels_last;

  const obstacle = obstacleToGraphs(training, precision, world);
  const usesGraphs = kind === "cuda" && obstacle === null;
  if (kind === "cuda") {
    addon.setDeterministic(training.deterministic);
    addon.setTf32(training.tf32 !== "none", training.tf32 === "all");
    addon.setCudnnSearch(training.cudnn_search);
  }

  const notes = [
    device === "cpu" ? `CPU, ${threads} thread${threads === 1 ? "" : "s"}` : `GPU ${device} of ${numGpus}`,
    precision === "fp32"
      ? "fp32"
      : `${precision} autocast${precision === "bf16" && bf16Unit !== null ? ` (${bf16Unit})` : ""}`,
    ...(channelsLast ? ["channels_last"] : []),
    ...(device === "cpu" && addon.cachesBlocks ? ["tensor memory cached"] : []),
    ...(kind === "cuda" ? gpuNotes(training, precision, obstacle) : []),
  ];
  return { device, precision, channelsLast, threads, usesGraphs, notes };
}

/** Returns why a step cannot be a CUDA graph; null if it may be one. */
function obstacleToGraphs(
  training: Config["training"],
  precision: Hardware["precision"],
  world: Pick<World, "size">,
): string | null {
  if (training.cuda_graphs === "off") return "training.cuda_graphs=off";
  if (world.size > 1) return "several ranks";
  if (precision === "fp16") return "fp16's scale is read in each step";
  return null;
}

function gpuNotes(
  training: Config["training"],
  precision: Hardware["precision"],
  obstacle: string | null,
): string[] {
  const tf32 = { none: [], convolutions: ["TF32 in convolutions"], all: ["TF32"] }[training.tf32];
  return [
    ...(precision === "fp32" ? tf32 : []),
    training.deterministic ? "deterministic algorithms" : "fastest algorithms",
    ...(training.cudnn_search ? ["searched by cuDNN"] : []),
    obstacle === null ? "CUDA graphs" : `no CUDA graphs (${obstacle})`,
  ];
}

/** Keeps the checkpoint's number of threads where possible: another number rounds sums differently. */
function chooseThreads(asked: number | "auto", before: Platform | null, numRanks: number): number {
  if (asked !== "auto") return asked;
  const share = Math.max(1, Math.floor(availableParallelism() / numRanks));
  if (before !== null && before.threads <= share) return before.threads;
  // torchrun sets OMP_NUM_THREADS to 1 by default, even if cores are idle.
  return numRanks > 1 ? share : Math.min(addon.getNumThreads(), share);
}

/** Returns the platform that a run's bits depend on, to save with it. */
export function platformOf({ device, precision, channelsLast, threads }: Hardware): Platform {
  return { device: device.split(":")[0]!, precision, channelsLast, threads, libtorch: addon.version() };
}
