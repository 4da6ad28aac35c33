import { z } from "zod";
import type { Frozen } from "../../components/component.js";

export const logMelSchema = z.strictObject({
  num_mels: z.int().min(1).default(64).describe("Mel bands: the height of the model's input."),
  window_ms: z
    .number()
    .gt(0)
    .nullable()
    .default(25)
    .describe("Length of the Hann window in milliseconds, at any sample rate."),
  hop_ms: z
    .number()
    .gt(0)
    .nullable()
    .default(10)
    .describe("Milliseconds from one frame to the next, at any sample rate."),
  fft_samples: z
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe(
      "Length of the Fourier transform in samples; null is the next power of two from the window's length " +
        "(at least 512 with window_samples).",
    ),
  window_samples: z
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe("Length of the window in samples, instead of window_ms."),
  hop_samples: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Samples from one frame to the next, instead of hop_ms."),
  min_hz: z.number().min(0).default(50).describe("Lower edge of the lowest mel band, in Hz."),
  max_hz: z
    .number()
    .gt(0)
    .nullable()
    .default(null)
    .describe("Upper edge of the highest mel band, in Hz; null is half of data.sample_rate_hz."),
  log_floor: z
    .number()
    .gt(0)
    .default(1e-5)
    .describe("Added to the mel power before the logarithm, so that silence stays finite."),
});

/** The options of the log-mel spectrogram, as a recipe sets them. */
export type LogMelChoice = Frozen<z.output<typeof logMelSchema>>;
