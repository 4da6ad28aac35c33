// 100 steps of each optimizer beside torch.optim's, or beside the reference implementation where torch has none.
import { beforeAll, describe, expect, test } from "vitest";
import "../../tests/support/allclose.js";
import { onTestDevice, TEST_DEVICE } from "../../tests/support/device.js";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { startOracle } from "../../tests/support/oracle.js";
import { Parameter } from "../nn/index.js";
import { addon } from "../tensor/addon.js";
import { manualSeed, noGrad, scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import {
  Adafactor,
  Adam,
  AdamW,
  CombinedOptimizer,
  Lion,
  Muon,
  NAdam,
  type Optimizer,
  RAdam,
  SGD,
} from "./index.js";

const oracle = startOracle("torch._dynamo");

interface Case {
  create: (parameters: readonly Parameter[]) => Optimizer;
  /** The same in Python, over the list `ps`; `matrices` are its parameters of two dimensions. */
  python: string;
}

const CASES: Record<string, Case> = {
  AdamW: {
    create: (ps) => new AdamW(ps, { learningRate: 0.01, betas: [0.8, 0.95] }),
    python: "torch.optim.AdamW(ps, lr=0.01, betas=(0.8, 0.95), fused=True)",
  },
  Adam: {
    create: (ps) => new Adam(ps, { learningRate: 0.01, eps: 1e-4, weightDecay: 0.1 }),
    python: "torch.optim.Adam(ps, lr=0.01, eps=1e-4, weight_decay=0.1, fused=True)",
  },
  "SGD with dampening": {
    create: (ps) => new SGD(ps, { learningRate: 0.05, momentum: 0.9, dampening: 0.3, weightDecay: 0.01 }),
    python: "torch.optim.SGD(ps, lr=0.05, momentum=0.9, dampening=0.3, weight_decay=0.01)",
  },
  NAdam: { create: (ps) => new NAdam(ps), python: "torch.optim.NAdam(ps)" },
  "NAdam with every option": {
    create: (ps) =>
      new NAdam(ps, {
        ...{ learningRate: 0.01, betas: [0.8, 0.95], eps: 1e-3, weightDecay: 0.1 },
        ...{ momentumDecay: 0.01, decoupledWeightDecay: true },
      }),
    python:
      "torch.optim.NAdam(ps, lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, momentum_decay=0.01, decoupled_weight_decay=True)",
  },
  RAdam: { create: (ps) => new RAdam(ps), python: "torch.optim.RAdam(ps)" },
  "RAdam with every option": {
    create: (ps) =>
      new RAdam(ps, {
        ...{ learningRate: 0.01, betas: [0.8, 0.95], eps: 1e-3, weightDecay: 0.1 },
        decoupledWeightDecay: true,
      }),
    python:
      "torch.optim.RAdam(ps, lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, decoupled_weight_decay=True)",
  },
  "RAdam with an L2 penalty": {
    create: (ps) => new RAdam(ps, { weightDecay: 0.1 }),
    python: "torch.optim.RAdam(ps, weight_decay=0.1)",
  },
  Lion: {
    create: (ps) => new Lion(ps, { learningRate: 0.01, betas: [0.85, 0.95], weightDecay: 0.2 }),
    python: "Lion(ps, lr=0.01, betas=(0.85, 0.95), weight_decay=0.2)",
  },
  Adafactor: { create: (ps) => new Adafactor(ps), python: "torch.optim.Adafactor(ps)" },
  "Adafactor with every option": {
    create: (ps) =>
      new Adafactor(ps, {
        ...{ learningRate: 0.05, weightDecay: 0.1, beta2Decay: -0.5 },
        ...{ eps: [1e-6, 1e-2] as const, clipThreshold: 2 },
      }),
    python: "torch.optim.Adafactor(ps, lr=0.05, weight_decay=0.1, beta2_decay=-0.5, eps=(1e-6, 1e-2), d=2.0)",
  },
  "Muon with AdamW": {
    create: (ps) => {
      const matrices = ps.filter(({ ndim }) => ndim > 1);
      const others = ps.filter(({ ndim }) => ndim <= 1);
      return new CombinedOptimizer(ps, [new Muon(matrices), new AdamW(others)], 0.02);
    },
    python: "Both(torch.optim.Muon(matrices, lr=0.02), torch.optim.AdamW(others, lr=0.02, fused=True))",
  },
  "Muon with every option": {
    create: (ps) => {
      const matrices = ps.filter(({ ndim }) => ndim > 1);
      const options = { weightDecay: 0.3, momentum: 0.8, nesterov: false, numIterations: 3, eps: 1e-5 };
      const muon = new Muon(matrices, { ...options, adjustLearningRate: "match_rms_adamw" });
      return new CombinedOptimizer(ps, [muon, new SGD(ps.filter(({ ndim }) => ndim <= 1))], 0.02);
    },
    python:
      'Both(torch.optim.Muon(matrices, lr=0.02, weight_decay=0.3, momentum=0.8, nesterov=False, ns_steps=3, eps=1e-5, adjust_lr_fn="match_rms_adamw"), torch.optim.SGD(others, lr=0.02))',
  },
};

const NUM_STEPS = 100;
/** The last parameter gets its first gradient after this step, as after a thaw. */
const THAW = 10;
const SHAPES = [[6, 5], [3, 7], [7], [4]];

const random = (shape: readonly number[]): Tensor => onTestDevice(ops.randn(shape, { dtype: "float64" }));

/** Sets gradients that depend on the weights, so that an error of one step reaches the next ones. */
function setGradients(parameters: readonly Parameter[], noises: readonly Tensor[], step: number): void {
  for (const [i, parameter] of parameters.entries()) {
    const isFrozen = i === parameters.length - 1 && step < THAW;
    parameter.grad = isFrozen
      ? null
      : noGrad(() =>
          parameter
            .mul(3)
            .add(noises[i]!, { alpha: step % 7 })
            .cos(),
        );
  }
}

function runSteps(optimizer: Optimizer, parameters: readonly Parameter[], from: number, to: number): void {
  for (let step = from; step < to; step++) {
    scope(() => {
      setGradients(parameters, NOISES, step);
      optimizer.step();
      optimizer.zeroGrad();
    });
  }
}

manualSeed(3);
const WEIGHTS = SHAPES.map(random);
const NOISES = SHAPES.map(random);
const fresh = (): Parameter[] => WEIGHTS.map((weight) => new Parameter(weight.clone()));

interface Answer {
  weights: Tensor[];
  slots: Record<string, Tensor>[];
}

describe(`${NUM_STEPS} steps equal PyTorch's`, () => {
  let answers: Record<string, Answer>;

  beforeAll(async () => {
    const pythons = Object.fromEntries(Object.entries(CASES).map(([name, { python }]) => [name, python]));
    const inputs = {
      device: TEST_DEVICE,
      weights: WEIGHTS,
      noises: NOISES,
      pythons,
      num_steps: NUM_STEPS,
      thaw: THAW,
    };
    answers = (await oracle.run<{ answers: Record<string, Answer> }>(IN_PYTHON, inputs)).answers;
  });

  test.each(Object.entries(CASES))("%s", (name, { create }) => {
    const parameters = fresh();
    const optimizer = create(parameters);
    runSteps(optimizer, parameters, 0, NUM_STEPS);
    const { weights, slots } = answers[name]!;
    // PyTorch keeps counts and NAdam's product of momenta in float32, and computes with them on the host.
    const tolerance = { rtol: 1e-6, atol: 1e-6 };
    for (const [i, weight] of weights.entries())
      expect(parameters[i]!, `parameter ${i}`).toBeAllclose(weight, tolerance);
    const state = optimizer.stateDict();
    const names = slots.flatMap((slot, i) => Object.keys(slot).map((one) => `${one}.${i}`));
    // PyTorch has no count for SGD.
    const own = [...state.keys()].filter((one) => !(optimizer instanceof SGD && one.startsWith("step.")));
    expect(own.sort()).toEqual(names.sort());
    for (const one of names) {
      const [slot, i] = one.split(".") as [string, string];
      const expected = slots[Number(i)]![slot]!;
      expect(state.get(one)!.to("float64"), one).toBeAllclose(expected.to("float64"), tolerance);
    }
  });
});

test.each(Object.entries(CASES))(
  "%s: a state restored in the middle continues bit-identically",
  (_, { create }) => {
    const parameters = fresh();
    const optimizer = create(parameters);
    // Before the thaw, so that the counts of the parameters differ afterwards.
    runSteps(optimizer, parameters, 0, 8);
    const others = parameters.map((parameter) => new Parameter(parameter.detach().clone()));
    const resumed = create(others);
    resumed.loadStateDict(new Map([...optimizer.stateDict()].map(([name, one]) => [name, one.clone()])));
    runSteps(optimizer, parameters, 8, 16);
    runSteps(resumed, others, 8, 16);
    const bytesOf = (tensors: Iterable<Tensor>) =>
      [...tensors].map((one) => Buffer.from(one.to("float64").toArray().buffer).toString("hex"));
    expect(bytesOf(others)).toEqual(bytesOf(parameters));
    expect(bytesOf(resumed.stateDict().values())).toEqual(bytesOf(optimizer.stateDict().values()));
  },
);

test("steps leave no tensor alive, and dispose frees the state", async () => {
  const parameters = scope(fresh);
  const before = await settledLiveTensors();
  for (const { create } of Object.values(CASES)) {
    const optimizer = create(parameters);
    const withState = addon.liveTensors();
    runSteps(optimizer, parameters, 9, 12);
    expect(addon.liveTensors()).toBe(withState);
    optimizer.dispose();
    expect(addon.liveTensors()).toBe(before);
  }
});

test("Muon takes the kernels of a convolution as the rows of a matrix", () => {
  const weight = random([4, 3, 2, 2]);
  const [kernels, matrix] = [new Parameter(weight.clone()), new Parameter(weight.reshape([4, 12]).clone())];
  for (const parameter of [kernels, matrix]) {
    parameter.square().sum().backward();
    new Muon([parameter], { learningRate: 0.1 }).step();
  }
  expect(kernels.reshape([4, 12])).toBeAllclose(matrix, { rtol: 0, atol: 0 });
  expect(
    matrix
      .sub(weight.reshape([4, 12]))
      .abs()
      .max()
      .item(),
  ).toBeGreaterThan(0.01);
});

test("Muon refuses a vector", () => {
  expect(() => new Muon(fresh())).toThrow(
    "Muon: expected parameters of two dimensions or more, got one of [7]; give biases and the weights of norms to AdamW",
  );
});

describe("CombinedOptimizer", () => {
  test("refuses a parameter without an optimizer, with two, and one that is not in the list", () => {
    const [a, b] = fresh() as [Parameter, Parameter];
    const combine = (all: Parameter[], ...parts: Parameter[][]) =>
      new CombinedOptimizer(
        all,
        parts.map((part) => new SGD(part)),
        0.1,
      );
    expect(() => combine([a, b], [a])).toThrow("optimizer: parameter 1 has 0 optimizers; give it one");
    expect(() => combine([a, b], [a, b], [b])).toThrow("parameter 1 has 2 optimizers");
    expect(() => combine([a], [a, b])).toThrow("is not in the list of all");
    b.requiresGrad = false;
    expect(combine([a, b], [a]).stateDict().size).toBe(0);
  });

  test("factors of groups multiply the learning rate of each step", () => {
    const [a, b] = [1, 2].map((value) => new Parameter(ops.ones([1]).mul(value))) as [Parameter, Parameter];
    const parts = [new SGD([{ params: [a], learningRateFactor: 0.5 }]), new SGD([b])];
    const optimizer = new CombinedOptimizer([a, b], parts, 1);
    optimizer.learningRate = 0.25;
    a.sum().add(b.sum()).backward();
    optimizer.step();
    expect([a.item(), b.item()]).toEqual([0.875, 1.75]);
  });
});

/** Lion after google/automl's lion_pytorch.py. */
const IN_PYTHON = `
class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, betas, weight_decay):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                p.data.mul_(1 - group["lr"] * group["weight_decay"])
                state = self.state[p]
                if len(state) == 0:
                    state["exp_avg"] = torch.zeros_like(p)
                exp_avg = state["exp_avg"]
                update = exp_avg * beta1 + p.grad * (1 - beta1)
                p.add_(update.sign_(), alpha=-group["lr"])
                exp_avg.mul_(beta2).add_(p.grad, alpha=1 - beta2)

class Both:
    def __init__(self, *optimizers):
        self.optimizers = optimizers
        self.state = {p: s for o in optimizers for p, s in [(p, o.state[p]) for g in o.param_groups for p in g["params"]]}

    def step(self):
        for optimizer in self.optimizers:
            optimizer.step()

answers = {}
noises = [noise.to(device) for noise in noises]
for name, python in pythons.items():
    ps = [nn.Parameter(w.to(device, copy=True)) for w in weights]
    matrices, others = [p for p in ps if p.ndim > 1], [p for p in ps if p.ndim <= 1]
    optimizer = eval(python)
    for step in range(num_steps):
        for i, (p, noise) in enumerate(zip(ps, noises)):
            frozen = i == len(ps) - 1 and step < thaw
            p.grad = None if frozen else (p.detach() * 3 + noise * (step % 7)).cos()
        optimizer.step()
    answers[name] = dict(weights=[p.detach() for p in ps],
                         slots=[{k: v for k, v in optimizer.state[p].items() if v is not None} for p in ps])
out["answers"] = answers`;
