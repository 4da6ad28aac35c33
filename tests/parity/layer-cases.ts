// Layers with their counterparts in PyTorch, and inputs. The numbers are compared in src/nn, their ONNX in src/export/onnx.
import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  Dropout,
  Dropout1d,
  Dropout2d,
  DropPath,
  ELU,
  Embedding,
  Flatten,
  GELU,
  GLU,
  GroupNorm,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  Identity,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LayerNorm,
  LeakyReLU,
  Linear,
  LogSigmoid,
  LogSoftmax,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  Mish,
  type Module,
  PixelShuffle,
  PixelUnshuffle,
  PReLU,
  ReLU,
  ReLU6,
  RMSNorm,
  SELU,
  Sequential,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  SqueezeExcitation,
  Tanh,
  Unflatten,
  Upsample,
  weightNorm,
} from "../../src/nn/index.js";
import { Tensor } from "../../src/tensor/index.js";
import { ATTENTION_CASES } from "./attention-cases.js";
import type { LayerCase } from "./layer.js";
import { RECURRENT_CASES, RECURRENT_DEFINITIONS } from "./recurrent-cases.js";

/** Layers that torch lacks, as their packages define them. */
const DEFINITIONS = `
class SqueezeExcitation(nn.Module):  # torchvision 0.28
    def __init__(self, input_channels, squeeze_channels, activation=nn.ReLU, scale_activation=nn.Sigmoid):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(input_channels, squeeze_channels, 1)
        self.fc2 = nn.Conv2d(squeeze_channels, input_channels, 1)
        self.activation = activation()
        self.scale_activation = scale_activation()
    def forward(self, input):
        scale = self.avgpool(input)
        scale = self.fc1(scale)
        scale = self.activation(scale)
        scale = self.fc2(scale)
        return self.scale_activation(scale) * input

class DropPath(nn.Module):  # timm 1.0
    def __init__(self, drop_prob=0.0):
        super().__init__()
        self.drop_prob = drop_prob
    def forward(self, x):
        if self.drop_prob == 0.0 or not self.training:
            return x
        keep_prob = 1 - self.drop_prob
        shape = (x.shape[0],) + (1,) * (x.ndim - 1)
        random_tensor = x.new_empty(shape).bernoulli_(keep_prob)
        if keep_prob > 0.0:
            random_tensor.div_(keep_prob)
        return x * random_tensor

weight_norm = nn.utils.parametrizations.weight_norm
`;

/** [layer, torch, input] with defaults for the rest. */
const of = (layer: () => Module, torch: string, input: readonly number[], more: Partial<LayerCase> = {}) => ({
  layer,
  torch,
  input,
  ...more,
});

