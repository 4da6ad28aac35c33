import { expect, it } from "vitest";
import { randomFloat } from "../data/random.js";
import { resample, resamplePart } from "./resample.js";
import { resamplePartPlain } from "./resample-plain.js";
import type { Resampling } from "./sinc-kernel.js";
import { StreamResampler } from "./stream-resampler.js";

const RATES: [number, number, Resampling][] = [
  [44_100, 16_000, "sinc_hann"],
  [8000, 16_000, "sinc_hann"],
  [48_000, 16_000, "sinc_kaiser"],
  [11_025, 48_000, "sinc_kaiser"],
  [16_000, 16_000, "sinc_hann"],
  [12_345, 10_007, "sinc_hann"],
];

it.each(RATES)(
  "resamples parts of %s Hz to %s Hz with the bits of the whole: %s",
  (fromHz, toHz, resampling) => {
    for (const numSamples of [0, 1, 5, 1501]) {
      const channels = [0, 1].map((c) =>
        Float32Array.from({ length: numSamples }, (_, i) => randomFloat(c, i) - 0.5),
      );
      const expected = channels.map((channel) => resample(channel, fromHz, toHz, resampling));
      for (const [i, partOf] of [
        () => 1,
        () => 997,
        (part: number) => part % 70,
        () => numSamples,
      ].entries()) {
        const compute = i % 2 === 0 ? resamplePart : resamplePartPlain;
        const stream = new StreamResampler({ fromHz, toHz, resampling }, 2, compute);
        let mostKept = 0;
        const output: number[][] = [[], []];
        const add = (samples: Float32Array): void => {
          const count = samples.length / 2;
          for (const c of [0, 1]) output[c]!.push(...samples.subarray(c * count, (c + 1) * count));
        };
        for (let at = 0, part = 1; at < numSamples; part++) {
          const count = Math.min(partOf(part), numSamples - at);
          const samples = new Float32Array(2 * count);
          for (const c of [0, 1]) samples.set(channels[c]!.subarray(at, at + count), c * count);
          add(stream.push(samples));
          at += count;
          mostKept = Math.max(mostKept, stream.numKept);
        }
        add(stream.end());
        expect(mostKept).toBeLessThan(600);
        expect(stream.numInput).toBe(numSamples);
        for (const c of [0, 1]) {
          expect(output[c]!.length).toBe(expected[c]!.length);
          expect(output[c]!.findIndex((sample, i) => sample !== expected[c]![i])).toBe(-1);
        }
      }
    }
  },
);

it("returns samples as soon as their last tap arrived", () => {
  const stream = new StreamResampler({ fromHz: 32_000, toHz: 16_000 }, 1, resamplePart);
  let numOutput = 0;
  const late: number[] = [];
  for (let i = 1; i <= 1000; i++) {
    numOutput += stream.push(Float32Array.of(0.5)).length;
    // A tap reaches 6 zero crossings of the lower rate, at 0.99 of its half, and a sample more.
    if (Math.abs(numOutput - Math.max(0, i / 2 - 7)) > 1) late.push(i);
  }
  expect(late).toEqual([]);
});
