import { ExportError } from "../../errors.js";
import { predictSamples } from "../../train/predict.js";
import type { RestoredModel } from "../../train/restore.js";
import { encodeModel, type OnnxModel } from "./model.js";
import { type TracedModel, testWave, watchedGraph } from "./network.js";
import { OnnxSession } from "./runtime.js";
import { describe } from "./trace.js";

/** The largest accepted difference of logits and probabilities between libtorch and onnxruntime. */
export const TOLERANCE = 1e-4;

/**
 * Runs a model in onnxruntime and in libtorch: the traced windows module by module, and the complete model on waveforms
 * that are shorter and longer than a window, in batches of several sizes.
 *
 * @returns the largest difference of logits and probabilities
 * @throws ExportError naming the first module whose result differs by more than the tolerance
 */
export async function checkModel(
  model: OnnxModel,
  bytes: Uint8Array,
  restored: RestoredModel,
  traced: TracedModel,
): Promise<number> {
  const modulesDifference = await checkModules(model, traced);
  const wholeDifference = await checkWhole(bytes, restored, traced);
  return Math.max(modulesDifference, wholeDifference);
}

async function checkModules(model: OnnxModel, traced: TracedModel): Promise<number> {
  const { graph, watched } = watchedGraph(traced, model.opset);
  const session = await OnnxSession.open(encodeModel({ ...model, graph }));
  try {
    const outputs = await session.run(traced.wave, traced.trace.input.shape);
    let logitsDifference = 0;
    for (const { name, module, values } of watched) {
      logitsDifference = largestDifference(outputs[name]!, values);
      // Inside the model, values may be large: differences are relative to them.
      const scale = name === watched.at(-1)!.name ? 1 : Math.max(1, largest(values));
      if (logitsDifference <= TOLERANCE * scale) continue;
      throw new ExportError(
        "DIFFERENCE",
        `export: onnxruntime and libtorch differ by ${logitsDifference.toExponential(1)} in the result of ${describe(module)}, expected at most ${(TOLERANCE * scale).toExponential(1)}; all results before it agree. Its converter in src/export/onnx/converters is wrong`,
      );
    }
    return logitsDifference;
  } finally {
    await session.close();
  }
}

/** Lengths of waveforms, in windows. */
const LENGTHS = [0.3, 1, 2.4];

async function checkWhole(bytes: Uint8Array, restored: RestoredModel, traced: TracedModel): Promise<number> {
  const session = await OnnxSession.open(bytes);
  let most = 0;
  try {
    for (const [i, length] of LENGTHS.entries()) {
      const numRows = i + 1;
      const numSamples = Math.max(1, Math.round(length * traced.clipSamples));
      const wave = testWave(numRows, numSamples, restored.config.data.sample_rate_hz);
      const outputs = await session.run(wave, [numRows, numSamples]);
      for (let row = 0; row < numRows; row++) {
        const ours = predictSamples(restored, wave.subarray(row * numSamples, (row + 1) * numSamples));
        for (const name of ["probabilities", "embedding"] as const) {
          const width = ours[name].length;
          const theirs = outputs[name]!.subarray(row * width, (row + 1) * width);
          const difference = largestDifference(theirs, ours[name]);
          if (name === "probabilities") most = Math.max(most, difference);
          const scale = name === "probabilities" ? 1 : Math.max(1, largest(ours[name]));
          if (difference <= TOLERANCE * scale) continue;
          throw new ExportError(
            "DIFFERENCE",
            `export: onnxruntime and libtorch differ by ${difference.toExponential(1)} in the ${name} of row ${row} of [${numRows}, ${numSamples}], expected at most ${(TOLERANCE * scale).toExponential(1)}; single windows agree, so the division into windows (src/export/onnx/windows.ts or loop.ts) is wrong`,
          );
        }
      }
    }
    return most;
  } finally {
    await session.close();
  }
}

/** Returns Infinity if the lengths differ, or a value is NaN on one side only. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i])) continue;
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= most)) most = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return most;
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}
