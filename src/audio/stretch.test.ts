import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { randomFloat } from "../data/random.js";
import { openAudio, withAudio } from "./open.js";
import { resample } from "./resample.js";
import { memorySource } from "./source.js";
import { Stretch } from "./stretch.js";
import { decodeWav, encodeWav16, readWav } from "./wav.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-stretch-"));
afterAll(() => rmSync(folder, { recursive: true }));

const RATES = [8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 16_001];
const ENCODINGS = [
  { tag: 1, bits: 8 },
  { tag: 1, bits: 16 },
  { tag: 1, bits: 24 },
  { tag: 1, bits: 32 },
  { tag: 3, bits: 32 },
  { tag: 3, bits: 64 },
];

/** Returns a WAV file of random samples, which `keys` determine. */
function randomWav(
  { tag, bits }: { tag: number; bits: number },
  rate: number,
  channels: number,
  frames: number,
  ...keys: number[]
): Buffer {
  const frameBytes = (channels * bits) / 8;
  const head = Buffer.from(encodeWav16(new Float32Array(0), rate));
  head.writeUInt16LE(tag, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt16LE(frameBytes, 32);
  head.writeUInt16LE(bits, 34);
  head.writeUInt32LE(frames * frameBytes, 40);
  const data = Buffer.alloc(frames * frameBytes);
  for (let i = 0; i < frames * channels; i++) {
    const value = 2 * randomFloat(i, ...keys) - 1;
    if (tag === 1)
      for (let byte = 0; byte < bits / 8; byte++) data[(i * bits) / 8 + byte] = value * (99 + byte);
    else if (bits === 32) data.writeFloatLE(value, 4 * i);
    else data.writeDoubleLE(value, 8 * i);
  }
  return Buffer.concat([head, data]);
}

it("returns the same bits as the resampled whole, for random rates, encodings, channels and parts", () => {
  for (let round = 0; round < 120; round++) {
    const below = (count: number, key: number) => Math.floor(count * randomFloat(round, key));
    const [from, to] = [RATES[below(RATES.length, 1)]!, RATES[below(RATES.length, 2)]!];
    const frames = 1 + below(3000, 3);
    const path = join(folder, "random.wav");
    writeFileSync(path, randomWav(ENCODINGS[below(6, 4)]!, from, 1 + below(3, 5), frames, round));
    // A stretch is resampled as a separate signal: samples outside it do not affect its ends.
    const startSec = round % 2 === 0 ? 0 : below(frames, 6) / from;
    const durationSec = round % 3 === 0 ? null : below(frames, 7) / from;
    // The kaiser filter of an odd rate has millions of weights.
    const resampling = round % 2 === 0 && from !== 16_001 && to !== 16_001 ? "sinc_kaiser" : "sinc_hann";
    const whole = resample(readWav(path, startSec, durationSec).samples, from, to, resampling);
    withAudio(path, {}, (wav) => {
      const stretch = new Stretch(wav, { sampleRateHz: to, resampling }, startSec, durationSec);
      expect(stretch.numSamples).toBe(whole.length);
      for (let part = 0; part < 8; part++) {
        const first = below(whole.length, 10 + 2 * part);
        const count = Math.min(below(1 + whole.length - first, 11 + 2 * part), whole.length - first);
        const samples = stretch.read(first, count);
        const expected = whole.subarray(first, first + count);
        expect(Buffer.from(samples.buffer).equals(Buffer.from(Float32Array.from(expected).buffer))).toBe(
          true,
        );
        const into = new Float32Array(count).fill(9);
        expect(stretch.read(first, count, into)).toBe(into);
        expect(into).toEqual(samples);
      }
    });
  }
});

it("resamples each channel as a signal of its own, in every part", () => {
  const path = join(folder, "stereo.wav");
  writeFileSync(path, randomWav({ tag: 1, bits: 16 }, 44_100, 2, 2000, 1));
  withAudio(path, {}, (wav) => {
    const planar = wav.read(0, 2000, "stereo");
    const [left, right] = [planar.subarray(0, 2000), planar.subarray(2000)].map((one) =>
      resample(one, 44_100, 16_000),
    );
    const stretch = new Stretch(wav, { sampleRateHz: 16_000, channels: "stereo" });
    expect([stretch.numSamples, stretch.numChannels]).toEqual([left!.length, 2]);
    for (const [first, count] of [
      [0, stretch.numSamples],
      [3, 5],
      [100, 300],
    ] as const) {
      const samples = stretch.read(first, count);
      expect(samples.subarray(0, count)).toEqual(left!.slice(first, first + count));
      expect(samples.subarray(count)).toEqual(right!.slice(first, first + count));
    }
    const mono = new Stretch(wav, { sampleRateHz: 16_000, channels: "first" });
    expect(mono.read(100, 300)).toEqual(left!.slice(100, 400));
  });
});

it.each([16_000, 44_100])("reads only the frames of the part and of the filter's width (%i Hz)", (rate) => {
  const wav = openAudio(memorySource(encodeWav16(new Float32Array(100_000), rate)), "counted");
  const read = vi.spyOn(wav, "read");
  new Stretch(wav, { sampleRateHz: 16_000 }).read(20_000, 1600);
  const numRead = read.mock.calls.reduce((sum, [, count]) => sum + count, 0);
  expect(numRead).toBeGreaterThanOrEqual((1600 * rate) / 16_000);
  expect(numRead).toBeLessThan((1600 * rate) / 16_000 + 48);
});

it("reads a part of a file of more than 2 GiB", () => {
  const path = join(folder, "long.wav");
  const size = 2_200_000_000;
  const tone = encodeWav16(
    Float32Array.from({ length: 9600 }, (_, i) => Math.sin(i / 9)),
    48_000,
  );
  const head = Buffer.from(tone.subarray(0, 44));
  head.writeUInt32LE(size, 40);
  const file = openSync(path, "w");
  writeSync(file, head);
  // The tone begins at frame 9e8; the rest is a hole.
  writeSync(file, tone, 44, tone.length - 44, 44 + 18e8);
  ftruncateSync(file, 44 + size);
  closeSync(file);
  const part = withAudio(path, {}, (wav) => new Stretch(wav, { sampleRateHz: 16_000 }).read(3e8, 3200));
  expect(part).toEqual(resample(decodeWav(tone, "tone").samples, 48_000, 16_000));
  rmSync(path);
});

it.each([
  [4_294_967_291, /long\.wav: its sample rate of 4294967291 Hz cannot be resampled to 16000 Hz/],
  [4_294_960_000, /cannot be resampled/],
  [99_999_989, /cannot be resampled/],
])("refuses the rate %i Hz before it allocates a filter", (rate, message) => {
  const bytes = Buffer.from(encodeWav16(new Float32Array(10), 8000));
  bytes.writeUInt32LE(rate, 24);
  expect(() => new Stretch(openAudio(memorySource(bytes), "long.wav"), { sampleRateHz: 16_000 })).toThrow(
    message,
  );
});
