import { expect, it } from "vitest";
import { melLengths } from "../front-ends/mel/lengths.js";
import { findDifferences } from "./differences.js";
import { loadedFrontEnd, shortestClip } from "./feature-sizes.js";
import { overrideConfig, parseConfig } from "./load.js";
import type { Config } from "./schema.js";

const configWith = (front_end: Record<string, unknown> = {}, sample_rate_hz = 16_000) =>
  parseConfig({ data: { train: "x", sample_rate_hz }, front_end });

/** Returns the lengths of window, hop and transform in samples. */
const lengthsOf = (config: Config): number[] => {
  const { windowSamples, hopSamples, fftSamples } = melLengths(
    config.front_end as Extract<Config["front_end"], { name: "log_mel" }>,
    {
      sampleRateHz: config.data.sample_rate_hz,
    },
  );
  return [windowSamples, hopSamples, fftSamples];
};

it("keeps the duration of window and hop at every sample rate", () => {
  expect(lengthsOf(configWith())).toEqual([400, 160, 512]);
  expect(lengthsOf(configWith({}, 8000))).toEqual([200, 80, 256]);
  expect(lengthsOf(configWith({}, 44_100))).toEqual([1103, 441, 2048]);
  expect(lengthsOf(configWith({ window_ms: 32, hop_ms: 8 }))).toEqual([512, 128, 512]);
  expect(lengthsOf(configWith({ window_ms: 32.1 }))).toEqual([514, 160, 1024]);
  expect(lengthsOf(configWith({ fft_samples: 1024 }))).toEqual([400, 160, 1024]);
});

it("uses lengths in samples unchanged, independently of each other, with the transform length of earlier versions", () => {
  expect(lengthsOf(configWith({ window_samples: 400, hop_samples: 160 }, 8000))).toEqual([400, 160, 512]);
  expect(lengthsOf(configWith({ window_samples: 200 }))).toEqual([200, 160, 512]);
  expect(lengthsOf(configWith({ hop_samples: 80 }))).toEqual([400, 80, 512]);
  expect(lengthsOf(configWith({ window_samples: 600 }))).toEqual([600, 160, 1024]);
});

it("finds no difference between lengths in samples and in milliseconds if they are equal", () => {
  const stored = { fft_samples: 512, window_samples: 400, hop_samples: 160 };
  const old = overrideConfig(
    { ...configWith(), front_end: undefined, features: stored } as unknown as Config,
    [],
  );
  expect(findDifferences(old, configWith())).toEqual([]);
  expect(findDifferences(old, configWith(stored))).toEqual([]);
  expect(findDifferences(configWith(), configWith({ hop_ms: 5 })).map(({ key }) => key)).toEqual([
    "front_end.hop_samples",
  ]);
  const at8kHz = parseConfig({ data: { train: "x", sample_rate_hz: 8000 }, front_end: stored });
  expect(findDifferences(at8kHz, configWith({}, 8000))).toEqual([
    { key: "front_end.fft_samples", before: 512, now: 256, isHarmless: false },
    { key: "front_end.window_samples", before: 400, now: 200, isHarmless: false },
    { key: "front_end.hop_samples", before: 160, now: 80, isHarmless: false },
  ]);
});

it("replaces a length in samples by an override in milliseconds, and the reverse", () => {
  expect(lengthsOf(overrideConfig(configWith(), ["front_end.window_samples=320"]))).toEqual([320, 160, 512]);
  const samples = configWith({ window_samples: 320 });
  expect(lengthsOf(overrideConfig(samples, ["front_end.window_ms=10"]))).toEqual([160, 160, 256]);
  expect(lengthsOf(overrideConfig(configWith(), ["data.sample_rate_hz=8000"]))).toEqual([200, 80, 256]);
});

it("returns features in samples, as files beside weights store them", () => {
  expect(loadedFrontEnd(configWith()).resolved()).toEqual({
    name: "log_mel",
    num_mels: 64,
    fft_samples: 512,
    window_samples: 400,
    hop_samples: 160,
    min_hz: 50,
    max_hz: null,
    log_floor: 1e-5,
    ...{ mel_scale: "slaney", mel_norm: "slaney", power: 2, window: "hann" },
    ...{ log: "natural", db_floor: 1e-10, top_db: null, deltas: 0, delta_width: 9 },
    ...{ normalize: "none", normalize_over: "band", normalize_clips: 1000 },
  });
});

it("computes the shortest clip that the model accepts", () => {
  expect(shortestClip(configWith())).toBe(15 * 160);
  expect(shortestClip(parseConfig({ data: { train: "x" }, model: { channels: [8] } }))).toBe(512);
});
