import { describe, expect, test } from "vitest";
import { FLOAT64 } from "../../tests/support/allclose.js";
import { startOracle, type Value } from "../../tests/support/oracle.js";
import { ConfigError, NativeError } from "../errors.js";
import { Linear, Parameter, ReLU, Sequential } from "../nn/index.js";
import { manualSeed, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import {
  AdamW,
  type GroupUpdate,
  groupByName,
  Optimizer,
  type OptimizerParameters,
  type ParameterGroup,
  SGD,
} from "./index.js";

const oracle = startOracle("torch._dynamo");
const NUM_STEPS = 8;
const SHAPES = [[4, 3], [4], [2, 4], [2], [5]];
/** Parameter 0 gets no gradient in the first four steps, as one that is frozen, and parameter 4 never gets one. */
const hasGradient = (step: number, i: number): boolean => (i !== 0 || step >= 4) && i !== 4;
const rateOf = (step: number): number => 0.1 / (1 + step);

interface Setting {
  places: number[];
  factor: number;
  decay: number | null;
}

/** Groups in another order than the parameters; the first two of them have equal settings. */
const SETTINGS: Setting[] = [
  { places: [2], factor: 0.1, decay: 0.3 },
  { places: [0, 4], factor: 0.1, decay: 0.3 },
  { places: [3], factor: 1, decay: 0 },
  { places: [1], factor: 2, decay: null },
];
const ORDER = SETTINGS.flatMap(({ places }) => places);

const IN_PYTHON = (torch: string) => `
ps = [nn.Parameter(w) for w in weights]
groups = []
for s in settings:
    group = {"params": [ps[i] for i in s["places"]]}
    if s["decay"] is not None:
        group["weight_decay"] = s["decay"]
    groups.append(group)
optimizer = ${torch}
for step, gs in enumerate(gradients):
    for group, s in zip(optimizer.param_groups, settings):
        group["lr"] = rates[step] * s["factor"]
    for p, g in zip(ps, gs):
        p.grad = g
    optimizer.step()
out.update(weights=[p.detach() for p in ps],
           state=[{k: v for k, v in optimizer.state.get(p, {}).items() if v is not None} for p in ps])`;

const CASES: Record<string, [(parameters: OptimizerParameters) => Optimizer, string]> = {
  AdamW: [
    (parameters) => new AdamW(parameters, { betas: [0.8, 0.95], weightDecay: 0.2 }),
    "torch.optim.AdamW(groups, betas=(0.8, 0.95), weight_decay=0.2, fused=True)",
  ],
  "SGD with momentum": [
    (parameters) => new SGD(parameters, { momentum: 0.9, weightDecay: 0.2 }),
    "torch.optim.SGD(groups, lr=1.0, momentum=0.9, weight_decay=0.2)",
  ],
};

test.each(Object.entries(CASES))(
  `%s: ${NUM_STEPS} steps with groups equal those of PyTorch's param_groups`,
  async (_, [create, torch]) => {
    manualSeed(5);
    const random = (shape: number[]): Tensor => ops.randn(shape, { dtype: "float64" });
    const weights = SHAPES.map(random);
    const gradients = Array.from({ length: NUM_STEPS }, (_, step) =>
      SHAPES.map((shape, i) => (hasGradient(step, i) ? random(shape) : null)),
    );
    const parameters = weights.map((weight) => new Parameter(weight.clone()));
    const optimizer = create(
      SETTINGS.map(({ places, factor, decay }) => ({
        params: places.map((i) => parameters[i]!),
        learningRateFactor: factor,
        ...(decay === null ? {} : { weightDecay: decay }),
      })),
    );
    for (const [step, some] of gradients.entries()) {
      optimizer.learningRate = rateOf(step);
      for (const [i, gradient] of some.entries()) parameters[i]!.grad = gradient;
      optimizer.step();
    }

    const expected = await oracle.run<{ weights: Tensor[]; state: Record<string, Tensor>[] }>(
      IN_PYTHON(torch),
      {
        weights,
        gradients,
        settings: SETTINGS as unknown as Value,
        rates: gradients.map((_, step) => rateOf(step)),
      },
    );
    for (const [i, parameter] of parameters.entries())
      expect(parameter, `parameter ${i}`).toBeAllclose(expected.weights[i]!, FLOAT64);
    for (const [name, tensor] of optimizer.stateDict()) {
      const [slot, at] = name.split(".") as [string, string];
      const i = ORDER[Number(at)]!;
      const theirs = expected.state[i]![slot];
      // PyTorch creates the state of a parameter at its first gradient.
      if (i === 4) expect([theirs, tensor.abs().sum().item()]).toEqual([undefined, 0]);
      else expect(tensor, `${slot} of parameter ${i}`).toBeAllclose(theirs!, FLOAT64);
    }
  },
);

test("tensors, named parameters and one group without settings are the same", () => {
  const results = [
    (model: Sequential) => model.parameters(),
    (model: Sequential) => model.namedParameters(),
    (model: Sequential) => [{ params: model.namedParameters() }],
    (model: Sequential) => groupByName(model.namedParameters(), []),
  ].map((parametersOf) => {
    manualSeed(6);
    const model = new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 2));
    const optimizer = new AdamW(parametersOf(model), { learningRate: 0.1 });
    model
      .forward(ops.randn([5, 3]))
      .square()
      .mean()
      .backward();
    optimizer.step();
    return [...model.stateDict().values(), ...optimizer.stateDict().values()].map((one) => one.toNested());
  });
  for (const result of results) expect(result).toEqual(results[0]);
});

