import { describe, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { RESNET_BLOCKS } from "./options.js";
import { ResNet } from "./resnet.js";

const oracle = startOracle();

const CASES: Record<string, EncoderCase> = {
  resnet18: {
    encoder: () =>
      new ResNet({ audioChannels: 2, blocks: RESNET_BLOCKS.resnet18, width: 1 / 16, dropout: 0.3 }),
    reference: "ResNet(2, [2, 2, 2, 2], 4, dropout=0.3)",
    ...{ module: "resnet", input: [3, 80, 45] },
  },
  resnet34: {
    encoder: () => new ResNet({ blocks: RESNET_BLOCKS.resnet34, width: 1 / 16, dropout: 0 }),
    reference: "ResNet(1, [3, 4, 6, 3], 4)",
    ...{ module: "resnet", input: [3, 40, 33] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});
