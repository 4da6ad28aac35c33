// Optuna's samplers and pruners by name, and studies whose processes share a file or are killed.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { categorical, createStudy, float, TrialPruned } from "../src/search/index.js";
import { IS_LONG } from "./support/long.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-study-"));
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const study of open.splice(0)) await study.close();
});
function kept<S extends { close(): Promise<void> }>(study: S): S {
  open.push(study);
  return study;
}

describe("Optuna's parts by name", () => {
  const plain = { x: float(0, 1, { step: 0.5 }), k: categorical(["a", "b"]) };
  it("samplers suggest values; grid and brute force stop when no combination is left", async () => {
    const numbers: Record<string, number> = {};
    for (const [name, options] of [
      ["tpe", { n_startup_trials: 2 }],
      ["grid", {}],
      ["BruteForceSampler", {}],
      ["partialfixed", { fixed_params: { k: "a" }, base_sampler: { name: "random" } }],
    ] as const) {
      const study = kept(await createStudy({ seed: 0, space: plain, sampler: { name, options } }));
      await study.optimize(({ params }) => params.x, { nTrials: 8 });
      const trials = await study.trials();
      numbers[name] = trials.filter(({ state }) => state === "COMPLETE").length;
      if (name === "partialfixed")
        expect(new Set(trials.map(({ params }) => params.k))).toEqual(new Set(["a"]));
      await study.close();
    }
    expect(Object.values(numbers)).toEqual([8, 6, 6, 8]);
  });

  it("pruners prune as configured", async () => {
    const pruned: Record<string, number> = {};
    for (const [name, options] of [
      ["median", { n_startup_trials: 1 }],
      ["threshold", { upper: 4 }],
      ["patient", { wrapped_pruner: { name: "median", options: { n_startup_trials: 1 } }, patience: 1 }],
      ["NopPruner", {}],
    ] as const) {
      const study = kept(await createStudy({ seed: 0, space: plain, pruner: { name, options } }));
      await study.optimize(
        async (trial) => {
          for (let step = 0; step < 8; step++) {
            await trial.report(trial.number + step / 100, step);
            if (await trial.shouldPrune()) throw new TrialPruned();
          }
          return trial.number;
        },
        { nTrials: 9 },
      );
      pruned[name] = (await study.trials()).filter(({ state }) => state === "PRUNED").length;
      await study.close();
    }
    expect(pruned["NopPruner"]).toBe(0);
    expect(pruned["threshold"]).toBe(5);
    expect(pruned["median"]).toBe(8);
    expect(pruned["patient"]).toBeGreaterThan(0);
  });

  // Each study starts a process of its own; these are built by the same code in one.
  // By default one of each kind, above.
  it.runIf(IS_LONG)("builds every other sampler and pruner of Optuna", () => {
    const samplers = [
      { name: "TPESampler" },
      { name: "gp", options: { n_startup_trials: 2 } },
      { name: "cmaes" },
      { name: "nsgaii", options: { population_size: 4, crossover: "UniformCrossover" } },
      { name: "nsgaiii" },
      { name: "qmc", options: { independent_sampler: "random" } },
      { name: "random" },
    ];
    const pruners = [
      { name: "percentile", options: { percentile: 25, n_startup_trials: 1 } },
      { name: "successivehalving", options: { min_resource: 1, reduction_factor: 2 } },
      { name: "hyperband", options: { min_resource: 1, max_resource: 8 } },
      { name: "wilcoxon", options: { p_threshold: 0.3 } },
    ];
    const script = join("tests", "support", "optuna-parts.py");
    const args = ["-W", "ignore", script, JSON.stringify([samplers, pruners, []])];
    const stdout = execFileSync(join(".venv", "bin", "python"), args, { encoding: "utf8" });
    const numTrials = JSON.parse(stdout) as { sampled: number[]; pruned: number[] };
    expect(numTrials.sampled).toEqual(samplers.map(() => 8));
    for (const [i, { name }] of pruners.entries()) expect(numTrials.pruned[i], name).toBeGreaterThan(0);
  });
});

describe("a study in a file", () => {
  it("has one process at a time", async () => {
    const storage = join(folder, "one.journal");
    const space = { x: float(0, 1) };
    kept(await createStudy({ studyName: "s", storage, space }));
    await expect(createStudy({ studyName: "s", storage, space })).rejects.toThrow(
      new RegExp(`0*${process.pid} uses it. A study in a file has one search at a time`),
    );
    const looking = kept(await createStudy({ studyName: "s", storage, open: "read" }));
    expect(await looking.trials()).toEqual([]);
  });
});

describe("a process with an open study", () => {
  it("can exit, and its broker exits with it, also if it is killed", async () => {
    const script = join(folder, "asks.mjs");
    writeFileSync(
      script,
      `import { createStudy, float } from ${JSON.stringify(join(process.cwd(), "dist", "search", "index.js"))};
const study = await createStudy({ space: { x: float(0, 1) } });
await study.optimize(({ params }) => params.x, { nTrials: 2 });
console.log(study.broker.pid);
if (process.argv[2] === "wait") setInterval(() => {}, 1000);`,
    );
    for (const how of ["end", "wait"]) {
      const child = spawn(process.execPath, [script, how], { stdio: ["ignore", "pipe", "inherit"] });
      const pid = await new Promise<number>((resolve) =>
        child.stdout.once("data", (text) => resolve(Number(text))),
      );
      expect(pid).toBeGreaterThan(0);
      if (how === "wait") child.kill("SIGKILL");
      await new Promise((resolve) => child.once("exit", resolve));
      const isThere = (): boolean => {
        try {
          process.kill(pid, 0);
          return true;
        } catch {
          return false;
        }
      };
      for (let i = 0; i < 100 && isThere(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
      expect(isThere()).toBe(false);
    }
  });
});

describe("trials of another machine", () => {
  it("are retried after a grace period without heartbeats", async () => {
    const storage = join(folder, "machines.journal");
    const study = kept(await createStudy({ studyName: "s", storage, retries: 1, space: { x: float(0, 1) } }));
    const code = `
import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
study = optuna.load_study(study_name="s", storage=JournalStorage(JournalFileBackend("${storage}")))
study.add_trial(optuna.create_trial(state=optuna.trial.TrialState.RUNNING, user_attrs={"woodshed:owner": "elsewhere|1|1"}))
study.ask()`;
    execFileSync(".venv/bin/python", ["-W", "ignore", "-c", code], { stdio: "ignore" });
    const recover = (graceSec: number) => study.broker.call("recover", { graceSec });
    expect(await recover(0.3)).toEqual({ retried: [] });
    expect(await recover(0.3)).toEqual({ retried: [] });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await recover(0.3)).toEqual({ retried: [0] });
    // Trials of other programs are left alone.
    expect((await study.trials()).map(({ state }) => state)).toEqual(["FAIL", "RUNNING", "WAITING"]);
    const again = await study.ask();
    expect([again!.number, again!.retryHistory]).toEqual([2, [0]]);
  });
});
