/** A regression's evaluation as text, CSV and figures. */
import { counted } from "../../counted.js";
import { csvText } from "../../csv-text.js";
import type { Item, TableItem } from "../../items.js";
import { REGRESSION_METRICS, type RegressionRows, type RegressionSummary } from "../../metrics/regression.js";
import { fixed, rounded } from "../../number-text.js";
import { alignColumns } from "../../text-columns.js";

export interface RegressionResult {
  names: readonly string[];
  rows: RegressionRows;
  summary: RegressionSummary;
  loss: number;
  numClips: number;
}

/** A scatter plot with more points is slow to draw. */
const MOST_POINTS = 2000;

const TITLES = {
  ...{ mae: "MAE", rmse: "RMSE", r2: "R2", pearson: "Pearson", spearman: "Spearman" },
  concordance: "concordance",
} as const;

export function describeRegression(split: string, result: RegressionResult): string {
  const { names, summary, loss, numClips } = result;
  const all = REGRESSION_METRICS.map((metric) => `${TITLES[metric]} ${rounded(summary.mean[metric])}`);
  return [
    `${split} ${all.join(", ")}, loss ${fixed(loss)} on ${counted(numClips, "clip")}`,
    ...regressionNotes(result),
    ...(names.length === 1
      ? []
      : [
          "",
          ...alignColumns([
            ["target", ...REGRESSION_METRICS.map((metric) => TITLES[metric])],
            ...names.map((name, d) => [
              name,
              ...REGRESSION_METRICS.map((metric) => rounded(summary.perDimension[metric][d]!)),
            ]),
          ]),
        ]),
  ].join("\n");
}

/** Explains metrics that are undefined, and names the targets that the mean correlations leave out. */
export function regressionNotes({
  names,
  rows,
  summary,
  numClips,
}: Pick<RegressionResult, "names" | "rows" | "summary" | "numClips">): string[] {
  if (numClips < 2) return ["R2 and the correlations are undefined: they need two clips or more"];
  const { constantTargets: constant } = summary;
  const named = (places: readonly number[]): string => places.map((d) => names[d]!).join(", ");
  const isConstant = (d: number): boolean =>
    rows.predicted.every((value, i) => i % names.length !== d || value === rows.predicted[d]);
  const stuck = names.flatMap((_, d) => (!constant.includes(d) && isConstant(d) ? [d] : []));
  return [
    ...(constant.length === 0
      ? []
      : constant.length === names.length
        ? [`the correlations are undefined: every clip has the same ${named(constant)}`]
        : [`left out of the mean correlations, the same in every clip: ${named(constant)}`]),
    ...(stuck.length === 0
      ? []
      : [`Pearson and Spearman are undefined: every clip has the same predicted ${named(stuck)}`]),
  ];
}

/** Target and prediction of each clip as CSV, in the clips' order. */
export function predictionsCsv(
  { names, rows, numClips }: RegressionResult,
  clipNames?: readonly string[],
): string {
  const width = names.length;
  const line = (clip: number): string[] =>
    names.flatMap((_, d) => [rows.target, rows.predicted].map((values) => String(values[clip * width + d])));
  const head = names.flatMap((name) => [name, `predicted ${name}`]);
  const lines = [head, ...Array.from({ length: numClips }, (_, clip) => line(clip))];
  if (clipNames === undefined) return csvText(lines);
  return csvText(lines.map((cells, i) => [i === 0 ? "path" : clipNames[i - 1]!, ...cells]));
}

/** Metrics of each target, and predicted over true values and a histogram of the residuals for each. */
export function regressionItems(result: RegressionResult): [string, Item][] {
  return [...figures(result), ["per_target", metricsTable(result)]];
}

function metricsTable({ names, summary }: RegressionResult): TableItem {
  return {
    kind: "table",
    columns: [
      { name: "target", type: "text" },
      ...REGRESSION_METRICS.map((metric) => ({ name: TITLES[metric], type: "number" as const })),
    ],
    rows: names.map((name, d) => [
      name,
      ...REGRESSION_METRICS.map((metric) => summary.perDimension[metric][d]!),
    ]),
  };
}

function figures({ names, rows, numClips }: RegressionResult): [string, Item][] {
  const width = names.length;
  const step = Math.ceil(numClips / MOST_POINTS);
  const shown = Array.from({ length: numClips }, (_, clip) => clip).filter((clip) => clip % step === 0);
  return names.flatMap((name, d): [string, Item][] => {
    const x = shown.map((clip) => rows.target[clip * width + d]!);
    const y = shown.map((clip) => rows.predicted[clip * width + d]!);
    const suffix = width === 1 ? "" : `_${d + 1}`;
    const ends = [Math.min(...x), Math.max(...x)];
    return [
      [
        `predicted${suffix}`,
        {
          kind: "figure",
          data: [
            { type: "scatter", mode: "markers", name: "clips", x, y, marker: { opacity: 0.5 } },
            { type: "scatter", mode: "lines", name: "exact", x: ends, y: ends },
          ],
          layout: {
            title: { text: `Predicted ${name}` },
            xaxis: { title: { text: `true ${name}` } },
            yaxis: { title: { text: `predicted ${name}` } },
          },
        },
      ],
      [
        `residuals${suffix}`,
        {
          kind: "figure",
          data: [{ type: "histogram", x: y.map((value, i) => value - x[i]!) }],
          layout: {
            title: { text: `Residuals of ${name}` },
            xaxis: { title: { text: "predicted minus true" } },
            yaxis: { title: { text: "clips" } },
          },
        },
      ],
    ];
  });
}
