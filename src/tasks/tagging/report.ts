/** A tagging's evaluation as text, CSV and figures. */
import { counted } from "../../counted.js";
import { csvText } from "../../csv-text.js";
import type { Item } from "../../items.js";
import { precisionRecallCurve } from "../../metrics/curves.js";
import type { TaggingRows } from "../../metrics/tagging-rows.js";
import type { TaggingSummary } from "../../metrics/tagging-summary.js";
import { fixed } from "../../number-text.js";
import { alignColumns } from "../../text-columns.js";

export interface TaggingResult {
  labels: readonly string[];
  thresholds: readonly number[];
  rows: TaggingRows;
  summary: TaggingSummary;
  loss: number;
  numClips: number;
}

/** A chart with more curves is unreadable. */
const MOST_CURVES = 12;
const HEAD = ["label", "clips", "AP", "AUROC", "threshold", "precision", "recall", "F1"] as const;

/** Returns the values of each label, in the order of HEAD. */
function perLabel({ labels, thresholds, summary }: TaggingResult): [string, ...number[]][] {
  const { numPositive, averagePrecision, rocAuc, precision, recall, f1 } = summary.perLabel;
  return labels.map((label, i) => [
    ...([label, numPositive[i]!, averagePrecision[i]!, rocAuc[i]!, thresholds[i]!] as [string, ...number[]]),
    ...[precision[i]!, recall[i]!, f1[i]!],
  ]);
}

function tableOf(result: TaggingResult): string[] {
  const rows = perLabel(result).map(([label, numClips, ...values]) => [
    label,
    String(numClips),
    ...values.map((value) => fixed(value)),
  ]);
  return alignColumns([[...HEAD], ...rows]);
}

export function perLabelFits(result: TaggingResult, width: number): boolean {
  return tableOf(result).every((line) => line.length <= width);
}

export function describeTagging(
  split: string,
  result: TaggingResult,
  width: number,
  tablePlace: string,
): string {
  const { summary, loss, numClips, labels } = result;
  const table = tableOf(result);
  return [
    `${split} mAP ${fixed(summary.meanAveragePrecision)}, macro F1 ${fixed(summary.macroF1)}, AUROC ${fixed(summary.macroRocAuc)}, lwlrap ${fixed(summary.lwlrap)}, loss ${fixed(loss)} on ${counted(numClips, "clip")}`,
    ...taggingNotes(result),
    "",
    ...(table.every((line) => line.length <= width)
      ? table
      : alignColumns([
          ["label", "clips", "AP", "F1"],
          ...perLabel(result).map(([label, clips, ap, , , , , f1]) => [
            label.length <= width / 2 ? label : `${label.slice(0, Math.floor(width / 2) - 3)}...`,
            String(clips),
            fixed(ap!),
            fixed(f1!),
          ]),
        ])),
    ...(table.every((line) => line.length <= width)
      ? []
      : ["", `all measures of ${counted(labels.length, "label")}: ${tablePlace}`]),
  ].join("\n");
}

/** Names the labels that the means leave out. */
export function taggingNotes({ labels, summary }: Pick<TaggingResult, "labels" | "summary">): string[] {
  const missing = summary.labelsWithoutPositives;
  const always = labels.flatMap((_, i) => (summary.perLabel.numNegative[i] === 0 ? [i] : []));
  const named = (places: readonly number[]): string => places.map((i) => labels[i]!).join(", ");
  const { length: numLabels } = labels;
  return [
    ...(missing.length === 0 || missing.length === numLabels
      ? []
      : [`left out of the means, without a positive clip: ${named(missing)}`]),
    ...(missing.length === numLabels
      ? ["mAP, macro F1, AUROC and lwlrap are undefined: no clip has a label"]
      : always.length === 0
        ? []
        : [`left out of the mean AUROC, without a negative clip: ${named(always)}`]),
  ];
}

/** All measures as CSV (RFC 4180): a row for each label. */
export function perLabelCsv(result: TaggingResult): string {
  const rows = perLabel(result).map(([label, ...values]) => [
    label,
    ...values.map((value) => (Number.isNaN(value) ? "" : String(value))),
  ]);
  return csvText([[...HEAD], ...rows]);
}

/** Precision and recall of the labels with most clips, and the table of all. */
export function taggingItems(result: TaggingResult): [string, Item][] {
  const { labels, rows, summary } = result;
  const { scores, targets, numLabels } = rows;
  const numClips = targets.length / numLabels;
  const shown = labels
    .map((_, i) => i)
    .filter((i) => summary.perLabel.numPositive[i]! > 0 && summary.perLabel.numNegative[i]! > 0)
    .sort((a, b) => summary.perLabel.numPositive[b]! - summary.perLabel.numPositive[a]! || a - b)
    .slice(0, MOST_CURVES);
  return [
    [
      "precision_recall",
      {
        ...{ kind: "curves", title: "Precision and recall", xLabel: "recall", yLabel: "precision" },
        curves: shown.map((label) => {
          const known = Array.from({ length: numClips }, (_, clip) => clip * numLabels + label).filter(
            (place) => targets[place] !== -1 && Number.isFinite(scores[place]),
          );
          return {
            label: labels[label]!,
            ...precisionRecallCurve(
              known.map((place) => scores[place]!),
              known.map((place) => targets[place] === 1),
            ),
          };
        }),
      },
    ],
    [
      "per_label",
      {
        kind: "table",
        columns: HEAD.map((name, i) => ({ name, type: i === 0 ? "text" : "number" })),
        rows: perLabel(result),
      },
    ],
  ];
}
