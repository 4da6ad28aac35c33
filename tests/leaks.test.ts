import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  Flatten,
  Linear,
  type Parameter,
  ReLU,
  Sequential,
} from "../src/nn/index.js";
import { AdamW, clipGradNorm, type Optimizer, SGD } from "../src/optim/index.js";
import { addon } from "../src/tensor/addon.js";
import { autocast, keep, manualSeed, noGrad, scope, Tensor } from "../src/tensor/index.js";
import { op, ops } from "../src/tensor/ops.js";
import { collectUntil, settledLiveTensors } from "./support/gc.js";

// Uses one thread: other test files use the other core, and small kernels would wait for each other's threads.
addon.setNumThreads(1);

// These inputs live longer than every test, so that only a test's own tensors are counted.
const x = keep(ops.randn([8, 6]));
const labels = keep(ops.randint(4, [8]));
const live = () => addon.liveTensors();

let baseline = 0;
beforeEach(async () => {
  baseline = await settledLiveTensors();
});

describe("a scope frees the tensors created inside", () => {
  afterEach(() => expect(live()).toBe(baseline));

  test("by operators, conversions and reads", () => {
    const total = scope(() => {
      const y = x.mm(x.t()).relu().add(1);
      y.sort();
      y.split(2);
      Tensor.from([1, 2], { dtype: "float16" }).toFloat32Array();
      String(y);
      expect(live()).toBeGreaterThan(baseline + 8);
      return y.sum().item();
    });
    expect(total).toBeGreaterThan(0);
  });

  test("and in-place operators create no handle", () => {
    scope(() => {
      const y = ops.zeros([2]);
      const before = live();
      for (let i = 0; i < 10; i++) y.add_(1).mul_(2);
      op("aten::add.out")(y, y, { out: y });
      op("aten::_foreach_add_.Scalar")([y], 1);
      expect(live()).toBe(before);
    });
  });

  test("when the body throws", () => {
    expect(() =>
      scope(() => {
        x.add(1);
        throw new Error("mine");
      }),
    ).toThrow("mine");
    expect(() => scope(() => x.add(1).mm(ops.ones([3, 3])))).toThrow(/aten::mm/);
    expect(() => scope(() => ops.cat([x.add(1), 3 as never]))).toThrow(/aten::cat/);
  });

  test("when an inner scope throws and the outer one continues", () => {
    scope(() => {
      const outer = x.add(1);
      const before = live();
      expect(() =>
        scope(() => {
          x.add(2);
          scope(() => {
            x.add(3);
            throw new Error("deep");
          });
        }),
      ).toThrow("deep");
      expect(live()).toBe(before);
      expect(outer.shape).toEqual([8, 6]);
      // The outer scope is still open.
      x.add(4);
    });
  });

  test("when a mode inside throws", () => {
    expect(() => scope(() => noGrad(() => autocast("cpu", "bfloat16", () => x.mm(x))))).toThrow(/aten::mm/);
    scope(() => expect(x.mm(x.t()).dtype).toBe("float32"));
  });

  test("except results, which move to the outer scope at any nesting depth", () => {
    scope(() => {
      const before = live();
      const result = scope(() => {
        const deep = scope(() => x.add(1));
        x.add(2);
        return { list: [deep, x.mul(2)], map: new Map([["y", x.sum()]]), nested: { z: x.mean() }, n: 3 };
      });
      expect(live()).toBe(before + 4);
      const [first] = result.list;
      expect(first!.shape).toEqual([8, 6]);
      expect(result.map.get("y")!.shape).toEqual([]);
      expect(result.nested.z.shape).toEqual([]);
    });
  });

  test("except a result that belongs to the outer scope", () => {
    scope(() => {
      const y = x.add(1);
      expect(scope(() => y)).toBe(y);
      expect(scope(() => x)).toBe(x);
      expect(y.shape).toEqual([8, 6]);
    });
    expect(x.shape).toEqual([8, 6]);
  });

  test("but does not free a disposed tensor twice", () => {
    scope(() => {
      const y = x.add(1);
      y.dispose();
      scope(() => y.dispose());
      const z = x.add(2);
      z.dispose();
    });
  });

  test("except kept tensors, which live until they are disposed", () => {
    const kept = scope(() => {
      const y = keep(x.add(1));
      expect(keep(y)).toBe(y);
      return [scope(() => keep(x.add(2))), y];
    });
    expect(live()).toBe(baseline + 2);
    for (const tensor of kept) tensor.dispose();
  });

  test("and refuses their use afterwards", () => {
    let leaked: Tensor | null = null;
    scope(() => {
      leaked = x.add(1);
    });
    expect(() => leaked!.sum()).toThrow(/freed at the end of its scope/);
  });

  test("of an asynchronous body, which is refused", () => {
    expect(() => scope(async () => void x.add(1))).toThrow(/asynchronous/);
  });

  test("if there are thousands", () => {
    scope(() => {
      for (let i = 0; i < 3000; i++) x.add(i);
      expect(live()).toBe(baseline + 3000);
    });
  });

  test("except gradients of kept parameters", () => {
    const weight = keep(ops.randn([6, 4]));
    weight.requiresGrad = true;
    scope(() => crossEntropy(x.mm(weight), labels).backward());
    expect(live()).toBe(baseline + 1);
    expect(scope(() => weight.grad!.abs().sum().item())).toBeGreaterThan(0);
    expect(live()).toBe(baseline + 1);
    weight.dispose();
  });
});

