// Everything that computes on the training device, as if it were a GPU: no operator may get tensors of two devices, and
// nothing waits for the GPU but what is counted here.
import { describe, expect, it, test } from "vitest";
import { BATCHED_NAMES } from "../src/augment/batched/names.js";
import { createFeatureAugmentation } from "../src/augment/features/index.js";
import { FEATURE_AUGMENTATIONS } from "../src/augment/features/options.js";
import { BatchChanges } from "../src/cached-clips/changes.js";
import { DeviceMemory } from "../src/cached-clips/memory.js";
import { parseConfig } from "../src/config/load.js";
import { createFrontEnd } from "../src/front-ends/index.js";
import { FRONT_ENDS } from "../src/front-ends/options.js";
import { createEncoder, MODEL_NAMES } from "../src/models/index.js";
import { MODELS, type ModelChoice } from "../src/models/options.js";
import * as nn from "../src/nn/index.js";
import * as lossFunctions from "../src/nn/loss/index.js";
import * as optim from "../src/optim/index.js";
import { Classification } from "../src/tasks/classification/index.js";
import { Regression } from "../src/tasks/regression/index.js";
import { Tagging } from "../src/tasks/tagging/index.js";
import type { TargetTensors, Task } from "../src/tasks/task.js";
import { noGrad, scope, type Tensor } from "../src/tensor/index.js";
import { op, ops } from "../src/tensor/ops.js";
import { type RecordedOperator, recordCalls } from "../src/tensor/recorder.js";
import { ClipMasks } from "../src/train/clip-masks.js";
import { inputsOf, type LayerCase, outputsOf } from "./parity/layer.js";
import { ALL_CASES } from "./parity/layer-cases.js";
import { FAKE_GPU, onFakeGpu } from "./support/fake-gpu.js";
import { SMALL_MODELS } from "./support/small-models.js";

const NUM_CLIPS = 4;
const leaf = (...shape: number[]): Tensor => {
  const tensor = ops.randn(shape);
  tensor.requiresGrad = true;
  return tensor;
};
const labelsOf = (count: number): Tensor =>
  ops.randint(count, [NUM_CLIPS], { dtype: "int64", device: FAKE_GPU });

/** Runs a backward pass from the outputs that have one. */
function backward(outputs: readonly Tensor[]): void {
  const learnt = outputs.filter((one) => one.requiresGrad).map((one) => one.sum());
  if (learnt.length > 0) learnt.reduce((sum, one) => sum.add(one)).backward();
}

describe("the fake GPU", () => {
  it("finds a tensor of the host among those of the GPU", () => {
    const x = ops.ones([2]);
    expect(() => onFakeGpu(() => void x.add(ops.ones([2])))).toThrow(
      "aten::add.Tensor: argument 1 is on the host, others are on the GPU",
    );
    expect(() => onFakeGpu(() => void ops.cat([x, ops.ones([2], { device: x.device })]))).not.toThrow();
  });

  it("finds one in a list of handles", () => {
    const x = ops.ones([2]);
    const addAll = (y: Tensor): void => {
      op("aten::_foreach_add_.List")(Int32Array.of(x.handle), Int32Array.of(y.handle));
    };
    expect(() => onFakeGpu(() => addAll(ops.ones([2])))).toThrow("argument 1 is on the host");
    expect(() => onFakeGpu(() => addAll(ops.ones([2], { device: x.device })))).not.toThrow();
  });

  it("finds lengths of packed sequences on the GPU", () => {
    const pack = (lengths: Tensor): void => {
      op("aten::_pack_padded_sequence")(ops.ones([2, 2, 1], { device: FAKE_GPU }), lengths, true);
    };
    expect(() => onFakeGpu(() => pack(ops.full([2], 2, { dtype: "int64", device: FAKE_GPU })))).toThrow(
      "argument 1 must be on the host",
    );
    expect(() => onFakeGpu(() => pack(ops.full([2], 2, { dtype: "int64" })))).not.toThrow();
  });

  it("counts the values that are read", () => {
    expect(onFakeGpu(() => void ops.ones([1]).item())).toBe(1);
  });
});

