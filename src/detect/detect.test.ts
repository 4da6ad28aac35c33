/* Recordings through decoding threads to files, with a stand-in for the model. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { encodeWav16 } from "../audio/wav.js";
import { createWindowing } from "../data/windows.js";
import { FrameGrid } from "../inference/timeline/frame-grid.js";
import { ScoreTimeline } from "../inference/timeline/score-timeline.js";
import { processStart } from "../process-identity.js";
import { type DetectResult, detect, remaining } from "./detect.js";
import { EmbeddingFolder } from "./embedding-files.js";
import { type EventWriter, FolderWriter, TableWriter } from "./event-writers.js";
import type { Detector } from "./find-events.js";
import { type EventFormatName, FORMATS } from "./formats.js";
import { findRecordings } from "./inputs.js";
import { type DetectSettings, Journal } from "./journal.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-detect-unit-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A model of a label that is as probable as its window is loud. */
function loudness(sampleRateHz: number, windowSec: number): Detector {
  const windowSamples = windowSec * sampleRateHz;
  const grid = new FrameGrid(windowSamples, 1, windowSamples / 2);
  const rules = { labels: ["loud"], thresholds: [0.5], medianSec: [0], minSec: [0] };
  const model: Detector["model"] = {
    ...{ rules, grid },
    start: (onWindows) =>
      new ScoreTimeline(
        (wave, numWindows) => {
          const padded = wave.length / numWindows;
          const scores = Float32Array.from({ length: numWindows }, (_, i) => {
            const window = wave.subarray(i * padded, (i + 1) * padded);
            return window.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
          });
          return { scores, embeddings: Float32Array.from([...scores].flatMap((x, i) => [x, i])) };
        },
        {
          ...{ grid, windowing: createWindowing(windowSamples, windowSamples), numChannels: 1, numLabels: 1 },
          ...{ batchWindows: 3, onWindows },
        },
      ),
  };
  return {
    model,
    sampleRateHz,
    rules: [{ threshold: 0.5, medianFrames: 1, mergeSamples: 0, minSamples: 0 }],
  };
}

const RATE_HZ = 1000;
const DETECTOR = loudness(RATE_HZ, 0.1);

/** Writes a recording that is silent but for these stretches, in samples. */
function record(
  path: string,
  numSamples: number,
  loud: readonly (readonly [number, number])[],
  rateHz = RATE_HZ,
): string {
  const samples = new Float32Array(numSamples);
  for (const [from, to] of loud) samples.fill(0.9, from, to);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, encodeWav16(samples, rateHz));
  return path;
}

interface Run {
  numThreads?: number;
  format?: EventFormatName;
  out?: string;
  settings?: DetectSettings;
  isResumed?: boolean;
  hasEmbeddings?: boolean;
  /** Ends the detection after so many recordings. */
  stopAfter?: number;
  detector?: Detector;
  onWarning?: (line: string) => void;
}

/** Searches the recordings of a folder, as the command does. */
async function search(folder: string, run: Run = {}): Promise<DetectResult> {
  const {
    format = "csv",
    out = join(folder, "..", "events.csv"),
    stopAfter = Infinity,
    detector = DETECTOR,
  } = run;
  const { recordings } = findRecordings([folder], () => {});
  const isTable = out.includes(".");
  const journal = Journal.open(`${out}.progress`, run.settings ?? {}, run.isResumed ?? false);
  const last = journal.entries.at(-1);
  const writer: EventWriter = isTable
    ? new TableWriter(out, FORMATS[format], last?.bytes ?? null)
    : new FolderWriter(out, FORMATS[format]);
  const embeddings =
    run.hasEmbeddings === true
      ? new EmbeddingFolder(`${out}-embeddings`, detector.sampleRateHz, last?.indexBytes ?? null)
      : null;
  const controller = new AbortController();
  const result = await detect(
    detector,
    { format: { sampleRateHz: detector.sampleRateHz }, numThreads: run.numThreads ?? 1 },
    remaining(recordings, journal),
    { writer, embeddings, journal, review: null },
    {
      signal: controller.signal,
      warn: run.onWarning ?? (() => {}),
      onProgress: (done) => {
        if (done >= stopAfter) controller.abort();
      },
    },
  );
  writer.close();
  embeddings?.close();
  if (controller.signal.aborted) journal.close();
  else journal.remove();
  return result;
}

