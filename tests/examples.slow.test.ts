// The projects of examples/, each trained from its own folder in a copy beside which Woodshed is installed.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../src/package-root.js";
import { RunStore } from "../src/tracking/store/store.js";
import { runCliWith } from "./support/cli.js";
import { docFiles } from "./support/doc-files.js";
import { onlyRun } from "./support/run.js";
import { sqliteAddonPath } from "./support/sqlite-addon.js";
import { makeTones } from "./support/tones.js";

const examples = join(packageRoot, "examples");
const folder = mkdtempSync(join(tmpdir(), "woodshed-examples-"));
const env = { WOODSHED_HOME: join(folder, "home") };
const tones = makeTones(16);
const here = process.cwd();

/** Settings that make any run short. */
const SHORT = ["training.epochs=2", "training.threads=1", "data.workers=0", "training.precision=fp32"];
/** Tones instead of rendered notes, which take minutes. */
const TONES = ["data.dataset=null", `data.train=${tones}`, "data.clip_sec=0.25", "training.batch_size=8"];

interface Run {
  project: string;
  recipe: string;
  overrides: readonly string[];
  /** A recording, and what `predict` prints of it. */
  predict: [recording: string, line: RegExp];
  /** True if a component of its own is part of an exported model. */
  entersOnnx?: true;
}

const tone: Run["predict"] = [join(tones, "mid", "0.wav"), /0\.wav {2}(low|mid|high) \d+\.\d%/];

const RUNS: readonly Run[] = [
  {
    project: "raw-waveform",
    recipe: "recipe.yaml",
    overrides: ["model.width=4", ...TONES],
    predict: tone,
    entersOnnx: true,
  },
  { project: "own-loss-optimizer", recipe: "recipe.yaml", overrides: TONES, predict: tone },
  {
    project: "own-data",
    recipe: "generated.yaml",
    overrides: ["data.dataset.count=48", "training.batch_size=8"],
    predict: ["rising.wav", /rising\.wav {2}(rising|steady|falling) \d+\.\d%/],
  },
  {
    project: "own-data",
    recipe: "database.yaml",
    overrides: [],
    predict: ["rising.wav", /rising\.wav {2}(bright|middle|dark) \d+\.\d%/],
  },
  {
    project: "transcribe",
    recipe: "recipe.yaml",
    overrides: ["data.dataset.count=250", "training.batch_size=16"],
    predict: ["g-a-c-e.wav", /g-a-c-e\.wav {2}([ACDEG]( [ACDEG])*|\(no note\)) \d+\.\d%/],
    entersOnnx: true,
  },
];

/** Links what `npm install` would install. */
function install(...packages: readonly string[]): void {
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(name === "woodshed" ? packageRoot : join(packageRoot, "node_modules", name), link);
  }
}

/** Copies better-sqlite3, with the addon that set-up built in another folder. */
function installSqlite(): void {
  const installed = join(folder, "node_modules", "better-sqlite3");
  for (const part of ["lib", "package.json", "binding.gyp"])
    cpSync(join(packageRoot, "node_modules", "better-sqlite3", part), join(installed, part), {
      recursive: true,
    });
  mkdirSync(join(installed, "build", "Release"), { recursive: true });
  symlinkSync(sqliteAddonPath(), join(installed, "build", "Release", "better_sqlite3.node"));
  install("bindings", "file-uri-to-path", "@types/better-sqlite3");
}

beforeAll(() => {
  for (const { project } of RUNS) cpSync(join(examples, project), join(folder, project), { recursive: true });
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs", "package.json"), '{ "type": "module" }');
  for (const [name, text] of docFiles("docs/components.md")) writeFileSync(join(folder, "docs", name), text);
  install("woodshed", "@types/node");
  installSqlite();
});

afterAll(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true });
  rmSync(tones, { recursive: true });
});

const projects = [...new Set(RUNS.map(({ project }) => project))];
const filesIn = (ending: string): string[] =>
  projects.flatMap((project) =>
    readdirSync(join(examples, project))
      .filter((name) => name.endsWith(ending))
      .map((name) => join(examples, project, name)),
  );

it("every project is run here, imports nothing but packages and its own files, and explains itself in 30 lines", () => {
  const folders = readdirSync(examples, { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...projects].sort());
  for (const path of [...filesIn(".ts"), ...filesIn(".mjs")])
    for (const [, from] of readFileSync(path, "utf8").matchAll(/from "([^"]+)"/g))
      expect(from, path).toMatch(/^(woodshed|better-sqlite3|\.\/[\w-]+\.js)$/);
  for (const project of projects)
    expect(readFileSync(join(examples, project, "README.md"), "utf8").split("\n").length).toBeLessThanOrEqual(
      31,
    );
});

it("the projects and docs/components.md compile, strictly, against the package's declarations", () => {
  // One program for all: the compiler reads the declarations of every operator.
  const [first, ...others] = filesIn("tsconfig.json").map((path) => readFileSync(path, "utf8"));
  for (const other of others) expect(other).toBe(first);
  const { compilerOptions } = JSON.parse(first!) as { compilerOptions: { strict: boolean; types: string[] } };
  expect(compilerOptions.strict).toBe(true);
  const { types, ...options } = compilerOptions;
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const tsc = join(packageRoot, "node_modules", "typescript", "bin", "tsc");
  const files = [
    ...filesIn(".ts").map((path) => join(folder, relative(examples, path))),
    ...[...docFiles("docs/components.md").keys()]
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, "docs", name)),
  ];
  const { stdout, status } = spawnSync(process.execPath, [tsc, ...flags, "--types", types.join(), ...files], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});

describe.each(RUNS)("$project: $recipe", ({ project, recipe, overrides, predict, entersOnnx }) => {
  const [recording, line] = predict;
  const runs = `runs-${basename(recipe, ".yaml")}`;

  async function succeed(...args: string[]): Promise<string> {
    process.chdir(join(folder, project));
    const { code, stdout, stderr } = await runCliWith(env, ...args);
    expect(code, stderr).toBe(0);
    return stdout;
  }

  it("trains and predicts, and exports what its own components compute", async () => {
    process.chdir(join(folder, project));
    if (recipe === "database.yaml") execFileSync(process.execPath, ["make-database.mjs", "16"]);
    await succeed("train", recipe, `runs_dir=${runs}`, ...SHORT, ...overrides);
    const run = onlyRun(runs);
    {
      using store = RunStore.open(run);
      const losses = store.metrics("train/epoch_loss").map(({ value }) => value);
      expect(losses).toHaveLength(2);
      expect(losses[1]).toBeLessThan(losses[0]!);
    }
    expect(await succeed("predict", run, recording)).toMatch(line);
    if (entersOnnx === undefined) return;
    const { maxDifference } = JSON.parse(await succeed("export", run, "--json")) as { maxDifference: number };
    expect(maxDifference).toBeLessThan(1e-4);
  });
});
