// The contract's suite on WandBLogger, with the real wandb-core and a fake server.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { describeTracker } from "../src/tracking/contract.js";
import { createRunFolder } from "../src/tracking/store/folder.js";
import { collectProvenance } from "../src/tracking/store/provenance.js";
import { RunRecorder } from "../src/tracking/store/recorder.js";
import type { Tracker } from "../src/tracking/tracker.js";
import { Trackers } from "../src/tracking/trackers.js";
import { WandBLogger } from "../src/tracking/wandb/logger.js";
import { FakeWandb } from "./support/wandb-server.js";

const runsDir = mkdtempSync(join(tmpdir(), "woodshed-wandb-contract-"));
let wandb: FakeWandb;
beforeAll(async () => {
  wandb = await FakeWandb.start();
  for (const [name, value] of Object.entries(wandb.env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await wandb.stop();
});

/** Opens the logger with the record that feeds it. */
function open(): Tracker {
  return new Trackers([new RunRecorder(), new WandBLogger({ systemMetricsSec: null })]);
}

describeTracker("WandBLogger", () => {
  const folder = createRunFolder(runsDir, "contract");
  const id = basename(folder);
  return {
    tracker: open(),
    reopen: open,
    run: {
      ...{ id, name: "contract", folder, config: {}, configHash: "abc", provenance: collectProvenance({}) },
      ...{ resumedAtStep: null, trackerIds: {} },
    },
    received: () =>
      (wandb.runs.get(id)?.history ?? []).flatMap((row) =>
        Object.entries(row)
          .filter(([name, value]) => typeof value === "number" && !/^_|^trainer\/step$/.test(name))
          .map(([name, value]) => ({ step: Number(row["_step"]), name, value: Number(value) })),
      ),
  };
});
