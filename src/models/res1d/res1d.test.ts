import { describe, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { Res1d } from "./res1d.js";

const oracle = startOracle();

const CASES: Record<string, EncoderCase> = {
  "two channels": {
    encoder: () =>
      new Res1d({ audioChannels: 2, channels: [4, 6, 8], blocks: 2, blockDropout: 0.1, dropout: 0.5 }),
    reference: "Res1d(2, [4, 6, 8], 2)",
    ...{ module: "res1d", input: [2, 2, 400] },
  },
  "channels that a stage keeps": {
    encoder: () => new Res1d({ channels: [4, 8, 8, 16], blocks: 1, blockDropout: 0, dropout: 0 }),
    reference: "Res1d(1, [4, 8, 8, 16], 1, 0.0, 0.0)",
    ...{ module: "res1d", input: [2, 1, 700] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s: equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});
