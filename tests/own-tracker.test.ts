// A user's tracker alone, without W&B, TensorBoard and JSON lines: it gets the items that it wants.
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import type { Item, RunInfo, Tracker, WantedItems } from "../src/index.js";
import { runTraining } from "../src/train/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones(8);

class OwnTracker implements Tracker {
  readonly name = "own";
  readonly isRequired = false;
  readonly externalId = null;
  readonly wants?: WantedItems;
  readonly shown: { name: string; item: Item }[] = [];
  folder = "";

  constructor(wants?: WantedItems) {
    if (wants !== undefined) this.wants = wants;
  }

  start({ folder }: RunInfo): void {
    this.folder = folder;
  }
  log(): void {}
  show(_step: number, name: string, item: Item): void {
    this.shown.push({ name, item });
  }
  flush(): void {}
  async finish(): Promise<void> {}
}

async function train(tracker: OwnTracker): Promise<string[]> {
  const runs = mkdtempSync(join(tmpdir(), "woodshed-own-tracker-"));
  const overrides = [
    ...toneOverrides(tones, runs),
    ...["training.epochs=2", "logging.samples.count=2", "logging.wandb.enabled=false"],
    ...["logging.tensorboard.enabled=false", "logging.jsonl.enabled=false"],
  ];
  const config = loadConfig("recipes/folder.yaml", overrides);
  await runTraining(config, {}, new AbortController().signal, { trackers: [tracker] });
  return [...new Set(tracker.shown.map(({ name }) => name))].sort();
}

it("gets samples with sounds and pictures, maps, checkpoints and weights", async () => {
  const tracker = new OwnTracker({ media: true, checkpoints: "all", weights: true });
  expect(await train(tracker)).toEqual(
    expect.arrayContaining([
      ...["files/checkpoint", "files/model", "model"],
      ...["validation/embeddings", "validation/samples"],
    ]),
  );
  const samples = tracker.shown.find(({ name }) => name === "validation/samples")!.item;
  if (samples.kind !== "table") throw new Error(`expected a table, got ${samples.kind}`);
  expect(samples.rows).toHaveLength(2);
  for (const [, sound, picture] of samples.rows)
    for (const path of [sound, picture])
      expect(existsSync(join(tracker.folder, String(path))), String(path)).toBe(true);
});

it("gets none of them if it wants none, and the figures of evaluations all the same", async () => {
  const names = await train(new OwnTracker());
  expect(names).toContain("validation/confusion_matrix");
  expect(names.filter((name) => /samples|embeddings|files/.test(name))).toEqual([]);
});
