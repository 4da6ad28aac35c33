import { z } from "zod";
import { RESAMPLING_NAMES } from "../../audio/sinc-kernel.js";
import { addedKey } from "../../components/added-keys.js";
import { BUILT_IN_SETS, type BuiltInName } from "../../data/built-in-sets.js";
import { augmentationsKey } from "./components.js";

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

/** Absent, files of which the format is known may have their own name, and a task may do without the column. */
const column = (name: string, description: string) =>
  z.string().min(1).optional().meta({ description, default: name });

const columnsSection = z
  .object({
    path: column("path", "Column with the path of the recording."),
    label: column(
      "label",
      "Column with one label; in a tagging, a clip may then have several rows, one for each label.",
    ),
    labels: column("labels", "Column with several labels, for a tagging."),
    target: column("target", "Column with the number or numbers of a regression."),
    start_sec: column("start_sec", "Column with the start of the clip in its file, in seconds."),
    end_sec: column("end_sec", "Column with the end of the clip in its file, in seconds."),
    duration_sec: column("duration_sec", "Column with the duration of the clip, in seconds."),
    ignored_labels: column("ignored_labels", "Column with uncertain labels, for a tagging."),
    secondary_labels: column("secondary_labels", "Column with secondary labels, for a tagging."),
  })
  .catchall(z.string().min(1))
  .optional()
  .describe(
    "Names of the columns in annotation files, where they differ from ours, such as {path: file, label: species}; also of a " +
      "column that a task of your own reads.",
  );

const windowsSection = z
  .strictObject({
    sec: z
      .number()
      .gt(0)
      .nullable()
      .default(null)
      .describe("Length of a window, in seconds; null is data.clip_sec."),
    hop_sec: z
      .number()
      .gt(0)
      .nullable()
      .default(null)
      .describe(
        "Time from the start of a window to the start of the next, in seconds; null is the length of a window.",
      ),
    min_overlap_sec: z
      .number()
      .min(0)
      .nullable()
      .default(null)
      .describe(
        "Least overlap of an annotation with a window that it labels, in seconds; null for any overlap, or for " +
          "min_overlap_fraction alone.",
      ),
    min_overlap_fraction: z
      .number()
      .gt(0)
      .max(1)
      .nullable()
      .default(null)
      .describe(
        "Least fraction of an annotation that lies in a window that it labels; with min_overlap_sec, one of both is enough.",
      ),
    last: z
      .enum(["pad", "skip", "shift"])
      .default("pad")
      .describe(
        "Windows that end after their recording: padded with silence, left out, or one that is moved to end with it.",
      ),
    background: z
      .union([z.enum(["skip", "no_label"]), z.strictObject({ label: z.string().min(1) })])
      .default("skip")
      .describe(
        "Windows that no annotation labels: left out, clips without labels (in a tagging), or clips of a class, such as " +
          "{label: background}.",
      ),
  })
  .optional()
  .describe(
    "Cuts recordings into windows of one length, labelled by the annotations that overlap them; left out, each annotation is a clip.",
  );

