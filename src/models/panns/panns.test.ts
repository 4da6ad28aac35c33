import { describe, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { PANNS_LAYOUTS } from "./options.js";
import { Panns } from "./panns.js";

const oracle = startOracle();
const dropouts = { blockDropout: 0.2, dropout: 0.5 };

const CASES: Record<string, EncoderCase> = {
  cnn6: {
    encoder: () =>
      new Panns({ numMels: 18, audioChannels: 2, layout: PANNS_LAYOUTS.cnn6, width: 1 / 16, ...dropouts }),
    reference: "Panns(18, 2, [4, 8, 16, 32], kernel=5, convs=1, poolings=4)",
    ...{ module: "panns", input: [2, 36, 35] },
  },
  cnn10: {
    encoder: () => new Panns({ numMels: 16, layout: PANNS_LAYOUTS.cnn10, width: 1 / 16, ...dropouts }),
    reference: "Panns(16, 1, [4, 8, 16, 32], kernel=3, convs=2, poolings=4)",
    ...{ module: "panns", input: [2, 16, 33] },
  },
  cnn14: {
    encoder: () => new Panns({ numMels: 33, layout: PANNS_LAYOUTS.cnn14, width: 1 / 32, ...dropouts }),
    reference: "Panns(33, 1, [2, 4, 8, 16, 32, 64], kernel=3, convs=2, poolings=5)",
    ...{ module: "panns", input: [2, 33, 66] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});
