/** Edges of the mel scale's linear part, after Slaney's Auditory Toolbox (librosa's default). */
const LINEAR_HZ_PER_MEL = 200 / 3;
const LOG_START_HZ = 1000;
const LOG_START_MEL = LOG_START_HZ / LINEAR_HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

/** slaney: linear up to 1 kHz, as librosa; htk: logarithmic throughout, as HTK, Kaldi and torchaudio. */
export type MelScale = "slaney" | "htk";

interface Scale {
  toMel(hz: number): number;
  toHz(mel: number): number;
}

const SCALES: Readonly<Record<MelScale, Scale>> = {
  slaney: {
    toMel: (hz) =>
      hz < LOG_START_HZ ? hz / LINEAR_HZ_PER_MEL : LOG_START_MEL + Math.log(hz / LOG_START_HZ) / LOG_STEP,
    toHz: (mel) =>
      mel < LOG_START_MEL
        ? mel * LINEAR_HZ_PER_MEL
        : LOG_START_HZ * Math.exp(LOG_STEP * (mel - LOG_START_MEL)),
  },
  htk: {
    toMel: (hz) => 2595 * Math.log10(1 + hz / 700),
    toHz: (mel) => 700 * (10 ** (mel / 2595) - 1),
  },
};

export interface MelOptions {
  sampleRateHz: number;
  fftSamples: number;
  numMels: number;
  minHz: number;
  maxHz: number;
  scale: MelScale;
  /** slaney: filters of equal area; none: of equal height, 1. */
  norm: "slaney" | "none";
}

/**
 * Triangular mel filters, row-major [numMels, fftSamples / 2 + 1]: the matrix of `librosa.filters.mel` (0.11, htk and norm by
 * option), and the transposed one of `torchaudio.functional.melscale_fbanks` (2.11).
 */
export function melFilters(options: MelOptions): Float64Array {
  const { sampleRateHz, fftSamples, numMels, minHz, maxHz, scale, norm } = options;
  const { toMel, toHz } = SCALES[scale];
  const numBins = Math.floor(fftSamples / 2) + 1;
  const low = toMel(minHz);
  const high = toMel(maxHz);
  const edges = Array.from({ length: numMels + 2 }, (_, i) => toHz(low + ((high - low) * i) / (numMels + 1)));
  const filters = new Float64Array(numMels * numBins);
  for (let mel = 0; mel < numMels; mel++) {
    const [left, centre, right] = [edges[mel]!, edges[mel + 1]!, edges[mel + 2]!];
    const area = norm === "slaney" ? 2 / (right - left) : 1;
    for (let bin = 0; bin < numBins; bin++) {
      const hz = (bin * sampleRateHz) / fftSamples;
      const height = Math.min((hz - left) / (centre - left), (right - hz) / (right - centre));
      filters[mel * numBins + bin] = Math.max(0, height) * area;
    }
  }
  return filters;
}

/**
 * Mel filters whose triangles are straight over mels instead of Hz, of height 1, row-major [numMels, fftSamples / 2 + 1]: those of
 * Kaldi (`MelBanks` of kaldi-native-fbank 1.23) and of `tf.signal.linear_to_mel_weight_matrix`. HTK's scale; the bins at 0 Hz
 * and at half the rate have no weight.
 */
export function melFiltersOverMels(options: Omit<MelOptions, "scale" | "norm">): Float64Array {
  const { sampleRateHz, fftSamples, numMels, minHz, maxHz } = options;
  // 1127 ln(1 + f / 700), as Kaldi: HTK's scale but for the fourth digit of the factor, which cancels.
  const toMel = (hz: number): number => 1127 * Math.log(1 + hz / 700);
  const numBins = Math.floor(fftSamples / 2) + 1;
  const [low, high] = [toMel(minHz), toMel(maxHz)];
  const step = (high - low) / (numMels + 1);
  const filters = new Float64Array(numMels * numBins);
  for (let mel = 0; mel < numMels; mel++) {
    const centre = low + (mel + 1) * step;
    for (let bin = 1; 2 * bin < fftSamples; bin++) {
      const distance = Math.abs(toMel((bin * sampleRateHz) / fftSamples) - centre);
      filters[mel * numBins + bin] = Math.max(0, 1 - distance / step);
    }
  }
  return filters;
}
