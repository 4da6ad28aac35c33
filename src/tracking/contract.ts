/**
 * The conformance suite of the Tracker contract, for Vitest: every implementation's tests call `describeTracker`.
 * Exported as `woodshed/testing`.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Item } from "../items.js";
import type { FinishStatus, RunInfo, Tracker } from "./tracker.js";

/** A tracker under test, not yet started, with a run to start it on. */
export interface TrackerFixture {
  tracker: Tracker;
  run: RunInfo;
  /** Returns what the service received, after `finish`; omit it if the service cannot be read. */
  received?: () => Promise<ReceivedMetric[]> | ReceivedMetric[];
  /** The rounding on the way, such as `Math.fround` for services that store 32-bit floats; by default none. */
  rounded?: (value: number) => number;
  /**
   * Creates a second tracker for the same run, as a process that resumes it does; omit it if runs cannot be resumed.
   */
  reopen?: () => Promise<Tracker> | Tracker;
  cleanUp?: () => Promise<void> | void;
}

export interface ReceivedMetric {
  step: number;
  name: string;
  value: number;
}

/** Metric names that training uses, and unusual ones that users may choose. */
const NAMES = [
  "train/loss",
  "a b",
  "naïve/größe",
  "quote\"'`",
  "back\\slash",
  "100%",
  "p(🎺)",
  "x".repeat(200),
];

/** One item of each kind, with labels that break naive formats. */
const ITEMS: readonly Item[] = [
  {
    kind: "confusion_matrix",
    labels: ["a|b\tc", "🎺"],
    counts: [
      [1, 2],
      [0, 0],
    ],
  },
  { kind: "curves", title: "t", xLabel: "x", yLabel: "y", curves: [{ label: "a", x: [0, 1], y: [0, 1] }] },
  { kind: "curves", title: "none", xLabel: "x", yLabel: "y", curves: [] },
  {
    kind: "table",
    columns: [
      { name: "text", type: "text" },
      { name: "number", type: "number" },
      { name: "vector", type: "vector" },
      { name: "sound", type: "audio" },
      { name: "picture", type: "image" },
    ],
    rows: [
      // The files may be missing when they are read.
      ["line\nbreak | bar", Number.NaN, [1, Number.NaN], "media/gone.wav", "media/gone.png"],
      [null, null, null, null, null],
    ],
  },
  { kind: "files", what: "model", version: "best", isBest: true, metrics: { x: Number.NaN }, files: [] },
  { kind: "model", name: "Net", numParameters: 1, flops: 2, input: [1, 8, 4], layers: [], graph: [] },
  {
    ...{ kind: "embeddings", evaluatedAtStep: 1, names: ["a\tb", "c"], labels: ["x", "y"] },
    ...{ predicted: ["x", "x"], x: [0, 1], y: [0, 1], vectors: null, sounds: null },
  },
];

