import { describe, expect, test } from "vitest";
import "../../tests/support/allclose.js";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { startOracle } from "../../tests/support/oracle.js";
import {
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  Flatten,
  type Layer,
  Linear,
  ReLU,
  Sequential,
} from "../nn/index.js";
import { addon } from "../tensor/addon.js";
import { manualSeed, noGrad, scope, type Tensor, type TypedArray } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { Ema, SGD } from "./index.js";

const oracle = startOracle();

const NUM_UPDATES = 12;
/** `(1 + n) / (10 + n)` exceeds it after 8 of the 12 updates. */
const DECAY = 0.5;

const convnet = () =>
  new Sequential(
    new Conv2d(1, 3, 3),
    new BatchNorm2d(3),
    new ReLU(),
    new Flatten(),
    new Linear(3 * 4 * 4, 4),
  );

/** Takes a large step, so that every weight changes; the forward pass updates the running statistics. */
function train(model: Layer): void {
  const optimizer = new SGD(model.parameters(), { learningRate: 0.5 });
  scope(() => {
    const loss = crossEntropy(model.forward(ops.randn([8, 1, 6, 6])), ops.randint(4, [8]));
    loss.backward();
    optimizer.step();
  });
  optimizer.zeroGrad();
  optimizer.dispose();
}

const copiesOf = (state: ReadonlyMap<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries([...state].map(([name, tensor]) => [name, tensor.detach().clone()]));

const valuesOf = (state: ReadonlyMap<string, Tensor>): Record<string, TypedArray> =>
  Object.fromEntries([...state].map(([name, tensor]) => [name, tensor.toArray()]));

const largest = (states: Record<string, Tensor>[]): number =>
  Math.max(
    ...states.flatMap((state) =>
      Object.values(state).map((tensor) => tensor.to("float64").abs().max().item()),
    ),
  );

/** The reference, in float64, so that it adds no rounding of its own. */
const IN_PYTHON = `
averages = {name: w.double() if w.is_floating_point() else w.clone() for name, w in first.items()}
history = []
for n, weights in enumerate(states):
    d = min(decay, (1 + n) / (10 + n))
    for name, w in weights.items():
        if w.is_floating_point():
            averages[name].lerp_(w.double(), 1 - d)
        else:
            averages[name].copy_(w)
    history.append({name: average.clone() for name, average in averages.items()})
out["history"] = history`;

async function expectParity(model: Layer, decay: number): Promise<void> {
  const first = copiesOf(model.stateDict());
  const ema = new Ema(model.stateDict(), decay);
  const states: Record<string, Tensor>[] = [];
  const history: Record<string, Tensor>[] = [];
  for (let n = 0; n < NUM_UPDATES; n++) {
    train(model);
    ema.update(n);
    states.push(copiesOf(model.stateDict()));
    history.push(copiesOf(ema.stateDict()));
  }
  const expected = await oracle.run<{ history: Record<string, Tensor>[] }>(IN_PYTHON, {
    first,
    states,
    decay,
  });
  // An update rounds four times (1 - decay, the difference, the product, the sum), each by at most
  // 2^-24 of twice the largest value. The decay, at most 12 / 21 here, reduces earlier errors: their
  // total is below 1 / (1 - 12 / 21) of the error of one update.
  const floating = [first, ...states].map((state) =>
    Object.fromEntries(Object.entries(state).filter(([, tensor]) => tensor.dtype === "float32")),
  );
  const atol = (4 * 2 ** -24 * 2 * largest(floating)) / (1 - 12 / 21);
  for (const [n, averages] of history.entries()) {
    expect(Object.keys(averages)).toEqual(Object.keys(expected.history[n]!));
    for (const [name, average] of Object.entries(averages)) {
      const message = `${name} after update ${n}`;
      const wanted = expected.history[n]![name]!;
      if (average.dtype === "int64") expect(average.toNested(), message).toEqual(wanted.toNested());
      else {
        expect(average.dtype, message).toBe("float32");
        expect(average.to("float64"), message).toBeAllclose(wanted, { rtol: 0, atol });
      }
    }
  }
  expect(ema.stateDict().get("1.num_batches_tracked")!.item()).toBe(NUM_UPDATES);
}

describe("12 updates equal Python's", () => {
  test("with a decay that is reached during the updates", async () => {
    manualSeed(31);
    await expectParity(convnet(), DECAY);
  });

  test("with a decay that is not reached", async () => {
    manualSeed(32);
    await expectParity(convnet(), 0.9999);
  });

  test("with weights that are channels last", async () => {
    manualSeed(33);
    await expectParity(convnet().to({ memoryFormat: "channels_last" }), DECAY);
  });
});

test("the averages start as a copy of the weights", () => {
  const model = convnet();
  const before = valuesOf(model.stateDict());
  const ema = new Ema(model.stateDict(), DECAY);
  train(model);
  expect(valuesOf(ema.stateDict())).toEqual(before);
  expect(valuesOf(model.stateDict())).not.toEqual(before);
});

test("an update does not change the weights and records no gradients", () => {
  const model = convnet();
  const ema = new Ema(model.stateDict(), DECAY);
  train(model);
  const before = valuesOf(model.stateDict());
  ema.update(0);
  expect(valuesOf(model.stateDict())).toEqual(before);
  for (const average of ema.stateDict().values()) expect(average.requiresGrad).toBe(false);
  for (const parameter of model.parameters()) expect(parameter.requiresGrad).toBe(true);
});

test("a restored state continues bit-identically", () => {
  const model = convnet();
  const ema = new Ema(model.stateDict(), DECAY);
  for (let n = 0; n < 4; n++) {
    train(model);
    ema.update(n);
  }
  const saved = new Map(Object.entries(copiesOf(ema.stateDict())));
  const resumed = new Ema(model.stateDict(), DECAY);
  expect(valuesOf(resumed.stateDict())).not.toEqual(valuesOf(ema.stateDict()));
  resumed.loadStateDict(saved);
  for (let n = 4; n < 8; n++) {
    train(model);
    ema.update(n);
    resumed.update(n);
    expect(valuesOf(resumed.stateDict())).toEqual(valuesOf(ema.stateDict()));
  }
});

describe("inPlace", () => {
  function trained(): [Layer, Ema] {
    const model = convnet();
    const ema = new Ema(model.stateDict(), DECAY);
    for (let n = 0; n < 3; n++) {
      train(model);
      ema.update(n);
    }
    train(model);
    return [model, ema];
  }

  test("the model has the averages in the body and its weights afterwards", async () => {
    const [model, ema] = trained();
    const own = valuesOf(model.stateDict());
    const averages = valuesOf(ema.stateDict());
    expect(averages).not.toEqual(own);
    const result = await ema.inPlace(async () => {
      expect(valuesOf(model.stateDict())).toEqual(averages);
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(valuesOf(model.stateDict())).toEqual(averages);
      return "measured";
    });
    expect(result).toBe("measured");
    expect(valuesOf(model.stateDict())).toEqual(own);
    expect(valuesOf(ema.stateDict())).toEqual(averages);
    for (const parameter of model.parameters()) expect(parameter.requiresGrad).toBe(true);
  });

  test("the weights are restored if the body throws, before or after it waits", async () => {
    const [model, ema] = trained();
    const own = valuesOf(model.stateDict());
    const sooner = (): Promise<void> => {
      throw new Error("sooner");
    };
    await expect(ema.inPlace(sooner)).rejects.toThrow("sooner");
    expect(valuesOf(model.stateDict())).toEqual(own);
    const later = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      throw new Error("later");
    };
    await expect(ema.inPlace(later)).rejects.toThrow("later");
    expect(valuesOf(model.stateDict())).toEqual(own);
  });

  test("changes of the model by the body are discarded", async () => {
    const [model, ema] = trained();
    const own = valuesOf(model.stateDict());
    const averages = valuesOf(ema.stateDict());
    await ema.inPlace(async () => train(model));
    expect(valuesOf(model.stateDict())).toEqual(own);
    expect(valuesOf(ema.stateDict())).toEqual(averages);
  });

  test("special values are restored: infinities, NaN, negative zero, subnormal", async () => {
    const [model, ema] = trained();
    const odd = [Number.NEGATIVE_INFINITY, Number.NaN, -0, 2 ** -149];
    const bias = model.stateDict().get("4.bias")!;
    noGrad(() => void odd.forEach((value, i) => void bias.select(0, i).fill_(value)));
    expect(bias.toNested()).toEqual(odd);
    await ema.inPlace(async () => expect((bias.toNested() as number[]).every(Number.isFinite)).toBe(true));
    expect(bias.toNested()).toEqual(odd);
  });
});

