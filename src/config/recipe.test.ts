import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseRecipe, readRecipe } from "./recipe.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-recipe-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("parseRecipe", () => {
  it("records the line and column of every key", () => {
    const { places } = parseRecipe(
      "seed: 1\ntraining:\n  epochs: 3\n  early_stopping: {patience: 2}\n",
      "a.yaml",
    );
    expect(Object.fromEntries(places)).toEqual({
      seed: "a.yaml:1:1",
      training: "a.yaml:2:1",
      "training.epochs": "a.yaml:3:3",
      "training.early_stopping": "a.yaml:4:3",
      "training.early_stopping.patience": "a.yaml:4:20",
    });
  });

  it("treats an empty section as not given, and an explicit null as a value", () => {
    expect(parseRecipe("training:\n  # epochs: 3\nseed: 1", "a.yaml").values).toEqual({ seed: 1 });
    expect(parseRecipe("training: null", "a.yaml").values).toEqual({ training: null });
    expect(parseRecipe("data:\n  train:", "a.yaml").values).toEqual({ data: { train: null } });
  });

  it("follows anchors", () => {
    const text = "features: &f {num_mels: 8}\nmodel: *f";
    expect(parseRecipe(text, "a.yaml").values["model"]).toEqual({ num_mels: 8 });
  });

  it.each([
    ["", /a.yaml: the recipe is empty. The shortest one is:\ndata:/],
    ["# only a comment\n", /recipe is empty/],
    ["seed: 1\nseed: 2\n", /^a.yaml:2:1: seed is set twice; keep one/],
    ["training:\n  epochs: 1\n  epochs: 2\n", /^a.yaml:3:3: epochs is set twice/],
    ["training:\n\tepochs: 1\n", /^a.yaml:2:1: not valid YAML: .*[Tt]ab/],
    ["seed: [1\n", /^a.yaml:\d+:\d+: not valid YAML/],
    ["seed: 1\n---\nseed: 2\n", /not valid YAML/],
    ["seed: !python/object 1\n", /^a.yaml:1:7: not valid YAML: .*tag/],
    ["- 1\n", /^a.yaml:1:1: a recipe is made of keys/],
    ["hello\n", /^a.yaml:1:1: a recipe is made of keys/],
  ])("explains what is wrong with %j", (text, message) => {
    expect(() => parseRecipe(text, "a.yaml")).toThrow(message);
  });
});

describe("readRecipe", () => {
  it("merges a recipe into the one it extends by section, and replaces whole lists", () => {
    write("base.yaml", "seed: 1\ntraining: {epochs: 3, batch_size: 8}\nmodel: {channels: [1, 2, 3]}\n");
    mkdirSync(join(folder, "inner"));
    const path = write(
      "inner/a.yaml",
      "extends: ../base.yaml\ntraining: {epochs: 4}\nmodel: {channels: [9]}\n",
    );
    const { values, places, files } = readRecipe(path);
    expect(values).toEqual({ seed: 1, training: { epochs: 4, batch_size: 8 }, model: { channels: [9] } });
    expect(places.get("training.epochs")).toMatch(/a\.yaml:2:12$/);
    expect(places.get("training.batch_size")).toMatch(/base\.yaml:2:23$/);
    expect(files).toEqual([path, join(folder, "base.yaml")]);
  });

  it("leaves the options of a component behind where another one is named", () => {
    write(
      "base.yaml",
      `data: {dataset: {use: ./chirps.ts, count: 4}, clip_sec: 1}
task: {loss: {use: ./loss.ts, gamma: 1}}
model: {use: ./m5.ts, width: 3, init_from: weights}
optimization: {optimizer: {use: ./lion.ts, beta: 0.9}, schedule: {use: ./steps.ts, halvings: 2}}
`,
    );
    const path = write(
      "a.yaml",
      `extends: base.yaml
data: {dataset: {use: ./rows.ts, file: a.db}}
task: {loss: {use: ./other.ts}}
model: {use: ./m11.ts}
optimization: {optimizer: {use: ./lion.ts, eps: 1}, schedule: {use: ./cosine.ts}}
`,
    );
    expect(readRecipe(path).values).toEqual({
      data: { dataset: { use: "./rows.ts", file: "a.db" }, clip_sec: 1 },
      task: { loss: { use: "./other.ts" } },
      model: { use: "./m11.ts", init_from: "weights" },
      optimization: {
        optimizer: { use: "./lion.ts", beta: 0.9, eps: 1 },
        schedule: { use: "./cosine.ts" },
      },
    });
  });

  it("refuses recipes that extend each other", () => {
    const path = write("a.yaml", "extends: b.yaml\n");
    write("b.yaml", "extends: a.yaml\n");
    expect(() => readRecipe(path)).toThrow(/extend each other: .*a\.yaml -> .*b\.yaml -> .*a\.yaml/);
  });

  it("names the recipe that extends a missing one", () => {
    const path = write("a.yaml", "extends: gone.yaml\n");
    expect(() => readRecipe(path)).toThrow(/a\.yaml: extends .*gone\.yaml: no such recipe/);
    expect(() => readRecipe(write("b.yaml", "extends: [a.yaml]\n"))).toThrow(
      /b\.yaml:1:1: extends expects the path/,
    );
  });

  it("suggests recipes nearby if there is none of that name", () => {
    write("birdsong.yaml", "seed: 1\n");
    expect(() => readRecipe(join(folder, "birdsongs.yaml"))).toThrow(
      /birdsongs\.yaml: no such recipe. Did you mean .*birdsong\.yaml\? Recipes nearby:\n {2}.*birdsong\.yaml/,
    );
    expect(() => readRecipe(folder)).toThrow(/is a folder, a recipe is a YAML file/);
  });
});
