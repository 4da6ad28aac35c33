import { afterEach, beforeEach, expect, it } from "vitest";
import { parseConfig } from "../../config/load.js";
import { World } from "../../distributed/world.js";
import { buildModel } from "../../inference/build-model.js";
import { chooseHardware } from "../../inference/hardware.js";
import type { Model } from "../../models/index.js";
import { Classification } from "../../tasks/classification/index.js";
import { addon } from "../../tensor/addon.js";
import { keep, manualSeed, noGrad, scope, type Tensor } from "../../tensor/index.js";
import { ClipMasks } from "../clip-masks.js";
import { createOptimizer } from "../create-optimizer.js";
import { FeatureChanges } from "../feature-changes.js";
import { groupParameters } from "../parameter-groups.js";
import { TrainStep } from "../step.js";
import type { HostBatch } from "../step-options.js";
import type { Graph, GraphEngine } from "./engine.js";
import { StepGraphs } from "./step-graphs.js";

const config = parseConfig({
  data: { train: "x", clip_sec: 0.1 },
  front_end: { num_mels: 16 },
  model: { channels: [4], dropout: 0.3 },
  training: { threads: 1, precision: "fp32" },
});
const hardware = chooseHardware(config.training);
const never = new AbortController().signal;
/** Exact in float32, so that a number and a tensor are the same rate. */
const RATE = 2 ** -8;

interface Trained {
  model: Model;
  step: TrainStep;
  dispose: () => void;
}

/**
 * Graphs of the CPU: capturing runs the work and takes its effects back, as if it had not run; replaying runs it, with the
 * gradients in the memory that they had when it was captured.
 */
class HostGraphs implements GraphEngine {
  model!: Model;
  state!: () => Tensor[];
  numCaptures = 0;
  numReplays = 0;
  numLive = 0;
  fail: Error | null = null;

  capture(body: () => void): Graph {
    if (this.fail !== null) throw this.fail;
    this.numCaptures++;
    this.numLive++;
    const changed = this.state();
    const before = noGrad(() => changed.map((tensor) => tensor.clone()));
    body();
    noGrad(() => {
      for (const [i, tensor] of changed.entries()) tensor.copy_(before[i]!);
    });
    const parameters = this.model.parameters();
    const own = parameters.map(({ grad }) => (grad === null ? null : keep(grad)));
    return {
      replay: () => {
        this.numReplays++;
        body();
        noGrad(() => {
          for (const [i, gradient] of own.entries()) gradient?.copy_(parameters[i]!.grad!);
        });
      },
      dispose: () => {
        this.numLive--;
        for (const gradient of own) gradient?.dispose();
      },
    };
  }
}

let engine: HostGraphs;
let trained: Trained[];
let notes: string[];

interface Choices {
  loss?: (sum: Tensor) => Tensor;
  dropout?: boolean;
  optimizer?: "adamw" | "lion";
}

function build(
  graphs: StepGraphs | null,
  { loss, dropout = true, optimizer: name = "adamw" }: Choices = {},
): Trained {
  manualSeed(0);
  const task = new Classification(["a", "b"]);
  if (loss !== undefined) {
    const plain = task.trainingLoss.bind(task);
    task.trainingLoss = (...values) => loss(plain(...values));
  }
  const built = buildModel(config, task, hardware);
  built.model.train();
  const { groups, freezing } = groupParameters(built.model, config.optimization);
  const { optimization } = parseConfig({ data: { train: "x" }, optimization: { optimizer: name } });
  const optimizer = createOptimizer(optimization, groups);
  const step = new TrainStep({
    ...built,
    update: { optimizer, scaler: null, ema: null, clipGradNorm: 1, clipGradValue: null, freezing },
    hardware,
    world: World.solo(),
    parallel: null,
    normGroup: null,
    masks: dropout ? new ClipMasks(0, "cpu") : null,
    changes: new FeatureChanges([], 0),
    task,
    graphs,
  });
  if (graphs !== null) {
    graphs.onNote = (text) => notes.push(text);
    engine.model = built.model;
    engine.state = () => [
      ...built.model.stateDict().values(),
      ...optimizer.stateDict().values(),
      step.means.sums,
    ];
  }
  const one = {
    model: built.model,
    step,
    dispose: () => {
      for (const holder of [step, optimizer, built.model, built.frontEnd]) holder.dispose();
    },
  };
  trained.push(one);
  return one;
}

function batch(number: number, size = 4, parts: HostBatch["parts"] = [{ size, numCopies: 1 }]): HostBatch {
  const wave = Float32Array.from({ length: size * 1600 }, (_, i) => 0.1 * Math.sin(i / (7 + number)));
  const labels = BigInt64Array.from({ length: size }, (_, i) => BigInt((i + number) % 2));
  const targets = { label: { values: labels, shape: [] } };
  const indices = Int32Array.from({ length: size }, (_, i) => i + number);
  return { wave, numChannels: 1, targets, indices, repeats: null, size, parts, globalSize: size };
}

