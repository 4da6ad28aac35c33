import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import { numChannelsOf } from "../audio/sample-format.js";
import type { Config } from "../config/schema.js";
import { ExaminedFiles } from "../data/examination/examined-files.js";
import { WoodshedError } from "../errors.js";
import { chooseHardware } from "../inference/hardware.js";
import { clipSamplesOf } from "../inference/loaders.js";
import { openData } from "../inference/open-data.js";
import { addon } from "../tensor/addon.js";
import { StepBench, type StepCost } from "./step-bench.js";

export interface BatchSizes {
  /** Largest batch of full-length clips that one rank can compute. */
  largest: number;
  /** The tried size with the most clips per second. */
  fastest: number;
  tried: (StepCost & { fits: boolean })[];
  /** Memory limit for tensors and batches; null on a GPU, which reports by itself when it is full. */
  budgetBytes: number | null;
}

export interface FindBatchOptions {
  signal: AbortSignal;
  onSize?: (line: string) => void;
  /** Memory limit; by default profiling.memory_limit_gb, or most of the free memory. */
  budgetBytes?: number;
}

const STEPS_PER_SIZE = 3;
/** The rest is for other programs, decoding buffers and the system. */
const SHARE_OF_FREE = 0.8;
const LONGEST_STEP_MS = 20_000;
/** Safety factor for the error of a prediction. */
const CAUTION = 0.97;

/**
 * Finds the largest batch that fits by running steps: memory grows linearly with the batch, so a few sizes predict the
 * largest, which is then tried. On the CPU an artificial limit replaces that of a GPU.
 */
export async function findLargestBatch(config: Config, options: FindBatchOptions): Promise<BatchSizes> {
  const data = await openData(config, {
    signal: options.signal,
    files: new ExaminedFiles(config.runs_dir),
  });
  const hardware = chooseHardware(config.training);
  const isCpu = hardware.device === "cpu";
  const { memory_limit_gb: limitGb } = config.profiling;
  const free = limitGb === null ? SHARE_OF_FREE * availableBytes() : 1e9 * limitGb;
  const budgetBytes = options.budgetBytes ?? (isCpu ? free : null);
  const tried: BatchSizes["tried"] = [];
  // Held by other code of this process.
  const heldBytes = addon.memoryStats("cpu").tensorBytes ?? 0;
  // Prefetched batches are not counted as tensor memory.
  const hostBytes = (size: number): number =>
    isCpu
      ? (config.data.prefetch_batches + 1) *
        size *
        4 *
        numChannelsOf(config.data.channels) *
        clipSamplesOf(config)
      : 0;
  using bench = new StepBench(config, data, hardware);
  const attempt = async (size: number): Promise<boolean> => {
    if (budgetBytes !== null)
      addon.limitMemory(Math.max(1, Math.floor(heldBytes + budgetBytes - hostBytes(size))));
    try {
      const cost = await bench.run(size, STEPS_PER_SIZE, options.signal);
      tried.push({ ...cost, fits: true });
      options.onSize?.(`${size} clips: ${Math.round((1000 * size) / cost.ms)} clips/s`);
      return true;
    } catch (error) {
      if (!(error instanceof WoodshedError) || error.code !== "OUT_OF_MEMORY") throw error;
      tried.push({
        batchSize: size,
        ms: Number.NaN,
        leastMs: Number.NaN,
        peakBytes: Number.NaN,
        fits: false,
      });
      options.onSize?.(`${size} clips: too many for the memory`);
      return false;
    } finally {
      addon.limitMemory(0);
    }
  };
  // First down until a size fits, then up.
  let size = config.training.batch_size;
  while (!(await attempt(size)) && size > 1) size = Math.ceil(size / 2);
  const fitting = (): BatchSizes["tried"] =>
    tried.filter(({ fits }) => fits).sort((a, b) => a.batchSize - b.batchSize);
  while (fitting().length > 0) {
    const known = fitting();
    const largest = known.at(-1)!;
    const tooMany = Math.min(...tried.filter(({ fits }) => !fits).map(({ batchSize }) => batchSize));
    if (tooMany - largest.batchSize <= Math.max(1, largest.batchSize / 16)) break;
    if (largest.ms > LONGEST_STEP_MS) break;
    const predicted = predict(known, budgetBytes, hostBytes);
    const doubled = Math.min(
      2 * largest.batchSize,
      Number.isFinite(tooMany) ? Math.floor((largest.batchSize + tooMany) / 2) : Infinity,
    );
    // A prediction from two close sizes is inaccurate far from them: the size grows in steps.
    const next = predicted === null ? doubled : Math.min(predicted, 8 * largest.batchSize, tooMany - 1);
    if (next <= largest.batchSize) break;
    await attempt(next);
  }
  const known = fitting();
  const speed = ({ batchSize, ms }: StepCost): number => batchSize / ms;
  return {
    largest: known.at(-1)?.batchSize ?? 0,
    fastest: known.length === 0 ? 0 : known.reduce((a, b) => (speed(a) >= speed(b) ? a : b)).batchSize,
    tried: tried.sort((a, b) => a.batchSize - b.batchSize),
    budgetBytes,
  };
}

/** Predicts the largest size by a line through the two largest ones; null if it cannot. */
function predict(
  known: readonly StepCost[],
  budgetBytes: number | null,
  hostBytes: (size: number) => number,
): number | null {
  const [a, b] = known.slice(-2);
  if (a === undefined || b === undefined || budgetBytes === null) return null;
  const slope = (b.peakBytes - a.peakBytes) / (b.batchSize - a.batchSize) + hostBytes(1);
  const fixed = b.peakBytes + hostBytes(b.batchSize) - slope * b.batchSize;
  const size = Math.floor((CAUTION * budgetBytes - fixed) / slope);
  return size > b.batchSize ? size : null;
}

/** Returns the free memory of this machine or container. */
export function availableBytes(): number {
  try {
    const found = /MemAvailable:\s+(\d+) kB/.exec(readFileSync("/proc/meminfo", "utf8"));
    const ofHost = found === null ? freemem() : 1024 * Number(found[1]);
    return Math.min(ofHost, cgroupRoom());
  } catch {
    return freemem();
  }
}

function cgroupRoom(): number {
  try {
    const most = readFileSync("/sys/fs/cgroup/memory.max", "utf8").trim();
    const used = Number(readFileSync("/sys/fs/cgroup/memory.current", "utf8"));
    return most === "max" ? Infinity : Number(most) - used;
  } catch {
    return Infinity;
  }
}