const CONVOLUTIONS: Record<string, LayerCase> = {
  "Linear on [B, in]": of(() => new Linear(5, 7), "nn.Linear(5, 7)", [4, 5]),
  "Linear on [B, T, in] without bias": of(
    () => new Linear(5, 3, { bias: false }),
    "nn.Linear(5, 3, bias=False)",
    [2, 4, 5],
  ),
  Conv1d: of(() => new Conv1d(3, 6, 5), "nn.Conv1d(3, 6, 5)", [2, 3, 20]),
  "Conv1d with every option": of(
    () => new Conv1d(4, 6, 3, { stride: 2, padding: 3, dilation: 2, groups: 2, bias: false }),
    "nn.Conv1d(4, 6, 3, stride=2, padding=3, dilation=2, groups=2, bias=False)",
    [2, 4, 21],
  ),
  "Conv1d on one clip": of(() => new Conv1d(3, 6, 5), "nn.Conv1d(3, 6, 5)", [3, 20]),
  "Conv1d, same": of(
    () => new Conv1d(3, 4, 4, { padding: "same", dilation: 3 }),
    "nn.Conv1d(3, 4, 4, padding='same', dilation=3)",
    [2, 3, 20],
  ),
  "Conv1d, reflected": of(
    () => new Conv1d(3, 4, 4, { padding: "same", paddingMode: "reflect" }),
    "nn.Conv1d(3, 4, 4, padding='same', padding_mode='reflect')",
    [2, 3, 20],
  ),
  "Conv1d, circular": of(
    () => new Conv1d(3, 4, 4, { padding: 3, paddingMode: "circular", stride: 2 }),
    "nn.Conv1d(3, 4, 4, padding=3, padding_mode='circular', stride=2)",
    [2, 3, 20],
  ),
  Conv2d: of(() => new Conv2d(3, 4, 3), "nn.Conv2d(3, 4, 3)", [2, 3, 8, 9]),
  "Conv2d with every option, a number each": of(
    () => new Conv2d(4, 6, 3, { stride: 2, padding: 2, dilation: 2, groups: 2 }),
    "nn.Conv2d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2)",
    [2, 4, 9, 10],
  ),
  "Conv2d with every option, one an axis": of(
    () => new Conv2d(2, 4, [3, 2], { stride: [2, 1], padding: [0, 1], dilation: [1, 2], bias: false }),
    "nn.Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(0, 1), dilation=(1, 2), bias=False)",
    [2, 2, 9, 8],
  ),
  "Conv2d, depthwise": of(
    () => new Conv2d(4, 4, 3, { padding: 1, groups: 4 }),
    "nn.Conv2d(4, 4, 3, padding=1, groups=4)",
    [2, 4, 6, 6],
  ),
  "Conv2d, valid": of(
    () => new Conv2d(2, 3, 3, { padding: "valid", stride: 2 }),
    "nn.Conv2d(2, 3, 3, padding='valid', stride=2)",
    [2, 2, 6, 7],
  ),
  "Conv2d, replicated": of(
    () => new Conv2d(2, 3, [3, 2], { padding: [2, 1], paddingMode: "replicate" }),
    "nn.Conv2d(2, 3, (3, 2), padding=(2, 1), padding_mode='replicate')",
    [2, 2, 6, 7],
  ),
  "Conv2d, circular": of(
    () => new Conv2d(2, 3, [3, 2], { padding: [2, 1], paddingMode: "circular" }),
    "nn.Conv2d(2, 3, (3, 2), padding=(2, 1), padding_mode='circular')",
    [2, 2, 6, 7],
  ),
  "Conv3d with every option": of(
    () => new Conv3d(2, 4, [3, 2, 1], { stride: [1, 2, 1], padding: 1, dilation: [2, 1, 1], groups: 2 }),
    "nn.Conv3d(2, 4, (3, 2, 1), stride=(1, 2, 1), padding=1, dilation=(2, 1, 1), groups=2)",
    [2, 2, 6, 5, 4],
  ),
  ConvTranspose1d: of(() => new ConvTranspose1d(4, 6, 5), "nn.ConvTranspose1d(4, 6, 5)", [2, 4, 9]),
  "ConvTranspose1d with every option": of(
    () =>
      new ConvTranspose1d(4, 6, 3, {
        ...{ stride: 3, padding: 1, outputPadding: 2, groups: 2, dilation: 2, bias: false },
      }),
    "nn.ConvTranspose1d(4, 6, 3, stride=3, padding=1, output_padding=2, groups=2, dilation=2, bias=False)",
    [2, 4, 9],
  ),
  "ConvTranspose1d to a size": of(
    () => new ConvTranspose1d(2, 3, 3, { stride: 2, padding: 1 }),
    "nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1)",
    [2, 2, 7],
    {
      call: (layer: ConvTranspose1d, x) => layer.forward(x!, [14]),
      torchCall: "model(*x, output_size=[14])",
      dynamic: [0],
    },
  ),
  "ConvTranspose2d with every option": of(
    () =>
      new ConvTranspose2d(4, 2, [3, 2], {
        ...{ stride: [2, 1], padding: [1, 0], outputPadding: [1, 0], groups: 2, dilation: [1, 2] },
      }),
    "nn.ConvTranspose2d(4, 2, (3, 2), stride=(2, 1), padding=(1, 0), output_padding=(1, 0), groups=2, dilation=(1, 2))",
    [2, 4, 5, 6],
  ),
  ConvTranspose3d: of(
    () => new ConvTranspose3d(2, 3, [2, 3, 2], { stride: 2 }),
    "nn.ConvTranspose3d(2, 3, (2, 3, 2), stride=2)",
    [2, 2, 3, 2, 3],
  ),
  Embedding: of(() => new Embedding(7, 4), "nn.Embedding(7, 4)", [], {
    input: () => [Tensor.from([1, 6, 0, 3, 3, 1], { shape: [2, 3], dtype: "int64" })],
  }),
  "Embedding with padding, gradients by frequency": of(
    () => new Embedding(7, 4, { paddingIdx: -4, scaleGradByFreq: true }),
    "nn.Embedding(7, 4, padding_idx=-4, scale_grad_by_freq=True)",
    [],
    { input: () => [Tensor.from([1, 6, 0, 3, 3, 1], { shape: [2, 3], dtype: "int64" })] },
  ),
  "weight norm of Conv1d": of(
    () => weightNorm(new Conv1d(3, 4, 3)),
    "weight_norm(nn.Conv1d(3, 4, 3))",
    [2, 3, 9],
  ),
  "weight norm of Linear, one norm": of(
    () => weightNorm(new Linear(5, 3), { dim: null }),
    "weight_norm(nn.Linear(5, 3), dim=None)",
    [4, 5],
  ),
  "weight norm of ConvTranspose2d, second dimension": of(
    () => weightNorm(new ConvTranspose2d(2, 3, 2, { bias: false }), { dim: 1 }),
    "weight_norm(nn.ConvTranspose2d(2, 3, 2, bias=False), dim=1)",
    [2, 2, 4, 5],
  ),
};

