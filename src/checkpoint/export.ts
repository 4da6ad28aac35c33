import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { mkdirSync } from "node:fs";
import { CheckpointError } from "../errors.js";
import { type DType, isFloatingPoint, scope, type Tensor } from "../tensor/index.js";
import { FileImage } from "./image.js";

export const EXPORT_DTYPES = { fp32: "float32", fp16: "float16", bf16: "bfloat16" } as const satisfies Record<string, DType>;

/**
 * Writes weights alone, floating ones as `dtype`, to a safetensors file that takes its name only
 * when it is whole. Throws CheckpointError for a value that is too large for the dtype.
 */
export function exportWeights(
  weights: ReadonlyMap<string, Tensor>,
  path: string,
  dtype: keyof typeof EXPORT_DTYPES,
  metadata: Readonly<Record<string, string>> = {},
): void {
  scope(() => {
    const converted = new Map([...weights].map(([name, tensor]) => [name, convert(name, tensor, dtype)]));
    const image = new FileImage(converted, metadata);
    image.capture(converted);
    writeWhole(path, new Uint8Array(image.memory));
    image.dispose();
  });
}

function convert(name: string, tensor: Tensor, dtype: keyof typeof EXPORT_DTYPES): Tensor {
  if (!isFloatingPoint(tensor.dtype)) return tensor;
  const converted = tensor.to(EXPORT_DTYPES[dtype]);
  const becameInfinite = converted.isinf().any().item() && !tensor.isinf().any().item();
  if (becameInfinite) {
    const largest = tensor.abs().max().item();
    throw new CheckpointError(
      "DTYPE",
      `${name}: its largest value ${largest} does not fit in ${dtype}; export as bf16 or fp32`,
    );
  }
  return converted;
}

/** Written aside, synced and renamed. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.writing`;
  const file = openSync(aside, "w");
  try {
    for (let from = 0; from < bytes.byteLength; ) from += writeSync(file, bytes, from);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
}
