import type { ConfusionMatrixItem, CurvesItem, EmbeddingsItem } from "../../items.js";
import { correctIn } from "../correct-in.js";
import { numberScale } from "../number-scale.js";
import { BLACK, CHART, chart, colorOf, drawAxes, GREY, MARGIN, shortened, WHITE } from "./chart.js";
import { type Color, LETTER_HEIGHT, Raster, textWidth } from "./raster.js";

/** With more classes the cells would be too small for counts. */
const MAX_CLASSES = 60;

/** Rows: true label; columns: predicted label; darker means a larger fraction of the row. null for too many classes. */
export function confusionPicture({ labels, counts }: ConfusionMatrixItem): Raster | null {
  if (labels.length === 0 || labels.length > MAX_CLASSES) return null;
  const names = labels.map(shortened);
  const widest = Math.max(...names.map(textWidth));
  const longest = Math.max(...counts.flat().map((count) => textWidth(String(count))));
  const cell = Math.max(24, longest + 8);
  const [left, top] = [MARGIN + widest + 6, MARGIN + widest + 6];
  const raster = new Raster(left + cell * labels.length + MARGIN, top + cell * labels.length + MARGIN);
  for (const [i, name] of names.entries()) {
    const middle = i * cell + Math.floor((cell - LETTER_HEIGHT) / 2);
    raster.text(left - 6 - textWidth(name), top + middle, name, BLACK);
    raster.text(left + middle, top - 6, name, BLACK, "up");
    const total = counts[i]!.reduce((sum, count) => sum + count, 0);
    for (const [j, count] of counts[i]!.entries()) {
      const share = total === 0 ? 0 : count / total;
      const [x, y] = [left + j * cell, top + i * cell];
      raster.fill(x, y, cell - 1, cell - 1, shade(share));
      if (count === 0) continue;
      const text = String(count);
      const textX = x + Math.floor((cell - textWidth(text)) / 2);
      raster.text(textX, y + Math.floor((cell - LETTER_HEIGHT) / 2), text, share > 0.5 ? WHITE : BLACK);
    }
  }
  return raster;
}

/** A hundred colours from near white to dark blue. */
function shade(share: number): Color {
  const rounded = Math.round(100 * share) / 100;
  const mix = (from: number, to: number): number => Math.round(from + (to - from) * rounded);
  return [mix(239, 8), mix(243, 48), mix(250, 107)];
}

/** A map of more labels has a legend of the most frequent ones, each with a colour of its own. */
const MOST_LABELS = 60;
const MOST_SHOWN = 10;

const UNIT = { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };

/** Draws curves in the unit square, with a legend. */
export function curvesPicture({ title, xLabel, yLabel, curves }: CurvesItem): Raster {
  const names = curves.map(({ label }) => shortened(label));
  const plot = chart(title, names);
  const at = drawAxes(plot, { ...UNIT, label: xLabel }, { ...UNIT, label: yLabel });
  for (const [i, { x, y }] of curves.entries()) {
    for (let j = 1; j < x.length; j++)
      plot.raster.line(...at(x[j - 1]!, y[j - 1]!), ...at(x[j]!, y[j]!), colorOf(i));
  }
  return plot.raster;
}

/** Draws one dot per clip; a ring if the prediction is wrong. Numbers are coloured by a scale, without a legend. */
export function embeddingsPicture(item: EmbeddingsItem): Raster {
  const { labels, x, y, evaluatedAtStep } = item;
  const isCorrect = correctIn(item);
  const scale = numberScale(labels);
  const classes = scale === null ? legendOf(labels) : [];
  const title = `UMAP, step ${evaluatedAtStep}${isCorrect === null ? "" : "; rings: the model is wrong"}`;
  const { raster, left, top } = chart(title, classes.map(shortened));
  const numOthers = new Set(labels).size - classes.length;
  if (scale === null && numOthers > 0)
    raster.text(left, top + CHART + 12, `grey: ${numOthers} other labels`, BLACK);
  const [minX, maxX, minY, maxY] = [...rangeOf(x), ...rangeOf(y)];
  const size = Math.max(maxX - minX, maxY - minY) || 1;
  for (const [i, label] of labels.entries()) {
    const column = left + ((x[i]! - (minX + maxX) / 2) / size + 0.5) * (CHART - 6) + 3;
    const row = top + ((minY + maxY) / 2 / size - y[i]! / size + 0.5) * (CHART - 6) + 3;
    const place = classes.indexOf(label);
    const color = scale !== null ? onScale(scale[i]!) : place === -1 ? GREY : colorOf(place);
    raster.fill(Math.round(column) - 2, Math.round(row) - 2, 5, 5, color);
    if (isCorrect?.[i] === false) raster.fill(Math.round(column) - 1, Math.round(row) - 1, 3, 3, WHITE);
  }
  return raster;
}

/** Returns the labels in order; of too many the most frequent ones, such as of clips with several labels. */
function legendOf(labels: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const kept =
    counts.size <= MOST_LABELS ? [...counts] : [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_SHOWN);
  return kept.map(([label]) => label).sort();
}

/** Blue for 0, orange for 1. */
function onScale(place: number): Color {
  const [from, to] = [colorOf(0), colorOf(1)];
  return [0, 1, 2].map((i) => Math.round(from[i]! + place * (to[i]! - from[i]!))) as unknown as Color;
}

function rangeOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
