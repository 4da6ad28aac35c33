/*
 * AIFF (Apple, 1989) and AIFF-C (1991) with samples that are numbers as they are: where they lie, and how they are coded.
 */
import type { PcmEncoding } from "./addon.js";
import type { PcmLayout } from "./pcm-file.js";
import type { ByteSource } from "./reader.js";

/** Chunks before the audio in files that real programs write. */
const MAX_CHUNKS = 32;
/** Two numbers of 4 bytes in front of the samples: an offset, and a block size that nothing reads. */
const AUDIO_HEAD_BYTES = 8;

const BIG_ENDIAN: Record<number, PcmEncoding> = { 8: "signed8", 16: "pcm16be", 24: "pcm24be", 32: "pcm32be" };

/** By the compression type of AIFF-C and the bits of a sample; files of other kinds are decoded by libsndfile. */
const ENCODINGS: Record<string, Record<number, PcmEncoding>> = {
  NONE: BIG_ENDIAN,
  twos: BIG_ENDIAN,
  fl32: { 32: "float32be" },
  FL32: { 32: "float32be" },
  fl64: { 64: "float64be" },
  FL64: { 64: "float64be" },
};

/** Returns where the samples are; null for compressed audio, or a header in which anything is unusual. */
export function parseAiffHeader(source: ByteSource): PcmLayout | null {
  const isCompressed = source.read(8, 4).toString("latin1") === "AIFC";
  let common: Common | null = null;
  for (let at = 12, i = 0; i < MAX_CHUNKS; i++) {
    const head = source.read(at, 8);
    if (head.length < 8) return null;
    const id = head.toString("latin1", 0, 4);
    const size = head.readUInt32BE(4);
    const content = at + 8;
    if (id === "COMM") common = parseCommon(source.read(content, Math.min(size, 22)), isCompressed);
    if (id === "SSND") {
      if (common === null || source.read(content, 4).readUInt32BE(0) !== 0) return null;
      const { numFrames, ...format } = common;
      const dataBytes = numFrames * format.frameBytes;
      // libsndfile counts the byte that pads an odd number of bytes.
      const isExact = [0, dataBytes % 2].some((pad) => size === AUDIO_HEAD_BYTES + dataBytes + pad);
      if (numFrames === 0 || !isExact || content + size > source.size) return null;
      return { ...format, dataOffset: content + AUDIO_HEAD_BYTES, dataBytes, placeholder: null };
    }
    at = content + size + (size % 2);
  }
  return null;
}

type Common = Omit<PcmLayout, "dataOffset" | "dataBytes" | "placeholder"> & { numFrames: number };

function parseCommon(chunk: Buffer, isCompressed: boolean): Common | null {
  if (chunk.length < (isCompressed ? 22 : 18)) return null;
  const numChannels = chunk.readUInt16BE(0);
  const bits = chunk.readUInt16BE(6);
  const compression = isCompressed ? chunk.toString("latin1", 18, 22) : "NONE";
  const encoding = ENCODINGS[compression]?.[bits];
  const sampleRateHz = parseRate(chunk.subarray(8, 18));
  if (encoding === undefined || sampleRateHz === null || numChannels === 0) return null;
  const frameBytes = (numChannels * bits) / 8;
  return { encoding, sampleRateHz, numChannels, frameBytes, numFrames: chunk.readUInt32BE(2) };
}

/** The exponent of 1 in a number of 80 bits (IEEE 754 extended), whose 64 bits of mantissa begin with the integer bit. */
const EXPONENT_OF_ONE = 0x3fff;
const MAX_RATE_BITS = 31;

/** Returns a rate of whole hertz, or null. */
function parseRate(bytes: Buffer): number | null {
  const exponent = bytes.readUInt16BE(0) - EXPONENT_OF_ONE;
  if (exponent < 0 || exponent >= MAX_RATE_BITS) return null;
  const mantissa = bytes.readUInt32BE(2);
  const unit = 2 ** (31 - exponent);
  const isWhole = mantissa % unit === 0 && bytes.readUInt32BE(6) === 0;
  return isWhole && mantissa >= 2 ** 31 ? mantissa / unit : null;
}
