/** Recognizes several labels in one cell that are read as one label: `dog;rain`. */
import type { Warn } from "./files.js";

/** Warns of the first label that is a list in which another label of the set stands. */
export function warnOfJoinedLabels(labels: readonly string[], key: string, warn: Warn): void {
  const known = new Set(labels);
  const first = labels.find((label) => partsOf(label).some((part) => part !== label && known.has(part)));
  if (first === undefined) return;
  const part = partsOf(first).find((one) => known.has(one))!;
  warn(
    `warning: ${key}: ${JSON.stringify(first)} is read as one label, although ${JSON.stringify(part)} is a label too. ` +
      "For several labels in a cell, set task.name to tagging, name the column in data.columns.labels, and separate the labels by semicolons",
  );
}

const partsOf = (label: string): string[] => label.split(/[;,|]/).map((part) => part.trim());
