import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { randomFloat } from "../data/random.js";
import { DataError } from "../errors.js";
import { withAudio } from "./open.js";
import { decodeWav, encodeWav16, readWav, readWavInfo } from "./wav.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-wav-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Options {
  codec: number;
  bits: number;
  channels?: number;
  rate?: number;
  extensible?: boolean;
  before?: Buffer;
  dataBytes?: number;
}

/** Returns a WAV file with the raw sample bytes `data`. */
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

/** Returns a copy with a number of 2 or 4 bytes replaced. */
function patched(bytes: Uint8Array, at: number, value: number, numBytes = 2): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUIntLE(value, at, numBytes);
  return copy;
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
  it.each(ENCODINGS)("decodes %s to the exact values", (name, options, encode) => {
    const bytes = wav(Buffer.concat(VALUES.map(encode)), options);
    expect([...decodeWav(bytes, name).samples]).toEqual(VALUES);
    expect([...readWav(file(`${name}.wav`, bytes)).samples]).toEqual(VALUES);
  });

  it("mixes channels to mono by their mean", () => {
    const data = Buffer.from(Int16Array.of(16384, 0, -16384, -16384).buffer);
    expect([...decodeWav(wav(data, { codec: 1, bits: 16, channels: 2 }), "stereo").samples]).toEqual([
      0.25, -0.5,
    ]);
  });

  it("round-trips 16-bit samples and clips values beyond full scale", () => {
    const bytes = encodeWav16(Float32Array.of(0.5, -0.25, 2, -2), 16000);
    const { samples, sampleRateHz } = decodeWav(bytes, "round trip");
    expect(sampleRateHz).toBe(16000);
    expect([...samples]).toEqual([0.5, -0.25, 32767 / 32768, -1]);
  });

  it("reads bytes that begin at an odd memory offset", () => {
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

  it("skips a chunk of odd size without its padding byte", () => {
    const bytes = wav(data, { codec: 1, bits: 16, before: list(3).subarray(0, 11) });
    expect(decodeWav(bytes, "unpadded").samples.length).toBe(2);
  });

  it("skips a chunk of 3 GB without reading it", () => {
    const path = join(folder, "sparse-list.wav");
    const bytes = wav(data, { codec: 1, bits: 16 });
    const size = 3_000_000_000;
    const header = list(0);
    header.writeUInt32LE(size, 4);
    sparse(path, [
      [0, bytes.subarray(0, 36)],
      [36, header],
      [44 + size, bytes.subarray(36)],
    ]);
    expect([...readWav(path).samples]).toEqual([100 / 32768, 200 / 32768]);
    rmSync(path);
  });

  // 0 is left by a recorder that lost power, 0x7ffff000 by sox and espeak, the others by writers that subtract the
  // size of a header.
  it.each([0, 0x7ffff000, 0x7fffffff, 0x7fffffdb, 0x80000000, 0xfffff000, 0xffffffdb, 0xffffffff])(
    "measures the audio if the data size is the placeholder %i, and warns",
    (dataBytes) => {
      const bytes = wav(data, { codec: 1, bits: 16, dataBytes });
      const path = file("stream.wav", bytes);
      expect([...readWav(path).samples]).toEqual([100 / 32768, 200 / 32768]);
      expect(readWavInfo(path).numFrames).toBe(2);
      expect(decodeWav(bytes, "stream").samples.length).toBe(2);
      expect(withAudio(path, {}, (wav) => wav.warning)).toMatch(
        `${path}: the header states ${dataBytes} bytes of audio`,
      );
    },
  );

  it("measures the audio of a file whose RIFF size is a placeholder", () => {
    const bytes = patched(wav(data, { codec: 1, bits: 16, dataBytes: 1000 }), 4, 0, 4);
    expect(decodeWav(bytes, "cut off").samples.length).toBe(2);
    bytes.writeUInt32LE(1036, 4);
    expect(() => decodeWav(bytes, "cut off")).toThrow(/truncated: the header promises 1000 bytes/);
  });

  it("accepts a data size of 0 as no audio if only chunks follow", () => {
    const bytes = Buffer.concat([wav(data, { codec: 1, bits: 16, dataBytes: 0 }).subarray(0, 44), list(30)]);
    expect(() => decodeWav(bytes, "empty")).toThrow(/holds no audio/);
  });

  it("gives no warning for a correct header", () => {
    const path = file("right.wav", wav(data, { codec: 1, bits: 16 }));
    expect(withAudio(path, {}, (wav) => wav.warning)).toBeNull();
  });
});

/** Writes a sparse file: the holes between its pieces take no disk space. */
function sparse(path: string, pieces: readonly [offset: number, bytes: Uint8Array][], size = 0): void {
  const descriptor = openSync(path, "w");
  for (const [offset, bytes] of pieces) writeSync(descriptor, bytes, 0, bytes.length, offset);
  if (size > 0) ftruncateSync(descriptor, size);
  closeSync(descriptor);
}

