import { counted } from "../../counted.js";
import type { Annotations, Row, TaskState } from "../../data/annotations.js";
import { DataError } from "../../errors.js";
import { mean } from "../../metrics/mean.js";

/** Largest magnitude of a target: outputs are float32, and scaling needs the square of a target in float64. */
const MOST = 1e37;
/** Least standard deviation of a target relative to its mean: a hundred times the precision of float32 outputs. */
const LEAST_SPREAD = 1e-5;
/** Smaller magnitudes are less exact in float32. */
const LEAST_DEVIATION = 1e-37;

const shown = (value: number): string => String(Number(value.toPrecision(4)));

/** One or more numbers for each clip: the column `target`, separated by semicolons or a JSON list. */
export const NUMBERS: Annotations = {
  column: "target",
  mayBeEmpty: false,
  advice: (columns) =>
    columns.some((name) => name === "label" || name === "labels")
      ? "for labels, set task.name to classification or tagging; for numbers, name the column target"
      : null,
  parse(row: Row, source: string): string {
    return JSON.stringify(numbersOf(row["target"], source));
  },
  row: (annotation) => ({ target: numbersIn(annotation) }),
  quote: (annotation) => `"${numbersIn(annotation).join(";")}"`,
  isStratified: false,
  labelsOf: () => [],
  stratumOf: () => "",
  fit(annotations, path, placeOf): TaskState {
    const rows = annotations.map(numbersIn);
    const numDimensions = rows[0]!.length;
    const odd = rows.findIndex((row) => row.length !== numDimensions);
    if (odd !== -1) {
      throw new DataError(
        "TARGET",
        `data.train: ${placeOf(odd)}: expected ${counted(numDimensions, "number")} in the column target, as in ${placeOf(0)}, got ${rows[odd]!.length}; give every clip the same number of targets`,
      );
    }
    const columns = Array.from({ length: numDimensions }, (_, d) => rows.map((row) => row[d]!));
    const means = columns.map(mean);
    const deviations = columns.map((column, d) =>
      Math.sqrt(mean(column.map((value) => (value - means[d]!) ** 2))),
    );
    const constant = columns.findIndex((column) => column.every((value) => value === column[0]));
    if (constant !== -1) {
      const which = numDimensions === 1 ? "the target" : `target ${constant + 1}`;
      throw new DataError(
        "TARGET",
        `data.train: ${path}: ${which} is ${columns[constant]![0]} in every clip, so there is nothing to learn; leave it out, or add clips with other values`,
      );
    }
    const fine = columns.findIndex(
      (_, d) => deviations[d]! < Math.max(LEAST_SPREAD * Math.abs(means[d]!), LEAST_DEVIATION),
    );
    if (fine !== -1) {
      const which = numDimensions === 1 ? "the target" : `target ${fine + 1}`;
      throw new DataError(
        "TARGET",
        `data.train: ${path}: ${which} has a standard deviation of ${shown(deviations[fine]!)} around ${shown(means[fine]!)}, which float32 cannot resolve; subtract a constant from it, or use another unit`,
      );
    }
    return {
      labels: numDimensions === 1 ? ["target"] : columns.map((_, d) => `target ${d + 1}`),
      numbers: { mean: means, deviation: deviations },
    };
  },
  describe({ labels, numbers: { mean: means = [], deviation = [] } }) {
    return labels.map((name, d) => `${name} ${shown(means[d]!)} +/- ${shown(deviation[d]!)}`).join(", ");
  },
  problemOf(annotation, { labels }) {
    const { length } = numbersIn(annotation);
    return length === labels.length
      ? null
      : `expected ${counted(labels.length, "number")} in the column target, as in training, got ${length}; give every clip the same number of targets`;
  },
};

/** Reads an annotation that `NUMBERS.parse` returned. */
export function numbersIn(annotation: string): number[] {
  return JSON.parse(annotation) as number[];
}

function adviceFor(value: unknown): string {
  const text = String(value ?? "").trim();
  if (text === "") return "leave out clips without a target";
  if (/^-?\d+,\d+$/.test(text)) return `write a decimal point: ${text.replace(",", ".")}`;
  return "leave out clips without a number; for labels, set task.name to classification or tagging";
}

function numbersOf(value: unknown, source: string): number[] {
  const refuse = (): never => {
    throw new DataError(
      "FIELD",
      `${source}: target: expected a number from -1e37 to 1e37, or several separated by semicolons, got ${JSON.stringify(value)}; ${adviceFor(value)}`,
    );
  };
  let list: unknown = value;
  if (typeof value === "string") {
    const text = value.trim();
    try {
      list = text.startsWith("[") ? JSON.parse(text) : text.split(";");
    } catch {
      return refuse();
    }
  }
  const items: unknown[] = Array.isArray(list) ? list : [list];
  return items.map((item) => {
    const isNumber = typeof item === "number" || (typeof item === "string" && item.trim() !== "");
    const number = Number(item);
    return isNumber && Math.abs(number) <= MOST ? number : refuse();
  });
}
