import { describe, expect, it } from "vitest";
import { loadConfig } from "../config/load.js";
import { SearchPlan } from "./plan.js";

const RECIPE = "recipes/quickstart.yaml";

function planOf(search: object, more: string[] = []): SearchPlan {
  const text = `optimization.hyperparameter_search=${JSON.stringify(search)}`;
  return new SearchPlan(loadConfig(RECIPE, [...more, text]), RECIPE);
}

const rate = { type: "float", low: 1e-4, high: 1e-2, log: true };
const refused =
  (key: string, parameter: object, more: object = {}) =>
  () =>
    planOf({ search_space: { [key]: parameter, ...more } });

describe("a space is refused for", () => {
  it.each([
    [
      "an unknown key",
      "optimization.learnig_rate",
      rate,
      /no key is called optimization\.learnig_rate\. Did you mean optimization\.learning_rate\?/,
    ],
    ["a section", "training", rate, /training is a section/],
    [
      "a key that does not affect the model",
      "runs_dir",
      { type: "categorical", choices: ["a"] },
      /runs_dir does not affect the model/,
    ],
    [
      "a lower bound above the upper",
      "model.dropout",
      { type: "float", low: 0.5, high: 0.1 },
      /model\.dropout: low 0\.5 is above high 0\.1/,
    ],
    [
      "a bound that the schema refuses",
      "model.dropout",
      { type: "float", low: 0, high: 1 },
      /model\.dropout expects number in \[0, 1\); the space contains 1/,
    ],
    [
      "fractions of a whole number",
      "training.epochs",
      { type: "float", low: 1, high: 9 },
      /training\.epochs expects integer >= 1; the space contains 4\.05/,
    ],
    [
      "a choice of the wrong type",
      "training.precision",
      { type: "categorical", choices: ["fp32", "fp8"] },
      /training\.precision expects auto \| fp32 .* contains the text "fp8"/,
    ],
    [
      "a default outside its choices",
      "training.batch_size",
      { type: "categorical", choices: [32, 64], default: 48 },
      /training\.batch_size: default 48 is not among its choices \[32,64\]/,
    ],
    [
      "a default outside its bounds",
      "model.dropout",
      { type: "float", low: 0, high: 0.4, default: 0.5 },
      /default 0\.5 is not among 0 to 0\.4/,
    ],
    [
      "a choice listed twice",
      "training.batch_size",
      { type: "categorical", choices: [32, 32] },
      /listed twice/,
    ],
    ["missing bounds", "model.dropout", { type: "float", low: 0 }, /a float needs low and high/],
    ["missing choices", "training.batch_size", { type: "categorical" }, /needs choices/],
    ["a logarithm of 0", "model.dropout", { type: "float", low: 0, high: 0.4, log: true }, /low above 0/],
    ["log with a step", "optimization.learning_rate", { ...rate, step: 1e-3 }, /log and step/],
    ["fractions in an int", "training.epochs", { type: "int", low: 1.5, high: 4 }, /whole numbers, got 1\.5/],
    [
      "choices of a float",
      "model.dropout",
      { type: "float", low: 0, high: 0.4, choices: [0] },
      /choices cannot be used with type float/,
    ],
    [
      "a condition on a key that is not searched",
      "optimization.momentum",
      { type: "float", low: 0, high: 0.9, when: { "optimization.optimizer": "sgd" } },
      /when names optimization\.optimizer, which is not in the space/,
    ],
  ])("%s", (_, key, parameter, message) => {
    expect(refused(key, parameter)).toThrow(message);
  });

  it("a condition that is never true, and a circular one", () => {
    const optimizer = { type: "categorical", choices: ["adamw", "sgd"] };
    const momentum = { type: "float", low: 0, high: 0.9, when: { "optimization.optimizer": "sdg" } };
    expect(refused("optimization.momentum", momentum, { "optimization.optimizer": optimizer })).toThrow(
      /requires optimization\.optimizer to be the text "sdg", which is not among its choices/,
    );
    expect(
      refused(
        "optimization.optimizer",
        { ...optimizer, when: { "model.dropout": 0 } },
        {
          "model.dropout": { type: "float", low: 0, high: 0.5, when: { "optimization.optimizer": "sgd" } },
        },
      ),
    ).toThrow(/depend on each other/);
  });

  it("having no keys", () => {
    expect(() => planOf({})).toThrow(/search_space: is empty; add the keys to vary/);
  });

  it("several errors, all reported at once", () => {
    expect(refused("training.epoch", rate, { "model.dropot": rate })).toThrow(/2 problems/);
  });
});

