import { createRequire } from "node:module";
import { join } from "node:path";
import { NativeError } from "../errors.js";
import { places } from "../installation.js";
import { explainLoadFailure } from "./load-failure.js";

/** An argument of an operator, from the dispatcher's schema. */
export interface ArgumentSpec {
  name: string;
  kind: Kind;
  isOptional: boolean;
  isKeywordOnly: boolean;
  hasDefault: boolean;
  /** 2 for `int[2]`, which accepts one number for both; 0 for a list of any size. */
  listSize: number;
}

export type Kind =
  | "Unsupported"
  | "Tensor"
  | "Tensor?"
  | "Tensor[]"
  | "Tensor?[]"
  | "Scalar"
  | "int"
  | "float"
  | "bool"
  | "string"
  | "DType"
  | "Layout"
  | "MemoryFormat"
  | "Device"
  | "int[]"
  | "float[]"
  | "bool[]"
  | "Scalar[]"
  | "string[]"
  | "NativeObject";

export interface OperatorSpec {
  /** `aten::add.Tensor` */
  name: string;
  arguments: ArgumentSpec[];
  returns: Kind[];
  /** Index of the argument that is also the single result (in-place and `out` operators), or -1. */
  aliasedArgument: number;
}

/** An integer that stands for a tensor; 0 for no tensor. */
type Handle = number;

/** Events of a trace, one column per field; times in microseconds from the start of the trace. */
export interface TraceColumns {
  names: string[];
  /** Indices into `names`. */
  name: Int32Array;
  shapeTexts: string[];
  /** Indices into `shapeTexts`. */
  shapes: Int32Array;
  device: Int32Array;
  startUs: Float64Array;
  durationUs: Float64Array;
  thread: Float64Array;
  forwardThread: Float64Array;
  /** The same number for an operator's forward and backward; -1 for none. */
  sequence: Float64Array;
  flops: Float64Array;
  /** In `[memory]` events: bytes allocated, negative for bytes freed. */
  bytes: Float64Array;
  correlation: Float64Array;
  /** For a kernel: the correlation of its operator. */
  linked: Float64Array;
  /** c10's RecordScope: 0 function, 1 backward, 7 a range from `beginRange`. */
  scope: Uint8Array;
  isAsync: Uint8Array;
  isCpu: Uint8Array;
  /** Kineto's ActivityType: 0 an operator, 1 a range, 2 a range's shadow on a GPU, 7 and 8 calls of CUDA, ... */
  kind: Uint8Array;
}

/** State of one GPU; null for values that it does not report. */
export interface GpuReading {
  name: string;
  utilizationPercent: number | null;
  memoryBusyPercent: number | null;
  usedBytes: number | null;
  totalBytes: number | null;
  temperatureC: number | null;
  powerW: number | null;
  powerLimitW: number | null;
}

/** The functions that `native/*.cc` exports. */
export interface Addon {
  readonly cachesBlocks: boolean;
  findOperator(name: string, overload: string): OperatorSpec & { call: (...values: unknown[]) => unknown };
  listOperators(): OperatorSpec[];
  overloads(name: string): string[];

  fromArray(array: ArrayBufferView, dtype: string, shape: readonly number[], copy: boolean): Handle;
  readInto(handle: Handle, array: ArrayBufferView): void;
  item(handle: Handle): number | bigint | boolean;
  release(handle: Handle): void;
  releaseMany(handles: Int32Array, count: number): void;
  shape(handle: Handle): number[];
  strides(handle: Handle): number[];
  dtype(handle: Handle): string;
  device(handle: Handle): string;
  isChannelsLast(handle: Handle): boolean;
  alias(handle: Handle): Handle;
  releaseObject(handle: number): void;
  liveTensors(): number;
  liveBytes(): number;
  hostReads(out: Float64Array): void;
  largestTensors(count: number): { tensor: string; bytes: number; handles: Handle[] }[];

  backward(loss: Handle, gradient: Handle, retainGraph: boolean, createGraph: boolean): void;
  gradientsOf(
    outputs: Handle[],
    inputs: Handle[],
    gradients: Handle[],
    retainGraph: boolean,
    createGraph: boolean,
    allowUnused: boolean,
  ): Handle[];
  attachFunction(
    name: string,
    backward: (gradients: Handle[], saved: Handle[], needed: number[]) => Handle[],
    inputs: Handle[],
    outputs: Handle[],
    saved: Handle[],
    dirty: Handle[],
    nonDifferentiable: Handle[],
    fillsZeros: boolean,
  ): Handle[];
  beginCheckpoint(recompute: (inputs: Handle[]) => void, inputs: Handle[]): void;
  endCheckpoint(): void;
  serveBackward(always: boolean): void;
  gradient(handle: Handle): Handle;
  setGradient(handle: Handle, gradient: Handle): void;
  gradients(parameters: Int32Array, out: Int32Array): void;
  clearGradients(parameters: Int32Array): void;
  requiresGrad(handle: Handle): boolean;
  setRequiresGrad(handle: Handle, value: boolean): void;
  isLeaf(handle: Handle): boolean;
  gradMode(): boolean;
  setGradMode(enabled: boolean): boolean;
  enterAutocast(device: string, dtype: string): string | null;
  leaveAutocast(device: string, before: string | null): void;

