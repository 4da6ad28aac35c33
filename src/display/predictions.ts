// N = clips of a set, K = clips that are recorded, O = numbers of a clip's row, D = dimensions of an embedding.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { encodeColumns, type NamedColumn } from "../columns.js";
import { type Clip, clipName } from "../data/clip.js";
import type { ClipEmbeddings } from "../evaluation/embeddings.js";
import type { PredictionsItem } from "../items.js";
import { signHere } from "../machine-signature.js";
import type { PredictedClips, PredictionsMeta, TaskPredictions } from "../predictions.js";
import { rowsOf } from "../tasks/rows-of.js";
import type { EvaluationRecord, Task } from "../tasks/task.js";

export interface PredictionsOptions {
  /** The run's folder. */
  folder: string;
  /** `validation`, `test` */
  split: string;
  clips: readonly Clip[];
  /** Where they come from; null for a data set without a path. */
  source: string | null;
  /** Size of a file; with more clips than fit, as many as do are recorded, spread evenly. */
  maxBytes: number;
}

/** An output row with more numbers than these is not for people. */
const MOST_OUTPUTS = 1024;

/** Records the predictions for the clips of a set in files, at each evaluation. */
export class PredictionFiles {
  readonly #options: PredictionsOptions;
  #clips: Pick<PredictionsItem, "clips" | "signature"> | null = null;

  constructor(options: PredictionsOptions) {
    this.#options = options;
  }

  /** @param task with the calibration by which the set was summarized */
  write(
    step: number,
    task: Task,
    record: EvaluationRecord,
    embeddings: ClipEmbeddings | null,
  ): PredictionsItem {
    const { split, clips, maxBytes } = this.#options;
    const { traces } = record;
    let kept = traces === undefined ? record.evaluated : record.evaluated.filter((clip) => traces.has(clip));
    let bytes = encodePredictions(step, split, clips.length, task, record, kept);
    if (bytes.length > maxBytes && kept.length > 1) {
      const count = Math.max(1, Math.floor((kept.length * maxBytes) / bytes.length));
      kept = Int32Array.from({ length: count }, (_, i) => kept[Math.floor((i * kept.length) / count)]!);
      bytes = encodePredictions(step, split, clips.length, task, record, kept);
    }
    return {
      kind: "predictions",
      columns: this.#write(`predictions-${split}-${step}.columns`, bytes),
      embeddings:
        embeddings === null
          ? null
          : this.#write(`embeddings-${split}-${step}.columns`, encodeEmbeddings(embeddings, maxBytes)),
      ...this.#writeClips(),
    };
  }

  /** The clips are the same at every evaluation, also of a resumed run: the file is named after its content. */
  #writeClips(): Pick<PredictionsItem, "clips" | "signature"> {
    if (this.#clips !== null) return this.#clips;
    const bytes = Buffer.from(JSON.stringify(describeClips(this.#options)));
    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 20);
    const name = `clips-${digest}.json`;
    const isWritten = existsSync(join(this.#options.folder, "media", name));
    this.#clips = {
      clips: isWritten ? join("media", name) : this.#write(name, bytes),
      signature: signHere(bytes),
    };
    return this.#clips;
  }

  /** Returns the path in the run's folder. Readers see the old file or the new one. */
  #write(name: string, bytes: Uint8Array): string {
    const media = join(this.#options.folder, "media");
    mkdirSync(media, { recursive: true });
    writeFileSync(join(media, `${name}.new`), bytes);
    renameSync(join(media, `${name}.new`), join(media, name));
    return join("media", name);
  }
}

function encodePredictions(
  step: number,
  split: string,
  numClips: number,
  task: Task,
  record: EvaluationRecord,
  kept: Int32Array,
): Uint8Array {
  const { kind, labels, thresholds, columns } =
    task.predictions?.(record, kept) ?? outputsAsNumbers(record, kept);
  const texts = new Map<string, number>();
  const placeOf = (text: string): number => {
    const place = texts.get(text) ?? texts.size;
    texts.set(text, place);
    return place;
  };
  const described = Array.from(kept, (clip) => task.describeClip(record, clip));
  const numbers = (name: string, values: NamedColumn["values"]): NamedColumn => ({ name, shape: [], values });
  const all = [
    numbers("clip", kept),
    numbers("loss", rowsOf(record.losses, 1, kept)),
    numbers(
      "is_correct",
      Uint8Array.from(described, ({ truth, predicted, isCorrect = truth === predicted }) =>
        isCorrect === null ? 2 : Number(isCorrect),
      ),
    ),
    numbers(
      "truth_text",
      Int32Array.from(described, ({ truth }) => placeOf(truth)),
    ),
    numbers(
      "predicted_text",
      Int32Array.from(described, ({ predicted }) => placeOf(predicted)),
    ),
    ...columns,
  ];
  const meta = { step, split, task: task.name, numClips, kind, labels, thresholds, texts: [...texts.keys()] };
  return encodeColumns({ meta: meta satisfies PredictionsMeta, columns: all });
}

function outputsAsNumbers({ outputs, losses }: EvaluationRecord, clips: Int32Array): TaskPredictions {
  const width = outputs.length / Math.max(1, losses.length);
  const columns: NamedColumn[] =
    width > MOST_OUTPUTS ? [] : [{ name: "outputs", shape: [width], values: rowsOf(outputs, width, clips) }];
  return { kind: "other", labels: [], thresholds: null, columns };
}

function encodeEmbeddings({ clips, values }: ClipEmbeddings, maxBytes: number): Uint8Array {
  const width = values.length / clips.length;
  const count = Math.min(clips.length, Math.max(1, Math.floor(maxBytes / (4 * width))));
  const rows = Int32Array.from({ length: count }, (_, i) => Math.floor((i * clips.length) / count));
  return encodeColumns({
    meta: {},
    columns: [
      { name: "clip", shape: [], values: rows.map((row) => clips[row]!) },
      { name: "embedding", shape: [width], values: rowsOf(values, width, rows) },
    ],
  });
}

function describeClips({ clips, source }: PredictionsOptions): PredictedClips {
  return {
    source: source === null ? null : resolve(source),
    clips: clips.map((clip) => ({
      name: clipName(clip),
      file: clip.own === undefined ? resolve(clip.path) : null,
      ...(clip.range === undefined ? {} : { range: clip.range }),
      ...{ startSec: clip.startSec, durationSec: clip.durationSec, label: clip.label },
      ...(clip.source === undefined ? {} : { line: resolve(clip.source) }),
    })),
  };
}
