/** The picture and the sound of a stretch of a recording, small enough for hundreds on one page. */
import { encodeMuLaw } from "../../audio/mu-law.js";
import { withAudio } from "../../audio/open.js";
import { assertPlausible } from "../../audio/plausible.js";
import { resample } from "../../audio/resample.js";
import { numChannelsOf, type SampleFormat } from "../../audio/sample-format.js";
import { soundPicture } from "../../audio/sound-picture.js";
import { Stretch } from "../../audio/stretch.js";

/** A stretch of a recording, in seconds from its start. */
export interface Span {
  fromSec: number;
  toSec: number;
}

export interface StretchMedia {
  /** A spectrogram up to half the model's sample rate as PNG; null for silence. */
  picture: Buffer | null;
  /** One channel at `soundRateHz`, mu-law. */
  sound: Uint8Array;
}

/** Time around an event: half of its length, within these limits. */
const LEAST_AROUND_SEC = 1;
const MOST_AROUND_SEC = 3;
/** Longer stretches are cut at their end. */
const MOST_STRETCH_SEC = 20;
const MOST_SOUND_HZ = 16_000;
const PICTURE_SIZE = { numMels: 96, mostFrames: 480 };
/** Level of the loudest sample, and the most by which a quiet stretch is amplified (40 dB). */
const PEAK = 0.9;
const MOST_GAIN = 100;

/** Returns the stretch of a recording that shows an event. */
export function spanOf(onsetSec: number, offsetSec: number, durationSec: number): Span {
  const around = Math.min(MOST_AROUND_SEC, Math.max(LEAST_AROUND_SEC, (offsetSec - onsetSec) / 2));
  const fromSec = Math.max(0, onsetSec - around);
  return { fromSec, toSec: Math.min(durationSec, offsetSec + around, fromSec + MOST_STRETCH_SEC) };
}

/** Sample rate of the sounds of a model that reads `sampleRateHz`. */
export function soundRateHz(sampleRateHz: number): number {
  return Math.min(MOST_SOUND_HZ, sampleRateHz);
}

/**
 * Reads a stretch of a recording. Sounds have the same peak, as far as 40 dB of amplification allow.
 *
 * @throws DataError for a recording that cannot be read, or is shorter than it was
 */
export function stretchMedia(
  path: string,
  { fromSec, toSec }: Span,
  { sampleRateHz, channels, resampling }: SampleFormat,
): StretchMedia {
  const samples = withAudio(path, {}, (audio) => {
    // Several channels are mixed to be heard.
    const one = numChannelsOf(channels) === 1 ? channels : "mix";
    const stretch = new Stretch(audio, { sampleRateHz, channels: one, resampling }, fromSec, toSec - fromSec);
    return stretch.read(0, stretch.numSamples);
  });
  assertPlausible(samples, path);
  const sound = resample(samples, sampleRateHz, soundRateHz(sampleRateHz), resampling);
  const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const gain = Math.min(MOST_GAIN, PEAK / Math.max(peak, Number.MIN_VALUE));
  // A picture shows levels below the loudest one, which silence lacks.
  const isSilent = samples.every((sample) => sample === 0);
  return {
    picture: isSilent ? null : soundPicture(samples, sampleRateHz, PICTURE_SIZE),
    sound: encodeMuLaw(sound.map((sample) => gain * sample)),
  };
}