export function describeTracker(name: string, create: () => TrackerFixture | Promise<TrackerFixture>): void {
  describe(`${name} keeps the Tracker contract`, () => {
    let fixture: TrackerFixture;
    beforeEach(async () => {
      fixture = await create();
    });
    afterEach(() => fixture.cleanUp?.());

    /** One metric's values by step; values of one step in order of arrival. */
    async function valuesOf(metric: string): Promise<number[] | undefined> {
      const received = await fixture.received?.();
      return received
        ?.filter((row) => row.name === metric)
        .sort((a, b) => a.step - b.step)
        .map((row) => row.value);
    }

    function rounded(values: readonly number[]): number[] {
      return values.map(fixture.rounded ?? ((value) => value));
    }

    it("delivers every metric once, with its step and value", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      for (let step = 1; step <= 50; step++) tracker.log(step, { "train/loss": 1 / step });
      await tracker.finish("finished", { "test/accuracy": 0.5 });
      const received = await fixture.received?.();
      if (received === undefined) return;
      const steps = received.map((row) => row.step).sort((a, b) => a - b);
      expect(steps).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      expect(await valuesOf("train/loss")).toEqual(rounded(steps.map((step) => 1 / step)));
    });

    it("delivers steps far apart, from 0 on", async () => {
      const { tracker, run } = fixture;
      const steps = [0, 7, 1_000_000, 2 ** 40];
      tracker.start(run);
      for (const step of steps) tracker.log(step, { x: 1 });
      await tracker.finish("finished", {});
      const received = await fixture.received?.();
      if (received) expect(received.map((row) => row.step).sort((a, b) => a - b)).toEqual(steps);
    });

    it("adds up several calls for one step, and the later of two values counts", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      tracker.log(3, { a: 1, twice: 1 });
      tracker.log(3, { b: 2, twice: 2 });
      await tracker.finish("finished", {});
      const received = await fixture.received?.();
      if (received === undefined) return;
      expect([...new Set(received.map((row) => row.name))].sort()).toEqual(["a", "b", "twice"]);
      // A service that stores both has the later value last.
      expect((await valuesOf("twice"))?.at(-1)).toBe(2);
    });

    it("takes NaN and infinities", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      [Number.NaN, Infinity, -Infinity].forEach((value, step) => {
        tracker.log(step, { odd: value });
      });
      await tracker.finish("failed", { odd: Number.NaN });
      const values = await valuesOf("odd");
      if (values) expect(values).toEqual([Number.NaN, Infinity, -Infinity]);
    });

    it("takes any name", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      tracker.log(1, Object.fromEntries(NAMES.map((name, i) => [name, i])));
      await tracker.finish("finished", {});
      const received = await fixture.received?.();
      if (received) expect(received.map((row) => row.name).sort()).toEqual([...NAMES].sort());
    });

    it("keeps its own copy of the metrics", async () => {
      const { tracker, run } = fixture;
      const reused: Record<string, number> = {};
      tracker.start(run);
      for (let step = 0; step < 3; step++) {
        reused["x"] = step;
        tracker.log(step, reused);
      }
      reused["x"] = -1;
      await tracker.finish("finished", {});
      const values = await valuesOf("x");
      if (values) expect(values).toEqual([0, 1, 2]);
    });

    it("returns from log at once", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      const timesMs: number[] = [];
      for (let step = 0; step < 1000; step++) {
        const begin = performance.now();
        // A promise would be deferred work that nobody awaits.
        expect(tracker.log(step, { loss: step, accuracy: step })).toBeUndefined();
        timesMs.push(performance.now() - begin);
      }
      await tracker.finish("finished", {});
      // Calls cost microseconds; waiting for a disk or a network takes far longer than this limit. The median ignores
      // calls that a busy machine delays.
      expect(timesMs.sort((a, b) => a - b)[500]).toBeLessThan(0.5);
    });

    it("ignores log before start and after finish, and a second finish", async () => {
      const { tracker, run } = fixture;
      tracker.log(0, { early: 1 });
      tracker.start(run);
      tracker.log(1, { kept: 1 });
      await tracker.finish("finished", {});
      tracker.log(2, { late: 1 });
      await tracker.finish("failed", {});
      const received = await fixture.received?.();
      if (received) expect(received.map((row) => row.name)).toEqual(["kept"]);
    });

    it("delivers what was flushed, flushes any number of times, and before start and after finish as well", async () => {
      const { tracker, run } = fixture;
      tracker.flush();
      tracker.start(run);
      tracker.log(1, { a: 1 });
      tracker.flush();
      tracker.flush();
      tracker.log(2, { a: 2 });
      await tracker.finish("finished", {});
      tracker.flush();
      const values = await valuesOf("a");
      if (values) expect(values).toEqual([1, 2]);
    });

    it("shows every kind of item, or leaves it out, and the metrics beside it arrive", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      for (const [step, item] of ITEMS.entries()) {
        tracker.log(step, { x: step });
        tracker.show?.(step, `validation/${item.kind}`, item);
      }
      await tracker.finish("finished", {});
      const values = await valuesOf("x");
      if (values) expect(values).toEqual(ITEMS.map((_, step) => step));
    });

    it("declares the costly items that it wants, the same before, during and after a run", async () => {
      const { tracker, run } = fixture;
      const declared = structuredClone(tracker.wants);
      const { media = false, checkpoints = "none", weights = false, ...others } = declared ?? {};
      expect([typeof media, typeof weights], "wants.media and wants.weights").toEqual(["boolean", "boolean"]);
      expect(["none", "best", "all"], "wants.checkpoints").toContain(checkpoints);
      expect(others, "unknown items in wants").toEqual({});
      tracker.start(run);
      expect(tracker.wants).toEqual(declared);
      await tracker.finish("finished", {});
      expect(tracker.wants).toEqual(declared);
    });

    it.each<FinishStatus>(["finished", "failed", "interrupted"])("finishes a run as %s", async (status) => {
      fixture.tracker.start(fixture.run);
      await expect(fixture.tracker.finish(status, {})).resolves.toBeUndefined();
    });

    it("resumes a run from a checkpoint: later metrics are deleted, and none arrives twice", async () => {
      const { tracker: first, run, reopen } = fixture;
      if (reopen === undefined) return;
      first.start(run);
      for (let step = 1; step <= 7; step++) first.log(step, { x: step });
      await first.finish("interrupted", {});
      const second = await reopen();
      const trackerIds = first.externalId === null ? {} : { [first.name]: first.externalId };
      second.start({ ...run, resumedAtStep: 3, trackerIds });
      // The checkpoint was saved before the evaluation of its step.
      second.log(3, { evaluated: 1 });
      for (let step = 4; step <= 6; step++) second.log(step, { x: 10 * step });
      await second.finish("finished", {});
      const values = await valuesOf("x");
      if (values === undefined) return;
      expect(values).toEqual([1, 2, 3, 40, 50, 60]);
      expect(await valuesOf("evaluated")).toEqual([1]);
    });
  });
}
