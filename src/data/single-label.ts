import { counted } from "../counted.js";
import { DataError } from "../errors.js";
import { type Annotations, type Row, type TaskState, textOf } from "./annotations.js";
import { splitAdvice, splitOf } from "./split-names.js";

/** One label for each clip, in the column `label`. */
export const SINGLE_LABEL: Annotations = {
  column: "label",
  mayBeEmpty: false,
  advice: (columns) =>
    columns.includes("labels") ? "for several labels a clip, set task.name to tagging" : null,
  parse(row: Row, source: string): string {
    const remedy = isList(row["label"])
      ? "; for several labels a clip, set task.name to tagging and name the column labels"
      : row["label"] === ""
        ? "; leave the row out, or set task.name to tagging, where a clip may have no label"
        : "";
    const label = textOf(row, "label", source, remedy).normalize();
    if (remedy === "") return label;
    throw new DataError("FIELD", `${source}: label: expected one label, got the list ${label}${remedy}`);
  },
  row: (label) => ({ label }),
  quote: (label) => `"${label}"`,
  isStratified: true,
  labelsOf: (label) => [label],
  stratumOf: (label) => label,
  fit(annotations, path): TaskState {
    const labels = [...new Set(annotations)].sort();
    if (labels.length >= 2) {
      const counts = new Map(labels.map((label) => [label, 0]));
      for (const label of annotations) counts.set(label, counts.get(label)! + 1);
      return { labels, numbers: { num_clips: labels.map((label) => counts.get(label)!) } };
    }
    const advice = splitAdvice(path, labels);
    throw new DataError(
      "CLASSES",
      `data.train: ${path}: expected two labels or more, found only "${labels[0]}"${advice === null ? "" : `; if that is a folder of labels, ${advice}`}`,
    );
  },
  describe: describeLabels,
  problemOf: (label, { labels }) => describeStrangers([label], labels),
};

/** True for a list, also one written as JSON in a cell of CSV: `["dog", "rain"]`. */
function isList(value: unknown): boolean {
  if (typeof value !== "string" || !/^\[\s*"/.test(value)) return Array.isArray(value);
  try {
    return Array.isArray(JSON.parse(value));
  } catch {
    return false;
  }
}

/** Returns `3 labels: bass, organ, piano`. */
export function describeLabels({ labels }: TaskState): string {
  return `${counted(labels.length, "label")}: ${labels.join(", ")}`;
}

/** Returns the problem of labels that training lacks; null if there are none. */
export function describeStrangers(own: readonly string[], labels: readonly string[]): string | null {
  const known = new Set(labels.map((label) => label.normalize()));
  const stranger = own.find((label) => !known.has(label.normalize()));
  if (stranger === undefined) return null;
  const advice =
    splitOf(stranger) === null
      ? "add clips of it to training, or leave these out"
      : "if it is the name of a split, give its folder, which has one folder per label";
  return `the label "${stranger}" is not in training, which has ${labels.join(", ")}; ${advice}`;
}
