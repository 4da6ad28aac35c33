import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError } from "../errors.js";
import { decodeClock } from "../profiling/decode-clock.js";
import { parseWavHeader, type WavFormat } from "./wav-header.js";

export interface Audio {
  sampleRateHz: number;
  /** Channels mixed to one by their mean, full scale 1. */
  samples: Float32Array;
}

/** A WAV file that lies inside of another file, such as a member of a tar. */
export interface FilePart {
  /** Of its first byte. */
  offset: number;
  /** In bytes. */
  size: number;
  /** Its name in there, for messages. */
  member: string;
}

/** Enough for the header of nearly every file; longer ones (big LIST chunks) are read again. */
const HEAD_BYTES = 4096;
/** A header that goes on for longer is not a header. */
const MAX_HEAD_BYTES = 16 << 20;

interface OpenWav {
  file: number;
  format: WavFormat;
  /** The path, with the member where it is a part. */
  name: string;
  part: FilePart | undefined;
}

/** Runs `use` on an open file whose header was parsed, and closes it. */
function withWav<T>(path: string, part: FilePart | undefined, use: (wav: OpenWav) => T): T {
  const name = part === undefined ? path : `${path}: ${part.member}`;
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataError(
      "FILE",
      code === "ENOENT"
        ? `${name}: no such file`
        : `${name}: cannot be opened (${code}); check its permissions`,
      { cause: error },
    );
  }
  try {
    for (let bytes = HEAD_BYTES; ; bytes *= 16) {
      const most = Math.min(bytes, part?.size ?? bytes);
      const head = Buffer.allocUnsafe(most);
      const numRead = readSync(file, head, 0, most, part?.offset ?? 0);
      const isWhole = numRead < bytes;
      const format = parseWavHeader(head.subarray(0, numRead), name, isWhole || bytes >= MAX_HEAD_BYTES);
      if (format === null) continue;
      decodeClock.mark("open");
      return use({ file, format, name, part });
    }
  } finally {
    closeSync(file);
  }
}

/** Sample rate, channels and length without reading the samples. */
export function readWavInfo(
  path: string,
  part?: FilePart,
): {
  sampleRateHz: number;
  numChannels: number;
  /** Samples of one channel. */
  numFrames: number;
  durationSec: number;
} {
  return withWav(path, part, (wav) => {
    const numFrames = availableFrames(wav);
    const { sampleRateHz, numChannels } = wav.format;
    return { sampleRateHz, numChannels, numFrames, durationSec: numFrames / sampleRateHz };
  });
}

/**
 * Reads a stretch of a file, and only its bytes. One that begins after the end is an error; one that
 * ends after it is cut there. `part`: the WAV file is a part of the file.
 *
 * @throws DataError naming the path, for what is not a WAV file or not a whole one
 */
export function readWav(
  path: string,
  startSec = 0,
  durationSec: number | null = null,
  part?: FilePart,
): Audio {
  return withWav(path, part, (wav) => {
    const { file, format, name } = wav;
    const numFrames = availableFrames(wav);
    const first = Math.round(startSec * format.sampleRateHz);
    if (first >= numFrames) {
      const total = (numFrames / format.sampleRateHz).toFixed(3);
      throw new DataError("RANGE", `${name}: expected audio from ${startSec} s on, the file has ${total} s`);
    }
    const wanted = durationSec === null ? numFrames - first : Math.round(durationSec * format.sampleRateHz);
    const count = Math.min(wanted, numFrames - first);
    const bytes = scratchOf(count * format.frameBytes);
    const at = (part?.offset ?? 0) + format.dataOffset + first * format.frameBytes;
    const numRead = readSync(file, bytes, 0, bytes.length, at);
    if (numRead < bytes.length) throw truncated(name, bytes.length, numRead);
    decodeClock.mark("read");
    return { sampleRateHz: format.sampleRateHz, samples: toMono(bytes, format, count) };
  });
}

/** Encoded bytes live only until they are decoded: one buffer a thread spares the collector most of its work. */
let scratch = Buffer.alloc(0);

function scratchOf(bytes: number): Buffer {
  if (scratch.length < bytes) scratch = Buffer.allocUnsafeSlow(2 * bytes);
  return scratch.subarray(0, bytes);
}

