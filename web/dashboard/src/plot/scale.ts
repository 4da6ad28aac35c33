/** Axes by hand: values to pixels, and values that are worth a label. */
import { formatNumber } from "../format/numbers.js";
import { formatWall } from "../format/times.js";

export interface Scale {
  /** `time`: Unix time in milliseconds. */
  kind: "linear" | "log" | "category" | "time";
  /** Where the axis begins: more than `high` for one that is reversed. */
  low: number;
  high: number;
  /** Labels of a category's places 0, 1, ... */
  labels: readonly string[];
  /** The least distance between two labels: 1 for numbers of trials and steps. */
  leastStep?: number;
}

export function linear(values: Iterable<number>, pad = 0.04): Scale {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) * 0.5, high + (Math.abs(high) || 1) * 0.5];
  const margin = (high - low) * pad;
  return { kind: "linear", low: low - margin, high: high + margin, labels: [] };
}

export const category = (labels: readonly string[]): Scale => ({
  kind: "category",
  low: -0.5,
  high: Math.max(labels.length, 1) - 0.5,
  labels,
});

export function logarithmic(low: number, high: number): Scale {
  return { kind: "log", low, high: high > low ? high : low * 10, labels: [] };
}

/** Returns the place of a value between 0 and 1. */
export function fraction({ kind, low, high }: Scale, value: number): number {
  if (kind === "log") return Math.log(value / low) / Math.log(high / low);
  return (value - low) / (high - low);
}

/** Returns the value at a place between 0 and 1. */
export function valueAt({ kind, low, high }: Scale, place: number): number {
  return kind === "log" ? low * (high / low) ** place : low + (high - low) * place;
}

const DAY_SEC = 86_400;
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map((days) => days * DAY_SEC),
].map((sec) => sec * 1000);

/** Values for labels, about `count` of them. */
export function ticks(scale: Scale, count: number): number[] {
  const { kind, labels } = scale;
  const [low, high] = [Math.min(scale.low, scale.high), Math.max(scale.low, scale.high)];
  if (kind === "category") {
    const step = Math.max(1, Math.ceil(labels.length / Math.max(1, count * 2)));
    return labels.map((_, i) => i).filter((i) => i % step === 0);
  }
  if (kind === "log" && high / low >= 10) {
    const first = Math.ceil(Math.log10(low) - 1e-9);
    const last = Math.floor(Math.log10(high) + 1e-9);
    const step = Math.max(1, Math.ceil((last - first + 1) / count));
    return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + i * step));
  }
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const step =
    kind === "time"
      ? (TIME_STEPS.find((one) => one >= rough) ?? round)
      : Math.max(round, scale.leastStep ?? 0);
  const found: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) found.push(i * step || 0);
  return found;
}

export function formatTick(scale: Scale, value: number): string {
  if (scale.kind === "category") return scale.labels[value] ?? "";
  if (scale.kind === "time") return formatWall(value / 1000, Math.abs(scale.high - scale.low) / 1000);
  const size = Math.abs(value);
  if (scale.kind === "log" && size < 0.01 && size > 0) return value.toExponential(0).replace("e-", "e−");
  return formatNumber(value, 3);
}
