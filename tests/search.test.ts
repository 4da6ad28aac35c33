// Tests the TypeScript API with the real Optuna: Python's optuna must read the same trials.
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import { categorical, createStudy, float, int, TrialPruned } from "../src/search/index.js";
import { readStudy } from "./support/study.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-study-"));
let numStudies = 0;
const newFile = (): string => join(folder, `${numStudies++}.journal`);
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const study of open.splice(0)) await study.close();
});
function kept<S extends { close(): Promise<void> }>(study: S): S {
  open.push(study);
  return study;
}

const space = {
  x: float(-5, 5),
  layers: int(1, 4),
  optimizer: categorical(["adam", "sgd"]),
  momentum: float(0, 0.9, { when: { optimizer: ["sgd"] } }),
};

describe("a study", () => {
  it("is read equally by Python's optuna: trials, values, intermediate values, states, best", async () => {
    const storage = newFile();
    const study = kept(await createStudy({ studyName: "s", storage, seed: 1, space, retries: 0 }));
    await study.optimize(
      async (trial) => {
        const { x, layers, optimizer, momentum } = trial.params;
        expectTypeOf(x).toEqualTypeOf<number>();
        expectTypeOf(optimizer).toEqualTypeOf<"adam" | "sgd">();
        expectTypeOf(momentum).toEqualTypeOf<number | undefined>();
        expect(momentum === undefined).toBe(optimizer === "adam");
        const width = await trial.suggestInt("width", 8, 64, { log: true });
        const activation = await trial.suggestCategorical("activation", ["relu", "gelu"]);
        expectTypeOf(activation).toEqualTypeOf<"relu" | "gelu">();
        for (let step = 0; step < 4; step++) {
          await trial.report(x ** 2 + layers + 1 / (step + 1), step);
          if (await trial.shouldPrune()) throw new TrialPruned();
        }
        if (trial.number === 3) return Number.NaN;
        if (trial.number === 4) throw new Error("this one fails");
        await trial.setUserAttr("note", { width });
        return x ** 2 + layers;
      },
      { nTrials: 25, catch: true },
    );
    const [ours, best] = [await study.trials(), await study.bestTrial()];
    await study.close();
    const theirs = readStudy(storage, "s");
    expect(theirs.best).toEqual([best.number]);
    expect(ours.map(({ startedMs: _, endedMs: __, ...trial }) => trial)).toEqual(theirs.trials);
    const states = ours.map(({ state }) => state);
    expect([states[3], states[4]]).toEqual(["FAIL", "FAIL"]);
    expect(new Set(states)).toEqual(new Set(["COMPLETE", "PRUNED", "FAIL"]));
    expect(ours).toHaveLength(25);
  });

  it("suggests the same values as Python's optuna with the same seed", async () => {
    const study = kept(await createStudy({ studyName: "s", seed: 11, space: { x: float(0, 1) } }));
    await study.optimize(({ params }) => (params.x - 0.3) ** 2, { nTrials: 15 });
    const code = `
import json, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=11))
study.optimize(lambda t: (t.suggest_float("x", 0, 1) - 0.3) ** 2, n_trials=15)
print(json.dumps([t.params["x"] for t in study.trials]))`;
    const theirs = JSON.parse(
      execFileSync(".venv/bin/python", ["-c", code], { encoding: "utf8" }),
    ) as number[];
    expect((await study.trials()).map(({ params }) => params.x)).toEqual(theirs);
  });

  it("loses and repeats no request when its broker is killed at random times", async () => {
    const storage = newFile();
    const study = kept(await createStudy({ studyName: "s", storage, seed: 1, space }));
    let numKills = 0;
    let numCalls = 0;
    await study.optimize(
      async (trial) => {
        numCalls++;
        for (let step = 0; step < 3; step++) await trial.report(trial.number + step / 10, step);
        // Kills the broker while other trials ask, report and finish.
        if (numCalls >= 12 * (numKills + 1) && study.broker.pid !== null) {
          numKills++;
          setTimeout(
            () => study.broker.pid !== null && process.kill(study.broker.pid, "SIGKILL"),
            5 * Math.random(),
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
        return trial.number;
      },
      { nTrials: 60, nJobs: 3 },
    );
    await study.close();
    const { trials } = readStudy(storage, "s");
    expect(numKills).toBeGreaterThan(2);
    expect(numCalls).toBe(60);
    expect(trials.map(({ number, state, values }) => [number, state, values])).toEqual(
      Array.from({ length: 60 }, (_, number) => [number, "COMPLETE", [number]]),
    );
    for (const { number, intermediateValues } of trials) {
      expect(intermediateValues).toEqual([0, 1, 2].map((step) => [step, number + step / 10]));
    }
    expect(new Set(trials.map(({ params }) => JSON.stringify(params))).size).toBe(60);
  });

  it("that is stored in memory fails when its broker is killed", async () => {
    const study = await createStudy({ space });
    process.kill(study.broker.pid!, "SIGKILL");
    await expect(study.ask()).rejects.toThrow(/exited \(SIGKILL\), and the study in its memory is lost/);
  });

  it("continues up to nTrials after its process exited and left an incomplete line", async () => {
    const storage = newFile();
    const options = { studyName: "s", storage, seed: 1, space };
    const first = await createStudy(options);
    await first.optimize(() => 1, { nTrials: 3 });
    await first.ask(); // remains running, as after a kill
    await first.close();
    appendFileSync(storage, '{"op_code":4,"worker_id":"x","study_id":0,"dateti');
    const second = kept(await createStudy({ ...options, retries: 1 }));
    await second.optimize(() => 2, { nTrials: 6 });
    const states = (await second.trials()).map(({ state }) => state);
    // The unfinished trial belongs to this process, which continues it.
    expect(states).toEqual(Array(6).fill("COMPLETE"));
    expect(
      readFileSync(storage, "utf8")
        .trimEnd()
        .split("\n")
        .every((line) => JSON.parse(line)),
    ).toBe(true);
  });
});

describe("several objectives, constraints and enqueued trials", () => {
  it("equal Python's", async () => {
    const storage = newFile();
    const study = kept(
      await createStudy({
        ...{ studyName: "s", storage, seed: 1, space: { x: float(0, 4) } },
        objectives: [
          { metric: "loss", direction: "minimize" },
          { metric: "speed", direction: "maximize" },
        ],
      }),
    );
    await study.enqueueTrial({ x: 1.5 }, { userAttrs: { why: "first" } });
    await study.optimize(
      async (trial) => {
        const { x } = trial.params;
        await trial.setConstraint("x is at least 1", 1 - x);
        return [x ** 2, x];
      },
      { nTrials: 12 },
    );
    const front = (await study.bestTrials()).map(({ number }) => number);
    await expect(study.ask().then((trial) => trial!.report(1, 0))).rejects.toThrow(/multi-objective/);
    await study.close();
    const theirs = readStudy(storage, "s");
    expect(theirs.trials[0]).toMatchObject({
      params: { x: 1.5 },
      values: [2.25, 1.5],
      userAttrs: { why: "first" },
    });
    expect(theirs.best).toEqual(front);
    const infeasible = theirs.trials.filter(({ params }) => (params["x"] as number) < 1);
    expect(infeasible.length).toBeGreaterThan(0);
    expect(front.filter((number) => infeasible.some((trial) => trial.number === number))).toEqual([]);
  });
});

describe("is refused with its name:", () => {
  it.each<[string, Parameters<typeof createStudy>[0], RegExp]>([
    [
      "an unknown sampler",
      { sampler: { name: "tpa" } },
      /sampler: Optuna has none called tpa\. Did you mean tpe\?/,
    ],
    [
      "an unknown option",
      { sampler: { name: "tpe", options: { n_startup: 3 } } },
      /sampler tpe: has no option n_startup\. Did you mean n_startup_trials\?/,
    ],
    [
      "an invalid value of an option",
      { pruner: { name: "percentile", options: { percentile: 200 } } },
      /pruner percentile: /,
    ],
    [
      "a grid without steps",
      { sampler: { name: "grid" }, space: { x: float(0, 1) } },
      /sampler grid: x needs a step/,
    ],
    [
      "a missing driver",
      { storage: "mysql+pymysql://me:secret@127.0.0.1/x" },
      /storage mysql\+pymysql:\/\/me:\*\*\*@127\.0\.0\.1\/x needs .*pip install pymysql/,
    ],
    [
      "a folder that cannot be written",
      { storage: "/proc/none/x.journal" },
      /storage \/proc\/none\/x\.journal cannot be written/,
    ],
    ["an unreachable SQLite file", { storage: "sqlite:////proc/none/x.db" }, /storage .*cannot be/],
    ["a missing study", { storage: "/nowhere.journal", open: "read" }, /nowhere\.journal: no such file/],
    ["swapped bounds", { space: { x: float(2, 1) } }, /x: .*low/],
  ])("%s", async (_, options, message) => {
    await expect(createStudy({ studyName: "s", ...options })).rejects.toThrow(message);
  });

  it("a study with another direction or other choices", async () => {
    const storage = newFile();
    const study = await createStudy({ studyName: "s", storage, space: { k: categorical(["a", "b"]) } });
    await study.optimize(() => 1, { nTrials: 1 });
    await study.close();
    await expect(createStudy({ studyName: "s", storage, direction: "maximize" })).rejects.toThrow(
      /study s: its directions are minimize, not maximize; use another study_name/,
    );
    await expect(
      createStudy({ studyName: "s", storage, space: { k: categorical(["a", "c"]) } }),
    ).rejects.toThrow(/k: this study's trials had another type or other choices .*; use another study_name/);
  });

  it("a second result of a trial", async () => {
    const study = kept(await createStudy({ space }));
    const trial = await study.ask();
    await study.tell(trial!, 1);
    await expect(study.tell(trial!, 2)).rejects.toThrow(/trial 0 is finished already: it is COMPLETE/);
    await expect(trial!.report(1, 1)).rejects.toThrow(/trial 0 is not running: it is COMPLETE/);
  });
});
