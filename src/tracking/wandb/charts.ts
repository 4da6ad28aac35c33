import type { ConfusionMatrixItem, CurvesItem } from "../../items.js";

/** A Plotly figure; W&B shows it with zoom and hover. */
export interface Figure {
  data: readonly Record<string, unknown>[];
  layout: Record<string, unknown>;
}

export function confusionFigure({ labels, counts }: ConfusionMatrixItem): Figure {
  // Colours show the fraction of a row, so that classes with few clips are visible.
  const shares = counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total === 0 ? 0 : count / total));
  });
  return {
    data: [
      {
        ...{ type: "heatmap", x: labels, y: labels, z: shares, zmin: 0, zmax: 1, colorscale: "Blues" },
        ...{ customdata: counts, text: counts, texttemplate: "%{text}" },
        hovertemplate: "true %{y}, predicted %{x}: %{customdata} clips (%{z:.1%})<extra></extra>",
      },
    ],
    layout: {
      xaxis: { title: { text: "predicted label" }, type: "category" },
      yaxis: { title: { text: "true label" }, type: "category", autorange: "reversed" },
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
