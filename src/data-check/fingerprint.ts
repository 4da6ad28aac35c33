/** Fingerprints of sounds by band energies, which stay nearly the same when a sound is re-encoded, resampled or made louder. */
import { Fft, powerOfTwo } from "../audio/fft.js";

const NUM_BANDS = 16;
const NUM_SLICES = 32;
/** Values of a fingerprint. */
export const FINGERPRINT_SIZE = NUM_BANDS * NUM_SLICES;

const WINDOW_SEC = 0.05;
/** Bounds the work for long recordings: their slices are sampled. */
const MOST_WINDOWS = 32;
const LOWEST_HZ = 50;
/** Cells further below the loudest one count as this quiet: encoders change them. */
const RANGE_DB = 50;
/** Weight of changes over time: two recordings of rain have the same spectrum and different changes. */
const CHANGE_WEIGHT = 3;
/** Root mean square of a fingerprint, in dB, below which a sound has no features to compare, such as white noise of a constant level. */
const LEAST_DB = 1;

/** Computes the fingerprint of a sound that comes in blocks. */
export class Fingerprinter {
  readonly #analysis: Analysis;
  /** First sample of each window, in order. */
  readonly #starts: Float64Array;
  readonly #sliceOf: Uint8Array;
  readonly #energies = new Float64Array(FINGERPRINT_SIZE); // [slices, bands]
  readonly #numWindows = new Float64Array(NUM_SLICES);
  #nextWindow = 0;
  /** Samples from `#first` on that the next windows need. */
  #held = new Float32Array(0);
  #first = 0;

