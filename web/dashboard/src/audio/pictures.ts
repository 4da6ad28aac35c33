/** Spectrograms of sounds, computed in a thread of the page and kept as pictures. */
import { MAGMA } from "./magma.js";
import { player } from "./player.js";
import { Recent } from "./recent.js";
import type { Spectrogram } from "./stft.js";
import type { StftRequest } from "./stft-worker.js";

export interface SoundPicture {
  /** One pixel for each frame and bin; low frequencies at the bottom. */
  image: ImageData;
  durationSec: number;
  nyquistHz: number;
}

const MOST_BYTES = 64 * 2 ** 20;
const pictures = new Recent<SoundPicture>(MOST_BYTES, ({ image }) => image.data.length);

let worker: Worker | null = null;
let nextId = 0;
const waiting = new Map<number, (result: Spectrogram) => void>();

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

function compute(request: Omit<StftRequest, "id">): Promise<Spectrogram> {
  if (worker === null) {
    worker = new Worker(new URL("./stft-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<{ id: number; result: Spectrogram }>) => {
      waiting.get(data.id)?.(data.result);
      waiting.delete(data.id);
    };
  }
  const id = nextId++;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker!.postMessage({ id, ...request } satisfies StftRequest);
  });
}

function imageOf({ levels, numFrames, numBins }: Spectrogram): ImageData {
  const image = new ImageData(numFrames, numBins);
  const pixels = new Uint32Array(image.data.buffer);
  for (let bin = 0; bin < numBins; bin++)
    for (let frame = 0; frame < numFrames; frame++)
      pixels[(numBins - 1 - bin) * numFrames + frame] = MAGMA[levels[frame * numBins + bin]!]!;
  return image;
}
