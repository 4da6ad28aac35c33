import { describe, expect, it, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { AcdNet } from "./acdnet.js";
import { acdNetSamples } from "./options.js";

const oracle = startOracle();

const SMALL = [3, 9, 2, 3, 4, 3, 4, 5, 4, 5, 6, 4];
const CASES: Record<string, EncoderCase> = {
  "two channels, and filters that run out before the poolings": {
    encoder: () => new AcdNet({ audioChannels: 2, channels: SMALL, frameSamples: 16, dropout: 0 }),
    reference: `AcdNet(2, [${SMALL}], 16)`,
    ...{ module: "acdnet", input: [2, 2, 1700] },
  },
  "dropout, and the fewest samples": {
    encoder: () => new AcdNet({ channels: SMALL, frameSamples: 8, dropout: 0.3 }),
    reference: `AcdNet(1, [${SMALL}], 8, dropout=0.3)`,
    ...{ module: "acdnet", input: [3, 1, acdNetSamples(8)] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s: equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});

it.each([
  // For 50 classes.
  ["ACDNet", [8, 64, 32, 64, 64, 128, 128, 256, 256, 512, 512, 50], 4.74],
  ["Micro-ACDNet", [7, 20, 10, 14, 22, 31, 35, 41, 51, 67, 69, 48], 0.131],
] as const)("%s has the number of parameters of the paper, in millions", (_, channels, millions) => {
  const model = new AcdNet({ channels, frameSamples: 200, dropout: 0.2 });
  const all = model.numParameters() + 50 * channels.at(-1)! + 50;
  expect(Number((all / 1e6).toPrecision(3))).toBe(millions);
  model.dispose();
});
