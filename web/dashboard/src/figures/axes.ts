/** The axes of a Plotly figure: which kind of values each has, and its range. */
import { category, linear, logarithmic, type Scale } from "../plot/scale.js";
import type { Axis } from "./chart.js";
import { arrayOf, isDate, numberOf, own, textOf, timeOf, titleOf } from "./values.js";

export type AxisKind = "linear" | "log" | "date" | "category";

/** More labels than a chart can show. */
const MOST_LABELS = 2000;
/** Values that decide the kind of an axis. */
const MOST_LOOKED_AT = 1000;

/** Collects the values of an axis, then tells its scale. */
export class FigureAxis {
  readonly #layout: unknown;
  #kind: AxisKind | null = null;
  readonly #places = new Map<string, number>();
  readonly #looked: unknown[] = [];
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;
  #leastPositive = Number.POSITIVE_INFINITY;
  /** True for an axis whose ends need no space beyond them. */
  isTight = false;

  /** @param layout of the axis, as the figure has it */
  constructor(layout: unknown) {
    this.#layout = layout;
    const kind = own(layout, "type");
    if (kind === "linear" || kind === "log" || kind === "date" || kind === "category") this.#kind = kind;
    for (const label of arrayOf(own(layout, "categoryarray")) ?? []) this.#placeOf(textOf(label));
  }

  /** Values that will be on the axis: they decide its kind. */
  look(values: readonly unknown[]): void {
    for (const value of values) {
      if (this.#looked.length >= MOST_LOOKED_AT) return;
      if (value !== null && value !== undefined && value !== "") this.#looked.push(value);
    }
  }

  get kind(): AxisKind {
    this.#kind ??= this.#looked.every((value) => Number.isFinite(numberOf(value)))
      ? "linear"
      : this.#looked.every(isDate)
        ? "date"
        : "category";
    return this.#kind;
  }

  /** Returns the places of values on the axis; NaN for those that have none. */
  read(values: readonly unknown[]): Float64Array {
    const of =
      this.kind === "category"
        ? (value: unknown) => (value === null ? Number.NaN : this.#placeOf(textOf(value)))
        : this.kind === "date"
          ? timeOf
          : numberOf;
    return Float64Array.from(values, of);
  }

  /** Widens the axis so that it has these places. */
  cover(values: Iterable<number>): void {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      this.#low = Math.min(this.#low, value);
      this.#high = Math.max(this.#high, value);
      if (value > 0) this.#leastPositive = Math.min(this.#leastPositive, value);
    }
  }

  scale(): Scale {
    const found = this.#wholeScale();
    const isReversed =
      String(own(this.#layout, "autorange")).includes("reversed") || this.#asked()?.isReversed === true;
    return isReversed ? { ...found, low: found.high, high: found.low } : found;
  }

  /** @param scale of the axis, or of the one that it matches */
  axis(scale: Scale): Axis {
    return {
      ...{ scale, title: titleOf(this.#layout) },
      hasLabels: own(this.#layout, "showticklabels") !== false && own(this.#layout, "visible") !== false,
    };
  }

  #wholeScale(): Scale {
    if (this.kind === "category") return category([...this.#places.keys()]);
    const asked = this.#asked();
    if (this.kind === "log") {
      if (asked !== null && asked.low > 0) return logarithmic(asked.low, asked.high);
      const [low, high] = [this.#leastPositive, this.#high];
      return Number.isFinite(low) && high > 0 ? padded(low, high) : logarithmic(1, 10);
    }
    const kind = this.kind === "date" ? "time" : "linear";
    if (asked !== null) return { kind, low: asked.low, high: asked.high, labels: [] };
    return { ...linear([this.#low, this.#high], this.isTight ? 0 : 0.04), kind };
  }

  /** The range that the figure asks for: of a log axis, powers of 10. */
  #asked(): { low: number; high: number; isReversed: boolean } | null {
    if (this.kind === "category") return null;
    const of = this.kind === "date" ? timeOf : numberOf;
    const [from, to] = (arrayOf(own(this.#layout, "range")) ?? []).map((value) =>
      this.kind === "log" ? 10 ** of(value) : of(value),
    ) as [number?, number?];
    if (from === undefined || to === undefined || !Number.isFinite(from + to) || from === to) return null;
    return { low: Math.min(from, to), high: Math.max(from, to), isReversed: from > to };
  }

  #placeOf(label: string): number {
    const known = this.#places.get(label);
    if (known !== undefined) return known;
    if (this.#places.size >= MOST_LABELS) return Number.NaN;
    this.#places.set(label, this.#places.size);
    return this.#places.size - 1;
  }
}

const padded = (low: number, high: number): Scale => {
  const margin = (high / low) ** 0.04;
  return logarithmic(low / margin, high * margin);
};
