// `woodshed detect` from a trained model to files, read back by our own readers.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import { READ_AS_FOUND } from "../src/data/annotation-files/reading.js";
import { openClips } from "../src/data/dataset.js";
import { randomFloat } from "../src/data/random.js";
import { predictSamples } from "../src/inference/predict.js";
import { type RestoredModel, restoreModel } from "../src/inference/restore.js";
import { timelineModel } from "../src/inference/timeline/model-timelines.js";
import { runTraining } from "../src/train/run.js";
import { runCli, startCli } from "./support/cli.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RATE_HZ = 16_000;
const PITCHES_HZ = { low: 300, mid: 900, high: 2700 };
type Label = keyof typeof PITCHES_HZ;

const root = mkdtempSync(join(tmpdir(), "woodshed-detect-"));
const tones = makeTones();
afterAll(() => {
  rmSync(root, { recursive: true });
  rmSync(tones, { recursive: true });
});

let run: string;
beforeAll(async () => {
  // Until probabilities are far from the thresholds.
  const longer = ["training.epochs=12", "optimization.learning_rate=0.1", "model.dropout=0"];
  const overrides = [...toneOverrides(tones, join(root, "runs")), ...longer];
  const result = await runTraining(
    loadConfig("recipes/folder.yaml", overrides),
    {},
    new AbortController().signal,
  );
  run = result.folder;
});

/** Returns tones that follow each other. */
function sound(parts: readonly (readonly [Label, number])[], rateHz = RATE_HZ): Float32Array {
  const labels = parts.flatMap(([label, sec]) => new Array<Label>(Math.round(sec * rateHz)).fill(label));
  return Float32Array.from(
    labels,
    (label, i) =>
      0.4 * Math.sin((2 * Math.PI * 1.1 * PITCHES_HZ[label] * i) / rateHz) + 0.2 * (randomFloat(1, i) - 0.5),
  );
}

const SCENE = [
  ["low", 2],
  ["high", 3],
  ["mid", 1.5],
] as const;

function write(path: string, samples: Float32Array, rateHz = RATE_HZ): string {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), encodeWav16(samples, rateHz));
  return join(root, path);
}

const rowsOf = (csv: string): string[][] =>
  csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

