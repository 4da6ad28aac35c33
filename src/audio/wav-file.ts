import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { DataError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import { spoolPipe } from "./pipe.js";
import { type ByteSource, parseWavHeader, truncated, type WavFormat } from "./wav-header.js";
import { mixToMono } from "./wav-samples.js";

/** A WAV file that lies inside another file, such as a member of a tar. */
export interface FilePart {
  /** Place of its first byte. */
  offset: number;
  /** In bytes. */
  size: number;
  /** Its name in the other file, for messages. */
  member: string;
}

export interface OpenOptions {
  /** The WAV file is this part of the file. */
  part?: FilePart | undefined;
  /** Reads a pipe to its end first; without it a pipe is an error. */
  allowPipe?: boolean;
}

/** Encoded bytes are decoded by blocks of this size, so that memory does not grow with the file. */
const BLOCK_BYTES = 1 << 18;

/** An open WAV file, or one in memory: its header, and its samples by stretches. */
export class WavFile {
  /** The path, with the member of a tar; for messages. */
  readonly name: string;
  readonly sampleRateHz: number;
  readonly numChannels: number;
  /** Samples of one channel. */
  readonly numFrames: number;
  readonly #source: ByteSource;
  readonly #format: WavFormat;

  readonly #isPipe: boolean;

  /**
   * @param isPipe a pipe's header cannot state a length, which is no reason to warn
   * @throws DataError for what is not a WAV file, or a damaged one
   */
  constructor(source: ByteSource, name: string, isPipe = false) {
    this.#isPipe = isPipe;
    this.#source = source;
    this.#format = parseWavHeader(source, name);
    this.name = name;
    this.sampleRateHz = this.#format.sampleRateHz;
    this.numChannels = this.#format.numChannels;
    this.numFrames = Math.floor(this.#format.dataBytes / this.#format.frameBytes);
  }

  get durationSec(): number {
    return this.numFrames / this.sampleRateHz;
  }

  /** A word about a header that does not state the length of its audio; null for other files. */
  get warning(): string | null {
    const { placeholder } = this.#format;
    if (placeholder === null || this.#isPipe) return null;
    return `${this.name}: the header states ${placeholder} bytes of audio, a placeholder of a writer that was cut off or wrote to a pipe; read to the file's end, ${this.durationSec.toFixed(3)} s`;
  }

  /** Reads frames `first` to `first + count`, channels mixed to one by their mean. Reads no other bytes. */
  read(first: number, count: number): Float32Array {
    const { dataOffset, frameBytes } = this.#format;
    const samples = this.#allocate(count);
    const blockFrames = Math.max(1, Math.floor(BLOCK_BYTES / frameBytes));
    for (let done = 0; done < count; ) {
      const frames = Math.min(blockFrames, count - done);
      const offset = dataOffset + (first + done) * frameBytes;
      const bytes = this.#source.read(offset, frames * frameBytes);
      if (bytes.length < frames * frameBytes)
        throw truncated(this.name, this.#format.dataBytes, offset - dataOffset + bytes.length);
      decodeClock.mark("read");
      mixToMono(bytes, this.#format, samples.subarray(done, done + frames));
      decodeClock.mark("decode");
      done += frames;
    }
    return samples;
  }

  #allocate(count: number): Float32Array {
    try {
      return new Float32Array(count);
    } catch (error) {
      const seconds = (count / this.sampleRateHz).toFixed(0);
      throw new DataError(
        "TOO_LONG",
        `${this.name}: ${seconds} s of audio do not fit in memory; read it by stretches`,
        {
          cause: error,
        },
      );
    }
  }
}

/** A WAV file in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: (offset, length) => buffer.subarray(offset, offset + length),
  };
}

/** Opens a file, parses its header, runs `use` and closes the file. */
export function withWav<T>(path: string, options: OpenOptions, use: (wav: WavFile) => T): T {
  const { part } = options;
  const name = part === undefined ? path : `${path}: ${part.member}`;
  let file: number | null = null;
  try {
    const isSpooled = (options.allowPipe ?? false) && isPipe(statSync(path));
    file = isSpooled ? spoolPipe(path) : openSync(path, READ_WITHOUT_WAITING);
    const stats = fstatSync(file);
    if (!stats.isFile()) throw notFile(stats, path);
    const wav = new WavFile(fileSource(file, stats.size, part), name, isSpooled);
    decodeClock.mark("open");
    return use(wav);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // DataError has a code too, but comes from no system call.
    if (error instanceof DataError || syscall === undefined) throw error;
    const reason =
      code === "ENOENT" ? "no such file" : `cannot be read (${code}); check its permissions and its disk`;
    throw new DataError("FILE", `${name}: ${reason}`, { cause: error });
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** Opening a pipe that nobody writes to would wait for ever without O_NONBLOCK, which Windows lacks. */
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function notFile(stats: Stats, path: string): DataError {
  return new DataError(
    "FILE",
    stats.isDirectory()
      ? `${path}: a folder, expected a WAV file`
      : `${path}: ${isPipe(stats) ? "a pipe, which can be read only once" : "a device"}, expected a WAV file; write the audio to a file first`,
  );
}

function isPipe(stats: Stats): boolean {
  return stats.isFIFO() || stats.isSocket() || stats.isCharacterDevice();
}

function fileSource(file: number, fileSize: number, part: FilePart | undefined): ByteSource {
  const base = part?.offset ?? 0;
  const size = part?.size ?? fileSize;
  return {
    size,
    read: (offset, length) => {
      const bytes = scratchOf(Math.max(0, Math.min(length, size - offset)));
      let done = 0;
      while (done < bytes.length) {
        const numRead = readSync(file, bytes, done, bytes.length - done, base + offset + done);
        if (numRead === 0) break;
        done += numRead;
      }
      return bytes.subarray(0, done);
    },
  };
}

/** Encoded bytes live only until they are decoded: one buffer a thread spares the collector most of its work. */
let scratch = Buffer.alloc(0);

function scratchOf(bytes: number): Buffer {
  if (scratch.length < bytes) scratch = Buffer.allocUnsafeSlow(Math.max(bytes, BLOCK_BYTES));
  return scratch.subarray(0, bytes);
}
