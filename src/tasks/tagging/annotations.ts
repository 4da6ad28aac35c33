import type { Annotations, Row, SeveralLabels, TaskState } from "../../data/annotations.js";
import { describeLabels, describeStrangers } from "../../data/single-label.js";
import { DataError } from "../../errors.js";

/** The labels of a clip. */
export interface Tags {
  /** Sorted. */
  labels: readonly string[];
  /** Labels that may or may not be right: they count as neither. Sorted. */
  ignored: readonly string[];
  /** Secondary labels, if these are kept apart. Sorted. */
  secondary?: readonly string[];
}

/** How secondary labels are read: as ignored labels, as labels, or apart from both, so that either can be chosen later. */
export type SecondaryLabels = "ignore" | "positive" | "keep";

/**
 * Several labels for each clip, or none: the column `labels`, separated by semicolons or a JSON list. The columns
 * `ignored_labels` and `secondary_labels` may name labels that are uncertain.
 */
export class TagAnnotations implements Annotations {
  readonly column = "labels";
  readonly mayBeEmpty = true;
  readonly isStratified = false;
  readonly several: SeveralLabels = { cellOf: (labels) => labels, merge };
  readonly #secondary: SecondaryLabels;

  constructor(secondary: SecondaryLabels) {
    this.#secondary = secondary;
  }

  advice(columns: readonly string[]): string | null {
    if (columns.includes("label"))
      return "for one label a clip, set task.name to classification; for several, name the column labels and separate them by semicolons, or set data.columns.label to label for a row for each label";
    return columns.includes("target") ? "for numbers, set task.name to regression" : null;
  }

  parse(row: Row, source: string): string {
    const optional = (column: string): string[] =>
      row[column] === undefined ? [] : listOf(row, column, source);
    const labels = new Set(listOf(row, "labels", source));
    const kinds = { labels, ignored: new Set(optional("ignored_labels")), secondary: new Set<string>() };
    const secondary = { ignore: kinds.ignored, positive: labels, keep: kinds.secondary }[this.#secondary];
    for (const label of optional("secondary_labels")) secondary.add(label);
    const uncertain = (kind: Set<string>): string[] => [...kind].filter((label) => !labels.has(label));
    return format([...labels], uncertain(kinds.ignored), uncertain(kinds.secondary));
  }

  row(annotation: string): Row {
    const { labels, ignored, secondary = [] } = tagsIn(annotation);
    return {
      labels,
      ...(ignored.length === 0 ? {} : { ignored_labels: ignored }),
      ...(secondary.length === 0 ? {} : { secondary_labels: secondary }),
    };
  }

  quote(annotation: string): string {
    const { labels, ignored, secondary = [] } = tagsIn(annotation);
    const uncertain = (kind: string, names: readonly string[]): string =>
      names.length === 0 ? "" : ` (${kind}: ${quoted(names)})`;
    return `${quoted(labels)}${uncertain("ignored", ignored)}${uncertain("secondary", secondary)}`;
  }

  otherReadings(annotation: string): readonly string[] {
    const row = this.row(annotation);
    return (["ignore", "positive"] as const).map((kind) => new TagAnnotations(kind).parse(row, ""));
  }

  labelsOf(annotation: string): readonly string[] {
    return tagsIn(annotation).labels;
  }

  stratumOf(): string {
    return "";
  }

  fit(annotations: readonly string[], path: string): TaskState {
    const counts = new Map<string, number>();
    const unknown = new Map<string, number>();
    for (const annotation of annotations) {
      const tags = tagsIn(annotation);
      for (const label of tags.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
      for (const label of tags.ignored) unknown.set(label, (unknown.get(label) ?? 0) + 1);
    }
    if (counts.size === 0) {
      throw new DataError(
        "CLASSES",
        `data.train: ${path}: no clip has a label; expected labels in the column labels, separated by semicolons`,
      );
    }
    const labels = [...counts.keys()].sort();
    return {
      labels,
      numbers: {
        num_positive: labels.map((label) => counts.get(label)!),
        num_negative: labels.map(
          (label) => annotations.length - counts.get(label)! - (unknown.get(label) ?? 0),
        ),
      },
    };
  }

  describe(state: TaskState): string {
    return describeLabels(state);
  }

  problemOf(annotation: string, { labels }: TaskState): string | null {
    return describeStrangers(tagsIn(annotation).labels, labels);
  }
}

/** Returns the canonical form of an annotation. */
function format(labels: string[], ignored: string[], secondary: string[]): string {
  const tags = { labels: labels.sort(), ignored: ignored.sort(), secondary: secondary.sort() };
  if (secondary.length > 0) return JSON.stringify(tags);
  return JSON.stringify(ignored.length === 0 ? tags.labels : { labels: tags.labels, ignored: tags.ignored });
}

/** Returns `"dog;rain"`, or a JSON list where a label has a semicolon. */
function quoted(labels: readonly string[]): string {
  return labels.some((label) => label.includes(";")) ? JSON.stringify(labels) : `"${labels.join(";")}"`;
}

/** A label that one annotation is sure of is sure. */
function merge(annotations: readonly string[]): string {
  const all = annotations.map(tagsIn);
  const union = (labelsOf: (tags: Tags) => readonly string[]): string[] => [
    ...new Set(all.flatMap(labelsOf)),
  ];
  const labels = union((tags) => tags.labels);
  const uncertain = (labelsOf: (tags: Tags) => readonly string[]): string[] =>
    union(labelsOf).filter((label) => !labels.includes(label));
  return format(
    labels,
    uncertain((tags) => tags.ignored),
    uncertain((tags) => tags.secondary ?? []),
  );
}

/** Reads an annotation that `TagAnnotations.parse` returned. */
export function tagsIn(annotation: string): Tags {
  const value = JSON.parse(annotation) as string[] | Tags;
  return Array.isArray(value) ? { labels: value, ignored: [] } : value;
}

function listOf(row: Row, column: string, source: string): string[] {
  const value = row[column];
  const refuse = (why: string): never => {
    throw new DataError(
      "FIELD",
      `${source}: ${column}: expected labels separated by semicolons or a JSON list of text, such as ["dog", "rain"], ${why}`,
    );
  };
  let list: unknown = value;
  if (typeof value === "string") {
    const text = value.trim();
    if (text === "") return [];
    if (text.startsWith("[") || text.startsWith("{")) {
      try {
        list = JSON.parse(text);
      } catch {
        refuse(`got ${JSON.stringify(value)}`);
      }
    } else list = text.split(";");
  }
  if (!Array.isArray(list)) return refuse(`got ${JSON.stringify(value)}`);
  return list.map((label: unknown) => {
    if (typeof label !== "string" || label.trim() === "")
      return refuse(
        typeof label === "string"
          ? `got ${JSON.stringify(value)} with an empty label; remove it`
          : `got ${JSON.stringify(value)} with ${JSON.stringify(label)}; write labels as text`,
      );
    return label.trim().normalize();
  });
}
