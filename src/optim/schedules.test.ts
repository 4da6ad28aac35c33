// Schedules beside torch.optim.lr_scheduler, over 300 steps.
import { beforeAll, describe, expect, test } from "vitest";
import "../../tests/support/allclose.js";
import { startOracle } from "../../tests/support/oracle.js";
import {
  multiStep,
  oneCycle,
  Plateau,
  polynomial,
  type Schedule,
  stepDecay,
  warmupCosine,
  withWarmup,
} from "./index.js";

const oracle = startOracle("torch._dynamo");

const NUM_STEPS = 300;
const rate = { learningRate: 0.4 };
const period = { ...rate, numSteps: NUM_STEPS };

const CASES: Record<string, { schedule: Schedule; python: string }> = {
  cosine: {
    schedule: warmupCosine({ ...period, warmupSteps: 0, minFraction: 0.25 }),
    python: "s.CosineAnnealingLR(o, T_max=300, eta_min=0.1)",
  },
  "linear to a fraction": {
    schedule: polynomial({ ...period, numSteps: 200, minFraction: 0.1 }),
    python: "s.LinearLR(o, start_factor=1, end_factor=0.1, total_iters=200)",
  },
  polynomial: {
    schedule: polynomial({ ...period, numSteps: 200, power: 1.7 }),
    python: "s.PolynomialLR(o, total_iters=200, power=1.7)",
  },
  "one cycle": {
    schedule: oneCycle(period),
    python: "s.OneCycleLR(o, max_lr=0.4, total_steps=300, cycle_momentum=False)",
  },
  "one cycle, linear": {
    schedule: oneCycle({
      ...period,
      ...{ riseFraction: 0.123, initialFraction: 0.1, finalFraction: 0.001, shape: "linear" },
    }),
    python:
      's.OneCycleLR(o, max_lr=0.4, total_steps=300, cycle_momentum=False, pct_start=0.123, div_factor=10, final_div_factor=100, anneal_strategy="linear")',
  },
  step: { schedule: stepDecay({ ...rate, everySteps: 70, gamma: 0.3 }), python: "s.StepLR(o, 70, 0.3)" },
  exponential: {
    schedule: stepDecay({ ...rate, everySteps: 1, gamma: 0.99 }),
    python: "s.ExponentialLR(o, 0.99)",
  },
  "multi-step": {
    schedule: multiStep({ ...rate, atSteps: [30, 31, 200] }),
    python: "s.MultiStepLR(o, [30, 31, 200])",
  },
  "warm-up, then a polynomial": {
    schedule: withWarmup(polynomial({ ...period, fromStep: 20, power: 2 }), 0.4, 20),
    python:
      "s.SequentialLR(o, [s.LambdaLR(o, lambda i: (i + 1) / 20), s.PolynomialLR(o, 280, power=2)], milestones=[20])",
  },
};

/** A metric that improves, stalls, worsens, is NaN, and improves again. */
const METRIC = Array.from({ length: NUM_STEPS }, (_, i) =>
  i % 41 === 7 ? Number.NaN : 2 + Math.sin(i / 9) / (1 + i / 50) - (i > 220 ? i / 100 : 0),
);

const PLATEAUS: Record<string, { options: ConstructorParameters<typeof Plateau>[0]; python: string }> = {
  "min, relative": {
    options: { mode: "min", patience: 5 },
    python: 's.ReduceLROnPlateau(o, "min", patience=5)',
  },
  "max, absolute, cooldown, minimum": {
    options: {
      ...{ mode: "max", factor: 0.7, patience: 2, threshold: 0.01, thresholdMode: "absolute" },
      ...{ cooldown: 3, minScale: 0.05 },
    },
    python:
      's.ReduceLROnPlateau(o, "max", factor=0.7, patience=2, threshold=0.01, threshold_mode="abs", cooldown=3, min_lr=0.02)',
  },
};

describe(`${NUM_STEPS} steps equal PyTorch's`, () => {
  let rates: Record<string, number[]>;

  beforeAll(async () => {
    const pythonOf = (cases: Record<string, { python: string }>) =>
      Object.fromEntries(Object.entries(cases).map(([name, { python }]) => [name, python]));
    const metric = METRIC.map((value) => (Number.isNaN(value) ? null : value));
    const inputs = { cases: pythonOf(CASES), plateaus: pythonOf(PLATEAUS), metric, num_steps: NUM_STEPS };
    rates = (await oracle.run<{ rates: Record<string, number[]> }>(IN_PYTHON, inputs)).rates;
  });

  test.each(Object.entries(CASES))("%s", (name, { schedule }) => {
    // PyTorch multiplies the last rate by a factor at each step, which rounds each time.
    const ours = Array.from({ length: NUM_STEPS }, (_, step) => schedule(step));
    expect(ours).toBeAllclose(rates[name]!, { rtol: 1e-9, atol: 1e-12 });
    expect(new Set(ours).size).toBeGreaterThan(2);
  });

  test.each(Object.entries(PLATEAUS))("plateau: %s", (name, { options }) => {
    let plateau = new Plateau(options);
    const ours = METRIC.map((value, i) => {
      plateau.update(value);
      // The state goes through JSON, as in a checkpoint.
      if (i % 10 === 3) plateau = new Plateau(options, JSON.parse(JSON.stringify(plateau.state())));
      return 0.4 * plateau.scale;
    });
    expect(ours).toBeAllclose(rates[name]!, { rtol: 1e-12, atol: 0 });
    expect(new Set(ours).size).toBeGreaterThan(2);
  });
});

test("one cycle of few steps is finite and reaches its largest rate", () => {
  for (const numSteps of [1, 2, 3, 4]) {
    const values = Array.from({ length: numSteps + 1 }, (_, step) =>
      oneCycle({ learningRate: 1, numSteps })(step),
    );
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  }
});

const IN_PYTHON = `
import warnings
warnings.simplefilter("ignore")
s = torch.optim.lr_scheduler
rates = {}
for name, python in cases.items():
    o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.4)
    schedule = eval(python)
    rates[name] = []
    for step in range(num_steps):
        rates[name].append(o.param_groups[0]["lr"])
        o.step()
        if step + 1 < num_steps:
            schedule.step()
for name, python in plateaus.items():
    o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.4)
    schedule = eval(python)
    rates[name] = []
    for value in metric:
        schedule.step(float("nan") if value is None else value)
        rates[name].append(o.param_groups[0]["lr"])
out["rates"] = rates`;
