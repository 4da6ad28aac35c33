import { expect, it } from "vitest";
import { describeTagger, taggingAnswer } from "./answer.js";

const tags = { labels: ["drums", "bass", "voice"], thresholds: [0.3, 0.5, 0.75] };

it("answers with the labels that reach their thresholds, which come before more probable ones that do not", () => {
  const { json, brief, values } = taggingAnswer(tags, [0.3, 0.5, 0.625]);
  expect(json).toEqual({ labels: ["bass", "drums"], probabilities: { drums: 0.3, bass: 0.5, voice: 0.625 } });
  expect(brief).toBe("bass, drums");
  expect(values).toEqual([
    { name: "bass", value: 0.5, text: "50.0%", share: 0.5, isChosen: true },
    { name: "drums", value: 0.3, text: "30.0%", share: 0.3, isChosen: true },
    { name: "voice", value: 0.625, text: "62.5% (below 75.0%)", share: 0.625, isChosen: false },
  ]);
});

it("answers with no label if none reaches its threshold", () => {
  const { json, brief } = taggingAnswer(tags, [0.25, 0.25, 0.25]);
  expect([json["labels"], brief]).toEqual([[], "no label"]);
});

it("describes labels and thresholds in JSON", () => {
  const description = describeTagger(tags);
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  expect(description.properties).toEqual(tags);
  expect(description.purpose).toBe("predicts any of 3 labels");
});

it("describes a single label in the singular", () => {
  const { purpose, summary } = describeTagger({ labels: ["drums"], thresholds: [0.5] });
  expect([purpose, summary]).toEqual(["predicts any of 1 label", "1 label"]);
});
