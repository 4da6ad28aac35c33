import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { formatConfig } from "./format.js";
import { hashConfig } from "./hash.js";
import { loadConfig, parseConfig } from "./load.js";

const LEAST = "data: {dataset: instruments}\n";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-load-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(text: string, name = "my recipe.yaml"): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("loadConfig", () => {
  it("merges defaults, recipe and overrides in this order", () => {
    const path = write(`${LEAST}training:\n  epochs: 7\n  batch_size: 8\n`);
    const { config, sources } = loadConfig(path, ["training.epochs=3"]);
    expect(config.training).toMatchObject({ epochs: 3, batch_size: 8, accumulation_steps: 1 });
    expect(sources.places.get("training.epochs")).toBe('override "training.epochs=3"');
    expect(sources.places.get("training.batch_size")).toMatch(/my recipe\.yaml:4:3$/);
    expect(sources.files).toEqual([path]);
  });

  it("derives the run's name from the file name, without special characters", () => {
    expect(loadConfig(write(LEAST)).config.name).toBe("my-recipe");
    expect(loadConfig(write(LEAST, "ü.yaml")).config.name).toBe("run");
    expect(loadConfig(write(`name: other\n${LEAST}`)).config.name).toBe("other");
  });

  it("computes equal hashes for equal configurations that are written differently", () => {
    const plain = loadConfig(write(LEAST), ["seed=3"]);
    const spelled = loadConfig(write(`seed: 3\ntraining: {accumulation_steps: 1}\n${LEAST}`));
    expect(spelled.hash).toBe(plain.hash);
    expect(loadConfig(write(LEAST), ["seed=4"]).hash).not.toBe(plain.hash);
  });

  it("has no validation clips by default if there are folds", () => {
    const fractionOf = (text: string, ...overrides: string[]): number =>
      loadConfig(write(text), overrides).config.data.validation_fraction;
    const own = "data: {train: sounds, folds: fold}";
    expect(fractionOf("data: {train: sounds}")).toBe(0.1);
    expect(fractionOf(own)).toBe(0);
    expect(fractionOf(own, "data.validation_fraction=0.2")).toBe(0.2);
    expect(fractionOf("data: {train: sounds}", "data.folds=3")).toBe(0);
    expect(fractionOf(own, "data.folds=null")).toBe(0.1);
  });

  it("has the hash of earlier versions for recipes without the keys that were added since", () => {
    const { config, hash } = loadConfig(write(LEAST));
    const { group, folds, fold, ...data } = config.data;
    expect([group, folds, fold]).toEqual([null, null, null]);
    expect(hashConfig({ ...config, data })).toBe(hash);
    expect(loadConfig(write(LEAST), ["data.group=site"]).hash).not.toBe(hash);
  });

  it("loads its own formatted output as the same configuration", () => {
    const { config, hash } = loadConfig(write(LEAST), [
      'name="1e3"',
      "optimization.eps=1e-12",
      "model.channels=[4]",
    ]);
    expect(loadConfig(write(formatConfig(config))).hash).toBe(hash);
  });

  it.each([
    ["training: {epochs: three}", /:2:12: training.epochs expects integer >= 1, got the text "three"\./],
    ["training:\n  epochs: 0", /:3:3: training.epochs expects integer >= 1, got 0\./],
    ["training: {epochs: .nan}", /training.epochs expects integer >= 1, got NaN\./],
    ["training: {epochs: 1.5}", /got 1.5\./],
    ["training: 3", /:2:1: training expects a section with the keys epochs, batch_size, .*, got 3\./],
    ["training: {device: gpu}", /training.device expects auto \| cpu \| cuda, got the text "gpu"\./],
    [
      "model: {channels: [8, -1]}",
      /:2:9: model.channels expects list of integer >= 1, got the list \[8,-1\]\./,
    ],
    ["optimization: {betas: [0.9]}", /optimization.betas expects \[number/],
    ["name: 2024", /:2:1: name expects text .*, got 2024. Put it in double quotes/],
    ["name: a/b", /name expects text of 1 to 40 letters, .*, got the text "a\/b"/],
    ["model: CNN10", /model expects a section .*, got the text "CNN10"\. .* set model\.name\./],
    ["model: {name: CNN10}", /got the text "CNN10"\. Did you mean cnn10\?/],
    ["model: {init_keys: head}", /expects list of text, got the text "head"\. Write a list: \[head\]\./],
    ["training: {epoch: 3}", /:2:12: no key is called training.epoch. Did you mean training.epochs\?/],
    ["trainning: {epochs: 3}", /:2:1: no key is called trainning. Did you mean training\?/],
    ["__proto__: {x: 1}", /no key is called __proto__/],
  ])("explains the error in %j", (line, message) => {
    expect(() => loadConfig(write(`${LEAST}${line}\n`))).toThrow(message);
  });

  it("names the recipe if a required key is missing", () => {
    expect(() => loadConfig(write("seed: 1\n"))).toThrow(/^\/.*my recipe\.yaml: data\.train: required/);
  });

  it("reports all problems at once", () => {
    const path = write(`${LEAST}training: {epoch: 3, batch_size: no}\n`);
    const load = () => loadConfig(path, ["seed=x"]);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/^3 problems:\n {2}.*seed.*\n {2}.*batch_size.*\n {2}.*training\.epochs/);
  });
});

describe("parseConfig", () => {
  it("parses values without a recipe", () => {
    expect(parseConfig({ data: { train: "sounds" } }).name).toBe("run");
    expect(() => parseConfig({})).toThrow(/^data.train: required; name the folder/);
    expect(() => parseConfig({ sead: 1, data: { train: "x" } })).toThrow(
      /^no key is called sead. Did you mean seed\?/,
    );
  });
});
