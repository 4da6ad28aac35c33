// A = channels of the model, T = samples of each, C = labels, R = rows of outputs, F = frames that the model scores in a window.
import { resamplePartPlain } from "../audio/resample-plain.js";
import { numChannelsOf } from "../audio/sample-format.js";
import { DataError } from "../errors.js";
import { hopSamplesOf } from "../inference/timeline/frame-grid.js";
import {
  assertRate,
  assertSamples,
  joinResults,
  type StreamOptions,
  streamModel,
} from "../streaming/stream-model.js";
import { type StreamResult, StreamState, type StreamWindow } from "../streaming/stream-state.js";
import { type ExportedModel, readMetadata } from "./exported-model.js";

/** A tensor of onnxruntime. */
export interface OnnxTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

/** The module onnxruntime-web, or another onnxruntime with the same calls. */
export interface OnnxRuntime {
  Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

/** An `InferenceSession` of onnxruntime. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  // The session's own type of feeds is narrower.
  // biome-ignore lint/suspicious/noExplicitAny: any tensor class fits
  run(feeds: any, fetches: readonly string[]): Promise<{ readonly [name: string]: OnnxTensor }>;
}

export interface OnnxStreamOptions extends StreamOptions {
  /** onnxruntime-web, as imported. */
  ort: OnnxRuntime;
  /** The exported model; streams may share it. */
  session: OnnxSession;
  /** The `metadata` that `woodshed export --json` prints. */
  metadata: Readonly<Record<string, string>>;
  /** Seconds of samples that may wait for the model, behind the push that it computes; by default 10. */
  maxWaitingSec?: number;
}

/** Calls of a session, one at a time: onnxruntime computes one only. */
const lastRuns = new WeakMap<OnnxSession, Promise<unknown>>();

/**
 * A stream in the browser: scores and events as `woodshed detect` and `StreamingPredictor` find them in the same samples, each as soon
 * as it is certain. A frame is finished when the last window that covers it is complete: with the default hop, one hop after its
 * end. Its state does not grow with the stream.
 *
 *     const stream = await OnnxStream.open({ ort, session, metadata, sampleRateHz: context.sampleRate });
 *     microphone.port.onmessage = async ({ data }) => {
 *       for (const event of (await stream.push(data)).events) console.log(event);
 *     };
 */
export class OnnxStream {
  readonly labels: readonly string[];
  readonly #options: OnnxStreamOptions;
  readonly #state: StreamState;
  readonly #numChannels: number;
  readonly #sourceHz: number;
  /** Settles when the samples that were pushed are computed. */
  #last: Promise<unknown> = Promise.resolve();
  /** Samples of each channel that wait. */
  #numWaiting = 0;
  #isEnded = false;

