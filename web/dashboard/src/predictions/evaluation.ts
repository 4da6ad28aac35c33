/** The predictions of one evaluation, as pages use them: by row of the file, and by clip. */
import { type ColumnFile, type ColumnValues, decodeColumns } from "../../../../src/columns.js";
import type { PredictionsMeta } from "../../../../src/predictions.js";

/** Correctness of a prediction; `close` where it is a matter of degree. */
export type Verdict = "correct" | "wrong" | "close";

export interface TimedSpan {
  label: number;
  onsetSec: number;
  offsetSec: number;
}

export class Evaluation {
  readonly meta: PredictionsMeta;
  readonly numRows: number;
  /** Place of each row's clip in the set. */
  readonly clip: Int32Array;
  readonly loss: Float32Array;
  readonly #columns: ReadonlyMap<string, ColumnValues>;
  readonly #rowOfClip: ReadonlyMap<number, number>;
  #events: ReadonlyMap<number, { truth: TimedSpan[]; predicted: TimedSpan[] }> | null = null;

  constructor({ meta, columns }: ColumnFile<PredictionsMeta>) {
    this.meta = meta;
    this.#columns = new Map(columns.map(({ name, values }) => [name, values]));
    this.clip = (this.#columns.get("clip") ?? new Int32Array(0)) as Int32Array;
    this.numRows = this.clip.length;
    this.loss = (this.#columns.get("loss") ?? new Float32Array(this.numRows)) as Float32Array;
    this.#rowOfClip = new Map(Array.from(this.clip, (clip, row) => [clip, row]));
  }

  static read(bytes: ArrayBuffer): Evaluation {
    return new Evaluation(decodeColumns<PredictionsMeta>(new Uint8Array(bytes)));
  }

  /** The row of a clip; null if it was not recorded. */
  rowOf(clip: number): number | null {
    return this.#rowOfClip.get(clip) ?? null;
  }

  splitOf(_row: number): string {
    return this.meta.split;
  }

  truthText(row: number): string {
    return this.#text("truth_text", row);
  }

  predictedText(row: number): string {
    return this.#text("predicted_text", row);
  }

  verdict(row: number): Verdict {
    const value = this.#columns.get("is_correct")?.[row] ?? 2;
    return value === 1 ? "correct" : value === 0 ? "wrong" : "close";
  }

  /** Labels of a row: places in `meta.labels`. */
  truthLabels(row: number): readonly number[] {
    const { kind, labels } = this.meta;
    if (kind === "one_label") return placesOf(this.#columns.get("truth")?.[row]);
    if (kind === "labels") {
      const truth = this.#columns.get("truth");
      return labels.flatMap((_, label) => (truth?.[row * labels.length + label] === 1 ? [label] : []));
    }
    if (kind !== "events") return [];
    const weak = this.#columns.get("weak_labels");
    const found = new Set(this.events(row).truth.map(({ label }) => label));
    return labels.flatMap((_, label) =>
      found.has(label) || weak?.[row * labels.length + label] === 1 ? [label] : [],
    );
  }

  predictedLabels(row: number): readonly number[] {
    const { kind, labels, thresholds } = this.meta;
    if (kind === "one_label") return placesOf(this.#columns.get("predicted")?.[row]);
    if (kind === "labels")
      return labels.flatMap((_, label) =>
        this.score(row, label) >= (thresholds?.[label] ?? 0.5) ? [label] : [],
      );
    if (kind === "events")
      return [...new Set(this.events(row).predicted.map(({ label }) => label))].sort((a, b) => a - b);
    return [];
  }

  /** The score of a label; NaN without scores. */
  score(row: number, label: number): number {
    return this.#columns.get("scores")?.[row * this.meta.labels.length + label] ?? Number.NaN;
  }

  /** Numbers of a regression. */
  numbers(row: number, which: "truth" | "predicted"): readonly number[] {
    const { kind, labels } = this.meta;
    const values = kind === "numbers" ? this.#columns.get(which) : undefined;
    if (values === undefined) return [];
    return labels.map((_, d) => values[row * labels.length + d]!);
  }

  /** Events of a detection, by onset. */
  events(row: number): { truth: readonly TimedSpan[]; predicted: readonly TimedSpan[] } {
    this.#events ??= this.#groupEvents();
    return this.#events.get(row) ?? { truth: [], predicted: [] };
  }

  #groupEvents(): Map<number, { truth: TimedSpan[]; predicted: TimedSpan[] }> {
    const column = (name: string): ColumnValues => this.#columns.get(`event_${name}`) ?? new Int32Array(0);
    const [rows, isTrue, label] = [column("row"), column("is_true"), column("label")];
    const [onset, offset] = [column("onset"), column("offset")];
    const groups = new Map<number, { truth: TimedSpan[]; predicted: TimedSpan[] }>();
    for (let i = 0; i < rows.length; i++) {
      const group = groups.get(rows[i]!) ?? { truth: [], predicted: [] };
      groups.set(rows[i]!, group);
      const span = { label: label[i]!, onsetSec: onset[i]!, offsetSec: offset[i]! };
      (isTrue[i] === 1 ? group.truth : group.predicted).push(span);
    }
    return groups;
  }

  #text(column: string, row: number): string {
    return this.meta.texts[this.#columns.get(column)?.[row] ?? -1] ?? "";
  }
}

const placesOf = (label: number | undefined): number[] => (label === undefined || label < 0 ? [] : [label]);
