// Runs on stereo recordings whose label is the louder side, which no mixture tells: `data.channels` from files to ONNX.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { convertModel } from "../src/export/onnx/index.js";
import { predictFile, predictTogether } from "../src/inference/predict.js";
import { type RestoredModel, restoreModel } from "../src/inference/restore.js";
import { sampleFormatOf } from "../src/inference/sample-format.js";
import { decodeUpload } from "../src/serving/decode.js";
import { type RunObserver, type RunOptions, type RunResult, runTraining } from "../src/train/run.js";
import { numbersOf, tensorsOf } from "./support/run.js";
import { makeStereo, stereoOverrides, toneOf, writeTone } from "./support/stereo.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-channels-"));
afterAll(() => rmSync(folder, { recursive: true }));
const { sounds, left, right } = makeStereo(folder);
const tone = toneOf([0.4], 100);
const mono = writeTone(join(folder, "mono.wav"), tone);
const monoTwice = writeTone(join(folder, "mono-twice.wav"), Float32Array.from([...tone, ...tone]));

function train(
  name: string,
  overrides: readonly string[] = [],
  observer: RunObserver = {},
  signal = new AbortController().signal,
  options: RunOptions = {},
): Promise<RunResult> {
  const loaded = loadConfig("recipes/folder.yaml", [...stereoOverrides(sounds, folder, name), ...overrides]);
  return runTraining(loaded, observer, signal, options);
}

let whole: RunResult;
let model: RestoredModel;
beforeAll(async () => {
  whole = await train("whole");
  model = restoreModel(whole.folder);
});
afterAll(() => {
  model.model.dispose();
  model.frontEnd.dispose();
});

/** Largest difference of two lists of outputs. */
const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0);

describe("a run of stereo recordings", () => {
  it("learns what only two channels tell", async () => {
    expect(whole.metrics["validation/accuracy"]).toBe(1);
    const { metrics } = await train("mixed", ["data.channels=mix"]);
    expect(metrics["validation/accuracy"]).toBeLessThan(0.9);
  });

  it("resumes to the bit from the middle of an epoch, with other workers and a cache", async () => {
    const stop = new AbortController();
    const onStep: RunObserver["onStep"] = ({ step }) => step === 5 && stop.abort();
    const cut = await train("cut", [], { onStep }, stop.signal);
    expect(cut).toMatchObject({ status: "interrupted", position: { step: 5 } });
    const resumed = await train("cut", ["checkpoint.resume=auto", "data.workers=2", "data.cache_gb=0.01"]);
    expect(numbersOf(resumed.folder)).toEqual(numbersOf(whole.folder));
    expect(tensorsOf(resumed.folder)).toEqual(tensorsOf(whole.folder));
  });

  it("is another run than one of other channels or of another filter", async () => {
    const changes = [
      ["data.channels=mix", 'data.channels: the text "stereo" before, the text "mix" now'],
      [
        "data.resampling=sinc_hann",
        'data.resampling: the text "sinc_kaiser" before, the text "sinc_hann" now',
      ],
    ];
    const signal = new AbortController().signal;
    for (const [change, message] of changes)
      await expect(train("other", [change!], {}, signal, { resume: whole.folder })).rejects.toThrow(message);
  });

  it("refuses a recording without the channels that a number names, with its path", async () => {
    await expect(train("six", ["data.channels=6"])).rejects.toThrow(
      /sounds\/(left|right)\/\d+\.wav: expected 6 channels, the file has 2/,
    );
  });
});

describe("predictions of a stereo model", () => {
  it("tell the sides apart, also in the second window, and take a mono recording for both channels", () => {
    for (const [path, label] of [
      [left, "left"],
      [right, "right"],
    ] as const)
      expect(predictFile(model, path).answer.json).toMatchObject({ label });
    expect(predictFile(model, mono).outputs).toEqual(predictFile(model, monoTwice).outputs);
  });

  it("are the same in the server", () => {
    const limits = { format: sampleFormatOf(model.config), maxSeconds: 10 };
    const paths = [left, right, mono];
    const uploads = paths.map((path) => {
      const job = { id: 0, bytes: new Uint8Array(readFileSync(path)), name: path };
      return decodeUpload(job, limits).samples;
    });
    // A first window alone, of each.
    const short = uploads.map((samples) => {
      const length = samples.length / 2;
      return Float32Array.from([...samples.subarray(0, 900), ...samples.subarray(length, length + 900)]);
    });
    const answers = predictTogether(model, [...uploads, ...short]);
    for (const [i, path] of paths.entries())
      expect(largest(answers[i]!.outputs, predictFile(model, path).outputs)).toBeLessThan(1e-5);
    const alone = predictTogether(model, [short[1]!])[0]!;
    expect(largest(answers[4]!.outputs, alone.outputs)).toBeLessThan(1e-5);
  });

  it("are the same in ONNX, with an axis for the channels", async () => {
    const { model: onnx, maxDifference } = await convertModel(model, { metadata: {} });
    expect(onnx.graph.inputs).toMatchObject([{ name: "waveform", shape: ["batch", 2, "samples"] }]);
    expect(maxDifference).toBeLessThan(1e-4);
    const byDuration = await train("durations", ["training.batch_sec=1.6", "training.epochs=1"]);
    const other = restoreModel(byDuration.folder);
    expect((await convertModel(other, { metadata: {} })).maxDifference).toBeLessThan(1e-4);
    other.model.dispose();
    other.frontEnd.dispose();
  });
});
