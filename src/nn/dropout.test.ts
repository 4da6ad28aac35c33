import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { addon } from "../tensor/addon.js";
import { autocast, getRandomState, manualSeed, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { ClipMasks } from "../train/clip-masks.js";
import {
  Dropout,
  Dropout1d,
  Dropout2d,
  type DropoutMasks,
  DropPath,
  Linear,
  type Module,
  withDropoutMasks,
} from "./index.js";

/** Drops every third value. */
const everyThird: DropoutMasks = {
  draw: (input) => ops.arange(input.numel).remainder(3).ne(0).reshape(input.shape),
  copy: () => everyThird,
};
const unused: DropoutMasks = {
  draw: () => {
    throw new Error("drawn");
  },
  copy: () => unused,
};
const randomState = (): unknown => scope(() => getRandomState().toNested());

let live: number;
beforeAll(settledLiveTensors);
beforeEach(() => {
  live = addon.liveTensors();
});
afterEach(() => expect(addon.liveTensors()).toBe(live));

describe("dropout with given masks", () => {
  it("zeroes values and their gradients where the mask is false, and scales the others", () => {
    scope(() => {
      const input = Tensor.from([1, 2, 3, 4, 5, 6], { shape: [2, 3] });
      input.requiresGrad = true;
      const output = withDropoutMasks(everyThird, () => new Dropout(0.2).forward(input));
      output.sum().backward();
      expect(output.toNested()).toEqual([
        [0, 2.5, 3.75],
        [0, 6.25, 7.5],
      ]);
      expect(input.grad!.toNested()).toEqual([
        [0, 1.25, 1.25],
        [0, 1.25, 1.25],
      ]);
    });
  });

  it("keeps the type of its input under autocast, and its memory format", () => {
    scope(() => {
      const run = (input: Tensor): Tensor =>
        withDropoutMasks(everyThird, () => new Dropout(0.5).forward(input));
      const linear = new Linear(4, 4);
      const output = autocast("cpu", "bfloat16", () => run(linear.forward(ops.ones([2, 4]))));
      expect(output.dtype).toBe("bfloat16");
      const picture = ops.ones([2, 3, 4, 5]).contiguous({ memoryFormat: "channels_last" });
      expect(run(picture).isChannelsLast).toBe(true);
      expect(run(picture).toNested()).toEqual(run(ops.ones([2, 3, 4, 5])).toNested());
      linear.dispose();
    });
  });

  it("leaves the state of the default generator unchanged", () => {
    manualSeed(1);
    const before = randomState();
    scope(() => void withDropoutMasks(everyThird, () => new Dropout(0.5).forward(ops.ones([2, 3]))));
    expect(randomState()).toEqual(before);
    scope(() => void new Dropout(0.5).forward(ops.ones([2, 3])));
    expect(randomState()).not.toEqual(before);
  });

  it.each([
    ["in evaluation", () => new Dropout(0.5).eval(), 1],
    ["with probability 0", () => new Dropout(0), 1],
    ["with probability 1", () => new Dropout(1), 0],
  ] as const)("draws no mask %s", (_, layer, value) => {
    scope(() => {
      const output = withDropoutMasks(unused, () => layer().forward(ops.ones([3])));
      expect(output.toNested()).toEqual([value, value, value]);
    });
  });

  it("ends with the pass, also one that fails", () => {
    scope(() => {
      const layer = new Dropout(0.5);
      expect(() => withDropoutMasks(unused, () => layer.forward(ops.ones([3])))).toThrow("drawn");
      withDropoutMasks(unused, () => withDropoutMasks(everyThird, () => layer.forward(ops.ones([3]))));
      layer.forward(ops.ones([3]));
    });
  });

  it.each([
    ["Dropout1d", () => new Dropout1d(0.2), [4, 3, 2], [0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1]],
    ["Dropout2d", () => new Dropout2d(0.2), [2, 3, 2, 2], [0, 1, 1, 0, 1, 1]],
    ["DropPath", () => new DropPath(0.2), [5, 3, 2], [0, 1, 1, 0, 1]],
  ] as const)("%s drops whole channels or examples", (_, create, shape, kept) => {
    scope(() => {
      const input = ops.ones(shape);
      input.requiresGrad = true;
      const output = withDropoutMasks(everyThird, () => create().forward(input));
      output.sum().backward();
      const values = Array.from(output.toFloat32Array());
      const size = values.length / kept.length;
      expect(values).toEqual(kept.flatMap((one) => Array<number>(size).fill(one * 1.25)));
      expect(Array.from(input.grad!.toFloat32Array())).toEqual(values);
    });
  });

  it.each([
    ["Dropout1d", () => new Dropout1d(0.4)],
    ["DropPath", () => new DropPath(0.4)],
  ] as [string, () => Module & { forward(x: Tensor): Tensor }][])(
    "%s has the masks of its clips, on any number of ranks",
    (_, create) => {
      scope(() => {
        const masks = new ClipMasks(3, "cpu");
        const layer = create();
        const run = (clips: number[]): Tensor =>
          withDropoutMasks(masks.of(7, Int32Array.from(clips)), () =>
            layer.forward(ops.ones([clips.length, 16, 2])),
          );
        const clips = Array.from({ length: 12 }, (_, i) => 3 * i);
        const ranks = [run(clips.slice(0, 5)), run(clips.slice(5))];
        expect(ops.cat(ranks).toNested()).toEqual(run(clips).toNested());
        expect(run(clips).eq(0).sum().item()).toBeGreaterThan(0);
        expect(run(clips).ne(0).sum().item()).toBeGreaterThan(0);
        masks.dispose();
      });
    },
  );
});
