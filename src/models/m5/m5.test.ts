import { describe, expect, it, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { M5 } from "./m5.js";

const oracle = startOracle();

const CASES: Record<string, EncoderCase> = {
  "two channels": {
    encoder: () => new M5({ audioChannels: 2, channels: [4, 6, 8], kernelSamples: 17, dropout: 0.2 }),
    reference: "M5(2, [4, 6, 8], 17, dropout=0.2)",
    ...{ module: "m5", input: [2, 2, 1100] },
  },
  "the filters of the paper": {
    encoder: () => new M5({ channels: [4, 4, 6, 8], kernelSamples: 80, dropout: 0 }),
    reference: "M5(1, [4, 4, 6, 8], 80)",
    ...{ module: "m5", input: [2, 1, 3000] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s: equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});

it("has the number of parameters of the paper, with a head of 10 classes", () => {
  const model = new M5({ channels: [128, 128, 256, 512], kernelSamples: 80, dropout: 0 });
  // 559 thousand, table 1.
  expect(Math.round((model.numParameters() + 10 * 512 + 10) / 1000)).toBe(559);
  model.dispose();
});
