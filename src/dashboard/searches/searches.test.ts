import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { writeStudyJournal } from "../../../tests/support/study-journal.js";
import { categorical, createStudy, float, int, TrialPruned } from "../../search/index.js";
import { Searches } from "./searches.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-searches-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let runs: string;
let count = 0;
beforeEach(() => {
  runs = join(root, String(count++));
  mkdirSync(join(runs, "study"), { recursive: true });
});

const open = (): Searches => new Searches({ folder: runs, keyOf: (path) => basename(path) });
const journal = (): string => join(runs, "study", "study.journal");

test.each([
  ["journal", () => journal()],
  ["SQLite", () => `sqlite:///${join(runs, "study", "any.db")}`],
])(
  "a study is read as Optuna itself reads it, also in the middle of the search: %s",
  async (_, storageOf) => {
    await using study = await createStudy({
      studyName: "study",
      storage: storageOf(),
      seed: 1,
      sampler: { name: "random" },
      objectives: [{ direction: "maximize", metric: "validation/accuracy" }],
      space: {
        rate: float(0.001, 0.1, { log: true }),
        layers: int(1, 4),
        optimizer: categorical(["adam", "sgd"]),
        momentum: float(0, 0.9, { when: { optimizer: ["sgd"] } }),
      },
    });
    const searches = open();
    const middle: string[] = [];
    await study.optimize(
      async (trial) => {
        for (let step = 0; step < 3; step++) {
          await trial.report(trial.params.layers + step / 10, step);
          if ((await trial.shouldPrune()) && trial.number !== 9) throw new TrialPruned();
        }
        if (trial.number === 7) {
          const now = await searches.detail("study");
          middle.push(now!.status, now!.trials[7]!.state, String(now!.numRunning));
        }
        if (trial.number === 4) throw new Error("fails");
        await trial.setConstraint("small", trial.number === 9 ? 1 : -1);
        return trial.params.layers - 100 * trial.params.rate + (trial.number === 9 ? 50 : 0);
      },
      { nTrials: 25, catch: true },
    );
    expect(middle).toEqual(["running", "running", "1"]);
    const ours = (await searches.detail("study"))!;
    const theirs = await study.trials();
    expect(ours.trials).toHaveLength(25);
    const states = {
      RUNNING: "running",
      WAITING: "waiting",
      COMPLETE: "complete",
      PRUNED: "pruned",
      FAIL: "failed",
    };
    expect(
      ours.trials.map(({ number, state, objectives, parameters, steps, values, startedMs, endedMs }) => ({
        ...{ number, state, objectives, parameters, startedMs, endedMs },
        reported: steps.map((step, i) => [step, values[i]]),
      })),
    ).toEqual(
      theirs.map(({ number, state, values, params, intermediateValues, startedMs, endedMs }) => ({
        ...{ number, state: states[state], objectives: values ?? [], parameters: params },
        // Optuna has microseconds.
        ...{ startedMs: Math.floor(startedMs!), endedMs: Math.floor(endedMs!) },
        reported: intermediateValues,
      })),
    );
    const best = await study.bestTrial();
    expect(best.number).not.toBe(9);
    expect(ours.best).toEqual({ trial: best.number, value: best.values![0] });
    expect(ours.trials[9]!.isFeasible).toBe(false);
    expect(ours.metric).toEqual({ name: "validation/accuracy", better: "max" });
    expect(
      ours.parameters.map(({ name, kind, isLog, low, high, choices }) => [
        name,
        kind,
        isLog,
        low,
        high,
        choices,
      ]),
    ).toEqual([
      ["rate", "float", true, 0.001, 0.1, []],
      ["layers", "int", false, 1, 4, []],
      ["optimizer", "categorical", false, null, null, ["adam", "sgd"]],
      ["momentum", "float", false, 0, 0.9, []],
    ]);
    expect([ours.numComplete + ours.numPruned + ours.numFailed, ours.numFailed]).toEqual([25, 1]);
    expect(ours.numPruned).toBeGreaterThan(0);
  },
);

test("of 5,000 trials, those that changed since are sent, and importance finds the parameters that matter", async () => {
  writeStudyJournal(journal(), 5000, "study");
  const searches = open();
  const all = (await searches.detail("study"))!;
  expect([all.trials.length, all.since, all.numSkipped]).toEqual([5000, -1, 0]);
  const [rate, optimizer, dropout, width] = all.parameters.map(({ importance }) => importance!);
  expect(rate).toBeGreaterThan(0.4);
  expect(optimizer).toBeGreaterThan(0.1);
  expect(dropout! + width!).toBeLessThan(0.02);
  expect(rate! + optimizer! + dropout! + width!).toBeCloseTo(1);
  expect((await searches.detail("study", all.version))!.trials).toEqual([]);
  // A line in two parts, as a reader may see it.
  const line = JSON.stringify({
    op_code: 6,
    worker_id: "w",
    trial_id: 4999,
    state: 1,
    values: [0.001],
    datetime_complete: "2026-11-28T10:00:00",
  });
  appendFileSync(journal(), line.slice(0, 40));
  expect((await searches.detail("study", all.version))!.trials).toEqual([]);
  appendFileSync(journal(), `${line.slice(40)}\n`);
  const news = (await searches.detail("study", all.version))!;
  expect(news.trials.map(({ number, state, value }) => [number, state, value])).toEqual([
    [4999, "complete", 0.001],
  ]);
  expect(news.best).toEqual({ trial: 4999, value: 0.001 });
  // Another study of the same name: nothing of the earlier answer holds.
  rmSync(journal());
  writeStudyJournal(journal(), 3, "study");
  const other = (await searches.detail("study", news.version))!;
  expect([other.since, other.trials.length]).toEqual([-1, 3]);
});

