/** Cells of a heat map or of a contour plot. */
import { formatNumber } from "../format/numbers.js";
import type { FigureAxis } from "./axes.js";
import type { Cells } from "./chart.js";
import { arrayOf, numberOf, own, rowsOf, textOf } from "./values.js";

const MOST_CELLS = 1_000_000;

export function cellsOf(trace: unknown, onX: FigureAxis, onY: FigureAxis): Cells | null {
  const rows = rowsOf(own(trace, "z"));
  const width = rows?.reduce((most, row) => Math.max(most, row.length), 0) ?? 0;
  if (rows === null || width === 0 || rows.length * width > MOST_CELLS) return null;
  const values = new Float64Array(rows.length * width).fill(Number.NaN);
  for (const [r, row] of rows.entries())
    for (let c = 0; c < row.length; c++)
      values[r * width + c] = row[c] === null ? Number.NaN : numberOf(row[c]);
  const x = edgesOf(trace, "x", onX, width);
  const y = edgesOf(trace, "y", onY, rows.length);
  for (const [axis, edges] of [
    [onX, x],
    [onY, y],
  ] as const) {
    axis.cover(edges);
    axis.isTight = true;
  }
  const name = textOf(own(trace, "name"));
  const [low, high] = ["zmin", "zmax"].map((key) => numberOf(own(trace, key)));
  return { kind: "cells", name, x, y, values, shares: sharesOf(values, low!, high!) };
}

/** Strengths of colours between the least and the largest value. */
export function sharesOf(values: Float64Array, low: number, high: number): Float64Array {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values)
    if (Number.isFinite(value)) [least, most] = [Math.min(least, value), Math.max(most, value)];
  if (Number.isFinite(low)) least = low;
  if (Number.isFinite(high)) most = high;
  const span = most - least || 1;
  return values.map((value) => Math.min(1, Math.max(0, (value - least) / span)));
}

/** The edges of columns or rows: given ones, or the middles between the given places. */
function edgesOf(trace: unknown, key: "x" | "y", axis: FigureAxis, count: number): Float64Array {
  const given = arrayOf(own(trace, key));
  const at = axis.read(given ?? Array.from({ length: count }, (_, i) => i));
  if (at.length === count + 1) return at;
  const place = (i: number): number => at[i] ?? i;
  return Float64Array.from({ length: count + 1 }, (_, i) => {
    if (count === 1) return place(0) + (i === 0 ? -0.5 : 0.5);
    if (i === 0) return place(0) - (place(1) - place(0)) / 2;
    if (i === count) return place(count - 1) + (place(count - 1) - place(count - 2)) / 2;
    return (place(i - 1) + place(i)) / 2;
  });
}

const LEAST_TEXT_WIDTH = 30;
export const cellText = (value: number): string => formatNumber(value, 3);

/** True if the text of each cell fits into the narrowest column: all cells have one, or none. */
export function haveRoomForTexts(
  context: Pick<CanvasRenderingContext2D, "measureText">,
  { x, values }: Pick<Cells, "x" | "values">,
  at: (edge: number) => number,
): boolean {
  let narrowest = Number.POSITIVE_INFINITY;
  for (let c = 0; c + 1 < x.length; c++) narrowest = Math.min(narrowest, Math.abs(at(x[c + 1]!) - at(x[c]!)));
  return (
    narrowest >= LEAST_TEXT_WIDTH &&
    values.every(
      (value) => Number.isNaN(value) || context.measureText(cellText(value)).width <= narrowest - 6,
    )
  );
}
