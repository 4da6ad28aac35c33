// Runs with a hand-made record, fed to W&B's real engine: into its file, and to a fake server.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Outbox } from "../src/tracking/outbox.js";
import { readFeedState, updateFeedState } from "../src/tracking/wandb/feed-state.js";
import { readWandbFile } from "./support/wandb-file.js";
import { feed, HandMadeRun, startFeed } from "./support/wandb-record.js";
import { FakeWandb, type ReceivedArtifact, type ReceivedRun } from "./support/wandb-server.js";

let wandb: FakeWandb;
beforeAll(async () => {
  wandb = await FakeWandb.start();
});
afterAll(() => wandb.stop());
beforeEach(() => {
  wandb.fault = () => null;
});

let numRuns = 0;
const newRun = (config = {}): HandMadeRun => new HandMadeRun(`by-hand-${numRuns++}`, config);
const received = ({ id }: HandMadeRun): ReceivedRun => wandb.runs.get(id)!;
const OWN = new Set(["_step", "_timestamp", "_runtime", "_wandb", "trainer/step"]);

/** A server's row with the metrics of the record. */
const plain = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).filter(([name, value]) => !OWN.has(name) && typeof value === "number"),
  );

function expectWhole(run: HandMadeRun): void {
  expect(received(run).history.map((row) => [row["_step"], plain(row)])).toEqual([...run.rows()]);
}

describe("metrics", () => {
  it("arrive with any value and any name", async () => {
    const run = newRun();
    run.log(1, { "train/loss": Number.NaN, "a/b/c": Number.POSITIVE_INFINITY, "höhe 🎵/größe": 1e-300 });
    run.log(2, { "train/loss": Number.NEGATIVE_INFINITY, 'with "quotes"\\and\nlines': 2 ** 53 });
    await run.end();
    expect(await feed(run, wandb.url)).toEqual({ error: null, warnings: [] });
    expectWhole(run);
    expect(received(run).history[0]!["train/loss"]).toBeNaN();
  });

  it("have the step axis, whatever their names", async () => {
    const run = newRun();
    for (let step = 1; step <= 3; step++)
      run.log(step, { "train/loss": 1 / step, mine: step, "deep/er/one": 1 });
    await run.end();
    await feed(run, null);
    const metrics = readWandbFile(run.folder).flatMap(({ metric }) => (metric === undefined ? [] : [metric]));
    const axes = metrics.filter((one) => one.step_metric === "trainer/step").map(({ name }) => name);
    expect(axes).toEqual(expect.arrayContaining(["train/loss", "mine", "deep/er/one"]));
  });
});

describe("a server", () => {
  it.each([
    ["answers 500 for a while", (n: number) => (n < 2 ? { status: 500 } : null)],
    ["answers 429", (n: number) => (n < 3 ? { status: 429, retryAfterSec: 1 } : null)],
    ["drops connections", (n: number) => (n % 3 === 0 ? ("drop" as const) : null)],
  ])("that %s loses nothing", async (_, fault) => {
    let numSeen = 0;
    wandb.fault = (name) => (name === "file_stream" ? fault(numSeen++) : null);
    const run = newRun();
    for (let step = 1; step <= 50; step++) run.log(step, { "train/loss": 1 / step });
    await run.end();
    expect((await feed(run, wandb.url)).error).toBeNull();
    expect(numSeen).toBeGreaterThan(0);
    expectWhole(run);
  });

  it("that answers 403 causes an error that names it", async () => {
    wandb.fault = () => ({ status: 403 });
    const run = newRun();
    run.log(1, { x: 1 });
    await run.end();
    expect((await feed(run, wandb.url)).error!.message).toMatch(/403|permission|denied|entity/i);
    wandb.fault = () => null;
    expect((await feed(run, wandb.url)).error).toBeNull();
    expectWhole(run);
  });
});

describe("the end of a run", () => {
  it("has the best of each metric in its summary", async () => {
    const run = newRun({ checkpoint: { monitor: "validation/loss", mode: "min" } });
    for (const [step, loss, accuracy] of [
      [1, 0.9, 0.2],
      [2, 0.5, 0.7],
      [3, 0.6, 0.8],
      [4, Number.NaN, 0.1],
    ] as const)
      run.log(step, { "validation/loss": loss, "validation/accuracy": accuracy });
    await run.end("finished", { "validation/loss": 0.6 });
    await feed(run, wandb.url);
    const summary = JSON.parse(received(run).files.get("wandb-summary.json")!.toString());
    expect(summary).toMatchObject({
      ...{ "best/validation/loss": 0.5, "best/validation/accuracy": 0.8, "best/step": 2 },
      "validation/loss": 0.6,
    });
  });

  it.each([
    ["NOT_FINITE", "Loss is not finite"],
    ["SHAPE", "Run failed"],
  ])("by %s is an alert", async (code, title) => {
    const run = newRun();
    run.log(1, { "train/loss": 1 });
    await run.end("failed", { error: "step 2: the loss is NaN", error_code: code });
    expect((await feed(run, wandb.url)).error).toBeNull();
    expect(received(run).alerts).toEqual([{ title, text: "step 2: the loss is NaN", severity: "ERROR" }]);
    expect(received(run).exitCode).toBe(1);
    expect(received(run).commit).toBe("0123abc");
  });
});

