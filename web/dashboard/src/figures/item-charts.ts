/** Charts of items other than Plotly figures. */
import type { ConfusionMatrixItem, CurvesItem, EmbeddingsItem } from "../../../../src/items.js";
import { category, linear } from "../plot/scale.js";
import { type Chart, NUM_COLORS, type Points, WHOLE } from "./chart.js";
import { arrayOf, numberOf, own, textOf } from "./values.js";

const numbers = (value: unknown): Float64Array => Float64Array.from(arrayOf(value) ?? [], numberOf);

export function chartOfCurves({ title, xLabel, yLabel, curves }: CurvesItem): Chart {
  const lines = (arrayOf(curves) ?? []).map(
    (curve, i): Points => ({
      ...{ kind: "points", name: textOf(own(curve, "label")), color: i % NUM_COLORS },
      ...{ x: numbers(own(curve, "x")), y: numbers(own(curve, "y")), texts: null },
      ...{ hasLine: true, hasMarkers: false, isDashed: i >= NUM_COLORS, opacity: 1 },
    }),
  );
  return {
    ...chartOfPoints(lines, textOf(xLabel), textOf(yLabel)),
    title: textOf(title),
  };
}

/** The map as it was recorded, by label. */
export function chartOfEmbeddings(item: EmbeddingsItem): Chart {
  const [x, y] = [numbers(item.x), numbers(item.y)];
  const [names, labels, predicted] = [item.names, item.labels, item.predicted].map(
    (list) => (arrayOf(list) ?? []) as readonly unknown[],
  );
  const groups = new Map<string, number[]>();
  for (let i = 0; i < x.length; i++) {
    const label = textOf(labels![i]);
    groups.set(label, [...(groups.get(label) ?? []), i]);
  }
  const points = [...groups].map(
    ([name, places], k): Points => ({
      ...{ kind: "points", name, color: k % NUM_COLORS, opacity: 0.7 },
      x: Float64Array.from(places, (i) => x[i]!),
      y: Float64Array.from(places, (i) => y[i] ?? Number.NaN),
      ...{ hasLine: false, hasMarkers: true, isDashed: false },
      texts: places.map((i) => `${textOf(names![i])} predicted ${textOf(predicted![i]) || "none"}`),
    }),
  );
  return chartOfPoints(points, "", "");
}

function chartOfPoints(marks: readonly Points[], xTitle: string, yTitle: string): Chart {
  const axis = (key: "x" | "y", title: string) => ({
    ...{ title, hasLabels: true },
    scale: linear(marks.flatMap((mark) => [...extent(mark[key])])),
  });
  const named = marks.filter(({ name }) => name !== "");
  return {
    ...{ title: "", notDrawn: [] },
    panels: [{ place: WHOLE, x: axis("x", xTitle), y: axis("y", yTitle), isOverlay: false, marks }],
    legend: named.length < 2 ? [] : named.slice(0, 50).map(({ name, color }) => ({ name, color })),
  };
}

function extent(values: Float64Array): readonly [number, number] | readonly [] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values)
    if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low > high ? [] : [low, high];
}

/** Counts of clips; each row is coloured by its own share. */
export function chartOfConfusion({ labels, counts }: ConfusionMatrixItem): Chart {
  const names = (arrayOf(labels) ?? []).map(textOf);
  const size = names.length;
  const rows = (arrayOf(counts) ?? []).slice(0, size).map((row) => numbers(row).slice(0, size));
  const values = new Float64Array(size * size).fill(Number.NaN);
  const shares = new Float64Array(size * size);
  for (const [r, row] of rows.entries()) {
    const total = row.reduce((sum, count) => sum + count, 0) || 1;
    for (let c = 0; c < row.length; c++) {
      values[r * size + c] = row[c]!;
      shares[r * size + c] = row[c]! / total;
    }
  }
  const edges = Float64Array.from({ length: size + 1 }, (_, i) => i - 0.5);
  const scale = category(names);
  return {
    ...{ title: "", legend: [], notDrawn: [] },
    panels: [
      {
        ...{ place: WHOLE, isOverlay: false },
        x: { scale, title: "predicted", hasLabels: true },
        // The first label is at the top, as in a table.
        y: { scale: { ...scale, low: scale.high, high: scale.low }, title: "true", hasLabels: true },
        marks: [{ kind: "cells", name: "", x: edges, y: edges, values, shares }],
      },
    ],
  };
}
