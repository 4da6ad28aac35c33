import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectUntil, settledLiveTensors } from "../../../tests/support/gc.js";
import { hookForwards } from "../../profiling/hooks.js";
import { addon } from "../../tensor/addon.js";
import {
  AutogradFunction,
  autocast,
  type FunctionContext,
  grad,
  manualSeed,
  noGrad,
  scope,
  Tensor,
} from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { ClipMasks } from "../../train/clip-masks.js";
import {
  BatchNorm1d,
  checkpoint,
  checkpointed,
  Dropout,
  type Layer,
  Linear,
  Module,
  ReLU,
  Sequential,
  withDropoutMasks,
} from "../index.js";

const WIDTH = 6;
const block = (): Sequential =>
  new Sequential(new Linear(WIDTH, WIDTH), new BatchNorm1d(WIDTH), new ReLU(), new Dropout(0.4));

/** Counts its calls. */
class Counted extends Module {
  readonly inner: Layer;
  calls = 0;

  constructor(inner: Layer) {
    super();
    this.inner = inner;
  }

  forward(input: Tensor): Tensor {
    this.calls++;
    return this.inner.forward(input);
  }
}

interface Result {
  output: unknown;
  gradients: unknown;
  state: unknown;
  random: unknown;
}

type Pass = (model: Sequential, input: Tensor) => Tensor;

/** Returns everything that a training step of a new model changes. */
function step(create: () => Sequential, pass: Pass = (model, input) => model.forward(input)): Result {
  return scope(() => {
    manualSeed(7);
    const model = create();
    const input = ops.randn([5, WIDTH]);
    input.requiresGrad = true;
    const output = pass(model, input);
    // The generator goes on between forward and backward.
    ops.rand([3]);
    output.square().sum().backward();
    const result = {
      output: output.toNested(),
      gradients: [input, ...model.parameters()].map((tensor) => tensor.grad!.toNested()),
      state: [...model.stateDict()].map(([name, tensor]) => [name, tensor.toNested()]),
      random: ops.rand([3]).toNested(),
    };
    model.dispose();
    return result;
  });
}

const masks = new ClipMasks(3, "cpu");
afterAll(() => masks.dispose());
const byClip: Pass = (model, input) =>
  withDropoutMasks(masks.of(2, Int32Array.of(4, 0, 2, 9, 1)), () => model.forward(input));

