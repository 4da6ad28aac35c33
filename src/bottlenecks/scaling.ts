import type { Config } from "../config/schema.js";
import type { Dataset } from "../data/dataset.js";
import { WoodshedError } from "../errors.js";
import type { Hardware } from "../inference/hardware.js";
import type { Scaling } from "./figures.js";
import { StepBench } from "./step-bench.js";

const FEWEST_STEPS = 4;
const MOST_STEPS = 80;
/** Short steps are repeated for this time, so that other programs do not delay at least one. */
const ENOUGH_MS = 500;
/** If twice the clips take less than this factor of the time, a larger batch is measured too. */
const IS_FLAT = 1.6;

/** Measures the compute time of a step at the recipe's batch size and above; null if that does not fit into memory. */
export async function measureScaling(
  config: Config,
  data: Dataset,
  hardware: Hardware,
  signal: AbortSignal,
): Promise<Scaling | null> {
  const { batch_size: batchSize } = config.training;
  using bench = new StepBench(config, data, hardware);
  const at = async (size: number): Promise<Scaling[number]> => {
    const first = await bench.run(size, FEWEST_STEPS, signal);
    const numSteps = Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, Math.round(ENOUGH_MS / first.leastMs)));
    const { leastMs } = await bench.run(size, numSteps, signal);
    return { batchSize: size, ms: leastMs };
  };
  try {
    const one = await at(batchSize);
    const two = await at(2 * batchSize);
    return two.ms > IS_FLAT * one.ms ? [one, two] : [one, await at(4 * batchSize)];
  } catch (error) {
    if (error instanceof WoodshedError && error.code === "OUT_OF_MEMORY") return null;
    throw error;
  }
}
