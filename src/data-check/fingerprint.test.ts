import { describe, expect, it } from "vitest";
import { resample } from "../audio/resample.js";
import { randomFloat } from "../data/random.js";
import { FINGERPRINT_SIZE, Fingerprinter } from "./fingerprint.js";
import { findNearCopies, NEAR_SIMILARITY } from "./near-copies.js";

/** Notes that change twenty times a second. */
function notes(seed: number, sec = 1): Float32Array {
  return Float32Array.from({ length: 16_000 * sec }, (_, i) => {
    const note = Math.floor(i / 800);
    return randomFloat(seed, note, 1) * Math.sin((i / 8) * (0.1 + randomFloat(seed, note)));
  });
}

function fingerprint(samples: Float32Array, hz = 16_000, blockSamples = samples.length): Float32Array | null {
  const fingerprinter = new Fingerprinter(samples.length, hz, 8000);
  for (let at = 0; at < samples.length; at += blockSamples)
    fingerprinter.add(samples.subarray(at, at + blockSamples));
  return fingerprinter.finish();
}

const similarity = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

describe("fingerprints", () => {
  it("depend on no block, and hardly on gain and sample rate", () => {
    const samples = notes(1, 2.5);
    const whole = fingerprint(samples)!;
    expect(similarity(whole, whole)).toBeCloseTo(1, 5);
    for (const blockSamples of [100, 777, 16_000])
      expect(fingerprint(samples, 16_000, blockSamples)).toEqual(whole);
    expect(similarity(whole, fingerprint(samples.map((x) => 0.1 * x))!)).toBeGreaterThan(0.9999);
    for (const hz of [22_050, 44_100]) {
      const other = fingerprint(resample(samples, 16_000, hz), hz)!;
      expect(similarity(whole, other)).toBeGreaterThan(NEAR_SIMILARITY);
    }
    expect(similarity(whole, fingerprint(notes(2, 2.5))!)).toBeLessThan(0.8);
  });

  it("are null for silence, and exist for sounds shorter than a window", () => {
    expect(fingerprint(new Float32Array(16_000))).toBeNull();
    expect(fingerprint(new Float32Array(0))).toBeNull();
    const short = fingerprint(notes(3).subarray(0, 300))!;
    expect(short.every(Number.isFinite)).toBe(true);
  });
});

describe("near copies", () => {
  it("are those that comparing all pairs finds", () => {
    const random = (i: number, v: number): number => randomFloat(7, i, v) - 0.5;
    const fingerprints = Array.from({ length: 300 }, (_, i) => {
      // Every third is near one of 40 others, more or less.
      const [base, distance] = i % 3 === 0 ? [i % 40, 0.15 * randomFloat(8, i)] : [i, 1];
      const values = Float64Array.from(
        { length: FINGERPRINT_SIZE },
        (_, v) => random(base + 1000, v) / (1 + v) + (distance * random(i, v)) / 4 / (1 + (v % 64)),
      );
      const norm = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
      return i % 50 === 49 ? null : Float32Array.from(values, (x) => x / norm);
    });
    const mayPair = (a: number, b: number): boolean => (a + b) % 7 !== 0;
    const expected = fingerprints.flatMap((second, j) => {
      if (second === null) return [];
      const best = fingerprints
        .slice(0, j)
        .map((first, i) => ({ i, cosine: first === null || !mayPair(i, j) ? -1 : similarity(first, second) }))
        .reduce((a, b) => (b.cosine > a.cosine ? b : a), { i: -1, cosine: -1 });
      return best.cosine >= NEAR_SIMILARITY ? [{ second: j, first: best.i }] : [];
    });
    expect(expected.length).toBeGreaterThan(30);
    const found = findNearCopies(fingerprints, mayPair);
    expect(found.map(({ first, second }) => ({ second, first }))).toEqual(expected);
  });
});