describe.each([
  ["called directly", false],
  ["served to another thread", true],
])("%s", (_, isServed) => {
  beforeAll(() => addon.serveBackward(isServed));
  afterAll(() => addon.serveBackward(false));

  const plain = (): Sequential => new Sequential(block(), block(), block());

  test.each<[string, Pass]>([
    ["the default generator", (model, input) => model.forward(input)],
    ["masks by clip", byClip],
    ["autocast", (model, input) => autocast("cpu", "bfloat16", () => model.forward(input))],
  ])("outputs, gradients, statistics and random numbers have the same bits, with %s", (_name, pass) => {
    const expected = step(plain, pass);
    expect(step(() => new Sequential(...[0, 1, 2].map(() => checkpointed(block()))), pass)).toEqual(expected);
    // Blocks inside of a block.
    const nested = (): Sequential =>
      checkpointed(new Sequential(checkpointed(block()), block(), checkpointed(block())));
    expect(step(nested, pass)).toEqual(expected);
  });

  test("computes a block once more in backward, and not without gradients or in evaluation", () => {
    const counted = new Counted(block());
    const model = checkpointed(counted);
    expect(model).toBe(counted);
    const input = ops.ones([4, WIDTH]);
    scope(() => model.forward(input).sum().backward());
    expect(counted.calls).toBe(2);
    scope(() => noGrad(() => void model.forward(input)));
    expect(counted.calls).toBe(3);
    model.eval();
    scope(() => model.forward(input).sum().backward());
    expect(counted.calls).toBe(4);
    model.dispose();
  });

  test("inputs of any kind, several outputs, gradients of gradients, a second backward", () => {
    const fn = (a: Tensor, options: { power: number }, b: Tensor): { sum: Tensor; list: Tensor[] } => {
      const product = a.mul(b).sin();
      return { sum: product.pow(options.power).sum(), list: [product.mul(a)] };
    };
    const run = (call: typeof fn): unknown =>
      scope(() => {
        const [a, b] = [0, 1].map((seed) => {
          manualSeed(seed);
          const x = ops.randn([4], { dtype: "float64" });
          x.requiresGrad = true;
          return x;
        }) as [Tensor, Tensor];
        const { sum, list } = call(a.mul(1), { power: 3 }, b);
        const first = grad([sum, list[0]!.sum()], [a, b], { createGraph: true });
        const second = grad(first[0]!.mul(first[1]!).sum(), [a, b], { retainGraph: true });
        sum.backward({ retainGraph: true });
        list[0]!.sum().backward();
        return [...first, ...second, a.grad, b.grad].map((x) => x!.toNested());
      });
    expect(run((...inputs) => checkpoint(fn, ...inputs))).toEqual(run(fn));
  });

  test("a function of TypeScript inside of a block", () => {
    class Cube extends AutogradFunction {
      static forward(context: FunctionContext, x: Tensor): Tensor {
        context.saveForBackward(x);
        return x.pow(3);
      }

      static backward({ savedTensors: [x] }: FunctionContext, gradient: Tensor): Tensor {
        return x!.square().mul(3).mul(gradient);
      }
    }
    const x = Tensor.from([2]);
    x.requiresGrad = true;
    checkpoint((y: Tensor) => Cube.apply(y.mul(2)).mul(y), x).backward();
    expect(x.grad!.item()).toBe(4 * 8 * 8);
  });

  test("errors: of the block, with another computation, with a changed input", () => {
    const x = ops.ones([3]);
    x.requiresGrad = true;
    let calls = 0;
    const error = new Error("the second time");
    const fails = (y: Tensor): Tensor => {
      if (calls++ > 0) throw error;
      return y.sin();
    };
    let seen: unknown;
    try {
      checkpoint(fails, x).sum().backward();
    } catch (caught) {
      seen = caught;
    }
    expect(seen).toBe(error);
    const grows = (y: Tensor): Tensor => (calls++ > 2 ? y.sin().sin() : y.sin());
    calls = 2;
    expect(() => checkpoint(grows, x).sum().backward()).toThrow(
      /checkpoint: the forward saved 1 tensors for backward, the recomputation 2; a checkpointed function must compute the same/,
    );
    const widens = (y: Tensor): Tensor =>
      y
        .expand([calls++ > 2 ? 2 : 1, 3])
        .contiguous()
        .sin();
    calls = 2;
    expect(() => checkpoint(widens, x).sum().backward()).toThrow(
      /saved tensor 0 was float32 \[1, 3\] in the forward and is float32 \[2, 3\]/,
    );
    const input = x.mul(1);
    const output = checkpoint((y: Tensor) => y.sin(), input).sum();
    noGrad(() => input.add_(1));
    expect(() => output.backward()).toThrow(/modified by an inplace operation/);
    expect(() => checkpoint((y: Tensor) => y.mm(y), x)).toThrow(/^aten::mm/);
    // A checkpoint that failed has ended.
    checkpoint((y: Tensor) => y.sin(), x)
      .sum()
      .backward();
    expect(x.grad!.numel).toBe(3);
  });

  test("leaves no live handle, also without a backward", () => {
    const model = checkpointed(block());
    const input = ops.ones([4, WIDTH]);
    scope(() => model.forward(input).sum().backward());
    const before = addon.liveTensors();
    scope(() => model.forward(input).sum().backward());
    scope(() => void model.forward(input));
    expect(addon.liveTensors()).toBe(before);
    model.dispose();
  });

  test("takes the memory of one block at a time", () => {
    const DEPTH = 8;
    const peakOf = (wrap: (fn: (x: Tensor) => Tensor, x: Tensor) => Tensor): number =>
      scope(() => {
        const fn = (x: Tensor): Tensor => x.sin().cos().sin().cos();
        const input = ops.ones([250_000]); // 1 MB
        input.requiresGrad = true;
        addon.resetPeakMemory("cpu");
        const before = addon.memoryStats("cpu").tensorBytes!;
        scope(() => {
          let x = input;
          for (let i = 0; i < DEPTH; i++) x = wrap(fn, x);
          x.sum().backward();
        });
        return (addon.memoryStats("cpu").peakTensorBytes! - before) / 1e6;
      });
    const plainMb = peakOf((fn, x) => fn(x));
    const checkpointMb = peakOf((fn, x) => checkpoint(fn, x));
    // 4 tensors a block, against one a block and those of one block.
    expect(plainMb).toBeGreaterThan(4 * DEPTH - 2);
    expect(checkpointMb).toBeLessThan(DEPTH + 8);
  });
});

test("a module stays checkpointed after a profiler has hooked it", () => {
  const counted = new Counted(new Linear(WIDTH, WIDTH));
  const model = new Sequential(checkpointed(counted));
  hookForwards("model", model, (_path, _module, forward) => forward())();
  model
    .forward(ops.ones([2, WIDTH]))
    .sum()
    .backward();
  expect(counted.calls).toBe(2);
  model.dispose();
});

test("weights keep their names", () => {
  const names = [...new Sequential(block(), block()).stateDict().keys()];
  expect([...new Sequential(checkpointed(block()), block()).stateDict().keys()]).toEqual(names);
});

test("a graph outside of scopes is collected", async () => {
  const before = await settledLiveTensors();
  const record = (): void => {
    const x = ops.ones([3]);
    x.requiresGrad = true;
    checkpoint((y: Tensor, z: Tensor) => y.mul(z).sin(), x, x.mul(2));
  };
  for (let i = 0; i < 20; i++) record();
  expect(await collectUntil(() => addon.liveTensors() <= before)).toBe(true);
});
