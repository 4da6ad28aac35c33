import { z } from "zod";

const text = (what: string) => z.string().min(1).nullable().default(null).describe(what);

/** A registered model's name, as far as MLflow and `models:/name@alias` take it. */
export const MODEL_NAME_PATTERN = /^[^/:@]+$/;
/** What it takes as an alias; `latest` and `v3` are its own. */
export const ALIAS_PATTERN = /^(?!latest$|v\d+$)[\w-]{1,255}$/i;

/** A key as MLflow takes it. */
const TAG_PATTERN = /^[/\w.\- :]{1,250}=.{0,5000}$/;

/** MLflow's REST interface is spoken to, so that its file stores and databases are behind a server alone. */
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
      .describe("Alias that the new version gets, such as champion; null for none."),
    if_better: text(
      "Metric by which the new version must beat the one that has the alias, such as test/accuracy; null moves it always.",
    ),
    margin: z
      .number()
      .min(0)
      .default(0)
      .describe("By how much it must be better, in the metric's own unit; equal is not better."),
  })
  .prefault({})
  .describe("An alias for the newly registered version.");

const mlflowSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("Send the run to MLflow, and register the trained model there."),
    tracking_uri: text(
      "Address of an MLflow server; null is MLFLOW_TRACKING_URI, or a server of your own that is started when it is needed.",
    ),
    folder: z
      .string()
      .min(1)
      .default("mlflow")
      .describe(
        "Where that server keeps its database and artifacts, relative to the current working directory.",
      ),
    experiment: z.string().min(1).default("woodshed").describe("MLflow experiment."),
    register: z
      .union([z.boolean(), z.string().regex(MODEL_NAME_PATTERN)])
      .nullable()
      .default(true)
      .describe(
        "Name that the trained model is registered under; true is the run's name, null or false does not register it.",
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
        "Seconds that a run waits at its end for what MLflow has not taken yet, and again for the registration; the rest is done later.",
      ),
  })
  .prefault({})
  .describe(
    "MLflow; who signs in comes from MLFLOW_TRACKING_USERNAME and PASSWORD, or MLFLOW_TRACKING_TOKEN.",
  );

export const registrySection = z
  .strictObject({ mlflow: mlflowSection })
  .prefault({})
  .describe("Where trained models are registered.");
