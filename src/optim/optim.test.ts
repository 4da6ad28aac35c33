import { describe, expect, test } from "vitest";
import { FLOAT32, FLOAT64 } from "../../tests/support/allclose.js";
import { startOracle } from "../../tests/support/oracle.js";
import { CheckpointError } from "../errors.js";
import { crossEntropy, type Layer, Linear, Parameter, ReLU, Sequential } from "../nn/index.js";
import { manualSeed, noGrad, scope, Tensor } from "../tensor/index.js";
import { op, ops } from "../tensor/ops.js";
import { AdamW, clipGradNorm, type Optimizer, SGD, totalNorm, warmupCosine } from "./index.js";

const oracle = startOracle("torch._dynamo");
const NUM_STEPS = 20;

const mlp = () => new Sequential(new Linear(6, 16), new ReLU(), new Linear(16, 4));
const schedule = warmupCosine({ learningRate: 0.05, numSteps: NUM_STEPS, warmupSteps: 4, minFraction: 0.1 });

interface OptimizerCase {
  create: (parameters: readonly Parameter[]) => Optimizer;
  torch: string;
  maxNorm?: number;
}

const CASES: Record<string, OptimizerCase> = {
  "AdamW with its defaults": {
    create: (parameters) => new AdamW(parameters),
    torch: "torch.optim.AdamW(ps, fused=True)",
  },
  "AdamW with every option": {
    create: (parameters) =>
      new AdamW(parameters, { learningRate: 0.01, betas: [0.8, 0.95], eps: 1e-3, weightDecay: 0.2 }),
    torch: "torch.optim.AdamW(ps, lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.2, fused=True)",
  },
  "AdamW with clipped gradients": {
    create: (parameters) => new AdamW(parameters, { learningRate: 0.01, eps: 0.1 }),
    torch: "torch.optim.AdamW(ps, lr=0.01, eps=0.1, fused=True)",
    maxNorm: 0.5,
  },
  SGD: { create: (parameters) => new SGD(parameters), torch: "torch.optim.SGD(ps)" },
  "SGD with momentum and weight decay": {
    create: (parameters) => new SGD(parameters, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.05 }),
    torch: "torch.optim.SGD(ps, lr=0.1, momentum=0.9, weight_decay=0.05)",
  },
  "SGD with Nesterov's momentum and clipped gradients": {
    create: (parameters) => new SGD(parameters, { learningRate: 0.1, momentum: 0.8, nesterov: true }),
    torch: "torch.optim.SGD(ps, lr=0.1, momentum=0.8, nesterov=True)",
    maxNorm: 0.7,
  },
};

const IN_PYTHON = (torch: string) => `
model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 4)).to(xs[0].dtype)
model.load_state_dict(state)
ps = list(model.parameters())
optimizer = ${torch}
losses, norms = [], []
for i, (x, y) in enumerate(zip(xs, ys)):
    if rates is not None:
        optimizer.param_groups[0]["lr"] = rates[i]
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    if max_norm is not None:
        norms.append(torch.nn.utils.clip_grad_norm_(ps, max_norm))
    optimizer.step()
    losses.append(loss)
out.update(losses=losses, norms=norms, state=dict(model.state_dict()),
           slots=[{k: v for k, v in optimizer.state[p].items() if v is not None} for p in ps])`;

interface Answer {
  losses: Tensor[];
  norms: Tensor[];
  state: Record<string, Tensor>;
  slots: Record<string, Tensor>[];
}

const snapshot = (model: Layer) =>
  Object.fromEntries([...model.stateDict()].map(([name, tensor]) => [name, tensor.detach().clone()]));

function step(model: Layer, optimizer: Optimizer, x: Tensor, y: Tensor, maxNorm?: number) {
  optimizer.zeroGrad();
  return scope(() => {
    const loss = crossEntropy(model.forward(x), y);
    loss.backward();
    using gradients = optimizer.gradients();
    const norm = maxNorm === undefined ? null : clipGradNorm(gradients.handles, maxNorm);
    optimizer.step();
    return { loss: loss.detach(), norm };
  });
}

