import { expect, it } from "vitest";
import { randomFloat } from "../../data/random.js";
import { betweenClass } from "./between-class.js";
import { LoudnessMeter } from "./loudness.js";

const RATE = 16_000;
const noise = (seed: number, length: number, gain = 1): Float32Array =>
  Float32Array.from({ length }, (_, i) => gain * (randomFloat(seed, i) - 0.5));

function mix(own: Float32Array, other: Float32Array, share: number, numChannels = 1) {
  const { create, options } = betweenClass;
  const augmentation = create(options.parse({ share: [share, share] }), { files: [], sampleRateHz: RATE });
  const example = { samples: own.slice(), numChannels, sampleRateHz: RATE, shares: [] as readonly number[] };
  augmentation.apply(example, () => 0.5, [{ ...example, samples: other }]);
  return example;
}

const lengthOf = (samples: Float32Array): number => Math.hypot(...samples);

it("gives a quiet clip the share that a loud one gets", () => {
  const [own, other] = [noise(1, 5000), noise(2, 5000)];
  const expected = mix(own, other, 0.3).samples;
  for (const gain of [0.01, 0.3, 20]) {
    const { samples } = mix(own, noise(2, 5000, gain), 0.3);
    const scale = lengthOf(expected) / lengthOf(samples);
    for (const [i, value] of samples.entries())
      expect(Math.abs(scale * value - expected[i]!)).toBeLessThan(1e-5);
  }
});

it("leaves the clip for a share of 0, takes the other for 1, and states the shares", () => {
  const [own, other] = [noise(1, 3000), noise(2, 3000)];
  expect(mix(own, other, 0).samples).toEqual(own);
  expect(mix(own, other, 1).samples).toEqual(other);
  expect(mix(own, other, 0.25).shares).toEqual([0.75, 0.25]);
});

it("mixes silence, clips shorter than a frame, and several channels by their sum", () => {
  const [own, other] = [noise(1, 300), noise(2, 300)];
  expect(mix(own, new Float32Array(300), 0.5).samples.every(Number.isFinite)).toBe(true);
  expect(mix(new Float32Array(300), new Float32Array(300), 0.5).samples.every((value) => value === 0)).toBe(
    true,
  );
  const twice = (samples: Float32Array) => Float32Array.of(...samples, ...samples);
  const { samples } = mix(twice(own), twice(other), 0.4, 2);
  const mono = mix(own, other, 0.4).samples;
  for (const [i, value] of samples.entries()) expect(value).toBeCloseTo(mono[i % 300]!, 6);
});

it("measures the loudest moment, and hears 1 kHz 30 dB louder than 50 Hz", () => {
  const meter = new LoudnessMeter(RATE);
  const tone = (hz: number) =>
    Float32Array.from({ length: 20_000 }, (_, i) => Math.sin((2 * Math.PI * hz * i) / RATE));
  const [low, high] = meter.measure(tone(50), tone(1000), 1);
  // The curve of IEC 61672: -30.2 dB at 50 Hz, 0 at 1 kHz.
  expect(high - low).toBeGreaterThan(29);
  expect(high - low).toBeLessThan(31);
  const late = Float32Array.from(tone(1000), (value, i) => (i < 15_000 ? 0.001 : 1) * value);
  expect(meter.measure(late, tone(1000), 1)[0]).toBeCloseTo(high, 1);
  expect(meter.measure(new Float32Array(20_000), late, 1)[0]).toBe(-80);
});
