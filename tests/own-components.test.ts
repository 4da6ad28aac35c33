// Components of a user's own, named by `use:` in a recipe: what is loaded, refused and trusted, in this process.
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keysText, sourcesText } from "../src/cli/config.js";
import { loadForRank } from "../src/cli/rank.js";
import { hashOf } from "../src/components/bundle.js";
import { codeOf, loadStoredCode } from "../src/components/modules.js";
import { isTrusted } from "../src/components/trust.js";
import { findDifferences } from "../src/config/differences.js";
import { overrideConfig } from "../src/config/load.js";
import { codesIn } from "../src/config/own-places.js";
import { createEncoder, defineRecipe, LinearHead, loadConfig, loadValues, Model, ops } from "../src/index.js";
import { packageRoot } from "../src/package-root.js";
import { SearchPlan } from "../src/search/plan.js";
import { annotationsOf } from "../src/tasks/annotations.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-own-"));
const before = process.env["WOODSHED_HOME"];
beforeAll(() => {
  process.env["WOODSHED_HOME"] = join(folder, "home");
});
afterAll(() => {
  if (before === undefined) delete process.env["WOODSHED_HOME"];
  else process.env["WOODSHED_HOME"] = before;
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const recipeWith = (model: string, more = ""): string =>
  write("recipe.yaml", `data: {train: x}\nmodel: ${model}\n${more}`);

const MODEL = `
import { defineModel, Encoder, Linear, z } from "woodshed";
class Mean extends Encoder {
  width: number; minFrames = 1; stride = 1;
  constructor(channels: number) { super(); this.width = channels; }
  forward(features) { return { clip: features.mean([2]), frames: features }; }
}
export default defineModel({
  options: z.strictObject({ width: z.int().min(1).default(8), dropout: z.number().default(0) }),
  create: ({ width }, { channels }) => new Mean(channels),
});
`;

it("options of a user's model are keys like any others", () => {
  write("model.ts", MODEL);
  const { config } = loadConfig(recipeWith("{ use: ./model.ts }"), ["model.width=3"]);
  expect(config.model).toMatchObject({ use: "./model.ts", width: 3, dropout: 0, init_from: null });
  const load =
    (model: string, ...overrides: string[]) =>
    () =>
      loadConfig(recipeWith(model), overrides);
  expect(load("{ use: ./model.ts, widht: 3, dropuot: 1 }")).toThrow(
    /2 problems:\n.*recipe\.yaml:2:27: no key is called model\.widht.*\n.*model\.dropuot\./,
  );
  expect(load("{ use: ./model.ts, dropot: 3 }")).toThrow(/Did you mean model\.dropout\?/);
  expect(load("{ use: ./model.ts }", "model.dropot=1")).toThrow(
    /override "model\.dropot=1".*Did you mean model\.dropout/,
  );
  expect(load("{ use: ./model.ts, width: 0 }")).toThrow(
    /recipe\.yaml:2:27: model\.width expects integer >= 1, got 0/,
  );
  expect(load("{ use: ./model.ts, name: cnn }")).toThrow(/model\.name: given together with model\.use/);
  expect(load("{ use: ./model.ts }", "model.name=cnn")()).toMatchObject({
    config: { model: { name: "cnn" } },
  });
  expect(
    load("{ channels: [4] }", `model.use=${join(folder, "model.ts")}`)().config.model,
  ).not.toHaveProperty("channels");
});

it("config keys and config print list a recipe's own options with the others", () => {
  write("model.ts", MODEL);
  const recipe = recipeWith("{ use: ./model.ts, width: 3 }");
  expect(keysText("model.width", recipe)).toMatch(/^model\.width\n {4}integer >= 1, default 8\n/);
  expect(keysText("model.width")).not.toContain("default 8");
  expect(() => keysText("training.epohcs")).toThrow(
    'no key contains "training.epohcs". Did you mean training.epochs?',
  );
  expect(sourcesText(recipe, [])).toMatch(/^model\.width +.*recipe\.yaml:2:27$/m);
});

it("paths are relative to the file that gives them, in code to a folder", () => {
  write("model.ts", MODEL);
  const values = defineRecipe({ data: { train: "x" }, model: { use: "./model.ts", width: 5 } });
  expect(loadValues(values, folder).config.model).toMatchObject({ width: 5 });
  const recipe = write(
    "recipe.ts",
    `import { defineRecipe } from "woodshed";
const width: number = 2 + 4;
export default defineRecipe({ data: { train: "x" }, model: { use: "./model.ts", width } });`,
  );
  expect(loadConfig(recipe, ["model.dropout=0.5"]).config).toMatchObject({
    name: "recipe",
    model: { use: "./model.ts", width: 6, dropout: 0.5 },
  });
  expect(() => loadConfig(write("none.ts", "export const a = 1;"))).toThrow(
    /expected export default defineRecipe/,
  );
});

it("the types of a program's recipe know where a module may be named", () => {
  const own = { use: "./own.ts", level: 3 };
  const recipes = [
    defineRecipe({ task: { name: "classification", loss: own }, front_end: own, model: own }),
    defineRecipe({ task: own, data: { dataset: own, augmentations: [own] } }),
    defineRecipe({ data: { dataset: "instruments" }, optimization: { optimizer: own, schedule: own } }),
    // @ts-expect-error another name
    defineRecipe({ task: { name: "tagging", loss: "fokal" } }),
    // @ts-expect-error another name
    defineRecipe({ optimization: { optimizer: "adan" } }),
    // @ts-expect-error another key
    defineRecipe({ data: { datset: own } }),
    // @ts-expect-error no module
    defineRecipe({ data: { dataset: { level: 3 } } }),
  ];
  expect(recipes).toHaveLength(7);
});

it("the hash covers the code and what it imports, not comments and types", () => {
  const hashWith = (model: string, other = "export const f = 1;"): string => {
    write("other.ts", other);
    write("model.ts", model);
    return codesIn(loadConfig(recipeWith("{ use: ./model.ts }")).config)[0]!;
  };
  const imports = `import { f } from "./other.js"; console.assert(f);\n${MODEL}`;
  const first = hashWith(imports);
  expect(hashWith(`// a comment\n${imports}`)).toBe(first);
  expect(hashWith(imports, "export const f: number = 1; // typed")).toBe(first);
  expect(hashWith(imports, "export const f = 2;")).not.toBe(first);
});

it("changed code is a difference that changes results, and another path is not", () => {
  const at = (name: string, text: string) => {
    write(name, text);
    return loadConfig(recipeWith(`{ use: ./${name} }`)).config;
  };
  const first = at("model.ts", MODEL);
  expect(findDifferences(first, at("moved/model.ts", MODEL))).toEqual([
    { key: "model.use", before: "./model.ts", now: "./moved/model.ts", isHarmless: true },
  ]);
  const changed = at("model.ts", MODEL.replace("mean([2])", "mean([2]).mul(2)"));
  expect(findDifferences(first, changed).map(({ key, isHarmless }) => [key, isHarmless])).toEqual([
    ["model.code", false],
  ]);
});

it.each<[problem: string, text: string | null, message: RegExp]>([
  ["a file that is not there", null, /recipe\.yaml:2:10: model\.use \.\/bad\.ts: .*bad\.ts: no such file/],
  [
    "no default export",
    "export const model = 1;",
    /has no default export \(it exports model\); expected export default defineModel/,
  ],
  [
    "a misspelt import",
    'import { defineModle } from "woodshed";\nexport default defineModle({});',
    /cannot be loaded: woodshed exports no defineModle; check its spelling/,
  ],
  [
    "another default export",
    "export default class {}",
    /its default export is not a component; expected export default defineModel/,
  ],
  [
    "a component of another kind",
    `import { defineTask, z } from "woodshed"; export default defineTask({ options: z.strictObject({}), metrics: null, create: null });`,
    /made by defineTask, this section needs defineModel/,
  ],
  [
    "an error in the module",
    "const a = 1;\n\nthrow new TypeError('boom ' + a);",
    /cannot be loaded: TypeError: boom 1 \(.*bad\.ts:3:7\)/,
  ],
  ["a mistake in its syntax", "const = 1;", /cannot be bundled: bad\.ts:1:7: Expected identifier/],
  [
    "an import that is not there",
    `\nimport "./nowhere.js";`,
    /bad\.ts:2:8: Could not resolve "\.\/nowhere\.js".*Check the path/,
  ],
  [
    "a package that is not there",
    `import "no-such-package";`,
    /Could not resolve "no-such-package".*npm install/,
  ],
  ["await outside of functions", "await 1;\nexport default 1;", /Top-level await.*await inside of create/],
  [
    "a default that does not pass its own schema",
    MODEL.replace("default(8)", "default(0)"),
    /options\.width: its default 0 does not pass its own schema/,
  ],
  [
    "options that are no schema",
    MODEL.replace(/z\.strictObject\(.*\)\)?,\n/, "{ width: 3 },\n"),
    /options: expected z\.strictObject/,
  ],
  ["no create", MODEL.replace(/create: .*\n/, ""), /bad\.ts: create: expected a function, got undefined/],
  ["a reserved option", MODEL.replace("width: z", "use: z"), /options\.use: the name is reserved/],
  [
    "an option in camelCase",
    MODEL.replace("dropout: z", "dropOut: z"),
    /options\.dropOut: expected a name in snake_case/,
  ],
])("refuses %s", (_, text, message) => {
  if (text !== null) write("bad.ts", text);
  expect(() => loadConfig(recipeWith("{ use: ./bad.ts }"))).toThrow(message);
});

it.each<[problem: string, create: string, message: RegExp]>([
  [
    "a throw",
    `create: () => {\n    throw new RangeError("too wide");\n  }`,
    /model\.use \.\/made\.ts: create failed: RangeError: too wide \(.*made\.ts:11:11\)/,
  ],
  ["nothing", "create: () => undefined", /create returned undefined; expected an Encoder/],
  ["a promise", "create: async () => null", /create returned a promise; expected an Encoder/],
  ["a layer", "create: () => new Linear(1, 2)", /create returned Linear; expected an Encoder/],
  [
    "an encoder without a width",
    "create: () => new Mean(Number.NaN)",
    /width: expected a whole number of at least 1, got NaN/,
  ],
])("names the module and line if create gives %s", (_, create, message) => {
  write("made.ts", MODEL.replace("create: ({ width }, { channels }) => new Mean(channels)", create));
  const { config } = loadConfig(recipeWith("{ use: ./made.ts }"));
  expect(() => createEncoder(config.model, { channels: 4 })).toThrow(message);
});

it.each<[problem: string, module: string, recipe: string, message: RegExp]>([
  [
    "a task without metrics",
    `defineTask({ options: z.strictObject({}), create: () => ({}) })`,
    "task: { use: ./part.ts }",
    /task\.use \.\/part\.ts: metrics: expected \{ evaluation: /,
  ],
  [
    "annotations without a parser",
    `defineTask({ options: z.strictObject({}), metrics: { evaluation: [{ name: "loss" }], training: [], items: [] }, annotations: () => ({ column: "a" }), create: () => ({}) })`,
    "task: { use: ./part.ts }",
    /^task\.use \.\/part\.ts: annotations: expected \{ column: .*, parse\(row, source\)/,
  ],
  [
    "sizes that are none",
    `defineFrontEnd({ options: z.strictObject({}), sizes: () => ({ channels: 4 }), create: () => null })`,
    "front_end: { use: ./part.ts }",
    /^front_end\.use \.\/part\.ts: sizes: hopSamples: expected a whole number of at least 1, got undefined/,
  ],
])("refuses %s before anything runs", (_, module, section, message) => {
  write(
    "part.ts",
    `import * as woodshed from "woodshed"; const { z } = woodshed;\nexport default woodshed.${module};`,
  );
  const recipe = write("recipe.yaml", `data: {train: x}\n${section}\n`);
  expect(() => annotationsOf(loadConfig(recipe).config)).toThrow(message);
});

it("an override of a list of components loads their modules, by paths of the working folder", () => {
  const part = write(
    "gain.ts",
    `import { defineAugmentation, z } from "woodshed";
export default defineAugmentation({ options: z.strictObject({ level: z.number().default(1) }), create: () => ({ apply() {} }) });`,
  );
  const recipe = recipeWith("{ name: cnn }");
  const { config } = loadConfig(recipe, [`data.augmentations=[{use: ${part}, level: 2}]`]);
  expect(config.data.augmentations).toEqual([
    { use: part, level: 2, code: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  expect(() => loadConfig(recipe, ["data.augmentations=[{use: ./gain.ts}]"])).toThrow(
    /override "data\.augmentations=.*gain\.ts: no such file/,
  );
});

it("a rank under a foreign launcher has the configuration of its number of ranks", () => {
  write("model.ts", MODEL);
  const recipe = recipeWith("{ use: ./model.ts, width: 3 }");
  const loaded = loadForRank(recipe, ["seed=3"], { rank: 0, worldSize: 2 } as never);
  const { config, hash } = loadConfig(recipe, ["seed=3", "training.distributed.world_size=2"]);
  expect([loaded.config, loaded.hash]).toEqual([config, hash]);
  expect(() => loadForRank(recipe, ["training.distributed.world_size=4"], { worldSize: 2 } as never)).toThrow(
    /asks for 4 ranks, the launcher started 2/,
  );
});

it("code that came from elsewhere runs only after it was trusted, and never if it was changed", () => {
  const marker = join(folder, "has-run");
  const code = `require("node:fs").writeFileSync(${JSON.stringify(marker)}, ""); module.exports = {};`;
  const stored = {
    module: "./model.ts",
    code,
    map: '{"version":3,"sources":[],"sourcesContent":[],"mappings":""}',
  };
  expect(isTrusted(hashOf(code))).toBe(false);
  expect(() => loadStoredCode("model", hashOf(code), stored, "runs/copied")).toThrow(
    /does not trust yet \(sha256 [0-9a-f]{64}\)\. Nothing of it has run\..*woodshed trust runs\/copied/,
  );
  expect(() => loadStoredCode("model", "0".repeat(64), stored, "runs/copied")).toThrow(
    /was changed after training/,
  );
  expect(() => loadStoredCode("model", hashOf(code), undefined, "runs/copied")).toThrow(/is missing/);
  expect(existsSync(marker)).toBe(false);
});

it("a recorded configuration is read without its code, with its keys as they were recorded", () => {
  write("model.ts", MODEL.replace("dropout", "rate"));
  const { config } = loadConfig(recipeWith("{ use: ./model.ts, width: 7 }"));
  const unknown = { ...config, model: { ...config.model, code: "1".repeat(64), other: 4 } };
  expect(overrideConfig(unknown as typeof config, []).model).toMatchObject({ width: 7, rate: 0, other: 4 });
  expect(Object.keys(codeOf(codesIn(config)))).toEqual(codesIn(config));
});

it("a search covers a user's options, and trials find the module from any folder", () => {
  write("model.ts", MODEL);
  const space = (key: string) =>
    `optimization: {hyperparameter_search: {search_space: {${key}: {type: int, low: 4, high: 8}}}}\n`;
  const loaded = loadConfig(recipeWith("{ use: ./model.ts }", space("model.width")));
  const plan = new SearchPlan(loaded);
  expect(plan.configWith({ "model.width": 6 }).model).toMatchObject({
    use: join(folder, "model.ts"),
    width: 6,
  });
  const wrong = loadConfig(recipeWith("{ use: ./model.ts }", space("model.widths")));
  expect(() => new SearchPlan(wrong)).toThrow(/no key is called model\.widths.*Did you mean model\.width\?/);
});

it("packages with native code stay in their folder, and others become part of the code", () => {
  const text = `import Database from "better-sqlite3"; import { stringify } from "yaml";\nexport const used = [Database, stringify];\n${MODEL}`;
  const path = join(packageRoot, "build", "own-native.ts");
  writeFileSync(path, text);
  const { config } = loadConfig(recipeWith(`{ use: ${path} }`));
  const { code } = Object.values(codeOf(codesIn(config)))[0]!;
  expect(code).toContain('require("better-sqlite3")');
  expect(code).not.toContain('require("yaml")');
});

it.each<[result: string, forward: string, message: RegExp]>([
  [
    "a tensor",
    "return features.mean([2]);",
    /^model\.use \.\/shapes\.ts: Mean\.forward: expected \{ clip: Tensor \[B, width\].*got a tensor/,
  ],
  [
    "another width",
    "return { clip: features.mean([2]).repeat([1, 2]), frames: null };",
    /^model\.use \.\/shapes\.ts: Mean\.forward: expected clip \[2, 4\] \(B, width\), got \[2, 8\]/,
  ],
  [
    "frames without width",
    "return { clip: features.mean([2]), frames: features.mean([1]) };",
    /^model\.use \.\/shapes\.ts: Mean\.forward: expected frames \[2, 4, F'\] \(B, width, frames\), got \[2, 5\]/,
  ],
])("names the shapes of a model that returns %s", (_, forward, message) => {
  write("shapes.ts", MODEL.replace(/return \{ clip.*;/, forward));
  const { config } = loadConfig(recipeWith("{ use: ./shapes.ts }"));
  const model = new Model(createEncoder(config.model, { channels: 4 }), new LinearHead(4, 2));
  expect(() => model.forward(ops.zeros([2, 4, 5]))).toThrow(message);
});
