import { describe, expect, it } from "vitest";
import { startOracle, type Value } from "../../tests/support/oracle.js";
import { Cnn, Model } from "../models/index.js";
import { flopsOf } from "../nn/flops.js";
import { Conv1d, Conv2d, Linear, Module, ReLU, Sequential } from "../nn/index.js";
import { LinearHead } from "../tasks/linear-head.js";
import { manualSeed, scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { recordCalls } from "../tensor/recorder.js";
import { describeModel } from "./describe-model.js";

const oracle = startOracle();

/** Returns the count of torch.utils.flop_counter for the same computation. */
async function counted(code: string, inputs: Record<string, Value> = {}): Promise<number> {
  const { flops } = await oracle.run<{ flops: number }>(
    `
from torch.utils.flop_counter import FlopCounterMode
with torch.no_grad(), FlopCounterMode(display=False) as counter:
    ${code}
out["flops"] = counter.get_total_flops()
`,
    inputs,
  );
  return flops;
}

/** Returns our own count for a computation. */
function count(body: () => unknown): number {
  let sum = 0;
  scope(() => {
    recordCalls(({ spec }, values, result) => (sum += flopsOf(spec.name, values, result)), body);
  });
  return sum;
}

const CASES: [string, () => unknown, string][] = [
  [
    "a grouped convolution with stride and padding",
    () =>
      new Conv2d(4, 6, [3, 2], { stride: [2, 1], padding: 1, groups: 2 }).forward(ops.randn([3, 4, 9, 8])),
    "nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=1, groups=2)(torch.randn(3, 4, 9, 8))",
  ],
  [
    "a convolution over time",
    () => new Conv1d(3, 5, 7, { dilation: 2 }).forward(ops.randn([2, 3, 40])),
    "nn.Conv1d(3, 5, 7, dilation=2)(torch.randn(2, 3, 40))",
  ],
  [
    "a transposed convolution",
    () => ops.convTranspose2d(ops.randn([2, 3, 5, 6]), ops.randn([3, 4, 2, 2]), { stride: 2 }),
    "F.conv_transpose2d(torch.randn(2, 3, 5, 6), torch.randn(3, 4, 2, 2), stride=2)",
  ],
  [
    "a linear layer on sequences",
    () => new Linear(6, 9).forward(ops.randn([2, 7, 6])),
    "nn.Linear(6, 9)(torch.randn(2, 7, 6))",
  ],
  [
    "matrix products",
    () => [
      ops.randn([5, 2, 3]).matmul(ops.randn([3, 4])),
      ops.randn([5, 2, 3]).bmm(ops.randn([5, 3, 4])),
      ops.addmm(ops.zeros([4]), ops.randn([2, 3]), ops.randn([3, 4])),
      ops.baddbmm(ops.zeros([5, 2, 4]), ops.randn([5, 2, 3]), ops.randn([5, 3, 4])),
    ],
    "torch.randn(5, 2, 3) @ torch.randn(3, 4); torch.bmm(torch.randn(5, 2, 3), torch.randn(5, 3, 4)); " +
      "torch.addmm(torch.zeros(4), torch.randn(2, 3), torch.randn(3, 4)); " +
      "torch.baddbmm(torch.zeros(5, 2, 4), torch.randn(5, 2, 3), torch.randn(5, 3, 4))",
  ],
  [
    "attention",
    () =>
      ops.scaledDotProductAttention(
        ops.randn([2, 4, 6, 8]),
        ops.randn([2, 4, 10, 8]),
        ops.randn([2, 4, 10, 8]),
      ),
    // PyTorch's counter ignores the fused operator on a CPU.
    "(torch.randn(2, 4, 6, 8) @ torch.randn(2, 4, 8, 10)) @ torch.randn(2, 4, 10, 8)",
  ],
  [
    "additions, activations and reductions (none)",
    () => ops.randn([3, 4, 8]).relu().add(1).softmax(-1).sum(),
    "torch.randn(3, 4, 8).relu().add(1).softmax(-1).sum()",
  ],
];

describe("floating-point operations", () => {
  it.each(CASES)("of %s equal PyTorch's count", async (_, ours, theirs) => {
    expect(count(ours)).toBe(await counted(theirs));
  });

  it("of recurrent layers count each weight once for each step", () => {
    const parameters = [[20, 3], [20, 5], [20], [20]].map((shape) => ops.randn(shape));
    const state = [ops.zeros([1, 2, 5]), ops.zeros([1, 2, 5])];
    const run = () => ops.lstm(ops.randn([2, 7, 3]), state, parameters, true, 1, 0, false, false, true);
    expect(count(run)).toBe(2 * (2 * 7) * (20 * 3 + 20 * 5));
  });
});

describe("describeModel", () => {
  it("counts the complete model as PyTorch does, by layer, without changing it", async () => {
    manualSeed(1);
    const encoder = new Cnn({ numMels: 32, channels: [8, 16], dropout: 0.5 });
    const model = new Model(encoder, new LinearHead(16, 5));
    const before = [...model.stateDict().values()].map((tensor) => [...tensor.toArray()]);
    manualSeed(2);
    const next = scope(() => ops.rand([4]).toFloat32Array());
    manualSeed(2);
    const item = scope(() => describeModel(model.name, model, ops.zeros([1, 32, 26])));
    const total = await counted(
      "F.linear(F.linear(F.conv2d(F.conv2d(torch.zeros(1, 1, 32, 26), torch.zeros(8, 1, 3, 3), padding=1)[..., :16, :13], " +
        "torch.zeros(16, 8, 3, 3), padding=1).mean((2, 3)), torch.zeros(16, 16)), torch.zeros(5, 16))",
    );
    expect(item.flops).toBe(total);
    expect(item.layers.map(({ name, flops }) => [name, flops])).toEqual([
      ...[
        ["encoder.bn0", 0],
        ["encoder.blocks.0.conv", 2 * 8 * 9 * 32 * 26],
        ["encoder.blocks.0.bn", 0],
      ],
      ...[
        ["encoder.blocks.1.conv", 2 * 16 * 8 * 9 * 16 * 13],
        ["encoder.blocks.1.bn", 0],
        ["encoder.fc1", 512],
        ["head.fc", 160],
      ],
    ]);
    const conv = item.graph.find(({ operator }) => operator === "conv2d")!;
    expect([conv.inputs, conv.outputs]).toEqual([
      [
        ...["%2 [1, 1, 32, 26]", "encoder.blocks.0.conv.weight"],
        ...["stride=[1, 1]", "padding=[1, 1]", "dilation=[1, 1]", "groups=1"],
      ],
      ["%3 [1, 8, 32, 26]"],
    ]);
    // Each call receives the output of the previous one.
    expect(item.graph.at(-1)!.inputs.slice(1)).toEqual(["head.fc.weight", "head.fc.bias"]);
    expect(model.training).toBe(true);
    expect([...model.stateDict().values()].map((tensor) => [...tensor.toArray()])).toEqual(before);
    expect(scope(() => ops.rand([4]).toFloat32Array())).toEqual(next);
    model.dispose();
  });

  it("names every layer of a nested model", () => {
    class Two extends Module {
      readonly net = new Sequential(new Linear(3, 4), new ReLU());
      forward(input: Tensor): Tensor {
        return this.net.forward(input);
      }
    }
    const model = new Two();
    const item = scope(() => describeModel("Two", model, ops.zeros([1, 3])));
    expect(item.layers.map(({ name, type, flops }) => [name, type, flops])).toEqual([
      ["net.0", "Linear", 24],
    ]);
    model.dispose();
  });
});
