// A task of its own: sequences of notes, learnt by connectionist temporal classification (CTC; Graves et al., 2006).
//
// B = clips, D = width of the embedding, T = frames of the model's output, V = symbols: the blank, then the notes.
import {
  type Answer,
  type Clip,
  defineTask,
  type Encoding,
  type EvaluationRecord,
  Linear,
  Module,
  meanLoss,
  ops,
  ShapeError,
  type Summary,
  type TargetTable,
  type TargetTensors,
  type Task,
  type TaskDescription,
  type TaskMetrics,
  type Tensor,
  z,
} from "woodshed";
import { notesIn, sequences } from "./annotations.js";
import { type Decoded, decodeGreedily, editDistance } from "./decode.js";

const METRICS: TaskMetrics = {
  evaluation: [
    { name: "loss", title: "loss", better: "min" },
    { name: "note_error_rate", title: "note error rate", better: "min" },
    { name: "exact", title: "exact", longTitle: "sequences without error", better: "max" },
  ],
  training: [],
  items: [{ name: "transcripts", title: "Transcripts", kind: "table" }],
};

/** One linear layer on the embedding of each frame: [B, D, T] to [B, T * V]. */
class FrameHead extends Module {
  readonly fc: Linear;
  readonly #frames: number;

  constructor(width: number, frames: number, numSymbols: number) {
    super();
    this.fc = new Linear(width, numSymbols);
    this.#frames = frames;
  }

  forward({ frames }: Encoding): Tensor {
    const found = frames?.shape[2];
    if (found !== this.#frames)
      throw new ShapeError("SHAPE", `the model has ${found} frames a clip; set task.frames to ${found}`);
    return this.fc.forward(frames!.transpose(1, 2)).flatten(1);
  }
}

class Transcription implements Task {
  readonly name = "transcription";
  readonly metrics = METRICS;
  readonly notFiniteClips = "as transcribed to nothing";
  readonly cardItem = "transcripts";
  readonly sampleColumns: Task["sampleColumns"] = {
    before: [
      { name: "notes", type: "text" },
      { name: "predicted", type: "text" },
    ],
    after: [],
  };
  readonly labels: readonly string[];
  readonly numOutputs: number;
  readonly #frames: number;

  constructor(labels: readonly string[], frames: number) {
    this.labels = labels;
    this.numOutputs = frames * (labels.length + 1);
    this.#frames = frames;
  }

  get outputScales(): readonly number[] {
    return Array.from({ length: this.numOutputs }, () => 1);
  }

