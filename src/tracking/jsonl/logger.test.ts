import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeTracker } from "../contract.js";
import { createRunFolder } from "../store/folder.js";
import { collectProvenance } from "../store/provenance.js";
import { RunRecorder } from "../store/recorder.js";
import type { RunInfo, Tracker } from "../tracker.js";
import { Trackers } from "../trackers.js";
import { JsonLinesLogger } from "./logger.js";
import { readJsonLines } from "./read.js";

const runsDir = mkdtempSync(join(tmpdir(), "woodshed-jsonl-"));
afterAll(() => rmSync(runsDir, { recursive: true }));

function newRun(): RunInfo {
  const folder = createRunFolder(runsDir, "test");
  const provenance = collectProvenance({});
  return {
    ...{ id: basename(folder), name: "test", folder, config: { seed: 1 }, configHash: "abc", provenance },
    ...{ resumedAtStep: null, trackerIds: {} },
  };
}

const fileOf = (run: RunInfo): string => join(run.folder, "metrics.jsonl");

/** Opens the logger and the run store that feeds it. */
function open(items = false, warnings: string[] = []): Tracker {
  const logger = new JsonLinesLogger({ items, warn: (line) => warnings.push(line) });
  return new Trackers([new RunRecorder(), logger], { warn: (line) => warnings.push(line) });
}

describeTracker("JsonLinesLogger", () => {
  const run = newRun();
  return {
    ...{ tracker: open(true), run, reopen: () => open(true) },
    received: () =>
      [...readJsonLines(fileOf(run))].flatMap(({ step, metrics }) =>
        Object.entries(metrics).map(([name, value]) => ({ step, name, value })),
      ),
  };
});

async function logged(run: RunInfo, numSteps: number, items = false): Promise<string> {
  const tracker = open(items);
  tracker.start(run);
  for (let step = 1; step <= numSteps; step++) tracker.log(step, { "train/loss": 1 / step });
  await tracker.finish("interrupted", {});
  return readFileSync(fileOf(run), "utf8");
}

describe("JsonLinesLogger", () => {
  it("writes the documented format", async () => {
    const run = newRun();
    const tracker = open(true);
    tracker.start(run);
    tracker.log(20, { "train/loss": 0.25, "train/gradient_norm": Number.NaN, up: Infinity, down: -Infinity });
    tracker.show?.(20, "validation/confusion_matrix", {
      ...{ kind: "confusion_matrix", labels: ["a"], counts: [[3]] },
    });
    await tracker.finish("finished", {});
    const text = readFileSync(fileOf(run), "utf8");
    expect(text.replace(/"time_sec":[\d.]+/, '"time_sec":T')).toBe(
      '{"step":20,"time_sec":T,"metrics":{"down":"-Infinity","train/gradient_norm":"NaN","train/loss":0.25,"up":"Infinity"},' +
        '"items":{"validation/confusion_matrix":{"kind":"confusion_matrix","labels":["a"],"counts":[[3]]}}}\n',
    );
  });

  it("omits items by default, and the lines of steps without metrics", async () => {
    const run = newRun();
    const tracker = open();
    tracker.start(run);
    tracker.show?.(0, "model", {
      kind: "files",
      what: "model",
      version: "v",
      isBest: true,
      metrics: {},
      files: [],
    });
    tracker.log(1, { x: 1 });
    await tracker.finish("finished", {});
    expect(readFileSync(fileOf(run), "utf8")).toMatch(
      /^\{"step":1,"time_sec":[\d.]+,"metrics":\{"x":1\}\}\n$/,
    );
  });

  it("closes the run store, which remains a single file", async () => {
    const run = newRun();
    await logged(run, 3);
    expect(() => readFileSync(join(run.folder, "run.sqlite-wal"))).toThrow(/ENOENT/);
  });

  it("ignores an incomplete last line, which a resumed run writes again", async () => {
    const run = newRun();
    const whole = await logged(run, 5);
    truncateSync(fileOf(run), whole.length - 7);
    expect([...readJsonLines(fileOf(run))].map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    const tracker = open();
    tracker.start({ ...run, resumedAtStep: 5 });
    await tracker.finish("finished", {});
    expect(readFileSync(fileOf(run), "utf8")).toBe(whole);
  });

  it("is set to the checkpoint's step on resume, whether it is ahead or behind", async () => {
    for (const numLines of [6, 2]) {
      const run = newRun();
      const whole = await logged(run, 6);
      const lines = whole.split("\n");
      truncateSync(fileOf(run), lines.slice(0, numLines).join("\n").length + 1);
      const tracker = open();
      tracker.start({ ...run, resumedAtStep: 4 });
      await tracker.finish("finished", {});
      expect(readFileSync(fileOf(run), "utf8")).toBe(`${lines.slice(0, 4).join("\n")}\n`);
    }
  });

  it("is written from the start if a resumed run enables it", async () => {
    const run = newRun();
    const whole = await logged(run, 4);
    rmSync(fileOf(run));
    const tracker = open();
    tracker.start({ ...run, resumedAtStep: 4 });
    await tracker.finish("finished", {});
    expect(readFileSync(fileOf(run), "utf8")).toBe(whole);
  });

  it("warns once if another program writes to the file, and repairs the file from the run store", async () => {
    const run = newRun();
    const warnings: string[] = [];
    const tracker = open(false, warnings);
    tracker.start(run);
    tracker.log(1, { x: 1 });
    tracker.log(2, { x: 2 });
    await expect.poll(() => readFileSync(fileOf(run), "utf8")).toMatch(/"step":1/);
    appendFileSync(fileOf(run), '{"st');
    tracker.log(3, { x: 3 });
    await expect.poll(() => warnings.length).toBe(1);
    await tracker.finish("finished", {});
    expect([...readJsonLines(fileOf(run))].map(({ step, metrics }) => [step, metrics])).toEqual([
      [1, { x: 1 }],
      [2, { x: 2 }],
      [3, { x: 3 }],
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: JSON lines: .*metrics\.jsonl: expected \d+ bytes, found \d+: another program wrote to it; retrying\. Training continues, and nothing is lost: the run store has it\.$/,
      ),
    ]);
  });
});
