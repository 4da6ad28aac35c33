/** NumPy's array files, format 1.0 (numpy.lib.format); Python opens them with `numpy.load`. */
const MAGIC = Buffer.from("\x93NUMPY\x01\x00", "latin1");
const ALIGNED = 64;

/** Encodes rows of float32, [N, D] row-major. */
export function encodeNpy(values: Float32Array, width: number): Buffer {
  const shape = `(${width === 0 ? 0 : values.length / width}, ${width})`;
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  const padding = (ALIGNED - ((MAGIC.length + 2 + header.length + 1) % ALIGNED)) % ALIGNED;
  const text = Buffer.from(`${header}${" ".repeat(padding)}\n`, "latin1");
  const size = Buffer.alloc(2);
  size.writeUInt16LE(text.length);
  return Buffer.concat([
    ...[MAGIC, size, text],
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  ]);
}

/** Decodes a file of `encodeNpy`. @throws Error for other files */
export function decodeNpy(bytes: Buffer): { values: Float32Array; width: number } {
  const end = MAGIC.length + 2 + (bytes.length > MAGIC.length + 2 ? bytes.readUInt16LE(MAGIC.length) : 0);
  const header = bytes.toString("latin1", MAGIC.length + 2, end);
  const [, rows, width] = /'descr': '<f4', .*'shape': \((\d+), (\d+)\)/.exec(header) ?? [];
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || rows === undefined)
    throw new Error("expected NumPy's float32 rows");
  const values = new Float32Array(Number(rows) * Number(width));
  if (bytes.length - end < values.byteLength) throw new Error("NumPy's rows are cut off");
  Buffer.from(values.buffer).set(bytes.subarray(end, end + values.byteLength));
  return { values, width: Number(width) };
}
