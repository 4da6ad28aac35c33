import { z } from "zod";

const wandbSection = z
  .strictObject({
    enabled: z.boolean().default(false).describe("Send the run to Weights & Biases."),
    project: z.string().min(1).default("woodshed").describe("W&B project."),
    entity: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe("W&B user or team; null is the default of the account."),
    mode: z
      .enum(["online", "offline"])
      .default("online")
      .describe("offline writes the run to disk, to be sent later."),
  })
  .prefault({})
  .describe("Weights & Biases.");

export const loggingSection = z
  .strictObject({
    every_steps: z
      .int()
      .min(1)
      .default(10)
      .describe("Steps from one logged training loss to the next; reading it waits for the device."),
    wandb: wandbSection,
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
