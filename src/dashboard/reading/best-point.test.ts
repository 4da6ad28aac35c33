import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectProvenance } from "../../tracking/store/provenance.js";
import { RunRecorder } from "../../tracking/store/recorder.js";
import { RunStore } from "../../tracking/store/store.js";
import { bestPoint } from "./best-point.js";
import { RecordReader } from "./record-reader.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-best-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const wave = (step: number): number => Math.sin(step / 700) + 0.1 * Math.sin(step * 12.9898);

describe("the best point of a long metric", () => {
  it.each<[what: string, valueAt: (step: number) => number]>([
    ["with a spike", (step) => (step === 12_345 ? 50 : step === 23_456 ? -50 : wave(step))],
    ["with equal values", (step) => Math.round(wave(step))],
    ["at its last step", (step) => (step === 29_999 ? 7 : wave(step))],
    ["with NaN and infinities", (step) => [Number.NaN, -Infinity, Infinity][step % 5000] ?? wave(step)],
    ["of NaN alone", () => Number.NaN],
    ["of a single value", (step) => (step === 20_000 ? 3 : Number.NaN)],
  ])("%s is that of all its values", async (_, valueAt) => {
    const recorder = new RunRecorder();
    recorder.start({
      ...{ id: "test", name: "test", folder, config: {}, configHash: "", provenance: collectProvenance() },
      ...{ resumedAtStep: null, trackerIds: {} },
    });
    for (let step = 0; step < 30_000; step++) recorder.log(step, { loss: valueAt(step) });
    await recorder.finish("finished", {});
    using record = new RecordReader(folder);
    using store = RunStore.open(folder);
    for (const better of ["min", "max"] as const) {
      const expected = store.best("loss", better);
      const found = bestPoint(record, "loss", better);
      expect([found?.step, found?.value]).toEqual([expected?.step, expected?.value]);
    }
    expect(record.blockLevel("loss", 0, 1e9, 30, 20)).toBe(4);
    expect(bestPoint(record, "none", "min")).toBeNull();
  });
});
