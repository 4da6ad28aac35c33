/**
 * A file of typed columns, which a browser reads without parsing: 8 bytes of magic, the length of a JSON header (uint32), the
 * header, and each column at a multiple of 8 bytes, little-endian. Without Node: pages import this module too.
 */

export type ColumnValues = Uint8Array | Int32Array | Float32Array | Float64Array;

export interface NamedColumn {
  name: string;
  values: ColumnValues; // [rows, ...shape]
  /** Shape of a row; [] for a single number. */
  shape: readonly number[];
}

/** Columns, which may differ in their number of rows, with a description of them: plain data. */
export interface ColumnFile<Meta = unknown> {
  meta: Meta;
  columns: readonly NamedColumn[];
}

const MAGIC = "WSHDCOL1";
const TYPES = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array, float64: Float64Array };
type TypeName = keyof typeof TYPES;

interface Header {
  meta: unknown;
  columns: { name: string; type: TypeName; shape: readonly number[]; offset: number; length: number }[];
}

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

export function encodeColumns({ meta, columns }: ColumnFile): Uint8Array<ArrayBuffer> {
  let end = 0;
  const described = columns.map(({ name, values, shape }) => {
    const offset = end;
    end = aligned(offset + values.byteLength);
    return { name, type: typeOf(values), shape, offset, length: values.length };
  });
  const header = new TextEncoder().encode(JSON.stringify({ meta, columns: described } satisfies Header));
  const start = aligned(MAGIC.length + 4 + header.length);
  const bytes = new Uint8Array(start + end);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, header.length, true);
  bytes.set(header, MAGIC.length + 4);
  for (const [i, { values }] of columns.entries())
    bytes.set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      start + described[i]!.offset,
    );
  return bytes;
}

/**
 * Returns the columns, which share the memory of `bytes` where it is aligned.
 *
 * @throws Error if the bytes are not such a file, or one that was cut short
 */
export function decodeColumns<Meta>(bytes: Uint8Array<ArrayBuffer>): ColumnFile<Meta> {
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = whole;
  const text = (from: number, length: number): string =>
    new TextDecoder().decode(whole.subarray(from, from + length));
  if (byteLength < MAGIC.length + 4 || text(0, MAGIC.length) !== MAGIC)
    throw new Error(`columns: expected a file that begins with ${MAGIC}`);
  const headerLength = new DataView(buffer, byteOffset).getUint32(MAGIC.length, true);
  const start = aligned(MAGIC.length + 4 + headerLength);
  if (start > byteLength) throw cutShort(start, byteLength);
  const header = JSON.parse(text(MAGIC.length + 4, headerLength)) as Header;
  const columns = header.columns.map(({ name, type, shape, offset, length }): NamedColumn => {
    const Values = TYPES[type];
    const end = start + offset + length * Values.BYTES_PER_ELEMENT;
    if (!(end <= byteLength) || offset % 8 !== 0) throw cutShort(end, byteLength);
    return { name, shape, values: new Values(buffer, byteOffset + start + offset, length) };
  });
  return { meta: header.meta as Meta, columns };
}

const cutShort = (expected: number, found: number): Error =>
  new Error(`columns: expected ${expected} bytes, the file has ${found}: it was cut short`);

function typeOf(values: ColumnValues): TypeName {
  return (Object.keys(TYPES) as TypeName[]).find((name) => values instanceof TYPES[name])!;
}
