import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  buildSteps,
  type RunOptions,
  runSteps,
  type Steps,
  type StepsRecipe,
} from "../../../tests/support/graph-steps.js";
import { RecordedGraphs } from "../../../tests/support/recorded-graphs.js";
import { SMALL_MODELS } from "../../../tests/support/small-models.js";
import type { Optimizer } from "../../optim/index.js";
import { addon } from "../../tensor/addon.js";
import { keep, noGrad, Tensor } from "../../tensor/index.js";
import { StepGraphs } from "./step-graphs.js";

let engine: RecordedGraphs;
let built: Steps[];
let notes: string[];

beforeEach(() => {
  engine = new RecordedGraphs();
  built = [];
  notes = [];
});
afterEach(() => {
  for (const one of built) one.dispose();
});

function build(recipe: StepsRecipe, graphs: StepGraphs | null): Steps {
  if (graphs !== null) graphs.onNote = (text) => notes.push(text);
  const steps = buildSteps(graphs, recipe);
  built.push(steps);
  return steps;
}

/** Runs the same steps without graphs and with. @param recipe returns a new one, with state of its own */
async function runBoth(
  recipe: () => StepsRecipe,
  sizes: readonly number[],
  options: RunOptions = {},
): Promise<{ plain: unknown[]; graphs: unknown[] }> {
  const plain = await runSteps(build(recipe(), null), sizes, options);
  return { plain, graphs: await runSteps(build(recipe(), new StepGraphs(engine, "cpu")), sizes, options) };
}

const SEVEN = [4, 4, 4, 4, 4, 4, 4];

