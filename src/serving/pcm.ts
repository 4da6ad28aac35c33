// A = channels of the model, N = channels of the source, T = samples of each.
import type { ChannelChoice } from "../audio/reader.js";
import { numChannelsOf } from "../audio/sample-format.js";
import { RequestError } from "./request-error.js";

/** Encodings of a sample: 16-bit integers and 32-bit floats, little-endian. */
export const PCM_FORMATS = ["s16le", "f32le"] as const;
export type PcmFormat = (typeof PCM_FORMATS)[number];

/** Samples as a client sends them. */
export interface PcmSource {
  format: PcmFormat;
  sampleRateHz: number;
  /** Interleaved. */
  numChannels: number;
}

const BYTES: Record<PcmFormat, number> = { s16le: 2, f32le: 4 };

/** Returns the bytes of a sample of all channels. */
export function frameBytes({ format, numChannels }: PcmSource): number {
  return BYTES[format] * numChannels;
}

/** Returns true if a model with this choice of channels can take a source. */
export function acceptsChannels(numChannels: number, choice: ChannelChoice = "mix"): boolean {
  if (choice === "mix" || choice === "first") return true;
  return numChannels === numChannelsOf(choice) || (choice === "stereo" && numChannels === 1);
}

/**
 * Decodes bytes to samples for the model's channels, mixed as those of a file.
 *
 * @param bytes [T, N] of encoded samples
 * @returns planar [A * T]
 * @throws RequestError for bytes that are no whole samples
 */
export function decodePcm(bytes: Buffer, source: PcmSource, choice: ChannelChoice = "mix"): Float32Array {
  const size = frameBytes(source);
  const { format, numChannels } = source;
  if (bytes.length % size !== 0)
    throw new RequestError(
      422,
      "PCM",
      `a message of ${bytes.length} bytes; expected a multiple of ${size}: samples of ${numChannels} ${numChannels === 1 ? "channel" : "channels"} in ${format}`,
    );
  const count = bytes.length / size;
  const at =
    format === "s16le"
      ? (place: number): number => bytes.readInt16LE(2 * place) / 32_768
      : (place: number): number => bytes.readFloatLE(4 * place);
  const numOutputs = numChannelsOf(choice);
  const samples = new Float32Array(numOutputs * count);
  if (choice === "mix") {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let c = 0; c < numChannels; c++) sum += at(i * numChannels + c);
      samples[i] = sum / numChannels;
    }
    return samples;
  }
  // A source of one channel gives it twice for stereo.
  for (let output = 0; output < numOutputs; output++) {
    const c = Math.min(output, numChannels - 1);
    for (let i = 0; i < count; i++) samples[output * count + i] = at(i * numChannels + c);
  }
  return samples;
}
