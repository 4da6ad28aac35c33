// B = clips of a batch, A = channels, T = samples of a channel in a row.
import { amplify, createBatched, type ListedBatched } from "../augment/batched/index.js";
import type { AugmentationChoice } from "../augment/options.js";
import { type ClipKey, drawPartners, isApplied, MixtureWriter, randomAt } from "../data/augmentations.js";
import { type Augment, cropAt, cropPlace, gainFactor } from "../data/decode.js";
import type { Mixture } from "../data/targets.js";
import { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { upload } from "../tensor/upload.js";
import type { ClipMemory } from "./memory.js";

/** Clips that a batch needs, and their rows. */
export interface BatchRows {
  keys: readonly ClipKey[]; // [B]
  samples: number;
}

/**
 * Crops, gain and augmentations of a batch on the training device. Everything is drawn and rounded as in decoding threads
 * (`ClipChanges`, `decodeClip`), so that the samples are equal to the bit.
 */
export class BatchChanges {
  readonly #memory: ClipMemory;
  readonly #numClips: number;
  readonly #augment: Pick<Augment, "gainDb" | "randomCrop">;
  readonly #list: readonly ListedBatched[];

  constructor(
    memory: ClipMemory,
    numClips: number,
    augment: Augment,
    choices: readonly AugmentationChoice[],
  ) {
    this.#memory = memory;
    this.#numClips = numClips;
    this.#augment = augment;
    this.#list = createBatched(choices);
  }

  /** Number of clips that are mixed into each clip. */
  get numPartners(): number {
    return this.#list.filter(({ augmentation }) => augmentation.mixes).length;
  }

  /** Returns the clips that a clip is mixed with. */
  partnersOf(key: ClipKey): number[] {
    return this.#list.flatMap(({ place, probability, augmentation }) =>
      augmentation.mixes && this.#numClips > 1 && isApplied(key, place, probability)
        ? drawPartners(key, place, 1, this.#numClips)
        : [],
    );
  }

  /** Returns the samples of a batch, whose clips and their partners are stored, and fills in the mixture. */
  apply(rows: BatchRows, mixture: Mixture | null): Tensor {
    const numMixed = mixture?.numMixed ?? 0;
    const writers =
      mixture === null
        ? null
        : rows.keys.map(({ index }, row) => {
            const clips = mixture.clips.subarray(row * numMixed, (row + 1) * numMixed);
            const shares = mixture.shares.subarray(row * numMixed, (row + 1) * numMixed);
            return new MixtureWriter({ clips, shares, numMixed }, index);
          });
    return this.#change(rows, this.#list, writers);
  }

  /** @param writers of the rows' mixtures; null leaves out augmentations that mix clips */
  #change(rows: BatchRows, list: readonly ListedBatched[], writers: readonly MixtureWriter[] | null): Tensor {
    return list.reduce((wave, listed) => {
      if (listed.augmentation.mixes && writers === null) return wave;
      return this.#changeRows(wave, rows, listed, writers);
    }, this.#crops(rows));
  }

  #crops({ keys, samples }: BatchRows): Tensor {
    const { gainDb, randomCrop } = this.#augment;
    const crops = keys.map(({ seed, epoch, index }) => ({
      clip: index,
      ...cropAt(this.#memory.lengthOf(index), samples, randomCrop ? cropPlace(seed, epoch, index) : null),
    }));
    const gains = keys.map(({ seed, epoch, index }) => gainFactor(gainDb, seed, epoch, index));
    return amplify(this.#memory.crops(crops, samples), gains);
  }

  /** Applies an augmentation to the rows that it is drawn for. */
  #changeRows(
    wave: Tensor,
    { keys, samples }: BatchRows,
    { place, probability, augmentation }: ListedBatched,
    writers: readonly MixtureWriter[] | null,
  ): Tensor {
    const { mixes } = augmentation;
    const canMix = !mixes || this.#numClips > 1;
    const applied = [...keys.keys()].filter((row) => canMix && isApplied(keys[row]!, place, probability));
    if (mixes) {
      const left = new Set(keys.keys());
      for (const row of applied) left.delete(row);
      for (const row of left) writers![row]!.add([], 1);
    }
    if (applied.length === 0) return wave;
    const own = applied.map((row) => keys[row]!);
    const others = mixes ? own.map((key) => drawPartners(key, place, 1, this.#numClips)[0]!) : [];
    // A partner has the changes that stand before this one, drawn for the partner in the same epoch.
    const partners = mixes
      ? this.#change(
          { keys: own.map((key, i) => ({ ...key, index: others[i]! })), samples },
          this.#list.filter((before) => before.place < place),
          null,
        )
      : null;
    const isAll = applied.length === keys.length;
    const index = isAll ? null : upload(Tensor.from(BigInt64Array.from(applied, BigInt)), wave.device);
    const changed = augmentation.apply(
      index === null ? wave : wave.indexSelect(0, index),
      own.map((key) => randomAt(key, place)),
      partners,
    );
    for (const [i, shares] of changed.shares?.entries() ?? [])
      writers![applied[i]!]!.add(shares, 1, [others[i]!]);
    return index === null ? changed.wave : ops.indexCopy(wave, 0, index, changed.wave);
  }
}