  private constructor(options: OnnxStreamOptions, model: ExportedModel, modelFrames: number) {
    const { sampleRateHz: sourceHz = model.format.sampleRateHz, rules, mergeSec } = options;
    const { clipSamples } = model.windowing;
    const hopSamples = hopSamplesOf(options.hopSec ?? null, model.format.sampleRateHz, clipSamples);
    const sizes = { windowSamples: clipSamples, modelFrames, hopSamples };
    assertRate(sourceHz, model.format);
    this.#options = options;
    this.labels = model.rules.labels;
    this.#numChannels = numChannelsOf(model.format.channels);
    this.#sourceHz = sourceHz;
    this.#state = new StreamState(
      streamModel(
        model.format,
        { windowing: model.windowing, sizes },
        { ...model.rules, ...rules },
        mergeSec,
      ),
      sourceHz,
      resamplePartPlain,
    );
  }

  /**
   * Computes a window of silence, which shows how many frames the model scores in it.
   *
   * @throws ConfigError for a model without labels in time, a hop longer than a window, rules that are not one a label
   * @throws DataError for a rate that cannot be resampled to the model's
   */
  static async open(options: OnnxStreamOptions): Promise<OnnxStream> {
    const model = readMetadata(options.metadata);
    const numChannels = numChannelsOf(model.format.channels);
    const { clipSamples } = model.windowing;
    const numLabels = model.rules.labels.length;
    const scores = await score(options, numChannels, numLabels, new Float32Array(numChannels * clipSamples));
    return new OnnxStream(options, model, scores.length / numLabels);
  }

  /**
   * Returns the frames and events that these samples finish; often none. Calls may follow each other without waiting, and are
   * computed in their order.
   *
   * @param samples any number, which are copied; of several channels planar [A * T]
   * @throws DataError for samples that are not finite or do not fit the channels, which are not added; for a prediction that is not
   *   finite, for samples that wait for longer than `maxWaitingSec`, and after `end`
   */
  async push(samples: Float32Array): Promise<StreamResult> {
    this.#assertOpen();
    assertSamples(samples, this.#numChannels);
    this.#assertKeepsUp();
    const numSamples = samples.length / this.#numChannels;
    const copy = samples.slice();
    this.#numWaiting += numSamples;
    return await this.#next(async () => {
      this.#numWaiting -= numSamples;
      return joinResults(await this.#compute(this.#state.push(copy)));
    });
  }

  /** Returns the rest, at the end of the samples. */
  async end(): Promise<StreamResult> {
    this.#assertOpen();
    this.#isEnded = true;
    return await this.#next(async () =>
      joinResults([...(await this.#compute(this.#state.end())), this.#state.finish()]),
    );
  }

  /** Seconds of audio that were computed so far. */
  get durationSec(): number {
    return this.#state.durationSec;
  }

  /** Seconds of audio that wait for the model, which computes slower than real time if they grow. */
  get waitingSec(): number {
    return this.#numWaiting / this.#sourceHz;
  }

  /** Samples of each channel that are kept for later windows. */
  get numKept(): number {
    return this.#state.numKept;
  }

  /** Runs `compute` after what was asked for before. After an error, times of later samples would be wrong. */
  #next(compute: () => Promise<StreamResult>): Promise<StreamResult> {
    const result = this.#last.then(compute);
    this.#last = result;
    result.catch(() => {
      this.#isEnded = true;
    });
    return result;
  }

  async #compute(windows: Iterable<StreamWindow>): Promise<StreamResult[]> {
    const results: StreamResult[] = [];
    for (const window of windows) {
      const scores = await score(this.#options, this.#numChannels, this.labels.length, window.wave);
      results.push(this.#state.add(scores, window));
    }
    return results;
  }

  #assertKeepsUp(): void {
    const { maxWaitingSec = 10 } = this.#options;
    if (this.waitingSec <= maxWaitingSec) return;
    this.#isEnded = true;
    throw new DataError(
      "SLOW",
      `stream: ${this.waitingSec.toFixed(1)} s of samples wait for the model, more than maxWaitingSec (${maxWaitingSec}): it computes slower than they arrive. Use a longer hopSec or a smaller model`,
    );
  }

  #assertOpen(): void {
    if (this.#isEnded)
      throw new DataError(
        "ENDED",
        "stream: it ended before, by end() or an error; open another OnnxStream for other samples",
      );
  }
}

/** Returns the scores of a window [C, F]. @param wave [A, padded] */
async function score(
  { ort, session }: OnnxStreamOptions,
  numChannels: number,
  numLabels: number,
  wave: Float32Array,
): Promise<Float32Array> {
  const shape = numChannels === 1 ? [1, wave.length] : [1, numChannels, wave.length / numChannels];
  const input = session.inputNames[0]!;
  const output = session.outputNames[0]!;
  const before = lastRuns.get(session) ?? Promise.resolve();
  const run = before.then(() => session.run({ [input]: new ort.Tensor("float32", wave, shape) }, [output]));
  lastRuns.set(
    session,
    run.catch(() => {}),
  );
  const { data, dims } = (await run)[output]!;
  const [, numRows = 0, numFrames = 1] = dims;
  if (numRows < numLabels)
    throw new DataError(
      "SHAPE",
      `stream: expected scores [1, ${numLabels} or more] or [1, ${numLabels} or more, frames] of the model's output ${output}, got [${dims.join(", ")}]: is the metadata that of this model?`,
    );
  return (data as Float32Array).subarray(0, numLabels * numFrames);
}
