// N = clips of a set, B = windows in a batch, T = samples of each channel of a window with its padding.
import { numChannelsOf, type SampleFormat } from "../audio/sample-format.js";
import type { BatchRing, DecodedBatch, Decoding } from "./batch-ring.js";
import type { Clip } from "./clip.js";
import { type ClipView, createClipRing } from "./clip-ring.js";
import { clipLengths } from "./lengths.js";
import type { BatchSplit } from "./sampler.js";
import { rowsAt, type TargetTable, withRowTimes } from "./targets.js";
import type { DecodeJob } from "./task.js";
import { numWindowsOf, paddedLength, type Windowing, windowedSamples, windowsOf } from "./windows.js";

export interface EvaluationLoaderOptions extends SampleFormat {
  clips: readonly Clip[];
  /** Targets of every clip, in the clips' order. */
  targets: TargetTable;
  windowing: Windowing;
  limits: BatchLimits;
  decoding: Decoding;
  /** True if every recording could be read when the run began. */
  wasExamined?: boolean;
  split?: Pick<BatchSplit, "rank" | "worldSize">;
}

/** Limits of a batch over all ranks. */
export interface BatchLimits {
  /** Largest number of windows. */
  batchSize: number;
  /** Largest number of samples, with their padding; Infinity for no limit. */
  batchSamples: number;
}

/** Windows of clips. The wave is a view over shared memory: valid until `release`, which frees the memory for a later batch. */
export interface WindowBatch {
  wave: Float32Array; // [B, channels, T]
  numChannels: number;
  /** Targets of each window's clip. */
  targets: TargetTable; // [B, ...]
  /** Place of each window's clip in the loader's clips. */
  clips: Int32Array; // [B]
  /** First sample of each window in its clip. */
  windowStarts: Float64Array; // [B]
  /** Samples of each window, without padding. */
  windowSamples: Float64Array; // [B]
  /** Samples of each window's clip. */
  clipSamples: Float64Array; // [B]
  /** Samples of all windows of each window's clip, without padding: more than those of the clip where windows overlap. */
  windowedSamples: Float64Array; // [B]
  /** Samples of a row, with its padding: T. */
  windowPadded: number;
  size: number;
  release(): void;
}

/** Windows of this rank that are decoded as one batch. */
type Job = DecodeJob & { firsts: readonly number[] };

/**
 * The windows of every clip, in batches of windows that are padded to the same length, so that a clip's result does not
 * depend on the clips beside it. A rank loads all windows of its own clips. First come the first windows of all clips: their
 * decoding finds the clips' lengths, so that no file is opened for that alone. Order and content do not depend on the
 * number of workers.
 */
export class EvaluationLoader {
  readonly clips: readonly Clip[];
  readonly targets: TargetTable;
  /** Number of clips whose windows this rank loads. */
  readonly numOwnClips: number;
  readonly #options: EvaluationLoaderOptions;
  readonly #ring: BatchRing<ClipView>;
  /** The first windows of this rank's clips. */
  readonly #first: readonly Job[];