const NORMS: Record<string, LayerCase> = {
  "BatchNorm1d on [B, C], three steps": of(() => new BatchNorm1d(5), "nn.BatchNorm1d(5)", [6, 5], {
    numSteps: 3,
  }),
  "BatchNorm1d on [B, C, T], own eps and momentum": of(
    () => new BatchNorm1d(3, { eps: 1e-2, momentum: 0.4 }),
    "nn.BatchNorm1d(3, eps=1e-2, momentum=0.4)",
    [4, 3, 7],
    { numSteps: 3 },
  ),
  "BatchNorm1d in evaluation": of(() => new BatchNorm1d(3), "nn.BatchNorm1d(3)", [4, 3, 7], { isEval: true }),
  "BatchNorm2d, three steps": of(() => new BatchNorm2d(3), "nn.BatchNorm2d(3)", [4, 3, 5, 6], {
    numSteps: 3,
  }),
  "BatchNorm2d, own eps and momentum": of(
    () => new BatchNorm2d(3, { eps: 0.1, momentum: 0.7 }),
    "nn.BatchNorm2d(3, eps=0.1, momentum=0.7)",
    [4, 3, 5, 6],
    { numSteps: 2 },
  ),
  "BatchNorm2d in evaluation": of(
    () => new BatchNorm2d(3, { eps: 0.1 }),
    "nn.BatchNorm2d(3, eps=0.1)",
    [1, 3, 5, 6],
    { isEval: true },
  ),
  "BatchNorm3d, two steps": of(() => new BatchNorm3d(3), "nn.BatchNorm3d(3)", [2, 3, 2, 3, 4], {
    numSteps: 2,
  }),
  "BatchNorm3d in evaluation": of(() => new BatchNorm3d(3), "nn.BatchNorm3d(3)", [2, 3, 2, 3, 4], {
    isEval: true,
  }),
  LayerNorm: of(() => new LayerNorm(6), "nn.LayerNorm(6)", [3, 4, 6]),
  "LayerNorm over two dimensions, own eps": of(
    () => new LayerNorm([4, 6], { eps: 0.05 }),
    "nn.LayerNorm([4, 6], eps=0.05)",
    [3, 4, 6],
  ),
  "LayerNorm without bias": of(
    () => new LayerNorm(6, { bias: false }),
    "nn.LayerNorm(6, bias=False)",
    [3, 4, 6],
  ),
  "LayerNorm without weights": of(
    () => new LayerNorm(6, { elementwiseAffine: false }),
    "nn.LayerNorm(6, elementwise_affine=False)",
    [3, 4, 6],
  ),
  RMSNorm: of(() => new RMSNorm(6), "nn.RMSNorm(6)", [3, 4, 6]),
  "RMSNorm over two dimensions, own eps": of(
    () => new RMSNorm([4, 6], { eps: 0.05, elementwiseAffine: false }),
    "nn.RMSNorm([4, 6], eps=0.05, elementwise_affine=False)",
    [3, 4, 6],
  ),
  GroupNorm: of(() => new GroupNorm(2, 6), "nn.GroupNorm(2, 6)", [3, 6, 5]),
  "GroupNorm without weights": of(
    () => new GroupNorm(3, 6, { eps: 0.01, affine: false }),
    "nn.GroupNorm(3, 6, eps=0.01, affine=False)",
    [3, 6, 4, 5],
  ),
  InstanceNorm1d: of(() => new InstanceNorm1d(3), "nn.InstanceNorm1d(3)", [2, 3, 7]),
  "InstanceNorm1d on one clip": of(
    () => new InstanceNorm1d(3, { affine: true }),
    "nn.InstanceNorm1d(3, affine=True)",
    [3, 7],
    { dynamic: [-1] },
  ),
  "InstanceNorm2d with running statistics": of(
    () => new InstanceNorm2d(3, { affine: true, trackRunningStats: true, eps: 0.01, momentum: 0.3 }),
    "nn.InstanceNorm2d(3, affine=True, track_running_stats=True, eps=0.01, momentum=0.3)",
    [2, 3, 4, 5],
    { numSteps: 2 },
  ),
  "InstanceNorm2d by running statistics": of(
    () => new InstanceNorm2d(3, { trackRunningStats: true }),
    "nn.InstanceNorm2d(3, track_running_stats=True)",
    [2, 3, 4, 5],
    { isEval: true },
  ),
  InstanceNorm3d: of(
    () => new InstanceNorm3d(2, { affine: true }),
    "nn.InstanceNorm3d(2, affine=True)",
    [2, 2, 3, 4, 2],
  ),
};