describe("woodshed detect", () => {
  it("prints the events of a recording, and ends", async () => {
    const path = write("scene.wav", sound(SCENE));
    const { code, stdout, stderr } = await startCli(["detect", run, path]).ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout.split("\n")[0]).toBe("path,start_sec,end_sec,label,score");
    const rows = rowsOf(stdout);
    expect(rows.every(([file]) => file === path)).toBe(true);
    for (const [label, from, to] of [
      ["low", 0, 2],
      ["high", 2, 5],
      ["mid", 5, 6.5],
    ] as const) {
      const own = rows.filter((row) => row[3] === label);
      expect(own).toHaveLength(1);
      expect(Math.abs(Number(own[0]![1]) - from)).toBeLessThanOrEqual(0.25);
      expect(Math.abs(Number(own[0]![2]) - to)).toBeLessThanOrEqual(0.25);
      expect(Number(own[0]![4])).toBeGreaterThan(0.5);
    }
    expect(stderr).toContain("1 recording, 0.1 min of audio");
  });

  it.each([
    ["csv", "a.csv"],
    ["jsonl", "a.jsonl"],
    ["raven", "a.Table.1.selections.txt"],
    ["audacity", "a.txt"],
  ])("writes a file for each recording that our own readers read back: %s", async (format, name) => {
    const folder = join(root, format);
    const recordings = join(folder, "recordings");
    write(`${format}/recordings/site 1/a.wav`, sound(SCENE));
    write(`${format}/recordings/b.wav`, sound([["low", 1]], 44_100), 44_100);
    const events = join(folder, "all.csv");
    const results = join(folder, "results");
    expect(await runCli("detect", run, recordings, "--out", events)).toMatchObject({ code: 0 });
    expect(await runCli("detect", run, recordings, "--out", results, "--format", format)).toMatchObject({
      code: 0,
    });
    expect(readdirSync(results).sort()).toEqual([name.replace("a", "b"), "site 1"]);
    const expected = rowsOf(readFileSync(events, "utf8")).filter(([path]) => path!.endsWith("a.wav"));
    expect(expected.length).toBeGreaterThan(2);
    // Audacity's files name no recording: it is beside them, or in a folder that is named.
    const reading = { ...READ_AS_FOUND, audioFolders: [join(recordings, "site 1")] };
    const clips = openClips(join(results, "site 1", name), "data.train", () => {}, undefined, reading);
    const read = clips.map(({ path, startSec, durationSec, label }) => [
      path,
      ...[startSec, startSec + durationSec!].map((sec) => sec.toFixed(6)),
      label,
    ]);
    expect(read).toEqual(
      expected.map(([, ...rest]) => [join(recordings, "site 1", "a.wav"), ...rest.slice(0, 3)]),
    );
    // The table of all recordings is a manifest, too.
    expect(openClips(events, "data.train")).toHaveLength(rowsOf(readFileSync(events, "utf8")).length);
    expect(existsSync(join(results, "detect.progress"))).toBe(false);
  });

  it("writes one Raven table of several recordings, with times of all and of each", async () => {
    const folder = join(root, "sequence");
    const [first, second] = [
      write("sequence/1.wav", sound([["low", 1.5]])),
      write("sequence/2.wav", sound([["high", 1]])),
    ];
    const table = join(folder, "all.txt");
    expect(await runCli("detect", run, first, second, "--out", table, "--format", "raven")).toMatchObject({
      code: 0,
    });
    const [head, ...rows] = readFileSync(table, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    const cell = (row: string[], name: string): string => row[head!.indexOf(name)]!;
    expect(
      rows.map((row) => [cell(row, "Selection"), cell(row, "Begin Path"), cell(row, "Annotation")]),
    ).toEqual([
      ["1", first, "low"],
      ["2", second, "high"],
    ]);
    expect(
      rows.map((row) => [
        cell(row, "Begin Time (s)"),
        cell(row, "End Time (s)"),
        cell(row, "File Offset (s)"),
      ]),
    ).toEqual([
      ["0.000000", "1.500000", "0.000000"],
      ["1.500000", "2.500000", "0.000000"],
    ]);
    expect(rows.map((row) => [cell(row, "Low Freq (Hz)"), cell(row, "High Freq (Hz)")])).toEqual([
      ["0", "8000"],
      ["0", "8000"],
    ]);
    expect(openClips(table, "data.train").map(({ path, startSec }) => [path, startSec])).toEqual([
      [first, 0],
      [second, 0],
    ]);
  });
});

describe("a trained model's scores in time", () => {
  let model: RestoredModel;
  beforeAll(() => {
    model = restoreModel(run);
  });
  afterAll(() => {
    for (const holder of [model.model, model.frontEnd]) holder.dispose();
  });

  it("are those that predict returns for each window, merged", () => {
    const samples = sound(SCENE);
    const { grid, start } = timelineModel(model, { hopSec: null });
    const timeline = start();
    const parts = [
      timeline.push(samples.subarray(0, 33_333)),
      timeline.push(samples.subarray(33_333)),
      timeline.end(),
    ];
    const scores = parts.flatMap((part) => [...part.scores]);
    const windowSec = 0.25;
    const ofWindow = (window: number): Float64Array => {
      const first = grid.windowStart(window);
      return predictSamples(model, samples.subarray(first, first + windowSec * RATE_HZ)).outputs;
    };
    // Half a window before this frame, and half a window behind.
    for (const frame of [1, 7, 23]) {
      const [before, behind] = [ofWindow(frame - 1), ofWindow(frame)];
      for (const [label, score] of scores.slice(3 * frame, 3 * frame + 3).entries())
        expect(Math.abs(score - (before[label]! + behind[label]!) / 2)).toBeLessThan(1e-5);
    }
    expect(scores).toHaveLength(3 * grid.numFrames(samples.length));
  });
});
