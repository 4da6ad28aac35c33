import { DataError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import type { AudioReader } from "./reader.js";
import { resamplePart } from "./resample.js";
import { canResample, inputPart, type Part, resampledLength } from "./resample-parts.js";
import { numChannelsOf, type SampleFormat } from "./sample-format.js";
import type { RateChange } from "./sinc-kernel.js";

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
 * A stretch of a recording in the format of a model. Any part of it can be read alone, with the bits that decoding and
 * resampling all of the stretch would give; only the frames that this part needs are read.
 */
export class Stretch {
  /** Samples of a channel, at the new rate. */
  readonly numSamples: number;
  readonly numChannels: number;
  readonly #audio: AudioReader;
  readonly #frames: Part;
  readonly #format: SampleFormat;
  readonly #change: RateChange;

  /** @throws DataError for a stretch that begins after the file's end, or a rate that cannot be resampled */
  constructor(audio: AudioReader, format: SampleFormat, startSec = 0, durationSec: number | null = null) {
    const { sampleRateHz: toHz, resampling } = format;
    const fromHz = audio.sampleRateHz;
    this.#audio = audio;
    this.#format = format;
    this.#change = { fromHz, toHz, resampling };
    this.#frames = framesOf(audio, startSec, durationSec);
    this.numSamples = resampledLength(this.#frames.count, fromHz, toHz);
    this.numChannels = numChannelsOf(format.channels);
    if (!canResample(this.#change)) {
      throw new DataError(
        "RATE",
        `${audio.name}: its sample rate of ${fromHz} Hz cannot be resampled to ${toHz} Hz; if the rate is right, convert it (ffmpeg -i in -ar ${toHz} out.wav)`,
      );
    }
  }

  /**
   * Reads samples `first` to `first + count` of each channel: planar [channels * count].
   *
   * @param into memory for the samples, which is returned; new memory if left out. After an error it holds anything
   */
  read(first: number, count: number, into?: Float32Array): Float32Array {
    const { fromHz, toHz } = this.#change;
    const { channels } = this.#format;
    const frames = this.#frames;
    if (fromHz === toHz || count === 0) return this.#audio.read(frames.first + first, count, channels, into);
    const needed = inputPart(frames.count, this.#change, { first, count });
    const input = this.#audio.read(frames.first + needed.first, needed.count, channels);
    const samples = into ?? new Float32Array(this.numChannels * count);
    for (let c = 0; c < this.numChannels; c++) {
      const channel = input.subarray(c * needed.count, (c + 1) * needed.count);
      resamplePart(samples.subarray(c * count, (c + 1) * count), first, channel, needed.first, this.#change);
    }
    decodeClock.mark("resample");
    return samples;
  }
}
