import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clip } from "../data/clip.js";
import { umap } from "../embedding/index.js";
import type { ClipEmbeddings } from "../evaluation/embeddings.js";
import type { EmbeddingsItem, MapSounds } from "../items.js";
import { Tensor } from "../tensor/index.js";
import { encodeNpy } from "../tracking/npy.js";
import { planSounds, writeSounds } from "./map-sounds.js";

export interface EmbeddingMapOptions {
  /** The run's folder, where embeddings and sounds are written. */
  folder: string;
  seed: number;
  /** Clips of the set; embeddings refer to them by index. */
  clips: readonly Clip[];
  clipSec: number;
  sampleRateHz: number;
  /** Largest size of a map's sounds; 0 for none. */
  soundBytes: number;
  /** The last map of the resumed run; null for a new run. */
  previous: EmbeddingsItem | null;
  /** Called with each finished map, on the event loop. */
  onMap: (item: EmbeddingsItem) => void;
  onError: (error: Error) => void;
}

/** Texts of each point, in the order of the embeddings. */
export interface PointLabels {
  names: readonly string[];
  labels: readonly string[];
  predicted: readonly string[];
  isCorrect: readonly boolean[] | null;
}

/**
 * Maps the embeddings of a set to two dimensions, each map aligned to the one before. Runs beside training: of the
 * embeddings that arrive while a map is computed, the newest wait for it and the others are skipped.
 */
export class EmbeddingMap {
  readonly #options: EmbeddingMapOptions;
  #previous: { positions: Float32Array; ids: string[] } | null = null;
  #underWay: Promise<void> | null = null;
  /** Starts the newest map that arrived meanwhile. */
  #next: (() => void) | null = null;
  /** Sounds of the clips, which are the same every time. */
  #sounds: Promise<MapSounds | null> | null = null;
  readonly #stop = new AbortController();

  constructor(options: EmbeddingMapOptions) {
    this.#options = options;
    const { previous } = options;
    if (previous !== null) this.#previous = { positions: positionsOf(previous), ids: [...previous.names] };
  }

  /** Starts a map of these embeddings, at once or after the current one. */
  add(step: number, embeddings: ClipEmbeddings, points: PointLabels): void {
    const { clips, values } = embeddings;
    if (clips.length < 3) return;
    if (this.#underWay !== null) {
      this.#next = () => this.add(step, embeddings, points);
      return;
    }
    this.#sounds ??= this.#writeSounds(clips);
    this.#underWay = this.#project(step, values, clips.length, points)
      .catch((error: Error) => {
        if (!this.#stop.signal.aborted) this.#options.onError(error);
      })
      .finally(() => {
        const next = this.#next;
        this.#underWay = null;
        this.#next = null;
        if (!this.#stop.signal.aborted) next?.();
      });
  }

  /** Waits for the current map and the next. */
  async drain(): Promise<void> {
    while (this.#underWay !== null) await this.#underWay;
  }

  /** Aborts the current map. */
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
      const aligned = this.#previous === null ? {} : { alignTo: this.#previous };
      const { signal } = this.#stop;
      projecting = umap(embeddings, { seed, ids, numThreads: 1, ...aligned }, { signal });
    } finally {
      embeddings.dispose();
    }
    const [positions, sounds, vectors] = await Promise.all([
      ...([projecting, this.#sounds, this.#writeVectors(step, values, values.length / count)] as const),
    ]);
    this.#previous = { positions, ids };
    const coordinate = (axis: number): number[] =>
      Array.from({ length: count }, (_, i) => Math.round(1e4 * positions[2 * i + axis]!) / 1e4);
    const places = { x: coordinate(0), y: coordinate(1) };
    onMap({ kind: "embeddings", evaluatedAtStep: step, ...points, ...places, vectors, sounds });
  }

  /** Returns the path in the run's folder. */
  async #writeVectors(step: number, values: Float32Array, width: number): Promise<string> {
    const path = join("media", `embeddings-${step}.npy`);
    mkdirSync(join(this.#options.folder, "media"), { recursive: true });
    await writeFile(join(this.#options.folder, path), encodeNpy(values, width));
    return path;
  }

  async #writeSounds(places: Int32Array): Promise<MapSounds | null> {
    const { folder, clips, clipSec, sampleRateHz, soundBytes } = this.#options;
    const plan = planSounds(places.length, clipSec, sampleRateHz, soundBytes);
    if (plan.kept.length === 0) return null;
    const shown = Array.from(places, (place) => clips[place]!);
    return writeSounds({ folder, clips: shown, plan }, this.#stop.signal);
  }
}

function positionsOf({ x, y }: EmbeddingsItem): Float32Array {
  return Float32Array.from({ length: 2 * x.length }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1]!);
}