describe("liveBytes", () => {
  test("counts each storage once, and decreases when it is freed", () => {
    const before = addon.liveBytes();
    scope(() => {
      const y = ops.zeros([1024]);
      y.reshape([32, 32]);
      expect(addon.liveBytes()).toBe(before + 4096);
    });
    expect(addon.liveBytes()).toBe(before);
  });
});

describe("training", () => {
  const optimizers: Record<string, [(parameters: Parameter[]) => Optimizer, number]> = {
    // Number of slots per parameter: step, exp_avg, exp_avg_sq; momentum_buffer; none.
    AdamW: [(parameters) => new AdamW(parameters), 3],
    "SGD with momentum": [(parameters) => new SGD(parameters, { momentum: 0.9 }), 1],
    SGD: [(parameters) => new SGD(parameters), 0],
  };

  test.each(Object.entries(optimizers))(
    "200 steps of %s leave only the parameters and the optimizer's state alive",
    (_, [create, numSlots]) => {
      manualSeed(1);
      // The scope frees the handles of the initial values; parameters are kept.
      const model = scope(() => new Sequential(new Linear(6, 32), new ReLU(), new Linear(32, 4)));
      const optimizer = scope(() => create(model.parameters()));
      expect(live()).toBe(baseline + 4 + 4 * numSlots);
      const losses: number[] = [];
      let bytes = 0;
      for (let step = 0; step < 200; step++) {
        optimizer.zeroGrad();
        losses.push(
          scope(() => {
            const loss = crossEntropy(model.forward(x), labels);
            loss.backward();
            using gradients = optimizer.gradients();
            clipGradNorm(gradients.handles, 1);
            optimizer.step();
            return loss.item();
          }),
        );
        expect(live()).toBe(baseline + 4 + 4 * numSlots);
        if (step === 0) bytes = addon.liveBytes();
      }
      expect(addon.liveBytes()).toBe(bytes);
      expect(losses.at(-1)!).toBeLessThan(losses[0]!);
      optimizer.dispose();
      model.dispose();
      expect(live()).toBe(baseline);
    },
  );

  test("steps with convolutions, batch norm, autocast and channels last leave no tensor alive", () => {
    const model = scope(() =>
      new Sequential(
        new Conv2d(1, 4, 3),
        new BatchNorm2d(4),
        new ReLU(),
        new Flatten(),
        new Linear(4 * 4 * 4, 4),
      ).to({
        memoryFormat: "channels_last",
      }),
    );
    const state = model.stateDict().size;
    expect(live()).toBe(baseline + state);
    const optimizer = scope(() => new AdamW(model.parameters()));
    const numLive = live();
    for (let step = 0; step < 5; step++) {
      optimizer.zeroGrad();
      scope(() => {
        const images = ops.randn([8, 1, 6, 6]).contiguous({ memoryFormat: "channels_last" });
        const logits = autocast("cpu", "bfloat16", () => model.forward(images));
        crossEntropy(logits.to("float32"), labels).backward();
        optimizer.step();
      });
      expect(live()).toBe(numLive);
    }
    expect(() => model.loadStateDict(new Map([["x", x]]))).toThrow();
    model.loadStateDict(model.stateDict());
    model.to({ dtype: "float64" });
    expect(live()).toBe(numLive);
    optimizer.dispose();
    model.dispose();
    expect(live()).toBe(baseline);
  });
});

describe("outside any scope", () => {
  test("the garbage collector frees unreachable tensors", async () => {
    const make = () => {
      for (let i = 0; i < 100; i++) x.add(i);
    };
    make();
    expect(live()).toBe(baseline + 100);
    expect(await collectUntil(() => live() === baseline)).toBe(true);
  });

  test("an unreachable kept tensor is freed; a reachable one is not", async () => {
    const held = keep(ops.ones([1]));
    const drop = () => scope(() => void keep(x.add(1)));
    drop();
    expect(live()).toBe(baseline + 2);
    expect(await collectUntil(() => live() === baseline + 1)).toBe(true);
    expect(held.item()).toBe(1);
    held.dispose();
  });

  test("the collector does not free a handle that was disposed and reused", async () => {
    const make = () => {
      for (let i = 0; i < 50; i++) x.add(i).dispose();
    };
    make();
    const others = Array.from({ length: 50 }, (_, i) => ops.full([1], i));
    await collectUntil(() => false, 5);
    expect(others.map((tensor) => tensor.item())).toEqual(others.map((_, i) => i));
    for (const tensor of others) tensor.dispose();
  });

  test("a moved module's tensors are freed once, with the module", async () => {
    const make = () => new Linear(3, 3).to({ dtype: "float64" }).to({ dtype: "float32" });
    make();
    expect(await collectUntil(() => live() === baseline)).toBe(true);
  });
});
