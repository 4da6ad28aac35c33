// Streams beside files: the scores and events of all samples at once, as `woodshed detect` finds them.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openAudio } from "../audio/open.js";
import { resamplePart } from "../audio/resample.js";
import { memorySource } from "../audio/source.js";
import { Stretch } from "../audio/stretch.js";
import { encodeWav16 } from "../audio/wav.js";
import { randomFloat } from "../data/random.js";
import { createWindowing } from "../data/windows.js";
import { eventRules } from "../detect/event-rules.js";
import { EventFinder, type EventRule, type FoundEvent } from "../detect/events.js";
import { byOnset, inSeconds, type LabelledEvent } from "../detect/found-recording.js";
import { restoreModel } from "../inference/restore.js";
import { sampleFormatOf } from "../inference/sample-format.js";
import { FrameGrid } from "../inference/timeline/frame-grid.js";
import { timelineModel } from "../inference/timeline/model-timelines.js";
import { ScoreTimeline, type ScoreWindows } from "../inference/timeline/score-timeline.js";
import { packageRoot } from "../package-root.js";
import type { StreamEvent } from "./live-events.js";
import { joinResults } from "./stream-model.js";
import { type StreamResult, StreamState, type StreamWindow } from "./stream-state.js";
import { StreamingPredictor } from "./streaming-predictor.js";

const CHECKPOINT = join(packageRoot, "tests/fixtures/checkpoint-v1");
const model = restoreModel(CHECKPOINT, ["training.precision=fp32"]);
const format = sampleFormatOf(model.config);

/** Tones that change, with pauses. */
function sound(numSamples: number, rateHz: number): Float32Array {
  return Float32Array.from({ length: numSamples }, (_, i) => {
    const part = Math.floor(i / rateHz / 0.4);
    const hz = 200 + 3000 * randomFloat(1, part);
    return randomFloat(2, part) < 0.3
      ? 0
      : 0.4 * Math.sin((2 * Math.PI * hz * i) / rateHz) + 0.1 * (randomFloat(3, i) - 0.5);
  });
}

function pushAll(
  push: (samples: Float32Array) => StreamResult,
  channels: readonly Float32Array[],
  partOf: (part: number) => number,
): StreamResult {
  const results: StreamResult[] = [];
  const numSamples = channels[0]!.length;
  for (let at = 0, part = 1; at < numSamples; part++) {
    const count = Math.min(partOf(part), numSamples - at);
    const samples = new Float32Array(channels.length * count);
    for (const [c, channel] of channels.entries()) samples.set(channel.subarray(at, at + count), c * count);
    results.push(push(samples));
    at += count;
  }
  return joinResults(results);
}

/** Checks that each event's onset comes before its offset, and returns the events as a file's. */
function wholeEvents(events: readonly StreamEvent[]): LabelledEvent[] {
  const open = new Map<string, number>();
  const whole: LabelledEvent[] = [];
  for (const event of events) {
    if (event.kind === "onset") {
      expect(open.has(event.label)).toBe(false);
      open.set(event.label, event.onsetSec);
    } else {
      expect(open.get(event.label)).toBe(event.onsetSec);
      open.delete(event.label);
      const { kind: _, ...rest } = event;
      whole.push(rest);
    }
  }
  expect(open.size).toBe(0);
  return whole;
}

const inOrder = (events: readonly LabelledEvent[], labels: readonly string[]): LabelledEvent[] =>
  events.toSorted((a, b) => a.onsetSec - b.onsetSec || labels.indexOf(a.label) - labels.indexOf(b.label));

function expectClose(events: readonly LabelledEvent[], expected: readonly LabelledEvent[]): void {
  const times = ({ label, onsetSec, offsetSec }: LabelledEvent) => ({ label, onsetSec, offsetSec });
  expect(events.map(times)).toEqual(expected.map(times));
  for (const [i, { score }] of events.entries())
    expect(Math.abs(score - expected[i]!.score)).toBeLessThan(1e-5);
}

