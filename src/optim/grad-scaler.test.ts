import { describe, expect, test } from "vitest";
import "../../tests/support/allclose.js";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { startOracle } from "../../tests/support/oracle.js";
import { addon } from "../tensor/addon.js";
import { keep, manualSeed, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { GradScaler, type GradScalerOptions } from "./index.js";

const oracle = startOracle("torch._dynamo");

const NUM_STEPS = 12;
/** Steps that overflow: before the first growth, right after one, and twice in a row. */
const OVERFLOWS: Record<number, number> = {
  1: Number.POSITIVE_INFINITY,
  5: Number.NEGATIVE_INFINITY,
  6: Number.NaN,
};
const OVERFLOWED_STEPS = Object.keys(OVERFLOWS).map(Number);

/** Gradients of one step; `poison` replaces one value of the second. */
function gradientsOf(poison?: number): Tensor[] {
  const gradients = [ops.randn([4, 3]), ops.randn([5]), ops.randn([])].map((gradient) => gradient.mul(1e4));
  if (poison !== undefined) gradients[1]!.select(0, 3).fill_(poison);
  return gradients;
}

function allGradients(): Tensor[][] {
  manualSeed(23);
  return Array.from({ length: NUM_STEPS }, (_, i) => gradientsOf(OVERFLOWS[i]));
}

const copies = (tensors: Tensor[]) => tensors.map((tensor) => tensor.clone());

function step(scaler: GradScaler, gradients: Tensor[]) {
  const hasOverflowed = scaler.unscale(gradients);
  scaler.update();
  const [scale, tracker] = ["scale", "growth_tracker"].map((name) => scaler.stateDict().get(name)!.item());
  return { hasOverflowed, scale, tracker, gradients: gradients.map((gradient) => gradient.toNested()) };
}

const IN_PYTHON = (options: string) => `
ps = [nn.Parameter(torch.zeros_like(g)) for g in gradients[0]]
optimizer = torch.optim.SGD(ps)
optimizer.register_step_post_hook(lambda *_: taken.append(i))
scaler = torch.amp.GradScaler("cpu", ${options})
scaler.scale(torch.ones([]))
taken, scales, trackers, unscaled = [], [], [], []
for i, gs in enumerate(gradients):
    for p, g in zip(ps, gs):
        p.grad = g
    scaler.unscale_(optimizer)
    unscaled.append([g.clone() for g in gs])
    scaler.step(optimizer)
    scaler.update()
    state = scaler.state_dict()
    scales.append(state["scale"])
    trackers.append(state["_growth_tracker"])
out.update(taken=taken, scales=scales, trackers=trackers, unscaled=unscaled)`;

interface Answer {
  taken: number[];
  scales: number[];
  trackers: number[];
  unscaled: Tensor[][];
}

const CASES: Record<string, [GradScalerOptions, string]> = {
  "the usual factors": [{ growthInterval: 3 }, "growth_interval=3"],
  "factors that round": [
    { initialScale: 1000, growthFactor: 1.7, backoffFactor: 0.3, growthInterval: 3 },
    "init_scale=1000.0, growth_factor=1.7, backoff_factor=0.3, growth_interval=3",
  ],
  "a growth that float32 cannot hold": [
    { initialScale: 2 ** 126, growthFactor: 16, growthInterval: 3 },
    "init_scale=2.0**126, growth_factor=16.0, growth_interval=3",
  ],
};

describe("12 steps equal torch.amp.GradScaler's exactly", () => {
  test.each(Object.entries(CASES))("%s", async (_, [options, torch]) => {
    const gradients = allGradients();
    const scaler = new GradScaler("cpu", options);
    const steps = gradients.map((some) => step(scaler, copies(some)));

    const expected = await oracle.run<Answer>(IN_PYTHON(torch), { gradients });
    expect(steps.map(({ scale }) => scale)).toEqual(expected.scales);
    expect(steps.map(({ tracker }) => tracker)).toEqual(expected.trackers);
    expect(steps.map((each) => each.gradients)).toEqual(
      expected.unscaled.map((some) => some.map((gradient) => gradient.toNested())),
    );
    const overflowed = steps.flatMap(({ hasOverflowed }, i) => (hasOverflowed ? [i] : []));
    expect(overflowed).toEqual(OVERFLOWED_STEPS);
    expect(expected.taken).toEqual(steps.map((_, i) => i).filter((i) => !overflowed.includes(i)));
  });
});

test("the scale falls at each overflow and grows after three steps without one", () => {
  const scaler = new GradScaler("cpu", { initialScale: 8, growthInterval: 3 });
  const steps = allGradients().map((gradients) => step(scaler, gradients));
  expect(steps.map(({ scale }) => scale)).toEqual([8, 4, 4, 4, 8, 4, 2, 2, 2, 4, 4, 4]);
  expect(steps.map(({ tracker }) => tracker)).toEqual([1, 0, 1, 2, 0, 0, 0, 1, 2, 0, 1, 2]);
});

test("the defaults equal torch's", async () => {
  const defaults = await oracle.run<Record<string, number>>(`
    scaler = torch.amp.GradScaler("cpu")
    out.update(initial=scaler.get_scale(), growth=scaler.get_growth_factor(),
               backoff=scaler.get_backoff_factor(), interval=scaler.get_growth_interval())`);
  expect(defaults).toEqual({ initial: 65536, growth: 2, backoff: 0.5, interval: 2000 });

  const scaler = new GradScaler("cpu");
  expect(scaler.stateDict().get("scale")!.item()).toBe(65536);
  expect(step(scaler, gradientsOf(Number.NaN)).scale).toBe(32768);
  const gradients = [ops.zeros([1])];
  for (let i = 0; i < 1998; i++) step(scaler, gradients);
  expect(step(scaler, gradients)).toMatchObject({ scale: 32768, tracker: 1999 });
  expect(step(scaler, gradients)).toMatchObject({ scale: 65536, tracker: 0 });
});

describe("scale", () => {
  test("multiplies the loss, and so its gradients", () => {
    const scaler = new GradScaler("cpu", { initialScale: 1024 });
    const weight = Tensor.from([1, -2]);
    weight.requiresGrad = true;
    const scaled = scaler.scale(weight.mul(3).sum());
    expect(scaled.item()).toBe(-3072);
    scaled.backward();
    expect(weight.grad!.toNested()).toEqual([3072, 3072]);
  });

  test.each(["float32", "float16", "bfloat16"] as const)(
    "a %s loss is scaled to the same value and dtype as by torch",
    async (dtype) => {
      const losses = [Tensor.from(2.5, { dtype }), Tensor.from([0.25, -3], { dtype })];
      const scaler = new GradScaler("cpu");
      const expected = await oracle.run<{ scaled: Tensor[] }>(
        `out["scaled"] = torch.amp.GradScaler("cpu").scale(losses)`,
        { losses },
      );
      for (const [i, loss] of losses.entries()) {
        expect(scaler.scale(loss)).toBeAllclose(expected.scaled[i]!, { rtol: 0, atol: 0 });
      }
    },
  );
});

test("unscale reverts scale in place, and returns false without an overflow", () => {
  const scaler = new GradScaler("cpu");
  const gradient = Tensor.from([65536, -32768]);
  expect(scaler.unscale([gradient])).toBe(false);
  expect(gradient.toNested()).toEqual([1, -0.5]);
});

test("a restored state continues bit-identically", () => {
  const options = { initialScale: 1000, growthFactor: 1.7, backoffFactor: 0.3, growthInterval: 3 };
  const gradients = allGradients();
  const scaler = new GradScaler("cpu", options);
  for (const some of gradients.slice(0, 4)) step(scaler, some);
  expect(scaler.stateDict().get("growth_tracker")!.item()).toBe(2);

  const saved = new Map([...scaler.stateDict()].map(([name, tensor]) => [name, tensor.clone()]));
  const rest = gradients.slice(4);
  const uninterrupted = rest.map((some) => step(scaler, copies(some)));
  const resumed = new GradScaler("cpu", options);
  resumed.loadStateDict(saved);
  expect(rest.map((some) => step(resumed, copies(some)))).toEqual(uninterrupted);
});

describe("live tensors", () => {
  const live = () => addon.liveTensors();

  test("steps add none, and dispose frees all", async () => {
    const gradients = scope(() => gradientsOf().map(keep));
    const state = scope(() => new Map([["scale", keep(ops.ones([]))]]));
    state.set("growth_tracker", keep(Tensor.from(1, { dtype: "int32" })));
    const baseline = await settledLiveTensors();
    const scaler = new GradScaler("cpu");
    expect(live()).toBe(baseline + 3);
    for (let i = 0; i < 5; i++) {
      scope(() => void scaler.scale(gradients[2]!));
      scaler.unscale(gradients);
      scaler.update();
      scaler.loadStateDict(state);
      scaler.stateDict();
    }
    expect(live()).toBe(baseline + 3);
    scaler.dispose();
    expect(live()).toBe(baseline);
    for (const tensor of [...gradients, ...state.values()]) tensor.dispose();
    expect(live()).toBe(baseline - 5);
  });

  test("a scaler created inside a scope outlives it", async () => {
    const baseline = await settledLiveTensors();
    const scaler = scope(() => new GradScaler("cpu", { initialScale: 4 }));
    expect(live()).toBe(baseline + 3);
    expect(scope(() => scaler.scale(ops.ones([])).item())).toBe(4);
    scaler.dispose();
    expect(live()).toBe(baseline);
  });
});