export const dataSection = z
  .strictObject({
    dataset: z
      .enum(Object.keys(BUILT_IN_SETS) as BuiltInName[])
      .nullable()
      .default(null)
      .describe(
        "A built-in data set, rendered into data.root on first use: instruments has notes, and soundscapes minutes of overlapping " +
          "notes in noise, with their times; null to use your own audio.",
      ),
    root: z
      .string()
      .min(1)
      .default("data/instruments")
      .describe(
        "Folder of the built-in data set, relative to the current working directory; data/soundscapes by default for soundscapes.",
      ),
    train: audioSet(
      "Training clips: a folder with one folder per class, a file of annotations (.csv, .tsv, .jsonl, .txt), a folder of " +
        "them beside their recordings, or tar shards (a .tar, a folder of them, or a pattern such as train-{000..015}.tar or " +
        "train-*.tar); relative to the current working directory. Required unless data.dataset is given.",
    ),
    validation: audioSet(
      "Validation clips, given as in data.train; null holds out data.validation_fraction of the training clips.",
    ),
    test: audioSet("Test clips, given as in data.train; null for none (a built-in data set brings its own)."),
    format: addedKey(
      z
        .enum(["auto", "csv", "jsonl", "raven", "audacity", "dcase_strong", "dcase_weak"])
        .default("auto")
        .describe(
          "Format of annotation files: a table with any separator (csv), JSON lines, Raven selection tables, Audacity label " +
            "tracks, DCASE strong or weak labels; auto recognizes each file.",
        ),
    ),
    columns: columnsSection,
    audio_folders: addedKey(
      z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Folders in which the recordings of annotation files are looked up, after the folder of the file; relative to the " +
            "current working directory.",
        ),
    ),
    corrections: addedKey(
      z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Files of corrections that the dashboard wrote (*.corrections.jsonl): they replace the annotations of their clips in all " +
            "splits, and leave out rejected clips; relative to the current working directory.",
        ),
    ),
    windows: windowsSection,
    validation_fraction: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe(
        "Fraction of the training clips held out for validation if data.validation is null; 0, the default with data.folds, " +
          "trains without validation clips: the last weights are the result.",
      ),
    validation_seed: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe("Seed of the random choice of those clips; null is seed."),
    balance: addedKey(
      z
        .union([z.enum(["none", "sqrt", "equal"]), z.record(z.string(), z.number().gt(0).max(1e6))])
        .default("none")
        .describe(
          "How often an epoch draws the clips of each label: none takes every clip once, equal as many clips of each label, sqrt " +
            "in between, or a weight by label, such as {siren: 4}, 1 for labels left out. An epoch has as many clips as without.",
        ),
    ),
    group: addedKey(
      z
        .string()
        .min(1)
        .nullable()
        .default(null)
        .describe(
          "Clips that stay on one side of a split: those with the same value in this column, such as site or speaker, or those " +
            "of the same recording or folder (recording, folder). Labels stay balanced as far as groups allow.",
        ),
    ),
    folds: addedKey(
      z
        .union([z.int().min(2), z.string().min(1)])
        .nullable()
        .default(null)
        .describe(
          "Folds of the training clips: a column with the fold of each clip, or the number of folds to make by data.group and label.",
        ),
    ),
    fold: addedKey(
      z
        .union([z.int(), z.string().min(1)])
        .nullable()
        .default(null)
        .describe(
          "The fold that is the test set; the model is trained on the others. `woodshed cross-validate` holds out each in turn.",
        ),
    ),
    on_bad_clip: addedKey(
      z
        .enum(["stop", "skip"])
        .default("stop")
        .describe(
          "A clip whose file is missing or damaged, or has samples that are not finite: stop ends the run when it is read; skip " +
            "examines every recording before training, leaves such clips out, and lists them.",
        ),
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
    resampling: addedKey(
      z
        .enum(RESAMPLING_NAMES)
        .default("sinc_hann")
        .describe(
          "Low-pass filter of resampling, by torchaudio's formulas: sinc_hann with its defaults, or sinc_kaiser with the settings of " +
            "kaiser_best, whose pass band is wider and flatter, at five times the cost.",
        ),
    ),
    channels: addedKey(
      z
        .union([z.enum(["mix", "first", "stereo"]), z.int().min(1).max(64)])
        .default("mix")
        .describe(
          "Channels of the model's input: mix is the mean of all channels, first the first one, stereo two (a mono file twice), and a " +
            "number exactly that many; other files are errors.",
        ),
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
    prediction_hop_sec: addedKey(
      z
        .number()
        .gt(0)
        .nullable()
        .default(null)
        .describe(
          "Time from the start of a window to the start of the next, in seconds, where evaluation and prediction divide recordings: " +
            "below data.clip_sec windows overlap, and their predictions are averaged; null is data.clip_sec.",
        ),
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
          "nothing; results are bit-identical. 0 turns it off. With data.cache_on, the most that the training clips may take on a " +
          "rank; 0 is then half of the machine's memory, or what a GPU has.",
      ),
    cache_on: addedKey(
      z
        .enum(["ram", "pinned", "device"])
        .nullable()
        .default(null)
        .describe(
          "Where all training clips are kept once they are decoded: ram; pinned, from where a GPU copies crops by itself; or device. " +
            "With the last two the training device cuts and augments them. Sets that do not fit are refused. null caches the clips " +
            "that fit into data.cache_gb.",
        ),
    ),
    augment: augmentSection,
    augmentations: augmentationsKey,
  })
  .prefault({})
  .describe("The audio: its location, sample rate, clip length and loading.");
