import { z } from "zod";
import type { Frozen } from "../../components/component.js";
import { deltaKeys, normalizationKeys } from "../stages/schema.js";

export const kaldiFbankSchema = z.strictObject({
  num_mels: z.int().min(1).default(80).describe("Mel bands: the height of the model's input."),
  window_ms: z.number().gt(0).default(25).describe("Length of the window in milliseconds."),
  hop_ms: z.number().gt(0).default(10).describe("Milliseconds from one frame to the next."),
  window: z
    .enum(["povey", "hann", "hamming", "blackman", "rectangular"])
    .default("povey")
    .describe("Window function, symmetric; povey is Kaldi's."),
  min_hz: z.number().min(0).default(20).describe("Lower edge of the lowest mel band, in Hz."),
  max_hz: z
    .number()
    .gt(0)
    .nullable()
    .default(null)
    .describe("Upper edge of the highest mel band, in Hz; null is half of data.sample_rate_hz."),
  scale: z
    .number()
    .gt(0)
    .default(1)
    .describe("Factor of the samples; 32768 for models that were trained on 16-bit numbers, as Kaldi's are."),
  remove_dc: z.boolean().default(true).describe("Subtracts each frame's mean."),
  pre_emphasis: z
    .number()
    .min(0)
    .max(1)
    .default(0.97)
    .describe("Share of the sample before that is subtracted from each sample of a frame."),
  power: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe("Exponent of the spectrum's magnitude: 1 or 2."),
  snip_edges: z
    .boolean()
    .default(true)
    .describe("true: only whole frames; false: the ends are reflected, one frame for each hop."),
  energy: z
    .boolean()
    .default(false)
    .describe("Adds the logarithm of each frame's energy as the first channel."),
  energy_floor: z.number().min(0).default(0).describe("Smallest energy before its logarithm; 0 for none."),
  ...deltaKeys,
  ...normalizationKeys,
});

/** The options of Kaldi's filter banks, as a recipe sets them. */
export type KaldiFbankChoice = Frozen<z.output<typeof kaldiFbankSchema>>;
