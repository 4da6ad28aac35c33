import type { ChannelChoice } from "./reader.js";
import type { WavFormat } from "./wav-header.js";

/** Where decoded frames go: planar [channels, stride], from frame `first` of each channel on. */
export interface PlanarPlace {
  samples: Float32Array;
  /** Samples of one channel. */
  stride: number;
  first: number;
}

/** Decodes `frames` interleaved frames of any encoding. */
export function decodeFrames(
  data: Buffer,
  format: WavFormat,
  frames: number,
  channels: ChannelChoice,
  { samples, stride, first }: PlanarPlace,
): void {
  if (channels === "mix") {
    mixToMono(data, format, samples.subarray(first, first + frames));
    return;
  }
  const { numChannels, frameBytes, encoding } = format;
  const step = frameBytes / numChannels;
  const read = READERS[encoding];
  const numRead = samples.length / stride;
  for (let channel = 0; channel < numRead; channel++) {
    // A mono recording gives its one channel twice for stereo.
    const from = Math.min(channel, numChannels - 1) * step;
    const to = channel * stride + first;
    for (let i = 0; i < frames; i++) samples[to + i] = read(data, i * frameBytes + from);
  }
}

/** Mixes the channels by their mean. */
function mixToMono(data: Buffer, format: WavFormat, mono: Float32Array): void {
  const { numChannels, frameBytes, encoding } = format;
  const count = mono.length;
  if (encoding === "pcm16") {
    // By far the most common encoding, worth a loop of its own.
    const values =
      data.byteOffset % 2 === 0
        ? new Int16Array(data.buffer, data.byteOffset, count * numChannels)
        : new Int16Array(Uint8Array.from(data).buffer);
    const scale = 1 / (32768 * numChannels);
    for (let i = 0, j = 0; i < count; i++) {
      let sum = 0;
      for (let c = 0; c < numChannels; c++) sum += values[j++]!;
      mono[i] = sum * scale;
    }
    return;
  }
  const read = READERS[encoding];
  const step = frameBytes / numChannels;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let c = 0; c < numChannels; c++) sum += read(data, i * frameBytes + c * step);
    mono[i] = sum / numChannels;
  }
}

const READERS: Record<WavFormat["encoding"], (data: Buffer, at: number) => number> = {
  pcm8: (data, at) => (data[at]! - 128) / 128,
  pcm16: (data, at) => data.readInt16LE(at) / 32768,
  pcm24: (data, at) => data.readIntLE(at, 3) / 8388608,
  pcm32: (data, at) => data.readInt32LE(at) / 2147483648,
  float32: (data, at) => data.readFloatLE(at),
  float64: (data, at) => data.readDoubleLE(at),
};