test("a plain tensor that requires a gradient is a parameter", () => {
  const tensor = Tensor.from([1, -2]);
  tensor.requiresGrad = true;
  const optimizer = new AdamW([tensor], { learningRate: 0.5, weightDecay: 0 });
  tensor.square().sum().backward();
  optimizer.step();
  expect(tensor).toBeAllclose([0.5, -1.5], { rtol: 1e-6 });
});

describe("refuses", () => {
  const trained = (): Parameter => new Parameter(ops.ones([2]));
  const a = trained();
  const refused = (parameters: OptimizerParameters) => {
    try {
      new SGD(parameters);
    } catch (error) {
      return error;
    }
  };

  test.each<[string, OptimizerParameters, string]>([
    ["no parameters", [], "got no parameters"],
    ["a parameter twice", [a, a], "parameter 1 is given twice"],
    [
      "a parameter in two groups",
      [{ params: [["w", a]] }, { params: [["v", a]] }],
      "parameter v is given twice",
    ],
    ["the result of an operator", [a, a.mul(2)], "parameter 1 is the result of an operator"],
    ["tensors without gradients", [ops.ones([2])], "no parameter requires a gradient"],
  ])("%s", (_, parameters, message) => {
    const error = refused(parameters);
    expect(error).toBeInstanceOf(NativeError);
    expect((error as Error).message).toContain(`optimizer: ${message}`);
  });

  test.each<[Omit<ParameterGroup, "params">, string]>([
    [{ learningRateFactor: -1 }, "learningRateFactor is -1"],
    [{ weightDecay: Number.NaN }, "weightDecay is NaN"],
  ])("%j", (settings, message) => {
    const error = refused([{ params: [trained()], ...settings }]);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toContain(message);
  });

  test("a state of other parameters, with the name of the first that differs", () => {
    const optimizer = new AdamW([["head.weight", trained()]]);
    const state = new Map(optimizer.stateDict()).set("exp_avg.0", ops.zeros([7]));
    expect(() => optimizer.loadStateDict(state)).toThrow("exp_avg.0 (head.weight) is [7], expected [2]");
  });
});

test("typings accept tensors, names and groups only", () => {
  const tensor = Tensor.from([1]);
  const model = new Linear(2, 2);
  const right = () => [
    new AdamW([tensor]),
    new AdamW(new Set([tensor])),
    new SGD(model.parameters(), { momentum: 0.9 }),
    new SGD(model.namedParameters()),
    new AdamW([["a", tensor]]),
    new AdamW([{ params: [tensor] }, { params: model.namedParameters(), weightDecay: 0 }]),
  ];
  const wrong = () => [
    // @ts-expect-error a tensor is not a list of tensors
    new AdamW(tensor),
    // @ts-expect-error a model is not a list of tensors
    new AdamW(model),
    // @ts-expect-error a number is not a tensor
    new AdamW([1]),
    // @ts-expect-error the name comes first
    new AdamW([[tensor, "a"]]),
    // @ts-expect-error a group has parameters
    new AdamW([{ weightDecay: 0 }]),
    // @ts-expect-error unknown setting of a group
    new AdamW([{ params: [tensor], learningRate: 0.1 }]),
    // @ts-expect-error the factor is a number
    new AdamW([{ params: [tensor], learningRateFactor: "0.1" }]),
  ];
  expect([right, wrong].map((calls) => typeof calls)).toEqual(["function", "function"]);
});

test("parameters of several dtypes are updated in lists of one, as fused operators of GPUs need them", () => {
  const dtypes: string[][] = [];
  class Noting extends Optimizer {
    protected override update(group: GroupUpdate): void {
      const found: string[] = [];
      group.forEach(({ parameter }) => void found.push(parameter.dtype));
      dtypes.push(found);
    }
  }
  const parameters = (["float32", "bfloat16", "float32"] as const).map(
    (dtype) => new Parameter(ops.ones([2], { dtype })),
  );
  const optimizer = new Noting(parameters, { learningRate: 0.1 });
  for (const parameter of parameters) parameter.square().sum().backward();
  optimizer.step();
  expect(dtypes).toEqual([["float32", "float32"], ["bfloat16"]]);
});