/** Returns the header of an RF64 or BW64 file of 16-bit mono with `size` bytes of audio. */
function longHeader(magic: string, size: bigint): Buffer {
  const ds64 = Buffer.alloc(36);
  ds64.write("ds64", 0);
  ds64.writeUInt32LE(28, 4);
  ds64.writeBigUInt64LE(size + 72n, 8);
  ds64.writeBigUInt64LE(size, 16);
  const plain = wav(Buffer.alloc(0), { codec: 1, bits: 16, dataBytes: 0xffffffff });
  const head = patched(plain.subarray(0, 12), 4, 0xffffffff, 4);
  head.write(magic, 0);
  return Buffer.concat([head, ds64, plain.subarray(12)]);
}

describe("RF64 and BW64", () => {
  it.each(["RF64", "BW64"])("reads a short %s file", (magic) => {
    const samples = Buffer.from(Int16Array.of(100, 200).buffer);
    // A chunk after the audio shows that its size was read.
    const bytes = Buffer.concat([longHeader(magic, 4n), samples, Buffer.from("LIST\0\0\0\0")]);
    expect([...decodeWav(bytes, magic).samples]).toEqual([100 / 32768, 200 / 32768]);
    expect(() => decodeWav(bytes.subarray(0, -9), magic)).toThrow(/truncated: .* promises 4 bytes/);
  });

  it("reads the end of a file of 5 GB", () => {
    const path = join(folder, "long.wav");
    const header = longHeader("RF64", 5_000_000_000n);
    const last = Buffer.from(Int16Array.of(100, 200).buffer);
    sparse(path, [
      [0, header],
      [header.length + 5e9 - 4, last],
    ]);
    const { numFrames } = readWavInfo(path);
    expect(numFrames).toBe(2.5e9);
    const { samples } = readWav(path, (numFrames - 4) / 8000);
    expect([...samples]).toEqual([0, 0, 100 / 32768, 200 / 32768]);
    rmSync(path);
  });
});

describe("parts of a file", () => {
  const ramp = Float32Array.from({ length: 8000 }, (_, i) => i / 32768);
  const path = file("ramp.wav", encodeWav16(ramp, 8000));

  it("reads the length from the header", () => {
    expect(readWavInfo(path)).toEqual({
      format: "WAV",
      sampleRateHz: 8000,
      numChannels: 1,
      numFrames: 8000,
      durationSec: 1,
    });
  });

  it("reads a stretch from the middle", () => {
    expect([...readWav(path, 0.5, 0.001).samples]).toEqual([...ramp.subarray(4000, 4008)]);
  });

  it("shortens a stretch that exceeds the end of the file", () => {
    expect(readWav(path, 0.9, 5).samples.length).toBe(800);
  });

  it("refuses a start after the end of the file", () => {
    expect(() => readWav(path, 2)).toThrow(/ramp\.wav: expected audio from 2 s on, the file has 1\.000 s/);
  });
});

describe("refuses with the path and the reason", () => {
  const whole = encodeWav16(new Float32Array(1000), 8000);
  it.each([
    [
      "truncated.wav",
      whole.subarray(0, 1000),
      /truncated: the header promises 2000 bytes of audio, the file has 956/,
    ],
    ["short.wav", whole.subarray(0, 20), /truncated: 20 bytes and no format/],
    ["header.wav", whole.subarray(0, 40), /truncated: 40 bytes and no audio/],
    ["empty.wav", new Uint8Array(0), /an empty file/],
    ["text.wav", Buffer.from("hello, this is text"), /expected audio, the file begins with "hello, this "/],
    ["channels.wav", wav(Buffer.alloc(8), { codec: 1, bits: 16, channels: 0 }), /0 channels at 8000 Hz/],
    ["rate.wav", wav(Buffer.alloc(8), { codec: 1, bits: 16, rate: 0 }), /1 channels at 0 Hz/],
    ["block.wav", patched(whole, 32, 3), /blocks of 3 bytes, expected 2 for 1 channels of 16 bits/],
    ["format.wav", patched(whole, 16, 0xfff0, 4), /truncated: 2044 bytes and no audio/],
    [
      "late.wav",
      Buffer.concat([whole.subarray(0, 12), whole.subarray(36), whole.subarray(12, 36)]),
      /the audio comes before its format/,
    ],
    ["holes.wav", Buffer.concat([whole.subarray(0, 36), Buffer.alloc(100_000)]), /truncated: .* no audio/],
    ["silent.wav", wav(Buffer.alloc(0), { codec: 1, bits: 16 }), /holds no audio/],
  ])("%s", (name, bytes, message) => {
    const path = file(name, bytes);
    expect(() => readWav(path)).toThrow(message);
    expect(() => readWav(path)).toThrow(path);
    expect(() => decodeWav(bytes, path)).toThrow(message);
  });

  it("a folder", () => {
    expect(() => readWav(folder)).toThrow(`${folder}: a folder, expected an audio file`);
  });

  it("a missing file", () => {
    expect(() => readWav(join(folder, "nowhere.wav"))).toThrow(/nowhere\.wav: no such file/);
  });

  it("random damage, with a DataError only", () => {
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
