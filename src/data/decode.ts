import { audioAddon } from "../audio/addon.js";
import { fromInt16 } from "../audio/int16.js";
import { withAudio } from "../audio/open.js";
import { copyPlanar, numChannelsOf, type SampleFormat, slicePlanar } from "../audio/sample-format.js";
import { Stretch } from "../audio/stretch.js";
import { describeAt, ownPlace } from "../components/trace.js";
import { ConfigError, DataError, WoodshedError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import {
  type Applied,
  type AugmentationList,
  ClipChanges,
  type ClipKey,
  type Others,
} from "./augmentations.js";
import { type Clip, describeClip } from "./clip.js";
import { type ClipCache, hasRoom, readCache, writeCache } from "./clip-cache.js";
import { decodeOwn } from "./own-clips.js";
import { PURPOSES, randomFloat } from "./random.js";
import type { Mixture } from "./targets.js";

export interface DecodeOptions extends SampleFormat {
  /** Stores decoded clips; null or left out stores none. */
  cache?: ClipCache | null;
  /** True if every recording could be read when the run began (`data.on_bad_clip: skip`). */
  wasExamined?: boolean | undefined;
}

export interface CropOptions extends DecodeOptions {
  seed: number;
  /** null decodes the clip unchanged, cropped at the middle. */
  augment: Augment | null;
}

export interface Augment {
  /** Gain is drawn from plus or minus this many decibels. */
  gainDb: number;
  /** A random part of a longer clip, a random place for a shorter one. */
  randomCrop: boolean;
  /** `data.augmentations`; by default none. */
  list?: AugmentationList;
}

/** The part of a clip that goes into a target, and its place there, in samples of a channel. */
export interface Crop {
  first: number;
  count: number;
  targetPlace: number;
}

/** The set and the result of augmentations that mix clips. */
export interface Mixing {
  numClips: number;
  clipAt(index: number): Clip;
  /** Filled in. */
  mixture: Mixture; // B = 1
}

/**
 * Decodes, resamples, augments and crops one clip into `target`, planar [channels * samples], with zeros where the clip
 * is shorter. Of a longer clip only the part that is used is read, unless the cache has room for all of it.
 * The same (seed, epoch, index) leads to the same bits, whichever worker runs it.
 *
 * @param mixing the other clips of the set; null leaves out augmentations that mix clips
 * @param applied receives what the augmentations drew
 * @returns the number of samples in the clip, before it was cropped
 * @throws DataError naming the clip (and its manifest's line)
 */
export function decodeClip(
  clip: Clip,
  index: number,
  epoch: number,
  options: CropOptions,
  target: Float32Array,
  mixing: Mixing | null = null,
  applied: Applied[] = [],
): number {
  decodeClock.start();
  const numChannels = numChannelsOf(options.channels);
  const others: Others | null =
    mixing === null
      ? null
      : {
          numClips: mixing.numClips,
          decode(other, numSamples, place) {
            decodeClock.mark("augment");
            const samples = new Float32Array(numChannels * numSamples);
            const partner = mixing.clipAt(other);
            decodeTraining(partner, other, epoch, options, samples, (key) => {
              const changes = changesOf(options, key, numSamples, place);
              if (changes === null) return null;
              return {
                inputSamples: changes.inputSamples,
                apply: (before) => changes.apply(before),
                explain: (before) => assertFinite(partner, changes, before, null),
              };
            });
            return samples;
          },
        };
  return decodeTraining(clip, index, epoch, options, target, (key) => {
    const changes = changesOf(options, key, target.length / numChannels);
    if (changes === null) return null;
    return {
      inputSamples: changes.inputSamples,
      apply(samples) {
        const changed = changes.apply(samples, others, mixing?.mixture ?? null);
        applied.push(...changes.applied);
        return changed;
      },
      explain: (samples) => assertFinite(clip, changes, samples, others),
    };
  });
}

/** Changes of a clip's samples that may need more samples than they leave. */
interface Changes {
  inputSamples: number;
  apply(samples: Float32Array): Float32Array;
  /** Applies the changes again and throws the error of the one that leaves samples that are not finite. */
  explain(samples: Float32Array): void;
}

/** @throws ConfigError naming the first augmentation that leaves samples that are not finite */
function assertFinite(clip: Clip, changes: ClipChanges, samples: Float32Array, others: Others | null): void {
  changes.apply(samples, others, null, (place, name, changed) => {
    if (!changed.every(Number.isFinite)) throw notFiniteBy(clip, `data.augmentations.${place} (${name})`);
  });
  // A module of the user's may do something else each time.
  throw notFiniteBy(clip, "data.augmentations");
}

function notFiniteBy(clip: Clip, key: string): ConfigError {
  return new ConfigError(
    "AUGMENTATION",
    `${key}: made samples of the clip ${describeClip(clip)} that are not finite (NaN or infinite), although those of its file are; correct its settings or its code`,
  );
}

function changesOf(
  { augment }: CropOptions,
  key: ClipKey,
  numSamples: number,
  place: number | null = null,
): ClipChanges | null {
  const list = augment?.list;
  if (list === undefined || list.choices.length === 0) return null;
  return new ClipChanges(list, key, numSamples, place);
}

/** Returns the factor of a training clip's random gain. */
export function gainFactor(gainDb: number, seed: number, epoch: number, index: number): number {
  return 10 ** (((2 * randomFloat(PURPOSES.gain, seed, epoch, index) - 1) * gainDb) / 20);
}

/** Returns the random place of a training clip's crop, in [0, 1). */
export function cropPlace(seed: number, epoch: number, index: number): number {
  return randomFloat(PURPOSES.crop, seed, epoch, index);
}

/**
 * Returns the clip's sample at which a row of `length` samples begins; negative for a shorter clip that is placed later in its
 * row.
 *
 * @param place in [0, 1); null takes the middle of a longer clip, and begins with a shorter one
 */
export function cropStart(present: number, length: number, place: number | null): number {
  const excess = present - length;
  if (excess >= 0) return Math.floor((place ?? 0.5) * (excess + 1));
  return place === null ? 0 : -Math.floor(place * (1 - excess));
}

/** Returns the part of a clip that goes into a row. The parameters are those of `cropStart`. */
export function cropAt(present: number, length: number, place: number | null): Crop {
  const start = cropStart(present, length, place);
  return { first: Math.max(0, start), count: Math.min(present, length), targetPlace: Math.max(0, -start) };
}

function decodeTraining(
  clip: Clip,
  index: number,
  epoch: number,
  options: CropOptions,
  target: Float32Array,
  changesFor: (key: ClipKey) => Changes | null,
): number {
  const { seed, augment } = options;
  const numChannels = numChannelsOf(options.channels);
  const numSamples = target.length / numChannels;
  const place = cropPlace(seed, epoch, index);
  const gain = augment === null ? 1 : gainFactor(augment.gainDb, seed, epoch, index);
  const changes = changesFor({ seed, epoch, index });
  const length = changes?.inputSamples ?? numSamples;
  const cropOf = (present: number): Crop => cropAt(present, length, augment?.randomCrop ? place : null);
  const crop = length === numSamples ? target : new Float32Array(numChannels * length);
  const amplify = (samples: Float32Array): void => {
    if (gain !== 1) for (let i = 0; i < samples.length; i++) samples[i]! *= gain;
  };
  return decodeInto(crop, clip, index, options, cropOf, {
    apply(samples) {
      amplify(samples);
      const changed = changes === null ? samples : changes.apply(samples);
      if (changed !== target) target.set(changed);
      return target;
    },
    explain(samples) {
      amplify(samples);
      if (!samples.every(Number.isFinite)) throw notFiniteBy(clip, "data.augment.gain_db");
      changes?.explain(samples);
    },
  });
}

/**
 * Decodes the window of a clip that starts at sample `first` into `target`, planar [channels * samples], with zeros where the
 * clip ends earlier.
 * Only this window is read, unless the cache has room for the clip.
 *
 * @returns the number of samples in the clip
 * @throws DataError naming the clip (and its manifest's line)
 */
export function decodeWindow(
  clip: Clip,
  index: number,
  first: number,
  options: DecodeOptions,
  target: Float32Array,
): number {
  const cropOf = (numSamples: number): Crop => ({
    first,
    count: Math.min(target.length / numChannelsOf(options.channels), numSamples - first),
    targetPlace: 0,
  });
  decodeClock.start();
  return decodeInto(target, clip, index, options, cropOf);
}

function decodeInto(
  target: Float32Array,
  clip: Clip,
  index: number,
  options: DecodeOptions,
  cropOf: (numSamples: number) => Crop,
  changes: Pick<Changes, "apply" | "explain"> | null = null,
): number {
  const { cache = null } = options;
  const numChannels = numChannelsOf(options.channels);
  const stored = cache === null ? undefined : readCache(cache, index);
  const numSamples =
    stored === undefined
      ? whileReading(options, () => readCrop(target, clip, index, options, cropOf))
      : copyCrop(target, stored, numChannels, cropOf);
  decodeClock.mark("collate");
  const changed =
    changes === null ? target : withClip(clip, () => changes.apply(target), "data.augmentations failed");
  decodeClock.mark("augment");
  if (!audioAddon().areFinite(changed)) {
    if (changes !== null) {
      // Decoded again without changes, which throws if the file is the cause.
      const unchanged = new Float32Array(target.length);
      decodeInto(unchanged, clip, index, options, cropOf);
      withClip(clip, () => changes.explain(unchanged));
    }
    whileReading(options, () => {
      throw new DataError(
        "NOT_FINITE",
        `${describeClip(clip)}: holds samples that are not finite (NaN or infinite); export it again from its source`,
      );
    });
  }
  decodeClock.mark("collate");
  return numSamples;
}

/** The next recording would stop the next run. */
const FIND_ALL_BAD = "`woodshed data check` finds all such recordings; data.on_bad_clip=skip leaves them out";

/** Runs `read`; what it throws about a recording says how to find all such ones, or that this one could be read before. */
function whileReading<T>({ wasExamined }: DecodeOptions, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    if (wasExamined !== true)
      throw new DataError(error.code, `${error.message}. ${FIND_ALL_BAD}`, { cause: error });
    throw new DataError(
      "CHANGED",
      `${error.message}. It could be read when the run examined its recordings (data.on_bad_clip: skip), and files must not change during a run: restore it and resume, or start a new run, which leaves it out`,
      { cause: error },
    );
  }
}

