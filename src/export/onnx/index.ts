import { CheckpointReader, writeWhole } from "../../checkpoint/index.js";
import { hashConfig } from "../../config/hash.js";
import { ConfigError, ExportError } from "../../errors.js";
import { packageVersion } from "../../package-root.js";
import { scope } from "../../tensor/index.js";
import { type RestoredModel, restoreModel } from "../../train/restore.js";
import { checkModel } from "./check.js";
import { encodeModel, type OnnxModel, type OnnxValueInfo } from "./model.js";
import { traceModel, waveformGraph } from "./network.js";

export const DEFAULT_OPSET = 18;
const OPSETS = { oldest: 17, newest: 22 };

export interface ExportOnnxOptions {
  /** Operator set, 17 to 22. Older runtimes need a lower one. By default 18. */
  opset?: number;
  /** Compare the model in onnxruntime with libtorch before it is written. By default true. */
  check?: boolean;
}

export interface OnnxExport {
  path: string;
  opset: number;
  /** Size in bytes. */
  size: number;
  /** A string as dimension is dynamic. */
  inputs: readonly OnnxValueInfo[];
  outputs: readonly OnnxValueInfo[];
  /** The largest difference of logits and probabilities to libtorch in float32; null without `check`. */
  maxDifference: number | null;
  metadata: Readonly<Record<string, string>>;
}

/**
 * Exports a trained model with its features as ONNX: waveforms [B, T] to probabilities [B, classes] and embedding [B, D],
 * for any B and T. Other lengths than that of the clips are handled as in `predict`.
 *
 * @param path folder of a run (its best checkpoint) or of a checkpoint, also of one with weights alone
 * @param outPath created only after the model is complete and checked
 * @throws ExportError naming operator and module, or where onnxruntime and libtorch differ
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
  // Full precision in both runtimes; the weights in the file are not changed.
  const restored = restoreModel(path, ["training.precision=fp32", "training.device=cpu"]);
  try {
    const traced = scope(() => traceModel(restored));
    const model: OnnxModel = {
      graph: waveformGraph(traced, opset),
      opset,
      producerVersion: packageVersion,
      description: `${restored.config.name}: predicts one of ${restored.labels.length} labels for audio`,
      metadata: metadataOf(restored),
    };
    const bytes = encodeModel(model);
    const maxDifference = check ? await checkModel(model, bytes, restored, traced) : null;
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
    restored.features.dispose();
  }
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

/** Returns the metadata that a program needs to use the model without its run. All values are text; some are JSON. */
function metadataOf(restored: RestoredModel): Record<string, string> {
  const { config, runId, position } = new CheckpointReader(restored.folder).manifest;
  return {
    labels: JSON.stringify(restored.labels),
    sample_rate_hz: String(config.data.sample_rate_hz),
    clip_sec: String(config.data.clip_sec),
    woodshed_version: packageVersion,
    config_sha256: hashConfig(config),
    run_id: runId,
    step: String(position.step),
  };
}
