// Kills a run repeatedly and restarts it with the same command: the numbers must equal those of an
// uninterrupted run, to the bit. `WOODSHED_KILLS=300 npx vitest run resume.slow` kills more often.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { RunStore } from "../src/tracking/store/store.js";
import { runCli, startCli } from "./support/cli.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const NUM_KILLS = Number(process.env["WOODSHED_KILLS"] ?? 20);
// A process trains two epochs on average before it is killed; the run must be longer than all of them.
const EPOCHS = 4 * NUM_KILLS;
const TIMEOUT_MS = 60_000 + 6000 * NUM_KILLS;

const tones = makeTones();
const root = mkdtempSync(join(tmpdir(), "woodshed-kill-"));

/** Trains with everything that a checkpoint holds, and saves so often that many kills come during a save. */
const command = (runs: string, epochs: number): string[] => [
  "train",
  "recipes/folder.yaml",
  ...toneOverrides(tones, runs),
  `training.epochs=${epochs}`,
  "model.dropout=0.3",
  "training.accumulation_steps=2",
  "optimization.ema_decay=0.99",
  "training.early_stopping.patience=100000",
  "checkpoint.resume=auto",
  "checkpoint.save=[{every_steps: 3, keep_last: 2, keep_every: 50}, {best: validation/accuracy, keep_top: 2}]",
];

/** Starts and kills the command n times, then lets it finish; returns how many processes resumed the run. */
async function endAndRestart(args: string[], signal: NodeJS.Signals, numKills: number): Promise<number> {
  let numResumed = 0;
  for (let kill = 0; kill < numKills; kill++) {
    const { child, ended } = startCli(args);
    // One in five while it starts, the others while it trains, evaluates and saves.
    if (kill % 5 !== 4) {
      await new Promise<void>((resolve) => {
        child.stdout!.on("data", (text) => /plan/.test(String(text)) && resolve());
        child.on("close", () => resolve());
      });
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 600));
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    // Killed by the signal, or exited after saving; anything else is a failure.
    if (code !== null && code !== 143) throw new Error(`life ${kill} ended with ${code}: ${stdout}${stderr}`);
    if (/^resume/m.test(stdout)) numResumed++;
  }
  const { code, stdout, stderr } = await runCli(...args);
  if (code !== 0) throw new Error(`the last life ended with ${code}: ${stdout}${stderr}`);
  return numResumed + Number(/^resume/m.test(stdout));
}

describe.each([
  ["SIGKILL", NUM_KILLS],
  ["SIGTERM", Math.ceil(NUM_KILLS / 4)],
] as const)("a run ended by %s %i times", (signal, numKills) => {
  const undisturbed = join(root, signal, "undisturbed");
  const killed = join(root, signal, "killed");
  let numResumed: number;
  beforeAll(async () => {
    const { code, stderr } = await runCli(...command(undisturbed, EPOCHS));
    if (code !== 0) throw new Error(stderr);
    numResumed = await endAndRestart(command(killed, EPOCHS), signal, numKills);
  }, TIMEOUT_MS);

  it("is one run, which most processes resumed", () => {
    onlyRun(killed);
    expect(numResumed).toBeGreaterThan(numKills / 2);
  });

  it("has every number of an uninterrupted run, no step twice, no gap", () => {
    expect(numbersOf(onlyRun(killed))).toEqual(numbersOf(onlyRun(undisturbed)));
  });

  it("ends with the same weights, averages, optimizer and random state, to the bit", () => {
    for (const link of ["last", "best"] as const) {
      expect(tensorsOf(onlyRun(killed), link)).toEqual(tensorsOf(onlyRun(undisturbed), link));
    }
  });

  it("is recorded as finished", () => {
    using store = RunStore.open(onlyRun(killed));
    expect(store.info().status).toBe("finished");
  });
});
