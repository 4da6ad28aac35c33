// C = labels, P = operating points.
import { DataError } from "../../errors.js";
import { checkCriterion, type IntersectionCriterion } from "./intersection.js";

/** Parameters of the polyphonic sound detection score. */
export interface PsdsScenario extends IntersectionCriterion {
  /** Weight of cross-triggers in the effective rate of false positives; 0 needs no `cttc`. */
  alphaCt: number;
  /** Weight of the standard deviation over labels, subtracted from the mean. */
  alphaSt: number;
  /** Highest effective rate of false positives that counts, an hour. */
  maxFalsePositivesPerHour: number;
}

/** Scenario 1 of DCASE's task 4 (DESED): exact times matter, such as for an alarm. */
export const PSDS_1: PsdsScenario = {
  dtc: 0.7,
  gtc: 0.7,
  cttc: null,
  alphaCt: 0,
  alphaSt: 1,
  maxFalsePositivesPerHour: 100,
};

/** Scenario 2 of DCASE's task 4 (DESED): confused labels matter, exact times do not. */
export const PSDS_2: PsdsScenario = {
  dtc: 0.1,
  gtc: 0.1,
  cttc: 0.3,
  alphaCt: 0.5,
  alphaSt: 1,
  maxFalsePositivesPerHour: 100,
};

/** Curve of a label: its true positive ratio by effective rate of false positives, in no order, one point a threshold. */
export interface RocPoints {
  truePositiveRatio: ArrayLike<number>; // [P]
  falsePositivesPerHour: ArrayLike<number>; // [P]
}

/** A staircase: y holds from its x on to the next. */
export interface Staircase {
  x: Float64Array;
  y: Float64Array;
}

export interface Psds {
  /** From 0 to 1; NaN without labels. */
  value: number;
  /** Area below each label's own curve, [C]; NaN for a label without points. */
  perLabel: number[];
  /** Effective true positive ratio (mean minus weighted deviation over labels) by effective false positives an hour. */
  curve: Staircase;
}

/**
 * Returns the polyphonic sound detection score of operating points: the area below the effective true positive ratio up to the
 * highest rate of false positives, divided by that rate. The point without detections (0, 0) is added.
 *
 * Source: Bilen et al., "A Framework for the Robust Evaluation of Sound Event Detection", 2020; `intersection_based.psds` of
 * sed_scores_eval 0.0.4.
 *
 * @param rocs points of each label, [C]; null for a label without true events, which is left out
 */
export function psdsOfRocs(rocs: readonly (RocPoints | null)[], scenario: PsdsScenario): Psds {
  const { alphaSt, maxFalsePositivesPerHour: most } = scenario;
  const stairs = rocs.map((points) => points && monotone(points, most));
  const defined = stairs.filter((curve) => curve !== null);
  const x = union(defined.map((curve) => curve.x));
  const y = new Float64Array(x.length);
  const ratios = defined.map((curve) => stepsAt(curve, x));
  for (let at = 0; at < x.length; at++) {
    let sum = 0;
    for (const ratio of ratios) sum += ratio[at]!;
    const mean = sum / ratios.length;
    let squares = 0;
    for (const ratio of ratios) squares += (ratio[at]! - mean) ** 2;
    y[at] = Math.max(0, mean - alphaSt * Math.sqrt(squares / ratios.length));
  }
  return {
    value: defined.length === 0 ? Number.NaN : area({ x, y }, most) / most,
    perLabel: stairs.map((curve) => (curve === null ? Number.NaN : area(curve, most) / most)),
    curve: { x, y },
  };
}

/** Lengths that turn counts of false positives into rates. */
export interface Exposure {
  /** Length of all recordings. */
  totalSec: number;
  /** Length of the true events of each label; 0 without any. */
  trueSec: ArrayLike<number>; // [C]
}

/**
 * Returns the effective rate of false positives of a label, an hour: their rate, plus the weighted mean over the other labels
 * with true events of the cross-triggers with that label by the length of its true events.
 *
 * @param crossTriggersWith returns the number of cross-triggers with another label
 */
export function effectiveRate(
  label: number,
  falsePositives: number,
  crossTriggersWith: (other: number) => number,
  alphaCt: number,
  { totalSec, trueSec }: Exposure,
): number {
  let rate = falsePositives === 0 ? 0 : falsePositives / totalSec;
  if (alphaCt > 0) {
    let sum = 0;
    let numOthers = 0;
    for (let other = 0; other < trueSec.length; other++) {
      if (other === label || !(trueSec[other]! > 0)) continue;
      sum += crossTriggersWith(other) / trueSec[other]!;
      numOthers++;
    }
    if (numOthers > 0) rate += alphaCt * (sum / numOthers);
  }
  return rate * SECONDS_AN_HOUR;
}

export const SECONDS_AN_HOUR = 3600;

/** @throws DataError if a parameter is out of its range */
export function checkScenario(scenario: PsdsScenario): void {
  checkCriterion(scenario);
  const { alphaCt, alphaSt, cttc, maxFalsePositivesPerHour: most } = scenario;
  if (!(alphaCt >= 0 && alphaCt <= 1))
    throw new DataError("PSDS", `PSDS: alphaCt is ${alphaCt}; expected a number from 0 to 1.`);
  if (alphaCt > 0 && cttc === null)
    throw new DataError("PSDS", `PSDS: alphaCt is ${alphaCt}, so cttc must be a number; DCASE uses 0.3.`);
  if (!(alphaSt >= 0) || !Number.isFinite(alphaSt))
    throw new DataError("PSDS", `PSDS: alphaSt is ${alphaSt}; expected a number, 0 or more.`);
  if (!(most > 0) || !Number.isFinite(most))
    throw new DataError("PSDS", `PSDS: maxFalsePositivesPerHour is ${most}; expected a positive number.`);
}

/** Returns the points that no other one exceeds, up to the highest rate, from (0, 0) on. */
function monotone({ truePositiveRatio, falsePositivesPerHour: rates }: RocPoints, most: number): Staircase {
  const order = Uint32Array.from({ length: rates.length }, (_, at) => at).sort(
    (a, b) => rates[a]! - rates[b]! || truePositiveRatio[a]! - truePositiveRatio[b]!,
  );
  const x = [0];
  const y = [0];
  for (const at of order) {
    const [rate, ratio] = [rates[at]!, truePositiveRatio[at]!];
    if (rate > most) break;
    if (ratio <= y.at(-1)!) continue;
    if (rate > x.at(-1)!) x.push(rate);
    y[x.length - 1] = ratio;
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/** Returns the distinct numbers of several arrays, ascending. */
function union(arrays: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const array of arrays) {
    all.set(array, length);
    length += array.length;
  }
  all.sort();
  return all.filter((number, at) => at === 0 || number !== all[at - 1]);
}

/** Returns the height of a staircase at ascending places, all at or after its start. */
function stepsAt({ x, y }: Staircase, places: Float64Array): Float64Array {
  let step = 0;
  return places.map((place) => {
    while (step + 1 < x.length && x[step + 1]! <= place) step++;
    return y[step]!;
  });
}

/** Returns the area below a staircase from its start to an end. */
function area({ x, y }: Staircase, end: number): number {
  let sum = 0;
  for (let at = 0; at < x.length; at++) sum += y[at]! * ((at + 1 < x.length ? x[at + 1]! : end) - x[at]!);
  return sum;
}
