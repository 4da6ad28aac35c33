// Written by `npm run generate` from the schemas of libtorch 2.13.0. Do not edit.
import type { Device, DType, Layout, MemoryFormat } from "./dtype.js";
import type { Tensor } from "./tensor.js";
import type { NativeObject } from "./operator.js";
import type { Scalar, TensorList } from "./values.js";

/** Public ATen operators as functions. */
export interface Functions {
  abs(self: Tensor): Tensor;
  abs_(self: Tensor): Tensor;
  absolute(self: Tensor): Tensor;
  absolute_(self: Tensor): Tensor;
  acos(self: Tensor): Tensor;
  acos_(self: Tensor): Tensor;
  acosh(self: Tensor): Tensor;
  acosh_(self: Tensor): Tensor;
  adaptiveAvgPool1d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  adaptiveAvgPool2d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  adaptiveAvgPool3d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  adaptiveMaxPool1d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  adaptiveMaxPool2d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  adaptiveMaxPool2dBackward(gradOutput: Tensor, self: Tensor, indices: Tensor): Tensor;
  adaptiveMaxPool3d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  adaptiveMaxPool3dBackward(gradOutput: Tensor, self: Tensor, indices: Tensor): Tensor;
  add(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  add(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  add(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  add_(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  add_(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  add_(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  addbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  addbmm_(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  addcdiv(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
  addcdiv_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
  addcmul(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
  addcmul_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
  addmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  addmm(self: Tensor, mat1: Tensor, mat2: Tensor, outDtype: DType, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  addmm_(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  addmv(self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  addmv_(self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  addr(self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  addr_(self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  adjoint(self: Tensor): Tensor;
  affineGridGenerator(theta: Tensor, size: readonly number[], alignCorners: boolean): Tensor;
  affineGridGeneratorBackward(grad: Tensor, size: readonly number[], alignCorners: boolean): Tensor;
  alias(self: Tensor): Tensor;
  aliasCopy(self: Tensor): Tensor;
  all(self: Tensor): Tensor;
  all(self: Tensor, dim: number, keepdim?: boolean): Tensor;
  all(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): Tensor;
  all(self: Tensor, dim?: readonly number[] | null, keepdim?: boolean): Tensor;
  all(self: Tensor, options: { dim?: readonly number[] | null | undefined; keepdim?: boolean | undefined }): Tensor;
  allclose(self: Tensor, other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): boolean;
  allclose(self: Tensor, other: Tensor, options: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): boolean;
  alphaDropout(input: Tensor, p: number, train: boolean): Tensor;
  alphaDropout_(self: Tensor, p: number, train: boolean): Tensor;
  amax(self: Tensor, dim?: number | readonly number[], keepdim?: boolean): Tensor;
  amax(self: Tensor, options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
  amin(self: Tensor, dim?: number | readonly number[], keepdim?: boolean): Tensor;
  amin(self: Tensor, options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
  aminmax(self: Tensor, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  angle(self: Tensor): Tensor;
  any(self: Tensor): Tensor;
  any(self: Tensor, dim: number, keepdim?: boolean): Tensor;
  any(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): Tensor;
  any(self: Tensor, dim?: readonly number[] | null, keepdim?: boolean): Tensor;
  any(self: Tensor, options: { dim?: readonly number[] | null | undefined; keepdim?: boolean | undefined }): Tensor;
  arange(end: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  arange(start: Scalar, end: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  arange(start: Scalar, end: Scalar, step?: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  arange(start: Scalar, end: Scalar, options: { step?: Scalar | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  arccos(self: Tensor): Tensor;
  arccos_(self: Tensor): Tensor;
  arccosh(self: Tensor): Tensor;
  arccosh_(self: Tensor): Tensor;
  arcsin(self: Tensor): Tensor;
  arcsin_(self: Tensor): Tensor;
  arcsinh(self: Tensor): Tensor;
  arcsinh_(self: Tensor): Tensor;
  arctan(self: Tensor): Tensor;
  arctan2(self: Tensor, other: Tensor): Tensor;
  arctan2_(self: Tensor, other: Tensor): Tensor;
  arctan_(self: Tensor): Tensor;
  arctanh(self: Tensor): Tensor;
  arctanh_(self: Tensor): Tensor;
  argmax(self: Tensor, dim?: number | null, keepdim?: boolean): Tensor;
  argmax(self: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
  argmin(self: Tensor, dim?: number | null, keepdim?: boolean): Tensor;
  argmin(self: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
  argsort(self: Tensor, dim?: number, descending?: boolean): Tensor;
  argsort(self: Tensor, options: { dim?: number | undefined; descending?: boolean | undefined }): Tensor;
  argsort(self: Tensor, options: { stable: boolean; dim?: number | undefined; descending?: boolean | undefined }): Tensor;
  argwhere(self: Tensor): Tensor;
  asStrided(self: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
  asStrided(self: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
  asStrided_(self: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
  asStrided_(self: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
  asStridedCopy(self: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
  asStridedCopy(self: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
  asStridedScatter(self: Tensor, src: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
  asStridedScatter(self: Tensor, src: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
  asin(self: Tensor): Tensor;
  asin_(self: Tensor): Tensor;
  asinh(self: Tensor): Tensor;
  asinh_(self: Tensor): Tensor;
  atan(self: Tensor): Tensor;
  atan2(self: Tensor, other: Tensor): Tensor;
  atan2_(self: Tensor, other: Tensor): Tensor;
  atan_(self: Tensor): Tensor;
  atanh(self: Tensor): Tensor;
  atanh_(self: Tensor): Tensor;
  atleast1d(self: Tensor): Tensor;
  atleast1d(tensors: TensorList): Tensor[];
  atleast2d(self: Tensor): Tensor;
  atleast2d(tensors: TensorList): Tensor[];
  atleast3d(self: Tensor): Tensor;
  atleast3d(tensors: TensorList): Tensor[];
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean): Tensor;
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined }): Tensor;
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
  avgPool2dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
  avgPool3dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, outDtype: DType, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  baddbmm_(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  bartlettWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  bartlettWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  batchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
  batchNormBackward(gradOut: Tensor, input: Tensor, weight: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, saveMean: Tensor | null, saveVar: Tensor | null, update: boolean, eps: number, outputMask: readonly boolean[], reserve: Tensor): [Tensor, Tensor, Tensor];
  batchNormBackwardElemt(gradOut: Tensor, input: Tensor, mean: Tensor, invstd: Tensor, weight: Tensor | null, sumDy: Tensor, sumDyXmu: Tensor, count: Tensor): Tensor;
  batchNormBackwardReduce(gradOut: Tensor, input: Tensor, mean: Tensor, invstd: Tensor, weight: Tensor | null, inputG: boolean, weightG: boolean, biasG: boolean): [Tensor, Tensor, Tensor, Tensor];
  batchNormElemt(input: Tensor, weight: Tensor | null, bias: Tensor | null, mean: Tensor, invstd: Tensor, eps: number): Tensor;
  batchNormGatherStats(input: Tensor, mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, count: number): [Tensor, Tensor];
  batchNormGatherStatsWithCounts(input: Tensor, mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, counts: Tensor): [Tensor, Tensor];
  batchNormStats(input: Tensor, eps: number): [Tensor, Tensor];
  batchNormUpdateStats(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number): [Tensor, Tensor];
  bernoulli(self: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  bernoulli(self: Tensor, p: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  bernoulli(self: Tensor, p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  bernoulli_(self: Tensor, p: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  bernoulli_(self: Tensor, p?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  bernoulli_(self: Tensor, options: { p?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined }): Tensor;
  binaryCrossEntropy(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number): Tensor;
  binaryCrossEntropy(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
  binaryCrossEntropyBackward(gradOutput: Tensor, self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number): Tensor;
  binaryCrossEntropyBackward(gradOutput: Tensor, self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
  binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, weight?: Tensor | null, posWeight?: Tensor | null, reduction?: number): Tensor;
  binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; posWeight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
  bincount(self: Tensor, weights?: Tensor | null, minlength?: number): Tensor;
  bincount(self: Tensor, options: { weights?: Tensor | null | undefined; minlength?: number | undefined }): Tensor;
  binomial(count: Tensor, prob: Tensor, generator?: NativeObject | null): Tensor;
  binomial(count: Tensor, prob: Tensor, options: { generator?: NativeObject | null | undefined }): Tensor;
  bitwiseAnd(self: Scalar, other: Tensor): Tensor;
  bitwiseAnd(self: Tensor, other: Tensor): Tensor;
  bitwiseAnd(self: Tensor, other: Scalar): Tensor;
  bitwiseAnd_(self: Tensor, other: Tensor): Tensor;
  bitwiseAnd_(self: Tensor, other: Scalar): Tensor;
  bitwiseLeftShift(self: Scalar, other: Tensor): Tensor;
  bitwiseLeftShift(self: Tensor, other: Tensor): Tensor;
  bitwiseLeftShift(self: Tensor, other: Scalar): Tensor;
  bitwiseLeftShift_(self: Tensor, other: Tensor): Tensor;
  bitwiseLeftShift_(self: Tensor, other: Scalar): Tensor;
  bitwiseNot(self: Tensor): Tensor;
  bitwiseNot_(self: Tensor): Tensor;
  bitwiseOr(self: Scalar, other: Tensor): Tensor;
  bitwiseOr(self: Tensor, other: Tensor): Tensor;
  bitwiseOr(self: Tensor, other: Scalar): Tensor;
  bitwiseOr_(self: Tensor, other: Tensor): Tensor;
  bitwiseOr_(self: Tensor, other: Scalar): Tensor;
  bitwiseRightShift(self: Scalar, other: Tensor): Tensor;
  bitwiseRightShift(self: Tensor, other: Tensor): Tensor;
  bitwiseRightShift(self: Tensor, other: Scalar): Tensor;
  bitwiseRightShift_(self: Tensor, other: Tensor): Tensor;
  bitwiseRightShift_(self: Tensor, other: Scalar): Tensor;
  bitwiseXor(self: Scalar, other: Tensor): Tensor;
  bitwiseXor(self: Tensor, other: Tensor): Tensor;
  bitwiseXor(self: Tensor, other: Scalar): Tensor;
  bitwiseXor_(self: Tensor, other: Tensor): Tensor;
  bitwiseXor_(self: Tensor, other: Scalar): Tensor;
  blackmanWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  blackmanWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  blockDiag(tensors: TensorList): Tensor;
  bmm(self: Tensor, mat2: Tensor): Tensor;
  bmm(self: Tensor, mat2: Tensor, outDtype: DType): Tensor;
  broadcastTensors(tensors: TensorList): Tensor[];
  broadcastTo(self: Tensor, size: readonly number[]): Tensor;
  bucketize(self: Scalar, boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor;
  bucketize(self: Tensor, boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor;
  canCast(from_: DType, to: DType): boolean;
  cartesianProd(tensors: TensorList): Tensor;
  cat(tensors: TensorList, dim?: number): Tensor;
  cat(tensors: TensorList, options: { dim?: number | undefined }): Tensor;
  cauchy(self: Tensor, median?: number, sigma?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  cauchy(self: Tensor, options: { median?: number | undefined; sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  cauchy_(self: Tensor, median?: number, sigma?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  cauchy_(self: Tensor, options: { median?: number | undefined; sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  ccolIndices(self: Tensor): Tensor;
  ccolIndicesCopy(self: Tensor): Tensor;
  cdist(x1: Tensor, x2: Tensor, p?: number, computeMode?: number | null): Tensor;
  cdist(x1: Tensor, x2: Tensor, options: { p?: number | undefined; computeMode?: number | null | undefined }): Tensor;
  ceil(self: Tensor): Tensor;
  ceil_(self: Tensor): Tensor;
  celu(self: Tensor, alpha?: Scalar): Tensor;
  celu(self: Tensor, options: { alpha?: Scalar | undefined }): Tensor;
  celu_(self: Tensor, alpha?: Scalar): Tensor;
  celu_(self: Tensor, options: { alpha?: Scalar | undefined }): Tensor;
  chainMatmul(matrices: TensorList): Tensor;
  chalf(self: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  channelShuffle(self: Tensor, groups: number): Tensor;
  cholesky(self: Tensor, upper?: boolean): Tensor;
  cholesky(self: Tensor, options: { upper?: boolean | undefined }): Tensor;
  choleskyInverse(self: Tensor, upper?: boolean): Tensor;
  choleskyInverse(self: Tensor, options: { upper?: boolean | undefined }): Tensor;
  choleskySolve(self: Tensor, input2: Tensor, upper?: boolean): Tensor;
  choleskySolve(self: Tensor, input2: Tensor, options: { upper?: boolean | undefined }): Tensor;
  chooseQparamsOptimized(input: Tensor, numel: number, nBins: number, ratio: number, bitWidth: number): [Tensor, Tensor];
  chunk(self: Tensor, chunks: number, dim?: number): Tensor[];
  chunk(self: Tensor, chunks: number, options: { dim?: number | undefined }): Tensor[];
  clamp(self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  clamp(self: Tensor, options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
  clamp(self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
  clamp(self: Tensor, options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
  clamp_(self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  clamp_(self: Tensor, options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
  clamp_(self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
  clamp_(self: Tensor, options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
  clampMax(self: Tensor, max: Tensor): Tensor;
  clampMax(self: Tensor, max: Scalar): Tensor;
  clampMax_(self: Tensor, max: Tensor): Tensor;
  clampMax_(self: Tensor, max: Scalar): Tensor;
  clampMin(self: Tensor, min: Tensor): Tensor;
  clampMin(self: Tensor, min: Scalar): Tensor;
  clampMin_(self: Tensor, min: Tensor): Tensor;
  clampMin_(self: Tensor, min: Scalar): Tensor;
  clip(self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  clip(self: Tensor, options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
  clip(self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
  clip(self: Tensor, options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
  clip_(self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  clip_(self: Tensor, options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
  clip_(self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
  clip_(self: Tensor, options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
  clone(self: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  coalesce(self: Tensor): Tensor;
  col2im(self: Tensor, outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
  colIndices(self: Tensor): Tensor;
  colIndicesCopy(self: Tensor): Tensor;
  columnStack(tensors: TensorList): Tensor;
  combinations(self: Tensor, r?: number, withReplacement?: boolean): Tensor;
  combinations(self: Tensor, options: { r?: number | undefined; withReplacement?: boolean | undefined }): Tensor;
  complex(real: Tensor, imag: Tensor): Tensor;
  concat(tensors: TensorList, dim?: number): Tensor;
  concat(tensors: TensorList, options: { dim?: number | undefined }): Tensor;
  concatenate(tensors: TensorList, dim?: number): Tensor;
  concatenate(tensors: TensorList, options: { dim?: number | undefined }): Tensor;
  conj(self: Tensor): Tensor;
  conjPhysical(self: Tensor): Tensor;
  conjPhysical_(self: Tensor): Tensor;
  constantPadNd(self: Tensor, pad: readonly number[], value?: Scalar): Tensor;
  constantPadNd(self: Tensor, pad: readonly number[], options: { value?: Scalar | undefined }): Tensor;
  contiguous(self: Tensor, options?: { memoryFormat?: MemoryFormat | undefined }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  conv1d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  conv1d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
  conv1d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: string | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  conv2d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
  conv2d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: string | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  conv3d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
  conv3d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: string | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  convDepthwise3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[]): Tensor;
  convTbc(self: Tensor, weight: Tensor, bias: Tensor, pad?: number): Tensor;
  convTbc(self: Tensor, weight: Tensor, bias: Tensor, options: { pad?: number | undefined }): Tensor;
  convTbcBackward(self: Tensor, input: Tensor, weight: Tensor, bias: Tensor, pad: number): [Tensor, Tensor, Tensor];
  convTranspose1d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
  convTranspose1d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; groups?: number | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
  convTranspose2d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; groups?: number | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
  convTranspose3d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; groups?: number | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  convolution(input: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor;
  convolutionBackward(gradOutput: Tensor, input: Tensor, weight: Tensor, biasSizes: readonly number[] | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  convolutionBackwardOverrideable(gradOutput: Tensor, input: Tensor, weight: Tensor, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  convolutionOverrideable(input: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor;
  copy(self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
  copy(self: Tensor, src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
  copy_(self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
  copy_(self: Tensor, src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
  copySparseToSparse(self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
  copySparseToSparse(self: Tensor, src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
  copySparseToSparse_(self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
  copySparseToSparse_(self: Tensor, src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
  copysign(self: Tensor, other: Tensor): Tensor;
  copysign(self: Tensor, other: Scalar): Tensor;
  copysign_(self: Tensor, other: Tensor): Tensor;
  copysign_(self: Tensor, other: Scalar): Tensor;
  corrcoef(self: Tensor): Tensor;
  cos(self: Tensor): Tensor;
  cos_(self: Tensor): Tensor;
  cosh(self: Tensor): Tensor;
  cosh_(self: Tensor): Tensor;
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin?: number, reduction?: number): Tensor;
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, options: { margin?: number | undefined; reduction?: number | undefined }): Tensor;
  cosineSimilarity(x1: Tensor, x2: Tensor, dim?: number, eps?: number): Tensor;
  cosineSimilarity(x1: Tensor, x2: Tensor, options: { dim?: number | undefined; eps?: number | undefined }): Tensor;
  countNonzero(self: Tensor, dim?: number | null): Tensor;
  countNonzero(self: Tensor, options: { dim?: number | null | undefined }): Tensor;
  countNonzero(self: Tensor, dim: readonly number[]): Tensor;
  cov(self: Tensor, options?: { correction?: number | undefined; fweights?: Tensor | null | undefined; aweights?: Tensor | null | undefined }): Tensor;
  cross(self: Tensor, other: Tensor, dim?: number | null): Tensor;
  cross(self: Tensor, other: Tensor, options: { dim?: number | null | undefined }): Tensor;
  crossEntropyLoss(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number, labelSmoothing?: number): Tensor;
  crossEntropyLoss(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined; labelSmoothing?: number | undefined }): Tensor;
  crowIndices(self: Tensor): Tensor;
  crowIndicesCopy(self: Tensor): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank?: number, reduction?: number, zeroInfinity?: boolean): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], options: { blank?: number | undefined; reduction?: number | undefined; zeroInfinity?: boolean | undefined }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank?: number, reduction?: number, zeroInfinity?: boolean): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, options: { blank?: number | undefined; reduction?: number | undefined; zeroInfinity?: boolean | undefined }): Tensor;
  cudnnAffineGridGenerator(theta: Tensor, N: number, C: number, H: number, W: number): Tensor;
  cudnnAffineGridGeneratorBackward(grad: Tensor, N: number, C: number, H: number, W: number): Tensor;
  cudnnBatchNorm(input: Tensor, weight: Tensor, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, exponentialAverageFactor: number, epsilon: number): [Tensor, Tensor, Tensor, Tensor];
  cudnnBatchNormBackward(input: Tensor, gradOutput: Tensor, weight: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, saveMean: Tensor | null, saveVar: Tensor | null, epsilon: number, reserveSpace: Tensor): [Tensor, Tensor, Tensor];
  cudnnConvolution(self: Tensor, weight: Tensor, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean, allowTf32: boolean): Tensor;
  cudnnConvolutionAddRelu(self: Tensor, weight: Tensor, z: Tensor, alpha: Scalar | null, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
  cudnnConvolutionRelu(self: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
  cudnnConvolutionTranspose(self: Tensor, weight: Tensor, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean, allowTf32: boolean): Tensor;
  cudnnGridSampler(self: Tensor, grid: Tensor): Tensor;
  cudnnGridSamplerBackward(self: Tensor, grid: Tensor, gradOutput: Tensor): [Tensor, Tensor];
  cudnnIsAcceptable(self: Tensor): boolean;
  cummax(self: Tensor, dim: number): [Tensor, Tensor];
  cummaxminBackward(grad: Tensor, input: Tensor, indices: Tensor, dim: number): Tensor;
  cummin(self: Tensor, dim: number): [Tensor, Tensor];
  cumprod(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  cumprod_(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  cumprodBackward(grad: Tensor, input: Tensor, dim: number, output: Tensor): Tensor;
  cumsum(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  cumsum_(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  cumulativeTrapezoid(y: Tensor, x: Tensor, options?: { dim?: number | undefined }): Tensor;
  cumulativeTrapezoid(y: Tensor, options?: { dx?: Scalar | undefined; dim?: number | undefined }): Tensor;
  data(self: Tensor): Tensor;
  deg2rad(self: Tensor): Tensor;
  deg2rad_(self: Tensor): Tensor;
  denseDim(self: Tensor): number;
  dequantize(self: Tensor): Tensor;
  dequantize(tensors: TensorList): Tensor[];
  det(self: Tensor): Tensor;
  detach(self: Tensor): Tensor;
  detach_(self: Tensor): Tensor;
  detachCopy(self: Tensor): Tensor;
  diag(self: Tensor, diagonal?: number): Tensor;
  diag(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  diagEmbed(self: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
  diagEmbed(self: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  diagflat(self: Tensor, offset?: number): Tensor;
  diagflat(self: Tensor, options: { offset?: number | undefined }): Tensor;
  diagonal(self: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
  diagonal(self: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  diagonalBackward(gradOutput: Tensor, inputSizes: readonly number[], offset: number, dim1: number, dim2: number): Tensor;
  diagonalCopy(self: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
  diagonalCopy(self: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  diagonalScatter(self: Tensor, src: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
  diagonalScatter(self: Tensor, src: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  diff(self: Tensor, n?: number, dim?: number, prepend?: Tensor | null, append?: Tensor | null): Tensor;
  diff(self: Tensor, options: { n?: number | undefined; dim?: number | undefined; prepend?: Tensor | null | undefined; append?: Tensor | null | undefined }): Tensor;
  digamma(self: Tensor): Tensor;
  digamma_(self: Tensor): Tensor;
  dim(self: Tensor): number;
  dist(self: Tensor, other: Tensor, p?: Scalar): Tensor;
  dist(self: Tensor, other: Tensor, options: { p?: Scalar | undefined }): Tensor;
  div(self: Tensor, other: Tensor): Tensor;
  div(self: Tensor, other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
  div(self: Tensor, other: Scalar): Tensor;
  div(self: Tensor, other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
  div_(self: Tensor, other: Tensor): Tensor;
  div_(self: Tensor, other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
  div_(self: Tensor, other: Scalar): Tensor;
  div_(self: Tensor, other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
  divide(self: Tensor, other: Tensor): Tensor;
  divide(self: Tensor, other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
  divide(self: Tensor, other: Scalar): Tensor;
  divide(self: Tensor, other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
  divide_(self: Tensor, other: Tensor): Tensor;
  divide_(self: Tensor, other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
  divide_(self: Tensor, other: Scalar): Tensor;
  divide_(self: Tensor, other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
  dot(self: Tensor, tensor: Tensor): Tensor;
  dropout(input: Tensor, p: number, train: boolean): Tensor;
  dropout_(self: Tensor, p: number, train: boolean): Tensor;
  dsplit(self: Tensor, indices: readonly number[]): Tensor[];
  dsplit(self: Tensor, sections: number): Tensor[];
  dstack(tensors: TensorList): Tensor;
  einsum(equation: string, tensors: TensorList, options?: { path?: readonly number[] | null | undefined }): Tensor;
  elu(self: Tensor, alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): Tensor;
  elu(self: Tensor, options: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): Tensor;
  elu_(self: Tensor, alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): Tensor;
  elu_(self: Tensor, options: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): Tensor;
  eluBackward(gradOutput: Tensor, alpha: Scalar, scale: Scalar, inputScale: Scalar, isResult: boolean, selfOrResult: Tensor): Tensor;
  embedding(weight: Tensor, indices: Tensor, paddingIdx?: number, scaleGradByFreq?: boolean, sparse?: boolean): Tensor;
  embedding(weight: Tensor, indices: Tensor, options: { paddingIdx?: number | undefined; scaleGradByFreq?: boolean | undefined; sparse?: boolean | undefined }): Tensor;
  embeddingBackward(grad: Tensor, indices: Tensor, numWeights: number, paddingIdx: number, scaleGradByFreq: boolean, sparse: boolean): Tensor;
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq?: boolean, mode?: number, sparse?: boolean, perSampleWeights?: Tensor | null, includeLastOffset?: boolean): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, options: { scaleGradByFreq?: boolean | undefined; mode?: number | undefined; sparse?: boolean | undefined; perSampleWeights?: Tensor | null | undefined; includeLastOffset?: boolean | undefined }): [Tensor, Tensor, Tensor, Tensor];
  embeddingBag(weight: Tensor, indices: Tensor, offsets: Tensor, scaleGradByFreq: boolean, mode: number, sparse: boolean, perSampleWeights: Tensor | null, includeLastOffset: boolean, paddingIdx: number | null): [Tensor, Tensor, Tensor, Tensor];
  embeddingDenseBackward(gradOutput: Tensor, indices: Tensor, numWeights: number, paddingIdx: number, scaleGradByFreq: boolean): Tensor;
  embeddingRenorm(self: Tensor, indices: Tensor, maxNorm: number, normType: number): Tensor;
  embeddingRenorm_(self: Tensor, indices: Tensor, maxNorm: number, normType: number): Tensor;
  embeddingSparseBackward(grad: Tensor, indices: Tensor, numWeights: number, paddingIdx: number, scaleGradByFreq: boolean): Tensor;
  empty(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  emptyLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  emptyPermuted(size: readonly number[], physicalLayout: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  emptyQuantized(size: readonly number[], qtensor: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  emptyStrided(size: readonly number[], stride: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  eq(self: Tensor, other: Tensor): Tensor;
  eq(self: Tensor, other: Scalar): Tensor;
  eq_(self: Tensor, other: Tensor): Tensor;
  eq_(self: Tensor, other: Scalar): Tensor;
  equal(self: Tensor, other: Tensor): boolean;
  erf(self: Tensor): Tensor;
  erf_(self: Tensor): Tensor;
  erfc(self: Tensor): Tensor;
  erfc_(self: Tensor): Tensor;
  erfinv(self: Tensor): Tensor;
  erfinv_(self: Tensor): Tensor;
  exp(self: Tensor): Tensor;
  exp2(self: Tensor): Tensor;
  exp2_(self: Tensor): Tensor;
  exp_(self: Tensor): Tensor;
  expand(self: Tensor, size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
  expandAs(self: Tensor, other: Tensor): Tensor;
  expandCopy(self: Tensor, size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
  expm1(self: Tensor): Tensor;
  expm1_(self: Tensor): Tensor;
  exponential(self: Tensor, lambd?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  exponential(self: Tensor, options: { lambd?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  exponential_(self: Tensor, lambd?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  exponential_(self: Tensor, options: { lambd?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  eye(n: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  eye(n: number, m: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  fakeQuantizePerChannelAffine(self: Tensor, scale: Tensor, zeroPoint: Tensor, axis: number, quantMin: number, quantMax: number): Tensor;
  fakeQuantizePerChannelAffineCachemask(self: Tensor, scale: Tensor, zeroPoint: Tensor, axis: number, quantMin: number, quantMax: number): [Tensor, Tensor];
  fakeQuantizePerChannelAffineCachemaskBackward(grad: Tensor, mask: Tensor): Tensor;
  fakeQuantizePerTensorAffine(self: Tensor, scale: number, zeroPoint: number, quantMin: number, quantMax: number): Tensor;
  fakeQuantizePerTensorAffine(self: Tensor, scale: Tensor, zeroPoint: Tensor, quantMin: number, quantMax: number): Tensor;
  fakeQuantizePerTensorAffineCachemask(self: Tensor, scale: number, zeroPoint: number, quantMin: number, quantMax: number): [Tensor, Tensor];
  fakeQuantizePerTensorAffineCachemaskBackward(grad: Tensor, mask: Tensor): Tensor;
  fbgemmLinearFp16Weight(input: Tensor, packedWeight: Tensor, bias: Tensor): Tensor;
  fbgemmLinearFp16WeightFp32Activation(input: Tensor, packedWeight: Tensor, bias: Tensor | null): Tensor;
  fbgemmLinearInt8Weight(input: Tensor, weight: Tensor, packed: Tensor, colOffsets: Tensor, weightScale: Scalar, weightZeroPoint: Scalar, bias: Tensor): Tensor;
  fbgemmLinearInt8WeightFp32Activation(input: Tensor, weight: Tensor, packed: Tensor, colOffsets: Tensor, weightScale: Scalar, weightZeroPoint: Scalar, bias: Tensor): Tensor;
  fbgemmLinearQuantizeWeight(input: Tensor): [Tensor, Tensor, number, number];
  fbgemmPackGemmMatrixFp16(input: Tensor): Tensor;
  fbgemmPackQuantizedMatrix(input: Tensor): Tensor;
  fbgemmPackQuantizedMatrix(input: Tensor, K: number, N: number): Tensor;
  featureAlphaDropout(input: Tensor, p: number, train: boolean): Tensor;
  featureAlphaDropout_(self: Tensor, p: number, train: boolean): Tensor;
  featureDropout(input: Tensor, p: number, train: boolean): Tensor;
  featureDropout_(self: Tensor, p: number, train: boolean): Tensor;
  fftFft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  fftFft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  fftFft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  fftFft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  fftFftfreq(n: number, d?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  fftFftfreq(n: number, options: { d?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  fftFftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  fftFftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  fftFftshift(self: Tensor, dim?: number | readonly number[] | null): Tensor;
  fftFftshift(self: Tensor, options: { dim?: number | readonly number[] | null | undefined }): Tensor;
  fftHfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  fftHfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  fftHfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  fftHfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  fftHfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  fftHfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  fftIfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  fftIfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  fftIfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  fftIfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  fftIfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  fftIfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  fftIfftshift(self: Tensor, dim?: number | readonly number[] | null): Tensor;
  fftIfftshift(self: Tensor, options: { dim?: number | readonly number[] | null | undefined }): Tensor;
  fftIhfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  fftIhfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  fftIhfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  fftIhfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  fftIhfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  fftIhfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  fftIrfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  fftIrfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  fftIrfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  fftIrfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  fftIrfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  fftIrfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  fftRfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  fftRfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  fftRfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  fftRfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  fftRfftfreq(n: number, d?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  fftRfftfreq(n: number, options: { d?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  fftRfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  fftRfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  fill(self: Tensor, value: Tensor): Tensor;
  fill(self: Tensor, value: Scalar): Tensor;
  fill_(self: Tensor, value: Tensor): Tensor;
  fill_(self: Tensor, value: Scalar): Tensor;
  fillDiagonal_(self: Tensor, fillValue: Scalar, wrap?: boolean): Tensor;
  fillDiagonal_(self: Tensor, fillValue: Scalar, options: { wrap?: boolean | undefined }): Tensor;
  fix(self: Tensor): Tensor;
  fix_(self: Tensor): Tensor;
  flatten(self: Tensor, startDim?: number, endDim?: number): Tensor;
  flatten(self: Tensor, options: { startDim?: number | undefined; endDim?: number | undefined }): Tensor;
  flattenDenseTensors(tensors: TensorList): Tensor;
  flip(self: Tensor, dims: readonly number[]): Tensor;
  fliplr(self: Tensor): Tensor;
  flipud(self: Tensor): Tensor;
  floatPower(self: Scalar, exponent: Tensor): Tensor;
  floatPower(self: Tensor, exponent: Tensor): Tensor;
  floatPower(self: Tensor, exponent: Scalar): Tensor;
  floatPower_(self: Tensor, exponent: Tensor): Tensor;
  floatPower_(self: Tensor, exponent: Scalar): Tensor;
  floor(self: Tensor): Tensor;
  floor_(self: Tensor): Tensor;
  floorDivide(self: Tensor, other: Tensor): Tensor;
  floorDivide(self: Tensor, other: Scalar): Tensor;
  floorDivide_(self: Tensor, other: Tensor): Tensor;
  floorDivide_(self: Tensor, other: Scalar): Tensor;
  fmax(self: Tensor, other: Tensor): Tensor;
  fmin(self: Tensor, other: Tensor): Tensor;
  fmod(self: Tensor, other: Tensor): Tensor;
  fmod(self: Tensor, other: Scalar): Tensor;
  fmod_(self: Tensor, other: Tensor): Tensor;
  fmod_(self: Tensor, other: Scalar): Tensor;
  frac(self: Tensor): Tensor;
  frac_(self: Tensor): Tensor;
  fractionalMaxPool2d(self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  fractionalMaxPool2dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], indices: Tensor): Tensor;
  fractionalMaxPool3d(self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  fractionalMaxPool3dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], indices: Tensor): Tensor;
  frexp(self: Tensor): [Tensor, Tensor];
  frobeniusNorm(self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
  frobeniusNorm(self: Tensor, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  fromFile(filename: string, shared?: boolean | null, size?: number | null, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  fromFile(filename: string, options: { shared?: boolean | null | undefined; size?: number | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  full(size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  fullLike(self: Tensor, fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  fusedMovingAvgObsFakeQuant(self: Tensor, observerOn: Tensor, fakeQuantOn: Tensor, runningMin: Tensor, runningMax: Tensor, scale: Tensor, zeroPoint: Tensor, averagingConst: number, quantMin: number, quantMax: number, chAxis: number, perRowFakeQuant?: boolean, symmetricQuant?: boolean): Tensor;
  fusedMovingAvgObsFakeQuant(self: Tensor, observerOn: Tensor, fakeQuantOn: Tensor, runningMin: Tensor, runningMax: Tensor, scale: Tensor, zeroPoint: Tensor, averagingConst: number, quantMin: number, quantMax: number, chAxis: number, options: { perRowFakeQuant?: boolean | undefined; symmetricQuant?: boolean | undefined }): Tensor;
  gather(self: Tensor, dim: number, index: Tensor, options?: { sparseGrad?: boolean | undefined }): Tensor;
  gatherBackward(grad: Tensor, self: Tensor, dim: number, index: Tensor, sparseGrad: boolean): Tensor;
  gcd(self: Tensor, other: Tensor): Tensor;
  gcd_(self: Tensor, other: Tensor): Tensor;
  ge(self: Tensor, other: Tensor): Tensor;
  ge(self: Tensor, other: Scalar): Tensor;
  ge_(self: Tensor, other: Tensor): Tensor;
  ge_(self: Tensor, other: Scalar): Tensor;
  gelu(self: Tensor, options?: { approximate?: string | undefined }): Tensor;
  gelu_(self: Tensor, options?: { approximate?: string | undefined }): Tensor;
  geluBackward(gradOutput: Tensor, self: Tensor, options?: { approximate?: string | undefined }): Tensor;
  geometric(self: Tensor, p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  geometric_(self: Tensor, p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  geqrf(self: Tensor): [Tensor, Tensor];
  ger(self: Tensor, vec2: Tensor): Tensor;
  getDevice(self: Tensor): number;
  glu(self: Tensor, dim?: number): Tensor;
  glu(self: Tensor, options: { dim?: number | undefined }): Tensor;
  gluBackward(gradOutput: Tensor, self: Tensor, dim: number): Tensor;
  gluBackwardJvp(gradX: Tensor, gradGlu: Tensor, x: Tensor, dgradGlu: Tensor, dx: Tensor, dim: number): Tensor;
  gluJvp(glu: Tensor, x: Tensor, dx: Tensor, dim: number): Tensor;
  gradient(self: Tensor, options: { dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
  gradient(self: Tensor, options: { spacing: readonly Scalar[]; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
  gradient(self: Tensor, options: { spacing: readonly Scalar[]; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
  gradient(self: Tensor, options: { spacing: TensorList; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
  gradient(self: Tensor, options: { spacing: TensorList; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
  gradient(self: Tensor, options: { spacing: Scalar; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
  gradient(self: Tensor, options?: { spacing?: Scalar | null | undefined; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
  greater(self: Tensor, other: Tensor): Tensor;
  greater(self: Tensor, other: Scalar): Tensor;
  greater_(self: Tensor, other: Tensor): Tensor;
  greater_(self: Tensor, other: Scalar): Tensor;
  greaterEqual(self: Tensor, other: Tensor): Tensor;
  greaterEqual(self: Tensor, other: Scalar): Tensor;
  greaterEqual_(self: Tensor, other: Tensor): Tensor;
  greaterEqual_(self: Tensor, other: Scalar): Tensor;
  gridSampler(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  gridSampler2d(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  gridSampler2dBackward(gradOutput: Tensor, input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean, outputMask: readonly boolean[]): [Tensor, Tensor];
  gridSampler3d(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  gridSampler3dBackward(gradOutput: Tensor, input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean, outputMask: readonly boolean[]): [Tensor, Tensor];
  groupNorm(input: Tensor, numGroups: number, weight?: Tensor | null, bias?: Tensor | null, eps?: number, cudnnEnabled?: boolean): Tensor;
  groupNorm(input: Tensor, numGroups: number, options: { weight?: Tensor | null | undefined; bias?: Tensor | null | undefined; eps?: number | undefined; cudnnEnabled?: boolean | undefined }): Tensor;
  gru(data: Tensor, batchSizes: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  gru(input: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  gruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
  gruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options: { bIh?: Tensor | null | undefined; bHh?: Tensor | null | undefined }): Tensor;
  gt(self: Tensor, other: Tensor): Tensor;
  gt(self: Tensor, other: Scalar): Tensor;
  gt_(self: Tensor, other: Tensor): Tensor;
  gt_(self: Tensor, other: Scalar): Tensor;
  hammingWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  hammingWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  hammingWindow(windowLength: number, periodic: boolean, alpha: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  hammingWindow(windowLength: number, periodic: boolean, alpha: number, beta: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  hannWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  hannWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  hardshrink(self: Tensor, lambd?: Scalar): Tensor;
  hardshrink(self: Tensor, options: { lambd?: Scalar | undefined }): Tensor;
  hardshrinkBackward(gradOut: Tensor, self: Tensor, lambd: Scalar): Tensor;
  hardsigmoid(self: Tensor): Tensor;
  hardsigmoid_(self: Tensor): Tensor;
  hardsigmoidBackward(gradOutput: Tensor, self: Tensor): Tensor;
  hardswish(self: Tensor): Tensor;
  hardswish_(self: Tensor): Tensor;
  hardswishBackward(gradOutput: Tensor, self: Tensor): Tensor;
  hardtanh(self: Tensor, minVal?: Scalar, maxVal?: Scalar): Tensor;
  hardtanh(self: Tensor, options: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor;
  hardtanh_(self: Tensor, minVal?: Scalar, maxVal?: Scalar): Tensor;
  hardtanh_(self: Tensor, options: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor;
  hardtanhBackward(gradOutput: Tensor, self: Tensor, minVal: Scalar, maxVal: Scalar): Tensor;
  hashTensor(self: Tensor, dim?: number | readonly number[], options?: { keepdim?: boolean | undefined; mode?: number | undefined }): Tensor;
  hashTensor(self: Tensor, options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined; mode?: number | undefined }): Tensor;
  heaviside(self: Tensor, values: Tensor): Tensor;
  heaviside_(self: Tensor, values: Tensor): Tensor;
  hingeEmbeddingLoss(self: Tensor, target: Tensor, margin?: number, reduction?: number): Tensor;
  hingeEmbeddingLoss(self: Tensor, target: Tensor, options: { margin?: number | undefined; reduction?: number | undefined }): Tensor;
  histc(self: Tensor, bins?: number, min?: Scalar, max?: Scalar): Tensor;
  histc(self: Tensor, options: { bins?: number | undefined; min?: Scalar | undefined; max?: Scalar | undefined }): Tensor;
  histogram(self: Tensor, bins: Tensor, options?: { weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
  histogram(self: Tensor, bins?: number, options?: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
  histogram(self: Tensor, options: { bins?: number | undefined; range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
  histogramdd(self: Tensor, bins: readonly number[], range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
  histogramdd(self: Tensor, bins: readonly number[], options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
  histogramdd(self: Tensor, bins: TensorList, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
  histogramdd(self: Tensor, bins: TensorList, options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
  histogramdd(self: Tensor, bins: number, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
  histogramdd(self: Tensor, bins: number, options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
  hsplit(self: Tensor, indices: readonly number[]): Tensor[];
  hsplit(self: Tensor, sections: number): Tensor[];
  hspmm(mat1: Tensor, mat2: Tensor): Tensor;
  hstack(tensors: TensorList): Tensor;
  huberLoss(self: Tensor, target: Tensor, reduction?: number, delta?: number): Tensor;
  huberLoss(self: Tensor, target: Tensor, options: { reduction?: number | undefined; delta?: number | undefined }): Tensor;
  huberLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: number, delta: number): Tensor;
  hypot(self: Tensor, other: Tensor): Tensor;
  hypot_(self: Tensor, other: Tensor): Tensor;
  i0(self: Tensor): Tensor;
  i0_(self: Tensor): Tensor;
  igamma(self: Tensor, other: Tensor): Tensor;
  igamma_(self: Tensor, other: Tensor): Tensor;
  igammac(self: Tensor, other: Tensor): Tensor;
  igammac_(self: Tensor, other: Tensor): Tensor;
  im2col(self: Tensor, kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
  imag(self: Tensor): Tensor;
  index(self: Tensor, indices: readonly (Tensor | null)[]): Tensor;
  indexAdd(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  indexAdd_(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  indexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor;
  indexCopy_(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor;
  indexFill(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  indexFill(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  indexFill_(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  indexFill_(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
  indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
  indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
  indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
  indexReduce(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
  indexReduce_(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
  indexSelect(self: Tensor, dim: number, index: Tensor): Tensor;
  indexSelectBackward(grad: Tensor, selfSizes: readonly number[], dim: number, index: Tensor): Tensor;
  indices(self: Tensor): Tensor;
  indicesCopy(self: Tensor): Tensor;
  infinitelyDifferentiableGeluBackward(grad: Tensor, self: Tensor): Tensor;
  inner(self: Tensor, other: Tensor): Tensor;
  instanceNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, useInputStats: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
  intRepr(self: Tensor): Tensor;
  inverse(self: Tensor): Tensor;
  isCoalesced(self: Tensor): boolean;
  isComplex(self: Tensor): boolean;
  isConj(self: Tensor): boolean;
  isContiguous(self: Tensor): boolean;
  isContiguous(self: Tensor, memoryFormat: MemoryFormat): boolean;
  isDistributed(self: Tensor): boolean;
  isFloatingPoint(self: Tensor): boolean;
  isInference(self: Tensor): boolean;
  isLeaf(self: Tensor): boolean;
  isNeg(self: Tensor): boolean;
  isNonzero(self: Tensor): boolean;
  isPinned(self: Tensor, device?: Device | null): boolean;
  isPinned(self: Tensor, options: { device?: Device | null | undefined }): boolean;
  isSameSize(self: Tensor, other: Tensor): boolean;
  isSetTo(self: Tensor, tensor: Tensor): boolean;
  isSigned(self: Tensor): boolean;
  isVulkanAvailable(): boolean;
  isclose(self: Tensor, other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): Tensor;
  isclose(self: Tensor, other: Tensor, options: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): Tensor;
  isfinite(self: Tensor): Tensor;
  isin(element: Scalar, testElements: Tensor, options?: { assumeUnique?: boolean | undefined; invert?: boolean | undefined }): Tensor;
  isin(elements: Tensor, testElements: Tensor, options?: { assumeUnique?: boolean | undefined; invert?: boolean | undefined }): Tensor;
  isin(elements: Tensor, testElement: Scalar, options?: { assumeUnique?: boolean | undefined; invert?: boolean | undefined }): Tensor;
  isinf(self: Tensor): Tensor;
  isnan(self: Tensor): Tensor;
  isneginf(self: Tensor): Tensor;
  isposinf(self: Tensor): Tensor;
  isreal(self: Tensor): Tensor;
  istft(self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, normalized?: boolean, onesided?: boolean | null, length?: number | null, returnComplex?: boolean): Tensor;
  istft(self: Tensor, nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; center?: boolean | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; length?: number | null | undefined; returnComplex?: boolean | undefined }): Tensor;
  item(self: Tensor): Scalar;
  kaiserWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  kaiserWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  kaiserWindow(windowLength: number, periodic: boolean, beta: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  klDiv(self: Tensor, target: Tensor, reduction?: number, options?: { logTarget?: boolean | undefined }): Tensor;
  klDiv(self: Tensor, target: Tensor, options: { reduction?: number | undefined; logTarget?: boolean | undefined }): Tensor;
  kron(self: Tensor, other: Tensor): Tensor;
  kthvalue(self: Tensor, k: number, dim?: number, keepdim?: boolean): [Tensor, Tensor];
  kthvalue(self: Tensor, k: number, options: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  l1Loss(self: Tensor, target: Tensor, reduction?: number): Tensor;
  l1Loss(self: Tensor, target: Tensor, options: { reduction?: number | undefined }): Tensor;
  layerNorm(input: Tensor, normalizedShape: readonly number[], weight?: Tensor | null, bias?: Tensor | null, eps?: number, cudnnEnable?: boolean): Tensor;
  layerNorm(input: Tensor, normalizedShape: readonly number[], options: { weight?: Tensor | null | undefined; bias?: Tensor | null | undefined; eps?: number | undefined; cudnnEnable?: boolean | undefined }): Tensor;
  lcm(self: Tensor, other: Tensor): Tensor;
  lcm_(self: Tensor, other: Tensor): Tensor;
  ldexp(self: Tensor, other: Tensor): Tensor;
  ldexp_(self: Tensor, other: Tensor): Tensor;
  le(self: Tensor, other: Tensor): Tensor;
  le(self: Tensor, other: Scalar): Tensor;
  le_(self: Tensor, other: Tensor): Tensor;
  le_(self: Tensor, other: Scalar): Tensor;
  leakyRelu(self: Tensor, negativeSlope?: Scalar): Tensor;
  leakyRelu(self: Tensor, options: { negativeSlope?: Scalar | undefined }): Tensor;
  leakyRelu_(self: Tensor, negativeSlope?: Scalar): Tensor;
  leakyRelu_(self: Tensor, options: { negativeSlope?: Scalar | undefined }): Tensor;
  leakyReluBackward(gradOutput: Tensor, self: Tensor, negativeSlope: Scalar, selfIsResult: boolean): Tensor;
  lerp(self: Tensor, end: Tensor, weight: Tensor): Tensor;
  lerp(self: Tensor, end: Tensor, weight: Scalar): Tensor;
  lerp_(self: Tensor, end: Tensor, weight: Tensor): Tensor;
  lerp_(self: Tensor, end: Tensor, weight: Scalar): Tensor;
  less(self: Tensor, other: Tensor): Tensor;
  less(self: Tensor, other: Scalar): Tensor;
  less_(self: Tensor, other: Tensor): Tensor;
  less_(self: Tensor, other: Scalar): Tensor;
  lessEqual(self: Tensor, other: Tensor): Tensor;
  lessEqual(self: Tensor, other: Scalar): Tensor;
  lessEqual_(self: Tensor, other: Tensor): Tensor;
  lessEqual_(self: Tensor, other: Scalar): Tensor;
  lgamma(self: Tensor): Tensor;
  lgamma_(self: Tensor): Tensor;
  lift(self: Tensor): Tensor;
  liftFresh(self: Tensor): Tensor;
  liftFreshCopy(self: Tensor): Tensor;
  linalgPowsum(self: Tensor, ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  linalgPowsum(self: Tensor, options: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  linalgCholesky(self: Tensor, options?: { upper?: boolean | undefined }): Tensor;
  linalgCholeskyEx(self: Tensor, options?: { upper?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor];
  linalgCond(self: Tensor, p: string): Tensor;
  linalgCond(self: Tensor, p?: Scalar | null): Tensor;
  linalgCond(self: Tensor, options: { p?: Scalar | null | undefined }): Tensor;
  linalgCross(self: Tensor, other: Tensor, options?: { dim?: number | undefined }): Tensor;
  linalgDet(A: Tensor): Tensor;
  linalgDiagonal(A: Tensor, options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  linalgEig(self: Tensor): [Tensor, Tensor];
  linalgEigh(self: Tensor, UPLO?: string): [Tensor, Tensor];
  linalgEigh(self: Tensor, options: { UPLO?: string | undefined }): [Tensor, Tensor];
  linalgEigvals(self: Tensor): Tensor;
  linalgEigvalsh(self: Tensor, UPLO?: string): Tensor;
  linalgEigvalsh(self: Tensor, options: { UPLO?: string | undefined }): Tensor;
  linalgHouseholderProduct(input: Tensor, tau: Tensor): Tensor;
  linalgInv(A: Tensor): Tensor;
  linalgInvEx(A: Tensor, options?: { checkErrors?: boolean | undefined }): [Tensor, Tensor];
  linalgLdlFactor(self: Tensor, options?: { hermitian?: boolean | undefined }): [Tensor, Tensor];
  linalgLdlFactorEx(self: Tensor, options?: { hermitian?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor, Tensor];
  linalgLdlSolve(LD: Tensor, pivots: Tensor, B: Tensor, options?: { hermitian?: boolean | undefined }): Tensor;
  linalgLstsq(self: Tensor, b: Tensor, rcond?: number | null, options?: { driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
  linalgLstsq(self: Tensor, b: Tensor, options: { rcond?: number | null | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
  linalgLu(A: Tensor, options?: { pivot?: boolean | undefined }): [Tensor, Tensor, Tensor];
  linalgLuFactor(A: Tensor, options?: { pivot?: boolean | undefined }): [Tensor, Tensor];
  linalgLuFactorEx(A: Tensor, options?: { pivot?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor, Tensor];
  linalgLuSolve(LU: Tensor, pivots: Tensor, B: Tensor, options?: { left?: boolean | undefined; adjoint?: boolean | undefined }): Tensor;
  linalgMatmul(self: Tensor, other: Tensor): Tensor;
  linalgMatrixExp(self: Tensor): Tensor;
  linalgMatrixNorm(self: Tensor, ord?: string, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  linalgMatrixNorm(self: Tensor, options: { ord?: string | undefined; dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  linalgMatrixNorm(self: Tensor, ord: Scalar, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  linalgMatrixNorm(self: Tensor, ord: Scalar, options: { dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  linalgMatrixPower(self: Tensor, n: number): Tensor;
  linalgMatrixRank(self: Tensor, tol: number, hermitian?: boolean): Tensor;
  linalgMatrixRank(self: Tensor, tol: number, options: { hermitian?: boolean | undefined }): Tensor;
  linalgMatrixRank(input: Tensor, tol: Tensor, hermitian?: boolean): Tensor;
  linalgMatrixRank(input: Tensor, tol: Tensor, options: { hermitian?: boolean | undefined }): Tensor;
  linalgMatrixRank(self: Tensor, options?: { atol?: number | null | undefined; rtol?: number | null | undefined; hermitian?: boolean | undefined }): Tensor;
  linalgMatrixRank(input: Tensor, options?: { atol?: Tensor | null | undefined; rtol?: Tensor | null | undefined; hermitian?: boolean | undefined }): Tensor;
  linalgMultiDot(tensors: TensorList): Tensor;
  linalgNorm(self: Tensor, ord: string, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  linalgNorm(self: Tensor, ord: string, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  linalgNorm(self: Tensor, ord?: Scalar | null, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  linalgNorm(self: Tensor, options: { ord?: Scalar | null | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  linalgPinv(self: Tensor, rcond: number, hermitian?: boolean): Tensor;
  linalgPinv(self: Tensor, rcond: number, options: { hermitian?: boolean | undefined }): Tensor;
  linalgPinv(self: Tensor, rcond: Tensor, hermitian?: boolean): Tensor;
  linalgPinv(self: Tensor, rcond: Tensor, options: { hermitian?: boolean | undefined }): Tensor;
  linalgPinv(self: Tensor, options?: { atol?: number | null | undefined; rtol?: number | null | undefined; hermitian?: boolean | undefined }): Tensor;
  linalgPinv(self: Tensor, options?: { atol?: Tensor | null | undefined; rtol?: Tensor | null | undefined; hermitian?: boolean | undefined }): Tensor;
  linalgQr(A: Tensor, mode?: string): [Tensor, Tensor];
  linalgQr(A: Tensor, options: { mode?: string | undefined }): [Tensor, Tensor];
  linalgSlogdet(A: Tensor): [Tensor, Tensor];
  linalgSolve(A: Tensor, B: Tensor, options?: { left?: boolean | undefined }): Tensor;
  linalgSolveEx(A: Tensor, B: Tensor, options?: { left?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor];
  linalgSolveTriangular(self: Tensor, B: Tensor, options: { upper: boolean; left?: boolean | undefined; unitriangular?: boolean | undefined }): Tensor;
  linalgSvd(A: Tensor, fullMatrices?: boolean, options?: { driver?: string | null | undefined }): [Tensor, Tensor, Tensor];
  linalgSvd(A: Tensor, options: { fullMatrices?: boolean | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor];
  linalgSvdvals(A: Tensor, options?: { driver?: string | null | undefined }): Tensor;
  linalgTensorinv(self: Tensor, ind?: number): Tensor;
  linalgTensorinv(self: Tensor, options: { ind?: number | undefined }): Tensor;
  linalgTensorsolve(self: Tensor, other: Tensor, dims?: readonly number[] | null): Tensor;
  linalgTensorsolve(self: Tensor, other: Tensor, options: { dims?: readonly number[] | null | undefined }): Tensor;
  linalgVander(x: Tensor, options?: { N?: number | null | undefined }): Tensor;
  linalgVecdot(x: Tensor, y: Tensor, options?: { dim?: number | undefined }): Tensor;
  linalgVectorNorm(self: Tensor, ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  linalgVectorNorm(self: Tensor, options: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  linear(input: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
  linear(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined }): Tensor;
  linearBackward(self: Tensor, gradOutput: Tensor, weight: Tensor, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  linspace(start: Scalar, end: Tensor, steps: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  linspace(start: Tensor, end: Tensor, steps: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  linspace(start: Scalar, end: Scalar, steps: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  linspace(start: Tensor, end: Scalar, steps: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  log(self: Tensor): Tensor;
  log10(self: Tensor): Tensor;
  log10_(self: Tensor): Tensor;
  log1p(self: Tensor): Tensor;
  log1p_(self: Tensor): Tensor;
  log2(self: Tensor): Tensor;
  log2_(self: Tensor): Tensor;
  log_(self: Tensor): Tensor;
  logNormal(self: Tensor, mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  logNormal(self: Tensor, options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  logNormal_(self: Tensor, mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  logNormal_(self: Tensor, options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  logSigmoid(self: Tensor): Tensor;
  logSigmoidBackward(gradOutput: Tensor, self: Tensor, buffer: Tensor): Tensor;
  logSigmoidForward(self: Tensor): [Tensor, Tensor];
  logSoftmax(self: Tensor, dim: number, dtype?: DType | null): Tensor;
  logSoftmax(self: Tensor, dim: number, options: { dtype?: DType | null | undefined }): Tensor;
  logaddexp(self: Tensor, other: Tensor): Tensor;
  logaddexp2(self: Tensor, other: Tensor): Tensor;
  logcumsumexp(self: Tensor, dim: number): Tensor;
  logdet(self: Tensor): Tensor;
  logicalAnd(self: Tensor, other: Tensor): Tensor;
  logicalAnd_(self: Tensor, other: Tensor): Tensor;
  logicalNot(self: Tensor): Tensor;
  logicalNot_(self: Tensor): Tensor;
  logicalOr(self: Tensor, other: Tensor): Tensor;
  logicalOr_(self: Tensor, other: Tensor): Tensor;
  logicalXor(self: Tensor, other: Tensor): Tensor;
  logicalXor_(self: Tensor, other: Tensor): Tensor;
  logit(self: Tensor, eps?: number | null): Tensor;
  logit(self: Tensor, options: { eps?: number | null | undefined }): Tensor;
  logit_(self: Tensor, eps?: number | null): Tensor;
  logit_(self: Tensor, options: { eps?: number | null | undefined }): Tensor;
  logitBackward(gradOutput: Tensor, self: Tensor, eps?: number | null): Tensor;
  logitBackward(gradOutput: Tensor, self: Tensor, options: { eps?: number | null | undefined }): Tensor;
  logspace(start: Scalar, end: Tensor, steps: number, base?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  logspace(start: Scalar, end: Tensor, steps: number, options: { base?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  logspace(start: Tensor, end: Tensor, steps: number, base?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  logspace(start: Tensor, end: Tensor, steps: number, options: { base?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  logspace(start: Scalar, end: Scalar, steps: number, base?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  logspace(start: Scalar, end: Scalar, steps: number, options: { base?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  logspace(start: Tensor, end: Scalar, steps: number, base?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  logspace(start: Tensor, end: Scalar, steps: number, options: { base?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  logsumexp(self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
  logsumexp(self: Tensor, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  lstm(data: Tensor, batchSizes: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor, Tensor];
  lstm(input: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor, Tensor];
  lstmCell(input: Tensor, hx: TensorList, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): [Tensor, Tensor];
  lstmCell(input: Tensor, hx: TensorList, wIh: Tensor, wHh: Tensor, options: { bIh?: Tensor | null | undefined; bHh?: Tensor | null | undefined }): [Tensor, Tensor];
  lstmMpsBackward(gradY: Tensor | null, gradHy: Tensor | null, gradCy: Tensor | null, zState: Tensor, cellStateFwd: Tensor, input: Tensor, layersOutputs: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor[], Tensor[]];
  lt(self: Tensor, other: Tensor): Tensor;
  lt(self: Tensor, other: Scalar): Tensor;
  lt_(self: Tensor, other: Tensor): Tensor;
  lt_(self: Tensor, other: Scalar): Tensor;
  luSolve(self: Tensor, LU_data: Tensor, LU_pivots: Tensor): Tensor;
  luUnpack(LU_data: Tensor, LU_pivots: Tensor, unpackData?: boolean, unpackPivots?: boolean): [Tensor, Tensor, Tensor];
  luUnpack(LU_data: Tensor, LU_pivots: Tensor, options: { unpackData?: boolean | undefined; unpackPivots?: boolean | undefined }): [Tensor, Tensor, Tensor];
  mH(self: Tensor): Tensor;
  mT(self: Tensor): Tensor;
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin?: number, reduction?: number): Tensor;
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, options: { margin?: number | undefined; reduction?: number | undefined }): Tensor;
  maskedFill(self: Tensor, mask: Tensor, value: Tensor): Tensor;
  maskedFill(self: Tensor, mask: Tensor, value: Scalar): Tensor;
  maskedFill_(self: Tensor, mask: Tensor, value: Tensor): Tensor;
  maskedFill_(self: Tensor, mask: Tensor, value: Scalar): Tensor;
  maskedScatter(self: Tensor, mask: Tensor, source: Tensor): Tensor;
  maskedScatter_(self: Tensor, mask: Tensor, source: Tensor): Tensor;
  maskedScatterBackward(gradOutput: Tensor, mask: Tensor, sizes: readonly number[]): Tensor;
  maskedSelect(self: Tensor, mask: Tensor): Tensor;
  maskedSelectBackward(grad: Tensor, input: Tensor, mask: Tensor): Tensor;
  matmul(self: Tensor, other: Tensor): Tensor;
  matmulBackward(grad: Tensor, self: Tensor, other: Tensor, mask: readonly boolean[]): [Tensor, Tensor];
  matrix_H(self: Tensor): Tensor;
  matrixExp(self: Tensor): Tensor;
  matrixExpBackward(self: Tensor, grad: Tensor): Tensor;
  matrixPower(self: Tensor, n: number): Tensor;
  max(self: Tensor): Tensor;
  max(self: Tensor, other: Tensor): Tensor;
  max(self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  max(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  maxPool2dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  maxPool2dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
  maxPool2dWithIndicesBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean, indices: Tensor): Tensor;
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
  maxPool3dWithIndicesBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean, indices: Tensor): Tensor;
  maxUnpool2d(self: Tensor, indices: Tensor, outputSize: number | readonly number[]): Tensor;
  maxUnpool3d(self: Tensor, indices: Tensor, outputSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[]): Tensor;
  maximum(self: Tensor, other: Tensor): Tensor;
  mean(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor;
  mean(self: Tensor, dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  mean(self: Tensor, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  median(self: Tensor): Tensor;
  median(self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  median(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
  meshgrid(tensors: TensorList): Tensor[];
  meshgrid(tensors: TensorList, options: { indexing: string }): Tensor[];
  min(self: Tensor): Tensor;
  min(self: Tensor, other: Tensor): Tensor;
  min(self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  min(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
  minimum(self: Tensor, other: Tensor): Tensor;
  miopenBatchNorm(input: Tensor, weight: Tensor, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, exponentialAverageFactor: number, epsilon: number): [Tensor, Tensor, Tensor];
  miopenBatchNormBackward(input: Tensor, gradOutput: Tensor, weight: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, saveMean: Tensor | null, saveVar: Tensor | null, epsilon: number): [Tensor, Tensor, Tensor];
  miopenConvolution(self: Tensor, weight: Tensor, bias: Tensor | null, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
  miopenConvolutionAddRelu(self: Tensor, weight: Tensor, z: Tensor, alpha: Scalar | null, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
  miopenConvolutionRelu(self: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
  miopenConvolutionTranspose(self: Tensor, weight: Tensor, bias: Tensor | null, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
  miopenCtcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank: number, deterministic: boolean, zeroInfinity: boolean): [Tensor, Tensor];
  miopenCtcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank: number, deterministic: boolean, zeroInfinity: boolean): [Tensor, Tensor];
  miopenDepthwiseConvolution(self: Tensor, weight: Tensor, bias: Tensor | null, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
  miopenRnn(input: Tensor, weight: TensorList, weightStride0: number, hx: Tensor, cx: Tensor | null, mode: number, hiddenSize: number, numLayers: number, batchFirst: boolean, dropout: number, train: boolean, bidirectional: boolean, batchSizes: readonly number[], dropoutState: Tensor | null): [Tensor, Tensor, Tensor, Tensor, Tensor];
  miopenRnnBackward(input: Tensor, weight: TensorList, weightStride0: number, weightBuf: Tensor, hx: Tensor, cx: Tensor | null, output: Tensor, gradOutput: Tensor | null, gradHy: Tensor | null, gradCy: Tensor | null, mode: number, hiddenSize: number, numLayers: number, batchFirst: boolean, dropout: number, train: boolean, bidirectional: boolean, batchSizes: readonly number[], dropoutState: Tensor | null, reserve: Tensor, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor, Tensor[]];
  mish(self: Tensor): Tensor;
  mish_(self: Tensor): Tensor;
  mishBackward(gradOutput: Tensor, self: Tensor): Tensor;
  mkldnnAdaptiveAvgPool2d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  mkldnnAdaptiveAvgPool2dBackward(gradOutput: Tensor, self: Tensor): Tensor;
  mkldnnConvolution(self: Tensor, weight: Tensor, bias: Tensor | null, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number): Tensor;
  mkldnnLinear(self: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
  mkldnnLinear(self: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined }): Tensor;
  mkldnnLinearBackward(self: Tensor, gradOutput: Tensor, weight: Tensor, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  mkldnnLinearBackwardInput(inputSize: readonly number[], gradOutput: Tensor, weight: Tensor): Tensor;
  mkldnnLinearBackwardWeights(gradOutput: Tensor, input: Tensor, weight: Tensor, biasDefined: boolean): [Tensor, Tensor];
  mkldnnMaxPool2d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  mkldnnMaxPool2d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  mkldnnMaxPool2dBackward(gradOutput: Tensor, output: Tensor, input: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  mkldnnMaxPool2dBackward(gradOutput: Tensor, output: Tensor, input: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  mkldnnMaxPool3d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  mkldnnMaxPool3d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  mkldnnMaxPool3dBackward(gradOutput: Tensor, output: Tensor, input: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  mkldnnMaxPool3dBackward(gradOutput: Tensor, output: Tensor, input: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  mkldnnReorderConv2dWeight(self: Tensor, padding?: number | readonly number[], stride?: number | readonly number[], dilation?: number | readonly number[], groups?: number, inputSize?: readonly number[] | null): Tensor;
  mkldnnReorderConv2dWeight(self: Tensor, options: { padding?: number | readonly number[] | undefined; stride?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined; inputSize?: readonly number[] | null | undefined }): Tensor;
  mkldnnReorderConv3dWeight(self: Tensor, padding?: number | readonly number[], stride?: number | readonly number[], dilation?: number | readonly number[], groups?: number, inputSize?: readonly number[] | null): Tensor;
  mkldnnReorderConv3dWeight(self: Tensor, options: { padding?: number | readonly number[] | undefined; stride?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined; inputSize?: readonly number[] | null | undefined }): Tensor;
  mkldnnRnnLayer(input: Tensor, weight0: Tensor, weight1: Tensor, weight2: Tensor, weight3: Tensor, hx_: Tensor, cx_: Tensor, reverse: boolean, batchSizes: readonly number[], mode: number, hiddenSize: number, numLayers: number, hasBiases: boolean, bidirectional: boolean, batchFirst: boolean, train: boolean): [Tensor, Tensor, Tensor, Tensor];
  mkldnnRnnLayerBackward(input: Tensor, weight1: Tensor, weight2: Tensor, weight3: Tensor, weight4: Tensor, hx_: Tensor, cxTmp: Tensor, output: Tensor, hy_: Tensor, cy_: Tensor, gradOutput: Tensor | null, gradHy: Tensor | null, gradCy: Tensor | null, reverse: boolean, mode: number, hiddenSize: number, numLayers: number, hasBiases: boolean, train: boolean, bidirectional: boolean, batchSizes: readonly number[], batchFirst: boolean, workspace: Tensor): [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  mm(self: Tensor, mat2: Tensor): Tensor;
  mm(self: Tensor, mat2: Tensor, outDtype: DType): Tensor;
  mode(self: Tensor, dim?: number, keepdim?: boolean): [Tensor, Tensor];
  mode(self: Tensor, options: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  moveaxis(self: Tensor, source: number, destination: number): Tensor;
  moveaxis(self: Tensor, source: readonly number[], destination: readonly number[]): Tensor;
  movedim(self: Tensor, source: number, destination: number): Tensor;
  movedim(self: Tensor, source: readonly number[], destination: readonly number[]): Tensor;
  mpsConvolutionBackward(self: Tensor, gradOutput: Tensor, weight: Tensor, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  mpsConvolutionTransposeBackward(self: Tensor, gradOutput: Tensor, weight: Tensor, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor];
  mseLoss(self: Tensor, target: Tensor, reduction?: number): Tensor;
  mseLoss(self: Tensor, target: Tensor, options: { reduction?: number | undefined }): Tensor;
  mseLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: number): Tensor;
  msort(self: Tensor): Tensor;
  mul(self: Tensor, other: Tensor): Tensor;
  mul(self: Tensor, other: Scalar): Tensor;
  mul_(self: Tensor, other: Tensor): Tensor;
  mul_(self: Tensor, other: Scalar): Tensor;
  multiMarginLoss(self: Tensor, target: Tensor, p?: Scalar, margin?: Scalar, weight?: Tensor | null, reduction?: number): Tensor;
  multiMarginLoss(self: Tensor, target: Tensor, options: { p?: Scalar | undefined; margin?: Scalar | undefined; weight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
  multiMarginLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, p: Scalar, margin: Scalar, weight?: Tensor | null, reduction?: number): Tensor;
  multiMarginLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, p: Scalar, margin: Scalar, options: { weight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
  multilabelMarginLoss(self: Tensor, target: Tensor, reduction?: number): Tensor;
  multilabelMarginLoss(self: Tensor, target: Tensor, options: { reduction?: number | undefined }): Tensor;
  multilabelMarginLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: number, isTarget: Tensor): Tensor;
  multilabelMarginLossForward(self: Tensor, target: Tensor, reduction: number): [Tensor, Tensor];
  multinomial(self: Tensor, numSamples: number, replacement?: boolean, options?: { generator?: NativeObject | null | undefined }): Tensor;
  multinomial(self: Tensor, numSamples: number, options: { replacement?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  multiply(self: Tensor, other: Tensor): Tensor;
  multiply(self: Tensor, other: Scalar): Tensor;
  multiply_(self: Tensor, other: Tensor): Tensor;
  multiply_(self: Tensor, other: Scalar): Tensor;
  mv(self: Tensor, vec: Tensor): Tensor;
  mvlgamma(self: Tensor, p: number): Tensor;
  mvlgamma_(self: Tensor, p: number): Tensor;
  nanToNum(self: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
  nanToNum(self: Tensor, options: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor;
  nanToNum_(self: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
  nanToNum_(self: Tensor, options: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor;
  nanmean(self: Tensor, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  nanmean(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  nanmedian(self: Tensor): Tensor;
  nanmedian(self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  nanmedian(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
  nanquantile(self: Tensor, q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
  nanquantile(self: Tensor, q: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  nanquantile(self: Tensor, q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
  nanquantile(self: Tensor, q: number, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  nansum(self: Tensor, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  nansum(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  narrow(self: Tensor, dim: number, start: number, length: number): Tensor;
  narrow(self: Tensor, dim: number, start: Tensor, length: number): Tensor;
  narrowCopy(self: Tensor, dim: number, start: number, length: number): Tensor;
  nativeBatchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number): [Tensor, Tensor, Tensor];
  nativeBatchNormBackward(gradOut: Tensor, input: Tensor, weight: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, saveMean: Tensor | null, saveInvstd: Tensor | null, train: boolean, eps: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  nativeChannelShuffle(self: Tensor, groups: number): Tensor;
  nativeDropout(input: Tensor, p: number, train: boolean | null): [Tensor, Tensor];
  nativeDropoutBackward(gradOutput: Tensor, mask: Tensor, scale: number): Tensor;
  nativeGroupNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, N: number, C: number, HxW: number, group: number, eps: number): [Tensor, Tensor, Tensor];
  nativeGroupNormBackward(gradOut: Tensor, input: Tensor, mean: Tensor, rstd: Tensor, weight: Tensor | null, N: number, C: number, HxW: number, group: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  nativeLayerNorm(input: Tensor, normalizedShape: readonly number[], weight: Tensor | null, bias: Tensor | null, eps: number): [Tensor, Tensor, Tensor];
  nativeLayerNormBackward(gradOut: Tensor, input: Tensor, normalizedShape: readonly number[], mean: Tensor, rstd: Tensor, weight: Tensor | null, bias: Tensor | null, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  nativeNorm(self: Tensor, p?: Scalar): Tensor;
  nativeNorm(self: Tensor, options: { p?: Scalar | undefined }): Tensor;
  nativeNorm(self: Tensor, p: Scalar | null, dim: number | readonly number[], keepdim: boolean, dtype: DType | null): Tensor;
  ne(self: Tensor, other: Tensor): Tensor;
  ne(self: Tensor, other: Scalar): Tensor;
  ne_(self: Tensor, other: Tensor): Tensor;
  ne_(self: Tensor, other: Scalar): Tensor;
  neg(self: Tensor): Tensor;
  neg_(self: Tensor): Tensor;
  negative(self: Tensor): Tensor;
  negative_(self: Tensor): Tensor;
  nestedToPaddedTensor(self: Tensor, padding: number, outputSize?: readonly number[] | null): Tensor;
  nestedToPaddedTensor(self: Tensor, padding: number, options: { outputSize?: readonly number[] | null | undefined }): Tensor;
  newEmpty(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  newEmptyStrided(self: Tensor, size: readonly number[], stride: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  newFull(self: Tensor, size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  newOnes(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  newZeros(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  nextafter(self: Tensor, other: Tensor): Tensor;
  nextafter_(self: Tensor, other: Tensor): Tensor;
  nllLoss(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
  nllLoss(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor;
  nllLoss2d(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
  nllLoss2d(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor;
  nllLoss2dBackward(gradOutput: Tensor, self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number, totalWeight: Tensor): Tensor;
  nllLoss2dForward(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): [Tensor, Tensor];
  nllLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number, totalWeight: Tensor): Tensor;
  nllLossForward(self: Tensor, target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): [Tensor, Tensor];
  nllLossNd(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
  nllLossNd(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor;
  nonzero(self: Tensor): Tensor;
  nonzeroNumpy(self: Tensor): Tensor[];
  nonzeroStatic(self: Tensor, options: { size: number; fillValue?: number | undefined }): Tensor;
  norm(self: Tensor, p?: Scalar): Tensor;
  norm(self: Tensor, options: { p?: Scalar | undefined }): Tensor;
  norm(self: Tensor, p: Scalar | null, options: { dtype: DType }): Tensor;
  norm(self: Tensor, p: Scalar | null, dim: number | readonly number[], keepdim?: boolean): Tensor;
  norm(self: Tensor, p: Scalar | null, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  norm(self: Tensor, p: Scalar | null, dim: number | readonly number[], keepdim: boolean, options: { dtype: DType }): Tensor;
  normExceptDim(v: Tensor, pow?: number, dim?: number): Tensor;
  normExceptDim(v: Tensor, options: { pow?: number | undefined; dim?: number | undefined }): Tensor;
  normal(mean: Tensor, std: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  normal(mean: Tensor, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  normal(mean: Tensor, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  normal(mean: number, std: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  normal(mean: number, std: number, size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  normal_(self: Tensor, mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  normal_(self: Tensor, options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  normalFunctional(self: Tensor, mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  normalFunctional(self: Tensor, options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  notEqual(self: Tensor, other: Tensor): Tensor;
  notEqual(self: Tensor, other: Scalar): Tensor;
  notEqual_(self: Tensor, other: Tensor): Tensor;
  notEqual_(self: Tensor, other: Scalar): Tensor;
  nuclearNorm(self: Tensor, keepdim?: boolean): Tensor;
  nuclearNorm(self: Tensor, options: { keepdim?: boolean | undefined }): Tensor;
  nuclearNorm(self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
  nuclearNorm(self: Tensor, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  numel(self: Tensor): number;
  numpy_T(self: Tensor): Tensor;
  oneHot(self: Tensor, numClasses?: number): Tensor;
  oneHot(self: Tensor, options: { numClasses?: number | undefined }): Tensor;
  ones(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  onesLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  orgqr(self: Tensor, input2: Tensor): Tensor;
  ormqr(self: Tensor, input2: Tensor, input3: Tensor, left?: boolean, transpose?: boolean): Tensor;
  ormqr(self: Tensor, input2: Tensor, input3: Tensor, options: { left?: boolean | undefined; transpose?: boolean | undefined }): Tensor;
  outer(self: Tensor, vec2: Tensor): Tensor;
  outputNr(self: Tensor): number;
  pad(self: Tensor, pad: readonly number[], mode?: string, value?: number | null): Tensor;
  pad(self: Tensor, pad: readonly number[], options: { mode?: string | undefined; value?: number | null | undefined }): Tensor;
  padSequence(sequences: TensorList, batchFirst?: boolean, paddingValue?: number, paddingSide?: string): Tensor;
  padSequence(sequences: TensorList, options: { batchFirst?: boolean | undefined; paddingValue?: number | undefined; paddingSide?: string | undefined }): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, p?: number, eps?: number, keepdim?: boolean): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, options: { p?: number | undefined; eps?: number | undefined; keepdim?: boolean | undefined }): Tensor;
  pdist(self: Tensor, p?: number): Tensor;
  pdist(self: Tensor, options: { p?: number | undefined }): Tensor;
  permute(self: Tensor, dims: readonly number[]): Tensor;
  permuteCopy(self: Tensor, dims: readonly number[]): Tensor;
  pinMemory(self: Tensor, device?: Device | null): Tensor;
  pinMemory(self: Tensor, options: { device?: Device | null | undefined }): Tensor;
  pinverse(self: Tensor, rcond?: number): Tensor;
  pinverse(self: Tensor, options: { rcond?: number | undefined }): Tensor;
  pixelShuffle(self: Tensor, upscaleFactor: number): Tensor;
  pixelUnshuffle(self: Tensor, downscaleFactor: number): Tensor;
  poisson(self: Tensor, generator?: NativeObject | null): Tensor;
  poisson(self: Tensor, options: { generator?: NativeObject | null | undefined }): Tensor;
  poissonNllLoss(input: Tensor, target: Tensor, logInput: boolean, full: boolean, eps: number, reduction: number): Tensor;
  polar(abs: Tensor, angle: Tensor): Tensor;
  polygamma(n: number, self: Tensor): Tensor;
  polygamma_(self: Tensor, n: number): Tensor;
  positive(self: Tensor): Tensor;
  pow(self: Scalar, exponent: Tensor): Tensor;
  pow(self: Tensor, exponent: Tensor): Tensor;
  pow(self: Tensor, exponent: Scalar): Tensor;
  pow_(self: Tensor, exponent: Tensor): Tensor;
  pow_(self: Tensor, exponent: Scalar): Tensor;
  prelu(self: Tensor, weight: Tensor): Tensor;
  prod(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor;
  prod(self: Tensor, dim: number, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  prod(self: Tensor, dim: number, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  promoteTypes(type1: DType, type2: DType): DType;
  put(self: Tensor, index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
  put(self: Tensor, index: Tensor, source: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
  put_(self: Tensor, index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
  put_(self: Tensor, index: Tensor, source: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
  qPerChannelAxis(self: Tensor): number;
  qPerChannelScales(self: Tensor): Tensor;
  qPerChannelZeroPoints(self: Tensor): Tensor;
  qScale(self: Tensor): number;
  qZeroPoint(self: Tensor): number;
  qr(self: Tensor, some?: boolean): [Tensor, Tensor];
  qr(self: Tensor, options: { some?: boolean | undefined }): [Tensor, Tensor];
  qscheme(self: Tensor): NativeObject;
  quantile(self: Tensor, q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
  quantile(self: Tensor, q: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  quantile(self: Tensor, q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
  quantile(self: Tensor, q: number, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  quantizePerChannel(self: Tensor, scales: Tensor, zeroPoints: Tensor, axis: number, dtype: DType): Tensor;
  quantizePerTensor(self: Tensor, scale: number, zeroPoint: number, dtype: DType): Tensor;
  quantizePerTensor(self: Tensor, scale: Tensor, zeroPoint: Tensor, dtype: DType): Tensor;
  quantizePerTensor(tensors: TensorList, scales: Tensor, zeroPoints: Tensor, dtype: DType): Tensor[];
  quantizePerTensorDynamic(self: Tensor, dtype: DType, reduceRange: boolean): Tensor;
  quantizedBatchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, mean: Tensor, var_: Tensor, eps: number, outputScale: number, outputZeroPoint: number): Tensor;
  quantizedGru(data: Tensor, batchSizes: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  quantizedGru(input: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  quantizedGruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor, bHh: Tensor, packedIh: Tensor, packedHh: Tensor, colOffsetsIh: Tensor, colOffsetsHh: Tensor, scaleIh: Scalar, scaleHh: Scalar, zeroPointIh: Scalar, zeroPointHh: Scalar): Tensor;
  quantizedLstm(data: Tensor, batchSizes: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, options?: { dtype?: DType | null | undefined; useDynamic?: boolean | undefined }): [Tensor, Tensor, Tensor];
  quantizedLstm(input: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean, options?: { dtype?: DType | null | undefined; useDynamic?: boolean | undefined }): [Tensor, Tensor, Tensor];
  quantizedLstmCell(input: Tensor, hx: TensorList, wIh: Tensor, wHh: Tensor, bIh: Tensor, bHh: Tensor, packedIh: Tensor, packedHh: Tensor, colOffsetsIh: Tensor, colOffsetsHh: Tensor, scaleIh: Scalar, scaleHh: Scalar, zeroPointIh: Scalar, zeroPointHh: Scalar): [Tensor, Tensor];
  quantizedMaxPool1d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  quantizedMaxPool1d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  quantizedMaxPool2d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  quantizedMaxPool2d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  quantizedMaxPool3d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  quantizedMaxPool3d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  quantizedRnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor, bHh: Tensor, packedIh: Tensor, packedHh: Tensor, colOffsetsIh: Tensor, colOffsetsHh: Tensor, scaleIh: Scalar, scaleHh: Scalar, zeroPointIh: Scalar, zeroPointHh: Scalar): Tensor;
  quantizedRnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor, bHh: Tensor, packedIh: Tensor, packedHh: Tensor, colOffsetsIh: Tensor, colOffsetsHh: Tensor, scaleIh: Scalar, scaleHh: Scalar, zeroPointIh: Scalar, zeroPointHh: Scalar): Tensor;
  rad2deg(self: Tensor): Tensor;
  rad2deg_(self: Tensor): Tensor;
  rand(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  rand(size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  randLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randLike(self: Tensor, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randint(high: number, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  randint(high: number, size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  randint(low: number, high: number, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  randint(low: number, high: number, size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  randintLike(self: Tensor, high: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randintLike(self: Tensor, high: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randintLike(self: Tensor, high: Tensor, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randintLike(self: Tensor, high: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randintLike(self: Tensor, low: number, high: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randintLike(self: Tensor, low: number, high: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randn(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  randn(size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  randnLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  randnLike(self: Tensor, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  random(self: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  random(self: Tensor, to: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  random(self: Tensor, from_: number, to: number | null, options?: { generator?: NativeObject | null | undefined }): Tensor;
  random_(self: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  random_(self: Tensor, to: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  random_(self: Tensor, from_: number, to: number | null, options?: { generator?: NativeObject | null | undefined }): Tensor;
  randperm(n: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  randperm(n: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  range(start: Scalar, end: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  range(start: Scalar, end: Scalar, step?: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  range(start: Scalar, end: Scalar, options: { step?: Scalar | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  ravel(self: Tensor): Tensor;
  real(self: Tensor): Tensor;
  reciprocal(self: Tensor): Tensor;
  reciprocal_(self: Tensor): Tensor;
  reflectionPad1d(self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad1dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad2d(self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad2dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad3d(self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad3dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  relu(self: Tensor): Tensor;
  relu6(self: Tensor): Tensor;
  relu6_(self: Tensor): Tensor;
  relu_(self: Tensor): Tensor;
  remainder(self: Scalar, other: Tensor): Tensor;
  remainder(self: Tensor, other: Tensor): Tensor;
  remainder(self: Tensor, other: Scalar): Tensor;
  remainder_(self: Tensor, other: Tensor): Tensor;
  remainder_(self: Tensor, other: Scalar): Tensor;
  renorm(self: Tensor, p: Scalar, dim: number, maxnorm: Scalar): Tensor;
  renorm_(self: Tensor, p: Scalar, dim: number, maxnorm: Scalar): Tensor;
  repeat(self: Tensor, repeats: readonly number[]): Tensor;
  repeatInterleave(repeats: Tensor, options?: { outputSize?: number | null | undefined }): Tensor;
  repeatInterleave(self: Tensor, repeats: Tensor, dim?: number | null, options?: { outputSize?: number | null | undefined }): Tensor;
  repeatInterleave(self: Tensor, repeats: Tensor, options: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
  repeatInterleave(self: Tensor, repeats: number, dim?: number | null, options?: { outputSize?: number | null | undefined }): Tensor;
  repeatInterleave(self: Tensor, repeats: number, options: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
  replicationPad1d(self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad1dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad2d(self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad2dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad3d(self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad3dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  requiresGrad_(self: Tensor, requiresGrad?: boolean): Tensor;
  requiresGrad_(self: Tensor, options: { requiresGrad?: boolean | undefined }): Tensor;
  reshape(self: Tensor, shape: readonly number[]): Tensor;
  reshapeAs(self: Tensor, other: Tensor): Tensor;
  resize(self: Tensor, size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  resize_(self: Tensor, size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  resizeAs(self: Tensor, theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  resizeAs_(self: Tensor, theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  resizeAsSparse(self: Tensor, theTemplate: Tensor): Tensor;
  resizeAsSparse_(self: Tensor, theTemplate: Tensor): Tensor;
  resolveConj(self: Tensor): Tensor;
  resolveNeg(self: Tensor): Tensor;
  resultType(scalar: Scalar, tensor: Tensor): DType;
  resultType(tensor: Tensor, other: Tensor): DType;
  resultType(tensor: Tensor, other: Scalar): DType;
  resultType(scalar1: Scalar, scalar2: Scalar): DType;
  retainGrad(self: Tensor): void;
  retainsGrad(self: Tensor): boolean;
  rmsNorm(input: Tensor, normalizedShape: readonly number[], weight?: Tensor | null, eps?: number | null): Tensor;
  rmsNorm(input: Tensor, normalizedShape: readonly number[], options: { weight?: Tensor | null | undefined; eps?: number | null | undefined }): Tensor;
  rnnRelu(data: Tensor, batchSizes: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  rnnRelu(input: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  rnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
  rnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options: { bIh?: Tensor | null | undefined; bHh?: Tensor | null | undefined }): Tensor;
  rnnTanh(data: Tensor, batchSizes: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  rnnTanh(input: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  rnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
  rnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options: { bIh?: Tensor | null | undefined; bHh?: Tensor | null | undefined }): Tensor;
  roll(self: Tensor, shifts: number | readonly number[], dims?: number | readonly number[]): Tensor;
  roll(self: Tensor, shifts: number | readonly number[], options: { dims?: number | readonly number[] | undefined }): Tensor;
  rot90(self: Tensor, k?: number, dims?: readonly number[]): Tensor;
  rot90(self: Tensor, options: { k?: number | undefined; dims?: readonly number[] | undefined }): Tensor;
  round(self: Tensor): Tensor;
  round(self: Tensor, options: { decimals: number }): Tensor;
  round_(self: Tensor): Tensor;
  round_(self: Tensor, options: { decimals: number }): Tensor;
  rowIndices(self: Tensor): Tensor;
  rowIndicesCopy(self: Tensor): Tensor;
  rowStack(tensors: TensorList): Tensor;
  rrelu(self: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
  rrelu(self: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  rrelu_(self: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
  rrelu_(self: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  rreluWithNoise(self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
  rreluWithNoise(self: Tensor, noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  rreluWithNoise_(self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
  rreluWithNoise_(self: Tensor, noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  rreluWithNoiseBackward(gradOutput: Tensor, self: Tensor, noise: Tensor, lower: Scalar, upper: Scalar, training: boolean, selfIsResult: boolean): Tensor;
  rreluWithNoiseFunctional(self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): [Tensor, Tensor];
  rreluWithNoiseFunctional(self: Tensor, noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): [Tensor, Tensor];
  rsqrt(self: Tensor): Tensor;
  rsqrt_(self: Tensor): Tensor;
  rsub(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  rsub(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  rsub(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  scalarTensor(s: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask?: Tensor | null, dropoutP?: number, isCausal?: boolean, options?: { scale?: number | null | undefined; enableGqa?: boolean | undefined }): Tensor;
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, options: { attnMask?: Tensor | null | undefined; dropoutP?: number | undefined; isCausal?: boolean | undefined; scale?: number | null | undefined; enableGqa?: boolean | undefined }): Tensor;
  scatter(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  scatter(self: Tensor, dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  scatter(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  scatter(self: Tensor, dim: number, index: Tensor, value: Scalar, options: { reduce: string }): Tensor;
  scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  scatter_(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  scatter_(self: Tensor, dim: number, index: Tensor, value: Scalar, options: { reduce: string }): Tensor;
  scatterAdd(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  scatterAdd_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  scatterReduce(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
  scatterReduce_(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
  searchsorted(sortedSequence: Tensor, self: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined; side?: string | null | undefined; sorter?: Tensor | null | undefined }): Tensor;
  searchsorted(sortedSequence: Tensor, self: Scalar, options?: { outInt32?: boolean | undefined; right?: boolean | undefined; side?: string | null | undefined; sorter?: Tensor | null | undefined }): Tensor;
  segmentReduce(data: Tensor, reduce: string, options?: { lengths?: Tensor | null | undefined; indices?: Tensor | null | undefined; offsets?: Tensor | null | undefined; axis?: number | undefined; unsafe?: boolean | undefined; initial?: Scalar | null | undefined }): Tensor;
  select(self: Tensor, dim: number, index: number): Tensor;
  selectBackward(gradOutput: Tensor, inputSizes: readonly number[], dim: number, index: number): Tensor;
  selectCopy(self: Tensor, dim: number, index: number): Tensor;
  selectScatter(self: Tensor, src: Tensor, dim: number, index: number): Tensor;
  selu(self: Tensor): Tensor;
  selu_(self: Tensor): Tensor;
  set(self: Tensor): Tensor;
  set(self: Tensor, source: NativeObject): Tensor;
  set(self: Tensor, source: Tensor): Tensor;
  set(self: Tensor, source: NativeObject, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
  set(self: Tensor, source: NativeObject, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): Tensor;
  set_(self: Tensor): Tensor;
  set_(self: Tensor, source: NativeObject): Tensor;
  set_(self: Tensor, source: Tensor): Tensor;
  set_(self: Tensor, source: NativeObject, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
  set_(self: Tensor, source: NativeObject, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): Tensor;
  set_(self: Tensor, source: Tensor, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
  set_(self: Tensor, source: Tensor, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): Tensor;
  setData(self: Tensor, newData: Tensor): void;
  sgn(self: Tensor): Tensor;
  sgn_(self: Tensor): Tensor;
  sigmoid(self: Tensor): Tensor;
  sigmoid_(self: Tensor): Tensor;
  sigmoidBackward(gradOutput: Tensor, output: Tensor): Tensor;
  sign(self: Tensor): Tensor;
  sign_(self: Tensor): Tensor;
  signbit(self: Tensor): Tensor;
  silu(self: Tensor): Tensor;
  silu_(self: Tensor): Tensor;
  siluBackward(gradOutput: Tensor, self: Tensor): Tensor;
  sin(self: Tensor): Tensor;
  sin_(self: Tensor): Tensor;
  sinc(self: Tensor): Tensor;
  sinc_(self: Tensor): Tensor;
  sinh(self: Tensor): Tensor;
  sinh_(self: Tensor): Tensor;
  size(self: Tensor, dim: number): number;
  slice(self: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  slice(self: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
  sliceBackward(gradOutput: Tensor, inputSizes: readonly number[], dim: number, start: number, end: number, step: number): Tensor;
  sliceCopy(self: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  sliceCopy(self: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
  sliceInverse(self: Tensor, src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  sliceInverse(self: Tensor, src: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
  sliceScatter(self: Tensor, src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  sliceScatter(self: Tensor, src: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
  slogdet(self: Tensor): [Tensor, Tensor];
  slowConv3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[]): Tensor;
  slowConv3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined }): Tensor;
  slowConv3dForward(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[]): Tensor;
  slowConvDilated2d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[]): Tensor;
  slowConvDilated2d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  slowConvDilated3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[]): Tensor;
  slowConvDilated3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  slowConvTranspose2d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], dilation?: number | readonly number[]): Tensor;
  slowConvTranspose2d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  slowConvTranspose3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], dilation?: number | readonly number[]): Tensor;
  slowConvTranspose3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  smm(self: Tensor, mat2: Tensor): Tensor;
  smoothL1Loss(self: Tensor, target: Tensor, reduction?: number, beta?: number): Tensor;
  smoothL1Loss(self: Tensor, target: Tensor, options: { reduction?: number | undefined; beta?: number | undefined }): Tensor;
  smoothL1LossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: number, beta: number): Tensor;
  softMarginLoss(self: Tensor, target: Tensor, reduction?: number): Tensor;
  softMarginLoss(self: Tensor, target: Tensor, options: { reduction?: number | undefined }): Tensor;
  softMarginLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: number): Tensor;
  softmax(self: Tensor, dim: number, dtype?: DType | null): Tensor;
  softmax(self: Tensor, dim: number, options: { dtype?: DType | null | undefined }): Tensor;
  softplus(self: Tensor, beta?: Scalar, threshold?: Scalar): Tensor;
  softplus(self: Tensor, options: { beta?: Scalar | undefined; threshold?: Scalar | undefined }): Tensor;
  softplusBackward(gradOutput: Tensor, self: Tensor, beta: Scalar, threshold: Scalar): Tensor;
  softshrink(self: Tensor, lambd?: Scalar): Tensor;
  softshrink(self: Tensor, options: { lambd?: Scalar | undefined }): Tensor;
  softshrinkBackward(gradOutput: Tensor, self: Tensor, lambd: Scalar): Tensor;
  sort(self: Tensor, dim?: number, descending?: boolean): [Tensor, Tensor];
  sort(self: Tensor, options: { dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
  sort(self: Tensor, options?: { stable?: boolean | null | undefined; dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
  sparseBscTensor(ccolIndices: Tensor, rowIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseBscTensor(ccolIndices: Tensor, rowIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseBsrTensor(crowIndices: Tensor, colIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseBsrTensor(crowIndices: Tensor, colIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseCompressedTensor(compressedIndices: Tensor, plainIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseCompressedTensor(compressedIndices: Tensor, plainIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseCooTensor(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseCooTensor(indices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; isCoalesced?: boolean | null | undefined }): Tensor;
  sparseCooTensor(indices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; isCoalesced?: boolean | null | undefined }): Tensor;
  sparseCscTensor(ccolIndices: Tensor, rowIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseCscTensor(ccolIndices: Tensor, rowIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseCsrTensor(crowIndices: Tensor, colIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseCsrTensor(crowIndices: Tensor, colIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  sparseDim(self: Tensor): number;
  sparseMask(self: Tensor, mask: Tensor): Tensor;
  sparseResize(self: Tensor, size: readonly number[], sparseDim: number, denseDim: number): Tensor;
  sparseResize_(self: Tensor, size: readonly number[], sparseDim: number, denseDim: number): Tensor;
  sparseResizeAndClear(self: Tensor, size: readonly number[], sparseDim: number, denseDim: number): Tensor;
  sparseResizeAndClear_(self: Tensor, size: readonly number[], sparseDim: number, denseDim: number): Tensor;
  sparseSampledAddmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  specialAiryAi(x: Tensor): Tensor;
  specialBesselJ0(self: Tensor): Tensor;
  specialBesselJ1(self: Tensor): Tensor;
  specialBesselY0(self: Tensor): Tensor;
  specialBesselY1(self: Tensor): Tensor;
  specialChebyshevPolynomialT(x: Tensor, n: Tensor): Tensor;
  specialChebyshevPolynomialT(x: Scalar, n: Tensor): Tensor;
  specialChebyshevPolynomialT(x: Tensor, n: Scalar): Tensor;
  specialChebyshevPolynomialU(x: Tensor, n: Tensor): Tensor;
  specialChebyshevPolynomialU(x: Scalar, n: Tensor): Tensor;
  specialChebyshevPolynomialU(x: Tensor, n: Scalar): Tensor;
  specialChebyshevPolynomialV(x: Tensor, n: Tensor): Tensor;
  specialChebyshevPolynomialV(x: Scalar, n: Tensor): Tensor;
  specialChebyshevPolynomialV(x: Tensor, n: Scalar): Tensor;
  specialChebyshevPolynomialW(x: Tensor, n: Tensor): Tensor;
  specialChebyshevPolynomialW(x: Scalar, n: Tensor): Tensor;
  specialChebyshevPolynomialW(x: Tensor, n: Scalar): Tensor;
  specialDigamma(self: Tensor): Tensor;
  specialEntr(self: Tensor): Tensor;
  specialErf(self: Tensor): Tensor;
  specialErfc(self: Tensor): Tensor;
  specialErfcx(self: Tensor): Tensor;
  specialErfinv(self: Tensor): Tensor;
  specialExp2(self: Tensor): Tensor;
  specialExpit(self: Tensor): Tensor;
  specialExpm1(self: Tensor): Tensor;
  specialGammainc(self: Tensor, other: Tensor): Tensor;
  specialGammaincc(self: Tensor, other: Tensor): Tensor;
  specialGammaln(self: Tensor): Tensor;
  specialHermitePolynomialH(x: Tensor, n: Tensor): Tensor;
  specialHermitePolynomialH(x: Scalar, n: Tensor): Tensor;
  specialHermitePolynomialH(x: Tensor, n: Scalar): Tensor;
  specialHermitePolynomialHe(x: Tensor, n: Tensor): Tensor;
  specialHermitePolynomialHe(x: Scalar, n: Tensor): Tensor;
  specialHermitePolynomialHe(x: Tensor, n: Scalar): Tensor;
  specialI0(self: Tensor): Tensor;
  specialI0e(self: Tensor): Tensor;
  specialI1(self: Tensor): Tensor;
  specialI1e(self: Tensor): Tensor;
  specialLaguerrePolynomialL(x: Tensor, n: Tensor): Tensor;
  specialLaguerrePolynomialL(x: Scalar, n: Tensor): Tensor;
  specialLaguerrePolynomialL(x: Tensor, n: Scalar): Tensor;
  specialLegendrePolynomialP(x: Tensor, n: Tensor): Tensor;
  specialLegendrePolynomialP(x: Scalar, n: Tensor): Tensor;
  specialLegendrePolynomialP(x: Tensor, n: Scalar): Tensor;
  specialLog1p(self: Tensor): Tensor;
  specialLogNdtr(self: Tensor): Tensor;
  specialLogSoftmax(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  specialLogit(self: Tensor, eps?: number | null): Tensor;
  specialLogit(self: Tensor, options: { eps?: number | null | undefined }): Tensor;
  specialLogsumexp(self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
  specialLogsumexp(self: Tensor, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  specialModifiedBesselI0(self: Tensor): Tensor;
  specialModifiedBesselI1(self: Tensor): Tensor;
  specialModifiedBesselK0(self: Tensor): Tensor;
  specialModifiedBesselK1(self: Tensor): Tensor;
  specialMultigammaln(self: Tensor, p: number): Tensor;
  specialNdtr(self: Tensor): Tensor;
  specialNdtri(self: Tensor): Tensor;
  specialPolygamma(n: number, self: Tensor): Tensor;
  specialPsi(self: Tensor): Tensor;
  specialRound(self: Tensor, options?: { decimals?: number | undefined }): Tensor;
  specialScaledModifiedBesselK0(x: Tensor): Tensor;
  specialScaledModifiedBesselK1(x: Tensor): Tensor;
  specialShiftedChebyshevPolynomialT(x: Tensor, n: Tensor): Tensor;
  specialShiftedChebyshevPolynomialT(x: Scalar, n: Tensor): Tensor;
  specialShiftedChebyshevPolynomialT(x: Tensor, n: Scalar): Tensor;
  specialShiftedChebyshevPolynomialU(x: Tensor, n: Tensor): Tensor;
  specialShiftedChebyshevPolynomialU(x: Scalar, n: Tensor): Tensor;
  specialShiftedChebyshevPolynomialU(x: Tensor, n: Scalar): Tensor;
  specialShiftedChebyshevPolynomialV(x: Tensor, n: Tensor): Tensor;
  specialShiftedChebyshevPolynomialV(x: Scalar, n: Tensor): Tensor;
  specialShiftedChebyshevPolynomialV(x: Tensor, n: Scalar): Tensor;
  specialShiftedChebyshevPolynomialW(x: Tensor, n: Tensor): Tensor;
  specialShiftedChebyshevPolynomialW(x: Scalar, n: Tensor): Tensor;
  specialShiftedChebyshevPolynomialW(x: Tensor, n: Scalar): Tensor;
  specialSinc(self: Tensor): Tensor;
  specialSoftmax(self: Tensor, dim: number, dtype?: DType | null): Tensor;
  specialSoftmax(self: Tensor, dim: number, options: { dtype?: DType | null | undefined }): Tensor;
  specialSphericalBesselJ0(x: Tensor): Tensor;
  specialXlog1py(self: Tensor, other: Tensor): Tensor;
  specialXlog1py(self: Scalar, other: Tensor): Tensor;
  specialXlog1py(self: Tensor, other: Scalar): Tensor;
  specialXlogy(self: Tensor, other: Tensor): Tensor;
  specialXlogy(self: Scalar, other: Tensor): Tensor;
  specialXlogy(self: Tensor, other: Scalar): Tensor;
  specialZeta(self: Tensor, other: Tensor): Tensor;
  specialZeta(self: Scalar, other: Tensor): Tensor;
  specialZeta(self: Tensor, other: Scalar): Tensor;
  split(self: Tensor, splitSize: number, dim?: number): Tensor[];
  split(self: Tensor, splitSize: number, options: { dim?: number | undefined }): Tensor[];
  split(self: Tensor, splitSize: readonly number[], dim?: number): Tensor[];
  split(self: Tensor, splitSize: readonly number[], options: { dim?: number | undefined }): Tensor[];
  splitCopy(self: Tensor, splitSize: number, dim?: number): Tensor[];
  splitCopy(self: Tensor, splitSize: number, options: { dim?: number | undefined }): Tensor[];
  splitWithSizes(self: Tensor, splitSizes: readonly number[], dim?: number): Tensor[];
  splitWithSizes(self: Tensor, splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
  splitWithSizesCopy(self: Tensor, splitSizes: readonly number[], dim?: number): Tensor[];
  splitWithSizesCopy(self: Tensor, splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
  sqrt(self: Tensor): Tensor;
  sqrt_(self: Tensor): Tensor;
  square(self: Tensor): Tensor;
  square_(self: Tensor): Tensor;
  squeeze(self: Tensor): Tensor;
  squeeze(self: Tensor, dim: number): Tensor;
  squeeze(self: Tensor, dim: readonly number[]): Tensor;
  squeeze_(self: Tensor): Tensor;
  squeeze_(self: Tensor, dim: number): Tensor;
  squeeze_(self: Tensor, dim: readonly number[]): Tensor;
  squeezeCopy(self: Tensor): Tensor;
  squeezeCopy(self: Tensor, dim: number): Tensor;
  squeezeCopy(self: Tensor, dim: readonly number[]): Tensor;
  sspaddmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  stack(tensors: TensorList, dim?: number): Tensor;
  stack(tensors: TensorList, options: { dim?: number | undefined }): Tensor;
  std(self: Tensor, unbiased?: boolean): Tensor;
  std(self: Tensor, options: { unbiased?: boolean | undefined }): Tensor;
  std(self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
  std(self: Tensor, dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): Tensor;
  std(self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
  std(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
  stdMean(self: Tensor, unbiased?: boolean): [Tensor, Tensor];
  stdMean(self: Tensor, options: { unbiased?: boolean | undefined }): [Tensor, Tensor];
  stdMean(self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
  stdMean(self: Tensor, dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  stdMean(self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  stdMean(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  stft(self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
  stft(self: Tensor, nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; returnComplex?: boolean | null | undefined; alignToWindow?: boolean | null | undefined }): Tensor;
  stft(self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, padMode?: string, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
  stft(self: Tensor, nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; center?: boolean | undefined; padMode?: string | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; returnComplex?: boolean | null | undefined; alignToWindow?: boolean | null | undefined }): Tensor;
  storageOffset(self: Tensor): number;
  stride(self: Tensor, dim: number): number;
  sub(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  sub(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  sub(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  sub_(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  sub_(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  sub_(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  subtract(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  subtract(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  subtract(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  subtract_(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  subtract_(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  subtract_(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  sum(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor;
  sum(self: Tensor, dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  sum(self: Tensor, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  sumToSize(self: Tensor, size: readonly number[]): Tensor;
  svd(self: Tensor, some?: boolean, computeUv?: boolean): [Tensor, Tensor, Tensor];
  svd(self: Tensor, options: { some?: boolean | undefined; computeUv?: boolean | undefined }): [Tensor, Tensor, Tensor];
  swapaxes(self: Tensor, axis0: number, axis1: number): Tensor;
  swapaxes_(self: Tensor, axis0: number, axis1: number): Tensor;
  swapdims(self: Tensor, dim0: number, dim1: number): Tensor;
  swapdims_(self: Tensor, dim0: number, dim1: number): Tensor;
  symConstrainRange(size: Scalar, options?: { min?: number | null | undefined; max?: number | null | undefined }): void;
  symConstrainRangeForSize(size: Scalar, options?: { min?: number | null | undefined; max?: number | null | undefined }): void;
  symIsContiguous(self: Tensor, memoryFormat?: MemoryFormat): boolean;
  symIsContiguous(self: Tensor, options: { memoryFormat?: MemoryFormat | undefined }): boolean;
  symNumel(self: Tensor): number;
  symSize(self: Tensor, dim: number): number;
  symStorageOffset(self: Tensor): number;
  symStride(self: Tensor, dim: number): number;
  t(self: Tensor): Tensor;
  t_(self: Tensor): Tensor;
  tCopy(self: Tensor): Tensor;
  take(self: Tensor, index: Tensor): Tensor;
  takeAlongDim(self: Tensor, indices: Tensor, dim?: number | null): Tensor;
  takeAlongDim(self: Tensor, indices: Tensor, options: { dim?: number | null | undefined }): Tensor;
  tan(self: Tensor): Tensor;
  tan_(self: Tensor): Tensor;
  tanh(self: Tensor): Tensor;
  tanh_(self: Tensor): Tensor;
  tanhBackward(gradOutput: Tensor, output: Tensor): Tensor;
  tensorSplit(self: Tensor, indices: readonly number[], dim?: number): Tensor[];
  tensorSplit(self: Tensor, indices: readonly number[], options: { dim?: number | undefined }): Tensor[];
  tensorSplit(self: Tensor, sections: number, dim?: number): Tensor[];
  tensorSplit(self: Tensor, sections: number, options: { dim?: number | undefined }): Tensor[];
  tensorSplit(self: Tensor, tensorIndicesOrSections: Tensor, dim?: number): Tensor[];
  tensorSplit(self: Tensor, tensorIndicesOrSections: Tensor, options: { dim?: number | undefined }): Tensor[];
  tensordot(self: Tensor, other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]): Tensor;
  thnnConv2d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[]): Tensor;
  thnnConv2d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined }): Tensor;
  threshold(self: Tensor, threshold: Scalar, value: Scalar): Tensor;
  threshold_(self: Tensor, threshold: Scalar, value: Scalar): Tensor;
  thresholdBackward(gradOutput: Tensor, self: Tensor, threshold: Scalar): Tensor;
  tile(self: Tensor, dims: readonly number[]): Tensor;
  to(self: Tensor, dtype: DType, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
  to(self: Tensor, dtype: DType, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  to(self: Tensor, other: Tensor, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
  to(self: Tensor, other: Tensor, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  to(self: Tensor, device: Device, dtype: DType, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
  to(self: Tensor, device: Device, dtype: DType, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  to(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  toDense(self: Tensor, dtype?: DType | null, options?: { maskedGrad?: boolean | null | undefined }): Tensor;
  toDense(self: Tensor, options: { dtype?: DType | null | undefined; maskedGrad?: boolean | null | undefined }): Tensor;
  toDenseBackward(grad: Tensor, input: Tensor, maskedGrad?: boolean | null): Tensor;
  toDenseBackward(grad: Tensor, input: Tensor, options: { maskedGrad?: boolean | null | undefined }): Tensor;
  toMkldnn(self: Tensor, dtype?: DType | null): Tensor;
  toMkldnn(self: Tensor, options: { dtype?: DType | null | undefined }): Tensor;
  toMkldnnBackward(grad: Tensor, input: Tensor): Tensor;
  toPaddedTensor(self: Tensor, padding: number, outputSize?: readonly number[] | null): Tensor;
  toPaddedTensor(self: Tensor, padding: number, options: { outputSize?: readonly number[] | null | undefined }): Tensor;
  toSparse(self: Tensor, sparseDim: number): Tensor;
  toSparse(self: Tensor, options?: { layout?: Layout | null | undefined; blocksize?: number | readonly number[] | null | undefined; denseDim?: number | null | undefined }): Tensor;
  toSparseBsc(self: Tensor, blocksize: number | readonly number[], denseDim?: number | null): Tensor;
  toSparseBsc(self: Tensor, blocksize: number | readonly number[], options: { denseDim?: number | null | undefined }): Tensor;
  toSparseBsr(self: Tensor, blocksize: number | readonly number[], denseDim?: number | null): Tensor;
  toSparseBsr(self: Tensor, blocksize: number | readonly number[], options: { denseDim?: number | null | undefined }): Tensor;
  toSparseCsc(self: Tensor, denseDim?: number | null): Tensor;
  toSparseCsc(self: Tensor, options: { denseDim?: number | null | undefined }): Tensor;
  toSparseCsr(self: Tensor, denseDim?: number | null): Tensor;
  toSparseCsr(self: Tensor, options: { denseDim?: number | null | undefined }): Tensor;
  topk(self: Tensor, k: number, dim?: number, largest?: boolean, sorted?: boolean): [Tensor, Tensor];
  topk(self: Tensor, k: number, options: { dim?: number | undefined; largest?: boolean | undefined; sorted?: boolean | undefined }): [Tensor, Tensor];
  trace(self: Tensor): Tensor;
  traceBackward(grad: Tensor, sizes: readonly number[]): Tensor;
  transpose(self: Tensor, dim0: number, dim1: number): Tensor;
  transpose_(self: Tensor, dim0: number, dim1: number): Tensor;
  transposeCopy(self: Tensor, dim0: number, dim1: number): Tensor;
  trapezoid(y: Tensor, x: Tensor, options?: { dim?: number | undefined }): Tensor;
  trapezoid(y: Tensor, options?: { dx?: Scalar | undefined; dim?: number | undefined }): Tensor;
  trapz(y: Tensor, options?: { dx?: number | undefined; dim?: number | undefined }): Tensor;
  trapz(y: Tensor, x: Tensor, options?: { dim?: number | undefined }): Tensor;
  triangularSolve(self: Tensor, A: Tensor, upper?: boolean, transpose?: boolean, unitriangular?: boolean): [Tensor, Tensor];
  triangularSolve(self: Tensor, A: Tensor, options: { upper?: boolean | undefined; transpose?: boolean | undefined; unitriangular?: boolean | undefined }): [Tensor, Tensor];
  tril(self: Tensor, diagonal?: number): Tensor;
  tril(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  tril_(self: Tensor, diagonal?: number): Tensor;
  tril_(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  trilIndices(row: number, col: number, offset?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  trilIndices(row: number, col: number, options: { offset?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin?: number, p?: number, eps?: number, swap?: boolean, reduction?: number): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, options: { margin?: number | undefined; p?: number | undefined; eps?: number | undefined; swap?: boolean | undefined; reduction?: number | undefined }): Tensor;
  triu(self: Tensor, diagonal?: number): Tensor;
  triu(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  triu_(self: Tensor, diagonal?: number): Tensor;
  triu_(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  triuIndices(row: number, col: number, offset?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  triuIndices(row: number, col: number, options: { offset?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  trueDivide(self: Tensor, other: Tensor): Tensor;
  trueDivide(self: Tensor, other: Scalar): Tensor;
  trueDivide_(self: Tensor, other: Tensor): Tensor;
  trueDivide_(self: Tensor, other: Scalar): Tensor;
  trunc(self: Tensor): Tensor;
  trunc_(self: Tensor): Tensor;
  typeAs(self: Tensor, other: Tensor): Tensor;
  unbind(self: Tensor, dim?: number): Tensor[];
  unbind(self: Tensor, options: { dim?: number | undefined }): Tensor[];
  unbindCopy(self: Tensor, dim?: number): Tensor[];
  unbindCopy(self: Tensor, options: { dim?: number | undefined }): Tensor[];
  unflatten(self: Tensor, dim: number, sizes: readonly number[]): Tensor;
  unflattenDenseTensors(flat: Tensor, tensors: TensorList): Tensor[];
  unfold(self: Tensor, dimension: number, size: number, step: number): Tensor;
  unfoldBackward(gradIn: Tensor, inputSizes: readonly number[], dim: number, size: number, step: number): Tensor;
  unfoldCopy(self: Tensor, dimension: number, size: number, step: number): Tensor;
  uniform(self: Tensor, from_?: number, to?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  uniform(self: Tensor, options: { from?: number | undefined; to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  uniform_(self: Tensor, from_?: number, to?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  uniform_(self: Tensor, options: { from?: number | undefined; to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  uniqueConsecutive(self: Tensor, returnInverse?: boolean, returnCounts?: boolean, dim?: number | null): [Tensor, Tensor, Tensor];
  uniqueConsecutive(self: Tensor, options: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined; dim?: number | null | undefined }): [Tensor, Tensor, Tensor];
  uniqueDim(self: Tensor, dim: number, sorted?: boolean, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
  uniqueDim(self: Tensor, dim: number, options: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
  uniqueDimConsecutive(self: Tensor, dim: number, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
  uniqueDimConsecutive(self: Tensor, dim: number, options: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
  unsafeChunk(self: Tensor, chunks: number, dim?: number): Tensor[];
  unsafeChunk(self: Tensor, chunks: number, options: { dim?: number | undefined }): Tensor[];
  unsafeSplit(self: Tensor, splitSize: number, dim?: number): Tensor[];
  unsafeSplit(self: Tensor, splitSize: number, options: { dim?: number | undefined }): Tensor[];
  unsafeSplitWithSizes(self: Tensor, splitSizes: readonly number[], dim?: number): Tensor[];
  unsafeSplitWithSizes(self: Tensor, splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
  unsqueeze(self: Tensor, dim: number): Tensor;
  unsqueeze_(self: Tensor, dim: number): Tensor;
  unsqueezeCopy(self: Tensor, dim: number): Tensor;
  upsampleBicubic2d(input: Tensor, outputSize: readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  upsampleBicubic2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleBicubic2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleBicubic2dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], alignCorners: boolean, scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleBicubic2dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], alignCorners: boolean, options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleBilinear2d(input: Tensor, outputSize: readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  upsampleBilinear2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleBilinear2d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleBilinear2dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], alignCorners: boolean, scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleBilinear2dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], alignCorners: boolean, options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleLinear1d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scales?: number | null): Tensor;
  upsampleLinear1d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options: { scales?: number | null | undefined }): Tensor;
  upsampleLinear1d(input: Tensor, outputSize: readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  upsampleLinear1dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], alignCorners: boolean, scales?: number | null): Tensor;
  upsampleLinear1dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], alignCorners: boolean, options: { scales?: number | null | undefined }): Tensor;
  upsampleNearest1d(self: Tensor, outputSize: number | readonly number[], scales?: number | null): Tensor;
  upsampleNearest1d(self: Tensor, outputSize: number | readonly number[], options: { scales?: number | null | undefined }): Tensor;
  upsampleNearest1d(input: Tensor, outputSize: readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  upsampleNearest1dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], scales?: number | null): Tensor;
  upsampleNearest1dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], options: { scales?: number | null | undefined }): Tensor;
  upsampleNearest2d(input: Tensor, outputSize: readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  upsampleNearest2d(self: Tensor, outputSize: number | readonly number[], scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleNearest2d(self: Tensor, outputSize: number | readonly number[], options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleNearest2dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleNearest2dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleNearest3d(input: Tensor, outputSize: readonly number[] | null, scaleFactors: readonly number[] | null): Tensor;
  upsampleNearest3d(self: Tensor, outputSize: number | readonly number[], scalesD?: number | null, scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleNearest3d(self: Tensor, outputSize: number | readonly number[], options: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleNearest3dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], scalesD?: number | null, scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleNearest3dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], options: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleTrilinear3d(input: Tensor, outputSize: readonly number[] | null, alignCorners: boolean, scaleFactors: readonly number[] | null): Tensor;
  upsampleTrilinear3d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, scalesD?: number | null, scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleTrilinear3d(self: Tensor, outputSize: number | readonly number[], alignCorners: boolean, options: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  upsampleTrilinear3dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], alignCorners: boolean, scalesD?: number | null, scalesH?: number | null, scalesW?: number | null): Tensor;
  upsampleTrilinear3dBackward(gradOutput: Tensor, outputSize: number | readonly number[], inputSize: number | readonly number[], alignCorners: boolean, options: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
  valueSelectingReductionBackward(grad: Tensor, dim: number, indices: Tensor, sizes: readonly number[], keepdim: boolean): Tensor;
  values(self: Tensor): Tensor;
  valuesCopy(self: Tensor): Tensor;
  vander(x: Tensor, N?: number | null, increasing?: boolean): Tensor;
  vander(x: Tensor, options: { N?: number | null | undefined; increasing?: boolean | undefined }): Tensor;
  var(self: Tensor, unbiased?: boolean): Tensor;
  var(self: Tensor, options: { unbiased?: boolean | undefined }): Tensor;
  var(self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
  var(self: Tensor, dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): Tensor;
  var(self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
  var(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
  varMean(self: Tensor, unbiased?: boolean): [Tensor, Tensor];
  varMean(self: Tensor, options: { unbiased?: boolean | undefined }): [Tensor, Tensor];
  varMean(self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
  varMean(self: Tensor, dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  varMean(self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  varMean(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  vdot(self: Tensor, other: Tensor): Tensor;
  view(self: Tensor, size: readonly number[]): Tensor;
  view(self: Tensor, dtype: DType): Tensor;
  viewAs(self: Tensor, other: Tensor): Tensor;
  viewAsComplex(self: Tensor): Tensor;
  viewAsComplexCopy(self: Tensor): Tensor;
  viewAsReal(self: Tensor): Tensor;
  viewAsRealCopy(self: Tensor): Tensor;
  viewCopy(self: Tensor, size: readonly number[]): Tensor;
  viewCopy(self: Tensor, dtype: DType): Tensor;
  vsplit(self: Tensor, indices: readonly number[]): Tensor[];
  vsplit(self: Tensor, sections: number): Tensor[];
  vstack(tensors: TensorList): Tensor;
  where(condition: Tensor): Tensor[];
  where(condition: Tensor, self: Tensor, other: Tensor): Tensor;
  where(condition: Tensor, self: Tensor, other: Scalar): Tensor;
  where(condition: Tensor, self: Scalar, other: Tensor): Tensor;
  where(condition: Tensor, self: Scalar, other: Scalar): Tensor;
  xlogy(self: Scalar, other: Tensor): Tensor;
  xlogy(self: Tensor, other: Tensor): Tensor;
  xlogy(self: Tensor, other: Scalar): Tensor;
  xlogy_(self: Tensor, other: Tensor): Tensor;
  xlogy_(self: Tensor, other: Scalar): Tensor;
  zero(self: Tensor): Tensor;
  zero_(self: Tensor): Tensor;
  zeros(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
  zerosLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
}

/** Name, operator, overloads in the order in which they are tried. */
export const FUNCTIONS: readonly (readonly [string, string, string])[] = [
  ["abs", "aten::abs", ""],
  ["abs_", "aten::abs_", ""],
  ["absolute", "aten::absolute", ""],
  ["absolute_", "aten::absolute_", ""],
  ["acos", "aten::acos", ""],
  ["acos_", "aten::acos_", ""],
  ["acosh", "aten::acosh", ""],
  ["acosh_", "aten::acosh_", ""],
  ["adaptiveAvgPool1d", "aten::adaptive_avg_pool1d", ""],
  ["adaptiveAvgPool2d", "aten::adaptive_avg_pool2d", ""],
  ["adaptiveAvgPool3d", "aten::adaptive_avg_pool3d", ""],
  ["adaptiveMaxPool1d", "aten::adaptive_max_pool1d", ""],
  ["adaptiveMaxPool2d", "aten::adaptive_max_pool2d", ""],
  ["adaptiveMaxPool2dBackward", "aten::adaptive_max_pool2d_backward", ""],
  ["adaptiveMaxPool3d", "aten::adaptive_max_pool3d", ""],
  ["adaptiveMaxPool3dBackward", "aten::adaptive_max_pool3d_backward", ""],
  ["add", "aten::add", "Tensor Scalar"],
  ["add_", "aten::add_", "Tensor Scalar"],
  ["addbmm", "aten::addbmm", ""],
  ["addbmm_", "aten::addbmm_", ""],
  ["addcdiv", "aten::addcdiv", ""],
  ["addcdiv_", "aten::addcdiv_", ""],
  ["addcmul", "aten::addcmul", ""],
  ["addcmul_", "aten::addcmul_", ""],
  ["addmm", "aten::addmm", " dtype"],
  ["addmm_", "aten::addmm_", ""],
  ["addmv", "aten::addmv", ""],
  ["addmv_", "aten::addmv_", ""],
  ["addr", "aten::addr", ""],
  ["addr_", "aten::addr_", ""],
  ["adjoint", "aten::adjoint", ""],
  ["affineGridGenerator", "aten::affine_grid_generator", ""],
  ["affineGridGeneratorBackward", "aten::affine_grid_generator_backward", ""],
  ["alias", "aten::alias", ""],
  ["aliasCopy", "aten::alias_copy", ""],
  ["all", "aten::all", " dim dims"],
  ["allclose", "aten::allclose", ""],
  ["alphaDropout", "aten::alpha_dropout", ""],
  ["alphaDropout_", "aten::alpha_dropout_", ""],
  ["amax", "aten::amax", ""],
  ["amin", "aten::amin", ""],
  ["aminmax", "aten::aminmax", ""],
  ["angle", "aten::angle", ""],
  ["any", "aten::any", " dim dims"],
  ["arange", "aten::arange", " start start_step"],
  ["arccos", "aten::arccos", ""],
  ["arccos_", "aten::arccos_", ""],
  ["arccosh", "aten::arccosh", ""],
  ["arccosh_", "aten::arccosh_", ""],
  ["arcsin", "aten::arcsin", ""],
  ["arcsin_", "aten::arcsin_", ""],
  ["arcsinh", "aten::arcsinh", ""],
  ["arcsinh_", "aten::arcsinh_", ""],
  ["arctan", "aten::arctan", ""],
  ["arctan2", "aten::arctan2", ""],
  ["arctan2_", "aten::arctan2_", ""],
  ["arctan_", "aten::arctan_", ""],
  ["arctanh", "aten::arctanh", ""],
  ["arctanh_", "aten::arctanh_", ""],
  ["argmax", "aten::argmax", ""],
  ["argmin", "aten::argmin", ""],
  ["argsort", "aten::argsort", " stable"],
  ["argwhere", "aten::argwhere", ""],
  ["asStrided", "aten::as_strided", ""],
  ["asStrided_", "aten::as_strided_", ""],
  ["asStridedCopy", "aten::as_strided_copy", ""],
  ["asStridedScatter", "aten::as_strided_scatter", ""],
  ["asin", "aten::asin", ""],
  ["asin_", "aten::asin_", ""],
  ["asinh", "aten::asinh", ""],
  ["asinh_", "aten::asinh_", ""],
  ["atan", "aten::atan", ""],
  ["atan2", "aten::atan2", ""],
  ["atan2_", "aten::atan2_", ""],
  ["atan_", "aten::atan_", ""],
  ["atanh", "aten::atanh", ""],
  ["atanh_", "aten::atanh_", ""],
  ["atleast1d", "aten::atleast_1d", " Sequence"],
  ["atleast2d", "aten::atleast_2d", " Sequence"],
  ["atleast3d", "aten::atleast_3d", " Sequence"],
  ["avgPool1d", "aten::avg_pool1d", ""],
  ["avgPool2d", "aten::avg_pool2d", ""],
  ["avgPool2dBackward", "aten::avg_pool2d_backward", ""],
  ["avgPool3d", "aten::avg_pool3d", ""],
  ["avgPool3dBackward", "aten::avg_pool3d_backward", ""],
  ["baddbmm", "aten::baddbmm", " dtype"],
  ["baddbmm_", "aten::baddbmm_", ""],
  ["bartlettWindow", "aten::bartlett_window", " periodic"],
  ["batchNorm", "aten::batch_norm", ""],
  ["batchNormBackward", "aten::batch_norm_backward", ""],
  ["batchNormBackwardElemt", "aten::batch_norm_backward_elemt", ""],
  ["batchNormBackwardReduce", "aten::batch_norm_backward_reduce", ""],
  ["batchNormElemt", "aten::batch_norm_elemt", ""],
  ["batchNormGatherStats", "aten::batch_norm_gather_stats", ""],
  ["batchNormGatherStatsWithCounts", "aten::batch_norm_gather_stats_with_counts", ""],
  ["batchNormStats", "aten::batch_norm_stats", ""],
  ["batchNormUpdateStats", "aten::batch_norm_update_stats", ""],
  ["bernoulli", "aten::bernoulli", " Tensor p"],
  ["bernoulli_", "aten::bernoulli_", "Tensor float"],
  ["bilinear", "aten::bilinear", ""],
  ["binaryCrossEntropy", "aten::binary_cross_entropy", ""],
  ["binaryCrossEntropyBackward", "aten::binary_cross_entropy_backward", ""],
  ["binaryCrossEntropyWithLogits", "aten::binary_cross_entropy_with_logits", ""],
  ["bincount", "aten::bincount", ""],
  ["binomial", "aten::binomial", ""],
  ["bitwiseAnd", "aten::bitwise_and", "Scalar_Tensor Tensor Scalar"],
  ["bitwiseAnd_", "aten::bitwise_and_", "Tensor Scalar"],
  ["bitwiseLeftShift", "aten::bitwise_left_shift", "Scalar_Tensor Tensor Tensor_Scalar"],
  ["bitwiseLeftShift_", "aten::bitwise_left_shift_", "Tensor Tensor_Scalar"],
  ["bitwiseNot", "aten::bitwise_not", ""],
  ["bitwiseNot_", "aten::bitwise_not_", ""],
  ["bitwiseOr", "aten::bitwise_or", "Scalar_Tensor Tensor Scalar"],
  ["bitwiseOr_", "aten::bitwise_or_", "Tensor Scalar"],
  ["bitwiseRightShift", "aten::bitwise_right_shift", "Scalar_Tensor Tensor Tensor_Scalar"],
  ["bitwiseRightShift_", "aten::bitwise_right_shift_", "Tensor Tensor_Scalar"],
  ["bitwiseXor", "aten::bitwise_xor", "Scalar_Tensor Tensor Scalar"],
  ["bitwiseXor_", "aten::bitwise_xor_", "Tensor Scalar"],
  ["blackmanWindow", "aten::blackman_window", " periodic"],
  ["blockDiag", "aten::block_diag", ""],
  ["bmm", "aten::bmm", " dtype"],
  ["broadcastTensors", "aten::broadcast_tensors", ""],
  ["broadcastTo", "aten::broadcast_to", ""],
  ["bucketize", "aten::bucketize", "Scalar Tensor"],
  ["canCast", "aten::can_cast", ""],
  ["cartesianProd", "aten::cartesian_prod", ""],
  ["cat", "aten::cat", ""],
  ["cauchy", "aten::cauchy", ""],
  ["cauchy_", "aten::cauchy_", ""],
  ["ccolIndices", "aten::ccol_indices", ""],
  ["ccolIndicesCopy", "aten::ccol_indices_copy", ""],
  ["cdist", "aten::cdist", ""],
  ["ceil", "aten::ceil", ""],
  ["ceil_", "aten::ceil_", ""],
  ["celu", "aten::celu", ""],
  ["celu_", "aten::celu_", ""],
  ["chainMatmul", "aten::chain_matmul", ""],
  ["chalf", "aten::chalf", ""],
  ["channelShuffle", "aten::channel_shuffle", ""],
  ["cholesky", "aten::cholesky", ""],
  ["choleskyInverse", "aten::cholesky_inverse", ""],
  ["choleskySolve", "aten::cholesky_solve", ""],
  ["chooseQparamsOptimized", "aten::choose_qparams_optimized", ""],
  ["chunk", "aten::chunk", ""],
  ["clamp", "aten::clamp", "Tensor "],
  ["clamp_", "aten::clamp_", "Tensor "],
  ["clampMax", "aten::clamp_max", "Tensor "],
  ["clampMax_", "aten::clamp_max_", "Tensor "],
  ["clampMin", "aten::clamp_min", "Tensor "],
  ["clampMin_", "aten::clamp_min_", "Tensor "],
  ["clip", "aten::clip", "Tensor "],
  ["clip_", "aten::clip_", "Tensor "],
  ["clone", "aten::clone", ""],
  ["coalesce", "aten::coalesce", ""],
  ["col2im", "aten::col2im", ""],
  ["colIndices", "aten::col_indices", ""],
  ["colIndicesCopy", "aten::col_indices_copy", ""],
  ["columnStack", "aten::column_stack", ""],
  ["combinations", "aten::combinations", ""],
  ["complex", "aten::complex", ""],
  ["concat", "aten::concat", ""],
  ["concatenate", "aten::concatenate", ""],
  ["conj", "aten::conj", ""],
  ["conjPhysical", "aten::conj_physical", ""],
  ["conjPhysical_", "aten::conj_physical_", ""],
  ["constantPadNd", "aten::constant_pad_nd", ""],
  ["contiguous", "aten::contiguous", ""],
  ["conv1d", "aten::conv1d", " padding"],
  ["conv2d", "aten::conv2d", " padding"],
  ["conv3d", "aten::conv3d", " padding"],
  ["convDepthwise3d", "aten::conv_depthwise3d", ""],
  ["convTbc", "aten::conv_tbc", ""],
  ["convTbcBackward", "aten::conv_tbc_backward", ""],
  ["convTranspose1d", "aten::conv_transpose1d", ""],
  ["convTranspose2d", "aten::conv_transpose2d", "input"],
  ["convTranspose3d", "aten::conv_transpose3d", "input"],
  ["convolution", "aten::convolution", ""],
  ["convolutionBackward", "aten::convolution_backward", ""],
  ["convolutionBackwardOverrideable", "aten::convolution_backward_overrideable", ""],
  ["convolutionOverrideable", "aten::convolution_overrideable", ""],
  ["copy", "aten::copy", ""],
  ["copy_", "aten::copy_", ""],
  ["copySparseToSparse", "aten::copy_sparse_to_sparse", ""],
  ["copySparseToSparse_", "aten::copy_sparse_to_sparse_", ""],
  ["copysign", "aten::copysign", "Tensor Scalar"],
  ["copysign_", "aten::copysign_", "Tensor Scalar"],
  ["corrcoef", "aten::corrcoef", ""],
  ["cos", "aten::cos", ""],
  ["cos_", "aten::cos_", ""],
  ["cosh", "aten::cosh", ""],
  ["cosh_", "aten::cosh_", ""],
  ["cosineEmbeddingLoss", "aten::cosine_embedding_loss", ""],
  ["cosineSimilarity", "aten::cosine_similarity", ""],
  ["countNonzero", "aten::count_nonzero", " dim_IntList"],
  ["cov", "aten::cov", ""],
  ["cross", "aten::cross", ""],
  ["crossEntropyLoss", "aten::cross_entropy_loss", ""],
  ["crowIndices", "aten::crow_indices", ""],
  ["crowIndicesCopy", "aten::crow_indices_copy", ""],
  ["ctcLoss", "aten::ctc_loss", "IntList Tensor"],
  ["cudnnAffineGridGenerator", "aten::cudnn_affine_grid_generator", ""],
  ["cudnnAffineGridGeneratorBackward", "aten::cudnn_affine_grid_generator_backward", ""],
  ["cudnnBatchNorm", "aten::cudnn_batch_norm", ""],
  ["cudnnBatchNormBackward", "aten::cudnn_batch_norm_backward", ""],
  ["cudnnConvolution", "aten::cudnn_convolution", ""],
  ["cudnnConvolutionAddRelu", "aten::cudnn_convolution_add_relu", ""],
  ["cudnnConvolutionRelu", "aten::cudnn_convolution_relu", ""],
  ["cudnnConvolutionTranspose", "aten::cudnn_convolution_transpose", ""],
  ["cudnnGridSampler", "aten::cudnn_grid_sampler", ""],
  ["cudnnGridSamplerBackward", "aten::cudnn_grid_sampler_backward", ""],
  ["cudnnIsAcceptable", "aten::cudnn_is_acceptable", ""],
  ["cummax", "aten::cummax", ""],
  ["cummaxminBackward", "aten::cummaxmin_backward", ""],
  ["cummin", "aten::cummin", ""],
  ["cumprod", "aten::cumprod", ""],
  ["cumprod_", "aten::cumprod_", ""],
  ["cumprodBackward", "aten::cumprod_backward", ""],
  ["cumsum", "aten::cumsum", ""],
  ["cumsum_", "aten::cumsum_", ""],
  ["cumulativeTrapezoid", "aten::cumulative_trapezoid", "x dx"],
  ["data", "aten::data", ""],
  ["deg2rad", "aten::deg2rad", ""],
  ["deg2rad_", "aten::deg2rad_", ""],
  ["denseDim", "aten::dense_dim", ""],
  ["dequantize", "aten::dequantize", "self tensors"],
  ["det", "aten::det", ""],
  ["detach", "aten::detach", ""],
  ["detach_", "aten::detach_", ""],
  ["detachCopy", "aten::detach_copy", ""],
  ["diag", "aten::diag", ""],
  ["diagEmbed", "aten::diag_embed", ""],
  ["diagflat", "aten::diagflat", ""],
  ["diagonal", "aten::diagonal", ""],
  ["diagonalBackward", "aten::diagonal_backward", ""],
  ["diagonalCopy", "aten::diagonal_copy", ""],
  ["diagonalScatter", "aten::diagonal_scatter", ""],
  ["diff", "aten::diff", ""],
  ["digamma", "aten::digamma", ""],
  ["digamma_", "aten::digamma_", ""],
  ["dim", "aten::dim", ""],
  ["dist", "aten::dist", ""],
  ["div", "aten::div", "Tensor Tensor_mode Scalar Scalar_mode"],
  ["div_", "aten::div_", "Tensor Tensor_mode Scalar Scalar_mode"],
  ["divide", "aten::divide", "Tensor Tensor_mode Scalar Scalar_mode"],
  ["divide_", "aten::divide_", "Tensor Tensor_mode Scalar Scalar_mode"],
  ["dot", "aten::dot", ""],
  ["dropout", "aten::dropout", ""],
  ["dropout_", "aten::dropout_", ""],
  ["dsplit", "aten::dsplit", "array int"],
  ["dstack", "aten::dstack", ""],
  ["einsum", "aten::einsum", ""],
  ["elu", "aten::elu", ""],
  ["elu_", "aten::elu_", ""],
  ["eluBackward", "aten::elu_backward", ""],
  ["embedding", "aten::embedding", ""],
  ["embeddingBackward", "aten::embedding_backward", ""],
  ["embeddingBag", "aten::embedding_bag", " padding_idx"],
  ["embeddingDenseBackward", "aten::embedding_dense_backward", ""],
  ["embeddingRenorm", "aten::embedding_renorm", ""],
  ["embeddingRenorm_", "aten::embedding_renorm_", ""],
  ["embeddingSparseBackward", "aten::embedding_sparse_backward", ""],
  ["empty", "aten::empty", "memory_format"],
  ["emptyLike", "aten::empty_like", ""],
  ["emptyPermuted", "aten::empty_permuted", ""],
  ["emptyQuantized", "aten::empty_quantized", ""],
  ["emptyStrided", "aten::empty_strided", ""],
  ["eq", "aten::eq", "Tensor Scalar"],
  ["eq_", "aten::eq_", "Tensor Scalar"],
  ["equal", "aten::equal", ""],
  ["erf", "aten::erf", ""],
  ["erf_", "aten::erf_", ""],
  ["erfc", "aten::erfc", ""],
  ["erfc_", "aten::erfc_", ""],
  ["erfinv", "aten::erfinv", ""],
  ["erfinv_", "aten::erfinv_", ""],
  ["exp", "aten::exp", ""],
  ["exp2", "aten::exp2", ""],
  ["exp2_", "aten::exp2_", ""],
  ["exp_", "aten::exp_", ""],
  ["expand", "aten::expand", ""],
  ["expandAs", "aten::expand_as", ""],
  ["expandCopy", "aten::expand_copy", ""],
  ["expm1", "aten::expm1", ""],
  ["expm1_", "aten::expm1_", ""],
  ["exponential", "aten::exponential", ""],
  ["exponential_", "aten::exponential_", ""],
  ["eye", "aten::eye", " m"],
  ["fakeQuantizePerChannelAffine", "aten::fake_quantize_per_channel_affine", ""],
  ["fakeQuantizePerChannelAffineCachemask", "aten::fake_quantize_per_channel_affine_cachemask", ""],
  ["fakeQuantizePerChannelAffineCachemaskBackward", "aten::fake_quantize_per_channel_affine_cachemask_backward", ""],
  ["fakeQuantizePerTensorAffine", "aten::fake_quantize_per_tensor_affine", " tensor_qparams"],
  ["fakeQuantizePerTensorAffineCachemask", "aten::fake_quantize_per_tensor_affine_cachemask", ""],
  ["fakeQuantizePerTensorAffineCachemaskBackward", "aten::fake_quantize_per_tensor_affine_cachemask_backward", ""],
  ["fbgemmLinearFp16Weight", "aten::fbgemm_linear_fp16_weight", ""],
  ["fbgemmLinearFp16WeightFp32Activation", "aten::fbgemm_linear_fp16_weight_fp32_activation", ""],
  ["fbgemmLinearInt8Weight", "aten::fbgemm_linear_int8_weight", ""],
  ["fbgemmLinearInt8WeightFp32Activation", "aten::fbgemm_linear_int8_weight_fp32_activation", ""],
  ["fbgemmLinearQuantizeWeight", "aten::fbgemm_linear_quantize_weight", ""],
  ["fbgemmPackGemmMatrixFp16", "aten::fbgemm_pack_gemm_matrix_fp16", ""],
  ["fbgemmPackQuantizedMatrix", "aten::fbgemm_pack_quantized_matrix", " KN"],
  ["featureAlphaDropout", "aten::feature_alpha_dropout", ""],
  ["featureAlphaDropout_", "aten::feature_alpha_dropout_", ""],
  ["featureDropout", "aten::feature_dropout", ""],
  ["featureDropout_", "aten::feature_dropout_", ""],
  ["fftFft", "aten::fft_fft", ""],
  ["fftFft2", "aten::fft_fft2", ""],
  ["fftFftfreq", "aten::fft_fftfreq", ""],
  ["fftFftn", "aten::fft_fftn", ""],
  ["fftFftshift", "aten::fft_fftshift", ""],
  ["fftHfft", "aten::fft_hfft", ""],
  ["fftHfft2", "aten::fft_hfft2", ""],
  ["fftHfftn", "aten::fft_hfftn", ""],
  ["fftIfft", "aten::fft_ifft", ""],
  ["fftIfft2", "aten::fft_ifft2", ""],
  ["fftIfftn", "aten::fft_ifftn", ""],
  ["fftIfftshift", "aten::fft_ifftshift", ""],
  ["fftIhfft", "aten::fft_ihfft", ""],
  ["fftIhfft2", "aten::fft_ihfft2", ""],
  ["fftIhfftn", "aten::fft_ihfftn", ""],
  ["fftIrfft", "aten::fft_irfft", ""],
  ["fftIrfft2", "aten::fft_irfft2", ""],
  ["fftIrfftn", "aten::fft_irfftn", ""],
  ["fftRfft", "aten::fft_rfft", ""],
  ["fftRfft2", "aten::fft_rfft2", ""],
  ["fftRfftfreq", "aten::fft_rfftfreq", ""],
  ["fftRfftn", "aten::fft_rfftn", ""],
  ["fill", "aten::fill", "Tensor Scalar"],
  ["fill_", "aten::fill_", "Tensor Scalar"],
  ["fillDiagonal_", "aten::fill_diagonal_", ""],
  ["fix", "aten::fix", ""],
  ["fix_", "aten::fix_", ""],
  ["flatten", "aten::flatten", "using_ints"],
  ["flattenDenseTensors", "aten::flatten_dense_tensors", ""],
  ["flip", "aten::flip", ""],
  ["fliplr", "aten::fliplr", ""],
  ["flipud", "aten::flipud", ""],
  ["floatPower", "aten::float_power", "Scalar Tensor_Tensor Tensor_Scalar"],
  ["floatPower_", "aten::float_power_", "Tensor Scalar"],
  ["floor", "aten::floor", ""],
  ["floor_", "aten::floor_", ""],
  ["floorDivide", "aten::floor_divide", " Scalar"],
  ["floorDivide_", "aten::floor_divide_", "Tensor Scalar"],
  ["fmax", "aten::fmax", ""],
  ["fmin", "aten::fmin", ""],
  ["fmod", "aten::fmod", "Tensor Scalar"],
  ["fmod_", "aten::fmod_", "Tensor Scalar"],
  ["frac", "aten::frac", ""],
  ["frac_", "aten::frac_", ""],
  ["fractionalMaxPool2d", "aten::fractional_max_pool2d", ""],
  ["fractionalMaxPool2dBackward", "aten::fractional_max_pool2d_backward", ""],
  ["fractionalMaxPool3d", "aten::fractional_max_pool3d", ""],
  ["fractionalMaxPool3dBackward", "aten::fractional_max_pool3d_backward", ""],
  ["frexp", "aten::frexp", "Tensor"],
  ["frobeniusNorm", "aten::frobenius_norm", "dim"],
  ["fromFile", "aten::from_file", ""],
  ["full", "aten::full", ""],
  ["fullLike", "aten::full_like", ""],
  ["fusedMovingAvgObsFakeQuant", "aten::fused_moving_avg_obs_fake_quant", ""],
  ["gather", "aten::gather", ""],
  ["gatherBackward", "aten::gather_backward", ""],
  ["gcd", "aten::gcd", ""],
  ["gcd_", "aten::gcd_", ""],
  ["ge", "aten::ge", "Tensor Scalar"],
  ["ge_", "aten::ge_", "Tensor Scalar"],
  ["gelu", "aten::gelu", ""],
  ["gelu_", "aten::gelu_", ""],
  ["geluBackward", "aten::gelu_backward", ""],
  ["geometric", "aten::geometric", ""],
  ["geometric_", "aten::geometric_", ""],
  ["geqrf", "aten::geqrf", ""],
  ["ger", "aten::ger", ""],
  ["getDevice", "aten::get_device", ""],
  ["glu", "aten::glu", ""],
  ["gluBackward", "aten::glu_backward", ""],
  ["gluBackwardJvp", "aten::glu_backward_jvp", ""],
  ["gluJvp", "aten::glu_jvp", ""],
  ["gradient", "aten::gradient", "array scalarrayarray scalarrayint tensorarray tensorarrayint scalararray scalarint"],
  ["greater", "aten::greater", "Tensor Scalar"],
  ["greater_", "aten::greater_", "Tensor Scalar"],
  ["greaterEqual", "aten::greater_equal", "Tensor Scalar"],
  ["greaterEqual_", "aten::greater_equal_", "Tensor Scalar"],
  ["gridSampler", "aten::grid_sampler", ""],
  ["gridSampler2d", "aten::grid_sampler_2d", ""],
  ["gridSampler2dBackward", "aten::grid_sampler_2d_backward", ""],
  ["gridSampler3d", "aten::grid_sampler_3d", ""],
  ["gridSampler3dBackward", "aten::grid_sampler_3d_backward", ""],
  ["groupNorm", "aten::group_norm", ""],
  ["gru", "aten::gru", "data input"],
  ["gruCell", "aten::gru_cell", ""],
  ["gt", "aten::gt", "Tensor Scalar"],
  ["gt_", "aten::gt_", "Tensor Scalar"],
  ["hammingWindow", "aten::hamming_window", " periodic periodic_alpha periodic_alpha_beta"],
  ["hannWindow", "aten::hann_window", " periodic"],
  ["hardshrink", "aten::hardshrink", ""],
  ["hardshrinkBackward", "aten::hardshrink_backward", ""],
  ["hardsigmoid", "aten::hardsigmoid", ""],
  ["hardsigmoid_", "aten::hardsigmoid_", ""],
  ["hardsigmoidBackward", "aten::hardsigmoid_backward", ""],
  ["hardswish", "aten::hardswish", ""],
  ["hardswish_", "aten::hardswish_", ""],
  ["hardswishBackward", "aten::hardswish_backward", ""],
  ["hardtanh", "aten::hardtanh", ""],
  ["hardtanh_", "aten::hardtanh_", ""],
  ["hardtanhBackward", "aten::hardtanh_backward", ""],
  ["hashTensor", "aten::hash_tensor", ""],
  ["heaviside", "aten::heaviside", ""],
  ["heaviside_", "aten::heaviside_", ""],
  ["hingeEmbeddingLoss", "aten::hinge_embedding_loss", ""],
  ["histc", "aten::histc", ""],
  ["histogram", "aten::histogram", "bins_tensor bin_ct"],
  ["histogramdd", "aten::histogramdd", " TensorList_bins int_bins"],
  ["hsplit", "aten::hsplit", "array int"],
  ["hspmm", "aten::hspmm", ""],
  ["hstack", "aten::hstack", ""],
  ["huberLoss", "aten::huber_loss", ""],
  ["huberLossBackward", "aten::huber_loss_backward", ""],
  ["hypot", "aten::hypot", ""],
  ["hypot_", "aten::hypot_", ""],
  ["i0", "aten::i0", ""],
  ["i0_", "aten::i0_", ""],
  ["igamma", "aten::igamma", ""],
  ["igamma_", "aten::igamma_", ""],
  ["igammac", "aten::igammac", ""],
  ["igammac_", "aten::igammac_", ""],
  ["im2col", "aten::im2col", ""],
  ["imag", "aten::imag", ""],
  ["index", "aten::index", "Tensor"],
  ["indexAdd", "aten::index_add", ""],
  ["indexAdd_", "aten::index_add_", ""],
  ["indexCopy", "aten::index_copy", ""],
  ["indexCopy_", "aten::index_copy_", ""],
  ["indexFill", "aten::index_fill", "int_Tensor int_Scalar"],
  ["indexFill_", "aten::index_fill_", "int_Tensor int_Scalar"],
  ["indexPut", "aten::index_put", ""],
  ["indexPut_", "aten::index_put_", ""],
  ["indexReduce", "aten::index_reduce", ""],
  ["indexReduce_", "aten::index_reduce_", ""],
  ["indexSelect", "aten::index_select", ""],
  ["indexSelectBackward", "aten::index_select_backward", ""],
  ["indices", "aten::indices", ""],
  ["indicesCopy", "aten::indices_copy", ""],
  ["infinitelyDifferentiableGeluBackward", "aten::infinitely_differentiable_gelu_backward", ""],
  ["inner", "aten::inner", ""],
  ["instanceNorm", "aten::instance_norm", ""],
  ["intRepr", "aten::int_repr", ""],
  ["inverse", "aten::inverse", ""],
  ["isCoalesced", "aten::is_coalesced", ""],
  ["isComplex", "aten::is_complex", ""],
  ["isConj", "aten::is_conj", ""],
  ["isContiguous", "aten::is_contiguous", " memory_format"],
  ["isDistributed", "aten::is_distributed", ""],
  ["isFloatingPoint", "aten::is_floating_point", ""],
  ["isInference", "aten::is_inference", ""],
  ["isLeaf", "aten::is_leaf", ""],
  ["isNeg", "aten::is_neg", ""],
  ["isNonzero", "aten::is_nonzero", ""],
  ["isPinned", "aten::is_pinned", ""],
  ["isSameSize", "aten::is_same_size", ""],
  ["isSetTo", "aten::is_set_to", ""],
  ["isSigned", "aten::is_signed", ""],
  ["isVulkanAvailable", "aten::is_vulkan_available", ""],
  ["isclose", "aten::isclose", ""],
  ["isfinite", "aten::isfinite", ""],
  ["isin", "aten::isin", "Scalar_Tensor Tensor_Tensor Tensor_Scalar"],
  ["isinf", "aten::isinf", ""],
  ["isnan", "aten::isnan", ""],
  ["isneginf", "aten::isneginf", ""],
  ["isposinf", "aten::isposinf", ""],
  ["isreal", "aten::isreal", ""],
  ["istft", "aten::istft", ""],
  ["item", "aten::item", ""],
  ["kaiserWindow", "aten::kaiser_window", " periodic beta"],
  ["klDiv", "aten::kl_div", ""],
  ["kron", "aten::kron", ""],
  ["kthvalue", "aten::kthvalue", ""],
  ["l1Loss", "aten::l1_loss", ""],
  ["layerNorm", "aten::layer_norm", ""],
  ["lcm", "aten::lcm", ""],
  ["lcm_", "aten::lcm_", ""],
  ["ldexp", "aten::ldexp", "Tensor"],
  ["ldexp_", "aten::ldexp_", ""],
  ["le", "aten::le", "Tensor Scalar"],
  ["le_", "aten::le_", "Tensor Scalar"],
  ["leakyRelu", "aten::leaky_relu", ""],
  ["leakyRelu_", "aten::leaky_relu_", ""],
  ["leakyReluBackward", "aten::leaky_relu_backward", ""],
  ["lerp", "aten::lerp", "Tensor Scalar"],
  ["lerp_", "aten::lerp_", "Tensor Scalar"],
  ["less", "aten::less", "Tensor Scalar"],
  ["less_", "aten::less_", "Tensor Scalar"],
  ["lessEqual", "aten::less_equal", "Tensor Scalar"],
  ["lessEqual_", "aten::less_equal_", "Tensor Scalar"],
  ["lgamma", "aten::lgamma", ""],
  ["lgamma_", "aten::lgamma_", ""],
  ["lift", "aten::lift", ""],
  ["liftFresh", "aten::lift_fresh", ""],
  ["liftFreshCopy", "aten::lift_fresh_copy", ""],
  ["linalgPowsum", "aten::linalg__powsum", ""],
  ["linalgCholesky", "aten::linalg_cholesky", ""],
  ["linalgCholeskyEx", "aten::linalg_cholesky_ex", ""],
  ["linalgCond", "aten::linalg_cond", "p_str "],
  ["linalgCross", "aten::linalg_cross", ""],
  ["linalgDet", "aten::linalg_det", ""],
  ["linalgDiagonal", "aten::linalg_diagonal", ""],
  ["linalgEig", "aten::linalg_eig", ""],
  ["linalgEigh", "aten::linalg_eigh", ""],
  ["linalgEigvals", "aten::linalg_eigvals", ""],
  ["linalgEigvalsh", "aten::linalg_eigvalsh", ""],
  ["linalgHouseholderProduct", "aten::linalg_householder_product", ""],
  ["linalgInv", "aten::linalg_inv", ""],
  ["linalgInvEx", "aten::linalg_inv_ex", ""],
  ["linalgLdlFactor", "aten::linalg_ldl_factor", ""],
  ["linalgLdlFactorEx", "aten::linalg_ldl_factor_ex", ""],
  ["linalgLdlSolve", "aten::linalg_ldl_solve", ""],
  ["linalgLstsq", "aten::linalg_lstsq", ""],
  ["linalgLu", "aten::linalg_lu", ""],
  ["linalgLuFactor", "aten::linalg_lu_factor", ""],
  ["linalgLuFactorEx", "aten::linalg_lu_factor_ex", ""],
  ["linalgLuSolve", "aten::linalg_lu_solve", ""],
  ["linalgMatmul", "aten::linalg_matmul", ""],
  ["linalgMatrixExp", "aten::linalg_matrix_exp", ""],
  ["linalgMatrixNorm", "aten::linalg_matrix_norm", "str_ord "],
  ["linalgMatrixPower", "aten::linalg_matrix_power", ""],
  ["linalgMatrixRank", "aten::linalg_matrix_rank", " tol_tensor atol_rtol_float atol_rtol_tensor"],
  ["linalgMultiDot", "aten::linalg_multi_dot", ""],
  ["linalgNorm", "aten::linalg_norm", "ord_str "],
  ["linalgPinv", "aten::linalg_pinv", " rcond_tensor atol_rtol_float atol_rtol_tensor"],
  ["linalgQr", "aten::linalg_qr", ""],
  ["linalgSlogdet", "aten::linalg_slogdet", ""],
  ["linalgSolve", "aten::linalg_solve", ""],
  ["linalgSolveEx", "aten::linalg_solve_ex", ""],
  ["linalgSolveTriangular", "aten::linalg_solve_triangular", ""],
  ["linalgSvd", "aten::linalg_svd", ""],
  ["linalgSvdvals", "aten::linalg_svdvals", ""],
  ["linalgTensorinv", "aten::linalg_tensorinv", ""],
  ["linalgTensorsolve", "aten::linalg_tensorsolve", ""],
  ["linalgVander", "aten::linalg_vander", ""],
  ["linalgVecdot", "aten::linalg_vecdot", ""],
  ["linalgVectorNorm", "aten::linalg_vector_norm", ""],
  ["linear", "aten::linear", ""],
  ["linearBackward", "aten::linear_backward", ""],
  ["linspace", "aten::linspace", "Scalar_Tensor Tensor_Tensor  Tensor_Scalar"],
  ["log", "aten::log", ""],
  ["log10", "aten::log10", ""],
  ["log10_", "aten::log10_", ""],
  ["log1p", "aten::log1p", ""],
  ["log1p_", "aten::log1p_", ""],
  ["log2", "aten::log2", ""],
  ["log2_", "aten::log2_", ""],
  ["log_", "aten::log_", ""],
  ["logNormal", "aten::log_normal", ""],
  ["logNormal_", "aten::log_normal_", ""],
  ["logSigmoid", "aten::log_sigmoid", ""],
  ["logSigmoidBackward", "aten::log_sigmoid_backward", ""],
  ["logSigmoidForward", "aten::log_sigmoid_forward", ""],
  ["logSoftmax", "aten::log_softmax", "int"],
  ["logaddexp", "aten::logaddexp", ""],
  ["logaddexp2", "aten::logaddexp2", ""],
  ["logcumsumexp", "aten::logcumsumexp", ""],
  ["logdet", "aten::logdet", ""],
  ["logicalAnd", "aten::logical_and", ""],
  ["logicalAnd_", "aten::logical_and_", ""],
  ["logicalNot", "aten::logical_not", ""],
  ["logicalNot_", "aten::logical_not_", ""],
  ["logicalOr", "aten::logical_or", ""],
  ["logicalOr_", "aten::logical_or_", ""],
  ["logicalXor", "aten::logical_xor", ""],
  ["logicalXor_", "aten::logical_xor_", ""],
  ["logit", "aten::logit", ""],
  ["logit_", "aten::logit_", ""],
  ["logitBackward", "aten::logit_backward", ""],
  ["logspace", "aten::logspace", "Scalar_Tensor Tensor_Tensor  Tensor_Scalar"],
  ["logsumexp", "aten::logsumexp", ""],
  ["lstm", "aten::lstm", "data input"],
  ["lstmCell", "aten::lstm_cell", ""],
  ["lstmMpsBackward", "aten::lstm_mps_backward", ""],
  ["lt", "aten::lt", "Tensor Scalar"],
  ["lt_", "aten::lt_", "Tensor Scalar"],
  ["luSolve", "aten::lu_solve", ""],
  ["luUnpack", "aten::lu_unpack", ""],
  ["mH", "aten::mH", ""],
  ["mT", "aten::mT", ""],
  ["marginRankingLoss", "aten::margin_ranking_loss", ""],
  ["maskedFill", "aten::masked_fill", "Tensor Scalar"],
  ["maskedFill_", "aten::masked_fill_", "Tensor Scalar"],
  ["maskedScatter", "aten::masked_scatter", ""],
  ["maskedScatter_", "aten::masked_scatter_", ""],
  ["maskedScatterBackward", "aten::masked_scatter_backward", ""],
  ["maskedSelect", "aten::masked_select", ""],
  ["maskedSelectBackward", "aten::masked_select_backward", ""],
  ["matmul", "aten::matmul", ""],
  ["matmulBackward", "aten::matmul_backward", ""],
  ["matrix_H", "aten::matrix_H", ""],
  ["matrixExp", "aten::matrix_exp", ""],
  ["matrixExpBackward", "aten::matrix_exp_backward", ""],
  ["matrixPower", "aten::matrix_power", ""],
  ["max", "aten::max", " other dim"],
  ["maxPool1d", "aten::max_pool1d", ""],
  ["maxPool1dWithIndices", "aten::max_pool1d_with_indices", ""],
  ["maxPool2d", "aten::max_pool2d", ""],
  ["maxPool2dBackward", "aten::max_pool2d_backward", ""],
  ["maxPool2dWithIndices", "aten::max_pool2d_with_indices", ""],
  ["maxPool2dWithIndicesBackward", "aten::max_pool2d_with_indices_backward", ""],
  ["maxPool3d", "aten::max_pool3d", ""],
  ["maxPool3dWithIndices", "aten::max_pool3d_with_indices", ""],
  ["maxPool3dWithIndicesBackward", "aten::max_pool3d_with_indices_backward", ""],
  ["maxUnpool2d", "aten::max_unpool2d", ""],
  ["maxUnpool3d", "aten::max_unpool3d", ""],
  ["maximum", "aten::maximum", ""],
  ["mean", "aten::mean", " dim"],
  ["median", "aten::median", " dim"],
  ["meshgrid", "aten::meshgrid", " indexing"],
  ["min", "aten::min", " other dim"],
  ["minimum", "aten::minimum", ""],
  ["miopenBatchNorm", "aten::miopen_batch_norm", ""],
  ["miopenBatchNormBackward", "aten::miopen_batch_norm_backward", ""],
  ["miopenConvolution", "aten::miopen_convolution", ""],
  ["miopenConvolutionAddRelu", "aten::miopen_convolution_add_relu", ""],
  ["miopenConvolutionRelu", "aten::miopen_convolution_relu", ""],
  ["miopenConvolutionTranspose", "aten::miopen_convolution_transpose", ""],
  ["miopenCtcLoss", "aten::miopen_ctc_loss", " Tensor"],
  ["miopenDepthwiseConvolution", "aten::miopen_depthwise_convolution", ""],
  ["miopenRnn", "aten::miopen_rnn", ""],
  ["miopenRnnBackward", "aten::miopen_rnn_backward", ""],
  ["mish", "aten::mish", ""],
  ["mish_", "aten::mish_", ""],
  ["mishBackward", "aten::mish_backward", ""],
  ["mkldnnAdaptiveAvgPool2d", "aten::mkldnn_adaptive_avg_pool2d", ""],
  ["mkldnnAdaptiveAvgPool2dBackward", "aten::mkldnn_adaptive_avg_pool2d_backward", ""],
  ["mkldnnConvolution", "aten::mkldnn_convolution", ""],
  ["mkldnnLinear", "aten::mkldnn_linear", ""],
  ["mkldnnLinearBackward", "aten::mkldnn_linear_backward", ""],
  ["mkldnnLinearBackwardInput", "aten::mkldnn_linear_backward_input", ""],
  ["mkldnnLinearBackwardWeights", "aten::mkldnn_linear_backward_weights", ""],
  ["mkldnnMaxPool2d", "aten::mkldnn_max_pool2d", ""],
  ["mkldnnMaxPool2dBackward", "aten::mkldnn_max_pool2d_backward", ""],
  ["mkldnnMaxPool3d", "aten::mkldnn_max_pool3d", ""],
  ["mkldnnMaxPool3dBackward", "aten::mkldnn_max_pool3d_backward", ""],
  ["mkldnnReorderConv2dWeight", "aten::mkldnn_reorder_conv2d_weight", ""],
  ["mkldnnReorderConv3dWeight", "aten::mkldnn_reorder_conv3d_weight", ""],
  ["mkldnnRnnLayer", "aten::mkldnn_rnn_layer", ""],
  ["mkldnnRnnLayerBackward", "aten::mkldnn_rnn_layer_backward", ""],
  ["mm", "aten::mm", " dtype"],
  ["mode", "aten::mode", ""],
  ["moveaxis", "aten::moveaxis", "int intlist"],
  ["movedim", "aten::movedim", "int intlist"],
  ["mpsConvolutionBackward", "aten::mps_convolution_backward", ""],
  ["mpsConvolutionTransposeBackward", "aten::mps_convolution_transpose_backward", ""],
  ["mseLoss", "aten::mse_loss", ""],
  ["mseLossBackward", "aten::mse_loss_backward", ""],
  ["msort", "aten::msort", ""],
  ["mul", "aten::mul", "Tensor Scalar"],
  ["mul_", "aten::mul_", "Tensor Scalar"],
  ["multiMarginLoss", "aten::multi_margin_loss", ""],
  ["multiMarginLossBackward", "aten::multi_margin_loss_backward", ""],
  ["multilabelMarginLoss", "aten::multilabel_margin_loss", ""],
  ["multilabelMarginLossBackward", "aten::multilabel_margin_loss_backward", ""],
  ["multilabelMarginLossForward", "aten::multilabel_margin_loss_forward", ""],
  ["multinomial", "aten::multinomial", ""],
  ["multiply", "aten::multiply", "Tensor Scalar"],
  ["multiply_", "aten::multiply_", "Tensor Scalar"],
  ["mv", "aten::mv", ""],
  ["mvlgamma", "aten::mvlgamma", ""],
  ["mvlgamma_", "aten::mvlgamma_", ""],
  ["nanToNum", "aten::nan_to_num", ""],
  ["nanToNum_", "aten::nan_to_num_", ""],
  ["nanmean", "aten::nanmean", ""],
  ["nanmedian", "aten::nanmedian", " dim"],
  ["nanquantile", "aten::nanquantile", " scalar"],
  ["nansum", "aten::nansum", ""],
  ["narrow", "aten::narrow", " Tensor"],
  ["narrowCopy", "aten::narrow_copy", ""],
  ["nativeBatchNorm", "aten::native_batch_norm", ""],
  ["nativeBatchNormBackward", "aten::native_batch_norm_backward", ""],
  ["nativeChannelShuffle", "aten::native_channel_shuffle", ""],
  ["nativeDropout", "aten::native_dropout", ""],
  ["nativeDropoutBackward", "aten::native_dropout_backward", ""],
  ["nativeGroupNorm", "aten::native_group_norm", ""],
  ["nativeGroupNormBackward", "aten::native_group_norm_backward", ""],
  ["nativeLayerNorm", "aten::native_layer_norm", ""],
  ["nativeLayerNormBackward", "aten::native_layer_norm_backward", ""],
  ["nativeNorm", "aten::native_norm", " ScalarOpt_dim_dtype"],
  ["ne", "aten::ne", "Tensor Scalar"],
  ["ne_", "aten::ne_", "Tensor Scalar"],
  ["neg", "aten::neg", ""],
  ["neg_", "aten::neg_", ""],
  ["negative", "aten::negative", ""],
  ["negative_", "aten::negative_", ""],
  ["nestedToPaddedTensor", "aten::nested_to_padded_tensor", ""],
  ["newEmpty", "aten::new_empty", ""],
  ["newEmptyStrided", "aten::new_empty_strided", ""],
  ["newFull", "aten::new_full", ""],
  ["newOnes", "aten::new_ones", ""],
  ["newZeros", "aten::new_zeros", ""],
  ["nextafter", "aten::nextafter", ""],
  ["nextafter_", "aten::nextafter_", ""],
  ["nllLoss", "aten::nll_loss", ""],
  ["nllLoss2d", "aten::nll_loss2d", ""],
  ["nllLoss2dBackward", "aten::nll_loss2d_backward", ""],
  ["nllLoss2dForward", "aten::nll_loss2d_forward", ""],
  ["nllLossBackward", "aten::nll_loss_backward", ""],
  ["nllLossForward", "aten::nll_loss_forward", ""],
  ["nllLossNd", "aten::nll_loss_nd", ""],
  ["nonzero", "aten::nonzero", ""],
  ["nonzeroNumpy", "aten::nonzero_numpy", ""],
  ["nonzeroStatic", "aten::nonzero_static", ""],
  ["norm", "aten::norm", "Scalar ScalarOpt_dtype ScalarOpt_dim ScalarOpt_dim_dtype"],
  ["normExceptDim", "aten::norm_except_dim", ""],
  ["normal", "aten::normal", "Tensor_Tensor Tensor_float float_Tensor float_float"],
  ["normal_", "aten::normal_", ""],
  ["normalFunctional", "aten::normal_functional", ""],
  ["notEqual", "aten::not_equal", "Tensor Scalar"],
  ["notEqual_", "aten::not_equal_", "Tensor Scalar"],
  ["nuclearNorm", "aten::nuclear_norm", " dim"],
  ["numel", "aten::numel", ""],
  ["numpy_T", "aten::numpy_T", ""],
  ["oneHot", "aten::one_hot", ""],
  ["ones", "aten::ones", ""],
  ["onesLike", "aten::ones_like", ""],
  ["orgqr", "aten::orgqr", ""],
  ["ormqr", "aten::ormqr", ""],
  ["outer", "aten::outer", ""],
  ["outputNr", "aten::output_nr", ""],
  ["pad", "aten::pad", ""],
  ["padSequence", "aten::pad_sequence", ""],
  ["pairwiseDistance", "aten::pairwise_distance", ""],
  ["pdist", "aten::pdist", ""],
  ["permute", "aten::permute", ""],
  ["permuteCopy", "aten::permute_copy", ""],
  ["pinMemory", "aten::pin_memory", ""],
  ["pinverse", "aten::pinverse", ""],
  ["pixelShuffle", "aten::pixel_shuffle", ""],
  ["pixelUnshuffle", "aten::pixel_unshuffle", ""],
  ["poisson", "aten::poisson", ""],
  ["poissonNllLoss", "aten::poisson_nll_loss", ""],
  ["polar", "aten::polar", ""],
  ["polygamma", "aten::polygamma", ""],
  ["polygamma_", "aten::polygamma_", ""],
  ["positive", "aten::positive", ""],
  ["pow", "aten::pow", "Scalar Tensor_Tensor Tensor_Scalar"],
  ["pow_", "aten::pow_", "Tensor Scalar"],
  ["prelu", "aten::prelu", ""],
  ["prod", "aten::prod", " dim_int"],
  ["promoteTypes", "aten::promote_types", ""],
  ["put", "aten::put", ""],
  ["put_", "aten::put_", ""],
  ["qPerChannelAxis", "aten::q_per_channel_axis", ""],
  ["qPerChannelScales", "aten::q_per_channel_scales", ""],
  ["qPerChannelZeroPoints", "aten::q_per_channel_zero_points", ""],
  ["qScale", "aten::q_scale", ""],
  ["qZeroPoint", "aten::q_zero_point", ""],
  ["qr", "aten::qr", ""],
  ["qscheme", "aten::qscheme", ""],
  ["quantile", "aten::quantile", " scalar"],
  ["quantizePerChannel", "aten::quantize_per_channel", ""],
  ["quantizePerTensor", "aten::quantize_per_tensor", " tensor_qparams tensors"],
  ["quantizePerTensorDynamic", "aten::quantize_per_tensor_dynamic", ""],
  ["quantizedBatchNorm", "aten::quantized_batch_norm", ""],
  ["quantizedGru", "aten::quantized_gru", "data_legacy input_legacy"],
  ["quantizedGruCell", "aten::quantized_gru_cell", ""],
  ["quantizedLstm", "aten::quantized_lstm", "data_legacy input_legacy"],
  ["quantizedLstmCell", "aten::quantized_lstm_cell", ""],
  ["quantizedMaxPool1d", "aten::quantized_max_pool1d", ""],
  ["quantizedMaxPool2d", "aten::quantized_max_pool2d", ""],
  ["quantizedMaxPool3d", "aten::quantized_max_pool3d", ""],
  ["quantizedRnnReluCell", "aten::quantized_rnn_relu_cell", ""],
  ["quantizedRnnTanhCell", "aten::quantized_rnn_tanh_cell", ""],
  ["rad2deg", "aten::rad2deg", ""],
  ["rad2deg_", "aten::rad2deg_", ""],
  ["rand", "aten::rand", " generator"],
  ["randLike", "aten::rand_like", " generator"],
  ["randint", "aten::randint", " generator low low_generator"],
  ["randintLike", "aten::randint_like", " Tensor Tensor_generator generator low_dtype low_generator_dtype"],
  ["randn", "aten::randn", " generator"],
  ["randnLike", "aten::randn_like", " generator"],
  ["random", "aten::random", " to from"],
  ["random_", "aten::random_", " to from"],
  ["randperm", "aten::randperm", " generator"],
  ["range", "aten::range", " step"],
  ["ravel", "aten::ravel", ""],
  ["real", "aten::real", ""],
  ["reciprocal", "aten::reciprocal", ""],
  ["reciprocal_", "aten::reciprocal_", ""],
  ["reflectionPad1d", "aten::reflection_pad1d", ""],
  ["reflectionPad1dBackward", "aten::reflection_pad1d_backward", ""],
  ["reflectionPad2d", "aten::reflection_pad2d", ""],
  ["reflectionPad2dBackward", "aten::reflection_pad2d_backward", ""],
  ["reflectionPad3d", "aten::reflection_pad3d", ""],
  ["reflectionPad3dBackward", "aten::reflection_pad3d_backward", ""],
  ["relu", "aten::relu", ""],
  ["relu6", "aten::relu6", ""],
  ["relu6_", "aten::relu6_", ""],
  ["relu_", "aten::relu_", ""],
  ["remainder", "aten::remainder", "Scalar_Tensor Tensor Scalar"],
  ["remainder_", "aten::remainder_", "Tensor Scalar"],
  ["renorm", "aten::renorm", ""],
  ["renorm_", "aten::renorm_", ""],
  ["repeat", "aten::repeat", ""],
  ["repeatInterleave", "aten::repeat_interleave", "Tensor self_Tensor self_int"],
  ["replicationPad1d", "aten::replication_pad1d", ""],
  ["replicationPad1dBackward", "aten::replication_pad1d_backward", ""],
  ["replicationPad2d", "aten::replication_pad2d", ""],
  ["replicationPad2dBackward", "aten::replication_pad2d_backward", ""],
  ["replicationPad3d", "aten::replication_pad3d", ""],
  ["replicationPad3dBackward", "aten::replication_pad3d_backward", ""],
  ["requiresGrad_", "aten::requires_grad_", ""],
  ["reshape", "aten::reshape", ""],
  ["reshapeAs", "aten::reshape_as", ""],
  ["resize", "aten::resize", ""],
  ["resize_", "aten::resize_", ""],
  ["resizeAs", "aten::resize_as", ""],
  ["resizeAs_", "aten::resize_as_", ""],
  ["resizeAsSparse", "aten::resize_as_sparse", ""],
  ["resizeAsSparse_", "aten::resize_as_sparse_", ""],
  ["resolveConj", "aten::resolve_conj", ""],
  ["resolveNeg", "aten::resolve_neg", ""],
  ["resultType", "aten::result_type", "Scalar_Tensor Tensor Scalar Scalar_Scalar"],
  ["retainGrad", "aten::retain_grad", ""],
  ["retainsGrad", "aten::retains_grad", ""],
  ["rmsNorm", "aten::rms_norm", ""],
  ["rnnRelu", "aten::rnn_relu", "data input"],
  ["rnnReluCell", "aten::rnn_relu_cell", ""],
  ["rnnTanh", "aten::rnn_tanh", "data input"],
  ["rnnTanhCell", "aten::rnn_tanh_cell", ""],
  ["roll", "aten::roll", ""],
  ["rot90", "aten::rot90", ""],
  ["round", "aten::round", " decimals"],
  ["round_", "aten::round_", " decimals"],
  ["rowIndices", "aten::row_indices", ""],
  ["rowIndicesCopy", "aten::row_indices_copy", ""],
  ["rowStack", "aten::row_stack", ""],
  ["rrelu", "aten::rrelu", ""],
  ["rrelu_", "aten::rrelu_", ""],
  ["rreluWithNoise", "aten::rrelu_with_noise", ""],
  ["rreluWithNoise_", "aten::rrelu_with_noise_", ""],
  ["rreluWithNoiseBackward", "aten::rrelu_with_noise_backward", ""],
  ["rreluWithNoiseFunctional", "aten::rrelu_with_noise_functional", ""],
  ["rsqrt", "aten::rsqrt", ""],
  ["rsqrt_", "aten::rsqrt_", ""],
  ["rsub", "aten::rsub", "Tensor Scalar"],
  ["scalarTensor", "aten::scalar_tensor", ""],
  ["scaledDotProductAttention", "aten::scaled_dot_product_attention", ""],
  ["scatter", "aten::scatter", "src reduce value value_reduce"],
  ["scatter_", "aten::scatter_", "src reduce value value_reduce"],
  ["scatterAdd", "aten::scatter_add", ""],
  ["scatterAdd_", "aten::scatter_add_", ""],
  ["scatterReduce", "aten::scatter_reduce", "two"],
  ["scatterReduce_", "aten::scatter_reduce_", "two"],
  ["searchsorted", "aten::searchsorted", "Tensor Scalar"],
  ["segmentReduce", "aten::segment_reduce", ""],
  ["select", "aten::select", "int"],
  ["selectBackward", "aten::select_backward", ""],
  ["selectCopy", "aten::select_copy", "int"],
  ["selectScatter", "aten::select_scatter", ""],
  ["selu", "aten::selu", ""],
  ["selu_", "aten::selu_", ""],
  ["set", "aten::set", " source_Storage source_Tensor source_Storage_storage_offset"],
  ["set_", "aten::set_", " source_Storage source_Tensor source_Storage_storage_offset source_Tensor_storage_offset"],
  ["setData", "aten::set_data", ""],
  ["sgn", "aten::sgn", ""],
  ["sgn_", "aten::sgn_", ""],
  ["sigmoid", "aten::sigmoid", ""],
  ["sigmoid_", "aten::sigmoid_", ""],
  ["sigmoidBackward", "aten::sigmoid_backward", ""],
  ["sign", "aten::sign", ""],
  ["sign_", "aten::sign_", ""],
  ["signbit", "aten::signbit", ""],
  ["silu", "aten::silu", ""],
  ["silu_", "aten::silu_", ""],
  ["siluBackward", "aten::silu_backward", ""],
  ["sin", "aten::sin", ""],
  ["sin_", "aten::sin_", ""],
  ["sinc", "aten::sinc", ""],
  ["sinc_", "aten::sinc_", ""],
  ["sinh", "aten::sinh", ""],
  ["sinh_", "aten::sinh_", ""],
  ["size", "aten::size", "int"],
  ["slice", "aten::slice", "Tensor"],
  ["sliceBackward", "aten::slice_backward", ""],
  ["sliceCopy", "aten::slice_copy", "Tensor"],
  ["sliceInverse", "aten::slice_inverse", ""],
  ["sliceScatter", "aten::slice_scatter", ""],
  ["slogdet", "aten::slogdet", ""],
  ["slowConv3d", "aten::slow_conv3d", ""],
  ["slowConv3dForward", "aten::slow_conv3d_forward", ""],
  ["slowConvDilated2d", "aten::slow_conv_dilated2d", ""],
  ["slowConvDilated3d", "aten::slow_conv_dilated3d", ""],
  ["slowConvTranspose2d", "aten::slow_conv_transpose2d", ""],
  ["slowConvTranspose3d", "aten::slow_conv_transpose3d", ""],
  ["smm", "aten::smm", ""],
  ["smoothL1Loss", "aten::smooth_l1_loss", ""],
  ["smoothL1LossBackward", "aten::smooth_l1_loss_backward", ""],
  ["softMarginLoss", "aten::soft_margin_loss", ""],
  ["softMarginLossBackward", "aten::soft_margin_loss_backward", ""],
  ["softmax", "aten::softmax", "int"],
  ["softplus", "aten::softplus", ""],
  ["softplusBackward", "aten::softplus_backward", ""],
  ["softshrink", "aten::softshrink", ""],
  ["softshrinkBackward", "aten::softshrink_backward", ""],
  ["sort", "aten::sort", " stable"],
  ["sparseBscTensor", "aten::sparse_bsc_tensor", "ccol_row_value ccol_row_value_size"],
  ["sparseBsrTensor", "aten::sparse_bsr_tensor", "crow_col_value crow_col_value_size"],
  ["sparseCompressedTensor", "aten::sparse_compressed_tensor", "comp_plain_value comp_plain_value_size"],
  ["sparseCooTensor", "aten::sparse_coo_tensor", "size indices indices_size"],
  ["sparseCscTensor", "aten::sparse_csc_tensor", "ccol_row_value ccol_row_value_size"],
  ["sparseCsrTensor", "aten::sparse_csr_tensor", "crow_col_value crow_col_value_size"],
  ["sparseDim", "aten::sparse_dim", ""],
  ["sparseMask", "aten::sparse_mask", ""],
  ["sparseResize", "aten::sparse_resize", ""],
  ["sparseResize_", "aten::sparse_resize_", ""],
  ["sparseResizeAndClear", "aten::sparse_resize_and_clear", ""],
  ["sparseResizeAndClear_", "aten::sparse_resize_and_clear_", ""],
  ["sparseSampledAddmm", "aten::sparse_sampled_addmm", ""],
  ["specialAiryAi", "aten::special_airy_ai", ""],
  ["specialBesselJ0", "aten::special_bessel_j0", ""],
  ["specialBesselJ1", "aten::special_bessel_j1", ""],
  ["specialBesselY0", "aten::special_bessel_y0", ""],
  ["specialBesselY1", "aten::special_bessel_y1", ""],
  ["specialChebyshevPolynomialT", "aten::special_chebyshev_polynomial_t", " x_scalar n_scalar"],
  ["specialChebyshevPolynomialU", "aten::special_chebyshev_polynomial_u", " x_scalar n_scalar"],
  ["specialChebyshevPolynomialV", "aten::special_chebyshev_polynomial_v", " x_scalar n_scalar"],
  ["specialChebyshevPolynomialW", "aten::special_chebyshev_polynomial_w", " x_scalar n_scalar"],
  ["specialDigamma", "aten::special_digamma", ""],
  ["specialEntr", "aten::special_entr", ""],
  ["specialErf", "aten::special_erf", ""],
  ["specialErfc", "aten::special_erfc", ""],
  ["specialErfcx", "aten::special_erfcx", ""],
  ["specialErfinv", "aten::special_erfinv", ""],
  ["specialExp2", "aten::special_exp2", ""],
  ["specialExpit", "aten::special_expit", ""],
  ["specialExpm1", "aten::special_expm1", ""],
  ["specialGammainc", "aten::special_gammainc", ""],
  ["specialGammaincc", "aten::special_gammaincc", ""],
  ["specialGammaln", "aten::special_gammaln", ""],
  ["specialHermitePolynomialH", "aten::special_hermite_polynomial_h", " x_scalar n_scalar"],
  ["specialHermitePolynomialHe", "aten::special_hermite_polynomial_he", " x_scalar n_scalar"],
  ["specialI0", "aten::special_i0", ""],
  ["specialI0e", "aten::special_i0e", ""],
  ["specialI1", "aten::special_i1", ""],
  ["specialI1e", "aten::special_i1e", ""],
  ["specialLaguerrePolynomialL", "aten::special_laguerre_polynomial_l", " x_scalar n_scalar"],
  ["specialLegendrePolynomialP", "aten::special_legendre_polynomial_p", " x_scalar n_scalar"],
  ["specialLog1p", "aten::special_log1p", ""],
  ["specialLogNdtr", "aten::special_log_ndtr", ""],
  ["specialLogSoftmax", "aten::special_log_softmax", ""],
  ["specialLogit", "aten::special_logit", ""],
  ["specialLogsumexp", "aten::special_logsumexp", ""],
  ["specialModifiedBesselI0", "aten::special_modified_bessel_i0", ""],
  ["specialModifiedBesselI1", "aten::special_modified_bessel_i1", ""],
  ["specialModifiedBesselK0", "aten::special_modified_bessel_k0", ""],
  ["specialModifiedBesselK1", "aten::special_modified_bessel_k1", ""],
  ["specialMultigammaln", "aten::special_multigammaln", ""],
  ["specialNdtr", "aten::special_ndtr", ""],
  ["specialNdtri", "aten::special_ndtri", ""],
  ["specialPolygamma", "aten::special_polygamma", ""],
  ["specialPsi", "aten::special_psi", ""],
  ["specialRound", "aten::special_round", ""],
  ["specialScaledModifiedBesselK0", "aten::special_scaled_modified_bessel_k0", ""],
  ["specialScaledModifiedBesselK1", "aten::special_scaled_modified_bessel_k1", ""],
  ["specialShiftedChebyshevPolynomialT", "aten::special_shifted_chebyshev_polynomial_t", " x_scalar n_scalar"],
  ["specialShiftedChebyshevPolynomialU", "aten::special_shifted_chebyshev_polynomial_u", " x_scalar n_scalar"],
  ["specialShiftedChebyshevPolynomialV", "aten::special_shifted_chebyshev_polynomial_v", " x_scalar n_scalar"],
  ["specialShiftedChebyshevPolynomialW", "aten::special_shifted_chebyshev_polynomial_w", " x_scalar n_scalar"],
  ["specialSinc", "aten::special_sinc", ""],
  ["specialSoftmax", "aten::special_softmax", ""],
  ["specialSphericalBesselJ0", "aten::special_spherical_bessel_j0", ""],
  ["specialXlog1py", "aten::special_xlog1py", " self_scalar other_scalar"],
  ["specialXlogy", "aten::special_xlogy", " self_scalar other_scalar"],
  ["specialZeta", "aten::special_zeta", " self_scalar other_scalar"],
  ["split", "aten::split", "Tensor sizes"],
  ["splitCopy", "aten::split_copy", "Tensor"],
  ["splitWithSizes", "aten::split_with_sizes", ""],
  ["splitWithSizesCopy", "aten::split_with_sizes_copy", ""],
  ["sqrt", "aten::sqrt", ""],
  ["sqrt_", "aten::sqrt_", ""],
  ["square", "aten::square", ""],
  ["square_", "aten::square_", ""],
  ["squeeze", "aten::squeeze", " dim dims"],
  ["squeeze_", "aten::squeeze_", " dim dims"],
  ["squeezeCopy", "aten::squeeze_copy", " dim dims"],
  ["sspaddmm", "aten::sspaddmm", ""],
  ["stack", "aten::stack", ""],
  ["std", "aten::std", " dim correction"],
  ["stdMean", "aten::std_mean", " dim correction"],
  ["stft", "aten::stft", " center"],
  ["storageOffset", "aten::storage_offset", ""],
  ["stride", "aten::stride", "int"],
  ["sub", "aten::sub", "Tensor Scalar"],
  ["sub_", "aten::sub_", "Tensor Scalar"],
  ["subtract", "aten::subtract", "Tensor Scalar"],
  ["subtract_", "aten::subtract_", "Tensor Scalar"],
  ["sum", "aten::sum", " dim_IntList"],
  ["sumToSize", "aten::sum_to_size", ""],
  ["svd", "aten::svd", ""],
  ["swapaxes", "aten::swapaxes", ""],
  ["swapaxes_", "aten::swapaxes_", ""],
  ["swapdims", "aten::swapdims", ""],
  ["swapdims_", "aten::swapdims_", ""],
  ["symConstrainRange", "aten::sym_constrain_range", ""],
  ["symConstrainRangeForSize", "aten::sym_constrain_range_for_size", ""],
  ["symIsContiguous", "aten::sym_is_contiguous", ""],
  ["symNumel", "aten::sym_numel", ""],
  ["symSize", "aten::sym_size", "int"],
  ["symStorageOffset", "aten::sym_storage_offset", ""],
  ["symStride", "aten::sym_stride", "int"],
  ["t", "aten::t", ""],
  ["t_", "aten::t_", ""],
  ["tCopy", "aten::t_copy", ""],
  ["take", "aten::take", ""],
  ["takeAlongDim", "aten::take_along_dim", ""],
  ["tan", "aten::tan", ""],
  ["tan_", "aten::tan_", ""],
  ["tanh", "aten::tanh", ""],
  ["tanh_", "aten::tanh_", ""],
  ["tanhBackward", "aten::tanh_backward", ""],
  ["tensorSplit", "aten::tensor_split", "indices sections tensor_indices_or_sections"],
  ["tensordot", "aten::tensordot", ""],
  ["thnnConv2d", "aten::thnn_conv2d", ""],
  ["threshold", "aten::threshold", ""],
  ["threshold_", "aten::threshold_", ""],
  ["thresholdBackward", "aten::threshold_backward", ""],
  ["tile", "aten::tile", ""],
  ["to", "aten::to", "dtype other device dtype_layout"],
  ["toDense", "aten::to_dense", ""],
  ["toDenseBackward", "aten::to_dense_backward", ""],
  ["toMkldnn", "aten::to_mkldnn", ""],
  ["toMkldnnBackward", "aten::to_mkldnn_backward", ""],
  ["toPaddedTensor", "aten::to_padded_tensor", ""],
  ["toSparse", "aten::to_sparse", "sparse_dim "],
  ["toSparseBsc", "aten::to_sparse_bsc", ""],
  ["toSparseBsr", "aten::to_sparse_bsr", ""],
  ["toSparseCsc", "aten::to_sparse_csc", ""],
  ["toSparseCsr", "aten::to_sparse_csr", ""],
  ["topk", "aten::topk", ""],
  ["trace", "aten::trace", ""],
  ["traceBackward", "aten::trace_backward", ""],
  ["transpose", "aten::transpose", "int"],
  ["transpose_", "aten::transpose_", ""],
  ["transposeCopy", "aten::transpose_copy", "int"],
  ["trapezoid", "aten::trapezoid", "x dx"],
  ["trapz", "aten::trapz", "dx x"],
  ["triangularSolve", "aten::triangular_solve", ""],
  ["tril", "aten::tril", ""],
  ["tril_", "aten::tril_", ""],
  ["trilIndices", "aten::tril_indices", ""],
  ["tripletMarginLoss", "aten::triplet_margin_loss", ""],
  ["triu", "aten::triu", ""],
  ["triu_", "aten::triu_", ""],
  ["triuIndices", "aten::triu_indices", ""],
  ["trueDivide", "aten::true_divide", "Tensor Scalar"],
  ["trueDivide_", "aten::true_divide_", "Tensor Scalar"],
  ["trunc", "aten::trunc", ""],
  ["trunc_", "aten::trunc_", ""],
  ["typeAs", "aten::type_as", ""],
  ["unbind", "aten::unbind", "int"],
  ["unbindCopy", "aten::unbind_copy", "int"],
  ["unflatten", "aten::unflatten", "int"],
  ["unflattenDenseTensors", "aten::unflatten_dense_tensors", ""],
  ["unfold", "aten::unfold", ""],
  ["unfoldBackward", "aten::unfold_backward", ""],
  ["unfoldCopy", "aten::unfold_copy", ""],
  ["uniform", "aten::uniform", ""],
  ["uniform_", "aten::uniform_", ""],
  ["uniqueConsecutive", "aten::unique_consecutive", ""],
  ["uniqueDim", "aten::unique_dim", ""],
  ["uniqueDimConsecutive", "aten::unique_dim_consecutive", ""],
  ["unsafeChunk", "aten::unsafe_chunk", ""],
  ["unsafeSplit", "aten::unsafe_split", "Tensor"],
  ["unsafeSplitWithSizes", "aten::unsafe_split_with_sizes", ""],
  ["unsqueeze", "aten::unsqueeze", ""],
  ["unsqueeze_", "aten::unsqueeze_", ""],
  ["unsqueezeCopy", "aten::unsqueeze_copy", ""],
  ["upsampleBicubic2d", "aten::upsample_bicubic2d", "vec "],
  ["upsampleBicubic2dBackward", "aten::upsample_bicubic2d_backward", ""],
  ["upsampleBilinear2d", "aten::upsample_bilinear2d", "vec "],
  ["upsampleBilinear2dBackward", "aten::upsample_bilinear2d_backward", ""],
  ["upsampleLinear1d", "aten::upsample_linear1d", " vec"],
  ["upsampleLinear1dBackward", "aten::upsample_linear1d_backward", ""],
  ["upsampleNearest1d", "aten::upsample_nearest1d", " vec"],
  ["upsampleNearest1dBackward", "aten::upsample_nearest1d_backward", ""],
  ["upsampleNearest2d", "aten::upsample_nearest2d", "vec "],
  ["upsampleNearest2dBackward", "aten::upsample_nearest2d_backward", ""],
  ["upsampleNearest3d", "aten::upsample_nearest3d", "vec "],
  ["upsampleNearest3dBackward", "aten::upsample_nearest3d_backward", ""],
  ["upsampleTrilinear3d", "aten::upsample_trilinear3d", "vec "],
  ["upsampleTrilinear3dBackward", "aten::upsample_trilinear3d_backward", ""],
  ["valueSelectingReductionBackward", "aten::value_selecting_reduction_backward", ""],
  ["values", "aten::values", ""],
  ["valuesCopy", "aten::values_copy", ""],
  ["vander", "aten::vander", ""],
  ["var", "aten::var", " dim correction"],
  ["varMean", "aten::var_mean", " dim correction"],
  ["vdot", "aten::vdot", ""],
  ["view", "aten::view", " dtype"],
  ["viewAs", "aten::view_as", ""],
  ["viewAsComplex", "aten::view_as_complex", ""],
  ["viewAsComplexCopy", "aten::view_as_complex_copy", ""],
  ["viewAsReal", "aten::view_as_real", ""],
  ["viewAsRealCopy", "aten::view_as_real_copy", ""],
  ["viewCopy", "aten::view_copy", " dtype"],
  ["vsplit", "aten::vsplit", "array int"],
  ["vstack", "aten::vstack", ""],
  ["where", "aten::where", " self ScalarOther ScalarSelf Scalar"],
  ["xlogy", "aten::xlogy", "Scalar_Self Tensor Scalar_Other"],
  ["xlogy_", "aten::xlogy_", "Tensor Scalar_Other"],
  ["zero", "aten::zero", ""],
  ["zero_", "aten::zero_", ""],
  ["zeros", "aten::zeros", ""],
  ["zerosLike", "aten::zeros_like", ""],
];
