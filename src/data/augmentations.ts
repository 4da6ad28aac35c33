// T = samples of a channel.
import { slicePlanar } from "../audio/sample-format.js";
import { createAugmentation, type ListedAugmentation } from "../augment/create.js";
import type { Drawn, Example, Random } from "../augment/define.js";
import type { AugmentationChoice } from "../augment/options.js";
import { ConfigError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import { PURPOSES, randomFloat } from "./random.js";
import type { Mixture } from "./targets.js";

/** The augmentations of training clips, as plain data for decoding threads. */
export interface AugmentationList {
  /** In the order of the recipe. */
  choices: readonly AugmentationChoice[];
  /** Audio files in the folder that each of them names. */
  files: readonly (readonly string[])[];
  sampleRateHz: number;
}

/** The clip that is augmented: random numbers depend on it alone. */
export interface ClipKey {
  seed: number;
  epoch: number;
  index: number;
}

/** An augmentation that changed a clip, and what it drew. */
export interface Applied {
  /** Place in the list. */
  place: number;
  name: string;
  drawn: Drawn;
  /** Indices of the clips that it mixed in. */
  partners: readonly number[];
}

/** The other training clips, for augmentations that mix clips. */
export interface Others {
  numClips: number;
  /** Returns a clip's samples of one channel [T], as the list up to `place` leaves them. */
  decode(index: number, numSamples: number, place: number): Float32Array;
}

/** Augmentations of this thread, by the list in the loader's options. */
const created = new WeakMap<AugmentationList, ListedAugmentation[]>();

function createdFor(list: AugmentationList): ListedAugmentation[] {
  const before = created.get(list);
  if (before !== undefined) return before;
  const made = list.choices.map((choice, place) =>
    createAugmentation(choice, place, {
      files: list.files[place] ?? [],
      sampleRateHz: list.sampleRateHz,
    }),
  );
  created.set(list, made);
  return made;
}

/** Returns the number of clips that the augmentations of a list mix into a clip. */
export function numPartners(list: AugmentationList | undefined): number {
  if (list === undefined || list.choices.length === 0) return 0;
  return list.choices.reduce((sum, _, place) => sum + partnersAt(list, place), 0);
}

/** Returns the number of clips that one augmentation of a list mixes into a clip. */
export function partnersAt(list: AugmentationList, place: number): number {
  return createdFor(list)[place]!.augmentation.partners ?? 0;
}

/**
 * The changes that a list makes to one clip. What is drawn is a function of the clip's key and the place in the list, so
 * that lengths are known before the clip is read.
 */
export class ClipChanges {
  /** Samples of a channel that the clip must have before the first change. */
  readonly inputSamples: number;
  /** Augmentations that were applied, for people. */
  readonly applied: Applied[] = [];
  readonly #key: ClipKey;
  readonly #options: Pick<AugmentationList, "sampleRateHz">;
  readonly #list: readonly ListedAugmentation[];
  readonly #isApplied: readonly boolean[];
  /** Samples of a channel before each augmentation, and after the last. */
  readonly #lengths: readonly number[];

  /**
   * @param numSamples of a channel, after the last change
   * @param place the first augmentation that is left out, with those that mix clips; null applies all
   */
  constructor(list: AugmentationList, key: ClipKey, numSamples: number, place: number | null = null) {
    this.#key = key;
    this.#options = list;
    this.#list = createdFor(list).slice(0, place ?? undefined);
    this.#isApplied = this.#list.map(
      ({ augmentation, probability }, i) =>
        (place === null || (augmentation.partners ?? 0) === 0) && isApplied(key, i, probability),
    );
    const lengths = [numSamples];
    for (let i = this.#list.length - 1; i >= 0; i--) {
      const { augmentation } = this.#list[i]!;
      const after = lengths[0]!;
      const before =
        this.#isApplied[i] && augmentation.inputLength !== undefined
          ? augmentation.inputLength(after, randomAt(key, i))
          : after;
      lengths.unshift(before);
    }
    this.#lengths = lengths;
    this.inputSamples = lengths[0]!;
  }

  /**
   * Changes `samples` of `inputSamples` a channel, in place or into another array, and fills in the mixture.
   *
   * @param onChange called after each augmentation that was applied, with its place, name and samples
   */
  apply(
    samples: Float32Array,
    others: Others | null = null,
    mixture: Mixture | null = null,
    onChange?: (place: number, name: string, samples: Float32Array) => void,
  ): Float32Array {
    const { sampleRateHz } = this.#options;
    const numChannels = samples.length / this.inputSamples;
    const example: Example = { samples, numChannels, sampleRateHz };
    const mixed = mixture === null ? null : new MixtureWriter(mixture, this.#key.index);
    for (const [place, { augmentation, name }] of this.#list.entries()) {
      const count = augmentation.partners ?? 0;
      if (!this.#isApplied[place]! || (count > 0 && (others === null || others.numClips < 2))) {
        mixed?.add([], count);
        continue;
      }
      const partners = count === 0 ? [] : drawPartners(this.#key, place, count, others!.numClips);
      const length = this.#lengths[place]!;
      const examples = partners.map((index) => ({
        samples: others!.decode(index, length, place),
        numChannels,
        sampleRateHz,
      }));
      delete example.shares;
      const drawn = decodeClock.augmentation(place, () =>
        augmentation.apply(example, randomAt(this.#key, place), examples),
      );
      this.applied.push({ place, name, drawn: drawn ?? {}, partners });
      example.samples = cutTo(example, this.#lengths[place + 1]!, `data.augmentations.${place}`);
      onChange?.(place, name, example.samples);
      if (count > 0) mixed?.add(sharesOf(example, count, place), count, partners);
    }
    return example.samples;
  }
}

/** Returns whether the augmentation at a place of the list changes a clip. */
export function isApplied({ seed, epoch, index }: ClipKey, place: number, probability: number): boolean {
  return randomFloat(PURPOSES.augmentationChoice, seed, epoch, index, place) < probability;
}

/** Returns the random numbers of the augmentation at a place of the list, for a clip. */
export function randomAt({ seed, epoch, index }: ClipKey, place: number): Random {
  let numDrawn = 0;
  return () => randomFloat(PURPOSES.augmentation, seed, epoch, index, place, numDrawn++);
}

/** Draws other clips of the set, of `numClips`, one after another. */
export function drawPartners(
  { seed, epoch, index }: ClipKey,
  place: number,
  count: number,
  numClips: number,
): number[] {
  return Array.from({ length: count }, (_, i) => {
    const drawn = randomFloat(PURPOSES.mixPartner, seed, epoch, index, place, i);
    const other = Math.floor(drawn * (numClips - 1));
    return other < index ? other : other + 1;
  });
}

/** Writes the shares of the clips that a clip is mixed of. */
export class MixtureWriter {
  readonly #mixture: Mixture;
  readonly #index: number;
  #count = 1;

  constructor(mixture: Mixture, index: number) {
    this.#mixture = mixture;
    this.#index = index;
    mixture.clips[0] = index;
    mixture.shares[0] = 1;
  }

  /** @param shares of the clip so far and of each partner; empty for a clip that stays as it is */
  add(shares: readonly number[], count: number, partners: readonly number[] = []): void {
    const { clips, shares: all } = this.#mixture;
    for (let i = 0; i < this.#count; i++) all[i]! *= shares[0] ?? 1;
    for (let i = 0; i < count; i++) {
      clips[this.#count] = partners[i] ?? this.#index;
      all[this.#count++] = shares[i + 1] ?? 0;
    }
  }
}

function sharesOf({ shares }: Example, count: number, place: number): readonly number[] {
  const sum = shares?.reduce((total, share) => total + share, 0) ?? Number.NaN;
  if (shares?.length === count + 1 && Math.abs(sum - 1) < 1e-6) return shares;
  throw new ConfigError(
    "COMPONENT",
    `data.augmentations.${place}: it has ${count} partners, so apply must set example.shares to ${count + 1} numbers that sum to 1, got ${JSON.stringify(shares)}`,
  );
}

/** Returns the first `numSamples` of each channel. */
function cutTo({ samples, numChannels }: Example, numSamples: number, key: string): Float32Array {
  const present = samples.length / numChannels;
  if (present === numSamples) return samples;
  if (!(present > numSamples)) {
    throw new ConfigError(
      "COMPONENT",
      `${key}: apply left ${present} samples of a channel, expected at least ${numSamples}; return the length that apply needs from inputLength`,
    );
  }
  return slicePlanar(samples, numChannels, 0, numSamples);
}
