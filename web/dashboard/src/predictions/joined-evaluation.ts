/** Evaluations of several splits as one: rows and clips of each split follow those of the split before. */
import { Evaluation, type TimedSpan, type Verdict } from "./evaluation.js";

export interface EvaluationPart {
  evaluation: Evaluation;
  /** The place of its first clip in the whole. */
  first: number;
  numClips: number;
}

export class JoinedEvaluation extends Evaluation {
  readonly #parts: readonly EvaluationPart[];
  /** The part of each row, and its row there. */
  readonly #part: Uint8Array;
  readonly #row: Int32Array;
  /** Of each part, places of its labels in those of the whole. */
  readonly #labels: readonly (readonly number[])[];

  /** @param parts at least one, of one task @param numClips of all splits, also of those without an evaluation */
  constructor(parts: readonly EvaluationPart[], numClips: number) {
    const [part, row, clip]: [number[], number[], number[]] = [[], [], []];
    for (const [place, { evaluation, first, numClips: ownClips }] of parts.entries())
      for (let own = 0; own < evaluation.numRows; own++) {
        const ownClip = evaluation.clip[own]!;
        // A damaged file must not name clips of another split.
        if (!(ownClip >= 0 && ownClip < ownClips)) continue;
        part.push(place);
        row.push(own);
        clip.push(first + ownClip);
      }
    const labels = [...new Set(parts.flatMap(({ evaluation }) => evaluation.meta.labels))];
    const placeOf = new Map(labels.map((label, place) => [label, place]));
    super({
      // Thresholds and texts are those of each part.
      meta: { ...parts[0]!.evaluation.meta, split: "", numClips, labels, thresholds: null, texts: [] },
      columns: [
        { name: "clip", shape: [], values: Int32Array.from(clip) },
        {
          ...{ name: "loss", shape: [] },
          values: Float32Array.from(row, (own, i) => parts[part[i]!]!.evaluation.loss[own]!),
        },
      ],
    });
    this.#parts = parts;
    [this.#part, this.#row] = [Uint8Array.from(part), Int32Array.from(row)];
    this.#labels = parts.map(({ evaluation }) => evaluation.meta.labels.map((label) => placeOf.get(label)!));
  }

  override splitOf(row: number): string {
    return this.#of(row).evaluation.meta.split;
  }

  override truthText(row: number): string {
    return this.#of(row).evaluation.truthText(this.#row[row]!);
  }

  override predictedText(row: number): string {
    return this.#of(row).evaluation.predictedText(this.#row[row]!);
  }

  override verdict(row: number): Verdict {
    return this.#of(row).evaluation.verdict(this.#row[row]!);
  }

  override truthLabels(row: number): readonly number[] {
    return this.#translated(row, this.#of(row).evaluation.truthLabels(this.#row[row]!));
  }

  override predictedLabels(row: number): readonly number[] {
    return this.#translated(row, this.#of(row).evaluation.predictedLabels(this.#row[row]!));
  }

  override score(row: number, label: number): number {
    const own = this.#labels[this.#part[row]!]!.indexOf(label);
    return own === -1 ? Number.NaN : this.#of(row).evaluation.score(this.#row[row]!, own);
  }

  override numbers(row: number, which: "truth" | "predicted"): readonly number[] {
    return this.#of(row).evaluation.numbers(this.#row[row]!, which);
  }

  override events(row: number): { truth: readonly TimedSpan[]; predicted: readonly TimedSpan[] } {
    const { truth, predicted } = this.#of(row).evaluation.events(this.#row[row]!);
    const labels = this.#labels[this.#part[row]!]!;
    const translated = (spans: readonly TimedSpan[]): TimedSpan[] =>
      spans.map((span) => ({ ...span, label: labels[span.label] ?? -1 }));
    return { truth: translated(truth), predicted: translated(predicted) };
  }

  #of(row: number): EvaluationPart {
    return this.#parts[this.#part[row]!]!;
  }

  #translated(row: number, own: readonly number[]): readonly number[] {
    const labels = this.#labels[this.#part[row]!]!;
    return own.flatMap((label) => labels[label] ?? []);
  }
}
