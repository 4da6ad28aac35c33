import { type AudioInfo, decodeAudio, readAudio, readAudioInfo } from "./read-audio.js";

/** @deprecated since 0.2, removed in 0.3: AudioInfo. */
export type WavInfo = AudioInfo;
/** @deprecated since 0.2, removed in 0.3: readAudioInfo reads all formats. */
export const readWavInfo: typeof readAudioInfo = readAudioInfo;
/** @deprecated since 0.2, removed in 0.3: readAudio reads all formats. */
export const readWav: typeof readAudio = readAudio;
/** @deprecated since 0.2, removed in 0.3: decodeAudio reads all formats. */
export const decodeWav: typeof decodeAudio = decodeAudio;

/** Encodes a file of 16-bit PCM; samples beyond full scale are clipped. @param samples planar [numChannels * T] */
export function encodeWav16(samples: Float32Array, sampleRateHz: number, numChannels = 1): Uint8Array {
  const frameBytes = 2 * numChannels;
  const numFrames = samples.length / numChannels;
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(numChannels, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(frameBytes * sampleRateHz, 28);
  bytes.writeUInt16LE(frameBytes, 32);
  bytes.writeUInt16LE(16, 34); // bits a sample
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (let i = 0; i < samples.length; i++) {
    const place = (i % numFrames) * frameBytes + 2 * Math.floor(i / numFrames);
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(samples[i]! * 32768))), 44 + place);
  }
  return bytes;
}
