// N = clips of a set, K = clips whose embeddings are collected, D = dimensions.
import type { World } from "../distributed/world.js";

/** Embeddings of some clips of a set. */
export interface ClipEmbeddings {
  /** Indices in the set, ascending. */
  clips: Int32Array; // [K]
  values: Float32Array; // [K, D]
}

/** Collects the embeddings of at most n clips of a set, spread evenly over it: the same clips every time. */
export class EmbeddingCollector {
  readonly #wanted: ReadonlySet<number>;
  readonly #found = new Map<number, Float32Array>();

  constructor(numClips: number, mostClips: number) {
    const count = Math.min(numClips, mostClips);
    this.#wanted = new Set(Array.from({ length: count }, (_, i) => Math.floor((i * numClips) / count)));
  }

  get isEmpty(): boolean {
    return this.#wanted.size === 0;
  }

  /** Adds a batch's embeddings, [B, D] row-major, by the clips' indices. */
  add(indices: Int32Array, embeddings: Float32Array): void {
    const width = embeddings.length / indices.length;
    for (const [i, clip] of indices.entries()) {
      if (this.#wanted.has(clip)) this.#found.set(clip, embeddings.slice(i * width, (i + 1) * width));
    }
  }

  /** All ranks: merges the embeddings of all. */
  merge(world: World): ClipEmbeddings {
    const own = [...this.#found.keys()];
    const clips = world.gatherNumbers(Float64Array.from(own));
    const bytes = Buffer.concat(
      own.map((clip) => {
        const { buffer, byteOffset, byteLength } = this.#found.get(clip)!;
        return Buffer.from(buffer, byteOffset, byteLength);
      }),
    );
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
