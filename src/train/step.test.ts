import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseConfig } from "../config/load.js";
import { World } from "../distributed/world.js";
import { TrainingError } from "../errors.js";
import { buildModel } from "../inference/build-model.js";
import { chooseHardware } from "../inference/hardware.js";
import { GradScaler } from "../optim/index.js";
import { Classification } from "../tasks/classification/index.js";
import { getRandomState, manualSeed, scope } from "../tensor/index.js";
import { ClipMasks } from "./clip-masks.js";
import { createOptimizer } from "./create-optimizer.js";
import { FeatureChanges } from "./feature-changes.js";
import { groupParameters } from "./parameter-groups.js";
import { TrainStep } from "./step.js";
import type { HostBatch } from "./step-options.js";

const config = parseConfig({
  data: { train: "x", clip_sec: 0.1 },
  front_end: { num_mels: 16 },
  model: { channels: [4], dropout: 0.3 },
  training: { threads: 1, precision: "fp16" },
});
const hardware = chooseHardware(config.training);
const never = new AbortController().signal;

let built: ReturnType<typeof buildModel>;
let step: TrainStep;
let scaler: GradScaler;

let optimizer: ReturnType<typeof createOptimizer>;

/** With a scale of null, gradients are not scaled, and their values are limited. */
function build(initialScale: number | null, masks: ClipMasks | null = null): void {
  manualSeed(0);
  const task = new Classification(["a", "b"]);
  built = buildModel(config, task, hardware);
  built.model.train();
  scaler = new GradScaler("cpu", { initialScale: initialScale ?? 1 });
  const { groups, freezing } = groupParameters(built.model, config.optimization);
  optimizer = createOptimizer(config.optimization, groups);
  step = new TrainStep({
    ...built,
    update: {
      optimizer,
      scaler: initialScale === null ? null : scaler,
      ema: null,
      clipGradNorm: 1,
      clipGradValue: initialScale === null ? 0.5 : null,
      freezing,
    },
    hardware,
    world: World.solo(),
    parallel: null,
    normGroup: null,
    masks,
    changes: new FeatureChanges([], 0),
    task,
    graphs: null,
    uploads: null,
  });
}

/** Returns weights, statistics, random state and sums. */
function state(): unknown {
  return scope(() => [
    ...[...built.model.stateDict()].map(([name, tensor]) => [name, tensor.toNested()]),
    step.means.state().sums,
    getRandomState().toNested(),
    step.means.state().counts,
  ]);
}

function batch(value = 0.1): HostBatch {
  const parts = [2, 2].map((size) => ({ size, numCopies: 1 }));
  const wave = Float32Array.from({ length: 4 * 1600 }, (_, i) => value * Math.sin(i / 7));
  const targets = { label: { values: BigInt64Array.of(0n, 1n, 0n, 1n), shape: [] } };
  const indices = Int32Array.of(0, 1, 2, 3);
  return { wave, numChannels: 1, targets, indices, repeats: null, size: 4, parts, globalSize: 4 };
}

const run = (what: HostBatch, signal = never): Promise<boolean> =>
  step.run(what, 0, 1e-3, () => "the batch", signal);
const scale = (): number => scaler.stateDict().get("scale")!.item();

beforeEach(() => build(1024));
afterEach(() => {
  for (const holder of [built.model, built.frontEnd, step, scaler]) holder.dispose();
});

it("a successful step changes weights, statistics and sums", async () => {
  const before = state();
  expect(await run(batch())).toBe(true);
  expect(state()).not.toEqual(before);
  expect(step.means.take(() => "")).toMatchObject({ numClips: 4 });
});

it("repetitions of a clip have dropout masks of their own, in each part of a batch", async () => {
  for (const holder of [built.model, built.frontEnd, step, scaler]) holder.dispose();
  const masks = new ClipMasks(0, "cpu");
  const of = vi.spyOn(masks, "of");
  build(1024, masks);
  await run({ ...batch(), indices: Int32Array.of(7, 7, 2, 7), repeats: Int32Array.of(0, 1, 0, 2) });
  expect(of.mock.calls.map(([, clips, repeats]) => [[...clips], [...repeats!]])).toEqual([
    [
      [7, 7],
      [0, 1],
    ],
    [
      [2, 7],
      [0, 2],
    ],
  ]);
  masks.dispose();
});

it("a step that overflows fp16 changes only the loss scale, and returns no means", async () => {
  build(2 ** 60);
  const before = state();
  expect(await run(batch())).toBe(true);
  expect(state()).toEqual(before);
  expect(scale()).toBe(2 ** 59);
  expect(step.means.take(() => "")).toBeNull();
});

it("training fails if gradients are not finite at any loss scale", async () => {
  const broken = batch(Number.NaN);
  const before = state();
  const failure = (async () => {
    for (;;) await run(broken);
  })();
  await expect(failure).rejects.toThrow(TrainingError);
  await expect(failure).rejects.toThrow(
    /the batch: the gradient norm is NaN\. Lower optimization\.learning_rate/,
  );
  expect(scale()).toBeLessThan(2 ** -14);
  expect(state()).toEqual(before);
});

it("an infinite gradient fails the step, though its values are limited", async () => {
  build(null);
  const before = state();
  const gradients = optimizer.gradients.bind(optimizer);
  vi.spyOn(optimizer, "gradients").mockImplementation(() => {
    built.model.parameters()[0]!.grad!.fill_(Number.POSITIVE_INFINITY);
    return gradients();
  });
  await expect(run(batch())).rejects.toThrow("the batch: the gradient norm is Infinity");
  expect(state()).toEqual(before);
});

it("a step that is aborted between micro-batches changes nothing", async () => {
  const before = state();
  const stop = new AbortController();
  const running = run(batch(), stop.signal);
  // The first micro-batch is done, and the second waits for the event loop.
  expect(state()).not.toEqual(before);
  stop.abort();
  expect(await running).toBe(false);
  expect(state()).toEqual(before);
});

it("returns the gradient norm of each parameter, which together give the total norm", async () => {
  build(2 ** 10);
  await run(batch());
  const norms = step.gradientNorms();
  expect([...norms.keys()]).toEqual([...built.model.namedParameters()].map(([name]) => name));
  const total = Math.hypot(...norms.values());
  // The total is clipped to at most 1; sums are float32.
  expect(total).toBeCloseTo(Math.min(1, step.means.take(() => "the batch")!.gradientNorm), 4);
});
