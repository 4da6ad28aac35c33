import { DataError } from "../errors.js";
import type { LittleEndian } from "./addon.js";
import type { PcmLayout } from "./pcm-file.js";
import type { ByteSource } from "./reader.js";
import { notAudio } from "./unreadable.js";

type SampleFormat = Omit<PcmLayout, "dataOffset" | "dataBytes" | "placeholder">;

/** Read at a time: holds the whole header of most files. Chunks that are not needed are skipped, not read. */
const HEAD_BYTES = 1024;
/** Real files have a few dozen chunks at most; damaged ones may be read as millions of empty ones. */
const MAX_CHUNKS = 1000;
const EXTENSIBLE = 0xfffe;
/** Means "see the ds64 chunk" in RF64 files, and "unknown" elsewhere. */
const UNKNOWN_SIZE = 0xffffffff;
const CODECS: Record<number, string> = {
  2: "Microsoft ADPCM",
  6: "A-law",
  7: "mu-law",
  17: "IMA ADPCM",
  85: "MP3",
};

/**
 * Parses the header of a WAV file (RIFF WAVE, Microsoft 1991; WAVE_FORMAT_EXTENSIBLE, 2001; RF64, EBU Tech 3306;
 * BW64, ITU-R BS.2088).
 *
 * @param path for messages
 * @throws DataError for what is not a WAV file, is damaged or truncated, holds no audio, or has an unsupported encoding
 */
export function parseWavHeader(source: ByteSource, path: string): PcmLayout {
  const head = new HeadReader(source);
  const start = head.read(0, 12);
  if (start.length === 0) {
    throw new DataError("EMPTY", `${path}: an empty file, expected audio; copy or record it again`);
  }
  const magic = start.toString("latin1", 0, 4);
  if (!["RIFF", "RF64", "BW64"].includes(magic) || start.toString("latin1", 8, 12) !== "WAVE") {
    throw notAudio(head.read(0, HEAD_BYTES), path);
  }
  // RF64 files have 0xffffffff there always.
  const riffBytes = magic === "RIFF" ? [start.readUInt32LE(4)] : [];
  let format: SampleFormat | null = null;
  let longSizes: ReadonlyMap<string, number> = new Map();
  for (let at = 12, i = 0; i < MAX_CHUNKS; i++) {
    const chunk = head.read(at, 8);
    if (chunk.length < 8) break;
    const id = chunk.toString("latin1", 0, 4);
    const shortSize = chunk.readUInt32LE(4);
    const longSize = shortSize === UNKNOWN_SIZE ? longSizes.get(id) : undefined;
    const size = longSize ?? shortSize;
    if (id === "ds64" && magic !== "RIFF") longSizes = parseLongSizes(head.read(at + 8, Math.min(size, 512)));
    if (id === "fmt ") {
      if (at + 8 + Math.min(size, 16) > source.size) break;
      format = parseFormat(head.read(at + 8, Math.min(size, 40)), path);
    } else if (id === "data") {
      if (format === null) {
        throw new DataError(
          "CORRUPT",
          `${path}: the audio comes before its format, expected the chunk "fmt " first; export it again from the program that wrote it`,
        );
      }
      // An exact size of 64 bits is no placeholder, whatever its value.
      const isExact = longSize !== undefined && longSize > 0 && Number.isSafeInteger(longSize);
      const isPlaceholder = !isExact && [size, ...riffBytes].some(isPlaceholderSize);
      return { ...format, ...measureAudio(source, at + 8, size, isPlaceholder, format.frameBytes, path) };
    }
    at = nextChunk(head, at + 8 + size, size);
  }
  throw new DataError(
    "TRUNCATED",
    `${path}: truncated: ${source.size} bytes and no ${format === null ? "format" : "audio"} in it; copy it again from its source, or export it again`,
  );
}

/** Reads small pieces of a header out of one larger read. */
class HeadReader {
  readonly #source: ByteSource;
  #bytes: Buffer = Buffer.alloc(0);
  #offset = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Returns `length` bytes from `offset`, fewer at the end; valid until the next call. */
  read(offset: number, length: number): Buffer {
    const isHeld = offset >= this.#offset && offset + length <= this.#offset + this.#bytes.length;
    if (!isHeld) {
      this.#bytes = this.#source.read(offset, Math.max(length, HEAD_BYTES));
      this.#offset = offset;
    }
    return this.#bytes.subarray(offset - this.#offset, offset - this.#offset + length);
  }
}

/** Place of the chunk after one that ends at `end`. Chunks begin at even places; some writers forget to pad odd ones. */
function nextChunk(head: HeadReader, end: number, size: number): number {
  if (size % 2 === 0) return end;
  const unpadded = head.read(end, 4).toString("latin1");
  return ["fmt ", "data", "fact", "LIST"].includes(unpadded) ? end : end + 1;
}

