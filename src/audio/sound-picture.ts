/** Spectrograms of sounds without a front end. */
import { Fft } from "./fft.js";
import { melFilters } from "./mel.js";
import { spectrogramPicture } from "./spectrogram-picture.js";

const FFT_SAMPLES = 1024;
const NUM_BINS = FFT_SAMPLES / 2 + 1;
/** Hann's. */
const WINDOW = Float64Array.from(
  { length: FFT_SAMPLES },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FFT_SAMPLES),
);
/** Fewest samples from frame to frame. */
const HOP_SAMPLES = 128;
/** Power of silence. */
const LEAST_POWER = 1e-10;

/** Size of a picture, before small ones are enlarged. */
export interface SoundPictureSize {
  /** Rows: mel bands from 0 to half of the sample rate. */
  numMels: number;
  mostFrames: number;
}

/** Draws the mel spectrogram of a sound as a PNG. @param samples of one channel, finite */
export function soundPicture(
  samples: Float32Array,
  sampleRateHz: number,
  { numMels, mostFrames }: SoundPictureSize = { numMels: 64, mostFrames: 384 },
): Buffer {
  const hop = Math.max(HOP_SAMPLES, Math.ceil(samples.length / mostFrames));
  const numFrames = Math.max(1, Math.ceil(samples.length / hop));
  const filters = melFilters({
    ...{ sampleRateHz, fftSamples: FFT_SAMPLES, numMels, minHz: 0, maxHz: sampleRateHz / 2 },
    ...{ scale: "slaney", norm: "slaney" },
  });
  const bands = Array.from({ length: numMels }, (_, mel) => bandOf(filters, mel));
  const logMel = new Float32Array(numMels * numFrames);
  const [re, im] = [new Float64Array(FFT_SAMPLES), new Float64Array(FFT_SAMPLES)];
  for (let frame = 0; frame < numFrames; frame++) {
    const first = frame * hop - FFT_SAMPLES / 2;
    for (let i = 0; i < FFT_SAMPLES; i++) re[i] = WINDOW[i]! * (samples[first + i] ?? 0);
    im.fill(0);
    Fft.of(FFT_SAMPLES).forward(re, im);
    for (const [mel, { first, end }] of bands.entries()) {
      let power = LEAST_POWER;
      for (let bin = first; bin < end; bin++)
        power += filters[mel * NUM_BINS + bin]! * (re[bin]! ** 2 + im[bin]! ** 2);
      logMel[mel * numFrames + frame] = Math.log(power);
    }
  }
  return spectrogramPicture(logMel, numMels);
}

/** Returns the bins in which a filter is not zero. */
function bandOf(filters: Float64Array, mel: number): { first: number; end: number } {
  const row = filters.subarray(mel * NUM_BINS, (mel + 1) * NUM_BINS);
  const first = row.findIndex((weight) => weight !== 0);
  return first === -1
    ? { first: 0, end: 0 }
    : { first, end: row.findLastIndex((weight) => weight !== 0) + 1 };
}
