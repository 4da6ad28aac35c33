/** The conformance suite of the Tracker contract: every implementation's tests call `describeTracker`. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FinishStatus, RunInfo, Tracker } from "./tracker.js";

/** A tracker under test, not yet started, with a run to start it on. */
export interface TrackerFixture {
  tracker: Tracker;
  run: RunInfo;
  /** What arrived at the other end, after `finish`; left out where the end cannot be read. */
  received?: () => Promise<ReceivedMetric[]> | ReceivedMetric[];
  cleanUp?: () => Promise<void> | void;
}

export interface ReceivedMetric {
  step: number;
  name: string;
  value: number;
}

export function describeTracker(name: string, create: () => TrackerFixture | Promise<TrackerFixture>): void {
  describe(`${name} keeps the Tracker contract`, () => {
    let fixture: TrackerFixture;
    beforeEach(async () => {
      fixture = await create();
    });
    afterEach(() => fixture.cleanUp?.());

    /** One metric's values in order of steps. */
    async function valuesOf(metric: string): Promise<number[] | undefined> {
      const received = await fixture.received?.();
      return received
        ?.filter((row) => row.name === metric)
        .sort((a, b) => a.step - b.step)
        .map((row) => row.value);
    }

    it("delivers every metric once, with its step and value", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      for (let step = 1; step <= 50; step++) tracker.log(step, { "train/loss": 1 / step });
      await tracker.finish("finished", { "test/accuracy": 0.5 });
      const values = await valuesOf("train/loss");
      if (values) expect(values).toEqual(Array.from({ length: 50 }, (_, i) => 1 / (i + 1)));
    });

    it("adds up several calls for one step", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      tracker.log(3, { a: 1 });
      tracker.log(3, { b: 2 });
      await tracker.finish("finished", {});
      const received = await fixture.received?.();
      if (received) expect(received.map((row) => row.name).sort()).toEqual(["a", "b"]);
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

    it("keeps its own copy of the metrics", async () => {
      const { tracker, run } = fixture;
      const reused: Record<string, number> = {};
      tracker.start(run);
      for (let step = 0; step < 3; step++) {
        reused["x"] = step;
        tracker.log(step, reused);
      }
      await tracker.finish("finished", {});
      const values = await valuesOf("x");
      if (values) expect(values).toEqual([0, 1, 2]);
    });

    it("returns from log at once", async () => {
      const { tracker, run } = fixture;
      tracker.start(run);
      const begin = performance.now();
      for (let step = 0; step < 1000; step++) tracker.log(step, { loss: step, accuracy: step });
      const perCallMs = (performance.now() - begin) / 1000;
      await tracker.finish("finished", {});
      // Calls cost microseconds; anything that waits for a disk or a network is far above this.
      expect(perCallMs).toBeLessThan(0.5);
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

    it.each<FinishStatus>(["finished", "failed", "interrupted"])("finishes a run as %s", async (status) => {
      fixture.tracker.start(fixture.run);
      await expect(fixture.tracker.finish(status, {})).resolves.toBeUndefined();
    });
  });
}
