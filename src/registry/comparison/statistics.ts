// N = clips, C = classes.
import { randomUint32 } from "../../data/random.js";

/** Predictions of a model for each clip; labels are indices into a list that both models share. */
export interface Answers {
  truth: Int32Array; // [N]
  predicted: Int32Array; // [N]
  losses: Float32Array; // [N]
  numClasses: number;
}

export const STATISTICS = ["accuracy", "macro_f1", "loss"] as const;
export type Statistics = Record<(typeof STATISTICS)[number], number>;

/** A value with the middle 95 % of its bootstrap samples. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface PairedIntervals {
  a: Record<keyof Statistics, Interval>;
  b: Record<keyof Statistics, Interval>;
  /** b minus a, on the same clips of each sample. */
  difference: Record<keyof Statistics, Interval>;
}

/**
 * Percentile bootstrap intervals (Efron and Tibshirani, 1993, chapter 13) over clips, paired: each sample draws clips with
 * replacement and measures both models on them, so that clips which are hard for both do not widen the interval. The same
 * seed gives the same intervals.
 */
export function pairedIntervals(a: Answers, b: Answers, numSamples: number, seed = 0): PairedIntervals {
  const numClips = a.truth.length;
  const drawn = { a: newSamples(numSamples), b: newSamples(numSamples), difference: newSamples(numSamples) };
  const places = new Int32Array(numClips);
  for (let sample = 0; sample < numSamples; sample++) {
    for (let i = 0; i < numClips; i++)
      places[i] = Math.floor((randomUint32(seed, sample, i) / 2 ** 32) * numClips);
    const [ofA, ofB] = [measure(a, places), measure(b, places)];
    for (const name of STATISTICS) {
      drawn.a[name][sample] = ofA[name];
      drawn.b[name][sample] = ofB[name];
      drawn.difference[name][sample] = ofB[name] - ofA[name];
    }
  }
  const [ofA, ofB] = [measure(a), measure(b)];
  const difference = mapStatistics((name) => ofB[name] - ofA[name]);
  return {
    a: mapStatistics((name) => interval(ofA[name], drawn.a[name])),
    b: mapStatistics((name) => interval(ofB[name], drawn.b[name])),
    difference: mapStatistics((name) => interval(difference[name], drawn.difference[name])),
  };
}

/** Measures the clips at `places`, or all. Macro F1 is scikit-learn's with `zero_division=0`, over the labels that occur. */
export function measure({ truth, predicted, losses, numClasses }: Answers, places?: Int32Array): Statistics {
  const numClips = truth.length;
  const [isTrue, isPredicted, isRight] = [0, 0, 0].map(() => new Float64Array(numClasses)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let numRight = 0;
  let lossSum = 0;
  for (let i = 0; i < numClips; i++) {
    const clip = places === undefined ? i : places[i]!;
    const [label, prediction] = [truth[clip]!, predicted[clip]!];
    isTrue[label]!++;
    isPredicted[prediction]!++;
    if (label === prediction) {
      isRight[label]!++;
      numRight++;
    }
    lossSum += losses[clip]!;
  }
  let f1Sum = 0;
  let numPresent = 0;
  for (let label = 0; label < numClasses; label++) {
    const total = isTrue[label]! + isPredicted[label]!;
    if (total === 0) continue;
    numPresent++;
    f1Sum += (2 * isRight[label]!) / total;
  }
  return { accuracy: numRight / numClips, macro_f1: f1Sum / numPresent, loss: lossSum / numClips };
}

/** The quantile of sorted values with linear interpolation, as numpy's default. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}

/**
 * McNemar's exact test of the hypothesis that two models are correct equally often on the same clips: the two-sided binomial
 * probability of a split at least as uneven of the clips that exactly one model predicts correctly.
 *
 * @param onlyA clips that only a predicts correctly
 * @returns p; 1 if the models are correct on the same clips
 */
export function mcnemarExact(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  if (n === 0) return 1;
  let logTerm = -n * Math.LN2; // log of C(n, 0) / 2^n
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= Math.min(onlyA, onlyB); k++) {
    logTerm += Math.log(n - k + 1) - Math.log(k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}

function interval(value: number, samples: Float64Array): Interval {
  if (samples.length === 0) return { value, low: Number.NaN, high: Number.NaN };
  const sorted = samples.toSorted();
  return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

function newSamples(numSamples: number): Record<keyof Statistics, Float64Array> {
  return mapStatistics(() => new Float64Array(numSamples));
}

function mapStatistics<Value>(of: (name: keyof Statistics) => Value): Record<keyof Statistics, Value> {
  return Object.fromEntries(STATISTICS.map((name) => [name, of(name)])) as Record<keyof Statistics, Value>;
}
