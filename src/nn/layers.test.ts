import { describe, expect, test } from "vitest";
import { expectLayerParity, type LayerCase } from "../../tests/parity/layer.js";
import { startOracle } from "../../tests/support/oracle.js";
import { manualSeed, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import {
  AdaptiveAvgPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  Dropout,
  Flatten,
  GELU,
  LayerNorm,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
} from "./index.js";

const oracle = startOracle();

const CASES: Record<string, LayerCase> = {
  "Linear on [B, in]": { layer: () => new Linear(5, 7), torch: "nn.Linear(5, 7)", input: [4, 5] },
  "Linear on [B, T, in] without bias": {
    layer: () => new Linear(5, 3, { bias: false }),
    torch: "nn.Linear(5, 3, bias=False)",
    input: [2, 4, 5],
  },
  Conv1d: { layer: () => new Conv1d(3, 6, 5), torch: "nn.Conv1d(3, 6, 5)", input: [2, 3, 20] },
  "Conv1d with every option": {
    layer: () => new Conv1d(4, 6, 3, { stride: 2, padding: 3, dilation: 2, groups: 2, bias: false }),
    torch: "nn.Conv1d(4, 6, 3, stride=2, padding=3, dilation=2, groups=2, bias=False)",
    input: [2, 4, 21],
  },
  "Conv1d on one clip": { layer: () => new Conv1d(3, 6, 5), torch: "nn.Conv1d(3, 6, 5)", input: [3, 20] },
  Conv2d: { layer: () => new Conv2d(3, 4, 3), torch: "nn.Conv2d(3, 4, 3)", input: [2, 3, 8, 9] },
  "Conv2d with every option, a number each": {
    layer: () => new Conv2d(4, 6, 3, { stride: 2, padding: 2, dilation: 2, groups: 2 }),
    torch: "nn.Conv2d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2)",
    input: [2, 4, 9, 10],
  },
  "Conv2d with every option, one an axis": {
    layer: () => new Conv2d(2, 4, [3, 2], { stride: [2, 1], padding: [0, 1], dilation: [1, 2], bias: false }),
    torch: "nn.Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(0, 1), dilation=(1, 2), bias=False)",
    input: [2, 2, 9, 8],
  },
  "Conv2d, depthwise": {
    layer: () => new Conv2d(4, 4, 3, { padding: 1, groups: 4 }),
    torch: "nn.Conv2d(4, 4, 3, padding=1, groups=4)",
    input: [2, 4, 6, 6],
  },
  "BatchNorm1d on [B, C], three steps": {
    layer: () => new BatchNorm1d(5),
    torch: "nn.BatchNorm1d(5)",
    input: [6, 5],
    numSteps: 3,
  },
  "BatchNorm1d on [B, C, T], own eps and momentum": {
    layer: () => new BatchNorm1d(3, { eps: 1e-2, momentum: 0.4 }),
    torch: "nn.BatchNorm1d(3, eps=1e-2, momentum=0.4)",
    input: [4, 3, 7],
    numSteps: 3,
  },
  "BatchNorm1d in evaluation": {
    layer: () => new BatchNorm1d(3),
    torch: "nn.BatchNorm1d(3)",
    input: [4, 3, 7],
    isEval: true,
  },
  "BatchNorm2d, three steps": {
    layer: () => new BatchNorm2d(3),
    torch: "nn.BatchNorm2d(3)",
    input: [4, 3, 5, 6],
    numSteps: 3,
  },
  "BatchNorm2d, own eps and momentum": {
    layer: () => new BatchNorm2d(3, { eps: 0.1, momentum: 0.7 }),
    torch: "nn.BatchNorm2d(3, eps=0.1, momentum=0.7)",
    input: [4, 3, 5, 6],
    numSteps: 2,
  },
  "BatchNorm2d in evaluation": {
    layer: () => new BatchNorm2d(3, { eps: 0.1 }),
    torch: "nn.BatchNorm2d(3, eps=0.1)",
    input: [1, 3, 5, 6],
    isEval: true,
  },
  LayerNorm: { layer: () => new LayerNorm(6), torch: "nn.LayerNorm(6)", input: [3, 4, 6] },
  "LayerNorm over two dimensions, own eps": {
    layer: () => new LayerNorm([4, 6], { eps: 0.05 }),
    torch: "nn.LayerNorm([4, 6], eps=0.05)",
    input: [3, 4, 6],
  },
  ReLU: { layer: () => new ReLU(), torch: "nn.ReLU()", input: [3, 40] },
  GELU: { layer: () => new GELU(), torch: "nn.GELU()", input: [3, 40] },
  "GELU by tanh": {
    layer: () => new GELU({ approximate: "tanh" }),
    torch: "nn.GELU(approximate='tanh')",
    input: [3, 40],
  },
  MaxPool2d: { layer: () => new MaxPool2d(2), torch: "nn.MaxPool2d(2)", input: [2, 3, 7, 8] },
  "MaxPool2d with every option": {
    layer: () => new MaxPool2d([3, 2], { stride: [2, 1], padding: [1, 1] }),
    torch: "nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 1))",
    input: [2, 3, 7, 8],
  },
  AvgPool2d: { layer: () => new AvgPool2d([2, 3]), torch: "nn.AvgPool2d((2, 3))", input: [2, 3, 7, 8] },
  "AvgPool2d with every option": {
    layer: () => new AvgPool2d(3, { stride: 2, padding: 1 }),
    torch: "nn.AvgPool2d(3, stride=2, padding=1)",
    input: [2, 3, 7, 8],
  },
  AdaptiveAvgPool2d: {
    layer: () => new AdaptiveAvgPool2d([2, 3]),
    torch: "nn.AdaptiveAvgPool2d((2, 3))",
    input: [2, 3, 7, 8],
  },
  "AdaptiveAvgPool2d to one value": {
    layer: () => new AdaptiveAvgPool2d(1),
    torch: "nn.AdaptiveAvgPool2d(1)",
    input: [2, 3, 7, 8],
  },
  Flatten: { layer: () => new Flatten(), torch: "nn.Flatten()", input: [2, 3, 4, 5] },
  "Dropout: the mask of the same seed": {
    layer: () => new Dropout(0.3),
    torch: "nn.Dropout(0.3)",
    input: [20, 30],
    numSteps: 2,
  },
  "Dropout in evaluation": {
    layer: () => new Dropout(0.3),
    torch: "nn.Dropout(0.3)",
    input: [4, 5],
    isEval: true,
  },
  "a nested Sequential": {
    layer: () =>
      new Sequential(
        new Sequential(new Conv2d(1, 4, 3, { padding: 1, bias: false }), new BatchNorm2d(4), new ReLU()),
        new MaxPool2d(2),
        new Flatten(),
        new Dropout(0.5),
        new Linear(4 * 3 * 4, 5),
        new LayerNorm(5),
      ),
    torch: `nn.Sequential(
      nn.Sequential(nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU()),
      nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.5), nn.Linear(48, 5), nn.LayerNorm(5))`,
    input: [3, 1, 6, 8],
    numSteps: 2,
  },
};

describe.each(["float64", "float32"] as const)("layers in %s equal PyTorch's", (dtype) => {
  test.each(Object.entries(CASES))("%s", (_, testCase) => expectLayerParity(oracle, dtype, testCase));
});

describe("the same seed produces PyTorch's initial weights, bit for bit", () => {
  test.each([
    ["Linear", () => new Linear(13, 7), "nn.Linear(13, 7)"],
    ["Linear without bias", () => new Linear(13, 7, { bias: false }), "nn.Linear(13, 7, bias=False)"],
    ["Conv1d", () => new Conv1d(6, 8, 5, { groups: 2 }), "nn.Conv1d(6, 8, 5, groups=2)"],
    ["Conv2d", () => new Conv2d(3, 8, [3, 5]), "nn.Conv2d(3, 8, (3, 5))"],
    [
      "a model",
      () => new Sequential(new Conv2d(1, 4, 3), new BatchNorm2d(4), new Linear(40, 30), new LayerNorm(30)),
      "nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.Linear(40, 30), nn.LayerNorm(30))",
    ],
  ])("%s", async (_, create, torch) => {
    manualSeed(1234);
    const state = create().stateDict();
    const next = ops.rand([3]);
    const expected = await oracle.run<{ state: Record<string, Tensor>; next: Tensor }>(
      `torch.manual_seed(1234)\nout["state"] = dict((${torch}).state_dict())\nout["next"] = torch.rand(3)`,
    );
    expect([...state.keys()]).toEqual(Object.keys(expected.state));
    for (const [name, tensor] of state) {
      expect(Buffer.from(tensor.toArray().buffer), name).toEqual(
        Buffer.from(expected.state[name]!.toArray().buffer),
      );
    }
    // Later draws are equal too, since the same number of values was drawn.
    expect(next.toArray()).toEqual(expected.next.toArray());
  });
});
