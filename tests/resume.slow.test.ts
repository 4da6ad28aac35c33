// Kills a run repeatedly and restarts it with the same command: its numbers must equal those of a run that was not
// killed, to the bit. `WOODSHED_KILLS=300 npx vitest run resume.slow` repeats it more often.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { RunStore } from "../src/tracking/store/store.js";
import { runCli, startCli } from "./support/cli.js";
import { endAndRestart, epochsFor } from "./support/kills.js";
import { IS_LONG, rounds } from "./support/long.js";
import { recordedBy } from "./support/predictions.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { TASK_DATA } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const NUM_KILLS = rounds("WOODSHED_KILLS", 2, 50);
/** Kills of a run: fewer for the tasks that share most of their state with classification. */
const KILLS = {
  classification: NUM_KILLS,
  tagging: Math.ceil(NUM_KILLS / 3),
  regression: Math.ceil(NUM_KILLS / 3),
  detection: Math.ceil(NUM_KILLS / 3),
} as const;
const TIMEOUT_MS = 600_000 + 60_000 * NUM_KILLS;

const TASKS = ["classification", "tagging", "regression", "detection"] as const;
type TaskName = (typeof TASKS)[number];

const SECOND_METRIC = {
  classification: "accuracy",
  tagging: "map",
  regression: "mae",
  detection: "event_f1",
} as const;

const data: Record<TaskName, string> = {
  classification: makeTones(),
  tagging: TASK_DATA.tagging(),
  regression: TASK_DATA.regression(),
  detection: TASK_DATA.detection(),
};
const root = mkdtempSync(join(tmpdir(), "woodshed-kill-"));

/** A run that uses every part of a checkpoint and saves so often that many kills come during a save. */
const command = (task: TaskName, runs: string): string[] => [
  "train",
  "recipes/folder.yaml",
  ...toneOverrides(data[task], runs),
  "data.workers=1",
  `task.name=${task}`,
  `training.epochs=${epochsFor(KILLS[task])}`,
  "model.dropout=0.3",
  "training.accumulation_steps=2",
  "optimization.ema_decay=0.99",
  "training.early_stopping.patience=100000",
  "checkpoint.resume=auto",
  `checkpoint.save=[{every_steps: 3, keep_last: 2, keep_every: 50}, {best: validation/${SECOND_METRIC[task]}, keep_top: 2}]`,
];

const undisturbed = (task: TaskName): string => join(root, `${task}-undisturbed`);
beforeAll(async () => {
  for (const task of TASKS) {
    const { code, stderr } = await runCli(...command(task, undisturbed(task)));
    if (code !== 0) throw new Error(stderr);
  }
}, TIMEOUT_MS);

describe.each([
  ["classification", "SIGKILL", KILLS.classification],
  ["detection", "SIGKILL", KILLS.detection],
  // A signal that a run handles: distributed.slow.test.ts by default.
  ...(IS_LONG ? [["classification", "SIGTERM", Math.ceil(NUM_KILLS / 4)] as const] : []),
  ["tagging", "SIGKILL", KILLS.tagging],
  ["regression", "SIGKILL", KILLS.regression],
] as const)("a run of %s ended by %s %i times", (task, signal, numKills) => {
  const killed = join(root, `${task}-${signal}`);
  let numResumed: number;
  beforeAll(async () => {
    const args = command(task, killed);
    const killedCommand = {
      start: (env: NodeJS.ProcessEnv) => startCli(args, env),
      finish: () => runCli(...args),
    };
    numResumed = await endAndRestart(killedCommand, signal, numKills);
  }, TIMEOUT_MS);

  it("is one run, resumed by most of the processes", () => {
    onlyRun(killed);
    expect(numResumed).toBeGreaterThan(numKills / 2);
  });

  it("has every number of the undisturbed run, with no step twice or missing", () => {
    expect(numbersOf(onlyRun(killed))).toEqual(numbersOf(onlyRun(undisturbed(task))));
  });

  it("has every prediction of the undisturbed run", () => {
    const predictionsOf = (runs: string) =>
      recordedBy(onlyRun(runs)).map(({ meta, columns }) => ({ meta, columns }));
    const expected = predictionsOf(undisturbed(task));
    expect(expected.length).toBeGreaterThan(1);
    expect(predictionsOf(killed)).toEqual(expected);
  });

  it("ends with the same weights, averages, optimizer and random state, to the bit", () => {
    for (const link of ["last", "best"] as const) {
      expect(tensorsOf(onlyRun(killed), link)).toEqual(tensorsOf(onlyRun(undisturbed(task)), link));
    }
  });

  it("is recorded as finished", () => {
    using store = RunStore.open(onlyRun(killed));
    expect(store.info().status).toBe("finished");
  });
});