  newStore(host: string, port: number, isServer: boolean, timeoutMs: number): number;
  storePort(store: number): number;
  newPrefixStore(store: number, prefix: string): number;
  storeSet(store: number, key: string, value: string): void;
  storeGet(store: number, key: string): string;
  storeAdd(store: number, key: string, amount: number): number;
  storeHas(store: number, key: string): boolean;
  storeDelete(store: number, key: string): boolean;

  newProcessGroup(
    store: number,
    rank: number,
    size: number,
    backend: string,
    timeoutMs: number,
    address: string,
    comparesCalls: boolean,
  ): number;
  collective(
    group: number,
    name: string,
    outputs: Handle[],
    inputs: Handle[],
    reduction: string,
    peer: number,
  ): number;
  workWait(work: number): void;
  workIsCompleted(work: number): boolean;
  collectiveWaitMs(): number;
  monitoredBarrier(group: number, timeoutMs: number): void;
  closeProcessGroup(group: number): void;
  newReducer(
    group: number,
    parameters: Handle[],
    names: string[],
    bucketBytes: number,
    firstBucketBytes: number,
    findsUnused: boolean,
    viewsBuckets: boolean,
    isStatic: boolean,
    compression: string,
  ): number;
  reducerPrepareForward(reducer: number): void;
  reducerPrepareBackward(reducer: number, outputs: Handle[]): void;
  msSinceLastBucket(): number;
  verifyParameters(group: number, parameters: Handle[]): void;
  broadcastAll(group: number, tensors: Handle[], root: number): void;
  syncBatchNorm(
    input: Handle,
    weight: Handle,
    bias: Handle,
    runningMean: Handle,
    runningVar: Handle,
    momentum: number,
    eps: number,
    group: number,
  ): Handle;
  endWithParent(parent: number, message: string): void;
  exitNow(code: number): never;

  umapEpochs(
    positions: Float32Array,
    offsets: Int32Array,
    neighbors: Int32Array,
    weights: Float32Array,
    a: number,
    b: number,
    seed: number,
    firstEpoch: number,
    lastEpoch: number,
    numEpochs: number,
    learningRate: number,
    numThreads: number,
  ): void;

  /** Frames at once of this CPU's kernels for the operator woodshed::mel_spectrogram. */
  melLanes(): number[];

  prepareProfiler(cuda: boolean, shapes: boolean, memory: boolean): void;
  startProfiler(cuda: boolean, shapes: boolean, memory: boolean): void;
  profilerEventCount(): number;
  addTraceMetadata(key: string, json: string): void;
  stopProfiler(): number;
  saveTrace(trace: number, path: string): void;
  traceEvents(trace: number): TraceColumns;
  beginRange(name: string): void;
  endRange(): void;

  openNvml(path: string): number;
  readNvml(index: number): GpuReading;

  manualSeed(seed: number): void;
  getRandomState(device: string): Handle;
  setRandomState(device: string, state: Handle): void;
  newGenerator(device: string, seed: number): number;
  setNumThreads(count: number): void;
  getNumThreads(): number;
  setDeterministic(enabled: boolean): void;
  setTf32(convolutions: boolean, products: boolean): void;
  setCudnnSearch(enabled: boolean): void;
  useOwnStream(device: string): void;
  beginCapture(): void;
  endCapture(): number;
  abandonCapture(): void;
  replayGraph(graph: number): void;
  releaseGraph(graph: number): void;
  enterCopyStream(device: string): void;
  leaveCopyStream(): void;
  newEvent(device: string): number;
  recordEvent(event: number, device: string): void;
  waitForEvent(event: number, device: string): void;
  beginRecording(): void;
  endRecording(): number;
  abandonRecording(): void;
  replayRecording(recording: number): void;
  releaseRecording(recording: number): void;
  cudaDeviceCount(): number;
  setDevice(device: string): void;
  synchronize(device: string): void;
  memoryStats(device: string): {
    allocatedBytes?: number;
    reservedBytes?: number;
    peakAllocatedBytes?: number;
    peakReservedBytes?: number;
    inactiveSplitBytes?: number;
    numRetries?: number;
    tensorBytes?: number;
    peakTensorBytes?: number;
  };
  resetPeakMemory(device: string): void;
  limitMemory(bytes: number): void;
  cpuCapability(): { avx512: boolean; avx512Bf16: boolean; amx: boolean };
  version(): string;
  setErrorClass(errorClass: unknown): void;
}

export const addonPath: string = join(places().build, "woodshed.node");

function load(): Addon {
  let loaded: Addon;
  try {
    loaded = createRequire(import.meta.url)(addonPath) as Addon;
  } catch (error) {
    throw new NativeError("LOAD", explainLoadFailure(addonPath, error as Error), { cause: error });
  }
  loaded.setErrorClass(NativeError);
  return loaded;
}

/** The one instance of the native addon. */
export const addon: Addon = load();
