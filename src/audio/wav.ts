import { framesOf } from "./stretch.js";
import { type FilePart, memorySource, WavFile, withWav } from "./wav-file.js";

export interface Audio {
  sampleRateHz: number;
  /** Channels mixed to one by their mean, full scale 1. */
  samples: Float32Array;
}

export interface WavInfo {
  sampleRateHz: number;
  numChannels: number;
  /** Samples of one channel. */
  numFrames: number;
  durationSec: number;
}

/** Reads sample rate, channels and length, without the samples. */
export function readWavInfo(path: string, part?: FilePart): WavInfo {
  return withWav(path, { part }, ({ sampleRateHz, numChannels, numFrames, durationSec }) => {
    return { sampleRateHz, numChannels, numFrames, durationSec };
  });
}

/**
 * Reads a stretch of a file, and only its bytes. A stretch that begins after the end is an error; one that
 * ends after it is cut there.
 *
 * @param part the WAV file is this part of the file
 * @throws DataError naming the path, for what is not a WAV file or not a complete one
 */
export function readWav(
  path: string,
  startSec = 0,
  durationSec: number | null = null,
  part?: FilePart,
): Audio {
  return withWav(path, { part }, (wav) => {
    const { first, count } = framesOf(wav, startSec, durationSec);
    return { sampleRateHz: wav.sampleRateHz, samples: wav.read(first, count) };
  });
}

/** Decodes a complete file in memory; `path` is for messages. */
export function decodeWav(bytes: Uint8Array, path: string): Audio {
  const wav = new WavFile(memorySource(bytes), path);
  return { sampleRateHz: wav.sampleRateHz, samples: wav.read(0, wav.numFrames) };
}

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
