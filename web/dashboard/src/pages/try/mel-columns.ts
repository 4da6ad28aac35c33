/** The spectrogram of the model's front end as a picture, column by column, in decibels. Without a browser's parts. */
import { Fft } from "../../../../../src/audio/fft.js";
import { melFilters } from "../../../../../src/audio/mel.js";
import type { TryAnswer } from "../../../../../src/dashboard/api.js";

export type MelShape = NonNullable<TryAnswer["spectrogram"]>;

/** For a front end without mel bands: what people are used to see. */
export function usualShape(rateHz: number): MelShape {
  return {
    ...{ fftSamples: 1024, windowSamples: 1024, hopSamples: Math.round(rateHz / 100), numMels: 64 },
    ...{ minHz: 50, maxHz: rateHz / 2, scale: "slaney", norm: "slaney" },
  };
}

export class MelColumns {
  readonly numMels: number;
  /** Frequency of the middle of each row. */
  readonly centresHz: readonly number[];
  readonly hopSamples: number;
  readonly #fft: Fft;
  readonly #window: Float64Array;
  readonly #filters: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /**
   * @param modelHz rate of the model
   * @param rateHz rate of the samples, which are not resampled for a picture: lengths are scaled
   */
  constructor(shape: MelShape, modelHz: number, rateHz: number) {
    const scale = rateHz / modelHz;
    const windowSamples = Math.max(2, Math.round(shape.windowSamples * scale));
    const size = 2 ** Math.ceil(Math.log2(Math.max(windowSamples, shape.fftSamples * scale)));
    const { numMels, minHz, scale: melScale, norm } = shape;
    const maxHz = Math.min(shape.maxHz, rateHz / 2);
    this.numMels = numMels;
    this.hopSamples = Math.max(1, Math.round(shape.hopSamples * scale));
    this.#fft = Fft.of(size);
    this.#window = Float64Array.from(
      { length: windowSamples },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / windowSamples),
    );
    this.#filters = melFilters({
      sampleRateHz: rateHz,
      fftSamples: size,
      numMels,
      minHz,
      maxHz,
      scale: melScale,
      norm,
    });
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
    const bins = size / 2 + 1;
    this.centresHz = Array.from({ length: numMels }, (_, mel) => {
      let [sum, weight] = [0, 0];
      for (let bin = 0; bin < bins; bin++) {
        const height = this.#filters[mel * bins + bin]!;
        sum += height * bin;
        weight += height;
      }
      return weight === 0 ? 0 : ((sum / weight) * rateHz) / size;
    });
  }

  /** Returns the decibels of each row, of the samples around a place; samples beyond the ends are silent. */
  column(samples: Float32Array, centre: number): Float32Array {
    const { length } = this.#window;
    const start = centre - (length >> 1);
    this.#re.fill(0);
    this.#im.fill(0);
    for (let i = 0; i < length; i++) this.#re[i] = (samples[start + i] ?? 0) * this.#window[i]!;
    this.#fft.forward(this.#re, this.#im);
    const bins = this.#fft.size / 2 + 1;
    const scale = 4 / length ** 2;
    const powers = Float64Array.from(
      { length: bins },
      (_, bin) => scale * (this.#re[bin]! ** 2 + this.#im[bin]! ** 2),
    );
    return Float32Array.from({ length: this.numMels }, (_, mel) => {
      let sum = 0;
      for (let bin = 0; bin < bins; bin++) sum += this.#filters[mel * bins + bin]! * powers[bin]!;
      return 10 * Math.log10(sum + 1e-12);
    });
  }
}
