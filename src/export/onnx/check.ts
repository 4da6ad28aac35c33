import { ExportError } from "../../errors.js";
import { predictSamples } from "../../inference/predict.js";
import type { RestoredModel } from "../../inference/restore.js";
import { waveShape } from "../../inference/sample-format.js";
import { encodeModel, type OnnxModel } from "./model.js";
import { OnnxSession } from "./runtime.js";
import { describe } from "./trace.js";
import { type TracedModel, testWave, watchedGraph } from "./traced-model.js";

/** Largest difference between libtorch and onnxruntime that an export may have, of outputs before and after activation. */
export const TOLERANCE = 1e-4;

/**
 * Runs a model in onnxruntime and in libtorch: on its traced windows, module by module, and then the complete graph on
 * waveforms that are shorter and longer than a window, in batches of several sizes.
 *
 * @returns the largest difference of outputs before and after activation
 * @throws ExportError naming the first module whose result differs by more than the tolerance
 */
export async function checkModel(
  model: OnnxModel,
  bytes: Uint8Array,
  restored: RestoredModel,
  traced: TracedModel,
): Promise<number> {
  const ofModules = await checkModules(model, traced);
  const ofGraph = await checkGraph(bytes, restored, traced);
  return Math.max(ofModules, ofGraph);
}

async function checkModules(model: OnnxModel, traced: TracedModel): Promise<number> {
  const { graph, watched } = watchedGraph(traced, model.opset);
  const session = await OnnxSession.open(encodeModel({ ...model, graph }));
  try {
    const outputs = await session.run(traced.wave, traced.trace.input.shape);
    let ofLogits = 0;
    for (const { name, module, values } of watched) {
      ofLogits = largestDifference(outputs[name]!, values);
      // Values inside the model may be large: their difference counts relative to the largest.
      const size = largest(values);
      const scale = name === watched.at(-1)!.name ? 1 : Math.max(1, size);
      if (ofLogits <= TOLERANCE * scale) continue;
      if (ofLogits <= TOLERANCE * size) {
        throw new ExportError(
          "DIFFERENCE",
          `export: onnxruntime and libtorch differ by ${ofLogits.toExponential(1)} in the outputs, expected ${TOLERANCE.toExponential(1)} at most. The outputs are as large as ${size.toExponential(1)}, where float32 rounds more than that: a network with such outputs has probably diverged. Train it longer or with a lower optimization.learning_rate, or export it with --no-check`,
        );
      }
      throw new ExportError(
        "DIFFERENCE",
        `export: onnxruntime and libtorch differ by ${ofLogits.toExponential(1)} in the result of ${describe(module)}, expected ${(TOLERANCE * scale).toExponential(1)} at most; everything before it agrees. A converter in src/export/onnx/converters is wrong`,
      );
    }
    return ofLogits;
  } finally {
    await session.close();
  }
}

/** Lengths of waveforms, in windows. */
const LENGTHS = [0.3, 1, 2.4];

async function checkGraph(bytes: Uint8Array, restored: RestoredModel, traced: TracedModel): Promise<number> {
  const session = await OnnxSession.open(bytes);
  const { outputScales } = restored.task;
  const { output } = restored.task.describe();
  let most = 0;
  try {
    for (const [i, length] of LENGTHS.entries()) {
      const numRows = i + 1;
      const numSamples = Math.max(1, Math.round(length * traced.windowing.clipSamples));
      const shape = waveShape(restored.config, numRows, numSamples);
      const wave = testWave(shape, restored.config.data.sample_rate_hz);
      const outputs = await session.run(wave, shape);
      for (let row = 0; row < numRows; row++) {
        const size = wave.length / numRows;
        const expected = predictSamples(restored, wave.subarray(row * size, (row + 1) * size));
        const { embedding } = expected;
        const sizes = new Float64Array(embedding.length).fill(Math.max(1, largest(embedding)));
        for (const { name, values, units } of [
          { name: output.name, values: expected.outputs, units: unitsOf(expected.outputs, outputScales) },
          { name: "embedding", values: embedding, units: sizes },
        ]) {
          const width = values.length;
          const actual = outputs[name]!.subarray(row * width, (row + 1) * width);
          const difference = largestDifference(actual, values, units);
          if (name === output.name) most = Math.max(most, difference);
          if (difference <= TOLERANCE) continue;
          throw new ExportError(
            "DIFFERENCE",
            `export: onnxruntime and libtorch differ by ${difference.toExponential(1)} in the ${name} of row ${row} of [${shape.join(", ")}], relative to their scale, expected ${TOLERANCE.toExponential(1)} at most; the model agrees on one window, so the graph that cuts waveforms into windows is wrong`,
          );
        }
      }
    }
    return most;
  } finally {
    await session.close();
  }
}

/** Rounding of float32 over a few operations, relative to the value, in units of the tolerance. */
const ROUNDING = (4 * 2 ** -23) / TOLERANCE;

/** Returns the size of each output in which a difference counts: its scale, or what float32 can resolve of its value. */
function unitsOf(values: Float64Array, scales: readonly number[]): Float64Array {
  // With frames, each scale is that of a row of them.
  const numEach = values.length / scales.length;
  return values.map((value, i) => Math.max(scales[Math.floor(i / numEach)]!, ROUNDING * Math.abs(value)));
}

/** Returns Infinity if the lengths differ or a value is NaN on one side only. @param units of each value; 1 by default */
function largestDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  units: ArrayLike<number> | null = null,
): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i])) continue;
    const difference = Math.abs(a[i]! - b[i]!) / (units?.[i] ?? 1);
    if (!(difference <= most)) most = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return most;
}

/** Returns the largest absolute value of those that are finite. */
function largest(values: ArrayLike<number>): number {
  const sizes = Array.from(values, Math.abs).filter(Number.isFinite);
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}