test.each(Object.entries(ALL_CASES))("layer %s", (_, testCase: LayerCase) => {
  scope(() => {
    const inputs = inputsOf(testCase, "float32");
    for (const one of inputs) if (one.dtype === "float32") one.requiresGrad = true;
    onFakeGpu(() => {
      const layer = testCase.layer().train(!testCase.isEval);
      backward(outputsOf(testCase, layer, inputs));
      layer.dispose();
    });
  });
});

describe("cached clips", () => {
  it("are cut, changed and mixed without a wait, from clips that are copied without one", () => {
    const lengths = Float64Array.of(50, 30, 70, 40, 60);
    const augmentations = BATCHED_NAMES.map((name) => ({ name, probability: 0.7 }));
    const { data } = parseConfig({ data: { train: "x", augmentations } });
    const reads = onFakeGpu(() =>
      scope(() => {
        const memory = new DeviceMemory({ lengths, numChannels: 2 }, FAKE_GPU);
        memory.store(Int32Array.of(0, 1, 2, 3, 4), new Float32Array(5 * 2 * 70).fill(0.5), lengths);
        const changes = new BatchChanges(memory, 5, { gainDb: 6, randomCrop: true }, data.augmentations);
        const keys = [3, 0, 4, 2].map((index) => ({ seed: 1, epoch: 2, index }));
        const mixture = { clips: new Int32Array(12), shares: new Float32Array(12), numMixed: 3 };
        const wave = changes.apply({ keys, samples: 45 }, mixture);
        expect([wave.device, wave.shape]).toEqual([FAKE_GPU, [4, 2, 45]]);
        // Some were mixed, and some were not.
        expect(new Set(mixture.shares)).toContain(0);
        expect(new Set(mixture.shares).size).toBeGreaterThan(3);
        memory[Symbol.dispose]();
      }),
    );
    expect(reads).toBe(0);
  });
});

describe("recurrent layers with dropout", () => {
  const layer = (): nn.GRU => new nn.GRU(3, 5, { numLayers: 3, dropout: 0.4, batchFirst: true });
  const masks = (): ClipMasks => new ClipMasks(1, FAKE_GPU);

  it.each([false, true])("draws masks outside of the operator, by lengths: %s", (hasLengths) => {
    scope(() => {
      const x = leaf(NUM_CLIPS, 6, 3);
      const sequences = hasLengths ? { lengths: [4, 6, 1, 4] } : {};
      const reads = onFakeGpu(() => {
        const own = masks();
        const draw = own.of(0, Int32Array.of(0, 1, 2, 3));
        backward([nn.withDropoutMasks(draw, () => layer().forward(x, null, sequences)[0])]);
        backward([layer().forward(x, null, sequences)[0]]);
        own.dispose();
      });
      expect(reads).toBe(0);
    });
  });

  it.each([
    ["in training", true, false, 0],
    ["in evaluation, with gradients", false, false, 0],
    ["in evaluation, without", false, true, 0],
  ] as const)("tells the operator whether gradients may follow: %s", (_, training, isWithout, dropout) => {
    const x = ops.randn([NUM_CLIPS, 6, 3]);
    const gru = layer().train(training);
    const flags: unknown[] = [];
    const note = ({ spec, optionNames }: RecordedOperator, values: readonly unknown[]): void => {
      if (spec.name === "aten::gru.input")
        flags.push(...["train", "dropout"].map((name) => values[optionNames.get(name)!]));
    };
    const forward = (): void => void gru.forward(x);
    onFakeGpu(() => recordCalls(note, () => scope(() => (isWithout ? noGrad(forward) : forward()))));
    const each = [!isWithout, dropout];
    expect(flags).toEqual([...each, ...each, ...each]);
    gru.dispose();
  });

  it("restores them for a computation that is repeated", () => {
    scope(() => {
      const x = leaf(NUM_CLIPS, 6, 3);
      onFakeGpu(() => {
        const gru = layer();
        backward([nn.checkpoint((input: Tensor) => gru.forward(input)[0], x)]);
      });
      expect(x.grad).not.toBeNull();
    });
  });
});

