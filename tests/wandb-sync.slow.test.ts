// Runs of a custom loop, logged offline and sent later to the logger's destination.
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { collectProvenance } from "../src/tracking/store/provenance.js";
import { RunRecorder } from "../src/tracking/store/recorder.js";
import type { Tracker } from "../src/tracking/tracker.js";
import { Trackers } from "../src/tracking/trackers.js";
import { WandBLogger } from "../src/tracking/wandb/logger.js";
import { type Ended, runCliWith } from "./support/cli.js";
import { FakeWandb } from "./support/wandb-server.js";

let wandb: FakeWandb;
beforeAll(async () => {
  wandb = await FakeWandb.start();
});
afterAll(() => wandb.stop());

const sync = (...args: string[]): Promise<Ended> => runCliWith(wandb.env, "wandb", "sync", ...args);

/** Creates a run whose configuration is not a recipe's. */
async function runByHand(id: string, ...others: Tracker[]): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), "woodshed-by-hand-")), id);
  mkdirSync(folder);
  const trackers = new Trackers([new RunRecorder(), ...others], { warn: () => {} });
  trackers.start({
    ...{ id, name: id, folder, config: { lr: 0.1 }, configHash: "", provenance: collectProvenance({}) },
    ...{ resumedAtStep: null, trackerIds: {} },
  });
  for (let step = 1; step <= 20; step++) trackers.log(step, { "train/loss": 1 / step });
  await trackers.finish("finished", {});
  return folder;
}

it("sends a run to the project that it was logged for, with its tags", async () => {
  const folder = await runByHand(
    "birds-1",
    new WandBLogger({ project: "birds", run: { tags: ["night"] }, mode: "offline" }),
  );
  const { code, stdout, stderr } = await sync(folder);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/delivered: \S+\/me\/birds\/runs\/birds-1/);
  expect(wandb.runs.get("birds-1")!.history.length).toBe(20);
});

it("sends a run that was not logged to W&B to the default project, or to --project", async () => {
  const folder = await runByHand("bare");
  const first = await sync(folder);
  expect(first.stdout, first.stderr).toMatch(/delivered: \S+\/me\/woodshed\/runs\/bare/);
  const again = await sync(folder, "--again", "--project", "frogs");
  expect(again.stdout, again.stderr).toMatch(/delivered: \S+\/me\/frogs\/runs\/bare/);
});