describe.each(["float64", "float32"] as const)("%s: 20 steps equal PyTorch's", (dtype) => {
  // Rounding errors accumulate over 20 steps: 20 times the tolerance of one layer for float32.
  const tolerance = dtype === "float64" ? FLOAT64 : { rtol: 20 * FLOAT32.rtol, atol: 20 * FLOAT32.atol };

  test.each(Object.entries(CASES))("%s", async (_, { create, torch, maxNorm }) => {
    manualSeed(17);
    const model = mlp().to({ dtype });
    const state = snapshot(model);
    const optimizer = create(model.parameters());
    const xs = Array.from({ length: NUM_STEPS }, () => ops.randn([8, 6], { dtype }));
    const ys = Array.from({ length: NUM_STEPS }, () => ops.randint(4, [8]));
    const steps = xs.map((x, i) => step(model, optimizer, x, ys[i]!, maxNorm));

    const inputs = { xs, ys, state, rates: null, max_norm: maxNorm ?? null };
    const expected = await oracle.run<Answer>(IN_PYTHON(torch), inputs);
    for (const [i, { loss, norm }] of steps.entries()) {
      expect(loss, `loss of step ${i}`).toBeAllclose(expected.losses[i]!, tolerance);
      if (norm !== null) expect(norm, `norm of step ${i}`).toBeAllclose(expected.norms[i]!, tolerance);
    }
    // Some steps must be clipped and some not, or clipping is not tested.
    if (maxNorm !== undefined) {
      const norms = steps.map(({ norm }) => norm!.item());
      expect(norms.some((norm) => norm > maxNorm)).toBe(true);
    }
    for (const [name, tensor] of model.stateDict()) {
      expect(tensor, name).toBeAllclose(expected.state[name]!, tolerance);
    }
    for (const [name, tensor] of optimizer.stateDict()) {
      const [slot, i] = name.split(".") as [string, string];
      expect(tensor, name).toBeAllclose(expected.slots[Number(i)]![slot]!, tolerance);
    }
    const numSlots = expected.slots.reduce((sum, slots) => sum + Object.keys(slots).length, 0);
    expect(optimizer.stateDict().size).toBe(numSlots);
  });

  test("AdamW under a schedule", async () => {
    manualSeed(18);
    const model = mlp().to({ dtype });
    const state = snapshot(model);
    const optimizer = new AdamW(model.parameters());
    const xs = Array.from({ length: NUM_STEPS }, () => ops.randn([8, 6], { dtype }));
    const ys = Array.from({ length: NUM_STEPS }, () => ops.randint(4, [8]));
    for (const [i, x] of xs.entries()) {
      optimizer.learningRate = schedule(i);
      step(model, optimizer, x, ys[i]!);
    }
    const rates = Array.from({ length: NUM_STEPS }, (_, i) => schedule(i));
    const inputs = { xs, ys, state, rates, max_norm: null };
    const expected = await oracle.run<Answer>(IN_PYTHON("torch.optim.AdamW(ps, fused=True)"), inputs);
    for (const [name, tensor] of model.stateDict()) {
      expect(tensor, name).toBeAllclose(expected.state[name]!, tolerance);
    }
  });
});

test("warmupCosine after the warm-up equals PyTorch's CosineAnnealingLR", async () => {
  const { values } = await oracle.run<{ values: number[] }>(`
      optimizer = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.4)
      schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=8, eta_min=0.1)
      values = []
      for _ in range(9):
          values.append(optimizer.param_groups[0]["lr"])
          optimizer.step()
          schedule.step()
      out["values"] = values`);
  const cosine = warmupCosine({ learningRate: 0.4, numSteps: 12, warmupSteps: 4, minFraction: 0.25 });
  expect(Array.from(values, (_, i) => cosine(4 + i))).toBeAllclose(values);
});

describe("clipGradNorm", () => {
  test("returns a norm below the limit and changes nothing", () => {
    const gradients = [Tensor.from([3]), Tensor.from([0, 4])];
    expect(totalNorm(gradients).item()).toBe(5);
    expect(clipGradNorm(gradients, 10).item()).toBe(5);
    expect(gradients.map((g) => g.toNested())).toEqual([[3], [0, 4]]);
  });

  test("scales a larger norm to the limit", () => {
    const gradients = [Tensor.from([3], { dtype: "float64" }), Tensor.from([0, 4], { dtype: "float64" })];
    expect(clipGradNorm(gradients, 1).item()).toBe(5);
    expect(gradients[0]!).toBeAllclose([3 / (5 + 1e-6)]);
    expect(gradients[1]!).toBeAllclose([0, 4 / (5 + 1e-6)]);
  });

  test("scales the parameters' gradients in place", () => {
    const parameter = new Parameter(Tensor.from([1, 1]));
    parameter.mul(30).sum().backward();
    const optimizer = new SGD([parameter], { learningRate: 1 });
    using gradients = optimizer.gradients();
    clipGradNorm(gradients.handles, 1);
    expect(parameter.grad!).toBeAllclose([Math.SQRT1_2, Math.SQRT1_2], { rtol: 1e-6 });
  });
});

