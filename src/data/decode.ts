import { resample } from "../audio/resample.js";
import { readWav } from "../audio/wav.js";
import { DataError } from "../errors.js";
import { decodeClock } from "../profiling/decode-clock.js";
import { type Clip, describeClip } from "./clip.js";
import { type ClipCache, readCache, writeCache } from "./clip-cache.js";
import { randomFloat } from "./random.js";

export interface DecodeOptions {
  sampleRateHz: number;
  seed: number;
  /** null decodes as it is, cropped at the middle. */
  augment: Augment | null;
  /** Decoded clips that are kept; null or left out for none. */
  cache?: ClipCache | null;
}

export interface Augment {
  /** Gain drawn from plus or minus so many decibels. */
  gainDb: number;
  /** A random part of a longer clip, a random place for a shorter one. */
  randomCrop: boolean;
}

const CROP_STREAM = 2;
const GAIN_STREAM = 3;

/**
 * Decodes, resamples, augments and crops one clip into `target` [samples], zeros where the clip
 * is shorter; gives the number of valid samples. The same (seed, epoch, index) gives the same bits,
 * whichever worker runs it.
 */
export function decodeClip(
  clip: Clip,
  index: number,
  epoch: number,
  options: DecodeOptions,
  target: Float32Array,
): number {
  const { seed, augment } = options;
  const numSamples = target.length;
  decodeClock.start();
  const samples = wholeClip(clip, index, options);
  const place = augment?.randomCrop ? randomFloat(seed, epoch, index, CROP_STREAM) : 0.5;
  const gain =
    augment === null
      ? 1
      : 10 ** (((2 * randomFloat(seed, epoch, index, GAIN_STREAM) - 1) * augment.gainDb) / 20);
  const excess = samples.length - numSamples;
  if (excess >= 0) {
    const start = Math.floor(place * (excess + 1));
    target.set(samples.subarray(start, start + numSamples));
  } else {
    target.fill(0);
    // A short clip begins where it begins, unless augmentation moves it.
    target.set(samples, augment?.randomCrop ? Math.floor(place * (1 - excess)) : 0);
  }
  decodeClock.mark("collate");
  if (gain !== 1) for (let i = 0; i < numSamples; i++) target[i]! *= gain;
  decodeClock.mark("augment");
  for (let i = 0; i < numSamples; i++) {
    if (!Number.isFinite(target[i]))
      throw new DataError(
        "NOT_FINITE",
        `${describeClip(clip)}: holds samples that are not finite; remove it, or record it again`,
      );
  }
  decodeClock.mark("collate");
  return Math.min(samples.length, numSamples);
}

/** Decoded and resampled, before anything random is done to it. */
function wholeClip(clip: Clip, index: number, { sampleRateHz, cache = null }: DecodeOptions): Float32Array {
  const kept = cache === null ? undefined : readCache(cache, index);
  if (kept !== undefined) return kept;
  try {
    const audio = readWav(clip.path, clip.startSec, clip.durationSec, clip.range);
    decodeClock.mark("decode");
    const samples = resample(audio.samples, audio.sampleRateHz, sampleRateHz);
    decodeClock.mark("resample");
    if (cache !== null) writeCache(cache, index, samples);
    return samples;
  } catch (error) {
    if (clip.source === undefined || !(error instanceof DataError)) throw error;
    throw new DataError(error.code, `${clip.source}: ${error.message}`, { cause: error });
  }
}
