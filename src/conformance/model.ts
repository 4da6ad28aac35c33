// B = clips, C = channels of the features, F = frames, D = width of the embedding.
/** The conformance suite of models, for Vitest: `woodshed/testing`. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { parseValues } from "../config/load.js";
import type { ConfigInput } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import { convertModel } from "../export/onnx/index.js";
import { createFrontEnd } from "../front-ends/index.js";
import { featuresOf } from "../inference/forward.js";
import { waveShape } from "../inference/sample-format.js";
import type { Encoder, ModelContext, ModelDefinition } from "../models/index.js";
import { Model } from "../models/index.js";
import { Buffer, Parameter } from "../nn/index.js";
import type { Module } from "../nn/module.js";
import { AdamW } from "../optim/index.js";
import { Classification } from "../tasks/classification/index.js";
import { LinearHead } from "../tasks/linear-head.js";
import { addon } from "../tensor/addon.js";
import { keep, manualSeed, noGrad, scope, Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

/** The case that a model is checked in. */
export interface ModelCase<Options extends z.ZodObject = z.ZodObject> {
  /** Options other than their defaults. */
  options?: z.input<Options>;
  /** Mel bands of the features of one channel of the audio, for the default front end. By default 64. */
  channels?: number;
  /** The front end, as a recipe sets it: `{ name: "raw" }`. By default log-mel with `channels` bands. */
  frontEnd?: NonNullable<ConfigInput["front_end"]>;
  /** Channels of the audio; the model gets the features of all. By default 1. */
  audioChannels?: number;
  /** Length of a clip. By default 1 s, which is 101 frames. */
  clipSec?: number;
  /** False for a model that is never exported. By default true. */
  isExported?: boolean;
}

const SAMPLE_RATE_HZ = 16_000;
const LABELS = ["a", "b", "c"];
const NUM_CLIPS = 4;
const NUM_STEPS = 4;
/** Relative: the order of sums may differ between batch sizes. */
const ROUNDING = 1e-4;

