// `woodshed tune` on generated tones: the best trial beats the recipe, pruning saves epochs, Python reads the same study,
// and invalid recipes are refused before anything is written.
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import type { Config } from "../src/config/schema.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type Ended, runCli, startCli } from "./support/cli.js";
import { GONE_MS, Job, sleep } from "./support/job.js";
import { type PythonStudy, readStudy, searchRecipe } from "./support/study.js";
import { makeTones } from "./support/tones.js";

const tones = makeTones(16);
const root = mkdtempSync(join(tmpdir(), "woodshed-tune-"));
const runs = join(root, "runs");
const folder = join(runs, "study");
const recipe = join(root, "search.yaml");
const NUM_TRIALS = 9;

describe("a search with pruning", () => {
  let ended: Ended;
  let study: PythonStudy;
  let stoppedAfterMs = 0;

  beforeAll(async () => {
    writeFileSync(recipe, searchRecipe(tones, runs, { n_trials: NUM_TRIALS, parallel: 2 }));
    // Ctrl-C in the middle, then the same command again.
    const first = new Job(["tune", recipe]);
    await first.until(/^trial +\d+ {2}complete/m);
    await sleep(500);
    const startMs = Date.now();
    first.child.kill("SIGINT");
    const { code, stdout, stderr } = await first.ended;
    stoppedAfterMs = Date.now() - startMs;
    expect(code, stdout + stderr).toBe(130);
    expect(stdout).toMatch(
      /interrupted after \d+ min \d+ s with \d of 9 trials; the same command resumes the search: /,
    );
    expect(await first.goneAfter(GONE_MS)).toBeLessThan(GONE_MS);
    const { trials } = readStudy(join(folder, "study.journal"), "study");
    expect(trials.filter(({ state }) => state === "RUNNING")).toEqual([]);
    ended = await startCli(["tune", recipe]).ended;
    study = readStudy(join(folder, "study.journal"), "study");
  });

  it("resumes after Ctrl-C, until n_trials are done in total", () => {
    expect(`${ended.code} ${ended.stderr}`).toMatch(/^0 /);
    expect(ended.stdout).toMatch(/plan +9 trials, \d of them done before, 2 at a time/);
    const retried = new Set(study.trials.flatMap(({ retryHistory }) => retryHistory));
    const last = study.trials.filter(({ number }) => !retried.has(number));
    expect(last).toHaveLength(NUM_TRIALS);
    expect(new Set(last.map(({ state }) => state))).toEqual(new Set(["COMPLETE", "PRUNED"]));
    console.log(`left after ${stoppedAfterMs} ms\n${ended.stdout}`);
  });

  it("finds a better trial than the recipe's values, and reports the epochs saved by pruning", () => {
    const asItIs = study.trials[0]!;
    expect(asItIs.params).toEqual({
      "optimization.learning_rate": 0.0001,
      "optimization.optimizer": "adamw",
    });
    const own = Number(/recipe unchanged: validation\/loss ([\d.]+)/.exec(ended.stdout)?.[1]);
    const best = Number(/best, trial \d+: validation\/loss ([\d.]+)/.exec(ended.stdout)?.[1]);
    expect(best).toBeLessThan(own);
    expect(ended.stdout).toMatch(/epochs saved by pruning: [1-9]\d? %/);
  });

  it("writes a recipe that trains to the same value", async () => {
    const config = loadConfig(join(folder, "best.yaml"), [`runs_dir=${join(root, "again")}`]).config;
    expect(config.optimization.hyperparameter_search.search_space).toEqual({});
    const { code } = await runCli(
      ...["train", join(folder, "best.yaml"), `runs_dir=${join(root, "again")}`, "training.threads=1"],
    );
    expect(code).toBe(0);
    const best = study.trials.find(({ number }) => number === study.best[0])!;
    using store = RunStore.open(join(root, "again", readdirSync(join(root, "again"))[0]!));
    expect(store.best("validation/loss", "min")!.value).toBe(best.values![0]);
  });

  it("keeps each trial as an ordinary run, with the search's own clips and a seed of its own", () => {
    const seeds = new Set<unknown>();
    for (const { userAttrs, state, intermediateValues, params } of study.trials) {
      if (state === "FAIL") continue;
      using store = RunStore.open(join(folder, String(userAttrs["run"])));
      const { status, config } = store.info();
      expect(status).toBe("finished");
      expect(store.metrics("validation/loss").map(({ value }) => value)).toEqual(
        intermediateValues.map(([, value]) => value),
      );
      const { seed, data, optimization } = config as unknown as Config;
      expect(data.validation_seed).toBe(0);
      expect(optimization.learning_rate).toBe(params["optimization.learning_rate"]);
      // A search must not use the test clips.
      expect(store.metricNames().filter((name) => name.startsWith("test/"))).toEqual([]);
      seeds.add(seed);
    }
    expect(seeds.size).toBe(NUM_TRIALS);
  });

  it("writes all of Optuna's figures to one page that needs no network", () => {
    const page = readFileSync(join(folder, "report.html"), "utf8");
    for (const title of [
      "History",
      "Importance",
      "Parallel coordinates",
      "Slices",
      "Contours",
      "Timeline",
      "Intermediate values",
    ]) {
      expect(page).toContain(`<h2 id="`);
      expect(page).toContain(`>${title}</h2><div class="figure`);
    }
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
  });

  it("shows status, best and importance", async () => {
    const [status, best, importance] = [
      await runCli("tune", "status", recipe),
      await runCli("tune", "best", recipe),
      await runCli("tune", "importance", recipe),
    ];
    expect(status.stdout).toMatch(
      /^trial +state +validation\/loss +learning_rate +optimizer +momentum +epochs +run/,
    );
    expect(status.stdout).toMatch(/9 of 9 trials done, 0 running/);
    expect(best.stdout).toMatch(new RegExp(`^trial ${study.best[0]}: validation/loss`));
    expect(importance.stdout).toMatch(/\d\.\d{3} {2}#+ +optimization\.learning_rate/);
  });

  it("trains nothing when all trials are done", async () => {
    const { stdout } = await runCli("tune", recipe);
    expect(stdout).toMatch(/9 trials, 9 of them done before/);
    expect(stdout).not.toMatch(/^trial/m);
  });
});

describe("invalid input is refused at the start, by name:", () => {
  const space = { "optimization.learning_rate": { type: "float", low: 0.001, high: 0.01 } };
  it.each<[string, object, RegExp]>([
    [
      "an unknown key",
      { search_space: { "optimization.learnig_rate": space["optimization.learning_rate"] } },
      /search\.yaml:1:\d+: .*no key is called optimization\.learnig_rate\. Did you mean optimization\.learning_rate/,
    ],
    [
      "a lower bound above the upper",
      { search_space: { "model.dropout": { type: "float", low: 0.4, high: 0.1 } } },
      /model\.dropout: low 0\.4 is above high 0\.1/,
    ],
    [
      "a default outside its choices",
      { search_space: { "training.batch_size": { type: "categorical", choices: [8, 16], default: 12 } } },
      /default 12 is not among its choices \[8,16\]/,
    ],
    ["an unreachable storage", { storage: "sqlite:////proc/none/study.db" }, /storage .*\/proc\/none/],
    ["a metric that never appears", { metric: "validation/auc" }, /no run measures validation\/auc/],
    ["an unknown sampler", { sampler: { name: "tpx" } }, /Optuna has none called tpx\. Did you mean tpe/],
  ])("%s", async (_, search, message) => {
    const bad = mkdtempSync(join(root, "bad-"));
    const path = join(bad, "search.yaml");
    writeFileSync(path, searchRecipe(tones, join(bad, "runs"), { search_space: space, ...search }));
    const { code, stderr } = await runCli("tune", path);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
    expect(existsSync(join(bad, "runs"))).toBe(false);
  });
});
