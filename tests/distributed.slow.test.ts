// Training on several ranks by the command line: real torchrun, Gloo on loopback.
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { decodeColumns } from "../src/columns.js";
import { loadConfig } from "../src/config/load.js";
import { openData } from "../src/inference/open-data.js";
import type { Item, LoggedItem } from "../src/items.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type Ended, runCli, startCli } from "./support/cli.js";
import { GONE_MS, Job } from "./support/job.js";
import { Pause } from "./support/pause.js";
import { freePort, rankVariables, runCliRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

// 25 per class: 57 clips to train and 18 to validate on, divisible neither by 2 or 4 ranks nor by batches of 8.
const tones = makeTones(25);
const root = mkdtempSync(join(tmpdir(), "woodshed-ranks-"));

const command = (runs: string, numRanks: number, ...more: string[]): string[] => [
  "train",
  "recipes/folder.yaml",
  ...toneOverrides(tones, runs),
  "data.workers=1",
  "training.epochs=3",
  `training.distributed.world_size=${numRanks}`,
  ...more,
];
/**
 * Batch norm, accumulation, dropout with masks by clip, and a moving average. The learning rate is low enough not to amplify rounding: at 0.005 the losses of a single rank differ by a hundredth
 * between one thread and two.
 */
const EXACT = [
  "training.accumulation_steps=2",
  "model.dropout=0.5",
  "optimization.ema_decay=0.9",
  "optimization.learning_rate=0.0005",
];
/** An epoch has eight steps. */
const SAVE_EPOCHS = "checkpoint.save=[{every_steps: 8, keep_last: all}]";

let job: Job | null = null;
afterEach(() => {
  job?.end();
  job = null;
});

/** Returns the parts of an item that are no measurements, in an order independent of rounding. */
function shownOf(item: Item): unknown {
  if (item.kind === "embeddings") {
    const { names, labels, predicted } = item;
    return { names, labels, predicted };
  }
  if (item.kind !== "table" || item.columns[0]!.name !== "clip") return item;
  // Clip, sound, picture, label and prediction; the other columns are losses and probabilities.
  return item.rows.map((row) => row.slice(0, 5).join(" ")).sort();
}

/** Returns the columns of each evaluation's predictions, and the clips with embeddings. */
function predictionsOf(run: string) {
  using store = RunStore.open(run);
  return store.items().flatMap(({ step, item }) => {
    if (item.kind !== "predictions") return [];
    const read = (path: string) => decodeColumns(new Uint8Array(readFileSync(join(run, path)))).columns;
    const columns = new Map(read(item.columns).map(({ name, values }) => [name, values]));
    return [{ step, columns, embedded: read(item.embeddings!)[0]!.values }];
  });
}

function succeeded({ code, stdout, stderr }: Ended): Ended {
  if (code !== 0) throw new Error(`ended with ${code}: ${stdout}${stderr}`);
  return { code, stdout, stderr };
}

describe("two and four ranks", () => {
  const runs = (numRanks: number): string => join(root, `equal-${numRanks}`);
  let resumed: Ended;
  /** Four ranks train the last epoch of a run of two. */
  beforeAll(async () => {
    // With TensorBoard enabled, an evaluation records items besides metrics.
    const shown = ["logging.tensorboard.enabled=true", "logging.samples.count=18"];
    const args = (numRanks: number) => command(runs(numRanks), numRanks, ...EXACT, ...shown, SAVE_EPOCHS);
    succeeded(await runCli(...args(1)));
    succeeded(await startCli(args(2)).ended);
    cpSync(runs(2), runs(4), { recursive: true, verbatimSymlinks: true });
    const secondEpoch = join(onlyRun(runs(4)), "checkpoints", "step-0000016");
    const ends = await runCliRanks([...args(4), "--resume", secondEpoch, "--allow-changes"], 4);
    for (const ended of ends) succeeded(ended);
    resumed = ends[0]!;
  });

  it.each([2, 4])(
    "%i ranks log every loss and metric of one rank, within rounding, over the complete run",
    (numRanks) => {
      const one = numbersOf(onlyRun(runs(1)));
      const several = new Map(numbersOf(onlyRun(runs(numRanks))));
      expect([...several.keys()]).toEqual(one.map(([name]) => name));
      for (const [name, values] of one) {
        const theirs = several.get(name)!;
        expect(theirs.map(([step]) => step)).toEqual(values.map(([step]) => step));
        for (const [i, [, value]] of values.entries()) {
          // Rounding of float32 sums in another order, accumulated over 24 steps.
          const tolerance = name === "train/gradient_norm" ? 2e-4 : 1e-5;
          expect(Math.abs(theirs[i]![1] - value), `${name} ${i}`).toBeLessThan(
            tolerance * Math.max(1, Math.abs(value)),
          );
        }
      }
    },
  );

  it.each([2, 4])("%i ranks count each clip of training and evaluation once", (numRanks) => {
    for (const name of ["train/accuracy", "validation/accuracy", "validation/macro_f1"]) {
      const of = (n: number) => new Map(numbersOf(onlyRun(runs(n)))).get(name);
      expect(of(numRanks), name).toEqual(of(1));
    }
  });

  it.each([2, 4])(
    "%i ranks show the same confusion matrix, samples and embeddings as one rank",
    (numRanks) => {
      const [one, several] = [1, numRanks].map((n) => {
        using store = RunStore.open(onlyRun(runs(n)));
        return store.items();
      }) as [LoggedItem[], LoggedItem[]];
      const named = (items: LoggedItem[], name: string): unknown[] =>
        items.filter((shown) => shown.name === `validation/${name}`).map(({ item }) => shownOf(item));
      for (const name of ["confusion_matrix", "per_class", "samples"]) {
        expect(named(one, name).length, name).toBeGreaterThan(0);
        expect(named(several, name), name).toEqual(named(one, name));
      }
      // A map that is due while another is computed may be skipped; that of the last evaluation never is.
      expect(named(one, "embeddings").length).toBeGreaterThan(0);
      expect(named(several, "embeddings").at(-1)).toEqual(named(one, "embeddings").at(-1));
    },
  );

  it.each([2, 4])("%i ranks record the predictions of one rank", (numRanks) => {
    const [one, several] = [1, numRanks].map((n) => predictionsOf(onlyRun(runs(n))));
    expect(several!.map(({ step }) => step)).toEqual([8, 16, 24]);
    for (const [i, { embedded, columns }] of several!.entries()) {
      expect(embedded).toEqual(one![i]!.embedded);
      for (const [name, values] of columns) {
        const theirs = one![i]!.columns.get(name)!;
        if (values instanceof Int32Array || values instanceof Uint8Array) expect(values).toEqual(theirs);
        // The rounding of above, accumulated.
        else
          for (const [k, value] of values.entries()) expect(Math.abs(value - theirs[k]!)).toBeLessThan(1e-4);
      }
    }
  });

  it("write one run, by rank 0, and one empty log for each other rank", () => {
    const [logs] = readdirSync(join(runs(2), ".logs"));
    const folder = join(runs(2), ".logs", logs!);
    const attempt = readdirSync(folder).find((name) => !name.includes("."))!;
    const ranks = readdirSync(join(folder, attempt, "attempt_0"));
    expect(ranks.sort()).toEqual(["0", "1"]);
    for (const log of ["stdout.log", "stderr.log"])
      expect(readFileSync(join(folder, attempt, "attempt_0", "1", log), "utf8")).toBe("");
  });

  it("record the number of ranks", async () => {
    using store = RunStore.open(onlyRun(runs(2)));
    expect(store.info().config).toMatchObject({ training: { distributed: { world_size: 2 } } });
  });

  it("four ranks resume a run of two, and report the change", () => {
    expect(resumed.stdout).toMatch(
      /2 ranks before, 4 now: sums of gradients round differently; batches and masks of dropout stay the same/,
    );
  });
});

/** With random numbers of each rank, an average, and checkpoints within epochs. */
const LONG = [
  "training.epochs=3",
  "model.dropout=0.3",
  "training.dropout_masks=by_rank",
  "optimization.ema_decay=0.9",
  "checkpoint.save=[{every_steps: 5}]",
];
const undisturbed = join(root, "undisturbed");
/** How the ranks ended that trained it, under another launcher. */
let ends: Ended[];
beforeAll(async () => {
  // Its recipe names no ranks: the launcher decides.
  ends = await runCliRanks(command(undisturbed, 1, ...LONG), 2);
});

describe("a failure", () => {
  it("of one rank is reported with message, rank, step and clip, after a checkpoint is saved", async () => {
    const broken = mkdtempSync(join(tmpdir(), "woodshed-broken-"));
    cpSync(tones, broken, { recursive: true });
    const runs = join(root, "broken");
    const { config } = loadConfig("recipes/folder.yaml", toneOverrides(broken, runs));
    const clip = (await openData(config)).train.at(-1)!;
    writeFileSync(clip.path, "RIFFxxxx");
    job = new Job(command(runs, 2, `data.train=${broken}`));
    const { code, stderr } = await job.ended;
    expect(code).toBe(1);
    const message = /rank (\d), step (\d+) \(epoch 1\): (\S+\.wav): expected audio/.exec(stderr);
    expect(message, stderr).not.toBeNull();
    expect(message![3]).toBe(clip.path);
    expect(stderr).not.toMatch(/Traceback|ChildFailedError|PeerError/);
    expect(await job.goneAfter(GONE_MS)).toBeLessThan(GONE_MS);
    const run = onlyRun(runs);
    // All steps before the one with the broken clip.
    const saved = JSON.parse(readFileSync(join(run, "checkpoints", "last", "checkpoint.json"), "utf8"));
    expect(saved.position.step).toBe(Number(message![2]) - 1);
    using store = RunStore.open(run);
    expect(store.info().status).toBe("failed");
    expect(JSON.stringify(store.info().summary)).toContain(clip.path);
  });

  it("that only one rank detects ends all ranks at the same step", async () => {
    const runs = join(root, "diverged");
    const args = command(runs, 2, "optimization.learning_rate=1e30", "optimization.clip_grad_norm=null");
    const [first, second] = await runCliRanks(args, 2);
    expect([first!.code, second!.code]).toEqual([1, 1]);
    expect(first!.stderr).toMatch(
      /rank \d, step \d+ \(epoch \d\), clips \S+.*the (loss|gradient norm) is (NaN|-?Infinity)/s,
    );
  });
});

it("a rank that is killed restarts all ranks, Ctrl-C saves on all ranks, and the run resumes to the bit", async () => {
  const runs = join(root, "disturbed");
  const pause = new Pause(/^epoch +1\/3 {2}train/, /^epoch +2\/3 {2}train/);
  job = new Job([...command(runs, 2, ...LONG), "--max-restarts", "2"], { env: pause.env });
  await pause.reached(job.ended);
  // The rank that writes the record and the checkpoints; tests/own-loop.slow.test.ts kills the other.
  process.kill(job.find("rank 0"), "SIGKILL");
  pause.continue();
  await pause.reached(job.ended, 1);
  job.child.kill("SIGINT");
  await job.until(/stopping: saving a checkpoint/);
  pause.continue(1);
  const { code, stdout } = await job.ended;
  expect(code).toBe(130);
  expect(stdout.match(/^resume/gm)?.length).toBe(1);
  expect(stdout).toMatch(/stopped at step \d+/);
  expect(job.processes()).toEqual([]);
  for (const ended of await runCliRanks([...command(runs, 2, ...LONG), "--resume", "auto"], 2))
    succeeded(ended);
  expect(numbersOf(onlyRun(runs))).toEqual(numbersOf(onlyRun(undisturbed)));
  expect(tensorsOf(onlyRun(runs))).toEqual(tensorsOf(onlyRun(undisturbed)));
});

describe("ranks under another launcher", () => {
  const start = (args: string[], port: number, other = args): Job[] => [
    new Job(args, { env: rankVariables(0, 2, port) }),
    new Job(other, { env: rankVariables(1, 2, port) }),
  ];

  it("train without woodshed's launcher", () => {
    expect(succeeded(ends[0]!).stdout).toMatch(/hardware +2 ranks/);
    expect(succeeded(ends[1]!).stdout).toBe("");
    onlyRun(undisturbed);
  });

  it("refuse to train two different runs as one", async () => {
    const runs = join(root, "different");
    const jobs = start(
      command(runs, 1),
      await freePort(),
      command(runs, 1, "optimization.learning_rate=0.1"),
    );
    const [first, second] = await Promise.all(jobs.map(({ ended }) => ended));
    for (const { code, stderr } of [first!, second!]) {
      expect(code).toBe(1);
      expect(stderr).toMatch(/rank 1 on \S+ has another configuration than rank 0/);
    }
  });

  it("refuse a recipe with another number of ranks", async () => {
    const { code, stderr } = await new Job(command(join(root, "three"), 3, "training.batch_size=9"), {
      env: rankVariables(0, 2, await freePort()),
    }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/the recipe asks for 3 ranks, the launcher started 2/);
  });

  it("report a hang with stage, step and rank before the timeout ends them", async () => {
    const args = command(
      join(root, "hung"),
      ...([1, "training.epochs=1000", "training.distributed.hang_warning_sec=2"] as const),
      "training.distributed.timeout_sec=9",
    );
    const [first, second] = start(args, await freePort());
    try {
      await first!.until(/^epoch +2\//m);
      second!.child.kill("SIGSTOP");
      const { code, stderr } = await first!.ended;
      expect(code).toBe(1);
      // The warning comes first, the timeout second.
      expect(stderr).toMatch(
        /rank 0: rank 0 has waited in \w+ after step \d+ for \d+ s; no message from rank 1 for \d+ s[\s\S]*rank 0, in \w+ after step \d+: another rank did not respond within training\.distributed\.timeout_sec 9/,
      );
    } finally {
      for (const rank of [first!, second!]) rank.end();
    }
  });
});

it("a dry run reports every rank's clips and writes nothing", async () => {
  const runs = join(root, "dry");
  const { stdout } = succeeded(await runCli(...command(runs, 4), "--dry-run"));
  expect(stdout).toMatch(/ranks +4, 4 on each of 1 host/);
  expect(stdout).toMatch(/batch +8 clips a step, 1 to 2 a rank; 24 steps/);
  expect(stdout).toMatch(/1 of 8 steps in an epoch have fewer clips than ranks/);
  expect(() => readdirSync(runs)).toThrow(/ENOENT/);
});
