import { beforeAll, describe, expect, it } from "vitest";
import "../../../tests/support/allclose.js";
import { settledLiveTensors } from "../../../tests/support/gc.js";
import { ConfigError, ShapeError } from "../../errors.js";
import { addon } from "../../tensor/addon.js";
import { manualSeed, scope, type Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { ClipMasks } from "../../train/clip-masks.js";
import {
  type DropoutMasks,
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  RNN,
  type RNNOptions,
  withDropoutMasks,
} from "../index.js";

const zeros = (...shape: number[]): Tensor => ops.zeros(shape);

describe("dropout between layers", () => {
  it.each([
    ["batch first", true, undefined],
    ["time first, by lengths", false, [3, 7, 7, 1, 5]],
  ] as const)("has the masks of its clips, on any number of ranks: %s", (_, batchFirst, lengths) => {
    scope(() => {
      manualSeed(1);
      const lstm = new LSTM(3, 4, { numLayers: 3, dropout: 0.5, bidirectional: true, batchFirst });
      const masks = new ClipMasks(5, "cpu");
      const input = ops.randn([5, 7, 3]);
      const run = (first: number, count: number): Tensor => {
        const clips = Int32Array.from({ length: count }, (_, i) => 10 + first + i);
        const own = input.narrow(0, first, count);
        const some = lengths?.slice(first, first + count);
        const [output] = withDropoutMasks(masks.of(2, clips), () =>
          lstm.forward(
            batchFirst ? own : own.transpose(0, 1),
            null,
            some === undefined ? {} : { lengths: some },
          ),
        );
        return batchFirst ? output : output.transpose(0, 1);
      };
      const all = run(0, 5);
      expect(ops.cat([run(0, 2), run(2, 3)])).toBeAllclose(all, { rtol: 1e-5, atol: 1e-6 });
      const [evaluated] = lstm.eval().forward(batchFirst ? input : input.transpose(0, 1));
      expect(
        evaluated
          .transpose(0, batchFirst ? 0 : 1)
          .sub(all)
          .abs()
          .max()
          .item(),
      ).toBeGreaterThan(0.01);
      masks.dispose();
      lstm.dispose();
    });
  });

  it("computes with masks that keep everything what layers without dropout do", () => {
    scope(() => {
      manualSeed(2);
      const create = (dropout: number) => new GRU(3, 4, { numLayers: 2, dropout, bidirectional: true });
      const [dropping, plain] = [create(0.5), create(0)];
      plain.loadStateDict(dropping.stateDict());
      const input = ops.randn([6, 2, 3]);
      const hx = ops.randn([4, 2, 4]);
      const options = { lengths: [4, 6] };
      const all: DropoutMasks = {
        draw: (values) => ops.ones(values.shape, { dtype: "bool" }).logicalAnd(values.isfinite()),
        copy: () => all,
      };
      const [, state] = withDropoutMasks(all, () => dropping.forward(input, hx, options));
      // Kept values of the first layer are doubled: only its own state is that without dropout.
      const [, expected] = plain.forward(input, hx, options);
      expect(state.narrow(0, 0, 2).toNested()).toEqual(expected.narrow(0, 0, 2).toNested());
      expect(state.shape).toEqual(expected.shape);
      for (const layer of [dropping, plain]) layer.dispose();
    });
  });
});

describe("padding", () => {
  beforeAll(settledLiveTensors);

  it("leaves no live tensor, also by masks of clips", () => {
    const before = addon.liveTensors();
    scope(() => {
      const lstm = new LSTM(2, 3, { numLayers: 2, dropout: 0.5 });
      const masks = new ClipMasks(5, "cpu");
      const run = () => lstm.forward(ops.randn([5, 2, 2]), null, { lengths: [5, 2] });
      const [output] = withDropoutMasks(masks.of(1, Int32Array.of(3, 4)), run);
      output.sum().backward();
      masks.dispose();
      lstm.dispose();
    });
    expect(addon.liveTensors()).toBe(before);
  });

  it("changes nothing, and its outputs are zero", () => {
    scope(() => {
      manualSeed(3);
      const lstm = new LSTM(2, 3, { batchFirst: true, bidirectional: true });
      const input = ops.randn([2, 5, 2]);
      const [output, [hidden]] = lstm.forward(input, null, { lengths: [2, 5] });
      const [alone, [ownHidden]] = lstm.forward(input.narrow(0, 0, 1).narrow(1, 0, 2));
      expect(output.narrow(0, 0, 1).narrow(1, 0, 2)).toBeAllclose(alone, { rtol: 1e-5, atol: 1e-6 });
      expect(hidden.narrow(1, 0, 1)).toBeAllclose(ownHidden, { rtol: 1e-5, atol: 1e-6 });
      expect(output.narrow(0, 0, 1).narrow(1, 2, 3).abs().sum().item()).toBe(0);
      lstm.dispose();
    });
  });
});

describe("errors name the expected and the actual numbers", () => {
  type Case = [string, () => unknown, string, new (...given: never[]) => Error];
  const CASES: Case[] = [
    [
      "no layers",
      () => new LSTM(2, 3, { numLayers: 0 }),
      "LSTM: numLayers: expected a whole number from 1, got 0",
      ShapeError,
    ],
    [
      "a projection that is too large",
      () => new LSTM(2, 3, { projSize: 3 }),
      "LSTM: projSize: expected less than hiddenSize=3, got 3",
      ShapeError,
    ],
    [
      "no probability",
      () => new GRU(2, 3, { numLayers: 2, dropout: 2 }),
      "GRU: expected a probability from 0 to 1, got 2",
      ConfigError,
    ],
    [
      "an unknown nonlinearity",
      () => new RNN(2, 3, { nonlinearity: "elu" } as unknown as RNNOptions),
      "RNN: nonlinearity: expected tanh or relu, got elu",
      ConfigError,
    ],
    [
      "another width",
      () => new LSTM(2, 3).forward(zeros(5, 4, 3)),
      "LSTM: expected 2 values in the last dimension, input is [5, 4, 3]",
      ShapeError,
    ],
    [
      "four dimensions",
      () => new GRU(2, 3).forward(zeros(5, 4, 3, 2)),
      "GRU: expected 2 or 3 dimensions, input is [5, 4, 3, 2]",
      ShapeError,
    ],
    [
      "a state of another batch",
      () => new GRU(2, 3).forward(zeros(5, 4, 2), zeros(1, 5, 3)),
      "GRU: expected an initial state [1, 4, 3] for input [5, 4, 2], got [1, 5, 3]",
      ShapeError,
    ],
    [
      "too few lengths",
      () => new GRU(2, 3).forward(zeros(5, 4, 2), null, { lengths: [5, 5] }),
      "GRU: lengths: expected 4 whole numbers from 1 to 5, got 2 lengths",
      ShapeError,
    ],
    [
      "an empty sequence",
      () => new GRU(2, 3).forward(zeros(5, 2, 2), null, { lengths: [5, 0] }),
      "GRU: lengths: expected 2 whole numbers from 1 to 5, got lengths[1]=0; leave out empty sequences",
      ShapeError,
    ],
    [
      "a length beyond the end",
      () => new GRU(2, 3).forward(zeros(5, 2, 2), null, { lengths: [6, 1] }),
      "GRU: lengths: expected 2 whole numbers from 1 to 5, got lengths[0]=6",
      ShapeError,
    ],
    [
      "a state of a cell",
      () => new LSTMCell(2, 3).forward(zeros(4, 2), [zeros(4, 3), zeros(4, 2)]),
      "LSTMCell: expected a state [4, 3] for input [4, 2], got [4, 2]",
      ShapeError,
    ],
    [
      "another width of a cell",
      () => new GRUCell(2, 3).forward(zeros(4, 3)),
      "GRUCell: expected 2 values in the last dimension, input is [4, 3]",
      ShapeError,
    ],
  ];

  it.each(CASES)("%s", (_, body, message, kind) => {
    const run = (): unknown => scope(() => void body());
    expect(run).toThrow(message);
    expect(run).toThrow(kind);
  });
});
