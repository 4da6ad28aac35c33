import { kernelSize, resample } from "../audio/resample.js";
import { decodeWav } from "../audio/wav.js";
import { parseWavHeader } from "../audio/wav-header.js";
import { DataError } from "../errors.js";

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
  /** Of the file. */
  durationSec: number;
}

export type DecodeAnswer =
  | ({ id: number } & Decoded)
  | { id: number; error: { code: string; message: string; isUnexpected: boolean } };

/** A kernel of 4 MB: every common pair of rates needs less than a hundredth of it. */
const MAX_KERNEL = 500_000;

/** @throws DataError for what is not a WAV file, is damaged, too long, or of a rate that would cost too much */
export function decodeUpload({ bytes, name }: DecodeJob, limits: DecodeLimits): Decoded {
  const { sampleRateHz, maxSeconds } = limits;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The header first: what it claims decides whether anything is allocated.
  const format = parseWavHeader(buffer, name, true)!;
  const numFrames = Math.floor((buffer.length - format.dataOffset) / format.frameBytes);
  const durationSec = numFrames / format.sampleRateHz;
  if (durationSec > maxSeconds) {
    throw new DataError(
      "TOO_LONG",
      `${name}: ${durationSec.toFixed(1)} s of audio, the most that is taken is ${maxSeconds} s; send a part of it (--max-seconds sets the limit)`,
    );
  }
  if (format.sampleRateHz < 1000 || kernelSize(format.sampleRateHz, sampleRateHz) > MAX_KERNEL) {
    throw new DataError(
      "RATE",
      `${name}: its sample rate of ${format.sampleRateHz} Hz is not taken; convert it (ffmpeg -i in.wav -ar ${sampleRateHz} out.wav)`,
    );
  }
  const audio = decodeWav(buffer, name);
  const samples = resample(audio.samples, audio.sampleRateHz, sampleRateHz);
  if (!samples.every(Number.isFinite)) {
    throw new DataError("NOT_FINITE", `${name}: holds samples that are not finite; record it again`);
  }
  return { samples, durationSec: audio.samples.length / audio.sampleRateHz };
}
