/** Edges of the mel scale's linear part, after Slaney's Auditory Toolbox (librosa's default). */
const LINEAR_HZ_PER_MEL = 200 / 3;
const LOG_START_HZ = 1000;
const LOG_START_MEL = LOG_START_HZ / LINEAR_HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

export function hzToMel(hz: number): number {
  return hz < LOG_START_HZ ? hz / LINEAR_HZ_PER_MEL : LOG_START_MEL + Math.log(hz / LOG_START_HZ) / LOG_STEP;
}

export function melToHz(mel: number): number {
  return mel < LOG_START_MEL
    ? mel * LINEAR_HZ_PER_MEL
    : LOG_START_HZ * Math.exp(LOG_STEP * (mel - LOG_START_MEL));
}

export interface MelOptions {
  sampleRateHz: number;
  fftSamples: number;
  numMels: number;
  minHz: number;
  maxHz: number;
}

/**
 * Triangular mel filters of equal area, row-major [numMels, fftSamples / 2 + 1]: the matrix of
 * `librosa.filters.mel` (0.10, htk=False, norm="slaney").
 */
export function melFilters(options: MelOptions): Float64Array {
  const { sampleRateHz, fftSamples, numMels, minHz, maxHz } = options;
  const numBins = Math.floor(fftSamples / 2) + 1;
  const low = hzToMel(minHz);
  const high = hzToMel(maxHz);
  const edges = Array.from({ length: numMels + 2 }, (_, i) =>
    melToHz(low + ((high - low) * i) / (numMels + 1)),
  );
  const filters = new Float64Array(numMels * numBins);
  for (let mel = 0; mel < numMels; mel++) {
    const [left, centre, right] = [edges[mel]!, edges[mel + 1]!, edges[mel + 2]!];
    const area = 2 / (right - left);
    for (let bin = 0; bin < numBins; bin++) {
      const hz = (bin * sampleRateHz) / fftSamples;
      const height = Math.min((hz - left) / (centre - left), (right - hz) / (right - centre));
      filters[mel * numBins + bin] = Math.max(0, height) * area;
    }
  }
  return filters;
}
