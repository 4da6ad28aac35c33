import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checksumOfFile } from "../../checkpoint/checksum.js";
import { MANIFEST_FILE, MODEL_FILE, type RecipeManifest } from "../../checkpoint/index.js";
import { loadedFrontEnd } from "../../config/feature-sizes.js";
import { formatConfig } from "../../config/format.js";
import { hashConfig } from "../../config/hash.js";
import { embedAndClassify } from "../../inference/forward.js";
import { clipSamplesOf, shortestInput } from "../../inference/loaders.js";
import { restoreModel } from "../../inference/restore.js";
import { waveShape } from "../../inference/sample-format.js";
import { packageRoot } from "../../package-root.js";
import type { TaskDescription } from "../../tasks/answer.js";
import { noGrad, scope } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { DESCRIPTION_FILE, VERSION_FORMAT, type VersionDescription } from "./description.js";
import { ONNX_FILE } from "./mlmodel.js";
import { modelCard } from "./model-card.js";
import type { VersionSource } from "./source.js";

/** Writes a checkpoint's model as an ONNX file. */
export type ExportOnnx = (
  checkpoint: string,
  outPath: string,
) => Promise<{ opset: number; maxDifference: number | null }>;

export interface VersionContents {
  description: VersionDescription;
  task: TaskDescription;
  embeddingSize: number;
  /** Samples of the input example. */
  exampleSamples: number;
}

/** Limits the size of the input example's file. */
const MAX_EXAMPLE_SAMPLES = 16_000;

/**
 * Writes the files of a version that do not depend on its registration: a checkpoint with the weights alone (byte for byte
 * those of the source), which every command can read; the configuration; a description; a model card; the ONNX file.
 */
export async function writeContents(
  folder: string,
  name: string,
  source: VersionSource,
  exportOnnx: ExportOnnx | null,
): Promise<VersionContents> {
  const { reader } = source;
  const manifest = reader.recipe;
  const weights = join(folder, MODEL_FILE);
  copyFileSync(join(reader.folder, reader.weightsFile), weights);
  const files = { [MODEL_FILE]: { bytes: statSync(weights).size, crc32: checksumOfFile(weights) } };
  const checkpoint: RecipeManifest = { ...manifest, savedFor: [], files };
  writeFileSync(join(folder, MANIFEST_FILE), `${JSON.stringify(checkpoint, null, 2)}\n`);
  const head = `# The configuration of ${manifest.runId}; a recipe like any other.\n`;
  writeFileSync(join(folder, "config.yaml"), head + formatConfig(manifest.config));
  const model = measureModel(folder);
  const { task, embeddingSize, exampleSamples } = model;
  const onnx = exportOnnx === null ? null : await exportOnnx(reader.folder, join(folder, ONNX_FILE));
  const description = describe(source, model, onnx);
  writeFileSync(join(folder, DESCRIPTION_FILE), `${JSON.stringify(description, null, 2)}\n`);
  writeFileSync(join(folder, "README.md"), modelCard(name, description, task));
  return { description, task, embeddingSize, exampleSamples };
}

/** Loads the version as users will, so that one that cannot be loaded is never registered. */
function measureModel(folder: string) {
  const restored = restoreModel(folder);
  const { model, frontEnd, task, config, hardware } = restored;
  const exampleSamples = Math.max(
    shortestInput(config),
    Math.min(clipSamplesOf(config), MAX_EXAMPLE_SAMPLES),
  );
  try {
    const embeddingSize = noGrad(() =>
      scope(() => {
        const silence = ops.zeros(waveShape(config, 1, exampleSamples), { device: hardware.device });
        return embedAndClassify(restored, silence).embeddings.shape[1]!;
      }),
    );
    return {
      name: model.name,
      numParameters: model.numParameters(),
      task: task.describe(),
      cardItem: task.cardItem,
      embeddingSize,
      exampleSamples,
    };
  } finally {
    model.dispose();
    frontEnd.dispose();
  }
}

function describe(
  { reader, record, metrics, results }: VersionSource,
  { name, numParameters, task, cardItem }: ReturnType<typeof measureModel>,
  onnx: VersionDescription["onnx"],
): VersionDescription {
  const manifest = reader.recipe;
  const { config, platform, position, data } = manifest;
  const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
    version: string;
  };
  return {
    format: VERSION_FORMAT,
    woodshed: version,
    createdAt: new Date().toISOString(),
    model: { name, numParameters },
    task,
    audio: {
      sampleRateHz: config.data.sample_rate_hz,
      clipSec: config.data.clip_sec,
      channels: config.data.channels,
    },
    features: loadedFrontEnd(config).resolved(),
    metrics,
    result: results.find((result) => result.name === cardItem) ?? null,
    lineage: {
      runId: manifest.runId,
      checkpoint: reader.folder.split("/").at(-1)!,
      step: position.step,
      configHash: hashConfig(config),
      git: record?.git ?? null,
      command: [...(record?.command ?? [])],
      host: record?.host ?? null,
      data: {
        ...data,
        train: config.data.train ?? config.data.dataset ?? "unknown",
        test: config.data.test ?? config.data.dataset,
      },
    },
    environment: { versions: { ...record?.versions }, platform: { ...platform } },
    onnx: onnx === null ? null : { opset: onnx.opset, maxDifference: onnx.maxDifference },
  };
}
