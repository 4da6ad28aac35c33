// Real runs that write JSON lines and TensorBoard event files: killed, resumed, on a full disk.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { readJsonLines } from "../src/tracking/jsonl/read.js";
import { RunStore } from "../src/tracking/store/store.js";
import { runCli, startCli, WAIT } from "./support/cli.js";
import { Job } from "./support/job.js";
import { Pause } from "./support/pause.js";
import { numbersOf, onlyRun } from "./support/run.js";
import { startTensorBoardReader } from "./support/tensorboard.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones();
const read = startTensorBoardReader();
const newRuns = (): string => mkdtempSync(join(tmpdir(), "woodshed-trackers-"));
const BOTH = ["logging.tensorboard.enabled=true", "logging.jsonl.enabled=true"];

function command(runs: string, ...more: string[]): string[] {
  return ["train", "recipes/folder.yaml", ...toneOverrides(tones, runs), "logging.samples.count=4", ...more];
}

type Values = Record<string, [step: number, value: number][]>;

function storedIn(run: string): Values {
  using store = RunStore.open(run);
  return Object.fromEntries(
    store.metricNames().map((name) => [name, store.metrics(name).map(({ step, value }) => [step, value])]),
  );
}

async function expectWhole(run: string): Promise<void> {
  const stored = storedIn(run);
  const lines: Values = {};
  for (const { step, metrics } of readJsonLines(join(run, "metrics.jsonl")))
    for (const [name, value] of Object.entries(metrics))
      lines[name] = [...(lines[name] ?? []), [step, value]];
  expect(lines).toEqual(stored);
  const { scalars, images, audio, texts } = await read(join(run, "tensorboard"));
  expect(
    Object.fromEntries(
      Object.entries(scalars).map(([name, events]) => [name, events.map(([step, value]) => [step, value])]),
    ),
  ).toEqual(
    Object.fromEntries(
      Object.entries(stored).map(([name, rows]) => [
        name,
        rows.map(([step, value]) => [step, Math.fround(value)]),
      ]),
    ),
  );
  const evaluations = stored["validation/loss"]!.map(([step]) => step);
  for (const name of ["confusion_matrix", "precision_recall", "roc"])
    expect(images[`validation/${name}`]!.map(([step]) => step)).toEqual(evaluations);
  expect(texts["validation/samples"]!.map(([step]) => step)).toEqual(evaluations);
  expect(Object.values(audio).map((events) => events.map(([step]) => step))).toEqual(
    [1, 2, 3, 4].map(() => evaluations),
  );
  // An evaluation that is due while a map is still computed has no map of its own.
  using store = RunStore.open(run);
  const maps = store.items().filter(({ name }) => name === "validation/embeddings");
  expect(images["validation/embeddings"]!.map(([step]) => step)).toEqual(maps.map(({ step }) => step));
  expect(readdirSync(join(run, "tensorboard", "projector")).length).toBe(maps.length);
}

it("after SIGKILL the files are readable, after a resume they are complete, and training has the numbers of a run without them", async () => {
  const [runs, free] = [newRuns(), newRuns()];
  const args = command(runs, ...BOTH, "training.epochs=8", "checkpoint.resume=auto");
  // It must not finish before it is killed.
  const limit = new Pause(/^epoch +7\/8 {2}train/);
  const { child, ended } = startCli(args, limit.env);
  const run = await vi.waitFor(() => onlyRun(runs), WAIT);
  await vi.waitFor(() => {
    expect([...readJsonLines(join(run, "metrics.jsonl"))].length).toBeGreaterThanOrEqual(20);
    const events = readdirSync(join(run, "tensorboard")).find((name) => name.startsWith("events."))!;
    expect(statSync(join(run, "tensorboard", events)).size).toBeGreaterThanOrEqual(20_000);
  }, WAIT);
  child.kill("SIGKILL");
  await ended;
  const lines = [...readJsonLines(join(run, "metrics.jsonl"))];
  expect(lines.map(({ step }) => step)).toEqual(lines.map((_, i) => i + 1));
  expect((await read(join(run, "tensorboard"))).scalars["train/loss"]!.length).toBeGreaterThan(0);
  const { code, stderr } = await startCli(args).ended;
  expect(code, stderr).toBe(0);
  expect(stderr).not.toMatch(/warning/);
  await expectWhole(run);
  expect(readdirSync(join(run, "tensorboard")).filter((name) => name.startsWith("events.")).length).toBe(2);
  await runCli(...command(free, "training.epochs=8"));
  expect(numbersOf(run)).toEqual(numbersOf(onlyRun(free)));
});

