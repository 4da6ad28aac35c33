// C = labels.
import { counted } from "../../counted.js";
import type { Answer, TaskDescription } from "../answer.js";

/** Labels, each with the probability from which on it is predicted. */
export interface Tags {
  labels: readonly string[];
  thresholds: readonly number[];
}

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

/** Returns the labels that reach their thresholds, with the probability of every label. @param probabilities [C], finite */
export function taggingAnswer({ labels, thresholds }: Tags, probabilities: ArrayLike<number>): Answer {
  const values = labels
    .map((name, i) => {
      const value = probabilities[i]!;
      const isChosen = value >= thresholds[i]!;
      const text = isChosen ? percent(value) : `${percent(value)} (below ${percent(thresholds[i]!)})`;
      return { name, value, text, share: value, isChosen };
    })
    .sort((a, b) => Number(b.isChosen) - Number(a.isChosen) || b.value - a.value);
  const chosen = values.filter(({ isChosen }) => isChosen).map(({ name }) => name);
  return {
    json: {
      labels: chosen,
      probabilities: Object.fromEntries(labels.map((name, i) => [name, probabilities[i]!])),
    },
    brief: chosen.length === 0 ? "no label" : chosen.join(", "),
    values,
  };
}

export function describeTagger({ labels, thresholds }: Tags): TaskDescription {
  return {
    name: "tagging",
    summary: counted(labels.length, "label"),
    purpose: `predicts any of ${counted(labels.length, "label")}`,
    output: {
      name: "probabilities",
      size: labels.length,
      meaning:
        "Probability of each label in the metadata, in their order. A label is predicted if its probability reaches its threshold.",
    },
    properties: { labels, thresholds },
  };
}
