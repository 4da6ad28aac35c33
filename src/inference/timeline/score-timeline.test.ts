import { describe, expect, it } from "vitest";
import { randomFloat } from "../../data/random.js";
import { createWindowing } from "../../data/windows.js";
import { FrameGrid } from "./frame-grid.js";
import { ScoreTimeline, type ScoreWindows } from "./score-timeline.js";

const NUM_LABELS = 2;

/** A model whose score of a frame is the mean of its samples, and of label 1 its last channel's largest. */
function stub(modelFrames: number, numChannels: number): ScoreWindows {
  return (wave, numWindows) => {
    const padded = wave.length / numWindows / numChannels;
    const scores = new Float32Array(numWindows * NUM_LABELS * modelFrames);
    for (let window = 0; window < numWindows; window++) {
      for (let frame = 0; frame < modelFrames; frame++) {
        const from = Math.floor((frame * padded) / modelFrames);
        const to = Math.max(from + 1, Math.floor(((frame + 1) * padded) / modelFrames));
        const channel = (c: number): Float32Array =>
          wave.subarray((window * numChannels + c) * padded + from, (window * numChannels + c) * padded + to);
        const row = window * NUM_LABELS * modelFrames;
        scores[row + frame] = channel(0).reduce((sum, x) => sum + x, 0) / (to - from);
        scores[row + modelFrames + frame] = Math.max(...channel(numChannels - 1));
      }
    }
    return { scores, embeddings: new Float32Array(numWindows) };
  };
}

interface Case {
  windowSamples: number;
  modelFrames: number;
  hopSamples: number;
  numSamples: number;
  numChannels?: number;
  /** Shortest length that a window is padded to. */
  shortest?: number;
}

function timelineOf(
  { windowSamples, modelFrames, hopSamples, numChannels = 1, shortest }: Case,
  batchWindows: number,
) {
  const grid = new FrameGrid(windowSamples, modelFrames, hopSamples);
  const windowing = createWindowing(windowSamples, shortest ?? windowSamples);
  const timeline = new ScoreTimeline(stub(modelFrames, numChannels), {
    ...{ grid, windowing, numChannels, numLabels: NUM_LABELS, batchWindows },
  });
  return { grid, timeline };
}

/** Samples of a channel. */
function channelOf(c: number, numSamples: number): Float32Array {
  return Float32Array.from({ length: numSamples }, (_, i) => randomFloat(c, i));
}

/** Pushes the recording in parts. */
function scoresOf(
  one: Case,
  batchWindows: number,
  partOf: (part: number) => number,
): { scores: number[]; firsts: number[] } {
  const { timeline } = timelineOf(one, batchWindows);
  const { numSamples, numChannels = 1 } = one;
  const channels = Array.from({ length: numChannels }, (_, c) => channelOf(c, numSamples));
  const scores: number[] = [];
  const firsts: number[] = [];
  const add = (frames: ReturnType<typeof timeline.push>): void => {
    if (frames.count === 0) return;
    firsts.push(frames.first);
    expect(frames.first).toBe(scores.length / NUM_LABELS);
    scores.push(...frames.scores);
  };
  for (let at = 0, part = 0; at < numSamples; part++) {
    const count = Math.min(partOf(part), numSamples - at);
    const samples = new Float32Array(numChannels * count);
    for (const [c, channel] of channels.entries()) samples.set(channel.subarray(at, at + count), c * count);
    add(timeline.push(samples));
    at += count;
  }
  add(timeline.end());
  return { scores, firsts };
}

/** All windows of a recording that is known from its start to its end, written out. */
function expectedScores(one: Case): number[] {
  const { windowSamples, modelFrames, hopSamples, numSamples, numChannels = 1, shortest } = one;
  const windowing = createWindowing(windowSamples, shortest ?? windowSamples);
  const frameSamples = modelFrames === 1 ? hopSamples : windowSamples / modelFrames;
  const hopFrames = modelFrames === 1 ? 1 : Math.max(1, Math.round(hopSamples / frameSamples));
  const numFrames =
    modelFrames === 1
      ? Math.max(1, Math.floor(numSamples / hopSamples + 0.5))
      : Math.ceil(numSamples / frameSamples - 1e-9);
  const sums = new Float64Array(numFrames * NUM_LABELS);
  const weights = new Float64Array(numFrames);
  for (let window = 0; ; window++) {
    const first = Math.floor(window * hopFrames * frameSamples + 1e-9);
    const count = Math.min(windowSamples, numSamples - first);
    const padded = windowing.paddedSamples.find((length) => length >= count)!;
    const wave = new Float32Array(numChannels * padded);
    for (let c = 0; c < numChannels; c++)
      wave.set(channelOf(c, numSamples).subarray(first, first + count), c * padded);
    const { scores } = stub(modelFrames, numChannels)(wave, 1);
    for (let frame = window * hopFrames; frame < numFrames; frame++) {
      const from = (frame - window * hopFrames) * frameSamples;
      if (from >= windowSamples - 1e-9) break;
      const u = (from + Math.min(from + frameSamples, windowSamples)) / 2 / windowSamples;
      const weight = 1 - Math.abs(2 * u - 1);
      const own = Math.min(modelFrames - 1, Math.floor(((from + frameSamples / 2) / padded) * modelFrames));
      weights[frame]! += weight;
      for (let label = 0; label < NUM_LABELS; label++)
        sums[frame * NUM_LABELS + label]! += weight * scores[label * modelFrames + own]!;
    }
    if (first + windowSamples >= numSamples) break;
  }
  return Array.from(sums, (sum, i) => sum / weights[Math.floor(i / NUM_LABELS)]!);
}