/** Copies the crop of a decoded clip into `target`. Returns the samples of a channel in the clip. */
function copyCrop(
  target: Float32Array,
  clip: Float32Array | Int16Array,
  numChannels: number,
  cropOf: (numSamples: number) => Crop,
): number {
  const numSamples = clip.length / numChannels;
  const { first, count, targetPlace } = cropOf(numSamples);
  const samples = slicePlanar(clip, numChannels, first, count);
  if (samples.length < target.length) target.fill(0);
  const numbers = samples instanceof Int16Array ? fromInt16(samples) : samples;
  copyPlanar(target, numbers, numChannels, targetPlace);
  return numSamples;
}

/** Reads and resamples a clip's crop into `target`, before random augmentation. Returns the samples of a channel in the clip. */
function readCrop(
  target: Float32Array,
  clip: Clip,
  index: number,
  options: DecodeOptions,
  cropOf: (numSamples: number) => Crop,
): number {
  const { own } = clip;
  const { cache = null } = options;
  if (own !== undefined) {
    const samples = withClip(clip, () => decodeOwn(own, options));
    if (cache !== null && hasRoom(cache, index, samples.length)) writeCache(cache, index, samples);
    return copyCrop(target, samples, numChannelsOf(options.channels), cropOf);
  }
  return withClip(clip, () =>
    withAudio(clip.path, { part: clip.range }, (audio) => {
      const stretch = new Stretch(audio, options, clip.startSec, clip.durationSec);
      const { numSamples, numChannels } = stretch;
      if (cache !== null && hasRoom(cache, index, numChannels * numSamples)) {
        const samples = stretch.read(0, numSamples);
        writeCache(cache, index, samples);
        return copyCrop(target, samples, numChannels, cropOf);
      }
      const { first, count, targetPlace } = cropOf(numSamples);
      const isWhole = numChannels * count === target.length;
      if (!isWhole) target.fill(0);
      // Rows of several channels that are padded are no stretch of memory.
      if (isWhole || numChannels === 1) {
        stretch.read(first, count, target.subarray(targetPlace, targetPlace + numChannels * count));
      } else copyPlanar(target, stretch.read(first, count), numChannels, targetPlace);
      return numSamples;
    }),
  );
}

/** Runs `use`; its errors name the clip's line in a manifest. Errors of other kinds name the clip, too. */
export function withClip<T>(clip: Clip, use: () => T, problem = "cannot be decoded"): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof WoodshedError)) {
      throw new DataError("DECODE", `${describeClip(clip)}: ${problem}: ${reasonOf(error)}`, {
        cause: error,
      });
    }
    if (clip.source === undefined || !(error instanceof DataError)) throw error;
    throw new DataError(error.code, `${clip.source}: ${error.message}`, { cause: error });
  }
}

/** An error of a module of the user's has its line. */
function reasonOf(error: unknown): string {
  return ownPlace(error) === null ? (error as Error).message : describeAt(error);
}