describe("StreamingPredictor", () => {
  /** Thresholds that half of the frames reach. */
  const rules = { thresholds: [] as number[] };

  /** The scores and events of a file. */
  function fileResults(
    samples: Float32Array,
    rateHz: number,
    hopSec: number | null,
  ): { scores: number[]; events: LabelledEvent[]; samples: Float32Array } {
    const audio = openAudio(memorySource(encodeWav16(samples, rateHz)), "a.wav");
    const stretch = new Stretch(audio, format);
    const timelines = timelineModel(model, { hopSec });
    const timeline = timelines.start();
    const parts = [timeline.push(stretch.read(0, stretch.numSamples)), timeline.end()];
    const scores = parts.flatMap((part) => [...part.scores]);
    rules.thresholds = model.labels.map((_, label) => {
      const ofLabel = scores.filter((_, i) => i % model.labels.length === label).sort((a, b) => a - b);
      return (
        (ofLabel[Math.floor(ofLabel.length / 2)]! +
          ofLabel[Math.max(0, Math.floor(ofLabel.length / 2) - 1)]!) /
        2
      );
    });
    const found = (merged: readonly EventRule[]): FoundEvent[] => {
      const finder = new EventFinder(merged, timelines.grid);
      return [...parts.flatMap((part) => finder.push(part)), ...finder.end(stretch.numSamples)];
    };
    const events = found(eventRules({ ...timelines.rules, ...rules }, 0, timelines.grid, format.sampleRateHz))
      .toSorted(byOnset)
      .map((event) => inSeconds(event, timelines.rules.labels, format.sampleRateHz, audio.durationSec));
    return {
      scores,
      events,
      samples: audio.read(0, audio.numFrames),
    };
  }

  /** Name, rate of the source, hop, seconds, and lengths of parts. */
  const FILES: [string, number, number | null, number, ((part: number) => number)[]][] = [
    [
      "the model's rate",
      format.sampleRateHz,
      null,
      3.21,
      [() => 1, () => 160, (part: number) => (part * 37) % 5000],
    ],
    ["another rate and hop", 44_100, 0.06, 3, [() => 441, () => 60_000]],
    ["more than a minute at once", 8000, 0.25, 61, [() => Number.POSITIVE_INFINITY]],
    ["less than a window", format.sampleRateHz, null, 0.1, [() => 7]],
  ];

  it.each(FILES)("has the scores and events of the file: %s", (_, rateHz, hopSec, sec, partings) => {
    const file = fileResults(sound(Math.round(sec * rateHz), rateHz), rateHz, hopSec);
    expect(file.events.length).toBeGreaterThan(sec > 1 ? 3 : 0);
    for (const partOf of partings) {
      const stream = new StreamingPredictor(model, {
        sampleRateHz: rateHz,
        rules,
        ...(hopSec === null ? {} : { hopSec }),
      });
      const { frames, events } = joinResults([
        pushAll((samples) => stream.push(samples), [file.samples], partOf),
        stream.end(),
      ]);
      const scores = frames.flatMap((frame) => [...frame.scores]);
      expect(scores.length).toBe(file.scores.length);
      expect(
        scores.reduce((most, score, i) => Math.max(most, Math.abs(score - file.scores[i]!)), 0),
      ).toBeLessThan(1e-5);
      expectClose(inOrder(wholeEvents(events), stream.labels), file.events);
      // Less than half a frame after the last one belongs to it.
      const restSec = stream.durationSec - frames.at(-1)!.endSec;
      expect(restSec).toBeGreaterThanOrEqual(0);
      expect(restSec).toBeLessThan((hopSec ?? 0.125) / 2);
    }
  });

  it("keeps nothing that grows with the stream or with a push", () => {
    const stream = new StreamingPredictor(model, { sampleRateHz: 48_000, hopSec: 0.25 });
    stream.push(new Float32Array(1000));
    const before = stream.numKept;
    stream.push(new Float32Array(30 * 48_000));
    for (let i = 0; i < 500; i++) stream.push(new Float32Array(997));
    expect(stream.numKept).toBeLessThanOrEqual(before + 100);
    stream.end();
  });

  it("refuses bad samples without adding them, and what does not fit", () => {
    const samples = sound(4000, format.sampleRateHz);
    const stream = new StreamingPredictor(model);
    const clean = new StreamingPredictor(model);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e30])
      expect(() => stream.push(Float32Array.of(0, bad))).toThrow("stream: holds");
    expect(stream.push(samples)).toEqual(clean.push(samples));
    expect(stream.end()).toEqual(clean.end());
    expect(() => stream.push(samples)).toThrow("it ended before");
    for (const sampleRateHz of [0, -1, 44_100.5, Number.NaN, 1e9])
      expect(() => new StreamingPredictor(model, { sampleRateHz })).toThrow(
        `a sample rate of ${sampleRateHz} Hz`,
      );
    expect(() => new StreamingPredictor(model, { hopSec: 99 })).toThrow("a hop of 99 s");
    expect(() => new StreamingPredictor(model, { rules: { minSec: [1] } })).toThrow(
      "1 numbers in rules.minSec; expected",
    );
    expect(new StreamingPredictor(model).end()).toEqual({ frames: [], events: [] });
  });
});

