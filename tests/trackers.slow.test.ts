// Real runs that write JSON lines and TensorBoard event files: killed, resumed, on a full disk.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readJsonLines } from "../src/tracking/jsonl/read.js";
import { RunStore } from "../src/tracking/store/store.js";
import { startCli } from "./support/cli.js";
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
  // An evaluation has no map while an earlier one is being computed.
  using store = RunStore.open(run);
  const maps = store.items().filter(({ name }) => name === "validation/embeddings");
  expect(images["validation/embeddings"]!.map(([step]) => step)).toEqual(maps.map(({ step }) => step));
  expect(readdirSync(join(run, "tensorboard", "projector")).length).toBe(maps.length);
}

/** Polls until `look` does not throw. */
async function waitFor<T>(look: () => T): Promise<T> {
  for (let i = 0; i < 2000; i++) {
    try {
      return look();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return look();
}

function expectTrue(condition: boolean): void {
  if (!condition) throw new Error("not yet");
}

/** A run that does not finish before it is stopped, at whatever speed, and that may resume with other epochs. */
const ENDLESS = [
  "training.epochs=100000",
  "training.early_stopping.patience=null",
  "optimization.schedule=constant",
  "optimization.warmup_fraction=0",
];

it("after SIGKILL the files are readable, after resuming complete; training is as without them", async () => {
  const [runs, free] = [newRuns(), newRuns()];
  const { child, ended } = startCli(command(runs, ...BOTH, ...ENDLESS));
  const run = await waitFor(() => onlyRun(runs));
  await waitFor(() => {
    expectTrue([...readJsonLines(join(run, "metrics.jsonl"))].length >= 30);
    const events = readdirSync(join(run, "tensorboard")).find((name) => name.startsWith("events."))!;
    expectTrue(statSync(join(run, "tensorboard", events)).size >= 20_000);
    statSync(join(run, "checkpoints", "last"));
  });
  child.kill("SIGKILL");
  await ended;
  const lines = [...readJsonLines(join(run, "metrics.jsonl"))];
  expect(lines.map(({ step }) => step)).toEqual(lines.map((_, i) => i + 1));
  expect((await read(join(run, "tensorboard"))).scalars["train/loss"]!.length).toBeGreaterThan(0);
  // Two epochs of 7 steps after the last one that was started.
  const epochs = Math.floor(storedIn(run)["train/loss"]!.at(-1)![0] / 7) + 3;
  const rest = [...ENDLESS, `training.epochs=${epochs}`];
  const resumed = startCli(command(runs, ...BOTH, ...rest, "--resume", "last", "--allow-changes"));
  const { code, stderr } = await resumed.ended;
  expect(code, stderr).toBe(0);
  expect(stderr).not.toMatch(/warning/);
  await expectWhole(run);
  expect(readdirSync(join(run, "tensorboard")).filter((name) => name.startsWith("events.")).length).toBe(2);
  await startCli(command(free, ...rest)).ended;
  expect(numbersOf(run)).toEqual(numbersOf(onlyRun(free)));
}, 120_000);

it("files that are removed during the run cost a warning each, and are created again", async () => {
  const runs = newRuns();
  const { child, ended, until } = startCli(command(runs, ...BOTH, ...ENDLESS));
  const run = await waitFor(() => onlyRun(runs));
  await waitFor(() => {
    expectTrue(statSync(join(run, "metrics.jsonl")).size > 0);
    statSync(join(run, "tensorboard", "projector"));
  });
  // The run writes to the folder meanwhile, so removal may need retries.
  rmSync(join(run, "tensorboard"), { recursive: true, maxRetries: 20, retryDelay: 20 });
  rmSync(join(run, "metrics.jsonl"));
  await until(/^warning: TensorBoard: /m);
  await until(/^warning: JSON lines: /m);
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(130);
  expect(stderr.match(/^warning: TensorBoard: .*retrying\. Training continues/gm)!.length).toBe(1);
  expect(stderr.match(/^warning: JSON lines: .*retrying\. Training continues/gm)!.length).toBe(1);
  await expectWhole(run);
}, 120_000);

function canMount(): boolean {
  return spawnSync("unshare", ["--mount", "--map-root-user", "true"]).status === 0;
}

it.runIf(canMount())(
  "a full disk costs a warning, and the file ends with a complete step",
  async () => {
    const [runs, copy] = [newRuns(), newRuns()];
    const args = command(runs, BOTH[0]!, ...ENDLESS);
    const { child, ended } = startCli(args);
    const run = await waitFor(() => onlyRun(runs));
    await waitFor(() => [statSync(join(run, "checkpoints", "last")), statSync(join(run, "tensorboard"))]);
    child.kill("SIGKILL");
    await ended;
    const folder = join(run, "tensorboard");
    // Each evaluation writes 32 kB of sound alone.
    const script = `mount -t tmpfs -o size=300k none ${folder}; "$@"; code=$?; cp -a ${folder}/. ${copy}; exit $code`;
    const full = startCli([...args, "--resume", "last"], {}, [
      ...["unshare", "--mount", "--map-root-user", "bash", "-c", script, "bash"],
    ]);
    await full.until(/^warning: TensorBoard: ENOSPC/m);
    using store = RunStore.open(run);
    process.kill(store.info().pid, "SIGINT");
    const { code, stderr } = await full.ended;
    expect(code, stderr).toBe(130);
    // The second warning comes at the end, since the file is incomplete.
    expect(stderr.match(/^warning: TensorBoard: ENOSPC.*/gm), stderr).toEqual([
      expect.stringMatching(/no space left on device.*; retrying\. Training continues, and nothing is lost/),
      expect.stringMatching(/Nothing is lost: it is in the run store\.$/),
    ]);
    const { scalars } = await read(copy);
    const stored = storedIn(run)["train/loss"]!;
    const written = scalars["train/loss"]!.map(([step, value]) => [step, value]);
    expect(written.length).toBeGreaterThan(7);
    expect(written.length).toBeLessThan(stored.length);
    expect(written).toEqual(
      stored.slice(0, written.length).map(([step, value]) => [step, Math.fround(value)]),
    );
    expect(readdirSync(copy).filter((name) => name.startsWith("events.")).length).toBe(1);
  },
  120_000,
);