const ACTIVATIONS: Record<string, LayerCase> = Object.fromEntries(
  (
    [
      [() => new ReLU(), "nn.ReLU()"],
      [() => new ReLU6(), "nn.ReLU6()"],
      [() => new LeakyReLU(), "nn.LeakyReLU()"],
      [() => new LeakyReLU({ negativeSlope: 0.2 }), "nn.LeakyReLU(0.2)"],
      [() => new PReLU(), "nn.PReLU()"],
      [() => new PReLU({ numParameters: 4, init: 0.1 }), "nn.PReLU(4, init=0.1)"],
      [() => new ELU(), "nn.ELU()"],
      [() => new ELU({ alpha: 0.5 }), "nn.ELU(0.5)"],
      [() => new SELU(), "nn.SELU()"],
      [() => new GELU(), "nn.GELU()"],
      [() => new GELU({ approximate: "tanh" }), "nn.GELU(approximate='tanh')"],
      [() => new SiLU(), "nn.SiLU()"],
      [() => new Mish(), "nn.Mish()"],
      [() => new Hardswish(), "nn.Hardswish()"],
      [() => new Hardsigmoid(), "nn.Hardsigmoid()"],
      [() => new Hardtanh(), "nn.Hardtanh()"],
      [() => new Hardtanh({ minVal: -0.5, maxVal: 2 }), "nn.Hardtanh(-0.5, 2)"],
      [() => new Sigmoid(), "nn.Sigmoid()"],
      [() => new LogSigmoid(), "nn.LogSigmoid()"],
      [() => new Tanh(), "nn.Tanh()"],
      [() => new Softplus(), "nn.Softplus()"],
      [() => new Softplus({ beta: 2, threshold: 3 }), "nn.Softplus(beta=2, threshold=3)"],
      [() => new Softmax({ dim: 1 }), "nn.Softmax(dim=1)"],
      [() => new LogSoftmax({ dim: -1 }), "nn.LogSoftmax(dim=-1)"],
      [() => new GLU(), "nn.GLU()"],
      [() => new GLU({ dim: 1 }), "nn.GLU(dim=1)"],
      [() => new Identity(), "nn.Identity()"],
    ] as const
  ).map(([layer, torch]) => {
    // From -6 to 6 and more: both ends of every piece.
    const scaled = { call: (one: Module, x: Tensor) => (one as Sequential).forward(x.mul(3)) };
    return [torch, { ...of(layer, torch, [3, 4, 10], scaled), torchCall: "model(x[0] * 3)" }];
  }),
);

