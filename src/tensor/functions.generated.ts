// Written by `npm run generate` from the schemas of libtorch 2.13.0. Do not edit.
import type { Device, DType, Layout, MemoryFormat } from "./dtype.js";
import type { Tensor } from "./tensor.js";
import type { NativeObject } from "./operator.js";
import type { ReductionChoice, Scalar, TensorList } from "./values.js";

// The sentences are from PyTorch's documentation (BSD-3-Clause).
/** Public ATen operators as functions. */
export interface Functions {
  /** Computes the absolute value of each element in the input tensor. */
  abs(self: Tensor): Tensor;
  /** Computes the absolute value of each element in the input tensor. In place. */
  abs_(self: Tensor): Tensor;
  /** Computes the absolute value of each element in the input tensor. */
  absolute(self: Tensor): Tensor;
  /** Computes the absolute value of each element in the input tensor. In place. */
  absolute_(self: Tensor): Tensor;
  /** Returns a new tensor with the arccosine (in radians) of each element in the input tensor. */
  acos(self: Tensor): Tensor;
  /** Returns a new tensor with the arccosine (in radians) of each element in the input tensor. In place. */
  acos_(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic cosine of the elements of the input tensor. */
  acosh(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic cosine of the elements of the input tensor. In place. */
  acosh_(self: Tensor): Tensor;
  /** Applies a 1D adaptive average pooling over an input signal composed of several input planes. */
  adaptiveAvgPool1d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  /** Applies a 2D adaptive average pooling over an input signal composed of several input planes. */
  adaptiveAvgPool2d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  /** Applies a 3D adaptive average pooling over an input signal composed of several input planes. */
  adaptiveAvgPool3d(self: Tensor, outputSize: number | readonly number[]): Tensor;
  adaptiveMaxPool1d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  adaptiveMaxPool2d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  adaptiveMaxPool2dBackward(gradOutput: Tensor, self: Tensor, indices: Tensor): Tensor;
  adaptiveMaxPool3d(self: Tensor, outputSize: number | readonly number[]): [Tensor, Tensor];
  adaptiveMaxPool3dBackward(gradOutput: Tensor, self: Tensor, indices: Tensor): Tensor;
  /** Adds `other`, scaled by `alpha`, to the input tensor. */
  add(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  /** Adds `other`, scaled by `alpha`, to the input tensor. */
  add(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** Adds `other`, scaled by `alpha`, to the input tensor. */
  add(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  /** Adds `other`, scaled by `alpha`, to the input tensor. In place. */
  add_(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  /** Adds `other`, scaled by `alpha`, to the input tensor. In place. */
  add_(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** Adds `other`, scaled by `alpha`, to the input tensor. In place. */
  add_(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  /** Performs a batch matrix-matrix product of matrices stored in `batch1` and `batch2`, with a reduced add step (all matrix multiplications get accumulated along the first dimension). */
  addbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs a batch matrix-matrix product of matrices stored in `batch1` and `batch2`, with a reduced add step (all matrix multiplications get accumulated along the first dimension). In place. */
  addbmm_(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs the element-wise division of `tensor1` by `tensor2`, multiplies the result by the scalar `value` and adds it to the input tensor. */
  addcdiv(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
  /** Performs the element-wise division of `tensor1` by `tensor2`, multiplies the result by the scalar `value` and adds it to the input tensor. In place. */
  addcdiv_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
  /** Performs the element-wise multiplication of `tensor1` by `tensor2`, multiplies the result by the scalar `value` and adds it to the input tensor. */
  addcmul(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
  /** Performs the element-wise multiplication of `tensor1` by `tensor2`, multiplies the result by the scalar `value` and adds it to the input tensor. In place. */
  addcmul_(self: Tensor, tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
  /** Performs a matrix multiplication of the matrices `mat1` and `mat2`. */
  addmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs a matrix multiplication of the matrices `mat1` and `mat2`. */
  addmm(self: Tensor, mat1: Tensor, mat2: Tensor, outDtype: DType, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs a matrix multiplication of the matrices `mat1` and `mat2`. In place. */
  addmm_(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs a matrix-vector product of the matrix `mat` and the vector `vec`. */
  addmv(self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs a matrix-vector product of the matrix `mat` and the vector `vec`. In place. */
  addmv_(self: Tensor, mat: Tensor, vec: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs the outer-product of vectors `vec1` and `vec2` and adds it to the input matrix. */
  addr(self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs the outer-product of vectors `vec1` and `vec2` and adds it to the input matrix. In place. */
  addr_(self: Tensor, vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** `x.adjoint()` is equivalent to `x.transpose(-2, -1).conj()` for complex tensors and to `x.transpose(-2, -1)` for real tensors. */
  adjoint(self: Tensor): Tensor;
  affineGridGenerator(theta: Tensor, size: readonly number[], alignCorners: boolean): Tensor;
  affineGridGeneratorBackward(grad: Tensor, size: readonly number[], alignCorners: boolean): Tensor;
  alias(self: Tensor): Tensor;
  /** Performs the same operation as `alias`, but all output tensors are freshly created instead of aliasing the input. */
  aliasCopy(self: Tensor): Tensor;
  /** Tests if all elements in the input tensor evaluate to `True`. */
  all(self: Tensor): Tensor;
  /** Tests if all elements in the input tensor evaluate to `True`. */
  all(self: Tensor, dim: number, keepdim?: boolean): Tensor;
  /** Tests if all elements in the input tensor evaluate to `True`. */
  all(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): Tensor;
  /** Tests if all elements in the input tensor evaluate to `True`. */
  all(self: Tensor, dim?: readonly number[] | null, keepdim?: boolean): Tensor;
  /** Tests if all elements in the input tensor evaluate to `True`. */
  all(self: Tensor, options: { dim?: readonly number[] | null | undefined; keepdim?: boolean | undefined }): Tensor;
  allclose(self: Tensor, other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): boolean;
  allclose(self: Tensor, other: Tensor, options: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): boolean;
  /** Applies alpha dropout to the input. */
  alphaDropout(input: Tensor, p: number, train: boolean): Tensor;
  /** Applies alpha dropout to the input. In place. */
  alphaDropout_(self: Tensor, p: number, train: boolean): Tensor;
  /** Returns the maximum value of each slice of the input tensor in the given dimension(s) `dim`. */
  amax(self: Tensor, dim?: number | readonly number[], keepdim?: boolean): Tensor;
  /** Returns the maximum value of each slice of the input tensor in the given dimension(s) `dim`. */
  amax(self: Tensor, options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Returns the minimum value of each slice of the input tensor in the given dimension(s) `dim`. */
  amin(self: Tensor, dim?: number | readonly number[], keepdim?: boolean): Tensor;
  /** Returns the minimum value of each slice of the input tensor in the given dimension(s) `dim`. */
  amin(self: Tensor, options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Computes the minimum and maximum values of the input tensor. */
  aminmax(self: Tensor, options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** Computes the element-wise angle (in radians) of the input tensor. */
  angle(self: Tensor): Tensor;
  /** Tests if any element in the input tensor evaluates to `True`. */
  any(self: Tensor): Tensor;
  /** Tests if any element in the input tensor evaluates to `True`. */
  any(self: Tensor, dim: number, keepdim?: boolean): Tensor;
  /** Tests if any element in the input tensor evaluates to `True`. */
  any(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): Tensor;
  /** Tests if any element in the input tensor evaluates to `True`. */
  any(self: Tensor, dim?: readonly number[] | null, keepdim?: boolean): Tensor;
  /** Tests if any element in the input tensor evaluates to `True`. */
  any(self: Tensor, options: { dim?: readonly number[] | null | undefined; keepdim?: boolean | undefined }): Tensor;
  arange(end: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  arange(start: Scalar, end: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  arange(start: Scalar, end: Scalar, step?: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  arange(start: Scalar, end: Scalar, options: { step?: Scalar | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a new tensor with the arccosine (in radians) of each element in the input tensor. */
  arccos(self: Tensor): Tensor;
  /** Returns a new tensor with the arccosine (in radians) of each element in the input tensor. In place. */
  arccos_(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic cosine of the elements of the input tensor. */
  arccosh(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic cosine of the elements of the input tensor. In place. */
  arccosh_(self: Tensor): Tensor;
  /** Returns a new tensor with the arcsine of the elements (in radians) in the input tensor. */
  arcsin(self: Tensor): Tensor;
  /** Returns a new tensor with the arcsine of the elements (in radians) in the input tensor. In place. */
  arcsin_(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic sine of the elements of the input tensor. */
  arcsinh(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic sine of the elements of the input tensor. In place. */
  arcsinh_(self: Tensor): Tensor;
  /** Returns a new tensor with the arctangent of the elements (in radians) in the input tensor. */
  arctan(self: Tensor): Tensor;
  arctan2(self: Tensor, other: Tensor): Tensor;
  arctan2_(self: Tensor, other: Tensor): Tensor;
  /** Returns a new tensor with the arctangent of the elements (in radians) in the input tensor. In place. */
  arctan_(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic tangent of the elements of the input tensor. */
  arctanh(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic tangent of the elements of the input tensor. In place. */
  arctanh_(self: Tensor): Tensor;
  /** Returns the indices of the maximum value of all elements in the input tensor. */
  argmax(self: Tensor, dim?: number | null, keepdim?: boolean): Tensor;
  /** Returns the indices of the maximum value of all elements in the input tensor. */
  argmax(self: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Returns the indices of the minimum value(s) of the flattened tensor or along a dimension. */
  argmin(self: Tensor, dim?: number | null, keepdim?: boolean): Tensor;
  /** Returns the indices of the minimum value(s) of the flattened tensor or along a dimension. */
  argmin(self: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Returns the indices that sort a tensor along a given dimension in ascending order by value. */
  argsort(self: Tensor, dim?: number, descending?: boolean): Tensor;
  /** Returns the indices that sort a tensor along a given dimension in ascending order by value. */
  argsort(self: Tensor, options: { dim?: number | undefined; descending?: boolean | undefined }): Tensor;
  /** Returns the indices that sort a tensor along a given dimension in ascending order by value. */
  argsort(self: Tensor, options: { stable: boolean; dim?: number | undefined; descending?: boolean | undefined }): Tensor;
  /** Returns a tensor containing the indices of all non-zero elements of the input tensor. */
  argwhere(self: Tensor): Tensor;
  asStrided(self: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
  asStrided(self: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
  asStrided_(self: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
  asStrided_(self: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
  /** Performs the same operation as `asStrided`, but all output tensors are freshly created instead of aliasing the input. */
  asStridedCopy(self: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
  /** Performs the same operation as `asStrided`, but all output tensors are freshly created instead of aliasing the input. */
  asStridedCopy(self: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
  asStridedScatter(self: Tensor, src: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
  asStridedScatter(self: Tensor, src: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
  /** Returns a new tensor with the arcsine of the elements (in radians) in the input tensor. */
  asin(self: Tensor): Tensor;
  /** Returns a new tensor with the arcsine of the elements (in radians) in the input tensor. In place. */
  asin_(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic sine of the elements of the input tensor. */
  asinh(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic sine of the elements of the input tensor. In place. */
  asinh_(self: Tensor): Tensor;
  /** Returns a new tensor with the arctangent of the elements (in radians) in the input tensor. */
  atan(self: Tensor): Tensor;
  atan2(self: Tensor, other: Tensor): Tensor;
  atan2_(self: Tensor, other: Tensor): Tensor;
  /** Returns a new tensor with the arctangent of the elements (in radians) in the input tensor. In place. */
  atan_(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic tangent of the elements of the input tensor. */
  atanh(self: Tensor): Tensor;
  /** Returns a new tensor with the inverse hyperbolic tangent of the elements of the input tensor. In place. */
  atanh_(self: Tensor): Tensor;
  /** Returns a 1-dimensional view of each input tensor with zero dimensions. */
  atleast1d(self: Tensor): Tensor;
  /** Returns a 1-dimensional view of each input tensor with zero dimensions. */
  atleast1d(tensors: TensorList): Tensor[];
  /** Returns a 2-dimensional view of each input tensor with zero dimensions. */
  atleast2d(self: Tensor): Tensor;
  /** Returns a 2-dimensional view of each input tensor with zero dimensions. */
  atleast2d(tensors: TensorList): Tensor[];
  /** Returns a 3-dimensional view of each input tensor with zero dimensions. */
  atleast3d(self: Tensor): Tensor;
  /** Returns a 3-dimensional view of each input tensor with zero dimensions. */
  atleast3d(tensors: TensorList): Tensor[];
  /** Applies a 1D average pooling over an input signal composed of several input planes. */
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean): Tensor;
  /** Applies a 1D average pooling over an input signal composed of several input planes. */
  avgPool1d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined }): Tensor;
  /** Applies 2D average-pooling operation in `kH * kW` regions by step size `sH * sW` steps. */
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
  /** Applies 2D average-pooling operation in `kH * kW` regions by step size `sH * sW` steps. */
  avgPool2d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
  avgPool2dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  /** Applies 3D average-pooling operation in `kT * kH * kW` regions by step size `sT * sH * sW` steps. */
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
  /** Applies 3D average-pooling operation in `kT * kH * kW` regions by step size `sT * sH * sW` steps. */
  avgPool3d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
  avgPool3dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], ceilMode: boolean, countIncludePad: boolean, divisorOverride: number | null): Tensor;
  /** Performs a batch matrix-matrix product of matrices in `batch1` and `batch2`. */
  baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs a batch matrix-matrix product of matrices in `batch1` and `batch2`. */
  baddbmm(self: Tensor, batch1: Tensor, batch2: Tensor, outDtype: DType, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Performs a batch matrix-matrix product of matrices in `batch1` and `batch2`. In place. */
  baddbmm_(self: Tensor, batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Bartlett window function. */
  bartlettWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Bartlett window function. */
  bartlettWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Applies Batch Normalization for each channel across a batch of data. */
  batchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
  batchNormBackward(gradOut: Tensor, input: Tensor, weight: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, saveMean: Tensor | null, saveVar: Tensor | null, update: boolean, eps: number, outputMask: readonly boolean[], reserve: Tensor): [Tensor, Tensor, Tensor];
  batchNormBackwardElemt(gradOut: Tensor, input: Tensor, mean: Tensor, invstd: Tensor, weight: Tensor | null, sumDy: Tensor, sumDyXmu: Tensor, count: Tensor): Tensor;
  batchNormBackwardReduce(gradOut: Tensor, input: Tensor, mean: Tensor, invstd: Tensor, weight: Tensor | null, inputG: boolean, weightG: boolean, biasG: boolean): [Tensor, Tensor, Tensor, Tensor];
  batchNormElemt(input: Tensor, weight: Tensor | null, bias: Tensor | null, mean: Tensor, invstd: Tensor, eps: number): Tensor;
  batchNormGatherStats(input: Tensor, mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, count: number): [Tensor, Tensor];
  batchNormGatherStatsWithCounts(input: Tensor, mean: Tensor, invstd: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number, eps: number, counts: Tensor): [Tensor, Tensor];
  batchNormStats(input: Tensor, eps: number): [Tensor, Tensor];
  batchNormUpdateStats(input: Tensor, runningMean: Tensor | null, runningVar: Tensor | null, momentum: number): [Tensor, Tensor];
  /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. */
  bernoulli(self: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. */
  bernoulli(self: Tensor, p: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. */
  bernoulli(self: Tensor, p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. In place. */
  bernoulli_(self: Tensor, p: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. In place. */
  bernoulli_(self: Tensor, p?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. In place. */
  bernoulli_(self: Tensor, options: { p?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  /** Applies a bilinear transformation to the incoming data: `y = x_1^T A x_2 + b`. */
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
  /** Applies a bilinear transformation to the incoming data: `y = x_1^T A x_2 + b`. */
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined }): Tensor;
  binaryCrossEntropy(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice): Tensor;
  binaryCrossEntropy(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  binaryCrossEntropyBackward(gradOutput: Tensor, self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice): Tensor;
  binaryCrossEntropyBackward(gradOutput: Tensor, self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, weight?: Tensor | null, posWeight?: Tensor | null, reduction?: ReductionChoice): Tensor;
  binaryCrossEntropyWithLogits(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; posWeight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  /** Counts the frequency of each value in an array of non-negative ints. */
  bincount(self: Tensor, weights?: Tensor | null, minlength?: number): Tensor;
  /** Counts the frequency of each value in an array of non-negative ints. */
  bincount(self: Tensor, options: { weights?: Tensor | null | undefined; minlength?: number | undefined }): Tensor;
  binomial(count: Tensor, prob: Tensor, generator?: NativeObject | null): Tensor;
  binomial(count: Tensor, prob: Tensor, options: { generator?: NativeObject | null | undefined }): Tensor;
  /** Computes the bitwise AND of the input tensor and `other`. */
  bitwiseAnd(self: Scalar, other: Tensor): Tensor;
  /** Computes the bitwise AND of the input tensor and `other`. */
  bitwiseAnd(self: Tensor, other: Tensor): Tensor;
  /** Computes the bitwise AND of the input tensor and `other`. */
  bitwiseAnd(self: Tensor, other: Scalar): Tensor;
  /** Computes the bitwise AND of the input tensor and `other`. In place. */
  bitwiseAnd_(self: Tensor, other: Tensor): Tensor;
  /** Computes the bitwise AND of the input tensor and `other`. In place. */
  bitwiseAnd_(self: Tensor, other: Scalar): Tensor;
  /** Computes the left arithmetic shift of the input tensor by `other` bits. */
  bitwiseLeftShift(self: Scalar, other: Tensor): Tensor;
  /** Computes the left arithmetic shift of the input tensor by `other` bits. */
  bitwiseLeftShift(self: Tensor, other: Tensor): Tensor;
  /** Computes the left arithmetic shift of the input tensor by `other` bits. */
  bitwiseLeftShift(self: Tensor, other: Scalar): Tensor;
  /** Computes the left arithmetic shift of the input tensor by `other` bits. In place. */
  bitwiseLeftShift_(self: Tensor, other: Tensor): Tensor;
  /** Computes the left arithmetic shift of the input tensor by `other` bits. In place. */
  bitwiseLeftShift_(self: Tensor, other: Scalar): Tensor;
  /** Computes the bitwise NOT of the given input tensor. */
  bitwiseNot(self: Tensor): Tensor;
  /** Computes the bitwise NOT of the given input tensor. In place. */
  bitwiseNot_(self: Tensor): Tensor;
  /** Computes the bitwise OR of the input tensor and `other`. */
  bitwiseOr(self: Scalar, other: Tensor): Tensor;
  /** Computes the bitwise OR of the input tensor and `other`. */
  bitwiseOr(self: Tensor, other: Tensor): Tensor;
  /** Computes the bitwise OR of the input tensor and `other`. */
  bitwiseOr(self: Tensor, other: Scalar): Tensor;
  /** Computes the bitwise OR of the input tensor and `other`. In place. */
  bitwiseOr_(self: Tensor, other: Tensor): Tensor;
  /** Computes the bitwise OR of the input tensor and `other`. In place. */
  bitwiseOr_(self: Tensor, other: Scalar): Tensor;
  /** Computes the right arithmetic shift of the input tensor by `other` bits. */
  bitwiseRightShift(self: Scalar, other: Tensor): Tensor;
  /** Computes the right arithmetic shift of the input tensor by `other` bits. */
  bitwiseRightShift(self: Tensor, other: Tensor): Tensor;
  /** Computes the right arithmetic shift of the input tensor by `other` bits. */
  bitwiseRightShift(self: Tensor, other: Scalar): Tensor;
  /** Computes the right arithmetic shift of the input tensor by `other` bits. In place. */
  bitwiseRightShift_(self: Tensor, other: Tensor): Tensor;
  /** Computes the right arithmetic shift of the input tensor by `other` bits. In place. */
  bitwiseRightShift_(self: Tensor, other: Scalar): Tensor;
  /** Computes the bitwise XOR of the input tensor and `other`. */
  bitwiseXor(self: Scalar, other: Tensor): Tensor;
  /** Computes the bitwise XOR of the input tensor and `other`. */
  bitwiseXor(self: Tensor, other: Tensor): Tensor;
  /** Computes the bitwise XOR of the input tensor and `other`. */
  bitwiseXor(self: Tensor, other: Scalar): Tensor;
  /** Computes the bitwise XOR of the input tensor and `other`. In place. */
  bitwiseXor_(self: Tensor, other: Tensor): Tensor;
  /** Computes the bitwise XOR of the input tensor and `other`. In place. */
  bitwiseXor_(self: Tensor, other: Scalar): Tensor;
  /** Blackman window function. */
  blackmanWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Blackman window function. */
  blackmanWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates a block diagonal matrix from provided tensors. */
  blockDiag(tensors: TensorList): Tensor;
  /** Performs a batch matrix-matrix product of matrices stored in the input tensor and `mat2`. */
  bmm(self: Tensor, mat2: Tensor): Tensor;
  /** Performs a batch matrix-matrix product of matrices stored in the input tensor and `mat2`. */
  bmm(self: Tensor, mat2: Tensor, outDtype: DType): Tensor;
  broadcastTensors(tensors: TensorList): Tensor[];
  broadcastTo(self: Tensor, size: readonly number[]): Tensor;
  /** Returns the indices of the buckets to which each value in the input tensor belongs, where the boundaries of the buckets are set by `boundaries`. */
  bucketize(self: Scalar, boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor;
  /** Returns the indices of the buckets to which each value in the input tensor belongs, where the boundaries of the buckets are set by `boundaries`. */
  bucketize(self: Tensor, boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor;
  /** Determines if a type conversion is allowed under PyTorch casting rules described in the type promotion documentation. */
  canCast(from_: DType, to: DType): boolean;
  /** Do cartesian product of the given sequence of tensors. */
  cartesianProd(tensors: TensorList): Tensor;
  /** Concatenates the given sequence of tensors in `tensors` in the given dimension. */
  cat(tensors: TensorList, dim?: number): Tensor;
  /** Concatenates the given sequence of tensors in `tensors` in the given dimension. */
  cat(tensors: TensorList, options: { dim?: number | undefined }): Tensor;
  cauchy(self: Tensor, median?: number, sigma?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  cauchy(self: Tensor, options: { median?: number | undefined; sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  cauchy(self: Tensor, median: number, options: { sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  cauchy_(self: Tensor, median?: number, sigma?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  cauchy_(self: Tensor, options: { median?: number | undefined; sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  cauchy_(self: Tensor, median: number, options: { sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  ccolIndices(self: Tensor): Tensor;
  ccolIndicesCopy(self: Tensor): Tensor;
  cdist(x1: Tensor, x2: Tensor, p?: number, computeMode?: number | null): Tensor;
  cdist(x1: Tensor, x2: Tensor, options: { p?: number | undefined; computeMode?: number | null | undefined }): Tensor;
  /** Returns a new tensor with the ceil of the elements of the input tensor, the smallest integer greater than or equal to each element. */
  ceil(self: Tensor): Tensor;
  /** Returns a new tensor with the ceil of the elements of the input tensor, the smallest integer greater than or equal to each element. In place. */
  ceil_(self: Tensor): Tensor;
  celu(self: Tensor, alpha?: Scalar): Tensor;
  celu(self: Tensor, options: { alpha?: Scalar | undefined }): Tensor;
  celu_(self: Tensor, alpha?: Scalar): Tensor;
  celu_(self: Tensor, options: { alpha?: Scalar | undefined }): Tensor;
  /** Returns the matrix product of the `N` 2-D tensors. */
  chainMatmul(matrices: TensorList): Tensor;
  chalf(self: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  channelShuffle(self: Tensor, groups: number): Tensor;
  /** Computes the Cholesky decomposition of a symmetric positive-definite matrix `A` or for batches of symmetric positive-definite matrices. */
  cholesky(self: Tensor, upper?: boolean): Tensor;
  /** Computes the Cholesky decomposition of a symmetric positive-definite matrix `A` or for batches of symmetric positive-definite matrices. */
  cholesky(self: Tensor, options: { upper?: boolean | undefined }): Tensor;
  /** Computes the inverse of a complex Hermitian or real symmetric positive-definite matrix given its Cholesky decomposition. */
  choleskyInverse(self: Tensor, upper?: boolean): Tensor;
  /** Computes the inverse of a complex Hermitian or real symmetric positive-definite matrix given its Cholesky decomposition. */
  choleskyInverse(self: Tensor, options: { upper?: boolean | undefined }): Tensor;
  /** Computes the solution of a system of linear equations with complex Hermitian or real symmetric positive-definite lhs given its Cholesky decomposition. */
  choleskySolve(self: Tensor, input2: Tensor, upper?: boolean): Tensor;
  /** Computes the solution of a system of linear equations with complex Hermitian or real symmetric positive-definite lhs given its Cholesky decomposition. */
  choleskySolve(self: Tensor, input2: Tensor, options: { upper?: boolean | undefined }): Tensor;
  chooseQparamsOptimized(input: Tensor, numel: number, nBins: number, ratio: number, bitWidth: number): [Tensor, Tensor];
  /** Attempts to split a tensor into the specified number of chunks. */
  chunk(self: Tensor, chunks: number, dim?: number): Tensor[];
  /** Attempts to split a tensor into the specified number of chunks. */
  chunk(self: Tensor, chunks: number, options: { dim?: number | undefined }): Tensor[];
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. */
  clamp(self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. */
  clamp(self: Tensor, options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. */
  clamp(self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. */
  clamp(self: Tensor, options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. In place. */
  clamp_(self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. In place. */
  clamp_(self: Tensor, options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. In place. */
  clamp_(self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. In place. */
  clamp_(self: Tensor, options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
  clampMax(self: Tensor, max: Tensor): Tensor;
  clampMax(self: Tensor, max: Scalar): Tensor;
  clampMax_(self: Tensor, max: Tensor): Tensor;
  clampMax_(self: Tensor, max: Scalar): Tensor;
  clampMin(self: Tensor, min: Tensor): Tensor;
  clampMin(self: Tensor, min: Scalar): Tensor;
  clampMin_(self: Tensor, min: Tensor): Tensor;
  clampMin_(self: Tensor, min: Scalar): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. */
  clip(self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. */
  clip(self: Tensor, options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. */
  clip(self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. */
  clip(self: Tensor, options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. In place. */
  clip_(self: Tensor, min?: Tensor | null, max?: Tensor | null): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. In place. */
  clip_(self: Tensor, options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. In place. */
  clip_(self: Tensor, min?: Scalar | null, max?: Scalar | null): Tensor;
  /** Clamps all elements in the input tensor into the range `[` `min`, `max` `]`. In place. */
  clip_(self: Tensor, options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
  /** Returns a copy of the input tensor. */
  clone(self: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  /** Returns a coalesced copy of the input tensor if the input tensor is an uncoalesced tensor. */
  coalesce(self: Tensor): Tensor;
  col2im(self: Tensor, outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
  /** Returns the tensor containing the column indices of the input tensor when the input tensor is a sparse CSR tensor of layout `sparse_csr`. */
  colIndices(self: Tensor): Tensor;
  /** Performs the same operation as `colIndices`, but all output tensors are freshly created instead of aliasing the input. */
  colIndicesCopy(self: Tensor): Tensor;
  /** Creates a new tensor by horizontally stacking the tensors in `tensors`. */
  columnStack(tensors: TensorList): Tensor;
  /** Computes combinations of length `r` of the given tensor. */
  combinations(self: Tensor, r?: number, withReplacement?: boolean): Tensor;
  /** Computes combinations of length `r` of the given tensor. */
  combinations(self: Tensor, options: { r?: number | undefined; withReplacement?: boolean | undefined }): Tensor;
  /** Constructs a complex tensor with its real part equal to `real` and its imaginary part equal to `imag`. */
  complex(real: Tensor, imag: Tensor): Tensor;
  /** Concatenates the given sequence of tensors in `tensors` in the given dimension. */
  concat(tensors: TensorList, dim?: number): Tensor;
  /** Concatenates the given sequence of tensors in `tensors` in the given dimension. */
  concat(tensors: TensorList, options: { dim?: number | undefined }): Tensor;
  /** Concatenates the given sequence of tensors in `tensors` in the given dimension. */
  concatenate(tensors: TensorList, dim?: number): Tensor;
  /** Concatenates the given sequence of tensors in `tensors` in the given dimension. */
  concatenate(tensors: TensorList, options: { dim?: number | undefined }): Tensor;
  /** Returns a view of the input tensor with a flipped conjugate bit. */
  conj(self: Tensor): Tensor;
  /** Computes the element-wise conjugate of the input tensor. */
  conjPhysical(self: Tensor): Tensor;
  /** Computes the element-wise conjugate of the input tensor. In place. */
  conjPhysical_(self: Tensor): Tensor;
  constantPadNd(self: Tensor, pad: readonly number[], value?: Scalar): Tensor;
  constantPadNd(self: Tensor, pad: readonly number[], options: { value?: Scalar | undefined }): Tensor;
  /** Returns a contiguous in memory tensor containing the same data as the input tensor. */
  contiguous(self: Tensor, options?: { memoryFormat?: MemoryFormat | undefined }): Tensor;
  /** Applies a 1D convolution over an input signal composed of several input planes. */
  conv1d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  /** Applies a 1D convolution over an input signal composed of several input planes. */
  conv1d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  /** Applies a 1D convolution over an input signal composed of several input planes. */
  conv1d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
  /** Applies a 1D convolution over an input signal composed of several input planes. */
  conv1d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: string | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  /** Applies a 2D convolution over an input image composed of several input planes. */
  conv2d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  /** Applies a 2D convolution over an input image composed of several input planes. */
  conv2d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  /** Applies a 2D convolution over an input image composed of several input planes. */
  conv2d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
  /** Applies a 2D convolution over an input image composed of several input planes. */
  conv2d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: string | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  /** Applies a 3D convolution over an input image composed of several input planes. */
  conv3d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], groups?: number): Tensor;
  /** Applies a 3D convolution over an input image composed of several input planes. */
  conv3d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  /** Applies a 3D convolution over an input image composed of several input planes. */
  conv3d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: string, dilation?: number | readonly number[], groups?: number): Tensor;
  /** Applies a 3D convolution over an input image composed of several input planes. */
  conv3d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: string | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined }): Tensor;
  convDepthwise3d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[]): Tensor;
  /** Applies a 1-dimensional sequence convolution over an input sequence. */
  convTbc(self: Tensor, weight: Tensor, bias: Tensor, pad?: number): Tensor;
  /** Applies a 1-dimensional sequence convolution over an input sequence. */
  convTbc(self: Tensor, weight: Tensor, bias: Tensor, options: { pad?: number | undefined }): Tensor;
  convTbcBackward(self: Tensor, input: Tensor, weight: Tensor, bias: Tensor, pad: number): [Tensor, Tensor, Tensor];
  /** Applies a 1D transposed convolution operator over an input signal composed of several input planes, sometimes also called "deconvolution". */
  convTranspose1d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
  /** Applies a 1D transposed convolution operator over an input signal composed of several input planes, sometimes also called "deconvolution". */
  convTranspose1d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; groups?: number | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  /** Applies a 2D transposed convolution operator over an input image composed of several input planes, sometimes also called "deconvolution". */
  convTranspose2d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
  /** Applies a 2D transposed convolution operator over an input image composed of several input planes, sometimes also called "deconvolution". */
  convTranspose2d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; groups?: number | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  /** Applies a 3D transposed convolution operator over an input image composed of several input planes, sometimes also called "deconvolution". */
  convTranspose3d(input: Tensor, weight: Tensor, bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], groups?: number, dilation?: number | readonly number[]): Tensor;
  /** Applies a 3D transposed convolution operator over an input image composed of several input planes, sometimes also called "deconvolution". */
  convTranspose3d(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; groups?: number | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
  convolution(input: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor;
  convolutionBackward(gradOutput: Tensor, input: Tensor, weight: Tensor, biasSizes: readonly number[] | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  convolutionBackwardOverrideable(gradOutput: Tensor, input: Tensor, weight: Tensor, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  convolutionOverrideable(input: Tensor, weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], transposed: boolean, outputPadding: readonly number[], groups: number): Tensor;
  copy(self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
  copy(self: Tensor, src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
  /** Copies the elements from `src` into the input tensor and returns the input tensor. */
  copy_(self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
  /** Copies the elements from `src` into the input tensor and returns the input tensor. */
  copy_(self: Tensor, src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
  copySparseToSparse(self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
  copySparseToSparse(self: Tensor, src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
  copySparseToSparse_(self: Tensor, src: Tensor, nonBlocking?: boolean): Tensor;
  copySparseToSparse_(self: Tensor, src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
  /** Creates a new floating-point tensor with the magnitude of the input tensor and the sign of `other`, elementwise. */
  copysign(self: Tensor, other: Tensor): Tensor;
  /** Creates a new floating-point tensor with the magnitude of the input tensor and the sign of `other`, elementwise. */
  copysign(self: Tensor, other: Scalar): Tensor;
  /** Creates a new floating-point tensor with the magnitude of the input tensor and the sign of `other`, elementwise. In place. */
  copysign_(self: Tensor, other: Tensor): Tensor;
  /** Creates a new floating-point tensor with the magnitude of the input tensor and the sign of `other`, elementwise. In place. */
  copysign_(self: Tensor, other: Scalar): Tensor;
  /** Estimates the Pearson product-moment correlation coefficient matrix of the variables given by the input matrix, where rows are the variables and columns are the observations. */
  corrcoef(self: Tensor): Tensor;
  /** Returns a new tensor with the cosine of the elements of the input tensor given in radians. */
  cos(self: Tensor): Tensor;
  /** Returns a new tensor with the cosine of the elements of the input tensor given in radians. In place. */
  cos_(self: Tensor): Tensor;
  /** Returns a new tensor with the hyperbolic cosine of the elements of the input tensor. */
  cosh(self: Tensor): Tensor;
  /** Returns a new tensor with the hyperbolic cosine of the elements of the input tensor. In place. */
  cosh_(self: Tensor): Tensor;
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin?: number, reduction?: ReductionChoice): Tensor;
  cosineEmbeddingLoss(input1: Tensor, input2: Tensor, target: Tensor, options: { margin?: number | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  /** Returns cosine similarity between `x1` and `x2`, computed along dim. */
  cosineSimilarity(x1: Tensor, x2: Tensor, dim?: number, eps?: number): Tensor;
  /** Returns cosine similarity between `x1` and `x2`, computed along dim. */
  cosineSimilarity(x1: Tensor, x2: Tensor, options: { dim?: number | undefined; eps?: number | undefined }): Tensor;
  /** Counts the number of non-zero values in the input tensor along the given `dim`. */
  countNonzero(self: Tensor, dim?: number | null): Tensor;
  /** Counts the number of non-zero values in the input tensor along the given `dim`. */
  countNonzero(self: Tensor, options: { dim?: number | null | undefined }): Tensor;
  /** Counts the number of non-zero values in the input tensor along the given `dim`. */
  countNonzero(self: Tensor, dim: readonly number[]): Tensor;
  /** Estimates the covariance matrix of the variables given by the input matrix, where rows are the variables and columns are the observations. */
  cov(self: Tensor, options?: { correction?: number | undefined; fweights?: Tensor | null | undefined; aweights?: Tensor | null | undefined }): Tensor;
  /** Returns the cross product of vectors in dimension `dim` of the input tensor and `other`. */
  cross(self: Tensor, other: Tensor, dim?: number | null): Tensor;
  /** Returns the cross product of vectors in dimension `dim` of the input tensor and `other`. */
  cross(self: Tensor, other: Tensor, options: { dim?: number | null | undefined }): Tensor;
  crossEntropyLoss(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice, ignoreIndex?: number, labelSmoothing?: number): Tensor;
  crossEntropyLoss(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined; ignoreIndex?: number | undefined; labelSmoothing?: number | undefined }): Tensor;
  /** Returns the tensor containing the compressed row indices of the input tensor when the input tensor is a sparse CSR tensor of layout `sparse_csr`. */
  crowIndices(self: Tensor): Tensor;
  /** Performs the same operation as `crowIndices`, but all output tensors are freshly created instead of aliasing the input. */
  crowIndicesCopy(self: Tensor): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], blank?: number, reduction?: ReductionChoice, zeroInfinity?: boolean): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: readonly number[], targetLengths: readonly number[], options: { blank?: number | undefined; reduction?: ReductionChoice | undefined; zeroInfinity?: boolean | undefined }): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, blank?: number, reduction?: ReductionChoice, zeroInfinity?: boolean): Tensor;
  ctcLoss(logProbs: Tensor, targets: Tensor, inputLengths: Tensor, targetLengths: Tensor, options: { blank?: number | undefined; reduction?: ReductionChoice | undefined; zeroInfinity?: boolean | undefined }): Tensor;
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
  /** Returns the cumulative product of elements of the input tensor in the dimension `dim`. */
  cumprod(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the cumulative product of elements of the input tensor in the dimension `dim`. In place. */
  cumprod_(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  cumprodBackward(grad: Tensor, input: Tensor, dim: number, output: Tensor): Tensor;
  /** Returns the cumulative sum of elements of the input tensor in the dimension `dim`. */
  cumsum(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the cumulative sum of elements of the input tensor in the dimension `dim`. In place. */
  cumsum_(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  cumulativeTrapezoid(y: Tensor, x: Tensor, options?: { dim?: number | undefined }): Tensor;
  cumulativeTrapezoid(y: Tensor, options?: { dx?: Scalar | undefined; dim?: number | undefined }): Tensor;
  data(self: Tensor): Tensor;
  /** Returns a new tensor with each of the elements of the input tensor converted from angles in degrees to radians. */
  deg2rad(self: Tensor): Tensor;
  /** Returns a new tensor with each of the elements of the input tensor converted from angles in degrees to radians. In place. */
  deg2rad_(self: Tensor): Tensor;
  /** Returns the number of dense dimensions in this sparse tensor. */
  denseDim(self: Tensor): number;
  /** Returns an fp32 Tensor by dequantizing a quantized Tensor. */
  dequantize(self: Tensor): Tensor;
  /** Returns an fp32 Tensor by dequantizing a quantized Tensor. */
  dequantize(tensors: TensorList): Tensor[];
  /** Computes the determinant of a square matrix. */
  det(self: Tensor): Tensor;
  detach(self: Tensor): Tensor;
  detach_(self: Tensor): Tensor;
  /** Performs the same operation as `detach`, but all output tensors are freshly created instead of aliasing the input. */
  detachCopy(self: Tensor): Tensor;
  diag(self: Tensor, diagonal?: number): Tensor;
  diag(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  /** Creates a tensor whose diagonals of certain 2D planes (specified by `dim1` and `dim2`) are filled by the input tensor. */
  diagEmbed(self: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
  /** Creates a tensor whose diagonals of certain 2D planes (specified by `dim1` and `dim2`) are filled by the input tensor. */
  diagEmbed(self: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  diagflat(self: Tensor, offset?: number): Tensor;
  diagflat(self: Tensor, options: { offset?: number | undefined }): Tensor;
  /** Returns a partial view of the input tensor with the its diagonal elements with respect to `dim1` and `dim2` appended as a dimension at the end of the shape. */
  diagonal(self: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
  /** Returns a partial view of the input tensor with the its diagonal elements with respect to `dim1` and `dim2` appended as a dimension at the end of the shape. */
  diagonal(self: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  diagonalBackward(gradOutput: Tensor, inputSizes: readonly number[], offset: number, dim1: number, dim2: number): Tensor;
  /** Performs the same operation as `diagonal`, but all output tensors are freshly created instead of aliasing the input. */
  diagonalCopy(self: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
  /** Performs the same operation as `diagonal`, but all output tensors are freshly created instead of aliasing the input. */
  diagonalCopy(self: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  /** Embeds the values of the `src` tensor into the input tensor along the diagonal elements of the input tensor, with respect to `dim1` and `dim2`. */
  diagonalScatter(self: Tensor, src: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
  /** Embeds the values of the `src` tensor into the input tensor along the diagonal elements of the input tensor, with respect to `dim1` and `dim2`. */
  diagonalScatter(self: Tensor, src: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  /** Computes the n-th forward difference along the given dimension. */
  diff(self: Tensor, n?: number, dim?: number, prepend?: Tensor | null, append?: Tensor | null): Tensor;
  /** Computes the n-th forward difference along the given dimension. */
  diff(self: Tensor, options: { n?: number | undefined; dim?: number | undefined; prepend?: Tensor | null | undefined; append?: Tensor | null | undefined }): Tensor;
  /** Computes the logarithmic derivative of the gamma function on the input tensor. */
  digamma(self: Tensor): Tensor;
  /** Computes the logarithmic derivative of the gamma function on the input tensor. In place. */
  digamma_(self: Tensor): Tensor;
  /** Returns the number of dimensions of the input tensor. */
  dim(self: Tensor): number;
  /** Returns the p-norm of (the input tensor - `other`). */
  dist(self: Tensor, other: Tensor, p?: Scalar): Tensor;
  /** Returns the p-norm of (the input tensor - `other`). */
  dist(self: Tensor, other: Tensor, options: { p?: Scalar | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  div(self: Tensor, other: Tensor): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  div(self: Tensor, other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  div(self: Tensor, other: Scalar): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  div(self: Tensor, other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  div_(self: Tensor, other: Tensor): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  div_(self: Tensor, other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  div_(self: Tensor, other: Scalar): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  div_(self: Tensor, other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  divide(self: Tensor, other: Tensor): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  divide(self: Tensor, other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  divide(self: Tensor, other: Scalar): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  divide(self: Tensor, other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  divide_(self: Tensor, other: Tensor): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  divide_(self: Tensor, other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  divide_(self: Tensor, other: Scalar): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  divide_(self: Tensor, other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
  /** Computes the dot product of two 1D tensors. */
  dot(self: Tensor, tensor: Tensor): Tensor;
  /** During training, randomly zeroes some elements of the input tensor with probability `p`. */
  dropout(input: Tensor, p: number, train: boolean): Tensor;
  /** During training, randomly zeroes some elements of the input tensor with probability `p`. In place. */
  dropout_(self: Tensor, p: number, train: boolean): Tensor;
  /** Splits the input tensor, a tensor with three or more dimensions, into multiple tensors depthwise according to `indicesOrSections`. */
  dsplit(self: Tensor, indices: readonly number[]): Tensor[];
  /** Splits the input tensor, a tensor with three or more dimensions, into multiple tensors depthwise according to `indicesOrSections`. */
  dsplit(self: Tensor, sections: number): Tensor[];
  /** Stack tensors in sequence depthwise (along third axis). */
  dstack(tensors: TensorList): Tensor;
  /** Sums the product of the elements of the input `operands` along dimensions specified using a notation based on the Einstein summation convention. */
  einsum(equation: string, tensors: TensorList, options?: { path?: readonly number[] | null | undefined }): Tensor;
  /** Applies the Exponential Linear Unit (ELU) function element-wise. */
  elu(self: Tensor, alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): Tensor;
  /** Applies the Exponential Linear Unit (ELU) function element-wise. */
  elu(self: Tensor, options: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): Tensor;
  /** Applies the Exponential Linear Unit (ELU) function element-wise. In place. */
  elu_(self: Tensor, alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): Tensor;
  /** Applies the Exponential Linear Unit (ELU) function element-wise. In place. */
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
  /** Returns a tensor filled with uninitialized data. */
  empty(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns an uninitialized tensor with the same size as the input tensor. */
  emptyLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates an uninitialized, non-overlapping and dense tensor with the specified `size`, with `physicalLayout` specifying how the dimensions are physically laid out in memory (each logical dimension is listed from outermost to innermost). */
  emptyPermuted(size: readonly number[], physicalLayout: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  emptyQuantized(size: readonly number[], qtensor: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates a tensor with the specified `size` and `stride` and filled with undefined data. */
  emptyStrided(size: readonly number[], stride: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes element-wise equality. */
  eq(self: Tensor, other: Tensor): Tensor;
  /** Computes element-wise equality. */
  eq(self: Tensor, other: Scalar): Tensor;
  /** Computes element-wise equality. In place. */
  eq_(self: Tensor, other: Tensor): Tensor;
  /** Computes element-wise equality. In place. */
  eq_(self: Tensor, other: Scalar): Tensor;
  /** `True` if two tensors have the same size and elements, `False` otherwise. */
  equal(self: Tensor, other: Tensor): boolean;
  /** Computes the error function of the input tensor. */
  erf(self: Tensor): Tensor;
  /** Computes the error function of the input tensor. In place. */
  erf_(self: Tensor): Tensor;
  /** Computes the complementary error function of the input tensor. */
  erfc(self: Tensor): Tensor;
  /** Computes the complementary error function of the input tensor. In place. */
  erfc_(self: Tensor): Tensor;
  /** Computes the inverse error function of the input tensor. */
  erfinv(self: Tensor): Tensor;
  /** Computes the inverse error function of the input tensor. In place. */
  erfinv_(self: Tensor): Tensor;
  /** Returns a new tensor with the exponential of the elements of the input tensor. */
  exp(self: Tensor): Tensor;
  /** Computes the base two exponential function of the input tensor. */
  exp2(self: Tensor): Tensor;
  /** Computes the base two exponential function of the input tensor. In place. */
  exp2_(self: Tensor): Tensor;
  /** Returns a new tensor with the exponential of the elements of the input tensor. In place. */
  exp_(self: Tensor): Tensor;
  /** Returns a new view of the input tensor with singleton dimensions expanded to a larger size. */
  expand(self: Tensor, size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
  /** Expand the input tensor to the same size as `other`. */
  expandAs(self: Tensor, other: Tensor): Tensor;
  /** Performs the same operation as `expand`, but all output tensors are freshly created instead of aliasing the input. */
  expandCopy(self: Tensor, size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
  /** Computes the exponential of the elements minus 1 of the input tensor. */
  expm1(self: Tensor): Tensor;
  /** Computes the exponential of the elements minus 1 of the input tensor. In place. */
  expm1_(self: Tensor): Tensor;
  exponential(self: Tensor, lambd?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  exponential(self: Tensor, options: { lambd?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  exponential_(self: Tensor, lambd?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  exponential_(self: Tensor, options: { lambd?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  /** Returns a 2-D tensor with ones on the diagonal and zeros elsewhere. */
  eye(n: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a 2-D tensor with ones on the diagonal and zeros elsewhere. */
  eye(n: number, m: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a new tensor with the data in the input tensor fake quantized per channel using `scale`, `zeroPoint`, `quantMin` and `quantMax`, across the channel specified by `axis`. */
  fakeQuantizePerChannelAffine(self: Tensor, scale: Tensor, zeroPoint: Tensor, axis: number, quantMin: number, quantMax: number): Tensor;
  fakeQuantizePerChannelAffineCachemask(self: Tensor, scale: Tensor, zeroPoint: Tensor, axis: number, quantMin: number, quantMax: number): [Tensor, Tensor];
  fakeQuantizePerChannelAffineCachemaskBackward(grad: Tensor, mask: Tensor): Tensor;
  /** Returns a new tensor with the data in the input tensor fake quantized using `scale`, `zeroPoint`, `quantMin` and `quantMax`. */
  fakeQuantizePerTensorAffine(self: Tensor, scale: number, zeroPoint: number, quantMin: number, quantMax: number): Tensor;
  /** Returns a new tensor with the data in the input tensor fake quantized using `scale`, `zeroPoint`, `quantMin` and `quantMax`. */
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
  /** Randomly masks out entire channels (a channel is a feature map). */
  featureAlphaDropout(input: Tensor, p: number, train: boolean): Tensor;
  /** Randomly masks out entire channels (a channel is a feature map). In place. */
  featureAlphaDropout_(self: Tensor, p: number, train: boolean): Tensor;
  featureDropout(input: Tensor, p: number, train: boolean): Tensor;
  featureDropout_(self: Tensor, p: number, train: boolean): Tensor;
  /** Computes the one dimensional discrete Fourier transform of the input tensor. */
  fftFft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  /** Computes the one dimensional discrete Fourier transform of the input tensor. */
  fftFft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the 2 dimensional discrete Fourier transform of the input tensor. */
  fftFft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  /** Computes the 2 dimensional discrete Fourier transform of the input tensor. */
  fftFft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the discrete Fourier Transform sample frequencies for a signal of size `n`. */
  fftFftfreq(n: number, d?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes the discrete Fourier Transform sample frequencies for a signal of size `n`. */
  fftFftfreq(n: number, options: { d?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes the N dimensional discrete Fourier transform of the input tensor. */
  fftFftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  /** Computes the N dimensional discrete Fourier transform of the input tensor. */
  fftFftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  /** Reorders n-dimensional FFT data, as provided by `fftn`, to have negative frequency terms first. */
  fftFftshift(self: Tensor, dim?: number | readonly number[] | null): Tensor;
  /** Reorders n-dimensional FFT data, as provided by `fftn`, to have negative frequency terms first. */
  fftFftshift(self: Tensor, options: { dim?: number | readonly number[] | null | undefined }): Tensor;
  /** Computes the one dimensional discrete Fourier transform of a Hermitian symmetric the input tensor signal. */
  fftHfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  /** Computes the one dimensional discrete Fourier transform of a Hermitian symmetric the input tensor signal. */
  fftHfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the 2-dimensional discrete Fourier transform of a Hermitian symmetric the input tensor signal. */
  fftHfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  /** Computes the 2-dimensional discrete Fourier transform of a Hermitian symmetric the input tensor signal. */
  fftHfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the n-dimensional discrete Fourier transform of a Hermitian symmetric the input tensor signal. */
  fftHfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  /** Computes the n-dimensional discrete Fourier transform of a Hermitian symmetric the input tensor signal. */
  fftHfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the one dimensional inverse discrete Fourier transform of the input tensor. */
  fftIfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  /** Computes the one dimensional inverse discrete Fourier transform of the input tensor. */
  fftIfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the 2 dimensional inverse discrete Fourier transform of the input tensor. */
  fftIfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  /** Computes the 2 dimensional inverse discrete Fourier transform of the input tensor. */
  fftIfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the N dimensional inverse discrete Fourier transform of the input tensor. */
  fftIfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  /** Computes the N dimensional inverse discrete Fourier transform of the input tensor. */
  fftIfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  /** Inverse of `fftshift`. */
  fftIfftshift(self: Tensor, dim?: number | readonly number[] | null): Tensor;
  /** Inverse of `fftshift`. */
  fftIfftshift(self: Tensor, options: { dim?: number | readonly number[] | null | undefined }): Tensor;
  /** Computes the inverse of `hfft`. */
  fftIhfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  /** Computes the inverse of `hfft`. */
  fftIhfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the 2-dimensional inverse discrete Fourier transform of real the input tensor. */
  fftIhfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  /** Computes the 2-dimensional inverse discrete Fourier transform of real the input tensor. */
  fftIhfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the N-dimensional inverse discrete Fourier transform of real the input tensor. */
  fftIhfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  /** Computes the N-dimensional inverse discrete Fourier transform of real the input tensor. */
  fftIhfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the inverse of `rfft`. */
  fftIrfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  /** Computes the inverse of `rfft`. */
  fftIrfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the inverse of `rfft2`. */
  fftIrfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  /** Computes the inverse of `rfft2`. */
  fftIrfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the inverse of `rfftn`. */
  fftIrfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  /** Computes the inverse of `rfftn`. */
  fftIrfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the one dimensional Fourier transform of real-valued the input tensor. */
  fftRfft(self: Tensor, n?: number | null, dim?: number, norm?: string | null): Tensor;
  /** Computes the one dimensional Fourier transform of real-valued the input tensor. */
  fftRfft(self: Tensor, options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the 2-dimensional discrete Fourier transform of real the input tensor. */
  fftRfft2(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
  /** Computes the 2-dimensional discrete Fourier transform of real the input tensor. */
  fftRfft2(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
  /** Computes the sample frequencies for `rfft` with a signal of size `n`. */
  fftRfftfreq(n: number, d?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes the sample frequencies for `rfft` with a signal of size `n`. */
  fftRfftfreq(n: number, options: { d?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes the N-dimensional discrete Fourier transform of real the input tensor. */
  fftRfftn(self: Tensor, s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
  /** Computes the N-dimensional discrete Fourier transform of real the input tensor. */
  fftRfftn(self: Tensor, options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
  fill(self: Tensor, value: Tensor): Tensor;
  fill(self: Tensor, value: Scalar): Tensor;
  /** Fills the input tensor with the specified value. */
  fill_(self: Tensor, value: Tensor): Tensor;
  /** Fills the input tensor with the specified value. */
  fill_(self: Tensor, value: Scalar): Tensor;
  /** Fills the main diagonal of a tensor that has at least 2-dimensions. */
  fillDiagonal_(self: Tensor, fillValue: Scalar, wrap?: boolean): Tensor;
  /** Fills the main diagonal of a tensor that has at least 2-dimensions. */
  fillDiagonal_(self: Tensor, fillValue: Scalar, options: { wrap?: boolean | undefined }): Tensor;
  /** Returns a new tensor with the truncated integer values of the elements of the input tensor. */
  fix(self: Tensor): Tensor;
  /** Returns a new tensor with the truncated integer values of the elements of the input tensor. In place. */
  fix_(self: Tensor): Tensor;
  /** Flattens the input tensor by reshaping it into a one-dimensional tensor. */
  flatten(self: Tensor, startDim?: number, endDim?: number): Tensor;
  /** Flattens the input tensor by reshaping it into a one-dimensional tensor. */
  flatten(self: Tensor, options: { startDim?: number | undefined; endDim?: number | undefined }): Tensor;
  flattenDenseTensors(tensors: TensorList): Tensor;
  /** Reverse the order of an n-D tensor along given axis in dims. */
  flip(self: Tensor, dims: readonly number[]): Tensor;
  /** Flip tensor in the left/right direction, returning a new tensor. */
  fliplr(self: Tensor): Tensor;
  /** Flip tensor in the up/down direction, returning a new tensor. */
  flipud(self: Tensor): Tensor;
  /** Raises the input tensor to the power of `exponent`, elementwise, in double precision. */
  floatPower(self: Scalar, exponent: Tensor): Tensor;
  /** Raises the input tensor to the power of `exponent`, elementwise, in double precision. */
  floatPower(self: Tensor, exponent: Tensor): Tensor;
  /** Raises the input tensor to the power of `exponent`, elementwise, in double precision. */
  floatPower(self: Tensor, exponent: Scalar): Tensor;
  /** Raises the input tensor to the power of `exponent`, elementwise, in double precision. In place. */
  floatPower_(self: Tensor, exponent: Tensor): Tensor;
  /** Raises the input tensor to the power of `exponent`, elementwise, in double precision. In place. */
  floatPower_(self: Tensor, exponent: Scalar): Tensor;
  /** Returns a new tensor with the floor of the elements of the input tensor, the largest integer less than or equal to each element. */
  floor(self: Tensor): Tensor;
  /** Returns a new tensor with the floor of the elements of the input tensor, the largest integer less than or equal to each element. In place. */
  floor_(self: Tensor): Tensor;
  /** Before PyTorch 1.13 `floorDivide` incorrectly performed truncation division. */
  floorDivide(self: Tensor, other: Tensor): Tensor;
  /** Before PyTorch 1.13 `floorDivide` incorrectly performed truncation division. */
  floorDivide(self: Tensor, other: Scalar): Tensor;
  /** Before PyTorch 1.13 `floorDivide` incorrectly performed truncation division. In place. */
  floorDivide_(self: Tensor, other: Tensor): Tensor;
  /** Before PyTorch 1.13 `floorDivide` incorrectly performed truncation division. In place. */
  floorDivide_(self: Tensor, other: Scalar): Tensor;
  /** Computes the element-wise maximum of the input tensor and `other`. */
  fmax(self: Tensor, other: Tensor): Tensor;
  /** Computes the element-wise minimum of the input tensor and `other`. */
  fmin(self: Tensor, other: Tensor): Tensor;
  fmod(self: Tensor, other: Tensor): Tensor;
  fmod(self: Tensor, other: Scalar): Tensor;
  fmod_(self: Tensor, other: Tensor): Tensor;
  fmod_(self: Tensor, other: Scalar): Tensor;
  /** Computes the fractional portion of each element in the input tensor. */
  frac(self: Tensor): Tensor;
  /** Computes the fractional portion of each element in the input tensor. In place. */
  frac_(self: Tensor): Tensor;
  fractionalMaxPool2d(self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  fractionalMaxPool2dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], indices: Tensor): Tensor;
  fractionalMaxPool3d(self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
  fractionalMaxPool3dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], outputSize: number | readonly number[], indices: Tensor): Tensor;
  frexp(self: Tensor): [Tensor, Tensor];
  frobeniusNorm(self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
  frobeniusNorm(self: Tensor, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  /** Creates a CPU tensor with a storage backed by a memory-mapped file. */
  fromFile(filename: string, shared?: boolean | null, size?: number | null, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates a CPU tensor with a storage backed by a memory-mapped file. */
  fromFile(filename: string, options: { shared?: boolean | null | undefined; size?: number | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates a CPU tensor with a storage backed by a memory-mapped file. */
  fromFile(filename: string, shared: boolean | null, options: { size?: number | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates a tensor of size `size` filled with `fillValue`. */
  full(size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same size as the input tensor filled with `fillValue`. */
  fullLike(self: Tensor, fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  fusedMovingAvgObsFakeQuant(self: Tensor, observerOn: Tensor, fakeQuantOn: Tensor, runningMin: Tensor, runningMax: Tensor, scale: Tensor, zeroPoint: Tensor, averagingConst: number, quantMin: number, quantMax: number, chAxis: number, perRowFakeQuant?: boolean, symmetricQuant?: boolean): Tensor;
  fusedMovingAvgObsFakeQuant(self: Tensor, observerOn: Tensor, fakeQuantOn: Tensor, runningMin: Tensor, runningMax: Tensor, scale: Tensor, zeroPoint: Tensor, averagingConst: number, quantMin: number, quantMax: number, chAxis: number, options: { perRowFakeQuant?: boolean | undefined; symmetricQuant?: boolean | undefined }): Tensor;
  /** Gathers values along an axis specified by `dim`. */
  gather(self: Tensor, dim: number, index: Tensor, options?: { sparseGrad?: boolean | undefined }): Tensor;
  gatherBackward(grad: Tensor, self: Tensor, dim: number, index: Tensor, sparseGrad: boolean): Tensor;
  /** Computes the element-wise greatest common divisor (GCD) of the input tensor and `other`. */
  gcd(self: Tensor, other: Tensor): Tensor;
  /** Computes the element-wise greatest common divisor (GCD) of the input tensor and `other`. In place. */
  gcd_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≥ other` element-wise. */
  ge(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≥ other` element-wise. */
  ge(self: Tensor, other: Scalar): Tensor;
  /** Computes `this ≥ other` element-wise. In place. */
  ge_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≥ other` element-wise. In place. */
  ge_(self: Tensor, other: Scalar): Tensor;
  gelu(self: Tensor, options?: { approximate?: string | undefined }): Tensor;
  gelu_(self: Tensor, options?: { approximate?: string | undefined }): Tensor;
  geluBackward(gradOutput: Tensor, self: Tensor, options?: { approximate?: string | undefined }): Tensor;
  geometric(self: Tensor, p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  geometric_(self: Tensor, p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** This is a low-level function for calling LAPACK's geqrf directly. */
  geqrf(self: Tensor): [Tensor, Tensor];
  /** Outer product of the input tensor and `vec2`. */
  ger(self: Tensor, vec2: Tensor): Tensor;
  /** For CUDA tensors, this function returns the device ordinal of the GPU on which the tensor resides. */
  getDevice(self: Tensor): number;
  /** The gated linear unit. */
  glu(self: Tensor, dim?: number): Tensor;
  /** The gated linear unit. */
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
  /** Computes `this > other` element-wise. */
  greater(self: Tensor, other: Tensor): Tensor;
  /** Computes `this > other` element-wise. */
  greater(self: Tensor, other: Scalar): Tensor;
  /** Computes `this > other` element-wise. In place. */
  greater_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this > other` element-wise. In place. */
  greater_(self: Tensor, other: Scalar): Tensor;
  /** Computes `this ≥ other` element-wise. */
  greaterEqual(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≥ other` element-wise. */
  greaterEqual(self: Tensor, other: Scalar): Tensor;
  /** Computes `this ≥ other` element-wise. In place. */
  greaterEqual_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≥ other` element-wise. In place. */
  greaterEqual_(self: Tensor, other: Scalar): Tensor;
  gridSampler(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  gridSampler2d(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  gridSampler2dBackward(gradOutput: Tensor, input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean, outputMask: readonly boolean[]): [Tensor, Tensor];
  gridSampler3d(input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean): Tensor;
  gridSampler3dBackward(gradOutput: Tensor, input: Tensor, grid: Tensor, interpolationMode: number, paddingMode: number, alignCorners: boolean, outputMask: readonly boolean[]): [Tensor, Tensor];
  /** Applies Group Normalization for last certain number of dimensions. */
  groupNorm(input: Tensor, numGroups: number, weight?: Tensor | null, bias?: Tensor | null, eps?: number, cudnnEnabled?: boolean): Tensor;
  /** Applies Group Normalization for last certain number of dimensions. */
  groupNorm(input: Tensor, numGroups: number, options: { weight?: Tensor | null | undefined; bias?: Tensor | null | undefined; eps?: number | undefined; cudnnEnabled?: boolean | undefined }): Tensor;
  gru(data: Tensor, batchSizes: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  gru(input: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  gruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
  gruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options: { bIh?: Tensor | null | undefined; bHh?: Tensor | null | undefined }): Tensor;
  /** Computes `this > other` element-wise. */
  gt(self: Tensor, other: Tensor): Tensor;
  /** Computes `this > other` element-wise. */
  gt(self: Tensor, other: Scalar): Tensor;
  /** Computes `this > other` element-wise. In place. */
  gt_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this > other` element-wise. In place. */
  gt_(self: Tensor, other: Scalar): Tensor;
  /** Hamming window function. */
  hammingWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Hamming window function. */
  hammingWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Hamming window function. */
  hammingWindow(windowLength: number, periodic: boolean, alpha: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Hamming window function. */
  hammingWindow(windowLength: number, periodic: boolean, alpha: number, beta: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Hann window function. */
  hannWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Hann window function. */
  hannWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Applies the hard shrinkage function element-wise. */
  hardshrink(self: Tensor, lambd?: Scalar): Tensor;
  /** Applies the hard shrinkage function element-wise. */
  hardshrink(self: Tensor, options: { lambd?: Scalar | undefined }): Tensor;
  hardshrinkBackward(gradOut: Tensor, self: Tensor, lambd: Scalar): Tensor;
  /** Applies the Hardsigmoid function element-wise. */
  hardsigmoid(self: Tensor): Tensor;
  /** Applies the Hardsigmoid function element-wise. In place. */
  hardsigmoid_(self: Tensor): Tensor;
  hardsigmoidBackward(gradOutput: Tensor, self: Tensor): Tensor;
  /** Applies hardswish function, element-wise. */
  hardswish(self: Tensor): Tensor;
  /** Applies hardswish function, element-wise. In place. */
  hardswish_(self: Tensor): Tensor;
  hardswishBackward(gradOutput: Tensor, self: Tensor): Tensor;
  /** Applies the HardTanh function element-wise. */
  hardtanh(self: Tensor, minVal?: Scalar, maxVal?: Scalar): Tensor;
  /** Applies the HardTanh function element-wise. */
  hardtanh(self: Tensor, options: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor;
  /** Applies the HardTanh function element-wise. In place. */
  hardtanh_(self: Tensor, minVal?: Scalar, maxVal?: Scalar): Tensor;
  /** Applies the HardTanh function element-wise. In place. */
  hardtanh_(self: Tensor, options: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor;
  hardtanhBackward(gradOutput: Tensor, self: Tensor, minVal: Scalar, maxVal: Scalar): Tensor;
  /** Returns a hash of all elements in the input tensor. */
  hashTensor(self: Tensor, dim?: number | readonly number[], options?: { keepdim?: boolean | undefined; mode?: number | undefined }): Tensor;
  /** Returns a hash of all elements in the input tensor. */
  hashTensor(self: Tensor, options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined; mode?: number | undefined }): Tensor;
  /** Computes the Heaviside step function for each element in the input tensor. */
  heaviside(self: Tensor, values: Tensor): Tensor;
  /** Computes the Heaviside step function for each element in the input tensor. In place. */
  heaviside_(self: Tensor, values: Tensor): Tensor;
  hingeEmbeddingLoss(self: Tensor, target: Tensor, margin?: number, reduction?: ReductionChoice): Tensor;
  hingeEmbeddingLoss(self: Tensor, target: Tensor, options: { margin?: number | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  /** Computes the histogram of a tensor. */
  histc(self: Tensor, bins?: number, min?: Scalar, max?: Scalar): Tensor;
  /** Computes the histogram of a tensor. */
  histc(self: Tensor, options: { bins?: number | undefined; min?: Scalar | undefined; max?: Scalar | undefined }): Tensor;
  /** Computes a histogram of the values in a tensor. */
  histogram(self: Tensor, bins: Tensor, options?: { weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
  /** Computes a histogram of the values in a tensor. */
  histogram(self: Tensor, bins?: number, options?: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
  /** Computes a histogram of the values in a tensor. */
  histogram(self: Tensor, options: { bins?: number | undefined; range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
  /** Computes a multi-dimensional histogram of the values in a tensor. */
  histogramdd(self: Tensor, bins: readonly number[], range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
  /** Computes a multi-dimensional histogram of the values in a tensor. */
  histogramdd(self: Tensor, bins: readonly number[], options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
  /** Computes a multi-dimensional histogram of the values in a tensor. */
  histogramdd(self: Tensor, bins: TensorList, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
  /** Computes a multi-dimensional histogram of the values in a tensor. */
  histogramdd(self: Tensor, bins: TensorList, options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
  /** Computes a multi-dimensional histogram of the values in a tensor. */
  histogramdd(self: Tensor, bins: number, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
  /** Computes a multi-dimensional histogram of the values in a tensor. */
  histogramdd(self: Tensor, bins: number, options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
  /** Splits the input tensor, a tensor with one or more dimensions, into multiple tensors horizontally according to `indicesOrSections`. */
  hsplit(self: Tensor, indices: readonly number[]): Tensor[];
  /** Splits the input tensor, a tensor with one or more dimensions, into multiple tensors horizontally according to `indicesOrSections`. */
  hsplit(self: Tensor, sections: number): Tensor[];
  /** Performs a matrix multiplication of a sparse COO matrix `mat1` and a strided matrix `mat2`. */
  hspmm(mat1: Tensor, mat2: Tensor): Tensor;
  /** Stack tensors in sequence horizontally (column wise). */
  hstack(tensors: TensorList): Tensor;
  huberLoss(self: Tensor, target: Tensor, reduction?: ReductionChoice, delta?: number): Tensor;
  huberLoss(self: Tensor, target: Tensor, options: { reduction?: ReductionChoice | undefined; delta?: number | undefined }): Tensor;
  huberLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: ReductionChoice, delta: number): Tensor;
  /** Given the legs of a right triangle, return its hypotenuse. */
  hypot(self: Tensor, other: Tensor): Tensor;
  /** Given the legs of a right triangle, return its hypotenuse. In place. */
  hypot_(self: Tensor, other: Tensor): Tensor;
  /** Computes the zeroth order modified Bessel function of the first kind for each element of the input tensor. */
  i0(self: Tensor): Tensor;
  /** Computes the zeroth order modified Bessel function of the first kind for each element of the input tensor. In place. */
  i0_(self: Tensor): Tensor;
  igamma(self: Tensor, other: Tensor): Tensor;
  igamma_(self: Tensor, other: Tensor): Tensor;
  igammac(self: Tensor, other: Tensor): Tensor;
  igammac_(self: Tensor, other: Tensor): Tensor;
  im2col(self: Tensor, kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
  /** Returns a new tensor containing imaginary values of the input tensor. */
  imag(self: Tensor): Tensor;
  index(self: Tensor, indices: readonly (Tensor | null)[]): Tensor;
  /** Accumulate the elements of `alpha` times `source` into the input tensor by adding to the indices in the order given in `index`. */
  indexAdd(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  /** Accumulate the elements of `alpha` times `source` into the input tensor by adding to the indices in the order given in `index`. */
  indexAdd_(self: Tensor, dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  /** Copies the elements of `tensor` into the input tensor by selecting the indices in the order given in `index`. */
  indexCopy(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor;
  /** Copies the elements of `tensor` into the input tensor by selecting the indices in the order given in `index`. */
  indexCopy_(self: Tensor, dim: number, index: Tensor, source: Tensor): Tensor;
  /** Fills the elements of the input tensor with value `value` by selecting the indices in the order given in `index`. */
  indexFill(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  /** Fills the elements of the input tensor with value `value` by selecting the indices in the order given in `index`. */
  indexFill(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  /** Fills the elements of the input tensor with value `value` by selecting the indices in the order given in `index`. */
  indexFill_(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor;
  /** Fills the elements of the input tensor with value `value` by selecting the indices in the order given in `index`. */
  indexFill_(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  /** Out-place version of `indexPut_`. */
  indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
  /** Out-place version of `indexPut_`. */
  indexPut(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
  /** Puts values from the tensor `values` into the input tensor using the indices specified in `indices` (which is a tuple of Tensors). */
  indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
  /** Puts values from the tensor `values` into the input tensor using the indices specified in `indices` (which is a tuple of Tensors). */
  indexPut_(self: Tensor, indices: readonly (Tensor | null)[], values: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
  /** Accumulate the elements of `source` into the input tensor by accumulating to the indices in the order given in `index` using the reduction given by the `reduce` argument. */
  indexReduce(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
  /** Accumulate the elements of `source` into the input tensor by accumulating to the indices in the order given in `index` using the reduction given by the `reduce` argument. */
  indexReduce_(self: Tensor, dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
  /** Returns a new tensor which indexes the input tensor along dimension `dim` using the entries in `index`. */
  indexSelect(self: Tensor, dim: number, index: Tensor): Tensor;
  indexSelectBackward(grad: Tensor, selfSizes: readonly number[], dim: number, index: Tensor): Tensor;
  /** Returns the indices tensor of a sparse COO tensor. */
  indices(self: Tensor): Tensor;
  /** Performs the same operation as `indices`, but all output tensors are freshly created instead of aliasing the input. */
  indicesCopy(self: Tensor): Tensor;
  infinitelyDifferentiableGeluBackward(grad: Tensor, self: Tensor): Tensor;
  /** Computes the dot product for 1D tensors. */
  inner(self: Tensor, other: Tensor): Tensor;
  /** Applies Instance Normalization independently for each channel in every data sample within a batch. */
  instanceNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, useInputStats: boolean, momentum: number, eps: number, cudnnEnabled: boolean): Tensor;
  /** Given a quantized Tensor, `the input tensor.int_repr()` returns a CPU Tensor with uint8_t as data type that stores the underlying uint8_t values of the given Tensor. */
  intRepr(self: Tensor): Tensor;
  /** Computes the inverse of a square matrix if it exists. */
  inverse(self: Tensor): Tensor;
  /** Returns `True` if the input tensor is a sparse COO tensor that is coalesced, `False` otherwise. */
  isCoalesced(self: Tensor): boolean;
  /** Returns True if the data type of the input tensor is a complex data type. */
  isComplex(self: Tensor): boolean;
  /** Returns True if the input tensor is a conjugated tensor, i.e. its conjugate bit is set to `True`. */
  isConj(self: Tensor): boolean;
  /** Returns True if the input tensor is contiguous in memory in the order specified by memory format. */
  isContiguous(self: Tensor): boolean;
  /** Returns True if the input tensor is contiguous in memory in the order specified by memory format. */
  isContiguous(self: Tensor, memoryFormat: MemoryFormat): boolean;
  isDistributed(self: Tensor): boolean;
  /** Returns True if the data type of the input tensor is a floating point data type. */
  isFloatingPoint(self: Tensor): boolean;
  /** Returns True if the input tensor is an inference tensor. */
  isInference(self: Tensor): boolean;
  /** All Tensors that have `requiresGrad` which is `False` will be leaf Tensors by convention. */
  isLeaf(self: Tensor): boolean;
  /** Returns True if the negative bit of the input tensor is set to true. */
  isNeg(self: Tensor): boolean;
  isNonzero(self: Tensor): boolean;
  /** Returns true if the input tensor resides in pinned memory. */
  isPinned(self: Tensor, device?: Device | null): boolean;
  /** Returns true if the input tensor resides in pinned memory. */
  isPinned(self: Tensor, options: { device?: Device | null | undefined }): boolean;
  isSameSize(self: Tensor, other: Tensor): boolean;
  /** Returns True if both tensors are pointing to the exact same memory (same storage, offset, size and stride). */
  isSetTo(self: Tensor, tensor: Tensor): boolean;
  /** Returns True if the data type of the input tensor is a signed data type. */
  isSigned(self: Tensor): boolean;
  isVulkanAvailable(): boolean;
  /** Returns a new tensor with boolean elements representing if each element of the input tensor is "close" to the corresponding element of `other`. */
  isclose(self: Tensor, other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): Tensor;
  /** Returns a new tensor with boolean elements representing if each element of the input tensor is "close" to the corresponding element of `other`. */
  isclose(self: Tensor, other: Tensor, options: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): Tensor;
  /** Returns a new tensor with boolean elements representing if each element is `finite` or not. */
  isfinite(self: Tensor): Tensor;
  /** Tests if each element of `elements` is in `testElements`. */
  isin(element: Scalar, testElements: Tensor, options?: { assumeUnique?: boolean | undefined; invert?: boolean | undefined }): Tensor;
  /** Tests if each element of `elements` is in `testElements`. */
  isin(elements: Tensor, testElements: Tensor, options?: { assumeUnique?: boolean | undefined; invert?: boolean | undefined }): Tensor;
  /** Tests if each element of `elements` is in `testElements`. */
  isin(elements: Tensor, testElement: Scalar, options?: { assumeUnique?: boolean | undefined; invert?: boolean | undefined }): Tensor;
  /** Tests if each element of the input tensor is infinite (positive or negative infinity) or not. */
  isinf(self: Tensor): Tensor;
  /** Returns a new tensor with boolean elements representing if each element of the input tensor is NaN or not. */
  isnan(self: Tensor): Tensor;
  isneginf(self: Tensor): Tensor;
  isposinf(self: Tensor): Tensor;
  /** Returns a new tensor with boolean elements representing if each element of the input tensor is real-valued or not. */
  isreal(self: Tensor): Tensor;
  /** Inverse short time Fourier Transform. */
  istft(self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, normalized?: boolean, onesided?: boolean | null, length?: number | null, returnComplex?: boolean): Tensor;
  /** Inverse short time Fourier Transform. */
  istft(self: Tensor, nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; center?: boolean | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; length?: number | null | undefined; returnComplex?: boolean | undefined }): Tensor;
  /** Returns the value of the input tensor as a standard Python number. */
  item(self: Tensor): Scalar;
  /** Computes the Kaiser window with window length `windowLength` and shape parameter `beta`. */
  kaiserWindow(windowLength: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes the Kaiser window with window length `windowLength` and shape parameter `beta`. */
  kaiserWindow(windowLength: number, periodic: boolean, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes the Kaiser window with window length `windowLength` and shape parameter `beta`. */
  kaiserWindow(windowLength: number, periodic: boolean, beta: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  klDiv(self: Tensor, target: Tensor, reduction?: ReductionChoice, options?: { logTarget?: boolean | undefined }): Tensor;
  klDiv(self: Tensor, target: Tensor, options: { reduction?: ReductionChoice | undefined; logTarget?: boolean | undefined }): Tensor;
  kron(self: Tensor, other: Tensor): Tensor;
  /** Returns a namedtuple `(values, indices)` where `values` is the `k` th smallest element of each row of the input tensor in the given dimension `dim`. */
  kthvalue(self: Tensor, k: number, dim?: number, keepdim?: boolean): [Tensor, Tensor];
  /** Returns a namedtuple `(values, indices)` where `values` is the `k` th smallest element of each row of the input tensor in the given dimension `dim`. */
  kthvalue(self: Tensor, k: number, options: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  l1Loss(self: Tensor, target: Tensor, reduction?: ReductionChoice): Tensor;
  l1Loss(self: Tensor, target: Tensor, options: { reduction?: ReductionChoice | undefined }): Tensor;
  /** Applies Layer Normalization for last certain number of dimensions. */
  layerNorm(input: Tensor, normalizedShape: readonly number[], weight?: Tensor | null, bias?: Tensor | null, eps?: number, cudnnEnable?: boolean): Tensor;
  /** Applies Layer Normalization for last certain number of dimensions. */
  layerNorm(input: Tensor, normalizedShape: readonly number[], options: { weight?: Tensor | null | undefined; bias?: Tensor | null | undefined; eps?: number | undefined; cudnnEnable?: boolean | undefined }): Tensor;
  /** Computes the element-wise least common multiple (LCM) of the input tensor and `other`. */
  lcm(self: Tensor, other: Tensor): Tensor;
  /** Computes the element-wise least common multiple (LCM) of the input tensor and `other`. In place. */
  lcm_(self: Tensor, other: Tensor): Tensor;
  /** Multiplies the input tensor by 2 ** `other`. */
  ldexp(self: Tensor, other: Tensor): Tensor;
  /** Multiplies the input tensor by 2 ** `other`. In place. */
  ldexp_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≤ other` element-wise. */
  le(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≤ other` element-wise. */
  le(self: Tensor, other: Scalar): Tensor;
  /** Computes `this ≤ other` element-wise. In place. */
  le_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≤ other` element-wise. In place. */
  le_(self: Tensor, other: Scalar): Tensor;
  leakyRelu(self: Tensor, negativeSlope?: Scalar): Tensor;
  leakyRelu(self: Tensor, options: { negativeSlope?: Scalar | undefined }): Tensor;
  leakyRelu_(self: Tensor, negativeSlope?: Scalar): Tensor;
  leakyRelu_(self: Tensor, options: { negativeSlope?: Scalar | undefined }): Tensor;
  leakyReluBackward(gradOutput: Tensor, self: Tensor, negativeSlope: Scalar, selfIsResult: boolean): Tensor;
  /** Does a linear interpolation of two tensors `start` (given by the input tensor) and `end` based on a scalar or tensor `weight` and returns the resulting `out` tensor. */
  lerp(self: Tensor, end: Tensor, weight: Tensor): Tensor;
  /** Does a linear interpolation of two tensors `start` (given by the input tensor) and `end` based on a scalar or tensor `weight` and returns the resulting `out` tensor. */
  lerp(self: Tensor, end: Tensor, weight: Scalar): Tensor;
  /** Does a linear interpolation of two tensors `start` (given by the input tensor) and `end` based on a scalar or tensor `weight` and returns the resulting `out` tensor. In place. */
  lerp_(self: Tensor, end: Tensor, weight: Tensor): Tensor;
  /** Does a linear interpolation of two tensors `start` (given by the input tensor) and `end` based on a scalar or tensor `weight` and returns the resulting `out` tensor. In place. */
  lerp_(self: Tensor, end: Tensor, weight: Scalar): Tensor;
  /** Computes `this < other` element-wise. */
  less(self: Tensor, other: Tensor): Tensor;
  /** Computes `this < other` element-wise. */
  less(self: Tensor, other: Scalar): Tensor;
  /** Computes `this < other` element-wise. In place. */
  less_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this < other` element-wise. In place. */
  less_(self: Tensor, other: Scalar): Tensor;
  /** Computes `this ≤ other` element-wise. */
  lessEqual(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≤ other` element-wise. */
  lessEqual(self: Tensor, other: Scalar): Tensor;
  /** Computes `this ≤ other` element-wise. In place. */
  lessEqual_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≤ other` element-wise. In place. */
  lessEqual_(self: Tensor, other: Scalar): Tensor;
  /** Computes the natural logarithm of the absolute value of the gamma function on the input tensor. */
  lgamma(self: Tensor): Tensor;
  /** Computes the natural logarithm of the absolute value of the gamma function on the input tensor. In place. */
  lgamma_(self: Tensor): Tensor;
  lift(self: Tensor): Tensor;
  liftFresh(self: Tensor): Tensor;
  liftFreshCopy(self: Tensor): Tensor;
  /** Computes the sum of the absolute values raised to the power `ord`. */
  linalgPowsum(self: Tensor, ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Computes the sum of the absolute values raised to the power `ord`. */
  linalgPowsum(self: Tensor, options: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes the sum of the absolute values raised to the power `ord`. */
  linalgPowsum(self: Tensor, ord: Scalar, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes the sum of the absolute values raised to the power `ord`. */
  linalgPowsum(self: Tensor, ord: Scalar, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes the Cholesky decomposition of a complex Hermitian or real symmetric positive-definite matrix. */
  linalgCholesky(self: Tensor, options?: { upper?: boolean | undefined }): Tensor;
  /** Computes the Cholesky decomposition of a complex Hermitian or real symmetric positive-definite matrix. */
  linalgCholeskyEx(self: Tensor, options?: { upper?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor];
  /** Computes the condition number of a matrix with respect to a matrix norm. */
  linalgCond(self: Tensor, p: string): Tensor;
  /** Computes the condition number of a matrix with respect to a matrix norm. */
  linalgCond(self: Tensor, p?: Scalar | null): Tensor;
  /** Computes the condition number of a matrix with respect to a matrix norm. */
  linalgCond(self: Tensor, options: { p?: Scalar | null | undefined }): Tensor;
  /** Computes the cross product of two 3-dimensional vectors. */
  linalgCross(self: Tensor, other: Tensor, options?: { dim?: number | undefined }): Tensor;
  /** Computes the determinant of a square matrix. */
  linalgDet(A: Tensor): Tensor;
  /** Returns a partial view of the input tensor with the its diagonal elements with respect to `dim1` and `dim2` appended as a dimension at the end of the shape. */
  linalgDiagonal(A: Tensor, options?: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
  /** Computes the eigenvalue decomposition of a square matrix if it exists. */
  linalgEig(self: Tensor): [Tensor, Tensor];
  /** Computes the eigenvalue decomposition of a complex Hermitian or real symmetric matrix. */
  linalgEigh(self: Tensor, UPLO?: string): [Tensor, Tensor];
  /** Computes the eigenvalue decomposition of a complex Hermitian or real symmetric matrix. */
  linalgEigh(self: Tensor, options: { UPLO?: string | undefined }): [Tensor, Tensor];
  /** Computes the eigenvalues of a square matrix. */
  linalgEigvals(self: Tensor): Tensor;
  /** Computes the eigenvalues of a complex Hermitian or real symmetric matrix. */
  linalgEigvalsh(self: Tensor, UPLO?: string): Tensor;
  /** Computes the eigenvalues of a complex Hermitian or real symmetric matrix. */
  linalgEigvalsh(self: Tensor, options: { UPLO?: string | undefined }): Tensor;
  /** Computes the first `n` columns of a product of Householder matrices. */
  linalgHouseholderProduct(input: Tensor, tau: Tensor): Tensor;
  /** Computes the inverse of a square matrix if it exists. */
  linalgInv(A: Tensor): Tensor;
  /** Computes the inverse of a square matrix if it is invertible. */
  linalgInvEx(A: Tensor, options?: { checkErrors?: boolean | undefined }): [Tensor, Tensor];
  /** Computes a compact representation of the LDL factorization of a Hermitian or symmetric (possibly indefinite) matrix. */
  linalgLdlFactor(self: Tensor, options?: { hermitian?: boolean | undefined }): [Tensor, Tensor];
  linalgLdlFactorEx(self: Tensor, options?: { hermitian?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor, Tensor];
  /** Computes the solution of a system of linear equations using the LDL factorization. */
  linalgLdlSolve(LD: Tensor, pivots: Tensor, B: Tensor, options?: { hermitian?: boolean | undefined }): Tensor;
  /** Computes a solution to the least squares problem of a system of linear equations. */
  linalgLstsq(self: Tensor, b: Tensor, rcond?: number | null, options?: { driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
  /** Computes a solution to the least squares problem of a system of linear equations. */
  linalgLstsq(self: Tensor, b: Tensor, options: { rcond?: number | null | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
  /** Computes the LU decomposition with partial pivoting of a matrix. */
  linalgLu(A: Tensor, options?: { pivot?: boolean | undefined }): [Tensor, Tensor, Tensor];
  /** Computes a compact representation of the LU factorization with partial pivoting of a matrix. */
  linalgLuFactor(A: Tensor, options?: { pivot?: boolean | undefined }): [Tensor, Tensor];
  linalgLuFactorEx(A: Tensor, options?: { pivot?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor, Tensor];
  /** Computes the solution of a square system of linear equations with a unique solution given an LU decomposition. */
  linalgLuSolve(LU: Tensor, pivots: Tensor, B: Tensor, options?: { left?: boolean | undefined; adjoint?: boolean | undefined }): Tensor;
  /** Matrix product of two tensors. */
  linalgMatmul(self: Tensor, other: Tensor): Tensor;
  /** Computes the matrix exponential of a square matrix. */
  linalgMatrixExp(self: Tensor): Tensor;
  /** Computes a matrix norm. */
  linalgMatrixNorm(self: Tensor, ord?: string, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Computes a matrix norm. */
  linalgMatrixNorm(self: Tensor, options: { ord?: string | undefined; dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a matrix norm. */
  linalgMatrixNorm(self: Tensor, ord: string, options: { dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a matrix norm. */
  linalgMatrixNorm(self: Tensor, ord: string, dim: readonly number[], options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a matrix norm. */
  linalgMatrixNorm(self: Tensor, ord: Scalar, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Computes a matrix norm. */
  linalgMatrixNorm(self: Tensor, ord: Scalar, options: { dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a matrix norm. */
  linalgMatrixNorm(self: Tensor, ord: Scalar, dim: readonly number[], options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes the `n`-th power of a square matrix for an integer `n`. */
  linalgMatrixPower(self: Tensor, n: number): Tensor;
  /** Computes the numerical rank of a matrix. */
  linalgMatrixRank(self: Tensor, tol: number, hermitian?: boolean): Tensor;
  /** Computes the numerical rank of a matrix. */
  linalgMatrixRank(self: Tensor, tol: number, options: { hermitian?: boolean | undefined }): Tensor;
  /** Computes the numerical rank of a matrix. */
  linalgMatrixRank(input: Tensor, tol: Tensor, hermitian?: boolean): Tensor;
  /** Computes the numerical rank of a matrix. */
  linalgMatrixRank(input: Tensor, tol: Tensor, options: { hermitian?: boolean | undefined }): Tensor;
  /** Computes the numerical rank of a matrix. */
  linalgMatrixRank(self: Tensor, options?: { atol?: number | null | undefined; rtol?: number | null | undefined; hermitian?: boolean | undefined }): Tensor;
  /** Computes the numerical rank of a matrix. */
  linalgMatrixRank(input: Tensor, options?: { atol?: Tensor | null | undefined; rtol?: Tensor | null | undefined; hermitian?: boolean | undefined }): Tensor;
  /** Efficiently multiplies two or more matrices by reordering the multiplications so that the fewest arithmetic operations are performed. */
  linalgMultiDot(tensors: TensorList): Tensor;
  /** Computes a vector or matrix norm. */
  linalgNorm(self: Tensor, ord: string, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector or matrix norm. */
  linalgNorm(self: Tensor, ord: string, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector or matrix norm. */
  linalgNorm(self: Tensor, ord: string, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector or matrix norm. */
  linalgNorm(self: Tensor, ord?: Scalar | null, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector or matrix norm. */
  linalgNorm(self: Tensor, options: { ord?: Scalar | null | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector or matrix norm. */
  linalgNorm(self: Tensor, ord: Scalar | null, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector or matrix norm. */
  linalgNorm(self: Tensor, ord: Scalar | null, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
  linalgPinv(self: Tensor, rcond: number, hermitian?: boolean): Tensor;
  /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
  linalgPinv(self: Tensor, rcond: number, options: { hermitian?: boolean | undefined }): Tensor;
  /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
  linalgPinv(self: Tensor, rcond: Tensor, hermitian?: boolean): Tensor;
  /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
  linalgPinv(self: Tensor, rcond: Tensor, options: { hermitian?: boolean | undefined }): Tensor;
  /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
  linalgPinv(self: Tensor, options?: { atol?: number | null | undefined; rtol?: number | null | undefined; hermitian?: boolean | undefined }): Tensor;
  /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
  linalgPinv(self: Tensor, options?: { atol?: Tensor | null | undefined; rtol?: Tensor | null | undefined; hermitian?: boolean | undefined }): Tensor;
  /** Computes the QR decomposition of a matrix. */
  linalgQr(A: Tensor, mode?: string): [Tensor, Tensor];
  /** Computes the QR decomposition of a matrix. */
  linalgQr(A: Tensor, options: { mode?: string | undefined }): [Tensor, Tensor];
  /** Computes the sign and natural logarithm of the absolute value of the determinant of a square matrix. */
  linalgSlogdet(A: Tensor): [Tensor, Tensor];
  /** Computes the solution of a square system of linear equations with a unique solution. */
  linalgSolve(A: Tensor, B: Tensor, options?: { left?: boolean | undefined }): Tensor;
  linalgSolveEx(A: Tensor, B: Tensor, options?: { left?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor];
  /** Computes the solution of a triangular system of linear equations with a unique solution. */
  linalgSolveTriangular(self: Tensor, B: Tensor, options: { upper: boolean; left?: boolean | undefined; unitriangular?: boolean | undefined }): Tensor;
  /** Computes the singular value decomposition (SVD) of a matrix. */
  linalgSvd(A: Tensor, fullMatrices?: boolean, options?: { driver?: string | null | undefined }): [Tensor, Tensor, Tensor];
  /** Computes the singular value decomposition (SVD) of a matrix. */
  linalgSvd(A: Tensor, options: { fullMatrices?: boolean | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor];
  /** Computes the singular values of a matrix. */
  linalgSvdvals(A: Tensor, options?: { driver?: string | null | undefined }): Tensor;
  /** Computes the multiplicative inverse of `tensordot`. */
  linalgTensorinv(self: Tensor, ind?: number): Tensor;
  /** Computes the multiplicative inverse of `tensordot`. */
  linalgTensorinv(self: Tensor, options: { ind?: number | undefined }): Tensor;
  linalgTensorsolve(self: Tensor, other: Tensor, dims?: readonly number[] | null): Tensor;
  linalgTensorsolve(self: Tensor, other: Tensor, options: { dims?: readonly number[] | null | undefined }): Tensor;
  /** Generates a Vandermonde matrix. */
  linalgVander(x: Tensor, options?: { N?: number | null | undefined }): Tensor;
  /** Computes the dot product of two batches of vectors along a dimension. */
  linalgVecdot(x: Tensor, y: Tensor, options?: { dim?: number | undefined }): Tensor;
  /** Computes a vector norm. */
  linalgVectorNorm(self: Tensor, ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector norm. */
  linalgVectorNorm(self: Tensor, options: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector norm. */
  linalgVectorNorm(self: Tensor, ord: Scalar, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes a vector norm. */
  linalgVectorNorm(self: Tensor, ord: Scalar, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Applies a linear transformation to the incoming data: `y = xA^T + b`. */
  linear(input: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
  /** Applies a linear transformation to the incoming data: `y = xA^T + b`. */
  linear(input: Tensor, weight: Tensor, options: { bias?: Tensor | null | undefined }): Tensor;
  linearBackward(self: Tensor, gradOutput: Tensor, weight: Tensor, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  /** Creates a one-dimensional tensor of size `steps` whose values are evenly spaced from `start` to `end`, inclusive. */
  linspace(start: Scalar, end: Tensor, steps: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates a one-dimensional tensor of size `steps` whose values are evenly spaced from `start` to `end`, inclusive. */
  linspace(start: Tensor, end: Tensor, steps: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates a one-dimensional tensor of size `steps` whose values are evenly spaced from `start` to `end`, inclusive. */
  linspace(start: Scalar, end: Scalar, steps: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Creates a one-dimensional tensor of size `steps` whose values are evenly spaced from `start` to `end`, inclusive. */
  linspace(start: Tensor, end: Scalar, steps: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a new tensor with the natural logarithm of the elements of the input tensor. */
  log(self: Tensor): Tensor;
  /** Returns a new tensor with the logarithm to the base 10 of the elements of the input tensor. */
  log10(self: Tensor): Tensor;
  /** Returns a new tensor with the logarithm to the base 10 of the elements of the input tensor. In place. */
  log10_(self: Tensor): Tensor;
  /** Returns a new tensor with the natural logarithm of (1 + the input tensor). */
  log1p(self: Tensor): Tensor;
  /** Returns a new tensor with the natural logarithm of (1 + the input tensor). In place. */
  log1p_(self: Tensor): Tensor;
  /** Returns a new tensor with the logarithm to the base 2 of the elements of the input tensor. */
  log2(self: Tensor): Tensor;
  /** Returns a new tensor with the logarithm to the base 2 of the elements of the input tensor. In place. */
  log2_(self: Tensor): Tensor;
  /** Returns a new tensor with the natural logarithm of the elements of the input tensor. In place. */
  log_(self: Tensor): Tensor;
  logNormal(self: Tensor, mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  logNormal(self: Tensor, options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  logNormal(self: Tensor, mean: number, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  logNormal_(self: Tensor, mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  logNormal_(self: Tensor, options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  logNormal_(self: Tensor, mean: number, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  logSigmoid(self: Tensor): Tensor;
  logSigmoidBackward(gradOutput: Tensor, self: Tensor, buffer: Tensor): Tensor;
  logSigmoidForward(self: Tensor): [Tensor, Tensor];
  /** Applies a softmax followed by a logarithm. */
  logSoftmax(self: Tensor, dim: number, dtype?: DType | null): Tensor;
  /** Applies a softmax followed by a logarithm. */
  logSoftmax(self: Tensor, dim: number, options: { dtype?: DType | null | undefined }): Tensor;
  /** Logarithm of the sum of exponentiations of the inputs. */
  logaddexp(self: Tensor, other: Tensor): Tensor;
  /** Logarithm of the sum of exponentiations of the inputs in base-2. */
  logaddexp2(self: Tensor, other: Tensor): Tensor;
  /** For summation index `j` given by `dim` and other indices `i`, the result is. */
  logcumsumexp(self: Tensor, dim: number): Tensor;
  /** Calculates log determinant of a square matrix or batches of square matrices. */
  logdet(self: Tensor): Tensor;
  /** Computes the element-wise logical AND of the given input tensors. */
  logicalAnd(self: Tensor, other: Tensor): Tensor;
  /** Computes the element-wise logical AND of the given input tensors. In place. */
  logicalAnd_(self: Tensor, other: Tensor): Tensor;
  /** Computes the element-wise logical NOT of the given input tensor. */
  logicalNot(self: Tensor): Tensor;
  /** Computes the element-wise logical NOT of the given input tensor. In place. */
  logicalNot_(self: Tensor): Tensor;
  /** Computes the element-wise logical OR of the given input tensors. */
  logicalOr(self: Tensor, other: Tensor): Tensor;
  /** Computes the element-wise logical OR of the given input tensors. In place. */
  logicalOr_(self: Tensor, other: Tensor): Tensor;
  /** Computes the element-wise logical XOR of the given input tensors. */
  logicalXor(self: Tensor, other: Tensor): Tensor;
  /** Computes the element-wise logical XOR of the given input tensors. In place. */
  logicalXor_(self: Tensor, other: Tensor): Tensor;
  /** Returns a new tensor with the logit of the elements of the input tensor. */
  logit(self: Tensor, eps?: number | null): Tensor;
  /** Returns a new tensor with the logit of the elements of the input tensor. */
  logit(self: Tensor, options: { eps?: number | null | undefined }): Tensor;
  /** Returns a new tensor with the logit of the elements of the input tensor. In place. */
  logit_(self: Tensor, eps?: number | null): Tensor;
  /** Returns a new tensor with the logit of the elements of the input tensor. In place. */
  logit_(self: Tensor, options: { eps?: number | null | undefined }): Tensor;
  logitBackward(gradOutput: Tensor, self: Tensor, eps?: number | null): Tensor;
  logitBackward(gradOutput: Tensor, self: Tensor, options: { eps?: number | null | undefined }): Tensor;
  logspace(start: Scalar, end: Tensor, steps: number, base?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  logspace(start: Scalar, end: Tensor, steps: number, options: { base?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  logspace(start: Tensor, end: Tensor, steps: number, base?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  logspace(start: Tensor, end: Tensor, steps: number, options: { base?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  logspace(start: Scalar, end: Scalar, steps: number, base?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  logspace(start: Scalar, end: Scalar, steps: number, options: { base?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  logspace(start: Tensor, end: Scalar, steps: number, base?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  logspace(start: Tensor, end: Scalar, steps: number, options: { base?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns the log of summed exponentials of each row of the input tensor in the given dimension `dim`. */
  logsumexp(self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
  /** Returns the log of summed exponentials of each row of the input tensor in the given dimension `dim`. */
  logsumexp(self: Tensor, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  lstm(data: Tensor, batchSizes: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor, Tensor];
  lstm(input: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor, Tensor];
  lstmCell(input: Tensor, hx: TensorList, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): [Tensor, Tensor];
  lstmCell(input: Tensor, hx: TensorList, wIh: Tensor, wHh: Tensor, options: { bIh?: Tensor | null | undefined; bHh?: Tensor | null | undefined }): [Tensor, Tensor];
  lstmMpsBackward(gradY: Tensor | null, gradHy: Tensor | null, gradCy: Tensor | null, zState: Tensor, cellStateFwd: Tensor, input: Tensor, layersOutputs: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor[], Tensor[]];
  /** Computes `this < other` element-wise. */
  lt(self: Tensor, other: Tensor): Tensor;
  /** Computes `this < other` element-wise. */
  lt(self: Tensor, other: Scalar): Tensor;
  /** Computes `this < other` element-wise. In place. */
  lt_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this < other` element-wise. In place. */
  lt_(self: Tensor, other: Scalar): Tensor;
  /** Returns the LU solve of the linear system `Ax = b` using the partially pivoted LU factorization of A from `luFactor`. */
  luSolve(self: Tensor, LU_data: Tensor, LU_pivots: Tensor): Tensor;
  /** Unpacks the LU decomposition returned by `luFactor` into the `P, L, U` matrices. */
  luUnpack(LU_data: Tensor, LU_pivots: Tensor, unpackData?: boolean, unpackPivots?: boolean): [Tensor, Tensor, Tensor];
  /** Unpacks the LU decomposition returned by `luFactor` into the `P, L, U` matrices. */
  luUnpack(LU_data: Tensor, LU_pivots: Tensor, options: { unpackData?: boolean | undefined; unpackPivots?: boolean | undefined }): [Tensor, Tensor, Tensor];
  /** Accessing this property is equivalent to calling `adjoint`. */
  mH(self: Tensor): Tensor;
  /** Returns a view of the input tensor with the last two dimensions transposed. */
  mT(self: Tensor): Tensor;
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, margin?: number, reduction?: ReductionChoice): Tensor;
  marginRankingLoss(input1: Tensor, input2: Tensor, target: Tensor, options: { margin?: number | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  /** Fills elements of the input tensor with `value` where `mask` is True. */
  maskedFill(self: Tensor, mask: Tensor, value: Tensor): Tensor;
  /** Fills elements of the input tensor with `value` where `mask` is True. */
  maskedFill(self: Tensor, mask: Tensor, value: Scalar): Tensor;
  /** Fills elements of the input tensor with `value` where `mask` is True. */
  maskedFill_(self: Tensor, mask: Tensor, value: Tensor): Tensor;
  /** Fills elements of the input tensor with `value` where `mask` is True. */
  maskedFill_(self: Tensor, mask: Tensor, value: Scalar): Tensor;
  /** Copies elements from `source` into the input tensor at positions where the `mask` is True. */
  maskedScatter(self: Tensor, mask: Tensor, source: Tensor): Tensor;
  /** Copies elements from `source` into the input tensor at positions where the `mask` is True. */
  maskedScatter_(self: Tensor, mask: Tensor, source: Tensor): Tensor;
  maskedScatterBackward(gradOutput: Tensor, mask: Tensor, sizes: readonly number[]): Tensor;
  /** Returns a new 1-D tensor which indexes the input tensor according to the boolean mask `mask` which is a `BoolTensor`. */
  maskedSelect(self: Tensor, mask: Tensor): Tensor;
  maskedSelectBackward(grad: Tensor, input: Tensor, mask: Tensor): Tensor;
  /** Matrix product of two tensors. */
  matmul(self: Tensor, other: Tensor): Tensor;
  matmulBackward(grad: Tensor, self: Tensor, other: Tensor, mask: readonly boolean[]): [Tensor, Tensor];
  matrix_H(self: Tensor): Tensor;
  /** Computes the matrix exponential of a square matrix. */
  matrixExp(self: Tensor): Tensor;
  matrixExpBackward(self: Tensor, grad: Tensor): Tensor;
  /** Computes the `n`-th power of a square matrix for an integer `n`. */
  matrixPower(self: Tensor, n: number): Tensor;
  /** Returns the maximum value of all elements in the input tensor. */
  max(self: Tensor): Tensor;
  /** Returns the maximum value of all elements in the input tensor. */
  max(self: Tensor, other: Tensor): Tensor;
  /** Returns the maximum value of all elements in the input tensor. */
  max(self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  /** Returns the maximum value of all elements in the input tensor. */
  max(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  maxPool1d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  /** Applies a 1D max pooling over an input signal composed of several input planes. */
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
  /** Applies a 1D max pooling over an input signal composed of several input planes. */
  maxPool1dWithIndices(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  maxPool2d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  maxPool2dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  maxPool2dBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  /** Applies a 2D max pooling over an input signal composed of several input planes. */
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
  /** Applies a 2D max pooling over an input signal composed of several input planes. */
  maxPool2dWithIndices(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
  maxPool2dWithIndicesBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean, indices: Tensor): Tensor;
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  maxPool3d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  /** Applies a 3D max pooling over an input signal composed of several input planes. */
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
  /** Applies a 3D max pooling over an input signal composed of several input planes. */
  maxPool3dWithIndices(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
  maxPool3dWithIndicesBackward(gradOutput: Tensor, self: Tensor, kernelSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[], ceilMode: boolean, indices: Tensor): Tensor;
  /** Computes a partial inverse of `MaxPool2d`. */
  maxUnpool2d(self: Tensor, indices: Tensor, outputSize: number | readonly number[]): Tensor;
  /** Computes a partial inverse of `MaxPool3d`. */
  maxUnpool3d(self: Tensor, indices: Tensor, outputSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[]): Tensor;
  /** Computes the element-wise maximum of the input tensor and `other`. */
  maximum(self: Tensor, other: Tensor): Tensor;
  /** Returns the mean value of all elements in the input tensor. */
  mean(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the mean value of all elements in the input tensor. */
  mean(self: Tensor, dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the mean value of all elements in the input tensor. */
  mean(self: Tensor, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Returns the median of the values in the input tensor. */
  median(self: Tensor): Tensor;
  /** Returns the median of the values in the input tensor. */
  median(self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  /** Returns the median of the values in the input tensor. */
  median(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
  meshgrid(tensors: TensorList): Tensor[];
  meshgrid(tensors: TensorList, options: { indexing: string }): Tensor[];
  /** Returns the minimum value of all elements in the input tensor. */
  min(self: Tensor): Tensor;
  /** Returns the minimum value of all elements in the input tensor. */
  min(self: Tensor, other: Tensor): Tensor;
  /** Returns the minimum value of all elements in the input tensor. */
  min(self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  /** Returns the minimum value of all elements in the input tensor. */
  min(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** Computes the element-wise minimum of the input tensor and `other`. */
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
  /** Applies the Mish function, element-wise. */
  mish(self: Tensor): Tensor;
  /** Applies the Mish function, element-wise. In place. */
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
  /** Performs a matrix multiplication of the matrices the input tensor and `mat2`. */
  mm(self: Tensor, mat2: Tensor): Tensor;
  /** Performs a matrix multiplication of the matrices the input tensor and `mat2`. */
  mm(self: Tensor, mat2: Tensor, outDtype: DType): Tensor;
  /** Returns a namedtuple `(values, indices)` where `values` is the mode value of each row of the input tensor in the given dimension `dim`, i.e. a value which appears most often in that row, and `indices` is the index location of each mode value found. */
  mode(self: Tensor, dim?: number, keepdim?: boolean): [Tensor, Tensor];
  /** Returns a namedtuple `(values, indices)` where `values` is the mode value of each row of the input tensor in the given dimension `dim`, i.e. a value which appears most often in that row, and `indices` is the index location of each mode value found. */
  mode(self: Tensor, options: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** Moves the dimension(s) of the input tensor at the position(s) in `source` to the position(s) in `destination`. */
  moveaxis(self: Tensor, source: number, destination: number): Tensor;
  /** Moves the dimension(s) of the input tensor at the position(s) in `source` to the position(s) in `destination`. */
  moveaxis(self: Tensor, source: readonly number[], destination: readonly number[]): Tensor;
  /** Moves the dimension(s) of the input tensor at the position(s) in `source` to the position(s) in `destination`. */
  movedim(self: Tensor, source: number, destination: number): Tensor;
  /** Moves the dimension(s) of the input tensor at the position(s) in `source` to the position(s) in `destination`. */
  movedim(self: Tensor, source: readonly number[], destination: readonly number[]): Tensor;
  mpsConvolutionBackward(self: Tensor, gradOutput: Tensor, weight: Tensor, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  mpsConvolutionTransposeBackward(self: Tensor, gradOutput: Tensor, weight: Tensor, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor];
  mseLoss(self: Tensor, target: Tensor, reduction?: ReductionChoice): Tensor;
  mseLoss(self: Tensor, target: Tensor, options: { reduction?: ReductionChoice | undefined }): Tensor;
  mseLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: ReductionChoice): Tensor;
  /** Sorts the elements of the input tensor along its first dimension in ascending order by value. */
  msort(self: Tensor): Tensor;
  /** Multiplies the input tensor by `other`. */
  mul(self: Tensor, other: Tensor): Tensor;
  /** Multiplies the input tensor by `other`. */
  mul(self: Tensor, other: Scalar): Tensor;
  /** Multiplies the input tensor by `other`. In place. */
  mul_(self: Tensor, other: Tensor): Tensor;
  /** Multiplies the input tensor by `other`. In place. */
  mul_(self: Tensor, other: Scalar): Tensor;
  multiMarginLoss(self: Tensor, target: Tensor, p?: Scalar, margin?: Scalar, weight?: Tensor | null, reduction?: ReductionChoice): Tensor;
  multiMarginLoss(self: Tensor, target: Tensor, options: { p?: Scalar | undefined; margin?: Scalar | undefined; weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  multiMarginLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, p: Scalar, margin: Scalar, weight?: Tensor | null, reduction?: ReductionChoice): Tensor;
  multiMarginLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, p: Scalar, margin: Scalar, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  multilabelMarginLoss(self: Tensor, target: Tensor, reduction?: ReductionChoice): Tensor;
  multilabelMarginLoss(self: Tensor, target: Tensor, options: { reduction?: ReductionChoice | undefined }): Tensor;
  multilabelMarginLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: ReductionChoice, isTarget: Tensor): Tensor;
  multilabelMarginLossForward(self: Tensor, target: Tensor, reduction: ReductionChoice): [Tensor, Tensor];
  /** Returns a tensor where each row contains `numSamples` indices sampled from the multinomial (a stricter definition would be multivariate, refer to `Multinomial` for more details) probability distribution located in the corresponding row of the input tensor. */
  multinomial(self: Tensor, numSamples: number, replacement?: boolean, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Returns a tensor where each row contains `numSamples` indices sampled from the multinomial (a stricter definition would be multivariate, refer to `Multinomial` for more details) probability distribution located in the corresponding row of the input tensor. */
  multinomial(self: Tensor, numSamples: number, options: { replacement?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  /** Multiplies the input tensor by `other`. */
  multiply(self: Tensor, other: Tensor): Tensor;
  /** Multiplies the input tensor by `other`. */
  multiply(self: Tensor, other: Scalar): Tensor;
  /** Multiplies the input tensor by `other`. In place. */
  multiply_(self: Tensor, other: Tensor): Tensor;
  /** Multiplies the input tensor by `other`. In place. */
  multiply_(self: Tensor, other: Scalar): Tensor;
  /** Performs a matrix-vector product of the input matrix and the vector `vec`. */
  mv(self: Tensor, vec: Tensor): Tensor;
  mvlgamma(self: Tensor, p: number): Tensor;
  mvlgamma_(self: Tensor, p: number): Tensor;
  /** Replaces `NaN`, positive infinity, and negative infinity values in the input tensor with the values specified by `nan`, `posinf`, and `neginf`, respectively. */
  nanToNum(self: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
  /** Replaces `NaN`, positive infinity, and negative infinity values in the input tensor with the values specified by `nan`, `posinf`, and `neginf`, respectively. */
  nanToNum(self: Tensor, options: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor;
  /** Replaces `NaN`, positive infinity, and negative infinity values in the input tensor with the values specified by `nan`, `posinf`, and `neginf`, respectively. In place. */
  nanToNum_(self: Tensor, nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
  /** Replaces `NaN`, positive infinity, and negative infinity values in the input tensor with the values specified by `nan`, `posinf`, and `neginf`, respectively. In place. */
  nanToNum_(self: Tensor, options: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor;
  /** Computes the mean of all `non-NaN` elements along the specified dimensions. */
  nanmean(self: Tensor, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Computes the mean of all `non-NaN` elements along the specified dimensions. */
  nanmean(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Computes the mean of all `non-NaN` elements along the specified dimensions. */
  nanmean(self: Tensor, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Returns the median of the values in the input tensor, ignoring `NaN` values. */
  nanmedian(self: Tensor): Tensor;
  /** Returns the median of the values in the input tensor, ignoring `NaN` values. */
  nanmedian(self: Tensor, dim: number, keepdim?: boolean): [Tensor, Tensor];
  /** Returns the median of the values in the input tensor, ignoring `NaN` values. */
  nanmedian(self: Tensor, dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in the input tensor did not exist. */
  nanquantile(self: Tensor, q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
  /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in the input tensor did not exist. */
  nanquantile(self: Tensor, q: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in the input tensor did not exist. */
  nanquantile(self: Tensor, q: Tensor, dim: number | null, options: { keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in the input tensor did not exist. */
  nanquantile(self: Tensor, q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
  /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in the input tensor did not exist. */
  nanquantile(self: Tensor, q: number, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in the input tensor did not exist. */
  nanquantile(self: Tensor, q: number, dim: number | null, options: { keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  /** Returns the sum of all elements, treating Not a Numbers (NaNs) as zero. */
  nansum(self: Tensor, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the sum of all elements, treating Not a Numbers (NaNs) as zero. */
  nansum(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Returns the sum of all elements, treating Not a Numbers (NaNs) as zero. */
  nansum(self: Tensor, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Returns a new tensor that is a narrowed version of the input tensor. */
  narrow(self: Tensor, dim: number, start: number, length: number): Tensor;
  /** Returns a new tensor that is a narrowed version of the input tensor. */
  narrow(self: Tensor, dim: number, start: Tensor, length: number): Tensor;
  /** Same as `narrow` except this returns a copy rather than shared storage. */
  narrowCopy(self: Tensor, dim: number, start: number, length: number): Tensor;
  nativeBatchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, training: boolean, momentum: number, eps: number): [Tensor, Tensor, Tensor];
  nativeBatchNormBackward(gradOut: Tensor, input: Tensor, weight: Tensor | null, runningMean: Tensor | null, runningVar: Tensor | null, saveMean: Tensor | null, saveInvstd: Tensor | null, train: boolean, eps: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
  /** Native kernel level implementation of the `channel_shuffle`. */
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
  /** Computes `this ≠ other` element-wise. */
  ne(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≠ other` element-wise. */
  ne(self: Tensor, other: Scalar): Tensor;
  /** Computes `this ≠ other` element-wise. In place. */
  ne_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≠ other` element-wise. In place. */
  ne_(self: Tensor, other: Scalar): Tensor;
  /** Returns a new tensor with the negative of the elements of the input tensor. */
  neg(self: Tensor): Tensor;
  /** Returns a new tensor with the negative of the elements of the input tensor. In place. */
  neg_(self: Tensor): Tensor;
  /** Returns a new tensor with the negative of the elements of the input tensor. */
  negative(self: Tensor): Tensor;
  /** Returns a new tensor with the negative of the elements of the input tensor. In place. */
  negative_(self: Tensor): Tensor;
  nestedToPaddedTensor(self: Tensor, padding: number, outputSize?: readonly number[] | null): Tensor;
  nestedToPaddedTensor(self: Tensor, padding: number, options: { outputSize?: readonly number[] | null | undefined }): Tensor;
  /** Returns a Tensor of size `size` filled with uninitialized data. */
  newEmpty(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a Tensor of size `size` and strides `stride` filled with uninitialized data. */
  newEmptyStrided(self: Tensor, size: readonly number[], stride: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a Tensor of size `size` filled with `fillValue`. */
  newFull(self: Tensor, size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a Tensor of size `size` filled with `1`. */
  newOnes(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a Tensor of size `size` filled with `0`. */
  newZeros(self: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns the next floating-point value after the input tensor towards `other`, elementwise. */
  nextafter(self: Tensor, other: Tensor): Tensor;
  /** Returns the next floating-point value after the input tensor towards `other`, elementwise. In place. */
  nextafter_(self: Tensor, other: Tensor): Tensor;
  nllLoss(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice, ignoreIndex?: number): Tensor;
  nllLoss(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined; ignoreIndex?: number | undefined }): Tensor;
  nllLoss2d(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice, ignoreIndex?: number): Tensor;
  nllLoss2d(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined; ignoreIndex?: number | undefined }): Tensor;
  nllLoss2dBackward(gradOutput: Tensor, self: Tensor, target: Tensor, weight: Tensor | null, reduction: ReductionChoice, ignoreIndex: number, totalWeight: Tensor): Tensor;
  nllLoss2dForward(self: Tensor, target: Tensor, weight: Tensor | null, reduction: ReductionChoice, ignoreIndex: number): [Tensor, Tensor];
  nllLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, weight: Tensor | null, reduction: ReductionChoice, ignoreIndex: number, totalWeight: Tensor): Tensor;
  nllLossForward(self: Tensor, target: Tensor, weight: Tensor | null, reduction: ReductionChoice, ignoreIndex: number): [Tensor, Tensor];
  nllLossNd(self: Tensor, target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice, ignoreIndex?: number): Tensor;
  nllLossNd(self: Tensor, target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined; ignoreIndex?: number | undefined }): Tensor;
  nonzero(self: Tensor): Tensor;
  nonzeroNumpy(self: Tensor): Tensor[];
  /** Returns a 2-D tensor where each row is the index for a non-zero value. */
  nonzeroStatic(self: Tensor, options: { size: number; fillValue?: number | undefined }): Tensor;
  norm(self: Tensor, p?: Scalar): Tensor;
  norm(self: Tensor, options: { p?: Scalar | undefined }): Tensor;
  norm(self: Tensor, p: Scalar | null, options: { dtype: DType }): Tensor;
  norm(self: Tensor, p: Scalar | null, dim: number | readonly number[], keepdim?: boolean): Tensor;
  norm(self: Tensor, p: Scalar | null, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  norm(self: Tensor, p: Scalar | null, dim: number | readonly number[], keepdim: boolean, options: { dtype: DType }): Tensor;
  normExceptDim(v: Tensor, pow?: number, dim?: number): Tensor;
  normExceptDim(v: Tensor, options: { pow?: number | undefined; dim?: number | undefined }): Tensor;
  /** Returns a tensor of random numbers drawn from separate normal distributions whose mean and standard deviation are given. */
  normal(mean: Tensor, std: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Returns a tensor of random numbers drawn from separate normal distributions whose mean and standard deviation are given. */
  normal(mean: Tensor, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Returns a tensor of random numbers drawn from separate normal distributions whose mean and standard deviation are given. */
  normal(mean: Tensor, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  /** Returns a tensor of random numbers drawn from separate normal distributions whose mean and standard deviation are given. */
  normal(mean: number, std: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Returns a tensor of random numbers drawn from separate normal distributions whose mean and standard deviation are given. */
  normal(mean: number, std: number, size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Fills the input tensor with elements samples from the normal distribution parameterized by `mean` and `std`. */
  normal_(self: Tensor, mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Fills the input tensor with elements samples from the normal distribution parameterized by `mean` and `std`. */
  normal_(self: Tensor, options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  /** Fills the input tensor with elements samples from the normal distribution parameterized by `mean` and `std`. */
  normal_(self: Tensor, mean: number, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  normalFunctional(self: Tensor, mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  normalFunctional(self: Tensor, options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  normalFunctional(self: Tensor, mean: number, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  /** Computes `this ≠ other` element-wise. */
  notEqual(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≠ other` element-wise. */
  notEqual(self: Tensor, other: Scalar): Tensor;
  /** Computes `this ≠ other` element-wise. In place. */
  notEqual_(self: Tensor, other: Tensor): Tensor;
  /** Computes `this ≠ other` element-wise. In place. */
  notEqual_(self: Tensor, other: Scalar): Tensor;
  nuclearNorm(self: Tensor, keepdim?: boolean): Tensor;
  nuclearNorm(self: Tensor, options: { keepdim?: boolean | undefined }): Tensor;
  nuclearNorm(self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
  nuclearNorm(self: Tensor, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  /** Returns the total number of elements in the input tensor. */
  numel(self: Tensor): number;
  numpy_T(self: Tensor): Tensor;
  /** Takes LongTensor with index values of shape `(*)` and returns a tensor of shape `(*, num_classes)` that have zeros everywhere except where the index of last dimension matches the corresponding value of the input tensor, in which case it will be 1. */
  oneHot(self: Tensor, numClasses?: number): Tensor;
  /** Takes LongTensor with index values of shape `(*)` and returns a tensor of shape `(*, num_classes)` that have zeros everywhere except where the index of last dimension matches the corresponding value of the input tensor, in which case it will be 1. */
  oneHot(self: Tensor, options: { numClasses?: number | undefined }): Tensor;
  /** Returns a tensor filled with the scalar value `1`, with the shape defined by the variable argument `size`. */
  ones(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with the scalar value `1`, with the same size as the input tensor. */
  onesLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes the first `n` columns of a product of Householder matrices. */
  orgqr(self: Tensor, input2: Tensor): Tensor;
  /** Computes the matrix-matrix multiplication of a product of Householder matrices with a general matrix. */
  ormqr(self: Tensor, input2: Tensor, input3: Tensor, left?: boolean, transpose?: boolean): Tensor;
  /** Computes the matrix-matrix multiplication of a product of Householder matrices with a general matrix. */
  ormqr(self: Tensor, input2: Tensor, input3: Tensor, options: { left?: boolean | undefined; transpose?: boolean | undefined }): Tensor;
  /** Outer product of the input tensor and `vec2`. */
  outer(self: Tensor, vec2: Tensor): Tensor;
  outputNr(self: Tensor): number;
  pad(self: Tensor, pad: readonly number[], mode?: string, value?: number | null): Tensor;
  pad(self: Tensor, pad: readonly number[], options: { mode?: string | undefined; value?: number | null | undefined }): Tensor;
  padSequence(sequences: TensorList, batchFirst?: boolean, paddingValue?: number, paddingSide?: string): Tensor;
  padSequence(sequences: TensorList, options: { batchFirst?: boolean | undefined; paddingValue?: number | undefined; paddingSide?: string | undefined }): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, p?: number, eps?: number, keepdim?: boolean): Tensor;
  pairwiseDistance(x1: Tensor, x2: Tensor, options: { p?: number | undefined; eps?: number | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Computes the p-norm distance between every pair of row vectors in the input. */
  pdist(self: Tensor, p?: number): Tensor;
  /** Computes the p-norm distance between every pair of row vectors in the input. */
  pdist(self: Tensor, options: { p?: number | undefined }): Tensor;
  /** Returns a view of the tensor with its dimensions permuted. */
  permute(self: Tensor, dims: readonly number[]): Tensor;
  /** Performs the same operation as `permute`, but all output tensors are freshly created instead of aliasing the input. */
  permuteCopy(self: Tensor, dims: readonly number[]): Tensor;
  /** Copies the tensor to pinned memory, if it's not already pinned. */
  pinMemory(self: Tensor, device?: Device | null): Tensor;
  /** Copies the tensor to pinned memory, if it's not already pinned. */
  pinMemory(self: Tensor, options: { device?: Device | null | undefined }): Tensor;
  /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
  pinverse(self: Tensor, rcond?: number): Tensor;
  /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
  pinverse(self: Tensor, options: { rcond?: number | undefined }): Tensor;
  /** Rearranges elements in a tensor of shape `(*, C * r^2, H, W)` to a tensor of shape `(*, C, H * r, W * r)`, where r is the `upscaleFactor`. */
  pixelShuffle(self: Tensor, upscaleFactor: number): Tensor;
  /** Reverses the `PixelShuffle` operation by rearranging elements in a tensor of shape `(*, C, H * r, W * r)` to a tensor of shape `(*, C * r^2, H, W)`, where r is the `downscaleFactor`. */
  pixelUnshuffle(self: Tensor, downscaleFactor: number): Tensor;
  poisson(self: Tensor, generator?: NativeObject | null): Tensor;
  poisson(self: Tensor, options: { generator?: NativeObject | null | undefined }): Tensor;
  poissonNllLoss(input: Tensor, target: Tensor, logInput: boolean, full: boolean, eps: number, reduction: ReductionChoice): Tensor;
  /** Constructs a complex tensor whose elements are Cartesian coordinates corresponding to the polar coordinates with absolute value `abs` and angle `angle`. */
  polar(abs: Tensor, angle: Tensor): Tensor;
  polygamma(n: number, self: Tensor): Tensor;
  polygamma_(self: Tensor, n: number): Tensor;
  /** Returns the input tensor. */
  positive(self: Tensor): Tensor;
  /** Takes the power of each element in the input tensor with `exponent` and returns a tensor with the result. */
  pow(self: Scalar, exponent: Tensor): Tensor;
  /** Takes the power of each element in the input tensor with `exponent` and returns a tensor with the result. */
  pow(self: Tensor, exponent: Tensor): Tensor;
  /** Takes the power of each element in the input tensor with `exponent` and returns a tensor with the result. */
  pow(self: Tensor, exponent: Scalar): Tensor;
  /** Takes the power of each element in the input tensor with `exponent` and returns a tensor with the result. In place. */
  pow_(self: Tensor, exponent: Tensor): Tensor;
  /** Takes the power of each element in the input tensor with `exponent` and returns a tensor with the result. In place. */
  pow_(self: Tensor, exponent: Scalar): Tensor;
  prelu(self: Tensor, weight: Tensor): Tensor;
  /** Returns the product of all elements in the input tensor. */
  prod(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the product of all elements in the input tensor. */
  prod(self: Tensor, dim: number, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the product of all elements in the input tensor. */
  prod(self: Tensor, dim: number, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Returns the `dtype` with the smallest size and scalar kind that is not smaller nor of lower kind than either `type1` or `type2`. */
  promoteTypes(type1: DType, type2: DType): DType;
  /** Copies the elements from `source` into the positions specified by `index`. */
  put(self: Tensor, index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
  /** Copies the elements from `source` into the positions specified by `index`. */
  put(self: Tensor, index: Tensor, source: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
  /** Copies the elements from `source` into the positions specified by `index`. */
  put_(self: Tensor, index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
  /** Copies the elements from `source` into the positions specified by `index`. */
  put_(self: Tensor, index: Tensor, source: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
  /** Given a Tensor quantized by linear (affine) per-channel quantization, returns the index of dimension on which per-channel quantization is applied. */
  qPerChannelAxis(self: Tensor): number;
  /** Given a Tensor quantized by linear (affine) per-channel quantization, returns a Tensor of scales of the underlying quantizer. */
  qPerChannelScales(self: Tensor): Tensor;
  qPerChannelZeroPoints(self: Tensor): Tensor;
  /** Given a Tensor quantized by linear(affine) quantization, returns the scale of the underlying quantizer(). */
  qScale(self: Tensor): number;
  qZeroPoint(self: Tensor): number;
  /** Computes the QR decomposition of a matrix or a batch of matrices the input tensor, and returns a namedtuple (Q, R) of tensors such that `this = Q R` with `Q` being an orthogonal matrix or batch of orthogonal matrices and `R` being an upper triangular matrix or batch of upper triangular matrices. */
  qr(self: Tensor, some?: boolean): [Tensor, Tensor];
  /** Computes the QR decomposition of a matrix or a batch of matrices the input tensor, and returns a namedtuple (Q, R) of tensors such that `this = Q R` with `Q` being an orthogonal matrix or batch of orthogonal matrices and `R` being an upper triangular matrix or batch of upper triangular matrices. */
  qr(self: Tensor, options: { some?: boolean | undefined }): [Tensor, Tensor];
  /** Returns the quantization scheme of a given QTensor. */
  qscheme(self: Tensor): NativeObject;
  /** Computes the q-th quantiles of each row of the input tensor along the dimension `dim`. */
  quantile(self: Tensor, q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
  /** Computes the q-th quantiles of each row of the input tensor along the dimension `dim`. */
  quantile(self: Tensor, q: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  /** Computes the q-th quantiles of each row of the input tensor along the dimension `dim`. */
  quantile(self: Tensor, q: Tensor, dim: number | null, options: { keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  /** Computes the q-th quantiles of each row of the input tensor along the dimension `dim`. */
  quantile(self: Tensor, q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
  /** Computes the q-th quantiles of each row of the input tensor along the dimension `dim`. */
  quantile(self: Tensor, q: number, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  /** Computes the q-th quantiles of each row of the input tensor along the dimension `dim`. */
  quantile(self: Tensor, q: number, dim: number | null, options: { keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
  /** Converts a float tensor to a per-channel quantized tensor with given scales and zero points. */
  quantizePerChannel(self: Tensor, scales: Tensor, zeroPoints: Tensor, axis: number, dtype: DType): Tensor;
  /** Converts a float tensor to a quantized tensor with given scale and zero point. */
  quantizePerTensor(self: Tensor, scale: number, zeroPoint: number, dtype: DType): Tensor;
  /** Converts a float tensor to a quantized tensor with given scale and zero point. */
  quantizePerTensor(self: Tensor, scale: Tensor, zeroPoint: Tensor, dtype: DType): Tensor;
  /** Converts a float tensor to a quantized tensor with given scale and zero point. */
  quantizePerTensor(tensors: TensorList, scales: Tensor, zeroPoints: Tensor, dtype: DType): Tensor[];
  quantizePerTensorDynamic(self: Tensor, dtype: DType, reduceRange: boolean): Tensor;
  /** Applies batch normalization on a 4D (NCHW) quantized tensor. */
  quantizedBatchNorm(input: Tensor, weight: Tensor | null, bias: Tensor | null, mean: Tensor, var_: Tensor, eps: number, outputScale: number, outputZeroPoint: number): Tensor;
  quantizedGru(data: Tensor, batchSizes: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  quantizedGru(input: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  quantizedGruCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor, bHh: Tensor, packedIh: Tensor, packedHh: Tensor, colOffsetsIh: Tensor, colOffsetsHh: Tensor, scaleIh: Scalar, scaleHh: Scalar, zeroPointIh: Scalar, zeroPointHh: Scalar): Tensor;
  quantizedLstm(data: Tensor, batchSizes: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, options?: { dtype?: DType | null | undefined; useDynamic?: boolean | undefined }): [Tensor, Tensor, Tensor];
  quantizedLstm(input: Tensor, hx: TensorList, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean, options?: { dtype?: DType | null | undefined; useDynamic?: boolean | undefined }): [Tensor, Tensor, Tensor];
  quantizedLstmCell(input: Tensor, hx: TensorList, wIh: Tensor, wHh: Tensor, bIh: Tensor, bHh: Tensor, packedIh: Tensor, packedHh: Tensor, colOffsetsIh: Tensor, colOffsetsHh: Tensor, scaleIh: Scalar, scaleHh: Scalar, zeroPointIh: Scalar, zeroPointHh: Scalar): [Tensor, Tensor];
  /** Applies a 1D max pooling over an input quantized tensor composed of several input planes. */
  quantizedMaxPool1d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  /** Applies a 1D max pooling over an input quantized tensor composed of several input planes. */
  quantizedMaxPool1d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  /** Applies a 2D max pooling over an input quantized tensor composed of several input planes. */
  quantizedMaxPool2d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  /** Applies a 2D max pooling over an input quantized tensor composed of several input planes. */
  quantizedMaxPool2d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  quantizedMaxPool3d(self: Tensor, kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
  quantizedMaxPool3d(self: Tensor, kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
  quantizedRnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor, bHh: Tensor, packedIh: Tensor, packedHh: Tensor, colOffsetsIh: Tensor, colOffsetsHh: Tensor, scaleIh: Scalar, scaleHh: Scalar, zeroPointIh: Scalar, zeroPointHh: Scalar): Tensor;
  quantizedRnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh: Tensor, bHh: Tensor, packedIh: Tensor, packedHh: Tensor, colOffsetsIh: Tensor, colOffsetsHh: Tensor, scaleIh: Scalar, scaleHh: Scalar, zeroPointIh: Scalar, zeroPointHh: Scalar): Tensor;
  /** Returns a new tensor with each of the elements of the input tensor converted from angles in radians to degrees. */
  rad2deg(self: Tensor): Tensor;
  /** Returns a new tensor with each of the elements of the input tensor converted from angles in radians to degrees. In place. */
  rad2deg_(self: Tensor): Tensor;
  /** Returns a tensor filled with random numbers from a uniform distribution on the interval `[0, 1)`. */
  rand(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with random numbers from a uniform distribution on the interval `[0, 1)`. */
  rand(size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same size as the input tensor that is filled with random numbers from a uniform distribution on the interval `[0, 1)`. */
  randLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same size as the input tensor that is filled with random numbers from a uniform distribution on the interval `[0, 1)`. */
  randLike(self: Tensor, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randint(high: number, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randint(high: number, size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randint(low: number, high: number, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randint(low: number, high: number, size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randintLike(self: Tensor, high: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randintLike(self: Tensor, high: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randintLike(self: Tensor, high: Tensor, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randintLike(self: Tensor, high: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randintLike(self: Tensor, low: number, high: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
  randintLike(self: Tensor, low: number, high: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with random numbers from a normal distribution with mean `0` and variance `1` (also called the standard normal distribution). */
  randn(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with random numbers from a normal distribution with mean `0` and variance `1` (also called the standard normal distribution). */
  randn(size: readonly number[], options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same size as the input tensor that is filled with random numbers from a normal distribution with mean 0 and variance 1. */
  randnLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same size as the input tensor that is filled with random numbers from a normal distribution with mean 0 and variance 1. */
  randnLike(self: Tensor, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  random(self: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  random(self: Tensor, to: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  random(self: Tensor, from_: number, to: number | null, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Fills the input tensor with numbers sampled from the discrete uniform distribution over `[from, to - 1]`. */
  random_(self: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Fills the input tensor with numbers sampled from the discrete uniform distribution over `[from, to - 1]`. */
  random_(self: Tensor, to: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Fills the input tensor with numbers sampled from the discrete uniform distribution over `[from, to - 1]`. */
  random_(self: Tensor, from_: number, to: number | null, options?: { generator?: NativeObject | null | undefined }): Tensor;
  /** Returns a random permutation of integers from `0` to `n - 1`. */
  randperm(n: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a random permutation of integers from `0` to `n - 1`. */
  randperm(n: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  range(start: Scalar, end: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  range(start: Scalar, end: Scalar, step?: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  range(start: Scalar, end: Scalar, options: { step?: Scalar | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a contiguous flattened tensor. */
  ravel(self: Tensor): Tensor;
  /** Returns a new tensor containing real values of the input tensor. */
  real(self: Tensor): Tensor;
  /** Returns a new tensor with the reciprocal of the elements of the input tensor. */
  reciprocal(self: Tensor): Tensor;
  /** Returns a new tensor with the reciprocal of the elements of the input tensor. In place. */
  reciprocal_(self: Tensor): Tensor;
  reflectionPad1d(self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad1dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad2d(self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad2dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad3d(self: Tensor, padding: number | readonly number[]): Tensor;
  reflectionPad3dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  /** Applies the rectified linear unit function element-wise. */
  relu(self: Tensor): Tensor;
  relu6(self: Tensor): Tensor;
  relu6_(self: Tensor): Tensor;
  /** Applies the rectified linear unit function element-wise. In place. */
  relu_(self: Tensor): Tensor;
  remainder(self: Scalar, other: Tensor): Tensor;
  remainder(self: Tensor, other: Tensor): Tensor;
  remainder(self: Tensor, other: Scalar): Tensor;
  remainder_(self: Tensor, other: Tensor): Tensor;
  remainder_(self: Tensor, other: Scalar): Tensor;
  /** Returns a tensor where each sub-tensor of the input tensor along dimension `dim` is normalized such that the `p`-norm of the sub-tensor is lower than the value `maxnorm`. */
  renorm(self: Tensor, p: Scalar, dim: number, maxnorm: Scalar): Tensor;
  /** Returns a tensor where each sub-tensor of the input tensor along dimension `dim` is normalized such that the `p`-norm of the sub-tensor is lower than the value `maxnorm`. In place. */
  renorm_(self: Tensor, p: Scalar, dim: number, maxnorm: Scalar): Tensor;
  /** Repeats the input tensor along the specified dimensions. */
  repeat(self: Tensor, repeats: readonly number[]): Tensor;
  /** Repeats elements of a tensor. */
  repeatInterleave(repeats: Tensor, options?: { outputSize?: number | null | undefined }): Tensor;
  /** Repeats elements of a tensor. */
  repeatInterleave(self: Tensor, repeats: Tensor, dim?: number | null, options?: { outputSize?: number | null | undefined }): Tensor;
  /** Repeats elements of a tensor. */
  repeatInterleave(self: Tensor, repeats: Tensor, options: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
  /** Repeats elements of a tensor. */
  repeatInterleave(self: Tensor, repeats: number, dim?: number | null, options?: { outputSize?: number | null | undefined }): Tensor;
  /** Repeats elements of a tensor. */
  repeatInterleave(self: Tensor, repeats: number, options: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
  replicationPad1d(self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad1dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad2d(self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad2dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad3d(self: Tensor, padding: number | readonly number[]): Tensor;
  replicationPad3dBackward(gradOutput: Tensor, self: Tensor, padding: number | readonly number[]): Tensor;
  /** Changes if autograd should record operations on the input tensor: sets the input tensor's `requiresGrad` attribute in-place. */
  requiresGrad_(self: Tensor, requiresGrad?: boolean): Tensor;
  /** Changes if autograd should record operations on the input tensor: sets the input tensor's `requiresGrad` attribute in-place. */
  requiresGrad_(self: Tensor, options: { requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor with the same data and number of elements as the input tensor, but with the specified shape. */
  reshape(self: Tensor, shape: readonly number[]): Tensor;
  /** Returns the input tensor as the same shape as `other`. */
  reshapeAs(self: Tensor, other: Tensor): Tensor;
  resize(self: Tensor, size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  /** Resizes the input tensor to the specified size. */
  resize_(self: Tensor, size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  resizeAs(self: Tensor, theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  /** Resizes the input tensor to be the same size as the specified `tensor`. */
  resizeAs_(self: Tensor, theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  resizeAsSparse(self: Tensor, theTemplate: Tensor): Tensor;
  resizeAsSparse_(self: Tensor, theTemplate: Tensor): Tensor;
  /** Returns a new tensor with materialized conjugation if the input tensor's conjugate bit is set to `True`, else returns the input tensor. */
  resolveConj(self: Tensor): Tensor;
  /** Returns a new tensor with materialized negation if the input tensor's negative bit is set to `True`, else returns the input tensor. */
  resolveNeg(self: Tensor): Tensor;
  /** Returns the `dtype` that would result from performing an arithmetic operation on the provided input tensors. */
  resultType(scalar: Scalar, tensor: Tensor): DType;
  /** Returns the `dtype` that would result from performing an arithmetic operation on the provided input tensors. */
  resultType(tensor: Tensor, other: Tensor): DType;
  /** Returns the `dtype` that would result from performing an arithmetic operation on the provided input tensors. */
  resultType(tensor: Tensor, other: Scalar): DType;
  /** Returns the `dtype` that would result from performing an arithmetic operation on the provided input tensors. */
  resultType(scalar1: Scalar, scalar2: Scalar): DType;
  /** Enables this Tensor to have their `grad` populated during `backward`. */
  retainGrad(self: Tensor): void;
  retainsGrad(self: Tensor): boolean;
  /** Applies Root Mean Square Layer Normalization. */
  rmsNorm(input: Tensor, normalizedShape: readonly number[], weight?: Tensor | null, eps?: number | null): Tensor;
  /** Applies Root Mean Square Layer Normalization. */
  rmsNorm(input: Tensor, normalizedShape: readonly number[], options: { weight?: Tensor | null | undefined; eps?: number | null | undefined }): Tensor;
  rnnRelu(data: Tensor, batchSizes: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  rnnRelu(input: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  rnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
  rnnReluCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options: { bIh?: Tensor | null | undefined; bHh?: Tensor | null | undefined }): Tensor;
  rnnTanh(data: Tensor, batchSizes: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean): [Tensor, Tensor];
  rnnTanh(input: Tensor, hx: Tensor, params: TensorList, hasBiases: boolean, numLayers: number, dropout: number, train: boolean, bidirectional: boolean, batchFirst: boolean): [Tensor, Tensor];
  rnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, bIh?: Tensor | null, bHh?: Tensor | null): Tensor;
  rnnTanhCell(input: Tensor, hx: Tensor, wIh: Tensor, wHh: Tensor, options: { bIh?: Tensor | null | undefined; bHh?: Tensor | null | undefined }): Tensor;
  /** Rolls the input tensor along the given dimension(s). */
  roll(self: Tensor, shifts: number | readonly number[], dims?: number | readonly number[]): Tensor;
  /** Rolls the input tensor along the given dimension(s). */
  roll(self: Tensor, shifts: number | readonly number[], options: { dims?: number | readonly number[] | undefined }): Tensor;
  /** Rotates an n-D tensor by 90 degrees in the plane specified by dims axis. */
  rot90(self: Tensor, k?: number, dims?: readonly number[]): Tensor;
  /** Rotates an n-D tensor by 90 degrees in the plane specified by dims axis. */
  rot90(self: Tensor, options: { k?: number | undefined; dims?: readonly number[] | undefined }): Tensor;
  /** Rounds elements of the input tensor to the nearest integer. */
  round(self: Tensor): Tensor;
  /** Rounds elements of the input tensor to the nearest integer. */
  round(self: Tensor, options: { decimals: number }): Tensor;
  /** Rounds elements of the input tensor to the nearest integer. In place. */
  round_(self: Tensor): Tensor;
  /** Rounds elements of the input tensor to the nearest integer. In place. */
  round_(self: Tensor, options: { decimals: number }): Tensor;
  rowIndices(self: Tensor): Tensor;
  rowIndicesCopy(self: Tensor): Tensor;
  /** Stack tensors in sequence vertically (row wise). */
  rowStack(tensors: TensorList): Tensor;
  /** Randomized leaky ReLU. */
  rrelu(self: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
  /** Randomized leaky ReLU. */
  rrelu(self: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  /** Randomized leaky ReLU. In place. */
  rrelu_(self: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
  /** Randomized leaky ReLU. In place. */
  rrelu_(self: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  rreluWithNoise(self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
  rreluWithNoise(self: Tensor, noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  rreluWithNoise_(self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
  rreluWithNoise_(self: Tensor, noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
  rreluWithNoiseBackward(gradOutput: Tensor, self: Tensor, noise: Tensor, lower: Scalar, upper: Scalar, training: boolean, selfIsResult: boolean): Tensor;
  rreluWithNoiseFunctional(self: Tensor, noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): [Tensor, Tensor];
  rreluWithNoiseFunctional(self: Tensor, noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): [Tensor, Tensor];
  /** Returns a new tensor with the reciprocal of the square-root of each of the elements of the input tensor. */
  rsqrt(self: Tensor): Tensor;
  /** Returns a new tensor with the reciprocal of the square-root of each of the elements of the input tensor. In place. */
  rsqrt_(self: Tensor): Tensor;
  rsub(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  rsub(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  rsub(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  scalarTensor(s: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Computes scaled dot product attention on query, key and value tensors, using an optional attention mask if passed, and applying dropout if a probability greater than 0.0 is specified. */
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask?: Tensor | null, dropoutP?: number, isCausal?: boolean, options?: { scale?: number | null | undefined; enableGqa?: boolean | undefined }): Tensor;
  /** Computes scaled dot product attention on query, key and value tensors, using an optional attention mask if passed, and applying dropout if a probability greater than 0.0 is specified. */
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, options: { attnMask?: Tensor | null | undefined; dropoutP?: number | undefined; isCausal?: boolean | undefined; scale?: number | null | undefined; enableGqa?: boolean | undefined }): Tensor;
  /** Computes scaled dot product attention on query, key and value tensors, using an optional attention mask if passed, and applying dropout if a probability greater than 0.0 is specified. */
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null, options: { dropoutP?: number | undefined; isCausal?: boolean | undefined; scale?: number | null | undefined; enableGqa?: boolean | undefined }): Tensor;
  /** Computes scaled dot product attention on query, key and value tensors, using an optional attention mask if passed, and applying dropout if a probability greater than 0.0 is specified. */
  scaledDotProductAttention(query: Tensor, key: Tensor, value: Tensor, attnMask: Tensor | null, dropoutP: number, options: { isCausal?: boolean | undefined; scale?: number | null | undefined; enableGqa?: boolean | undefined }): Tensor;
  /** Writes all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor. */
  scatter(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** Writes all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor. */
  scatter(self: Tensor, dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  /** Writes all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor. */
  scatter(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  /** Writes all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor. */
  scatter(self: Tensor, dim: number, index: Tensor, value: Scalar, options: { reduce: string }): Tensor;
  /** Writes all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor. */
  scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** Writes all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor. */
  scatter_(self: Tensor, dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
  /** Writes all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor. */
  scatter_(self: Tensor, dim: number, index: Tensor, value: Scalar): Tensor;
  /** Writes all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor. */
  scatter_(self: Tensor, dim: number, index: Tensor, value: Scalar, options: { reduce: string }): Tensor;
  /** Adds all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor in a similar fashion as `scatter_`. */
  scatterAdd(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  /** Adds all values from the tensor `src` into the input tensor at the indices specified in the `index` tensor in a similar fashion as `scatter_`. */
  scatterAdd_(self: Tensor, dim: number, index: Tensor, src: Tensor): Tensor;
  scatterReduce(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
  scatterReduce_(self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
  /** Find the indices from the *innermost* dimension of `sortedSequence` such that, if the corresponding values in `values` were inserted before the indices, when sorted, the order of the corresponding *innermost* dimension within `sortedSequence` would be preserved. */
  searchsorted(sortedSequence: Tensor, self: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined; side?: string | null | undefined; sorter?: Tensor | null | undefined }): Tensor;
  /** Find the indices from the *innermost* dimension of `sortedSequence` such that, if the corresponding values in `values` were inserted before the indices, when sorted, the order of the corresponding *innermost* dimension within `sortedSequence` would be preserved. */
  searchsorted(sortedSequence: Tensor, self: Scalar, options?: { outInt32?: boolean | undefined; right?: boolean | undefined; side?: string | null | undefined; sorter?: Tensor | null | undefined }): Tensor;
  /** Performs a segment reduction operation on the input tensor along the specified axis. */
  segmentReduce(data: Tensor, reduce: string, options?: { lengths?: Tensor | null | undefined; indices?: Tensor | null | undefined; offsets?: Tensor | null | undefined; axis?: number | undefined; unsafe?: boolean | undefined; initial?: Scalar | null | undefined }): Tensor;
  /** Slices the input tensor along the selected dimension at the given index. */
  select(self: Tensor, dim: number, index: number): Tensor;
  selectBackward(gradOutput: Tensor, inputSizes: readonly number[], dim: number, index: number): Tensor;
  /** Performs the same operation as `select`, but all output tensors are freshly created instead of aliasing the input. */
  selectCopy(self: Tensor, dim: number, index: number): Tensor;
  /** Embeds the values of the `src` tensor into the input tensor at the given index. */
  selectScatter(self: Tensor, src: Tensor, dim: number, index: number): Tensor;
  selu(self: Tensor): Tensor;
  selu_(self: Tensor): Tensor;
  set(self: Tensor): Tensor;
  set(self: Tensor, source: NativeObject): Tensor;
  set(self: Tensor, source: Tensor): Tensor;
  set(self: Tensor, source: NativeObject, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
  set(self: Tensor, source: NativeObject, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): Tensor;
  /** Sets the underlying storage, size, and strides. */
  set_(self: Tensor): Tensor;
  /** Sets the underlying storage, size, and strides. */
  set_(self: Tensor, source: NativeObject): Tensor;
  /** Sets the underlying storage, size, and strides. */
  set_(self: Tensor, source: Tensor): Tensor;
  /** Sets the underlying storage, size, and strides. */
  set_(self: Tensor, source: NativeObject, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
  /** Sets the underlying storage, size, and strides. */
  set_(self: Tensor, source: NativeObject, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): Tensor;
  /** Sets the underlying storage, size, and strides. */
  set_(self: Tensor, source: Tensor, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
  /** Sets the underlying storage, size, and strides. */
  set_(self: Tensor, source: Tensor, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): Tensor;
  setData(self: Tensor, newData: Tensor): void;
  sgn(self: Tensor): Tensor;
  sgn_(self: Tensor): Tensor;
  /** Computes the expit (also known as the logistic sigmoid function) of the elements of the input tensor. */
  sigmoid(self: Tensor): Tensor;
  /** Computes the expit (also known as the logistic sigmoid function) of the elements of the input tensor. In place. */
  sigmoid_(self: Tensor): Tensor;
  sigmoidBackward(gradOutput: Tensor, output: Tensor): Tensor;
  /** Returns a new tensor with the signs of the elements of the input tensor. */
  sign(self: Tensor): Tensor;
  /** Returns a new tensor with the signs of the elements of the input tensor. In place. */
  sign_(self: Tensor): Tensor;
  /** Tests if each element of the input tensor has its sign bit set or not. */
  signbit(self: Tensor): Tensor;
  /** Applies the Sigmoid Linear Unit (SiLU) function, element-wise. */
  silu(self: Tensor): Tensor;
  /** Applies the Sigmoid Linear Unit (SiLU) function, element-wise. In place. */
  silu_(self: Tensor): Tensor;
  siluBackward(gradOutput: Tensor, self: Tensor): Tensor;
  /** Returns a new tensor with the sine of the elements in the input tensor, where each value in this input tensor is in radians. */
  sin(self: Tensor): Tensor;
  /** Returns a new tensor with the sine of the elements in the input tensor, where each value in this input tensor is in radians. In place. */
  sin_(self: Tensor): Tensor;
  sinc(self: Tensor): Tensor;
  sinc_(self: Tensor): Tensor;
  /** Returns a new tensor with the hyperbolic sine of the elements of the input tensor. */
  sinh(self: Tensor): Tensor;
  /** Returns a new tensor with the hyperbolic sine of the elements of the input tensor. In place. */
  sinh_(self: Tensor): Tensor;
  /** Returns the size of the input tensor. */
  size(self: Tensor, dim: number): number;
  slice(self: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  slice(self: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
  sliceBackward(gradOutput: Tensor, inputSizes: readonly number[], dim: number, start: number, end: number, step: number): Tensor;
  /** Performs the same operation as `slice`, but all output tensors are freshly created instead of aliasing the input. */
  sliceCopy(self: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  /** Performs the same operation as `slice`, but all output tensors are freshly created instead of aliasing the input. */
  sliceCopy(self: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
  sliceInverse(self: Tensor, src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  sliceInverse(self: Tensor, src: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
  /** Embeds the values of the `src` tensor into the input tensor at the given dimension. */
  sliceScatter(self: Tensor, src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
  /** Embeds the values of the `src` tensor into the input tensor at the given dimension. */
  sliceScatter(self: Tensor, src: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
  /** Computes the sign and natural logarithm of the absolute value of the determinant of a square matrix. */
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
  /** Performs a matrix multiplication of this sparse matrix with the dense matrix `mat`. */
  smm(self: Tensor, mat2: Tensor): Tensor;
  smoothL1Loss(self: Tensor, target: Tensor, reduction?: ReductionChoice, beta?: number): Tensor;
  smoothL1Loss(self: Tensor, target: Tensor, options: { reduction?: ReductionChoice | undefined; beta?: number | undefined }): Tensor;
  smoothL1LossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: ReductionChoice, beta: number): Tensor;
  softMarginLoss(self: Tensor, target: Tensor, reduction?: ReductionChoice): Tensor;
  softMarginLoss(self: Tensor, target: Tensor, options: { reduction?: ReductionChoice | undefined }): Tensor;
  softMarginLossBackward(gradOutput: Tensor, self: Tensor, target: Tensor, reduction: ReductionChoice): Tensor;
  /** Applies a softmax function. */
  softmax(self: Tensor, dim: number, dtype?: DType | null): Tensor;
  /** Applies a softmax function. */
  softmax(self: Tensor, dim: number, options: { dtype?: DType | null | undefined }): Tensor;
  softplus(self: Tensor, beta?: Scalar, threshold?: Scalar): Tensor;
  softplus(self: Tensor, options: { beta?: Scalar | undefined; threshold?: Scalar | undefined }): Tensor;
  softplusBackward(gradOutput: Tensor, self: Tensor, beta: Scalar, threshold: Scalar): Tensor;
  /** Applies the soft shrinkage function elementwise. */
  softshrink(self: Tensor, lambd?: Scalar): Tensor;
  /** Applies the soft shrinkage function elementwise. */
  softshrink(self: Tensor, options: { lambd?: Scalar | undefined }): Tensor;
  softshrinkBackward(gradOutput: Tensor, self: Tensor, lambd: Scalar): Tensor;
  /** Sorts the elements of the input tensor along a given dimension in ascending order by value. */
  sort(self: Tensor, dim?: number, descending?: boolean): [Tensor, Tensor];
  /** Sorts the elements of the input tensor along a given dimension in ascending order by value. */
  sort(self: Tensor, options: { dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
  /** Sorts the elements of the input tensor along a given dimension in ascending order by value. */
  sort(self: Tensor, options?: { stable?: boolean | null | undefined; dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
  /** Constructs a sparse tensor in BSC (Block Compressed Sparse Column)) with specified 2-dimensional blocks at the given `ccolIndices` and `rowIndices`. */
  sparseBscTensor(ccolIndices: Tensor, rowIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in BSC (Block Compressed Sparse Column)) with specified 2-dimensional blocks at the given `ccolIndices` and `rowIndices`. */
  sparseBscTensor(ccolIndices: Tensor, rowIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in BSR (Block Compressed Sparse Row)) with specified 2-dimensional blocks at the given `crowIndices` and `colIndices`. */
  sparseBsrTensor(crowIndices: Tensor, colIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in BSR (Block Compressed Sparse Row)) with specified 2-dimensional blocks at the given `crowIndices` and `colIndices`. */
  sparseBsrTensor(crowIndices: Tensor, colIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in Compressed Sparse format - CSR, CSC, BSR, or BSC - with specified values at the given `compressedIndices` and `plainIndices`. */
  sparseCompressedTensor(compressedIndices: Tensor, plainIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in Compressed Sparse format - CSR, CSC, BSR, or BSC - with specified values at the given `compressedIndices` and `plainIndices`. */
  sparseCompressedTensor(compressedIndices: Tensor, plainIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in COO(rdinate) format with specified values at the given `indices`. */
  sparseCooTensor(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in COO(rdinate) format with specified values at the given `indices`. */
  sparseCooTensor(indices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; isCoalesced?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in COO(rdinate) format with specified values at the given `indices`. */
  sparseCooTensor(indices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; isCoalesced?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in CSC (Compressed Sparse Column) with specified values at the given `ccolIndices` and `rowIndices`. */
  sparseCscTensor(ccolIndices: Tensor, rowIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in CSC (Compressed Sparse Column) with specified values at the given `ccolIndices` and `rowIndices`. */
  sparseCscTensor(ccolIndices: Tensor, rowIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in CSR (Compressed Sparse Row) with specified values at the given `crowIndices` and `colIndices`. */
  sparseCsrTensor(crowIndices: Tensor, colIndices: Tensor, values: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Constructs a sparse tensor in CSR (Compressed Sparse Row) with specified values at the given `crowIndices` and `colIndices`. */
  sparseCsrTensor(crowIndices: Tensor, colIndices: Tensor, values: Tensor, size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns the number of sparse dimensions in this sparse tensor. */
  sparseDim(self: Tensor): number;
  /** Returns a new sparse tensor with values from this strided tensor filtered by the indices of the sparse tensor `mask`. */
  sparseMask(self: Tensor, mask: Tensor): Tensor;
  sparseResize(self: Tensor, size: readonly number[], sparseDim: number, denseDim: number): Tensor;
  /** Resizes the input tensor sparse tensor to the desired size and the number of sparse and dense dimensions. */
  sparseResize_(self: Tensor, size: readonly number[], sparseDim: number, denseDim: number): Tensor;
  sparseResizeAndClear(self: Tensor, size: readonly number[], sparseDim: number, denseDim: number): Tensor;
  /** Removes all specified elements from this sparse tensor and resizes the input tensor to the desired size and the number of sparse and dense dimensions. */
  sparseResizeAndClear_(self: Tensor, size: readonly number[], sparseDim: number, denseDim: number): Tensor;
  sparseSampledAddmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  specialAiryAi(x: Tensor): Tensor;
  /** Bessel function of the first kind of order `0`. */
  specialBesselJ0(self: Tensor): Tensor;
  /** Bessel function of the first kind of order `1`. */
  specialBesselJ1(self: Tensor): Tensor;
  /** Bessel function of the second kind of order `0`. */
  specialBesselY0(self: Tensor): Tensor;
  /** Bessel function of the second kind of order `1`. */
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
  /** Computes the logarithmic derivative of the gamma function on the input tensor. */
  specialDigamma(self: Tensor): Tensor;
  specialEntr(self: Tensor): Tensor;
  /** Computes the error function of the input tensor. */
  specialErf(self: Tensor): Tensor;
  /** Computes the complementary error function of the input tensor. */
  specialErfc(self: Tensor): Tensor;
  /** Computes the scaled complementary error function for each element of the input tensor. */
  specialErfcx(self: Tensor): Tensor;
  /** Computes the inverse error function of the input tensor. */
  specialErfinv(self: Tensor): Tensor;
  /** Computes the base two exponential function of the input tensor. */
  specialExp2(self: Tensor): Tensor;
  /** Computes the expit (also known as the logistic sigmoid function) of the elements of the input tensor. */
  specialExpit(self: Tensor): Tensor;
  /** Computes the exponential of the elements minus 1 of the input tensor. */
  specialExpm1(self: Tensor): Tensor;
  specialGammainc(self: Tensor, other: Tensor): Tensor;
  specialGammaincc(self: Tensor, other: Tensor): Tensor;
  /** Computes the natural logarithm of the absolute value of the gamma function on the input tensor. */
  specialGammaln(self: Tensor): Tensor;
  specialHermitePolynomialH(x: Tensor, n: Tensor): Tensor;
  specialHermitePolynomialH(x: Scalar, n: Tensor): Tensor;
  specialHermitePolynomialH(x: Tensor, n: Scalar): Tensor;
  specialHermitePolynomialHe(x: Tensor, n: Tensor): Tensor;
  specialHermitePolynomialHe(x: Scalar, n: Tensor): Tensor;
  specialHermitePolynomialHe(x: Tensor, n: Scalar): Tensor;
  /** Computes the zeroth order modified Bessel function of the first kind for each element of the input tensor. */
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
  /** Returns a new tensor with the natural logarithm of (1 + the input tensor). */
  specialLog1p(self: Tensor): Tensor;
  specialLogNdtr(self: Tensor): Tensor;
  /** Computes softmax followed by a logarithm. */
  specialLogSoftmax(self: Tensor, dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns a new tensor with the logit of the elements of the input tensor. */
  specialLogit(self: Tensor, eps?: number | null): Tensor;
  /** Returns a new tensor with the logit of the elements of the input tensor. */
  specialLogit(self: Tensor, options: { eps?: number | null | undefined }): Tensor;
  /** Returns the log of summed exponentials of each row of the input tensor in the given dimension `dim`. */
  specialLogsumexp(self: Tensor, dim: number | readonly number[], keepdim?: boolean): Tensor;
  /** Returns the log of summed exponentials of each row of the input tensor in the given dimension `dim`. */
  specialLogsumexp(self: Tensor, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
  /** Modified Bessel function of the first kind of order `0`. */
  specialModifiedBesselI0(self: Tensor): Tensor;
  /** Modified Bessel function of the first kind of order `1`. */
  specialModifiedBesselI1(self: Tensor): Tensor;
  /** Modified Bessel function of the second kind of order `0`. */
  specialModifiedBesselK0(self: Tensor): Tensor;
  /** Modified Bessel function of the second kind of order `1`. */
  specialModifiedBesselK1(self: Tensor): Tensor;
  specialMultigammaln(self: Tensor, p: number): Tensor;
  specialNdtr(self: Tensor): Tensor;
  specialNdtri(self: Tensor): Tensor;
  specialPolygamma(n: number, self: Tensor): Tensor;
  /** Computes the logarithmic derivative of the gamma function on the input tensor. */
  specialPsi(self: Tensor): Tensor;
  /** Rounds elements of the input tensor to the nearest integer. */
  specialRound(self: Tensor, options?: { decimals?: number | undefined }): Tensor;
  /** Scaled modified Bessel function of the second kind of order `0`. */
  specialScaledModifiedBesselK0(x: Tensor): Tensor;
  /** Scaled modified Bessel function of the second kind of order `1`. */
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
  /** Computes the softmax function. */
  specialSoftmax(self: Tensor, dim: number, dtype?: DType | null): Tensor;
  /** Computes the softmax function. */
  specialSoftmax(self: Tensor, dim: number, options: { dtype?: DType | null | undefined }): Tensor;
  /** Spherical Bessel function of the first kind of order `0`. */
  specialSphericalBesselJ0(x: Tensor): Tensor;
  specialXlog1py(self: Tensor, other: Tensor): Tensor;
  specialXlog1py(self: Scalar, other: Tensor): Tensor;
  specialXlog1py(self: Tensor, other: Scalar): Tensor;
  specialXlogy(self: Tensor, other: Tensor): Tensor;
  specialXlogy(self: Scalar, other: Tensor): Tensor;
  specialXlogy(self: Tensor, other: Scalar): Tensor;
  /** Computes the Hurwitz zeta function, elementwise. */
  specialZeta(self: Tensor, other: Tensor): Tensor;
  /** Computes the Hurwitz zeta function, elementwise. */
  specialZeta(self: Scalar, other: Tensor): Tensor;
  /** Computes the Hurwitz zeta function, elementwise. */
  specialZeta(self: Tensor, other: Scalar): Tensor;
  /** Splits the tensor into chunks. */
  split(self: Tensor, splitSize: number, dim?: number): Tensor[];
  /** Splits the tensor into chunks. */
  split(self: Tensor, splitSize: number, options: { dim?: number | undefined }): Tensor[];
  /** Splits the tensor into chunks. */
  split(self: Tensor, splitSize: readonly number[], dim?: number): Tensor[];
  /** Splits the tensor into chunks. */
  split(self: Tensor, splitSize: readonly number[], options: { dim?: number | undefined }): Tensor[];
  /** Performs the same operation as `split`, but all output tensors are freshly created instead of aliasing the input. */
  splitCopy(self: Tensor, splitSize: number, dim?: number): Tensor[];
  /** Performs the same operation as `split`, but all output tensors are freshly created instead of aliasing the input. */
  splitCopy(self: Tensor, splitSize: number, options: { dim?: number | undefined }): Tensor[];
  splitWithSizes(self: Tensor, splitSizes: readonly number[], dim?: number): Tensor[];
  splitWithSizes(self: Tensor, splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
  /** Performs the same operation as `splitWithSizes`, but all output tensors are freshly created instead of aliasing the input. */
  splitWithSizesCopy(self: Tensor, splitSizes: readonly number[], dim?: number): Tensor[];
  /** Performs the same operation as `splitWithSizes`, but all output tensors are freshly created instead of aliasing the input. */
  splitWithSizesCopy(self: Tensor, splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
  /** Returns a new tensor with the square-root of the elements of the input tensor. */
  sqrt(self: Tensor): Tensor;
  /** Returns a new tensor with the square-root of the elements of the input tensor. In place. */
  sqrt_(self: Tensor): Tensor;
  /** Returns a new tensor with the square of the elements of the input tensor. */
  square(self: Tensor): Tensor;
  /** Returns a new tensor with the square of the elements of the input tensor. In place. */
  square_(self: Tensor): Tensor;
  /** Returns a tensor with all specified dimensions of the input tensor of size `1` removed. */
  squeeze(self: Tensor): Tensor;
  /** Returns a tensor with all specified dimensions of the input tensor of size `1` removed. */
  squeeze(self: Tensor, dim: number): Tensor;
  /** Returns a tensor with all specified dimensions of the input tensor of size `1` removed. */
  squeeze(self: Tensor, dim: readonly number[]): Tensor;
  /** Returns a tensor with all specified dimensions of the input tensor of size `1` removed. In place. */
  squeeze_(self: Tensor): Tensor;
  /** Returns a tensor with all specified dimensions of the input tensor of size `1` removed. In place. */
  squeeze_(self: Tensor, dim: number): Tensor;
  /** Returns a tensor with all specified dimensions of the input tensor of size `1` removed. In place. */
  squeeze_(self: Tensor, dim: readonly number[]): Tensor;
  /** Performs the same operation as `squeeze`, but all output tensors are freshly created instead of aliasing the input. */
  squeezeCopy(self: Tensor): Tensor;
  /** Performs the same operation as `squeeze`, but all output tensors are freshly created instead of aliasing the input. */
  squeezeCopy(self: Tensor, dim: number): Tensor;
  /** Performs the same operation as `squeeze`, but all output tensors are freshly created instead of aliasing the input. */
  squeezeCopy(self: Tensor, dim: readonly number[]): Tensor;
  /** Matrix multiplies a sparse tensor `mat1` with a dense tensor `mat2`, then adds this sparse tensor to the result. */
  sspaddmm(self: Tensor, mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
  /** Concatenates a sequence of tensors along a new dimension. */
  stack(tensors: TensorList, dim?: number): Tensor;
  /** Concatenates a sequence of tensors along a new dimension. */
  stack(tensors: TensorList, options: { dim?: number | undefined }): Tensor;
  /** Calculates the standard deviation over the dimensions specified by `dim`. */
  std(self: Tensor, unbiased?: boolean): Tensor;
  /** Calculates the standard deviation over the dimensions specified by `dim`. */
  std(self: Tensor, options: { unbiased?: boolean | undefined }): Tensor;
  /** Calculates the standard deviation over the dimensions specified by `dim`. */
  std(self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
  /** Calculates the standard deviation over the dimensions specified by `dim`. */
  std(self: Tensor, dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Calculates the standard deviation over the dimensions specified by `dim`. */
  std(self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Calculates the standard deviation over the dimensions specified by `dim`. */
  std(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
  stdMean(self: Tensor, unbiased?: boolean): [Tensor, Tensor];
  /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
  stdMean(self: Tensor, options: { unbiased?: boolean | undefined }): [Tensor, Tensor];
  /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
  stdMean(self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
  /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
  stdMean(self: Tensor, dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
  stdMean(self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
  stdMean(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  stft(self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
  stft(self: Tensor, nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; returnComplex?: boolean | null | undefined; alignToWindow?: boolean | null | undefined }): Tensor;
  stft(self: Tensor, nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, padMode?: string, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
  stft(self: Tensor, nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; center?: boolean | undefined; padMode?: string | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; returnComplex?: boolean | null | undefined; alignToWindow?: boolean | null | undefined }): Tensor;
  /** Returns the input tensor's offset in the underlying storage in terms of number of storage elements (not bytes). */
  storageOffset(self: Tensor): number;
  /** Returns the stride of the input tensor. */
  stride(self: Tensor, dim: number): number;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. */
  sub(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. */
  sub(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. */
  sub(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. In place. */
  sub_(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. In place. */
  sub_(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. In place. */
  sub_(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. */
  subtract(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. */
  subtract(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. */
  subtract(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. In place. */
  subtract_(self: Tensor, other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. In place. */
  subtract_(self: Tensor, other: Scalar, alpha?: Scalar): Tensor;
  /** Subtracts `other`, scaled by `alpha`, from the input tensor. In place. */
  subtract_(self: Tensor, other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
  /** Returns the sum of all elements in the input tensor. */
  sum(self: Tensor, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the sum of all elements in the input tensor. */
  sum(self: Tensor, dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
  /** Returns the sum of all elements in the input tensor. */
  sum(self: Tensor, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
  /** Sums `this` tensor to `size`. */
  sumToSize(self: Tensor, size: readonly number[]): Tensor;
  /** Computes the singular value decomposition of either a matrix or batch of matrices the input tensor. */
  svd(self: Tensor, some?: boolean, computeUv?: boolean): [Tensor, Tensor, Tensor];
  /** Computes the singular value decomposition of either a matrix or batch of matrices the input tensor. */
  svd(self: Tensor, options: { some?: boolean | undefined; computeUv?: boolean | undefined }): [Tensor, Tensor, Tensor];
  /** Returns a tensor that is a transposed version of the input tensor. */
  swapaxes(self: Tensor, axis0: number, axis1: number): Tensor;
  /** Returns a tensor that is a transposed version of the input tensor. In place. */
  swapaxes_(self: Tensor, axis0: number, axis1: number): Tensor;
  /** Returns a tensor that is a transposed version of the input tensor. */
  swapdims(self: Tensor, dim0: number, dim1: number): Tensor;
  /** Returns a tensor that is a transposed version of the input tensor. In place. */
  swapdims_(self: Tensor, dim0: number, dim1: number): Tensor;
  symConstrainRange(size: Scalar, options?: { min?: number | null | undefined; max?: number | null | undefined }): void;
  symConstrainRangeForSize(size: Scalar, options?: { min?: number | null | undefined; max?: number | null | undefined }): void;
  symIsContiguous(self: Tensor, memoryFormat?: MemoryFormat): boolean;
  symIsContiguous(self: Tensor, options: { memoryFormat?: MemoryFormat | undefined }): boolean;
  symNumel(self: Tensor): number;
  symSize(self: Tensor, dim: number): number;
  symStorageOffset(self: Tensor): number;
  symStride(self: Tensor, dim: number): number;
  /** Expects the input tensor to be <= 2-D tensor and transposes dimensions 0 and 1. */
  t(self: Tensor): Tensor;
  /** Expects the input tensor to be <= 2-D tensor and transposes dimensions 0 and 1. In place. */
  t_(self: Tensor): Tensor;
  /** Performs the same operation as `t`, but all output tensors are freshly created instead of aliasing the input. */
  tCopy(self: Tensor): Tensor;
  /** Returns a new tensor with the elements of the input tensor at the given indices. */
  take(self: Tensor, index: Tensor): Tensor;
  /** Selects values from the input tensor at the 1-dimensional indices from `indices` along the given `dim`. */
  takeAlongDim(self: Tensor, indices: Tensor, dim?: number | null): Tensor;
  /** Selects values from the input tensor at the 1-dimensional indices from `indices` along the given `dim`. */
  takeAlongDim(self: Tensor, indices: Tensor, options: { dim?: number | null | undefined }): Tensor;
  /** Returns a new tensor with the tangent of the elements in the input tensor, where each value in this input tensor is in radians. */
  tan(self: Tensor): Tensor;
  /** Returns a new tensor with the tangent of the elements in the input tensor, where each value in this input tensor is in radians. In place. */
  tan_(self: Tensor): Tensor;
  /** Returns a new tensor with the hyperbolic tangent of the elements of the input tensor. */
  tanh(self: Tensor): Tensor;
  /** Returns a new tensor with the hyperbolic tangent of the elements of the input tensor. In place. */
  tanh_(self: Tensor): Tensor;
  tanhBackward(gradOutput: Tensor, output: Tensor): Tensor;
  /** Splits a tensor into multiple sub-tensors, all of which are views of the input tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
  tensorSplit(self: Tensor, indices: readonly number[], dim?: number): Tensor[];
  /** Splits a tensor into multiple sub-tensors, all of which are views of the input tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
  tensorSplit(self: Tensor, indices: readonly number[], options: { dim?: number | undefined }): Tensor[];
  /** Splits a tensor into multiple sub-tensors, all of which are views of the input tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
  tensorSplit(self: Tensor, sections: number, dim?: number): Tensor[];
  /** Splits a tensor into multiple sub-tensors, all of which are views of the input tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
  tensorSplit(self: Tensor, sections: number, options: { dim?: number | undefined }): Tensor[];
  /** Splits a tensor into multiple sub-tensors, all of which are views of the input tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
  tensorSplit(self: Tensor, tensorIndicesOrSections: Tensor, dim?: number): Tensor[];
  /** Splits a tensor into multiple sub-tensors, all of which are views of the input tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
  tensorSplit(self: Tensor, tensorIndicesOrSections: Tensor, options: { dim?: number | undefined }): Tensor[];
  /** Returns a contraction of a and b over multiple dimensions. */
  tensordot(self: Tensor, other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]): Tensor;
  thnnConv2d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[]): Tensor;
  thnnConv2d(self: Tensor, weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined }): Tensor;
  threshold(self: Tensor, threshold: Scalar, value: Scalar): Tensor;
  threshold_(self: Tensor, threshold: Scalar, value: Scalar): Tensor;
  thresholdBackward(gradOutput: Tensor, self: Tensor, threshold: Scalar): Tensor;
  /** Constructs a tensor by repeating the elements of the input tensor. */
  tile(self: Tensor, dims: readonly number[]): Tensor;
  /** Performs Tensor dtype and/or device conversion. */
  to(self: Tensor, dtype: DType, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
  /** Performs Tensor dtype and/or device conversion. */
  to(self: Tensor, dtype: DType, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  /** Performs Tensor dtype and/or device conversion. */
  to(self: Tensor, other: Tensor, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
  /** Performs Tensor dtype and/or device conversion. */
  to(self: Tensor, other: Tensor, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  /** Performs Tensor dtype and/or device conversion. */
  to(self: Tensor, device: Device, dtype: DType, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
  /** Performs Tensor dtype and/or device conversion. */
  to(self: Tensor, device: Device, dtype: DType, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  /** Performs Tensor dtype and/or device conversion. */
  to(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
  /** Performs Tensor dtype and/or device conversion. */
  to(self: Tensor, device: Device, options?: { dtype?: DType | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined }): Tensor;
  /** Creates a strided copy of the input tensor if the input tensor is not a strided tensor, otherwise returns the input tensor. */
  toDense(self: Tensor, dtype?: DType | null, options?: { maskedGrad?: boolean | null | undefined }): Tensor;
  /** Creates a strided copy of the input tensor if the input tensor is not a strided tensor, otherwise returns the input tensor. */
  toDense(self: Tensor, options: { dtype?: DType | null | undefined; maskedGrad?: boolean | null | undefined }): Tensor;
  toDenseBackward(grad: Tensor, input: Tensor, maskedGrad?: boolean | null): Tensor;
  toDenseBackward(grad: Tensor, input: Tensor, options: { maskedGrad?: boolean | null | undefined }): Tensor;
  toMkldnn(self: Tensor, dtype?: DType | null): Tensor;
  toMkldnn(self: Tensor, options: { dtype?: DType | null | undefined }): Tensor;
  toMkldnnBackward(grad: Tensor, input: Tensor): Tensor;
  toPaddedTensor(self: Tensor, padding: number, outputSize?: readonly number[] | null): Tensor;
  toPaddedTensor(self: Tensor, padding: number, options: { outputSize?: readonly number[] | null | undefined }): Tensor;
  /** Returns a sparse copy of the tensor. */
  toSparse(self: Tensor, sparseDim: number): Tensor;
  /** Returns a sparse copy of the tensor. */
  toSparse(self: Tensor, options?: { layout?: Layout | null | undefined; blocksize?: number | readonly number[] | null | undefined; denseDim?: number | null | undefined }): Tensor;
  /** Converts a tensor to a block sparse column (BSC) storage format of given blocksize. */
  toSparseBsc(self: Tensor, blocksize: number | readonly number[], denseDim?: number | null): Tensor;
  /** Converts a tensor to a block sparse column (BSC) storage format of given blocksize. */
  toSparseBsc(self: Tensor, blocksize: number | readonly number[], options: { denseDim?: number | null | undefined }): Tensor;
  /** Converts a tensor to a block sparse row (BSR) storage format of given blocksize. */
  toSparseBsr(self: Tensor, blocksize: number | readonly number[], denseDim?: number | null): Tensor;
  /** Converts a tensor to a block sparse row (BSR) storage format of given blocksize. */
  toSparseBsr(self: Tensor, blocksize: number | readonly number[], options: { denseDim?: number | null | undefined }): Tensor;
  /** Converts a tensor to compressed column storage (CSC) format. */
  toSparseCsc(self: Tensor, denseDim?: number | null): Tensor;
  /** Converts a tensor to compressed column storage (CSC) format. */
  toSparseCsc(self: Tensor, options: { denseDim?: number | null | undefined }): Tensor;
  /** Converts a tensor to compressed row storage format (CSR). */
  toSparseCsr(self: Tensor, denseDim?: number | null): Tensor;
  /** Converts a tensor to compressed row storage format (CSR). */
  toSparseCsr(self: Tensor, options: { denseDim?: number | null | undefined }): Tensor;
  /** Returns the `k` largest elements of the input tensor along a given dimension. */
  topk(self: Tensor, k: number, dim?: number, largest?: boolean, sorted?: boolean): [Tensor, Tensor];
  /** Returns the `k` largest elements of the input tensor along a given dimension. */
  topk(self: Tensor, k: number, options: { dim?: number | undefined; largest?: boolean | undefined; sorted?: boolean | undefined }): [Tensor, Tensor];
  /** Returns the sum of the elements of the diagonal of the input 2-D matrix. */
  trace(self: Tensor): Tensor;
  traceBackward(grad: Tensor, sizes: readonly number[]): Tensor;
  /** Returns a tensor that is a transposed version of the input tensor. */
  transpose(self: Tensor, dim0: number, dim1: number): Tensor;
  /** Returns a tensor that is a transposed version of the input tensor. In place. */
  transpose_(self: Tensor, dim0: number, dim1: number): Tensor;
  /** Performs the same operation as `transpose`, but all output tensors are freshly created instead of aliasing the input. */
  transposeCopy(self: Tensor, dim0: number, dim1: number): Tensor;
  trapezoid(y: Tensor, x: Tensor, options?: { dim?: number | undefined }): Tensor;
  trapezoid(y: Tensor, options?: { dx?: Scalar | undefined; dim?: number | undefined }): Tensor;
  trapz(y: Tensor, options?: { dx?: number | undefined; dim?: number | undefined }): Tensor;
  trapz(y: Tensor, x: Tensor, options?: { dim?: number | undefined }): Tensor;
  /** Solves a system of equations with a square upper or lower triangular invertible matrix `A` and multiple right-hand sides `b`. */
  triangularSolve(self: Tensor, A: Tensor, upper?: boolean, transpose?: boolean, unitriangular?: boolean): [Tensor, Tensor];
  /** Solves a system of equations with a square upper or lower triangular invertible matrix `A` and multiple right-hand sides `b`. */
  triangularSolve(self: Tensor, A: Tensor, options: { upper?: boolean | undefined; transpose?: boolean | undefined; unitriangular?: boolean | undefined }): [Tensor, Tensor];
  /** Returns the lower triangular part of the matrix (2-D tensor) or batch of matrices the input tensor, the other elements of the result tensor `out` are set to 0. */
  tril(self: Tensor, diagonal?: number): Tensor;
  /** Returns the lower triangular part of the matrix (2-D tensor) or batch of matrices the input tensor, the other elements of the result tensor `out` are set to 0. */
  tril(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  /** Returns the lower triangular part of the matrix (2-D tensor) or batch of matrices the input tensor, the other elements of the result tensor `out` are set to 0. In place. */
  tril_(self: Tensor, diagonal?: number): Tensor;
  /** Returns the lower triangular part of the matrix (2-D tensor) or batch of matrices the input tensor, the other elements of the result tensor `out` are set to 0. In place. */
  tril_(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  /** Returns the indices of the lower triangular part of a `row`-by- `col` matrix in a 2-by-N Tensor, where the first row contains row coordinates of all indices and the second row contains column coordinates. */
  trilIndices(row: number, col: number, offset?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns the indices of the lower triangular part of a `row`-by- `col` matrix in a 2-by-N Tensor, where the first row contains row coordinates of all indices and the second row contains column coordinates. */
  trilIndices(row: number, col: number, options: { offset?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, margin?: number, p?: number, eps?: number, swap?: boolean, reduction?: ReductionChoice): Tensor;
  tripletMarginLoss(anchor: Tensor, positive: Tensor, negative: Tensor, options: { margin?: number | undefined; p?: number | undefined; eps?: number | undefined; swap?: boolean | undefined; reduction?: ReductionChoice | undefined }): Tensor;
  /** Returns the upper triangular part of a matrix (2-D tensor) or batch of matrices the input tensor, the other elements of the result tensor `out` are set to 0. */
  triu(self: Tensor, diagonal?: number): Tensor;
  /** Returns the upper triangular part of a matrix (2-D tensor) or batch of matrices the input tensor, the other elements of the result tensor `out` are set to 0. */
  triu(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  /** Returns the upper triangular part of a matrix (2-D tensor) or batch of matrices the input tensor, the other elements of the result tensor `out` are set to 0. In place. */
  triu_(self: Tensor, diagonal?: number): Tensor;
  /** Returns the upper triangular part of a matrix (2-D tensor) or batch of matrices the input tensor, the other elements of the result tensor `out` are set to 0. In place. */
  triu_(self: Tensor, options: { diagonal?: number | undefined }): Tensor;
  /** Returns the indices of the upper triangular part of a `row` by `col` matrix in a 2-by-N Tensor, where the first row contains row coordinates of all indices and the second row contains column coordinates. */
  triuIndices(row: number, col: number, offset?: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns the indices of the upper triangular part of a `row` by `col` matrix in a 2-by-N Tensor, where the first row contains row coordinates of all indices and the second row contains column coordinates. */
  triuIndices(row: number, col: number, options: { offset?: number | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  trueDivide(self: Tensor, other: Tensor): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. */
  trueDivide(self: Tensor, other: Scalar): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  trueDivide_(self: Tensor, other: Tensor): Tensor;
  /** Divides each element of the input tensor by the corresponding element of `other`. In place. */
  trueDivide_(self: Tensor, other: Scalar): Tensor;
  /** Returns a new tensor with the truncated integer values of the elements of the input tensor. */
  trunc(self: Tensor): Tensor;
  /** Returns a new tensor with the truncated integer values of the elements of the input tensor. In place. */
  trunc_(self: Tensor): Tensor;
  /** Returns the input tensor cast to the type of the given tensor. */
  typeAs(self: Tensor, other: Tensor): Tensor;
  /** Removes a tensor dimension. */
  unbind(self: Tensor, dim?: number): Tensor[];
  /** Removes a tensor dimension. */
  unbind(self: Tensor, options: { dim?: number | undefined }): Tensor[];
  /** Performs the same operation as `unbind`, but all output tensors are freshly created instead of aliasing the input. */
  unbindCopy(self: Tensor, dim?: number): Tensor[];
  /** Performs the same operation as `unbind`, but all output tensors are freshly created instead of aliasing the input. */
  unbindCopy(self: Tensor, options: { dim?: number | undefined }): Tensor[];
  /** Expands a dimension of the input tensor over multiple dimensions. */
  unflatten(self: Tensor, dim: number, sizes: readonly number[]): Tensor;
  unflattenDenseTensors(flat: Tensor, tensors: TensorList): Tensor[];
  /** Returns a view of the original tensor which contains all slices of size `size` from the input tensor in the dimension `dimension`. */
  unfold(self: Tensor, dimension: number, size: number, step: number): Tensor;
  unfoldBackward(gradIn: Tensor, inputSizes: readonly number[], dim: number, size: number, step: number): Tensor;
  /** Performs the same operation as `unfold`, but all output tensors are freshly created instead of aliasing the input. */
  unfoldCopy(self: Tensor, dimension: number, size: number, step: number): Tensor;
  uniform(self: Tensor, from_?: number, to?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  uniform(self: Tensor, options: { from?: number | undefined; to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  uniform(self: Tensor, from_: number, options: { to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  uniform_(self: Tensor, from_?: number, to?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
  uniform_(self: Tensor, options: { from?: number | undefined; to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  uniform_(self: Tensor, from_: number, options: { to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
  uniqueConsecutive(self: Tensor, returnInverse?: boolean, returnCounts?: boolean, dim?: number | null): [Tensor, Tensor, Tensor];
  uniqueConsecutive(self: Tensor, options: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined; dim?: number | null | undefined }): [Tensor, Tensor, Tensor];
  uniqueDim(self: Tensor, dim: number, sorted?: boolean, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
  uniqueDim(self: Tensor, dim: number, options: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
  uniqueDimConsecutive(self: Tensor, dim: number, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
  uniqueDimConsecutive(self: Tensor, dim: number, options: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
  /** Works like `chunk` but without enforcing the autograd restrictions on inplace modification of the outputs. */
  unsafeChunk(self: Tensor, chunks: number, dim?: number): Tensor[];
  /** Works like `chunk` but without enforcing the autograd restrictions on inplace modification of the outputs. */
  unsafeChunk(self: Tensor, chunks: number, options: { dim?: number | undefined }): Tensor[];
  /** Works like `split` but without enforcing the autograd restrictions on inplace modification of the outputs. */
  unsafeSplit(self: Tensor, splitSize: number, dim?: number): Tensor[];
  /** Works like `split` but without enforcing the autograd restrictions on inplace modification of the outputs. */
  unsafeSplit(self: Tensor, splitSize: number, options: { dim?: number | undefined }): Tensor[];
  unsafeSplitWithSizes(self: Tensor, splitSizes: readonly number[], dim?: number): Tensor[];
  unsafeSplitWithSizes(self: Tensor, splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
  /** Returns a new tensor with a dimension of size one inserted at the specified position. */
  unsqueeze(self: Tensor, dim: number): Tensor;
  /** Returns a new tensor with a dimension of size one inserted at the specified position. In place. */
  unsqueeze_(self: Tensor, dim: number): Tensor;
  /** Performs the same operation as `unsqueeze`, but all output tensors are freshly created instead of aliasing the input. */
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
  /** Returns the values tensor of a sparse COO tensor. */
  values(self: Tensor): Tensor;
  /** Performs the same operation as `values`, but all output tensors are freshly created instead of aliasing the input. */
  valuesCopy(self: Tensor): Tensor;
  /** Generates a Vandermonde matrix. */
  vander(x: Tensor, N?: number | null, increasing?: boolean): Tensor;
  /** Generates a Vandermonde matrix. */
  vander(x: Tensor, options: { N?: number | null | undefined; increasing?: boolean | undefined }): Tensor;
  /** Calculates the variance over the dimensions specified by `dim`. */
  var(self: Tensor, unbiased?: boolean): Tensor;
  /** Calculates the variance over the dimensions specified by `dim`. */
  var(self: Tensor, options: { unbiased?: boolean | undefined }): Tensor;
  /** Calculates the variance over the dimensions specified by `dim`. */
  var(self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
  /** Calculates the variance over the dimensions specified by `dim`. */
  var(self: Tensor, dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Calculates the variance over the dimensions specified by `dim`. */
  var(self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Calculates the variance over the dimensions specified by `dim`. */
  var(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
  /** Calculates the variance and mean over the dimensions specified by `dim`. */
  varMean(self: Tensor, unbiased?: boolean): [Tensor, Tensor];
  /** Calculates the variance and mean over the dimensions specified by `dim`. */
  varMean(self: Tensor, options: { unbiased?: boolean | undefined }): [Tensor, Tensor];
  /** Calculates the variance and mean over the dimensions specified by `dim`. */
  varMean(self: Tensor, dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
  /** Calculates the variance and mean over the dimensions specified by `dim`. */
  varMean(self: Tensor, dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** Calculates the variance and mean over the dimensions specified by `dim`. */
  varMean(self: Tensor, dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** Calculates the variance and mean over the dimensions specified by `dim`. */
  varMean(self: Tensor, options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
  /** Computes the dot product of two 1D vectors along a dimension. */
  vdot(self: Tensor, other: Tensor): Tensor;
  /** Returns a new tensor with the same data as the input tensor but of a different `shape`. */
  view(self: Tensor, size: readonly number[]): Tensor;
  /** Returns a new tensor with the same data as the input tensor but of a different `shape`. */
  view(self: Tensor, dtype: DType): Tensor;
  /** Views the input tensor as the same size as `other`. */
  viewAs(self: Tensor, other: Tensor): Tensor;
  /** Returns a view of the input tensor as a complex tensor. */
  viewAsComplex(self: Tensor): Tensor;
  /** Performs the same operation as `viewAsComplex`, but all output tensors are freshly created instead of aliasing the input. */
  viewAsComplexCopy(self: Tensor): Tensor;
  /** Returns a view of the input tensor as a real tensor. */
  viewAsReal(self: Tensor): Tensor;
  /** Performs the same operation as `viewAsReal`, but all output tensors are freshly created instead of aliasing the input. */
  viewAsRealCopy(self: Tensor): Tensor;
  /** Performs the same operation as `view`, but all output tensors are freshly created instead of aliasing the input. */
  viewCopy(self: Tensor, size: readonly number[]): Tensor;
  /** Performs the same operation as `view`, but all output tensors are freshly created instead of aliasing the input. */
  viewCopy(self: Tensor, dtype: DType): Tensor;
  /** Splits the input tensor, a tensor with two or more dimensions, into multiple tensors vertically according to `indicesOrSections`. */
  vsplit(self: Tensor, indices: readonly number[]): Tensor[];
  /** Splits the input tensor, a tensor with two or more dimensions, into multiple tensors vertically according to `indicesOrSections`. */
  vsplit(self: Tensor, sections: number): Tensor[];
  /** Stack tensors in sequence vertically (row wise). */
  vstack(tensors: TensorList): Tensor;
  /** Returns a tensor of elements selected from either the input tensor or `other`, depending on `condition`. */
  where(condition: Tensor): Tensor[];
  /** Returns a tensor of elements selected from either the input tensor or `other`, depending on `condition`. */
  where(condition: Tensor, self: Tensor, other: Tensor): Tensor;
  /** Returns a tensor of elements selected from either the input tensor or `other`, depending on `condition`. */
  where(condition: Tensor, self: Tensor, other: Scalar): Tensor;
  /** Returns a tensor of elements selected from either the input tensor or `other`, depending on `condition`. */
  where(condition: Tensor, self: Scalar, other: Tensor): Tensor;
  /** Returns a tensor of elements selected from either the input tensor or `other`, depending on `condition`. */
  where(condition: Tensor, self: Scalar, other: Scalar): Tensor;
  xlogy(self: Scalar, other: Tensor): Tensor;
  xlogy(self: Tensor, other: Tensor): Tensor;
  xlogy(self: Tensor, other: Scalar): Tensor;
  xlogy_(self: Tensor, other: Tensor): Tensor;
  xlogy_(self: Tensor, other: Scalar): Tensor;
  zero(self: Tensor): Tensor;
  /** Fills the input tensor with zeros. */
  zero_(self: Tensor): Tensor;
  /** Returns a tensor filled with the scalar value `0`, with the shape defined by the variable argument `size`. */
  zeros(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  /** Returns a tensor filled with the scalar value `0`, with the same size as the input tensor. */
  zerosLike(self: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
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
