/** Measures a stretch of a recording that comes in blocks. */
import { createHash, type Hash } from "node:crypto";
import { Fingerprinter } from "./fingerprint.js";

/** Largest value of 16-bit PCM, full scale being 1. */
const FULL_SCALE = 32767 / 32768;

export interface StretchReport {
  /** Samples of a channel. */
  numFrames: number;
  /** Largest size of a finite sample. */
  peak: number;
  /** Share of samples at full scale or above. */
  fullScaleShare: number;
  /** NaN or infinite samples. */
  numNotFinite: number;
  /** The mean, of the channel where it is largest. */
  offset: number;
  /** sha256 of the samples of all channels. */
  hash: string;
  fingerprint: Float32Array | null;
}

/** The recording of a stretch, and the upper edge of what the model gets of it. */
export interface MeterOptions {
  numChannels: number;
  sampleRateHz: number;
  mostHz: number;
}

export class StretchMeter {
  /** First frame of the stretch, and the frame after its last. */
  readonly first: number;
  readonly end: number;
  readonly #hashes: Hash[];
  readonly #sums: Float64Array;
  readonly #fingerprinter: Fingerprinter;
  #peak = 0;
  #numAtFullScale = 0;
  #numNotFinite = 0;

  constructor(first: number, end: number, { numChannels, sampleRateHz, mostHz }: MeterOptions) {
    this.first = first;
    this.end = end;
    this.#hashes = Array.from({ length: numChannels }, () => createHash("sha256"));
    this.#sums = new Float64Array(numChannels);
    this.#fingerprinter = new Fingerprinter(end - first, sampleRateHz, mostHz);
  }

  /** Adds what a block has of the stretch. Blocks come in order. @param block planar [channels * count], from frame `at` on */
  add(block: Float32Array, at: number): void {
    const count = block.length / this.#hashes.length;
    const from = Math.max(0, this.first - at);
    const to = Math.min(count, this.end - at);
    if (from >= to) return;
    const mix = new Float32Array(to - from);
    for (const [c, hash] of this.#hashes.entries()) {
      const part = block.subarray(c * count + from, c * count + to);
      hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      this.#sums[c]! += this.#measure(part, mix);
    }
    this.#fingerprinter.add(mix);
  }

  /** Returns the sum of the finite samples, and adds them to `mix`. */
  #measure(samples: Float32Array, mix: Float32Array): number {
    let sum = 0;
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i]!;
      const size = Math.abs(sample);
      if (size < Number.POSITIVE_INFINITY) {
        sum += sample;
        mix[i]! += sample;
        if (size > this.#peak) this.#peak = size;
        if (size >= FULL_SCALE) this.#numAtFullScale++;
      } else this.#numNotFinite++;
    }
    return sum;
  }

  finish(): StretchReport {
    const numFrames = this.end - this.first;
    const numSamples = numFrames * this.#hashes.length;
    const hash = createHash("sha256");
    for (const one of this.#hashes) hash.update(one.digest());
    const largest = this.#sums.reduce((most, sum) => (Math.abs(sum) > Math.abs(most) ? sum : most), 0);
    return {
      numFrames,
      peak: this.#peak,
      fullScaleShare: this.#numAtFullScale / Math.max(1, numSamples),
      numNotFinite: this.#numNotFinite,
      offset: largest / Math.max(1, numFrames),
      hash: hash.digest("hex"),
      fingerprint: this.#fingerprinter.finish(),
    };
  }
}
