/** Counts of clips by true label (row) and predicted label (column). */
export class ConfusionMatrix {
  readonly labels: readonly string[];
  /** Row-major [classes, classes]. */
  readonly counts: Float64Array;
  /** Clips without a prediction, by true label: errors, in no column. */
  readonly #unpredicted: Float64Array; // [classes]

  constructor(labels: readonly string[]) {
    this.labels = labels;
    this.counts = new Float64Array(labels.length ** 2);
    this.#unpredicted = new Float64Array(labels.length);
  }

  add(trueLabel: number, predictedLabel: number): void {
    this.counts[trueLabel * this.labels.length + predictedLabel]!++;
  }

  /** Adds a clip whose probabilities are NaN. */
  addUnpredicted(trueLabel: number): void {
    this.#unpredicted[trueLabel]!++;
  }

  count(trueLabel: number, predictedLabel: number): number {
    return this.counts[trueLabel * this.labels.length + predictedLabel]!;
  }

  /** Clips with this true label. */
  support(label: number): number {
    let sum = this.#unpredicted[label]!;
    for (let j = 0; j < this.labels.length; j++) sum += this.count(label, j);
    return sum;
  }

  get numClips(): number {
    return [this.counts, this.#unpredicted].reduce(
      (total, counts) => counts.reduce((sum, count) => sum + count, total),
      0,
    );
  }

  /** Fraction of clips whose prediction is correct. */
  get accuracy(): number {
    let right = 0;
    for (let i = 0; i < this.labels.length; i++) right += this.count(i, i);
    return right / this.numClips;
  }

  /** Fraction of the most common label: the accuracy of always predicting it. */
  get majorityShare(): number {
    return Math.max(...this.labels.map((_, i) => this.support(i))) / this.numClips;
  }

  precision(label: number): number {
    let predicted = 0;
    for (let i = 0; i < this.labels.length; i++) predicted += this.count(i, label);
    return predicted === 0 ? 0 : this.count(label, label) / predicted;
  }

  recall(label: number): number {
    const support = this.support(label);
    return support === 0 ? 0 : this.count(label, label) / support;
  }

  f1(label: number): number {
    const sum = this.precision(label) + this.recall(label);
    return sum === 0 ? 0 : (2 * this.precision(label) * this.recall(label)) / sum;
  }

  /**
   * The mean of F1 over labels that occur, as true or predicted label; 0 for a label without a correct
   * prediction. Equal to scikit-learn's `f1_score(average="macro", zero_division=0)`.
   */
  get macroF1(): number {
    const present = this.labels.map((_, i) => i).filter((i) => this.support(i) > 0 || this.#isPredicted(i));
    return present.reduce((sum, i) => sum + this.f1(i), 0) / present.length;
  }

  #isPredicted(label: number): boolean {
    return this.labels.some((_, i) => this.count(i, label) > 0);
  }

  /**
   * Formats a table for the terminal: rows are true labels, columns predicted labels.
   *
   * @param longest columns are headed by so many letters of their labels
   */
  table(longest: number): string {
    const names = this.labels.map((label) => label.slice(0, longest));
    const width = Math.max(...names.map((name) => name.length), String(Math.max(...this.counts)).length) + 1;
    const first = Math.max(...this.labels.map((label) => label.length)) + 1;
    const head = `${" ".repeat(first)}${names.map((name) => name.padStart(width)).join("")}   recall`;
    const rows = this.labels.map((label, i) => {
      const cells = this.labels.map((_, j) =>
        (this.count(i, j) === 0 ? "." : String(this.count(i, j))).padStart(width),
      );
      return `${label.padEnd(first)}${cells.join("")}   ${(100 * this.recall(i)).toFixed(1).padStart(5)}%`;
    });
    return [head, ...rows].join("\n");
  }
}
