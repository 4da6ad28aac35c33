import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "../../sqlite.js";
import type { RunInfo } from "../tracker.js";
import { Buckets } from "./buckets.js";
import { RUN_FILE } from "./database.js";
import { appendBlock, blockSpan } from "./metric-blocks.js";
import { collectProvenance } from "./provenance.js";
import { RunRecorder } from "./recorder.js";
import { RunStore } from "./store.js";

let folder: string;
let run: RunInfo;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-blocks-"));
  const provenance = collectProvenance();
  run = {
    ...{ id: "test", name: "test", folder, config: {}, configHash: "", provenance },
    ...{ resumedAtStep: null, trackerIds: {} },
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

function recorder(resumedAtStep: number | null = null): RunRecorder {
  const one = new RunRecorder({ warn: () => {} });
  one.start({ ...run, resumedAtStep });
  return one;
}

/** Deterministic numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const randomValue = (next: () => number): number => {
  const kind = next();
  return kind < 0.02 ? Number.NaN : kind < 0.03 ? Infinity : kind < 0.04 ? -Infinity : next() - 0.5;
};

interface Row {
  step: number;
  value: number | null;
  timeMs: number;
}

/** Returns the blocks of a metric, each of which equals the values of its steps. */
function checkedBlocks(name = "loss"): { start: number; level: number; end: number }[] {
  const database = openSqlite(join(folder, RUN_FILE), { readonly: true });
  try {
    const blocks = database
      .prepare("SELECT start, level, buckets FROM metric_blocks WHERE name = ? ORDER BY start")
      .all(name) as { start: number; level: number; buckets: Buffer }[];
    const select = database.prepare(
      "SELECT step, value, time_ms AS timeMs FROM metrics WHERE name = ? AND step >= ? AND step < ? ORDER BY step",
    );
    return blocks.map(({ start, level, buckets: bytes }) => {
      const end = start + blockSpan(level);
      const rows = select.all(name, start, end) as Row[];
      const expected = Buckets.of({
        step: Float64Array.from(rows, ({ step }) => step),
        value: Float64Array.from(rows, ({ value }) => value ?? Number.NaN),
        timeMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
      }).atLevel(level);
      const found = new Buckets(level);
      expect(appendBlock(found, start, bytes)).toBe(true);
      expect(found.encode(), `from step ${start}`).toEqual(expected.encode());
      return { start, level, end };
    });
  } finally {
    database.close();
  }
}

/** Number of steps from the first one on that have blocks. */
const covered = (): number => checkedBlocks().reduce((sum, { start, end }) => sum + end - start, 0);

describe("blocks", () => {
  it("of a value at each step cover all but the newest steps", async () => {
    const [one, next] = [recorder(), random(1)];
    for (let step = 1; step <= 10_000; step++) one.log(step, { loss: randomValue(next) });
    one.flush();
    expect(covered()).toBe(9 * 1024);
    one.log(10_240, { loss: 0 });
    await one.finish("finished", {});
    expect(covered()).toBe(10 * 1024);
  });

  it("get coarser and finer with the distance of the values, and are left out of few", async () => {
    const [one, next] = [recorder(), random(2)];
    for (let step = 0; step < 200_000; step += 10) one.log(step, { loss: randomValue(next) });
    expect(new Set(checkedBlocks().map(({ level }) => level))).toEqual(new Set([7]));
    for (let step = 200_000; step < 260_000; step++) one.log(step, { loss: randomValue(next) });
    for (let step = 0; step < 100; step++) one.log(step * 5000, { accuracy: randomValue(next) });
    await one.finish("finished", {});
    expect(checkedBlocks("accuracy")).toEqual([]);
    const blocks = checkedBlocks();
    expect(blocks.at(-1)).toMatchObject({ level: 4 });
    // The rest that blocks leave out is short: it is read as values.
    const gaps = blocks.map(({ start }, i) => start - (blocks[i - 1]?.end ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(8192);
  });

  it("after a resume and a rewind have no removed values", async () => {
    const next = random(3);
    let one = recorder();
    const log = (from: number, to: number): void => {
      for (let step = from; step <= to; step++) one.log(step, { loss: randomValue(next) });
    };
    log(0, 5000);
    await one.finish("interrupted", {});
    expect(checkedBlocks()).toHaveLength(4);
    one = recorder(2500);
    expect(checkedBlocks().map(({ end }) => end)).toEqual([1024, 2048]);
    log(2501, 6000);
    one.flush();
    // The block of the resume lacks the values before it.
    expect(checkedBlocks().map(({ start }) => start)).toEqual([0, 1024, 3072, 4096]);
    await one.finish("interrupted", {});
    using store = RunStore.open(folder);
    store.rewind(4095);
    expect(checkedBlocks().map(({ start }) => start)).toEqual([0, 1024, 3072]);
    store.rewind(4094);
    expect(checkedBlocks().map(({ start }) => start)).toEqual([0, 1024]);
    one = recorder(1023);
    log(1024, 3000);
    await one.finish("finished", {});
    expect(checkedBlocks().map(({ start }) => start)).toEqual([0, 1024]);
  });

  it.each([1, 2, 3, 4, 5, 6])("equal the values after writing in any order (seed %i)", async (seed) => {
    const next = random(seed);
    let one = recorder();
    let step = 0;
    let distance = 1;
    for (let i = 0; i < 20_000; i++) {
      const kind = next();
      if (kind < 0.0003) distance = 1 + Math.floor(next() * 20);
      else if (kind < 0.0006) one.log(Math.floor(next() * step), { loss: randomValue(next) });
      else if (kind < 0.01) one.log(step, { loss: randomValue(next) });
      else if (kind < 0.0102) step += Math.floor(next() * 10_000);
      else if (kind < 0.0104) {
        await one.finish("interrupted", {});
        step = Math.floor(step * (0.7 + 0.3 * next()));
        one = recorder(step);
        step++;
      } else if (kind < 0.012) one.flush();
      else if (kind < 0.013) one.log(-1 - step, { loss: 1 });
      one.log(step, { loss: randomValue(next) });
      step += 1 + Math.floor(next() * distance);
    }
    await one.finish("finished", {});
    expect(checkedBlocks().length).toBeGreaterThan(0);
  });

  it("have the values of a transaction that failed and was written later", async () => {
    const [one, next] = [recorder(), random(4)];
    const log = (from: number, to: number): void => {
      for (let step = from; step < to; step++) one.log(step, { loss: randomValue(next) });
    };
    log(0, 1500);
    one.flush();
    const other = openSqlite(join(folder, RUN_FILE));
    other.exec(
      "CREATE TRIGGER no BEFORE INSERT ON metrics WHEN NEW.step = 2600 BEGIN SELECT raise(ABORT, 'no'); END",
    );
    log(1500, 2700);
    one.flush();
    expect(other.prepare("SELECT max(step) FROM metrics").pluck().get()).toBe(1499);
    expect(checkedBlocks()).toHaveLength(1);
    other.exec("DROP TRIGGER no");
    other.close();
    log(2700, 5000);
    await one.finish("finished", {});
    using store = RunStore.open(folder);
    expect(store.metrics("loss")).toHaveLength(5000);
    expect(checkedBlocks().map(({ start }) => start)).toEqual([0, 2048, 3072]);
  });

  it("of values that were far apart and get close cover few steps again", async () => {
    const one = recorder();
    for (let step = 0; step < 20; step++) one.log(step * 100_000, { loss: step });
    for (let step = 2_000_000; step < 2_050_000; step++) one.log(step, { loss: step });
    await one.finish("finished", {});
    expect(checkedBlocks().map(({ level }) => level)).toContain(4);
    expect(covered()).toBeGreaterThan(40_000);
  });
});

describe("appendBlock refuses", () => {
  const block = (numbers: number[]): Uint8Array => {
    const column = new Float64Array(numbers.length);
    return Buckets.of({ step: Float64Array.from(numbers), value: column, timeMs: column }).toBytes();
  };
  it.each<[what: string, start: number, bytes: Uint8Array]>([
    ["a first step that is not one of a block", 16, block([1, 2])],
    ["steps before it", 1024, block([63, 64])],
    ["steps after it", 1024, block([64, 128])],
    ["steps that do not ascend", 1024, block([65, 64])],
    ["NaN", 1024, block([64, Number.NaN])],
    ["parts of steps", 1024, block([64.5])],
    ["bytes that were cut off", 1024, block([64, 65]).slice(0, -1)],
  ])("%s", (_, start, bytes) => {
    const buckets = new Buckets(4);
    expect(appendBlock(buckets, start, bytes)).toBe(false);
    expect(buckets.size).toBe(0);
    expect(appendBlock(buckets, 1024, block([64, 127]))).toBe(true);
    expect(buckets.size).toBe(2);
  });
});