  /** @throws DataError for a clip whose length cannot be read, if windows are padded to different lengths */
  constructor(options: EvaluationLoaderOptions) {
    const { clips, sampleRateHz, channels, resampling, windowing, wasExamined } = options;
    this.clips = clips;
    this.targets = options.targets;
    this.#options = options;
    this.#first = this.#firstJobs();
    this.numOwnClips = this.#first.reduce((sum, { indices }) => sum + indices.length, 0);
    const sizes = windowing.paddedSamples.map((samples) => ({
      numClips: this.#largestShare(samples),
      numSamples: this.#largestShare(samples) * samples,
    }));
    this.#ring = createClipRing({
      clips,
      decoding: options.decoding,
      largest: {
        numClips: Math.max(...sizes.map(({ numClips }) => numClips)),
        numSamples: Math.max(...sizes.map(({ numSamples }) => numSamples)),
      },
      decode: { sampleRateHz, channels, resampling, seed: 0, augment: null, wasExamined },
    });
  }

  get numClips(): number {
    return this.clips.length;
  }

  get sampleRateHz(): number {
    return this.#options.sampleRateHz;
  }

  /**
   * Yields all windows of this rank's clips. Each batch must be released before `prefetchBatches` more can follow. One call
   * runs at a time.
   *
   * @throws DataError naming the clip (and its manifest's line) that could not be read
   */
  async *windows(): AsyncGenerator<WindowBatch, void, void> {
    const longer: { clip: number; numSamples: number }[] = [];
    const { clipSamples: mostSamples } = this.#options.windowing;
    for await (const batch of this.#ring.batches(this.#first.values())) {
      for (const [i, clip] of batch.job.indices.entries()) {
        const numSamples = batch.clipSamples[i]!;
        if (numSamples > mostSamples) longer.push({ clip, numSamples });
      }
      yield this.#toBatch(batch);
    }
    for await (const batch of this.#ring.batches(this.#laterJobs(longer))) yield this.#toBatch(batch);
  }

  #toBatch({ job, wave, clipSamples, release }: DecodedBatch<Job, ClipView>): WindowBatch {
    const { indices: clips, firsts } = job;
    const { windowing } = this.#options;
    const { clipSamples: mostSamples } = windowing;
    return {
      ...{ wave, numChannels: numChannelsOf(this.#options.channels), clips, size: clips.length, release },
      targets: withRowTimes(rowsAt(this.targets, clips), firsts, job.samples, this.#options.sampleRateHz),
      windowStarts: Float64Array.from(firsts),
      windowPadded: job.samples,
      windowSamples: clipSamples.map((samples, i) => Math.min(mostSamples, samples - firsts[i]!)),
      clipSamples: clipSamples.slice(),
      windowedSamples: clipSamples.map((samples) => windowedSamples(windowing, samples)),
    };
  }

  /** Cuts all clips into the batches of a world of one rank, and returns this rank's share of each. */
  #firstJobs(): Job[] {
    const { clips, sampleRateHz, windowing } = this.#options;
    const { rank = 0, worldSize = 1 } = this.#options.split ?? {};
    const { paddedSamples, clipSamples } = windowing;
    const byLength = new Map<number, number[]>(paddedSamples.map((samples) => [samples, []]));
    const lengths = paddedSamples.length === 1 ? null : clipLengths(clips, sampleRateHz, clipSamples);
    for (const clip of clips.keys()) {
      const samples = lengths === null ? clipSamples : paddedLength(windowing, lengths[clip]!);
      byLength.get(samples)!.push(clip);
    }
    const jobs: Job[] = [];
    for (const [samples, all] of byLength) {
      const mostClips = this.#mostWindows(samples);
      for (let from = 0; from < all.length; from += mostClips) {
        const batch = all.slice(from, from + mostClips);
        const border = (r: number): number => Math.floor((batch.length * r) / worldSize);
        const own = batch.slice(border(rank), border(rank + 1));
        if (own.length > 0) jobs.push(jobOf(samples, own, new Array<number>(own.length).fill(0)));
      }
    }
    return jobs;
  }

  /** Yields batches of the windows after the first; clips of hours have many, so that none is made before its turn. */
  *#laterJobs(clips: readonly { clip: number; numSamples: number }[]): Generator<Job, void, void> {
    const { windowing } = this.#options;
    // Longest first: the shorter window of a clip is its last.
    for (const samples of windowing.paddedSamples.toReversed()) {
      const mostWindows = this.#largestShare(samples);
      let indices: number[] = [];
      let firsts: number[] = [];
      for (const { clip, numSamples } of clips) {
        // Only the last window may be shorter.
        const isLonger = samples === windowing.clipSamples;
        const start = isLonger ? 1 : numWindowsOf(windowing, numSamples) - 1;
        for (const { first, padded } of windowsOf(windowing, numSamples, start)) {
          if (padded !== samples) continue;
          indices.push(clip);
          firsts.push(first);
          if (indices.length < mostWindows) continue;
          yield jobOf(samples, indices, firsts);
          [indices, firsts] = [[], []];
        }
      }
      if (indices.length > 0) yield jobOf(samples, indices, firsts);
    }
  }

  /** Returns the largest number of windows in a batch over all ranks. */
  #mostWindows(samples: number): number {
    const { batchSize, batchSamples } = this.#options.limits;
    return Math.max(1, Math.min(batchSize, Math.floor(batchSamples / samples)));
  }

  #largestShare(samples: number): number {
    return Math.ceil(this.#mostWindows(samples) / (this.#options.split?.worldSize ?? 1));
  }

  /** Ends the worker threads. */
  async close(): Promise<void> {
    await this.#ring.close();
  }
}

function jobOf(samples: number, clips: readonly number[], firsts: readonly number[]): Job {
  return { indices: Int32Array.from(clips), samples, epoch: 0, repeats: null, firsts };
}
