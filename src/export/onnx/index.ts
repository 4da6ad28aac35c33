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
  /** The operator set to write in, 17 to 22: what older runtimes read is lower. 18 unless given. */
  opset?: number;
  /** Run the model in onnxruntime beside ours before it is written; true unless given. */
  check?: boolean;
}

export interface OnnxExport {
  path: string;
  opset: number;
  /** In bytes. */
  size: number;
  /** A dimension that is a string is dynamic. */
  inputs: readonly OnnxValueInfo[];
  outputs: readonly OnnxValueInfo[];
  /** The largest difference of logits and probabilities to ours in float32; null when it was not checked. */
  maxDifference: number | null;
  metadata: Readonly<Record<string, string>>;
}

/**
 * Writes a trained model, with its features inside, as ONNX: waveforms [B, T] to probabilities [B, classes] and
 * embedding [B, D], for any B and T; a T that is not the clips' is treated as `predict` treats it.
 *
 * @param path a run's folder (its best checkpoint), a checkpoint's, or one of weights alone
 * @param outPath takes its name when the model is whole and checked
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
  // Full precision on both sides of the comparison; the file itself has the weights as they are.
  const network = restoreModel(path, ["training.precision=fp32", "training.device=cpu"]);
  try {
    const traced = scope(() => traceModel(network));
    const model: OnnxModel = {
      graph: waveformGraph(traced, opset),
      opset,
      producerVersion: packageVersion,
      description: `${network.config.name}: names what is heard, one of ${network.labels.length} labels`,
      metadata: metadataOf(network),
    };
    const bytes = encodeModel(model);
    const maxDifference = check ? await checkModel(model, bytes, network, traced) : null;
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
    network.model.dispose();
    network.features.dispose();
  }
}

function write(path: string, bytes: Uint8Array): void {
  try {
    writeWhole(path, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ExportError(
      "FILE",
      `export: ${path}: cannot be written (${code}); choose another place with --out`,
      {
        cause: error,
      },
    );
  }
}

/** What a program needs to use the model without its run: all values are text, some of it JSON. */
function metadataOf(network: RestoredModel): Record<string, string> {
  const { config, runId, position } = new CheckpointReader(network.folder).manifest;
  return {
    labels: JSON.stringify(network.labels),
    sample_rate_hz: String(config.data.sample_rate_hz),
    clip_sec: String(config.data.clip_sec),
    woodshed_version: packageVersion,
    config_sha256: hashConfig(config),
    run_id: runId,
    step: String(position.step),
  };
}