describe("graphs have the bits of steps without graphs", () => {
  it("after two equal steps, without running the step's code", async () => {
    let numRun = 0;
    const count = (sum: Tensor): Tensor => {
      numRun++;
      return sum;
    };
    const { plain, graphs } = await runBoth(() => ({ loss: count }), SEVEN);
    expect(graphs).toEqual(plain);
    expect(notes).toEqual([]);
    expect([engine.numCaptures, engine.numReplays]).toEqual([1, SEVEN.length - 2]);
    // The observed steps, and the capture.
    expect(numRun).toBe(SEVEN.length + 3);
  });

  // The updates of those that take their rate as a number are not in the graph: they read the gradients of the parameters.
  it.each([
    ...["adamw", "adam", "lion", "radam", "nadam", "adafactor", "muon"],
    ...[
      { name: "sgd", nesterov: true },
      { name: "sgd", dampening: 0.5 },
      { name: "sgd", momentum: 0 },
    ],
  ] as const)("with several shapes and optimizer %j", async (optimizer) => {
    const sizes = [4, 4, 3, 4, 3, 3, 4, 3, 2, 4];
    const optimization = { optimizer, weight_decay: 0.01 };
    const { plain, graphs } = await runBoth(() => ({ sections: { optimization } }), sizes);
    expect(graphs).toEqual(plain);
    expect([engine.numCaptures, engine.numReplays, notes]).toEqual([2, 5, []]);
  });

  it.each<[string, StepsRecipe]>([
    ["dropout whose masks are drawn by rank", { masks: "by_rank" }],
    ["SpecAugment", { augmentations: [{ name: "spec_augment" }] }],
    ["an average of the weights", { sections: { optimization: { ema_decay: 0.9 } } }],
    ["gradients whose norm is clipped", { sections: { optimization: { clip_grad_norm: 0.01 } } }],
    [
      "gradients whose values are clipped",
      { sections: { optimization: { clip_grad_value: 0.001, clip_grad_norm: null } } },
    ],
    ["bf16", { precision: "bf16" }],
    ["a front end that learns", { sections: { front_end: { name: "pcen", num_mels: 16 } } }],
    // Half of the length is 11 * 23, for which our own operator has no transform.
    [
      "a spectrum by libtorch's operators, as on a GPU",
      { sections: { front_end: { num_mels: 16, fft_samples: 506 } } },
    ],
  ])("with %s", async (_, recipe) => {
    const { plain, graphs } = await runBoth(() => recipe, SEVEN);
    expect(graphs).toEqual(plain);
    expect([engine.numReplays, notes]).toEqual([SEVEN.length - 2, []]);
  });

  it.each(Object.entries(SMALL_MODELS))("with model %s", async (name, model) => {
    const { options, channels, clipSec = 0.1 } = model;
    const front_end = channels === undefined ? ({ name: "raw" } as const) : { num_mels: channels };
    const sections = { front_end, model: { name, ...options } } as StepsRecipe["sections"];
    const recipe = { clipSec: Math.max(clipSec, 0.2), ...(sections && { sections }) };
    const { plain, graphs } = await runBoth(() => recipe, [3, 3, 3, 3, 3]);
    expect(graphs).toEqual(plain);
    expect(notes).toEqual([]);
    // Masks of dropout of many values make the first step differ from the second.
    expect(engine.numReplays).toBeGreaterThanOrEqual(2);
  });

  it("of more shapes than can wait for a second step, no more are observed, with a note", async () => {
    // One clip of another length each time, as with batches by duration.
    const sizes = [...Array.from({ length: 40 }, (_, i) => 2 + i), 2, 2, 2];
    const plain = await runSteps(build({}, null), sizes);
    const graphs = new StepGraphs(engine, "cpu");
    expect(await runSteps(build({}, graphs), sizes)).toEqual(plain);
    expect(notes).toEqual([expect.stringMatching(/more than 32 shapes.*set training\.batch_shapes=8/)]);
    expect(graphs.size).toBe(1);
  });

  it("where the parts of a batch are in one graph", async () => {
    const sizes = [5, 5, 5, 5, 3, 3, 3, 5];
    const partsOf = (size: number) => [2, size - 2].map((part) => ({ size: part, numCopies: 1 }));
    const plain = await runSteps(build({}, null), sizes, { partsOf });
    const one = build({}, new StepGraphs(engine, "cpu"));
    expect(await runSteps(one, sizes, { partsOf })).toEqual(plain);
    expect([engine.numCaptures, engine.numReplays, notes]).toEqual([2, 4, []]);
    // Other parts of as many clips are another shape.
    await runSteps(one, [5]);
    expect(engine.numReplays).toBe(4);
  });

  it("where more shapes than graphs run operator by operator", async () => {
    const sizes = Array.from({ length: 10 }, (_, i) => 2 + i).flatMap((size) => [size, size, size]);
    const plain = await runSteps(build({}, null), sizes);
    const graphs = new StepGraphs(engine, "cpu");
    expect(await runSteps(build({}, graphs), sizes)).toEqual(plain);
    expect([graphs.size, engine.numCaptures, notes]).toEqual([8, 8, []]);
  });
});

/** Multiplies the loss of each call by a number. */
const lossOf = (factorOf: (call: number, sum: Tensor) => number) => (): StepsRecipe => {
  let numCalls = 0;
  return { loss: (sum) => sum.mul(factorOf(numCalls++, sum)) };
};

