/*
 * Frames of MPEG audio, layer III (ISO 11172-3, ISO 13818-3 and the extension MPEG 2.5).
 */
import type { ByteSource } from "../reader.js";

export interface FrameHeader {
  /** In bytes, with the header. */
  size: number;
  /** Samples of one channel. */
  numSamples: number;
  kbps: number;
  /** Bytes between the header and the frame's data, where encoders put the tags Xing and Info. */
  sideBytes: number;
  /** The fields that all frames of a stream share. */
  stream: number;
}

export const HEADER_BYTES = 4;
const KBPS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBPS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES_HZ = [44_100, 48_000, 32_000];
/** Synchronization, version, layer and sample rate. */
const STREAM_MASK = 0xfffe_0c00;
const MONO = 3;

/** Returns the header at `at`, or null for other bytes, other layers, and frames of free format. */
export function parseFrameHeader(bytes: Buffer, at: number): FrameHeader | null {
  if (at + HEADER_BYTES > bytes.length) return null;
  const word = bytes.readUInt32BE(at);
  const version = (word >>> 19) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const layer = (word >>> 17) & 3; // 1: III
  const kbps = (version === 3 ? KBPS_1 : KBPS_2)[(word >>> 12) & 15] ?? 0;
  const rate = RATES_HZ[(word >>> 10) & 3];
  if (word >>> 21 !== 0x7ff || version === 1 || layer !== 1 || kbps === 0 || rate === undefined) return null;
  const rateHz = rate / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const padding = (word >>> 9) & 1;
  const isMono = ((word >>> 6) & 3) === MONO;
  const sideBytes = version === 3 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  const size = Math.floor(((version === 3 ? 144 : 72) * kbps * 1000) / rateHz) + padding;
  return {
    size,
    numSamples: version === 3 ? 1152 : 576,
    kbps,
    sideBytes,
    stream: (word & STREAM_MASK) >>> 0,
  };
}

export interface FrameCount {
  numFrames: number;
  /** True if all frames have the same bitrate. */
  isConstant: boolean;
  /** True if the file ends within a frame. */
  isCut: boolean;
}

const BLOCK_BYTES = 1 << 18;
/** Counts the frames from the one at `start` to `end` by their headers, which reads all of the file. */
export function countFrames(
  source: ByteSource,
  start: number,
  stream: number,
  end = source.size,
): FrameCount {
  const size = Math.min(end, source.size);
  let block: Buffer = Buffer.alloc(0);
  let blockAt = 0;
  const headerAt = (at: number): FrameHeader | null => {
    if (at < blockAt || at + HEADER_BYTES > blockAt + block.length) {
      block = source.read(at, BLOCK_BYTES);
      blockAt = at;
    }
    const header = parseFrameHeader(block, at - blockAt);
    return header?.stream === stream ? header : null;
  };
  let numFrames = 0;
  let isConstant = true;
  let kbps: number | null = null;
  for (let at = start; at + HEADER_BYTES <= size; ) {
    const header = headerAt(at);
    if (header === null) {
      // Damage or a tag: the decoder, too, looks for the next frame.
      at++;
      continue;
    }
    if (at + header.size > size) return { numFrames, isConstant, isCut: true };
    numFrames++;
    kbps ??= header.kbps;
    if (header.kbps !== kbps) isConstant = false;
    at += header.size;
  }
  return { numFrames, isConstant, isCut: false };
}
