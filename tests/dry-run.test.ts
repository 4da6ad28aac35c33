import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { addon } from "../src/tensor/addon.js";
import { type DryRun, dryRun } from "../src/train/dry-run.js";
import { runCli } from "./support/cli.js";
import { settledLiveTensors } from "./support/gc.js";
import { makeScenes } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones(8);
afterAll(() => rmSync(tones, { recursive: true }));

function attempt(...overrides: string[]): Promise<DryRun> {
  const all = [...toneOverrides(tones, tmpdir()), ...overrides];
  return dryRun(loadConfig("recipes/folder.yaml", all).config, 1, new AbortController().signal);
}

it("counts the memory of what training builds: averaged weights, momentum, gradients' buckets", async () => {
  const live = await settledLiveTensors();
  const plain = await attempt("optimization.optimizer=sgd", "optimization.momentum=0");
  const { numParameters } = plain.model;
  const weightBytes = 4 * numParameters;
  expect(plain.memory.stateBytes).toBeGreaterThanOrEqual(2 * weightBytes);

  const averaged = await attempt(
    "optimization.optimizer=sgd",
    "optimization.momentum=0",
    "optimization.ema_decay=0.9",
  );
  // Batch norm's running means and variances are averaged, too.
  expect(averaged.memory.stateBytes - plain.memory.stateBytes).toBeGreaterThanOrEqual(weightBytes);

  const adamw = await attempt();
  expect(adamw.memory.stateBytes - plain.memory.stateBytes).toBeGreaterThanOrEqual(2 * weightBytes);

  const ranks = ["training.distributed.world_size=2", "training.distributed.backend=gloo"];
  const views = await attempt(...ranks);
  const copies = await attempt(...ranks, "training.distributed.gradient_as_bucket_view=false");
  expect(copies.memory.stateBytes - views.memory.stateBytes).toBe(weightBytes);
  expect(addon.liveTensors()).toBe(live);
});

it("counts the gradients of parameters that are trained in the last epoch, and does not call frozen ones unused", async () => {
  const bytesWith = async (epochs: number | "all") => {
    const groups = `[{match: ['encoder.*'], frozen_epochs: ${epochs}}]`;
    const { model } = await attempt("training.epochs=3", `optimization.parameter_groups=${groups}`);
    expect(model.unused).toEqual([]);
    return [model.gradientBytes, 4 * model.numParameters];
  };
  const [thawed, all] = await bytesWith(2);
  expect(thawed).toBe(all);
  // The head has a weight of [3, 16] and a bias.
  for (const epochs of [3, "all"] as const) expect((await bytesWith(epochs))[0]).toBe(4 * (3 * 16 + 3));
});

it("lays out balanced epochs for every rank, and refuses weights of other labels", async () => {
  const ranks = ["training.distributed.world_size=2", "training.distributed.backend=gloo"];
  const { batches } = await attempt(...ranks, "data.balance=equal");
  expect(batches).toEqual((await attempt(...ranks)).batches);
  await expect(attempt("data.balance={hihg: 2}")).rejects.toThrow(
    'data.balance: no training clip has the label "hihg"; expected one of high, low, mid',
  );
});

it("refuses names of metrics that the task does not have, as training does", async () => {
  const message = /checkpoint\.monitor: expected one of validation\/loss, .*, got "validation\/event_f1"/;
  await expect(attempt("checkpoint.monitor=validation/event_f1")).rejects.toThrow(message);
});

it("tells the length of frames, for a model that has outputs for them", async () => {
  expect((await attempt()).model.frameSec).toBe(null);
  const manifest = makeScenes(8);
  const detection = ["task.name=detection", `data.train=${manifest}`];
  const { model } = await attempt(...detection);
  // 25 frames of 10 ms with the one at the start, pooled twice by two.
  expect(model.frameSec).toBeCloseTo(0.25 / 6, 10);
  const { stdout } = await runCli(
    ...["train", "recipes/folder.yaml", ...toneOverrides(manifest, tmpdir()), ...detection, "--dry-run"],
  );
  expect(stdout).toContain("frames of 41.7 ms, in which events begin and end");
  rmSync(join(manifest, ".."), { recursive: true });
});
