import { z } from "zod";
import { RESAMPLING_NAMES } from "../../audio/sinc-kernel.js";

const audioSet = (description: string) => z.string().min(1).nullable().default(null).describe(description);

const augmentSection = z
  .strictObject({
    gain_db: z
      .number()
      .min(0)
      .max(60)
      .default(6)
      .describe("Largest random gain in training, up or down, in dB; 0 turns it off."),
    random_crop: z
      .boolean()
      .default(true)
      .describe("Crop longer clips at a random position in training; false takes the middle."),
  })
  .prefault({})
  .describe("Random changes to training clips; validation and test clips are never changed.");

export const dataSection = z
  .strictObject({
    dataset: z
      .enum(["instruments"])
      .nullable()
      .default(null)
      .describe("A built-in data set, rendered into data.root on first use; null to use your own audio."),
    root: z
      .string()
      .min(1)
      .default("data/instruments")
      .describe("Folder of the built-in data set, relative to the current working directory."),
    train: audioSet(
      "Training clips: a folder with one folder per class, a .csv or .jsonl manifest, or tar shards (a .tar, a folder " +
        "of them, or a pattern such as train-{000..015}.tar or train-*.tar); relative to the current working " +
        "directory. Required unless data.dataset is given.",
    ),
    validation: audioSet(
      "Validation clips, given as in data.train; null holds out data.validation_fraction of the training clips.",
    ),
    test: audioSet("Test clips, given as in data.train; null for none (a built-in data set brings its own)."),
    validation_fraction: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.1)
      .describe("Fraction of the training clips held out for validation if data.validation is null."),
    validation_seed: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe("Seed of the random choice of those clips; null is seed."),
    balance: z
      .union([z.enum(["none", "sqrt", "equal"]), z.record(z.string(), z.number().gt(0).max(1e6))])
      .default("none")
      .describe(
        "How often an epoch draws the clips of each label: none takes every clip once, equal as many clips of each label, sqrt " +
          "in between, or a weight by label, such as {siren: 4}, 1 for labels left out. An epoch has as many clips as without.",
      ),
    shuffle_shards: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        "Number of shards whose training clips are shuffled together, with the shards in a new order each epoch, so that " +
          "reads stay local; null shuffles all clips.",
      ),
    sample_rate_hz: z
      .int()
      .min(1000)
      .max(384_000)
      .default(16_000)
      .describe("Sample rate of the model's input, in Hz; every clip is resampled to it."),
    resampling: z
      .enum(RESAMPLING_NAMES)
      .default("sinc_hann")
      .describe(
        "Low-pass filter of resampling, by torchaudio's formulas: sinc_hann with its defaults, or sinc_kaiser with the settings of " +
          "kaiser_best, whose pass band is wider and flatter, at ten times the cost.",
      ),
    channels: z
      .union([z.enum(["mix", "first", "stereo"]), z.int().min(1).max(64)])
      .default("mix")
      .describe(
        "Channels of the model's input: mix is the mean of all channels, first the first one, stereo two (a mono file twice), and a " +
          "number exactly that many; other files are errors.",
      ),
    clip_sec: z
      .number()
      .gt(0)
      .max(600)
      .default(1)
      .describe(
        "Length of a clip in seconds; training crops longer clips, evaluation and prediction divide them into windows of this " +
          "length; shorter ones are padded with silence.",
      ),
    workers: z
      .union([z.literal("auto"), z.int().min(0)])
      .default("auto")
      .describe("Threads that decode audio; auto follows the CPU cores, 0 decodes on the training thread."),
    prefetch_batches: z
      .int()
      .min(1)
      .default(4)
      .describe("Batches that the workers load ahead of the training step."),
    cache_gb: z
      .number()
      .min(0)
      .default(0)
      .describe(
        "GB of memory in which each loader (training, validation) caches decoded clips, so that epochs after the first decode " +
          "nothing; results are bit-identical. 0 turns it off.",
      ),
    augment: augmentSection,
    augmentations: z
      .array(z.looseObject({ use: z.string() }))
      .default([])
      .describe(
        "Modules with augmentations of your own, such as {use: ./noise.ts, snr_db: 10}: applied to training clips in this order.",
      ),
  })
  .prefault({})
  .describe("The audio: its location, sample rate, clip length and loading.");
