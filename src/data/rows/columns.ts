// B = rows in a batch.

/** Arrays by dtype. */
interface ArrayTypes {
  float32: Float32Array;
  float64: Float64Array;
  int64: BigInt64Array;
  int32: Int32Array;
  uint8: Uint8Array;
}

type ColumnDType = keyof ArrayTypes;

interface ArrayClass<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (memory: SharedArrayBuffer, offset: number, length: number): T;
}

const ARRAYS: { [T in ColumnDType]: ArrayClass<ArrayTypes[T]> } = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
};

/** Values of the same shape for each row, such as an image or a label. */
export interface Column {
  dtype: ColumnDType;
  /** Shape of one row's values; [] for a single number. */
  shape: readonly number[];
}

export type Columns = Readonly<Record<string, Column>>;

/** Arrays of one row's values, by column, row-major. */
export type RowArrays<C extends Columns> = { readonly [Name in keyof C]: ArrayTypes[C[Name]["dtype"]] };

/** Values of a batch by column: `Tensor.view(values, shape)`. */
export type BatchColumns<C extends Columns> = {
  readonly [Name in keyof C]: { values: ArrayTypes[C[Name]["dtype"]]; shape: readonly number[] }; // [B, ...]
};

/** Shared memory of one batch, by column. */
export type RowBuffer = Readonly<Record<string, SharedArrayBuffer>>;

const sizeOf = ({ shape }: Column): number => shape.reduce((product, size) => product * size, 1);

export function allocateRows(columns: Columns, numRows: number): RowBuffer {
  return mapValues(columns, (column) => {
    return new SharedArrayBuffer(numRows * sizeOf(column) * ARRAYS[column.dtype].BYTES_PER_ELEMENT);
  });
}

/** Returns views of one row. */
export function rowArrays<C extends Columns>(columns: C, buffer: RowBuffer, row: number): RowArrays<C> {
  return mapValues(columns, (column, name) => {
    const Values = ARRAYS[column.dtype];
    const size = sizeOf(column);
    return new Values(buffer[name]!, row * size * Values.BYTES_PER_ELEMENT, size);
  }) as RowArrays<C>;
}

/** Returns views of the first `numRows` rows. */
export function batchColumns<C extends Columns>(
  columns: C,
  buffer: RowBuffer,
  numRows: number,
): BatchColumns<C> {
  return mapValues(columns, (column, name) => ({
    values: new ARRAYS[column.dtype](buffer[name]!, 0, numRows * sizeOf(column)),
    shape: [numRows, ...column.shape],
  })) as unknown as BatchColumns<C>;
}

function mapValues<T>(columns: Columns, of: (column: Column, name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, of(column, name)]));
}
