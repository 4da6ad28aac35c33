// B = clips, T = samples of a clip, F = frames.
import { defineFrontEnd, FrontEnd, type Tensor, z } from "woodshed";

const FRAME_SAMPLES = 1024;

/**
 * Frames of 1024 samples with mean 0 and deviation 1, [B, T] to [B, 1024, F], as `preprocess` of torchcrepe 0.0.24: frames
 * are centred, with silence before and after the clip.
 */
export class Frames extends FrontEnd {
  readonly channels = FRAME_SAMPLES;
  readonly minSamples = 1;
  readonly #hopSamples: number;

  constructor(hopSamples: number) {
    super();
    this.#hopSamples = hopSamples;
  }

  override get decibelsPerUnit(): null {
    return null;
  }

  numFrames(numSamples: number): number {
    return Math.floor(numSamples / this.#hopSamples) + 1;
  }

  forward(wave: Tensor): Tensor {
    const padded = wave.pad([FRAME_SAMPLES / 2, FRAME_SAMPLES / 2]);
    const frames = padded.unfold(1, FRAME_SAMPLES, this.#hopSamples); // [B, F, 1024]
    const centred = frames.sub(frames.mean(2, true));
    const deviation = centred
      .square()
      .sum(2, true)
      .div(FRAME_SAMPLES - 1)
      .sqrt();
    return centred.div(deviation.clampMin(1e-10)).transpose(1, 2);
  }
}

const hopSamplesOf = (hopMs: number): number => Math.round(16 * hopMs);

export default defineFrontEnd({
  options: z.strictObject({
    hop_ms: z.number().min(1).default(10).describe("Milliseconds from one frame to the next."),
  }),
  conflicts: (_, { sampleRateHz }) =>
    sampleRateHz === 16_000
      ? []
      : [{ keys: ["data.sample_rate_hz"], message: `CREPE takes 16 kHz, not ${sampleRateHz} Hz` }],
  sizes: ({ hop_ms }) => ({ channels: FRAME_SAMPLES, hopSamples: hopSamplesOf(hop_ms), minSamples: 1 }),
  create: ({ hop_ms }) => new Frames(hopSamplesOf(hop_ms)),
});
