// A = channels of the audio, T = samples of each, O = outputs of the model, D = width of the embedding.
import { withAudio } from "../audio/open.js";
import { assertPlausible } from "../audio/plausible.js";
import { copyPlanar, numChannelsOf, slicePlanar } from "../audio/sample-format.js";
import { Stretch } from "../audio/stretch.js";
import { type Window, type Windowing, WindowMean, windowedSamples, windowsOf } from "../data/windows.js";
import { DataError } from "../errors.js";
import type { Answer } from "../tasks/answer.js";
import type { RecordingTimes } from "../tasks/task.js";
import { noGrad, scope } from "../tensor/index.js";
import { assertFinite } from "./finite.js";
import { embedAndClassify, viewWave } from "./forward.js";
import { windowingOf } from "./loaders.js";
import type { RestoredModel } from "./restore.js";
import { sampleFormatOf } from "./sample-format.js";

export interface Prediction {
  path: string;
  durationSec: number;
  answer: Answer;
  /** Activated outputs of the model, in its order, averaged over windows. */
  outputs: number[]; // [O]
  /** Warning about a file whose header does not state its length; null for other files. */
  warning: string | null;
}

/** Windows computed at a time: bounds the memory that a long file takes. */
const WINDOWS_AT_ONCE = 64;

/** Results of a model for some audio: activated outputs, such as probabilities, and the embedding. */
export interface ModelOutputs {
  outputs: Float64Array; // [O]; of a task with frames [R, frames]
  embedding: Float64Array; // [D]
}

/** A source of samples that are read in parts: a file or an array. */
interface SampleSource {
  /** Samples of each channel. */
  numSamples: number;
  /** Returns samples `first` to `first + count` of each channel, planar. */
  read(first: number, count: number): Float32Array;
}

/**
 * Predicts a file: activated outputs of windows as long as the training clips, averaged by the seconds of audio in each. Windows are read as they are computed, so that memory does not grow with the file.
 *
 * @param allowPipe reads a pipe to its end first; without it a pipe is an error
 * @throws DataError naming the path, for a file that cannot be read or has no finite prediction
 */
export function predictFile(
  model: RestoredModel,
  path: string,
  { allowPipe = true }: { allowPipe?: boolean } = {},
): Prediction {
  return withAudio(path, { allowPipe }, (audio) => {
    const stretch = new Stretch(audio, sampleFormatOf(model.config));
    const read = (first: number, count: number): Float32Array => {
      const samples = stretch.read(first, count);
      assertPlausible(samples, path);
      return samples;
    };
    const { numSamples } = stretch;
    const { outputs } = predictSource(model, { numSamples, read });
    assertFinite(outputs, path);
    const answer = model.task.answer(outputs, recordingTimes(model, numSamples));
    return { path, durationSec: audio.durationSec, answer, outputs: [...outputs], warning: audio.warning };
  });
}

/**
 * Predicts samples at the model's rate, one or more, as `predictFile` does.
 *
 * @param samples of one channel [T]; of several channels planar [A * T]
 * @throws DataError for samples that are no multiple of the model's channels
 */
export function predictSamples(model: RestoredModel, samples: Float32Array): ModelOutputs {
  const numChannels = channelsOf(model);
  const numSamples = samplesOfChannel(samples, numChannels);
  const read = (first: number, count: number): Float32Array =>
    slicePlanar(samples, numChannels, first, count);
  return predictSource(model, { numSamples, read });
}

function channelsOf({ config }: RestoredModel): number {
  return numChannelsOf(config.data.channels);
}

function samplesOfChannel(samples: Float32Array, numChannels: number): number {
  if (samples.length % numChannels === 0) return samples.length / numChannels;
  throw new DataError(
    "CHANNELS",
    `predict: expected planar samples of ${numChannels} channels, one after the other, got ${samples.length} samples`,
  );
}

function predictSource(model: RestoredModel, source: SampleSource): ModelOutputs {
  const { numSamples } = source;
  const numChannels = channelsOf(model);
  const windowing = windowingOf(model.config);
  const windowed = windowedSamples(windowing, numSamples);
  const embedding = new Mean();
  const outputs = model.task.hasFrames ? new FramesInOrder() : new Mean();
  for (const windows of windowGroups(windowing, numSamples)) {
    const { first, padded } = windows[0]!;
    const last = windows.at(-1)!;
    const size = numChannels * padded;
    const wave = new Float32Array(windows.length * size);
    const samples = source.read(first, last.first + last.count - first);
    for (const [row, window] of windows.entries())
      copyPlanar(
        wave.subarray(row * size, (row + 1) * size),
        slicePlanar(samples, numChannels, window.first - first, window.count),
        numChannels,
      );
    const rows = predictWindows(model, wave, windows.length);
    const counts = windows.map(({ count }) => count);
    outputs.add(rows.outputs, counts, windowed, rows.frames);
    embedding.add(rows.embedding, counts, windowed);
  }
  if (embedding.values.length === 0)
    throw new DataError("EMPTY", "predict: expected one sample or more, got none");
  return { outputs: outputs.values, embedding: embedding.values };
}

