import { describe, expect, it, test } from "vitest";
import { findKey } from "./describe.js";
import { findDifferences } from "./differences.js";
import { hashConfig } from "./hash.js";
import { overrideConfig, parseConfig } from "./load.js";
import { readOverrides } from "./overrides.js";
import type { Config } from "./schema.js";

const configOf = (optimization: object): Config => parseConfig({ data: { train: "x" }, optimization });
const optimizationOf = (optimization: object): Config["optimization"] => configOf(optimization).optimization;

describe("optimizer", () => {
  it("is a name alone, with its defaults, or a name with options", () => {
    expect(optimizationOf({}).optimizer).toBe("adamw");
    expect(optimizationOf({ optimizer: "lion" }).optimizer).toBe("lion");
    expect(optimizationOf({ optimizer: { name: "lion" } }).optimizer).toEqual({
      name: "lion",
      betas: [0.9, 0.99],
    });
    const { optimizer } = optimizationOf({ optimizer: { name: "sgd", dampening: 0.5, momentum: 0.8 } });
    expect(optimizer).toEqual({ name: "sgd", dampening: 0.5, momentum: 0.8, nesterov: false });
  });

  it("can be set by dotted keys on top of a name", () => {
    const { values } = readOverrides([
      "optimization.optimizer={name: lion}",
      "optimization.optimizer.betas=[0.8,0.9]",
    ]);
    expect(optimizationOf(values["optimization"] as object).optimizer).toEqual({
      name: "lion",
      betas: [0.8, 0.9],
    });
    expect(findKey("optimization.optimizer.dampening")).toMatchObject({ components: ["sgd"] });
    expect(findKey("optimization.optimizer")!.type).toContain("adamw | adam | sgd | nadam");
  });

  test.each([
    [{ optimizer: "adan" }, /optimization.optimizer expects adamw \| adam \| sgd \| .*got the text "adan"/],
    [
      { optimizer: { name: "lion", beta: 1 } },
      /no key is called optimization.optimizer.beta.*optimization.optimizer.betas/s,
    ],
    [{ optimizer: { name: "lion", betas: [2, 0] } }, /optimization.optimizer.betas/],
    [
      { optimizer: "lion", betas: [0.8, 0.9] },
      /optimization.betas: \[0.8,0.9\] is not used by the optimizer lion/,
    ],
    [{ optimizer: "muon", momentum: 0.5 }, /optimization.momentum: 0.5 is not used by the optimizer muon/],
    [{ schedule: "multi_step" }, /optimization.schedule expects cosine \| .* got the text "multi_step"/],
    [{ schedule: { name: "step", gama: 1 } }, /optimization.schedule.gama/],
    [
      { warmup_steps: 3, warmup_epochs: 1 },
      /optimization.warmup_steps: 3, and optimization.warmup_epochs is 1/,
    ],
    [
      { swa: { from_epoch: 2 }, ema_decay: 0.9 },
      /optimization.swa: given together with optimization.ema_decay/,
    ],
    [{ swa: { from_epoch: 500 } }, /optimization.swa: from_epoch 500 is after the last of/],
    [
      { swa: { from_epoch: 1, learning_rate: 0.1 }, schedule: "plateau" },
      /optimization.swa: learning_rate is constant, and plateau changes it/,
    ],
    [{ schedule: "one_cycle", warmup_steps: 3 }, /this schedule rises by itself/],
    [{ schedule: "one_cycle", warmup_fraction: 0.1 }, /this schedule rises by itself/],
  ])("%j is refused", (optimization, message) => {
    expect(() => configOf(optimization)).toThrow(message);
  });

  it("of a schedule that follows a metric needs validation clips", () => {
    const values = { data: { train: "x", validation_fraction: 0 }, optimization: { schedule: "plateau" } };
    expect(() => parseConfig(values)).toThrow(/optimization.schedule: needs validation clips/);
  });
});

it("keys that were added keep the hash of a run without them", () => {
  const config = configOf({ parameter_groups: [{ match: ["a"], frozen_epochs: 1 }] });
  const added = [
    "warmup_steps",
    "warmup_epochs",
    "clip_grad_value",
    "swa",
    "linear_probe_epochs",
    "layer_decay",
  ];
  const old = Object.fromEntries(Object.entries(config.optimization).filter(([key]) => !added.includes(key)));
  const groups = config.optimization.parameter_groups.map(
    ({ optimizer: _, frozen_dropout: __, ...group }) => group,
  );
  expect(hashConfig({ ...config, optimization: { ...old, parameter_groups: groups } })).toBe(
    hashConfig(config),
  );
  const changed = { ...config, optimization: { ...config.optimization, warmup_steps: 0 } };
  expect(hashConfig(changed)).not.toBe(hashConfig(config));
  const group = { ...config.optimization.parameter_groups[0], optimizer: "sgd" };
  const grouped = { ...config, optimization: { ...config.optimization, parameter_groups: [group] } };
  expect(hashConfig(grouped)).not.toBe(hashConfig(config));
});

it("a recorded configuration of an optimizer with options is read again, and differs as one key", () => {
  const config = configOf({ optimizer: "lion", schedule: { name: "multi_step", at_epochs: [2] } });
  const again = overrideConfig(JSON.parse(JSON.stringify(config)), []);
  expect(again).toEqual(config);
  expect(hashConfig(again)).toBe(hashConfig(config));
  const other = configOf({ optimizer: "adam", schedule: { name: "multi_step", at_epochs: [2] } });
  expect(findDifferences(config, other).map(({ key }) => key)).toEqual(["optimization.optimizer"]);
});
