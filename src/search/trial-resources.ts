/** Divides a machine among concurrent trials. */
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defaultNumWorkers } from "../data/loader.js";

export interface TrialResources {
  /** CPU threads for each of the trial's ranks. */
  threads: number;
  /** Worker threads for each of its loaders. */
  workers: number;
  /** The value of CUDA_VISIBLE_DEVICES; null where there are no GPUs to divide. */
  gpus: string | null;
}

/** @param slot the index of the trial among the concurrent ones */
export function resourcesOf(
  slot: number,
  parallel: number,
  worldSize: number,
  machine = { cores: availableParallelism(), gpus: visibleGpus() },
): TrialResources {
  const { cores, gpus } = machine;
  const threads = Math.max(1, Math.floor(cores / (parallel * worldSize)));
  const workers = Math.max(1, Math.floor(defaultNumWorkers(worldSize) / parallel));
  if (gpus.length === 0 || parallel === 1) return { threads, workers, gpus: null };
  const each = Math.floor(gpus.length / parallel);
  // Fewer GPUs than trials: trials share them.
  const own = each === 0 ? [gpus[slot % gpus.length]!] : gpus.slice(slot * each, (slot + 1) * each);
  return { threads, workers, gpus: own.join(",") };
}

/** The GPUs that CUDA_VISIBLE_DEVICES names, else all. Does not load libtorch. */
function visibleGpus(): string[] {
  const named = process.env["CUDA_VISIBLE_DEVICES"];
  if (named !== undefined) return named.split(",").filter((name) => name !== "" && name !== "-1");
  try {
    const devices = readdirSync("/dev").filter((name) => /^nvidia\d+$/.test(name));
    return devices.map((_, i) => String(i));
  } catch {
    return [];
  }
}
