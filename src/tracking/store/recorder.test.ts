import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../config/load.js";
import { openSqlite } from "../../sqlite.js";
import { describeTracker } from "../contract.js";
import type { RunInfo } from "../tracker.js";
import { createRunFolder } from "./folder.js";
import { collectProvenance } from "./provenance.js";
import { RunRecorder } from "./recorder.js";
import { RunStore } from "./store.js";

const runsDir = mkdtempSync(join(tmpdir(), "woodshed-recorder-"));
afterAll(() => rmSync(runsDir, { recursive: true }));

function newRun(): RunInfo {
  const folder = createRunFolder(runsDir, "test");
  return {
    id: basename(folder),
    name: "test",
    folder,
    config: parseConfig({ data: { dataset: "instruments" } }),
    configHash: "abc",
    provenance: collectProvenance({ libtorch: "2.13.0" }),
    resumedAtStep: null,
    trackerIds: {},
  };
}

describeTracker("RunRecorder", () => {
  const run = newRun();
  return {
    tracker: new RunRecorder(),
    run,
    received: () => {
      using store = RunStore.open(run.folder);
      return store.metrics();
    },
    reopen: () => new RunRecorder(),
  };
});

describe("RunRecorder", () => {
  it("records the run from beginning to end", async () => {
    const run = newRun();
    const recorder = new RunRecorder();
    recorder.start(run);
    using store = RunStore.open(run.folder);
    expect(store.info()).toMatchObject({ id: run.id, status: "running", endedMs: null, summary: null });
    recorder.event("warning", "the disk is slow");
    await recorder.finish("finished", { "test/accuracy": 0.9 });
    expect(store.info()).toMatchObject({
      status: "finished",
      command: process.argv,
      cwd: process.cwd(),
      versions: { libtorch: "2.13.0", node: process.versions.node },
      configHash: "abc",
      config: { data: { dataset: "instruments" } },
      summary: { "test/accuracy": 0.9 },
      endedMs: expect.any(Number),
    });
    expect(store.events()).toMatchObject([{ level: "warning", message: "the disk is slow" }]);
  });

  it("writes the resolved configuration as a recipe", async () => {
    const run = newRun();
    const recorder = new RunRecorder();
    recorder.start(run);
    await recorder.finish("finished", {});
    const text = readFileSync(join(run.folder, "config.yaml"), "utf8");
    expect(text).toContain("channels: [32, 64, 128, 256]");
  });

  it("writes after a delay or a number of metrics, without a call of flush", async () => {
    const run = newRun();
    const recorder = new RunRecorder({ flushEveryMs: 10, flushAtCount: 3 });
    recorder.start(run);
    using store = RunStore.open(run.folder);
    recorder.log(1, { a: 1 });
    expect(store.metrics()).toHaveLength(0);
    await expect.poll(() => store.metrics().length).toBe(1);
    recorder.log(2, { a: 1, b: 2, c: 3 });
    expect(store.metrics()).toHaveLength(4);
    await recorder.finish("finished", {});
  });

  it("continues a run after the step of its checkpoint", async () => {
    const run = newRun();
    const first = new RunRecorder();
    first.start(run);
    for (let step = 1; step <= 5; step++) first.log(step, { loss: step });
    await first.finish("interrupted", {});
    const second = new RunRecorder();
    second.start({ ...run, resumedAtStep: 3 });
    second.log(4, { loss: 40 });
    await second.finish("finished", {});
    using store = RunStore.open(run.folder);
    expect(store.metrics("loss").map((row) => row.value)).toEqual([1, 2, 3, 40]);
    expect(store.info().status).toBe("finished");
    expect(store.events()[0]?.message).toMatch(/^resumed at step 3 by \S.* \(configuration abc; \w+ \d/);
  });

  it("never overwrites another run", async () => {
    const run = newRun();
    const recorder = new RunRecorder();
    recorder.start(run);
    await recorder.finish("finished", {});
    expect(() => new RunRecorder().start(run)).toThrow(/already holds another run's record/);
    expect(() => new RunRecorder().start({ ...newRun(), folder: "/nowhere" })).toThrow(
      /nowhere\/run\.sqlite: /,
    );
  });

  it("keeps metrics in memory that cannot be written, and retries with one warning", async () => {
    const run = newRun();
    const warnings: string[] = [];
    const recorder = new RunRecorder({ warn: (line) => warnings.push(line) });
    recorder.start(run);
    const other = openSqlite(join(run.folder, "run.sqlite"));
    other.exec("BEGIN IMMEDIATE");
    for (let step = 0; step < 3; step++) {
      recorder.log(step, { loss: step });
      recorder.flush();
    }
    expect(warnings).toEqual([
      expect.stringMatching(/run\.sqlite: database is locked\. Another process .* written later\.$/),
    ]);
    other.exec("COMMIT");
    other.close();
    await recorder.finish("finished", {});
    using store = RunStore.open(run.folder);
    expect(store.metrics("loss")).toHaveLength(3);
  });

  it("reports the number of lost metrics if they can never be written", async () => {
    const run = newRun();
    const recorder = new RunRecorder({ warn: () => {}, mostKept: 2 });
    recorder.start(run);
    const other = openSqlite(join(run.folder, "run.sqlite"));
    other.exec("DROP TABLE metrics");
    other.close();
    for (let step = 0; step < 5; step++) recorder.log(step, { loss: step });
    await expect(recorder.finish("finished", {})).rejects.toThrow(/5 metrics could not be written/);
    using store = RunStore.open(run.folder);
    expect(store.info().status).toBe("finished");
  });
});
