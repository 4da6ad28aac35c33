import type { Config } from "../config/schema.js";
import { WoodshedError } from "../errors.js";
import type { Hardware } from "../train/hardware.js";
import type { Scaling } from "./figures.js";
import { StepBench } from "./step-bench.js";

const STEPS_A_SIZE = 6;
/** Twice the clips in less than this many times the time: it is worth looking further. */
const IS_FLAT = 1.6;

/** What a step computes in at the recipe's batch size and above; null where that does not fit. */
export async function measureScaling(
  config: Config,
  numClasses: number,
  hardware: Hardware,
  signal: AbortSignal,
): Promise<Scaling | null> {
  const { batch_size: batchSize } = config.training;
  using bench = new StepBench(config, numClasses, hardware);
  try {
    const one = await bench.run(batchSize, STEPS_A_SIZE, signal);
    const two = await bench.run(2 * batchSize, STEPS_A_SIZE, signal);
    if (two.ms > IS_FLAT * one.ms) return [one, two];
    return [one, await bench.run(4 * batchSize, STEPS_A_SIZE, signal)];
  } catch (error) {
    if (error instanceof WoodshedError && error.code === "OUT_OF_MEMORY") return null;
    throw error;
  }
}
