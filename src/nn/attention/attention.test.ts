import { describe, expect, it } from "vitest";
import "../../../tests/support/allclose.js";
import { ConfigError, ShapeError } from "../../errors.js";
import { addon } from "../../tensor/addon.js";
import { manualSeed, scope, type Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { ClipMasks } from "../../train/clip-masks.js";
import {
  type DropoutMasks,
  MultiheadAttention,
  TransformerEncoder,
  TransformerEncoderLayer,
  type TransformerLayerOptions,
  withDropoutMasks,
} from "../index.js";

const zeros = (...shape: number[]): Tensor => ops.zeros(shape);

describe("dropout of attention weights", () => {
  it("has the masks of its clips, on any number of ranks", () => {
    scope(() => {
      manualSeed(1);
      const layer = new MultiheadAttention(6, 2, { dropout: 0.4, batchFirst: true });
      const masks = new ClipMasks(5, "cpu");
      const input = ops.randn([5, 7, 6]);
      const run = (first: number, count: number): Tensor => {
        const clips = Int32Array.from({ length: count }, (_, i) => 10 + first + i);
        const x = input.narrow(0, first, count);
        return withDropoutMasks(masks.of(2, clips), () => layer.forward(x, x, x))[0];
      };
      const all = run(0, 5);
      expect(ops.cat([run(0, 2), run(2, 3)])).toBeAllclose(all, { rtol: 1e-5, atol: 1e-6 });
      const [plain] = layer.eval().forward(input, input, input);
      expect(plain.sub(all).abs().max().item()).toBeGreaterThan(0.01);
      masks.dispose();
      layer.dispose();
    });
  });

  it("computes with masks that keep everything what the operator does", () => {
    const live = addon.liveTensors();
    scope(() => {
      manualSeed(1);
      const layer = new MultiheadAttention(6, 2, { dropout: 0.5, batchFirst: true });
      const input = ops.randn([3, 7, 6]);
      const keep: DropoutMasks = {
        draw: (values) => ops.ones(values.shape, { dtype: "bool" }),
        copy: () => keep,
      };
      const attend = (): Tensor => layer.forward(input, input, input, { isCausal: true })[0];
      const bias = layer.outProj.bias!;
      const dropped = withDropoutMasks(keep, attend).sub(bias);
      // Kept weights are doubled, and the output is linear in them.
      expect(layer.eval() && attend().sub(bias).mul(2)).toBeAllclose(dropped, { rtol: 1e-5, atol: 1e-6 });
      layer.dispose();
    });
    expect(addon.liveTensors()).toBe(live);
  });
});

it("a transformer's layers begin with the same weights and are trained apart", () => {
  scope(() => {
    const create = () => new TransformerEncoderLayer(4, 2, { dimFeedforward: 3, batchFirst: true });
    const encoder = new TransformerEncoder(create, 2);
    const [first, second] = encoder.layers as [TransformerEncoderLayer, TransformerEncoderLayer];
    expect(second.linear1.weight.toNested()).toEqual(first.linear1.weight.toNested());
    second.linear1.weight.detach().fill_(0);
    expect(first.linear1.weight.abs().sum().item()).toBeGreaterThan(0);
    encoder.dispose();
  });
});

describe("errors name the expected and the actual numbers", () => {
  const attend = (...shapes: [number[], number[], number[]]) => {
    const [q, k, v] = shapes.map((shape) => zeros(...shape)) as [Tensor, Tensor, Tensor];
    return new MultiheadAttention(6, 2, { batchFirst: true, kdim: 4 }).forward(q, k, v);
  };
  type Case = [string, () => unknown, string, new (...given: never[]) => Error];
  const CASES: Case[] = [
    [
      "heads that do not divide the size",
      () => new MultiheadAttention(6, 4),
      "MultiheadAttention: embedDim: expected a multiple of numHeads=4, got 6",
      ShapeError,
    ],
    [
      "keys of another size",
      () => attend([2, 3, 6], [2, 3, 6], [2, 3, 6]),
      "MultiheadAttention: key: expected 3 dimensions with 4 values in the last, got [2, 3, 6]",
      ShapeError,
    ],
    [
      "keys of another batch",
      () => attend([2, 3, 6], [1, 3, 4], [1, 3, 6]),
      "query is [2, 3, 6], key [1, 3, 4], value [1, 3, 6]",
      ShapeError,
    ],
    [
      "more values than keys",
      () => attend([2, 3, 6], [2, 3, 4], [2, 4, 6]),
      "expected keys and values of the queries' batch, as many of each",
      ShapeError,
    ],
    [
      "a mask of another shape",
      () => {
        const x = zeros(2, 3, 6);
        new MultiheadAttention(6, 2, { batchFirst: true }).forward(x, x, x, { attnMask: zeros(2, 3, 3) });
      },
      "MultiheadAttention: attnMask: expected [3, 3] or [4, 3, 3], got [2, 3, 3]",
      ShapeError,
    ],
    [
      "a padding mask of another shape",
      () => {
        const x = zeros(2, 3, 6);
        new MultiheadAttention(6, 2, { batchFirst: true }).forward(x, x, x, { keyPaddingMask: zeros(3, 2) });
      },
      "MultiheadAttention: keyPaddingMask: expected [2, 3], got [3, 2]",
      ShapeError,
    ],
    [
      "an unknown activation",
      () => new TransformerEncoderLayer(4, 2, { activation: "elu" } as unknown as TransformerLayerOptions),
      "TransformerEncoderLayer: activation: expected relu, gelu or a function, got elu",
      ConfigError,
    ],
  ];

  it.each(CASES)("%s", (_, body, message, kind) => {
    const run = (): unknown => scope(() => void body());
    expect(run).toThrow(message);
    expect(run).toThrow(kind);
  });
});
