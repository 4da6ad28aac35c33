// Written by `npm run generate` from the schemas of libtorch 2.13.0. Do not edit.
import type { Device, DType, Layout, MemoryFormat } from "./dtype.js";
import type { NativeObject } from "./operator.js";
import type { ReductionChoice, Scalar, TensorList } from "./values.js";

// The sentences are from PyTorch's documentation (BSD-3-Clause).
declare module "./tensor.js" {
  interface Tensor {
    /** Computes the absolute value of each element in this tensor. */
    abs(): Tensor;
    /** Computes the absolute value of each element in this tensor. In place. */
    abs_(): this;
    /** Computes the absolute value of each element in this tensor. */
    absolute(): Tensor;
    /** Computes the absolute value of each element in this tensor. In place. */
    absolute_(): this;
    /** Returns a new tensor with the arccosine (in radians) of each element in this tensor. */
    acos(): Tensor;
    /** Returns a new tensor with the arccosine (in radians) of each element in this tensor. In place. */
    acos_(): this;
    /** Returns a new tensor with the inverse hyperbolic cosine of the elements of this tensor. */
    acosh(): Tensor;
    /** Returns a new tensor with the inverse hyperbolic cosine of the elements of this tensor. In place. */
    acosh_(): this;
    /** Applies a 1D adaptive average pooling over an input signal composed of several input planes. */
    adaptiveAvgPool1d(outputSize: number | readonly number[]): Tensor;
    /** Applies a 2D adaptive average pooling over an input signal composed of several input planes. */
    adaptiveAvgPool2d(outputSize: number | readonly number[]): Tensor;
    /** Applies a 3D adaptive average pooling over an input signal composed of several input planes. */
    adaptiveAvgPool3d(outputSize: number | readonly number[]): Tensor;
    adaptiveMaxPool1d(outputSize: number | readonly number[]): [Tensor, Tensor];
    adaptiveMaxPool2d(outputSize: number | readonly number[]): [Tensor, Tensor];
    adaptiveMaxPool3d(outputSize: number | readonly number[]): [Tensor, Tensor];
    /** Adds `other`, scaled by `alpha`, to this tensor. */
    add(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** Adds `other`, scaled by `alpha`, to this tensor. */
    add(other: Scalar, alpha?: Scalar): Tensor;
    /** Adds `other`, scaled by `alpha`, to this tensor. */
    add(other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
    /** Adds `other`, scaled by `alpha`, to this tensor. In place. */
    add_(other: Tensor, options?: { alpha?: Scalar | undefined }): this;
    /** Adds `other`, scaled by `alpha`, to this tensor. In place. */
    add_(other: Scalar, alpha?: Scalar): this;
    /** Adds `other`, scaled by `alpha`, to this tensor. In place. */
    add_(other: Scalar, options: { alpha?: Scalar | undefined }): this;
    /** Performs a batch matrix-matrix product of matrices stored in `batch1` and `batch2`, with a reduced add step (all matrix multiplications get accumulated along the first dimension). */
    addbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Performs a batch matrix-matrix product of matrices stored in `batch1` and `batch2`, with a reduced add step (all matrix multiplications get accumulated along the first dimension). In place. */
    addbmm_(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    /** Performs the element-wise division of `tensor1` by `tensor2`, multiplies the result by the scalar `value` and adds it to this tensor. */
    addcdiv(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
    /** Performs the element-wise division of `tensor1` by `tensor2`, multiplies the result by the scalar `value` and adds it to this tensor. In place. */
    addcdiv_(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): this;
    /** Performs the element-wise multiplication of `tensor1` by `tensor2`, multiplies the result by the scalar `value` and adds it to this tensor. */
    addcmul(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
    /** Performs the element-wise multiplication of `tensor1` by `tensor2`, multiplies the result by the scalar `value` and adds it to this tensor. In place. */
    addcmul_(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): this;
    /** Performs a matrix multiplication of the matrices `mat1` and `mat2`. */
    addmm(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Performs a matrix multiplication of the matrices `mat1` and `mat2`. */
    addmm(mat1: Tensor, mat2: Tensor, outDtype: DType, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Performs a matrix multiplication of the matrices `mat1` and `mat2`. In place. */
    addmm_(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    /** Performs a matrix-vector product of the matrix `mat` and the vector `vec`. */
    addmv(mat: Tensor, vec: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Performs a matrix-vector product of the matrix `mat` and the vector `vec`. In place. */
    addmv_(mat: Tensor, vec: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    /** Performs the outer-product of vectors `vec1` and `vec2` and adds it to this matrix. */
    addr(vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Performs the outer-product of vectors `vec1` and `vec2` and adds it to this matrix. In place. */
    addr_(vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    /** `x.adjoint()` is equivalent to `x.transpose(-2, -1).conj()` for complex tensors and to `x.transpose(-2, -1)` for real tensors. */
    adjoint(): Tensor;
    alias(): Tensor;
    /** Performs the same operation as `alias`, but all output tensors are freshly created instead of aliasing the input. */
    aliasCopy(): Tensor;
    /** Tests if all elements in this tensor evaluate to `True`. */
    all(): Tensor;
    /** Tests if all elements in this tensor evaluate to `True`. */
    all(dim: number, keepdim?: boolean): Tensor;
    /** Tests if all elements in this tensor evaluate to `True`. */
    all(dim: number, options: { keepdim?: boolean | undefined }): Tensor;
    /** Tests if all elements in this tensor evaluate to `True`. */
    all(dim?: readonly number[] | null, keepdim?: boolean): Tensor;
    /** Tests if all elements in this tensor evaluate to `True`. */
    all(options: { dim?: readonly number[] | null | undefined; keepdim?: boolean | undefined }): Tensor;
    allclose(other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): boolean;
    allclose(other: Tensor, options: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): boolean;
    /** Applies alpha dropout to the input. In place. */
    alphaDropout_(p: number, train: boolean): this;
    /** Returns the maximum value of each slice of this tensor in the given dimension(s) `dim`. */
    amax(dim?: number | readonly number[], keepdim?: boolean): Tensor;
    /** Returns the maximum value of each slice of this tensor in the given dimension(s) `dim`. */
    amax(options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Returns the minimum value of each slice of this tensor in the given dimension(s) `dim`. */
    amin(dim?: number | readonly number[], keepdim?: boolean): Tensor;
    /** Returns the minimum value of each slice of this tensor in the given dimension(s) `dim`. */
    amin(options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Computes the minimum and maximum values of this tensor. */
    aminmax(options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Computes the element-wise angle (in radians) of this tensor. */
    angle(): Tensor;
    /** Tests if any element in this tensor evaluates to `True`. */
    any(): Tensor;
    /** Tests if any element in this tensor evaluates to `True`. */
    any(dim: number, keepdim?: boolean): Tensor;
    /** Tests if any element in this tensor evaluates to `True`. */
    any(dim: number, options: { keepdim?: boolean | undefined }): Tensor;
    /** Tests if any element in this tensor evaluates to `True`. */
    any(dim?: readonly number[] | null, keepdim?: boolean): Tensor;
    /** Tests if any element in this tensor evaluates to `True`. */
    any(options: { dim?: readonly number[] | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Returns a new tensor with the arccosine (in radians) of each element in this tensor. */
    arccos(): Tensor;
    /** Returns a new tensor with the arccosine (in radians) of each element in this tensor. In place. */
    arccos_(): this;
    /** Returns a new tensor with the inverse hyperbolic cosine of the elements of this tensor. */
    arccosh(): Tensor;
    /** Returns a new tensor with the inverse hyperbolic cosine of the elements of this tensor. In place. */
    arccosh_(): this;
    /** Returns a new tensor with the arcsine of the elements (in radians) in this tensor. */
    arcsin(): Tensor;
    /** Returns a new tensor with the arcsine of the elements (in radians) in this tensor. In place. */
    arcsin_(): this;
    /** Returns a new tensor with the inverse hyperbolic sine of the elements of this tensor. */
    arcsinh(): Tensor;
    /** Returns a new tensor with the inverse hyperbolic sine of the elements of this tensor. In place. */
    arcsinh_(): this;
    /** Returns a new tensor with the arctangent of the elements (in radians) in this tensor. */
    arctan(): Tensor;
    arctan2(other: Tensor): Tensor;
    arctan2_(other: Tensor): this;
    /** Returns a new tensor with the arctangent of the elements (in radians) in this tensor. In place. */
    arctan_(): this;
    /** Returns a new tensor with the inverse hyperbolic tangent of the elements of this tensor. */
    arctanh(): Tensor;
    /** Returns a new tensor with the inverse hyperbolic tangent of the elements of this tensor. In place. */
    arctanh_(): this;
    /** Returns the indices of the maximum value of all elements in this tensor. */
    argmax(dim?: number | null, keepdim?: boolean): Tensor;
    /** Returns the indices of the maximum value of all elements in this tensor. */
    argmax(options: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Returns the indices of the minimum value(s) of the flattened tensor or along a dimension. */
    argmin(dim?: number | null, keepdim?: boolean): Tensor;
    /** Returns the indices of the minimum value(s) of the flattened tensor or along a dimension. */
    argmin(options: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Returns the indices that sort a tensor along a given dimension in ascending order by value. */
    argsort(dim?: number, descending?: boolean): Tensor;
    /** Returns the indices that sort a tensor along a given dimension in ascending order by value. */
    argsort(options: { dim?: number | undefined; descending?: boolean | undefined }): Tensor;
    /** Returns the indices that sort a tensor along a given dimension in ascending order by value. */
    argsort(options: { stable: boolean; dim?: number | undefined; descending?: boolean | undefined }): Tensor;
    /** Returns a tensor containing the indices of all non-zero elements of this tensor. */
    argwhere(): Tensor;
    asStrided(size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
    asStrided(size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
    asStrided_(size: readonly number[], stride: readonly number[], storageOffset?: number | null): this;
    asStrided_(size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): this;
    /** Performs the same operation as `asStrided`, but all output tensors are freshly created instead of aliasing the input. */
    asStridedCopy(size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
    /** Performs the same operation as `asStrided`, but all output tensors are freshly created instead of aliasing the input. */
    asStridedCopy(size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
    asStridedScatter(src: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
    asStridedScatter(src: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
    /** Returns a new tensor with the arcsine of the elements (in radians) in this tensor. */
    asin(): Tensor;
    /** Returns a new tensor with the arcsine of the elements (in radians) in this tensor. In place. */
    asin_(): this;
    /** Returns a new tensor with the inverse hyperbolic sine of the elements of this tensor. */
    asinh(): Tensor;
    /** Returns a new tensor with the inverse hyperbolic sine of the elements of this tensor. In place. */
    asinh_(): this;
    /** Returns a new tensor with the arctangent of the elements (in radians) in this tensor. */
    atan(): Tensor;
    atan2(other: Tensor): Tensor;
    atan2_(other: Tensor): this;
    /** Returns a new tensor with the arctangent of the elements (in radians) in this tensor. In place. */
    atan_(): this;
    /** Returns a new tensor with the inverse hyperbolic tangent of the elements of this tensor. */
    atanh(): Tensor;
    /** Returns a new tensor with the inverse hyperbolic tangent of the elements of this tensor. In place. */
    atanh_(): this;
    /** Returns a 1-dimensional view of each input tensor with zero dimensions. */
    atleast1d(): Tensor;
    /** Returns a 2-dimensional view of each input tensor with zero dimensions. */
    atleast2d(): Tensor;
    /** Returns a 3-dimensional view of each input tensor with zero dimensions. */
    atleast3d(): Tensor;
    /** Applies a 1D average pooling over an input signal composed of several input planes. */
    avgPool1d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean): Tensor;
    /** Applies a 1D average pooling over an input signal composed of several input planes. */
    avgPool1d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined }): Tensor;
    /** Applies 2D average-pooling operation in `kH * kW` regions by step size `sH * sW` steps. */
    avgPool2d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
    /** Applies 2D average-pooling operation in `kH * kW` regions by step size `sH * sW` steps. */
    avgPool2d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
    /** Applies 3D average-pooling operation in `kT * kH * kW` regions by step size `sT * sH * sW` steps. */
    avgPool3d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
    /** Applies 3D average-pooling operation in `kT * kH * kW` regions by step size `sT * sH * sW` steps. */
    avgPool3d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
    /** Performs a batch matrix-matrix product of matrices in `batch1` and `batch2`. */
    baddbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Performs a batch matrix-matrix product of matrices in `batch1` and `batch2`. */
    baddbmm(batch1: Tensor, batch2: Tensor, outDtype: DType, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Performs a batch matrix-matrix product of matrices in `batch1` and `batch2`. In place. */
    baddbmm_(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. */
    bernoulli(options?: { generator?: NativeObject | null | undefined }): Tensor;
    /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. */
    bernoulli(p: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
    /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. */
    bernoulli(p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. In place. */
    bernoulli_(p: Tensor, options?: { generator?: NativeObject | null | undefined }): this;
    /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. In place. */
    bernoulli_(p?: number, options?: { generator?: NativeObject | null | undefined }): this;
    /** Draws binary random numbers (0 or 1) from a Bernoulli distribution. In place. */
    bernoulli_(options: { p?: number | undefined; generator?: NativeObject | null | undefined }): this;
    binaryCrossEntropy(target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice): Tensor;
    binaryCrossEntropy(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined }): Tensor;
    binaryCrossEntropyWithLogits(target: Tensor, weight?: Tensor | null, posWeight?: Tensor | null, reduction?: ReductionChoice): Tensor;
    binaryCrossEntropyWithLogits(target: Tensor, options: { weight?: Tensor | null | undefined; posWeight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined }): Tensor;
    /** Counts the frequency of each value in an array of non-negative ints. */
    bincount(weights?: Tensor | null, minlength?: number): Tensor;
    /** Counts the frequency of each value in an array of non-negative ints. */
    bincount(options: { weights?: Tensor | null | undefined; minlength?: number | undefined }): Tensor;
    /** Computes the bitwise AND of this tensor and `other`. */
    bitwiseAnd(other: Tensor): Tensor;
    /** Computes the bitwise AND of this tensor and `other`. */
    bitwiseAnd(other: Scalar): Tensor;
    /** Computes the bitwise AND of this tensor and `other`. In place. */
    bitwiseAnd_(other: Tensor): this;
    /** Computes the bitwise AND of this tensor and `other`. In place. */
    bitwiseAnd_(other: Scalar): this;
    /** Computes the left arithmetic shift of this tensor by `other` bits. */
    bitwiseLeftShift(other: Tensor): Tensor;
    /** Computes the left arithmetic shift of this tensor by `other` bits. */
    bitwiseLeftShift(other: Scalar): Tensor;
    /** Computes the left arithmetic shift of this tensor by `other` bits. In place. */
    bitwiseLeftShift_(other: Tensor): this;
    /** Computes the left arithmetic shift of this tensor by `other` bits. In place. */
    bitwiseLeftShift_(other: Scalar): this;
    /** Computes the bitwise NOT of the given input tensor. */
    bitwiseNot(): Tensor;
    /** Computes the bitwise NOT of the given input tensor. In place. */
    bitwiseNot_(): this;
    /** Computes the bitwise OR of this tensor and `other`. */
    bitwiseOr(other: Tensor): Tensor;
    /** Computes the bitwise OR of this tensor and `other`. */
    bitwiseOr(other: Scalar): Tensor;
    /** Computes the bitwise OR of this tensor and `other`. In place. */
    bitwiseOr_(other: Tensor): this;
    /** Computes the bitwise OR of this tensor and `other`. In place. */
    bitwiseOr_(other: Scalar): this;
    /** Computes the right arithmetic shift of this tensor by `other` bits. */
    bitwiseRightShift(other: Tensor): Tensor;
    /** Computes the right arithmetic shift of this tensor by `other` bits. */
    bitwiseRightShift(other: Scalar): Tensor;
    /** Computes the right arithmetic shift of this tensor by `other` bits. In place. */
    bitwiseRightShift_(other: Tensor): this;
    /** Computes the right arithmetic shift of this tensor by `other` bits. In place. */
    bitwiseRightShift_(other: Scalar): this;
    /** Computes the bitwise XOR of this tensor and `other`. */
    bitwiseXor(other: Tensor): Tensor;
    /** Computes the bitwise XOR of this tensor and `other`. */
    bitwiseXor(other: Scalar): Tensor;
    /** Computes the bitwise XOR of this tensor and `other`. In place. */
    bitwiseXor_(other: Tensor): this;
    /** Computes the bitwise XOR of this tensor and `other`. In place. */
    bitwiseXor_(other: Scalar): this;
    /** Performs a batch matrix-matrix product of matrices stored in this tensor and `mat2`. */
    bmm(mat2: Tensor): Tensor;
    /** Performs a batch matrix-matrix product of matrices stored in this tensor and `mat2`. */
    bmm(mat2: Tensor, outDtype: DType): Tensor;
    broadcastTo(size: readonly number[]): Tensor;
    /** Returns the indices of the buckets to which each value in this tensor belongs, where the boundaries of the buckets are set by `boundaries`. */
    bucketize(boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor;
    cauchy(median?: number, sigma?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    cauchy(options: { median?: number | undefined; sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    cauchy(median: number, options: { sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    cauchy_(median?: number, sigma?: number, options?: { generator?: NativeObject | null | undefined }): this;
    cauchy_(options: { median?: number | undefined; sigma?: number | undefined; generator?: NativeObject | null | undefined }): this;
    cauchy_(median: number, options: { sigma?: number | undefined; generator?: NativeObject | null | undefined }): this;
    ccolIndices(): Tensor;
    ccolIndicesCopy(): Tensor;
    /** Returns a new tensor with the ceil of the elements of this tensor, the smallest integer greater than or equal to each element. */
    ceil(): Tensor;
    /** Returns a new tensor with the ceil of the elements of this tensor, the smallest integer greater than or equal to each element. In place. */
    ceil_(): this;
    celu(alpha?: Scalar): Tensor;
    celu(options: { alpha?: Scalar | undefined }): Tensor;
    celu_(alpha?: Scalar): this;
    celu_(options: { alpha?: Scalar | undefined }): this;
    chalf(options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    channelShuffle(groups: number): Tensor;
    /** Computes the Cholesky decomposition of a symmetric positive-definite matrix `A` or for batches of symmetric positive-definite matrices. */
    cholesky(upper?: boolean): Tensor;
    /** Computes the Cholesky decomposition of a symmetric positive-definite matrix `A` or for batches of symmetric positive-definite matrices. */
    cholesky(options: { upper?: boolean | undefined }): Tensor;
    /** Computes the inverse of a complex Hermitian or real symmetric positive-definite matrix given its Cholesky decomposition. */
    choleskyInverse(upper?: boolean): Tensor;
    /** Computes the inverse of a complex Hermitian or real symmetric positive-definite matrix given its Cholesky decomposition. */
    choleskyInverse(options: { upper?: boolean | undefined }): Tensor;
    /** Computes the solution of a system of linear equations with complex Hermitian or real symmetric positive-definite lhs given its Cholesky decomposition. */
    choleskySolve(input2: Tensor, upper?: boolean): Tensor;
    /** Computes the solution of a system of linear equations with complex Hermitian or real symmetric positive-definite lhs given its Cholesky decomposition. */
    choleskySolve(input2: Tensor, options: { upper?: boolean | undefined }): Tensor;
    /** Attempts to split a tensor into the specified number of chunks. */
    chunk(chunks: number, dim?: number): Tensor[];
    /** Attempts to split a tensor into the specified number of chunks. */
    chunk(chunks: number, options: { dim?: number | undefined }): Tensor[];
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. */
    clamp(min?: Tensor | null, max?: Tensor | null): Tensor;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. */
    clamp(options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. */
    clamp(min?: Scalar | null, max?: Scalar | null): Tensor;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. */
    clamp(options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. In place. */
    clamp_(min?: Tensor | null, max?: Tensor | null): this;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. In place. */
    clamp_(options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): this;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. In place. */
    clamp_(min?: Scalar | null, max?: Scalar | null): this;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. In place. */
    clamp_(options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): this;
    clampMax(max: Tensor): Tensor;
    clampMax(max: Scalar): Tensor;
    clampMax_(max: Tensor): this;
    clampMax_(max: Scalar): this;
    clampMin(min: Tensor): Tensor;
    clampMin(min: Scalar): Tensor;
    clampMin_(min: Tensor): this;
    clampMin_(min: Scalar): this;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. */
    clip(min?: Tensor | null, max?: Tensor | null): Tensor;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. */
    clip(options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. */
    clip(min?: Scalar | null, max?: Scalar | null): Tensor;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. */
    clip(options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. In place. */
    clip_(min?: Tensor | null, max?: Tensor | null): this;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. In place. */
    clip_(options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): this;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. In place. */
    clip_(min?: Scalar | null, max?: Scalar | null): this;
    /** Clamps all elements in this tensor into the range `[` `min`, `max` `]`. In place. */
    clip_(options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): this;
    /** Returns a copy of this tensor. */
    clone(options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** Returns a coalesced copy of this tensor if this tensor is an uncoalesced tensor. */
    coalesce(): Tensor;
    col2im(outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
    /** Returns the tensor containing the column indices of this tensor when this tensor is a sparse CSR tensor of layout `sparse_csr`. */
    colIndices(): Tensor;
    /** Performs the same operation as `colIndices`, but all output tensors are freshly created instead of aliasing the input. */
    colIndicesCopy(): Tensor;
    /** Computes combinations of length `r` of the given tensor. */
    combinations(r?: number, withReplacement?: boolean): Tensor;
    /** Computes combinations of length `r` of the given tensor. */
    combinations(options: { r?: number | undefined; withReplacement?: boolean | undefined }): Tensor;
    /** Returns a view of this tensor with a flipped conjugate bit. */
    conj(): Tensor;
    /** Computes the element-wise conjugate of this tensor. */
    conjPhysical(): Tensor;
    /** Computes the element-wise conjugate of this tensor. In place. */
    conjPhysical_(): this;
    constantPadNd(pad: readonly number[], value?: Scalar): Tensor;
    constantPadNd(pad: readonly number[], options: { value?: Scalar | undefined }): Tensor;
    /** Returns a contiguous in memory tensor containing the same data as this tensor. */
    contiguous(options?: { memoryFormat?: MemoryFormat | undefined }): Tensor;
    convDepthwise3d(weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[]): Tensor;
    /** Applies a 1-dimensional sequence convolution over an input sequence. */
    convTbc(weight: Tensor, bias: Tensor, pad?: number): Tensor;
    /** Applies a 1-dimensional sequence convolution over an input sequence. */
    convTbc(weight: Tensor, bias: Tensor, options: { pad?: number | undefined }): Tensor;
    convTbcBackward(input: Tensor, weight: Tensor, bias: Tensor, pad: number): [Tensor, Tensor, Tensor];
    copy(src: Tensor, nonBlocking?: boolean): Tensor;
    copy(src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
    /** Copies the elements from `src` into this tensor and returns this tensor. */
    copy_(src: Tensor, nonBlocking?: boolean): this;
    /** Copies the elements from `src` into this tensor and returns this tensor. */
    copy_(src: Tensor, options: { nonBlocking?: boolean | undefined }): this;
    copySparseToSparse(src: Tensor, nonBlocking?: boolean): Tensor;
    copySparseToSparse(src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
    copySparseToSparse_(src: Tensor, nonBlocking?: boolean): this;
    copySparseToSparse_(src: Tensor, options: { nonBlocking?: boolean | undefined }): this;
    /** Creates a new floating-point tensor with the magnitude of this tensor and the sign of `other`, elementwise. */
    copysign(other: Tensor): Tensor;
    /** Creates a new floating-point tensor with the magnitude of this tensor and the sign of `other`, elementwise. */
    copysign(other: Scalar): Tensor;
    /** Creates a new floating-point tensor with the magnitude of this tensor and the sign of `other`, elementwise. In place. */
    copysign_(other: Tensor): this;
    /** Creates a new floating-point tensor with the magnitude of this tensor and the sign of `other`, elementwise. In place. */
    copysign_(other: Scalar): this;
    /** Estimates the Pearson product-moment correlation coefficient matrix of the variables given by this matrix, where rows are the variables and columns are the observations. */
    corrcoef(): Tensor;
    /** Returns a new tensor with the cosine of the elements of this tensor given in radians. */
    cos(): Tensor;
    /** Returns a new tensor with the cosine of the elements of this tensor given in radians. In place. */
    cos_(): this;
    /** Returns a new tensor with the hyperbolic cosine of the elements of this tensor. */
    cosh(): Tensor;
    /** Returns a new tensor with the hyperbolic cosine of the elements of this tensor. In place. */
    cosh_(): this;
    /** Counts the number of non-zero values in this tensor along the given `dim`. */
    countNonzero(dim?: number | null): Tensor;
    /** Counts the number of non-zero values in this tensor along the given `dim`. */
    countNonzero(options: { dim?: number | null | undefined }): Tensor;
    /** Counts the number of non-zero values in this tensor along the given `dim`. */
    countNonzero(dim: readonly number[]): Tensor;
    /** Estimates the covariance matrix of the variables given by this matrix, where rows are the variables and columns are the observations. */
    cov(options?: { correction?: number | undefined; fweights?: Tensor | null | undefined; aweights?: Tensor | null | undefined }): Tensor;
    /** Returns the cross product of vectors in dimension `dim` of this tensor and `other`. */
    cross(other: Tensor, dim?: number | null): Tensor;
    /** Returns the cross product of vectors in dimension `dim` of this tensor and `other`. */
    cross(other: Tensor, options: { dim?: number | null | undefined }): Tensor;
    crossEntropyLoss(target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice, ignoreIndex?: number, labelSmoothing?: number): Tensor;
    crossEntropyLoss(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined; ignoreIndex?: number | undefined; labelSmoothing?: number | undefined }): Tensor;
    /** Returns the tensor containing the compressed row indices of this tensor when this tensor is a sparse CSR tensor of layout `sparse_csr`. */
    crowIndices(): Tensor;
    /** Performs the same operation as `crowIndices`, but all output tensors are freshly created instead of aliasing the input. */
    crowIndicesCopy(): Tensor;
    cudnnConvolution(weight: Tensor, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean, allowTf32: boolean): Tensor;
    cudnnConvolutionAddRelu(weight: Tensor, z: Tensor, alpha: Scalar | null, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
    cudnnConvolutionRelu(weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
    cudnnConvolutionTranspose(weight: Tensor, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean, allowTf32: boolean): Tensor;
    cudnnGridSampler(grid: Tensor): Tensor;
    cudnnGridSamplerBackward(grid: Tensor, gradOutput: Tensor): [Tensor, Tensor];
    cudnnIsAcceptable(): boolean;
    cummax(dim: number): [Tensor, Tensor];
    cummin(dim: number): [Tensor, Tensor];
    /** Returns the cumulative product of elements of this tensor in the dimension `dim`. */
    cumprod(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the cumulative product of elements of this tensor in the dimension `dim`. In place. */
    cumprod_(dim: number, options?: { dtype?: DType | null | undefined }): this;
    /** Returns the cumulative sum of elements of this tensor in the dimension `dim`. */
    cumsum(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the cumulative sum of elements of this tensor in the dimension `dim`. In place. */
    cumsum_(dim: number, options?: { dtype?: DType | null | undefined }): this;
    data(): Tensor;
    /** Returns a new tensor with each of the elements of this tensor converted from angles in degrees to radians. */
    deg2rad(): Tensor;
    /** Returns a new tensor with each of the elements of this tensor converted from angles in degrees to radians. In place. */
    deg2rad_(): this;
    /** Returns the number of dense dimensions in this sparse tensor. */
    denseDim(): number;
    /** Returns an fp32 Tensor by dequantizing a quantized Tensor. */
    dequantize(): Tensor;
    /** Computes the determinant of a square matrix. */
    det(): Tensor;
    detach(): Tensor;
    detach_(): this;
    /** Performs the same operation as `detach`, but all output tensors are freshly created instead of aliasing the input. */
    detachCopy(): Tensor;
    diag(diagonal?: number): Tensor;
    diag(options: { diagonal?: number | undefined }): Tensor;
    /** Creates a tensor whose diagonals of certain 2D planes (specified by `dim1` and `dim2`) are filled by this tensor. */
    diagEmbed(offset?: number, dim1?: number, dim2?: number): Tensor;
    /** Creates a tensor whose diagonals of certain 2D planes (specified by `dim1` and `dim2`) are filled by this tensor. */
    diagEmbed(options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    diagflat(offset?: number): Tensor;
    diagflat(options: { offset?: number | undefined }): Tensor;
    /** Returns a partial view of this tensor with the its diagonal elements with respect to `dim1` and `dim2` appended as a dimension at the end of the shape. */
    diagonal(offset?: number, dim1?: number, dim2?: number): Tensor;
    /** Returns a partial view of this tensor with the its diagonal elements with respect to `dim1` and `dim2` appended as a dimension at the end of the shape. */
    diagonal(options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    /** Performs the same operation as `diagonal`, but all output tensors are freshly created instead of aliasing the input. */
    diagonalCopy(offset?: number, dim1?: number, dim2?: number): Tensor;
    /** Performs the same operation as `diagonal`, but all output tensors are freshly created instead of aliasing the input. */
    diagonalCopy(options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    /** Embeds the values of the `src` tensor into this tensor along the diagonal elements of this tensor, with respect to `dim1` and `dim2`. */
    diagonalScatter(src: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
    /** Embeds the values of the `src` tensor into this tensor along the diagonal elements of this tensor, with respect to `dim1` and `dim2`. */
    diagonalScatter(src: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    /** Computes the n-th forward difference along the given dimension. */
    diff(n?: number, dim?: number, prepend?: Tensor | null, append?: Tensor | null): Tensor;
    /** Computes the n-th forward difference along the given dimension. */
    diff(options: { n?: number | undefined; dim?: number | undefined; prepend?: Tensor | null | undefined; append?: Tensor | null | undefined }): Tensor;
    /** Computes the logarithmic derivative of the gamma function on this tensor. */
    digamma(): Tensor;
    /** Computes the logarithmic derivative of the gamma function on this tensor. In place. */
    digamma_(): this;
    /** Returns the number of dimensions of this tensor. */
    dim(): number;
    /** Returns the p-norm of (this tensor - `other`). */
    dist(other: Tensor, p?: Scalar): Tensor;
    /** Returns the p-norm of (this tensor - `other`). */
    dist(other: Tensor, options: { p?: Scalar | undefined }): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    div(other: Tensor): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    div(other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    div(other: Scalar): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    div(other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    div_(other: Tensor): this;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    div_(other: Tensor, options?: { roundingMode?: string | null | undefined }): this;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    div_(other: Scalar): this;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    div_(other: Scalar, options?: { roundingMode?: string | null | undefined }): this;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    divide(other: Tensor): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    divide(other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    divide(other: Scalar): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    divide(other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    divide_(other: Tensor): this;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    divide_(other: Tensor, options?: { roundingMode?: string | null | undefined }): this;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    divide_(other: Scalar): this;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    divide_(other: Scalar, options?: { roundingMode?: string | null | undefined }): this;
    /** Computes the dot product of two 1D tensors. */
    dot(tensor: Tensor): Tensor;
    /** During training, randomly zeroes some elements of the input tensor with probability `p`. In place. */
    dropout_(p: number, train: boolean): this;
    /** Splits this tensor, a tensor with three or more dimensions, into multiple tensors depthwise according to `indicesOrSections`. */
    dsplit(indices: readonly number[]): Tensor[];
    /** Splits this tensor, a tensor with three or more dimensions, into multiple tensors depthwise according to `indicesOrSections`. */
    dsplit(sections: number): Tensor[];
    /** Applies the Exponential Linear Unit (ELU) function element-wise. */
    elu(alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): Tensor;
    /** Applies the Exponential Linear Unit (ELU) function element-wise. */
    elu(options: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): Tensor;
    /** Applies the Exponential Linear Unit (ELU) function element-wise. In place. */
    elu_(alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): this;
    /** Applies the Exponential Linear Unit (ELU) function element-wise. In place. */
    elu_(options: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): this;
    embeddingRenorm(indices: Tensor, maxNorm: number, normType: number): Tensor;
    embeddingRenorm_(indices: Tensor, maxNorm: number, normType: number): this;
    /** Returns an uninitialized tensor with the same size as this tensor. */
    emptyLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Computes element-wise equality. */
    eq(other: Tensor): Tensor;
    /** Computes element-wise equality. */
    eq(other: Scalar): Tensor;
    /** Computes element-wise equality. In place. */
    eq_(other: Tensor): this;
    /** Computes element-wise equality. In place. */
    eq_(other: Scalar): this;
    /** `True` if two tensors have the same size and elements, `False` otherwise. */
    equal(other: Tensor): boolean;
    /** Computes the error function of this tensor. */
    erf(): Tensor;
    /** Computes the error function of this tensor. In place. */
    erf_(): this;
    /** Computes the complementary error function of this tensor. */
    erfc(): Tensor;
    /** Computes the complementary error function of this tensor. In place. */
    erfc_(): this;
    /** Computes the inverse error function of this tensor. */
    erfinv(): Tensor;
    /** Computes the inverse error function of this tensor. In place. */
    erfinv_(): this;
    /** Returns a new tensor with the exponential of the elements of this tensor. */
    exp(): Tensor;
    /** Computes the base two exponential function of this tensor. */
    exp2(): Tensor;
    /** Computes the base two exponential function of this tensor. In place. */
    exp2_(): this;
    /** Returns a new tensor with the exponential of the elements of this tensor. In place. */
    exp_(): this;
    /** Returns a new view of this tensor with singleton dimensions expanded to a larger size. */
    expand(size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
    /** Expand this tensor to the same size as `other`. */
    expandAs(other: Tensor): Tensor;
    /** Performs the same operation as `expand`, but all output tensors are freshly created instead of aliasing the input. */
    expandCopy(size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
    /** Computes the exponential of the elements minus 1 of this tensor. */
    expm1(): Tensor;
    /** Computes the exponential of the elements minus 1 of this tensor. In place. */
    expm1_(): this;
    exponential(lambd?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    exponential(options: { lambd?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    exponential_(lambd?: number, options?: { generator?: NativeObject | null | undefined }): this;
    exponential_(options: { lambd?: number | undefined; generator?: NativeObject | null | undefined }): this;
    /** Returns a new tensor with the data in this tensor fake quantized per channel using `scale`, `zeroPoint`, `quantMin` and `quantMax`, across the channel specified by `axis`. */
    fakeQuantizePerChannelAffine(scale: Tensor, zeroPoint: Tensor, axis: number, quantMin: number, quantMax: number): Tensor;
    fakeQuantizePerChannelAffineCachemask(scale: Tensor, zeroPoint: Tensor, axis: number, quantMin: number, quantMax: number): [Tensor, Tensor];
    /** Returns a new tensor with the data in this tensor fake quantized using `scale`, `zeroPoint`, `quantMin` and `quantMax`. */
    fakeQuantizePerTensorAffine(scale: number, zeroPoint: number, quantMin: number, quantMax: number): Tensor;
    /** Returns a new tensor with the data in this tensor fake quantized using `scale`, `zeroPoint`, `quantMin` and `quantMax`. */
    fakeQuantizePerTensorAffine(scale: Tensor, zeroPoint: Tensor, quantMin: number, quantMax: number): Tensor;
    fakeQuantizePerTensorAffineCachemask(scale: number, zeroPoint: number, quantMin: number, quantMax: number): [Tensor, Tensor];
    /** Randomly masks out entire channels (a channel is a feature map). In place. */
    featureAlphaDropout_(p: number, train: boolean): this;
    featureDropout_(p: number, train: boolean): this;
    /** Computes the one dimensional discrete Fourier transform of this tensor. */
    fftFft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    /** Computes the one dimensional discrete Fourier transform of this tensor. */
    fftFft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the 2 dimensional discrete Fourier transform of this tensor. */
    fftFft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    /** Computes the 2 dimensional discrete Fourier transform of this tensor. */
    fftFft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the N dimensional discrete Fourier transform of this tensor. */
    fftFftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    /** Computes the N dimensional discrete Fourier transform of this tensor. */
    fftFftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** Reorders n-dimensional FFT data, as provided by `fftn`, to have negative frequency terms first. */
    fftFftshift(dim?: number | readonly number[] | null): Tensor;
    /** Reorders n-dimensional FFT data, as provided by `fftn`, to have negative frequency terms first. */
    fftFftshift(options: { dim?: number | readonly number[] | null | undefined }): Tensor;
    /** Computes the one dimensional discrete Fourier transform of a Hermitian symmetric this tensor signal. */
    fftHfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    /** Computes the one dimensional discrete Fourier transform of a Hermitian symmetric this tensor signal. */
    fftHfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the 2-dimensional discrete Fourier transform of a Hermitian symmetric this tensor signal. */
    fftHfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    /** Computes the 2-dimensional discrete Fourier transform of a Hermitian symmetric this tensor signal. */
    fftHfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the n-dimensional discrete Fourier transform of a Hermitian symmetric this tensor signal. */
    fftHfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    /** Computes the n-dimensional discrete Fourier transform of a Hermitian symmetric this tensor signal. */
    fftHfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the one dimensional inverse discrete Fourier transform of this tensor. */
    fftIfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    /** Computes the one dimensional inverse discrete Fourier transform of this tensor. */
    fftIfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the 2 dimensional inverse discrete Fourier transform of this tensor. */
    fftIfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    /** Computes the 2 dimensional inverse discrete Fourier transform of this tensor. */
    fftIfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the N dimensional inverse discrete Fourier transform of this tensor. */
    fftIfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    /** Computes the N dimensional inverse discrete Fourier transform of this tensor. */
    fftIfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** Inverse of `fftshift`. */
    fftIfftshift(dim?: number | readonly number[] | null): Tensor;
    /** Inverse of `fftshift`. */
    fftIfftshift(options: { dim?: number | readonly number[] | null | undefined }): Tensor;
    /** Computes the inverse of `hfft`. */
    fftIhfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    /** Computes the inverse of `hfft`. */
    fftIhfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the 2-dimensional inverse discrete Fourier transform of real this tensor. */
    fftIhfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    /** Computes the 2-dimensional inverse discrete Fourier transform of real this tensor. */
    fftIhfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the N-dimensional inverse discrete Fourier transform of real this tensor. */
    fftIhfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    /** Computes the N-dimensional inverse discrete Fourier transform of real this tensor. */
    fftIhfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the inverse of `rfft`. */
    fftIrfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    /** Computes the inverse of `rfft`. */
    fftIrfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the inverse of `rfft2`. */
    fftIrfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    /** Computes the inverse of `rfft2`. */
    fftIrfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the inverse of `rfftn`. */
    fftIrfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    /** Computes the inverse of `rfftn`. */
    fftIrfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the one dimensional Fourier transform of real-valued this tensor. */
    fftRfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    /** Computes the one dimensional Fourier transform of real-valued this tensor. */
    fftRfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the 2-dimensional discrete Fourier transform of real this tensor. */
    fftRfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    /** Computes the 2-dimensional discrete Fourier transform of real this tensor. */
    fftRfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    /** Computes the N-dimensional discrete Fourier transform of real this tensor. */
    fftRfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    /** Computes the N-dimensional discrete Fourier transform of real this tensor. */
    fftRfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    fill(value: Tensor): Tensor;
    fill(value: Scalar): Tensor;
    /** Fills this tensor with the specified value. */
    fill_(value: Tensor): this;
    /** Fills this tensor with the specified value. */
    fill_(value: Scalar): this;
    /** Fills the main diagonal of a tensor that has at least 2-dimensions. */
    fillDiagonal_(fillValue: Scalar, wrap?: boolean): this;
    /** Fills the main diagonal of a tensor that has at least 2-dimensions. */
    fillDiagonal_(fillValue: Scalar, options: { wrap?: boolean | undefined }): this;
    /** Returns a new tensor with the truncated integer values of the elements of this tensor. */
    fix(): Tensor;
    /** Returns a new tensor with the truncated integer values of the elements of this tensor. In place. */
    fix_(): this;
    /** Flattens this tensor by reshaping it into a one-dimensional tensor. */
    flatten(startDim?: number, endDim?: number): Tensor;
    /** Flattens this tensor by reshaping it into a one-dimensional tensor. */
    flatten(options: { startDim?: number | undefined; endDim?: number | undefined }): Tensor;
    /** Reverse the order of an n-D tensor along given axis in dims. */
    flip(dims: readonly number[]): Tensor;
    /** Flip tensor in the left/right direction, returning a new tensor. */
    fliplr(): Tensor;
    /** Flip tensor in the up/down direction, returning a new tensor. */
    flipud(): Tensor;
    /** Raises this tensor to the power of `exponent`, elementwise, in double precision. */
    floatPower(exponent: Tensor): Tensor;
    /** Raises this tensor to the power of `exponent`, elementwise, in double precision. */
    floatPower(exponent: Scalar): Tensor;
    /** Raises this tensor to the power of `exponent`, elementwise, in double precision. In place. */
    floatPower_(exponent: Tensor): this;
    /** Raises this tensor to the power of `exponent`, elementwise, in double precision. In place. */
    floatPower_(exponent: Scalar): this;
    /** Returns a new tensor with the floor of the elements of this tensor, the largest integer less than or equal to each element. */
    floor(): Tensor;
    /** Returns a new tensor with the floor of the elements of this tensor, the largest integer less than or equal to each element. In place. */
    floor_(): this;
    /** Before PyTorch 1.13 `floorDivide` incorrectly performed truncation division. */
    floorDivide(other: Tensor): Tensor;
    /** Before PyTorch 1.13 `floorDivide` incorrectly performed truncation division. */
    floorDivide(other: Scalar): Tensor;
    /** Before PyTorch 1.13 `floorDivide` incorrectly performed truncation division. In place. */
    floorDivide_(other: Tensor): this;
    /** Before PyTorch 1.13 `floorDivide` incorrectly performed truncation division. In place. */
    floorDivide_(other: Scalar): this;
    /** Computes the element-wise maximum of this tensor and `other`. */
    fmax(other: Tensor): Tensor;
    /** Computes the element-wise minimum of this tensor and `other`. */
    fmin(other: Tensor): Tensor;
    fmod(other: Tensor): Tensor;
    fmod(other: Scalar): Tensor;
    fmod_(other: Tensor): this;
    fmod_(other: Scalar): this;
    /** Computes the fractional portion of each element in this tensor. */
    frac(): Tensor;
    /** Computes the fractional portion of each element in this tensor. In place. */
    frac_(): this;
    fractionalMaxPool2d(kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
    fractionalMaxPool3d(kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
    frexp(): [Tensor, Tensor];
    frobeniusNorm(dim: number | readonly number[], keepdim?: boolean): Tensor;
    frobeniusNorm(dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same size as this tensor filled with `fillValue`. */
    fullLike(fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    fusedMovingAvgObsFakeQuant(observerOn: Tensor, fakeQuantOn: Tensor, runningMin: Tensor, runningMax: Tensor, scale: Tensor, zeroPoint: Tensor, averagingConst: number, quantMin: number, quantMax: number, chAxis: number, perRowFakeQuant?: boolean, symmetricQuant?: boolean): Tensor;
    fusedMovingAvgObsFakeQuant(observerOn: Tensor, fakeQuantOn: Tensor, runningMin: Tensor, runningMax: Tensor, scale: Tensor, zeroPoint: Tensor, averagingConst: number, quantMin: number, quantMax: number, chAxis: number, options: { perRowFakeQuant?: boolean | undefined; symmetricQuant?: boolean | undefined }): Tensor;
    /** Gathers values along an axis specified by `dim`. */
    gather(dim: number, index: Tensor, options?: { sparseGrad?: boolean | undefined }): Tensor;
    /** Computes the element-wise greatest common divisor (GCD) of this tensor and `other`. */
    gcd(other: Tensor): Tensor;
    /** Computes the element-wise greatest common divisor (GCD) of this tensor and `other`. In place. */
    gcd_(other: Tensor): this;
    /** Computes `this ≥ other` element-wise. */
    ge(other: Tensor): Tensor;
    /** Computes `this ≥ other` element-wise. */
    ge(other: Scalar): Tensor;
    /** Computes `this ≥ other` element-wise. In place. */
    ge_(other: Tensor): this;
    /** Computes `this ≥ other` element-wise. In place. */
    ge_(other: Scalar): this;
    gelu(options?: { approximate?: string | undefined }): Tensor;
    gelu_(options?: { approximate?: string | undefined }): this;
    geometric(p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    geometric_(p: number, options?: { generator?: NativeObject | null | undefined }): this;
    /** This is a low-level function for calling LAPACK's geqrf directly. */
    geqrf(): [Tensor, Tensor];
    /** Outer product of this tensor and `vec2`. */
    ger(vec2: Tensor): Tensor;
    /** For CUDA tensors, this function returns the device ordinal of the GPU on which the tensor resides. */
    getDevice(): number;
    /** The gated linear unit. */
    glu(dim?: number): Tensor;
    /** The gated linear unit. */
    glu(options: { dim?: number | undefined }): Tensor;
    gradient(options: { dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: readonly Scalar[]; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: readonly Scalar[]; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: TensorList; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: TensorList; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: Scalar; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
    gradient(options?: { spacing?: Scalar | null | undefined; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
    /** Computes `this > other` element-wise. */
    greater(other: Tensor): Tensor;
    /** Computes `this > other` element-wise. */
    greater(other: Scalar): Tensor;
    /** Computes `this > other` element-wise. In place. */
    greater_(other: Tensor): this;
    /** Computes `this > other` element-wise. In place. */
    greater_(other: Scalar): this;
    /** Computes `this ≥ other` element-wise. */
    greaterEqual(other: Tensor): Tensor;
    /** Computes `this ≥ other` element-wise. */
    greaterEqual(other: Scalar): Tensor;
    /** Computes `this ≥ other` element-wise. In place. */
    greaterEqual_(other: Tensor): this;
    /** Computes `this ≥ other` element-wise. In place. */
    greaterEqual_(other: Scalar): this;
    /** Computes `this > other` element-wise. */
    gt(other: Tensor): Tensor;
    /** Computes `this > other` element-wise. */
    gt(other: Scalar): Tensor;
    /** Computes `this > other` element-wise. In place. */
    gt_(other: Tensor): this;
    /** Computes `this > other` element-wise. In place. */
    gt_(other: Scalar): this;
    /** Applies the hard shrinkage function element-wise. */
    hardshrink(lambd?: Scalar): Tensor;
    /** Applies the hard shrinkage function element-wise. */
    hardshrink(options: { lambd?: Scalar | undefined }): Tensor;
    /** Applies the Hardsigmoid function element-wise. */
    hardsigmoid(): Tensor;
    /** Applies the Hardsigmoid function element-wise. In place. */
    hardsigmoid_(): this;
    /** Applies hardswish function, element-wise. */
    hardswish(): Tensor;
    /** Applies hardswish function, element-wise. In place. */
    hardswish_(): this;
    /** Applies the HardTanh function element-wise. */
    hardtanh(minVal?: Scalar, maxVal?: Scalar): Tensor;
    /** Applies the HardTanh function element-wise. */
    hardtanh(options: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor;
    /** Applies the HardTanh function element-wise. In place. */
    hardtanh_(minVal?: Scalar, maxVal?: Scalar): this;
    /** Applies the HardTanh function element-wise. In place. */
    hardtanh_(options: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): this;
    /** Returns a hash of all elements in this tensor. */
    hashTensor(dim?: number | readonly number[], options?: { keepdim?: boolean | undefined; mode?: number | undefined }): Tensor;
    /** Returns a hash of all elements in this tensor. */
    hashTensor(options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined; mode?: number | undefined }): Tensor;
    /** Computes the Heaviside step function for each element in this tensor. */
    heaviside(values: Tensor): Tensor;
    /** Computes the Heaviside step function for each element in this tensor. In place. */
    heaviside_(values: Tensor): this;
    hingeEmbeddingLoss(target: Tensor, margin?: number, reduction?: ReductionChoice): Tensor;
    hingeEmbeddingLoss(target: Tensor, options: { margin?: number | undefined; reduction?: ReductionChoice | undefined }): Tensor;
    /** Computes the histogram of a tensor. */
    histc(bins?: number, min?: Scalar, max?: Scalar): Tensor;
    /** Computes the histogram of a tensor. */
    histc(options: { bins?: number | undefined; min?: Scalar | undefined; max?: Scalar | undefined }): Tensor;
    /** Computes a histogram of the values in a tensor. */
    histogram(bins: Tensor, options?: { weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
    /** Computes a histogram of the values in a tensor. */
    histogram(bins?: number, options?: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
    /** Computes a histogram of the values in a tensor. */
    histogram(options: { bins?: number | undefined; range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
    /** Computes a multi-dimensional histogram of the values in a tensor. */
    histogramdd(bins: readonly number[], range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
    /** Computes a multi-dimensional histogram of the values in a tensor. */
    histogramdd(bins: readonly number[], options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
    /** Computes a multi-dimensional histogram of the values in a tensor. */
    histogramdd(bins: TensorList, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
    /** Computes a multi-dimensional histogram of the values in a tensor. */
    histogramdd(bins: TensorList, options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
    /** Computes a multi-dimensional histogram of the values in a tensor. */
    histogramdd(bins: number, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
    /** Computes a multi-dimensional histogram of the values in a tensor. */
    histogramdd(bins: number, options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
    /** Splits this tensor, a tensor with one or more dimensions, into multiple tensors horizontally according to `indicesOrSections`. */
    hsplit(indices: readonly number[]): Tensor[];
    /** Splits this tensor, a tensor with one or more dimensions, into multiple tensors horizontally according to `indicesOrSections`. */
    hsplit(sections: number): Tensor[];
    huberLoss(target: Tensor, reduction?: ReductionChoice, delta?: number): Tensor;
    huberLoss(target: Tensor, options: { reduction?: ReductionChoice | undefined; delta?: number | undefined }): Tensor;
    /** Given the legs of a right triangle, return its hypotenuse. */
    hypot(other: Tensor): Tensor;
    /** Given the legs of a right triangle, return its hypotenuse. In place. */
    hypot_(other: Tensor): this;
    /** Computes the zeroth order modified Bessel function of the first kind for each element of this tensor. */
    i0(): Tensor;
    /** Computes the zeroth order modified Bessel function of the first kind for each element of this tensor. In place. */
    i0_(): this;
    igamma(other: Tensor): Tensor;
    igamma_(other: Tensor): this;
    igammac(other: Tensor): Tensor;
    igammac_(other: Tensor): this;
    im2col(kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
    /** Returns a new tensor containing imaginary values of this tensor. */
    imag(): Tensor;
    index(indices: readonly (Tensor | null)[]): Tensor;
    /** Accumulate the elements of `alpha` times `source` into this tensor by adding to the indices in the order given in `index`. */
    indexAdd(dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** Accumulate the elements of `alpha` times `source` into this tensor by adding to the indices in the order given in `index`. */
    indexAdd_(dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): this;
    /** Copies the elements of `tensor` into this tensor by selecting the indices in the order given in `index`. */
    indexCopy(dim: number, index: Tensor, source: Tensor): Tensor;
    /** Copies the elements of `tensor` into this tensor by selecting the indices in the order given in `index`. */
    indexCopy_(dim: number, index: Tensor, source: Tensor): this;
    /** Fills the elements of this tensor with value `value` by selecting the indices in the order given in `index`. */
    indexFill(dim: number, index: Tensor, value: Tensor): Tensor;
    /** Fills the elements of this tensor with value `value` by selecting the indices in the order given in `index`. */
    indexFill(dim: number, index: Tensor, value: Scalar): Tensor;
    /** Fills the elements of this tensor with value `value` by selecting the indices in the order given in `index`. */
    indexFill_(dim: number, index: Tensor, value: Tensor): this;
    /** Fills the elements of this tensor with value `value` by selecting the indices in the order given in `index`. */
    indexFill_(dim: number, index: Tensor, value: Scalar): this;
    /** Out-place version of `indexPut_`. */
    indexPut(indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
    /** Out-place version of `indexPut_`. */
    indexPut(indices: readonly (Tensor | null)[], values: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
    /** Puts values from the tensor `values` into this tensor using the indices specified in `indices` (which is a tuple of Tensors). */
    indexPut_(indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): this;
    /** Puts values from the tensor `values` into this tensor using the indices specified in `indices` (which is a tuple of Tensors). */
    indexPut_(indices: readonly (Tensor | null)[], values: Tensor, options: { accumulate?: boolean | undefined }): this;
    /** Accumulate the elements of `source` into this tensor by accumulating to the indices in the order given in `index` using the reduction given by the `reduce` argument. */
    indexReduce(dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
    /** Accumulate the elements of `source` into this tensor by accumulating to the indices in the order given in `index` using the reduction given by the `reduce` argument. */
    indexReduce_(dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): this;
    /** Returns a new tensor which indexes this tensor along dimension `dim` using the entries in `index`. */
    indexSelect(dim: number, index: Tensor): Tensor;
    /** Returns the indices tensor of a sparse COO tensor. */
    indices(): Tensor;
    /** Performs the same operation as `indices`, but all output tensors are freshly created instead of aliasing the input. */
    indicesCopy(): Tensor;
    /** Computes the dot product for 1D tensors. */
    inner(other: Tensor): Tensor;
    /** Given a quantized Tensor, `this tensor.int_repr()` returns a CPU Tensor with uint8_t as data type that stores the underlying uint8_t values of the given Tensor. */
    intRepr(): Tensor;
    /** Computes the inverse of a square matrix if it exists. */
    inverse(): Tensor;
    /** Returns `True` if this tensor is a sparse COO tensor that is coalesced, `False` otherwise. */
    isCoalesced(): boolean;
    /** Returns True if the data type of this tensor is a complex data type. */
    isComplex(): boolean;
    /** Returns True if this tensor is a conjugated tensor, i.e. its conjugate bit is set to `True`. */
    isConj(): boolean;
    /** Returns True if this tensor is contiguous in memory in the order specified by memory format. */
    isContiguous(): boolean;
    /** Returns True if this tensor is contiguous in memory in the order specified by memory format. */
    isContiguous(memoryFormat: MemoryFormat): boolean;
    isDistributed(): boolean;
    /** Returns True if the data type of this tensor is a floating point data type. */
    isFloatingPoint(): boolean;
    /** Returns True if this tensor is an inference tensor. */
    isInference(): boolean;
    /** Returns True if the negative bit of this tensor is set to true. */
    isNeg(): boolean;
    isNonzero(): boolean;
    /** Returns true if this tensor resides in pinned memory. */
    isPinned(device?: Device | null): boolean;
    /** Returns true if this tensor resides in pinned memory. */
    isPinned(options: { device?: Device | null | undefined }): boolean;
    isSameSize(other: Tensor): boolean;
    /** Returns True if both tensors are pointing to the exact same memory (same storage, offset, size and stride). */
    isSetTo(tensor: Tensor): boolean;
    /** Returns True if the data type of this tensor is a signed data type. */
    isSigned(): boolean;
    /** Returns a new tensor with boolean elements representing if each element of this tensor is "close" to the corresponding element of `other`. */
    isclose(other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): Tensor;
    /** Returns a new tensor with boolean elements representing if each element of this tensor is "close" to the corresponding element of `other`. */
    isclose(other: Tensor, options: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): Tensor;
    /** Returns a new tensor with boolean elements representing if each element is `finite` or not. */
    isfinite(): Tensor;
    /** Tests if each element of this tensor is infinite (positive or negative infinity) or not. */
    isinf(): Tensor;
    /** Returns a new tensor with boolean elements representing if each element of this tensor is NaN or not. */
    isnan(): Tensor;
    isneginf(): Tensor;
    isposinf(): Tensor;
    /** Returns a new tensor with boolean elements representing if each element of this tensor is real-valued or not. */
    isreal(): Tensor;
    /** Inverse short time Fourier Transform. */
    istft(nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, normalized?: boolean, onesided?: boolean | null, length?: number | null, returnComplex?: boolean): Tensor;
    /** Inverse short time Fourier Transform. */
    istft(nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; center?: boolean | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; length?: number | null | undefined; returnComplex?: boolean | undefined }): Tensor;
    klDiv(target: Tensor, reduction?: ReductionChoice, options?: { logTarget?: boolean | undefined }): Tensor;
    klDiv(target: Tensor, options: { reduction?: ReductionChoice | undefined; logTarget?: boolean | undefined }): Tensor;
    kron(other: Tensor): Tensor;
    /** Returns a namedtuple `(values, indices)` where `values` is the `k` th smallest element of each row of this tensor in the given dimension `dim`. */
    kthvalue(k: number, dim?: number, keepdim?: boolean): [Tensor, Tensor];
    /** Returns a namedtuple `(values, indices)` where `values` is the `k` th smallest element of each row of this tensor in the given dimension `dim`. */
    kthvalue(k: number, options: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    l1Loss(target: Tensor, reduction?: ReductionChoice): Tensor;
    l1Loss(target: Tensor, options: { reduction?: ReductionChoice | undefined }): Tensor;
    /** Computes the element-wise least common multiple (LCM) of this tensor and `other`. */
    lcm(other: Tensor): Tensor;
    /** Computes the element-wise least common multiple (LCM) of this tensor and `other`. In place. */
    lcm_(other: Tensor): this;
    /** Multiplies this tensor by 2 ** `other`. */
    ldexp(other: Tensor): Tensor;
    /** Multiplies this tensor by 2 ** `other`. In place. */
    ldexp_(other: Tensor): this;
    /** Computes `this ≤ other` element-wise. */
    le(other: Tensor): Tensor;
    /** Computes `this ≤ other` element-wise. */
    le(other: Scalar): Tensor;
    /** Computes `this ≤ other` element-wise. In place. */
    le_(other: Tensor): this;
    /** Computes `this ≤ other` element-wise. In place. */
    le_(other: Scalar): this;
    leakyRelu(negativeSlope?: Scalar): Tensor;
    leakyRelu(options: { negativeSlope?: Scalar | undefined }): Tensor;
    leakyRelu_(negativeSlope?: Scalar): this;
    leakyRelu_(options: { negativeSlope?: Scalar | undefined }): this;
    /** Does a linear interpolation of two tensors `start` (given by this tensor) and `end` based on a scalar or tensor `weight` and returns the resulting `out` tensor. */
    lerp(end: Tensor, weight: Tensor): Tensor;
    /** Does a linear interpolation of two tensors `start` (given by this tensor) and `end` based on a scalar or tensor `weight` and returns the resulting `out` tensor. */
    lerp(end: Tensor, weight: Scalar): Tensor;
    /** Does a linear interpolation of two tensors `start` (given by this tensor) and `end` based on a scalar or tensor `weight` and returns the resulting `out` tensor. In place. */
    lerp_(end: Tensor, weight: Tensor): this;
    /** Does a linear interpolation of two tensors `start` (given by this tensor) and `end` based on a scalar or tensor `weight` and returns the resulting `out` tensor. In place. */
    lerp_(end: Tensor, weight: Scalar): this;
    /** Computes `this < other` element-wise. */
    less(other: Tensor): Tensor;
    /** Computes `this < other` element-wise. */
    less(other: Scalar): Tensor;
    /** Computes `this < other` element-wise. In place. */
    less_(other: Tensor): this;
    /** Computes `this < other` element-wise. In place. */
    less_(other: Scalar): this;
    /** Computes `this ≤ other` element-wise. */
    lessEqual(other: Tensor): Tensor;
    /** Computes `this ≤ other` element-wise. */
    lessEqual(other: Scalar): Tensor;
    /** Computes `this ≤ other` element-wise. In place. */
    lessEqual_(other: Tensor): this;
    /** Computes `this ≤ other` element-wise. In place. */
    lessEqual_(other: Scalar): this;
    /** Computes the natural logarithm of the absolute value of the gamma function on this tensor. */
    lgamma(): Tensor;
    /** Computes the natural logarithm of the absolute value of the gamma function on this tensor. In place. */
    lgamma_(): this;
    lift(): Tensor;
    liftFresh(): Tensor;
    liftFreshCopy(): Tensor;
    /** Computes the sum of the absolute values raised to the power `ord`. */
    linalgPowsum(ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Computes the sum of the absolute values raised to the power `ord`. */
    linalgPowsum(options: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes the sum of the absolute values raised to the power `ord`. */
    linalgPowsum(ord: Scalar, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes the sum of the absolute values raised to the power `ord`. */
    linalgPowsum(ord: Scalar, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes the Cholesky decomposition of a complex Hermitian or real symmetric positive-definite matrix. */
    linalgCholesky(options?: { upper?: boolean | undefined }): Tensor;
    /** Computes the Cholesky decomposition of a complex Hermitian or real symmetric positive-definite matrix. */
    linalgCholeskyEx(options?: { upper?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor];
    /** Computes the condition number of a matrix with respect to a matrix norm. */
    linalgCond(p: string): Tensor;
    /** Computes the condition number of a matrix with respect to a matrix norm. */
    linalgCond(p?: Scalar | null): Tensor;
    /** Computes the condition number of a matrix with respect to a matrix norm. */
    linalgCond(options: { p?: Scalar | null | undefined }): Tensor;
    /** Computes the cross product of two 3-dimensional vectors. */
    linalgCross(other: Tensor, options?: { dim?: number | undefined }): Tensor;
    /** Computes the eigenvalue decomposition of a square matrix if it exists. */
    linalgEig(): [Tensor, Tensor];
    /** Computes the eigenvalue decomposition of a complex Hermitian or real symmetric matrix. */
    linalgEigh(UPLO?: string): [Tensor, Tensor];
    /** Computes the eigenvalue decomposition of a complex Hermitian or real symmetric matrix. */
    linalgEigh(options: { UPLO?: string | undefined }): [Tensor, Tensor];
    /** Computes the eigenvalues of a square matrix. */
    linalgEigvals(): Tensor;
    /** Computes the eigenvalues of a complex Hermitian or real symmetric matrix. */
    linalgEigvalsh(UPLO?: string): Tensor;
    /** Computes the eigenvalues of a complex Hermitian or real symmetric matrix. */
    linalgEigvalsh(options: { UPLO?: string | undefined }): Tensor;
    /** Computes a compact representation of the LDL factorization of a Hermitian or symmetric (possibly indefinite) matrix. */
    linalgLdlFactor(options?: { hermitian?: boolean | undefined }): [Tensor, Tensor];
    linalgLdlFactorEx(options?: { hermitian?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor, Tensor];
    /** Computes a solution to the least squares problem of a system of linear equations. */
    linalgLstsq(b: Tensor, rcond?: number | null, options?: { driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
    /** Computes a solution to the least squares problem of a system of linear equations. */
    linalgLstsq(b: Tensor, options: { rcond?: number | null | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
    /** Matrix product of two tensors. */
    linalgMatmul(other: Tensor): Tensor;
    /** Computes the matrix exponential of a square matrix. */
    linalgMatrixExp(): Tensor;
    /** Computes a matrix norm. */
    linalgMatrixNorm(ord?: string, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Computes a matrix norm. */
    linalgMatrixNorm(options: { ord?: string | undefined; dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a matrix norm. */
    linalgMatrixNorm(ord: string, options: { dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a matrix norm. */
    linalgMatrixNorm(ord: string, dim: readonly number[], options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a matrix norm. */
    linalgMatrixNorm(ord: Scalar, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Computes a matrix norm. */
    linalgMatrixNorm(ord: Scalar, options: { dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a matrix norm. */
    linalgMatrixNorm(ord: Scalar, dim: readonly number[], options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes the `n`-th power of a square matrix for an integer `n`. */
    linalgMatrixPower(n: number): Tensor;
    /** Computes the numerical rank of a matrix. */
    linalgMatrixRank(tol: number, hermitian?: boolean): Tensor;
    /** Computes the numerical rank of a matrix. */
    linalgMatrixRank(tol: number, options: { hermitian?: boolean | undefined }): Tensor;
    /** Computes the numerical rank of a matrix. */
    linalgMatrixRank(options?: { atol?: number | null | undefined; rtol?: number | null | undefined; hermitian?: boolean | undefined }): Tensor;
    /** Computes a vector or matrix norm. */
    linalgNorm(ord: string, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector or matrix norm. */
    linalgNorm(ord: string, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector or matrix norm. */
    linalgNorm(ord: string, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector or matrix norm. */
    linalgNorm(ord?: Scalar | null, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector or matrix norm. */
    linalgNorm(options: { ord?: Scalar | null | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector or matrix norm. */
    linalgNorm(ord: Scalar | null, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector or matrix norm. */
    linalgNorm(ord: Scalar | null, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
    linalgPinv(rcond: number, hermitian?: boolean): Tensor;
    /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
    linalgPinv(rcond: number, options: { hermitian?: boolean | undefined }): Tensor;
    /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
    linalgPinv(rcond: Tensor, hermitian?: boolean): Tensor;
    /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
    linalgPinv(rcond: Tensor, options: { hermitian?: boolean | undefined }): Tensor;
    /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
    linalgPinv(options?: { atol?: number | null | undefined; rtol?: number | null | undefined; hermitian?: boolean | undefined }): Tensor;
    /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
    linalgPinv(options?: { atol?: Tensor | null | undefined; rtol?: Tensor | null | undefined; hermitian?: boolean | undefined }): Tensor;
    /** Computes the solution of a triangular system of linear equations with a unique solution. */
    linalgSolveTriangular(B: Tensor, options: { upper: boolean; left?: boolean | undefined; unitriangular?: boolean | undefined }): Tensor;
    /** Computes the multiplicative inverse of `tensordot`. */
    linalgTensorinv(ind?: number): Tensor;
    /** Computes the multiplicative inverse of `tensordot`. */
    linalgTensorinv(options: { ind?: number | undefined }): Tensor;
    linalgTensorsolve(other: Tensor, dims?: readonly number[] | null): Tensor;
    linalgTensorsolve(other: Tensor, options: { dims?: readonly number[] | null | undefined }): Tensor;
    /** Computes a vector norm. */
    linalgVectorNorm(ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector norm. */
    linalgVectorNorm(options: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector norm. */
    linalgVectorNorm(ord: Scalar, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes a vector norm. */
    linalgVectorNorm(ord: Scalar, dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    linearBackward(gradOutput: Tensor, weight: Tensor, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
    /** Returns a new tensor with the natural logarithm of the elements of this tensor. */
    log(): Tensor;
    /** Returns a new tensor with the logarithm to the base 10 of the elements of this tensor. */
    log10(): Tensor;
    /** Returns a new tensor with the logarithm to the base 10 of the elements of this tensor. In place. */
    log10_(): this;
    /** Returns a new tensor with the natural logarithm of (1 + this tensor). */
    log1p(): Tensor;
    /** Returns a new tensor with the natural logarithm of (1 + this tensor). In place. */
    log1p_(): this;
    /** Returns a new tensor with the logarithm to the base 2 of the elements of this tensor. */
    log2(): Tensor;
    /** Returns a new tensor with the logarithm to the base 2 of the elements of this tensor. In place. */
    log2_(): this;
    /** Returns a new tensor with the natural logarithm of the elements of this tensor. In place. */
    log_(): this;
    logNormal(mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    logNormal(options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    logNormal(mean: number, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    logNormal_(mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): this;
    logNormal_(options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): this;
    logNormal_(mean: number, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): this;
    logSigmoid(): Tensor;
    logSigmoidForward(): [Tensor, Tensor];
    /** Applies a softmax followed by a logarithm. */
    logSoftmax(dim: number, dtype?: DType | null): Tensor;
    /** Applies a softmax followed by a logarithm. */
    logSoftmax(dim: number, options: { dtype?: DType | null | undefined }): Tensor;
    /** Logarithm of the sum of exponentiations of the inputs. */
    logaddexp(other: Tensor): Tensor;
    /** Logarithm of the sum of exponentiations of the inputs in base-2. */
    logaddexp2(other: Tensor): Tensor;
    /** For summation index `j` given by `dim` and other indices `i`, the result is. */
    logcumsumexp(dim: number): Tensor;
    /** Calculates log determinant of a square matrix or batches of square matrices. */
    logdet(): Tensor;
    /** Computes the element-wise logical AND of the given input tensors. */
    logicalAnd(other: Tensor): Tensor;
    /** Computes the element-wise logical AND of the given input tensors. In place. */
    logicalAnd_(other: Tensor): this;
    /** Computes the element-wise logical NOT of the given input tensor. */
    logicalNot(): Tensor;
    /** Computes the element-wise logical NOT of the given input tensor. In place. */
    logicalNot_(): this;
    /** Computes the element-wise logical OR of the given input tensors. */
    logicalOr(other: Tensor): Tensor;
    /** Computes the element-wise logical OR of the given input tensors. In place. */
    logicalOr_(other: Tensor): this;
    /** Computes the element-wise logical XOR of the given input tensors. */
    logicalXor(other: Tensor): Tensor;
    /** Computes the element-wise logical XOR of the given input tensors. In place. */
    logicalXor_(other: Tensor): this;
    /** Returns a new tensor with the logit of the elements of this tensor. */
    logit(eps?: number | null): Tensor;
    /** Returns a new tensor with the logit of the elements of this tensor. */
    logit(options: { eps?: number | null | undefined }): Tensor;
    /** Returns a new tensor with the logit of the elements of this tensor. In place. */
    logit_(eps?: number | null): this;
    /** Returns a new tensor with the logit of the elements of this tensor. In place. */
    logit_(options: { eps?: number | null | undefined }): this;
    /** Returns the log of summed exponentials of each row of this tensor in the given dimension `dim`. */
    logsumexp(dim: number | readonly number[], keepdim?: boolean): Tensor;
    /** Returns the log of summed exponentials of each row of this tensor in the given dimension `dim`. */
    logsumexp(dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    /** Computes `this < other` element-wise. */
    lt(other: Tensor): Tensor;
    /** Computes `this < other` element-wise. */
    lt(other: Scalar): Tensor;
    /** Computes `this < other` element-wise. In place. */
    lt_(other: Tensor): this;
    /** Computes `this < other` element-wise. In place. */
    lt_(other: Scalar): this;
    /** Returns the LU solve of the linear system `Ax = b` using the partially pivoted LU factorization of A from `luFactor`. */
    luSolve(LU_data: Tensor, LU_pivots: Tensor): Tensor;
    /** Accessing this property is equivalent to calling `adjoint`. */
    mH(): Tensor;
    /** Returns a view of this tensor with the last two dimensions transposed. */
    mT(): Tensor;
    /** Fills elements of this tensor with `value` where `mask` is True. */
    maskedFill(mask: Tensor, value: Tensor): Tensor;
    /** Fills elements of this tensor with `value` where `mask` is True. */
    maskedFill(mask: Tensor, value: Scalar): Tensor;
    /** Fills elements of this tensor with `value` where `mask` is True. */
    maskedFill_(mask: Tensor, value: Tensor): this;
    /** Fills elements of this tensor with `value` where `mask` is True. */
    maskedFill_(mask: Tensor, value: Scalar): this;
    /** Copies elements from `source` into this tensor at positions where the `mask` is True. */
    maskedScatter(mask: Tensor, source: Tensor): Tensor;
    /** Copies elements from `source` into this tensor at positions where the `mask` is True. */
    maskedScatter_(mask: Tensor, source: Tensor): this;
    /** Returns a new 1-D tensor which indexes this tensor according to the boolean mask `mask` which is a `BoolTensor`. */
    maskedSelect(mask: Tensor): Tensor;
    /** Matrix product of two tensors. */
    matmul(other: Tensor): Tensor;
    matrix_H(): Tensor;
    /** Computes the matrix exponential of a square matrix. */
    matrixExp(): Tensor;
    matrixExpBackward(grad: Tensor): Tensor;
    /** Computes the `n`-th power of a square matrix for an integer `n`. */
    matrixPower(n: number): Tensor;
    /** Returns the maximum value of all elements in this tensor. */
    max(): Tensor;
    /** Returns the maximum value of all elements in this tensor. */
    max(other: Tensor): Tensor;
    /** Returns the maximum value of all elements in this tensor. */
    max(dim: number, keepdim?: boolean): [Tensor, Tensor];
    /** Returns the maximum value of all elements in this tensor. */
    max(dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    maxPool1d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    maxPool1d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    /** Applies a 1D max pooling over an input signal composed of several input planes. */
    maxPool1dWithIndices(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
    /** Applies a 1D max pooling over an input signal composed of several input planes. */
    maxPool1dWithIndices(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
    maxPool2d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    maxPool2d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    /** Applies a 2D max pooling over an input signal composed of several input planes. */
    maxPool2dWithIndices(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
    /** Applies a 2D max pooling over an input signal composed of several input planes. */
    maxPool2dWithIndices(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
    maxPool3d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    maxPool3d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    /** Applies a 3D max pooling over an input signal composed of several input planes. */
    maxPool3dWithIndices(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
    /** Applies a 3D max pooling over an input signal composed of several input planes. */
    maxPool3dWithIndices(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
    /** Computes a partial inverse of `MaxPool2d`. */
    maxUnpool2d(indices: Tensor, outputSize: number | readonly number[]): Tensor;
    /** Computes a partial inverse of `MaxPool3d`. */
    maxUnpool3d(indices: Tensor, outputSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[]): Tensor;
    /** Computes the element-wise maximum of this tensor and `other`. */
    maximum(other: Tensor): Tensor;
    /** Returns the mean value of all elements in this tensor. */
    mean(options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the mean value of all elements in this tensor. */
    mean(dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the mean value of all elements in this tensor. */
    mean(dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Returns the median of the values in this tensor. */
    median(): Tensor;
    /** Returns the median of the values in this tensor. */
    median(dim: number, keepdim?: boolean): [Tensor, Tensor];
    /** Returns the median of the values in this tensor. */
    median(dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Returns the minimum value of all elements in this tensor. */
    min(): Tensor;
    /** Returns the minimum value of all elements in this tensor. */
    min(other: Tensor): Tensor;
    /** Returns the minimum value of all elements in this tensor. */
    min(dim: number, keepdim?: boolean): [Tensor, Tensor];
    /** Returns the minimum value of all elements in this tensor. */
    min(dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Computes the element-wise minimum of this tensor and `other`. */
    minimum(other: Tensor): Tensor;
    miopenConvolution(weight: Tensor, bias: Tensor | null, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
    miopenConvolutionAddRelu(weight: Tensor, z: Tensor, alpha: Scalar | null, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
    miopenConvolutionRelu(weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
    miopenConvolutionTranspose(weight: Tensor, bias: Tensor | null, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
    miopenDepthwiseConvolution(weight: Tensor, bias: Tensor | null, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
    /** Applies the Mish function, element-wise. */
    mish(): Tensor;
    /** Applies the Mish function, element-wise. In place. */
    mish_(): this;
    mkldnnAdaptiveAvgPool2d(outputSize: number | readonly number[]): Tensor;
    mkldnnConvolution(weight: Tensor, bias: Tensor | null, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number): Tensor;
    mkldnnLinear(weight: Tensor, bias?: Tensor | null): Tensor;
    mkldnnLinear(weight: Tensor, options: { bias?: Tensor | null | undefined }): Tensor;
    mkldnnLinearBackward(gradOutput: Tensor, weight: Tensor, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
    mkldnnMaxPool2d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    mkldnnMaxPool2d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    mkldnnMaxPool3d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    mkldnnMaxPool3d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    mkldnnReorderConv2dWeight(padding?: number | readonly number[], stride?: number | readonly number[], dilation?: number | readonly number[], groups?: number, inputSize?: readonly number[] | null): Tensor;
    mkldnnReorderConv2dWeight(options: { padding?: number | readonly number[] | undefined; stride?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined; inputSize?: readonly number[] | null | undefined }): Tensor;
    mkldnnReorderConv3dWeight(padding?: number | readonly number[], stride?: number | readonly number[], dilation?: number | readonly number[], groups?: number, inputSize?: readonly number[] | null): Tensor;
    mkldnnReorderConv3dWeight(options: { padding?: number | readonly number[] | undefined; stride?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; groups?: number | undefined; inputSize?: readonly number[] | null | undefined }): Tensor;
    /** Performs a matrix multiplication of the matrices this tensor and `mat2`. */
    mm(mat2: Tensor): Tensor;
    /** Performs a matrix multiplication of the matrices this tensor and `mat2`. */
    mm(mat2: Tensor, outDtype: DType): Tensor;
    /** Returns a namedtuple `(values, indices)` where `values` is the mode value of each row of this tensor in the given dimension `dim`, i.e. a value which appears most often in that row, and `indices` is the index location of each mode value found. */
    mode(dim?: number, keepdim?: boolean): [Tensor, Tensor];
    /** Returns a namedtuple `(values, indices)` where `values` is the mode value of each row of this tensor in the given dimension `dim`, i.e. a value which appears most often in that row, and `indices` is the index location of each mode value found. */
    mode(options: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Moves the dimension(s) of this tensor at the position(s) in `source` to the position(s) in `destination`. */
    moveaxis(source: number, destination: number): Tensor;
    /** Moves the dimension(s) of this tensor at the position(s) in `source` to the position(s) in `destination`. */
    moveaxis(source: readonly number[], destination: readonly number[]): Tensor;
    /** Moves the dimension(s) of this tensor at the position(s) in `source` to the position(s) in `destination`. */
    movedim(source: number, destination: number): Tensor;
    /** Moves the dimension(s) of this tensor at the position(s) in `source` to the position(s) in `destination`. */
    movedim(source: readonly number[], destination: readonly number[]): Tensor;
    mpsConvolutionBackward(gradOutput: Tensor, weight: Tensor, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
    mpsConvolutionTransposeBackward(gradOutput: Tensor, weight: Tensor, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor];
    mseLoss(target: Tensor, reduction?: ReductionChoice): Tensor;
    mseLoss(target: Tensor, options: { reduction?: ReductionChoice | undefined }): Tensor;
    /** Sorts the elements of this tensor along its first dimension in ascending order by value. */
    msort(): Tensor;
    /** Multiplies this tensor by `other`. */
    mul(other: Tensor): Tensor;
    /** Multiplies this tensor by `other`. */
    mul(other: Scalar): Tensor;
    /** Multiplies this tensor by `other`. In place. */
    mul_(other: Tensor): this;
    /** Multiplies this tensor by `other`. In place. */
    mul_(other: Scalar): this;
    multiMarginLoss(target: Tensor, p?: Scalar, margin?: Scalar, weight?: Tensor | null, reduction?: ReductionChoice): Tensor;
    multiMarginLoss(target: Tensor, options: { p?: Scalar | undefined; margin?: Scalar | undefined; weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined }): Tensor;
    multilabelMarginLoss(target: Tensor, reduction?: ReductionChoice): Tensor;
    multilabelMarginLoss(target: Tensor, options: { reduction?: ReductionChoice | undefined }): Tensor;
    multilabelMarginLossForward(target: Tensor, reduction: ReductionChoice): [Tensor, Tensor];
    /** Returns a tensor where each row contains `numSamples` indices sampled from the multinomial (a stricter definition would be multivariate, refer to `Multinomial` for more details) probability distribution located in the corresponding row of this tensor. */
    multinomial(numSamples: number, replacement?: boolean, options?: { generator?: NativeObject | null | undefined }): Tensor;
    /** Returns a tensor where each row contains `numSamples` indices sampled from the multinomial (a stricter definition would be multivariate, refer to `Multinomial` for more details) probability distribution located in the corresponding row of this tensor. */
    multinomial(numSamples: number, options: { replacement?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
    /** Multiplies this tensor by `other`. */
    multiply(other: Tensor): Tensor;
    /** Multiplies this tensor by `other`. */
    multiply(other: Scalar): Tensor;
    /** Multiplies this tensor by `other`. In place. */
    multiply_(other: Tensor): this;
    /** Multiplies this tensor by `other`. In place. */
    multiply_(other: Scalar): this;
    /** Performs a matrix-vector product of this matrix and the vector `vec`. */
    mv(vec: Tensor): Tensor;
    mvlgamma(p: number): Tensor;
    mvlgamma_(p: number): this;
    /** Replaces `NaN`, positive infinity, and negative infinity values in this tensor with the values specified by `nan`, `posinf`, and `neginf`, respectively. */
    nanToNum(nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
    /** Replaces `NaN`, positive infinity, and negative infinity values in this tensor with the values specified by `nan`, `posinf`, and `neginf`, respectively. */
    nanToNum(options: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor;
    /** Replaces `NaN`, positive infinity, and negative infinity values in this tensor with the values specified by `nan`, `posinf`, and `neginf`, respectively. In place. */
    nanToNum_(nan?: number | null, posinf?: number | null, neginf?: number | null): this;
    /** Replaces `NaN`, positive infinity, and negative infinity values in this tensor with the values specified by `nan`, `posinf`, and `neginf`, respectively. In place. */
    nanToNum_(options: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): this;
    /** Computes the mean of all `non-NaN` elements along the specified dimensions. */
    nanmean(dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Computes the mean of all `non-NaN` elements along the specified dimensions. */
    nanmean(options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Computes the mean of all `non-NaN` elements along the specified dimensions. */
    nanmean(dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Returns the median of the values in this tensor, ignoring `NaN` values. */
    nanmedian(): Tensor;
    /** Returns the median of the values in this tensor, ignoring `NaN` values. */
    nanmedian(dim: number, keepdim?: boolean): [Tensor, Tensor];
    /** Returns the median of the values in this tensor, ignoring `NaN` values. */
    nanmedian(dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in this tensor did not exist. */
    nanquantile(q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
    /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in this tensor did not exist. */
    nanquantile(q: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in this tensor did not exist. */
    nanquantile(q: Tensor, dim: number | null, options: { keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in this tensor did not exist. */
    nanquantile(q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
    /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in this tensor did not exist. */
    nanquantile(q: number, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** This is a variant of `quantile` that "ignores" `NaN` values, computing the quantiles `q` as if `NaN` values in this tensor did not exist. */
    nanquantile(q: number, dim: number | null, options: { keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** Returns the sum of all elements, treating Not a Numbers (NaNs) as zero. */
    nansum(dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the sum of all elements, treating Not a Numbers (NaNs) as zero. */
    nansum(options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Returns the sum of all elements, treating Not a Numbers (NaNs) as zero. */
    nansum(dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Returns a new tensor that is a narrowed version of this tensor. */
    narrow(dim: number, start: number, length: number): Tensor;
    /** Returns a new tensor that is a narrowed version of this tensor. */
    narrow(dim: number, start: Tensor, length: number): Tensor;
    /** Same as `narrow` except this returns a copy rather than shared storage. */
    narrowCopy(dim: number, start: number, length: number): Tensor;
    /** Native kernel level implementation of the `channel_shuffle`. */
    nativeChannelShuffle(groups: number): Tensor;
    nativeNorm(p?: Scalar): Tensor;
    nativeNorm(options: { p?: Scalar | undefined }): Tensor;
    nativeNorm(p: Scalar | null, dim: number | readonly number[], keepdim: boolean, dtype: DType | null): Tensor;
    /** Computes `this ≠ other` element-wise. */
    ne(other: Tensor): Tensor;
    /** Computes `this ≠ other` element-wise. */
    ne(other: Scalar): Tensor;
    /** Computes `this ≠ other` element-wise. In place. */
    ne_(other: Tensor): this;
    /** Computes `this ≠ other` element-wise. In place. */
    ne_(other: Scalar): this;
    /** Returns a new tensor with the negative of the elements of this tensor. */
    neg(): Tensor;
    /** Returns a new tensor with the negative of the elements of this tensor. In place. */
    neg_(): this;
    /** Returns a new tensor with the negative of the elements of this tensor. */
    negative(): Tensor;
    /** Returns a new tensor with the negative of the elements of this tensor. In place. */
    negative_(): this;
    nestedToPaddedTensor(padding: number, outputSize?: readonly number[] | null): Tensor;
    nestedToPaddedTensor(padding: number, options: { outputSize?: readonly number[] | null | undefined }): Tensor;
    /** Returns a Tensor of size `size` filled with uninitialized data. */
    newEmpty(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a Tensor of size `size` and strides `stride` filled with uninitialized data. */
    newEmptyStrided(size: readonly number[], stride: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a Tensor of size `size` filled with `fillValue`. */
    newFull(size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a Tensor of size `size` filled with `1`. */
    newOnes(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a Tensor of size `size` filled with `0`. */
    newZeros(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns the next floating-point value after this tensor towards `other`, elementwise. */
    nextafter(other: Tensor): Tensor;
    /** Returns the next floating-point value after this tensor towards `other`, elementwise. In place. */
    nextafter_(other: Tensor): this;
    nllLoss(target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice, ignoreIndex?: number): Tensor;
    nllLoss(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined; ignoreIndex?: number | undefined }): Tensor;
    nllLoss2d(target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice, ignoreIndex?: number): Tensor;
    nllLoss2d(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined; ignoreIndex?: number | undefined }): Tensor;
    nllLoss2dForward(target: Tensor, weight: Tensor | null, reduction: ReductionChoice, ignoreIndex: number): [Tensor, Tensor];
    nllLossForward(target: Tensor, weight: Tensor | null, reduction: ReductionChoice, ignoreIndex: number): [Tensor, Tensor];
    nllLossNd(target: Tensor, weight?: Tensor | null, reduction?: ReductionChoice, ignoreIndex?: number): Tensor;
    nllLossNd(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: ReductionChoice | undefined; ignoreIndex?: number | undefined }): Tensor;
    nonzero(): Tensor;
    nonzeroNumpy(): Tensor[];
    /** Returns a 2-D tensor where each row is the index for a non-zero value. */
    nonzeroStatic(options: { size: number; fillValue?: number | undefined }): Tensor;
    norm(p?: Scalar): Tensor;
    norm(options: { p?: Scalar | undefined }): Tensor;
    norm(p: Scalar | null, options: { dtype: DType }): Tensor;
    norm(p: Scalar | null, dim: number | readonly number[], keepdim?: boolean): Tensor;
    norm(p: Scalar | null, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    norm(p: Scalar | null, dim: number | readonly number[], keepdim: boolean, options: { dtype: DType }): Tensor;
    /** Fills this tensor with elements samples from the normal distribution parameterized by `mean` and `std`. */
    normal_(mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): this;
    /** Fills this tensor with elements samples from the normal distribution parameterized by `mean` and `std`. */
    normal_(options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): this;
    /** Fills this tensor with elements samples from the normal distribution parameterized by `mean` and `std`. */
    normal_(mean: number, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): this;
    normalFunctional(mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    normalFunctional(options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    normalFunctional(mean: number, options: { std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    /** Computes `this ≠ other` element-wise. */
    notEqual(other: Tensor): Tensor;
    /** Computes `this ≠ other` element-wise. */
    notEqual(other: Scalar): Tensor;
    /** Computes `this ≠ other` element-wise. In place. */
    notEqual_(other: Tensor): this;
    /** Computes `this ≠ other` element-wise. In place. */
    notEqual_(other: Scalar): this;
    nuclearNorm(keepdim?: boolean): Tensor;
    nuclearNorm(options: { keepdim?: boolean | undefined }): Tensor;
    nuclearNorm(dim: number | readonly number[], keepdim?: boolean): Tensor;
    nuclearNorm(dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    numpy_T(): Tensor;
    /** Takes LongTensor with index values of shape `(*)` and returns a tensor of shape `(*, num_classes)` that have zeros everywhere except where the index of last dimension matches the corresponding value of the input tensor, in which case it will be 1. */
    oneHot(numClasses?: number): Tensor;
    /** Takes LongTensor with index values of shape `(*)` and returns a tensor of shape `(*, num_classes)` that have zeros everywhere except where the index of last dimension matches the corresponding value of the input tensor, in which case it will be 1. */
    oneHot(options: { numClasses?: number | undefined }): Tensor;
    /** Returns a tensor filled with the scalar value `1`, with the same size as this tensor. */
    onesLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Computes the first `n` columns of a product of Householder matrices. */
    orgqr(input2: Tensor): Tensor;
    /** Computes the matrix-matrix multiplication of a product of Householder matrices with a general matrix. */
    ormqr(input2: Tensor, input3: Tensor, left?: boolean, transpose?: boolean): Tensor;
    /** Computes the matrix-matrix multiplication of a product of Householder matrices with a general matrix. */
    ormqr(input2: Tensor, input3: Tensor, options: { left?: boolean | undefined; transpose?: boolean | undefined }): Tensor;
    /** Outer product of this tensor and `vec2`. */
    outer(vec2: Tensor): Tensor;
    outputNr(): number;
    pad(pad: readonly number[], mode?: string, value?: number | null): Tensor;
    pad(pad: readonly number[], options: { mode?: string | undefined; value?: number | null | undefined }): Tensor;
    /** Computes the p-norm distance between every pair of row vectors in the input. */
    pdist(p?: number): Tensor;
    /** Computes the p-norm distance between every pair of row vectors in the input. */
    pdist(options: { p?: number | undefined }): Tensor;
    /** Returns a view of the tensor with its dimensions permuted. */
    permute(dims: readonly number[]): Tensor;
    /** Performs the same operation as `permute`, but all output tensors are freshly created instead of aliasing the input. */
    permuteCopy(dims: readonly number[]): Tensor;
    /** Copies the tensor to pinned memory, if it's not already pinned. */
    pinMemory(device?: Device | null): Tensor;
    /** Copies the tensor to pinned memory, if it's not already pinned. */
    pinMemory(options: { device?: Device | null | undefined }): Tensor;
    /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
    pinverse(rcond?: number): Tensor;
    /** Computes the pseudoinverse (Moore-Penrose inverse) of a matrix. */
    pinverse(options: { rcond?: number | undefined }): Tensor;
    /** Rearranges elements in a tensor of shape `(*, C * r^2, H, W)` to a tensor of shape `(*, C, H * r, W * r)`, where r is the `upscaleFactor`. */
    pixelShuffle(upscaleFactor: number): Tensor;
    /** Reverses the `PixelShuffle` operation by rearranging elements in a tensor of shape `(*, C, H * r, W * r)` to a tensor of shape `(*, C * r^2, H, W)`, where r is the `downscaleFactor`. */
    pixelUnshuffle(downscaleFactor: number): Tensor;
    poisson(generator?: NativeObject | null): Tensor;
    poisson(options: { generator?: NativeObject | null | undefined }): Tensor;
    polygamma_(n: number): this;
    /** Returns this tensor. */
    positive(): Tensor;
    /** Takes the power of each element in this tensor with `exponent` and returns a tensor with the result. */
    pow(exponent: Tensor): Tensor;
    /** Takes the power of each element in this tensor with `exponent` and returns a tensor with the result. */
    pow(exponent: Scalar): Tensor;
    /** Takes the power of each element in this tensor with `exponent` and returns a tensor with the result. In place. */
    pow_(exponent: Tensor): this;
    /** Takes the power of each element in this tensor with `exponent` and returns a tensor with the result. In place. */
    pow_(exponent: Scalar): this;
    prelu(weight: Tensor): Tensor;
    /** Returns the product of all elements in this tensor. */
    prod(options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the product of all elements in this tensor. */
    prod(dim: number, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the product of all elements in this tensor. */
    prod(dim: number, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Copies the elements from `source` into the positions specified by `index`. */
    put(index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
    /** Copies the elements from `source` into the positions specified by `index`. */
    put(index: Tensor, source: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
    /** Copies the elements from `source` into the positions specified by `index`. */
    put_(index: Tensor, source: Tensor, accumulate?: boolean): this;
    /** Copies the elements from `source` into the positions specified by `index`. */
    put_(index: Tensor, source: Tensor, options: { accumulate?: boolean | undefined }): this;
    /** Given a Tensor quantized by linear (affine) per-channel quantization, returns the index of dimension on which per-channel quantization is applied. */
    qPerChannelAxis(): number;
    /** Given a Tensor quantized by linear (affine) per-channel quantization, returns a Tensor of scales of the underlying quantizer. */
    qPerChannelScales(): Tensor;
    qPerChannelZeroPoints(): Tensor;
    /** Given a Tensor quantized by linear(affine) quantization, returns the scale of the underlying quantizer(). */
    qScale(): number;
    qZeroPoint(): number;
    /** Computes the QR decomposition of a matrix or a batch of matrices this tensor, and returns a namedtuple (Q, R) of tensors such that `this = Q R` with `Q` being an orthogonal matrix or batch of orthogonal matrices and `R` being an upper triangular matrix or batch of upper triangular matrices. */
    qr(some?: boolean): [Tensor, Tensor];
    /** Computes the QR decomposition of a matrix or a batch of matrices this tensor, and returns a namedtuple (Q, R) of tensors such that `this = Q R` with `Q` being an orthogonal matrix or batch of orthogonal matrices and `R` being an upper triangular matrix or batch of upper triangular matrices. */
    qr(options: { some?: boolean | undefined }): [Tensor, Tensor];
    /** Returns the quantization scheme of a given QTensor. */
    qscheme(): NativeObject;
    /** Computes the q-th quantiles of each row of this tensor along the dimension `dim`. */
    quantile(q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
    /** Computes the q-th quantiles of each row of this tensor along the dimension `dim`. */
    quantile(q: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** Computes the q-th quantiles of each row of this tensor along the dimension `dim`. */
    quantile(q: Tensor, dim: number | null, options: { keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** Computes the q-th quantiles of each row of this tensor along the dimension `dim`. */
    quantile(q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
    /** Computes the q-th quantiles of each row of this tensor along the dimension `dim`. */
    quantile(q: number, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** Computes the q-th quantiles of each row of this tensor along the dimension `dim`. */
    quantile(q: number, dim: number | null, options: { keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    /** Converts a float tensor to a per-channel quantized tensor with given scales and zero points. */
    quantizePerChannel(scales: Tensor, zeroPoints: Tensor, axis: number, dtype: DType): Tensor;
    /** Converts a float tensor to a quantized tensor with given scale and zero point. */
    quantizePerTensor(scale: number, zeroPoint: number, dtype: DType): Tensor;
    /** Converts a float tensor to a quantized tensor with given scale and zero point. */
    quantizePerTensor(scale: Tensor, zeroPoint: Tensor, dtype: DType): Tensor;
    quantizePerTensorDynamic(dtype: DType, reduceRange: boolean): Tensor;
    /** Applies a 1D max pooling over an input quantized tensor composed of several input planes. */
    quantizedMaxPool1d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    /** Applies a 1D max pooling over an input quantized tensor composed of several input planes. */
    quantizedMaxPool1d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    /** Applies a 2D max pooling over an input quantized tensor composed of several input planes. */
    quantizedMaxPool2d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    /** Applies a 2D max pooling over an input quantized tensor composed of several input planes. */
    quantizedMaxPool2d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    quantizedMaxPool3d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    quantizedMaxPool3d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    /** Returns a new tensor with each of the elements of this tensor converted from angles in radians to degrees. */
    rad2deg(): Tensor;
    /** Returns a new tensor with each of the elements of this tensor converted from angles in radians to degrees. In place. */
    rad2deg_(): this;
    /** Returns a tensor with the same size as this tensor that is filled with random numbers from a uniform distribution on the interval `[0, 1)`. */
    randLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same size as this tensor that is filled with random numbers from a uniform distribution on the interval `[0, 1)`. */
    randLike(options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
    randintLike(high: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
    randintLike(high: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
    randintLike(high: Tensor, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
    randintLike(high: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
    randintLike(low: number, high: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same shape as this Tensor filled with random integers generated uniformly between `low` (inclusive) and `high` (exclusive). */
    randintLike(low: number, high: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same size as this tensor that is filled with random numbers from a normal distribution with mean 0 and variance 1. */
    randnLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    /** Returns a tensor with the same size as this tensor that is filled with random numbers from a normal distribution with mean 0 and variance 1. */
    randnLike(options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
    random(options?: { generator?: NativeObject | null | undefined }): Tensor;
    random(to: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    random(from_: number, to: number | null, options?: { generator?: NativeObject | null | undefined }): Tensor;
    /** Fills this tensor with numbers sampled from the discrete uniform distribution over `[from, to - 1]`. */
    random_(options?: { generator?: NativeObject | null | undefined }): this;
    /** Fills this tensor with numbers sampled from the discrete uniform distribution over `[from, to - 1]`. */
    random_(to: number, options?: { generator?: NativeObject | null | undefined }): this;
    /** Fills this tensor with numbers sampled from the discrete uniform distribution over `[from, to - 1]`. */
    random_(from_: number, to: number | null, options?: { generator?: NativeObject | null | undefined }): this;
    /** Returns a contiguous flattened tensor. */
    ravel(): Tensor;
    /** Returns a new tensor containing real values of this tensor. */
    real(): Tensor;
    /** Returns a new tensor with the reciprocal of the elements of this tensor. */
    reciprocal(): Tensor;
    /** Returns a new tensor with the reciprocal of the elements of this tensor. In place. */
    reciprocal_(): this;
    reflectionPad1d(padding: number | readonly number[]): Tensor;
    reflectionPad2d(padding: number | readonly number[]): Tensor;
    reflectionPad3d(padding: number | readonly number[]): Tensor;
    /** Applies the rectified linear unit function element-wise. */
    relu(): Tensor;
    relu6(): Tensor;
    relu6_(): this;
    /** Applies the rectified linear unit function element-wise. In place. */
    relu_(): this;
    remainder(other: Tensor): Tensor;
    remainder(other: Scalar): Tensor;
    remainder_(other: Tensor): this;
    remainder_(other: Scalar): this;
    /** Returns a tensor where each sub-tensor of this tensor along dimension `dim` is normalized such that the `p`-norm of the sub-tensor is lower than the value `maxnorm`. */
    renorm(p: Scalar, dim: number, maxnorm: Scalar): Tensor;
    /** Returns a tensor where each sub-tensor of this tensor along dimension `dim` is normalized such that the `p`-norm of the sub-tensor is lower than the value `maxnorm`. In place. */
    renorm_(p: Scalar, dim: number, maxnorm: Scalar): this;
    /** Repeats this tensor along the specified dimensions. */
    repeat(repeats: readonly number[]): Tensor;
    /** Repeats elements of a tensor. */
    repeatInterleave(repeats: Tensor, dim?: number | null, options?: { outputSize?: number | null | undefined }): Tensor;
    /** Repeats elements of a tensor. */
    repeatInterleave(repeats: Tensor, options: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
    /** Repeats elements of a tensor. */
    repeatInterleave(repeats: number, dim?: number | null, options?: { outputSize?: number | null | undefined }): Tensor;
    /** Repeats elements of a tensor. */
    repeatInterleave(repeats: number, options: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
    replicationPad1d(padding: number | readonly number[]): Tensor;
    replicationPad2d(padding: number | readonly number[]): Tensor;
    replicationPad3d(padding: number | readonly number[]): Tensor;
    /** Changes if autograd should record operations on this tensor: sets this tensor's `requiresGrad` attribute in-place. */
    requiresGrad_(requiresGrad?: boolean): this;
    /** Changes if autograd should record operations on this tensor: sets this tensor's `requiresGrad` attribute in-place. */
    requiresGrad_(options: { requiresGrad?: boolean | undefined }): this;
    /** Returns a tensor with the same data and number of elements as this tensor, but with the specified shape. */
    reshape(shape: readonly number[]): Tensor;
    /** Returns this tensor as the same shape as `other`. */
    reshapeAs(other: Tensor): Tensor;
    resize(size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** Resizes this tensor to the specified size. */
    resize_(size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): this;
    resizeAs(theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** Resizes this tensor to be the same size as the specified `tensor`. */
    resizeAs_(theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): this;
    resizeAsSparse(theTemplate: Tensor): Tensor;
    resizeAsSparse_(theTemplate: Tensor): this;
    /** Returns a new tensor with materialized conjugation if this tensor's conjugate bit is set to `True`, else returns this tensor. */
    resolveConj(): Tensor;
    /** Returns a new tensor with materialized negation if this tensor's negative bit is set to `True`, else returns this tensor. */
    resolveNeg(): Tensor;
    /** Enables this Tensor to have their `grad` populated during `backward`. */
    retainGrad(): void;
    retainsGrad(): boolean;
    /** Rolls this tensor along the given dimension(s). */
    roll(shifts: number | readonly number[], dims?: number | readonly number[]): Tensor;
    /** Rolls this tensor along the given dimension(s). */
    roll(shifts: number | readonly number[], options: { dims?: number | readonly number[] | undefined }): Tensor;
    /** Rotates an n-D tensor by 90 degrees in the plane specified by dims axis. */
    rot90(k?: number, dims?: readonly number[]): Tensor;
    /** Rotates an n-D tensor by 90 degrees in the plane specified by dims axis. */
    rot90(options: { k?: number | undefined; dims?: readonly number[] | undefined }): Tensor;
    /** Rounds elements of this tensor to the nearest integer. */
    round(): Tensor;
    /** Rounds elements of this tensor to the nearest integer. */
    round(options: { decimals: number }): Tensor;
    /** Rounds elements of this tensor to the nearest integer. In place. */
    round_(): this;
    /** Rounds elements of this tensor to the nearest integer. In place. */
    round_(options: { decimals: number }): this;
    rowIndices(): Tensor;
    rowIndicesCopy(): Tensor;
    /** Randomized leaky ReLU. */
    rrelu(lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
    /** Randomized leaky ReLU. */
    rrelu(options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
    /** Randomized leaky ReLU. In place. */
    rrelu_(lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): this;
    /** Randomized leaky ReLU. In place. */
    rrelu_(options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): this;
    rreluWithNoise(noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
    rreluWithNoise(noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
    rreluWithNoise_(noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): this;
    rreluWithNoise_(noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): this;
    rreluWithNoiseFunctional(noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): [Tensor, Tensor];
    rreluWithNoiseFunctional(noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): [Tensor, Tensor];
    /** Returns a new tensor with the reciprocal of the square-root of each of the elements of this tensor. */
    rsqrt(): Tensor;
    /** Returns a new tensor with the reciprocal of the square-root of each of the elements of this tensor. In place. */
    rsqrt_(): this;
    rsub(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    rsub(other: Scalar, alpha?: Scalar): Tensor;
    rsub(other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
    /** Writes all values from the tensor `src` into this tensor at the indices specified in the `index` tensor. */
    scatter(dim: number, index: Tensor, src: Tensor): Tensor;
    /** Writes all values from the tensor `src` into this tensor at the indices specified in the `index` tensor. */
    scatter(dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
    /** Writes all values from the tensor `src` into this tensor at the indices specified in the `index` tensor. */
    scatter(dim: number, index: Tensor, value: Scalar): Tensor;
    /** Writes all values from the tensor `src` into this tensor at the indices specified in the `index` tensor. */
    scatter(dim: number, index: Tensor, value: Scalar, options: { reduce: string }): Tensor;
    /** Writes all values from the tensor `src` into this tensor at the indices specified in the `index` tensor. */
    scatter_(dim: number, index: Tensor, src: Tensor): this;
    /** Writes all values from the tensor `src` into this tensor at the indices specified in the `index` tensor. */
    scatter_(dim: number, index: Tensor, src: Tensor, options: { reduce: string }): this;
    /** Writes all values from the tensor `src` into this tensor at the indices specified in the `index` tensor. */
    scatter_(dim: number, index: Tensor, value: Scalar): this;
    /** Writes all values from the tensor `src` into this tensor at the indices specified in the `index` tensor. */
    scatter_(dim: number, index: Tensor, value: Scalar, options: { reduce: string }): this;
    /** Adds all values from the tensor `src` into this tensor at the indices specified in the `index` tensor in a similar fashion as `scatter_`. */
    scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor;
    /** Adds all values from the tensor `src` into this tensor at the indices specified in the `index` tensor in a similar fashion as `scatter_`. */
    scatterAdd_(dim: number, index: Tensor, src: Tensor): this;
    scatterReduce(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
    scatterReduce_(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): this;
    /** Slices this tensor along the selected dimension at the given index. */
    select(dim: number, index: number): Tensor;
    /** Performs the same operation as `select`, but all output tensors are freshly created instead of aliasing the input. */
    selectCopy(dim: number, index: number): Tensor;
    /** Embeds the values of the `src` tensor into this tensor at the given index. */
    selectScatter(src: Tensor, dim: number, index: number): Tensor;
    selu(): Tensor;
    selu_(): this;
    set(): Tensor;
    set(source: NativeObject): Tensor;
    set(source: Tensor): Tensor;
    set(source: NativeObject, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
    set(source: NativeObject, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): Tensor;
    /** Sets the underlying storage, size, and strides. */
    set_(): this;
    /** Sets the underlying storage, size, and strides. */
    set_(source: NativeObject): this;
    /** Sets the underlying storage, size, and strides. */
    set_(source: Tensor): this;
    /** Sets the underlying storage, size, and strides. */
    set_(source: NativeObject, storageOffset: number, size: readonly number[], stride?: readonly number[]): this;
    /** Sets the underlying storage, size, and strides. */
    set_(source: NativeObject, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): this;
    /** Sets the underlying storage, size, and strides. */
    set_(source: Tensor, storageOffset: number, size: readonly number[], stride?: readonly number[]): this;
    /** Sets the underlying storage, size, and strides. */
    set_(source: Tensor, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): this;
    setData(newData: Tensor): void;
    sgn(): Tensor;
    sgn_(): this;
    /** Computes the expit (also known as the logistic sigmoid function) of the elements of this tensor. */
    sigmoid(): Tensor;
    /** Computes the expit (also known as the logistic sigmoid function) of the elements of this tensor. In place. */
    sigmoid_(): this;
    /** Returns a new tensor with the signs of the elements of this tensor. */
    sign(): Tensor;
    /** Returns a new tensor with the signs of the elements of this tensor. In place. */
    sign_(): this;
    /** Tests if each element of this tensor has its sign bit set or not. */
    signbit(): Tensor;
    /** Applies the Sigmoid Linear Unit (SiLU) function, element-wise. */
    silu(): Tensor;
    /** Applies the Sigmoid Linear Unit (SiLU) function, element-wise. In place. */
    silu_(): this;
    /** Returns a new tensor with the sine of the elements in this tensor, where each value in this input tensor is in radians. */
    sin(): Tensor;
    /** Returns a new tensor with the sine of the elements in this tensor, where each value in this input tensor is in radians. In place. */
    sin_(): this;
    sinc(): Tensor;
    sinc_(): this;
    /** Returns a new tensor with the hyperbolic sine of the elements of this tensor. */
    sinh(): Tensor;
    /** Returns a new tensor with the hyperbolic sine of the elements of this tensor. In place. */
    sinh_(): this;
    /** Returns the size of this tensor. */
    size(dim: number): number;
    slice(dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    slice(options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
    /** Performs the same operation as `slice`, but all output tensors are freshly created instead of aliasing the input. */
    sliceCopy(dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    /** Performs the same operation as `slice`, but all output tensors are freshly created instead of aliasing the input. */
    sliceCopy(options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
    sliceInverse(src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    sliceInverse(src: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
    /** Embeds the values of the `src` tensor into this tensor at the given dimension. */
    sliceScatter(src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    /** Embeds the values of the `src` tensor into this tensor at the given dimension. */
    sliceScatter(src: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
    /** Computes the sign and natural logarithm of the absolute value of the determinant of a square matrix. */
    slogdet(): [Tensor, Tensor];
    slowConv3d(weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[]): Tensor;
    slowConv3d(weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined }): Tensor;
    slowConv3dForward(weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[]): Tensor;
    slowConvDilated2d(weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[]): Tensor;
    slowConvDilated2d(weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
    slowConvDilated3d(weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[]): Tensor;
    slowConvDilated3d(weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
    slowConvTranspose2d(weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], dilation?: number | readonly number[]): Tensor;
    slowConvTranspose2d(weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
    slowConvTranspose3d(weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[], outputPadding?: number | readonly number[], dilation?: number | readonly number[]): Tensor;
    slowConvTranspose3d(weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; outputPadding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined }): Tensor;
    /** Performs a matrix multiplication of this sparse matrix with the dense matrix `mat`. */
    smm(mat2: Tensor): Tensor;
    smoothL1Loss(target: Tensor, reduction?: ReductionChoice, beta?: number): Tensor;
    smoothL1Loss(target: Tensor, options: { reduction?: ReductionChoice | undefined; beta?: number | undefined }): Tensor;
    softMarginLoss(target: Tensor, reduction?: ReductionChoice): Tensor;
    softMarginLoss(target: Tensor, options: { reduction?: ReductionChoice | undefined }): Tensor;
    /** Applies a softmax function. */
    softmax(dim: number, dtype?: DType | null): Tensor;
    /** Applies a softmax function. */
    softmax(dim: number, options: { dtype?: DType | null | undefined }): Tensor;
    softplus(beta?: Scalar, threshold?: Scalar): Tensor;
    softplus(options: { beta?: Scalar | undefined; threshold?: Scalar | undefined }): Tensor;
    /** Applies the soft shrinkage function elementwise. */
    softshrink(lambd?: Scalar): Tensor;
    /** Applies the soft shrinkage function elementwise. */
    softshrink(options: { lambd?: Scalar | undefined }): Tensor;
    /** Sorts the elements of this tensor along a given dimension in ascending order by value. */
    sort(dim?: number, descending?: boolean): [Tensor, Tensor];
    /** Sorts the elements of this tensor along a given dimension in ascending order by value. */
    sort(options: { dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
    /** Sorts the elements of this tensor along a given dimension in ascending order by value. */
    sort(options?: { stable?: boolean | null | undefined; dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
    /** Returns the number of sparse dimensions in this sparse tensor. */
    sparseDim(): number;
    /** Returns a new sparse tensor with values from this strided tensor filtered by the indices of the sparse tensor `mask`. */
    sparseMask(mask: Tensor): Tensor;
    sparseResize(size: readonly number[], sparseDim: number, denseDim: number): Tensor;
    /** Resizes this tensor sparse tensor to the desired size and the number of sparse and dense dimensions. */
    sparseResize_(size: readonly number[], sparseDim: number, denseDim: number): this;
    sparseResizeAndClear(size: readonly number[], sparseDim: number, denseDim: number): Tensor;
    /** Removes all specified elements from this sparse tensor and resizes this tensor to the desired size and the number of sparse and dense dimensions. */
    sparseResizeAndClear_(size: readonly number[], sparseDim: number, denseDim: number): this;
    sparseSampledAddmm(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Bessel function of the first kind of order `0`. */
    specialBesselJ0(): Tensor;
    /** Bessel function of the first kind of order `1`. */
    specialBesselJ1(): Tensor;
    /** Bessel function of the second kind of order `0`. */
    specialBesselY0(): Tensor;
    /** Bessel function of the second kind of order `1`. */
    specialBesselY1(): Tensor;
    /** Computes the logarithmic derivative of the gamma function on this tensor. */
    specialDigamma(): Tensor;
    specialEntr(): Tensor;
    /** Computes the error function of this tensor. */
    specialErf(): Tensor;
    /** Computes the complementary error function of this tensor. */
    specialErfc(): Tensor;
    /** Computes the scaled complementary error function for each element of this tensor. */
    specialErfcx(): Tensor;
    /** Computes the inverse error function of this tensor. */
    specialErfinv(): Tensor;
    /** Computes the base two exponential function of this tensor. */
    specialExp2(): Tensor;
    /** Computes the expit (also known as the logistic sigmoid function) of the elements of this tensor. */
    specialExpit(): Tensor;
    /** Computes the exponential of the elements minus 1 of this tensor. */
    specialExpm1(): Tensor;
    specialGammainc(other: Tensor): Tensor;
    specialGammaincc(other: Tensor): Tensor;
    /** Computes the natural logarithm of the absolute value of the gamma function on this tensor. */
    specialGammaln(): Tensor;
    /** Computes the zeroth order modified Bessel function of the first kind for each element of this tensor. */
    specialI0(): Tensor;
    specialI0e(): Tensor;
    specialI1(): Tensor;
    specialI1e(): Tensor;
    /** Returns a new tensor with the natural logarithm of (1 + this tensor). */
    specialLog1p(): Tensor;
    specialLogNdtr(): Tensor;
    /** Computes softmax followed by a logarithm. */
    specialLogSoftmax(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns a new tensor with the logit of the elements of this tensor. */
    specialLogit(eps?: number | null): Tensor;
    /** Returns a new tensor with the logit of the elements of this tensor. */
    specialLogit(options: { eps?: number | null | undefined }): Tensor;
    /** Returns the log of summed exponentials of each row of this tensor in the given dimension `dim`. */
    specialLogsumexp(dim: number | readonly number[], keepdim?: boolean): Tensor;
    /** Returns the log of summed exponentials of each row of this tensor in the given dimension `dim`. */
    specialLogsumexp(dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    /** Modified Bessel function of the first kind of order `0`. */
    specialModifiedBesselI0(): Tensor;
    /** Modified Bessel function of the first kind of order `1`. */
    specialModifiedBesselI1(): Tensor;
    /** Modified Bessel function of the second kind of order `0`. */
    specialModifiedBesselK0(): Tensor;
    /** Modified Bessel function of the second kind of order `1`. */
    specialModifiedBesselK1(): Tensor;
    specialMultigammaln(p: number): Tensor;
    specialNdtr(): Tensor;
    specialNdtri(): Tensor;
    /** Computes the logarithmic derivative of the gamma function on this tensor. */
    specialPsi(): Tensor;
    /** Rounds elements of this tensor to the nearest integer. */
    specialRound(options?: { decimals?: number | undefined }): Tensor;
    specialSinc(): Tensor;
    /** Computes the softmax function. */
    specialSoftmax(dim: number, dtype?: DType | null): Tensor;
    /** Computes the softmax function. */
    specialSoftmax(dim: number, options: { dtype?: DType | null | undefined }): Tensor;
    specialXlog1py(other: Tensor): Tensor;
    specialXlog1py(other: Scalar): Tensor;
    specialXlogy(other: Tensor): Tensor;
    specialXlogy(other: Scalar): Tensor;
    /** Computes the Hurwitz zeta function, elementwise. */
    specialZeta(other: Tensor): Tensor;
    /** Computes the Hurwitz zeta function, elementwise. */
    specialZeta(other: Scalar): Tensor;
    /** Splits the tensor into chunks. */
    split(splitSize: number, dim?: number): Tensor[];
    /** Splits the tensor into chunks. */
    split(splitSize: number, options: { dim?: number | undefined }): Tensor[];
    /** Splits the tensor into chunks. */
    split(splitSize: readonly number[], dim?: number): Tensor[];
    /** Splits the tensor into chunks. */
    split(splitSize: readonly number[], options: { dim?: number | undefined }): Tensor[];
    /** Performs the same operation as `split`, but all output tensors are freshly created instead of aliasing the input. */
    splitCopy(splitSize: number, dim?: number): Tensor[];
    /** Performs the same operation as `split`, but all output tensors are freshly created instead of aliasing the input. */
    splitCopy(splitSize: number, options: { dim?: number | undefined }): Tensor[];
    splitWithSizes(splitSizes: readonly number[], dim?: number): Tensor[];
    splitWithSizes(splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
    /** Performs the same operation as `splitWithSizes`, but all output tensors are freshly created instead of aliasing the input. */
    splitWithSizesCopy(splitSizes: readonly number[], dim?: number): Tensor[];
    /** Performs the same operation as `splitWithSizes`, but all output tensors are freshly created instead of aliasing the input. */
    splitWithSizesCopy(splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
    /** Returns a new tensor with the square-root of the elements of this tensor. */
    sqrt(): Tensor;
    /** Returns a new tensor with the square-root of the elements of this tensor. In place. */
    sqrt_(): this;
    /** Returns a new tensor with the square of the elements of this tensor. */
    square(): Tensor;
    /** Returns a new tensor with the square of the elements of this tensor. In place. */
    square_(): this;
    /** Returns a tensor with all specified dimensions of this tensor of size `1` removed. */
    squeeze(): Tensor;
    /** Returns a tensor with all specified dimensions of this tensor of size `1` removed. */
    squeeze(dim: number): Tensor;
    /** Returns a tensor with all specified dimensions of this tensor of size `1` removed. */
    squeeze(dim: readonly number[]): Tensor;
    /** Returns a tensor with all specified dimensions of this tensor of size `1` removed. In place. */
    squeeze_(): this;
    /** Returns a tensor with all specified dimensions of this tensor of size `1` removed. In place. */
    squeeze_(dim: number): this;
    /** Returns a tensor with all specified dimensions of this tensor of size `1` removed. In place. */
    squeeze_(dim: readonly number[]): this;
    /** Performs the same operation as `squeeze`, but all output tensors are freshly created instead of aliasing the input. */
    squeezeCopy(): Tensor;
    /** Performs the same operation as `squeeze`, but all output tensors are freshly created instead of aliasing the input. */
    squeezeCopy(dim: number): Tensor;
    /** Performs the same operation as `squeeze`, but all output tensors are freshly created instead of aliasing the input. */
    squeezeCopy(dim: readonly number[]): Tensor;
    /** Matrix multiplies a sparse tensor `mat1` with a dense tensor `mat2`, then adds this sparse tensor to the result. */
    sspaddmm(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    /** Calculates the standard deviation over the dimensions specified by `dim`. */
    std(unbiased?: boolean): Tensor;
    /** Calculates the standard deviation over the dimensions specified by `dim`. */
    std(options: { unbiased?: boolean | undefined }): Tensor;
    /** Calculates the standard deviation over the dimensions specified by `dim`. */
    std(dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
    /** Calculates the standard deviation over the dimensions specified by `dim`. */
    std(dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Calculates the standard deviation over the dimensions specified by `dim`. */
    std(dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Calculates the standard deviation over the dimensions specified by `dim`. */
    std(options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
    stdMean(unbiased?: boolean): [Tensor, Tensor];
    /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
    stdMean(options: { unbiased?: boolean | undefined }): [Tensor, Tensor];
    /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
    stdMean(dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
    /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
    stdMean(dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
    stdMean(dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Calculates the standard deviation and mean over the dimensions specified by `dim`. */
    stdMean(options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    stft(nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
    stft(nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; returnComplex?: boolean | null | undefined; alignToWindow?: boolean | null | undefined }): Tensor;
    stft(nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, padMode?: string, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
    stft(nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; center?: boolean | undefined; padMode?: string | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; returnComplex?: boolean | null | undefined; alignToWindow?: boolean | null | undefined }): Tensor;
    /** Returns this tensor's offset in the underlying storage in terms of number of storage elements (not bytes). */
    storageOffset(): number;
    /** Returns the stride of this tensor. */
    stride(dim: number): number;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. */
    sub(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. */
    sub(other: Scalar, alpha?: Scalar): Tensor;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. */
    sub(other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. In place. */
    sub_(other: Tensor, options?: { alpha?: Scalar | undefined }): this;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. In place. */
    sub_(other: Scalar, alpha?: Scalar): this;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. In place. */
    sub_(other: Scalar, options: { alpha?: Scalar | undefined }): this;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. */
    subtract(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. */
    subtract(other: Scalar, alpha?: Scalar): Tensor;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. */
    subtract(other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. In place. */
    subtract_(other: Tensor, options?: { alpha?: Scalar | undefined }): this;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. In place. */
    subtract_(other: Scalar, alpha?: Scalar): this;
    /** Subtracts `other`, scaled by `alpha`, from this tensor. In place. */
    subtract_(other: Scalar, options: { alpha?: Scalar | undefined }): this;
    /** Returns the sum of all elements in this tensor. */
    sum(options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the sum of all elements in this tensor. */
    sum(dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    /** Returns the sum of all elements in this tensor. */
    sum(dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    /** Sums `this` tensor to `size`. */
    sumToSize(size: readonly number[]): Tensor;
    /** Computes the singular value decomposition of either a matrix or batch of matrices this tensor. */
    svd(some?: boolean, computeUv?: boolean): [Tensor, Tensor, Tensor];
    /** Computes the singular value decomposition of either a matrix or batch of matrices this tensor. */
    svd(options: { some?: boolean | undefined; computeUv?: boolean | undefined }): [Tensor, Tensor, Tensor];
    /** Returns a tensor that is a transposed version of this tensor. */
    swapaxes(axis0: number, axis1: number): Tensor;
    /** Returns a tensor that is a transposed version of this tensor. In place. */
    swapaxes_(axis0: number, axis1: number): this;
    /** Returns a tensor that is a transposed version of this tensor. */
    swapdims(dim0: number, dim1: number): Tensor;
    /** Returns a tensor that is a transposed version of this tensor. In place. */
    swapdims_(dim0: number, dim1: number): this;
    symIsContiguous(memoryFormat?: MemoryFormat): boolean;
    symIsContiguous(options: { memoryFormat?: MemoryFormat | undefined }): boolean;
    symNumel(): number;
    symSize(dim: number): number;
    symStorageOffset(): number;
    symStride(dim: number): number;
    /** Expects this tensor to be <= 2-D tensor and transposes dimensions 0 and 1. */
    t(): Tensor;
    /** Expects this tensor to be <= 2-D tensor and transposes dimensions 0 and 1. In place. */
    t_(): this;
    /** Performs the same operation as `t`, but all output tensors are freshly created instead of aliasing the input. */
    tCopy(): Tensor;
    /** Returns a new tensor with the elements of this tensor at the given indices. */
    take(index: Tensor): Tensor;
    /** Selects values from this tensor at the 1-dimensional indices from `indices` along the given `dim`. */
    takeAlongDim(indices: Tensor, dim?: number | null): Tensor;
    /** Selects values from this tensor at the 1-dimensional indices from `indices` along the given `dim`. */
    takeAlongDim(indices: Tensor, options: { dim?: number | null | undefined }): Tensor;
    /** Returns a new tensor with the tangent of the elements in this tensor, where each value in this input tensor is in radians. */
    tan(): Tensor;
    /** Returns a new tensor with the tangent of the elements in this tensor, where each value in this input tensor is in radians. In place. */
    tan_(): this;
    /** Returns a new tensor with the hyperbolic tangent of the elements of this tensor. */
    tanh(): Tensor;
    /** Returns a new tensor with the hyperbolic tangent of the elements of this tensor. In place. */
    tanh_(): this;
    /** Splits a tensor into multiple sub-tensors, all of which are views of this tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
    tensorSplit(indices: readonly number[], dim?: number): Tensor[];
    /** Splits a tensor into multiple sub-tensors, all of which are views of this tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
    tensorSplit(indices: readonly number[], options: { dim?: number | undefined }): Tensor[];
    /** Splits a tensor into multiple sub-tensors, all of which are views of this tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
    tensorSplit(sections: number, dim?: number): Tensor[];
    /** Splits a tensor into multiple sub-tensors, all of which are views of this tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
    tensorSplit(sections: number, options: { dim?: number | undefined }): Tensor[];
    /** Splits a tensor into multiple sub-tensors, all of which are views of this tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
    tensorSplit(tensorIndicesOrSections: Tensor, dim?: number): Tensor[];
    /** Splits a tensor into multiple sub-tensors, all of which are views of this tensor, along dimension `dim` according to the indices or number of sections specified by `indicesOrSections`. */
    tensorSplit(tensorIndicesOrSections: Tensor, options: { dim?: number | undefined }): Tensor[];
    /** Returns a contraction of a and b over multiple dimensions. */
    tensordot(other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]): Tensor;
    thnnConv2d(weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[]): Tensor;
    thnnConv2d(weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined }): Tensor;
    threshold(threshold: Scalar, value: Scalar): Tensor;
    threshold_(threshold: Scalar, value: Scalar): this;
    /** Constructs a tensor by repeating the elements of this tensor. */
    tile(dims: readonly number[]): Tensor;
    /** Performs Tensor dtype and/or device conversion. */
    to(dtype: DType, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
    /** Performs Tensor dtype and/or device conversion. */
    to(dtype: DType, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** Performs Tensor dtype and/or device conversion. */
    to(other: Tensor, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
    /** Performs Tensor dtype and/or device conversion. */
    to(other: Tensor, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** Performs Tensor dtype and/or device conversion. */
    to(device: Device, dtype: DType, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
    /** Performs Tensor dtype and/or device conversion. */
    to(device: Device, dtype: DType, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** Performs Tensor dtype and/or device conversion. */
    to(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    /** Performs Tensor dtype and/or device conversion. */
    to(device: Device, options?: { dtype?: DType | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined }): Tensor;
    /** Creates a strided copy of this tensor if this tensor is not a strided tensor, otherwise returns this tensor. */
    toDense(dtype?: DType | null, options?: { maskedGrad?: boolean | null | undefined }): Tensor;
    /** Creates a strided copy of this tensor if this tensor is not a strided tensor, otherwise returns this tensor. */
    toDense(options: { dtype?: DType | null | undefined; maskedGrad?: boolean | null | undefined }): Tensor;
    toMkldnn(dtype?: DType | null): Tensor;
    toMkldnn(options: { dtype?: DType | null | undefined }): Tensor;
    toPaddedTensor(padding: number, outputSize?: readonly number[] | null): Tensor;
    toPaddedTensor(padding: number, options: { outputSize?: readonly number[] | null | undefined }): Tensor;
    /** Returns a sparse copy of the tensor. */
    toSparse(sparseDim: number): Tensor;
    /** Returns a sparse copy of the tensor. */
    toSparse(options?: { layout?: Layout | null | undefined; blocksize?: number | readonly number[] | null | undefined; denseDim?: number | null | undefined }): Tensor;
    /** Converts a tensor to a block sparse column (BSC) storage format of given blocksize. */
    toSparseBsc(blocksize: number | readonly number[], denseDim?: number | null): Tensor;
    /** Converts a tensor to a block sparse column (BSC) storage format of given blocksize. */
    toSparseBsc(blocksize: number | readonly number[], options: { denseDim?: number | null | undefined }): Tensor;
    /** Converts a tensor to a block sparse row (BSR) storage format of given blocksize. */
    toSparseBsr(blocksize: number | readonly number[], denseDim?: number | null): Tensor;
    /** Converts a tensor to a block sparse row (BSR) storage format of given blocksize. */
    toSparseBsr(blocksize: number | readonly number[], options: { denseDim?: number | null | undefined }): Tensor;
    /** Converts a tensor to compressed column storage (CSC) format. */
    toSparseCsc(denseDim?: number | null): Tensor;
    /** Converts a tensor to compressed column storage (CSC) format. */
    toSparseCsc(options: { denseDim?: number | null | undefined }): Tensor;
    /** Converts a tensor to compressed row storage format (CSR). */
    toSparseCsr(denseDim?: number | null): Tensor;
    /** Converts a tensor to compressed row storage format (CSR). */
    toSparseCsr(options: { denseDim?: number | null | undefined }): Tensor;
    /** Returns the `k` largest elements of this tensor along a given dimension. */
    topk(k: number, dim?: number, largest?: boolean, sorted?: boolean): [Tensor, Tensor];
    /** Returns the `k` largest elements of this tensor along a given dimension. */
    topk(k: number, options: { dim?: number | undefined; largest?: boolean | undefined; sorted?: boolean | undefined }): [Tensor, Tensor];
    /** Returns the sum of the elements of the diagonal of the input 2-D matrix. */
    trace(): Tensor;
    /** Returns a tensor that is a transposed version of this tensor. */
    transpose(dim0: number, dim1: number): Tensor;
    /** Returns a tensor that is a transposed version of this tensor. In place. */
    transpose_(dim0: number, dim1: number): this;
    /** Performs the same operation as `transpose`, but all output tensors are freshly created instead of aliasing the input. */
    transposeCopy(dim0: number, dim1: number): Tensor;
    /** Solves a system of equations with a square upper or lower triangular invertible matrix `A` and multiple right-hand sides `b`. */
    triangularSolve(A: Tensor, upper?: boolean, transpose?: boolean, unitriangular?: boolean): [Tensor, Tensor];
    /** Solves a system of equations with a square upper or lower triangular invertible matrix `A` and multiple right-hand sides `b`. */
    triangularSolve(A: Tensor, options: { upper?: boolean | undefined; transpose?: boolean | undefined; unitriangular?: boolean | undefined }): [Tensor, Tensor];
    /** Returns the lower triangular part of the matrix (2-D tensor) or batch of matrices this tensor, the other elements of the result tensor `out` are set to 0. */
    tril(diagonal?: number): Tensor;
    /** Returns the lower triangular part of the matrix (2-D tensor) or batch of matrices this tensor, the other elements of the result tensor `out` are set to 0. */
    tril(options: { diagonal?: number | undefined }): Tensor;
    /** Returns the lower triangular part of the matrix (2-D tensor) or batch of matrices this tensor, the other elements of the result tensor `out` are set to 0. In place. */
    tril_(diagonal?: number): this;
    /** Returns the lower triangular part of the matrix (2-D tensor) or batch of matrices this tensor, the other elements of the result tensor `out` are set to 0. In place. */
    tril_(options: { diagonal?: number | undefined }): this;
    /** Returns the upper triangular part of a matrix (2-D tensor) or batch of matrices this tensor, the other elements of the result tensor `out` are set to 0. */
    triu(diagonal?: number): Tensor;
    /** Returns the upper triangular part of a matrix (2-D tensor) or batch of matrices this tensor, the other elements of the result tensor `out` are set to 0. */
    triu(options: { diagonal?: number | undefined }): Tensor;
    /** Returns the upper triangular part of a matrix (2-D tensor) or batch of matrices this tensor, the other elements of the result tensor `out` are set to 0. In place. */
    triu_(diagonal?: number): this;
    /** Returns the upper triangular part of a matrix (2-D tensor) or batch of matrices this tensor, the other elements of the result tensor `out` are set to 0. In place. */
    triu_(options: { diagonal?: number | undefined }): this;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    trueDivide(other: Tensor): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. */
    trueDivide(other: Scalar): Tensor;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    trueDivide_(other: Tensor): this;
    /** Divides each element of this tensor by the corresponding element of `other`. In place. */
    trueDivide_(other: Scalar): this;
    /** Returns a new tensor with the truncated integer values of the elements of this tensor. */
    trunc(): Tensor;
    /** Returns a new tensor with the truncated integer values of the elements of this tensor. In place. */
    trunc_(): this;
    /** Returns this tensor cast to the type of the given tensor. */
    typeAs(other: Tensor): Tensor;
    /** Removes a tensor dimension. */
    unbind(dim?: number): Tensor[];
    /** Removes a tensor dimension. */
    unbind(options: { dim?: number | undefined }): Tensor[];
    /** Performs the same operation as `unbind`, but all output tensors are freshly created instead of aliasing the input. */
    unbindCopy(dim?: number): Tensor[];
    /** Performs the same operation as `unbind`, but all output tensors are freshly created instead of aliasing the input. */
    unbindCopy(options: { dim?: number | undefined }): Tensor[];
    /** Expands a dimension of the input tensor over multiple dimensions. */
    unflatten(dim: number, sizes: readonly number[]): Tensor;
    /** Returns a view of the original tensor which contains all slices of size `size` from this tensor in the dimension `dimension`. */
    unfold(dimension: number, size: number, step: number): Tensor;
    /** Performs the same operation as `unfold`, but all output tensors are freshly created instead of aliasing the input. */
    unfoldCopy(dimension: number, size: number, step: number): Tensor;
    uniform(from_?: number, to?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    uniform(options: { from?: number | undefined; to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    uniform(from_: number, options: { to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    uniform_(from_?: number, to?: number, options?: { generator?: NativeObject | null | undefined }): this;
    uniform_(options: { from?: number | undefined; to?: number | undefined; generator?: NativeObject | null | undefined }): this;
    uniform_(from_: number, options: { to?: number | undefined; generator?: NativeObject | null | undefined }): this;
    uniqueConsecutive(returnInverse?: boolean, returnCounts?: boolean, dim?: number | null): [Tensor, Tensor, Tensor];
    uniqueConsecutive(options: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined; dim?: number | null | undefined }): [Tensor, Tensor, Tensor];
    uniqueDim(dim: number, sorted?: boolean, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
    uniqueDim(dim: number, options: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
    uniqueDimConsecutive(dim: number, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
    uniqueDimConsecutive(dim: number, options: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
    /** Works like `chunk` but without enforcing the autograd restrictions on inplace modification of the outputs. */
    unsafeChunk(chunks: number, dim?: number): Tensor[];
    /** Works like `chunk` but without enforcing the autograd restrictions on inplace modification of the outputs. */
    unsafeChunk(chunks: number, options: { dim?: number | undefined }): Tensor[];
    /** Works like `split` but without enforcing the autograd restrictions on inplace modification of the outputs. */
    unsafeSplit(splitSize: number, dim?: number): Tensor[];
    /** Works like `split` but without enforcing the autograd restrictions on inplace modification of the outputs. */
    unsafeSplit(splitSize: number, options: { dim?: number | undefined }): Tensor[];
    unsafeSplitWithSizes(splitSizes: readonly number[], dim?: number): Tensor[];
    unsafeSplitWithSizes(splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
    /** Returns a new tensor with a dimension of size one inserted at the specified position. */
    unsqueeze(dim: number): Tensor;
    /** Returns a new tensor with a dimension of size one inserted at the specified position. In place. */
    unsqueeze_(dim: number): this;
    /** Performs the same operation as `unsqueeze`, but all output tensors are freshly created instead of aliasing the input. */
    unsqueezeCopy(dim: number): Tensor;
    upsampleBicubic2d(outputSize: number | readonly number[], alignCorners: boolean, scalesH?: number | null, scalesW?: number | null): Tensor;
    upsampleBicubic2d(outputSize: number | readonly number[], alignCorners: boolean, options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    upsampleBilinear2d(outputSize: number | readonly number[], alignCorners: boolean, scalesH?: number | null, scalesW?: number | null): Tensor;
    upsampleBilinear2d(outputSize: number | readonly number[], alignCorners: boolean, options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    upsampleLinear1d(outputSize: number | readonly number[], alignCorners: boolean, scales?: number | null): Tensor;
    upsampleLinear1d(outputSize: number | readonly number[], alignCorners: boolean, options: { scales?: number | null | undefined }): Tensor;
    upsampleNearest1d(outputSize: number | readonly number[], scales?: number | null): Tensor;
    upsampleNearest1d(outputSize: number | readonly number[], options: { scales?: number | null | undefined }): Tensor;
    upsampleNearest2d(outputSize: number | readonly number[], scalesH?: number | null, scalesW?: number | null): Tensor;
    upsampleNearest2d(outputSize: number | readonly number[], options: { scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    upsampleNearest3d(outputSize: number | readonly number[], scalesD?: number | null, scalesH?: number | null, scalesW?: number | null): Tensor;
    upsampleNearest3d(outputSize: number | readonly number[], options: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    upsampleTrilinear3d(outputSize: number | readonly number[], alignCorners: boolean, scalesD?: number | null, scalesH?: number | null, scalesW?: number | null): Tensor;
    upsampleTrilinear3d(outputSize: number | readonly number[], alignCorners: boolean, options: { scalesD?: number | null | undefined; scalesH?: number | null | undefined; scalesW?: number | null | undefined }): Tensor;
    /** Returns the values tensor of a sparse COO tensor. */
    values(): Tensor;
    /** Performs the same operation as `values`, but all output tensors are freshly created instead of aliasing the input. */
    valuesCopy(): Tensor;
    /** Calculates the variance over the dimensions specified by `dim`. */
    var(unbiased?: boolean): Tensor;
    /** Calculates the variance over the dimensions specified by `dim`. */
    var(options: { unbiased?: boolean | undefined }): Tensor;
    /** Calculates the variance over the dimensions specified by `dim`. */
    var(dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
    /** Calculates the variance over the dimensions specified by `dim`. */
    var(dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Calculates the variance over the dimensions specified by `dim`. */
    var(dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Calculates the variance over the dimensions specified by `dim`. */
    var(options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    /** Calculates the variance and mean over the dimensions specified by `dim`. */
    varMean(unbiased?: boolean): [Tensor, Tensor];
    /** Calculates the variance and mean over the dimensions specified by `dim`. */
    varMean(options: { unbiased?: boolean | undefined }): [Tensor, Tensor];
    /** Calculates the variance and mean over the dimensions specified by `dim`. */
    varMean(dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
    /** Calculates the variance and mean over the dimensions specified by `dim`. */
    varMean(dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Calculates the variance and mean over the dimensions specified by `dim`. */
    varMean(dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Calculates the variance and mean over the dimensions specified by `dim`. */
    varMean(options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    /** Computes the dot product of two 1D vectors along a dimension. */
    vdot(other: Tensor): Tensor;
    /** Returns a new tensor with the same data as this tensor but of a different `shape`. */
    view(size: readonly number[]): Tensor;
    /** Returns a new tensor with the same data as this tensor but of a different `shape`. */
    view(dtype: DType): Tensor;
    /** Views this tensor as the same size as `other`. */
    viewAs(other: Tensor): Tensor;
    /** Returns a view of this tensor as a complex tensor. */
    viewAsComplex(): Tensor;
    /** Performs the same operation as `viewAsComplex`, but all output tensors are freshly created instead of aliasing the input. */
    viewAsComplexCopy(): Tensor;
    /** Returns a view of this tensor as a real tensor. */
    viewAsReal(): Tensor;
    /** Performs the same operation as `viewAsReal`, but all output tensors are freshly created instead of aliasing the input. */
    viewAsRealCopy(): Tensor;
    /** Performs the same operation as `view`, but all output tensors are freshly created instead of aliasing the input. */
    viewCopy(size: readonly number[]): Tensor;
    /** Performs the same operation as `view`, but all output tensors are freshly created instead of aliasing the input. */
    viewCopy(dtype: DType): Tensor;
    /** Splits this tensor, a tensor with two or more dimensions, into multiple tensors vertically according to `indicesOrSections`. */
    vsplit(indices: readonly number[]): Tensor[];
    /** Splits this tensor, a tensor with two or more dimensions, into multiple tensors vertically according to `indicesOrSections`. */
    vsplit(sections: number): Tensor[];
    xlogy(other: Tensor): Tensor;
    xlogy(other: Scalar): Tensor;
    xlogy_(other: Tensor): this;
    xlogy_(other: Scalar): this;
    zero(): Tensor;
    /** Fills this tensor with zeros. */
    zero_(): this;
    /** Returns a tensor filled with the scalar value `0`, with the same size as this tensor. */
    zerosLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined; requiresGrad?: boolean | undefined }): Tensor;
  }
}

/** Name, operator, overloads in the order in which they are tried. */
export const METHODS: readonly (readonly [string, string, string])[] = [
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
  ["adaptiveMaxPool3d", "aten::adaptive_max_pool3d", ""],
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
  ["alias", "aten::alias", ""],
  ["aliasCopy", "aten::alias_copy", ""],
  ["all", "aten::all", " dim dims"],
  ["allclose", "aten::allclose", ""],
  ["alphaDropout_", "aten::alpha_dropout_", ""],
  ["amax", "aten::amax", ""],
  ["amin", "aten::amin", ""],
  ["aminmax", "aten::aminmax", ""],
  ["angle", "aten::angle", ""],
  ["any", "aten::any", " dim dims"],
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
  ["atleast1d", "aten::atleast_1d", ""],
  ["atleast2d", "aten::atleast_2d", ""],
  ["atleast3d", "aten::atleast_3d", ""],
  ["avgPool1d", "aten::avg_pool1d", ""],
  ["avgPool2d", "aten::avg_pool2d", ""],
  ["avgPool3d", "aten::avg_pool3d", ""],
  ["baddbmm", "aten::baddbmm", " dtype"],
  ["baddbmm_", "aten::baddbmm_", ""],
  ["bernoulli", "aten::bernoulli", " Tensor p"],
  ["bernoulli_", "aten::bernoulli_", "Tensor float"],
  ["binaryCrossEntropy", "aten::binary_cross_entropy", ""],
  ["binaryCrossEntropyWithLogits", "aten::binary_cross_entropy_with_logits", ""],
  ["bincount", "aten::bincount", ""],
  ["bitwiseAnd", "aten::bitwise_and", "Tensor Scalar"],
  ["bitwiseAnd_", "aten::bitwise_and_", "Tensor Scalar"],
  ["bitwiseLeftShift", "aten::bitwise_left_shift", "Tensor Tensor_Scalar"],
  ["bitwiseLeftShift_", "aten::bitwise_left_shift_", "Tensor Tensor_Scalar"],
  ["bitwiseNot", "aten::bitwise_not", ""],
  ["bitwiseNot_", "aten::bitwise_not_", ""],
  ["bitwiseOr", "aten::bitwise_or", "Tensor Scalar"],
  ["bitwiseOr_", "aten::bitwise_or_", "Tensor Scalar"],
  ["bitwiseRightShift", "aten::bitwise_right_shift", "Tensor Tensor_Scalar"],
  ["bitwiseRightShift_", "aten::bitwise_right_shift_", "Tensor Tensor_Scalar"],
  ["bitwiseXor", "aten::bitwise_xor", "Tensor Scalar"],
  ["bitwiseXor_", "aten::bitwise_xor_", "Tensor Scalar"],
  ["bmm", "aten::bmm", " dtype"],
  ["broadcastTo", "aten::broadcast_to", ""],
  ["bucketize", "aten::bucketize", "Tensor"],
  ["cauchy", "aten::cauchy", ""],
  ["cauchy_", "aten::cauchy_", ""],
  ["ccolIndices", "aten::ccol_indices", ""],
  ["ccolIndicesCopy", "aten::ccol_indices_copy", ""],
  ["ceil", "aten::ceil", ""],
  ["ceil_", "aten::ceil_", ""],
  ["celu", "aten::celu", ""],
  ["celu_", "aten::celu_", ""],
  ["chalf", "aten::chalf", ""],
  ["channelShuffle", "aten::channel_shuffle", ""],
  ["cholesky", "aten::cholesky", ""],
  ["choleskyInverse", "aten::cholesky_inverse", ""],
  ["choleskySolve", "aten::cholesky_solve", ""],
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
  ["combinations", "aten::combinations", ""],
  ["conj", "aten::conj", ""],
  ["conjPhysical", "aten::conj_physical", ""],
  ["conjPhysical_", "aten::conj_physical_", ""],
  ["constantPadNd", "aten::constant_pad_nd", ""],
  ["contiguous", "aten::contiguous", ""],
  ["convDepthwise3d", "aten::conv_depthwise3d", ""],
  ["convTbc", "aten::conv_tbc", ""],
  ["convTbcBackward", "aten::conv_tbc_backward", ""],
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
  ["countNonzero", "aten::count_nonzero", " dim_IntList"],
  ["cov", "aten::cov", ""],
  ["cross", "aten::cross", ""],
  ["crossEntropyLoss", "aten::cross_entropy_loss", ""],
  ["crowIndices", "aten::crow_indices", ""],
  ["crowIndicesCopy", "aten::crow_indices_copy", ""],
  ["cudnnConvolution", "aten::cudnn_convolution", ""],
  ["cudnnConvolutionAddRelu", "aten::cudnn_convolution_add_relu", ""],
  ["cudnnConvolutionRelu", "aten::cudnn_convolution_relu", ""],
  ["cudnnConvolutionTranspose", "aten::cudnn_convolution_transpose", ""],
  ["cudnnGridSampler", "aten::cudnn_grid_sampler", ""],
  ["cudnnGridSamplerBackward", "aten::cudnn_grid_sampler_backward", ""],
  ["cudnnIsAcceptable", "aten::cudnn_is_acceptable", ""],
  ["cummax", "aten::cummax", ""],
  ["cummin", "aten::cummin", ""],
  ["cumprod", "aten::cumprod", ""],
  ["cumprod_", "aten::cumprod_", ""],
  ["cumsum", "aten::cumsum", ""],
  ["cumsum_", "aten::cumsum_", ""],
  ["data", "aten::data", ""],
  ["deg2rad", "aten::deg2rad", ""],
  ["deg2rad_", "aten::deg2rad_", ""],
  ["denseDim", "aten::dense_dim", ""],
  ["dequantize", "aten::dequantize", "self"],
  ["det", "aten::det", ""],
  ["detach", "aten::detach", ""],
  ["detach_", "aten::detach_", ""],
  ["detachCopy", "aten::detach_copy", ""],
  ["diag", "aten::diag", ""],
  ["diagEmbed", "aten::diag_embed", ""],
  ["diagflat", "aten::diagflat", ""],
  ["diagonal", "aten::diagonal", ""],
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
  ["dropout_", "aten::dropout_", ""],
  ["dsplit", "aten::dsplit", "array int"],
  ["elu", "aten::elu", ""],
  ["elu_", "aten::elu_", ""],
  ["embeddingRenorm", "aten::embedding_renorm", ""],
  ["embeddingRenorm_", "aten::embedding_renorm_", ""],
  ["emptyLike", "aten::empty_like", ""],
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
  ["fakeQuantizePerChannelAffine", "aten::fake_quantize_per_channel_affine", ""],
  ["fakeQuantizePerChannelAffineCachemask", "aten::fake_quantize_per_channel_affine_cachemask", ""],
  ["fakeQuantizePerTensorAffine", "aten::fake_quantize_per_tensor_affine", " tensor_qparams"],
  ["fakeQuantizePerTensorAffineCachemask", "aten::fake_quantize_per_tensor_affine_cachemask", ""],
  ["featureAlphaDropout_", "aten::feature_alpha_dropout_", ""],
  ["featureDropout_", "aten::feature_dropout_", ""],
  ["fftFft", "aten::fft_fft", ""],
  ["fftFft2", "aten::fft_fft2", ""],
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
  ["fftRfftn", "aten::fft_rfftn", ""],
  ["fill", "aten::fill", "Tensor Scalar"],
  ["fill_", "aten::fill_", "Tensor Scalar"],
  ["fillDiagonal_", "aten::fill_diagonal_", ""],
  ["fix", "aten::fix", ""],
  ["fix_", "aten::fix_", ""],
  ["flatten", "aten::flatten", "using_ints"],
  ["flip", "aten::flip", ""],
  ["fliplr", "aten::fliplr", ""],
  ["flipud", "aten::flipud", ""],
  ["floatPower", "aten::float_power", "Tensor_Tensor Tensor_Scalar"],
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
  ["fractionalMaxPool3d", "aten::fractional_max_pool3d", ""],
  ["frexp", "aten::frexp", "Tensor"],
  ["frobeniusNorm", "aten::frobenius_norm", "dim"],
  ["fullLike", "aten::full_like", ""],
  ["fusedMovingAvgObsFakeQuant", "aten::fused_moving_avg_obs_fake_quant", ""],
  ["gather", "aten::gather", ""],
  ["gcd", "aten::gcd", ""],
  ["gcd_", "aten::gcd_", ""],
  ["ge", "aten::ge", "Tensor Scalar"],
  ["ge_", "aten::ge_", "Tensor Scalar"],
  ["gelu", "aten::gelu", ""],
  ["gelu_", "aten::gelu_", ""],
  ["geometric", "aten::geometric", ""],
  ["geometric_", "aten::geometric_", ""],
  ["geqrf", "aten::geqrf", ""],
  ["ger", "aten::ger", ""],
  ["getDevice", "aten::get_device", ""],
  ["glu", "aten::glu", ""],
  ["gradient", "aten::gradient", "array scalarrayarray scalarrayint tensorarray tensorarrayint scalararray scalarint"],
  ["greater", "aten::greater", "Tensor Scalar"],
  ["greater_", "aten::greater_", "Tensor Scalar"],
  ["greaterEqual", "aten::greater_equal", "Tensor Scalar"],
  ["greaterEqual_", "aten::greater_equal_", "Tensor Scalar"],
  ["gt", "aten::gt", "Tensor Scalar"],
  ["gt_", "aten::gt_", "Tensor Scalar"],
  ["hardshrink", "aten::hardshrink", ""],
  ["hardsigmoid", "aten::hardsigmoid", ""],
  ["hardsigmoid_", "aten::hardsigmoid_", ""],
  ["hardswish", "aten::hardswish", ""],
  ["hardswish_", "aten::hardswish_", ""],
  ["hardtanh", "aten::hardtanh", ""],
  ["hardtanh_", "aten::hardtanh_", ""],
  ["hashTensor", "aten::hash_tensor", ""],
  ["heaviside", "aten::heaviside", ""],
  ["heaviside_", "aten::heaviside_", ""],
  ["hingeEmbeddingLoss", "aten::hinge_embedding_loss", ""],
  ["histc", "aten::histc", ""],
  ["histogram", "aten::histogram", "bins_tensor bin_ct"],
  ["histogramdd", "aten::histogramdd", " TensorList_bins int_bins"],
  ["hsplit", "aten::hsplit", "array int"],
  ["huberLoss", "aten::huber_loss", ""],
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
  ["indices", "aten::indices", ""],
  ["indicesCopy", "aten::indices_copy", ""],
  ["inner", "aten::inner", ""],
  ["intRepr", "aten::int_repr", ""],
  ["inverse", "aten::inverse", ""],
  ["isCoalesced", "aten::is_coalesced", ""],
  ["isComplex", "aten::is_complex", ""],
  ["isConj", "aten::is_conj", ""],
  ["isContiguous", "aten::is_contiguous", " memory_format"],
  ["isDistributed", "aten::is_distributed", ""],
  ["isFloatingPoint", "aten::is_floating_point", ""],
  ["isInference", "aten::is_inference", ""],
  ["isNeg", "aten::is_neg", ""],
  ["isNonzero", "aten::is_nonzero", ""],
  ["isPinned", "aten::is_pinned", ""],
  ["isSameSize", "aten::is_same_size", ""],
  ["isSetTo", "aten::is_set_to", ""],
  ["isSigned", "aten::is_signed", ""],
  ["isclose", "aten::isclose", ""],
  ["isfinite", "aten::isfinite", ""],
  ["isinf", "aten::isinf", ""],
  ["isnan", "aten::isnan", ""],
  ["isneginf", "aten::isneginf", ""],
  ["isposinf", "aten::isposinf", ""],
  ["isreal", "aten::isreal", ""],
  ["istft", "aten::istft", ""],
  ["klDiv", "aten::kl_div", ""],
  ["kron", "aten::kron", ""],
  ["kthvalue", "aten::kthvalue", ""],
  ["l1Loss", "aten::l1_loss", ""],
  ["lcm", "aten::lcm", ""],
  ["lcm_", "aten::lcm_", ""],
  ["ldexp", "aten::ldexp", "Tensor"],
  ["ldexp_", "aten::ldexp_", ""],
  ["le", "aten::le", "Tensor Scalar"],
  ["le_", "aten::le_", "Tensor Scalar"],
  ["leakyRelu", "aten::leaky_relu", ""],
  ["leakyRelu_", "aten::leaky_relu_", ""],
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
  ["linalgEig", "aten::linalg_eig", ""],
  ["linalgEigh", "aten::linalg_eigh", ""],
  ["linalgEigvals", "aten::linalg_eigvals", ""],
  ["linalgEigvalsh", "aten::linalg_eigvalsh", ""],
  ["linalgLdlFactor", "aten::linalg_ldl_factor", ""],
  ["linalgLdlFactorEx", "aten::linalg_ldl_factor_ex", ""],
  ["linalgLstsq", "aten::linalg_lstsq", ""],
  ["linalgMatmul", "aten::linalg_matmul", ""],
  ["linalgMatrixExp", "aten::linalg_matrix_exp", ""],
  ["linalgMatrixNorm", "aten::linalg_matrix_norm", "str_ord "],
  ["linalgMatrixPower", "aten::linalg_matrix_power", ""],
  ["linalgMatrixRank", "aten::linalg_matrix_rank", " atol_rtol_float"],
  ["linalgNorm", "aten::linalg_norm", "ord_str "],
  ["linalgPinv", "aten::linalg_pinv", " rcond_tensor atol_rtol_float atol_rtol_tensor"],
  ["linalgSolveTriangular", "aten::linalg_solve_triangular", ""],
  ["linalgTensorinv", "aten::linalg_tensorinv", ""],
  ["linalgTensorsolve", "aten::linalg_tensorsolve", ""],
  ["linalgVectorNorm", "aten::linalg_vector_norm", ""],
  ["linearBackward", "aten::linear_backward", ""],
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
  ["logsumexp", "aten::logsumexp", ""],
  ["lt", "aten::lt", "Tensor Scalar"],
  ["lt_", "aten::lt_", "Tensor Scalar"],
  ["luSolve", "aten::lu_solve", ""],
  ["mH", "aten::mH", ""],
  ["mT", "aten::mT", ""],
  ["maskedFill", "aten::masked_fill", "Tensor Scalar"],
  ["maskedFill_", "aten::masked_fill_", "Tensor Scalar"],
  ["maskedScatter", "aten::masked_scatter", ""],
  ["maskedScatter_", "aten::masked_scatter_", ""],
  ["maskedSelect", "aten::masked_select", ""],
  ["matmul", "aten::matmul", ""],
  ["matrix_H", "aten::matrix_H", ""],
  ["matrixExp", "aten::matrix_exp", ""],
  ["matrixExpBackward", "aten::matrix_exp_backward", ""],
  ["matrixPower", "aten::matrix_power", ""],
  ["max", "aten::max", " other dim"],
  ["maxPool1d", "aten::max_pool1d", ""],
  ["maxPool1dWithIndices", "aten::max_pool1d_with_indices", ""],
  ["maxPool2d", "aten::max_pool2d", ""],
  ["maxPool2dWithIndices", "aten::max_pool2d_with_indices", ""],
  ["maxPool3d", "aten::max_pool3d", ""],
  ["maxPool3dWithIndices", "aten::max_pool3d_with_indices", ""],
  ["maxUnpool2d", "aten::max_unpool2d", ""],
  ["maxUnpool3d", "aten::max_unpool3d", ""],
  ["maximum", "aten::maximum", ""],
  ["mean", "aten::mean", " dim"],
  ["median", "aten::median", " dim"],
  ["min", "aten::min", " other dim"],
  ["minimum", "aten::minimum", ""],
  ["miopenConvolution", "aten::miopen_convolution", ""],
  ["miopenConvolutionAddRelu", "aten::miopen_convolution_add_relu", ""],
  ["miopenConvolutionRelu", "aten::miopen_convolution_relu", ""],
  ["miopenConvolutionTranspose", "aten::miopen_convolution_transpose", ""],
  ["miopenDepthwiseConvolution", "aten::miopen_depthwise_convolution", ""],
  ["mish", "aten::mish", ""],
  ["mish_", "aten::mish_", ""],
  ["mkldnnAdaptiveAvgPool2d", "aten::mkldnn_adaptive_avg_pool2d", ""],
  ["mkldnnConvolution", "aten::mkldnn_convolution", ""],
  ["mkldnnLinear", "aten::mkldnn_linear", ""],
  ["mkldnnLinearBackward", "aten::mkldnn_linear_backward", ""],
  ["mkldnnMaxPool2d", "aten::mkldnn_max_pool2d", ""],
  ["mkldnnMaxPool3d", "aten::mkldnn_max_pool3d", ""],
  ["mkldnnReorderConv2dWeight", "aten::mkldnn_reorder_conv2d_weight", ""],
  ["mkldnnReorderConv3dWeight", "aten::mkldnn_reorder_conv3d_weight", ""],
  ["mm", "aten::mm", " dtype"],
  ["mode", "aten::mode", ""],
  ["moveaxis", "aten::moveaxis", "int intlist"],
  ["movedim", "aten::movedim", "int intlist"],
  ["mpsConvolutionBackward", "aten::mps_convolution_backward", ""],
  ["mpsConvolutionTransposeBackward", "aten::mps_convolution_transpose_backward", ""],
  ["mseLoss", "aten::mse_loss", ""],
  ["msort", "aten::msort", ""],
  ["mul", "aten::mul", "Tensor Scalar"],
  ["mul_", "aten::mul_", "Tensor Scalar"],
  ["multiMarginLoss", "aten::multi_margin_loss", ""],
  ["multilabelMarginLoss", "aten::multilabel_margin_loss", ""],
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
  ["nativeChannelShuffle", "aten::native_channel_shuffle", ""],
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
  ["nllLoss2dForward", "aten::nll_loss2d_forward", ""],
  ["nllLossForward", "aten::nll_loss_forward", ""],
  ["nllLossNd", "aten::nll_loss_nd", ""],
  ["nonzero", "aten::nonzero", ""],
  ["nonzeroNumpy", "aten::nonzero_numpy", ""],
  ["nonzeroStatic", "aten::nonzero_static", ""],
  ["norm", "aten::norm", "Scalar ScalarOpt_dtype ScalarOpt_dim ScalarOpt_dim_dtype"],
  ["normal_", "aten::normal_", ""],
  ["normalFunctional", "aten::normal_functional", ""],
  ["notEqual", "aten::not_equal", "Tensor Scalar"],
  ["notEqual_", "aten::not_equal_", "Tensor Scalar"],
  ["nuclearNorm", "aten::nuclear_norm", " dim"],
  ["numpy_T", "aten::numpy_T", ""],
  ["oneHot", "aten::one_hot", ""],
  ["onesLike", "aten::ones_like", ""],
  ["orgqr", "aten::orgqr", ""],
  ["ormqr", "aten::ormqr", ""],
  ["outer", "aten::outer", ""],
  ["outputNr", "aten::output_nr", ""],
  ["pad", "aten::pad", ""],
  ["pdist", "aten::pdist", ""],
  ["permute", "aten::permute", ""],
  ["permuteCopy", "aten::permute_copy", ""],
  ["pinMemory", "aten::pin_memory", ""],
  ["pinverse", "aten::pinverse", ""],
  ["pixelShuffle", "aten::pixel_shuffle", ""],
  ["pixelUnshuffle", "aten::pixel_unshuffle", ""],
  ["poisson", "aten::poisson", ""],
  ["polygamma_", "aten::polygamma_", ""],
  ["positive", "aten::positive", ""],
  ["pow", "aten::pow", "Tensor_Tensor Tensor_Scalar"],
  ["pow_", "aten::pow_", "Tensor Scalar"],
  ["prelu", "aten::prelu", ""],
  ["prod", "aten::prod", " dim_int"],
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
  ["quantizePerTensor", "aten::quantize_per_tensor", " tensor_qparams"],
  ["quantizePerTensorDynamic", "aten::quantize_per_tensor_dynamic", ""],
  ["quantizedMaxPool1d", "aten::quantized_max_pool1d", ""],
  ["quantizedMaxPool2d", "aten::quantized_max_pool2d", ""],
  ["quantizedMaxPool3d", "aten::quantized_max_pool3d", ""],
  ["rad2deg", "aten::rad2deg", ""],
  ["rad2deg_", "aten::rad2deg_", ""],
  ["randLike", "aten::rand_like", " generator"],
  ["randintLike", "aten::randint_like", " Tensor Tensor_generator generator low_dtype low_generator_dtype"],
  ["randnLike", "aten::randn_like", " generator"],
  ["random", "aten::random", " to from"],
  ["random_", "aten::random_", " to from"],
  ["ravel", "aten::ravel", ""],
  ["real", "aten::real", ""],
  ["reciprocal", "aten::reciprocal", ""],
  ["reciprocal_", "aten::reciprocal_", ""],
  ["reflectionPad1d", "aten::reflection_pad1d", ""],
  ["reflectionPad2d", "aten::reflection_pad2d", ""],
  ["reflectionPad3d", "aten::reflection_pad3d", ""],
  ["relu", "aten::relu", ""],
  ["relu6", "aten::relu6", ""],
  ["relu6_", "aten::relu6_", ""],
  ["relu_", "aten::relu_", ""],
  ["remainder", "aten::remainder", "Tensor Scalar"],
  ["remainder_", "aten::remainder_", "Tensor Scalar"],
  ["renorm", "aten::renorm", ""],
  ["renorm_", "aten::renorm_", ""],
  ["repeat", "aten::repeat", ""],
  ["repeatInterleave", "aten::repeat_interleave", "self_Tensor self_int"],
  ["replicationPad1d", "aten::replication_pad1d", ""],
  ["replicationPad2d", "aten::replication_pad2d", ""],
  ["replicationPad3d", "aten::replication_pad3d", ""],
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
  ["retainGrad", "aten::retain_grad", ""],
  ["retainsGrad", "aten::retains_grad", ""],
  ["roll", "aten::roll", ""],
  ["rot90", "aten::rot90", ""],
  ["round", "aten::round", " decimals"],
  ["round_", "aten::round_", " decimals"],
  ["rowIndices", "aten::row_indices", ""],
  ["rowIndicesCopy", "aten::row_indices_copy", ""],
  ["rrelu", "aten::rrelu", ""],
  ["rrelu_", "aten::rrelu_", ""],
  ["rreluWithNoise", "aten::rrelu_with_noise", ""],
  ["rreluWithNoise_", "aten::rrelu_with_noise_", ""],
  ["rreluWithNoiseFunctional", "aten::rrelu_with_noise_functional", ""],
  ["rsqrt", "aten::rsqrt", ""],
  ["rsqrt_", "aten::rsqrt_", ""],
  ["rsub", "aten::rsub", "Tensor Scalar"],
  ["scatter", "aten::scatter", "src reduce value value_reduce"],
  ["scatter_", "aten::scatter_", "src reduce value value_reduce"],
  ["scatterAdd", "aten::scatter_add", ""],
  ["scatterAdd_", "aten::scatter_add_", ""],
  ["scatterReduce", "aten::scatter_reduce", "two"],
  ["scatterReduce_", "aten::scatter_reduce_", "two"],
  ["select", "aten::select", "int"],
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
  ["sign", "aten::sign", ""],
  ["sign_", "aten::sign_", ""],
  ["signbit", "aten::signbit", ""],
  ["silu", "aten::silu", ""],
  ["silu_", "aten::silu_", ""],
  ["sin", "aten::sin", ""],
  ["sin_", "aten::sin_", ""],
  ["sinc", "aten::sinc", ""],
  ["sinc_", "aten::sinc_", ""],
  ["sinh", "aten::sinh", ""],
  ["sinh_", "aten::sinh_", ""],
  ["size", "aten::size", "int"],
  ["slice", "aten::slice", "Tensor"],
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
  ["softMarginLoss", "aten::soft_margin_loss", ""],
  ["softmax", "aten::softmax", "int"],
  ["softplus", "aten::softplus", ""],
  ["softshrink", "aten::softshrink", ""],
  ["sort", "aten::sort", " stable"],
  ["sparseDim", "aten::sparse_dim", ""],
  ["sparseMask", "aten::sparse_mask", ""],
  ["sparseResize", "aten::sparse_resize", ""],
  ["sparseResize_", "aten::sparse_resize_", ""],
  ["sparseResizeAndClear", "aten::sparse_resize_and_clear", ""],
  ["sparseResizeAndClear_", "aten::sparse_resize_and_clear_", ""],
  ["sparseSampledAddmm", "aten::sparse_sampled_addmm", ""],
  ["specialBesselJ0", "aten::special_bessel_j0", ""],
  ["specialBesselJ1", "aten::special_bessel_j1", ""],
  ["specialBesselY0", "aten::special_bessel_y0", ""],
  ["specialBesselY1", "aten::special_bessel_y1", ""],
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
  ["specialI0", "aten::special_i0", ""],
  ["specialI0e", "aten::special_i0e", ""],
  ["specialI1", "aten::special_i1", ""],
  ["specialI1e", "aten::special_i1e", ""],
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
  ["specialPsi", "aten::special_psi", ""],
  ["specialRound", "aten::special_round", ""],
  ["specialSinc", "aten::special_sinc", ""],
  ["specialSoftmax", "aten::special_softmax", ""],
  ["specialXlog1py", "aten::special_xlog1py", " other_scalar"],
  ["specialXlogy", "aten::special_xlogy", " other_scalar"],
  ["specialZeta", "aten::special_zeta", " other_scalar"],
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
  ["tensorSplit", "aten::tensor_split", "indices sections tensor_indices_or_sections"],
  ["tensordot", "aten::tensordot", ""],
  ["thnnConv2d", "aten::thnn_conv2d", ""],
  ["threshold", "aten::threshold", ""],
  ["threshold_", "aten::threshold_", ""],
  ["tile", "aten::tile", ""],
  ["to", "aten::to", "dtype other device dtype_layout"],
  ["toDense", "aten::to_dense", ""],
  ["toMkldnn", "aten::to_mkldnn", ""],
  ["toPaddedTensor", "aten::to_padded_tensor", ""],
  ["toSparse", "aten::to_sparse", "sparse_dim "],
  ["toSparseBsc", "aten::to_sparse_bsc", ""],
  ["toSparseBsr", "aten::to_sparse_bsr", ""],
  ["toSparseCsc", "aten::to_sparse_csc", ""],
  ["toSparseCsr", "aten::to_sparse_csr", ""],
  ["topk", "aten::topk", ""],
  ["trace", "aten::trace", ""],
  ["transpose", "aten::transpose", "int"],
  ["transpose_", "aten::transpose_", ""],
  ["transposeCopy", "aten::transpose_copy", "int"],
  ["triangularSolve", "aten::triangular_solve", ""],
  ["tril", "aten::tril", ""],
  ["tril_", "aten::tril_", ""],
  ["triu", "aten::triu", ""],
  ["triu_", "aten::triu_", ""],
  ["trueDivide", "aten::true_divide", "Tensor Scalar"],
  ["trueDivide_", "aten::true_divide_", "Tensor Scalar"],
  ["trunc", "aten::trunc", ""],
  ["trunc_", "aten::trunc_", ""],
  ["typeAs", "aten::type_as", ""],
  ["unbind", "aten::unbind", "int"],
  ["unbindCopy", "aten::unbind_copy", "int"],
  ["unflatten", "aten::unflatten", "int"],
  ["unfold", "aten::unfold", ""],
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
  ["upsampleBicubic2d", "aten::upsample_bicubic2d", ""],
  ["upsampleBilinear2d", "aten::upsample_bilinear2d", ""],
  ["upsampleLinear1d", "aten::upsample_linear1d", ""],
  ["upsampleNearest1d", "aten::upsample_nearest1d", ""],
  ["upsampleNearest2d", "aten::upsample_nearest2d", ""],
  ["upsampleNearest3d", "aten::upsample_nearest3d", ""],
  ["upsampleTrilinear3d", "aten::upsample_trilinear3d", ""],
  ["values", "aten::values", ""],
  ["valuesCopy", "aten::values_copy", ""],
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
  ["xlogy", "aten::xlogy", "Tensor Scalar_Other"],
  ["xlogy_", "aten::xlogy_", "Tensor Scalar_Other"],
  ["zero", "aten::zero", ""],
  ["zero_", "aten::zero_", ""],
  ["zerosLike", "aten::zeros_like", ""],
];
