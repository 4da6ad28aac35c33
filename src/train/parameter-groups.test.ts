import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import { BatchNorm1d, Linear, Module } from "../nn/index.js";
import { packageRoot } from "../package-root.js";
import { scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { groupParameters, probeWarning } from "./parameter-groups.js";

class Encoder extends Module {
  readonly fc = new Linear(3, 4);
  readonly norm = new BatchNorm1d(4);

  forward(x: Tensor): Tensor {
    return this.norm.forward(this.fc.forward(x));
  }
}

class Net extends Module {
  readonly encoder = new Encoder();
  readonly head = new Linear(4, 2);

  forward(x: Tensor): Tensor {
    return this.head.forward(this.encoder.forward(x));
  }
}

const optimizationOf = (groups: unknown[], more = {}): Config["optimization"] =>
  parseConfig({ data: { train: "x" }, optimization: { parameter_groups: groups, ...more } as object })
    .optimization;

let net: Net;
beforeEach(() => {
  net = scope(() => new Net());
});
afterEach(() => net.dispose());

const trainedNames = (): string[] =>
  [...net.namedParameters()].flatMap(([name, { requiresGrad }]) => (requiresGrad ? [name] : []));
const HEAD = ["head.weight", "head.bias"];
const NORM = ["encoder.norm.weight", "encoder.norm.bias"];
const FC = ["encoder.fc.weight", "encoder.fc.bias"];

it("gives the optimizer a recipe's settings, in the model's order", () => {
  const group = { match: ["encoder.*"], learning_rate_factor: 0.1, weight_decay: 0.5 };
  const { groups } = groupParameters(net, optimizationOf([group], { decay_biases_and_norms: false }));
  const rows = groups.flatMap(({ params, learningRateFactor, weightDecay }) =>
    [...(params as Iterable<[string, Tensor]>)].map(([name]) => [name, learningRateFactor, weightDecay]),
  );
  expect(rows).toEqual([
    ["encoder.fc.weight", 0.1, 0.5],
    ["encoder.fc.bias", 0.1, 0],
    ["encoder.norm.weight", 0.1, 0],
    ["encoder.norm.bias", 0.1, 0],
    ["head.weight", undefined, undefined],
    ["head.bias", undefined, 0],
  ]);
});

it("freezes parameters for their first epochs, from any epoch on", () => {
  const { freezing } = groupParameters(
    net,
    optimizationOf([
      { match: ["encoder.norm.*"], frozen_epochs: "all" },
      { match: ["encoder.*"], frozen_epochs: 2 },
    ]),
  );
  expect([0, 1, 2, 3].map((epoch) => freezing.apply(epoch))).toEqual([true, false, true, false]);
  expect(trainedNames()).toEqual([...FC, ...HEAD]);
  // A run that resumes in an earlier epoch.
  expect(freezing.apply(1)).toBe(true);
  expect(trainedNames()).toEqual(HEAD);
});

it("leaves parameters frozen that the model itself has frozen", () => {
  net.encoder.fc.weight.requiresGrad = false;
  const { freezing } = groupParameters(net, optimizationOf([{ match: ["encoder.*"], frozen_epochs: 1 }]));
  freezing.apply(0);
  freezing.apply(1);
  expect(trainedNames()).toEqual(["encoder.fc.bias", ...NORM, ...HEAD]);
});

describe("batch norms", () => {
  const norm = (): BatchNorm1d => net.encoder.norm;
  const forward = (): number[][] =>
    scope(() => net.encoder.forward(ops.randn([8, 3])).toNested() as number[][]);
  const isNormalized = (rows: number[][]): boolean =>
    Math.abs(rows.reduce((sum, row) => sum + row[0]!, 0)) < 1e-4;
  const freeze = (group: object): void => {
    const groups = [{ match: ["encoder.*"], frozen_epochs: 1, ...group }];
    groupParameters(net, optimizationOf(groups)).freezing.apply(0);
  };

  it("keep their statistics and use them while frozen", () => {
    freeze({});
    expect(isNormalized(forward())).toBe(false);
    expect([norm().numBatchesTracked.item(), norm().runningMean.toNested()]).toEqual([0, [0, 0, 0, 0]]);
    // Evaluation in between changes nothing.
    net.eval();
    net.train();
    expect(isNormalized(forward())).toBe(false);
  });

  it("use and track each batch after it", () => {
    const { freezing } = groupParameters(net, optimizationOf([{ match: ["encoder.*"], frozen_epochs: 1 }]));
    freezing.apply(0);
    freezing.apply(1);
    expect(isNormalized(forward())).toBe(true);
    expect(norm().numBatchesTracked.item()).toBe(1);
  });

  it("use and track each batch with frozen_statistics: false", () => {
    freeze({ frozen_statistics: false });
    expect(trainedNames()).toEqual(HEAD);
    expect(isNormalized(forward())).toBe(true);
    expect(norm().numBatchesTracked.item()).toBe(1);
  });

  it("with a trained weight or bias use and track each batch", () => {
    freeze({ match: ["encoder.*", "!encoder.norm.bias"] });
    expect(isNormalized(forward())).toBe(true);
  });
});

describe("refuses", () => {
  const messageOf = (...groups: object[]): string => {
    try {
      groupParameters(net, optimizationOf(groups));
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as Error).message;
    }
    throw new Error("accepted");
  };

  it("a pattern that matches no parameter", () => {
    expect(messageOf({ match: ["encoder.norms.*"] })).toMatch(
      /^optimization\.parameter_groups\[0\]\.match: encoder\.norms\.\* matches none of the 6 parameters; similar: encoder\.norm\.\*, /,
    );
  });

  it("groups that leave nothing to train", () => {
    const frozen = { match: ["encoder.*"], frozen_epochs: "all" };
    const message = /^optimization\.parameter_groups: all 6 parameters are frozen in the first epoch/;
    expect(messageOf({ match: ["*"], frozen_epochs: 1 })).toMatch(message);
    expect(messageOf(frozen, { match: ["head.*"], frozen_epochs: 3 })).toMatch(message);
    expect(() => groupParameters(net, optimizationOf([frozen]))).not.toThrow();
  });
});

it("warns of a linear probe that a run ends with, and of none that thaws or is meant", () => {
  const warningOf = (linear_probe_epochs: number | "all") =>
    probeWarning(
      parseConfig({ data: { train: "x" }, training: { epochs: 3 }, optimization: { linear_probe_epochs } }),
    );
  expect(warningOf(3)).toMatch(
    /^warning: optimization\.linear_probe_epochs 3 is not below training\.epochs 3: only the head/,
  );
  expect([0, 2, "all" as const].map(warningOf)).toEqual([null, null, null]);
});

it.each(["optimizers.md", "fine-tuning.md"])("docs/%s has valid recipes", (name) => {
  const page = readFileSync(join(packageRoot, "docs", name), "utf8");
  const recipes = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => parse(text!));
  const frozen = recipes.map((recipe) =>
    parseConfig({ data: { train: "x" }, ...recipe }).optimization.parameter_groups.map(
      ({ frozen_epochs }) => frozen_epochs,
    ),
  );
  expect(frozen).toEqual(name === "optimizers.md" ? [[0], ["all", 3]] : [[]]);
});
