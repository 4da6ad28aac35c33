import { DistributedError, DTypeError, NativeError, ShapeError } from "../errors.js";
import { isFloatingPoint, type Tensor } from "../tensor/index.js";

export type ReduceOp = "sum" | "avg" | "product" | "min" | "max" | "band" | "bor" | "bxor";

/** The arguments of a collective, as a group's methods pass them. */
export interface Collective {
  name: string;
  outputs: readonly Tensor[];
  inputs: readonly Tensor[];
  /** null for collectives without a reduction. */
  reduction: ReduceOp | null;
  /** The rank that the call addresses, and its role; null if all ranks have the same role. */
  peer: { rank: number; as: "root" | "destination" | "source" } | null;
  /** The required numbers of outputs and inputs. */
  counts: readonly [outputs: number, inputs: number];
  /** True if strides may be any without gaps: values are combined by their place in memory, the same on all ranks. */
  isInPlace: boolean;
}

/**
 * Checks what one rank can check alone. The backends do not: Gloo waits for a rank that does not exist, and reads
 * tensors with gaps as if they had none.
 */
export function checkCollective(call: Collective, rank: number, size: number): void {
  const { name, peer, reduction } = call;
  if (peer !== null) checkPeer(name, peer, rank, size);
  for (const [i, what] of (["output", "input"] as const).entries()) {
    const got = (i === 0 ? call.outputs : call.inputs).length;
    const expected = call.counts[i]!;
    if (got === expected) continue;
    const on = peer?.as === "root" ? ` on rank ${rank}, the root being ${peer.rank},` : "";
    const why = expected === size && size > 1 ? ", one for each rank" : "";
    throw new DistributedError(
      "ARGUMENT",
      `${name}: expected ${expected} ${what}${expected === 1 ? "" : "s"}${on} of a group of ${size}${why}, got ${got}`,
    );
  }
  const tensors = [...call.outputs, ...call.inputs];
  for (const tensor of tensors) checkAlike(call, tensor, tensors[0]!);
  for (const tensor of tensors) checkLayout(call, tensor);
  if (reduction !== null) checkReduction(name, reduction, tensors[0]!);
}

function checkPeer(
  name: string,
  { rank: peer, as }: NonNullable<Collective["peer"]>,
  rank: number,
  size: number,
): void {
  if (!Number.isInteger(peer) || peer < 0 || peer >= size) {
    throw new DistributedError(
      "RANK",
      `${name}: ${as} ${peer} is not one of the group's ranks, 0 to ${size - 1}`,
    );
  }
  if (peer === rank && as !== "root") {
    throw new DistributedError("RANK", `${name}: ${as} ${peer} is this rank itself`);
  }
}

function checkAlike({ name }: Collective, tensor: Tensor, first: Tensor): void {
  const what = `${name}: all tensors must be alike, got`;
  if (tensor.dtype !== first.dtype)
    throw new DTypeError("DTYPE", `${what} ${describe(first)} and ${describe(tensor)}`);
  // Over NCCL each pair of ranks may have its own shape.
  if (name !== "allToAll" && tensor.shape.join() !== first.shape.join()) {
    throw new ShapeError("SHAPE", `${what} ${describe(first)} and ${describe(tensor)}`);
  }
}

function checkLayout({ name, isInPlace }: Collective, tensor: Tensor): void {
  const { shape, strides } = tensor;
  const dims = shape.map((length, dim) => ({ length, stride: strides[dim]! })).filter((d) => d.length !== 1);
  if (dims.some(({ length }) => length === 0)) return;
  if (isInPlace) dims.sort((a, b) => b.stride - a.stride);
  let expected = 1;
  for (const { length, stride } of dims.reverse()) {
    if (stride !== expected) {
      throw new ShapeError(
        "LAYOUT",
        `${name}: ${describe(tensor)} of strides [${strides.join(", ")}] ${isInPlace ? "has gaps in memory" : "is not contiguous"}; give its contiguous(), and copy back what comes`,
      );
    }
    expected *= length;
  }
}

const REDUCTIONS: ReadonlySet<string> = new Set([
  "sum",
  "avg",
  "product",
  "min",
  "max",
  "band",
  "bor",
  "bxor",
] satisfies ReduceOp[]);

function checkReduction(name: string, reduction: ReduceOp, { dtype }: Tensor): void {
  if (!REDUCTIONS.has(reduction)) {
    throw new DistributedError(
      "ARGUMENT",
      `${name}: expected a reduction (${[...REDUCTIONS].join(", ")}), got ${JSON.stringify(reduction)}`,
    );
  }
  const isBitwise = reduction.startsWith("b");
  if (isBitwise === isFloatingPoint(dtype) && (isBitwise || reduction === "avg")) {
    throw new DTypeError(
      "DTYPE",
      `${name}: ${reduction} is for ${isBitwise ? "integers" : "floating dtypes"}, got ${dtype}`,
    );
  }
}

/** Describes a call for errors: `allReduce of float32 [2, 3]`. */
export function describeCollective({ name, inputs, outputs }: Collective): string {
  const tensor = inputs[0] ?? outputs[0];
  return tensor === undefined ? name : `${name} of ${describe(tensor)}`;
}

/** Replaces the addon's function at the start of a backend's error by a description of the call. */
export function named(error: unknown, what: string): unknown {
  if (!(error instanceof NativeError)) return error;
  return new NativeError(error.code, `${what}: ${error.message.replace(/^\w+: /, "")}`, { cause: error });
}

function describe({ dtype, shape }: Tensor): string {
  return `${dtype} [${shape.join(", ")}]`;
}
