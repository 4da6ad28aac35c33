// N = number of clips in a set.
import { countRepeats } from "./balance.js";
import { epochOrder, type OrderOptions } from "./order.js";
import { PURPOSES, permutation } from "./random.js";

export interface BatchingOptions extends OrderOptions {
  /** Largest number of clips in a batch. */
  batchSize: number;
  /** Largest number of samples that a clip is padded to. */
  clipSamples: number;
  /** null: each batch has `batchSize` clips of `clipSamples`. */
  durations: Durations | null;
}

/** Groups clips of about the same length into batches. */
export interface Durations {
  /** Samples in each clip, at most `clipSamples`. */
  lengths: Int32Array; // [N]
  /** Largest number of samples in a batch, with its padding. */
  batchSamples: number;
}

/** The clips of one step, over all ranks. */
export interface GlobalBatch {
  indices: Int32Array;
  /** How often the epoch drew each of them before; null where it draws every clip once. */
  repeats: Int32Array | null;
  /** Samples that each clip is padded to: those of the longest. */
  samples: number;
}

/** Longest clip of a bin over its shortest: at most a tenth of a batch is padding. */
const BIN_RATIO = 1.1;

/**
 * Cuts the order of an epoch into batches.
 *
 * By duration, clips are sorted into bins by their length. Within a bin they keep the epoch's order, so that
 * batches are random among clips of about the same length; the batches come in random order (bucketing by
 * length, as in tf.data's `bucket_by_sequence_length`). A batch is cut where the upper edge of its last
 * clip's bin would exceed the limit. These places are the same in every epoch, and so is the number of batches.
 */
export class Batching {
  readonly #options: BatchingOptions;
  /** Each clip's bin; null without durations. */
  readonly #bins: Int32Array | null; // [N]
  /** Place of each batch in the order by bins, and the largest number of samples that its clips are padded to. */
  readonly #cuts: readonly { from: number; to: number; mostSamples: number }[];

  constructor(options: BatchingOptions) {
    this.#options = options;
    const { durations } = options;
    if (durations === null) {
      this.#bins = null;
      this.#cuts = cut(options, new Int32Array(options.numClips).fill(options.clipSamples), Infinity);
      return;
    }
    const { lengths, batchSamples } = durations;
    const edges = binEdges(lengths);
    this.#bins = lengths.map((length) => edges.findIndex((edge) => length <= edge));
    const ascending = this.#bins.map((bin) => edges[bin]!).sort();
    this.#cuts = cut(options, ascending, batchSamples);
  }

  get numBatches(): number {
    return this.#cuts.length;
  }

  /** Number of clips in each batch and the most samples that they are padded to, in no particular order. */
  get sizes(): readonly { numClips: number; mostSamples: number }[] {
    return this.#cuts.map(({ from, to, mostSamples }) => ({ numClips: to - from, mostSamples }));
  }

  /** Yields an epoch's batches: a function of (seed, epoch) and the clips' lengths. */
  *batches(epoch: number, startBatch = 0): Iterable<GlobalBatch> {
    const { numClips, seed, shuffle, durations, clipSamples, balance } = this.#options;
    const order = epochOrder(this.#options, epoch);
    const repeats = balance ? countRepeats(order, numClips) : null;
    const bins = this.#bins;
    if (bins !== null) {
      // The sort is stable: within a bin the epoch's order remains.
      const key = shuffle ? bins : durations!.lengths;
      order.set([...order].sort((a, b) => key[a]! - key[b]!));
    }
    const batchOrder =
      bins === null || !shuffle ? null : permutation(this.numBatches, PURPOSES.batchOrder, seed, epoch);
    for (let batch = startBatch; batch < this.numBatches; batch++) {
      const { from, to } = this.#cuts[batchOrder?.[batch] ?? batch]!;
      const indices = order.subarray(from, to);
      const samples =
        durations === null
          ? clipSamples
          : indices.reduce((most, i) => Math.max(most, durations.lengths[i]!), 0);
      yield { indices, repeats: repeats?.subarray(from, to) ?? null, samples };
    }
  }
}

/** Upper edges of the bins, ascending; the last is the longest clip's. */
function binEdges(lengths: Int32Array): number[] {
  const [shortest, longest] = lengths.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [
    Infinity,
    0,
  ] as [number, number]);
  const edges = [shortest];
  while (edges.at(-1)! < longest) edges.push(Math.min(longest, Math.ceil(edges.at(-1)! * BIN_RATIO)));
  return edges;
}

function cut({ batchSize }: BatchingOptions, ascending: Int32Array, batchSamples: number) {
  const cuts: { from: number; to: number; mostSamples: number }[] = [];
  let from = 0;
  for (let i = 1; i <= ascending.length; i++) {
    const fits = i - from < batchSize && (i - from + 1) * (ascending[i] ?? Infinity) <= batchSamples;
    if (i < ascending.length && fits) continue;
    cuts.push({ from, to: i, mostSamples: ascending[i - 1]! });
    from = i;
  }
  return cuts;
}
