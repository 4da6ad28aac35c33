import { describe, expect, test } from "vitest";
import "../../tests/support/allclose.js";
import { CheckpointError, ConfigError, ShapeError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import {
  BatchNorm1d,
  BatchNorm2d,
  Buffer,
  Conv1d,
  Conv2d,
  Dropout,
  Linear,
  Module,
  Parameter,
  ReLU,
  Sequential,
} from "./index.js";

class Block extends Module {
  readonly conv1: Conv1d;
  readonly bn1: BatchNorm1d;

  constructor() {
    super();
    this.conv1 = new Conv1d(2, 3, 3);
    this.bn1 = new BatchNorm1d(3);
  }

  forward(input: Tensor): Tensor {
    return this.bn1.forward(this.conv1.forward(input));
  }
}

class Model extends Module {
  readonly layerBlocks = [new Block(), new Block()];
  readonly scale = new Parameter(ops.ones([1]));
  readonly melMatrix = new Buffer(ops.zeros([4, 2]));
  readonly head = new Sequential(new Linear(3, 4), new ReLU(), new Dropout(0.1));

  forward(input: Tensor): Tensor {
    return this.head.forward(input).mul(this.scale);
  }
}

describe("Module", () => {
  test("names its state by fields: own parameters, own buffers, then children", () => {
    const model = new Model();
    const block = (i: number) =>
      [
        "conv1.weight",
        "conv1.bias",
        "bn1.weight",
        "bn1.bias",
        "bn1.running_mean",
        "bn1.running_var",
        "bn1.num_batches_tracked",
      ].map((name) => `layer_blocks.${i}.${name}`);
    expect([...model.stateDict().keys()]).toEqual([
      "scale",
      "mel_matrix",
      ...block(0),
      ...block(1),
      "head.0.weight",
      "head.0.bias",
    ]);
    expect([...model.namedBuffers()].map(([name]) => name)).toEqual([
      "mel_matrix",
      "layer_blocks.0.bn1.running_mean",
      "layer_blocks.0.bn1.running_var",
      "layer_blocks.0.bn1.num_batches_tracked",
      "layer_blocks.1.bn1.running_mean",
      "layer_blocks.1.bn1.running_var",
      "layer_blocks.1.bn1.num_batches_tracked",
    ]);
    expect(model.numParameters()).toBe(1 + 2 * (18 + 3 + 3 + 3) + 16);
    expect(model.parameters().every((parameter) => parameter.requiresGrad && parameter.isLeaf)).toBe(true);
    expect([...model.namedBuffers()].some(([, buffer]) => buffer.requiresGrad)).toBe(false);
  });

  test("a shared parameter is updated once and saved under both names", () => {
    const tied = new Linear(3, 3);
    const model = new Sequential(tied, new ReLU(), tied);
    expect([...model.stateDict().keys()]).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    expect([...model.namedParameters()].map(([name]) => name)).toEqual(["0.weight", "0.bias"]);
    expect(model.numParameters()).toBe(12);
  });

  test("train and eval reach every module", () => {
    const model = new Model();
    expect(model.eval()).toBe(model);
    expect([...model.modules()].map((module) => module.training)).toEqual(Array(11).fill(false));
    model.train();
    expect([...model.modules()].every((module) => module.training)).toBe(true);
  });

  test("a state dict can be loaded into another model, which then has the same outputs", () => {
    const from = new Block().eval();
    const to = new Block().eval();
    const x = ops.randn([2, 2, 9]);
    expect(() => expect(to.forward(x)).toBeAllclose(from.forward(x))).toThrow();
    to.loadStateDict(from.stateDict());
    expect(to.forward(x)).toBeAllclose(from.forward(x), { rtol: 0, atol: 0 });
    // The values are copied, not shared.
    from.conv1.bias!.detach().add_(1);
    expect(() => expect(to.conv1.bias!).toBeAllclose(from.conv1.bias!)).toThrow();
  });

  test("a state of another architecture is refused with all differences, and changes nothing", () => {
    const model = new Block();
    const before = model.conv1.bias!.toArray();
    const state = new Map(new Block().stateDict());
    state.delete("bn1.bias");
    state.set("conv1.weight", ops.zeros([5, 2, 3]));
    state.set("fc.weight", ops.zeros([1]));
    const load = () => model.loadStateDict(state, "last.safetensors");
    expect(load).toThrow(CheckpointError);
    expect(load).toThrow(
      "last.safetensors is of another architecture than this model: conv1.weight is [5, 2, 3], the model has [3, 2, 3]; " +
        "bn1.bias is missing; fc.weight is not in the model",
    );
    expect(model.conv1.bias!.toArray()).toEqual(before);
  });

  test("to() changes only floating tensors, in place", () => {
    const model = new Block();
    const { weight } = model.conv1;
    const values = weight.toArray();
    const live = addon.liveTensors();
    model.to({ dtype: "float64" });
    expect(addon.liveTensors()).toBe(live);
    expect(model.conv1.weight).toBe(weight);
    expect(weight.dtype).toBe("float64");
    expect(weight.requiresGrad && weight.isLeaf).toBe(true);
    expect(weight).toBeAllclose(Tensor.from(Float64Array.from(values as Float32Array), { shape: [3, 2, 3] }));
    expect(model.bn1.numBatchesTracked.dtype).toBe("int64");
    expect(model.bn1.runningMean.requiresGrad).toBe(false);
  });

  test("to() converts four-dimensional weights to channels last, also with one channel", () => {
    const model = new Sequential(new Conv2d(1, 4, 3), new BatchNorm2d(4), new Conv2d(4, 2, 3));
    const x = ops.randn([1, 1, 8, 8]);
    const before = model.eval().forward(x);
    model.to({ memoryFormat: "channels_last" });
    const [first, , , , , , , last] = model.stateDict().values();
    expect(first!.strides).toEqual([9, 1, 3, 1]);
    expect(last!.isChannelsLast).toBe(true);
    expect(model.forward(x)).toBeAllclose(before, { rtol: 1e-5, atol: 1e-6 });
  });

  test("dispose frees parameters and buffers", () => {
    const model = new Model();
    const before = addon.liveTensors();
    model.dispose();
    expect(addon.liveTensors()).toBe(before - 18);
    expect(() => model.scale.item()).toThrow(/freed/);
  });

  test("errors of layers name the expected and the actual shape", () => {
    expect(() => new Conv1d(3, 4, 3).forward(ops.zeros([2, 4, 9]))).toThrow(
      "Conv1d: weight [4, 3, 3] expects 3 channels in dimension 1, input [2, 4, 9] has 4",
    );
    expect(() => new Conv2d(3, 4, 3).forward(ops.zeros([9, 9]))).toThrow(ShapeError);
    expect(() => new BatchNorm2d(3).forward(ops.zeros([2, 3, 4]))).toThrow(/BatchNorm2d: .*\[2, 3, 4\]/);
    expect(() => new BatchNorm1d(3).forward(ops.zeros([2, 4]))).toThrow(ShapeError);
    expect(() => new Dropout(1.5)).toThrow(ConfigError);
    expect(() => new Dropout(Number.NaN)).toThrow("expected a probability from 0 to 1, got NaN");
  });

  test("batch norm refuses one value per channel in training, as PyTorch does, and accepts it in evaluation", () => {
    const norm = new BatchNorm2d(3);
    const one = ops.ones([1, 3, 1, 1]);
    expect(() => norm.forward(one)).toThrow(/BatchNorm2d: expected more than one value per channel/);
    expect(norm.runningVar.toNested()).toEqual([1, 1, 1]);
    expect(norm.numBatchesTracked.item()).toBe(0);
    expect(norm.eval().forward(one).shape).toEqual([1, 3, 1, 1]);
  });
});
