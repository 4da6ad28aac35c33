import { z } from "zod";

const text = (what: string) => z.string().min(1).nullable().default(null).describe(what);

const wandbSection = z
  .strictObject({
    enabled: z.boolean().default(false).describe("Send the run to Weights & Biases."),
    project: z.string().min(1).default("woodshed").describe("W&B project."),
    entity: text("W&B user or team; null is the default of the account."),
    group: text("Group that the run is shown in."),
    job_type: text("What the run is for, such as train or evaluate."),
    notes: text("A longer description of the run."),
    tags: z.array(z.string().min(1).max(64)).default([]).describe("Tags of the run."),
    mode: z
      .enum(["online", "offline", "disabled"])
      .default("online")
      .describe(
        "offline writes the run to disk, to be sent by `woodshed wandb sync`; online without an API key is offline too. " +
          "WANDB_MODE in the environment goes before it.",
      ),
    base_url: text("Address of a private W&B server; null is WANDB_BASE_URL, or W&B's cloud."),
    model: z
      .boolean()
      .default(true)
      .describe("Keep the exported weights in W&B as a versioned artifact, `latest` and `best`."),
    checkpoints: z
      .enum(["none", "best", "all"])
      .default("none")
      .describe("Checkpoints that are kept in W&B too, as versions of one artifact, `latest` and `best`."),
    keep_versions: z
      .int()
      .min(1)
      .nullable()
      .default(3)
      .describe(
        "Newest versions of each artifact that stay; older ones without an alias are deleted. null keeps all.",
      ),
    diff: z
      .boolean()
      .default(false)
      .describe("Send what the working tree differs from its commit by, as `diff.patch`."),
    system_metrics_sec: z
      .number()
      .min(1)
      .nullable()
      .default(15)
      .describe("Seconds from one reading of CPU, memory and GPU to the next; null for none."),
    finish_timeout_sec: z
      .number()
      .gt(0)
      .default(60)
      .describe(
        "Seconds that a run waits at its end for what W&B has not taken yet; the rest is sent later.",
      ),
  })
  .prefault({})
  .describe("Weights & Biases; the key comes from WANDB_API_KEY or netrc.");

const jsonLinesSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("Write metrics.jsonl into the run's folder: a line of JSON a step."),
    items: z
      .boolean()
      .default(false)
      .describe("Also what evaluations show: confusion matrices, curves, tables, maps."),
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
      .describe(
        "Validation clips that are shown with their sound and what the model says of them; 0 for none.",
      ),
    every_evaluations: z.int().min(1).default(1).describe("Evaluations from one showing to the next."),
  })
  .prefault({})
  .describe("The same few validation clips, hardest first, for trackers that play sound (W&B, TensorBoard).");

const embeddingsSection = z
  .strictObject({
    max_points: z
      .int()
      .min(0)
      .max(50_000)
      .default(2000)
      .describe("Validation clips in a map of their embeddings (UMAP); 0 for none."),
    every_evaluations: z.int().min(1).default(1).describe("Evaluations from one map to the next."),
    sound_mb: z
      .number()
      .min(0)
      .max(64)
      .default(3)
      .describe("Megabytes of sound in a map, for as many of its clips as fit; 0 for none."),
  })
  .prefault({})
  .describe(
    "Maps of the validation clips by their embeddings, for trackers that show them (W&B, TensorBoard).",
  );

export const loggingSection = z
  .strictObject({
    every_steps: z
      .int()
      .min(1)
      .default(10)
      .describe("Steps from one logged training loss to the next; reading it waits for the device."),
    gradient_norms: z
      .boolean()
      .default(false)
      .describe("Log the norm of each parameter's gradient besides that of all."),
    samples: samplesSection,
    embeddings: embeddingsSection,
    wandb: wandbSection,
    jsonl: jsonLinesSection,
    tensorboard: tensorboardSection,
  })
  .prefault({})
  .describe("Where metrics go besides the run store, which is always on.");

const mlflowSection = z
  .strictObject({
    enabled: z.boolean().default(false).describe("Register the trained model in MLflow."),
    tracking_uri: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe("MLflow server; null starts an embedded one on SQLite."),
    experiment: z.string().min(1).default("woodshed").describe("MLflow experiment."),
  })
  .prefault({})
  .describe("MLflow.");

export const registrySection = z
  .strictObject({ mlflow: mlflowSection })
  .prefault({})
  .describe("Where trained models are registered.");
