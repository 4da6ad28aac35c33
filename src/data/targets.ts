// N = clips of a set, B = clips of a batch.

/** Values of the same shape for each clip, such as its label's index, row-major. */
export interface TargetColumn {
  values: BigInt64Array | Float32Array | Float64Array; // [N, ...shape]
  /** Shape of one clip's values; [] for a single number. */
  shape: readonly number[];
  /** The value of unused places at a row's end: rows of another set may be longer or shorter by them. */
  padding?: number;
  /**
   * True for a column of shape [2] that loaders fill: where a row of the batch begins in its clip, and how long it is with its
   * padding, in seconds. A clip that is placed within silence begins after its row: the start is then negative.
   */
  isRowTimes?: boolean;
}

/** Targets of a set: values that a model learns to predict, by name, in the order of the clips. */
export type TargetTable = Readonly<Record<string, TargetColumn>>;

/** Clips of a set that each clip of a batch is mixed of: itself first, then K - 1 others. */
export interface Mixture {
  clips: Int32Array; // [B, K]
  /** Their shares in the targets; each row sums to 1. */
  shares: Float32Array; // [B, K]
  /** K. */
  numMixed: number;
}

/** Returns the targets of a batch of mixed clips [B, ...]. @param table targets of the set [N, ...] */
export type MixTargets = (table: TargetTable, mixture: Mixture) => TargetTable;

/** Calls `add` for each clip that is mixed in with a share above zero. */
export function forEachShare(
  { clips, shares, numMixed }: Mixture,
  add: (row: number, clip: number, share: number) => void,
): void {
  for (let i = 0; i < clips.length; i++)
    if (shares[i]! > 0) add(Math.floor(i / numMixed), clips[i]!, shares[i]!);
}

const sizeOf = ({ shape }: TargetColumn): number => shape.reduce((product, size) => product * size, 1);

/** Returns the rows of some clips, in their order. */
export function rowsAt(table: TargetTable, indices: Int32Array): TargetTable {
  return mapColumns(table, (column) => {
    const size = sizeOf(column);
    const { values } = column;
    const rows = allocateLike(values, indices.length * size);
    for (const [row, index] of indices.entries())
      for (let i = 0; i < size; i++) rows[row * size + i] = values[index * size + i]!;
    return rows;
  });
}

function allocateLike(values: TargetColumn["values"], length: number): TargetColumn["values"] {
  if (values instanceof BigInt64Array) return new BigInt64Array(length);
  return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}

/**
 * Fills the columns of row times of a batch.
 *
 * @param starts first sample of each row in its clip @param samples of a row, with its padding
 */
export function withRowTimes(
  batch: TargetTable,
  starts: readonly number[],
  samples: number,
  sampleRateHz: number,
): TargetTable {
  return mapColumns(batch, ({ values, isRowTimes }) =>
    isRowTimes
      ? Float64Array.from(starts.flatMap((start) => [start / sampleRateHz, samples / sampleRateHz]))
      : values,
  );
}

/** True if loaders must fill a column of row times. */
export const hasRowTimes = (table: TargetTable): boolean =>
  Object.values(table).some(({ isRowTimes }) => isRowTimes === true);

/** Returns rows `from` to `to` as views. */
export function rowsBetween(table: TargetTable, from: number, to: number): TargetTable {
  return mapColumns(table, (column) => {
    const size = sizeOf(column);
    return column.values.subarray(from * size, to * size);
  });
}

function mapColumns(
  table: TargetTable,
  valuesOf: (column: TargetColumn) => TargetColumn["values"],
): TargetTable {
  return Object.fromEntries(
    Object.entries(table).map(([name, column]) => [name, { ...column, values: valuesOf(column) }]),
  );
}