/** Checks that a model keeps the contract that training, resuming, distribution and export rely on. */
export function describeModel<Options extends z.ZodObject>(
  name: string,
  definition: ModelDefinition<Options>,
  {
    options = {} as z.input<Options>,
    channels = 64,
    frontEnd: frontEndSection = { num_mels: channels },
    audioChannels = 1,
    clipSec = 1,
    isExported = true,
  }: ModelCase<Options> = {},
): void {
  // The built-in model that a configuration names is not the one of the case, so what it needs is not checked.
  const { config, issues } = parseValues({
    name: "case",
    data: {
      train: "none",
      clip_sec: clipSec,
      sample_rate_hz: SAMPLE_RATE_HZ,
      ...(audioChannels === 1 ? {} : { channels: audioChannels }),
    },
    front_end: frontEndSection,
  });
  if (issues.length > 0)
    throw new ConfigError(
      "MODEL_CASE",
      `describeModel ${name}: ${issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}`,
    );
  const task = new Classification(LABELS);

  describe(`${name} keeps the model contract`, () => {
    let features: Tensor; // [B, C, F]
    let labels: Tensor; // [B]
    let context: ModelContext;
    const made: { dispose(): void }[] = [];
    const own = <One extends { dispose(): void }>(one: One): One => {
      made.push(one);
      return one;
    };
    const createModel = (seed = 0): Model => {
      manualSeed(seed);
      const encoder = scope(() => definition.create(definition.options.parse(options) as never, context));
      return own(new Model(encoder, new LinearHead(encoder.width, LABELS.length)));
    };
    const numFrames = (): number => features.shape[2]!;

    beforeEach(() => {
      manualSeed(1);
      const frontEnd = createFrontEnd(config.front_end, { sampleRateHz: SAMPLE_RATE_HZ });
      features = keep(
        scope(() =>
          featuresOf(
            { frontEnd },
            ops.randn(waveShape(config, NUM_CLIPS, clipSec * SAMPLE_RATE_HZ)).mul(0.1),
          ),
        ),
      );
      labels = keep(Tensor.from([0, 1, 2, 1], { dtype: "int64" }));
      context = { channels: audioChannels * frontEnd.channels, audioChannels };
      frontEnd.dispose();
    });
    afterEach(() => {
      for (const one of [...made.splice(0), features, labels]) one.dispose();
    });

    it("returns embeddings of the shapes that it declares", () => {
      const { encoder } = createModel().eval();
      for (const count of [1, NUM_CLIPS]) expectShapes(encoder, features.narrow(0, 0, count), count);
    });

    it("takes clips of minFrames frames", () => {
      const { encoder } = createModel().eval();
      expect(encoder.minFrames).toBeLessThanOrEqual(numFrames());
      scope(() => expectShapes(encoder, features.narrow(2, 0, encoder.minFrames).contiguous(), NUM_CLIPS));
    });

    it("trains each of its parameters", () => {
      const model = createModel().train();
      scope(() => lossOf(model, features, labels).backward());
      const untrained = [...model.namedParameters()].flatMap(([parameter, { grad }]) => {
        if (grad === null) return [`${parameter} gets no gradient`];
        const largest = scope(() => grad.abs().max().item());
        return Number.isFinite(largest) ? [] : [`${parameter} has a gradient that is not finite`];
      });
      expect(untrained).toEqual([]);
    });

    it("has each parameter of the encoder in one block, if it declares blocks", () => {
      const { encoder } = createModel();
      const blocks = encoder.blocksInOrder;
      const inBlocks = blocks?.flat().flatMap((block) => block.parameters()) ?? encoder.parameters();
      const misplaced = [...encoder.namedParameters()].flatMap(([parameter, tensor]) => {
        const count = inBlocks.filter((one) => one === tensor).length;
        return count === 1 ? [] : [`${parameter} is in ${count} blocks`];
      });
      expect(misplaced).toEqual([]);
    });

    it("registers each of its tensors as a parameter or a buffer", () => {
      const hidden = [...namedModules(createModel().encoder)].flatMap(([place, module]) =>
        Object.entries(module)
          .filter(
            ([, value]) =>
              value instanceof Tensor && !(value instanceof Parameter || value instanceof Buffer),
          )
          .map(([field]) => `${place}${field}`),
      );
      // A tensor that is neither is not saved: a resumed run would differ.
      expect(hidden).toEqual([]);
    });

    it("has the same weights for the same seed, and others for another", () => {
      const [first, same, other] = [createModel(3), createModel(3), createModel(4)];
      expect(weightsOf(same)).toEqual(weightsOf(first));
      expect(weightsOf(other)).not.toEqual(weightsOf(first));
    });

    it("computes the same from a state dict", () => {
      const [trained, restored] = [createModel(3), createModel(4)];
      trainSteps(trained, new AdamW(trained.parameters(), { learningRate: 1e-3 }), 2);
      restored.loadStateDict(trained.stateDict());
      expect(outputsOf(restored.eval(), features)).toEqual(outputsOf(trained.eval(), features));
    });

    it("resumes to the bit: N steps equal k steps, a restart, and N - k steps", () => {
      const run = (split: number): Float32Array[] => {
        let model = createModel(5);
        let optimizer = own(new AdamW(model.parameters(), { learningRate: 1e-3 }));
        trainSteps(model, optimizer, split);
        if (split < NUM_STEPS) {
          const next = createModel(6);
          next.loadStateDict(model.stateDict());
          const resumed = own(new AdamW(next.parameters(), { learningRate: 1e-3 }));
          resumed.loadStateDict(optimizer.stateDict());
          [model, optimizer] = [next, resumed];
          trainSteps(model, optimizer, NUM_STEPS - split, split);
        }
        return weightsOf(model);
      };
      expect(run(2)).toEqual(run(NUM_STEPS));
    });

    it("computes each clip alone: its outputs do not depend on the clips beside it", () => {
      const model = createModel().eval();
      const together = outputsOf(model, features);
      for (let clip = 0; clip < NUM_CLIPS; clip++) {
        const alone = scope(() => outputsOf(model, features.narrow(0, clip, 1)));
        expectClose(alone, together.subarray(clip * LABELS.length, (clip + 1) * LABELS.length));
      }
    });

    it("has gradients that add up over parts of a batch, as over ranks", () => {
      const gradientsOf = (parts: readonly (readonly [first: number, count: number])[]): Float32Array => {
        const model = createModel().eval();
        for (const [first, count] of parts)
          scope(() =>
            lossOf(model, features.narrow(0, first, count), labels.narrow(0, first, count)).backward(),
          );
        return Float32Array.from(
          model.parameters().flatMap(({ grad }) => (grad === null ? [] : [...grad.toFloat32Array()])),
        );
      };
      expectClose(
        gradientsOf([
          [0, 1],
          [1, 3],
        ]),
        gradientsOf([[0, NUM_CLIPS]]),
      );
    });

    it("frees every tensor that it creates in a step", () => {
      const model = createModel().train();
      const optimizer = own(new AdamW(model.parameters(), { learningRate: 1e-3 }));
      trainSteps(model, optimizer, 1);
      const before = addon.liveTensors();
      trainSteps(model, optimizer, 3);
      expect(addon.liveTensors()).toBe(before);
    });

    it.runIf(isExported)("is exported to ONNX with the same outputs", async () => {
      const model = createModel().eval();
      const frontEnd = own(createFrontEnd(config.front_end, { sampleRateHz: SAMPLE_RATE_HZ }));
      const hardware = {
        device: "cpu",
        precision: "fp32",
        channelsLast: false,
        threads: 1,
        usesGraphs: false,
        notes: [],
      } as const;
      const state = { labels: LABELS, numbers: {} };
      const restored = {
        model,
        frontEnd,
        task,
        calibration: null,
        config,
        labels: LABELS,
        state,
        folder: "",
        hardware: { ...hardware, notes: [] },
      };
      const { maxDifference } = await convertModel(restored, { metadata: {} });
      expect(maxDifference).toBeLessThan(1e-4);
    });

    function trainSteps(model: Model, optimizer: AdamW, count: number, from = 0): void {
      model.train();
      for (let step = from; step < from + count; step++) {
        manualSeed(100 + step);
        scope(() => {
          optimizer.zeroGrad();
          lossOf(model, features, labels).backward();
          optimizer.step();
        });
      }
    }

    function lossOf(model: Model, inputs: Tensor, targets: Tensor): Tensor {
      return task.trainingLoss(model.forward(inputs), { label: targets });
    }
  });
}