describe("Optimizer", () => {
  const create = (): [Parameter, Parameter, AdamW] => {
    const a = new Parameter(ops.ones([2]));
    const b = new Parameter(ops.ones([3]));
    return [a, b, new AdamW([a, b], { learningRate: 0.1 })];
  };

  test("a parameter without a gradient is unchanged, and so is its state", () => {
    const [a, b, optimizer] = create();
    b.mul(2).sum().backward();
    optimizer.step();
    expect(a.toNested()).toEqual([1, 1]);
    expect((b.toNested() as number[])[0]).toBeLessThan(1);
    expect(optimizer.stateDict().get("step.0")!.item()).toBe(0);
    expect(optimizer.stateDict().get("step.1")!.item()).toBe(1);
    expect(optimizer.stateDict().get("exp_avg.1")!).toBeAllclose([0.2, 0.2, 0.2], { rtol: 1e-6 });
  });

  test("a step without any gradient does nothing", () => {
    const [a, , optimizer] = create();
    optimizer.step();
    expect(a.toNested()).toEqual([1, 1]);
  });

  test("zeroGrad drops the gradients, which accumulate without it", () => {
    const [a, b, optimizer] = create();
    a.sum().backward();
    a.sum().backward();
    expect(a.grad!.toNested()).toEqual([2, 2]);
    optimizer.zeroGrad();
    expect(a.grad).toBeNull();
    expect(b.grad).toBeNull();
    using gradients = optimizer.gradients();
    expect(gradients.numFound).toBe(0);
  });

  test.each(["AdamW", "SGD"])("%s: a restored state continues bit-identically", (kind) => {
    const optimizerOf = (model: Layer) =>
      kind === "AdamW"
        ? new AdamW(model.parameters(), { learningRate: 0.05 })
        : new SGD(model.parameters(), { learningRate: 0.05, momentum: 0.9 });
    const x = ops.randn([8, 6]);
    const y = ops.randint(4, [8]);
    const model = mlp();
    const optimizer = optimizerOf(model);
    for (let i = 0; i < 3; i++) step(model, optimizer, x, y);

    const other = mlp();
    other.loadStateDict(model.stateDict());
    const resumed = optimizerOf(other);
    const saved = new Map([...optimizer.stateDict()].map(([name, tensor]) => [name, tensor.clone()]));
    resumed.loadStateDict(saved);
    for (let i = 0; i < 3; i++) {
      step(model, optimizer, x, y);
      step(other, resumed, x, y);
    }
    for (const [name, tensor] of model.stateDict()) {
      expect(other.stateDict().get(name)!.toArray(), name).toEqual(tensor.toArray());
    }
    for (const [name, tensor] of optimizer.stateDict()) {
      expect(resumed.stateDict().get(name)!.toArray(), name).toEqual(tensor.toArray());
    }
  });

  test("refuses a state of other parameters", () => {
    const [, , optimizer] = create();
    const state = new Map(optimizer.stateDict());
    state.set("exp_avg.1", ops.zeros([7]));
    expect(() => optimizer.loadStateDict(state)).toThrow(CheckpointError);
    expect(() => optimizer.loadStateDict(state)).toThrow("optimizer state: exp_avg.1 is [7], expected [3]");
    state.delete("exp_avg.1");
    expect(() => optimizer.loadStateDict(state)).toThrow("exp_avg.1 is missing, expected [3]");
  });

  // The handles of freed slots refer to other tensors by then.
  test("a step after dispose is an error, not a write into the tensors that reuse the handles", () => {
    const [a, b, optimizer] = create();
    a.sum().add(b.sum()).backward();
    optimizer.dispose();
    const others = Array.from({ length: 6 }, () => ops.zeros([3]));
    expect(() => optimizer.step()).toThrow();
    for (const other of others) expect(other.toNested()).toEqual([0, 0, 0]);
  });

  test("a step records no gradients, and restores the mode if it fails", () => {
    const parameter = new Parameter(ops.ones([2]));
    parameter.sum().backward();
    class Broken extends SGD {
      protected override update(): void {
        expect(parameter.mul(2).requiresGrad).toBe(false);
        throw new Error("broken");
      }
    }
    expect(() => new Broken([parameter]).step()).toThrow("broken");
    expect(parameter.mul(2).requiresGrad).toBe(true);
    expect(noGrad(() => op("aten::mul.Tensor")(parameter, parameter).requiresGrad)).toBe(false);
  });
});
