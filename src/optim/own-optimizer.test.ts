// An optimizer of one's own: Lion, which sees tensors and gets groups, saving and restoring from the base.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { FLOAT64 } from "../../tests/support/allclose.js";
import { settledLiveTensors } from "../../tests/support/gc.js";
import { startOracle } from "../../tests/support/oracle.js";
import { Parameter } from "../nn/index.js";
import { packageRoot } from "../package-root.js";
import { addon } from "../tensor/addon.js";
import { manualSeed, scope, Tensor } from "../tensor/index.js";
import { op, ops } from "../tensor/ops.js";
import { type GroupUpdate, Optimizer, type OptimizerParameters } from "./index.js";

interface LionOptions {
  learningRate?: number;
  weightDecay?: number;
  betas?: readonly [number, number];
}

/** Lion (Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023). */
class Lion extends Optimizer<"exp_avg"> {
  readonly #betas: readonly [number, number];

  constructor(parameters: OptimizerParameters, options: LionOptions = {}) {
    super(parameters, { learningRate: 1e-4, ...options });
    this.#betas = options.betas ?? [0.9, 0.99];
    this.addState("exp_avg", (parameter) => ops.zerosLike(parameter));
  }

  protected update(group: GroupUpdate<"exp_avg">): void {
    const { learningRate, weightDecay } = group;
    const [beta1, beta2] = this.#betas;
    group.forEach(({ parameter, gradient, state }) => {
      const direction = state.exp_avg
        .mul(beta1)
        .add_(gradient, { alpha: 1 - beta1 })
        .sign_();
      parameter.mul_(1 - learningRate * weightDecay).add_(direction, { alpha: -learningRate });
      state.exp_avg.mul_(beta2).add_(gradient, { alpha: 1 - beta2 });
    });
  }
}

test("docs/optimizers.md shows this class", () => {
  const classIn = (text: string): string => /class Lion .*?\n}/s.exec(text)![0];
  const [page, here] = [join(packageRoot, "docs", "optimizers.md"), fileURLToPath(import.meta.url)].map(
    (path) => classIn(readFileSync(path, "utf8")),
  );
  expect(page).toBe(here);
});

const addToAll = op("aten::_foreach_add_.List");

/** The plainest descent, over lists of tensors. */
class Descent extends Optimizer {
  protected update(group: GroupUpdate): void {
    addToAll(group.parameters, group.gradients, { alpha: -group.learningRate });
  }
}

const NUM_STEPS = 10;
const SHAPES = [[4, 3], [4], [5]];
const random = (shape: number[]): Tensor => ops.randn(shape, { dtype: "float64" });
const gradientsOf = (): Tensor[][] => Array.from({ length: NUM_STEPS }, () => SHAPES.map(random));

/** The second group has a learning rate and a decay of its own. */
const lionOf = ([a, b, c]: Parameter[]): Lion =>
  new Lion([{ params: [a!, c!] }, { params: [b!], learningRateFactor: 0.5, weightDecay: 0 }], {
    learningRate: 0.01,
    weightDecay: 0.2,
    betas: [0.85, 0.95],
  });

function step(optimizer: Optimizer, parameters: Parameter[], gradients: readonly (Tensor | null)[]): void {
  for (const [i, gradient] of gradients.entries()) parameters[i]!.grad = gradient;
  optimizer.step();
}

