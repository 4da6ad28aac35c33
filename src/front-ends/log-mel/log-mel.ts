import { melFilters } from "../../audio/mel.js";
import { DataError } from "../../errors.js";
import { Buffer } from "../../nn/module.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { FrontEnd } from "../front-end.js";
import type { FrontEndContext } from "../front-end-options.js";
import { logMelLengths } from "./lengths.js";
import type { LogMelChoice } from "./schema.js";

export interface LogMelOptions {
  sampleRateHz: number;
  numMels: number;
  fftSamples: number;
  windowSamples: number;
  hopSamples: number;
  minHz: number;
  /** null: half the sample rate. */
  maxHz: number | null;
  /** Added to the mel power before the logarithm. */
  logFloor: number;
}

/**
 * Log-mel spectrograms of a batch, on the batch's device: [B, T] to [B, numMels, T / hop + 1].
 *
 * Frames are centred, the ends reflected (`torch.stft`'s default); natural logarithm of the power.
 * Callers keep it out of autocast: bfloat16 has too few digits for power spectra.
 */
export class LogMel extends FrontEnd {
  readonly window: Buffer; // [windowSamples]
  readonly filters: Buffer; // [numMels, bins]
  readonly #options: LogMelOptions;

  constructor(options: LogMelOptions) {
    super();
    this.#options = options;
    this.window = new Buffer(ops.hannWindow(options.windowSamples));
    const maxHz = options.maxHz ?? options.sampleRateHz / 2;
    const filters = Float32Array.from(melFilters({ ...options, maxHz }));
    const empty = emptyRow(filters, options.numMels);
    if (empty >= 0) {
      throw new DataError(
        "MEL",
        `front_end: mel band ${empty} of ${options.numMels} contains no Fourier bin; lower front_end.num_mels, raise front_end.fft_samples or front_end.min_hz`,
      );
    }
    this.filters = new Buffer(
      Tensor.from(filters, { shape: [options.numMels, filters.length / options.numMels] }),
    );
  }

  get channels(): number {
    return this.#options.numMels;
  }

  /** One transform: the ends are reflected, by half a transform each. */
  get minSamples(): number {
    return this.#options.fftSamples;
  }

  numFrames(numSamples: number): number {
    return Math.floor(numSamples / this.#options.hopSamples) + 1;
  }

  forward(wave: Tensor): Tensor {
    const { fftSamples, hopSamples, windowSamples, logFloor } = this.#options;
    const spectrum = wave.stft(fftSamples, {
      hopLength: hopSamples,
      winLength: windowSamples,
      window: this.window,
      center: true,
      padMode: "reflect",
      returnComplex: true,
    }); // [B, bins, frames]
    const power = ops.viewAsReal(spectrum).square().sum(-1); // [B, bins, frames]
    return this.filters.matmul(power).add(logFloor).log(); // [B, mel, frames]
  }
}

/** Index of the first row of zeros, or -1. */
function emptyRow(filters: Float32Array, numRows: number): number {
  const width = filters.length / numRows;
  for (let row = 0; row < numRows; row++) {
    if (filters.subarray(row * width, (row + 1) * width).every((weight) => weight === 0)) return row;
  }
  return -1;
}

/** Builds the log-mel spectrogram of a recipe. */
export function createLogMel(choice: LogMelChoice, context: FrontEndContext): LogMel {
  return new LogMel({
    ...{ ...context, ...logMelLengths(choice, context) },
    numMels: choice.num_mels,
    minHz: choice.min_hz,
    maxHz: choice.max_hz,
    logFloor: choice.log_floor,
  });
}
