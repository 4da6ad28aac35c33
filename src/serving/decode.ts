import { openAudio } from "../audio/open.js";
import { assertPlausible } from "../audio/plausible.js";
import type { AudioReader } from "../audio/reader.js";
import type { SampleFormat } from "../audio/sample-format.js";
import { memorySource } from "../audio/source.js";
import { Stretch } from "../audio/stretch.js";
import { DataError } from "../errors.js";
import type { SentError } from "../thread-error.js";
import { isAcceptedRate } from "./accepted-rate.js";

export interface DecodeLimits {
  /** Format of the model's samples. */
  format: SampleFormat;
  maxSeconds: number;
}

export interface DecodeJob {
  id: number;
  bytes: Uint8Array;
  name: string;
}

export interface Decoded {
  /** In the model's format, planar. */
  samples: Float32Array;
  /** Duration of the file. */
  durationSec: number;
}

export type DecodeAnswer = ({ id: number } & Decoded) | { id: number; error: SentError };

/** @throws DataError for an upload that is not audio, is damaged, too long, or has a rate that costs too much */
export function decodeUpload({ bytes, name }: DecodeJob, limits: DecodeLimits): Decoded {
  // The header is checked before anything of the size that it states is allocated.
  const audio = openAudio(memorySource(bytes), name);
  try {
    assertAccepted(audio, limits);
    const stretch = new Stretch(audio, limits.format);
    const samples = stretch.read(0, stretch.numSamples);
    assertPlausible(samples, name);
    return { samples, durationSec: audio.durationSec };
  } finally {
    audio.close();
  }
}

function assertAccepted(audio: AudioReader, { format, maxSeconds }: DecodeLimits): void {
  const { name, durationSec } = audio;
  if (durationSec > maxSeconds) {
    throw new DataError(
      "TOO_LONG",
      `${name}: ${durationSec.toFixed(1)} s of audio, the limit is ${maxSeconds} s; send a part of it (--max-seconds sets the limit)`,
    );
  }
  if (!isAcceptedRate(audio.sampleRateHz, format)) {
    throw new DataError(
      "RATE",
      `${name}: a sample rate of ${audio.sampleRateHz} Hz is not accepted; convert it (ffmpeg -i in -ar ${format.sampleRateHz} out.wav)`,
    );
  }
}
