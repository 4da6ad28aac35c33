import { describe, expect, it, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { Crnn } from "./crnn.js";

const oracle = startOracle();

const CASES: Record<string, EncoderCase> = {
  "two channels, one layer": {
    encoder: () =>
      new Crnn({
        ...{ numMels: 10, audioChannels: 2, channels: [4, 6], timePoolings: 1, hidden: 5, layers: 1 },
        dropout: 0.25,
      }),
    reference: "Crnn(10, 2, [4, 6], 1, 5)",
    ...{ module: "crnn", input: [2, 20, 21] },
  },
  "two layers, every frame": {
    encoder: () =>
      new Crnn({ numMels: 9, channels: [4, 4, 4], timePoolings: 0, hidden: 3, layers: 2, dropout: 0.25 }),
    reference: "Crnn(9, 1, [4, 4, 4], 0, 3, 2)",
    ...{ module: "crnn", input: [2, 9, 12] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s: equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});

it("refuses more poolings of time than blocks", () => {
  const options = { numMels: 16, channels: [4, 4], timePoolings: 3, hidden: 4, layers: 1, dropout: 0 };
  expect(() => new Crnn(options)).toThrow(
    "model.time_poolings: expected at most the 2 blocks of model.channels, got 3",
  );
});
