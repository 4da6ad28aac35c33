import { umap } from "../embedding/index.js";
import { Tensor } from "../tensor/index.js";
import type { EmbeddingsItem } from "../tracking/items.js";
import type { ClipEmbeddings } from "./embeddings.js";

export interface EmbeddingMapOptions {
  seed: number;
  /** Of the run that goes on, the last one that was shown; null for a new run. */
  previous: EmbeddingsItem | null;
  /** Told a map once it is there, on the event loop. */
  onMap: (item: EmbeddingsItem) => void;
  onError: (error: Error) => void;
}

/** What belongs to each point, in the order of the embeddings. */
export interface PointLabels {
  names: readonly string[];
  labels: readonly string[];
  predicted: readonly string[];
}

/**
 * Maps of the embeddings of a set in two dimensions, one after another, each aligned to the one before. They are made
 * beside training; while one is under way, those that come are left out.
 */
export class EmbeddingMap {
  readonly #options: EmbeddingMapOptions;
  #previous: { positions: Float32Array; ids: string[] } | null = null;
  #underWay: Promise<void> | null = null;
  readonly #stop = new AbortController();

  constructor(options: EmbeddingMapOptions) {
    this.#options = options;
    const { previous } = options;
    if (previous !== null) this.#previous = { positions: positionsOf(previous), ids: [...previous.names] };
  }

  /** Begins a map of these. */
  add(step: number, { clips, values }: ClipEmbeddings, points: PointLabels): void {
    if (this.#underWay !== null || clips.length < 3) return;
    this.#underWay = this.#project(step, values, clips.length, points)
      .catch((error: Error) => {
        if (!this.#stop.signal.aborted) this.#options.onError(error);
      })
      .finally(() => {
        this.#underWay = null;
      });
  }

  /** Waits for the one under way. */
  async drain(): Promise<void> {
    await this.#underWay;
  }

  /** Gives up the one under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#underWay;
  }

  async #project(step: number, values: Float32Array, count: number, points: PointLabels): Promise<void> {
    const { seed, onMap } = this.#options;
    const ids = [...points.names];
    const embeddings = Tensor.from(values, { shape: [count, values.length / count] });
    let projecting: Promise<Float32Array>;
    try {
      projecting = umap(embeddings, {
        ...{ seed, ids, numThreads: 1, signal: this.#stop.signal },
        ...(this.#previous === null ? {} : { alignTo: this.#previous }),
      });
    } finally {
      embeddings.dispose();
    }
    const positions = await projecting;
    this.#previous = { positions, ids };
    const coordinate = (axis: number): number[] =>
      Array.from({ length: count }, (_, i) => Math.round(1e4 * positions[2 * i + axis]!) / 1e4);
    onMap({ kind: "embeddings", evaluatedAtStep: step, ...points, x: coordinate(0), y: coordinate(1) });
  }
}

function positionsOf({ x, y }: EmbeddingsItem): Float32Array {
  return Float32Array.from({ length: 2 * x.length }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1]!);
}
