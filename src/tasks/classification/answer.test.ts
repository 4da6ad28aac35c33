import { describe, expect, it } from "vitest";
import { classificationAnswer, describeClassifier } from "./answer.js";

const labels = ["low", "mid", "10", "high"];

describe("the answer of a classifier", () => {
  it("is the most probable label, with the probability of every label", () => {
    const { json, brief } = classificationAnswer(labels, Float64Array.of(0.1, 0.25, 0.05, 0.6));
    expect(json).toEqual({ label: "high", probabilities: { low: 0.1, mid: 0.25, 10: 0.05, high: 0.6 } });
    expect(brief).toBe("high");
  });

  it("lists the labels by probability, equal ones in the order of the labels, and marks the first", () => {
    const { values, brief } = classificationAnswer(labels, [0.125, 0.375, 0.125, 0.375]);
    expect(values).toEqual([
      { name: "mid", value: 0.375, text: "37.5%", share: 0.375, isChosen: true },
      { name: "high", value: 0.375, text: "37.5%", share: 0.375, isChosen: false },
      { name: "low", value: 0.125, text: "12.5%", share: 0.125, isChosen: false },
      { name: "10", value: 0.125, text: "12.5%", share: 0.125, isChosen: false },
    ]);
    expect(brief).toBe("mid");
  });
});

it("a classifier describes its outputs in JSON", () => {
  const description = describeClassifier(labels);
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  expect(description).toMatchObject({
    ...{ name: "classification", summary: "4 labels", properties: { labels } },
    output: { name: "probabilities", size: 4 },
  });
});
