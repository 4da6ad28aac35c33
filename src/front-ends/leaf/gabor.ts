// N = filters, K = samples of a filter, B = clips, T = samples of a clip.
import { melFiltersOverMels } from "../../audio/mel.js";
import { Module, Parameter } from "../../nn/module.js";
import { scope, Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { upload } from "../../tensor/upload.js";

/** Full width at half maximum of a Gaussian, over its deviation. */
const WIDTH_OF_DEVIATION = 2 * Math.sqrt(2 * Math.LN2);
/** Bins of the mel bands that filters begin as, at least: those of leaf-audio. */
const LEAST_FFT_SAMPLES = 512;

export interface GaborOptions {
  numFilters: number;
  windowSamples: number;
  sampleRateHz: number;
  minHz: number;
  maxHz: number;
}

/**
 * The power of N complex Gabor filters: samples [B, T] to [B, N, T]. A filter is a wave of its centre frequency under a
 * Gaussian, both trained: `GaborConv1D` and `SquaredModulus` of google-research/leaf-audio, which bounds them in the same way.
 */
export class GaborPower extends Module {
  /** Centre frequency of each filter, in radians a sample. */
  readonly center: Parameter; // [N]
  /** Deviation of each Gaussian, in samples: a narrow band has a large one. */
  readonly bandwidth: Parameter; // [N]
  readonly #windowSamples: number;

  constructor(options: GaborOptions, isTrained: boolean) {
    super();
    this.#windowSamples = options.windowSamples;
    const { centers, deviations } = melShapes(options);
    const [lowest, highest] = this.#bounds();
    const bounded = deviations.map((one) => Math.min(highest, Math.max(lowest, one)));
    this.center = scope(() => new Parameter(Tensor.from(centers)));
    this.bandwidth = scope(() => new Parameter(Tensor.from(bounded)));
    for (const parameter of [this.center, this.bandwidth]) parameter.requiresGrad = isTrained;
  }

  forward(wave: Tensor): Tensor {
    const size = this.#windowSamples;
    const before = Math.floor((size - 1) / 2);
    const padded = ops.pad(wave, [before, size - 1 - before]).unsqueeze(1); // [B, 1, T + K - 1]
    const parts = ops.conv1d(padded, this.#filters()).square(); // [B, 2 N, T]
    const numFilters = this.center.shape[0]!;
    return parts.narrow(1, 0, numFilters).add(parts.narrow(1, numFilters, numFilters));
  }

  /** Returns the real parts of the filters, then the imaginary ones: [2 N, 1, K]. */
  #filters(): Tensor {
    const size = this.#windowSamples;
    const times = Float64Array.from({ length: size }, (_, i) => i - Math.floor(size / 2));
    const { dtype, device } = this.center;
    const time = upload(Tensor.from(times).to(dtype), device); // [K]
    const deviation = this.bandwidth.clamp(...this.#bounds()).unsqueeze(1); // [N, 1]
    const phase = this.center.clamp(0, Math.PI).unsqueeze(1).mul(time); // [N, K]
    const envelope = time
      .div(deviation)
      .square()
      .mul(-0.5)
      .exp()
      .div(deviation.mul(Math.sqrt(2 * Math.PI)));
    return ops.cat([phase.cos().mul(envelope), phase.sin().mul(envelope)], 0).unsqueeze(1);
  }

  /** Deviations of bands from half of the rate down to a bin of a transform of K samples. */
  #bounds(): [lowest: number, highest: number] {
    return [(2 * WIDTH_OF_DEVIATION) / Math.PI, (this.#windowSamples * WIDTH_OF_DEVIATION) / 2 / Math.PI];
  }
}

/** Centre and deviation of Gabor filters with the responses of mel bands: `gabor_params_from_mels` of leaf-audio. */
function melShapes({ numFilters, windowSamples, ...options }: GaborOptions) {
  const fftSamples = Math.max(LEAST_FFT_SAMPLES, 2 ** Math.ceil(Math.log2(windowSamples)));
  const filters = melFiltersOverMels({ ...options, fftSamples, numMels: numFilters });
  const numBins = filters.length / numFilters;
  const rows = Array.from({ length: numFilters }, (_, i) =>
    filters.subarray(i * numBins, (i + 1) * numBins).map(Math.sqrt),
  );
  return {
    centers: rows.map((row) => (2 * Math.PI * row.indexOf(Math.max(...row))) / fftSamples),
    deviations: rows.map((row) => {
      const half = Math.max(...row) / 2;
      const width = row.filter((height) => height >= half).length;
      return (WIDTH_OF_DEVIATION / 2) * (fftSamples / (Math.PI * width));
    }),
  };
}