const CASES: [string, Case][] = [
  ["windows of half overlap", { windowSamples: 20, modelFrames: 1, hopSamples: 10, numSamples: 103 }],
  ["windows side by side", { windowSamples: 20, modelFrames: 1, hopSamples: 20, numSamples: 103 }],
  ["windows of which hops are no part", { windowSamples: 20, modelFrames: 1, hopSamples: 7, numSamples: 97 }],
  ["an end at a window's end", { windowSamples: 20, modelFrames: 1, hopSamples: 10, numSamples: 100 }],
  ["a sample after a window", { windowSamples: 20, modelFrames: 1, hopSamples: 10, numSamples: 101 }],
  ["less than a window", { windowSamples: 20, modelFrames: 1, hopSamples: 10, numSamples: 3 }],
  ["frames", { windowSamples: 20, modelFrames: 5, hopSamples: 8, numSamples: 111 }],
  [
    "frames of no whole number of samples",
    { windowSamples: 20, modelFrames: 6, hopSamples: 10, numSamples: 97 },
  ],
  ["frames of less than a window", { windowSamples: 20, modelFrames: 6, hopSamples: 10, numSamples: 7 }],
  ["frames of less than a hop", { windowSamples: 20, modelFrames: 5, hopSamples: 12, numSamples: 3 }],
  ["frames that do not overlap", { windowSamples: 20, modelFrames: 5, hopSamples: 20, numSamples: 45 }],
  ["channels", { windowSamples: 20, modelFrames: 4, hopSamples: 10, numSamples: 87, numChannels: 2 }],
  [
    "a last window that is padded less",
    { windowSamples: 40, modelFrames: 4, hopSamples: 20, numSamples: 87, shortest: 10 },
  ],
];

describe("ScoreTimeline", () => {
  it.each(CASES)("merges the windows of a recording: %s", (_, one) => {
    const expected = expectedScores(one);
    const { scores } = scoresOf(one, 1, () => one.numSamples);
    expect(scores.length).toBe(expected.length);
    expect(Math.max(...scores.map((score, i) => Math.abs(score - expected[i]!)))).toBeLessThan(1e-6);
  });

  it.each(CASES)("returns the same for any parts and batches: %s", (_, one) => {
    const whole = scoresOf(one, 1, () => one.numSamples).scores;
    for (const batchWindows of [1, 2, 3, 64]) {
      for (const partOf of [() => 1, () => 13, (part: number) => 1 + (part % 50)])
        expect(scoresOf(one, batchWindows, partOf).scores).toEqual(whole);
    }
  });

  it("returns a frame as soon as its last window is complete", () => {
    const one = { windowSamples: 20, modelFrames: 1, hopSamples: 10, numSamples: 45 };
    const { timeline } = timelineOf(one, 1);
    const counts = Array.from({ length: 45 }, () => timeline.push(new Float32Array(1)).count);
    expect(counts.flatMap((count, sample) => (count > 0 ? [[sample + 1, count]] : []))).toEqual([
      [20, 1],
      [30, 1],
      [40, 1],
    ]);
    expect(timeline.end()).toMatchObject({ first: 3, count: 2 });
  });

  it("weights the middle of a window most, and no window with nothing", () => {
    const grid = new FrameGrid(40, 1, 10);
    expect([0, 1, 2, 3].map((frame) => grid.weight(frame))).toEqual([0.25, 0.75, 0.75, 0.25]);
    const uneven = new FrameGrid(20, 1, 7);
    expect([0, 1, 2].map((frame) => uneven.weight(frame) > 0)).toEqual([true, true, true]);
    expect(uneven.framesAWindow).toBe(3);
  });

  it("has no frames without samples", () => {
    expect(timelineOf({ ...CASES[0]![1] }, 1).timeline.end().count).toBe(0);
  });

  it("starts frames at exact samples after any time", () => {
    // 240 h at 48 kHz, in frames of a third of a sample more than 1600.
    const grid = new FrameGrid(4801, 3, 4801);
    expect(grid.start(3 * 8_640_000)).toBe(4801 * 8_640_000);
    expect(grid.numFrames(4801 * 8_640_000)).toBe(3 * 8_640_000);
    expect(grid.numFrames(4801 * 8_640_000 + 1)).toBe(3 * 8_640_000 + 1);
    // Frames as long as the hop: the rest counts from half a frame on.
    const hops = new FrameGrid(4800, 1, 1600);
    expect(hops.numFrames(1600 * 8_640_000 + 799)).toBe(8_640_000);
    expect(hops.numFrames(1600 * 8_640_000 + 800)).toBe(8_640_001);
    expect(hops.numFrames(3)).toBe(1);
  });
});