const POOLINGS: Record<string, LayerCase> = Object.fromEntries(
  (
    [
      [() => new MaxPool1d(3), "nn.MaxPool1d(3)", [2, 3, 10]],
      [
        () => new MaxPool1d(3, { stride: 2, padding: 1, dilation: 2, ceilMode: true }),
        "nn.MaxPool1d(3, stride=2, padding=1, dilation=2, ceil_mode=True)",
        [2, 3, 10],
      ],
      [() => new MaxPool2d(2), "nn.MaxPool2d(2)", [2, 3, 7, 8]],
      [
        () => new MaxPool2d([3, 2], { stride: [2, 1], padding: [1, 1] }),
        "nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 1))",
        [2, 3, 7, 8],
      ],
      [
        () => new MaxPool3d([2, 1, 2], { stride: 2, ceilMode: true }),
        "nn.MaxPool3d((2, 1, 2), stride=2, ceil_mode=True)",
        [2, 3, 3, 4, 5],
      ],
      [() => new AvgPool1d(3), "nn.AvgPool1d(3)", [2, 3, 10]],
      [
        () => new AvgPool1d(4, { stride: 3, padding: 2, ceilMode: true, countIncludePad: false }),
        "nn.AvgPool1d(4, stride=3, padding=2, ceil_mode=True, count_include_pad=False)",
        [2, 3, 10],
      ],
      [() => new AvgPool2d([2, 3]), "nn.AvgPool2d((2, 3))", [2, 3, 7, 8]],
      [
        () => new AvgPool2d(3, { stride: 2, padding: 1 }),
        "nn.AvgPool2d(3, stride=2, padding=1)",
        [2, 3, 7, 8],
      ],
      [() => new AvgPool2d(2, { divisorOverride: 3 }), "nn.AvgPool2d(2, divisor_override=3)", [2, 3, 7, 8]],
      [
        () => new AvgPool3d(2, { stride: [1, 2, 1], padding: 1, countIncludePad: false }),
        "nn.AvgPool3d(2, stride=(1, 2, 1), padding=1, count_include_pad=False)",
        [2, 3, 3, 4, 5],
      ],
      [() => new AdaptiveAvgPool1d(4), "nn.AdaptiveAvgPool1d(4)", [2, 3, 10]],
      [() => new AdaptiveAvgPool1d(1), "nn.AdaptiveAvgPool1d(1)", [2, 3, 10]],
      [() => new AdaptiveAvgPool2d([2, 3]), "nn.AdaptiveAvgPool2d((2, 3))", [2, 3, 7, 8]],
      [() => new AdaptiveAvgPool2d([null, 1]), "nn.AdaptiveAvgPool2d((None, 1))", [2, 3, 7, 8]],
      [() => new AdaptiveAvgPool2d(1), "nn.AdaptiveAvgPool2d(1)", [2, 3, 7, 8]],
      [() => new AdaptiveMaxPool1d(4), "nn.AdaptiveMaxPool1d(4)", [2, 3, 10]],
      [() => new AdaptiveMaxPool2d([3, null]), "nn.AdaptiveMaxPool2d((3, None))", [2, 3, 7, 8]],
      [() => new AdaptiveMaxPool2d(1), "nn.AdaptiveMaxPool2d(1)", [2, 3, 7, 8]],
    ] as const
  ).map(([layer, torch, input]) => [torch, of(layer, torch, input)]),
);

const RESHAPING: Record<string, LayerCase> = Object.fromEntries(
  (
    [
      [() => new Flatten(), "nn.Flatten()", [2, 3, 4, 5]],
      [() => new Flatten({ startDim: 2, endDim: 3 }), "nn.Flatten(2, 3)", [2, 3, 4, 5]],
      [() => new Unflatten(1, [2, -1]), "nn.Unflatten(1, (2, -1))", [2, 6, 4]],
      [() => new PixelShuffle(2), "nn.PixelShuffle(2)", [2, 8, 3, 4]],
      [() => new PixelUnshuffle(2), "nn.PixelUnshuffle(2)", [2, 2, 6, 4]],
      [() => new Upsample({ scaleFactor: 2 }), "nn.Upsample(scale_factor=2)", [2, 3, 5]],
      [() => new Upsample({ size: 8 }), "nn.Upsample(size=8)", [2, 3, 5]],
      [() => new Upsample({ scaleFactor: [1.7, 0.6] }), "nn.Upsample(scale_factor=(1.7, 0.6))", [2, 3, 5, 6]],
      [
        () => new Upsample({ scaleFactor: 2.5, mode: "linear" }),
        "nn.Upsample(scale_factor=2.5, mode='linear')",
        [2, 3, 5],
      ],
      [
        () => new Upsample({ size: 9, mode: "linear", alignCorners: true }),
        "nn.Upsample(size=9, mode='linear', align_corners=True)",
        [2, 3, 5],
      ],
      [
        () => new Upsample({ scaleFactor: 2, mode: "bilinear" }),
        "nn.Upsample(scale_factor=2, mode='bilinear')",
        [2, 3, 5, 4],
      ],
      [
        () => new Upsample({ size: [7, 3], mode: "bilinear", alignCorners: true }),
        "nn.Upsample(size=(7, 3), mode='bilinear', align_corners=True)",
        [2, 3, 5, 4],
      ],
      [
        () => new Upsample({ scaleFactor: 2, mode: "bicubic" }),
        "nn.Upsample(scale_factor=2, mode='bicubic')",
        [2, 3, 5, 4],
      ],
    ] as const
  ).map(([layer, torch, input]) => [torch, of(layer, torch, input)]),
);