/** Returns all files below a folder with their bytes. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    names
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [relative(folder, path), readFileSync(path).toString("base64")])
      .sort(),
  );
}

/** Returns the table of events, with paths from the test's folder. */
function eventsIn(name = "events.csv"): string[] {
  const text = readFileSync(join(folder, name), "utf8").replaceAll(`${folder}/`, "");
  return text.trim().split("\n").slice(1);
}

let numFolders = 0;
let folder: string;
let sounds: string;
beforeEach(() => {
  folder = join(root, String(numFolders++));
  sounds = join(folder, "sounds");
});

function recordMany(count: number): void {
  for (let i = 0; i < count; i++)
    record(join(sounds, `${i % 3}`, `${i}.wav`), 300 + 37 * i, [
      [0, 20 * (i % 4)],
      [250, 250 + 5 * i],
    ]);
}

describe("detect", () => {
  describe("in hours", () => {
    const LOW_HZ = 100;
    const detector = loudness(LOW_HZ, 1);

    it("keeps the time of an event in the last second of 1 h 1 min 1 s", async () => {
      record(join(sounds, "long.wav"), 3661 * LOW_HZ, [[3660.5 * LOW_HZ, 3661 * LOW_HZ]], LOW_HZ);
      const { summary } = await search(sounds, { detector });
      expect(eventsIn()).toEqual(["sounds/long.wav,3660.500000,3661.000000,loud,0.899994"]);
      expect(summary.csv().split("\n")[1]).toBe(`${join(sounds, "long.wav")},1,loud,1,0.500`);
    });

    it("divides the seconds of an event, and counts it in the first", async () => {
      record(join(sounds, "long.wav"), 3602 * LOW_HZ, [[3599 * LOW_HZ, 3601 * LOW_HZ]], LOW_HZ);
      const { summary } = await search(sounds, { detector });
      expect(summary.csv().split("\n").slice(1, 3)).toEqual([
        `${join(sounds, "long.wav")},0,loud,1,1.000`,
        `${join(sounds, "long.wav")},1,loud,0,1.000`,
      ]);
    });
  });

  it("writes the same with any number of threads, in the order of the recordings", async () => {
    recordMany(12);
    await search(sounds);
    const expected = readFileSync(join(folder, "events.csv"), "utf8");
    expect(expected.split("\n").length).toBeGreaterThan(12);
    for (const numThreads of [2, 5]) {
      await search(sounds, { numThreads, out: join(folder, "threads.csv") });
      expect(readFileSync(join(folder, "threads.csv"), "utf8")).toBe(expected);
    }
  });

  it("ends no event after a recording whose resampled length is rounded up", async () => {
    record(join(sounds, "odd.wav"), 1001, [[0, 1001]], 1500);
    await search(sounds);
    expect(eventsIn()[0]).toMatch(/^sounds\/odd\.wav,0\.000000,0\.667333,loud/);
  });
});

