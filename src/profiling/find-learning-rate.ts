import type { Config } from "../config/schema.js";
import { World } from "../distributed/world.js";
import { TrainingError } from "../errors.js";
import { manualSeed } from "../tensor/index.js";
import { buildModel, buildParts } from "../train/build.js";
import { openData, trainingLoader } from "../train/data.js";
import { chooseHardware } from "../train/hardware.js";

export interface LearningRates {
  /** Rates and the loss, smoothed, as far as it went. */
  curve: { learningRate: number; loss: number }[];
  /** Where the loss falls fastest: a good largest rate of a schedule. */
  suggested: number;
  /** Where learning begins, and where it stops: to search between. */
  range: [low: number, high: number];
}

const FIRST = 1e-6;
const LAST = 10;
const NUM_STEPS = 120;
/** Of the moving average over steps. */
const SMOOTHING = 0.9;
/** It has blown up. */
const BLOWN_UP = 4;
/** The first steps' average is over too few. */
const FEWEST = 10;

/**
 * The learning-rate range test (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017): one short run whose
 * rate rises from next to nothing by a factor each step, until the loss blows up.
 */
export async function findLearningRate(config: Config, signal: AbortSignal): Promise<LearningRates> {
  const data = await openData(config, { signal });
  const hardware = chooseHardware(config.training);
  manualSeed(config.seed);
  const network = buildModel(config, data.labels.length, hardware);
  network.model.train();
  const { step, optimizer, scaler, ema } = buildParts(config, network, hardware, World.solo());
  const loader = trainingLoader(config, data);
  const losses: number[] = [];
  try {
    for (let epoch = 0; losses.length < NUM_STEPS && !hasBlownUp(losses); epoch++) {
      for await (const batch of loader.epoch(epoch)) {
        signal.throwIfAborted();
        const at = losses.length;
        await step.run(batch, at, rateOf(at), () => `step ${at + 1} of the range test`, signal);
        batch.release();
        losses.push(step.takeMeans(() => `step ${at + 1}`)?.loss ?? Number.NaN);
        if (losses.length === NUM_STEPS || hasBlownUp(losses)) break;
      }
    }
  } catch (error) {
    // Infinity is as far as it goes.
    if (!(error instanceof TrainingError) || error.code !== "NOT_FINITE") throw error;
  } finally {
    await loader.close();
    for (const holder of [network.model, network.features, optimizer, scaler, ema, step]) holder?.dispose();
  }
  return readCurve(losses.map((loss, i) => ({ learningRate: rateOf(i), loss })));
}

function rateOf(step: number): number {
  return FIRST * (LAST / FIRST) ** (step / (NUM_STEPS - 1));
}

function smoothed(losses: readonly number[]): number[] {
  let mean = 0;
  return losses.map((loss, i) => {
    mean = SMOOTHING * mean + (1 - SMOOTHING) * loss;
    return mean / (1 - SMOOTHING ** (i + 1));
  });
}

function hasBlownUp(losses: readonly number[]): boolean {
  if (losses.length <= FEWEST) return false;
  const curve = smoothed(losses);
  const last = curve.at(-1)!;
  return !Number.isFinite(last) || last > BLOWN_UP * Math.min(...curve);
}

/** What a test's losses, one a rate, say. @throws TrainingError where they say nothing */
export function readCurve(raw: readonly { learningRate: number; loss: number }[]): LearningRates {
  const losses = smoothed(raw.map(({ loss }) => loss));
  const curve = raw.map(({ learningRate }, i) => ({ learningRate, loss: losses[i]! }));
  if (curve.length <= FEWEST + 2) {
    throw new TrainingError(
      "RANGE_TEST",
      `the loss was not finite after ${curve.length} steps of the range test, at a learning rate of ${rateOf(curve.length).toPrecision(2)}; look at the data and features`,
    );
  }
  let lowest = FEWEST;
  for (let i = FEWEST; i < curve.length; i++) if (losses[i]! < losses[lowest]!) lowest = i;
  // Steps are even on the logarithm of the rate: so is the slope.
  let steepest = FEWEST;
  const slope = (i: number): number => losses[i + 1]! - losses[i - 1]!;
  for (let i = FEWEST; i < Math.min(lowest, curve.length - 1); i++)
    if (slope(i) < slope(steepest)) steepest = i;
  const fallen = losses[FEWEST]! - losses[lowest]!;
  // Where a tenth of the way down is done.
  let begins = FEWEST;
  while (begins < lowest && losses[FEWEST]! - losses[begins]! < 0.1 * fallen) begins++;
  return {
    curve,
    suggested: curve[steepest]!.learningRate,
    range: [curve[begins]!.learningRate, curve[lowest]!.learningRate],
  };
}
