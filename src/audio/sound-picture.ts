/** Spectrograms of sounds without a front end. */
import { Fft } from "./fft.js";
import { melFilters } from "./mel.js";
import { spectrogramPicture } from "./spectrogram-picture.js";

const NUM_MELS = 64;
const FFT_SAMPLES = 1024;
/** Fewest samples from frame to frame. */
const HOP_SAMPLES = 128;
const MOST_FRAMES = 384;
/** Power of silence. */
const LEAST_POWER = 1e-10;

/** Draws the mel spectrogram of a sound as a PNG. @param samples of one channel, finite */
export function soundPicture(samples: Float32Array, sampleRateHz: number): Buffer {
  const hop = Math.max(HOP_SAMPLES, Math.ceil(samples.length / MOST_FRAMES));
  const numFrames = Math.max(1, Math.ceil(samples.length / hop));
  const numBins = FFT_SAMPLES / 2 + 1;
  const filters = melFilters({
    ...{ sampleRateHz, fftSamples: FFT_SAMPLES, numMels: NUM_MELS, minHz: 0, maxHz: sampleRateHz / 2 },
    ...{ scale: "slaney", norm: "slaney" },
  });
  const logMel = new Float32Array(NUM_MELS * numFrames);
  const [re, im] = [new Float64Array(FFT_SAMPLES), new Float64Array(FFT_SAMPLES)];
  for (let frame = 0; frame < numFrames; frame++) {
    const first = frame * hop - FFT_SAMPLES / 2;
    for (let i = 0; i < FFT_SAMPLES; i++) {
      const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FFT_SAMPLES);
      re[i] = weight * (samples[first + i] ?? 0);
    }
    im.fill(0);
    Fft.of(FFT_SAMPLES).forward(re, im);
    for (let mel = 0; mel < NUM_MELS; mel++) {
      let power = LEAST_POWER;
      for (let bin = 0; bin < numBins; bin++)
        power += filters[mel * numBins + bin]! * (re[bin]! ** 2 + im[bin]! ** 2);
      logMel[mel * numFrames + frame] = Math.log(power);
    }
  }
  return spectrogramPicture(logMel, NUM_MELS);
}
