/** Lengths of the front end in samples, whether a recipe says milliseconds or samples. */
import type { Config } from "./schema.js";
import { isValues, merge, type Values } from "./values.js";

export interface FeatureSamples {
  fftSamples: number;
  windowSamples: number;
  hopSamples: number;
}

/** Keys of which a recipe sets one: milliseconds, or samples. */
const PAIRS = [
  ["window_ms", "window_samples"],
  ["hop_ms", "hop_samples"],
] as const;

/** Shortest transform beside `window_samples`: the fixed default of recipes that say samples. */
const MIN_FFT_SAMPLES = 512;

export function featureSamples({ data, features }: Pick<Config, "data" | "features">): FeatureSamples {
  const { window_ms, hop_ms, window_samples, hop_samples, fft_samples } = features;
  const fromMs = (ms: number | null, least: number): number =>
    Math.max(least, Math.round(((ms ?? 0) * data.sample_rate_hz) / 1000));
  const windowSamples = window_samples ?? fromMs(window_ms, 2);
  const shortest = window_samples === null ? 2 : MIN_FFT_SAMPLES;
  return {
    windowSamples,
    hopSamples: hop_samples ?? fromMs(hop_ms, 1),
    fftSamples: fft_samples ?? Math.max(shortest, 2 ** Math.ceil(Math.log2(windowSamples))),
  };
}

/** The front end's options with all lengths in samples, as files beside weights describe it. */
export function featuresInSamples(config: Pick<Config, "data" | "features">) {
  const { window_ms: _, hop_ms: __, ...features } = config.features;
  const { fftSamples, windowSamples, hopSamples } = featureSamples(config);
  return { ...features, fft_samples: fftSamples, window_samples: windowSamples, hop_samples: hopSamples };
}

/** Samples of the shortest clip that the front end and the model can process: a transform, and a frame after each halving. */
export function shortestClip(config: Pick<Config, "data" | "features" | "model">): number {
  const { fftSamples, hopSamples } = featureSamples(config);
  return Math.max(fftSamples, (leastSize(config) - 1) * hopSamples);
}

/** Frames and mel bands that the model needs: each block halves both. */
export function leastSize({ model }: Pick<Config, "model">): number {
  return 2 ** model.channels.length;
}

/** Plain values in which samples replace the default in milliseconds. */
export function withoutDefaultMs(values: Values): Values {
  const { features } = values;
  if (!isValues(features)) return values;
  return { ...values, features: { ...displaced(features), ...features } };
}

/** Merges overrides into resolved values: samples replace milliseconds, and the other way round. */
export function overrideValues(values: Values, over: Values): Values {
  const { features } = over;
  if (!isValues(features)) return merge(values, over);
  return merge(merge(values, { features: displaced(features) }), over);
}

/** null for each key whose counterpart is set. */
function displaced(features: Values): Values {
  return Object.fromEntries(
    PAIRS.flatMap(([ms, samples]) => [
      ...(isSet(features[samples]) ? [[ms, null]] : []),
      ...(isSet(features[ms]) ? [[samples, null]] : []),
    ]),
  );
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;
