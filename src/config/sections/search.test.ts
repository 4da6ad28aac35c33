// The user chooses the keys of a search space: error messages and merging apply to the values below them.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../load.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-space-"));
const SPACE = "optimization.hyperparameter_search.search_space";

function recipe(name: string, search: object, more: object = {}): string {
  const path = join(root, name);
  const optimization = { hyperparameter_search: search };
  writeFileSync(path, JSON.stringify({ data: { train: "sounds" }, optimization, ...more }));
  return path;
}
const dropout = { "model.dropout": { type: "float", low: 0, high: 0.5 } };
const rate = { "optimization.learning_rate": { type: "float", low: 0.001, high: 0.1 } };

describe("a search space with", () => {
  it.each([
    [
      "an unknown type",
      { type: "loguniform", low: 0.1, high: 1 },
      /search_space\.model\.dropout\.type expects float \| int \| categorical, got the text "loguniform"\./,
    ],
    [
      "no type",
      { low: 0.1, high: 1 },
      /model\.dropout\.type expects float \| int \| categorical, got nothing\./,
    ],
    [
      "a bound that is text",
      { type: "float", low: 0, high: "1" },
      /dropout\.high expects number, got the text "1"/,
    ],
    [
      "a misspelt key",
      { type: "float", low: 0, high: 1, stp: 0.1 },
      /no key is called \S+model\.dropout\.stp\. Did you mean \S+model\.dropout\.step\?/,
    ],
    [
      "an unknown key",
      { type: "float", low: 0, high: 1, distribution: "log" },
      /model\.dropout\.distribution\. Expected type, low, high, log, step, choices, default, when\./,
    ],
    [
      "a value in place of a section",
      0.5,
      /model\.dropout expects a section with the keys type, low, .*, got 0\.5\./,
    ],
  ])("%s is refused, with the expected value", (_, parameter, message) => {
    const path = recipe("wrong.json", { search_space: { "model.dropout": parameter } });
    expect(() => loadConfig(path)).toThrow(message);
  });
});

describe("a search space on top of another", () => {
  const base = recipe("base.yaml", {
    ...{ search_space: { ...rate, ...dropout }, n_trials: 7 },
    sampler: { name: "tpe", options: { n_startup_trials: 3 } },
  });
  const spaceOf = (path: string, overrides: string[] = []): string[] =>
    Object.keys(loadConfig(path, overrides).config.optimization.hyperparameter_search.search_space);

  it("replaces it, as an override and in a recipe that extends the other", () => {
    expect(spaceOf(base)).toEqual([...Object.keys(rate), ...Object.keys(dropout)]);
    expect(spaceOf(base, [`${SPACE}=${JSON.stringify(dropout)}`])).toEqual(Object.keys(dropout));
    expect(spaceOf(recipe("over.yaml", { search_space: rate }, { extends: "base.yaml" }))).toEqual(
      Object.keys(rate),
    );
    const both = [dropout, rate].map((space) => `${SPACE}=${JSON.stringify(space)}`);
    expect(spaceOf(base, both)).toEqual(Object.keys(rate));
  });

  it("keeps the search's other keys; new sampler options replace all earlier ones", () => {
    const overrides = ["{name: gp, options: {n_startup_trials: 5}}"].map(
      (sampler) => `optimization.hyperparameter_search={sampler: ${sampler}}`,
    );
    const search = loadConfig(base, overrides).config.optimization.hyperparameter_search;
    expect(search).toMatchObject({
      ...{ n_trials: 7, sampler: { name: "gp", options: { n_startup_trials: 5 } } },
      search_space: { ...rate, ...dropout },
    });
  });
});

describe("registry.mlflow.tracking_uri", () => {
  const path = recipe("plain.yaml", {});
  const load = (uri: string) =>
    loadConfig(path, [`registry.mlflow.tracking_uri=${uri}`]).config.registry.mlflow;

  it.each(["banana", "./mlruns", "file:///x", "sqlite:///mlflow.db", "databricks", "http://", "http:///x"])(
    "refuses %s and names the override",
    (uri) => {
      expect(() => load(uri)).toThrow(
        /^override "registry\.mlflow\.tracking_uri=.*expects the http:\/\/ or https:\/\/ address of an MLflow server/,
      );
    },
  );

  it.each(["http://127.0.0.1:5000", "https://ann:pw@mlflow.lab.org/base", "null"])("accepts %s", (uri) => {
    expect(load(uri).tracking_uri).toBe(uri === "null" ? null : uri);
  });
});
