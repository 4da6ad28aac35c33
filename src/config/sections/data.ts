import { z } from "zod";

const audioSet = (what: string) => z.string().min(1).nullable().default(null).describe(what);

const augmentSection = z
  .strictObject({
    gain_db: z
      .number()
      .min(0)
      .max(60)
      .default(6)
      .describe("Largest random change of loudness in training, up or down, in dB; 0 turns it off."),
    random_crop: z
      .boolean()
      .default(true)
      .describe("Take a random clip_sec of a longer clip in training; otherwise its middle."),
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
      .describe("Folder that holds the built-in data set, relative to the current working directory."),
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
      .describe("Part of the training clips held out for validation when data.validation is null."),
    validation_seed: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe("Start of the random numbers that choose those clips; null is seed."),
    shuffle_shards: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        "Shards whose training clips are mixed at a time, the shards in a new order each epoch, so that reads stay " +
          "near each other; null shuffles over all clips.",
      ),
    sample_rate_hz: z
      .int()
      .min(1000)
      .max(384_000)
      .default(16_000)
      .describe("Rate that every clip is resampled to, in Hz."),
    clip_sec: z
      .number()
      .gt(0)
      .max(600)
      .default(1)
      .describe("Length of a clip in seconds; longer ones are cropped, shorter ones padded with silence."),
    workers: z
      .union([z.literal("auto"), z.int().min(0)])
      .default("auto")
      .describe("Threads that decode audio; auto follows the CPU cores, 0 decodes on the training thread."),
    prefetch_batches: z
      .int()
      .min(1)
      .default(4)
      .describe("Batches that the workers keep ready ahead of the training step."),
    cache_gb: z
      .number()
      .min(0)
      .default(0)
      .describe(
        "GB of memory that each loader (training, validation) keeps decoded clips in, so that every epoch after the first " +
          "reads them from there, the same to the bit; 0 keeps none.",
      ),
    augment: augmentSection,
  })
  .prefault({})
  .describe("The audio: where it lies, how it is cut, who decodes it.");
