/** Reads a model's outputs as rows to show. Pure. */
import type { Outputs } from "./model-worker.js";

export interface Score {
  label: string;
  value: number;
  /** From which the label counts; null if only the highest counts. */
  threshold: number | null;
}

export type Answer =
  | { kind: "scores"; scores: readonly Score[]; isOneLabel: boolean }
  | { kind: "numbers"; numbers: readonly { name: string; value: number }[] }
  | {
      kind: "frames";
      /** The highest score of each label. */
      scores: readonly Score[];
      labels: readonly string[];
      /** [labels, frames] */
      data: Float32Array;
      numFrames: number;
    };

type Metadata = Readonly<Record<string, string>>;

const listOf = <T>(metadata: Metadata, key: string): readonly T[] => {
  try {
    const value: unknown = JSON.parse(metadata[key] ?? "[]");
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
};

/** @throws Error for outputs of a task that the page does not know */
export function answerOf(outputs: Outputs, metadata: Metadata): Answer {
  const labels = listOf<string>(metadata, "labels");
  const thresholds = listOf<number>(metadata, "thresholds");
  const { probabilities, numbers, frames } = outputs;
  if (probabilities !== undefined) {
    const isOneLabel = metadata["task"] === "classification";
    return {
      ...{ kind: "scores", isOneLabel },
      scores: Array.from(probabilities.data, (value, i) => ({
        label: labels[i] ?? `label ${i}`,
        value,
        threshold: isOneLabel ? null : (thresholds[i] ?? null),
      })),
    };
  }
  if (numbers !== undefined) {
    const targets = listOf<string | { name: string }>(metadata, "targets");
    const nameOf = (i: number): string => {
      const target = targets[i];
      return typeof target === "string" ? target : (target?.name ?? `number ${i}`);
    };
    return {
      kind: "numbers",
      numbers: Array.from(numbers.data, (value, i) => ({ name: nameOf(i), value })),
    };
  }
  if (frames !== undefined) {
    const numFrames = frames.dims[2] ?? 0;
    // With attention, further rows are weights.
    const data = frames.data.subarray(0, labels.length * numFrames);
    const scores = labels.map((label, row) => ({
      label,
      value: data
        .subarray(row * numFrames, (row + 1) * numFrames)
        .reduce((most, one) => Math.max(most, one), 0),
      threshold: thresholds[row] ?? null,
    }));
    return { kind: "frames", scores, labels, data, numFrames };
  }
  throw new Error(`the model computes ${Object.keys(outputs).join(", ")}, which this page cannot show`);
}

/** The highest first; of equal ones in the model's order. */
export function top(scores: readonly Score[], count: number): Score[] {
  return [...scores].sort((a, b) => b.value - a.value).slice(0, count);
}
