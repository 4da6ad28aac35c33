import { describe, expect, it, test } from "vitest";
import { type EncoderCase, expectEncoderParity } from "../../../tests/parity/encoder.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { scope } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { Ast } from "./ast.js";
import { AST } from "./options.js";

const oracle = startOracle();
const patches = { patchSize: 16, patchStride: 10, maxFrames: 60 };

const CASES: Record<string, EncoderCase> = {
  "two channels": {
    encoder: () =>
      new Ast({ numMels: 36, audioChannels: 2, depth: 2, heads: 3, headWidth: 4, dropout: 0.2, ...patches }),
    reference: "Ast(36, 2, 2, 3, 4, frames=60, dropout=0.2)",
    ...{ module: "ast", input: [2, 72, 60] },
  },
  "shorter clips than the longest": {
    encoder: () => new Ast({ numMels: 40, depth: 1, heads: 2, headWidth: 8, dropout: 0, ...patches }),
    reference: "Ast(40, 1, 1, 2, 8, frames=60)",
    ...{ module: "ast", input: [2, 40, 41] },
  },
};

describe.each(["float64", "float32"] as const)("%s", (dtype) => {
  test.each(Object.entries(CASES))("%s: equals the reference", async (_, testCase) => {
    await expectEncoderParity(oracle, dtype, testCase);
  });
});

it("refuses clips that are longer than its positions", () => {
  const model = new Ast({ numMels: 16, depth: 1, heads: 1, headWidth: 4, dropout: 0, ...patches });
  const { most } = AST.needs(AST.options.parse({ max_frames: 60 }));
  scope(() => {
    expect(model.forward(ops.zeros([1, 16, most!.frames])).frames!.shape).toEqual([1, 4, 5]);
    expect(() => model.forward(ops.zeros([1, 16, most!.frames + 1]))).toThrow(
      /6 columns of patches, and model\.max_frames 60 has positions for 5; take shorter clips or a larger/,
    );
  });
  model.dispose();
});
