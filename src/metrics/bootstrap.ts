// N = clips.
import { PURPOSES, randomFloat } from "../data/random.js";
import { mean } from "./mean.js";

/**
 * Computes statistics of a list of clips, in which a clip may occur several times or not at all. The array is filled anew for
 * the next sample: do not keep it.
 */
export type Statistics<Name extends string> = (clips: Int32Array) => Record<Name, number>;

export interface BootstrapOptions {
  numSamples: number;
  /** Default 0. Equal seeds draw equal clips. */
  seed?: number;
  /** The share of samples inside the interval; default 0.95. */
  level?: number;
}

/** A statistic with its bootstrap interval. All but `value` are NaN without samples, or if `value` is NaN. */
export interface Interval {
  /** The statistic of all clips, each once. */
  value: number;
  /** The mean of the samples; its distance from `value` estimates the statistic's bias. */
  mean: number;
  low: number;
  high: number;
  /** Samples that define the statistic; it is NaN, for example, in samples that miss every positive clip of a label. */
  numSamples: number;
}

/**
 * Returns percentile bootstrap intervals: draws N of N clips with replacement, again and again, and takes the middle share of
 * the statistic's values (Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 13). Samples in which a
 * statistic is NaN do not count for it.
 */
export function bootstrapIntervals<Name extends string>(
  numClips: number,
  statistics: Statistics<Name>,
  options: BootstrapOptions,
): Record<Name, Interval> {
  return sampleIntervals(numClips, (clips) => ({ model: statistics(clips) }), options).model;
}

/**
 * Returns percentile bootstrap intervals of two models and of their difference, b minus a. Both are measured on the same clips
 * of each sample, so that clips which are hard for both do not widen the interval of the difference.
 */
export function pairedIntervals<Name extends string>(
  numClips: number,
  a: Statistics<Name>,
  b: Statistics<Name>,
  options: BootstrapOptions,
): Record<"a" | "b" | "difference", Record<Name, Interval>> {
  const measure = (clips: Int32Array) => {
    const [ofA, ofB] = [a(clips), b(clips)];
    return { a: ofA, b: ofB, difference: mapValues(ofA, (value, name) => ofB[name] - value) };
  };
  return sampleIntervals(numClips, measure, options);
}

/** Returns the rows of drawn clips from row-major `values` [N, width], for statistics of whole arrays. */
export function takeRows<Values extends Float64Array | Float32Array | Int32Array | Int8Array>(
  values: Values,
  width: number,
  clips: Int32Array,
): Values {
  const taken = new (values.constructor as new (length: number) => Values)(clips.length * width);
  for (let i = 0; i < clips.length; i++) {
    for (let j = 0; j < width; j++) taken[i * width + j] = values[clips[i]! * width + j]!;
  }
  return taken;
}

/** The quantile of sorted values with linear interpolation, as numpy's default; NaN without values. */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}

/** Draws clips `numSamples` times and measures each draw once for all models and statistics. */
function sampleIntervals<Model extends string, Name extends string>(
  numClips: number,
  measure: (clips: Int32Array) => Record<Model, Record<Name, number>>,
  { numSamples, seed = 0, level = 0.95 }: BootstrapOptions,
): Record<Model, Record<Name, Interval>> {
  const clips = Int32Array.from({ length: numClips }, (_, clip) => clip);
  const values = measure(clips);
  const samples = mapValues(values, (ofModel) => mapValues(ofModel, () => new Float64Array(numSamples)));
  for (let sample = 0; sample < numSamples; sample++) {
    for (let i = 0; i < numClips; i++) {
      clips[i] = Math.floor(numClips * randomFloat(PURPOSES.bootstrap, seed, sample, i));
    }
    const drawn = measure(clips);
    mapValues(samples, (ofModel, model) =>
      mapValues(ofModel, (sampled, name) => {
        sampled[sample] = drawn[model][name];
      }),
    );
  }
  return mapValues(samples, (ofModel, model) =>
    mapValues(ofModel, (sampled, name) => interval(values[model][name], sampled, level)),
  );
}

function interval(value: number, samples: Float64Array, level: number): Interval {
  const defined = Number.isNaN(value)
    ? new Float64Array()
    : samples.filter((sample) => !Number.isNaN(sample));
  const sorted = defined.sort();
  return {
    value,
    mean: mean(sorted),
    low: quantile(sorted, (1 - level) / 2),
    high: quantile(sorted, (1 + level) / 2),
    numSamples: sorted.length,
  };
}

function mapValues<Name extends string, From, To>(
  record: Record<Name, From>,
  map: (value: From, name: Name) => To,
): Record<Name, To> {
  const entries = Object.entries(record) as [Name, From][];
  return Object.fromEntries(entries.map(([name, value]) => [name, map(value, name)])) as Record<Name, To>;
}
