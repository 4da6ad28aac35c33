// B = clips, T = samples of a clip.
import { type MelScale, melFilters } from "../../audio/mel.js";
import { DataError } from "../../errors.js";
import type { Buffer } from "../../nn/module.js";
import { type DType, Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { FrontEnd } from "../front-end.js";
import type { FrontEndContext } from "../front-end-options.js";
import { melLengths } from "./lengths.js";
import type { Level } from "./level.js";
import { NativeMel } from "./native-mel.js";
import type { MelChoice } from "./schema.js";

/** The kind of spectrum that mel bands are taken of. */
export interface SpectrumKind {
  scale: MelScale;
  /** slaney: filters of equal area; none: of equal height. */
  norm: "slaney" | "none";
  /** Exponent of the magnitude. */
  power: 1 | 2;
  window: "hann" | "hamming" | "blackman" | "rectangular";
}

export interface MelSpectrogramOptions {
  sampleRateHz: number;
  numMels: number;
  fftSamples: number;
  windowSamples: number;
  hopSamples: number;
  minHz: number;
  /** null: half the sample rate. */
  maxHz: number | null;
  /** By default Slaney's scale and norm, power, a Hann window. */
  spectrum?: Partial<SpectrumKind>;
}

const DEFAULT_KIND: SpectrumKind = { scale: "slaney", norm: "slaney", power: 2, window: "hann" };

/** Periodic windows, as `torch.stft` takes them. */
const WINDOWS: Record<SpectrumKind["window"], (length: number, options: { dtype: DType }) => Tensor> = {
  hann: (length, options) => ops.hannWindow(length, options),
  hamming: (length, options) => ops.hammingWindow(length, options),
  blackman: (length, options) => ops.blackmanWindow(length, options),
  rectangular: (length, options) => ops.ones([length], options),
};

/** Coefficients of the same windows: `a[0] - a[1] cos x + a[2] cos 2x`, with x from 0 to two pi. */
const COSINES: Record<SpectrumKind["window"], readonly number[]> = {
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  rectangular: [1],
};

/** Computes a window without tensors: a step that reads one is no graph. */
export function windowOf(kind: SpectrumKind["window"], length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) =>
    COSINES[kind].reduce((sum, a, k) => sum + (-1) ** k * a * Math.cos((2 * Math.PI * k * i) / length), 0),
  );
}

/**
 * The base of front ends that compute a mel spectrogram first: [B, T] to [B, numMels, T / hop + 1]. Frames are centred, the
 * ends reflected (`torch.stft`'s default).
 *
 * Callers keep it out of autocast: bfloat16 has too few digits for power spectra.
 */
export abstract class MelFrontEnd extends FrontEnd {
  readonly window: Buffer; // [windowSamples]
  readonly filters: Buffer; // [numMels, bins]
  readonly #options: MelSpectrogramOptions;
  readonly #power: 1 | 2;
  /** Makes the kernel at its first use, as GPUs need no tables of the host; null for lengths that it does not support. */
  readonly #makeNative: () => NativeMel | null;
  #native: NativeMel | null | undefined;

  constructor(options: MelSpectrogramOptions) {
    super();
    this.#options = options;
    const kind = { ...DEFAULT_KIND, ...options.spectrum };
    this.#power = kind.power;
    this.window = this.constant((dtype) => WINDOWS[kind.window](options.windowSamples, { dtype }));
    const maxHz = options.maxHz ?? options.sampleRateHz / 2;
    const filters = melFilters({ ...options, ...kind, maxHz });
    refuseEmptyBand(filters, options.numMels);
    const shape = [options.numMels, filters.length / options.numMels];
    this.filters = this.constant((dtype) => Tensor.from(filters, { shape }).to(dtype));
    this.#makeNative = () =>
      NativeMel.of({
        ...options,
        power: kind.power,
        window: windowOf(kind.window, options.windowSamples),
        filters,
      });
  }

  protected get numMels(): number {
    return this.#options.numMels;
  }

  /** One transform: the ends are reflected, by half a transform each. */
  get minSamples(): number {
    return this.#options.fftSamples;
  }

  numFrames(numSamples: number): number {
    return Math.floor(numSamples / this.#options.hopSamples) + 1;
  }

  /** Computes mel spectra [B, numMels, frames] of sound [B, T]. */
  protected melOf(wave: Tensor): Tensor {
    return this.#nativeFor(wave)?.compute(wave, null) ?? this.#byOperators(wave);
  }

  /** Computes the levels of mel spectra [B, numMels, frames] of sound [B, T]. */
  protected levelOf(wave: Tensor, level: Level): Tensor {
    return level.limit(
      this.#nativeFor(wave)?.compute(wave, level.logarithm) ?? level.of(this.#byOperators(wave)),
    );
  }

  protected override disposeTables(): void {
    this.#native?.[Symbol.dispose]();
    this.#native = undefined;
  }

  /** Returns the kernel if it may take the place of operators. */
  #nativeFor(wave: Tensor): NativeMel | null {
    if (!NativeMel.takes(wave, this.#options.fftSamples)) return null;
    if (this.#native === undefined) this.#native = this.#makeNative();
    return this.#native;
  }

  /** For gradients, other devices and types, and programs that know only libtorch's operators. */
  #byOperators(wave: Tensor): Tensor {
    const { fftSamples, hopSamples, windowSamples } = this.#options;
    const spectrum = wave.stft(fftSamples, {
      hopLength: hopSamples,
      winLength: windowSamples,
      window: this.window,
      center: true,
      padMode: "reflect",
      returnComplex: true,
    }); // [B, bins, frames]
    return this.filters.matmul(
      this.#power === 2 ? ops.viewAsReal(spectrum).square().sum(-1) : spectrum.abs(), // [B, bins, frames]
    );
  }
}

function refuseEmptyBand(filters: Float64Array, numRows: number): void {
  const width = filters.length / numRows;
  for (let row = 0; row < numRows; row++) {
    if (filters.subarray(row * width, (row + 1) * width).some((weight) => Math.fround(weight) !== 0))
      continue;
    throw new DataError(
      "MEL",
      `front_end: mel band ${row} of ${numRows} contains no Fourier bin; lower front_end.num_mels, raise front_end.fft_samples or front_end.min_hz`,
    );
  }
}

/** Returns the options of the mel spectrogram of a recipe. */
export function melSpectrogramOptions(choice: MelChoice, context: FrontEndContext): MelSpectrogramOptions {
  const { num_mels: numMels, min_hz: minHz, max_hz: maxHz } = choice;
  const { mel_scale: scale, mel_norm: norm, power, window } = choice;
  return {
    ...{ sampleRateHz: context.sampleRateHz, ...melLengths(choice, context) },
    ...{ numMels, minHz, maxHz, spectrum: { scale, norm, power, window } },
  };
}
