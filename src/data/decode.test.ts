import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { resample } from "../audio/resample.js";
import { encodeWav16, readWav } from "../audio/wav.js";
import type { Clip } from "./clip.js";
import { allocateCache, readCache } from "./clip-cache.js";
import { type CropOptions, decodeClip } from "./decode.js";
import { PURPOSES, randomFloat } from "./random.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-decode-"));
afterAll(() => rmSync(folder, { recursive: true }));

const clipOf = (path: string): Clip => ({ path, startSec: 0, durationSec: null, label: "a" });

/** Reference: decodes and resamples the whole clip, then crops, then applies the gain. */
function reference(clip: Clip, index: number, epoch: number, options: CropOptions, length: number) {
  const { seed, augment, sampleRateHz } = options;
  const audio = readWav(clip.path, clip.startSec, clip.durationSec);
  const samples = resample(audio.samples, audio.sampleRateHz, sampleRateHz);
  const place = augment?.randomCrop ? randomFloat(PURPOSES.crop, seed, epoch, index) : 0.5;
  const gain = augment
    ? 10 ** (((2 * randomFloat(PURPOSES.gain, seed, epoch, index) - 1) * augment.gainDb) / 20)
    : 1;
  const target = new Float32Array(length);
  const excess = samples.length - length;
  if (excess >= 0) target.set(samples.subarray(Math.floor(place * (excess + 1))).subarray(0, length));
  else target.set(samples, augment?.randomCrop ? Math.floor(place * (1 - excess)) : 0);
  if (gain !== 1) for (let i = 0; i < length; i++) target[i]! *= gain;
  return target;
}

describe("decodeClip", () => {
  it("returns the same bits as a crop of the whole decoded clip, with and without a cache", () => {
    for (let round = 0; round < 60; round++) {
      const path = join(folder, "clip.wav");
      const rate = [8000, 16_000, 22_050, 44_100, 48_000][round % 5]!;
      const samples = Float32Array.from(
        { length: 1 + Math.floor(9000 * randomFloat(round)) },
        (_, i) => randomFloat(round, i) - 0.5,
      );
      writeFileSync(path, encodeWav16(samples, rate));
      const augment = round % 3 === 0 ? null : { gainDb: 6, randomCrop: round % 3 === 1 };
      const options = { sampleRateHz: 16_000, seed: 5, augment };
      const expected = reference(clipOf(path), 0, round, options, 1000);
      // The second cache has no room for a clip of any length.
      for (const cache of [null, allocateCache(1, 1e6), allocateCache(1, 4096)]) {
        const target = new Float32Array(1000).fill(9);
        const numSamples = decodeClip(clipOf(path), 0, round, { ...options, cache }, target);
        expect(target).toEqual(expected);
        expect(numSamples).toBe(Math.ceil((samples.length * 16_000) / rate));
      }
    }
  });

  it("reads half a second of a file of more than 2 GiB, and does not cache a clip that is too large", () => {
    const path = join(folder, "long.wav");
    const head = Buffer.from(encodeWav16(new Float32Array(0), 48_000));
    const size = 2_200_000_000;
    head.writeUInt32LE(size, 40);
    const file = openSync(path, "w");
    writeSync(file, head);
    ftruncateSync(file, 44 + size);
    closeSync(file);
    const cache = allocateCache(1, 1e6)!;
    const options = { sampleRateHz: 16_000, seed: 5, augment: { gainDb: 6, randomCrop: true }, cache };
    const target = new Float32Array(8000).fill(9);
    expect(decodeClip(clipOf(path), 0, 0, options, target)).toBe(Math.ceil(size / 2 / 3));
    expect(target.every((value) => value === 0)).toBe(true);
    expect(readCache(cache, 0)).toBeUndefined();
    rmSync(path);
  });

  it("refuses samples that are not finite, and names the manifest's line and the file", () => {
    const bytes = Buffer.from(encodeWav16(new Float32Array(200), 16_000));
    bytes.writeUInt16LE(3, 20);
    bytes.writeUInt16LE(4, 32);
    bytes.writeUInt16LE(32, 34);
    bytes.writeFloatLE(Number.NaN, 44);
    const path = join(folder, "nan.wav");
    writeFileSync(path, bytes);
    const clip = { ...clipOf(path), source: "train.csv:7" };
    const options = { sampleRateHz: 16_000, seed: 5, augment: null };
    expect(() => decodeClip(clip, 0, 0, options, new Float32Array(100))).toThrow(
      `train.csv:7: ${path}: holds samples that are not finite`,
    );
  });

  it("refuses a folder in place of a file, and names the manifest's line", () => {
    const clip = { ...clipOf(folder), source: "train.csv:9" };
    const options = { sampleRateHz: 16_000, seed: 5, augment: null };
    expect(() => decodeClip(clip, 0, 0, options, new Float32Array(100))).toThrow(
      `train.csv:9: ${folder}: a folder, expected an audio file`,
    );
  });
});
