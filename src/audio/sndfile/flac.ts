/*
 * FLAC (RFC 9639): its header states the number of samples; its last frame shows where they end.
 */
import type { ByteSource } from "../reader.js";
import { AS_IT_IS, cutOff, damaged, type EncodedAudio } from "./encoded.js";

/** The marker fLaC, a block's header of 4 bytes, and STREAMINFO of 34 bytes. */
const HEAD_BYTES = 42;
const MAX_TAIL_BYTES = 1 << 20;

interface StreamInfo {
  /** Samples of a frame; the last one may have fewer. */
  minBlock: number;
  maxBlock: number;
  /** Bytes of the largest frame; 0 if unknown. */
  maxFrameBytes: number;
  sampleRateHz: number;
  numChannels: number;
  bits: number;
  /** Samples of one channel; 0 if unknown. */
  numSamples: number;
}

/** Facts for decoding a file whose header and end agree. */
export interface FlacLayout extends StreamInfo {
  /** Place of the first frame. */
  audioStart: number;
}

export interface ExaminedFlac {
  encoded: EncodedAudio;
  /** null for an unusual file, which only libsndfile reads. */
  layout: FlacLayout | null;
}

/** Checks that the last frame ends where the header says; measures the length where the header has none. */
export function examineFlac(source: ByteSource, name: string): ExaminedFlac {
  const head = Buffer.from(source.read(0, HEAD_BYTES));
  if (head.length < HEAD_BYTES || (head[4]! & 0x7f) !== 0)
    throw damaged(name, "FLAC", "has no STREAMINFO block in its header");
  const info = parseStreamInfo(head);
  const end = endOfLastFrame(source, info);
  if (info.numSamples === 0) {
    if (end === null) throw damaged(name, "FLAC", "states no length, and its last frame was not found");
    setNumSamples(head, end);
    const measured = "the header states no number of samples";
    return { encoded: { ...AS_IT_IS, head, skip: HEAD_BYTES, measured }, layout: null };
  }
  // Without a frame, as before a long tag, decoding shows where the audio ends.
  if (end === null) return { encoded: AS_IT_IS, layout: null };
  if (end === info.numSamples) return { encoded: AS_IT_IS, layout: layoutOf(source, info) };
  if (end < info.numSamples)
    throw cutOff(name, "FLAC", `${info.numSamples} samples of each channel`, `${end}`);
  throw damaged(
    name,
    "FLAC",
    `states ${info.numSamples} samples of each channel, its last frame ends at ${end}`,
  );
}

function parseStreamInfo(head: Buffer): StreamInfo {
  return {
    minBlock: head.readUInt16BE(8),
    maxBlock: head.readUInt16BE(10),
    maxFrameBytes: head.readUIntBE(15, 3),
    sampleRateHz: head.readUIntBE(18, 3) >> 4,
    numChannels: ((head[20]! >> 1) & 7) + 1,
    bits: (((head[20]! & 1) << 4) | (head[21]! >> 4)) + 1,
    numSamples: (head[21]! & 15) * 2 ** 32 + head.readUInt32BE(22),
  };
}

/** Bits of a sample that libsndfile reads, too. */
const BITS: readonly number[] = [8, 16, 24];
const BLOCK_HEAD_BYTES = 4;
const MAX_METADATA_BLOCKS = 1000;

function layoutOf(source: ByteSource, info: StreamInfo): FlacLayout | null {
  const { bits, sampleRateHz, maxBlock } = info;
  if (!BITS.includes(bits) || sampleRateHz === 0 || maxBlock === 0) return null;
  let at = 4; // behind the marker
  for (let i = 0; i < MAX_METADATA_BLOCKS; i++) {
    const head = source.read(at, BLOCK_HEAD_BYTES);
    if (head.length < BLOCK_HEAD_BYTES) return null;
    const isLast = head[0]! >= 0x80;
    at += BLOCK_HEAD_BYTES + head.readUIntBE(1, 3);
    if (isLast) return at < source.size ? { ...info, audioStart: at } : null;
  }
  return null;
}

function setNumSamples(head: Buffer, numSamples: number): void {
  head[21] = (head[21]! & 0xf0) | Math.floor(numSamples / 2 ** 32);
  head.writeUInt32BE(numSamples % 2 ** 32, 22);
}

interface Frame {
  first: number;
  end: number;
}

/** Returns the sample at which the last frame ends, or null if the end of the file has no frames. */
function endOfLastFrame(source: ByteSource, info: StreamInfo): number | null {
  // A frame is never much larger than its samples. Two frames and some tags after them fit.
  const largest = info.maxFrameBytes || Math.ceil((info.maxBlock * info.numChannels * info.bits) / 8);
  const tailBytes = Math.min(source.size - HEAD_BYTES, 2 * largest + 4096, MAX_TAIL_BYTES);
  const tail = source.read(source.size - tailBytes, tailBytes);
  const frames: Frame[] = [];
  for (let at = tail.indexOf(0xff); at >= 0; at = tail.indexOf(0xff, at + 1)) {
    const frame = parseFrame(tail, at, info);
    if (frame !== null) frames.push(frame);
  }
  // Audio can look like a frame's header; frames follow each other without a gap.
  const last = frames.findLast(({ first }) => first === 0 || frames.some(({ end }) => end === first));
  return last?.end ?? null;
}

/** Returns the frame whose header begins at `at`, or null if there is none (RFC 9639, section 9.1). */
function parseFrame(bytes: Buffer, at: number, info: StreamInfo): Frame | null {
  // Most bytes of 0xff are audio: this line alone is run for them.
  if ((bytes[at + 1]! & 0xfe) !== 0xf8 || at + 4 >= bytes.length) return null;
  const [sync, sizes, channels] = [bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
  if ((channels & 1) !== 0) return null;
  const isVariable = (sync & 1) === 1;
  const layout = channels >> 4;
  if ((layout < 8 ? layout + 1 : layout < 11 ? 2 : 0) !== info.numChannels) return null;
  const number = readNumber(bytes, at + 4);
  if (number === null) return null;
  let place = at + 4 + number.length;
  const sizeCode = sizes >> 4;
  let blockSize = blockSizeOf(sizeCode);
  if (sizeCode === 6 || sizeCode === 7) {
    const length = sizeCode - 5;
    if (place + length > bytes.length) return null;
    blockSize = bytes.readUIntBE(place, length) + 1;
    place += length;
  }
  const rateCode = sizes & 15;
  if (blockSize === 0 || rateCode === 15) return null;
  place += rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0;
  if (place >= bytes.length || crc8(bytes, at, place) !== bytes[place]) return null;
  const first = isVariable ? number.value : number.value * info.minBlock;
  return { first, end: first + blockSize };
}

function blockSizeOf(code: number): number {
  if (code === 1) return 192;
  if (code >= 2 && code <= 5) return 144 << code;
  return code >= 8 ? 1 << code : 0;
}

/** Reads a number that is coded as UTF-8 codes characters, of up to 36 bits. */
function readNumber(bytes: Buffer, at: number): { value: number; length: number } | null {
  const [lead = 0xff] = bytes.subarray(at, at + 1);
  const length = lead < 0x80 ? 1 : Math.clz32(~lead << 24);
  if (length > 7 || (lead >= 0x80 && length === 1) || at + length > bytes.length) return null;
  let value = length === 1 ? lead : lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return null;
    value = 64 * value + (byte & 0x3f);
  }
  return { value, length };
}

/** The checksum of a frame's header: polynomial x^8 + x^2 + x + 1. */
function crc8(bytes: Buffer, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at++) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}