describe("recordings that cannot be searched", () => {
  it("are reported by name, and the others are searched", async () => {
    record(join(sounds, "good.wav"), 1000, [[0, 1000]]);
    record(join(sounds, "short.wav"), 3, [[0, 3]]);
    record(join(sounds, "low rate.wav"), 500, [[0, 500]], 500);
    record(join(sounds, "low rate too.wav"), 500, [[0, 500]], 500);
    writeFileSync(join(sounds, "stereo.wav"), encodeWav16(new Float32Array(800).fill(0.9), RATE_HZ, 2));
    writeFileSync(join(sounds, "empty.wav"), "");
    record(join(sounds, "no samples.wav"), 0, []);
    const floats = Buffer.from(encodeWav16(new Float32Array(800), RATE_HZ));
    floats.writeUInt16LE(3, 20);
    floats.writeUInt16LE(4, 32);
    floats.writeUInt16LE(32, 34);
    floats.writeUInt32LE(4 * RATE_HZ, 28);
    floats.writeFloatLE(Number.NaN, 44 + 400);
    writeFileSync(join(sounds, "nan.wav"), floats);
    writeFileSync(join(sounds, "cut.wav"), encodeWav16(new Float32Array(800), RATE_HZ).subarray(0, 900));
    writeFileSync(join(sounds, "text.wav"), "no audio at all");
    // A recorder that still writes: its header states no length, and the file has half a sample.
    const growing = Buffer.from(encodeWav16(new Float32Array(700).fill(0.9), RATE_HZ));
    growing.writeUInt32LE(0xffffffff, 40);
    writeFileSync(join(sounds, "growing.wav"), growing.subarray(0, -1));
    const warnings: string[] = [];
    const { problems, numDone } = await search(sounds, {
      onWarning: (line) => warnings.push(line),
      hasEmbeddings: true,
    });
    expect(numDone).toBe(11);
    const bad = ["cut.wav", "empty.wav", "nan.wav", "no samples.wav", "text.wav"];
    expect(problems.map((problem) => bad.find((name) => problem.includes(join(sounds, name))))).toEqual(bad);
    expect(eventsIn().map((row) => row.replace(/,[^,]*$/, ""))).toEqual([
      "sounds/good.wav,0.000000,1.000000,loud",
      "sounds/growing.wav,0.000000,0.699000,loud",
      "sounds/low rate too.wav,0.000000,1.000000,loud",
      "sounds/low rate.wav,0.000000,1.000000,loud",
      "sounds/short.wav,0.000000,0.003000,loud",
      "sounds/stereo.wav,0.000000,0.400000,loud",
    ]);
    expect(warnings).toEqual([
      expect.stringContaining(`warning: ${join(sounds, "growing.wav")}: the header states 4294967295 bytes`),
      expect.stringContaining(
        `note: ${join(sounds, "low rate too.wav")}: its sample rate is 500 Hz, the model's 1000 Hz`,
      ),
    ]);
    const index = readFileSync(join(folder, "events.csv-embeddings", "index.csv"), "utf8");
    expect(bad.filter((name) => index.includes(name))).toEqual([]);
    expect(readdirSync(join(folder, "events.csv-embeddings"))).toHaveLength(6 + 1);
  });

  it("are those whose scores are not finite", async () => {
    recordMany(2);
    const start: Detector["model"]["start"] = (onWindows) => {
      const timeline = DETECTOR.model.start(onWindows);
      const end = timeline.end.bind(timeline);
      timeline.end = () => ({ ...end(), scores: Float64Array.of(Number.NaN), first: 0, count: 1 });
      return timeline;
    };
    const { problems } = await search(sounds, {
      detector: { ...DETECTOR, model: { ...DETECTOR.model, start } },
    });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain(`${join(sounds, "0", "0.wav")}: the model's prediction is not finite`);
  });
});

