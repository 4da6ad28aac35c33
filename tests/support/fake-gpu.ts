// A GPU that needs none: the numbers are computed on the CPU, while every tensor is known to be of the host or of the GPU.
import { addon } from "../../src/tensor/addon.js";
import type { Device } from "../../src/tensor/index.js";
import { Tensor } from "../../src/tensor/index.js";
import { type RecordedOperator, recordCalls } from "../../src/tensor/recorder.js";

/** libtorch computes on the CPU, and the text differs from that of the host's device. */
export const FAKE_GPU = "cpu:0" as Device;

/** Operators with an argument that must be of the host, by its position, and the results that are then of the host too. */
const HOST_ARGUMENTS: Readonly<Record<string, { argument: number; results: readonly number[] }>> = {
  "aten::_pack_padded_sequence": { argument: 1, results: [1] },
  "aten::_pad_packed_sequence": { argument: 1, results: [1] },
  "aten::rnn_tanh.data": { argument: 1, results: [] },
  "aten::rnn_relu.data": { argument: 1, results: [] },
  "aten::gru.data": { argument: 1, results: [] },
  "aten::lstm.data": { argument: 1, results: [] },
};

/** Operators that copy between devices. */
const COPIES: ReadonlySet<string> = new Set(["aten::copy_", "aten::_foreach_copy_"]);

/**
 * Runs `body` as if its tensors were on a GPU: those of `Tensor.from`, `Tensor.view` and of operators without tensors and
 * without `device` are on the host, all others on the GPU, and `tensor.device` says so. Tensors of before are on the GPU.
 *
 * @returns number of times that a GPU would be waited for: reads of values, and copies to it of memory that is not pinned
 * @throws Error at the first operator that gets tensors of both
 */
export function onFakeGpu(body: () => void): number {
  const onHost = new Set<Tensor>();
  const { from, view } = Tensor;
  const [device, pinMemory] = (["device", "pinMemory"] as const).map(
    (name) => Object.getOwnPropertyDescriptor(Tensor.prototype, name)!,
  );
  const kept = (tensor: Tensor): Tensor => {
    onHost.add(tensor);
    return tensor;
  };
  Tensor.from = (...values) => kept(from.apply(Tensor, values));
  Tensor.view = (...values) => kept(view.apply(Tensor, values));
  Object.defineProperty(Tensor.prototype, "device", {
    configurable: true,
    get(this: Tensor) {
      return onHost.has(this) ? "cpu" : FAKE_GPU;
    },
  });
  Object.defineProperty(Tensor.prototype, "pinMemory", {
    configurable: true,
    value(this: Tensor) {
      return this;
    },
  });
  const before = numReads();
  let numCopies = 0;
  try {
    recordCalls((operator, values, result) => {
      if (waits(onHost, operator, values)) numCopies++;
      place(onHost, operator, values, result);
    }, body);
  } finally {
    Object.assign(Tensor, { from, view });
    Object.defineProperties(Tensor.prototype, { device: device!, pinMemory: pinMemory! });
  }
  return numReads() - before + numCopies;
}

function numReads(): number {
  const counts = new Float64Array(3);
  addon.hostReads(counts);
  return counts[0]!;
}

/** Returns whether an operator copies from the host to the GPU and waits, because the memory is not pinned. */
function waits(onHost: Set<Tensor>, { optionNames }: RecordedOperator, values: readonly unknown[]): boolean {
  const option = (name: string): unknown => values[optionNames.get(name) ?? values.length];
  const isFromHost = values.some((value) => value instanceof Tensor && onHost.has(value));
  return isFromHost && option("device") === FAKE_GPU && option("nonBlocking") !== true;
}

/** Decides where the results of an operator are. @throws Error if its tensors are on both devices */
function place(onHost: Set<Tensor>, operator: RecordedOperator, values: readonly unknown[], result: unknown) {
  const { name } = operator.spec;
  const results = tensorsIn(result);
  const wanted = values[operator.optionNames.get("device") ?? values.length];
  if (wanted !== undefined && wanted !== null) {
    if (wanted === "cpu") for (const one of results) onHost.add(one);
    return;
  }
  const special = HOST_ARGUMENTS[name];
  const placesOf = (value: unknown): boolean[] => {
    if (!(value instanceof Int32Array)) return tensorsIn(value).map((one) => onHost.has(one));
    const handles = handlesOf(onHost);
    return Array.from(value, (handle) => handles.has(handle));
  };
  const areOnHost = values.flatMap((value, i) => {
    const places = placesOf(value);
    if (special?.argument !== i) return places;
    if (!places[0]) throw new Error(`${name}: argument ${i} must be on the host`);
    return [];
  });
  if (areOnHost.includes(true) && areOnHost.includes(false) && !COPIES.has(name)) {
    const mixed = values.flatMap((value, i) => (placesOf(value).includes(true) ? [i] : []));
    throw new Error(`${name}: argument ${mixed.join(", ")} is on the host, others are on the GPU`);
  }
  // In place: the tensor stays where it is.
  const made = results.filter((one) => !values.includes(one));
  for (const [i, one] of made.entries())
    if (special === undefined ? !areOnHost.includes(false) : special.results.includes(i)) onHost.add(one);
}

/** Handles that are not freed. */
function handlesOf(tensors: Set<Tensor>): Set<number> {
  const handles = new Set<number>();
  for (const tensor of tensors) {
    try {
      handles.add(tensor.handle);
    } catch {
      tensors.delete(tensor);
    }
  }
  return handles;
}

function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  return Array.isArray(value) ? value.flatMap(tensorsIn) : [];
}
