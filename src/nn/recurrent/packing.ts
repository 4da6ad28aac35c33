// B = sequences of a batch, T = time steps.
import { ShapeError } from "../../errors.js";
import { scope, Tensor } from "../../tensor/index.js";
import { op } from "../../tensor/ops.js";
import { upload } from "../../tensor/upload.js";

/** Number of time steps of each sequence of a batch: at least 1, at most T. */
export type Lengths = readonly number[] | Int32Array | Tensor;

/** The sequences of a batch in the order of their lengths, longest first, as libtorch's recurrent operators need them. */
export interface Packing {
  /** Places in the batch, longest sequence first: int64 [B]. */
  readonly order: Tensor;
  /** Places in that order: int64 [B]. */
  readonly inverse: Tensor;
  /** Lengths in that order, on the CPU: int64 [B]. */
  readonly lengths: Tensor;
  readonly numSteps: number;
}

/** Throws ShapeError unless there is a length from 1 to `numSteps` for each sequence. */
export function createPacking(
  layer: string,
  given: Lengths,
  batchSize: number,
  numSteps: number,
  like: Tensor,
): Packing {
  const lengths = Array.from(given instanceof Tensor ? given.toArray() : given, Number); // sync, if on a GPU
  const wrong = lengths.findIndex((one) => !Number.isInteger(one) || one < 1 || one > numSteps);
  if (lengths.length !== batchSize || wrong >= 0) {
    const got = wrong < 0 ? `${lengths.length} lengths` : `lengths[${wrong}]=${lengths[wrong]}`;
    throw new ShapeError(
      "SHAPE",
      `${layer}: lengths: expected ${batchSize} whole numbers from 1 to ${numSteps}, got ${got}; leave out empty sequences`,
    );
  }
  return scope(() => {
    const order = lengths.map((_, i) => i).sort((a, b) => lengths[b]! - lengths[a]!);
    const inverse = order.map(() => 0);
    for (const [place, i] of order.entries()) inverse[i] = place;
    const place = (values: readonly number[]): Tensor =>
      upload(Tensor.from(values as number[], { dtype: "int64" }), like.device);
    return {
      order: place(order),
      inverse: place(inverse),
      lengths: Tensor.from(
        order.map((i) => lengths[i]!),
        { dtype: "int64" },
      ),
      numSteps,
    };
  });
}

/** Returns the steps of all sequences without padding, [sum of lengths, D], and the number of sequences at each step. */
export function pack(input: Tensor, { order, lengths }: Packing, batchFirst: boolean): [Tensor, Tensor] {
  const sorted = input.indexSelect(batchFirst ? 0 : 1, order);
  return op("aten::_pack_padded_sequence")(sorted, lengths, batchFirst);
}

/** Reverts `pack`: zeros follow each sequence. */
export function unpack(
  data: Tensor,
  batchSizes: Tensor,
  { inverse, numSteps }: Packing,
  batchFirst: boolean,
): Tensor {
  const [padded] = op("aten::_pad_packed_sequence")(data, batchSizes, batchFirst, 0, numSteps);
  return padded.indexSelect(batchFirst ? 0 : 1, inverse);
}
