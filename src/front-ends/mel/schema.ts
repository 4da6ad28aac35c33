import { z } from "zod";
import type { Frozen } from "../../components/component.js";

/** Options of a mel spectrogram, which several front ends share. */
export const melKeys = {
  num_mels: z.int().min(1).default(64).describe("Mel bands: the height of the model's input."),
  window_ms: z
    .number()
    .gt(0)
    .nullable()
    .default(25)
    .describe("Length of the window in milliseconds, at any sample rate."),
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
  mel_scale: z
    .enum(["slaney", "htk"])
    .default("slaney")
    .describe(
      "slaney: linear up to 1 kHz, as in librosa; htk: logarithmic throughout, as in HTK and torchaudio.",
    ),
  mel_norm: z
    .enum(["slaney", "none"])
    .default("slaney")
    .describe("slaney: filters of equal area; none: of equal height."),
  power: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe("Exponent of the spectrum's magnitude: 1 or 2."),
  window: z.enum(["hann", "hamming", "blackman", "rectangular"]).default("hann").describe("Window function."),
};

/** Options of the logarithm of a spectrum. */
export const levelKeys = {
  log: z
    .enum(["natural", "db"])
    .default("natural")
    .describe("natural: the natural logarithm; db: decibels, relative to 1."),
  log_floor: z
    .number()
    .gt(0)
    .default(1e-5)
    .describe("Added to the mel power before the natural logarithm, so that silence stays finite."),
  db_floor: z
    .number()
    .gt(0)
    .default(1e-10)
    .describe("Smallest value before the logarithm of log: db; smaller ones count as this."),
  top_db: z
    .number()
    .gt(0)
    .nullable()
    .default(null)
    .describe("Raises values that are further below the clip's largest than this, in dB; null for none."),
};

const melOptions = z.object(melKeys);
const levelOptions = z.object(levelKeys);

/** The options of a mel spectrogram, as a recipe sets them. */
export type MelChoice = Frozen<z.output<typeof melOptions>>;
export type LevelChoice = Frozen<z.output<typeof levelOptions>>;
