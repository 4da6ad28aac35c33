import { expect, it } from "vitest";
import { describeRegressor, regressionAnswer } from "./answer.js";

it("answers with every number by the name of its target, in the targets' order", () => {
  const { json, brief, values } = regressionAnswer(["pitch", "level"], Float64Array.of(440.0625, -1e6));
  expect(json).toEqual({ numbers: { pitch: 440.0625, level: -1e6 } });
  expect(brief).toBe("440.1, -1000000");
  expect(values).toEqual([
    { name: "pitch", value: 440.0625, text: "440.1", share: null, isChosen: true },
    { name: "level", value: -1e6, text: "-1000000", share: null, isChosen: true },
  ]);
});

it("describes the targets in JSON", () => {
  const description = describeRegressor(["pitch"]);
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  expect(description).toMatchObject({
    ...{ summary: "1 number", purpose: "predicts pitch", properties: { targets: ["pitch"] } },
  });
});
