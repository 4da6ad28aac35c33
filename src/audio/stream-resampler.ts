// A = channels, T = samples of each.
import { inputPart, type ResamplePart, resampledLength, tapsOf } from "./resample-parts.js";
import { joinChannels } from "./sample-format.js";
import type { RateChange } from "./sinc-kernel.js";

/**
 * Resamples a signal that arrives in parts of any length, with the bits that resampling all of it at once gives. It keeps only the
 * samples that later output needs.
 */
export class StreamResampler {
  readonly #change: RateChange;
  readonly #resamplePart: ResamplePart;
  /** The last samples of each channel. */
  #kept: Float32Array[];
  #numInput = 0;
  #numOutput = 0;

  constructor(change: RateChange, numChannels: number, resamplePart: ResamplePart) {
    this.#change = change;
    this.#resamplePart = resamplePart;
    this.#kept = Array.from({ length: numChannels }, () => new Float32Array());
  }

  /** Samples of a channel that arrived. */
  get numInput(): number {
    return this.#numInput;
  }

  /** Samples of each channel that are kept. */
  get numKept(): number {
    return this.#kept[0]!.length;
  }

  /** Returns the samples that no later input changes. @param samples planar [A * T] */
  push(samples: Float32Array): Float32Array {
    const { fromHz, toHz } = this.#change;
    const count = samples.length / this.#kept.length;
    this.#numInput += count;
    if (fromHz === toHz) return samples;
    const input = this.#kept.map((kept, c) => {
      const joined = new Float32Array(kept.length + count);
      joined.set(kept);
      joined.set(samples.subarray(c * count, (c + 1) * count), kept.length);
      return joined;
    });
    return this.#resample(input, this.#numFinal());
  }

  /** Returns the rest, at the end of the signal. */
  end(): Float32Array {
    const { fromHz, toHz } = this.#change;
    if (fromHz === toHz) return new Float32Array();
    return this.#resample(this.#kept, resampledLength(this.#numInput, fromHz, toHz));
  }

  /** Output samples whose last tap arrived. */
  #numFinal(): number {
    let [low, high] = [
      this.#numOutput,
      resampledLength(this.#numInput, this.#change.fromHz, this.#change.toHz),
    ];
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      const { first, count } = tapsOf(this.#change, middle);
      if (first + count <= this.#numInput) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param input samples of each channel, the last of which arrived last */
  #resample(input: readonly Float32Array[], end: number): Float32Array {
    const first = this.#numOutput;
    const inputFirst = this.#numInput - input[0]!.length;
    const output = input.map((channel) => {
      const samples = new Float32Array(end - first);
      if (end > first) this.#resamplePart(samples, first, channel, inputFirst, this.#change);
      return samples;
    });
    this.#numOutput = end;
    const needed = inputPart(this.#numInput, this.#change, { first: end, count: 1 }).first;
    this.#kept = input.map((channel) => channel.slice(needed - inputFirst));
    return joinChannels(output);
  }
}
