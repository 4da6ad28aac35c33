/** Opus packets and their header (RFC 6716, RFC 7845). */

export interface OpusHead {
  numChannels: number;
  /** Samples at 48 kHz that the decoder's start adds. */
  preSkip: number;
  /** Rate of the sound before it was encoded; 0 for unknown. */
  inputRateHz: number;
}

/** Parses `OpusHead`; null for bytes that are none. */
export function parseOpusHead(bytes: Buffer): OpusHead | null {
  if (bytes.length < 19 || bytes.toString("latin1", 0, 8) !== "OpusHead") return null;
  return { numChannels: bytes[9]!, preSkip: bytes.readUInt16LE(10), inputRateHz: bytes.readUInt32LE(12) };
}

/** Samples at 48 kHz of a frame, by the configuration in a packet's first byte (RFC 6716, table 2). */
const FRAME_SAMPLES = [
  ...[480, 960, 1920, 2880, 480, 960, 1920, 2880, 480, 960, 1920, 2880], // SILK
  ...[480, 960, 480, 960], // hybrid
  ...[120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960], // CELT
];
/** 120 ms. */
const MAX_PACKET_SAMPLES = 5760;

/**
 * Returns the samples at 48 kHz of a packet.
 *
 * @param first the packet's first byte, `second` is read where it holds the number of frames
 * @returns null for a damaged packet
 */
export function packetSamples(first: number | undefined, second: number | undefined): number | null {
  if (first === undefined) return null;
  const code = first & 3;
  const numFrames = code === 0 ? 1 : code < 3 ? 2 : second === undefined ? 0 : second & 63;
  const samples = FRAME_SAMPLES[first >> 3]! * numFrames;
  return samples === 0 || samples > MAX_PACKET_SAMPLES ? null : samples;
}
