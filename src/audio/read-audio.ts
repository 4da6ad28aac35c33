import { openAudio, withAudio } from "./open.js";
import { type FilePart, memorySource } from "./source.js";
import { framesOf } from "./stretch.js";

export interface Audio {
  sampleRateHz: number;
  /** Channels mixed to one by their mean, full scale 1. */
  samples: Float32Array;
}

export interface AudioInfo {
  /** Container and codec: `WAV`, `Ogg Vorbis`. */
  format: string;
  sampleRateHz: number;
  numChannels: number;
  /** Samples of one channel. */
  numFrames: number;
  durationSec: number;
}

/** Reads format, sample rate, channels and length of a recording, without the samples. */
export function readAudioInfo(path: string, part?: FilePart): AudioInfo {
  return withAudio(path, { part }, ({ format, sampleRateHz, numChannels, numFrames, durationSec }) => {
    return { format, sampleRateHz, numChannels, numFrames, durationSec };
  });
}

/**
 * Reads a stretch of a recording, and decodes no more than it needs. A stretch that begins after the end is an error;
 * one that ends after it is cut there.
 *
 * @param part the recording is this part of the file
 * @throws DataError naming the path, for what is not audio or not a complete recording
 */
export function readAudio(
  path: string,
  startSec = 0,
  durationSec: number | null = null,
  part?: FilePart,
): Audio {
  return withAudio(path, { part }, (audio) => {
    const { first, count } = framesOf(audio, startSec, durationSec);
    return { sampleRateHz: audio.sampleRateHz, samples: audio.read(first, count) };
  });
}

/** Decodes a complete recording in memory; `name` is for messages. */
export function decodeAudio(bytes: Uint8Array, name: string): Audio {
  const audio = openAudio(memorySource(bytes), name);
  try {
    return { sampleRateHz: audio.sampleRateHz, samples: audio.read(0, audio.numFrames) };
  } finally {
    audio.close();
  }
}
