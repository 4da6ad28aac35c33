import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parseConfig } from "../config/load.js";
import { RunTrackers } from "./run-trackers.js";
import { RunStore } from "./store/store.js";
import type { RunInfo } from "./tracker.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-run-trackers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const config = parseConfig({ data: { train: "x" } });
const handlers = { say: () => {}, warn: () => {} };

function started(resumedAtStep: number | null): RunTrackers {
  const trackers = RunTrackers.open(config, [], handlers);
  const run: RunInfo = {
    ...{ id: "r", name: "r", folder, config, configHash: "", trackerIds: {}, resumedAtStep },
    provenance: { command: [], cwd: folder, git: null, versions: {}, host: "h" },
  };
  trackers.start(run);
  return trackers;
}

const table = (clip: string) => ({ kind: "table" as const, columns: [], rows: [[clip]] });

it("returns the items that a resumed run has shown, up to its checkpoint", async () => {
  const first = started(null);
  expect([first.step, first.items("samples")]).toEqual([0, []]);
  for (const step of [1, 2, 3]) {
    first.log(step, { x: step });
    first.show(step, "samples", table(`clip ${step}`));
    first.show(step, "other", table("another"));
  }
  expect(first.step).toBe(3);
  await first.finish("interrupted", {});
  const second = started(2);
  expect(second.items("samples")).toEqual([table("clip 1"), table("clip 2")]);
  await second.fail(Object.assign(new Error("the disk is full"), { code: "ENOSPC" }));
  using store = RunStore.open(folder);
  const { status, summary } = store.info();
  expect([status, summary]).toEqual(["failed", { error: "the disk is full", error_code: "ENOSPC" }]);
});

it("does nothing on ranks other than 0", async () => {
  const trackers = RunTrackers.none();
  trackers.log(7, { x: 1 });
  trackers.event("info", "nothing");
  trackers.stepTimes(7, new Float64Array(0));
  expect(trackers.items("samples")).toEqual([]);
  expect([trackers.ids(), trackers.wants.media]).toEqual([{}, false]);
  await trackers.finish("finished", {});
});
