import { expect, it } from "vitest";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { describeModel } from "../display/describe-model.js";
import { Conv1d, Dropout, Linear, Module, Parameter, ReLU, Sequential } from "../nn/index.js";
import { addon } from "../tensor/addon.js";
import { scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { summarize } from "./summarize.js";

/** Has modules at two levels, a parameter of its own, and a product that it computes itself. */
class Small extends Module {
  readonly scale = new Parameter(ops.ones([4]));
  readonly conv = new Sequential(new Conv1d(2, 4, 3, { padding: 1 }), new ReLU(), new Dropout(0.5));
  readonly fc = new Linear(4, 5);

  forward(input: Tensor): { clip: Tensor } {
    const x = this.conv.forward(input).transpose(1, 2).mul(this.scale); // [B, T, 4]
    return { clip: this.fc.forward(x.transpose(1, 2).matmul(x)) }; // [B, 4, 5]
  }
}

it("counts parameters and operations once, at any depth, and keeps the model as it is", async () => {
  await settledLiveTensors();
  const model = scope(() => new Small());
  const before = addon.liveTensors();
  const input = ops.zeros([1, 2, 10]);
  const [whole, one, two] = [0, 1, 2].map((depth) => summarize(model, input, depth));
  const convFlops = 2 * 10 * 4 * 3 * 2;
  const own = { name: "", type: "Small", output: null, numParameters: 4, flops: 2 * 10 * 16 };
  const fc = { name: "fc", type: "Linear", output: [1, 4, 5], numParameters: 25, flops: 2 * 20 * 4 };
  expect(two!.modules).toEqual([
    own,
    { name: "conv.0", type: "Conv1d", output: [1, 4, 10], numParameters: 28, flops: convFlops },
    fc,
  ]);
  expect(one!.modules).toEqual([
    own,
    { name: "conv", type: "Sequential", output: [1, 4, 10], numParameters: 28, flops: convFlops },
    fc,
  ]);
  expect(whole!.modules).toEqual([
    { name: "", type: "Small", output: null, numParameters: 57, flops: own.flops + convFlops + fc.flops },
  ]);
  for (const summary of [whole, one, two]) {
    expect(summary!.numParameters).toBe(57);
    expect(summary!.flops).toBe(own.flops + convFlops + fc.flops);
    // Convolution, ReLU and product of 40 values, matrix product of 16, output of 20; dropout returns its input.
    expect(summary!.activationBytes).toBe(4 * (3 * 40 + 16 + 20));
  }
  const flops = scope(() => describeModel("Small", model as never, input).flops);
  expect(two!.flops).toBe(flops);
  expect(model.training).toBe(true);
  input.dispose();
  expect(addon.liveTensors()).toBe(before);
  model.dispose();
});