/** Runs steps of batches of these sizes; returns the weights and the gradients' norms after each. */
async function train(
  { model, step }: Trained,
  sizes: readonly number[],
  partsOf?: (size: number) => HostBatch["parts"],
): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const [i, size] of sizes.entries()) {
    expect(
      await step.run(batch(i, size, partsOf?.(size)), i, RATE * (1 + (i % 3)), () => "the batch", never),
    ).toBe(true);
    seen.push(scope(() => [...model.stateDict()].map(([name, tensor]) => [name, tensor.toNested()])));
    seen.push([...step.gradientNorms()]);
  }
  seen.push(step.means.take(() => ""));
  return seen;
}

beforeEach(() => {
  engine = new HostGraphs();
  trained = [];
  notes = [];
});
afterEach(() => {
  for (const one of trained) one.dispose();
});

it("steps are captured after two equal ones, and have the bits of steps without graphs", async () => {
  const sizes = [4, 4, 4, 4, 4, 4, 4];
  const plain = await train(build(null), sizes);
  const graphs = new StepGraphs(engine, "cpu");
  expect(await train(build(graphs), sizes)).toEqual(plain);
  expect(notes).toEqual([]);
  // The first step of all also creates what later ones use.
  expect(engine.numCaptures).toBe(1);
  expect(engine.numReplays).toBe(sizes.length - 2);
});

// Lion's updates are not in the graph: they read the gradients of the parameters.
it.each(["adamw", "lion"] as const)("each shape has a graph of its own, with %s", async (optimizer) => {
  const sizes = [4, 4, 3, 4, 3, 3, 4, 3, 2, 4];
  const plain = await train(build(null, { optimizer }), sizes);
  expect(await train(build(new StepGraphs(engine, "cpu"), { optimizer }), sizes)).toEqual(plain);
  expect([engine.numCaptures, notes]).toEqual([2, []]);
});

it("more shapes than graphs run operator by operator", async () => {
  const sizes = Array.from({ length: 10 }, (_, i) => 2 + i).flatMap((size) => [size, size, size]);
  const plain = await train(build(null), sizes);
  const graphs = new StepGraphs(engine, "cpu");
  expect(await train(build(graphs), sizes)).toEqual(plain);
  expect([graphs.size, engine.numCaptures, notes]).toEqual([8, 8, []]);
});

it("of more shapes than can wait for a second step, no more are observed, with a note", async () => {
  // One clip of another length each time, as with batches by duration.
  const sizes = [...Array.from({ length: 40 }, (_, i) => 2 + i), 2, 2, 2];
  const plain = await train(build(null), sizes);
  const graphs = new StepGraphs(engine, "cpu");
  expect(await train(build(graphs), sizes)).toEqual(plain);
  expect(notes).toEqual([expect.stringMatching(/more than 32 shapes.*set training\.batch_shapes=8/)]);
  expect(graphs.size).toBe(1);
});

it("the parts of a batch are in one graph", async () => {
  const sizes = [5, 5, 5, 5, 3, 3, 3, 5];
  const partsOf = (size: number) => [
    { size: 2, numCopies: 1 },
    { size: size - 2, numCopies: 1 },
  ];
  const plain = await train(build(null), sizes, partsOf);
  const graphs = new StepGraphs(engine, "cpu");
  expect(await train(build(graphs), sizes, partsOf)).toEqual(plain);
  expect([engine.numCaptures, engine.numReplays, notes]).toEqual([2, 4, []]);
  // Other parts of as many clips are another shape.
  await train(build(graphs), [5], (size) => [{ size, numCopies: 1 }]);
  expect(engine.numReplays).toBe(4);
});

it.each([
  ["a number that changes from step to step", "its operators differ from step to step"],
  ["a value that is read", "it reads values of tensors"],
])("%s makes the steps run operator by operator, with a note", async (kind, reason) => {
  const lossOf = () => {
    let numCalls = 0;
    return (sum: Tensor): Tensor =>
      sum.mul(kind.startsWith("a number") ? 1 + numCalls++ : 1 + sum.item() / 8);
  };
  const sizes = Array.from({ length: 8 }, () => 4);
  const plain = await train(build(null, { loss: lossOf() }), sizes);
  expect(await train(build(new StepGraphs(engine, "cpu"), { loss: lossOf() }), sizes)).toEqual(plain);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(reason);
  expect(engine.numCaptures).toBe(0);
});

it("work that no graph can hold runs operator by operator, with the reason", async () => {
  const sizes = [4, 4, 4, 4];
  const plain = await train(build(null), sizes);
  engine.fail = new Error("operation not permitted when stream is capturing\nand more");
  expect(await train(build(new StepGraphs(engine, "cpu")), sizes)).toEqual(plain);
  expect(notes).toEqual([
    "note: training.cuda_graphs: the step cannot be captured and runs operator by operator: operation not permitted when stream is capturing",
  ]);
});

it("graphs are forgotten when they are reset, with all their tensors", async () => {
  const graphs = new StepGraphs(engine, "cpu");
  const before = addon.liveTensors();
  const one = build(graphs, { dropout: false });
  await train(one, [4, 4, 4, 3, 3, 3]);
  expect(engine.numLive).toBe(2);
  graphs.reset();
  expect([engine.numLive, graphs.size]).toEqual([0, 0]);
  one.dispose();
  trained = [];
  expect(addon.liveTensors()).toBe(before);
});
