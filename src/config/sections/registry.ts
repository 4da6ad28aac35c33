import { z } from "zod";

const text = (what: string) => z.string().min(1).nullable().default(null).describe(what);

/** Names of registered models that MLflow and `models:/name@alias` accept. */
export const MODEL_NAME_PATTERN = /^[^/:@]+$/;
/** Aliases that MLflow accepts; `latest` and `v3` are reserved. */
export const ALIAS_PATTERN = /^(?!latest$|v\d+$)[\w-]{1,255}$/i;

/** Tags whose keys MLflow accepts. */
const TAG_PATTERN = /^[/\w.\- :]{1,250}=.{0,5000}$/;

/** MLflow is used through its REST interface, so that file stores and databases need a server in front. */
const TRACKING_URI_PATTERN = /^https?:\/\/[^\s/?#]+\S*$/i;

/** Returns what is wrong with a recipe's tracking URI; null for one that can be used. */
export function trackingUriProblem(uri: string | null): string | null {
  if (uri === null || (TRACKING_URI_PATTERN.test(uri) && URL.canParse(uri))) return null;
  return (
    `expects the http:// or https:// address of an MLflow server, such as http://127.0.0.1:5000, or null; got "${uri}". ` +
    "For files or a database, start a server on them (mlflow server --backend-store-uri ...), or use null for a server of your own."
  );
}

const aliasSection = z
  .strictObject({
    name: z
      .string()
      .regex(ALIAS_PATTERN)
      .nullable()
      .default(null)
      .describe("Alias for the new version, such as champion; null for none."),
    if_better: text(
      "Metric in which the new version must be better than the one with the alias, such as test/accuracy; null always moves the alias.",
    ),
    margin: z
      .number()
      .min(0)
      .default(0)
      .describe("Minimum improvement, in the unit of the metric; an equal value is no improvement."),
  })
  .prefault({})
  .describe("Alias of the newly registered version.");

const mlflowSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("Send the run to MLflow, and register the trained model there."),
    tracking_uri: text(
      "Address of an MLflow server (http or https); null is MLFLOW_TRACKING_URI, else a local server that is started when needed.",
    ),
    folder: z
      .string()
      .min(1)
      .default("mlflow")
      .describe(
        "Folder of the local server's database and artifacts, relative to the current working directory.",
      ),
    experiment: z.string().min(1).default("woodshed").describe("MLflow experiment."),
    register: z
      .union([z.boolean(), z.string().regex(MODEL_NAME_PATTERN)])
      .nullable()
      .default(true)
      .describe(
        "Name to register the trained model under; true is the run's name, null or false does not register it.",
      ),
    tags: z
      .array(z.string().regex(TAG_PATTERN))
      .default([])
      .describe("Tags of the run and of the registered version, each as key=value."),
    alias: aliasSection,
    finish_timeout_sec: z
      .number()
      .gt(0)
      .default(120)
      .describe(
        "Seconds that a run waits at its end for MLflow to receive its record, and the same time again for the registration (time in which the model's files are uploaded is not counted); the rest is left for later.",
      ),
  })
  .prefault({})
  .describe(
    "MLflow. Credentials come from MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.",
  );

export const registrySection = z
  .strictObject({ mlflow: mlflowSection })
  .prefault({})
  .describe("Registry of trained models.");
