// Training steps of small recipes, with graphs and without.
import { createHash } from "node:crypto";
import { parseConfig } from "../../src/config/load.js";
import type { ConfigInput } from "../../src/config/schema.js";
import { World } from "../../src/distributed/world.js";
import { buildModel } from "../../src/inference/build-model.js";
import { chooseHardware } from "../../src/inference/hardware.js";
import type { Model } from "../../src/models/index.js";
import { Ema, type Optimizer } from "../../src/optim/index.js";
import { Classification } from "../../src/tasks/classification/index.js";
import { manualSeed, type Tensor } from "../../src/tensor/index.js";
import { ClipMasks } from "../../src/train/clip-masks.js";
import { createOptimizer } from "../../src/train/create-optimizer.js";
import { FeatureChanges } from "../../src/train/feature-changes.js";
import type { StepGraphs } from "../../src/train/graphs/step-graphs.js";
import { groupParameters } from "../../src/train/parameter-groups.js";
import { TrainStep } from "../../src/train/step.js";
import type { HostBatch } from "../../src/train/step-options.js";
import type { UploadRing } from "../../src/train/upload-ring.js";

export interface StepsRecipe {
  /** Sections of the recipe; by default a small CNN with dropout. */
  sections?: Pick<ConfigInput, "front_end" | "model" | "optimization">;
  augmentations?: NonNullable<ConfigInput["data"]>["augmentations"];
  precision?: "fp32" | "bf16";
  masks?: "by_clip" | "by_rank";
  clipSec?: number;
  uploads?: () => UploadRing;
  /** Changes the loss of each step. */
  loss?: (sum: Tensor) => Tensor;
  /** Changes the optimizer once it is built. */
  change?: (optimizer: Optimizer) => void;
}

export interface Steps {
  model: Model;
  optimizer: Optimizer;
  ema: Ema | null;
  step: TrainStep;
  clipSamples: number;
  dispose(): void;
}

/** Builds a recipe's model and step, with the same weights each time. */
export function buildSteps(graphs: StepGraphs | null, recipe: StepsRecipe = {}): Steps {
  const { sections = {}, augmentations = [], precision = "fp32", masks = "by_clip", clipSec = 0.1 } = recipe;
  const config = parseConfig({
    data: { train: "x", clip_sec: clipSec, augmentations },
    front_end: { num_mels: 16 },
    model: { channels: [4], dropout: 0.3 },
    ...sections,
    training: { threads: 1, precision },
  });
  const { optimization } = config;
  const hardware = chooseHardware(config.training);
  manualSeed(0);
  const task = new Classification(["a", "b"]);
  if (recipe.loss !== undefined) {
    const { loss } = recipe;
    const plain = task.trainingLoss.bind(task);
    task.trainingLoss = (...values) => loss(plain(...values));
  }
  const built = buildModel(config, task, hardware);
  built.model.train();
  const { groups, choices, freezing } = groupParameters(built.model, optimization);
  const optimizer = createOptimizer(optimization, groups, choices);
  recipe.change?.(optimizer);
  const ema =
    optimization.ema_decay === null ? null : new Ema(built.model.stateDict(), optimization.ema_decay);
  const step = new TrainStep({
    ...built,
    update: {
      ...{ optimizer, scaler: null, ema, freezing },
      clipGradNorm: optimization.clip_grad_norm,
      clipGradValue: optimization.clip_grad_value,
    },
    hardware,
    world: World.solo(),
    parallel: null,
    normGroup: null,
    masks: masks === "by_clip" ? new ClipMasks(0, "cpu") : null,
    changes: new FeatureChanges(config.data.augmentations, 0),
    task,
    graphs,
    uploads: recipe.uploads?.() ?? null,
  });
  return {
    ...{ model: built.model, optimizer, ema, step },
    clipSamples: Math.round(clipSec * config.data.sample_rate_hz),
    dispose: () => {
      for (const holder of [step, ema, optimizer, built.model, built.frontEnd]) holder?.dispose();
    },
  };
}

/** Returns tones of two labels: other ones for each number. */
export function batchOf(
  number: number,
  size: number,
  clipSamples: number,
  parts: HostBatch["parts"] = [{ size, numCopies: 1 }],
): HostBatch {
  const length = size * clipSamples;
  const wave = Float32Array.from({ length }, (_, i) => 0.1 * Math.sin(i / (7 + number)));
  const labels = BigInt64Array.from({ length: size }, (_, i) => BigInt((i + number) % 2));
  const targets = { label: { values: labels, shape: [] } };
  const indices = Int32Array.from({ length: size }, (_, i) => i + number);
  return { wave, numChannels: 1, targets, indices, repeats: null, size, parts, globalSize: size };
}

/** Rises and falls; exact in float32, so that a number and a tensor are the same rate. */
const rateOf = (step: number): number => Math.fround(0.004 * (1 + Math.cos(step)) + 0.001);

export interface RunOptions {
  /** Runs each step. */
  watch?: (run: () => Promise<boolean>) => Promise<boolean>;
  /** Divides each batch; by default it is one part. */
  partsOf?: (size: number) => HostBatch["parts"];
}

/** Runs steps of batches of these sizes; returns digests of all that they change, after each step. */
export async function runSteps(
  steps: Steps,
  sizes: readonly number[],
  { watch = (run) => run(), partsOf }: RunOptions = {},
): Promise<unknown[]> {
  const { model, optimizer, ema, step, clipSamples } = steps;
  const never = new AbortController().signal;
  const seen: unknown[] = [];
  for (const [i, size] of sizes.entries()) {
    const batch = batchOf(i, size, clipSamples, partsOf?.(size));
    const run = (): Promise<boolean> => step.run(batch, i, rateOf(i), () => "the batch", never);
    await watch(run);
    const states = {
      weights: model.stateDict(),
      optimizer: optimizer.stateDict(),
      average: ema?.stateDict(),
    };
    for (const [kind, state] of Object.entries(states))
      for (const [name, tensor] of state ?? []) seen.push(`step ${i}: ${kind} ${name} ${digestOf(tensor)}`);
    for (const [name, norm] of step.gradientNorms()) seen.push(`step ${i}: gradient ${name} ${norm}`);
  }
  seen.push(step.means.take(() => ""));
  return seen;
}

function digestOf(tensor: Tensor): string {
  const { buffer, byteOffset, byteLength } = tensor.toArray();
  return createHash("sha1")
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest("hex")
    .slice(0, 12);
}