describe("Lion", () => {
  test(`${NUM_STEPS} steps with groups equal those of a Python implementation`, async () => {
    manualSeed(7);
    const weights = SHAPES.map(random);
    const gradients = gradientsOf();
    const parameters = weights.map((weight) => new Parameter(weight.clone()));
    const optimizer = lionOf(parameters);
    for (const some of gradients) step(optimizer, parameters, some);

    const expected = await oracle.run<{ weights: Tensor[]; averages: Tensor[] }>(IN_PYTHON, {
      weights,
      gradients,
    });
    for (const [i, weight] of expected.weights.entries())
      expect(parameters[i]!, `parameter ${i}`).toBeAllclose(weight, FLOAT64);
    // In the order of the groups.
    for (const [at, i] of [0, 2, 1].entries())
      expect(optimizer.stateDict().get(`exp_avg.${at}`)!).toBeAllclose(expected.averages[i]!, FLOAT64);
  });

  test("a restored state continues bit-identically", () => {
    manualSeed(8);
    const parameters = SHAPES.map((shape) => new Parameter(random(shape)));
    const optimizer = lionOf(parameters);
    const gradients = gradientsOf();
    for (const some of gradients.slice(0, 4)) step(optimizer, parameters, some);

    const others = parameters.map((parameter) => new Parameter(parameter.detach().clone()));
    const resumed = lionOf(others);
    resumed.loadStateDict(new Map([...optimizer.stateDict()].map(([name, one]) => [name, one.clone()])));
    for (const some of gradients.slice(4)) {
      step(optimizer, parameters, some);
      step(resumed, others, some);
    }
    const valuesOf = (tensors: Iterable<Tensor>) => [...tensors].map((one) => one.toArray());
    expect(valuesOf(others)).toEqual(valuesOf(parameters));
    expect(valuesOf(resumed.stateDict().values())).toEqual(valuesOf(optimizer.stateDict().values()));
  });

  test("a parameter without a gradient keeps its value and its state", () => {
    const parameters = SHAPES.map((shape) => new Parameter(ops.ones(shape)));
    const optimizer = lionOf(parameters);
    step(optimizer, parameters, [null, ops.ones([4]), null]);
    expect(parameters.map((one) => one.sum().item() === one.numel)).toEqual([true, false, true]);
    const sums = [...optimizer.stateDict().values()].map((one) => one.sum().item());
    expect(sums.map((sum) => sum === 0)).toEqual([true, true, false]);
  });

  test("a parameter that is frozen when the optimizer is created has no state, and must stay frozen", () => {
    const parameters = SHAPES.map((shape) => new Parameter(ops.ones(shape)));
    parameters[1]!.requiresGrad = false;
    const optimizer = new Lion(parameters.map((one, i) => [`p${i}`, one] as const));
    expect([...optimizer.stateDict().keys()]).toEqual(["exp_avg.0", "exp_avg.2"]);
    step(optimizer, parameters, [ops.ones(SHAPES[0]!), null, null]);
    expect(optimizer.stateDict().get("exp_avg.0")!.sum().item()).toBeGreaterThan(0);

    parameters[1]!.requiresGrad = true;
    expect(() => step(optimizer, parameters, [null, ops.ones([4]), null])).toThrow(
      "optimizer: parameter p1 has a gradient and no state",
    );
  });

  test("a step leaves no tensor alive, and dispose frees the state", async () => {
    const parameters = scope(() => SHAPES.map((shape) => new Parameter(random(shape))));
    const before = await settledLiveTensors();
    const optimizer = lionOf(parameters);
    expect(addon.liveTensors()).toBe(before + SHAPES.length);
    scope(() => step(optimizer, parameters, SHAPES.map(random)));
    optimizer.zeroGrad();
    expect(addon.liveTensors()).toBe(before + SHAPES.length);
    optimizer.dispose();
    expect(addon.liveTensors()).toBe(before);
    expect(() => optimizer.step()).toThrow("optimizer: step after dispose()");
  });
});

test("an optimizer without state updates lists of tensors", () => {
  const parameters = [1, 2, 3].map((value) => new Parameter(Tensor.from([value, value])));
  const optimizer = new Descent(parameters, { learningRate: 0.5 });
  step(optimizer, parameters, [ops.ones([2]), null, Tensor.from([4, 4])]);
  expect(parameters.map((one) => one.toNested())).toEqual([
    [0.5, 0.5],
    [2, 2],
    [1, 1],
  ]);
  expect(optimizer.stateDict().size).toBe(0);
});

test("typings know the state that a subclass declares", () => {
  class Wrong extends Optimizer<"velocity"> {
    constructor(parameters: OptimizerParameters) {
      super(parameters, { learningRate: 1 });
      // @ts-expect-error another name
      this.addState("speed", (parameter) => parameter);
    }

    protected update(group: GroupUpdate<"velocity">): void {
      // @ts-expect-error another name
      group.state("speed");
      // @ts-expect-error not a tensor of the state
      group.forEach(({ state }) => void state.speed);
    }
  }
  // @ts-expect-error `update` is missing
  class Incomplete extends Optimizer {}
  expect([Wrong, Incomplete].every((one) => one.prototype instanceof Optimizer)).toBe(true);
});

const oracle = startOracle("torch._dynamo");

/** After the paper's Algorithm 2. */
const IN_PYTHON = `
class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, betas, weight_decay):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state["m"] = torch.zeros_like(p)
                m, g = state["m"], p.grad
                update = torch.sign(beta1 * m + (1 - beta1) * g)
                p.sub_(group["lr"] * (update + group["weight_decay"] * p))
                m.copy_(beta2 * m + (1 - beta2) * g)

a, b, c = ps = [nn.Parameter(w) for w in weights]
optimizer = Lion([{"params": [a, c]}, {"params": [b], "lr": 0.005, "weight_decay": 0.0}],
                 lr=0.01, betas=(0.85, 0.95), weight_decay=0.2)
for gs in gradients:
    for p, g in zip(ps, gs):
        p.grad = g
    optimizer.step()
out.update(weights=[p.detach() for p in ps], averages=[optimizer.state[p]["m"] for p in ps])`;
