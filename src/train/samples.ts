import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeWav16 } from "../audio/wav.js";
import { type Clip, clipName } from "../data/clip.js";
import { decodeClip } from "../data/decode.js";
import type { Cell, TableItem } from "../tracking/items.js";
import type { ClipResults } from "./clip-results.js";

export interface SamplesOptions {
  /** The run's folder, which the audio goes into. */
  folder: string;
  clips: readonly Clip[];
  labels: readonly string[];
  sampleRateHz: number;
  clipSamples: number;
  count: number;
  /** As `SampleTable.clipsIn` has them, of a run that goes on; null chooses. */
  chosen: readonly string[] | null;
}

/**
 * The same few clips after every evaluation, with what the model says of them: those that it found hardest at first,
 * hardest first.
 */
export class SampleTable {
  readonly #options: SamplesOptions;
  #chosen: number[] | null = null;

  constructor(options: SamplesOptions) {
    this.#options = options;
    if (options.chosen === null) return;
    const places = new Map(options.clips.map((clip, i) => [nameOf(clip), i]));
    const found = options.chosen.map((name) => places.get(name)).filter((i) => i !== undefined);
    if (found.length > 0) this.#chosen = found;
  }

  /** The names of a table's clips. */
  static clipsIn(table: TableItem): string[] {
    return table.rows.map(([name]) => String(name));
  }

  /** @throws DataError for a clip that cannot be read any more */
  show(results: ClipResults): TableItem {
    const { labels, count, clips } = this.#options;
    const byLoss = (a: number, b: number): number => results.losses[b]! - results.losses[a]! || a - b;
    this.#chosen ??= [...clips.keys()].sort(byLoss).slice(0, count);
    const rows = [...this.#chosen].sort(byLoss).map((clip): Cell[] => {
      const probabilities = labels.map((_, i) => results.probabilities[clip * labels.length + i]!);
      return [
        nameOf(clips[clip]!),
        this.#audioOf(clip),
        labels[results.truth[clip]!] ?? null,
        labels[results.predicted[clip]!] ?? null,
        results.losses[clip]!,
        ...probabilities,
      ];
    });
    return {
      kind: "table",
      columns: [
        { name: "clip", type: "text" },
        { name: "audio", type: "audio" },
        { name: "label", type: "text" },
        { name: "predicted", type: "text" },
        { name: "loss", type: "number" },
        ...labels.map((label) => ({ name: `p(${label})`, type: "number" as const })),
      ],
      rows,
    };
  }

  /** As the model hears it; its path in the run's folder goes by its content, so that each is written once. */
  #audioOf(clip: number): string {
    const { clips, sampleRateHz, clipSamples, folder } = this.#options;
    const samples = new Float32Array(clipSamples);
    const length = decodeClip(clips[clip]!, clip, 0, { sampleRateHz, seed: 0, augment: null }, samples);
    const wav = encodeWav16(samples.subarray(0, length), sampleRateHz);
    const path = join("media", `${createHash("sha256").update(wav).digest("hex").slice(0, 20)}.wav`);
    if (!existsSync(join(folder, path))) {
      mkdirSync(join(folder, "media"), { recursive: true });
      writeFileSync(join(folder, `${path}.new`), wav);
      renameSync(join(folder, `${path}.new`), join(folder, path));
    }
    return path;
  }
}

/** One file may hold several clips. */
function nameOf(clip: Clip): string {
  return clip.startSec === 0 ? clipName(clip) : `${clipName(clip)} from ${clip.startSec} s`;
}