  /** @param numSamples of the sound @param mostHz upper edge of the highest band */
  constructor(numSamples: number, sampleRateHz: number, mostHz: number) {
    this.#analysis = analysisOf(sampleRateHz, mostHz);
    const [starts, slices] = placeWindows(numSamples, this.#analysis.window.length);
    this.#starts = Float64Array.from(starts);
    this.#sliceOf = Uint8Array.from(slices);
  }

  /** Adds the next samples. */
  add(samples: Float32Array): void {
    const size = this.#analysis.window.length;
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    const end = this.#first + held.length;
    while (this.#nextWindow < this.#starts.length && this.#starts[this.#nextWindow]! + size <= end)
      this.#addWindow(held.subarray(this.#starts[this.#nextWindow]! - this.#first));
    const needed = Math.min(held.length, Math.max(0, (this.#starts[this.#nextWindow] ?? end) - this.#first));
    this.#held = held.slice(needed);
    this.#first += needed;
  }

  #addWindow(samples: Float32Array): void {
    const { fft, window, bandOf, numBins, re, im } = this.#analysis;
    re.fill(0);
    im.fill(0);
    for (let i = 0; i < Math.min(window.length, samples.length); i++) re[i] = window[i]! * samples[i]!;
    fft.forward(re, im);
    const slice = this.#sliceOf[this.#nextWindow++]!;
    this.#numWindows[slice]!++;
    for (let bin = 0; bin < bandOf.length; bin++) {
      const band = bandOf[bin]!;
      if (band >= 0)
        this.#energies[slice * NUM_BANDS + band]! += (re[bin]! ** 2 + im[bin]! ** 2) / numBins[band]!;
    }
  }

  /** Returns the fingerprint, of length 1 as a vector; null for a sound without features, such as silence. */
  finish(): Float32Array | null {
    // The last windows of a sound shorter than a window end after it.
    while (this.#nextWindow < this.#starts.length)
      this.#addWindow(this.#held.subarray(Math.max(0, this.#starts[this.#nextWindow]! - this.#first)));
    const levels = this.#energies.map(
      (energy, i) => energy / Math.max(1, this.#numWindows[Math.floor(i / NUM_BANDS)]!),
    );
    const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
    if (!(loudest > 0) || loudest === Number.POSITIVE_INFINITY) return null;
    return normalized(
      levels.map((level) => Math.max(0, RANGE_DB + 10 * Math.log10(Math.max(level, 1e-300) / loudest))),
    );
  }
}

/** Tables and memory that sounds of one sample rate share. */
interface Analysis {
  fft: Fft;
  window: Float64Array; // Hann
  /** Band of each bin; -1 for bins outside of all bands. */
  bandOf: Int8Array;
  /** Bins of each band. */
  numBins: Float64Array;
  /** Memory of a transform. */
  re: Float64Array;
  im: Float64Array;
}

const analyses = new Map<string, Analysis>();

function analysisOf(sampleRateHz: number, mostHz: number): Analysis {
  const key = `${sampleRateHz} ${mostHz}`;
  let analysis = analyses.get(key);
  if (analysis === undefined) {
    // Equal times at every rate, so that a resampled copy has the same windows.
    const length = Math.max(2, Math.round(WINDOW_SEC * sampleRateHz));
    const size = powerOfTwo(length);
    const hann = (i: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length);
    const bandOf = bandsOfBins(size, sampleRateHz, mostHz);
    const numBins = new Float64Array(NUM_BANDS);
    for (const band of bandOf) if (band >= 0) numBins[band]!++;
    analysis = {
      fft: Fft.of(size),
      window: Float64Array.from({ length }, (_, i) => hann(i)),
      ...{ bandOf, numBins },
      re: new Float64Array(size),
      im: new Float64Array(size),
    };
    analyses.set(key, analysis);
  }
  return analysis;
}

/** Returns the first samples of windows, spread evenly over each slice of the sound, and their slices. */
function placeWindows(numSamples: number, size: number): [starts: number[], slices: number[]] {
  const starts: number[] = [];
  const slices: number[] = [];
  const length = numSamples / NUM_SLICES;
  // Rates whose windows are rounded differently have the same number.
  const count = Math.max(1, Math.min(MOST_WINDOWS, Math.floor(length / size + 0.01)));
  for (let slice = 0; slice < NUM_SLICES; slice++) {
    for (let i = 0; i < count; i++) {
      const start = Math.round(slice * length + ((i + 0.5) * length) / count - size / 2);
      starts.push(Math.max(0, Math.min(start, numSamples - size)));
      slices.push(slice);
    }
  }
  return [starts, slices];
}

/** Returns the band of each bin, equally wide on HTK's mel scale; -1 for bins outside of all bands. */
function bandsOfBins(size: number, sampleRateHz: number, mostHz: number): Int8Array {
  const toMel = (hz: number): number => Math.log1p(hz / 700);
  const [low, high] = [toMel(LOWEST_HZ), toMel(mostHz)];
  return Int8Array.from({ length: size / 2 + 1 }, (_, bin) => {
    const band = Math.floor((NUM_BANDS * (toMel((bin * sampleRateHz) / size) - low)) / (high - low));
    return band >= 0 && band < NUM_BANDS ? band : -1;
  });
}

/** @param levels in dB [slices, bands] */
function normalized(levels: Float64Array): Float32Array | null {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const fingerprint = new Float64Array(FINGERPRINT_SIZE);
  for (let band = 0; band < NUM_BANDS; band++) {
    let bandMean = 0;
    for (let slice = 0; slice < NUM_SLICES; slice++)
      bandMean += levels[slice * NUM_BANDS + band]! / NUM_SLICES;
    const changes = Float64Array.from(
      { length: NUM_SLICES },
      (_, slice) => CHANGE_WEIGHT * (levels[slice * NUM_BANDS + band]! - bandMean) + bandMean - mean,
    );
    for (const [i, value] of haar(changes).entries()) fingerprint[i * NUM_BANDS + band] = value;
  }
  const norm = Math.sqrt(fingerprint.reduce((sum, value) => sum + value ** 2, 0));
  if (norm < LEAST_DB * Math.sqrt(FINGERPRINT_SIZE)) return null;
  return Float32Array.from(fingerprint, (value) => value / norm);
}

/**
 * Orthonormal Haar transform of values over time, the mean first and the fastest changes last. It keeps distances, and most of
 * the distance between two sounds is in the first values, so that a comparison can stop early.
 */
function haar(values: Float64Array): Float64Array {
  const result = Float64Array.from(values);
  for (let length = values.length; length > 1; length /= 2) {
    const half = length / 2;
    const before = result.slice(0, length);
    for (let i = 0; i < half; i++) {
      result[i] = (before[2 * i]! + before[2 * i + 1]!) * Math.SQRT1_2;
      result[half + i] = (before[2 * i]! - before[2 * i + 1]!) * Math.SQRT1_2;
    }
  }
  return result;
}