/** Sizes of chunks of 4 GiB or more, by the chunk's id. */
function parseLongSizes(chunk: Buffer): Map<string, number> {
  const sizes = new Map<string, number>();
  // RIFF size, data size, number of samples: 8 bytes each. Then a table of 12 bytes a row.
  if (chunk.length >= 16) sizes.set("data", Number(chunk.readBigUInt64LE(8)));
  const numRows = chunk.length >= 28 ? chunk.readUInt32LE(24) : 0;
  for (let at = 28, row = 0; row < numRows && at + 12 <= chunk.length; at += 12, row++)
    sizes.set(chunk.toString("latin1", at, at + 4), Number(chunk.readBigUInt64LE(at + 4)));
  return sizes;
}

function parseFormat(chunk: Buffer, path: string): SampleFormat {
  if (chunk.length < 16)
    throw new DataError(
      "CORRUPT",
      `${path}: a format of ${chunk.length} bytes, expected 16 or more; export it again`,
    );
  const tag = chunk.readUInt16LE(0);
  const numChannels = chunk.readUInt16LE(2);
  const sampleRateHz = chunk.readUInt32LE(4);
  const blockBytes = chunk.readUInt16LE(12);
  const bits = chunk.readUInt16LE(14);
  // An extensible format names its real one in the first two bytes of a GUID.
  const codec = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const encoding = codec === 1 ? `pcm${bits}` : codec === 3 ? `float${bits}` : "";
  if (!isEncoding(encoding)) {
    const name = codec === 1 || codec === 3 ? `${bits} bits` : (CODECS[codec] ?? `codec ${codec}`);
    throw new DataError(
      "CODEC",
      `${path}: ${name} is not read, expected PCM of 8, 16, 24 or 32 bits or float; convert it (ffmpeg -i in.wav -c:a pcm_s16le out.wav)`,
    );
  }
  if (numChannels === 0 || sampleRateHz === 0) {
    throw new DataError(
      "CORRUPT",
      `${path}: ${numChannels} channels at ${sampleRateHz} Hz; the header is damaged, export it again from the program that wrote it`,
    );
  }
  const frameBytes = numChannels * (bits / 8);
  // The field has 16 bits, which frames of very many channels exceed.
  if (blockBytes !== (frameBytes & 0xffff)) {
    throw new DataError(
      "CORRUPT",
      `${path}: blocks of ${blockBytes} bytes, expected ${frameBytes} for ${numChannels} channels of ${bits} bits; the header is damaged, export it again from the program that wrote it`,
    );
  }
  return { sampleRateHz, numChannels, encoding, frameBytes };
}

function isEncoding(name: string): name is LittleEndian {
  return ["pcm8", "pcm16", "pcm24", "pcm32", "float32", "float64"].includes(name);
}

/**
 * True if a writer that did not know the length may have left this size: 0 (a recorder that lost power), close to
 * 2 GiB (sox and espeak write 0x7ffff000) or close to 4 GiB (ffmpeg writes 0xffffffff). Writers subtract the header.
 */
export function isPlaceholderSize(size: number): boolean {
  return size === 0 || (size >= 0x7fff0000 && size <= 0x80000000) || size >= 0xffff0000;
}

/** Place and length of the audio. A placeholder is replaced by what the file has; other lengths must be true. */
function measureAudio(
  source: ByteSource,
  dataOffset: number,
  size: number,
  isPlaceholder: boolean,
  frameBytes: number,
  path: string,
): Pick<PcmLayout, "dataOffset" | "dataBytes" | "placeholder"> {
  const available = Math.max(0, source.size - dataOffset);
  const isMeasured = size === 0 || (isPlaceholder && size > available);
  if (!isMeasured && size > available) throw truncated(path, size, available);
  // A size of 0 is true if only other chunks follow.
  const isEmpty = size === 0 && holdsOnlyChunks(source, dataOffset);
  const dataBytes = isEmpty ? 0 : isMeasured ? available : size;
  if (dataBytes < frameBytes) {
    throw new DataError(
      "EMPTY",
      `${path}: holds no audio (${dataBytes} bytes after its header); record or export it again`,
    );
  }
  return { dataOffset, dataBytes, placeholder: isMeasured ? size : null };
}

/** True if the bytes from `at` on are chunks that end where the file ends. */
function holdsOnlyChunks(source: ByteSource, at: number): boolean {
  const head = new HeadReader(source);
  let end = at;
  for (let i = 0; i < MAX_CHUNKS && end + 8 <= source.size; i++) {
    const chunk = head.read(end, 8);
    if (!/^[\x20-\x7e]{4}$/.test(chunk.toString("latin1", 0, 4))) return false;
    const size = chunk.readUInt32LE(4);
    end += 8 + size + (size % 2);
  }
  return end > at && (end === source.size || end === source.size + 1);
}

function truncated(path: string, expected: number, found: number): DataError {
  return new DataError(
    "TRUNCATED",
    `${path}: truncated: the header promises ${expected} bytes of audio, the file has ${found}. Copy it again from its source; to use what it has, write a new header (ffmpeg -ignore_length 1 -i in.wav out.wav)`,
  );
}