type Losses = Omit<typeof lossFunctions, "gatherClips" | "withGather">;

/** Calls of each loss on outputs [B, 5]. */
const LOSSES: Record<keyof Losses, (x: Tensor) => Tensor[]> = {
  crossEntropy: (x) => [
    lossFunctions.crossEntropy(x, labelsOf(5), {
      ...{ labelSmoothing: 0.1, weight: ops.rand([5], { device: x.device }) },
    }),
    lossFunctions.crossEntropy(x, x.detach().softmax(1)),
  ],
  focalLoss: (x) => [
    lossFunctions.focalLoss(x, labelsOf(5)),
    lossFunctions.focalLoss(x, x.detach().softmax(1), { weight: ops.rand([5], { device: x.device }) }),
  ],
  ctcLoss: (x) => [
    lossFunctions.ctcLoss(
      ops.stack([x, x, x, x]).logSoftmax(2),
      ops.ones([NUM_CLIPS, 2], { dtype: "int64", device: x.device }),
      ...([
        [4, 4, 3, 4],
        [1, 2, 1, 1],
      ] as const),
      { zeroInfinity: true },
    ),
  ],
  supervisedContrastiveLoss: (x) => [lossFunctions.supervisedContrastiveLoss(x, labelsOf(2))],
  ntXentLoss: (x) => [lossFunctions.ntXentLoss(x, x.mul(2).add(1))],
  batchHardTripletLoss: (x) => [lossFunctions.batchHardTripletLoss(x, labelsOf(2))],
  tripletMarginLoss: (x) => [lossFunctions.tripletMarginLoss(x, x.mul(2), x.add(1), { swap: true })],
  cosineEmbeddingLoss: (x) => [
    lossFunctions.cosineEmbeddingLoss(x, x.add(1), ops.ones([NUM_CLIPS], { device: x.device })),
  ],
  klDivergence: (x) => [
    lossFunctions.klDivergence(x.logSoftmax(1), x.detach().softmax(1), { reduction: "batchMean" }),
  ],
  mseLoss: (x) => [lossFunctions.mseLoss(x, x.detach().add(1))],
  l1Loss: (x) => [lossFunctions.l1Loss(x, x.detach().add(1))],
  huberLoss: (x) => [lossFunctions.huberLoss(x, x.detach().add(1))],
  smoothL1Loss: (x) => [lossFunctions.smoothL1Loss(x, x.detach().add(1))],
  binaryCrossEntropyWithLogits: (x) => [
    lossFunctions.binaryCrossEntropyWithLogits(x, x.detach().sigmoid(), {
      ...{ posWeight: ops.rand([5], { device: x.device }), weight: x.detach().gt(0) },
    }),
  ],
  sigmoidFocalLoss: (x) => [lossFunctions.sigmoidFocalLoss(x, x.detach().sigmoid())],
  asymmetricLoss: (x) => [lossFunctions.asymmetricLoss(x, x.detach().sigmoid())],
};

test.each(Object.entries(LOSSES))("loss %s", (_, compute) => {
  scope(() => {
    const x = leaf(NUM_CLIPS, 5);
    expect(onFakeGpu(() => backward(compute(x)))).toBe(0);
    expect(x.grad).not.toBeNull();
  });
});

test.each(MODEL_NAMES)("model %s, by both kinds of dropout masks", (name) => {
  scope(() => {
    const choice = MODELS[name as ModelChoice["name"]].options.parse(
      SMALL_MODELS[name as ModelChoice["name"]].options,
    );
    const { channels = 1 } = SMALL_MODELS[name as ModelChoice["name"]];
    const reads = onFakeGpu(() => {
      const encoder = createEncoder({ name, ...choice } as unknown as ModelChoice, { channels });
      const numFrames = Math.max(8, 2 * encoder.minFrames);
      const x = ops.randn([NUM_CLIPS, channels, numFrames], { device: FAKE_GPU });
      const masks = new ClipMasks(1, FAKE_GPU);
      for (const draw of [null, masks.of(0, Int32Array.of(0, 1, 2, 3))]) {
        const { clip, frames } = nn.withDropoutMasks(draw, () => encoder.forward(x));
        backward(frames === null ? [clip] : [clip, frames]);
      }
      noGrad(() => encoder.eval().forward(x));
      masks.dispose();
      encoder.dispose();
    });
    expect(reads).toBe(0);
  });
});

