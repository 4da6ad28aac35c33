// The projects of examples/, each from its own folder in a copy beside which the package is installed.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/package-root.js";
import { sqlitePackage } from "../../src/sqlite.js";
import { RunStore } from "../../src/tracking/store/store.js";
import type { startCli } from "../support/cli.js";
import { docFiles } from "../support/doc-files.js";
import { endAndRestart, epochsFor } from "../support/kills.js";
import { IS_LONG, rounds } from "../support/long.js";
import { runCliRanks } from "../support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "../support/run.js";
import { makeTones } from "../support/tones.js";
import type { Installation } from "./installation.js";

/** Kills of each example; by default none: tests/own-components.slow.test.ts kills a run with a model, loss, data set, augmentation, optimizer and schedule. */
const NUM_KILLS = rounds("WOODSHED_KILLS", 0, 5);
const examples = join(packageRoot, "examples");
const tones = makeTones(16);

/** Settings that make any run short, and save so often that kills come during saves. */
const SHORT = [
  ...[
    "training.threads=1",
    "data.workers=0",
    "training.precision=fp32",
    `training.epochs=${Math.max(4, epochsFor(NUM_KILLS))}`,
  ],
  ...["checkpoint.save=[{every_steps: 2, keep_last: 2}]", "logging.every_steps=1"],
];
/** Tones instead of rendered notes, which take minutes. */
const TONES = ["data.dataset=null", `data.train=${tones}`, "data.clip_sec=0.25", "training.batch_size=8"];
/** A learning rate that does not amplify rounding. */
const CALM = "optimization.learning_rate=0.0005";

interface Example {
  project: string;
  recipe: string;
  overrides: readonly string[];
  /** A recording, and what `predict` prints of it. */
  predict: [recording: string, line: RegExp];
  /** An option of its own to search, and its values. */
  searched?: [key: string, values: string];
  /** True if a component of its own is part of an exported model. */
  entersOnnx?: true;
}

const tone: Example["predict"] = [join(tones, "mid", "0.wav"), /0\.wav {2}(low|mid|high) \d+\.\d%/];

const EXAMPLES: readonly Example[] = [
  {
    project: "raw-waveform",
    recipe: "recipe.yaml",
    overrides: ["model.width=4", ...TONES],
    predict: tone,
    entersOnnx: true,
  },
  {
    project: "own-loss-optimizer",
    recipe: "recipe.yaml",
    overrides: TONES,
    predict: tone,
    searched: ["task.loss.q", "{type: float, low: 0.1, high: 1}"],
  },
  {
    project: "own-data",
    recipe: "generated.yaml",
    overrides: [
      ...["data.dataset.count=24", "training.batch_size=8", "data.workers=1", CALM],
      // At this rate the loss falls for certain within ten epochs, of which each takes a fifth of a second.
      `training.epochs=${Math.max(10, epochsFor(NUM_KILLS))}`,
    ],
    predict: ["rising.wav", /rising\.wav {2}(rising|steady|falling) \d+\.\d%/],
  },
  {
    project: "own-data",
    recipe: "database.yaml",
    overrides: ["training.batch_size=8"],
    predict: ["rising.wav", /rising\.wav {2}(bright|middle|dark) \d+\.\d%/],
  },
  {
    project: "transcribe",
    recipe: "recipe.yaml",
    overrides: ["data.dataset.count=100", "training.batch_size=16", CALM],
    predict: ["g-a-c-e.wav", /g-a-c-e\.wav {2}([ACDEG]( [ACDEG])*|\(no note\)) \d+\.\d%/],
    entersOnnx: true,
  },
  {
    project: "pitch",
    recipe: "recipe.yaml",
    overrides: [...TONES, "optimization.linear_probe_epochs=0", CALM],
    predict: tone,
  },
  {
    project: "speaker",
    recipe: "recipe.yaml",
    overrides: [...TONES, "model.width=32", "optimization.linear_probe_epochs=0", CALM],
    predict: tone,
  },
  {
    project: "voice-activity",
    recipe: "recipe.yaml",
    overrides: [...TONES, "optimization.linear_probe_epochs=0", CALM],
    predict: tone,
  },
];

const projects = [...new Set(EXAMPLES.map(({ project }) => project))];
const filesIn = (ending: string): string[] =>
  projects.flatMap((project) =>
    readdirSync(join(examples, project))
      .filter((name) => name.endsWith(ending))
      .map((name) => join(examples, project, name)),
  );

/** Declares the tests; the package is installed before they run. */
export function describeExamples(installation: Installation): void {
  const folder = join(installation.project, "examples");

  describe("examples", () => {
    beforeAll(() => {
      for (const project of projects)
        cpSync(join(examples, project), join(folder, project), { recursive: true });
      mkdirSync(join(folder, "docs"));
      writeFileSync(join(folder, "docs", "package.json"), '{ "type": "module" }');
      for (const [name, text] of docFiles("docs/components.md"))
        writeFileSync(join(folder, "docs", name), text);
      installOthers(folder);
    });
    afterAll(() => rmSync(tones, { recursive: true }));

    it("are run here, import nothing but packages and their own files, and explain themselves in 30 lines", () => {
      const folders = readdirSync(examples, { withFileTypes: true }).filter((one) => one.isDirectory());
      expect(folders.map(({ name }) => name).sort()).toEqual([...projects].sort());
      for (const path of [...filesIn(".ts"), ...filesIn(".mjs")])
        for (const [, from] of readFileSync(path, "utf8").matchAll(/from "([^"]+)"/g))
          expect(from, path).toMatch(/^(woodshed|better-sqlite3|\.\/[\w-]+\.js)$/);
      for (const project of projects)
        expect(
          readFileSync(join(examples, project, "README.md"), "utf8").split("\n").length,
        ).toBeLessThanOrEqual(31);
    });

    it("compile, strictly, against the package's declarations, as docs/components.md does", () => {
      compile(folder);
    });

    describe.each(EXAMPLES)("$project: $recipe", (example) => describeExample(installation, folder, example));
  });
}

