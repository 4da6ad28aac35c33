// B = clips, T = samples of a clip, F = frames, W = samples of a frame, C = channels of the features.
import { melFiltersOverMels } from "../../audio/mel.js";
import type { Buffer } from "../../nn/module.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { FrontEnd } from "../front-end.js";
import type { FrontEndContext } from "../front-end-options.js";
import { normalized, withDeltas } from "../stages/index.js";
import { type KaldiFrames, kaldiFrames, kaldiMinSamples, kaldiNumFrames } from "./frames.js";
import type { KaldiFbankChoice } from "./schema.js";

/** Smallest value before a logarithm: float32's distance of 1 to the next number, as in Kaldi. */
const FLOOR = 2 ** -23;

type Curve = (phase: number) => number;

/** Window functions of a phase from 0 to 2 pi, the ends included. */
const WINDOWS: Record<KaldiFbankChoice["window"], Curve> = {
  povey: (phase) => (0.5 - 0.5 * Math.cos(phase)) ** 0.85,
  hann: (phase) => 0.5 - 0.5 * Math.cos(phase),
  hamming: (phase) => 0.54 - 0.46 * Math.cos(phase),
  blackman: (phase) => 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase),
  rectangular: () => 1,
};

/**
 * Kaldi's log filter bank energies: [B, T] to [B, C, F]. Equal to `kaldi_native_fbank.OnlineFbank` (1.23) and
 * `torchaudio.compliance.kaldi.fbank` (2.11) without dither.
 */
export class KaldiFbank extends FrontEnd {
  readonly window: Buffer; // [W]
  readonly filters: Buffer; // [bins, mels]
  readonly #choice: KaldiFbankChoice;
  readonly #frames: KaldiFrames;

  constructor(choice: KaldiFbankChoice, context: FrontEndContext) {
    super();
    this.#choice = choice;
    this.#frames = kaldiFrames(choice, context);
    const { windowSamples, fftSamples } = this.#frames;
    const { num_mels: numMels, min_hz: minHz, max_hz } = choice;
    const curve = WINDOWS[choice.window];
    const window = Float64Array.from({ length: windowSamples }, (_, i) =>
      curve((2 * Math.PI * i) / (windowSamples - 1)),
    );
    this.window = this.constant((dtype) => Tensor.from(window).to(dtype));
    const { sampleRateHz } = context;
    const maxHz = max_hz ?? sampleRateHz / 2;
    const filters = melFiltersOverMels({ sampleRateHz, fftSamples, numMels, minHz, maxHz });
    // Bands without a bin are allowed: the 128 bands of AST have some at 16 kHz.
    const shape = [numMels, filters.length / numMels];
    this.filters = this.constant((dtype) => Tensor.from(filters, { shape }).to(dtype).t().contiguous());
  }

  get channels(): number {
    return this.#choice.num_mels + Number(this.#choice.energy);
  }

  get minSamples(): number {
    return kaldiMinSamples(this.#frames);
  }

  numFrames(numSamples: number): number {
    return kaldiNumFrames(this.#frames, numSamples);
  }

  override get decibelsPerUnit(): number {
    return 20 / this.#choice.power / Math.log(10);
  }

  forward(wave: Tensor): Tensor {
    const { remove_dc, pre_emphasis, energy, power, scale } = this.#choice;
    const scaled = scale === 1 ? wave : wave.mul(scale);
    const { windowSamples, hopSamples, fftSamples } = this.#frames;
    const cut = this.#reflected(scaled).unfold(1, windowSamples, hopSamples); // [B, F, W]
    const frames = remove_dc ? cut.sub(cut.mean([2], true)) : cut;
    const emphasized = pre_emphasis === 0 ? frames : emphasize(frames, pre_emphasis);
    const spectrum = ops.fftRfft(emphasized.mul(this.window), fftSamples); // [B, F, bins]
    const magnitudes = power === 2 ? ops.viewAsReal(spectrum).square().sum(-1) : spectrum.abs();
    const levels = magnitudes.matmul(this.filters).clampMin(FLOOR).log(); // [B, F, mels]
    const features = energy ? ops.cat([this.#energyOf(frames), levels], 2) : levels;
    return features.transpose(1, 2).contiguous();
  }

  /** Adds the reflected ends [B, before + T + after]: the first and last samples are repeated, as in Kaldi. */
  #reflected(wave: Tensor): Tensor {
    const { before, after } = this.#frames;
    const numSamples = wave.shape[1]!;
    const parts = [wave];
    if (before > 0) parts.unshift(wave.narrow(1, 0, before).flip([1]));
    if (after > 0) parts.push(wave.narrow(1, numSamples - after, after).flip([1]));
    const joined = parts.length === 1 ? wave : ops.cat(parts, 1);
    return before < 0 ? joined.narrow(1, -before, numSamples + before + Math.max(0, after)) : joined;
  }

  /** Computes the logarithm of the frames' energy [B, F, 1]. */
  #energyOf(frames: Tensor): Tensor {
    const { energy_floor } = this.#choice;
    const energy = frames.square().sum([2], true).clampMin(FLOOR).log();
    return energy_floor === 0 ? energy : energy.clampMin(Math.log(energy_floor));
  }
}

/** Subtracts a share of the sample before, which for a frame's first sample is itself. */
function emphasize(frames: Tensor, share: number): Tensor {
  const size = frames.shape[2]!;
  const before = ops.cat([frames.narrow(2, 0, 1), frames.narrow(2, 0, size - 1)], 2);
  return frames.sub(before.mul(share));
}

/** Builds the filter banks of a recipe. */
export function createKaldiFbank(choice: KaldiFbankChoice, context: FrontEndContext): FrontEnd {
  return normalized(withDeltas(new KaldiFbank(choice, context), choice), choice);
}
