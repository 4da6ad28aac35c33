import { describe, expect, test } from "vitest";
import { resample } from "../audio/resample.js";
import { encodeWav16 } from "../audio/wav.js";
import { decodeUpload } from "./decode.js";

const LIMITS = { format: { sampleRateHz: 16_000 }, maxSeconds: 2 };
const decode = (bytes: Uint8Array) => decodeUpload({ id: 0, bytes, name: "upload" }, LIMITS);
const noise = Float32Array.from({ length: 11_025 }, (_, i) => Math.round(1000 * Math.sin(i)) / 32_768);

/** Returns a file whose header states the given sample rate. */
function atRate(rate: number): Uint8Array {
  const bytes = Buffer.from(encodeWav16(noise, 16_000));
  bytes.writeUInt32LE(rate, 24);
  return bytes;
}

test("decodes and resamples like predict", () => {
  const { samples, durationSec } = decode(encodeWav16(noise, 22_050));
  expect(durationSec).toBe(0.5);
  expect(samples).toEqual(resample(noise, 22_050, 16_000));
});

describe("an upload that is too expensive to decode is refused:", () => {
  test.each([
    ["too long", encodeWav16(new Float32Array(40_000), 16_000), /2\.5 s of audio, the limit is 2 s/],
    ["too long, at a low sample rate", encodeWav16(new Float32Array(3000), 10), /300\.0 s of audio/],
    // Without a limit, its filter would have 5e10 numbers.
    ["an absurd sample rate", atRate(4_294_967_291), /sample rate of 4294967291 Hz is not accepted/],
    ["a sample rate that needs a large filter", atRate(383_987), /sample rate of 383987 Hz is not accepted/],
    ["a sample rate of 1 Hz", encodeWav16(noise.subarray(0, 2), 1), /sample rate of 1 Hz is not accepted/],
  ])("%s", (_, bytes, message) => {
    expect(() => decode(bytes)).toThrow(message);
  });

  test.each([8000, 11_025, 12_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000])(
    "none at the common sample rate %i Hz",
    (rate) => {
      expect(decode(encodeWav16(noise, rate)).samples.length).toBe(Math.ceil((noise.length * 16_000) / rate));
    },
  );
});

test("refuses samples that are not finite or far beyond full scale", () => {
  const bytes = Buffer.from(encodeWav16(new Float32Array(2), 16_000));
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.writeFloatLE(Number.NaN, 44);
  expect(() => decode(bytes)).toThrow(/^upload: holds samples that are not finite/);
  bytes.writeFloatLE(1e29, 44);
  expect(() => decode(bytes)).toThrow(/^upload: holds a sample of 1\.0e\+29, full scale is 1/);
});
