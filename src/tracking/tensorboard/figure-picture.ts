import type { FigureItem } from "../../items.js";
import { type Axis, axisOf, chart, colorOf, drawAxes, roundStep } from "./chart.js";
import { type Raster, textWidth } from "./raster.js";

type Trace = FigureItem["data"][number];

interface Points {
  name: string;
  isLine: boolean;
  /** Finite numbers. */
  points: readonly (readonly [x: number, y: number])[];
}

/** Most bars of a histogram. */
const MOST_BARS = 40;

/** Draws a Plotly figure of scatter traces of numbers, or of one histogram; returns null for any other. */
export function figurePicture({ data, layout }: FigureItem): Raster | null {
  const title = textAt(layout["title"]);
  const [xLabel, yLabel] = ["xaxis", "yaxis"].map((axis) => textAt(valueAt(layout[axis], "title")));
  if (data.length === 1 && data[0]!["type"] === "histogram") {
    const values = numbersIn(data[0]!["x"])?.filter(Number.isFinite) ?? [];
    return values.length === 0 ? null : histogram(title, xLabel!, yLabel!, values);
  }
  const traces = data.map(pointsOf);
  const all = traces.flatMap((trace) => trace?.points ?? []);
  return traces.every((trace) => trace !== null) && all.length > 0
    ? scatter(title, xLabel!, yLabel!, traces, all)
    : null;
}

function scatter(
  title: string,
  xLabel: string,
  yLabel: string,
  traces: readonly Points[],
  all: Points["points"],
): Raster {
  const x = axisOf(
    xLabel,
    all.map(([value]) => value),
  );
  const y = axisOf(
    yLabel,
    all.map(([, value]) => value),
  );
  const plot = chart(
    title,
    traces.map(({ name }) => name),
    widthOf(y),
  );
  const at = drawAxes(plot, x, y);
  for (const [i, { isLine, points }] of traces.entries()) {
    for (const [j, point] of points.entries()) {
      const [column, row] = at(...point);
      if (!isLine) plot.raster.fill(Math.round(column) - 1, Math.round(row) - 1, 3, 3, colorOf(i));
      else if (j > 0) plot.raster.line(...at(...points[j - 1]!), column, row, colorOf(i));
    }
  }
  return plot.raster;
}

function histogram(title: string, xLabel: string, yLabel: string, values: readonly number[]): Raster {
  const x = axisOf(xLabel, values);
  const width = roundStep((x.to - x.from) / MOST_BARS);
  const counts: number[] = new Array(Math.ceil((x.to - x.from) / width)).fill(0);
  for (const value of values) counts[Math.min(counts.length - 1, Math.floor((value - x.from) / width))]!++;
  const y = axisOf(yLabel, [0, ...counts]);
  const plot = chart(title, [], widthOf(y));
  const at = drawAxes(plot, x, y);
  for (const [i, count] of counts.entries()) {
    const [left, top] = at(x.from + i * width, count).map(Math.round) as [number, number];
    const [right, bottom] = at(Math.min(x.to, x.from + (i + 1) * width), 0).map(Math.round) as [
      number,
      number,
    ];
    plot.raster.fill(left, top, Math.max(1, right - left - 1), bottom - top, colorOf(0));
  }
  return plot.raster;
}

function pointsOf({ type, mode, name, x, y }: Trace & { [key: string]: unknown }): Points | null {
  const [xs, ys] = [numbersIn(x), numbersIn(y)];
  if (type !== "scatter" || (mode !== "markers" && mode !== "lines") || xs === null || ys === null)
    return null;
  const points = xs.map((value, i) => [value, ys[i]!] as const);
  return {
    name: typeof name === "string" ? name : "",
    isLine: mode === "lines",
    points: points.filter((point) => point.every(Number.isFinite)),
  };
}

/** Returns the values if all are numbers; NaN stands for null, which JSON has for it. */
function numbersIn(values: unknown): number[] | null {
  if (!Array.isArray(values)) return null;
  const numbers = values.map((value: unknown) => (value === null ? Number.NaN : value));
  return numbers.every((value) => typeof value === "number") ? numbers : null;
}

function widthOf({ ticks }: Axis): number {
  return Math.max(...ticks.map((tick) => textWidth(String(tick))));
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** Returns a Plotly title's text. */
function textAt(title: unknown): string {
  const text = valueAt(title, "text");
  return typeof text === "string" ? text : "";
}
