import { CheckpointReader, writeWhole } from "../../checkpoint/index.js";
import { hashConfig } from "../../config/hash.js";
import { ConfigError, ExportError } from "../../errors.js";
import { windowingOf } from "../../inference/loaders.js";
import { type RestoredModel, restoreModel } from "../../inference/restore.js";
import { packageVersion } from "../../package-root.js";
import { scope } from "../../tensor/index.js";
import { checkModel } from "./check.js";
import { encodeModel, type OnnxModel, type OnnxValueInfo } from "./model.js";
import { streamMetadata } from "./stream-metadata.js";
import { traceModel, waveformGraph } from "./traced-model.js";

export const DEFAULT_OPSET = 18;
const OPSETS = { oldest: 17, newest: 22 };

export interface ExportOnnxOptions {
  /** Operator set of the file, 17 to 22; older runtimes need a lower one. Default 18. */
  opset?: number;
  /** Compares onnxruntime with libtorch before the file is written. Default true. */
  check?: boolean;
}

export interface OnnxExport {
  path: string;
  opset: number;
  /** Bytes of the file. */
  size: number;
  /** A dimension that is a string is dynamic. */
  inputs: readonly OnnxValueInfo[];
  outputs: readonly OnnxValueInfo[];
  /** Largest difference of outputs to libtorch in float32, before and after activation; null if it was not checked. */
  maxDifference: number | null;
  metadata: Readonly<Record<string, string>>;
}

/**
 * Writes a trained model with its features as ONNX: waveforms [B, T], or [B, channels, T] of several channels, to activated outputs [B, O], such as probabilities,
 * and embedding [B, D], for any B and T. A T other than that of the training clips is handled as in `predict`.
 *
 * @param path folder of a run (its best checkpoint), of a checkpoint, or of weights alone
 * @param outPath is written only when the model is complete and checked
 * @throws ExportError naming operator and module, also if onnxruntime and libtorch differ
 */
export async function exportOnnx(
  path: string,
  outPath: string,
  options: ExportOnnxOptions = {},
): Promise<OnnxExport> {
  const { opset = DEFAULT_OPSET, check = true } = options;
  if (!Number.isInteger(opset) || opset < OPSETS.oldest || opset > OPSETS.newest) {
    throw new ConfigError("OPSET", `opset: expected ${OPSETS.oldest} to ${OPSETS.newest}, got ${opset}`);
  }
  // Both sides of the comparison compute in float32; the file has the weights unchanged.
  const restored = restoreModel(path, ["training.precision=fp32", "training.device=cpu"]);
  try {
    const metadata = metadataOf(restored);
    const { model, bytes, maxDifference } = await convertModel(restored, { opset, check, metadata });
    write(outPath, bytes);
    const { inputs, outputs } = model.graph;
    return {
      path: outPath,
      opset,
      size: bytes.length,
      inputs,
      outputs,
      maxDifference,
      metadata: model.metadata,
    };
  } finally {
    restored.model.dispose();
    restored.frontEnd.dispose();
  }
}

export interface ConvertOptions extends ExportOnnxOptions {
  metadata: Record<string, string>;
}

/**
 * Converts a model on the CPU in float32 to ONNX.
 *
 * @throws ExportError naming operator and module, also if onnxruntime and libtorch differ
 */
export async function convertModel(
  restored: RestoredModel,
  { opset = DEFAULT_OPSET, check = true, metadata }: ConvertOptions,
): Promise<{ model: OnnxModel; bytes: Uint8Array; maxDifference: number | null }> {
  const traced = scope(() => traceModel(restored));
  const { output, purpose } = restored.task.describe();
  const model: OnnxModel = {
    graph: waveformGraph(traced, opset, output),
    opset,
    producerVersion: packageVersion,
    description: `${restored.config.name}: ${purpose}`,
    metadata,
  };
  const bytes = encodeModel(model);
  return { model, bytes, maxDifference: check ? await checkModel(model, bytes, restored, traced) : null };
}

function write(path: string, bytes: Uint8Array): void {
  try {
    writeWhole(path, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ExportError(
      "FILE",
      `export: ${path}: cannot be written (${code}); choose another path with --out`,
      {
        cause: error,
      },
    );
  }
}

/** Returns what a program needs to use the model without its run. All values are text; the task's properties are JSON. */
function metadataOf(restored: RestoredModel): Record<string, string> {
  const { config, runId, position } = new CheckpointReader(restored.folder).recipe;
  const { name, properties } = restored.task.describe();
  const { events } = restored.task;
  const stream =
    events === undefined ? null : streamMetadata(windowingOf(config), config.data.resampling, events);
  const texts = Object.entries(properties).map(([key, value]) => [key, JSON.stringify(value)]);
  return {
    task: name,
    ...(Object.fromEntries(texts) as Record<string, string>),
    sample_rate_hz: String(config.data.sample_rate_hz),
    channels: String(config.data.channels),
    clip_sec: String(config.data.clip_sec),
    ...(stream === null ? {} : { stream: JSON.stringify(stream) }),
    woodshed_version: packageVersion,
    config_sha256: hashConfig(config),
    run_id: runId,
    step: String(position.step),
  };
}
