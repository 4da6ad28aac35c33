/*
 * Containers of chunks, each with its size: AIFF and AIFF-C (Apple, 1989 and 1991), RIFF and RIFX (Microsoft, 1991),
 * W64 (Sony), CAF (Apple); and AU, whose header states the size of its audio.
 */
import type { ByteSource } from "../reader.js";
import { isPlaceholderSize } from "../wav-header.js";
import { AS_IT_IS, cutOff, damaged, type EncodedAudio, type Examine } from "./encoded.js";

interface ChunkFormat {
  name: string;
  /** Place of the first chunk. */
  start: number;
  /** Id of the chunk with the audio. */
  audio: string;
  /** Bytes of an id, which begins with four letters. */
  idBytes: number;
  /** Reads a chunk's size, with or without its own header as `includesHeader` says. */
  size(head: Buffer): number;
  sizeBytes: number;
  includesHeader: boolean;
  /** Chunks begin at multiples of this. */
  align: number;
}

/** Real files have a few dozen chunks at most; damaged ones may be read as millions of empty ones. */
const MAX_CHUNKS = 1000;

const AIFF: ChunkFormat = {
  ...{ name: "AIFF", start: 12, audio: "SSND", idBytes: 4, sizeBytes: 4, includesHeader: false, align: 2 },
  size: (head) => head.readUInt32BE(4),
};
const RIFF: ChunkFormat = { ...AIFF, name: "WAV", audio: "data", size: (head) => head.readUInt32LE(4) };
const RIFX: ChunkFormat = { ...AIFF, name: "RIFX", audio: "data" };
const W64: ChunkFormat = {
  ...{ name: "W64", start: 40, audio: "data", idBytes: 16, sizeBytes: 8, includesHeader: true, align: 8 },
  size: (head) => Number(head.readBigUInt64LE(16)),
};
const CAF: ChunkFormat = {
  ...{ name: "CAF", start: 8, audio: "data", idBytes: 4, sizeBytes: 8, includesHeader: false, align: 1 },
  size: (head) => Number(head.readBigInt64BE(4)),
};

export const examineAiff: Examine = (source, name) => examineChunks(AIFF, source, name);
export const examineWav: Examine = (source, name) => examineChunks(RIFF, source, name);
export const examineRifx: Examine = (source, name) => examineChunks(RIFX, source, name);
export const examineW64: Examine = (source, name) => examineChunks(W64, source, name);

/** CAF of an unknown size, -1, is given its size: libsndfile refuses it. */
export const examineCaf: Examine = (source, name) => {
  const { at, size, available } = findAudio(CAF, source, name);
  if (size !== -1) return examineChunks(CAF, source, name);
  const head = Buffer.from(source.read(0, at + 12));
  head.writeBigInt64BE(BigInt(available), at + 4);
  return { ...AS_IT_IS, head, skip: head.length, measured: "the header states no size of the audio" };
};

/** Checks that the chunk with the audio is as long as its header says. */
function examineChunks(format: ChunkFormat, source: ByteSource, name: string): EncodedAudio {
  const { size, available } = findAudio(format, source, name);
  if (size <= available && size !== 0) return AS_IT_IS;
  if (!isPlaceholderSize(size) && !isPlaceholderOfSox(size))
    throw cutOff(name, format.name, `${size} bytes of audio`, `${available}`);
  return { ...AS_IT_IS, measured: `the header states ${size} bytes of audio, a placeholder` };
}

/** sox writes AIFF of unknown length with about 2,130,706,432 bytes. */
function isPlaceholderOfSox(size: number): boolean {
  return size >>> 16 === 0x7f00;
}

interface AudioChunk {
  /** Place of its header. */
  at: number;
  /** Bytes of audio that its header states. */
  size: number;
  /** Bytes from its content to the end of the file. */
  available: number;
}

function findAudio(format: ChunkFormat, source: ByteSource, name: string): AudioChunk {
  const { start, audio, idBytes, sizeBytes, includesHeader, align } = format;
  const headBytes = idBytes + sizeBytes;
  for (let at = start, i = 0; i < MAX_CHUNKS && at + headBytes <= source.size; i++) {
    const head = source.read(at, headBytes);
    const stated = format.size(head);
    const size = includesHeader && stated !== 0 ? stated - headBytes : stated;
    const content = at + headBytes;
    if (head.toString("latin1", 0, 4) === audio) return { at, size, available: source.size - content };
    if (size < 0 || !Number.isSafeInteger(size))
      throw damaged(name, format.name, `has a chunk of ${stated} bytes at byte ${at}`);
    at = Math.ceil((content + size) / align) * align;
  }
  throw cutOff(name, format.name, "audio", `${source.size} bytes and no audio in them`);
}

const AU_HEAD_BYTES = 24;
/** The header of a writer that cannot know the size. */
const AU_UNKNOWN = 0xffffffff;

export const examineAu: Examine = (source, name) => {
  const head = Buffer.from(source.read(0, AU_HEAD_BYTES));
  if (head.length < AU_HEAD_BYTES)
    throw cutOff(name, "AU", `a header of ${AU_HEAD_BYTES} bytes`, `${head.length}`);
  const isLittle = head.toString("latin1", 0, 4) === "dns.";
  const read = (at: number): number => (isLittle ? head.readUInt32LE(at) : head.readUInt32BE(at));
  const size = read(8);
  const available = Math.max(0, source.size - read(4));
  if (size <= available && size !== 0) return AS_IT_IS;
  if (!isPlaceholderSize(size)) throw cutOff(name, "AU", `${size} bytes of audio`, `${available}`);
  head.writeUInt32BE(AU_UNKNOWN, 8);
  return {
    ...AS_IT_IS,
    head,
    skip: head.length,
    measured: `the header states ${size} bytes of audio, a placeholder`,
  };
};