describe("live tensors", () => {
  const live = () => addon.liveTensors();

  test("updates and loading add none, and dispose frees all", async () => {
    const model = scope(convnet);
    const numTensors = model.stateDict().size;
    const baseline = await settledLiveTensors();
    const ema = scope(() => new Ema(model.stateDict(), DECAY));
    expect(live()).toBe(baseline + numTensors);
    for (let n = 0; n < 5; n++) {
      ema.update(n);
      ema.loadStateDict(model.stateDict());
      ema.stateDict();
    }
    expect(live()).toBe(baseline + numTensors);
    ema.dispose();
    expect(live()).toBe(baseline);
    model.dispose();
    expect(live()).toBe(baseline - numTensors);
  });

  test("inPlace adds none, whether its body throws or not", async () => {
    const model = scope(convnet);
    const ema = new Ema(model.stateDict(), DECAY);
    const baseline = await settledLiveTensors();
    const bytes = addon.liveBytes();
    await ema.inPlace(async () => {});
    expect(live()).toBe(baseline);
    await expect(
      ema.inPlace(async () => {
        throw new Error("mine");
      }),
    ).rejects.toThrow("mine");
    expect(live()).toBe(baseline);
    expect(addon.liveBytes()).toBe(bytes);
    ema.dispose();
    model.dispose();
  });
});