/** Creates a checkpoint in the run, puts it into the outbox, and deletes it as retention would. */
async function checkpoint(
  run: HandMadeRun,
  step: number,
  isBest: boolean,
  content = `weights ${step}`,
): Promise<void> {
  const version = `step-${step}`;
  const folder = join(run.folder, "checkpoints", version);
  mkdirSync(folder, { recursive: true });
  const files = Object.entries({ "model.safetensors": content, "checkpoint.json": `{}` }).map(
    ([name, text]) => {
      writeFileSync(join(folder, name), text);
      return { name, path: join("checkpoints", version, name), bytes: Buffer.byteLength(text) };
    },
  );
  const sources = files.map(({ name }) => ({ name, path: join(folder, name) }));
  await new Outbox(run.folder).put("checkpoint", version, sources);
  rmSync(folder, { recursive: true });
  const metrics = { "validation/loss": 1 / step };
  run.recorder.show(step, "files/checkpoint", {
    kind: "files",
    what: "checkpoint",
    version,
    isBest,
    metrics,
    files,
  });
}

const content = ({ files }: ReceivedArtifact): string => files.get("model.safetensors")!.toString();
const aliased = (run: HandMadeRun): Record<string, string[]> =>
  Object.fromEntries(
    wandb.versionsOf(`${run.id}-checkpoint`).map((one) => [content(one), [...one.aliases].sort()]),
  );
const waiting = (run: HandMadeRun): string[] => readdirSync(join(run.folder, "outbox", "checkpoint"));

describe("checkpoints", () => {
  it("become versions byte for byte, with aliases; older ones without an alias are deleted", async () => {
    const run = newRun();
    const live = startFeed(run, wandb.url, { keepVersions: 2 });
    for (let step = 1; step <= 5; step++) {
      run.log(step, { "train/loss": 1 / step });
      await checkpoint(run, step, step === 2);
      await expect.poll(() => Object.keys(aliased(run))).toContain(`weights ${step}`);
    }
    await run.end();
    expect(await live.finish()).toEqual({ error: null, warnings: [] });
    expect(aliased(run)).toEqual({ "weights 2": ["best"], "weights 4": [], "weights 5": ["latest"] });
    const newest = wandb.versionsOf(`${run.id}-checkpoint`).at(-1)!;
    expect(newest).toMatchObject({ type: "checkpoint", metadata: { step: 5, "validation/loss": 0.2 } });
    expect([...newest.files.keys()].sort()).toEqual([
      "checkpoint.json",
      "model.safetensors",
      "wandb_manifest.json",
    ]);
    expect(waiting(run)).toEqual([]);
    expectWhole(run);
  });

  it("of the same content are one version, and a known file is not sent again", async () => {
    const run = newRun();
    const live = startFeed(run, wandb.url);
    run.log(1, { x: 1 });
    await checkpoint(run, 1, true, "the same");
    await expect.poll(() => Object.keys(aliased(run))).toEqual(["the same"]);
    const numUploads = wandb.requests.filter((name) => name === "upload").length;
    await checkpoint(run, 2, true, "the same");
    await run.end();
    expect((await live.finish()).error).toBeNull();
    expect(wandb.versionsOf(`${run.id}-checkpoint`).length).toBe(1);
    // Only the run's own files at its end, no file of an artifact.
    const later = wandb.uploads.slice(numUploads);
    expect(later.filter((path) => path.startsWith("/artifact/"))).toEqual([]);
  });

  it("of an offline run wait, as many as are kept, and are sent later", async () => {
    const run = newRun();
    const live = startFeed(run, null, { keepVersions: 2 });
    for (let step = 1; step <= 5; step++) {
      run.log(step, { "train/loss": 1 / step });
      await checkpoint(run, step, step === 2);
    }
    await run.end();
    expect(await live.finish()).toEqual({ error: null, warnings: [] });
    expect(waiting(run)).toEqual(["step-2", "step-4", "step-5"]);
    // W&B's own file lists those that exist.
    const written = readWandbFile(run.folder).flatMap(({ artifact }) =>
      artifact === undefined ? [] : [artifact],
    );
    expect(written.map(({ name, aliases }) => [name, aliases])).toEqual(
      [["latest", "best"], ["latest"], ["latest"]].map((aliases) => [`${run.id}-checkpoint`, aliases]),
    );
    for (const { manifest } of written)
      for (const { local_path: path, size } of manifest.contents)
        expect(readFileSync(path).length).toBe(Number(size));
    expect(await feed(run, wandb.url, { keepVersions: 2 })).toEqual({ error: null, warnings: [] });
    expect(aliased(run)).toEqual({ "weights 2": ["best"], "weights 4": [], "weights 5": ["latest"] });
    expect([waiting(run), readFeedState(run.folder)!.isDelivered]).toEqual([[], true]);
  });

  it("whose files are missing cause a warning", async () => {
    const run = newRun();
    run.log(1, { x: 1 });
    await checkpoint(run, 1, true);
    rmSync(join(run.folder, "outbox"), { recursive: true });
    await run.end();
    const { error, warnings } = await feed(run, wandb.url);
    expect([error, warnings]).toEqual([
      null,
      [expect.stringMatching(/checkpoint step-1 was not sent: its files/)],
    ]);
    expectWhole(run);
  });

  it("that the server refuses to delete stay, with one warning", async () => {
    const run = newRun();
    wandb.fault = (name) => (name === "DeleteArtifact" ? { status: 403 } : null);
    for (let step = 1; step <= 3; step++) {
      run.log(step, { x: step });
      await checkpoint(run, step, true);
    }
    await run.end();
    const { error, warnings } = await feed(run, wandb.url, { keepVersions: null });
    expect([error, warnings]).toEqual([null, []]);
    run.resume(3);
    run.log(4, { x: 4 });
    await checkpoint(run, 4, true);
    await checkpoint(run, 5, true);
    await run.end();
    const again = await feed(run, wandb.url, { keepVersions: 2 });
    expect([again.error, again.warnings]).toEqual([null, [expect.stringMatching(/old versions of .* stay/)]]);
    expect(Object.keys(aliased(run)).length).toBe(5);
  });
});

