import { DataError, DTypeError, ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";

/** Distance of two embeddings: the length of their difference, or 1 minus the cosine of their angle. */
export type Metric = "euclidean" | "cosine";

/** Validated embeddings in JavaScript's memory. */
export interface Rows {
  values: Float32Array; // [N, D]
  numRows: number;
  numDims: number;
}

/**
 * Reads embeddings [N, D] of any floating dtype, from any device. `place` is the start of error messages.
 * Throws ShapeError, DTypeError, or DataError for a row that holds NaN or an infinity.
 */
export function readRows(place: string, embeddings: Tensor): Rows {
  const shape = embeddings.shape;
  if (shape.length !== 2) {
    throw new ShapeError(
      "SHAPE",
      `${place}: expected embeddings of shape [N, D], got [${shape.join(", ")}]; flatten all but the first dimension`,
    );
  }
  if (!/^(float|bfloat)/.test(embeddings.dtype)) {
    throw new DTypeError(
      "DTYPE",
      `${place}: expected embeddings of a floating dtype, got ${embeddings.dtype}; convert them with to("float32")`,
    );
  }
  const [numRows, numDims] = shape as [number, number];
  const values = embeddings.toFloat32Array();
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) {
      // Converts -0 to 0, since rows are compared by their bits.
      values[at]! += 0;
      continue;
    }
    throw new DataError(
      "NOT_FINITE",
      `${place}: expected finite embeddings, got ${values[at]} in row ${Math.floor(at / numDims)}, ` +
        `column ${at % numDims}; check the clip of that row and the model's output for it, or leave the row out`,
    );
  }
  return { values, numRows, numDims };
}

/**
 * Transforms rows so that Euclidean distances have the metric's order and are as exact in float32 as possible: centred,
 * or scaled to unit length. The cosine is undefined for a row of zeros. Such rows get an extra dimension, which puts
 * them at distance 1 from every other row and at 0 from each other.
 */
export function prepareRows({ values, numRows, numDims }: Rows, metric: Metric): Rows {
  if (metric === "euclidean") {
    const mean = new Float64Array(numDims);
    for (let at = 0; at < values.length; at += numDims)
      for (let d = 0; d < numDims; d++) mean[d]! += values[at + d]! / numRows;
    const centred = new Float32Array(values.length);
    for (let at = 0; at < values.length; at += numDims)
      for (let d = 0; d < numDims; d++) centred[at + d] = values[at + d]! - mean[d]!;
    return { values: centred, numRows, numDims };
  }
  const lengths = Float64Array.from({ length: numRows }, (_, row) => {
    let sum = 0;
    for (let d = 0; d < numDims; d++) sum += values[row * numDims + d]! ** 2;
    return Math.sqrt(sum);
  });
  const width = lengths.includes(0) ? numDims + 1 : numDims;
  const unit = new Float32Array(numRows * width);
  for (let row = 0; row < numRows; row++) {
    if (lengths[row] === 0) unit[row * width + numDims] = 1;
    else for (let d = 0; d < numDims; d++) unit[row * width + d] = values[row * numDims + d]! / lengths[row]!;
  }
  return { values: unit, numRows, numDims: width };
}

/**
 * Groups of bit-identical rows: the first row of each group, and all its rows in order.
 * Clips of silence, or a model that has collapsed, produce the same embedding many times.
 */
export function groupEqualRows({ values, numRows, numDims }: Rows): {
  firsts: Int32Array; // [U], ascending
  members: Int32Array[]; // [U]
  groupOf: Int32Array; // [N], index into `firsts` and `members`
} {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const groups: number[][] = [];
  const byHash = new Map<number, number[]>();
  const groupOf = new Int32Array(numRows);
  const areEqual = (a: number, b: number) => {
    for (let d = 0; d < numDims; d++) if (bits[a * numDims + d] !== bits[b * numDims + d]) return false;
    return true;
  };
  for (let row = 0; row < numRows; row++) {
    // FNV-1a over words (Fowler, Noll and Vo), with the high bits shifted down, since they vary most in a word.
    let hash = 0x811c9dc5;
    for (let d = 0; d < numDims; d++) {
      hash = Math.imul(hash ^ bits[row * numDims + d]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    let same = byHash.get(hash);
    if (same === undefined) {
      same = [];
      byHash.set(hash, same);
    }
    let group = same.find((candidate) => areEqual(groups[candidate]![0]!, row));
    if (group === undefined) {
      group = groups.push([]) - 1;
      same.push(group);
    }
    groups[group]!.push(row);
    groupOf[row] = group;
  }
  return {
    firsts: Int32Array.from(groups, (group) => group[0]!),
    members: groups.map((group) => Int32Array.from(group)),
    groupOf,
  };
}
