import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { numChannelsOf, type SampleFormat, slicePlanar } from "../audio/sample-format.js";
import { spectrogramPicture } from "../audio/spectrogram-picture.js";
import { encodeWav16 } from "../audio/wav.js";
import { type Clip, clipName } from "../data/clip.js";
import { decodeWindow } from "../data/decode.js";
import type { FrontEnd } from "../front-ends/index.js";
import { featuresOf, viewWave } from "../inference/forward.js";
import type { Cell, TableItem } from "../items.js";
import type { EvaluationRecord, Task } from "../tasks/task.js";
import { noGrad, scope } from "../tensor/index.js";

export interface SamplesOptions {
  /** The run's folder, where sounds and pictures are written. */
  folder: string;
  clips: readonly Clip[];
  task: Task;
  format: SampleFormat;
  /** Samples of each channel. */
  clipSamples: number;
  /** The recipe's front end, on the CPU: pictures show the model's input. */
  frontEnd: FrontEnd;
  count: number;
  /** Clips of the resumed run, from `SampleTable.clipsIn`; null chooses new ones. */
  chosen: readonly string[] | null;
}

/**
 * Shows the same few clips after every evaluation, with the model's predictions: those with the highest loss in the
 * first evaluation, highest loss first.
 */
export class SampleTable {
  readonly #options: SamplesOptions;
  readonly #media = new Map<number, ClipMedia>();
  #chosen: number[] | null = null;

  constructor(options: SamplesOptions) {
    this.#options = options;
    if (options.chosen === null) return;
    const places = new Map(options.clips.map((clip, i) => [nameOf(clip), i]));
    const found = options.chosen.map((name) => places.get(name)).filter((i) => i !== undefined);
    if (found.length > 0) this.#chosen = found;
  }

  /** Returns the names of a table's clips. */
  static clipsIn(table: TableItem): string[] {
    return table.rows.map(([name]) => String(name));
  }

  /** @throws DataError for a clip that has become unreadable */
  show(record: EvaluationRecord): TableItem {
    const { task, count, clips } = this.#options;
    // A loss that is NaN comes first.
    const lossOf = (clip: number): number => {
      const loss = record.losses[clip]!;
      return Number.isFinite(loss) ? loss : Number.MAX_VALUE;
    };
    const byLoss = (a: number, b: number): number => lossOf(b) - lossOf(a) || a - b;
    this.#chosen ??= [...clips.keys()].sort(byLoss).slice(0, count);
    const rows = [...this.#chosen].sort(byLoss).map((clip): Cell[] => {
      const { sound, picture } = this.#mediaOf(clip);
      const cells = task.sampleCells(record, clip);
      return [nameOf(clips[clip]!), sound, picture, ...cells.before, record.losses[clip]!, ...cells.after];
    });
    return {
      kind: "table",
      columns: [
        { name: "clip", type: "text" },
        { name: "audio", type: "audio" },
        { name: "spectrogram", type: "image" },
        ...task.sampleColumns.before,
        { name: "loss", type: "number" },
        ...task.sampleColumns.after,
      ],
      rows,
    };
  }

  dispose(): void {
    this.#options.frontEnd.dispose();
  }

  /** Writes the model's input, the first window of a long clip, as sound and picture, once for each clip. */
  #mediaOf(clip: number): ClipMedia {
    const known = this.#media.get(clip);
    if (known !== undefined) return known;
    const { clips, format, clipSamples, frontEnd } = this.#options;
    const numChannels = numChannelsOf(format.channels);
    const samples = new Float32Array(numChannels * clipSamples);
    const length = Math.min(clipSamples, decodeWindow(clips[clip]!, clip, 0, format, samples));
    const features = noGrad(() =>
      scope(() =>
        featuresOf({ frontEnd }, viewWave({ wave: samples, size: 1, numChannels })).toFloat32Array(),
      ),
    ); // [1, A C, frames]
    const sound = slicePlanar(samples, numChannels, 0, length);
    const numRows = numChannels * frontEnd.channels;
    // A clip may be shorter than a frame.
    const numFrames = Math.min(features.length / numRows, Math.max(1, frontEnd.numFrames(length)));
    const shown = firstFrames(features, numRows, numFrames);
    const media = {
      sound: this.#write(encodeWav16(sound, format.sampleRateHz, numChannels), "wav"),
      picture: this.#write(spectrogramPicture(shown, numRows, frontEnd.decibelsPerUnit), "png"),
    };
    this.#media.set(clip, media);
    return media;
  }

  /** Returns the path in the run's folder, named after the content. */
  #write(bytes: Uint8Array, extension: string): string {
    const { folder } = this.#options;
    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 20);
    const path = join("media", `${digest}.${extension}`);
    if (!existsSync(join(folder, path))) {
      mkdirSync(join(folder, "media"), { recursive: true });
      writeFileSync(join(folder, `${path}.new`), bytes);
      renameSync(join(folder, `${path}.new`), join(folder, path));
    }
    return path;
  }
}

/** Paths in the run's folder. */
interface ClipMedia {
  sound: string;
  picture: string;
}

/** Returns the first frames, without the padding of a short clip. */
function firstFrames(features: Float32Array, channels: number, numFrames: number): Float32Array {
  const width = features.length / channels;
  const first = new Float32Array(channels * numFrames);
  for (let channel = 0; channel < channels; channel++)
    first.set(features.subarray(channel * width, channel * width + numFrames), channel * numFrames);
  return first;
}

/** Names a clip by its file, and by its start if it is not the file's beginning. */
function nameOf(clip: Clip): string {
  return clip.startSec === 0 ? clipName(clip) : `${clipName(clip)} from ${clip.startSec} s`;
}
