// B = clips in a batch, A = channels, T = samples of each, N = clips of the set.

import { numChannelsOf } from "../audio/sample-format.js";
import type { AugmentationChoice } from "../augment/options.js";
import type { ClipKey } from "../data/augmentations.js";
import { keyEpoch } from "../data/balance.js";
import type { BatchRing, DecodedBatch } from "../data/batch-ring.js";
import type { BatchTargets } from "../data/batch-targets.js";
import { type Clip, describeClip } from "../data/clip.js";
import { type ClipView, createClipRing } from "../data/clip-ring.js";
import {
  type Batch,
  batchTargetsOf,
  type ClipLoader,
  createSampler,
  type LoaderOptions,
} from "../data/loader.js";
import type { RankBatch, Sampler } from "../data/sampler.js";
import type { Mixture } from "../data/targets.js";
import { DataError } from "../errors.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";
import type { DecodeTimes } from "../timing/decode-clock.js";
import { BatchChanges } from "./changes.js";
import { type FillJob, type FillLimits, fillJobs } from "./fill.js";
import type { ClipMemory } from "./memory.js";

export interface CachedLoaderOptions extends LoaderOptions {
  augment: NonNullable<LoaderOptions["augment"]>;
  /** Room of each clip in `memory`, in samples of a channel. */
  clipRoom: Float64Array; // [N]
}

/**
 * Batches of training clips that are kept complete on the training device, or in memory that it reads by itself. Decoding
 * threads decode each clip once, ahead of the first batch that needs it; the training device cuts, changes and mixes. The
 * batches are equal to those of a `Loader` to the bit, in every epoch.
 */
export class CachedLoader implements ClipLoader<Tensor> {
  readonly clips: readonly Clip[];
  readonly #numChannels: number;
  readonly #seed: number;
  readonly #clipRoom: Float64Array;
  readonly #memory: ClipMemory;
  readonly #sampler: Sampler;
  readonly #targets: BatchTargets;
  readonly #changes: BatchChanges;
  readonly #fillLimits: FillLimits;
  readonly #ring: BatchRing<ClipView>;

  /** @param memory belongs to the loader from here on */
  constructor(options: CachedLoaderOptions, memory: ClipMemory) {
    const { clips, sampleRateHz, channels, resampling, order, augment, decoding, wasExamined } = options;
    const choices: readonly AugmentationChoice[] = augment.list?.choices ?? [];
    this.clips = clips;
    this.#numChannels = numChannelsOf(channels);
    this.#seed = order.seed;
    this.#clipRoom = options.clipRoom;
    this.#memory = memory;
    this.#sampler = createSampler(options);
    this.#targets = batchTargetsOf(options);
    this.#changes = new BatchChanges(memory, clips.length, augment, choices);
    const { numClips, numSamples } = this.#sampler.largestRankBatch;
    const longest = options.clipRoom.reduce((most, length) => Math.max(most, length), 0);
    this.#fillLimits = { numClips, numSamples: Math.max(numSamples, longest) };
    this.#ring = createClipRing({
      ...{ clips, decoding: { ...decoding, cacheBytes: 0 } },
      largest: this.#fillLimits,
      decode: { sampleRateHz, channels, resampling, seed: order.seed, augment: null, wasExamined },
    });
  }

  get numBatches(): number {
    return this.#sampler.numBatches;
  }

  /**
   * Yields the batches of an epoch from `startBatch` on. `release` frees the samples of a batch.
   *
   * @throws DataError naming the clip (and its manifest's line) that could not be read
   */
  async *epoch(epoch: number, startBatch = 0): AsyncGenerator<Batch<Tensor>, void, void> {
    const fills = this.#missing(epoch, startBatch);
    const decoded = this.#ring.batches([...fills.values()].flat().values());
    try {
      let place = startBatch;
      for (const batch of this.#sampler.batches(epoch, startBatch)) {
        const numFills = fills.get(place++)?.length ?? 0;
        for (let i = 0; i < numFills; i++) {
          const { value } = await decoded.next();
          if (value === undefined) throw new DataError("FILL", "loader: decoding ended before its last clip");
          this.#store(value);
        }
        // A rank may have no clip of a small batch that is not repeated.
        if (batch.indices.length > 0) yield this.#batchOf(batch, epoch);
      }
    } finally {
      await decoded.return();
    }
  }

  /** Lists the clips that are not stored, by the first batch of an epoch that needs them. */
  #missing(epoch: number, startBatch: number): Map<number, FillJob[]> {
    const fills = new Map<number, FillJob[]>();
    const left = new Set([...this.clips.keys()].filter((clip) => !this.#memory.has(clip)));
    if (left.size === 0) return fills;
    let place = startBatch;
    for (const batch of this.#sampler.batches(epoch, startBatch)) {
      const keys = this.#keysOf(batch, epoch);
      const needed = keys.flatMap((key) => [key.index, ...this.#changes.partnersOf(key)]);
      const own = needed.filter((clip) => left.delete(clip));
      if (own.length > 0) fills.set(place, fillJobs(own, this.#clipRoom, this.#fillLimits));
      place++;
    }
    return fills;
  }

  #keysOf({ indices, repeats }: RankBatch, epoch: number): ClipKey[] {
    return Array.from(indices, (index, i) => ({
      seed: this.#seed,
      epoch: keyEpoch(epoch, repeats?.[i] ?? 0),
      index,
    }));
  }

  #store({ job, wave, clipSamples, release }: DecodedBatch<FillJob, ClipView>): void {
    for (const [row, clip] of job.indices.entries()) {
      const [found, room] = [clipSamples[row]!, this.#clipRoom[clip]!];
      if (found <= room) continue;
      throw new DataError(
        "LENGTH",
        `${describeClip(this.clips[clip]!)}: expected at most ${room} samples by its header (or by durationSec of its data set), decoded ${found}; correct durationSec, restore a file that changed, or set data.cache_on to ram or null`,
      );
    }
    noGrad(() => scope(() => this.#memory.store(job.indices, wave, clipSamples)));
    release();
  }

  #batchOf(batch: RankBatch, epoch: number): Batch<Tensor> {
    const { indices, repeats, parts, globalSize, samples } = batch;
    const size = indices.length;
    const mixture = mixtureOf(size, this.#changes.numPartners);
    const keys = this.#keysOf(batch, epoch);
    const wave = noGrad(() =>
      scope(() => {
        const changed = this.#changes.apply({ keys, samples }, mixture); // [B, A, T]
        return this.#numChannels === 1 ? changed.squeeze(1) : changed;
      }),
    );
    const clipSamples = Float64Array.from(indices, (index) => this.#memory.lengthOf(index));
    return {
      ...{ wave, numChannels: this.#numChannels, indices, repeats, size, parts, globalSize },
      lengths: Int32Array.from(clipSamples, (length) => Math.min(length, samples)),
      targets: this.#targets.of({ indices, repeats, epoch, samples }, clipSamples, mixture),
      release: () => wave.dispose(),
    };
  }

  /** Time that decoding took, over the loader's life. */
  get decodeTimes(): DecodeTimes {
    return this.#ring.decodeTimes;
  }

  /** Ends the worker threads, and frees the clips. */
  async close(): Promise<void> {
    await this.#ring.close();
    this.#memory[Symbol.dispose]();
  }
}

function mixtureOf(numClips: number, numPartners: number): Mixture | null {
  if (numPartners === 0) return null;
  const numMixed = 1 + numPartners;
  return {
    clips: new Int32Array(numClips * numMixed),
    shares: new Float32Array(numClips * numMixed),
    numMixed,
  };
}
