/** Samples that native code decodes: what the readers of libsndfile and of FFmpeg share. */
import { decodeClock } from "../timing/decode-clock.js";
import { type AudioReader, allocateSamples, type ChannelChoice, channelsRead } from "./reader.js";
import { damaged } from "./sndfile/encoded.js";

/** Full scale is 1; no decoder of sound returns more than this, and damage can. */
const LARGEST_SAMPLE = 8;

const UNWANTED = new Float32Array(0);

/** A stretch to decode: `count` frames, into new memory if `into` is undefined. */
interface Wanted {
  count: number;
  channels: ChannelChoice;
  into: Float32Array | undefined;
}

/**
 * Decodes `count` frames into planar samples [channels * count].
 *
 * @param isChecked true for formats whose samples cannot be any numbers
 * @param decode fills the samples, the mean of all channels for 0 outputs, and writes the largest magnitude where there is room for it
 * @throws DataError for other channels, and for samples that only damage leads to
 */
export function decodeSamples(
  reader: Pick<AudioReader, "name" | "format" | "sampleRateHz" | "numChannels">,
  { count, channels, into }: Wanted,
  isChecked: boolean,
  decode: (outputs: number, samples: Float32Array, largest: Float32Array) => void,
): Float32Array {
  const numRead = channelsRead(channels, reader);
  const samples = into ?? allocateSamples(numRead * count, reader);
  const largest = isChecked ? new Float32Array(1) : UNWANTED;
  decode(channels === "mix" ? 0 : numRead, samples, largest);
  decodeClock.mark("decode");
  if (isChecked && !(largest[0]! < LARGEST_SAMPLE))
    throw damaged(reader.name, reader.format, `decodes to a sample of ${largest[0]}, full scale is 1`);
  return samples;
}