it("files removed during a run cause one warning each and are written again", async () => {
  const runs = newRuns();
  const pause = new Pause(/^epoch +2\/4 {2}train/, /^epoch +4\/4 {2}train/);
  const { ended } = startCli(command(runs, ...BOTH, "training.epochs=4"), pause.env);
  await pause.reached(ended);
  const run = onlyRun(runs);
  const [lines, events] = [join(run, "metrics.jsonl"), join(run, "tensorboard")];
  // Maps of the projector are not waited for here: one that is finished while training is held belongs to the newest
  // step, which is written once a later one exists. expectWhole counts them.
  const look = () => {
    expect(statSync(lines).size).toBeGreaterThan(0);
    expect(readdirSync(events)).toContainEqual(expect.stringMatching(/^events\./));
  };
  await vi.waitFor(look, WAIT);
  // Written to meanwhile: removal fails while new files appear, and rmSync does not retry ENOTEMPTY.
  await vi.waitFor(() => rmSync(events, { recursive: true }), WAIT);
  rmSync(lines);
  pause.continue(0);
  await pause.reached(ended, 1);
  await vi.waitFor(look, WAIT);
  pause.continue(1);
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(0);
  expect(stderr.match(/^warning: TensorBoard: .*retrying\. Training continues/gm)!.length).toBe(1);
  expect(stderr.match(/^warning: JSON lines: .*retrying\. Training continues/gm)!.length).toBe(1);
  await expectWhole(run);
});

function canMount(): boolean {
  return spawnSync("unshare", ["--mount", "--map-root-user", "true"]).status === 0;
}

it.runIf(canMount())("a full disk causes a warning, and the event file ends at a complete step", async () => {
  const [runs, kept] = [newRuns(), newRuns()];
  const args = command(
    runs,
    BOTH[0]!,
    "checkpoint.resume=auto",
    "training.epochs=10",
    "training.early_stopping.patience=null",
  );
  const limit = new Pause(/^epoch +3\/10 {2}train/);
  const { child, ended } = startCli(args, limit.env);
  await limit.reached(ended);
  const run = onlyRun(runs);
  await vi.waitFor(
    () => [statSync(join(run, "checkpoints", "last")), statSync(join(run, "tensorboard"))],
    WAIT,
  );
  child.kill("SIGKILL");
  await ended;
  const folder = join(run, "tensorboard");
  // Sounds alone are 32 kB an evaluation.
  const script = `mount -t tmpfs -o size=300k none ${folder}; "$@"; code=$?; cp -a ${folder}/. ${kept}; exit $code`;
  const pause = new Pause(/^epoch +9\/10 {2}train/);
  const prefix = ["unshare", "--mount", "--map-root-user", "bash", "-c", script, "bash"];
  const resumed = new Job(args, { prefix, env: pause.env });
  await resumed.until(/^warning: TensorBoard: ENOSPC/m);
  pause.continue();
  const { code, stderr } = await resumed.ended;
  expect(code, stderr).toBe(0);
  // One warning when the disk becomes full, and one at the end, when rows are missing.
  expect(stderr.match(/^warning: TensorBoard: ENOSPC.*/gm), stderr).toEqual([
    expect.stringMatching(/no space left on device.*; retrying\. Training continues, and nothing is lost/),
    expect.stringMatching(/Nothing is lost: it is in the run store\.$/),
  ]);
  const { scalars } = await read(kept);
  const stored = storedIn(run)["train/loss"]!;
  const written = scalars["train/loss"]!.map(([step, value]) => [step, value]);
  expect(stored.length).toBe(10 * 7);
  expect(written.length).toBeGreaterThan(7);
  expect(written).toEqual(stored.slice(0, written.length).map(([step, value]) => [step, Math.fround(value)]));
  expect(readdirSync(kept).filter((name) => name.startsWith("events.")).length).toBe(1);
});
