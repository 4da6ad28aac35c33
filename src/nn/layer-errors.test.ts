import { describe, expect, it } from "vitest";
import { ConfigError, DTypeError, ShapeError } from "../errors.js";
import { scope } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import {
  AdaptiveAvgPool2d,
  AvgPool2d,
  Conv1d,
  Conv2d,
  type ConvOptions,
  ConvTranspose1d,
  Dropout2d,
  DropPath,
  Embedding,
  GroupNorm,
  InstanceNorm1d,
  LayerNorm,
  Linear,
  MaxPool1d,
  PixelShuffle,
  PReLU,
  RMSNorm,
  Upsample,
  weightNorm,
} from "./index.js";

type Case = [string, () => unknown, string, new (...given: never[]) => Error];

const zeros = (...shape: number[]) => ops.zeros(shape);

describe("errors of layers name the expected and the actual numbers", () => {
  const CREATION: Case[] = [
    [
      "channels and groups",
      () => new Conv1d(40, 64, 3, { groups: 3 }),
      "Conv1d: inChannels: expected a multiple of groups=3, got 40",
      ShapeError,
    ],
    [
      "a kernel of too many axes",
      () => new Conv2d(1, 2, [3, 3, 3] as unknown as [number, number]),
      "Conv2d: kernelSize: expected a whole number from 1, or 2 of them, got [3,3,3]",
      ShapeError,
    ],
    [
      "a stride of 0",
      () => new ConvTranspose1d(1, 2, 3, { stride: 0 }),
      "ConvTranspose1d: stride: expected a whole number from 1, got 0",
      ShapeError,
    ],
    [
      "same with a stride",
      () => new Conv1d(1, 2, 3, { padding: "same", stride: 2 }),
      'Conv1d: padding "same" needs stride 1, got stride 2',
      ConfigError,
    ],
    [
      "an unknown padding",
      () => new Conv1d(1, 2, 3, { padding: "full" } as unknown as ConvOptions),
      "Conv1d: padding: expected numbers, same or valid, got full",
      ConfigError,
    ],
    [
      "an unknown padding mode",
      () => new Conv1d(1, 2, 3, { paddingMode: "wrap" } as unknown as ConvOptions),
      "Conv1d: paddingMode: expected zeros, reflect, replicate, circular, got wrap",
      ConfigError,
    ],
    [
      "a width of 0",
      () => new Linear(0, 3),
      "Linear: inFeatures: expected a whole number from 1, got 0",
      ShapeError,
    ],
    [
      "a row that is not there",
      () => new Embedding(5, 2, { paddingIdx: 5 }),
      "Embedding: paddingIdx: expected a row from -5 to 4, got 5",
      ShapeError,
    ],
    [
      "groups of channels",
      () => new GroupNorm(4, 6),
      "GroupNorm: numChannels: expected a multiple of numGroups=4, got 6",
      ShapeError,
    ],
    [
      "size and factor",
      () => new Upsample({ size: 3, scaleFactor: 2 }),
      "Upsample: expected either size or scaleFactor",
      ConfigError,
    ],
    [
      "output sizes of too few axes",
      () => new AdaptiveAvgPool2d([2] as unknown as [number, number]),
      "AdaptiveAvgPool2d: outputSize: expected a number or 2 of them, got [2]",
      ShapeError,
    ],
    [
      "no probability",
      () => new DropPath(-0.1),
      "DropPath: expected a probability from 0 to 1, got -0.1",
      ConfigError,
    ],
    [
      "a divisor of 0",
      () => new AvgPool2d(2, { divisorOverride: 0 }),
      "AvgPool2d: divisorOverride: expected a number other than 0, got 0",
      ConfigError,
    ],
    [
      "weight norm of what is no weight",
      () => weightNorm(new Linear(2, 3, { bias: false }), { name: "bias" }),
      "weightNorm: Linear has no parameter bias",
      ConfigError,
    ],
  ];
  const INPUTS: Case[] = [
    [
      "channels of an input",
      () => new Conv1d(40, 64, 3).forward(zeros(8, 80, 200)),
      "Conv1d: weight [64, 40, 3] expects 40 channels in dimension 1, input [8, 80, 200] has 80",
      ShapeError,
    ],
    [
      "channels of an input of a transposed convolution",
      () => new ConvTranspose1d(4, 6, 3).forward(zeros(8, 5, 20)),
      "ConvTranspose1d: weight [4, 6, 3] expects 4 channels in dimension 1, input [8, 5, 20] has 5",
      ShapeError,
    ],
    [
      "an output size that no input has",
      () => new ConvTranspose1d(1, 1, 3, { stride: 2 }).forward(zeros(1, 1, 4), [12]),
      "ConvTranspose1d: outputSize: expected sizes from [9] to [10] for input [1, 1, 4], got [12]",
      ShapeError,
    ],
    [
      "features of an input",
      () => new Linear(5, 7).forward(zeros(4, 6)),
      "Linear: weight [7, 5] expects 5 features in the last dimension, input [4, 6] has 6",
      ShapeError,
    ],
    [
      "indices that are no whole numbers",
      () => new Embedding(5, 2).forward(zeros(3)),
      "Embedding: expected indices of int64 or int32, input is float32",
      DTypeError,
    ],
    [
      "last dimensions",
      () => new LayerNorm([4, 6]).forward(zeros(2, 5, 6)),
      "LayerNorm: expected the last dimensions [4, 6], input is [2, 5, 6]",
      ShapeError,
    ],
    [
      "a last dimension",
      () => new RMSNorm(4).forward(zeros(2, 5)),
      "RMSNorm: expected the last dimensions [4], input is [2, 5]",
      ShapeError,
    ],
    [
      "channels of a group norm",
      () => new GroupNorm(2, 4).forward(zeros(2, 6, 3)),
      "GroupNorm: expected 2 or 3 or 4 or 5 dimensions with 4 channels in dimension 1, input is [2, 6, 3]",
      ShapeError,
    ],
    [
      "one value for each channel",
      () => new InstanceNorm1d(3).forward(zeros(2, 3, 1)),
      "InstanceNorm1d: expected more than one value per channel and example, input is [2, 3, 1]",
      ShapeError,
    ],
    [
      "dimensions of a pooling",
      () => new MaxPool1d(2).forward(zeros(2, 3, 4, 5)),
      "MaxPool1d: expected 2 or 3 dimensions, input is [2, 3, 4, 5]",
      ShapeError,
    ],
    [
      "dimensions of dropout",
      () => new Dropout2d().forward(zeros(2, 3, 4)),
      "Dropout2d: expected 4 dimensions, input is [2, 3, 4]",
      ShapeError,
    ],
    [
      "channels of slopes",
      () => new PReLU({ numParameters: 3 }).forward(zeros(2, 4)),
      "PReLU: weight [3] expects 3 channels in dimension 1, input [2, 4] has 4",
      ShapeError,
    ],
    [
      "channels that do not divide",
      () => new PixelShuffle(2).forward(zeros(1, 6, 2, 2)),
      "PixelShuffle: expected [..., C, H, W] with a multiple of 4 channels, input is [1, 6, 2, 2]",
      ShapeError,
    ],
    [
      "axes of an interpolation",
      () => new Upsample({ scaleFactor: [2, 3], mode: "linear" }).forward(zeros(1, 2, 3)),
      "Upsample: scaleFactor: expected a positive number, or 1 of them, got [2,3]",
      ConfigError,
    ],
    [
      "dimensions of an interpolation",
      () => new Upsample({ scaleFactor: 2, mode: "bilinear" }).forward(zeros(1, 2, 3)),
      "Upsample: expected 4 dimensions, input is [1, 2, 3]",
      ShapeError,
    ],
  ];

  it.each([...CREATION, ...INPUTS])("%s", (_, body, message, kind) => {
    const run = (): unknown => scope(() => void body());
    expect(run).toThrow(message);
    expect(run).toThrow(kind);
  });
});
