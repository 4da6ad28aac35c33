// Kills a run repeatedly and restarts it with the same command: its numbers must equal those of a run that was not
// killed, to the bit. `WOODSHED_KILLS=300 npx vitest run resume.slow` repeats it more often.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { RunStore } from "../src/tracking/store/store.js";
import { runCli, startCli } from "./support/cli.js";
import { sleep } from "./support/job.js";
import { EPOCH_LINE, Pause } from "./support/pause.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { TASK_DATA } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const NUM_KILLS = Number(process.env["WOODSHED_KILLS"] ?? 3);
/** Kills of a run: fewer for the tasks that share most of their state with classification. */
const KILLS = {
  classification: NUM_KILLS,
  tagging: Math.ceil(NUM_KILLS / 3),
  regression: Math.ceil(NUM_KILLS / 3),
} as const;
const TIMEOUT_MS = 600_000 + 60_000 * NUM_KILLS;

const TASKS = ["classification", "tagging", "regression"] as const;
type TaskName = (typeof TASKS)[number];

const SECOND_METRIC = { classification: "accuracy", tagging: "map", regression: "mae" } as const;

const data: Record<TaskName, string> = {
  classification: makeTones(),
  tagging: TASK_DATA.tagging(),
  regression: TASK_DATA.regression(),
};
const root = mkdtempSync(join(tmpdir(), "woodshed-kill-"));

/** A process trains two epochs at most before it is killed, so that the run outlasts all kills. */
const epochsOf = (task: TaskName): number => 2 * KILLS[task] + 2;

/** A run that uses every part of a checkpoint and saves so often that many kills come during a save. */
const command = (task: TaskName, runs: string): string[] => [
  "train",
  "recipes/folder.yaml",
  ...toneOverrides(data[task], runs),
  "data.workers=1",
  `task.name=${task}`,
  `training.epochs=${epochsOf(task)}`,
  "model.dropout=0.3",
  "training.accumulation_steps=2",
  "optimization.ema_decay=0.99",
  "training.early_stopping.patience=100000",
  "checkpoint.resume=auto",
  `checkpoint.save=[{every_steps: 3, keep_last: 2, keep_every: 50}, {best: validation/${SECOND_METRIC[task]}, keep_top: 2}]`,
];

/** Starts the command and ends it `numKills` times, then lets it finish; returns how many of the processes resumed. */
async function endAndRestart(args: string[], signal: NodeJS.Signals, numKills: number): Promise<number> {
  let numResumed = 0;
  for (let kill = 0; kill < numKills; kill++) {
    const pause = new Pause(/^plan/, EPOCH_LINE, EPOCH_LINE);
    const { child, ended } = startCli(args, pause.env);
    // One in three while it starts; the others while it trains, evaluates and saves, in its first epoch or its second.
    const numLines = kill % 3 === 2 ? 0 : 2 - (kill % 2);
    for (let line = 0; line < numLines; line++) {
      await pause.reached(ended, line);
      pause.continue(line);
    }
    await sleep(Math.random() * 400);
    child.kill(signal);
    pause.end();
    const { code, stdout, stderr } = await ended;
    // Killed by the signal, or exited after saving; anything else is a failure.
    if (code !== null && code !== 143)
      throw new Error(`process ${kill} ended with ${code}: ${stdout}${stderr}`);
    if (/^resume/m.test(stdout)) numResumed++;
  }
  const { code, stdout, stderr } = await runCli(...args);
  if (code !== 0) throw new Error(`the last process ended with ${code}: ${stdout}${stderr}`);
  return numResumed + Number(/^resume/m.test(stdout));
}

const undisturbed = (task: TaskName): string => join(root, `${task}-undisturbed`);
beforeAll(async () => {
  for (const task of TASKS) {
    const { code, stderr } = await runCli(...command(task, undisturbed(task)));
    if (code !== 0) throw new Error(stderr);
  }
}, TIMEOUT_MS);

describe.each([
  ["classification", "SIGKILL", KILLS.classification],
  ["classification", "SIGTERM", Math.ceil(NUM_KILLS / 4)],
  ["tagging", "SIGKILL", KILLS.tagging],
  ["regression", "SIGKILL", KILLS.regression],
] as const)("a run of %s ended by %s %i times", (task, signal, numKills) => {
  const killed = join(root, `${task}-${signal}`);
  let numResumed: number;
  beforeAll(async () => {
    numResumed = await endAndRestart(command(task, killed), signal, numKills);
  }, TIMEOUT_MS);

  it("is one run, resumed by most of the processes", () => {
    onlyRun(killed);
    expect(numResumed).toBeGreaterThan(numKills / 2);
  });

  it("has every number of the undisturbed run, with no step twice or missing", () => {
    expect(numbersOf(onlyRun(killed))).toEqual(numbersOf(onlyRun(undisturbed(task))));
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
