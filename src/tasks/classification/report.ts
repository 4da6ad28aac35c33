/** An evaluation as text: accuracy beside a baseline, and the confusion matrix or, for many labels, its summary. */

import { counted } from "../../counted.js";
import { csvText } from "../../csv-text.js";
import type { ConfusionMatrix } from "../../metrics/confusion-matrix.js";
import { alignColumns } from "../../text-columns.js";

const MOST_CONFUSIONS = 10;

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

/**
 * @param width columns that the matrix may take; a wider one is summarized
 * @param fullMatrix where the complete matrix is, or how to get it
 */
export function describeClassification(
  split: string,
  { loss, confusion }: { loss: number; confusion: ConfusionMatrix },
  width: number,
  fullMatrix: string,
): string {
  const { accuracy, macroF1, numClips, majorityShare } = confusion;
  const table = tableOf(confusion, width);
  return [
    `${split} accuracy ${percent(accuracy)}, macro F1 ${macroF1.toFixed(3)}, loss ${loss.toFixed(3)} on ${counted(numClips, "clip")} (always predicting the most common label: ${percent(majorityShare)})`,
    "",
    ...(table === null
      ? summaryOf(confusion, width, fullMatrix)
      : ["rows: true label; columns: predicted label", table]),
  ].join("\n");
}

/** True if the matrix as a table is no wider than `width` columns. */
export function fitsInto(confusion: ConfusionMatrix, width: number): boolean {
  return tableOf(confusion, width) !== null;
}

/** Returns the matrix as a table, if possible with whole labels above the columns; null if it is wider than `width`. */
function tableOf(confusion: ConfusionMatrix, width: number): string | null {
  const tables = [Number.POSITIVE_INFINITY, shortestDistinct(confusion.labels)].map((longest) =>
    confusion.table(longest),
  );
  return tables.find((table) => table.split("\n").every((line) => line.length <= width)) ?? null;
}

/** Returns the fewest letters, ten or more, by which all labels differ. */
function shortestDistinct(labels: readonly string[]): number {
  const longest = Math.max(...labels.map((label) => label.length));
  let length = Math.min(10, longest);
  while (length < longest && new Set(labels.map((label) => label.slice(0, length))).size < labels.length)
    length++;
  return length;
}

function summaryOf(confusion: ConfusionMatrix, width: number, fullMatrix: string): string[] {
  const { labels } = confusion;
  const longest = Math.max(10, Math.floor(width / 3));
  const shown = (i: number): string => shorten(labels[i]!, longest);
  const recalls = labels.map((_, i) => [
    shown(i),
    String(confusion.support(i)),
    confusion.support(i) === 0 ? "-" : percent(confusion.recall(i)),
  ]);
  const confusions = labels
    .flatMap((_, i) => labels.map((_, j) => ({ i, j, count: confusion.count(i, j) })))
    .filter(({ i, j, count }) => i !== j && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_CONFUSIONS)
    .map(({ i, j, count }) => [shown(i), shown(j), String(count), percent(count / confusion.support(i))]);
  return [
    ...alignColumns([["true label", "clips", "recall"], ...recalls]),
    "",
    ...(confusions.length === 0
      ? ["no confusions"]
      : [
          "most common confusions",
          ...alignColumns([["true label", "predicted", "clips", "of label"], ...confusions]),
        ]),
    "",
    `confusion matrix of ${labels.length} labels: ${fullMatrix}`,
  ];
}

const shorten = (label: string, longest: number): string =>
  label.length <= longest ? label : `${label.slice(0, longest - 3)}...`;

/** The matrix as CSV (RFC 4180): a row per true label, a column per predicted label. */
export function confusionCsv(confusion: ConfusionMatrix): string {
  const { labels } = confusion;
  const rows = [
    ["true label \\ predicted label", ...labels],
    ...labels.map((label, i) => [label, ...labels.map((_, j) => String(confusion.count(i, j)))]),
  ];
  return csvText(rows);
}
