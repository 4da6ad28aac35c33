import { randomFloat } from "../../src/data/random.js";
import type { RegressionRows } from "../../src/metrics/regression.js";

export const truth = (clip: number): number => 2 * randomFloat(1, clip) - 1;
export const noisy = (clip: number): number => 0.6 * truth(clip) + 0.3 * randomFloat(2, clip) + 0.1;
const coarse = (value: number): number => Math.round(3 * value);
/** Random and degenerate inputs by name: columns of (prediction, target) for clip i; constants are binary fractions, whose means numpy rounds to themselves. */
export const REGRESSION_PAIRS: Record<string, (clip: number) => [number, number]> = {
  "noisy predictions": (i) => [noisy(i), truth(i)],
  "independent predictions": (i) => [randomFloat(3, i), truth(i)],
  "opposite predictions": (i) => [-noisy(i), truth(i)],
  "perfect predictions": (i) => [truth(i), truth(i)],
  "ties everywhere": (i) => [coarse(noisy(i)), coarse(truth(i))],
  "a far offset": (i) => [1e5 + noisy(i), 1e5 + truth(i)],
  "a constant target": (i) => [noisy(i), 0.5],
  "a constant prediction": (i) => [0.25, truth(i)],
  "two different constants": () => [0.25, 0.5],
  "two equal constants": () => [0.5, 0.5],
};

export function regressionRows(
  numClips: number,
  pairs: readonly ((clip: number) => [number, number])[],
): RegressionRows {
  const places = Array.from({ length: numClips }, (_, i) => i).flatMap((i) => pairs.map((pair) => pair(i)));
  return {
    predicted: Float64Array.from(places, ([prediction]) => prediction),
    target: Float64Array.from(places, ([, target]) => target),
    numDimensions: pairs.length,
  };
}
