import { z } from "zod";

const spec = (what: string, by: string, example: string) =>
  z
    .strictObject({
      name: z.string().min(1).default(by).describe(`Name in Optuna, such as ${by} or ${example}.`),
      options: z
        .record(z.string(), z.unknown())
        .default({})
        .describe("Its arguments, by their names in Optuna; they replace those of a recipe below."),
    })
    .prefault({})
    .describe(what);

const direction = () => z.enum(["minimize", "maximize"]);

const parameter = z
  .strictObject({
    type: z.enum(["float", "int", "categorical"]).describe("Type of the values."),
    low: z.number().optional().describe("Lowest value of a float or int."),
    high: z.number().optional().describe("Highest value of a float or int, inclusive."),
    log: z.boolean().optional().describe("Suggest values uniformly on a logarithmic scale."),
    step: z.number().gt(0).optional().describe("Distance between values, starting at low."),
    choices: z
      .array(z.unknown())
      .min(1)
      .optional()
      .describe("Values of a categorical; a value may be a list."),
    default: z
      .unknown()
      .optional()
      .describe(
        "Value in the first trial instead of the recipe's own; must be within the bounds or choices.",
      ),
    when: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        "Other keys of the space, each with the value or list of values that it must have; otherwise the recipe's own value is used.",
      ),
  })
  .describe("Values of a key.");

const constraint = z
  .strictObject({
    metric: z.string().min(1).describe("A metric, or model/num_parameters."),
    max: z.number().optional().describe("Highest allowed value."),
    min: z.number().optional().describe("Lowest allowed value."),
  })
  .describe("A bound on a metric.");

export const hyperparameterSearchSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("Make `woodshed train` search, as `woodshed tune` does, instead of training once."),
    study_name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
      .nullable()
      .default(null)
      .describe("Name of the study and of its folder in runs_dir; null is the recipe's name with -search."),
    storage: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe(
        "Where the study is stored: null is a journal in its folder; or another file, sqlite:///FILE, or the URL of a " +
          "PostgreSQL, MySQL or Redis server, which several machines can use at the same time.",
      ),
    search_space: z
      .record(z.string(), parameter)
      .default({})
      .describe(
        "Keys to vary, by their dotted names. A search_space in an override, or in a recipe that extends another, replaces the one below.",
      ),
    metric: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .default("validation/loss")
      .describe(
        "Metric to optimize: its best value in a trial, the last one where the trial is pruned. A list has several objectives.",
      ),
    direction: direction()
      .nullable()
      .default(null)
      .describe("Direction of improvement; null derives it from the metric's name."),
    directions: z.array(direction()).default([]).describe("Directions of several metrics, one for each."),
    n_trials: z
      .int()
      .min(1)
      .default(20)
      .describe("Total number of trials over restarts and machines; retries are not counted."),
    timeout: z
      .number()
      .gt(0)
      .nullable()
      .default(null)
      .describe("Seconds after which no further trial starts; null for no limit."),
    parallel: z
      .int()
      .min(1)
      .default(1)
      .describe("Concurrent trials, which share the machine's CPU cores and GPUs."),
    seed: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe("Seed of the sampler and of the trials; null is the recipe's."),
    sampler: spec(
      "Algorithm that suggests values: tpe, gp, cmaes, nsgaii, nsgaiii, qmc, random, grid, bruteforce or partialfixed.",
      "tpe",
      "CmaEsSampler",
    ),
    pruner: spec(
      "Rule that stops unpromising trials: median, percentile, successivehalving, hyperband, wilcoxon, threshold, patient or nop.",
      "median",
      "HyperbandPruner",
    ),
    try_defaults_first: z
      .boolean()
      .default(true)
      .describe("Use the recipe's own values in the first trial, if the space contains them."),
    enqueue: z
      .array(z.record(z.string(), z.unknown()))
      .default([])
      .describe("Values to try first, by key; missing keys are suggested."),
    constraints: z
      .array(constraint)
      .default([])
      .describe("Bounds that the best trial must satisfy; samplers learn them."),
    retries: z
      .int()
      .min(0)
      .default(1)
      .describe(
        "Retries of a trial that crashes or is killed without progress since the last retry; it resumes from its last checkpoint.",
      ),
    grace_sec: z
      .number()
      .gt(0)
      .default(120)
      .describe(
        "With a server as storage: seconds without a heartbeat after which trials of another machine are retried.",
      ),
  })
  .prefault({})
  .describe("Hyperparameter search with Optuna: `woodshed tune`.");
