// B = clips, T = samples of a clip, F = frames.
import { defineFrontEnd, LogMel, ops, type Tensor, z } from "woodshed";

const SAMPLE_RATE_HZ = 16_000;
const [WINDOW_SAMPLES, HOP_SAMPLES, NUM_MELS] = [400, 160, 40];
/** Frames whose centre is after the end of the clip, and whose window still reaches into it. */
export const FRAMES_AFTER = 2;

/**
 * Power in 40 mel bands, without a logarithm, [B, T] to [B, 40, T / 160 + 3], as `wav_to_mel_spectrogram` of Resemblyzer 0.1.4
 * with librosa 0.11; quiet clips are amplified first, as its `normalize_volume` does.
 */
export class SpeakerMel extends LogMel {
  readonly #leastLoudness: number;

  /** @param leastLoudness root mean square that quiet clips get, of full scale 1 */
  constructor(leastLoudness: number) {
    super({
      ...{ sampleRateHz: SAMPLE_RATE_HZ, numMels: NUM_MELS, minHz: 0, maxHz: null, logFloor: 1e-5 },
      ...{ fftSamples: WINDOW_SAMPLES, windowSamples: WINDOW_SAMPLES, hopSamples: HOP_SAMPLES },
    });
    this.#leastLoudness = leastLoudness;
  }

  override get minSamples(): number {
    return 1;
  }

  override numFrames(numSamples: number): number {
    return super.numFrames(numSamples) + FRAMES_AFTER;
  }

  override get decibelsPerUnit(): number {
    return 1;
  }

  override forward(wave: Tensor): Tensor {
    const loudness = wave.square().mean(1, true).sqrt(); // [B, 1]
    const gain = loudness.clampMin(1e-10).reciprocal().mul(this.#leastLoudness).clampMin(1);
    // Silence before and after the clip, where LogMel reflects it.
    const [before, after] = [WINDOW_SAMPLES / 2, WINDOW_SAMPLES / 2 + FRAMES_AFTER * HOP_SAMPLES];
    const padded = wave.mul(gain).pad([before, after]);
    const spectrum = padded.stft(WINDOW_SAMPLES, {
      ...{ hopLength: HOP_SAMPLES, winLength: WINDOW_SAMPLES, window: this.window },
      ...{ center: false, returnComplex: true },
    }); // [B, bins, F]
    return this.filters.matmul(ops.viewAsReal(spectrum).square().sum(-1));
  }
}

export default defineFrontEnd({
  options: z.strictObject({
    least_dbfs: z
      .number()
      .max(0)
      .default(-30)
      .describe("Loudness that quieter clips are amplified to, in decibels of full scale."),
  }),
  conflicts: (_, { sampleRateHz }) =>
    sampleRateHz === SAMPLE_RATE_HZ
      ? []
      : [{ keys: ["data.sample_rate_hz"], message: `the encoder takes 16 kHz, not ${sampleRateHz} Hz` }],
  sizes: () => ({ channels: NUM_MELS, hopSamples: HOP_SAMPLES, minSamples: 1 }),
  create: ({ least_dbfs }) => new SpeakerMel(10 ** (least_dbfs / 20)),
});
