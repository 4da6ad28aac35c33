// Kills one process of a job of two ranks repeatedly, and restarts the job with the same command: no process may be
// left behind, and the numbers must equal those of a job that was not killed, to the bit.
// `WOODSHED_KILLS=50 npx vitest run distributed-kill` repeats it more often.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { GONE_MS, Job, type Part, sleep } from "./support/job.js";
import { rounds } from "./support/long.js";
import { EPOCH_LINE, Pause } from "./support/pause.js";
import { runCliRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const NUM_KILLS = rounds("WOODSHED_KILLS", 1, 50);
/** A job trains two epochs at most before it is killed, so that the run outlasts all kills. */
const EPOCHS = 2 * NUM_KILLS + 2;

const tones = makeTones(25);
const root = mkdtempSync(join(tmpdir(), "woodshed-rank-kill-"));
const command = (runs: string): string[] => [
  "train",
  "recipes/folder.yaml",
  ...toneOverrides(tones, runs),
  "data.workers=1",
  `training.epochs=${EPOCHS}`,
  "training.distributed.world_size=2",
  "model.dropout=0.3",
  "training.accumulation_steps=2",
  "optimization.ema_decay=0.99",
  "checkpoint.resume=auto",
  "checkpoint.save=[{every_steps: 3, keep_last: 2}, {best: validation/accuracy, keep_top: 2}]",
];

/**
 * Loader workers are threads of a rank: SIGKILL to one ends its process. The two that no rank's restart covers come first:
 * see distributed.slow.test.ts.
 */
const VICTIMS: Part[] = ["torchrun", "launcher", "rank 0", "rank 1"];

let job: Job | null = null;
afterEach(() => job?.end());

describe(`a job of two ranks, one process of it killed ${NUM_KILLS} times`, () => {
  const undisturbed = join(root, "undisturbed");
  const killed = join(root, "killed");
  const goneMs: number[] = [];
  let numResumed = 0;

  beforeAll(
    async () => {
      for (const { code, stderr } of await runCliRanks(command(undisturbed), 2))
        if (code !== 0) throw new Error(stderr);
      for (let kill = 0; kill < NUM_KILLS; kill++) {
        const pause = new Pause(/^plan/, EPOCH_LINE, EPOCH_LINE);
        job = new Job(command(killed), { env: pause.env });
        // One in four while it starts; the others while it trains, evaluates and saves, in its first epoch or its second.
        const isStarting = kill % 4 === 1;
        for (let line = 0; line < (isStarting ? 0 : 2 - (kill % 2)); line++) {
          await pause.reached(job.ended, line);
          pause.continue(line);
        }
        await sleep((isStarting ? 3000 : 500) * Math.random());
        const victim = VICTIMS[(kill + Math.floor(kill / 4)) % VICTIMS.length]!;
        try {
          process.kill(job.find(victim), "SIGKILL");
        } catch {
          // The victim has not started yet: the launcher is killed instead.
          process.kill(job.child.pid!, "SIGKILL");
        }
        pause.end();
        goneMs.push(await job.goneAfter(GONE_MS));
        const { stdout } = await job.ended;
        if (/^resume/m.test(stdout)) numResumed++;
      }
      const ends = await runCliRanks(command(killed), 2);
      for (const { code, stdout, stderr } of ends)
        if (code !== 0) throw new Error(`the last job ended with ${code}: ${stdout}${stderr}`);
      numResumed += Number(/^resume/m.test(ends[0]!.stdout));
    },
    600_000 + 120_000 * NUM_KILLS,
  );

  it("leaves no process behind", () => {
    console.log(`gone after ${goneMs.map((ms) => (ms / 1000).toFixed(1)).join(", ")} s`);
    expect(Math.max(...goneMs)).toBeLessThan(GONE_MS);
  });

  it("is one run, resumed by most of the jobs", () => {
    onlyRun(killed);
    expect(numResumed).toBeGreaterThanOrEqual(NUM_KILLS / 2);
  });

  it("has every number of the undisturbed run, and its weights, to the bit", () => {
    expect(numbersOf(onlyRun(killed))).toEqual(numbersOf(onlyRun(undisturbed)));
    for (const link of ["last", "best"] as const) {
      expect(tensorsOf(onlyRun(killed), link)).toEqual(tensorsOf(onlyRun(undisturbed), link));
    }
  });
});
