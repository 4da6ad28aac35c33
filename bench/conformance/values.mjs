// Values of values.py as the engine takes them, and the comparison of results with PyTorch's.
import { allocateArray, asFloat, Complex, complex, noGrad, Tensor } from "../../dist/tensor/index.js";
import { op } from "../../dist/tensor/ops.js";

/** Relative and absolute tolerance of torch.testing.assert_close; other dtypes are compared exactly. */
const TOLERANCES = {
  float16: [1e-3, 1e-5],
  bfloat16: [1.6e-2, 1e-5],
  float32: [1.3e-6, 1e-5],
  complex64: [1.3e-6, 1e-5],
  float64: [1e-7, 1e-7],
  complex128: [1e-7, 1e-7],
};

/** Creates the tensor that a Blueprint describes. */
export function makeTensor(json) {
  const tensor = noGrad(() => (json.parts === undefined ? makeStrided(json) : makeSparse(json)));
  if (json.requiresGrad) tensor.requiresGrad = true;
  return tensor;
}

function makeStrided({ dtype, shape, strides, offset, data, device }) {
  const memory = fromBytes(dtype, Buffer.from(data, "base64"));
  return op("aten::as_strided")(device === "cpu" ? memory : memory.to({ device }), shape, strides, offset);
}

/** A vector of all values. JavaScript has no array for complex32: its pairs of 16 bits are those of an int32. */
function fromBytes(dtype, bytes) {
  if (dtype === "complex32") return op("aten::view.dtype")(fromBytes("int32", bytes), dtype);
  const array = readArray(dtype, bytes);
  return Tensor.from(array, { dtype, shape: [array.length / (dtype.startsWith("complex") ? 2 : 1)] });
}

function makeSparse({ layout, shape, parts, coalesced }) {
  const [first, ...rest] = parts.map(makeTensor);
  const { dtype, device } = rest.at(-1);
  if (layout !== "sparse_coo") {
    const options = { dtype, layout, device };
    return op("aten::sparse_compressed_tensor.comp_plain_value_size")(first, ...rest, shape, options);
  }
  const tensor = op("aten::sparse_coo_tensor.indices_size")(first, rest[0], shape, { dtype, device });
  return op("aten::_coalesced_")(tensor, coalesced);
}

function readArray(dtype, bytes) {
  const size = allocateArray(dtype, 1).byteLength;
  const array = allocateArray(dtype, bytes.length / size);
  new Uint8Array(array.buffer).set(bytes);
  return array;
}

/** Returns an argument; `tensorOf` returns a tensor by its number. */
export function decode(value, tensorOf) {
  if (Array.isArray(value)) return value.map((element) => decode(element, tensorOf));
  if (value === null || typeof value !== "object") return value;
  if ("t" in value) return tensorOf(value.t);
  if ("int" in value) return BigInt(value.int);
  if ("float" in value) return isWhole(value.float) ? asFloat(Number(value.float)) : Number(value.float);
  return complex(...value.complex.map(Number));
}

const isWhole = (text) => Number.isInteger(Number(text));

/** Everything in nested arrays, in order. */
export function leavesOf(value) {
  return Array.isArray(value) ? value.flatMap(leavesOf) : [value];
}

/**
 * Compares one result with PyTorch's: returns null for the same bytes, "" for values within the tolerance, else what differs.
 * `factor` multiplies the tolerance.
 */
export function difference(got, expected, factor) {
  if (expected === null || typeof expected !== "object" || !("tensor" in expected)) {
    const wanted = expected?.float !== undefined ? Number(expected.float) : decode(expected);
    const isSame =
      wanted instanceof Complex
        ? String(got) === String(wanted)
        : got === wanted || Object.is(got ?? null, wanted);
    return isSame ? null : `value: expected ${wanted}, got ${got}`;
  }
  if (!(got instanceof Tensor)) return `type: expected a tensor, got ${got}`;
  const { dtype, shape, readAs, data } = expected.tensor;
  if (got.dtype !== dtype) return `dtype: expected ${dtype}, got ${got.dtype}`;
  if (got.shape.join() !== shape.join()) return `shape: expected [${shape}], got [${got.shape}]`;
  if (data === null) return null;
  return valuesDiffer(got, dtype === readAs ? got : got.to(readAs), readAs, data, factor);
}

function valuesDiffer(original, got, dtype, data, factor) {
  const bytes = Buffer.from(data, "base64");
  const values = got.toArray();
  if (bytes.equals(Buffer.from(values.buffer, values.byteOffset, values.byteLength))) return null;
  const [rtol, atol] = TOLERANCES[dtype] ?? [0, 0];
  const isHalf = dtype === "float16" || dtype === "bfloat16";
  const expected = readArray(dtype, bytes);
  const [a, b] = isHalf
    ? [got.toFloat32Array(), Tensor.from(expected, { dtype, shape: original.shape }).toFloat32Array()]
    : [values, expected];
  const step = dtype.startsWith("complex") ? 2 : 1;
  for (let i = 0; i < a.length; i += step) {
    if (isClose(a, b, i, step, factor * rtol, factor * atol)) continue;
    const text = (array) => Array.from(array.subarray(i, i + step)).join(" ");
    return `values: expected ${text(b)}, got ${text(a)} at ${i / step}`;
  }
  return "";
}

/** |a - b| <= atol + rtol * |b|, of real or complex numbers; NaN equals NaN, and infinity itself. */
function isClose(a, b, i, step, rtol, atol) {
  const pairs = Array.from({ length: step }, (_, k) => [a[i + k], b[i + k]]);
  if (pairs.every(([x, y]) => x === y || Object.is(x, y))) return true;
  const error = Math.hypot(...pairs.map(([x, y]) => Number(x) - Number(y)));
  return error <= atol + rtol * Math.hypot(...pairs.map(([, y]) => Number(y)));
}
