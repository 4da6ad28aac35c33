/** Bars of a Plotly figure: given ones, counts of a histogram, and the parts of a pie. */
import type { FigureAxis } from "./axes.js";
import type { Bars } from "./chart.js";
import { arrayOf, numberOf, opacityOf, own, textOf } from "./values.js";

/** Most bars of a histogram that does not say how many it has. */
const MOST_AUTO_BARS = 40;
const MOST_BARS = 5000;

/** Bars before they are placed beside or upon each other. */
export interface LooseBars {
  name: string;
  color: number;
  isUpright: boolean;
  /** Middles on the axis that the bars stand on, and their width; NaN for the usual one. */
  at: Float64Array;
  width: number;
  base: Float64Array;
  length: Float64Array;
  /** null for the usual one. */
  opacity: number | null;
}

/** Bars over others hide none. */
const OVERLAID = 0.6;

export function barsOf(trace: unknown, onX: FigureAxis, onY: FigureAxis, color: number): LooseBars {
  const [name, opacity] = [textOf(own(trace, "name")), opacityOf(trace)];
  if (own(trace, "type") === "pie") {
    const labels = arrayOf(own(trace, "labels")) ?? [];
    const at = onY.read(labels);
    const length = Float64Array.from({ length: at.length }, (_, i) =>
      numberOf((arrayOf(own(trace, "values")) ?? [])[i] ?? 1),
    );
    return {
      ...{ name, color, opacity, isUpright: false, at },
      ...{ width: Number.NaN, base: new Float64Array(at.length), length },
    };
  }
  const isUpright = own(trace, "orientation") !== "h";
  const [places, lengths] = isUpright ? ["x", "y"] : ["y", "x"];
  const given = arrayOf(own(trace, lengths!)) ?? [];
  const at = (isUpright ? onX : onY).read(arrayOf(own(trace, places!)) ?? given.map((_, i) => i));
  const bases = own(trace, "base");
  const list = arrayOf(bases);
  const other = isUpright ? onY : onX;
  const base = list === null ? [] : other.read(list);
  return {
    ...{ name, color, opacity, isUpright, at, width: numberOf(own(trace, "width")) },
    base: Float64Array.from({ length: at.length }, (_, i) => base[i] ?? (numberOf(bases) || 0)),
    length: Float64Array.from({ length: at.length }, (_, i) => numberOf(given[i])),
  };
}

export function histogramOf(trace: unknown, onX: FigureAxis, onY: FigureAxis, color: number): LooseBars {
  const isUpright = arrayOf(own(trace, "x")) !== null && own(trace, "orientation") !== "h";
  const axis = isUpright ? onX : onY;
  const values = axis.read(arrayOf(own(trace, isUpright ? "x" : "y")) ?? []).filter(Number.isFinite);
  const { start, size, count } =
    axis.kind === "category" ? byLabel(values) : binsOf(trace, values, isUpright);
  const counts = new Float64Array(count);
  for (const value of values) {
    const bin = Math.floor((value - start) / size);
    if (bin >= 0 && bin < count) counts[bin]!++;
    // The end of the last bin belongs to it.
    else if (bin === count && value <= start + size * (count + 1e-9)) counts[count - 1]!++;
  }
  const norm = own(trace, "histnorm");
  const factor = norm === "percent" ? 100 / values.length : norm === "probability" ? 1 / values.length : 1;
  return {
    ...{ name: textOf(own(trace, "name")), color, opacity: opacityOf(trace), isUpright },
    at: Float64Array.from({ length: count }, (_, i) => start + (i + 0.5) * size),
    width: axis.kind === "category" ? Number.NaN : size,
    ...{ base: new Float64Array(count), length: counts.map((one) => one * factor) },
  };
}

interface Bins {
  start: number;
  size: number;
  count: number;
}

const byLabel = (values: Float64Array): Bins => ({
  ...{ start: -0.5, size: 1 },
  count: values.reduce((most, value) => Math.max(most, value + 1), 0),
});

function binsOf(trace: unknown, values: Float64Array, isUpright: boolean): Bins {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low > high) return { start: 0, size: 1, count: 0 };
  const asked = own(trace, isUpright ? "xbins" : "ybins");
  const most = numberOf(own(trace, isUpright ? "nbinsx" : "nbinsy"));
  const auto = Math.min(MOST_AUTO_BARS, Math.max(5, Math.ceil(Math.sqrt(values.length))));
  const given = numberOf(own(asked, "size"));
  const size =
    given > 0 ? given : roundSize((high - low || 1) / (most >= 1 ? Math.min(most, MOST_BARS) : auto));
  const begin = numberOf(own(asked, "start"));
  const start = Number.isFinite(begin) ? begin : Math.floor(low / size) * size;
  const end = numberOf(own(asked, "end"));
  const count = Math.ceil(((Number.isFinite(end) ? end : high) - start) / size - 1e-9);
  return { start, size, count: Math.min(MOST_BARS, Math.max(1, count || 1)) };
}

function roundSize(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * (1 - 1e-9)) ?? rough;
}

/** Bars of several traces on the same axes: beside each other, or upon each other. */
export class BarStack {
  readonly #mode: "group" | "stack" | "overlay";
  readonly #traces: LooseBars[] = [];

  constructor(barmode: unknown) {
    this.#mode =
      barmode === "stack" || barmode === "relative" ? "stack" : barmode === "overlay" ? "overlay" : "group";
  }

  add(bars: LooseBars): void {
    this.#traces.push(bars);
  }

  placed(onX: FigureAxis, onY: FigureAxis): Bars[] {
    const spacing = spacingOf(this.#traces);
    const inGroup = this.#mode === "group" ? this.#traces.length : 1;
    const isOverlaid = this.#mode === "overlay" && this.#traces.length > 1;
    const [above, below] = [new Map<number, number>(), new Map<number, number>()];
    return this.#traces.map((bars, k): Bars => {
      const { at, length, base, isUpright } = bars;
      const own = bars.width > 0 ? bars.width : 0.8 * spacing;
      const width = own / inGroup;
      const offset = (k % inGroup) * width - own / 2;
      const start = at.map((middle) => middle + offset);
      const end = start.map((side) => side + width);
      const from = base.map((given, i) => {
        if (this.#mode !== "stack") return given;
        const heights = length[i]! < 0 ? below : above;
        const height = given + (heights.get(at[i]!) ?? 0);
        heights.set(at[i]!, height + length[i]! - given);
        return height;
      });
      const to = from.map((height, i) => height + length[i]!);
      const [stood, other] = isUpright ? [onX, onY] : [onY, onX];
      stood.cover(start);
      stood.cover(end);
      other.cover(from);
      other.cover(to);
      const opacity = bars.opacity ?? (isOverlaid ? OVERLAID : 1);
      return { kind: "bars", name: bars.name, color: bars.color, opacity, isUpright, start, end, from, to };
    });
  }
}

/** The least distance of two middles: bars are no wider. */
function spacingOf(traces: readonly LooseBars[]): number {
  const all = new Set<number>();
  for (const { at } of traces) for (const middle of at) if (Number.isFinite(middle)) all.add(middle);
  const sorted = [...all].sort((a, b) => a - b);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) least = Math.min(least, sorted[i]! - sorted[i - 1]!);
  return Number.isFinite(least) && least > 0 ? least : 1;
}
