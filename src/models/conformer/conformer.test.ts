import { describe, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { Conformer } from "./conformer.js";

const oracle = startOracle();

const CASES: Record<string, EncoderCase> = {
  "two channels": {
    encoder: () =>
      new Conformer({
        ...{ numMels: 10, audioChannels: 2, depth: 2, heads: 2, headWidth: 4, kernelFrames: 5, dropout: 0.1 },
      }),
    reference: "Conformer(10, 2, 2, 2, 4, 5, 0.1)",
    ...{ module: "conformer", input: [2, 20, 30] },
  },
  "a kernel longer than the clip": {
    encoder: () =>
      new Conformer({ numMels: 8, depth: 1, heads: 1, headWidth: 6, kernelFrames: 31, dropout: 0 }),
    reference: "Conformer(8, 1, 1, 1, 6, 31, 0.0)",
    ...{ module: "conformer", input: [2, 8, 21] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s: equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});
