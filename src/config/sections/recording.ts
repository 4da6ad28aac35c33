import { z } from "zod";
import { addedKey } from "../../components/added-keys.js";

const text = (description: string) => z.string().min(1).nullable().default(null).describe(description);

const wandbSection = z
  .strictObject({
    enabled: z.boolean().default(false).describe("Send the run to Weights & Biases."),
    project: z.string().min(1).default("woodshed").describe("W&B project."),
    entity: text("W&B user or team; null is the account's default."),
    group: text("Group of the run."),
    job_type: text("Type of the run, such as train or evaluate."),
    notes: text("A longer description of the run."),
    tags: z.array(z.string().min(1).max(64)).default([]).describe("Tags of the run."),
    mode: z
      .enum(["online", "offline", "disabled"])
      .default("online")
      .describe(
        "offline writes the run to disk, for `woodshed wandb sync` to send; online without an API key is offline too. " +
          "WANDB_MODE in the environment overrides it.",
      ),
    base_url: text("Address of a private W&B server; null is WANDB_BASE_URL, or W&B's cloud."),
    model: z
      .boolean()
      .default(true)
      .describe("Upload the exported weights as a versioned artifact, with the aliases `latest` and `best`."),
    checkpoints: z
      .enum(["none", "best", "all"])
      .default("none")
      .describe("Checkpoints to upload, as versions of one artifact with the aliases `latest` and `best`."),
    keep_versions: z
      .int()
      .min(1)
      .nullable()
      .default(3)
      .describe(
        "Number of newest versions of each artifact to keep; older ones without an alias are deleted. null keeps all.",
      ),
    diff: z
      .boolean()
      .default(false)
      .describe("Upload uncommitted changes of the working tree as `diff.patch`."),
    system_metrics_sec: z
      .number()
      .min(1)
      .nullable()
      .default(15)
      .describe("Seconds between measurements of CPU, memory and GPU; null turns them off."),
    finish_timeout_sec: z
      .number()
      .gt(0)
      .default(60)
      .describe("Seconds that a run waits at its end for W&B to receive everything; the rest is sent later."),
  })
  .prefault({})
  .describe("Weights & Biases; the key comes from WANDB_API_KEY or netrc.");

const jsonLinesSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("Write metrics.jsonl into the run's folder: one line of JSON per step."),
    items: z
      .boolean()
      .default(false)
      .describe("Also write the items of evaluations: confusion matrices, curves, tables, maps."),
  })
  .prefault({})
  .describe("Metrics as JSON lines.");

const tensorboardSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("Write event files into the run's folder; `tensorboard --logdir` of runs_dir shows them."),
  })
  .prefault({})
  .describe("TensorBoard event files.");

const samplesSection = z
  .strictObject({
    count: z
      .int()
      .min(0)
      .max(1000)
      .default(16)
      .describe("Number of validation clips to show with sound and predictions; 0 for none."),
    every_evaluations: z.int().min(1).default(1).describe("Show them after every n evaluations."),
  })
  .prefault({})
  .describe(
    "A table of the same few validation clips, highest loss first, for trackers that play sound (W&B, TensorBoard).",
  );

const embeddingsSection = z
  .strictObject({
    max_points: z
      .int()
      .min(0)
      .max(50_000)
      .default(2000)
      .describe("Number of validation clips in a map of their embeddings (UMAP); 0 for none."),
    every_evaluations: z.int().min(1).default(1).describe("Make a map after every n evaluations."),
    sound_mb: z
      .number()
      .min(0)
      .max(64)
      .default(3)
      .describe("Megabytes of sound in a map, for as many clips as fit; 0 for none."),
  })
  .prefault({})
  .describe(
    "Maps of the validation clips by their embeddings, for trackers that show them (W&B, TensorBoard).",
  );

const predictionsSection = addedKey(
  z
    .strictObject({
      enabled: z.boolean().default(true).describe("Record the prediction for each clip of an evaluation."),
      max_mb: z
        .number()
        .gt(0)
        .max(1024)
        .default(16)
        .describe(
          "Megabytes of an evaluation's predictions, and of its embeddings. Of more clips than fit, as many as do are recorded, spread evenly.",
        ),
      train_clips: addedKey(
        z
          .int()
          .min(0)
          .max(50_000)
          .default(0)
          .describe(
            "Number of training clips, spread evenly, that each evaluation computes and records too, without augmentation; 0 for none.",
          ),
      ),
    })
    .prefault({})
    .describe("Predictions and embeddings of evaluations in the run's folder, for `woodshed dashboard`."),
);

export const loggingSection = z
  .strictObject({
    every_steps: z
      .int()
      .min(1)
      .default(10)
      .describe(
        "Log training metrics every n steps, as means over these steps; reading them waits for the device.",
      ),
    gradient_norms: z
      .boolean()
      .default(false)
      .describe("Log the gradient norm of each parameter besides the total norm."),
    samples: samplesSection,
    embeddings: embeddingsSection,
    predictions: predictionsSection,
    wandb: wandbSection,
    jsonl: jsonLinesSection,
    tensorboard: tensorboardSection,
  })
  .prefault({})
  .describe("Trackers besides the run's own record, which is always on.");
