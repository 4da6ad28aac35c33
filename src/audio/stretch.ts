import { DataError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import type { AudioReader } from "./reader.js";
import { inputPart, kernelSize, type Part, resampledLength, resamplePart } from "./resample.js";

/** A filter table of 256 MB: no rate that a recorder uses needs a hundredth of it. */
const MAX_KERNEL = 1 << 25;
/** Each output sample of a rate beyond this costs a hundred thousand multiplications. */
const MAX_RATE_HZ = 100e6;

/**
 * Frames of a stretch given in seconds. A stretch that ends after the file is cut there.
 *
 * @throws DataError for a stretch that begins after the end
 */
export function framesOf(
  { name, numFrames, sampleRateHz }: Pick<AudioReader, "name" | "numFrames" | "sampleRateHz">,
  startSec: number,
  durationSec: number | null,
): Part {
  const first = Math.round(startSec * sampleRateHz);
  if (first >= numFrames) {
    const total = (numFrames / sampleRateHz).toFixed(3);
    throw new DataError("RANGE", `${name}: expected audio from ${startSec} s on, the file has ${total} s`);
  }
  const count = durationSec === null ? numFrames - first : Math.round(durationSec * sampleRateHz);
  return { first, count: Math.min(count, numFrames - first) };
}

/**
 * A stretch of a recording at another sample rate. Any part of it can be read alone, with the bits that decoding and
 * resampling all of the stretch would give; only the frames that this part needs are read.
 */
export class Stretch {
  /** Samples at the new rate. */
  readonly numSamples: number;
  readonly #audio: AudioReader;
  readonly #frames: Part;
  readonly #rateHz: number;

  /** @throws DataError for a stretch that begins after the file's end, or a rate that cannot be resampled */
  constructor(audio: AudioReader, rateHz: number, startSec = 0, durationSec: number | null = null) {
    this.#audio = audio;
    this.#rateHz = rateHz;
    this.#frames = framesOf(audio, startSec, durationSec);
    this.numSamples = resampledLength(this.#frames.count, audio.sampleRateHz, rateHz);
    const isCostly = audio.sampleRateHz > MAX_RATE_HZ || kernelSize(audio.sampleRateHz, rateHz) > MAX_KERNEL;
    if (audio.sampleRateHz !== rateHz && isCostly) {
      throw new DataError(
        "RATE",
        `${audio.name}: its sample rate of ${audio.sampleRateHz} Hz cannot be resampled to ${rateHz} Hz; if the rate is right, convert it (ffmpeg -i in -ar ${rateHz} out.audio)`,
      );
    }
  }

  /** Reads samples `first` to `first + count`. */
  read(first: number, count: number): Float32Array {
    const { sampleRateHz } = this.#audio;
    const frames = this.#frames;
    if (sampleRateHz === this.#rateHz || count === 0) return this.#audio.read(frames.first + first, count);
    const needed = inputPart(frames.count, sampleRateHz, this.#rateHz, { first, count });
    const input = this.#audio.read(frames.first + needed.first, needed.count);
    const part = { first, count };
    const samples = resamplePart(input, needed.first, sampleRateHz, this.#rateHz, part);
    decodeClock.mark("resample");
    return samples;
  }
}