  head(width: number): FrameHead {
    return new FrameHead(width, this.#frames, this.labels.length + 1);
  }

  targetsOf(clips: readonly Clip[]): TargetTable {
    const places = new Map(this.labels.map((note, i) => [note, BigInt(i + 1)]));
    const all = clips.map(({ label }) => notesIn(label));
    // A sequence has at most as many notes as there are frames; zeros follow it.
    const symbols = new BigInt64Array(clips.length * this.#frames);
    for (const [i, notes] of all.entries())
      for (const [j, note] of notes.entries()) symbols[i * this.#frames + j] = places.get(note)!;
    const lengths = BigInt64Array.from(all, (notes) => BigInt(notes.length));
    return { symbols: { values: symbols, shape: [this.#frames] }, length: { values: lengths, shape: [] } };
  }

  trainingLoss(outputs: Tensor, targets: TargetTensors): Tensor {
    return this.clipLosses(outputs, targets).sum();
  }

  statistics(): readonly Tensor[] {
    return [];
  }

  clipLosses(outputs: Tensor, { symbols, length }: TargetTensors): Tensor {
    const logProbabilities = this.#byFrame(outputs).logSoftmax(2).transpose(0, 1); // [T, B, V]
    const frames = ops.fullLike(length!, this.#frames);
    return ops.ctcLoss(logProbabilities, symbols!, frames, length!, { reduction: 0 }); // [B]
  }

  activate(outputs: Tensor): Tensor {
    return this.#byFrame(outputs).softmax(2).flatten(1);
  }

  #byFrame(outputs: Tensor): Tensor {
    return outputs.reshape([-1, this.#frames, this.labels.length + 1]); // [B, T, V]
  }

  calibrate(): null {
    return null;
  }

  calibrated(): this {
    return this;
  }

  summarize(record: EvaluationRecord): Summary {
    const clips = [...record.evaluated].map((clip) => {
      const { truth, predicted } = this.#notesOf(record, clip);
      return { truth, predicted: predicted.notes, errors: editDistance(truth, predicted.notes) };
    });
    const numClips = clips.length;
    const numNotes = clips.reduce((sum, { truth }) => sum + truth.length, 0);
    const numErrors = clips.reduce((sum, { errors }) => sum + errors, 0);
    const metrics = {
      loss: meanLoss(record),
      note_error_rate: numErrors / numNotes,
      exact: clips.filter(({ errors }) => errors === 0).length / numClips,
    };
    const rows = clips.map((one) => [one.truth.join(" "), one.predicted.join(" "), one.errors]);
    const columns = ["notes", "predicted", "errors"] as const;
    const types = ["text", "text", "number"] as const;
    const csv = (): string => [columns, ...rows].map((row) => `${row.join(",")}\n`).join("");
    return {
      numClips,
      metrics,
      notes: [],
      items: () => [
        [
          "transcripts",
          { kind: "table", columns: columns.map((name, i) => ({ name, type: types[i]! })), rows },
        ],
      ],
      json: () => ({ notes: this.labels, num_errors: numErrors, num_notes: numNotes }),
      table: { name: "transcripts", fits: () => false, csv },
      describe: (split, _width, tablePlace) =>
        `${split} note error rate ${(100 * metrics.note_error_rate).toFixed(1)}% (${numErrors} of ${numNotes}), ` +
        `${(100 * metrics.exact).toFixed(1)}% of ${numClips} sequences without error\n\ntranscripts: ${tablePlace}`,
    };
  }

  sampleCells(record: EvaluationRecord, clip: number): ReturnType<Task["sampleCells"]> {
    const { truth, predicted } = this.describeClip(record, clip);
    return { before: [truth, predicted], after: [] };
  }

  describeClip(record: EvaluationRecord, clip: number): { truth: string; predicted: string } {
    const { truth, predicted } = this.#notesOf(record, clip);
    return { truth: truth.join(" "), predicted: predicted.notes.join(" ") };
  }

  #notesOf({ outputs, targets }: EvaluationRecord, clip: number): { truth: string[]; predicted: Decoded } {
    const { symbols, length } = targets;
    const truth = Array.from({ length: Number(length!.values[clip]) }, (_, i) => {
      const symbol = Number(symbols!.values[clip * this.#frames + i]);
      return this.labels[symbol - 1]!;
    });
    const row = outputs.subarray(clip * this.numOutputs, (clip + 1) * this.numOutputs);
    return { truth, predicted: decodeGreedily(row, this.labels) };
  }

  describe(): TaskDescription {
    return {
      name: this.name,
      summary: `${this.labels.length} notes`,
      purpose: `transcribes sequences of ${this.labels.length} notes`,
      output: {
        name: "probabilities",
        size: this.numOutputs,
        meaning: `Probabilities [${this.#frames} frames, blank and notes], row-major; decode with CTC.`,
      },
      properties: { labels: this.labels, frames: this.#frames },
    };
  }

  answer(outputs: ArrayLike<number>): Answer {
    const { notes, probability } = decodeGreedily(outputs, this.labels);
    const brief = notes.join(" ") || "(no note)";
    const text = `${(100 * probability).toFixed(1)}%`;
    return {
      json: { notes, probability },
      brief,
      values: [{ name: brief, value: probability, text, share: probability, isChosen: true }],
    };
  }
}

export default defineTask({
  options: z.strictObject({
    frames: z.int().min(1).describe("Frames of the model's output for a clip of data.clip_sec."),
  }),
  metrics: METRICS,
  annotations: ({ frames }) => sequences(frames),
  create: ({ frames }, { labels }) => new Transcription(labels, frames),
});