describe("a run that resumes from an earlier checkpoint", () => {
  it("is rewound in W&B too: later rows are replaced by new ones", async () => {
    const run = newRun();
    for (let step = 1; step <= 10; step++) run.log(step, { "train/loss": step });
    await run.end("interrupted");
    await feed(run, wandb.url);
    run.resume(4);
    updateFeedState(run.folder, { rewindTo: 4 });
    for (let step = 5; step <= 8; step++) run.log(step, { "train/loss": 100 * step });
    await run.end();
    expect(await feed(run, wandb.url)).toEqual({ error: null, warnings: [] });
    expect(received(run).rewoundTo).toEqual([4]);
    expect(received(run).history.map((row) => row["train/loss"])).toEqual([1, 2, 3, 4, 500, 600, 700, 800]);
    expect(readFeedState(run.folder)!.rewindTo).toBeNull();
  });

  it("is not rewound if the server has no rows after the checkpoint", async () => {
    const run = newRun();
    for (let step = 1; step <= 4; step++) run.log(step, { "train/loss": step });
    await run.end("interrupted");
    await feed(run, wandb.url);
    run.resume(4);
    updateFeedState(run.folder, { rewindTo: 4 });
    run.log(5, { "train/loss": 5 });
    await run.end();
    await feed(run, wandb.url);
    expect(received(run).rewoundTo).toEqual([]);
    expectWhole(run);
  });

  it("continues with a warning if the server cannot rewind it", async () => {
    const run = newRun();
    for (let step = 1; step <= 10; step++) run.log(step, { "train/loss": step });
    await run.end("interrupted");
    await feed(run, wandb.url);
    wandb.fault = (name) => (name === "RewindRun" ? { status: 400 } : null);
    run.resume(4);
    updateFeedState(run.folder, { rewindTo: 4 });
    for (let step = 5; step <= 12; step++) run.log(step, { "train/loss": step });
    await run.end();
    const { error, warnings } = await feed(run, wandb.url);
    expect([error, warnings]).toEqual([null, [expect.stringMatching(/does not rewind the run to step 4/)]]);
    expectWhole(run);
  });
});

describe("missing media", () => {
  it("leave their cells empty, with one warning", async () => {
    const run = newRun();
    writeFileSync(join(run.folder, "media", "there.wav"), "RIFF, as far as this test goes");
    for (let step = 1; step <= 2; step++) {
      run.recorder.show(step, "validation/samples", {
        kind: "table",
        columns: [
          { name: "clip", type: "text" },
          { name: "audio", type: "audio" },
          { name: "loss", type: "number" },
        ],
        rows: [
          ["a", "media/there.wav", step],
          ["b", "media/gone.wav", step],
        ],
      });
      run.log(step, { "train/loss": step });
    }
    await run.end();
    const { error, warnings } = await feed(run, wandb.url);
    expect([error, warnings]).toEqual([null, [expect.stringMatching(/media\/gone\.wav no longer exists/)]]);
    expectWhole(run);
    const tables = wandb.artifacts.filter(({ name }) => name === `run-${run.id}-validationsamples`);
    const rows = tables.map(
      ({ files }) => JSON.parse(files.get("validation_samples.table.json")!.toString()).data,
    );
    expect(rows.map((data) => data.map((row: unknown[]) => row[1] !== null))).toEqual([
      [true, false],
      [true, false],
    ]);
  });
});
