// Written by `npm run generate` from the schemas of libtorch 2.13.0. Do not edit.
import type { Device, DType, Layout, MemoryFormat } from "./dtype.js";
import type { NativeObject } from "./operator.js";
import type { Scalar, TensorList } from "./values.js";

declare module "./tensor.js" {
  interface Tensor {
    abs(): Tensor;
    abs_(): this;
    absolute(): Tensor;
    absolute_(): this;
    acos(): Tensor;
    acos_(): this;
    acosh(): Tensor;
    acosh_(): this;
    adaptiveAvgPool1d(outputSize: number | readonly number[]): Tensor;
    adaptiveAvgPool2d(outputSize: number | readonly number[]): Tensor;
    adaptiveAvgPool3d(outputSize: number | readonly number[]): Tensor;
    adaptiveMaxPool1d(outputSize: number | readonly number[]): [Tensor, Tensor];
    adaptiveMaxPool2d(outputSize: number | readonly number[]): [Tensor, Tensor];
    adaptiveMaxPool3d(outputSize: number | readonly number[]): [Tensor, Tensor];
    add(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    add(other: Scalar, alpha?: Scalar): Tensor;
    add(other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
    add_(other: Tensor, options?: { alpha?: Scalar | undefined }): this;
    add_(other: Scalar, alpha?: Scalar): this;
    add_(other: Scalar, options: { alpha?: Scalar | undefined }): this;
    addbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    addbmm_(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    addcdiv(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
    addcdiv_(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): this;
    addcmul(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): Tensor;
    addcmul_(tensor1: Tensor, tensor2: Tensor, options?: { value?: Scalar | undefined }): this;
    addmm(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    addmm(mat1: Tensor, mat2: Tensor, outDtype: DType, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    addmm_(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    addmv(mat: Tensor, vec: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    addmv_(mat: Tensor, vec: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    addr(vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    addr_(vec1: Tensor, vec2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    adjoint(): Tensor;
    alias(): Tensor;
    aliasCopy(): Tensor;
    all(): Tensor;
    all(dim: number, keepdim?: boolean): Tensor;
    all(dim: number, options: { keepdim?: boolean | undefined }): Tensor;
    all(dim?: readonly number[] | null, keepdim?: boolean): Tensor;
    all(options: { dim?: readonly number[] | null | undefined; keepdim?: boolean | undefined }): Tensor;
    allclose(other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): boolean;
    allclose(other: Tensor, options: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): boolean;
    alphaDropout_(p: number, train: boolean): this;
    amax(dim?: number | readonly number[], keepdim?: boolean): Tensor;
    amax(options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
    amin(dim?: number | readonly number[], keepdim?: boolean): Tensor;
    amin(options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined }): Tensor;
    aminmax(options?: { dim?: number | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    angle(): Tensor;
    any(): Tensor;
    any(dim: number, keepdim?: boolean): Tensor;
    any(dim: number, options: { keepdim?: boolean | undefined }): Tensor;
    any(dim?: readonly number[] | null, keepdim?: boolean): Tensor;
    any(options: { dim?: readonly number[] | null | undefined; keepdim?: boolean | undefined }): Tensor;
    arccos(): Tensor;
    arccos_(): this;
    arccosh(): Tensor;
    arccosh_(): this;
    arcsin(): Tensor;
    arcsin_(): this;
    arcsinh(): Tensor;
    arcsinh_(): this;
    arctan(): Tensor;
    arctan2(other: Tensor): Tensor;
    arctan2_(other: Tensor): this;
    arctan_(): this;
    arctanh(): Tensor;
    arctanh_(): this;
    argmax(dim?: number | null, keepdim?: boolean): Tensor;
    argmax(options: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
    argmin(dim?: number | null, keepdim?: boolean): Tensor;
    argmin(options: { dim?: number | null | undefined; keepdim?: boolean | undefined }): Tensor;
    argsort(dim?: number, descending?: boolean): Tensor;
    argsort(options: { dim?: number | undefined; descending?: boolean | undefined }): Tensor;
    argsort(options: { stable: boolean; dim?: number | undefined; descending?: boolean | undefined }): Tensor;
    argwhere(): Tensor;
    asStrided(size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
    asStrided(size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
    asStrided_(size: readonly number[], stride: readonly number[], storageOffset?: number | null): this;
    asStrided_(size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): this;
    asStridedCopy(size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
    asStridedCopy(size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
    asStridedScatter(src: Tensor, size: readonly number[], stride: readonly number[], storageOffset?: number | null): Tensor;
    asStridedScatter(src: Tensor, size: readonly number[], stride: readonly number[], options: { storageOffset?: number | null | undefined }): Tensor;
    asin(): Tensor;
    asin_(): this;
    asinh(): Tensor;
    asinh_(): this;
    atan(): Tensor;
    atan2(other: Tensor): Tensor;
    atan2_(other: Tensor): this;
    atan_(): this;
    atanh(): Tensor;
    atanh_(): this;
    atleast1d(): Tensor;
    atleast2d(): Tensor;
    atleast3d(): Tensor;
    avgPool1d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean): Tensor;
    avgPool1d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined }): Tensor;
    avgPool2d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
    avgPool2d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
    avgPool3d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null): Tensor;
    avgPool3d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; ceilMode?: boolean | undefined; countIncludePad?: boolean | undefined; divisorOverride?: number | null | undefined }): Tensor;
    baddbmm(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    baddbmm(batch1: Tensor, batch2: Tensor, outDtype: DType, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    baddbmm_(batch1: Tensor, batch2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): this;
    bernoulli(options?: { generator?: NativeObject | null | undefined }): Tensor;
    bernoulli(p: Tensor, options?: { generator?: NativeObject | null | undefined }): Tensor;
    bernoulli(p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    bernoulli_(p: Tensor, options?: { generator?: NativeObject | null | undefined }): this;
    bernoulli_(p?: number, options?: { generator?: NativeObject | null | undefined }): this;
    bernoulli_(options: { p?: number | undefined; generator?: NativeObject | null | undefined }): this;
    binaryCrossEntropy(target: Tensor, weight?: Tensor | null, reduction?: number): Tensor;
    binaryCrossEntropy(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
    binaryCrossEntropyWithLogits(target: Tensor, weight?: Tensor | null, posWeight?: Tensor | null, reduction?: number): Tensor;
    binaryCrossEntropyWithLogits(target: Tensor, options: { weight?: Tensor | null | undefined; posWeight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
    bincount(weights?: Tensor | null, minlength?: number): Tensor;
    bincount(options: { weights?: Tensor | null | undefined; minlength?: number | undefined }): Tensor;
    bitwiseAnd(other: Tensor): Tensor;
    bitwiseAnd(other: Scalar): Tensor;
    bitwiseAnd_(other: Tensor): this;
    bitwiseAnd_(other: Scalar): this;
    bitwiseLeftShift(other: Tensor): Tensor;
    bitwiseLeftShift(other: Scalar): Tensor;
    bitwiseLeftShift_(other: Tensor): this;
    bitwiseLeftShift_(other: Scalar): this;
    bitwiseNot(): Tensor;
    bitwiseNot_(): this;
    bitwiseOr(other: Tensor): Tensor;
    bitwiseOr(other: Scalar): Tensor;
    bitwiseOr_(other: Tensor): this;
    bitwiseOr_(other: Scalar): this;
    bitwiseRightShift(other: Tensor): Tensor;
    bitwiseRightShift(other: Scalar): Tensor;
    bitwiseRightShift_(other: Tensor): this;
    bitwiseRightShift_(other: Scalar): this;
    bitwiseXor(other: Tensor): Tensor;
    bitwiseXor(other: Scalar): Tensor;
    bitwiseXor_(other: Tensor): this;
    bitwiseXor_(other: Scalar): this;
    bmm(mat2: Tensor): Tensor;
    bmm(mat2: Tensor, outDtype: DType): Tensor;
    broadcastTo(size: readonly number[]): Tensor;
    bucketize(boundaries: Tensor, options?: { outInt32?: boolean | undefined; right?: boolean | undefined }): Tensor;
    cauchy(median?: number, sigma?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    cauchy(options: { median?: number | undefined; sigma?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    cauchy_(median?: number, sigma?: number, options?: { generator?: NativeObject | null | undefined }): this;
    cauchy_(options: { median?: number | undefined; sigma?: number | undefined; generator?: NativeObject | null | undefined }): this;
    ccolIndices(): Tensor;
    ccolIndicesCopy(): Tensor;
    ceil(): Tensor;
    ceil_(): this;
    celu(alpha?: Scalar): Tensor;
    celu(options: { alpha?: Scalar | undefined }): Tensor;
    celu_(alpha?: Scalar): this;
    celu_(options: { alpha?: Scalar | undefined }): this;
    chalf(options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    channelShuffle(groups: number): Tensor;
    cholesky(upper?: boolean): Tensor;
    cholesky(options: { upper?: boolean | undefined }): Tensor;
    choleskyInverse(upper?: boolean): Tensor;
    choleskyInverse(options: { upper?: boolean | undefined }): Tensor;
    choleskySolve(input2: Tensor, upper?: boolean): Tensor;
    choleskySolve(input2: Tensor, options: { upper?: boolean | undefined }): Tensor;
    chunk(chunks: number, dim?: number): Tensor[];
    chunk(chunks: number, options: { dim?: number | undefined }): Tensor[];
    clamp(min?: Tensor | null, max?: Tensor | null): Tensor;
    clamp(options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
    clamp(min?: Scalar | null, max?: Scalar | null): Tensor;
    clamp(options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
    clamp_(min?: Tensor | null, max?: Tensor | null): this;
    clamp_(options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): this;
    clamp_(min?: Scalar | null, max?: Scalar | null): this;
    clamp_(options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): this;
    clampMax(max: Tensor): Tensor;
    clampMax(max: Scalar): Tensor;
    clampMax_(max: Tensor): this;
    clampMax_(max: Scalar): this;
    clampMin(min: Tensor): Tensor;
    clampMin(min: Scalar): Tensor;
    clampMin_(min: Tensor): this;
    clampMin_(min: Scalar): this;
    clip(min?: Tensor | null, max?: Tensor | null): Tensor;
    clip(options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): Tensor;
    clip(min?: Scalar | null, max?: Scalar | null): Tensor;
    clip(options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): Tensor;
    clip_(min?: Tensor | null, max?: Tensor | null): this;
    clip_(options: { min?: Tensor | null | undefined; max?: Tensor | null | undefined }): this;
    clip_(min?: Scalar | null, max?: Scalar | null): this;
    clip_(options: { min?: Scalar | null | undefined; max?: Scalar | null | undefined }): this;
    clone(options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    coalesce(): Tensor;
    col2im(outputSize: number | readonly number[], kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
    colIndices(): Tensor;
    colIndicesCopy(): Tensor;
    combinations(r?: number, withReplacement?: boolean): Tensor;
    combinations(options: { r?: number | undefined; withReplacement?: boolean | undefined }): Tensor;
    conj(): Tensor;
    conjPhysical(): Tensor;
    conjPhysical_(): this;
    constantPadNd(pad: readonly number[], value?: Scalar): Tensor;
    constantPadNd(pad: readonly number[], options: { value?: Scalar | undefined }): Tensor;
    contiguous(options?: { memoryFormat?: MemoryFormat | undefined }): Tensor;
    convDepthwise3d(weight: Tensor, kernelSize: number | readonly number[], bias: Tensor | null, stride: number | readonly number[], padding: number | readonly number[], dilation: number | readonly number[]): Tensor;
    convTbc(weight: Tensor, bias: Tensor, pad?: number): Tensor;
    convTbc(weight: Tensor, bias: Tensor, options: { pad?: number | undefined }): Tensor;
    convTbcBackward(input: Tensor, weight: Tensor, bias: Tensor, pad: number): [Tensor, Tensor, Tensor];
    copy(src: Tensor, nonBlocking?: boolean): Tensor;
    copy(src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
    copy_(src: Tensor, nonBlocking?: boolean): this;
    copy_(src: Tensor, options: { nonBlocking?: boolean | undefined }): this;
    copySparseToSparse(src: Tensor, nonBlocking?: boolean): Tensor;
    copySparseToSparse(src: Tensor, options: { nonBlocking?: boolean | undefined }): Tensor;
    copySparseToSparse_(src: Tensor, nonBlocking?: boolean): this;
    copySparseToSparse_(src: Tensor, options: { nonBlocking?: boolean | undefined }): this;
    copysign(other: Tensor): Tensor;
    copysign(other: Scalar): Tensor;
    copysign_(other: Tensor): this;
    copysign_(other: Scalar): this;
    corrcoef(): Tensor;
    cos(): Tensor;
    cos_(): this;
    cosh(): Tensor;
    cosh_(): this;
    countNonzero(dim?: number | null): Tensor;
    countNonzero(options: { dim?: number | null | undefined }): Tensor;
    countNonzero(dim: readonly number[]): Tensor;
    cov(options?: { correction?: number | undefined; fweights?: Tensor | null | undefined; aweights?: Tensor | null | undefined }): Tensor;
    cross(other: Tensor, dim?: number | null): Tensor;
    cross(other: Tensor, options: { dim?: number | null | undefined }): Tensor;
    crossEntropyLoss(target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number, labelSmoothing?: number): Tensor;
    crossEntropyLoss(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined; labelSmoothing?: number | undefined }): Tensor;
    crowIndices(): Tensor;
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
    cumprod(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    cumprod_(dim: number, options?: { dtype?: DType | null | undefined }): this;
    cumsum(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    cumsum_(dim: number, options?: { dtype?: DType | null | undefined }): this;
    data(): Tensor;
    deg2rad(): Tensor;
    deg2rad_(): this;
    denseDim(): number;
    dequantize(): Tensor;
    det(): Tensor;
    detach(): Tensor;
    detach_(): this;
    detachCopy(): Tensor;
    diag(diagonal?: number): Tensor;
    diag(options: { diagonal?: number | undefined }): Tensor;
    diagEmbed(offset?: number, dim1?: number, dim2?: number): Tensor;
    diagEmbed(options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    diagflat(offset?: number): Tensor;
    diagflat(options: { offset?: number | undefined }): Tensor;
    diagonal(offset?: number, dim1?: number, dim2?: number): Tensor;
    diagonal(options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    diagonalCopy(offset?: number, dim1?: number, dim2?: number): Tensor;
    diagonalCopy(options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    diagonalScatter(src: Tensor, offset?: number, dim1?: number, dim2?: number): Tensor;
    diagonalScatter(src: Tensor, options: { offset?: number | undefined; dim1?: number | undefined; dim2?: number | undefined }): Tensor;
    diff(n?: number, dim?: number, prepend?: Tensor | null, append?: Tensor | null): Tensor;
    diff(options: { n?: number | undefined; dim?: number | undefined; prepend?: Tensor | null | undefined; append?: Tensor | null | undefined }): Tensor;
    digamma(): Tensor;
    digamma_(): this;
    dim(): number;
    dist(other: Tensor, p?: Scalar): Tensor;
    dist(other: Tensor, options: { p?: Scalar | undefined }): Tensor;
    div(other: Tensor): Tensor;
    div(other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
    div(other: Scalar): Tensor;
    div(other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
    div_(other: Tensor): this;
    div_(other: Tensor, options?: { roundingMode?: string | null | undefined }): this;
    div_(other: Scalar): this;
    div_(other: Scalar, options?: { roundingMode?: string | null | undefined }): this;
    divide(other: Tensor): Tensor;
    divide(other: Tensor, options?: { roundingMode?: string | null | undefined }): Tensor;
    divide(other: Scalar): Tensor;
    divide(other: Scalar, options?: { roundingMode?: string | null | undefined }): Tensor;
    divide_(other: Tensor): this;
    divide_(other: Tensor, options?: { roundingMode?: string | null | undefined }): this;
    divide_(other: Scalar): this;
    divide_(other: Scalar, options?: { roundingMode?: string | null | undefined }): this;
    dot(tensor: Tensor): Tensor;
    dropout_(p: number, train: boolean): this;
    dsplit(indices: readonly number[]): Tensor[];
    dsplit(sections: number): Tensor[];
    elu(alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): Tensor;
    elu(options: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): Tensor;
    elu_(alpha?: Scalar, scale?: Scalar, inputScale?: Scalar): this;
    elu_(options: { alpha?: Scalar | undefined; scale?: Scalar | undefined; inputScale?: Scalar | undefined }): this;
    embeddingRenorm(indices: Tensor, maxNorm: number, normType: number): Tensor;
    embeddingRenorm_(indices: Tensor, maxNorm: number, normType: number): this;
    emptyLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    eq(other: Tensor): Tensor;
    eq(other: Scalar): Tensor;
    eq_(other: Tensor): this;
    eq_(other: Scalar): this;
    equal(other: Tensor): boolean;
    erf(): Tensor;
    erf_(): this;
    erfc(): Tensor;
    erfc_(): this;
    erfinv(): Tensor;
    erfinv_(): this;
    exp(): Tensor;
    exp2(): Tensor;
    exp2_(): this;
    exp_(): this;
    expand(size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
    expandAs(other: Tensor): Tensor;
    expandCopy(size: readonly number[], options?: { implicit?: boolean | undefined }): Tensor;
    expm1(): Tensor;
    expm1_(): this;
    exponential(lambd?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    exponential(options: { lambd?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    exponential_(lambd?: number, options?: { generator?: NativeObject | null | undefined }): this;
    exponential_(options: { lambd?: number | undefined; generator?: NativeObject | null | undefined }): this;
    fakeQuantizePerChannelAffine(scale: Tensor, zeroPoint: Tensor, axis: number, quantMin: number, quantMax: number): Tensor;
    fakeQuantizePerChannelAffineCachemask(scale: Tensor, zeroPoint: Tensor, axis: number, quantMin: number, quantMax: number): [Tensor, Tensor];
    fakeQuantizePerTensorAffine(scale: number, zeroPoint: number, quantMin: number, quantMax: number): Tensor;
    fakeQuantizePerTensorAffine(scale: Tensor, zeroPoint: Tensor, quantMin: number, quantMax: number): Tensor;
    fakeQuantizePerTensorAffineCachemask(scale: number, zeroPoint: number, quantMin: number, quantMax: number): [Tensor, Tensor];
    featureAlphaDropout_(p: number, train: boolean): this;
    featureDropout_(p: number, train: boolean): this;
    fftFft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    fftFft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    fftFft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    fftFft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    fftFftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    fftFftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    fftFftshift(dim?: number | readonly number[] | null): Tensor;
    fftFftshift(options: { dim?: number | readonly number[] | null | undefined }): Tensor;
    fftHfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    fftHfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    fftHfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    fftHfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    fftHfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    fftHfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    fftIfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    fftIfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    fftIfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    fftIfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    fftIfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    fftIfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    fftIfftshift(dim?: number | readonly number[] | null): Tensor;
    fftIfftshift(options: { dim?: number | readonly number[] | null | undefined }): Tensor;
    fftIhfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    fftIhfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    fftIhfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    fftIhfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    fftIhfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    fftIhfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    fftIrfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    fftIrfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    fftIrfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    fftIrfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    fftIrfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    fftIrfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    fftRfft(n?: number | null, dim?: number, norm?: string | null): Tensor;
    fftRfft(options: { n?: number | null | undefined; dim?: number | undefined; norm?: string | null | undefined }): Tensor;
    fftRfft2(s?: number | readonly number[] | null, dim?: number | readonly number[], norm?: string | null): Tensor;
    fftRfft2(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | undefined; norm?: string | null | undefined }): Tensor;
    fftRfftn(s?: number | readonly number[] | null, dim?: number | readonly number[] | null, norm?: string | null): Tensor;
    fftRfftn(options: { s?: number | readonly number[] | null | undefined; dim?: number | readonly number[] | null | undefined; norm?: string | null | undefined }): Tensor;
    fill(value: Tensor): Tensor;
    fill(value: Scalar): Tensor;
    fill_(value: Tensor): this;
    fill_(value: Scalar): this;
    fillDiagonal_(fillValue: Scalar, wrap?: boolean): this;
    fillDiagonal_(fillValue: Scalar, options: { wrap?: boolean | undefined }): this;
    fix(): Tensor;
    fix_(): this;
    flatten(startDim?: number, endDim?: number): Tensor;
    flatten(options: { startDim?: number | undefined; endDim?: number | undefined }): Tensor;
    flip(dims: readonly number[]): Tensor;
    fliplr(): Tensor;
    flipud(): Tensor;
    floatPower(exponent: Tensor): Tensor;
    floatPower(exponent: Scalar): Tensor;
    floatPower_(exponent: Tensor): this;
    floatPower_(exponent: Scalar): this;
    floor(): Tensor;
    floor_(): this;
    floorDivide(other: Tensor): Tensor;
    floorDivide(other: Scalar): Tensor;
    floorDivide_(other: Tensor): this;
    floorDivide_(other: Scalar): this;
    fmax(other: Tensor): Tensor;
    fmin(other: Tensor): Tensor;
    fmod(other: Tensor): Tensor;
    fmod(other: Scalar): Tensor;
    fmod_(other: Tensor): this;
    fmod_(other: Scalar): this;
    frac(): Tensor;
    frac_(): this;
    fractionalMaxPool2d(kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
    fractionalMaxPool3d(kernelSize: number | readonly number[], outputSize: number | readonly number[], randomSamples: Tensor): [Tensor, Tensor];
    frexp(): [Tensor, Tensor];
    frobeniusNorm(dim: number | readonly number[], keepdim?: boolean): Tensor;
    frobeniusNorm(dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    fullLike(fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    fusedMovingAvgObsFakeQuant(observerOn: Tensor, fakeQuantOn: Tensor, runningMin: Tensor, runningMax: Tensor, scale: Tensor, zeroPoint: Tensor, averagingConst: number, quantMin: number, quantMax: number, chAxis: number, perRowFakeQuant?: boolean, symmetricQuant?: boolean): Tensor;
    fusedMovingAvgObsFakeQuant(observerOn: Tensor, fakeQuantOn: Tensor, runningMin: Tensor, runningMax: Tensor, scale: Tensor, zeroPoint: Tensor, averagingConst: number, quantMin: number, quantMax: number, chAxis: number, options: { perRowFakeQuant?: boolean | undefined; symmetricQuant?: boolean | undefined }): Tensor;
    gather(dim: number, index: Tensor, options?: { sparseGrad?: boolean | undefined }): Tensor;
    gcd(other: Tensor): Tensor;
    gcd_(other: Tensor): this;
    ge(other: Tensor): Tensor;
    ge(other: Scalar): Tensor;
    ge_(other: Tensor): this;
    ge_(other: Scalar): this;
    gelu(options?: { approximate?: string | undefined }): Tensor;
    gelu_(options?: { approximate?: string | undefined }): this;
    geometric(p: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    geometric_(p: number, options?: { generator?: NativeObject | null | undefined }): this;
    geqrf(): [Tensor, Tensor];
    ger(vec2: Tensor): Tensor;
    getDevice(): number;
    glu(dim?: number): Tensor;
    glu(options: { dim?: number | undefined }): Tensor;
    gradient(options: { dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: readonly Scalar[]; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: readonly Scalar[]; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: TensorList; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: TensorList; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
    gradient(options: { spacing: Scalar; dim: readonly number[]; edgeOrder?: number | undefined }): Tensor[];
    gradient(options?: { spacing?: Scalar | null | undefined; dim?: number | null | undefined; edgeOrder?: number | undefined }): Tensor[];
    greater(other: Tensor): Tensor;
    greater(other: Scalar): Tensor;
    greater_(other: Tensor): this;
    greater_(other: Scalar): this;
    greaterEqual(other: Tensor): Tensor;
    greaterEqual(other: Scalar): Tensor;
    greaterEqual_(other: Tensor): this;
    greaterEqual_(other: Scalar): this;
    gt(other: Tensor): Tensor;
    gt(other: Scalar): Tensor;
    gt_(other: Tensor): this;
    gt_(other: Scalar): this;
    hardshrink(lambd?: Scalar): Tensor;
    hardshrink(options: { lambd?: Scalar | undefined }): Tensor;
    hardsigmoid(): Tensor;
    hardsigmoid_(): this;
    hardswish(): Tensor;
    hardswish_(): this;
    hardtanh(minVal?: Scalar, maxVal?: Scalar): Tensor;
    hardtanh(options: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): Tensor;
    hardtanh_(minVal?: Scalar, maxVal?: Scalar): this;
    hardtanh_(options: { minVal?: Scalar | undefined; maxVal?: Scalar | undefined }): this;
    hashTensor(dim?: number | readonly number[], options?: { keepdim?: boolean | undefined; mode?: number | undefined }): Tensor;
    hashTensor(options: { dim?: number | readonly number[] | undefined; keepdim?: boolean | undefined; mode?: number | undefined }): Tensor;
    heaviside(values: Tensor): Tensor;
    heaviside_(values: Tensor): this;
    hingeEmbeddingLoss(target: Tensor, margin?: number, reduction?: number): Tensor;
    hingeEmbeddingLoss(target: Tensor, options: { margin?: number | undefined; reduction?: number | undefined }): Tensor;
    histc(bins?: number, min?: Scalar, max?: Scalar): Tensor;
    histc(options: { bins?: number | undefined; min?: Scalar | undefined; max?: Scalar | undefined }): Tensor;
    histogram(bins: Tensor, options?: { weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
    histogram(bins?: number, options?: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
    histogram(options: { bins?: number | undefined; range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor];
    histogramdd(bins: readonly number[], range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
    histogramdd(bins: readonly number[], options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
    histogramdd(bins: TensorList, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
    histogramdd(bins: TensorList, options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
    histogramdd(bins: number, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean): [Tensor, Tensor[]];
    histogramdd(bins: number, options: { range?: readonly number[] | null | undefined; weight?: Tensor | null | undefined; density?: boolean | undefined }): [Tensor, Tensor[]];
    hsplit(indices: readonly number[]): Tensor[];
    hsplit(sections: number): Tensor[];
    huberLoss(target: Tensor, reduction?: number, delta?: number): Tensor;
    huberLoss(target: Tensor, options: { reduction?: number | undefined; delta?: number | undefined }): Tensor;
    hypot(other: Tensor): Tensor;
    hypot_(other: Tensor): this;
    i0(): Tensor;
    i0_(): this;
    igamma(other: Tensor): Tensor;
    igamma_(other: Tensor): this;
    igammac(other: Tensor): Tensor;
    igammac_(other: Tensor): this;
    im2col(kernelSize: number | readonly number[], dilation: number | readonly number[], padding: number | readonly number[], stride: number | readonly number[]): Tensor;
    imag(): Tensor;
    index(indices: readonly (Tensor | null)[]): Tensor;
    indexAdd(dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    indexAdd_(dim: number, index: Tensor, source: Tensor, options?: { alpha?: Scalar | undefined }): this;
    indexCopy(dim: number, index: Tensor, source: Tensor): Tensor;
    indexCopy_(dim: number, index: Tensor, source: Tensor): this;
    indexFill(dim: number, index: Tensor, value: Tensor): Tensor;
    indexFill(dim: number, index: Tensor, value: Scalar): Tensor;
    indexFill_(dim: number, index: Tensor, value: Tensor): this;
    indexFill_(dim: number, index: Tensor, value: Scalar): this;
    indexPut(indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): Tensor;
    indexPut(indices: readonly (Tensor | null)[], values: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
    indexPut_(indices: readonly (Tensor | null)[], values: Tensor, accumulate?: boolean): this;
    indexPut_(indices: readonly (Tensor | null)[], values: Tensor, options: { accumulate?: boolean | undefined }): this;
    indexReduce(dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
    indexReduce_(dim: number, index: Tensor, source: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): this;
    indexSelect(dim: number, index: Tensor): Tensor;
    indices(): Tensor;
    indicesCopy(): Tensor;
    inner(other: Tensor): Tensor;
    intRepr(): Tensor;
    inverse(): Tensor;
    isCoalesced(): boolean;
    isComplex(): boolean;
    isConj(): boolean;
    isContiguous(): boolean;
    isContiguous(memoryFormat: MemoryFormat): boolean;
    isDistributed(): boolean;
    isFloatingPoint(): boolean;
    isInference(): boolean;
    isNeg(): boolean;
    isNonzero(): boolean;
    isPinned(device?: Device | null): boolean;
    isPinned(options: { device?: Device | null | undefined }): boolean;
    isSameSize(other: Tensor): boolean;
    isSetTo(tensor: Tensor): boolean;
    isSigned(): boolean;
    isclose(other: Tensor, rtol?: number, atol?: number, equalNan?: boolean): Tensor;
    isclose(other: Tensor, options: { rtol?: number | undefined; atol?: number | undefined; equalNan?: boolean | undefined }): Tensor;
    isfinite(): Tensor;
    isinf(): Tensor;
    isnan(): Tensor;
    isneginf(): Tensor;
    isposinf(): Tensor;
    isreal(): Tensor;
    istft(nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, normalized?: boolean, onesided?: boolean | null, length?: number | null, returnComplex?: boolean): Tensor;
    istft(nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; center?: boolean | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; length?: number | null | undefined; returnComplex?: boolean | undefined }): Tensor;
    klDiv(target: Tensor, reduction?: number, options?: { logTarget?: boolean | undefined }): Tensor;
    klDiv(target: Tensor, options: { reduction?: number | undefined; logTarget?: boolean | undefined }): Tensor;
    kron(other: Tensor): Tensor;
    kthvalue(k: number, dim?: number, keepdim?: boolean): [Tensor, Tensor];
    kthvalue(k: number, options: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    l1Loss(target: Tensor, reduction?: number): Tensor;
    l1Loss(target: Tensor, options: { reduction?: number | undefined }): Tensor;
    lcm(other: Tensor): Tensor;
    lcm_(other: Tensor): this;
    ldexp(other: Tensor): Tensor;
    ldexp_(other: Tensor): this;
    le(other: Tensor): Tensor;
    le(other: Scalar): Tensor;
    le_(other: Tensor): this;
    le_(other: Scalar): this;
    leakyRelu(negativeSlope?: Scalar): Tensor;
    leakyRelu(options: { negativeSlope?: Scalar | undefined }): Tensor;
    leakyRelu_(negativeSlope?: Scalar): this;
    leakyRelu_(options: { negativeSlope?: Scalar | undefined }): this;
    lerp(end: Tensor, weight: Tensor): Tensor;
    lerp(end: Tensor, weight: Scalar): Tensor;
    lerp_(end: Tensor, weight: Tensor): this;
    lerp_(end: Tensor, weight: Scalar): this;
    less(other: Tensor): Tensor;
    less(other: Scalar): Tensor;
    less_(other: Tensor): this;
    less_(other: Scalar): this;
    lessEqual(other: Tensor): Tensor;
    lessEqual(other: Scalar): Tensor;
    lessEqual_(other: Tensor): this;
    lessEqual_(other: Scalar): this;
    lgamma(): Tensor;
    lgamma_(): this;
    lift(): Tensor;
    liftFresh(): Tensor;
    liftFreshCopy(): Tensor;
    linalgPowsum(ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    linalgPowsum(options: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    linalgCholesky(options?: { upper?: boolean | undefined }): Tensor;
    linalgCholeskyEx(options?: { upper?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor];
    linalgCond(p: string): Tensor;
    linalgCond(p?: Scalar | null): Tensor;
    linalgCond(options: { p?: Scalar | null | undefined }): Tensor;
    linalgCross(other: Tensor, options?: { dim?: number | undefined }): Tensor;
    linalgEig(): [Tensor, Tensor];
    linalgEigh(UPLO?: string): [Tensor, Tensor];
    linalgEigh(options: { UPLO?: string | undefined }): [Tensor, Tensor];
    linalgEigvals(): Tensor;
    linalgEigvalsh(UPLO?: string): Tensor;
    linalgEigvalsh(options: { UPLO?: string | undefined }): Tensor;
    linalgLdlFactor(options?: { hermitian?: boolean | undefined }): [Tensor, Tensor];
    linalgLdlFactorEx(options?: { hermitian?: boolean | undefined; checkErrors?: boolean | undefined }): [Tensor, Tensor, Tensor];
    linalgLstsq(b: Tensor, rcond?: number | null, options?: { driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
    linalgLstsq(b: Tensor, options: { rcond?: number | null | undefined; driver?: string | null | undefined }): [Tensor, Tensor, Tensor, Tensor];
    linalgMatmul(other: Tensor): Tensor;
    linalgMatrixExp(): Tensor;
    linalgMatrixNorm(ord?: string, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    linalgMatrixNorm(options: { ord?: string | undefined; dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    linalgMatrixNorm(ord: Scalar, dim?: readonly number[], keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    linalgMatrixNorm(ord: Scalar, options: { dim?: readonly number[] | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    linalgMatrixPower(n: number): Tensor;
    linalgMatrixRank(tol: number, hermitian?: boolean): Tensor;
    linalgMatrixRank(tol: number, options: { hermitian?: boolean | undefined }): Tensor;
    linalgMatrixRank(options?: { atol?: number | null | undefined; rtol?: number | null | undefined; hermitian?: boolean | undefined }): Tensor;
    linalgNorm(ord: string, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    linalgNorm(ord: string, options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    linalgNorm(ord?: Scalar | null, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    linalgNorm(options: { ord?: Scalar | null | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    linalgPinv(rcond: number, hermitian?: boolean): Tensor;
    linalgPinv(rcond: number, options: { hermitian?: boolean | undefined }): Tensor;
    linalgPinv(rcond: Tensor, hermitian?: boolean): Tensor;
    linalgPinv(rcond: Tensor, options: { hermitian?: boolean | undefined }): Tensor;
    linalgPinv(options?: { atol?: number | null | undefined; rtol?: number | null | undefined; hermitian?: boolean | undefined }): Tensor;
    linalgPinv(options?: { atol?: Tensor | null | undefined; rtol?: Tensor | null | undefined; hermitian?: boolean | undefined }): Tensor;
    linalgSolveTriangular(B: Tensor, options: { upper: boolean; left?: boolean | undefined; unitriangular?: boolean | undefined }): Tensor;
    linalgTensorinv(ind?: number): Tensor;
    linalgTensorinv(options: { ind?: number | undefined }): Tensor;
    linalgTensorsolve(other: Tensor, dims?: readonly number[] | null): Tensor;
    linalgTensorsolve(other: Tensor, options: { dims?: readonly number[] | null | undefined }): Tensor;
    linalgVectorNorm(ord?: Scalar, dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    linalgVectorNorm(options: { ord?: Scalar | undefined; dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    linearBackward(gradOutput: Tensor, weight: Tensor, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
    log(): Tensor;
    log10(): Tensor;
    log10_(): this;
    log1p(): Tensor;
    log1p_(): this;
    log2(): Tensor;
    log2_(): this;
    log_(): this;
    logNormal(mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    logNormal(options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    logNormal_(mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): this;
    logNormal_(options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): this;
    logSigmoid(): Tensor;
    logSigmoidForward(): [Tensor, Tensor];
    logSoftmax(dim: number, dtype?: DType | null): Tensor;
    logSoftmax(dim: number, options: { dtype?: DType | null | undefined }): Tensor;
    logaddexp(other: Tensor): Tensor;
    logaddexp2(other: Tensor): Tensor;
    logcumsumexp(dim: number): Tensor;
    logdet(): Tensor;
    logicalAnd(other: Tensor): Tensor;
    logicalAnd_(other: Tensor): this;
    logicalNot(): Tensor;
    logicalNot_(): this;
    logicalOr(other: Tensor): Tensor;
    logicalOr_(other: Tensor): this;
    logicalXor(other: Tensor): Tensor;
    logicalXor_(other: Tensor): this;
    logit(eps?: number | null): Tensor;
    logit(options: { eps?: number | null | undefined }): Tensor;
    logit_(eps?: number | null): this;
    logit_(options: { eps?: number | null | undefined }): this;
    logsumexp(dim: number | readonly number[], keepdim?: boolean): Tensor;
    logsumexp(dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    lt(other: Tensor): Tensor;
    lt(other: Scalar): Tensor;
    lt_(other: Tensor): this;
    lt_(other: Scalar): this;
    luSolve(LU_data: Tensor, LU_pivots: Tensor): Tensor;
    mH(): Tensor;
    mT(): Tensor;
    maskedFill(mask: Tensor, value: Tensor): Tensor;
    maskedFill(mask: Tensor, value: Scalar): Tensor;
    maskedFill_(mask: Tensor, value: Tensor): this;
    maskedFill_(mask: Tensor, value: Scalar): this;
    maskedScatter(mask: Tensor, source: Tensor): Tensor;
    maskedScatter_(mask: Tensor, source: Tensor): this;
    maskedSelect(mask: Tensor): Tensor;
    matmul(other: Tensor): Tensor;
    matrix_H(): Tensor;
    matrixExp(): Tensor;
    matrixExpBackward(grad: Tensor): Tensor;
    matrixPower(n: number): Tensor;
    max(): Tensor;
    max(other: Tensor): Tensor;
    max(dim: number, keepdim?: boolean): [Tensor, Tensor];
    max(dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    maxPool1d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    maxPool1d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    maxPool1dWithIndices(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
    maxPool1dWithIndices(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
    maxPool2d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    maxPool2d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    maxPool2dWithIndices(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
    maxPool2dWithIndices(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
    maxPool3d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    maxPool3d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    maxPool3dWithIndices(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): [Tensor, Tensor];
    maxPool3dWithIndices(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): [Tensor, Tensor];
    maxUnpool2d(indices: Tensor, outputSize: number | readonly number[]): Tensor;
    maxUnpool3d(indices: Tensor, outputSize: number | readonly number[], stride: number | readonly number[], padding: number | readonly number[]): Tensor;
    maximum(other: Tensor): Tensor;
    mean(options?: { dtype?: DType | null | undefined }): Tensor;
    mean(dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    mean(dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    median(): Tensor;
    median(dim: number, keepdim?: boolean): [Tensor, Tensor];
    median(dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    min(): Tensor;
    min(other: Tensor): Tensor;
    min(dim: number, keepdim?: boolean): [Tensor, Tensor];
    min(dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    minimum(other: Tensor): Tensor;
    miopenConvolution(weight: Tensor, bias: Tensor | null, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
    miopenConvolutionAddRelu(weight: Tensor, z: Tensor, alpha: Scalar | null, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
    miopenConvolutionRelu(weight: Tensor, bias: Tensor | null, stride: readonly number[], padding: readonly number[], dilation: readonly number[], groups: number): Tensor;
    miopenConvolutionTranspose(weight: Tensor, bias: Tensor | null, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
    miopenDepthwiseConvolution(weight: Tensor, bias: Tensor | null, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, benchmark: boolean, deterministic: boolean): Tensor;
    mish(): Tensor;
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
    mm(mat2: Tensor): Tensor;
    mm(mat2: Tensor, outDtype: DType): Tensor;
    mode(dim?: number, keepdim?: boolean): [Tensor, Tensor];
    mode(options: { dim?: number | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    moveaxis(source: number, destination: number): Tensor;
    moveaxis(source: readonly number[], destination: readonly number[]): Tensor;
    movedim(source: number, destination: number): Tensor;
    movedim(source: readonly number[], destination: readonly number[]): Tensor;
    mpsConvolutionBackward(gradOutput: Tensor, weight: Tensor, padding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor, Tensor];
    mpsConvolutionTransposeBackward(gradOutput: Tensor, weight: Tensor, padding: readonly number[], outputPadding: readonly number[], stride: readonly number[], dilation: readonly number[], groups: number, outputMask: readonly boolean[]): [Tensor, Tensor];
    mseLoss(target: Tensor, reduction?: number): Tensor;
    mseLoss(target: Tensor, options: { reduction?: number | undefined }): Tensor;
    msort(): Tensor;
    mul(other: Tensor): Tensor;
    mul(other: Scalar): Tensor;
    mul_(other: Tensor): this;
    mul_(other: Scalar): this;
    multiMarginLoss(target: Tensor, p?: Scalar, margin?: Scalar, weight?: Tensor | null, reduction?: number): Tensor;
    multiMarginLoss(target: Tensor, options: { p?: Scalar | undefined; margin?: Scalar | undefined; weight?: Tensor | null | undefined; reduction?: number | undefined }): Tensor;
    multilabelMarginLoss(target: Tensor, reduction?: number): Tensor;
    multilabelMarginLoss(target: Tensor, options: { reduction?: number | undefined }): Tensor;
    multilabelMarginLossForward(target: Tensor, reduction: number): [Tensor, Tensor];
    multinomial(numSamples: number, replacement?: boolean, options?: { generator?: NativeObject | null | undefined }): Tensor;
    multinomial(numSamples: number, options: { replacement?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
    multiply(other: Tensor): Tensor;
    multiply(other: Scalar): Tensor;
    multiply_(other: Tensor): this;
    multiply_(other: Scalar): this;
    mv(vec: Tensor): Tensor;
    mvlgamma(p: number): Tensor;
    mvlgamma_(p: number): this;
    nanToNum(nan?: number | null, posinf?: number | null, neginf?: number | null): Tensor;
    nanToNum(options: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): Tensor;
    nanToNum_(nan?: number | null, posinf?: number | null, neginf?: number | null): this;
    nanToNum_(options: { nan?: number | null | undefined; posinf?: number | null | undefined; neginf?: number | null | undefined }): this;
    nanmean(dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    nanmean(options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    nanmedian(): Tensor;
    nanmedian(dim: number, keepdim?: boolean): [Tensor, Tensor];
    nanmedian(dim: number, options: { keepdim?: boolean | undefined }): [Tensor, Tensor];
    nanquantile(q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
    nanquantile(q: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    nanquantile(q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
    nanquantile(q: number, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    nansum(dim?: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    nansum(options: { dim?: number | readonly number[] | null | undefined; keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    narrow(dim: number, start: number, length: number): Tensor;
    narrow(dim: number, start: Tensor, length: number): Tensor;
    narrowCopy(dim: number, start: number, length: number): Tensor;
    nativeChannelShuffle(groups: number): Tensor;
    nativeNorm(p?: Scalar): Tensor;
    nativeNorm(options: { p?: Scalar | undefined }): Tensor;
    nativeNorm(p: Scalar | null, dim: number | readonly number[], keepdim: boolean, dtype: DType | null): Tensor;
    ne(other: Tensor): Tensor;
    ne(other: Scalar): Tensor;
    ne_(other: Tensor): this;
    ne_(other: Scalar): this;
    neg(): Tensor;
    neg_(): this;
    negative(): Tensor;
    negative_(): this;
    nestedToPaddedTensor(padding: number, outputSize?: readonly number[] | null): Tensor;
    nestedToPaddedTensor(padding: number, options: { outputSize?: readonly number[] | null | undefined }): Tensor;
    newEmpty(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    newEmptyStrided(size: readonly number[], stride: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    newFull(size: readonly number[], fillValue: Scalar, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    newOnes(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    newZeros(size: readonly number[], options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined }): Tensor;
    nextafter(other: Tensor): Tensor;
    nextafter_(other: Tensor): this;
    nllLoss(target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
    nllLoss(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor;
    nllLoss2d(target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
    nllLoss2d(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor;
    nllLoss2dForward(target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): [Tensor, Tensor];
    nllLossForward(target: Tensor, weight: Tensor | null, reduction: number, ignoreIndex: number): [Tensor, Tensor];
    nllLossNd(target: Tensor, weight?: Tensor | null, reduction?: number, ignoreIndex?: number): Tensor;
    nllLossNd(target: Tensor, options: { weight?: Tensor | null | undefined; reduction?: number | undefined; ignoreIndex?: number | undefined }): Tensor;
    nonzero(): Tensor;
    nonzeroNumpy(): Tensor[];
    nonzeroStatic(options: { size: number; fillValue?: number | undefined }): Tensor;
    norm(p?: Scalar): Tensor;
    norm(options: { p?: Scalar | undefined }): Tensor;
    norm(p: Scalar | null, options: { dtype: DType }): Tensor;
    norm(p: Scalar | null, dim: number | readonly number[], keepdim?: boolean): Tensor;
    norm(p: Scalar | null, dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    norm(p: Scalar | null, dim: number | readonly number[], keepdim: boolean, options: { dtype: DType }): Tensor;
    normal_(mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): this;
    normal_(options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): this;
    normalFunctional(mean?: number, std?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    normalFunctional(options: { mean?: number | undefined; std?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    notEqual(other: Tensor): Tensor;
    notEqual(other: Scalar): Tensor;
    notEqual_(other: Tensor): this;
    notEqual_(other: Scalar): this;
    nuclearNorm(keepdim?: boolean): Tensor;
    nuclearNorm(options: { keepdim?: boolean | undefined }): Tensor;
    nuclearNorm(dim: number | readonly number[], keepdim?: boolean): Tensor;
    nuclearNorm(dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    numpy_T(): Tensor;
    oneHot(numClasses?: number): Tensor;
    oneHot(options: { numClasses?: number | undefined }): Tensor;
    onesLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    orgqr(input2: Tensor): Tensor;
    ormqr(input2: Tensor, input3: Tensor, left?: boolean, transpose?: boolean): Tensor;
    ormqr(input2: Tensor, input3: Tensor, options: { left?: boolean | undefined; transpose?: boolean | undefined }): Tensor;
    outer(vec2: Tensor): Tensor;
    outputNr(): number;
    pad(pad: readonly number[], mode?: string, value?: number | null): Tensor;
    pad(pad: readonly number[], options: { mode?: string | undefined; value?: number | null | undefined }): Tensor;
    pdist(p?: number): Tensor;
    pdist(options: { p?: number | undefined }): Tensor;
    permute(dims: readonly number[]): Tensor;
    permuteCopy(dims: readonly number[]): Tensor;
    pinMemory(device?: Device | null): Tensor;
    pinMemory(options: { device?: Device | null | undefined }): Tensor;
    pinverse(rcond?: number): Tensor;
    pinverse(options: { rcond?: number | undefined }): Tensor;
    pixelShuffle(upscaleFactor: number): Tensor;
    pixelUnshuffle(downscaleFactor: number): Tensor;
    poisson(generator?: NativeObject | null): Tensor;
    poisson(options: { generator?: NativeObject | null | undefined }): Tensor;
    polygamma_(n: number): this;
    positive(): Tensor;
    pow(exponent: Tensor): Tensor;
    pow(exponent: Scalar): Tensor;
    pow_(exponent: Tensor): this;
    pow_(exponent: Scalar): this;
    prelu(weight: Tensor): Tensor;
    prod(options?: { dtype?: DType | null | undefined }): Tensor;
    prod(dim: number, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    prod(dim: number, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    put(index: Tensor, source: Tensor, accumulate?: boolean): Tensor;
    put(index: Tensor, source: Tensor, options: { accumulate?: boolean | undefined }): Tensor;
    put_(index: Tensor, source: Tensor, accumulate?: boolean): this;
    put_(index: Tensor, source: Tensor, options: { accumulate?: boolean | undefined }): this;
    qPerChannelAxis(): number;
    qPerChannelScales(): Tensor;
    qPerChannelZeroPoints(): Tensor;
    qScale(): number;
    qZeroPoint(): number;
    qr(some?: boolean): [Tensor, Tensor];
    qr(options: { some?: boolean | undefined }): [Tensor, Tensor];
    qscheme(): NativeObject;
    quantile(q: Tensor, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
    quantile(q: Tensor, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    quantile(q: number, dim?: number | null, keepdim?: boolean, options?: { interpolation?: string | undefined }): Tensor;
    quantile(q: number, options: { dim?: number | null | undefined; keepdim?: boolean | undefined; interpolation?: string | undefined }): Tensor;
    quantizePerChannel(scales: Tensor, zeroPoints: Tensor, axis: number, dtype: DType): Tensor;
    quantizePerTensor(scale: number, zeroPoint: number, dtype: DType): Tensor;
    quantizePerTensor(scale: Tensor, zeroPoint: Tensor, dtype: DType): Tensor;
    quantizePerTensorDynamic(dtype: DType, reduceRange: boolean): Tensor;
    quantizedMaxPool1d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    quantizedMaxPool1d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    quantizedMaxPool2d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    quantizedMaxPool2d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    quantizedMaxPool3d(kernelSize: number | readonly number[], stride?: number | readonly number[], padding?: number | readonly number[], dilation?: number | readonly number[], ceilMode?: boolean): Tensor;
    quantizedMaxPool3d(kernelSize: number | readonly number[], options: { stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined; dilation?: number | readonly number[] | undefined; ceilMode?: boolean | undefined }): Tensor;
    rad2deg(): Tensor;
    rad2deg_(): this;
    randLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randLike(options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randintLike(high: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randintLike(high: Tensor, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randintLike(high: Tensor, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randintLike(high: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randintLike(low: number, high: number, options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randintLike(low: number, high: number, options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randnLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    randnLike(options?: { generator?: NativeObject | null | undefined; dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    random(options?: { generator?: NativeObject | null | undefined }): Tensor;
    random(to: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    random(from_: number, to: number | null, options?: { generator?: NativeObject | null | undefined }): Tensor;
    random_(options?: { generator?: NativeObject | null | undefined }): this;
    random_(to: number, options?: { generator?: NativeObject | null | undefined }): this;
    random_(from_: number, to: number | null, options?: { generator?: NativeObject | null | undefined }): this;
    ravel(): Tensor;
    real(): Tensor;
    reciprocal(): Tensor;
    reciprocal_(): this;
    reflectionPad1d(padding: number | readonly number[]): Tensor;
    reflectionPad2d(padding: number | readonly number[]): Tensor;
    reflectionPad3d(padding: number | readonly number[]): Tensor;
    relu(): Tensor;
    relu6(): Tensor;
    relu6_(): this;
    relu_(): this;
    remainder(other: Tensor): Tensor;
    remainder(other: Scalar): Tensor;
    remainder_(other: Tensor): this;
    remainder_(other: Scalar): this;
    renorm(p: Scalar, dim: number, maxnorm: Scalar): Tensor;
    renorm_(p: Scalar, dim: number, maxnorm: Scalar): this;
    repeat(repeats: readonly number[]): Tensor;
    repeatInterleave(repeats: Tensor, dim?: number | null, options?: { outputSize?: number | null | undefined }): Tensor;
    repeatInterleave(repeats: Tensor, options: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
    repeatInterleave(repeats: number, dim?: number | null, options?: { outputSize?: number | null | undefined }): Tensor;
    repeatInterleave(repeats: number, options: { dim?: number | null | undefined; outputSize?: number | null | undefined }): Tensor;
    replicationPad1d(padding: number | readonly number[]): Tensor;
    replicationPad2d(padding: number | readonly number[]): Tensor;
    replicationPad3d(padding: number | readonly number[]): Tensor;
    requiresGrad_(requiresGrad?: boolean): this;
    requiresGrad_(options: { requiresGrad?: boolean | undefined }): this;
    reshape(shape: readonly number[]): Tensor;
    reshapeAs(other: Tensor): Tensor;
    resize(size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    resize_(size: readonly number[], options?: { memoryFormat?: MemoryFormat | null | undefined }): this;
    resizeAs(theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    resizeAs_(theTemplate: Tensor, options?: { memoryFormat?: MemoryFormat | null | undefined }): this;
    resizeAsSparse(theTemplate: Tensor): Tensor;
    resizeAsSparse_(theTemplate: Tensor): this;
    resolveConj(): Tensor;
    resolveNeg(): Tensor;
    retainGrad(): void;
    retainsGrad(): boolean;
    roll(shifts: number | readonly number[], dims?: number | readonly number[]): Tensor;
    roll(shifts: number | readonly number[], options: { dims?: number | readonly number[] | undefined }): Tensor;
    rot90(k?: number, dims?: readonly number[]): Tensor;
    rot90(options: { k?: number | undefined; dims?: readonly number[] | undefined }): Tensor;
    round(): Tensor;
    round(options: { decimals: number }): Tensor;
    round_(): this;
    round_(options: { decimals: number }): this;
    rowIndices(): Tensor;
    rowIndicesCopy(): Tensor;
    rrelu(lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
    rrelu(options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
    rrelu_(lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): this;
    rrelu_(options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): this;
    rreluWithNoise(noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): Tensor;
    rreluWithNoise(noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): Tensor;
    rreluWithNoise_(noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): this;
    rreluWithNoise_(noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): this;
    rreluWithNoiseFunctional(noise: Tensor, lower?: Scalar, upper?: Scalar, training?: boolean, generator?: NativeObject | null): [Tensor, Tensor];
    rreluWithNoiseFunctional(noise: Tensor, options: { lower?: Scalar | undefined; upper?: Scalar | undefined; training?: boolean | undefined; generator?: NativeObject | null | undefined }): [Tensor, Tensor];
    rsqrt(): Tensor;
    rsqrt_(): this;
    rsub(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    rsub(other: Scalar, alpha?: Scalar): Tensor;
    rsub(other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
    scatter(dim: number, index: Tensor, src: Tensor): Tensor;
    scatter(dim: number, index: Tensor, src: Tensor, options: { reduce: string }): Tensor;
    scatter(dim: number, index: Tensor, value: Scalar): Tensor;
    scatter(dim: number, index: Tensor, value: Scalar, options: { reduce: string }): Tensor;
    scatter_(dim: number, index: Tensor, src: Tensor): this;
    scatter_(dim: number, index: Tensor, src: Tensor, options: { reduce: string }): this;
    scatter_(dim: number, index: Tensor, value: Scalar): this;
    scatter_(dim: number, index: Tensor, value: Scalar, options: { reduce: string }): this;
    scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor;
    scatterAdd_(dim: number, index: Tensor, src: Tensor): this;
    scatterReduce(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): Tensor;
    scatterReduce_(dim: number, index: Tensor, src: Tensor, reduce: string, options?: { includeSelf?: boolean | undefined }): this;
    select(dim: number, index: number): Tensor;
    selectCopy(dim: number, index: number): Tensor;
    selectScatter(src: Tensor, dim: number, index: number): Tensor;
    selu(): Tensor;
    selu_(): this;
    set(): Tensor;
    set(source: NativeObject): Tensor;
    set(source: Tensor): Tensor;
    set(source: NativeObject, storageOffset: number, size: readonly number[], stride?: readonly number[]): Tensor;
    set(source: NativeObject, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): Tensor;
    set_(): this;
    set_(source: NativeObject): this;
    set_(source: Tensor): this;
    set_(source: NativeObject, storageOffset: number, size: readonly number[], stride?: readonly number[]): this;
    set_(source: NativeObject, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): this;
    set_(source: Tensor, storageOffset: number, size: readonly number[], stride?: readonly number[]): this;
    set_(source: Tensor, storageOffset: number, size: readonly number[], options: { stride?: readonly number[] | undefined }): this;
    setData(newData: Tensor): void;
    sgn(): Tensor;
    sgn_(): this;
    sigmoid(): Tensor;
    sigmoid_(): this;
    sign(): Tensor;
    sign_(): this;
    signbit(): Tensor;
    silu(): Tensor;
    silu_(): this;
    sin(): Tensor;
    sin_(): this;
    sinc(): Tensor;
    sinc_(): this;
    sinh(): Tensor;
    sinh_(): this;
    size(dim: number): number;
    slice(dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    slice(options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
    sliceCopy(dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    sliceCopy(options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
    sliceInverse(src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    sliceInverse(src: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
    sliceScatter(src: Tensor, dim?: number, start?: number | null, end?: number | null, step?: number): Tensor;
    sliceScatter(src: Tensor, options: { dim?: number | undefined; start?: number | null | undefined; end?: number | null | undefined; step?: number | undefined }): Tensor;
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
    smm(mat2: Tensor): Tensor;
    smoothL1Loss(target: Tensor, reduction?: number, beta?: number): Tensor;
    smoothL1Loss(target: Tensor, options: { reduction?: number | undefined; beta?: number | undefined }): Tensor;
    softMarginLoss(target: Tensor, reduction?: number): Tensor;
    softMarginLoss(target: Tensor, options: { reduction?: number | undefined }): Tensor;
    softmax(dim: number, dtype?: DType | null): Tensor;
    softmax(dim: number, options: { dtype?: DType | null | undefined }): Tensor;
    softplus(beta?: Scalar, threshold?: Scalar): Tensor;
    softplus(options: { beta?: Scalar | undefined; threshold?: Scalar | undefined }): Tensor;
    softshrink(lambd?: Scalar): Tensor;
    softshrink(options: { lambd?: Scalar | undefined }): Tensor;
    sort(dim?: number, descending?: boolean): [Tensor, Tensor];
    sort(options: { dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
    sort(options?: { stable?: boolean | null | undefined; dim?: number | undefined; descending?: boolean | undefined }): [Tensor, Tensor];
    sparseDim(): number;
    sparseMask(mask: Tensor): Tensor;
    sparseResize(size: readonly number[], sparseDim: number, denseDim: number): Tensor;
    sparseResize_(size: readonly number[], sparseDim: number, denseDim: number): this;
    sparseResizeAndClear(size: readonly number[], sparseDim: number, denseDim: number): Tensor;
    sparseResizeAndClear_(size: readonly number[], sparseDim: number, denseDim: number): this;
    sparseSampledAddmm(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    specialBesselJ0(): Tensor;
    specialBesselJ1(): Tensor;
    specialBesselY0(): Tensor;
    specialBesselY1(): Tensor;
    specialDigamma(): Tensor;
    specialEntr(): Tensor;
    specialErf(): Tensor;
    specialErfc(): Tensor;
    specialErfcx(): Tensor;
    specialErfinv(): Tensor;
    specialExp2(): Tensor;
    specialExpit(): Tensor;
    specialExpm1(): Tensor;
    specialGammainc(other: Tensor): Tensor;
    specialGammaincc(other: Tensor): Tensor;
    specialGammaln(): Tensor;
    specialI0(): Tensor;
    specialI0e(): Tensor;
    specialI1(): Tensor;
    specialI1e(): Tensor;
    specialLog1p(): Tensor;
    specialLogNdtr(): Tensor;
    specialLogSoftmax(dim: number, options?: { dtype?: DType | null | undefined }): Tensor;
    specialLogit(eps?: number | null): Tensor;
    specialLogit(options: { eps?: number | null | undefined }): Tensor;
    specialLogsumexp(dim: number | readonly number[], keepdim?: boolean): Tensor;
    specialLogsumexp(dim: number | readonly number[], options: { keepdim?: boolean | undefined }): Tensor;
    specialModifiedBesselI0(): Tensor;
    specialModifiedBesselI1(): Tensor;
    specialModifiedBesselK0(): Tensor;
    specialModifiedBesselK1(): Tensor;
    specialMultigammaln(p: number): Tensor;
    specialNdtr(): Tensor;
    specialNdtri(): Tensor;
    specialPsi(): Tensor;
    specialRound(options?: { decimals?: number | undefined }): Tensor;
    specialSinc(): Tensor;
    specialSoftmax(dim: number, dtype?: DType | null): Tensor;
    specialSoftmax(dim: number, options: { dtype?: DType | null | undefined }): Tensor;
    specialXlog1py(other: Tensor): Tensor;
    specialXlog1py(other: Scalar): Tensor;
    specialXlogy(other: Tensor): Tensor;
    specialXlogy(other: Scalar): Tensor;
    specialZeta(other: Tensor): Tensor;
    specialZeta(other: Scalar): Tensor;
    split(splitSize: number, dim?: number): Tensor[];
    split(splitSize: number, options: { dim?: number | undefined }): Tensor[];
    split(splitSize: readonly number[], dim?: number): Tensor[];
    split(splitSize: readonly number[], options: { dim?: number | undefined }): Tensor[];
    splitCopy(splitSize: number, dim?: number): Tensor[];
    splitCopy(splitSize: number, options: { dim?: number | undefined }): Tensor[];
    splitWithSizes(splitSizes: readonly number[], dim?: number): Tensor[];
    splitWithSizes(splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
    splitWithSizesCopy(splitSizes: readonly number[], dim?: number): Tensor[];
    splitWithSizesCopy(splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
    sqrt(): Tensor;
    sqrt_(): this;
    square(): Tensor;
    square_(): this;
    squeeze(): Tensor;
    squeeze(dim: number): Tensor;
    squeeze(dim: readonly number[]): Tensor;
    squeeze_(): this;
    squeeze_(dim: number): this;
    squeeze_(dim: readonly number[]): this;
    squeezeCopy(): Tensor;
    squeezeCopy(dim: number): Tensor;
    squeezeCopy(dim: readonly number[]): Tensor;
    sspaddmm(mat1: Tensor, mat2: Tensor, options?: { beta?: Scalar | undefined; alpha?: Scalar | undefined }): Tensor;
    std(unbiased?: boolean): Tensor;
    std(options: { unbiased?: boolean | undefined }): Tensor;
    std(dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
    std(dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): Tensor;
    std(dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    std(options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    stdMean(unbiased?: boolean): [Tensor, Tensor];
    stdMean(options: { unbiased?: boolean | undefined }): [Tensor, Tensor];
    stdMean(dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
    stdMean(dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    stdMean(dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    stdMean(options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    stft(nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
    stft(nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; returnComplex?: boolean | null | undefined; alignToWindow?: boolean | null | undefined }): Tensor;
    stft(nFft: number, hopLength?: number | null, winLength?: number | null, window?: Tensor | null, center?: boolean, padMode?: string, normalized?: boolean, onesided?: boolean | null, returnComplex?: boolean | null, alignToWindow?: boolean | null): Tensor;
    stft(nFft: number, options: { hopLength?: number | null | undefined; winLength?: number | null | undefined; window?: Tensor | null | undefined; center?: boolean | undefined; padMode?: string | undefined; normalized?: boolean | undefined; onesided?: boolean | null | undefined; returnComplex?: boolean | null | undefined; alignToWindow?: boolean | null | undefined }): Tensor;
    storageOffset(): number;
    stride(dim: number): number;
    sub(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    sub(other: Scalar, alpha?: Scalar): Tensor;
    sub(other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
    sub_(other: Tensor, options?: { alpha?: Scalar | undefined }): this;
    sub_(other: Scalar, alpha?: Scalar): this;
    sub_(other: Scalar, options: { alpha?: Scalar | undefined }): this;
    subtract(other: Tensor, options?: { alpha?: Scalar | undefined }): Tensor;
    subtract(other: Scalar, alpha?: Scalar): Tensor;
    subtract(other: Scalar, options: { alpha?: Scalar | undefined }): Tensor;
    subtract_(other: Tensor, options?: { alpha?: Scalar | undefined }): this;
    subtract_(other: Scalar, alpha?: Scalar): this;
    subtract_(other: Scalar, options: { alpha?: Scalar | undefined }): this;
    sum(options?: { dtype?: DType | null | undefined }): Tensor;
    sum(dim: number | readonly number[] | null, keepdim?: boolean, options?: { dtype?: DType | null | undefined }): Tensor;
    sum(dim: number | readonly number[] | null, options: { keepdim?: boolean | undefined; dtype?: DType | null | undefined }): Tensor;
    sumToSize(size: readonly number[]): Tensor;
    svd(some?: boolean, computeUv?: boolean): [Tensor, Tensor, Tensor];
    svd(options: { some?: boolean | undefined; computeUv?: boolean | undefined }): [Tensor, Tensor, Tensor];
    swapaxes(axis0: number, axis1: number): Tensor;
    swapaxes_(axis0: number, axis1: number): this;
    swapdims(dim0: number, dim1: number): Tensor;
    swapdims_(dim0: number, dim1: number): this;
    symIsContiguous(memoryFormat?: MemoryFormat): boolean;
    symIsContiguous(options: { memoryFormat?: MemoryFormat | undefined }): boolean;
    symNumel(): number;
    symSize(dim: number): number;
    symStorageOffset(): number;
    symStride(dim: number): number;
    t(): Tensor;
    t_(): this;
    tCopy(): Tensor;
    take(index: Tensor): Tensor;
    takeAlongDim(indices: Tensor, dim?: number | null): Tensor;
    takeAlongDim(indices: Tensor, options: { dim?: number | null | undefined }): Tensor;
    tan(): Tensor;
    tan_(): this;
    tanh(): Tensor;
    tanh_(): this;
    tensorSplit(indices: readonly number[], dim?: number): Tensor[];
    tensorSplit(indices: readonly number[], options: { dim?: number | undefined }): Tensor[];
    tensorSplit(sections: number, dim?: number): Tensor[];
    tensorSplit(sections: number, options: { dim?: number | undefined }): Tensor[];
    tensorSplit(tensorIndicesOrSections: Tensor, dim?: number): Tensor[];
    tensorSplit(tensorIndicesOrSections: Tensor, options: { dim?: number | undefined }): Tensor[];
    tensordot(other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]): Tensor;
    thnnConv2d(weight: Tensor, kernelSize: number | readonly number[], bias?: Tensor | null, stride?: number | readonly number[], padding?: number | readonly number[]): Tensor;
    thnnConv2d(weight: Tensor, kernelSize: number | readonly number[], options: { bias?: Tensor | null | undefined; stride?: number | readonly number[] | undefined; padding?: number | readonly number[] | undefined }): Tensor;
    threshold(threshold: Scalar, value: Scalar): Tensor;
    threshold_(threshold: Scalar, value: Scalar): this;
    tile(dims: readonly number[]): Tensor;
    to(dtype: DType, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
    to(dtype: DType, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    to(other: Tensor, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
    to(other: Tensor, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    to(device: Device, dtype: DType, nonBlocking?: boolean, copy?: boolean, memoryFormat?: MemoryFormat | null): Tensor;
    to(device: Device, dtype: DType, options: { nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    to(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
    toDense(dtype?: DType | null, options?: { maskedGrad?: boolean | null | undefined }): Tensor;
    toDense(options: { dtype?: DType | null | undefined; maskedGrad?: boolean | null | undefined }): Tensor;
    toMkldnn(dtype?: DType | null): Tensor;
    toMkldnn(options: { dtype?: DType | null | undefined }): Tensor;
    toPaddedTensor(padding: number, outputSize?: readonly number[] | null): Tensor;
    toPaddedTensor(padding: number, options: { outputSize?: readonly number[] | null | undefined }): Tensor;
    toSparse(sparseDim: number): Tensor;
    toSparse(options?: { layout?: Layout | null | undefined; blocksize?: number | readonly number[] | null | undefined; denseDim?: number | null | undefined }): Tensor;
    toSparseBsc(blocksize: number | readonly number[], denseDim?: number | null): Tensor;
    toSparseBsc(blocksize: number | readonly number[], options: { denseDim?: number | null | undefined }): Tensor;
    toSparseBsr(blocksize: number | readonly number[], denseDim?: number | null): Tensor;
    toSparseBsr(blocksize: number | readonly number[], options: { denseDim?: number | null | undefined }): Tensor;
    toSparseCsc(denseDim?: number | null): Tensor;
    toSparseCsc(options: { denseDim?: number | null | undefined }): Tensor;
    toSparseCsr(denseDim?: number | null): Tensor;
    toSparseCsr(options: { denseDim?: number | null | undefined }): Tensor;
    topk(k: number, dim?: number, largest?: boolean, sorted?: boolean): [Tensor, Tensor];
    topk(k: number, options: { dim?: number | undefined; largest?: boolean | undefined; sorted?: boolean | undefined }): [Tensor, Tensor];
    trace(): Tensor;
    transpose(dim0: number, dim1: number): Tensor;
    transpose_(dim0: number, dim1: number): this;
    transposeCopy(dim0: number, dim1: number): Tensor;
    triangularSolve(A: Tensor, upper?: boolean, transpose?: boolean, unitriangular?: boolean): [Tensor, Tensor];
    triangularSolve(A: Tensor, options: { upper?: boolean | undefined; transpose?: boolean | undefined; unitriangular?: boolean | undefined }): [Tensor, Tensor];
    tril(diagonal?: number): Tensor;
    tril(options: { diagonal?: number | undefined }): Tensor;
    tril_(diagonal?: number): this;
    tril_(options: { diagonal?: number | undefined }): this;
    triu(diagonal?: number): Tensor;
    triu(options: { diagonal?: number | undefined }): Tensor;
    triu_(diagonal?: number): this;
    triu_(options: { diagonal?: number | undefined }): this;
    trueDivide(other: Tensor): Tensor;
    trueDivide(other: Scalar): Tensor;
    trueDivide_(other: Tensor): this;
    trueDivide_(other: Scalar): this;
    trunc(): Tensor;
    trunc_(): this;
    typeAs(other: Tensor): Tensor;
    unbind(dim?: number): Tensor[];
    unbind(options: { dim?: number | undefined }): Tensor[];
    unbindCopy(dim?: number): Tensor[];
    unbindCopy(options: { dim?: number | undefined }): Tensor[];
    unflatten(dim: number, sizes: readonly number[]): Tensor;
    unfold(dimension: number, size: number, step: number): Tensor;
    unfoldCopy(dimension: number, size: number, step: number): Tensor;
    uniform(from_?: number, to?: number, options?: { generator?: NativeObject | null | undefined }): Tensor;
    uniform(options: { from?: number | undefined; to?: number | undefined; generator?: NativeObject | null | undefined }): Tensor;
    uniform_(from_?: number, to?: number, options?: { generator?: NativeObject | null | undefined }): this;
    uniform_(options: { from?: number | undefined; to?: number | undefined; generator?: NativeObject | null | undefined }): this;
    uniqueConsecutive(returnInverse?: boolean, returnCounts?: boolean, dim?: number | null): [Tensor, Tensor, Tensor];
    uniqueConsecutive(options: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined; dim?: number | null | undefined }): [Tensor, Tensor, Tensor];
    uniqueDim(dim: number, sorted?: boolean, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
    uniqueDim(dim: number, options: { sorted?: boolean | undefined; returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
    uniqueDimConsecutive(dim: number, returnInverse?: boolean, returnCounts?: boolean): [Tensor, Tensor, Tensor];
    uniqueDimConsecutive(dim: number, options: { returnInverse?: boolean | undefined; returnCounts?: boolean | undefined }): [Tensor, Tensor, Tensor];
    unsafeChunk(chunks: number, dim?: number): Tensor[];
    unsafeChunk(chunks: number, options: { dim?: number | undefined }): Tensor[];
    unsafeSplit(splitSize: number, dim?: number): Tensor[];
    unsafeSplit(splitSize: number, options: { dim?: number | undefined }): Tensor[];
    unsafeSplitWithSizes(splitSizes: readonly number[], dim?: number): Tensor[];
    unsafeSplitWithSizes(splitSizes: readonly number[], options: { dim?: number | undefined }): Tensor[];
    unsqueeze(dim: number): Tensor;
    unsqueeze_(dim: number): this;
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
    values(): Tensor;
    valuesCopy(): Tensor;
    var(unbiased?: boolean): Tensor;
    var(options: { unbiased?: boolean | undefined }): Tensor;
    var(dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): Tensor;
    var(dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): Tensor;
    var(dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    var(options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): Tensor;
    varMean(unbiased?: boolean): [Tensor, Tensor];
    varMean(options: { unbiased?: boolean | undefined }): [Tensor, Tensor];
    varMean(dim: number | readonly number[] | null, unbiased?: boolean, keepdim?: boolean): [Tensor, Tensor];
    varMean(dim: number | readonly number[] | null, options: { unbiased?: boolean | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    varMean(dim?: number | readonly number[] | null, options?: { correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    varMean(options: { dim?: number | readonly number[] | null | undefined; correction?: Scalar | null | undefined; keepdim?: boolean | undefined }): [Tensor, Tensor];
    vdot(other: Tensor): Tensor;
    viewAs(other: Tensor): Tensor;
    viewAsComplex(): Tensor;
    viewAsComplexCopy(): Tensor;
    viewAsReal(): Tensor;
    viewAsRealCopy(): Tensor;
    viewCopy(size: readonly number[]): Tensor;
    viewCopy(dtype: DType): Tensor;
    vsplit(indices: readonly number[]): Tensor[];
    vsplit(sections: number): Tensor[];
    xlogy(other: Tensor): Tensor;
    xlogy(other: Scalar): Tensor;
    xlogy_(other: Tensor): this;
    xlogy_(other: Scalar): this;
    zero(): Tensor;
    zero_(): this;
    zerosLike(options?: { dtype?: DType | null | undefined; layout?: Layout | null | undefined; device?: Device | null | undefined; pinMemory?: boolean | null | undefined; memoryFormat?: MemoryFormat | null | undefined }): Tensor;
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
