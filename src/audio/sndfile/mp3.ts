/*
 * MP3: the tag of encoders (Xing, or Info) in the first frame states frames and bytes. Without it libsndfile 1.2.2
 * estimates the length from the first bitrate and leaves out what is beyond, so frames are counted here.
 */
import type { ByteSource } from "../reader.js";
import { AS_IT_IS, cutOff, damaged, type EncodedAudio } from "./encoded.js";
import { countFrames, type FrameHeader, HEADER_BYTES, parseFrameHeader } from "./mpeg-frames.js";

/** The largest frame, and the frame after it. */
const START_BYTES = 4096;
/** Encoders disagree by a frame on what the tag counts. */
const TOLERANCE_BYTES = 2048;
const TOLERANCE_FRAMES = 2;
/** Samples that a tag may have left out at both ends: two numbers of 12 bits. */
const MAX_TRIMMED = 2 * 4095;
/** Place of Fraunhofer's tag, behind the header. */
const VBRI_PLACE = HEADER_BYTES + 32;

/** Checks that the file is as long as its tag says; counts the frames of a file without a tag, or with one that may be damaged. */
export function examineMp3(source: ByteSource, name: string): EncodedAudio {
  const start = Buffer.from(source.read(0, START_BYTES));
  const first = parseFrameHeader(start, 0);
  if (first === null)
    throw damaged(name, "MP3", "begins with a frame of layer I or II, of free format, or a damaged one");
  const tag = parseTag(start, first);
  const second = parseFrameHeader(start, first.size);
  if (source.size > first.size + HEADER_BYTES && second?.stream !== first.stream)
    throw damaged(name, "MP3", "has no second frame behind its first one");
  if (tag === null) {
    const isVbri = start.toString("latin1", VBRI_PLACE, VBRI_PLACE + 4) === "VBRI";
    return countedFrom(source, start, first, isVbri ? first.size : 0, name);
  }
  if (!tag.isIntact) checkCount(source, first, tag, name);
  const leastFrames = Math.max(0, tag.numFrames * first.numSamples - MAX_TRIMMED);
  if (tag.numBytes === null) return { ...AS_IT_IS, leastFrames };
  if (tag.numBytes > source.size + TOLERANCE_BYTES)
    throw cutOff(name, "MP3", `${tag.numBytes} bytes of audio`, `${source.size}`);
  // A second recording behind the first one is audio, too.
  const next = parseFrameHeader(Buffer.from(source.read(tag.numBytes, HEADER_BYTES)), 0);
  if (next?.stream === first.stream) return countedFrom(source, start, first, first.size, name);
  return { ...AS_IT_IS, end: tag.numBytes, leastFrames };
}

interface Tag {
  /** Frames behind this one. */
  numFrames: number;
  /** Bytes of all frames with this one; null if not stated. */
  numBytes: number | null;
  /** True if the checksum of LAME's extension is right. */
  isIntact: boolean;
}

/** Bytes of LAME's extension of the tag before its checksum (gabriel.mp3-tech.org/mp3infotag.html, revision 1). */
const LAME_BYTES = 34;

/** Returns the tag in the first frame that states a number of frames, or null. */
function parseTag(start: Buffer, { sideBytes }: FrameHeader): Tag | null {
  const at = HEADER_BYTES + sideBytes;
  if (start.length < at + 16 || !["Xing", "Info"].includes(start.toString("latin1", at, at + 4))) return null;
  const flags = start.readUInt32BE(at + 4);
  const numFrames = start.readUInt32BE(at + 8);
  if ((flags & 1) === 0 || numFrames === 0) return null;
  const numBytes = (flags & 2) === 0 ? 0 : start.readUInt32BE(at + 12);
  // Frames, bytes, a table of contents and the quality.
  const fields = [4, 4, 100, 4].reduce((sum, size, bit) => sum + (flags & (1 << bit) ? size : 0), 0);
  const checksumAt = at + 8 + fields + LAME_BYTES;
  const isIntact =
    checksumAt + 2 <= start.length && crc16(start, checksumAt) === start.readUInt16BE(checksumAt);
  return { numFrames, numBytes: numBytes === 0 ? null : numBytes, isIntact };
}

/** The checksum of the first bytes: polynomial x^16 + x^15 + x^2 + 1, reflected. */
function crc16(bytes: Buffer, end: number): number {
  let crc = 0;
  for (let at = 0; at < end; at++) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** Counts the frames of a file whose tag has no checksum, or another one. @throws DataError if the tag states another number */
function checkCount(
  source: ByteSource,
  first: FrameHeader,
  { numFrames, numBytes }: Tag,
  name: string,
): void {
  const found = countFrames(source, first.size, first.stream, numBytes ?? source.size).numFrames;
  if (Math.abs(found - numFrames) > TOLERANCE_FRAMES)
    throw damaged(name, "MP3", `states ${numFrames} frames in its tag and has ${found}`);
}

/** The audio from the frame at `skip` on; behind a tag with the number of its frames, if their bitrates vary. */
function countedFrom(
  source: ByteSource,
  start: Buffer,
  { stream, numSamples }: FrameHeader,
  skip: number,
  name: string,
): EncodedAudio {
  const { numFrames, isConstant, isCut } = countFrames(source, skip, stream);
  if (numFrames === 0) throw damaged(name, "MP3", "has no whole frame");
  const measured = isCut ? "it ends within a frame, and has no tag that states its length" : null;
  // libsndfile's estimate is too long by a frame or two here.
  if (isConstant) return { ...AS_IT_IS, skip, mostFrames: numFrames * numSamples, measured };
  return { ...AS_IT_IS, head: tagFrame(start, numFrames, source.size - skip), skip, measured };
}

/** Makes a frame without audio, whose tag states the length. */
function tagFrame(start: Buffer, numFrames: number, numBytes: number): Buffer {
  const header = Buffer.from(start.subarray(0, HEADER_BYTES));
  header[1]! |= 1; // no checksum
  header[2] = (header[2]! & 0x0c) | 0x90; // 128 or 80 kbit/s, large enough for the tag; no padding
  const { size, sideBytes } = parseFrameHeader(header, 0)!;
  const frame = Buffer.alloc(size);
  header.copy(frame);
  const at = HEADER_BYTES + sideBytes;
  frame.write("Xing", at, "latin1");
  frame.writeUInt32BE(3, at + 4); // frames and bytes follow
  frame.writeUInt32BE(numFrames, at + 8);
  frame.writeUInt32BE(size + numBytes, at + 12);
  return frame;
}
