import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { randomFloat } from "../data/random.js";
import { DataError } from "../errors.js";
import { decodeWav, encodeWav16, readWav, readWavInfo } from "./wav.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-wav-"));

interface Options {
  codec: number;
  bits: number;
  channels?: number;
  rate?: number;
  extensible?: boolean;
  before?: Buffer;
  dataBytes?: number;
}

/** A WAV file around raw sample bytes. */
function wav(data: Buffer, options: Options): Buffer {
  const { codec, bits, channels = 1, rate = 8000, extensible = false, before = Buffer.alloc(0) } = options;
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : codec, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE((rate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (extensible) format.writeUInt16LE(codec, 24);
  const head = Buffer.alloc(20);
  head.write("RIFF", 0);
  head.write("WAVE", 8);
  head.write("fmt ", 12);
  head.writeUInt32LE(format.length, 16);
  const tail = Buffer.alloc(8);
  tail.write("data", 0);
  tail.writeUInt32LE(options.dataBytes ?? data.length, 4);
  return Buffer.concat([head, format, before, tail, data]);
}

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const VALUES = [0, 0.5, -0.5, 0.25, -1];

const ENCODINGS: [string, Options, (value: number) => Buffer][] = [
  ["pcm8", { codec: 1, bits: 8 }, (v) => Buffer.from([v * 128 + 128])],
  ["pcm16", { codec: 1, bits: 16 }, (v) => Buffer.from(Int16Array.of(v * 32768).buffer)],
  ["pcm24", { codec: 1, bits: 24 }, (v) => Buffer.from(Int32Array.of(v * 2 ** 23).buffer, 0, 3)],
  ["pcm32", { codec: 1, bits: 32 }, (v) => Buffer.from(Int32Array.of(v * 2 ** 31).buffer)],
  ["float32", { codec: 3, bits: 32 }, (v) => Buffer.from(Float32Array.of(v).buffer)],
  ["float64", { codec: 3, bits: 64 }, (v) => Buffer.from(Float64Array.of(v).buffer)],
  [
    "extensible pcm16",
    { codec: 1, bits: 16, extensible: true },
    (v) => Buffer.from(Int16Array.of(v * 32768).buffer),
  ],
];

describe("encodings", () => {
  it.each(ENCODINGS)("%s comes out exactly", (name, options, encode) => {
    const bytes = wav(Buffer.concat(VALUES.map(encode)), options);
    expect([...decodeWav(bytes, name).samples]).toEqual(VALUES);
    expect([...readWav(file(`${name}.wav`, bytes)).samples]).toEqual(VALUES);
  });

  it("mixes channels by their mean", () => {
    const data = Buffer.from(Int16Array.of(16384, 0, -16384, -16384).buffer);
    expect([...decodeWav(wav(data, { codec: 1, bits: 16, channels: 2 }), "stereo").samples]).toEqual([
      0.25, -0.5,
    ]);
  });

  it("round-trips 16-bit samples and clips what is louder than full scale", () => {
    const bytes = encodeWav16(Float32Array.of(0.5, -0.25, 2, -2), 16000);
    const { samples, sampleRateHz } = decodeWav(bytes, "round trip");
    expect(sampleRateHz).toBe(16000);
    expect([...samples]).toEqual([0.5, -0.25, 32767 / 32768, -1]);
  });

  it("reads bytes that begin at an odd place in memory", () => {
    const bytes = wav(Buffer.from(Int16Array.of(1, 2, 3).buffer), { codec: 1, bits: 16 });
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect([...decodeWav(shifted.subarray(1), "shifted").samples]).toEqual([1, 2, 3].map((v) => v / 32768));
  });
});

describe("chunks", () => {
  const data = Buffer.from(Int16Array.of(100, 200).buffer);
  const list = (size: number): Buffer => {
    const chunk = Buffer.alloc(8 + size + (size % 2));
    chunk.write("LIST", 0);
    chunk.writeUInt32LE(size, 4);
    return chunk;
  };

  it.each([3, 100_000])("skips a chunk of %i bytes before the audio", (size) => {
    const bytes = wav(data, { codec: 1, bits: 16, before: list(size) });
    expect(readWav(file(`list${size}.wav`, bytes)).samples.length).toBe(2);
  });

  it("measures a stream whose header does not know its length", () => {
    const bytes = wav(data, { codec: 1, bits: 16, dataBytes: 0xffffffff });
    expect(readWav(file("stream.wav", bytes)).samples.length).toBe(2);
    expect(decodeWav(bytes, "stream").samples.length).toBe(2);
  });
});

describe("parts of a file", () => {
  const ramp = Float32Array.from({ length: 8000 }, (_, i) => i / 32768);
  const path = file("ramp.wav", encodeWav16(ramp, 8000));

  it("knows its length without reading it", () => {
    expect(readWavInfo(path)).toEqual({
      sampleRateHz: 8000,
      numChannels: 1,
      numFrames: 8000,
      durationSec: 1,
    });
  });

  it("reads from the middle", () => {
    expect([...readWav(path, 0.5, 0.001).samples]).toEqual([...ramp.subarray(4000, 4008)]);
  });

  it("ends where the file ends", () => {
    expect(readWav(path, 0.9, 5).samples.length).toBe(800);
  });

  it("refuses to begin after the end", () => {
    expect(() => readWav(path, 2)).toThrow(/ramp\.wav: expected audio from 2 s on, the file has 1\.000 s/);
  });
});

describe("what is not a whole WAV file says so, with its path", () => {
  const whole = encodeWav16(new Float32Array(1000), 8000);
  it.each([
    [
      "truncated.wav",
      whole.subarray(0, 1000),
      /truncated: the header promises 2000 bytes of audio, the file has 956/,
    ],
    ["short.wav", whole.subarray(0, 20), /truncated: 20 bytes and no format/],
    ["empty.wav", new Uint8Array(0), /an empty file/],
    [
      "text.wav",
      Buffer.from("hello, this is text"),
      /expected a WAV file \(RIFF\.\.\.\.WAVE\), it begins with "hello, this "/,
    ],
    ["flac.wav", Buffer.from("fLaC\0\0\0\x22aaaaaaaa"), /another audio format under the wrong name/],
    ["mulaw.wav", wav(Buffer.alloc(8), { codec: 7, bits: 8 }), /mu-law is not read/],
    ["bits.wav", wav(Buffer.alloc(8), { codec: 1, bits: 12 }), /12 bits is not read/],
    ["channels.wav", wav(Buffer.alloc(8), { codec: 1, bits: 16, channels: 0 }), /0 channels at 8000 Hz/],
    ["silent.wav", wav(Buffer.alloc(0), { codec: 1, bits: 16 }), /holds no audio/],
  ])("%s", (name, bytes, message) => {
    const path = file(name, bytes);
    expect(() => readWav(path)).toThrow(message);
    expect(() => readWav(path)).toThrow(path);
    expect(() => decodeWav(bytes, path)).toThrow(message);
  });

  it("a missing one", () => {
    expect(() => readWav(join(folder, "nowhere.wav"))).toThrow(/nowhere\.wav: no such file/);
  });

  it("whatever the bytes are", () => {
    const short = encodeWav16(Float32Array.of(0.5, -0.5, 0.25), 8000);
    for (let length = 0; length < short.length; length++) {
      expect(() => decodeWav(short.subarray(0, length), "cut")).toThrow(DataError);
    }
    for (let round = 0; round < 3000; round++) {
      const bytes = Uint8Array.from(short);
      for (let i = 0; i < 3; i++) {
        bytes[Math.floor(randomFloat(round, i) * 44)] = Math.floor(randomFloat(round, i, 1) * 256);
      }
      const length = Math.ceil(randomFloat(round, 9) * short.length);
      try {
        decodeWav(round % 2 === 0 ? bytes : bytes.subarray(0, length), "damaged");
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }
  });
});
