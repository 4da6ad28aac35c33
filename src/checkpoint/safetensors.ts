import { CheckpointError } from "../errors.js";
import { allocateArray, type DType, Tensor, type TypedArray } from "../tensor/index.js";

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

/** Real headers are far smaller; a wrong file's first bytes read as a length are far larger. */
const MAX_HEADER_BYTES = 100_000_000;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** The parts of a file in order, to be written without joining them in memory. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const header: Record<string, Entry | Record<string, string>> = {
    __metadata__: { format: "pt", ...metadata },
  };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of tensors) {
    const array = tensor.toArray();
    const code = CODES[tensor.dtype];
    if (code === undefined) {
      throw new CheckpointError(
        "DTYPE",
        `safetensors: ${name} is ${tensor.dtype}, which the format does not have`,
      );
    }
    header[name] = { dtype: code, shape: tensor.shape, data_offsets: [offset, offset + array.byteLength] };
    parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    offset += array.byteLength;
  }
  let json = JSON.stringify(header);
  // Values begin on a multiple of eight bytes, so that readers can map them.
  json += " ".repeat((8 - (Buffer.byteLength(json) % 8)) % 8);
  const head = Buffer.from(json, "utf8");
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  return [length, head, ...parts];
}

/** Reads every tensor; `path` is for messages. Throws CheckpointError for anything that is not whole. */
export function decodeSafetensors(bytes: Uint8Array, path: string): Map<string, Tensor> {
  const fail = (what: string): never => {
    throw new CheckpointError(
      "CORRUPT",
      `${path}: not a whole safetensors file: ${what}; use another checkpoint`,
    );
  };
  if (bytes.byteLength < 8) fail(`it has ${bytes.byteLength} bytes`);
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.readBigUInt64LE(0));
  if (headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > bytes.byteLength) {
    fail(`its header claims ${headerBytes} bytes, the file has ${bytes.byteLength}`);
  }
  let header: Record<string, Entry>;
  try {
    header = JSON.parse(view.toString("utf8", 8, 8 + headerBytes));
  } catch {
    return fail("its header is not JSON");
  }
  const start = 8 + headerBytes;
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const dtype = DTYPES.get(entry.dtype) ?? fail(`${name} has the unknown dtype ${entry.dtype}`);
    const [from, to] = entry.data_offsets;
    if (!(from >= 0 && to >= from && start + to <= bytes.byteLength)) {
      fail(`${name} lies at bytes ${start + from} to ${start + to}, the file has ${bytes.byteLength}`);
    }
    const array: TypedArray = allocateArray(
      dtype,
      entry.shape.reduce((product, size) => product * size, 1),
    );
    if (array.byteLength !== to - from)
      fail(`${name} [${entry.shape.join(", ")}] does not fit its ${to - from} bytes`);
    new Uint8Array(array.buffer).set(bytes.subarray(start + from, start + to));
    tensors.set(name, Tensor.view(array, entry.shape, dtype));
  }
  return tensors;
}
