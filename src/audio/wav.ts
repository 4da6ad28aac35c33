import { type AudioInfo, decodeAudio, readAudio, readAudioInfo } from "./read-audio.js";

/** @deprecated since 0.2, removed in 0.3: AudioInfo. */
export type WavInfo = AudioInfo;
/** @deprecated since 0.2, removed in 0.3: readAudioInfo reads all formats. */
export const readWavInfo: typeof readAudioInfo = readAudioInfo;
/** @deprecated since 0.2, removed in 0.3: readAudio reads all formats. */
export const readWav: typeof readAudio = readAudio;
/** @deprecated since 0.2, removed in 0.3: decodeAudio reads all formats. */
export const decodeWav: typeof decodeAudio = decodeAudio;

/** Encodes a mono file of 16-bit PCM; samples beyond full scale are clipped. */
export function encodeWav16(samples: Float32Array, sampleRateHz: number): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(1, 22); // channels
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(2 * sampleRateHz, 28);
  bytes.writeUInt16LE(2, 32); // bytes a frame
  bytes.writeUInt16LE(16, 34); // bits a sample
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (let i = 0; i < samples.length; i++) {
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(samples[i]! * 32768))), 44 + 2 * i);
  }
  return bytes;
}
