// N = clips of a set, K = clips whose embeddings are collected, D = dimensions.
import { WindowMean } from "../data/windows.js";
import type { World } from "../distributed/world.js";
import type { BatchWindows } from "./record.js";

/** Embeddings of some clips of a set. */
export interface ClipEmbeddings {
  /** Indices in the set, ascending. */
  clips: Int32Array; // [K]
  values: Float32Array; // [K, D]
}

/** Collects the embeddings of at most n clips of a set, spread evenly over it: the same clips every time. */
export class EmbeddingCollector {
  readonly #wanted: ReadonlySet<number>;
  readonly #found = new Map<number, WindowMean>();

  constructor(numClips: number, mostClips: number) {
    const count = Math.min(numClips, mostClips);
    this.#wanted = new Set(Array.from({ length: count }, (_, i) => Math.floor((i * numClips) / count)));
  }

  get isEmpty(): boolean {
    return this.#wanted.size === 0;
  }

  /** Adds the embeddings of a batch's windows, [B, D] row-major. */
  add({ clips, windowSamples, windowedSamples }: BatchWindows, embeddings: Float32Array): void {
    const width = embeddings.length / clips.length;
    for (const [row, clip] of clips.entries()) {
      if (!this.#wanted.has(clip)) continue;
      const mean = this.#found.get(clip) ?? new WindowMean(width, windowedSamples[row]!);
      mean.add(embeddings, row, windowSamples[row]!);
      this.#found.set(clip, mean);
    }
  }

  /** All ranks: merges the embeddings of all. An interrupted evaluation has none of the clips of which windows are missing. */
  merge(world: World): ClipEmbeddings {
    const own = [...this.#found].filter(([, { isComplete }]) => isComplete);
    const clips = world.gatherNumbers(Float64Array.from(own, ([clip]) => clip));
    const bytes = Buffer.concat(own.map(([, { values }]) => Buffer.from(Float32Array.from(values).buffer)));
    const rows = world.gatherBytes(bytes).flatMap((part, rank) => {
      const numbers = new Float32Array(Uint8Array.from(part).buffer);
      const places = clips[rank]!;
      const width = numbers.length / places.length;
      return [...places].map((clip, i) => ({ clip, values: numbers.subarray(i * width, (i + 1) * width) }));
    });
    rows.sort((a, b) => a.clip - b.clip);
    const width = rows[0]?.values.length ?? 0;
    const values = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) values.set(row.values, i * width);
    return { clips: Int32Array.from(rows, ({ clip }) => clip), values };
  }
}