/** The mean over a recording's windows, as wide as the rows that come first. */
class Mean {
  #mean: WindowMean | null = null;

  /**
   * @param counts samples of audio in each window
   * @param windowed samples of all windows
   */
  add(rows: Float32Array, counts: readonly number[], windowed: number): void {
    this.#mean ??= new WindowMean(rows.length / counts.length, windowed);
    for (const [row, count] of counts.entries()) this.#mean.add(rows, row, count);
  }

  get values(): Float64Array {
    return this.#mean?.values ?? new Float64Array();
  }
}

/** The frames of a recording's windows side by side: [n, R, F] to [R, n F]. */
class FramesInOrder {
  readonly #groups: { rows: Float32Array; numWindows: number }[] = [];
  #numFrames = 0;

  /** @param numFrames F */
  add(rows: Float32Array, { length: numWindows }: readonly number[], _: number, numFrames: number): void {
    this.#groups.push({ rows, numWindows });
    this.#numFrames = numFrames;
  }

  get values(): Float64Array {
    const F = this.#numFrames;
    const numWindows = this.#groups.reduce((sum, group) => sum + group.numWindows, 0);
    const [first] = this.#groups;
    const numRows = first === undefined ? 0 : first.rows.length / first.numWindows / F;
    const values = new Float64Array(numRows * numWindows * F);
    let window = 0;
    for (const group of this.#groups)
      for (let i = 0; i < group.numWindows; i++, window++)
        for (let row = 0; row < numRows; row++) {
          const from = (i * numRows + row) * F;
          values.set(group.rows.subarray(from, from + F), (row * numWindows + window) * F);
        }
    return values;
  }
}

/** Returns the lengths of a recording of `numSamples` samples, as the model's windows cut it. */
export function recordingTimes(
  { config }: Pick<RestoredModel, "config">,
  numSamples: number,
): RecordingTimes {
  const { sample_rate_hz } = config.data;
  const windowed = [...windowsOf(windowingOf(config), numSamples)].reduce(
    (sum, { padded }) => sum + padded,
    0,
  );
  return { durationSec: numSamples / sample_rate_hz, windowedSec: windowed / sample_rate_hz };
}

/**
 * Predicts several recordings: those of one window are computed as one batch. The size of a batch changes the order of
 * additions inside libtorch: results differ from `predictSamples` by rounding (2.4e-7 was the largest difference of a
 * probability in fp32).
 */
export function predictTogether(model: RestoredModel, recordings: readonly Float32Array[]): ModelOutputs[] {
  const windowing = windowingOf(model.config);
  const numChannels = channelsOf(model);
  const results: ModelOutputs[] = [];
  const bySize = new Map<number, number[]>();
  for (const [i, samples] of recordings.entries()) {
    const [window, second] = windowsOf(windowing, samplesOfChannel(samples, numChannels));
    if (window === undefined || second !== undefined) results[i] = predictSamples(model, samples);
    else bySize.set(window.padded, [...(bySize.get(window.padded) ?? []), i]);
  }
  for (const [padded, indices] of bySize) {
    const count = indices.length;
    const size = numChannels * padded;
    const wave = new Float32Array(count * size);
    for (const [row, i] of indices.entries())
      copyPlanar(wave.subarray(row * size, (row + 1) * size), recordings[i]!, numChannels);
    const { outputs, embedding } = predictWindows(model, wave, count);
    const rowOf = (rows: Float32Array, row: number) =>
      Float64Array.from(rows.subarray((row * rows.length) / count, ((row + 1) * rows.length) / count));
    for (const [row, i] of indices.entries())
      results[i] = { outputs: rowOf(outputs, row), embedding: rowOf(embedding, row) };
  }
  return results;
}

/** Yields a recording's windows in groups that are padded to the same length and computed as one batch. */
function* windowGroups(windowing: Windowing, numSamples: number): Iterable<Window[]> {
  let group: Window[] = [];
  for (const window of windowsOf(windowing, numSamples)) {
    const [first] = group;
    if (first !== undefined && (group.length === WINDOWS_AT_ONCE || window.padded !== first.padded)) {
      yield group;
      group = [];
    }
    group.push(window);
  }
  if (group.length > 0) yield group;
}

/** Returns one row of activated outputs and one of the embedding for each window, and the frames of each. */
function predictWindows(
  model: RestoredModel,
  wave: Float32Array,
  count: number,
): { outputs: Float32Array; embedding: Float32Array; frames: number } {
  return noGrad(() =>
    scope(() => {
      const batch = viewWave({ wave, size: count, numChannels: channelsOf(model) }).to({
        device: model.hardware.device,
      });
      const { embeddings, logits } = embedAndClassify(model, batch);
      const activated = model.task.activate(logits);
      const outputs = activated.toFloat32Array(); // sync
      return { outputs, embedding: embeddings.toFloat32Array(), frames: activated.shape[2] ?? 1 };
    }),
  );
}
