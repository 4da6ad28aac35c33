import { describe, expect, it, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { MobileNet } from "./mobilenet.js";

const oracle = startOracle();

const CASES: Record<string, EncoderCase> = {
  "two channels": {
    encoder: () => new MobileNet({ audioChannels: 2, width: 0.1, dropout: 0.2, normMomentum: 0.01 }),
    reference: "MobileNet(2, 0.1, 0.2, 0.01)",
    ...{ module: "mobilenet", input: [3, 80, 45] },
  },
  "widths that are rounded": {
    encoder: () => new MobileNet({ width: 0.22, dropout: 0, normMomentum: 0.1 }),
    reference: "MobileNet(1, 0.22, 0.0)",
    ...{ module: "mobilenet", input: [3, 32, 33] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s: equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});

it.each([
  [0.4, 0.983],
  [1, 4.88],
])("has the published number of parameters at width %s: %s million with 527 classes", (width, millions) => {
  const model = new MobileNet({ width, dropout: 0.2, normMomentum: 0.01 });
  const head = 527 * model.width + 527;
  expect((model.numParameters() + head) / 1e6).toBeCloseTo(millions, 2);
  model.dispose();
});
