// A training loop of one's own (tests/loops/train.mjs): killed and resumed it equals an undisturbed one to the bit, and two
// ranks equal one. `WOODSHED_KILLS=300 npx vitest run own-loop` kills it more often.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, describe, expect, it } from "vitest";
import { CheckpointReader } from "../src/checkpoint/index.js";
import { packageRoot } from "../src/package-root.js";
import { readJsonLines } from "../src/tracking/jsonl/read.js";
import { startCli } from "./support/cli.js";
import { sleep } from "./support/job.js";
import { rounds } from "./support/long.js";
import { freePort, rankVariables } from "./support/ranks.js";
import { tensorsOf } from "./support/run.js";

const NUM_KILLS = rounds("WOODSHED_KILLS", 2, 50);
const SCRIPT = join(packageRoot, "tests", "loops", "train.mjs");
const STEPS_PER_EPOCH = 7;
/** A process computes this many steps at most before it is killed. */
const MOST_STEPS = 24;
/** The run outlasts all kills. */
const NUM_EPOCHS = Math.ceil((MOST_STEPS * NUM_KILLS) / STEPS_PER_EPOCH) + 2;
const TIMEOUT_MS = 120_000 + 20_000 * NUM_KILLS;

const root = mkdtempSync(join(tmpdir(), "woodshed-own-loop-"));

function start(settings: Record<string, unknown>, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [SCRIPT, JSON.stringify(settings)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, OMP_NUM_THREADS: "1", ...env },
  });
}

/** Resolves to the lines of a process, and kills it once it has written `numSteps` steps; Infinity never does. */
async function linesOf(child: ChildProcess, numSteps: number): Promise<string[]> {
  const lines: string[] = [];
  let numDone = 0;
  for await (const line of createInterface({ input: child.stdout! })) {
    lines.push(line);
    if (line.startsWith("step") && ++numDone === numSteps) {
      // At any place of a later step, or of a save.
      await sleep(10 * Math.random());
      child.kill("SIGKILL");
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return lines;
}

/** Everything that a run leaves, except times. */
function resultOf(folder: string) {
  const { manifest } = new CheckpointReader(join(folder, "checkpoints", "last")).verify();
  const { position, metrics, json, savedFor, saves } = manifest;
  return {
    ...{ position, metrics, json, savedFor, saves },
    last: tensorsOf(folder, "last"),
    best: tensorsOf(folder, "best"),
    log: [...readJsonLines(join(folder, "metrics.jsonl"))].map(({ step, metrics: values }) => ({
      step,
      values,
    })),
  };
}

describe(`a loop killed by SIGKILL ${NUM_KILLS} times`, () => {
  const [undisturbed, killed] = [join(root, "undisturbed"), join(root, "killed")];
  const numResumed: number[] = [];
  beforeAll(async () => {
    const settings = { epochs: NUM_EPOCHS, hasNoise: true };
    const child = start({ ...settings, folder: undisturbed });
    await linesOf(child, Number.POSITIVE_INFINITY);
    expect(child.exitCode).toBe(0);
    for (let kill = 0; kill <= NUM_KILLS; kill++) {
      // By the seventh step the save of the third is complete: that of the sixth has waited for it.
      const numSteps =
        kill === NUM_KILLS ? Number.POSITIVE_INFINITY : 7 + Math.floor((MOST_STEPS - 7) * Math.random());
      const process = start({ ...settings, folder: killed, numWorkers: kill % 3 });
      const lines = await linesOf(process, numSteps);
      if (kill === NUM_KILLS) expect(process.exitCode).toBe(0);
      numResumed.push(lines.filter((line) => line.startsWith("resumed")).length);
    }
  }, TIMEOUT_MS);

  it("resumed each time", () => {
    expect(numResumed).toEqual([0, ...new Array<number>(NUM_KILLS).fill(1)]);
  });

  it("learns, so that equal numbers mean something", () => {
    const losses = resultOf(undisturbed).log.map(({ values }) => values["loss"]!);
    expect(Math.min(...losses.slice(-STEPS_PER_EPOCH))).toBeLessThan(losses[0]!);
  });

  it("has the same weights, averages, optimizer, scaler, random state, JSON and log, to the bit", () => {
    expect(resultOf(killed)).toEqual(resultOf(undisturbed));
  });
});

describe("a loop on two ranks", () => {
  const run = async (folder: string, more: Record<string, unknown>, ...flags: string[]) => {
    const settings = JSON.stringify({ folder: join(root, folder), epochs: 3, ...more });
    const logs = join(root, `${folder}-logs`);
    const launched = await startCli(["launch", "--ranks", "2", "--log-dir", logs, ...flags, SCRIPT, settings])
      .ended;
    expect(launched.stderr).toBe("");
    expect(launched.code).toBe(0);
  };
  /** Starts the ranks by another launcher, which takes no time of its own. */
  const startRanks = async (folder: string, more: Record<string, unknown>) => {
    const port = await freePort();
    const settings = { folder: join(root, folder), epochs: 3, ...more };
    const ranks = [0, 1].map((rank) => start(settings, rankVariables(rank, 2, port)));
    await Promise.all(ranks.map((rank) => linesOf(rank, Number.POSITIVE_INFINITY)));
    expect(ranks.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  };

  it(
    "equals a loop on one rank within rounding, also where a batch has fewer rows than ranks",
    async () => {
      await startRanks("two", {});
      const child = start({ folder: join(root, "one"), epochs: 3 });
      await linesOf(child, Number.POSITIVE_INFINITY);
      const [one, two] = ["one", "two"].map((name) => resultOf(join(root, name)).log);
      expect(two!.map(({ step }) => step)).toEqual(one!.map(({ step }) => step));
      for (const [i, { values }] of one!.entries())
        expect(Math.abs(values["loss"]! - two![i]!.values["loss"]!)).toBeLessThan(1e-4);
    },
    TIMEOUT_MS,
  );

  it(
    "restarts after one rank was killed, and equals an undisturbed one to the bit",
    async () => {
      const noise = { hasNoise: true };
      await startRanks("two-undisturbed", noise);
      await run("two-killed", { ...noise, killRank1At: 10 }, "--max-restarts", "1");
      expect(readFileSync(join(root, "two-killed", "killed"), "utf8")).toBe("");
      expect(resultOf(join(root, "two-killed"))).toEqual(resultOf(join(root, "two-undisturbed")));
    },
    TIMEOUT_MS,
  );
});

it(
  "launch reports the error of a script by rank",
  async () => {
    const logs = join(root, "failed-logs");
    const settings = JSON.stringify({ folder: "/proc/no-such-folder", epochs: 1 });
    const { code, stderr } = await startCli(["launch", "--ranks", "2", "--log-dir", logs, SCRIPT, settings])
      .ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DistributedError: rank 0: Error: ENOENT.*no-such-folder/m);
  },
  TIMEOUT_MS,
);