describe("steps that no graph can hold run operator by operator, with the reason", () => {
  /** Passes no rates on, so that the optimizer takes its number. */
  const withoutRates = (optimizer: Optimizer): void => {
    const step = optimizer.step.bind(optimizer);
    optimizer.step = () => step();
  };

  it.each<[string, () => StepsRecipe, string]>([
    [
      "a learning rate as a number",
      () => ({ change: withoutRates }),
      "its operators differ from step to step",
    ],
    ["a number that changes", lossOf((call) => 1 + call), "its operators differ from step to step"],
    ["a value that is read", lossOf((_, sum) => 1 + sum.item() / 8), "it reads values of tensors"],
  ])("%s is observed", async (_, recipe, reason) => {
    const { plain, graphs } = await runBoth(recipe, SEVEN);
    expect(graphs).toEqual(plain);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(reason);
    expect(engine.numCaptures).toBe(0);
  });

  it.each([
    [
      "a value that is read later",
      lossOf((call, sum) => (call >= 2 ? sum.item() : 2)),
      "waits for the values",
    ],
    [
      "values that are copied later",
      lossOf((call, sum) => (call >= 2 ? Number(sum.toArray()[0]) : 2)),
      "a host read",
    ],
    [
      "a shape that depends on values",
      lossOf((_, sum) => sum.reshape([1]).nonzero().shape[0]!),
      "aten::nonzero waits for the values of a tensor",
    ],
  ])("%s ends the capture, which leaves nothing changed", async (_, recipe, reason) => {
    const { plain, graphs } = await runBoth(recipe, SEVEN);
    expect(graphs).toEqual(plain);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(reason);
    expect(engine.numCaptures).toBe(0);
  });

  it("a device that refuses", async () => {
    engine.fail = new Error("operation not permitted when stream is capturing\nand more");
    const { plain, graphs } = await runBoth(() => ({}), [4, 4, 4, 4]);
    expect(graphs).toEqual(plain);
    expect(notes).toEqual([
      "note: training.cuda_graphs: the step cannot be captured and runs operator by operator: operation not permitted when stream is capturing",
    ]);
  });
});

// Faults that observing two steps cannot tell show in the bits: they must make them differ, or no test here could find one.
describe("recorded graphs tell a step that takes something from elsewhere than its inputs", () => {
  /** A state of one number that a step adds to, and multiplies the loss by. */
  const withState = (add: (state: Tensor) => Tensor) => (): StepsRecipe => {
    let state = keep(Tensor.from(1));
    return {
      loss: (sum) => {
        state = noGrad(() => add(state));
        return sum.mul(state);
      },
    };
  };
  const ofStep = (take: (step: number) => Tensor) => (): StepsRecipe => {
    let step = 0;
    return { loss: (sum) => sum.mul(take(step++)) };
  };
  it("a tensor that is written in place is no fault", async () => {
    const { plain, graphs } = await runBoth(
      withState((state) => state.add_(1)),
      SEVEN,
    );
    expect(graphs).toEqual(plain);
    expect(engine.numReplays).toBe(SEVEN.length - 2);
  });

  it.each<[string, () => StepsRecipe]>([
    ["a tensor that is replaced", withState((state) => keep(state.add(1)))],
    ["a number that changes after the capture", lossOf((call) => (call < 4 ? 1 : 2))],
  ])("%s is one", async (_, recipe) => {
    const { plain, graphs } = await runBoth(recipe, SEVEN);
    expect(engine.numReplays).toBe(SEVEN.length - 2);
    expect(graphs).not.toEqual(plain);
    // The steps before the first replay.
    const ofFirst = (seen: unknown[]) => seen.filter((line) => /^step [01]:/.test(String(line)));
    expect(ofFirst(graphs)).toEqual(ofFirst(plain));
  });

  it("a buffer that is new in each step is one, whose memory is spoilt", async () => {
    const recipe = ofStep((step) => Tensor.from(1 + step));
    await expect(runBoth(recipe, SEVEN)).rejects.toThrow("the loss is NaN");
    expect(engine.numReplays).toBe(SEVEN.length - 2);
  });
});

it("graphs are forgotten when they are reset, with all their tensors", async () => {
  const graphs = new StepGraphs(engine, "cpu");
  const before = addon.liveTensors();
  const one = build({ masks: "by_rank" }, graphs);
  await runSteps(one, [4, 4, 4, 3, 3, 3]);
  expect(engine.numLive).toBe(2);
  graphs.reset();
  expect([engine.numLive, graphs.size]).toEqual([0, 0]);
  one.dispose();
  built = [];
  expect(addon.liveTensors()).toBe(before);
});