/** Options under which front ends do more than by default. */
const FRONT_END_OPTIONS: Record<keyof typeof FRONT_ENDS, readonly object[]> = {
  log_mel: [{}, { deltas: 2, normalize: "instance" }, { log: "db", top_db: 60, normalize: "training_set" }],
  kaldi_fbank: [{}, { snip_edges: false, energy: true, normalize: "running", normalize_over: "all" }],
  mfcc: [{}, { normalize: "running" }],
  pcen: [{}, { trainable: true, deltas: 1 }, { start: "one" }],
  leaf: [{}, { train_filters: false }],
  raw: [{}, { frame_samples: 50, hop_samples: 20 }],
};

test.each(
  Object.entries(FRONT_END_OPTIONS).flatMap(([name, all]) => all.map((options) => [name, options] as const)),
)("front end %s %j", (name, given) => {
  scope(() => {
    const options = FRONT_ENDS[name as keyof typeof FRONT_ENDS].options.parse(given);
    const reads = onFakeGpu(() => {
      const frontEnd = createFrontEnd({ name, ...options } as never, { sampleRateHz: 16_000 });
      const wave = ops.randn([2, 1600], { device: FAKE_GPU });
      frontEnd.measurement?.set({
        mean: Array<number>(frontEnd.channels).fill(0),
        deviation: Array<number>(frontEnd.channels).fill(1),
        numClips: 1,
      });
      backward([frontEnd.forward(wave)]);
      frontEnd.to({ dtype: "float64" }).eval();
      frontEnd.forward(wave.to("float64"));
      frontEnd.dispose();
    });
    // A front end reads whether its statistics are measured.
    expect(reads).toBe("normalize" in given && given.normalize === "training_set" ? 1 : 0);
  });
});

test.each(Object.keys(FEATURE_AUGMENTATIONS))("augmentation of features %s", (name) => {
  scope(() => {
    const options = FEATURE_AUGMENTATIONS[name as keyof typeof FEATURE_AUGMENTATIONS].options.parse({});
    const features = leaf(2, 6, 20);
    const reads = onFakeGpu(() => {
      const augmentation = createFeatureAugmentation({ name, probability: 1, ...options } as never, 0);
      backward([augmentation.apply(features, [Math.random, null])]);
    });
    expect(reads).toBe(0);
  });
});

const CLASSES = ["a", "b", "c"];
const classified = (): TargetTensors => ({ label: labelsOf(3) });
const tagged = (device: typeof FAKE_GPU): TargetTensors => ({
  labels: ops.ones([NUM_CLIPS, 3], { device }),
  known: ops.ones([NUM_CLIPS, 3], { device }),
});
const measured = (device: typeof FAKE_GPU): TargetTensors => ({
  target: ops.ones([NUM_CLIPS, 3], { dtype: "float64", device }),
  scaled: ops.ones([NUM_CLIPS, 3], { device }),
});
const SCALES = CLASSES.map(() => ({ mean: 1, deviation: 2 }));

const TASKS: [string, Task, (device: typeof FAKE_GPU) => TargetTensors][] = [
  ["classification", new Classification(CLASSES, { classWeights: [1, 2, 3] }), classified],
  [
    "classification of mixed clips",
    new Classification(CLASSES, { classWeights: [1, 2, 3] }),
    (device) => ({
      ...classified(),
      soft_label: ops.ones([NUM_CLIPS, 3], { device }).div(3),
    }),
  ],
  ["classification, focal", new Classification(CLASSES, { loss: "focal" }), classified],
  ["tagging", new Tagging(CLASSES, { positiveWeights: [1, 2, 3] }), tagged],
  ["tagging, focal", new Tagging(CLASSES, { loss: "focal" }), tagged],
  ["tagging, asymmetric", new Tagging(CLASSES, { loss: "asymmetric" }), tagged],
  ["regression", new Regression(CLASSES, SCALES), measured],
  ["regression, mae", new Regression(CLASSES, SCALES, { loss: "mae" }), measured],
  ["regression, huber", new Regression(CLASSES, SCALES, { loss: "huber" }), measured],
];

