/** A square chart in a raster: frame, axes, title and legend. */
import { type Color, LETTER_HEIGHT, Raster, textWidth } from "./raster.js";

export const BLACK: Color = [30, 30, 30];
export const GREY: Color = [200, 200, 200];
export const WHITE: Color = [255, 255, 255];
/** Tableau's ten well-separated colours. */
const COLORS: readonly Color[] = [
  ...([
    [31, 119, 180],
    [255, 127, 14],
    [44, 160, 44],
    [214, 39, 40],
    [148, 103, 189],
  ] as const),
  ...([
    [140, 86, 75],
    [227, 119, 194],
    [127, 127, 127],
    [188, 189, 34],
    [23, 190, 207],
  ] as const),
];
export const MARGIN = 12;
const LONGEST_LABEL = 24;
/** Side length in pixels. */
export const CHART = 260;
/** Width of "0.75". */
const LEAST_TICK_WIDTH = 32;

/** The upper left corner of a chart's square, in its image. */
export interface Chart {
  raster: Raster;
  left: number;
  top: number;
}

/** An axis' range, with ticks inside. */
export interface Axis {
  label: string;
  from: number;
  to: number;
  ticks: readonly number[];
}

/**
 * Creates an image for a square chart with a title above and a legend below. It is as wide as TensorBoard's cards,
 * which shrink wider images until their text is unreadable.
 *
 * @param tickWidth width of the widest tick of the vertical axis, in pixels
 */
export function chart(title: string, names: readonly string[], tickWidth = LEAST_TICK_WIDTH): Chart {
  const left = MARGIN + 4 + Math.max(LEAST_TICK_WIDTH, tickWidth);
  const top = MARGIN + LETTER_HEIGHT + 6;
  const width = Math.max(left + CHART, MARGIN + textWidth(title)) + MARGIN;
  const entry = Math.max(0, ...names.map(textWidth)) + 28;
  const perRow = Math.max(1, Math.floor((width - 2 * MARGIN) / entry));
  const rowHeight = LETTER_HEIGHT + 3;
  const legendTop = top + CHART + 42;
  const raster = new Raster(width, legendTop + Math.ceil(names.length / perRow) * rowHeight + MARGIN);
  raster.text(MARGIN, MARGIN - 2, title, BLACK);
  for (const [i, name] of names.entries()) {
    const [x, y] = [MARGIN + (i % perRow) * entry, legendTop + Math.floor(i / perRow) * rowHeight];
    raster.fill(x, y + 3, 12, 8, colorOf(i));
    raster.text(x + 16, y, name, BLACK);
  }
  return { raster, left, top };
}

/** Draws the grid, ticks and labels of two axes. Returns the function from a point to its place in the image. */
export function drawAxes(
  { raster, left, top }: Chart,
  x: Axis,
  y: Axis,
): (pointX: number, pointY: number) => [number, number] {
  const at = (pointX: number, pointY: number): [number, number] => [
    left + (CHART * (pointX - x.from)) / (x.to - x.from),
    top + CHART * (1 - (pointY - y.from) / (y.to - y.from)),
  ];
  for (const tick of y.ticks) {
    const row = Math.round(at(x.from, tick)[1]);
    raster.fill(left, row, CHART, 1, GREY);
    raster.text(left - 6 - textWidth(String(tick)), row - 6, String(tick), BLACK);
  }
  for (const tick of x.ticks) {
    const column = Math.round(at(tick, y.from)[0]);
    raster.fill(column, top, 1, CHART, GREY);
    raster.text(column - textWidth(String(tick)) / 2, top + CHART + 4, String(tick), BLACK);
  }
  raster.text(left + (CHART - textWidth(x.label)) / 2, top + CHART + 20, x.label, BLACK);
  raster.text(0, top + (CHART + textWidth(y.label)) / 2, y.label, BLACK, "up");
  return at;
}

/** Returns an axis from the values' least to their largest, both rounded outwards to ticks 1, 2 or 5 times a power of ten apart. */
export function axisOf(label: string, values: readonly number[]): Axis {
  const least = values.reduce((a, b) => Math.min(a, b));
  const largest = values.reduce((a, b) => Math.max(a, b));
  const step = roundStep((largest - least || Math.abs(largest) || 1) / 4);
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(largest / step));
  // Without the digits of rounding: 0.3 instead of 0.30000000000000004.
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  return { label, from: ticks[0]!, to: ticks.at(-1)!, ticks };
}

/** Returns 1, 2 or 5 times a power of ten, at or above a positive number. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

export function colorOf(i: number): Color {
  return COLORS[i % COLORS.length]!;
}

export function shortened(label: string): string {
  const letters = [...label];
  return letters.length <= LONGEST_LABEL ? label : `${letters.slice(0, LONGEST_LABEL - 2).join("")}..`;
}
