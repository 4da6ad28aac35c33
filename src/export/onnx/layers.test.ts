import { describe, expect, test } from "vitest";
import type { LayerCase } from "../../../tests/parity/layer.js";
import { ALL_CASES } from "../../../tests/parity/layer-cases.js";
import { asFunction } from "../../../tests/parity/layer-onnx.js";
import { exportFunction, largestDifference } from "../../../tests/support/onnx.js";

/** Cases without an ONNX form, with the reason. */
const REFUSED: [pattern: RegExp, message: RegExp][] = [
  [/on one clip$/, /called by layer \(\w+\): expected a batch of inputs/],
  [/by lengths/, /aten::index_select, called by layer \(\w+\), has no ONNX converter/],
  [
    /with projections$/,
    /aten::lstm\.input, called by layer \(LSTM\): ONNX has no projections of hidden states/,
  ],
];

const reasonOf = (name: string): RegExp | undefined =>
  REFUSED.find(([pattern]) => pattern.test(name) && !name.startsWith("InstanceNorm"))?.[1];

const EXPORTED = Object.entries(ALL_CASES).filter(([name]) => reasonOf(name) === undefined);

describe("outputs of libtorch and onnxruntime are equal for", () => {
  test.each(EXPORTED)("%s", async (_: string, testCase: LayerCase) => {
    const { layer, body, traced, tried } = asFunction(testCase);
    const model = exportFunction(body, traced, { modules: { layer } });
    expect(await largestDifference(model, body, [tried])).toBeLessThan(1e-4);
    layer.dispose();
  });
});

describe("an error names the layer and the operator of", () => {
  test.each(Object.entries(ALL_CASES).filter(([name]) => reasonOf(name) !== undefined))(
    "%s",
    (name: string, testCase: LayerCase) => {
      const { layer, body, traced } = asFunction(testCase);
      expect(() => exportFunction(body, traced.slice(0, 1), { modules: { layer } })).toThrow(reasonOf(name));
      layer.dispose();
    },
  );
});