describe("a detection that was interrupted", () => {
  it.each([
    ["a table", "csv", "all.csv"],
    ["a Raven table of a sequence", "raven", "all.txt"],
    ["a folder", "audacity", "labels"],
  ] as const)("continues with the same results: %s", async (_, format, name) => {
    recordMany(12);
    writeFileSync(join(sounds, "1", "text.wav"), "no audio");
    const [whole, parts] = [join(folder, "whole", name), join(folder, "parts", name)];
    const expected = await search(sounds, { format, out: whole, hasEmbeddings: true });
    let result: DetectResult;
    for (const [part, stopAfter] of [2, 5, 1, Infinity].entries()) {
      result = await search(sounds, {
        format,
        out: parts,
        hasEmbeddings: true,
        isResumed: part > 0,
        stopAfter,
      });
      // A kill in the middle of a recording leaves a part of its results.
      if (stopAfter < Infinity && name.includes(".")) appendFileSync(parts, "0.wav,1.25");
      if (stopAfter < Infinity) appendFileSync(`${parts}-embeddings/index.csv`, "0.npy,");
      if (stopAfter < Infinity) appendFileSync(`${parts}.progress`, '{"path":"x');
    }
    expect(filesIn(join(folder, "parts"))).toEqual(filesIn(join(folder, "whole")));
    expect(result!.summary.csv()).toBe(expected.summary.csv());
    expect(result!.problems).toEqual(expected.problems);
    expect(expected.problems).toHaveLength(1);
  });

  it("is not started again by accident, nor continued with other settings", async () => {
    recordMany(4);
    const out = join(folder, "events.csv");
    await search(sounds, { settings: { threshold: 0.5, hop: 1 }, stopAfter: 2 });
    const before = readFileSync(out, "utf8");
    await expect(search(sounds)).rejects.toThrow(
      `${out}.progress: an earlier detection was interrupted after 1 recording; add --resume`,
    );
    await expect(search(sounds, { settings: { threshold: 0.6, hop: 1 }, isResumed: true })).rejects.toThrow(
      "threshold was 0.5 and is 0.6. Use those",
    );
    expect(readFileSync(out, "utf8")).toBe(before);
    writeFileSync(out, "");
    await expect(search(sounds, { settings: { threshold: 0.5, hop: 1 }, isResumed: true })).rejects.toThrow(
      /has 0 bytes, and \d+ were written before/,
    );
    rmSync(out);
    await expect(search(sounds, { settings: { threshold: 0.5, hop: 1 }, isResumed: true })).rejects.toThrow(
      "does not exist",
    );
    const settings = { threshold: 0.5, hop: 1 };
    const [head] = readFileSync(`${out}.progress`, "utf8").split("\n");
    writeFileSync(`${out}.progress`, `${head}\nno JSON\n`);
    await expect(search(sounds, { settings, isResumed: true })).rejects.toThrow(
      `${out}.progress:2: expected JSON`,
    );
    writeFileSync(`${out}.progress`, "{}\n");
    await expect(search(sounds)).rejects.toThrow(`${out}.progress:1: expected the settings`);
    const other = { pid: process.ppid, start: processStart(process.ppid) };
    writeFileSync(`${out}.progress`, `${JSON.stringify({ settings, process: other })}\n`);
    await expect(search(sounds)).rejects.toThrow(`process ${process.ppid} writes these results`);
    rmSync(`${out}.progress`);
  });

  it("leaves nothing of its progress when it is complete", async () => {
    recordMany(2);
    await search(sounds, { hasEmbeddings: true });
    expect(existsSync(join(folder, "events.csv.progress"))).toBe(false);
    expect(Object.keys(filesIn(folder)).filter((name) => name.includes("unfinished"))).toEqual([]);
  });
});

describe("embeddings", () => {
  it("are a row for each window, in NumPy's format", async () => {
    record(join(sounds, "a.wav"), 330, [[0, 150]]);
    await search(sounds, { hasEmbeddings: true });
    const bytes = readFileSync(join(folder, "events.csv-embeddings", "a.npy"));
    expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x93NUMPY\x01\x00");
    const headBytes = 10 + bytes.readUInt16LE(8);
    expect(bytes.toString("latin1", 10, headBytes).trim()).toBe(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 2), }",
    );
    expect(headBytes % 64).toBe(0);
    expect(bytes.length).toBe(headBytes + 4 * 6 * 2);
    // Windows of 0.1 s, three at a time.
    const loud = Math.fround(0.9 * 32768) / 32768;
    const value = (row: number, column: number): number =>
      bytes.readFloatLE(headBytes + 4 * (2 * row + column));
    expect([0, 1, 2, 3, 4, 5].map((row) => value(row, 1))).toEqual([0, 1, 2, 0, 1, 0]);
    expect(Math.abs(value(0, 0) - loud)).toBeLessThan(1e-4);
    const index = readFileSync(join(folder, "events.csv-embeddings", "index.csv"), "utf8")
      .trim()
      .split("\n");
    expect(index[0]).toBe("file,row,start_sec,end_sec,path");
    expect(index.slice(1).map((line) => line.split(",").slice(0, 4).join())).toEqual([
      "a.npy,0,0.000000,0.100000",
      "a.npy,1,0.050000,0.150000",
      "a.npy,2,0.100000,0.200000",
      "a.npy,3,0.150000,0.250000",
      "a.npy,4,0.200000,0.300000",
      "a.npy,5,0.250000,0.330000",
    ]);
  });
});
