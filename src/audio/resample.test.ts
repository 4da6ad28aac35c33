import { describe, expect, it } from "vitest";
import { kernelSize, resample } from "./resample.js";

/** Reference: torchaudio's formula, evaluated for every tap of every phase. */
function reference(samples: Float32Array, fromHz: number, toHz: number): number[] {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const d = divisor(fromHz, toHz);
  const [from, to] = [fromHz / d, toHz / d];
  const base = Math.min(from, to) * 0.99;
  const width = Math.ceil((6 * from) / base);
  const at = (i: number): number => samples[i] ?? 0;
  return Array.from({ length: Math.ceil((samples.length * to) / from) }, (_, i) => {
    const phase = i % to;
    let sum = 0;
    for (let tap = 0; tap < 2 * width + from; tap++) {
      const t = Math.max(-6, Math.min(6, (-phase / to + (tap - width) / from) * base));
      const angle = t * Math.PI;
      const weight =
        (angle === 0 ? 1 : Math.sin(angle) / angle) * Math.cos((t * Math.PI) / 12) ** 2 * (base / from);
      sum += at(Math.floor(i / to) * from + tap - width) * weight;
    }
    return sum;
  });
}

const noise = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i * i * 0.37));

describe("resample", () => {
  it.each([
    [44100, 16000],
    [8000, 16000],
    [22050, 16000],
    [48000, 16000],
    [16000, 44100],
  ])("resamples from %i to %i Hz by torchaudio's formula", (from, to) => {
    const ours = resample(noise, from, to);
    const expected = reference(noise, from, to);
    expect(ours.length).toBe(expected.length);
    // float32 results of float64 sums.
    for (let i = 0; i < ours.length; i++) expect(Math.abs(ours[i]! - expected[i]!)).toBeLessThan(1e-6);
  });

  it("returns the same array when the rates are equal", () => {
    expect(resample(noise, 16000, 16000)).toBe(noise);
  });

  it("preserves a sine below both Nyquist frequencies", () => {
    const sine = (rate: number): Float32Array =>
      Float32Array.from({ length: rate }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / rate));
    const ours = resample(sine(44100), 44100, 16000);
    const expected = sine(16000);
    for (let i = 200; i < 15800; i++) expect(Math.abs(ours[i]! - expected[i]!)).toBeLessThan(0.01);
  });
});

it("returns the same samples after calls with many other rates", () => {
  const ramp = Float32Array.from({ length: 100 }, (_, i) => i);
  const before = resample(ramp, 22_050, 16_000);
  for (let rate = 8000; rate < 8040; rate++) resample(ramp, rate, 16_000);
  expect(resample(ramp, 22_050, 16_000)).toEqual(before);
});

it("computes the size of the filter table for two rates", () => {
  expect(kernelSize(44_100, 16_000)).toBe(160 * 36);
  expect(kernelSize(383_987, 16_000)).toBeGreaterThan(4e6);
});