/** Decodes a whole file in memory; `path` is for messages. */
export function decodeWav(bytes: Uint8Array, path: string): Audio {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = parseWavHeader(buffer, path, true)!;
  const available = buffer.length - format.dataOffset;
  const dataBytes = format.dataBytes ?? available;
  if (dataBytes > available) throw truncated(path, dataBytes, available);
  const count = Math.floor(dataBytes / format.frameBytes);
  if (count === 0) throw silent(path);
  const data = buffer.subarray(format.dataOffset, format.dataOffset + count * format.frameBytes);
  return { sampleRateHz: format.sampleRateHz, samples: toMono(data, format, count) };
}

/** Frames that the file really holds; a shorter file than its header claims is an error. */
function availableFrames(wav: OpenWav): number {
  const { file, format, name, part } = wav;
  if (format.dataBytes === null || format.dataBytes === 0) {
    // A stream's header does not know the length: measure it.
    const available = sizeOf(wav) - format.dataOffset;
    if (format.dataBytes === 0 || available < format.frameBytes) throw silent(name);
    return Math.floor(available / format.frameBytes);
  }
  const end = format.dataOffset + format.dataBytes;
  const isWhole =
    part === undefined ? readSync(file, Buffer.allocUnsafe(1), 0, 1, end - 1) === 1 : end <= sizeOf(wav);
  if (!isWhole) throw truncated(name, format.dataBytes, Math.max(0, sizeOf(wav) - format.dataOffset));
  const count = Math.floor(format.dataBytes / format.frameBytes);
  if (count === 0) throw silent(name);
  return count;
}

function sizeOf({ file, part }: OpenWav): number {
  return part?.size ?? fstatSync(file).size;
}

function truncated(path: string, expected: number, found: number): DataError {
  return new DataError(
    "TRUNCATED",
    `${path}: truncated: the header promises ${expected} bytes of audio, the file has ${found}. Copy it again, or remove it`,
  );
}

function silent(path: string): DataError {
  return new DataError("EMPTY", `${path}: holds no audio; remove it, or record it again`);
}

/** Interleaved samples of any encoding to one channel. */
function toMono(data: Buffer, format: WavFormat, count: number): Float32Array {
  const { numChannels, frameBytes, encoding } = format;
  const mono = new Float32Array(count);
  if (encoding === "pcm16") {
    // The commonest by far, and worth a loop of its own.
    const values =
      data.byteOffset % 2 === 0
        ? new Int16Array(data.buffer, data.byteOffset, count * numChannels)
        : new Int16Array(Uint8Array.from(data).buffer);
    const scale = 1 / (32768 * numChannels);
    for (let i = 0, j = 0; i < count; i++) {
      let sum = 0;
      for (let c = 0; c < numChannels; c++) sum += values[j++]!;
      mono[i] = sum * scale;
    }
    return mono;
  }
  const read = READERS[encoding];
  const step = frameBytes / numChannels;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let c = 0; c < numChannels; c++) sum += read(data, i * frameBytes + c * step);
    mono[i] = sum / numChannels;
  }
  return mono;
}

const READERS: Record<WavFormat["encoding"], (data: Buffer, at: number) => number> = {
  pcm8: (data, at) => (data[at]! - 128) / 128,
  pcm16: (data, at) => data.readInt16LE(at) / 32768,
  pcm24: (data, at) => data.readIntLE(at, 3) / 8388608,
  pcm32: (data, at) => data.readInt32LE(at) / 2147483648,
  float32: (data, at) => data.readFloatLE(at),
  float64: (data, at) => data.readDoubleLE(at),
};

/** A mono 16-bit PCM file; samples beyond full scale are clipped. */
export function encodeWav16(samples: Float32Array, sampleRateHz: number): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(1, 22); // channels
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(2 * sampleRateHz, 28);
  bytes.writeUInt16LE(2, 32); // bytes a frame
  bytes.writeUInt16LE(16, 34); // bits a sample
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (let i = 0; i < samples.length; i++) {
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(samples[i]! * 32768))), 44 + 2 * i);
  }
  return bytes;
}