test("a trial has its run by what it told, and by its name before that", async () => {
  const recipe = JSON.stringify({ name: "tones" });
  const lines = [
    { op_code: 0, study_name: "study", directions: [1] },
    { op_code: 2, study_id: 0, user_attr: { recipe, num_trials: 3 } },
    { op_code: 4, study_id: 0, datetime_start: "2026-11-28T10:00:00" },
    { op_code: 8, trial_id: 0, user_attr: { run: "tones-t0000-a" } },
    { op_code: 6, trial_id: 0, state: 1, values: [1], datetime_complete: "2026-11-28T10:00:00" },
    { op_code: 4, study_id: 0, datetime_start: "2026-11-28T10:00:00" },
    { op_code: 4, study_id: 0, datetime_start: null, state: 4, system_attrs: { retry_history: [1] } },
    { op_code: 8, trial_id: 2, user_attr: { run: "../../../etc" } },
    { op_code: 4, study_id: 0, datetime_start: "2026-11-28T10:00:00" },
  ];
  writeFileSync(journal(), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  for (const name of ["tones-t0000-a", "tones-t0001-b", "tones-t0001-c"])
    mkdirSync(join(runs, "study", name));
  const { trials, status, numPlanned, numTrials } = (await open().detail("study"))!;
  expect(trials.map(({ run }) => run)).toEqual(["tones-t0000-a", "tones-t0001-c", null, null]);
  expect(trials.map(({ isRetried }) => isRetried)).toEqual([false, true, false, false]);
  // No process owns it.
  expect([status, numPlanned, numTrials]).toEqual(["interrupted", 3, 2]);
});

test("hostile journals: nothing outside is read, and nothing but the study is shown", async () => {
  const searches = open();
  const secret = join(runs, "secret.journal");
  writeStudyJournal(secret, 3);
  mkdirSync(join(runs, "linked"));
  symlinkSync(secret, join(runs, "linked", "study.journal"));
  mkdirSync(join(runs, "pipe"));
  execFileSync("mkfifo", [join(runs, "pipe", "study.journal")]);
  mkdirSync(join(runs, "folder", "study.journal"), { recursive: true });
  const parameter = (name: string, distribution: unknown) => ({
    ...{ op_code: 5, trial_id: 0, param_name: name, param_value_internal: 0, distribution },
  });
  const lines = [
    "",
    "null",
    "[]",
    "{",
    "1e999",
    '{"op_code":{}}',
    `{"op_code":0,"study_name":${"[".repeat(5000)}}`,
    ...[
      { op_code: 0, study_name: "<img src=x onerror=alert(1)>", directions: "many" },
      { op_code: 0, study_name: "<img src=x onerror=alert(1)>", directions: [2] },
      { op_code: 4, study_id: "__proto__", datetime_start: 1 },
      {
        op_code: 4,
        study_id: 0,
        datetime_start: "no time",
        params: 3,
        distributions: [1],
        intermediate_values: "x",
      },
      parameter("__proto__", JSON.stringify({ name: "FloatDistribution", attributes: { low: 0, high: 1 } })),
      parameter(
        "constructor",
        JSON.stringify({ name: "CategoricalDistribution", attributes: { choices: [{ a: 1 }] } }),
      ),
      parameter("none", "not JSON"),
      { op_code: 7, trial_id: 0, step: 1e30, intermediate_value: 1 },
      { op_code: 7, trial_id: 0, step: 1, intermediate_value: "NaN" },
      { op_code: 9, trial_id: 0, system_attr: { retry_history: [-1, 1e30, null] } },
      { op_code: 6, trial_id: 0, state: 99, values: [1] },
      { op_code: 6, trial_id: -1, state: 1, values: [1] },
      { op_code: 1, study_id: 5 },
    ].map((line) => JSON.stringify(line)),
    '{"op_code":7,"trial_id":0,"step":2,"intermediate_value":NaN}',
    "\u0000\u0000",
  ];
  writeFileSync(journal(), lines.map((line) => `${line}\n`).join(""));
  writeFileSync(join(runs, "study", "study.journal.owner"), "-1\n");
  const { searches: rows } = await searches.list();
  expect(rows.map(({ key }) => key)).toEqual(["study"]);
  const detail = (await searches.detail("study"))!;
  expect(detail.parameters.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
  expect(JSON.parse(JSON.stringify(detail)).trials).toHaveLength(1);
  expect(Object.entries(detail.trials[0]!.parameters)).toEqual([
    ["__proto__", 0],
    ["constructor", '{"a":1}'],
  ]);
  expect([detail.trials[0]!.steps, detail.trials[0]!.values]).toEqual([
    [1, 2],
    [null, null],
  ]);
  expect(detail.trials[0]!.state).toBe("running");
  expect(detail.status).toBe("interrupted");
  expect(detail.numSkipped).toBeGreaterThan(5);
});