describe("a search is refused for", () => {
  const search_space = { "optimization.learning_rate": rate };
  it.each([
    [
      "a metric that never appears",
      { metric: "validation/los" },
      /metric: no run measures validation\/los\. Did you mean validation\/loss\?/,
    ],
    [
      "a direction that prefers the worst",
      { direction: "maximize" },
      /direction: maximize would prefer the worst validation\/loss/,
    ],
    [
      "a missing direction",
      { metric: ["validation/loss", "validation/accuracy"], directions: ["minimize"] },
      /directions: expects one for each of 2 metrics/,
    ],
    [
      "a constraint on a metric that is never measured",
      { constraints: [{ metric: "model/parameters", max: 1 }] },
      /no run measures model\/parameters\. .*Expected/,
    ],
    [
      "a constraint without a bound",
      { constraints: [{ metric: "model/num_parameters" }] },
      /needs max or min/,
    ],
    [
      "a first trial outside the space",
      { enqueue: [{ "optimization.learning_rate": 1 }] },
      /enqueue.*optimization\.learning_rate: 1 is outside of the space/,
    ],
    [
      "a first trial of another key",
      { enqueue: [{ learning_rate: 1e-3 }] },
      /learning_rate is not in the space\. Did you mean optimization\.learning_rate/,
    ],
  ])("%s", (_, search, message) => {
    expect(() => planOf({ search_space, ...search })).toThrow(message);
  });
});

describe("a plan", () => {
  const search_space = {
    "optimization.learning_rate": rate,
    "model.channels": {
      type: "categorical",
      choices: [
        [8, 16],
        [32, 64, 128, 256],
      ],
    },
    "optimization.momentum": {
      type: "float",
      low: 0,
      high: 0.95,
      when: { "optimization.optimizer": ["sgd"] },
    },
    "optimization.optimizer": { type: "categorical", choices: ["adamw", "sgd"] },
  };

  it("starts with the recipe's values, without parameters whose condition is false", () => {
    const plan = planOf({ search_space, enqueue: [{ "model.channels": [8, 16] }] });
    expect(plan.firstTrials()).toEqual([
      {
        "optimization.learning_rate": 0.001,
        "model.channels": "[32,64,128,256]",
        "optimization.optimizer": "adamw",
      },
      { "model.channels": "[8,16]" },
    ]);
    expect(
      planOf({ search_space: { "model.dropout": { type: "float", low: 0.3, high: 0.5 } } }).firstTrials(),
    ).toEqual([]);
  });

  it("gives each trial a name, a seed and a share of the machine, and all trials the same clips", () => {
    const plan = planOf({ search_space, seed: 7 }, ["seed=3"]);
    const params = { "optimization.learning_rate": 0.002, "model.channels": "[8,16]" };
    const share = { threads: 2, workers: 1 };
    const [first, second, again] = [0, 1, 1].map((number) => plan.trialConfig(number, params, share));
    expect(first).toMatchObject({ name: "quickstart-t0000", seed: 3, runs_dir: "runs/quickstart-search" });
    expect(second!.seed).not.toBe(3);
    expect(second).toEqual(again);
    expect(second).toMatchObject({
      data: { validation_seed: 3, workers: 1 },
      model: { channels: [8, 16] },
      training: { threads: 2 },
      optimization: { learning_rate: 0.002, hyperparameter_search: { enabled: false, search_space: {} } },
      logging: { wandb: { group: "quickstart-search" } },
    });
  });

  it("derives the direction from the metric's name", () => {
    expect(planOf({ search_space, metric: "validation/accuracy" }).objectives).toEqual([
      { metric: "validation/accuracy", direction: "maximize" },
    ]);
  });

  it("sends trials to MLflow without registering their models", () => {
    const mlflow = { enabled: true, register: "notes", alias: { name: "champion" } };
    const plan = planOf({ search_space: { "optimization.learning_rate": rate } }, [
      `registry.mlflow=${JSON.stringify(mlflow)}`,
    ]);
    const trial = plan.trialConfig(0, {}, { threads: 1, workers: 1 });
    expect(trial.registry.mlflow).toMatchObject({ enabled: true, register: null });
    expect(plan.configWith({}).registry.mlflow.register).toBe("notes");
  });
});