test.each(TASKS)("task %s", (_, task, targetsOn) => {
  scope(() => {
    const clip = leaf(NUM_CLIPS, 6);
    const reads = onFakeGpu(() => {
      const head = task.head(6);
      const outputs = head.forward({ clip, frames: null });
      const targets = targetsOn(FAKE_GPU);
      backward([task.trainingLoss(outputs, targets)]);
      noGrad(() => [
        task.statistics(outputs, targets),
        task.clipLosses(outputs, targets),
        task.activate(outputs),
      ]);
      head.dispose();
    });
    expect(reads).toBe(0);
  });
});

type Parameters = readonly nn.Parameter[];
const matrices = (ps: Parameters): Parameters => ps.filter(({ ndim }) => ndim > 1);
const others = (ps: Parameters): Parameters => ps.filter(({ ndim }) => ndim <= 1);

/** Optimizers, with the number of reads of a step. */
const OPTIMIZERS: Record<string, { create: (ps: Parameters) => optim.Optimizer; reads?: number }> = {
  AdamW: { create: (ps) => new optim.AdamW(ps) },
  Adam: { create: (ps) => new optim.Adam(ps) },
  SGD: { create: (ps) => new optim.SGD(ps) },
  "SGD with momentum": { create: (ps) => new optim.SGD(ps, { momentum: 0.9, nesterov: true }) },
  "SGD with dampening": { create: (ps) => new optim.SGD(ps, { momentum: 0.9, dampening: 0.3 }), reads: 1 },
  NAdam: { create: (ps) => new optim.NAdam(ps, { weightDecay: 0.1 }) },
  RAdam: { create: (ps) => new optim.RAdam(ps, { weightDecay: 0.1, decoupledWeightDecay: true }) },
  Lion: { create: (ps) => new optim.Lion(ps, { weightDecay: 0.1 }) },
  Adafactor: { create: (ps) => new optim.Adafactor(ps, { weightDecay: 0.1 }) },
  "Muon with AdamW": {
    create: (ps) =>
      new optim.CombinedOptimizer(ps, [new optim.Muon(matrices(ps)), new optim.AdamW(others(ps))], 0.02),
  },
};

test.each(Object.entries(OPTIMIZERS))("optimizer %s", (_, { create, reads = 0 }) => {
  scope(() => {
    const parameters = [[6, 5], [3, 2, 2], [7]].map((shape) => new nn.Parameter(ops.randn(shape)));
    const counted = onFakeGpu(() => {
      const optimizer = create(parameters);
      backward(parameters.map((one) => one.square()));
      using gradients = optimizer.gradients();
      optim.clipGradNorm(gradients.handles, 1);
      optim.clipGradValue(gradients.handles, 0.5);
      optimizer.step();
      optimizer.loadStateDict(
        new Map([...optimizer.stateDict()].map(([name, tensor]) => [name, ops.zeros(tensor.shape)])),
      );
      optimizer.dispose();
    });
    expect(counted).toBe(reads);
    for (const parameter of parameters) parameter.dispose();
  });
});

test("averages of weights", () => {
  scope(() => {
    const model = new nn.Sequential(new nn.Linear(3, 2), new nn.BatchNorm1d(2));
    const reads = onFakeGpu(() => {
      for (const average of [new optim.Ema(model.stateDict(), 0.9), new optim.Swa(model.stateDict())]) {
        average.update(1);
        average.dispose();
      }
    });
    expect(reads).toBe(0);
    model.dispose();
  });
});

test("the gradient scaler", () => {
  scope(() => {
    const x = leaf(3);
    const reads = onFakeGpu(() => {
      const scaler = new optim.GradScaler(FAKE_GPU);
      scaler.scale(x.sum()).backward();
      scaler.unscale([x.grad!]);
      scaler.update();
      scaler.dispose();
    });
    expect(reads).toBe(1);
  });
});