const BLOCKS: Record<string, LayerCase> = {
  "Dropout: the mask of the same seed": of(() => new Dropout(0.3), "nn.Dropout(0.3)", [20, 30], {
    numSteps: 2,
  }),
  "Dropout in evaluation": of(() => new Dropout(0.3), "nn.Dropout(0.3)", [4, 5], { isEval: true }),
  Dropout1d: of(() => new Dropout1d(0.4), "nn.Dropout1d(0.4)", [5, 6, 3], { numSteps: 2 }),
  Dropout2d: of(() => new Dropout2d(0.4), "nn.Dropout2d(0.4)", [5, 6, 3, 2], { numSteps: 2 }),
  "Dropout2d in evaluation": of(() => new Dropout2d(0.4), "nn.Dropout2d(0.4)", [5, 6, 3, 2], {
    isEval: true,
  }),
  DropPath: of(() => new DropPath(0.4), "DropPath(0.4)", [12, 6, 3], { numSteps: 2 }),
  "DropPath of every example": of(() => new DropPath(1), "DropPath(1.0)", [5, 6]),
  "DropPath in evaluation": of(() => new DropPath(0.4), "DropPath(0.4)", [5, 6, 3], { isEval: true }),
  SqueezeExcitation: of(() => new SqueezeExcitation(6, 2), "SqueezeExcitation(6, 2)", [2, 6, 4, 5]),
  "SqueezeExcitation with other activations": of(
    () => new SqueezeExcitation(6, 2, { activation: new SiLU(), scaleActivation: new Hardsigmoid() }),
    "SqueezeExcitation(6, 2, nn.SiLU, nn.Hardsigmoid)",
    [2, 6, 4, 5],
  ),
  "a nested Sequential": of(
    () =>
      new Sequential(
        new Sequential(new Conv2d(1, 4, 3, { padding: 1, bias: false }), new BatchNorm2d(4), new ReLU()),
        new MaxPool2d(2),
        new Flatten(),
        new Dropout(0.5),
        new Linear(4 * 3 * 4, 5),
        new LayerNorm(5),
      ),
    `nn.Sequential(
      nn.Sequential(nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU()),
      nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.5), nn.Linear(48, 5), nn.LayerNorm(5))`,
    [3, 1, 6, 8],
    { numSteps: 2 },
  ),
};

export const ALL_DEFINITIONS = DEFINITIONS + RECURRENT_DEFINITIONS;

/** Cases whose layers take an input of any length along their last axis. */
const ofAnyLength = (cases: Record<string, LayerCase>, except: RegExp) =>
  Object.fromEntries(
    Object.entries(cases).map(([name, one]) => [
      name,
      except.test(one.torch) ? one : { dynamic: [0, -1], ...one },
    ]),
  );

/** Cases of time steps and sequences. */
const ofAnySize = (cases: Record<string, LayerCase>) =>
  Object.fromEntries(
    Object.entries(cases).map(([name, one]) => [name, { ...one, dynamic: /Cell/.test(name) ? [0] : [0, 1] }]),
  );

export const ALL_CASES: Record<string, LayerCase> = {
  ...ofAnyLength(CONVOLUTIONS, /Linear|Embedding/),
  ...NORMS,
  ...ofAnyLength(ACTIVATIONS, /GLU\(\)/),
  ...ofAnyLength(POOLINGS, /Adaptive.*(\(4|3\)|\(3)/),
  ...ofAnyLength(RESHAPING, /PixelUnshuffle/),
  ...BLOCKS,
  ...ofAnySize(RECURRENT_CASES),
  ...ofAnySize(ATTENTION_CASES),
};
