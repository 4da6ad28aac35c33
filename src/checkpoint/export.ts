import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadedFrontEnd } from "../config/feature-sizes.js";
import { CheckpointError } from "../errors.js";
import { makeFolder } from "../make-folder.js";
import { type DType, isFloatingPoint, scope, type Tensor } from "../tensor/index.js";
import { checksumOfFile } from "./checksum.js";
import {
  CHECKPOINT_VERSION,
  type CheckpointManifest,
  MANIFEST_FILE,
  MODEL_FILE,
  type RecipeManifest,
} from "./format.js";
import { FileImage } from "./image.js";

export const EXPORT_DTYPES = { fp32: "float32", fp16: "float16", bf16: "bfloat16" } as const satisfies Record<
  string,
  DType
>;

/**
 * Writes weights to a safetensors file, floating-point ones as `dtype`. The file gets its name once it is
 * complete. Throws CheckpointError for a value that is too large for the dtype.
 */
export function exportWeights(
  weights: ReadonlyMap<string, Tensor>,
  path: string,
  dtype: keyof typeof EXPORT_DTYPES,
  metadata: Readonly<Record<string, string>> = {},
): void {
  scope(() => {
    const converted = new Map([...weights].map(([name, tensor]) => [name, convert(name, tensor, dtype)]));
    writeWeights(converted, path, metadata);
  });
}

/** Writes weights to a safetensors file as they are. The file gets its name once it is complete. */
export function writeWeights(
  weights: ReadonlyMap<string, Tensor>,
  path: string,
  metadata: Readonly<Record<string, string>> = {},
): void {
  scope(() => {
    const image = new FileImage(weights, metadata);
    image.capture(weights);
    writeWhole(path, new Uint8Array(image.memory));
    image.dispose();
  });
}

/** Metadata of a file of weights: enough to build the model around them. */
export function describeWeights({
  config,
  labels,
}: Pick<RecipeManifest, "config" | "labels">): Record<string, string> {
  const { model, data } = config;
  const { sample_rate_hz, clip_sec, channels, resampling } = data;
  const front_end = loadedFrontEnd(config).resolved();
  const audio = { sample_rate_hz, clip_sec, channels, resampling };
  return { woodshed: JSON.stringify({ labels, model, front_end, data: audio }) };
}

/**
 * Writes a checkpoint of weights alone: good for evaluation, prediction and `--init-from`, not for resuming.
 *
 * @param like the manifest whose configuration and labels it gets
 */
export function saveWeights(
  folder: string,
  weights: ReadonlyMap<string, Tensor>,
  like: CheckpointManifest,
): void {
  if (existsSync(folder)) {
    throw new CheckpointError(
      "EXISTS",
      `${folder}: exists already and is not overwritten; choose another folder`,
    );
  }
  const file = join(folder, MODEL_FILE);
  exportWeights(weights, file, "fp32");
  const manifest: CheckpointManifest = {
    ...like,
    version: CHECKPOINT_VERSION,
    createdAt: new Date().toISOString(),
    metrics: {},
    metricsStep: null,
    savedFor: [],
    files: {
      [MODEL_FILE]: { bytes: statSync(file).size, crc32: checksumOfFile(file) },
    },
  };
  writeWhole(join(folder, MANIFEST_FILE), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
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

/** Writes a file under a temporary name, syncs and renames it. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  makeFolder(dirname(path));
  const aside = `${path}.writing`;
  const file = openSync(aside, "w");
  try {
    for (let from = 0; from < bytes.byteLength; ) from += writeSync(file, bytes, from);
    fsyncSync(file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
}
