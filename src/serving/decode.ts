import { assertPlausible } from "../audio/plausible.js";
import { kernelSize } from "../audio/resample.js";
import { Stretch } from "../audio/stretch.js";
import { memorySource, WavFile } from "../audio/wav-file.js";
import { DataError } from "../errors.js";
import type { SentError } from "../thread-error.js";

export interface DecodeLimits {
  sampleRateHz: number;
  maxSeconds: number;
}

export interface DecodeJob {
  id: number;
  bytes: Uint8Array;
  name: string;
}

export interface Decoded {
  /** At the model's rate. */
  samples: Float32Array;
  /** Duration of the file. */
  durationSec: number;
}

export type DecodeAnswer = ({ id: number } & Decoded) | { id: number; error: SentError };

/** A kernel of 4 MB: every common pair of rates needs less than a hundredth of it. */
const MAX_KERNEL = 500_000;

/** @throws DataError for an upload that is not a WAV file, is damaged, too long, or has a rate that costs too much */
export function decodeUpload({ bytes, name }: DecodeJob, limits: DecodeLimits): Decoded {
  const { sampleRateHz, maxSeconds } = limits;
  // The header is checked before anything of the size that it states is allocated.
  const wav = new WavFile(memorySource(bytes), name);
  const { durationSec } = wav;
  if (durationSec > maxSeconds) {
    throw new DataError(
      "TOO_LONG",
      `${name}: ${durationSec.toFixed(1)} s of audio, the limit is ${maxSeconds} s; send a part of it (--max-seconds sets the limit)`,
    );
  }
  if (wav.sampleRateHz < 1000 || kernelSize(wav.sampleRateHz, sampleRateHz) > MAX_KERNEL) {
    throw new DataError(
      "RATE",
      `${name}: a sample rate of ${wav.sampleRateHz} Hz is not accepted; convert it (ffmpeg -i in.wav -ar ${sampleRateHz} out.wav)`,
    );
  }
  const stretch = new Stretch(wav, sampleRateHz);
  const samples = stretch.read(0, stretch.numSamples);
  assertPlausible(samples, name);
  return { samples, durationSec };
}