/** Installs what `npm install` in the examples would besides Woodshed: better-sqlite3 with its addon, and types. */
function installOthers(folder: string): void {
  const modules = join(packageRoot, "node_modules");
  // A copy: behind a link, its files would count as the project's own, which are bundled.
  cpSync(sqlitePackage().folder, join(folder, "node_modules", "better-sqlite3"), { recursive: true });
  for (const name of ["@types/better-sqlite3", "@types/node"]) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(modules, name), join(folder, "node_modules", name));
  }
}

/** One program for all: the compiler reads the declarations of every operator. */
function compile(folder: string): void {
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
  const { stdout, status } = spawnSync(
    process.execPath,
    [tsc, "--ignoreConfig", ...flags, "--types", types.join(), ...files],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  expect([stdout, status]).toEqual(["", 0]);
}

function describeExample(installation: Installation, folder: string, example: Example): void {
  const { project, recipe, overrides, predict, searched, entersOnnx } = example;
  const cwd = join(folder, project);
  const runs = (name: string): string => join(cwd, `${name}-${recipe}`);
  const command = (name: string, ...more: string[]): string[] => [
    ...["train", recipe, `runs_dir=${runs(name)}`, "checkpoint.resume=auto"],
    ...[...SHORT, ...overrides, ...more],
  ];
  const start: typeof startCli = (args, env) => installation.start(cwd, args, env);

  async function succeed(...args: string[]): Promise<string> {
    process.chdir(cwd);
    const { code, stdout, stderr } = await installation.runHere(...args);
    expect(code, stderr).toBe(0);
    return stdout;
  }

  let whole: string;
  beforeAll(async () => {
    process.chdir(cwd);
    if (recipe === "database.yaml") execFileSync(process.execPath, ["make-database.mjs", "16"]);
    await succeed(...command("whole"));
    whole = onlyRun(runs("whole"));
  });

  it("learns, predicts, and exports what its own components compute", async () => {
    const losses = lossesOf(whole, "train/epoch_loss");
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    const [recording, line] = predict;
    expect(await succeed("predict", whole, recording)).toMatch(line);
    if (entersOnnx === undefined) return;
    const { maxDifference } = JSON.parse(await succeed("export", whole, "--json")) as {
      maxDifference: number;
    };
    expect(maxDifference).toBeLessThan(1e-4);
  });

  it.runIf(NUM_KILLS > 0)(`resumes to the bit after ${NUM_KILLS} kills`, async () => {
    const args = command("killed");
    const killed = {
      start: (env: NodeJS.ProcessEnv) => start(args, env),
      finish: () => {
        process.chdir(cwd);
        return installation.runHere(...args);
      },
    };
    const numResumed = await endAndRestart(killed, "SIGKILL", NUM_KILLS);
    expect(numResumed).toBeGreaterThan(NUM_KILLS / 2);
    const run = onlyRun(runs("killed"));
    expect(numbersOf(run)).toEqual(numbersOf(whole));
    expect(tensorsOf(run)).toEqual(tensorsOf(whole));
  });

  // By default tests/own-components.slow.test.ts runs on two ranks, and tests/mutants the suite of tasks.
  it.runIf(NUM_KILLS > 0)("computes the same on two ranks", async () => {
    for (const { code, stderr } of await runCliRanks(command("ranks"), 2, start))
      expect(code, stderr).toBe(0);
    const [one, two] = [whole, onlyRun(runs("ranks"))].map((run) => lossesOf(run, "train/loss"));
    expect(two!.length).toBe(one!.length);
    // Sums of float32 in another order.
    for (const [i, value] of two!.entries())
      expect(Math.abs(value - one![i]!), `step ${i + 1}`).toBeLessThan(1e-4 * Math.max(1, one![i]!));
  });

  // By default tests/own-components.test.ts checks the search of an own option, and tests/search.test.ts a search.
  if (searched !== undefined)
    it.runIf(IS_LONG)("searches an option of its own", async () => {
      const [key, values] = searched;
      const search = "optimization.hyperparameter_search";
      const output = await succeed(
        ...["tune", recipe, `runs_dir=${runs("search")}`, ...SHORT, ...overrides, "training.epochs=1"],
        ...[`${search}.n_trials=1`, `${search}.search_space={${key}: ${values}}`],
      );
      expect(output).toMatch(
        new RegExp(`best, trial \\d: .*\\n +${key.slice(key.lastIndexOf(".") + 1)}=[\\d.]+$`, "m"),
      );
      const best = await succeed("config", "print", join(runs("search"), "recipe-search", "best.yaml"));
      expect(best).toMatch(/use: \S*loss\.ts/);
    });
}

function lossesOf(run: string, name: string): number[] {
  using store = RunStore.open(run);
  return store.metrics(name).map(({ value }) => value);
}
