import { z } from "zod";

export const featuresSection = z
  .strictObject({
    num_mels: z.int().min(1).default(64).describe("Mel bands: the height of the picture the model sees."),
    fft_samples: z.int().min(2).default(512).describe("Length of the Fourier transform, in samples."),
    window_samples: z
      .int()
      .min(2)
      .default(400)
      .describe("Length of the Hann window in samples, at most fft_samples; 400 is 25 ms at 16 kHz."),
    hop_samples: z
      .int()
      .min(1)
      .default(160)
      .describe("Samples from one frame to the next; 160 is 10 ms at 16 kHz."),
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
  })
  .prefault({})
  .describe("The log-mel spectrogram, computed on the training device.");
