import { afterEach, beforeEach, describe, expect, it } from "vitest";
import "../../tests/support/allclose.js";
import { parseConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { Cnn, Model } from "../models/index.js";
import { Dropout } from "../nn/index.js";
import { CombinedOptimizer, clipGradValue, Lion, NAdam, type Optimizer } from "../optim/index.js";
import { LinearHead } from "../tasks/linear-head.js";
import { noGrad, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { createOptimizer } from "./create-optimizer.js";
import { groupParameters } from "./parameter-groups.js";

const optimizationOf = (optimization: object): Config["optimization"] =>
  parseConfig({ data: { train: "x" }, optimization }).optimization;

let model: Model;
beforeEach(() => {
  model = scope(
    () => new Model(new Cnn({ numMels: 8, channels: [2, 3], dropout: 0.5 }), new LinearHead(3, 2)),
  );
});
afterEach(() => model.dispose());

function create(optimization: object): Optimizer {
  const section = optimizationOf(optimization);
  const { groups, choices } = groupParameters(model, section);
  return createOptimizer(section, groups, choices);
}

/** The names of the states of each parameter, by the parameter's name. */
function statesOf(optimizer: Optimizer): Record<string, string[]> {
  const names = [...model.namedParameters()].map(([name]) => name);
  const states = [...optimizer.stateDict().keys()].map((key) => key.split(".") as [string, string]);
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      states.flatMap(([state, place]) => (Number(place) === i ? [state] : [])).sort(),
    ]),
  );
}

const ADAM = ["exp_avg", "exp_avg_sq", "step"];

describe("the optimizer of a recipe", () => {
  it("is one optimizer where one updates all", () => {
    expect(create({ optimizer: "lion" })).toBeInstanceOf(Lion);
    const groups = [{ match: ["head.*"], learning_rate_factor: 0.1 }];
    expect(create({ optimizer: { name: "nadam", eps: 1e-4 }, parameter_groups: groups })).toBeInstanceOf(
      NAdam,
    );
  });

  it("is joined by AdamW for parameters that it cannot update, and by that of a group", () => {
    const head = { match: ["head.*"], optimizer: { name: "sgd", momentum: 0.5 } };
    const optimizer = create({ optimizer: "muon", parameter_groups: [head] });
    expect(optimizer).toBeInstanceOf(CombinedOptimizer);
    const states = statesOf(optimizer);
    expect(states["encoder.bn0.weight"]).toEqual(ADAM);
    expect(states["encoder.blocks.1.bn.bias"]).toEqual(ADAM);
    expect(states["encoder.blocks.0.conv.weight"]).toEqual(["momentum_buffer"]);
    expect(states["encoder.fc1.weight"]).toEqual(["momentum_buffer"]);
    expect(states["head.fc.weight"]).toEqual(["momentum_buffer"]);
    expect(states["head.fc.bias"]).toEqual(["momentum_buffer"]);
    optimizer.dispose();
  });

  it("has no state for a part whose parameters are frozen for the whole run", () => {
    const section = optimizationOf({
      optimizer: "muon",
      parameter_groups: [{ match: ["head.*"], optimizer: "adam" }],
      linear_probe_epochs: "all",
    });
    const { groups, choices, freezing } = groupParameters(model, section);
    freezing.apply(Number.MAX_SAFE_INTEGER);
    const states = statesOf(createOptimizer(section, groups, choices));
    expect(Object.keys(states).filter((name) => states[name]!.length > 0)).toEqual([
      "head.fc.weight",
      "head.fc.bias",
    ]);
  });
});

