import { describe, expect, it, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { BcResNet } from "./bc-resnet.js";
import { BC_RESNET } from "./options.js";

const oracle = startOracle();

const CASES: Record<string, EncoderCase> = {
  "two channels": {
    encoder: () =>
      new BcResNet({ audioChannels: 2, tau: 0.5, blocks: [1, 2, 1, 2], subBands: 5, dropout: 0.1 }),
    reference: "BcResNet(2, 0.5, [1, 2, 1, 2])",
    ...{ module: "bc_resnet", input: [2, 80, 20] },
  },
  "bands that are rounded up": {
    encoder: () => new BcResNet({ tau: 0.75, blocks: [1, 1, 1, 1], subBands: 2, dropout: 0 }),
    reference: "BcResNet(1, 0.75, [1, 1, 1, 1], 2, 0.0)",
    ...{ module: "bc_resnet", input: [2, 47, 20] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s: equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});

it.each([
  [1, 9.2],
  [8, 321],
])("has the published number of parameters at tau %s: %s thousand with 12 classes", (tau, thousands) => {
  const model = new BcResNet({ tau, blocks: [2, 2, 4, 4], subBands: 5, dropout: 0.1 });
  const actual = (model.numParameters() + 12 * model.width + 12) / 1000;
  expect(Math.abs(actual - thousands) / thousands, `${actual}`).toBeLessThan(0.01);
  model.dispose();
});

it("names numbers of mel bands that its sub-bands divide", () => {
  const { refuse } = BC_RESNET.needs(BC_RESNET.options.parse({}));
  for (const numMels of [40, 39, 80, 120]) expect(refuse!(numMels)).toBeNull();
  expect(refuse!(64)).toBe(
    "64 channels of features become 32, 16, 8 rows in the model, which needs at least 5 and multiples of model.sub_bands 5; take 40 or 80, such as front_end.num_mels=40.",
  );
  expect(BC_RESNET.needs(BC_RESNET.options.parse({ sub_bands: 2 })).refuse!(30)).toMatch(/take 48 or 96/);
});
