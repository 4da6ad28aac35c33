// C = classes.
import type { Answer, TaskDescription } from "../answer.js";

/** Returns the most probable label with the probability of every label. @param probabilities [C], finite */
export function classificationAnswer(labels: readonly string[], probabilities: ArrayLike<number>): Answer {
  const values = labels
    .map((name, i) => ({ name, value: probabilities[i]! }))
    .sort((a, b) => b.value - a.value)
    .map(({ name, value }, rank) => ({
      ...{ name, value, text: `${(100 * value).toFixed(1)}%`, share: value },
      isChosen: rank === 0,
    }));
  const label = values[0]!.name;
  return {
    json: { label, probabilities: Object.fromEntries(labels.map((name, i) => [name, probabilities[i]!])) },
    brief: label,
    values,
  };
}

export function describeClassifier(labels: readonly string[]): TaskDescription {
  return {
    name: "classification",
    summary: `${labels.length} labels`,
    purpose: `predicts one of ${labels.length} labels`,
    output: {
      name: "probabilities",
      size: labels.length,
      meaning: "Probabilities of the labels in the metadata, in their order.",
    },
    properties: { labels },
  };
}
