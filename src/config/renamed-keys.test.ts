import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig, overrideConfig, parseConfig } from "./load.js";
import type { Config } from "./schema.js";
import type { Values } from "./values.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-renamed-"));
const write = (text: string, name = "recipe.yaml"): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe("keys by their old names", () => {
  it("are read from a recipe, what it extends, and overrides, with the place of each", () => {
    write("data: {train: x}\nfeatures:\n  num_mels: 40\n", "base.yaml");
    const recipe = write(
      "extends: base.yaml\ntraining: {label_smoothing: 0.1, epochs: 3}\nfront_end: {hop_ms: 5}\n",
    );
    const { config, sources } = loadConfig(recipe, ["features.min_hz=20"]);
    expect(config.front_end).toMatchObject({ name: "log_mel", num_mels: 40, hop_ms: 5, min_hz: 20 });
    expect(config.task).toMatchObject({ name: "classification", label_smoothing: 0.1 });
    expect(config.training.epochs).toBe(3);
    expect(sources.notes.map((note) => note.replace(`${folder}/`, ""))).toEqual([
      "base.yaml:2:1: features is now called front_end; the old name is read until version 0.2.0",
      "recipe.yaml:2:12: training.label_smoothing is now called task.label_smoothing; the old name is read until version 0.2.0",
      'override "features.min_hz=20": features.min_hz is now called front_end.min_hz; the old name is read until version 0.2.0',
    ]);
    expect(sources.places.get("front_end.num_mels")).toMatch(/base\.yaml:3:3$/);
  });

  it("are read from a search space, and an empty section is none", () => {
    const space =
      "optimization: {hyperparameter_search: {search_space: {features.num_mels: {type: int, low: 32, high: 64}}}}";
    const { config } = loadConfig(write(`data: {train: x}\nfeatures:\n${space}\n`));
    expect(Object.keys(config.optimization.hyperparameter_search.search_space)).toEqual([
      "front_end.num_mels",
    ]);
    expect(config.front_end).toMatchObject({ num_mels: 64 });
  });

  it("are refused beside the present name, and in messages about values", () => {
    expect(() =>
      loadConfig(write("data: {train: x}\nfeatures: {num_mels: 8}\nfront_end: {hop_ms: 5}\n")),
    ).toThrow(/recipe\.yaml:2:1: features is the old name of front_end, which is set too; keep front_end/);
    expect(() => loadConfig(write("data: {train: x}\nfeatures: {num_mels: many}\n"))).toThrow(
      /recipe\.yaml:2:12: front_end\.num_mels expects integer >= 1, got the text "many"/,
    );
  });
});

describe("the options of a component", () => {
  const tagging = { data: { train: "x" }, task: { name: "tagging", positive_weights: "balanced" } };

  it("are left behind when another one is named", () => {
    const changed = overrideConfig(parseConfig(tagging), ["task.name=regression", "task.huber_delta=2"]);
    expect(changed.task).toEqual({ name: "regression", loss: "mse", huber_delta: 2 });
    write(`${JSON.stringify(tagging)}\n`, "tagging.yaml");
    const recipe = write("extends: tagging.yaml\ntask: {name: classification}\n");
    expect(loadConfig(recipe).config.task).toMatchObject({ name: "classification", class_weights: "none" });
  });

  it("are refused for another component, whatever the order of the overrides", () => {
    const recipe = write("data: {train: x}\n");
    for (const overrides of [
      ["task.name=regression", "task.positive_weights=balanced"],
      ["task.positive_weights=balanced", "task.name=regression"],
    ])
      expect(() => loadConfig(recipe, overrides)).toThrow(
        /^override "task\.positive_weights=balanced": task\.positive_weights is an option of task\.name tagging, and task\.name is regression; leave it out/,
      );
  });

  it("of all tasks, as an earlier version recorded them, are those of the task", () => {
    const recorded = {
      ...(parseConfig({ data: { train: "x" } }) as Values),
      task: {
        ...{
          name: "tagging",
          loss: null,
          class_weights: "none",
          positive_weights: "balanced",
          secondary_labels: "ignore",
        },
        ...{ focal_gamma: 2, huber_delta: 1 },
      },
      front_end: undefined,
      features: { num_mels: 40, hop_ms: 10 },
    };
    const config = overrideConfig(recorded as unknown as Config, []);
    expect(config.task).toEqual({
      ...{
        name: "tagging",
        loss: "bce",
        positive_weights: "balanced",
        secondary_labels: "ignore",
        focal_gamma: 2,
      },
      // Options that were added since.
      ...{ asymmetric_gamma_negative: 4, asymmetric_gamma_positive: 1, asymmetric_clip: 0.05 },
    });
    expect(config.front_end).toMatchObject({ num_mels: 40 });
  });
});
