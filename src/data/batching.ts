// N = number of clips in a set.
import { countRepeats } from "./balance.js";
import { groupByShape } from "./batch-shapes.js";
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
  /** Largest number of shapes of batches, at least 2; null or left out pads each batch to its longest clip. */
  numShapes?: number | null;
}

/** The clips of one step, over all ranks. */
export interface GlobalBatch {
  indices: Int32Array;
  /** How often the epoch drew each of them before; null where it draws every clip once. */
  repeats: Int32Array | null;
  /** Samples that each clip is padded to: those of the longest, or of the longest of all batches of its shape. */
  samples: number;
}

/** Batches of the same number of clips, padded to the same length. */
export interface BatchShape {
  numClips: number;
  /** Samples that each clip is padded to. */
  samples: number;
  numBatches: number;
}

export interface BatchSummary {
  /** From short to long. */
  shapes: readonly BatchShape[];
  numBatches: number;
  /** Share of all samples that is padding: that of clips to the length of their batch. */
  padding: number;
}

/** Places of batches in the order of an epoch. */
interface Layout {
  /** Each clip's bin, by which the order is sorted. */
  bins: Int32Array; // [N]
  cuts: readonly Cut[];
}

/** A batch's place in the order of an epoch, and the largest number of samples that its clips are padded to. */
interface Cut {
  from: number;
  to: number;
  mostSamples: number;
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
 *
 * With a bounded number of shapes, the bins are groups of full batches instead, which are padded to the longest clip of the
 * group.
 */
export class Batching {
  readonly #options: BatchingOptions;
  /** Each clip's bin; null without durations. */
  readonly #bins: Int32Array | null; // [N]
  readonly #cuts: readonly Cut[];

  constructor(options: BatchingOptions) {
    this.#options = options;
    const { durations, numClips, clipSamples } = options;
    const layout: { bins: Int32Array | null; cuts: readonly Cut[] } =
      durations === null
        ? { bins: null, cuts: cut(options, new Int32Array(numClips).fill(clipSamples), Infinity) }
        : durations.numShapes == null
          ? byLength(options, durations)
          : byShape(options, durations, durations.numShapes);
    this.#bins = layout.bins;
    this.#cuts = layout.cuts;
  }

  get numBatches(): number {
    return this.#cuts.length;
  }

  /** Number of clips in each batch and the most samples that they are padded to, in no particular order. */
  get sizes(): readonly { numClips: number; mostSamples: number }[] {
    return this.#cuts.map(({ from, to, mostSamples }) => ({ numClips: to - from, mostSamples }));
  }

  /** Summary of the batches of the first epoch; those of a bounded number of shapes are equal in every epoch. */
  summary(): BatchSummary {
    const { durations, clipSamples } = this.#options;
    const shapes = new Map<string, BatchShape>();
    let [numSamples, numPadded] = [0, 0];
    for (const { indices, samples } of this.batches(0)) {
      const key = `${indices.length} ${samples}`;
      const shape = shapes.get(key) ?? { numClips: indices.length, samples, numBatches: 0 };
      shapes.set(key, { ...shape, numBatches: shape.numBatches + 1 });
      numPadded += indices.length * samples;
      for (const index of indices) numSamples += durations?.lengths[index] ?? clipSamples;
    }
    const sorted = [...shapes.values()].sort((a, b) => a.samples - b.samples || a.numClips - b.numClips);
    return { shapes: sorted, numBatches: this.numBatches, padding: 1 - numSamples / numPadded };
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
      const { from, to, mostSamples } = this.#cuts[batchOrder?.[batch] ?? batch]!;
      const indices = order.subarray(from, to);
      const samples =
        durations === null
          ? clipSamples
          : durations.numShapes == null
            ? indices.reduce((most, i) => Math.max(most, durations.lengths[i]!), 0)
            : mostSamples;
      yield { indices, repeats: repeats?.subarray(from, to) ?? null, samples };
    }
  }
}

function byLength(options: BatchingOptions, { lengths, batchSamples }: Durations): Layout {
  const edges = binEdges(lengths);
  const bins = lengths.map((length) => edges.findIndex((edge) => length <= edge));
  const ascending = bins.map((bin) => edges[bin]!).sort();
  return { bins, cuts: cut(options, ascending, batchSamples) };
}

function byShape(
  { batchSize }: BatchingOptions,
  { lengths, batchSamples }: Durations,
  numShapes: number,
): Layout {
  const places = lengths.map((_, i) => i).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const ascending = places.map((i) => lengths[i]!);
  const bins = new Int32Array(lengths.length);
  const cuts: Cut[] = [];
  let first = 0;
  for (const [bin, group] of groupByShape(ascending, { batchSize, batchSamples, numShapes }).entries()) {
    const end = first + group.numClips;
    for (const place of places.subarray(first, end)) bins[place] = bin;
    for (let from = first; from < end; from += group.batchSize)
      cuts.push({ from, to: Math.min(end, from + group.batchSize), mostSamples: group.samples });
    first = end;
  }
  return { bins, cuts };
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

function cut({ batchSize }: BatchingOptions, ascending: Int32Array, batchSamples: number): Cut[] {
  const cuts: Cut[] = [];
  let from = 0;
  for (let i = 1; i <= ascending.length; i++) {
    const fits = i - from < batchSize && (i - from + 1) * (ascending[i] ?? Infinity) <= batchSamples;
    if (i < ascending.length && fits) continue;
    cuts.push({ from, to: i, mostSamples: ascending[i - 1]! });
    from = i;
  }
  return cuts;
}
