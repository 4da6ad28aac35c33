// D = numbers of a clip.
import { counted } from "../../counted.js";
import type { Answer, TaskDescription } from "../answer.js";

/** @param names of the targets @param numbers [D], finite */
export function regressionAnswer(names: readonly string[], numbers: ArrayLike<number>): Answer {
  const values = names.map((name, d) => {
    const value = numbers[d]!;
    return { name, value, text: String(Number(value.toPrecision(4))), share: null, isChosen: true };
  });
  return {
    json: { numbers: Object.fromEntries(values.map(({ name, value }) => [name, value])) },
    brief: values.map(({ text }) => text).join(", "),
    values,
  };
}

export function describeRegressor(names: readonly string[]): TaskDescription {
  return {
    name: "regression",
    summary: counted(names.length, "number"),
    purpose: `predicts ${names.join(", ")}`,
    output: {
      name: "numbers",
      size: names.length,
      meaning: "Numbers in the units of the training data, in the order of the targets in the metadata.",
    },
    properties: { targets: names },
  };
}