function expectShapes(encoder: Encoder, features: Tensor, numClips: number): void {
  scope(() =>
    noGrad(() => {
      const { clip, frames } = encoder.forward(features);
      expect(clip.shape, "shape of clip").toEqual([numClips, encoder.width]);
      if (frames === null) return;
      const [rows, width, numFrames] = frames.shape;
      expect([rows, width], "shape of frames").toEqual([numClips, encoder.width]);
      const expected = features.shape[2]! / encoder.stride;
      expect(
        Math.abs(numFrames! - expected),
        `frames: ${numFrames}, F / stride is ${expected}`,
      ).toBeLessThanOrEqual(2);
    }),
  );
}

function outputsOf(model: Model, features: Tensor): Float32Array {
  return scope(() => noGrad(() => model.forward(features).toFloat32Array()));
}

function weightsOf(model: Model): Float32Array[] {
  return scope(() => [...model.stateDict().values()].map((tensor) => tensor.to("float32").toFloat32Array()));
}

function expectClose(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1e-3, ...expected.map(Math.abs));
  const largest = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
  expect(largest).toBeLessThanOrEqual(ROUNDING * scale);
}

function* namedModules(module: Module, prefix = ""): Iterable<[string, Module]> {
  yield [prefix, module];
  for (const [name, child] of module.children()) yield* namedModules(child, `${prefix}${name}.`);
}