describe("StreamState", () => {
  /** Scores of frames that jump between samples, of two labels. */
  const score =
    (modelFrames: number): ScoreWindows =>
    (wave, count) => {
      const size = wave.length / count;
      const scores = Float32Array.from({ length: count * 2 * modelFrames }, (_, i) => {
        const [window, row] = [Math.floor(i / (2 * modelFrames)), i % (2 * modelFrames)];
        return Math.abs(wave[window * size + Math.floor((row * size) / (2 * modelFrames))]!);
      });
      return { scores, embeddings: new Float32Array(count) };
    };
  const RULES: [string, Partial<EventRule>][] = [
    ["plain", {}],
    ["median, merged", { medianFrames: 5, mergeSamples: 90 }],
    ["short ones left out", { minSamples: 70, mergeSamples: 31 }],
    ["all at once", { medianFrames: 3, mergeSamples: 60, minSamples: 130 }],
  ];

  it.each(RULES)(
    "finds the events of a file in frames of a detection model with two channels: %s",
    (_, rule) => {
      const sizes = { windowSamples: 300, modelFrames: 7, hopSamples: 100 };
      const grid = new FrameGrid(300, 7, 100);
      const rules = [0.5, 0.6].map((threshold) => ({
        ...{ threshold, medianFrames: 1, mergeSamples: 0, minSamples: 0 },
        ...rule,
      }));
      const labels = ["a", "b"];
      const windowing = createWindowing(300, 100);
      const state = (): StreamState =>
        new StreamState(
          {
            format: { sampleRateHz: 1000, channels: "stereo", resampling: "sinc_hann" },
            windowing,
            sizes,
            labels,
            rules,
          },
          1000,
          resamplePart,
        );
      for (const numSamples of [5000, 4711, 299, 301]) {
        const channels = [0, 1].map((c) =>
          Float32Array.from({ length: numSamples }, (_, i) => randomFloat(c, Math.floor(i / 90))),
        );
        const timeline = new ScoreTimeline(score(7), {
          grid,
          windowing,
          numChannels: 2,
          numLabels: 2,
          batchWindows: 4,
        });
        const whole = new Float32Array(2 * numSamples);
        for (const c of [0, 1]) whole.set(channels[c]!, c * numSamples);
        const parts = [timeline.push(whole), timeline.end()];
        const finder = new EventFinder(rules, grid);
        const found = [...parts.flatMap((part) => finder.push(part)), ...finder.end(numSamples)];
        const expected = found
          .toSorted(byOnset)
          .map((event) => inSeconds(event, labels, 1000, numSamples / 1000));
        const expectedScores = parts.flatMap(({ scores }) => [...scores]);
        for (const partOf of [() => 1, () => 333, () => numSamples]) {
          const stream = state();
          const compute = (windows: Iterable<StreamWindow>): StreamResult =>
            joinResults(Array.from(windows, (window) => stream.add(score(7)(window.wave, 1).scores, window)));
          const { frames, events } = joinResults([
            pushAll((samples) => compute(stream.push(samples)), channels, partOf),
            compute(stream.end()),
            stream.finish(),
          ]);
          expect(frames.flatMap(({ scores }) => [...scores])).toEqual(expectedScores);
          expect(inOrder(wholeEvents(events), labels)).toEqual(expected);
        }
        if (numSamples > 1000) expect(expected.length).toBeGreaterThan(3);
      }
    },
  );

  it("reports an onset once it is certain, and the offset once no gap can be joined", () => {
    const rules = [{ threshold: 0.5, medianFrames: 1, mergeSamples: 15, minSamples: 20 }];
    const sizes = { windowSamples: 10, modelFrames: 1, hopSamples: 10 };
    const stream = new StreamState(
      {
        format: { sampleRateHz: 10, channels: "mix", resampling: "sinc_hann" },
        windowing: createWindowing(10, 10),
        sizes,
        labels: ["a"],
        rules,
      },
      10,
      resamplePart,
    );
    const eventsOf = [0, 1, 0, 1, 0, 0, 1].map((value) => {
      const [window] = stream.push(new Float32Array(10).fill(value));
      return stream.add(window!.wave.slice(0, 1), window!).events;
    });
    expect(eventsOf).toEqual([
      [],
      [],
      [],
      [{ kind: "onset", label: "a", onsetSec: 1 }],
      [],
      [{ kind: "offset", label: "a", onsetSec: 1, offsetSec: 4, score: 1 }],
      [],
    ]);
    expect([...stream.end()]).toEqual([]);
    expect(stream.finish().events).toEqual([]);
  });
});
