import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CheckpointReader } from "../../src/checkpoint/index.js";
import { loadConfig } from "../../src/config/load.js";
import { randomFloat } from "../../src/data/random.js";
import { exportOnnx } from "../../src/export/onnx/index.js";
import { OnnxSession } from "../../src/export/onnx/runtime.js";
import { scope, type Tensor } from "../../src/tensor/index.js";
import { runTraining } from "../../src/train/run.js";
import { numbersOf } from "../support/run.js";
import { makeTones, toneOverrides } from "../support/tones.js";

/** Numbers by name; a metric has one value for each step at which it was logged. */
export type Golden = Record<string, number[]>;

/** Recipes of the golden runs, as overrides of recipes/folder.yaml and of `toneOverrides`. */
export const GOLDEN_RUNS: Readonly<Record<string, readonly string[]>> = {
  "adamw, averaged weights, two parts a batch": [
    "training.accumulation_steps=2",
    "training.dropout_masks=by_rank",
    "task.label_smoothing=0.1",
    "optimization.ema_decay=0.9",
    // Shorter than most clips, so that crops are random.
    "data.clip_sec=0.2",
  ],
  "sgd, clipped gradients, batches by duration": [
    "optimization.optimizer=sgd",
    "optimization.momentum=0.9",
    "optimization.clip_grad_norm=1",
    "optimization.schedule=constant",
    "training.batch_sec=1.5",
    "training.dropout_masks=by_rank",
  ],
  "masks of dropout by clip": ["model.dropout=0.5"],
};

/**
 * Trains a golden run and returns its numbers: every metric by step, checksums of the weights and averaged weights
 * after the last step, and outputs of the exported ONNX model.
 */
export async function measureGolden(name: string): Promise<Golden> {
  const runs = mkdtempSync(join(tmpdir(), "woodshed-golden-"));
  const tones = makeTones(12, 0.15);
  try {
    const loaded = loadConfig("recipes/folder.yaml", [
      ...toneOverrides(tones, runs),
      "data.workers=1",
      "training.epochs=2",
      "optimization.learning_rate=0.001",
      ...GOLDEN_RUNS[name]!,
    ]);
    const { folder } = await runTraining(loaded, {}, new AbortController().signal);
    const metrics = numbersOf(folder).map(([metric, values]) => [metric, values.map(([, value]) => value)]);
    return {
      ...(Object.fromEntries(metrics) as Golden),
      ...checksums(join(folder, "checkpoints/last")),
      ...(await onnxOutputs(folder)),
    };
  } finally {
    for (const path of [runs, tones]) rmSync(path, { recursive: true });
  }
}

/** Returns checksums of the tensors that training changes, by file and name. */
function checksums(checkpoint: string): Golden {
  const reader = new CheckpointReader(checkpoint);
  return scope(() => {
    const files = Object.keys(reader.manifest.files).filter((file) =>
      /^(model|ema)\.safetensors$/.test(file),
    );
    return Object.fromEntries(
      files.flatMap((file) =>
        [...reader.tensors(file)].map(([name, tensor]) => [`${file} ${name}`, checksum(tensor)]),
      ),
    );
  });
}

/** Returns the norm, and the product with fixed random signs, which depends on every value's place. */
function checksum(tensor: Tensor): [norm: number, product: number] {
  const values = Array.from(tensor.toArray() as ArrayLike<number | bigint>, Number);
  const norm = Math.hypot(...values);
  const product = values.reduce((sum, value, i) => sum + (randomFloat(i) < 0.5 ? -value : value), 0);
  return [norm, product];
}

/** Returns outputs of two waves of noise and a tone, as long as a training clip and longer. */
async function onnxOutputs(run: string): Promise<Golden> {
  const path = join(run, "model.onnx");
  await exportOnnx(run, path);
  const session = await OnnxSession.open(readFileSync(path));
  try {
    const results: Golden = {};
    for (const numSamples of [3200, 7000]) {
      const wave = Float32Array.from(
        { length: 2 * numSamples },
        (_, i) => 0.3 * Math.sin(i / 5) + 0.2 * (randomFloat(3, i) - 0.5),
      );
      const outputs = await session.run(wave, [2, numSamples]);
      for (const [output, values] of Object.entries(outputs))
        results[`onnx ${numSamples} samples ${output}`] = [...values];
    }
    return results;
  } finally {
    await session.close();
  }
}
