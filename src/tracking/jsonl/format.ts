import type { LoggedItem } from "../../items.js";
import type { Row } from "../store/follower.js";

/**
 * A line is an object with these keys, in this order, for one step; steps increase. Lines end with a line feed; text
 * after the last line feed is a line that a kill cut short, and does not count.
 *
 *     {"step":20,"time_sec":1764073530.123,"metrics":{"train/loss":0.25,"train/gradient_norm":"NaN"}}
 *
 * JSON has no NaN and no infinities: they are the texts "NaN", "Infinity" and "-Infinity", which JavaScript's `Number`
 * and Python's `float` read. `items`, if enabled, has the step's items by name.
 */
export interface MetricLine {
  step: number;
  /** Unix time of the step's last metric. */
  time_sec: number;
  metrics: Record<string, number | NonFinite>;
  items?: Record<string, unknown>;
}

export type NonFinite = "NaN" | "Infinity" | "-Infinity";

/** Formats the line of a step, with its line feed; empty for a step without metrics and items. */
export function formatLine({ step, timeMs, values, items }: Row, withItems: boolean): string {
  const shown = withItems ? items : [];
  if (values.length + shown.length === 0) return "";
  const metrics = Object.fromEntries(values.map(([name, value]) => [name, plain(value)]));
  const line: MetricLine = { step, time_sec: timeMs / 1000, metrics };
  if (shown.length > 0) line.items = Object.fromEntries(shown.map(({ name, item }) => [name, item]));
  return `${JSON.stringify(line, finite)}\n`;
}

function plain(value: number): number | NonFinite {
  return Number.isFinite(value) ? value : (String(value) as NonFinite);
}

/** Items may contain numbers that are not finite, too. */
function finite(_: string, value: unknown): unknown {
  return typeof value === "number" ? plain(value) : value;
}

/** A line as read, with metrics as numbers. */
export interface ReadLine {
  step: number;
  timeMs: number;
  metrics: Record<string, number>;
  items: Record<string, LoggedItem["item"]>;
}

/** Returns null for a line that is incomplete or of another kind. */
export function parseLine(text: string): ReadLine | null {
  try {
    const { step, time_sec, metrics, items = {} } = JSON.parse(text) as MetricLine;
    if (!Number.isSafeInteger(step)) return null;
    const numbers = Object.entries(metrics).map(([name, value]) => [name, Number(value)]);
    return {
      ...{ step, timeMs: Math.round(1000 * time_sec), metrics: Object.fromEntries(numbers) },
      items: items as ReadLine["items"],
    };
  } catch {
    return null;
  }
}
