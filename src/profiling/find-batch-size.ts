import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import type { Config } from "../config/schema.js";
import { WoodshedError } from "../errors.js";
import { addon } from "../ops/addon.js";
import { clipSamplesOf, openData } from "../train/data.js";
import { chooseHardware } from "../train/hardware.js";
import { StepBench, type StepCost } from "./step-bench.js";

export interface BatchSizes {
  /** That one rank can compute, of full-length clips. */
  largest: number;
  /** Of those tried, the one with the most clips a second. */
  fastest: number;
  tried: (StepCost & { fits: boolean })[];
  /** What tensors and batches may take; null on a GPU, which says itself when it is full. */
  budgetBytes: number | null;
}

export interface FindBatchOptions {
  signal: AbortSignal;
  onSize?: (line: string) => void;
  /** What may be taken; by default profiling.memory_limit_gb, or most of what is free. */
  budgetBytes?: number;
}

const STEPS_A_SIZE = 3;
/** Other programs, the decoder's buffers, and what the system keeps. */
const SHARE_OF_FREE = 0.8;
const LONGEST_STEP_MS = 20_000;
/** What a prediction may be off by. */
const CAUTION = 0.97;

/**
 * The largest batch that fits, found by doing steps: memory grows in a line with the batch, so a few sizes predict the
 * largest, which is then tried. On the CPU an artificial limit stands in for a GPU's.
 */
export async function findLargestBatch(config: Config, options: FindBatchOptions): Promise<BatchSizes> {
  const data = await openData(config, { signal: options.signal });
  const hardware = chooseHardware(config.training);
  const isCpu = hardware.device === "cpu";
  const { memory_limit_gb: limitGb } = config.profiling;
  const free = limitGb === null ? SHARE_OF_FREE * availableBytes() : 1e9 * limitGb;
  const budgetBytes = options.budgetBytes ?? (isCpu ? free : null);
  const tried: BatchSizes["tried"] = [];
  // By others in this process.
  const heldBytes = addon.memoryStats("cpu").tensorBytes ?? 0;
  // Batches that wait for their turn are outside of what tensors hold.
  const hostBytes = (size: number): number =>
    isCpu ? (config.data.prefetch_batches + 1) * size * 4 * clipSamplesOf(config) : 0;
  using bench = new StepBench(config, data.labels.length, hardware);
  const attempt = async (size: number): Promise<boolean> => {
    if (budgetBytes !== null)
      addon.limitMemory(Math.max(1, Math.floor(heldBytes + budgetBytes - hostBytes(size))));
    try {
      const cost = await bench.run(size, STEPS_A_SIZE, options.signal);
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
      options.onSize?.(`${size} clips: too many`);
      return false;
    } finally {
      addon.limitMemory(0);
    }
  };
  // Down to what fits, then up.
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
    // A prediction from two near sizes is far off at many times those: it goes up by steps.
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

/** The largest by a line through the two largest sizes; null where there is no telling. */
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

/** Of this machine or this container. */
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
