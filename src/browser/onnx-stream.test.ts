// The stream of a page with a session that returns the samples as scores; tests/browser-streams.slow.test.ts has real ones.
import type * as onnxruntime from "onnxruntime-web";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { StreamMetadata } from "../export/onnx/stream-metadata.js";
import { type OnnxSession, OnnxStream, type OnnxStreamOptions, type OnnxTensor } from "./onnx-stream.js";

class Tensor implements OnnxTensor {
  constructor(
    readonly type: "float32",
    readonly data: Float32Array,
    readonly dims: readonly number[],
  ) {}
}

const STREAM: StreamMetadata = {
  ...{ window_samples: 10, shortest_samples: 10, resampling: "sinc_hann", labels: ["a"] },
  ...{ thresholds: [0.5], median_sec: [0], min_sec: [0] },
};

const metadataOf = (stream: Partial<StreamMetadata> = {}, channels = "mix"): Record<string, string> => ({
  task: "classification",
  sample_rate_hz: "10",
  channels,
  stream: JSON.stringify({ ...STREAM, ...stream }),
});

/** The score of a window is its first sample. Refuses to compute two windows at once, as onnxruntime does. */
class Session implements OnnxSession {
  readonly inputNames = ["waveform"];
  readonly outputNames = ["probabilities", "embedding"];
  readonly shapes: (readonly number[])[] = [];
  /** Windows wait until this settles. */
  gate: Promise<void> = Promise.resolve();
  #isRunning = false;

  async run(feeds: { waveform: Tensor }, fetches: readonly string[]): Promise<Record<string, OnnxTensor>> {
    if (this.#isRunning) throw new Error("Session already started");
    this.#isRunning = true;
    const { data, dims } = feeds.waveform;
    this.shapes.push(dims);
    await this.gate;
    this.#isRunning = false;
    return { [fetches[0]!]: new Tensor("float32", Float32Array.of(data[0]!), [1, 1]) };
  }
}

const open = (options: Partial<OnnxStreamOptions> = {}): Promise<OnnxStream> =>
  OnnxStream.open({ ort: { Tensor }, session: new Session(), metadata: metadataOf(), hopSec: 1, ...options });

const block = (value: number): Float32Array => new Float32Array(10).fill(value);

describe("pushes that nobody waited for", () => {
  it("are computed in their order, from the samples at that time", async () => {
    const stream = await open();
    const samples = block(0);
    const results = [0.25, 1, 0.75, 0].map((value) => stream.push(samples.fill(value)));
    const all = await Promise.all([...results, stream.end()]);
    expect(all.flatMap(({ frames }) => frames.map(({ scores }) => scores[0]))).toEqual([0.25, 1, 0.75, 0]);
    expect(all.flatMap(({ events }) => events)).toEqual([
      { kind: "onset", label: "a", onsetSec: 1 },
      { kind: "offset", label: "a", onsetSec: 1, offsetSec: 3, score: 1 },
    ]);
    expect([stream.durationSec, stream.waitingSec]).toEqual([4, 0]);
  });

  it("of several streams share a session, which computes one window at a time", async () => {
    const session = new Session();
    const streams = await Promise.all([open({ session }), open({ session }), open({ session })]);
    const results = await Promise.all(
      streams.flatMap((stream, i) => [stream.push(block(i / 4)), stream.push(block(1))]),
    );
    expect(results.map(({ frames }) => frames[0]!.scores[0])).toEqual([0, 1, 0.25, 1, 0.5, 1]);
  });

  it("end the stream if more of them wait than maxWaitingSec", async () => {
    const session = new Session();
    const stream = await open({ session, maxWaitingSec: 2.5 });
    let proceed = (): void => {};
    session.gate = new Promise((resolve) => {
      proceed = resolve;
    });
    const first = stream.push(block(1));
    await new Promise((resolve) => setImmediate(resolve)); // it is computed
    const waiting = [1, 2, 3].map(() => stream.push(block(0)));
    expect(stream.waitingSec).toBe(3);
    await expect(stream.push(block(0))).rejects.toThrow(/3\.0 s of samples wait.*Use a longer hopSec/);
    await expect(stream.push(block(0))).rejects.toThrow(/it ended before/);
    proceed();
    const results = await Promise.all([first, ...waiting]);
    expect(results.map(({ frames }) => frames[0]!.scores[0])).toEqual([1, 0, 0, 0]);
  });
});

it("gives a model of several channels planar windows", async () => {
  const session = new Session();
  const stream = await open({ session, metadata: metadataOf({}, "2") });
  await stream.push(new Float32Array(20));
  expect(session.shapes).toEqual([
    [1, 2, 10],
    [1, 2, 10],
  ]);
  await expect(stream.push(new Float32Array(5))).rejects.toThrow(/planar samples of 2 channels/);
});

it("ends at an error of the model, and says so", async () => {
  const stream = await open();
  const failed = stream.push(Float32Array.from([Number.NaN, 0]));
  await expect(failed).rejects.toThrow(/not finite/);
  // Samples that are refused are not added.
  await expect(stream.push(block(0.5))).resolves.toMatchObject({ frames: [{ startSec: 0 }] });
  const session = new Session();
  const broken = await open({ session });
  session.run = () => Promise.reject(new Error("out of memory"));
  await expect(broken.push(block(0))).rejects.toThrow("out of memory");
  await expect(broken.push(block(0))).rejects.toThrow(/it ended before/);
});

it("takes the module onnxruntime-web and its sessions", () => {
  expectTypeOf<typeof onnxruntime>().toExtend<OnnxStreamOptions["ort"]>();
  expectTypeOf<onnxruntime.InferenceSession>().toExtend<OnnxSession>();
});

describe("refuses", () => {
  it.each<[string, Partial<OnnxStreamOptions>, RegExp]>([
    [
      "a model of another task",
      { metadata: { task: "regression", sample_rate_hz: "1", channels: "mix" } },
      /the task regression has no labels/,
    ],
    ["metadata of something else", { metadata: {} }, /expected the metadata of an exported model/],
    ["a hop that is longer than a window", { hopSec: 1.5 }, /a hop of 1\.5 s, expected at most a window/],
    ["a rate that is none", { sampleRateHz: 0.5 }, /a sample rate of 0\.5 Hz cannot be resampled/],
    [
      "rules of another number of labels",
      { rules: { thresholds: [1, 2] } },
      /2 numbers in rules\.thresholds/,
    ],
    [
      "metadata of another model",
      { metadata: metadataOf({ labels: ["a", "b"] }) },
      /got \[1, 1\]: is the metadata that of this model/,
    ],
  ])("%s", async (_, options, message) => {
    await expect(open(options)).rejects.toThrow(message);
  });
});
