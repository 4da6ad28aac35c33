import { DTypeError, NativeError } from "../errors.js";

/** PyTorch's names. */
export type DType =
  | "float32"
  | "float64"
  | "float16"
  | "bfloat16"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool"
  | "complex64"
  | "complex128";

export type Layout = "strided" | "sparse_coo" | "sparse_csr" | "sparse_csc" | "sparse_bsr" | "sparse_bsc";
export type MemoryFormat = "contiguous_format" | "preserve_format" | "channels_last" | "channels_last_3d";

/** `cpu`, `cuda` or `cuda:1`. */
export type Device = "cpu" | "cuda" | `cuda:${number}` | "meta";

export type TypedArray =
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

interface TypedArrayConstructor {
  new (length: number): TypedArray;
  new (memory: ArrayBufferLike, byteOffset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

/** The array type for the values of each dtype: raw 16 bits for half types, pairs for complex ones. */
const ARRAYS: Record<DType, TypedArrayConstructor> = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  complex64: Float32Array,
  complex128: Float64Array,
};

const DTYPES: ReadonlySet<string> = new Set(Object.keys(ARRAYS));

export function isDType(value: unknown): value is DType {
  return typeof value === "string" && DTYPES.has(value);
}

export function isFloatingPoint(dtype: DType): boolean {
  return dtype.startsWith("float") || dtype === "bfloat16";
}

function arrayType(dtype: DType): TypedArrayConstructor {
  const found: TypedArrayConstructor | undefined = ARRAYS[dtype];
  if (found !== undefined) return found;
  // libtorch has more dtypes: complex32, quantized and 8-bit floating ones.
  const way = String(dtype).startsWith("complex") ? 'to("complex64")' : 'to("float32") or dequantize()';
  throw new DTypeError(
    "DTYPE",
    `tensor: JavaScript has no array for the dtype ${dtype}; convert the tensor first, with ${way}`,
  );
}

/** Allocates an array for `count` values of a dtype. */
export function allocateArray(dtype: DType, count: number): TypedArray {
  const length = dtype.startsWith("complex") ? 2 * count : count;
  try {
    return new (arrayType(dtype))(length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NativeError(
      "OUT_OF_MEMORY",
      `tensor: no array of ${length} values of ${dtype} can be allocated`,
      {
        cause: error,
      },
    );
  }
}

/** Returns an array over a part of `memory`, whose bytes are values of a dtype. */
export function arrayOver(
  memory: ArrayBufferLike,
  dtype: DType,
  byteOffset: number,
  bytes: number,
): TypedArray {
  const Constructor = arrayType(dtype);
  return new Constructor(memory, byteOffset, bytes / Constructor.BYTES_PER_ELEMENT);
}

/** Bytes per value. */
export function byteSize(dtype: DType): number {
  return arrayType(dtype).BYTES_PER_ELEMENT * (dtype.startsWith("complex") ? 2 : 1);
}

/** Returns the dtype of a typed array's values. */
export function dtypeOfArray(array: ArrayBufferView): DType {
  if (array instanceof Float32Array) return "float32";
  if (array instanceof Float64Array) return "float64";
  if (array instanceof BigInt64Array) return "int64";
  if (array instanceof BigUint64Array) return "uint64";
  if (array instanceof Int32Array) return "int32";
  if (array instanceof Uint32Array) return "uint32";
  if (array instanceof Int16Array) return "int16";
  if (array instanceof Uint16Array) return "uint16";
  if (array instanceof Int8Array) return "int8";
  if (array instanceof Uint8Array) return "uint8";
  throw new DTypeError(
    "DTYPE",
    `tensor: expected a typed array such as Float32Array, got ${array?.constructor?.name ?? String(array)}`,
  );
}