describe("layer_decay", () => {
  const factorsOf = (optimization: object): Record<string, number> =>
    Object.fromEntries(
      groupParameters(model, optimizationOf(optimization)).groups.flatMap(({ params, learningRateFactor }) =>
        params.map(([name]) => [name, learningRateFactor!]),
      ),
    );

  it("multiplies the rates by a power for each block, on top of those of groups", () => {
    const groups = [{ match: ["encoder.fc1.bias"], learning_rate_factor: 10 }];
    expect(factorsOf({ layer_decay: 0.5, parameter_groups: groups })).toEqual({
      ...{ "encoder.bn0.weight": 0.0625, "encoder.bn0.bias": 0.0625 },
      ...{ "encoder.blocks.0.conv.weight": 0.125, "encoder.blocks.0.bn.weight": 0.125 },
      ...{ "encoder.blocks.0.bn.bias": 0.125, "encoder.blocks.1.conv.weight": 0.25 },
      ...{ "encoder.blocks.1.bn.weight": 0.25, "encoder.blocks.1.bn.bias": 0.25 },
      ...{ "encoder.fc1.weight": 0.5, "encoder.fc1.bias": 5, "head.fc.weight": 1, "head.fc.bias": 1 },
    });
  });

  it("refuses an encoder that declares no blocks, or not all of its parameters", () => {
    const declare = (blocks: unknown): void =>
      void Object.defineProperty(model.encoder, "blocksInOrder", { value: blocks, configurable: true });
    declare(null);
    expect(() => factorsOf({ layer_decay: 0.5 })).toThrow(
      "optimization.layer_decay: Cnn does not declare its blocks; add get blocksInOrder() to the encoder",
    );
    declare([(model.encoder as Cnn).blocks]);
    expect(() => factorsOf({ layer_decay: 0.5 })).toThrow(
      /leaves out encoder\.bn0\.weight, encoder\.bn0\.bias, encoder\.fc1/,
    );
  });
});

describe("dropout of frozen modules", () => {
  const isActive = (): boolean =>
    [...model.encoder.modules()].filter((one) => one instanceof Dropout).every(({ training }) => training);

  it("is off in a linear probe, on after it, and stays as it is through an evaluation", () => {
    const { freezing } = groupParameters(model, optimizationOf({ linear_probe_epochs: 2 }));
    model.train();
    expect(freezing.apply(0)).toBe(true);
    expect([isActive(), model.training, model.head.training]).toEqual([false, true, true]);
    model.eval();
    model.train();
    expect(isActive()).toBe(false);
    freezing.apply(1);
    expect(isActive()).toBe(false);
    expect(freezing.apply(2)).toBe(true);
    expect([isActive(), model.eval().encoder.training]).toEqual([true, false]);
  });

  it("is on if a group says nothing, and off with frozen_dropout: false for a module that is frozen as a whole", () => {
    const activeWith = (group: object): boolean => {
      const groups = [{ match: ["encoder.*"], frozen_epochs: 1, ...group }];
      groupParameters(model, optimizationOf({ parameter_groups: groups })).freezing.apply(0);
      const active = isActive();
      groupParameters(model, optimizationOf({ parameter_groups: groups })).freezing.apply(1);
      model.train();
      return active;
    };
    expect(activeWith({})).toBe(true);
    for (const parameter of model.parameters()) parameter.requiresGrad = true;
    // The dropout belongs to the encoder, one of whose layers is trained.
    expect(activeWith({ match: ["encoder.*", "!encoder.fc1.*"], frozen_dropout: false })).toBe(true);
    for (const parameter of model.parameters()) parameter.requiresGrad = true;
    expect(activeWith({ frozen_dropout: false })).toBe(false);
  });

  it("a frozen encoder's outputs are those of evaluation", () => {
    const { freezing } = groupParameters(model, optimizationOf({ linear_probe_epochs: 1 }));
    model.train();
    freezing.apply(0);
    noGrad(() =>
      scope(() => {
        const features = ops.rand([3, 8, 8]);
        const frozen = model.encoder.forward(features).clip;
        model.eval();
        expect(frozen).toBeAllclose(model.encoder.forward(features).clip, { rtol: 0, atol: 0 });
      }),
    );
  });
});

it("clipGradValue limits each value, as torch.nn.utils.clip_grad_value_", () => {
  const gradients = [Tensor.from([-3, 0.5, 2]), Tensor.from([[Number.NaN, Number.POSITIVE_INFINITY]])];
  clipGradValue(gradients, 1);
  expect(gradients[0]!.toNested()).toEqual([-1, 0.5, 1]);
  expect(gradients[1]!.toNested()).toEqual([[Number.NaN, 1]]);
});
