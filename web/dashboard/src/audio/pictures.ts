/** Spectrograms of sounds, computed in a thread of the page and kept as pictures. */

import { Recent } from "../../../../src/recent.js";
import { MAGMA } from "./magma.js";
import { player } from "./player.js";
import type { Spectrogram } from "./stft.js";
import { compute } from "./stft-thread.js";

export interface SoundPicture {
  /** One pixel for each frame and bin; low frequencies at the bottom. */
  image: ImageData;
  durationSec: number;
  nyquistHz: number;
}

const MOST_BYTES = 64 * 2 ** 20;
const pictures = new Recent<SoundPicture>(MOST_BYTES, ({ image }) => image.data.length);

/** @param width columns of the picture */
export async function soundPicture(address: string, width: number): Promise<SoundPicture> {
  const key = `${width} ${address}`;
  const known = pictures.get(key);
  if (known !== undefined) return known;
  const { channels, sampleRateHz, durationSec } = await player.load(address);
  const window = windowOf(sampleRateHz);
  const numFrames = Math.max(1, Math.min(width, Math.ceil(channels[0]!.length / 32)));
  const result = await compute({ window, numFrames, samples: mixOf(channels) });
  const picture = { image: imageOf(result), durationSec, nyquistHz: sampleRateHz / 2 };
  pictures.set(key, picture);
  return picture;
}

/** About 25 ms, a power of two. */
const windowOf = (sampleRateHz: number): number => 2 ** Math.round(Math.log2(sampleRateHz * 0.025));

function mixOf(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels;
  if (channels.length === 1) return first!;
  return first!.map((_, i) => channels.reduce((sum, one) => sum + one[i]!, 0) / channels.length);
}

function imageOf({ levels, numFrames, numBins }: Spectrogram): ImageData {
  const image = new ImageData(numFrames, numBins);
  const pixels = new Uint32Array(image.data.buffer);
  for (let bin = 0; bin < numBins; bin++)
    for (let frame = 0; frame < numFrames; frame++)
      pixels[(numBins - 1 - bin) * numFrames + frame] = MAGMA[levels[frame * numBins + bin]!]!;
  return image;
}
