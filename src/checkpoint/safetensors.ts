import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { CheckpointError } from "../errors.js";
import { byteSize, type DType, scope, type Tensor } from "../tensor/index.js";
import { op, ops } from "../tensor/ops.js";

/*
 * The safetensors format (huggingface/safetensors 0.4): eight bytes of header length, a JSON header
 * with dtype, shape and byte range of each tensor, then the values. Nothing in it can be executed.
 */

const CODES: Partial<Record<DType, string>> = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint8: "U8",
  uint16: "U16",
  uint32: "U32",
  uint64: "U64",
  bool: "BOOL",
};
const DTYPES = new Map(Object.entries(CODES).map(([dtype, code]) => [code, dtype as DType]));

/** Real headers are far smaller; the first bytes of another kind of file, read as a length, are far larger. */
const MAX_HEADER_BYTES = 100_000_000;

const viewAs = op("aten::view.dtype");

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Place of a tensor's values in the file. */
export interface TensorPlace {
  dtype: DType;
  shape: number[];
  /** Bytes from the start of the file. */
  offset: number;
  bytes: number;
}

/** A file's first bytes, and the places of its tensors' values. */
export interface SafetensorsLayout {
  head: Uint8Array;
  places: Map<string, TensorPlace>;
  /** Size of the complete file. */
  bytes: number;
}

/** Wide dtypes come first, as in the Python package, so that every value lies on a multiple of its size. */
export function layoutSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): SafetensorsLayout {
  const header: Record<string, HeaderEntry | Record<string, string>> = {
    __metadata__: { format: "pt", ...metadata },
  };
  const places = new Map<string, TensorPlace>();
  const sorted = [...tensors].sort(([, a], [, b]) => byteSize(b.dtype) - byteSize(a.dtype));
  let end = 0;
  for (const [name, { dtype, shape, numel }] of sorted) {
    const code = CODES[dtype];
    if (code === undefined) {
      throw new CheckpointError("DTYPE", `safetensors: ${name} is ${dtype}, which the format does not have`);
    }
    const bytes = numel * byteSize(dtype);
    header[name] = { dtype: code, shape, data_offsets: [end, end + bytes] };
    places.set(name, { dtype, shape, offset: end, bytes });
    end += bytes;
  }
  let json = JSON.stringify(header);
  // Values begin on a multiple of eight bytes, so that they can be mapped.
  json += " ".repeat((8 - (Buffer.byteLength(json) % 8)) % 8);
  const head = Buffer.alloc(8 + Buffer.byteLength(json));
  head.writeBigUInt64LE(BigInt(head.length - 8));
  head.write(json, 8);
  for (const place of places.values()) place.offset += head.length;
  return { head, places, bytes: head.length + end };
}

/**
 * Maps the tensors of a file into memory: values are read on first use, and writing to them does not
 * change the file. Throws CheckpointError for an incomplete or invalid file.
 */
export function mapSafetensors(path: string): Map<string, Tensor> {
  const { places, bytes } = readLayout(path);
  return scope(() => {
    const file = ops.fromFile(path, false, bytes, { dtype: "uint8" }); // [bytes]
    const tensors = new Map<string, Tensor>();
    for (const [name, place] of places) tensors.set(name, valuesAt(file, place));
    return tensors;
  });
}

function valuesAt(file: Tensor, { dtype, shape, offset, bytes }: TensorPlace): Tensor {
  if (bytes === 0) return ops.empty(shape, { dtype });
  const values = file.narrow(0, offset, bytes);
  // Files of other writers may be unaligned, which libtorch's views cannot be.
  const aligned = offset % byteSize(dtype) === 0 ? values : values.clone();
  return viewAs(aligned, dtype).reshape(shape);
}

/** Reads and checks a file's header; `metadata` holds the entries that its writer added. */
export function readLayout(path: string): {
  places: Map<string, TensorPlace>;
  metadata: Record<string, string>;
  bytes: number;
} {
  const fail = (what: string): never => {
    throw new CheckpointError(
      "CORRUPT",
      `${path}: not a complete safetensors file: ${what}; use another checkpoint`,
    );
  };
  if (!existsSync(path)) throw new CheckpointError("MISSING", `${path}: no such file`);
  const { json, headBytes, bytes } = readHead(path, fail);
  let header: Record<string, HeaderEntry | Record<string, string>>;
  try {
    header = JSON.parse(json);
  } catch {
    return fail("its header is not JSON");
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const places = new Map<string, TensorPlace>();
  for (const [name, entry] of Object.entries(entries)) {
    if (!isEntry(entry)) return fail(`${name} has no dtype, shape and data_offsets`);
    const dtype = DTYPES.get(entry.dtype) ?? fail(`${name} has the unknown dtype ${entry.dtype}`);
    const [from, to] = entry.data_offsets;
    if (!(from >= 0 && to >= from && headBytes + to <= bytes)) {
      fail(`${name} lies at bytes ${headBytes + from} to ${headBytes + to}, the file has ${bytes}`);
    }
    const numel = entry.shape.reduce((product, size) => product * size, 1);
    if (numel * byteSize(dtype) !== to - from) {
      fail(`${name} [${entry.shape.join(", ")}] does not fit its ${to - from} bytes`);
    }
    places.set(name, { dtype, shape: entry.shape, offset: headBytes + from, bytes: to - from });
  }
  return { places, metadata: metadata as Record<string, string>, bytes };
}

function isEntry(entry: unknown): entry is HeaderEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<HeaderEntry>;
  const areCounts = (values: unknown): values is number[] =>
    Array.isArray(values) && values.every((value) => Number.isSafeInteger(value) && value >= 0);
  return typeof dtype === "string" && areCounts(shape) && areCounts(offsets) && offsets.length === 2;
}

function readHead(
  path: string,
  fail: (what: string) => never,
): { json: string; headBytes: number; bytes: number } {
  const file = openSync(path, "r");
  try {
    const bytes = fstatSync(file).size;
    if (bytes < 8) fail(`it has ${bytes} bytes`);
    const length = Buffer.alloc(8);
    readSync(file, length, 0, 8, 0);
    const jsonBytes = Number(length.readBigUInt64LE());
    if (jsonBytes > MAX_HEADER_BYTES || 8 + jsonBytes > bytes) {
      fail(`its header claims ${jsonBytes} bytes, the file has ${bytes}`);
    }
    const json = Buffer.alloc(jsonBytes);
    readSync(file, json, 0, jsonBytes, 8);
    return { json: json.toString("utf8"), headBytes: 8 + jsonBytes, bytes };
  } finally {
    closeSync(file);
  }
}
