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
      .enum(["online", "offline"])
      .default("online")
      .describe(
        "offline writes the run to disk, to be sent by `woodshed wandb sync`; online without an API key is offline too.",
      ),
    base_url: text("Address of a private W&B server; null is WANDB_BASE_URL, or W&B's cloud."),
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
  .describe("The same few validation clips, hardest first, for trackers that play sound (W&B).");

const embeddingsSection = z
  .strictObject({
    max_points: z
      .int()
      .min(0)
      .max(50_000)
      .default(2000)
      .describe("Validation clips in a map of their embeddings (UMAP); 0 for none."),
    every_evaluations: z.int().min(1).default(1).describe("Evaluations from one map to the next."),
  })
  .prefault({})
  .describe("Maps of the validation clips by their embeddings, for trackers that show them (W&B).");

export const loggingSection = z
  .strictObject({
    every_steps: z
      .int()
      .min(1)
      .default(10)
      .describe("Steps from one logged training loss to the next; reading it waits for the device."),
    samples: samplesSection,
    embeddings: embeddingsSection,
    wandb: wandbSection,
  })
  .prefault({})
  .describe("Where metrics go besides the run store, which is always on.");
