import { describe, expect, it } from "vitest";
import { slicePlanar } from "../audio/sample-format.js";
import { randomFloat } from "../data/random.js";
import { StretchMeter, type StretchReport } from "./stretch-meter.js";

const OPTIONS = { numChannels: 2, sampleRateHz: 16_000, mostHz: 8000 };

/** Measures frames 100 to 2100 of two channels, in blocks. */
function measure(samples: Float32Array, blockFrames: number): StretchReport {
  const numFrames = samples.length / 2;
  const meter = new StretchMeter(100, 2100, OPTIONS);
  for (let at = 0; at < numFrames; at += blockFrames)
    meter.add(slicePlanar(samples, 2, at, Math.min(blockFrames, numFrames - at)), at);
  return meter.finish();
}

describe("a stretch", () => {
  const samples = Float32Array.from({ length: 6000 }, (_, i) => 0.5 * (randomFloat(1, i) - 0.5));
  samples.fill(2, 0, 100); // Before the stretch.
  samples[150] = 1;
  samples[3000 + 160] = -1;
  samples[3000 + 170] = Number.NaN;
  samples[180] = Number.NEGATIVE_INFINITY;

  it("is measured without what is around it", () => {
    const { numFrames, peak, fullScaleShare, numNotFinite } = measure(samples, 3000);
    expect({ numFrames, peak, numNotFinite }).toEqual({ numFrames: 2000, peak: 1, numNotFinite: 2 });
    expect(fullScaleShare).toBe(2 / 4000);
  });

  it("has the offset of the channel where it is largest", () => {
    const shifted = samples.map((sample, i) =>
      Number.isFinite(sample) && i >= 3000 ? sample - 0.25 : sample,
    );
    let sum = 0;
    for (let i = 3100; i < 5100; i++) sum += Number.isFinite(shifted[i]) ? shifted[i]! : 0;
    expect(measure(shifted, 3000).offset).toBeCloseTo(sum / 2000, 12);
  });

  it("has the same report for any blocks, and another hash if a sample or the channels change", () => {
    const { offset, ...whole } = measure(samples, 3000);
    for (const blockFrames of [1, 64, 1000]) {
      const { offset: other, ...report } = measure(samples, blockFrames);
      expect(report).toEqual(whole);
      expect(other).toBeCloseTo(offset, 12);
    }
    const changed = samples.slice();
    changed[1000]! += 1e-6;
    expect(measure(changed, 3000).hash).not.toBe(whole.hash);
    const swapped = new Float32Array([...samples.subarray(3000), ...samples.subarray(0, 3000)]);
    expect(measure(swapped, 3000).hash).not.toBe(whole.hash);
  });
});
