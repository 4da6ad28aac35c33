import type { ConfusionMatrixItem, CurvesItem, EmbeddingsItem } from "../items.js";

/** A figure of Plotly: W&B draws it with zoom and hover. */
export interface Figure {
  data: readonly Record<string, unknown>[];
  layout: Record<string, unknown>;
}

export function confusionFigure({ labels, counts }: ConfusionMatrixItem): Figure {
  // Colours by the share of a row: classes of few clips are seen as well.
  const shares = counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total === 0 ? 0 : count / total));
  });
  return {
    data: [
      {
        ...{ type: "heatmap", x: labels, y: labels, z: shares, zmin: 0, zmax: 1, colorscale: "Blues" },
        ...{ customdata: counts, text: counts, texttemplate: "%{text}" },
        hovertemplate: "is %{y}, heard as %{x}: %{customdata} clips (%{z:.1%})<extra></extra>",
      },
    ],
    layout: {
      xaxis: { title: { text: "what the model says" }, type: "category" },
      yaxis: { title: { text: "what it is" }, type: "category", autorange: "reversed" },
    },
  };
}

export function curvesFigure({ title, xLabel, yLabel, curves }: CurvesItem): Figure {
  return {
    data: curves.map(({ label, x, y }) => ({ type: "scatter", mode: "lines", name: label, x, y })),
    layout: {
      title: { text: title },
      xaxis: { title: { text: xLabel }, range: [0, 1] },
      yaxis: { title: { text: yLabel }, range: [0, 1.02] },
    },
  };
}

/** A trace a label; hovering names the clip. */
export function embeddingsFigure({
  evaluatedAtStep,
  names,
  labels,
  predicted,
  x,
  y,
}: EmbeddingsItem): Figure {
  const groups = [...new Set(labels)].sort();
  return {
    data: groups.map((label) => {
      const points = labels.flatMap((one, i) => (one === label ? [i] : []));
      const pick = <T>(values: readonly T[]): T[] => points.map((i) => values[i]!);
      return {
        ...{ type: "scattergl", mode: "markers", name: label, x: pick(x), y: pick(y) },
        text: points.map((i) => `${names[i]}<br>heard as ${predicted[i]}`),
        hovertemplate: "%{text}<extra>%{fullData.name}</extra>",
        marker: { size: 6, symbol: points.map((i) => (predicted[i] === label ? "circle" : "x")) },
      };
    }),
    layout: {
      title: { text: `Validation clips, step ${evaluatedAtStep} (UMAP)` },
      xaxis: { visible: false },
      yaxis: { visible: false, scaleanchor: "x" },
    },
  };
}
