import type { Config } from "../config/schema.js";
import { counted } from "../counted.js";
import { ExaminedFiles } from "../data/examination/examined-files.js";
import { TrainingError } from "../errors.js";
import { chooseHardware } from "../inference/hardware.js";
import { trainingLoader } from "../inference/loaders.js";
import { openData } from "../inference/open-data.js";
import { openSession } from "../inference/session.js";
import { buildParts } from "../train/build.js";

export interface LearningRates {
  /** Learning rates with the smoothed loss, up to the end of the test. */
  curve: { learningRate: number; loss: number }[];
  /** The rate at which the loss falls fastest: a good peak of a schedule. */
  suggested: number;
  /** Rates at which the loss begins and stops to fall: bounds for a search. */
  range: [low: number, high: number];
}

const FIRST = 1e-6;
const LAST = 10;
const NUM_STEPS = 120;
/** Weight of the past in the moving average over steps. */
const SMOOTHING = 0.9;
/** The loss has diverged at this multiple of its minimum. */
const DIVERGED = 4;
/** Steps at the start, whose average is over too few. */
const WARM_UP_STEPS = 10;

/**
 * Runs the learning-rate range test (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017): a short run whose
 * rate rises by a factor each step, until the loss diverges.
 */
export async function findLearningRate(config: Config, signal: AbortSignal): Promise<LearningRates> {
  const data = await openData(config, {
    signal,
    files: new ExaminedFiles(config.runs_dir),
  });
  const hardware = chooseHardware(config.training);
  const session = openSession(config, data, hardware);
  using parts = buildParts(session);
  const { model, step } = parts;
  model.train();
  const loader = trainingLoader(config, data.train, session.task, session.world, hardware.device);
  const losses: number[] = [];
  try {
    for (let epoch = 0; losses.length < NUM_STEPS && !hasDiverged(losses); epoch++) {
      step.beginEpoch(epoch);
      for await (const batch of loader.epoch(epoch)) {
        signal.throwIfAborted();
        const at = losses.length;
        await step.run(batch, at, rateOf(at), () => `step ${at + 1} of the range test`, signal);
        batch.release();
        losses.push(step.means.take(() => `step ${at + 1}`)?.loss ?? Number.NaN);
        if (losses.length === NUM_STEPS || hasDiverged(losses)) break;
      }
    }
  } catch (error) {
    // The test ends at an infinite loss.
    if (!(error instanceof TrainingError) || error.code !== "NOT_FINITE") throw error;
  } finally {
    await loader.close();
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

function hasDiverged(losses: readonly number[]): boolean {
  if (losses.length <= WARM_UP_STEPS) return false;
  const curve = smoothed(losses);
  const last = curve.at(-1)!;
  return !Number.isFinite(last) || last > DIVERGED * Math.min(...curve);
}

/** Derives the suggestion from the losses of a test. @throws TrainingError if there are too few */
export function readCurve(raw: readonly { learningRate: number; loss: number }[]): LearningRates {
  const losses = smoothed(raw.map(({ loss }) => loss));
  const curve = raw.map(({ learningRate }, i) => ({ learningRate, loss: losses[i]! }));
  if (curve.length <= WARM_UP_STEPS + 2) {
    throw new TrainingError(
      "RANGE_TEST",
      `the loss was not finite after ${counted(curve.length, "step")} of the range test, at a learning rate of ${rateOf(curve.length).toPrecision(2)}; look at the data and features`,
    );
  }
  let lowest = WARM_UP_STEPS;
  for (let i = WARM_UP_STEPS; i < curve.length; i++) if (losses[i]! < losses[lowest]!) lowest = i;
  // Steps are evenly spaced in the logarithm of the rate, and the slope is taken over it.
  let steepest = WARM_UP_STEPS;
  const slope = (i: number): number => losses[i + 1]! - losses[i - 1]!;
  for (let i = WARM_UP_STEPS; i < Math.min(lowest, curve.length - 1); i++)
    if (slope(i) < slope(steepest)) steepest = i;
  const fallen = losses[WARM_UP_STEPS]! - losses[lowest]!;
  // The point where a tenth of the fall is done.
  let begins = WARM_UP_STEPS;
  while (begins < lowest && losses[WARM_UP_STEPS]! - losses[begins]! < 0.1 * fallen) begins++;
  return {
    curve,
    suggested: curve[steepest]!.learningRate,
    range: [curve[begins]!.learningRate, curve[lowest]!.learningRate],
  };
}
