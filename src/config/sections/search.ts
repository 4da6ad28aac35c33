import { z } from "zod";

const spec = (what: string, by: string, example: string) =>
  z
    .strictObject({
      name: z.string().min(1).default(by).describe(`Which of Optuna's, such as ${by} or ${example}.`),
      options: z
        .record(z.string(), z.unknown())
        .default({})
        .describe("Its arguments, by their names in Optuna."),
    })
    .prefault({})
    .describe(what);

const direction = () => z.enum(["minimize", "maximize"]);

const parameter = z
  .strictObject({
    type: z.enum(["float", "int", "categorical"]).describe("What its values are."),
    low: z.number().optional().describe("Lowest value of a float or int."),
    high: z.number().optional().describe("Highest value of a float or int, included."),
    log: z.boolean().optional().describe("Suggest evenly on a logarithmic scale."),
    step: z.number().gt(0).optional().describe("Only values so far apart, from low on."),
    choices: z
      .array(z.unknown())
      .min(1)
      .optional()
      .describe("Values of a categorical; lists are values too."),
    default: z
      .unknown()
      .optional()
      .describe("Value in the first trial, in place of the recipe's own; must be one that may be suggested."),
    when: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        "Other keys of the space with the value, or list of values, that they must have; else the recipe's own value stays.",
      ),
  })
  .describe("A key's values.");

const constraint = z
  .strictObject({
    metric: z.string().min(1).describe("A metric, or model/num_parameters."),
    max: z.number().optional().describe("Highest value that is allowed."),
    min: z.number().optional().describe("Lowest value that is allowed."),
  })
  .describe("A bound on a metric.");

export const hyperparameterSearchSection = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("Let `woodshed train` search, as `woodshed tune` does, instead of training once."),
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
        "Where the study is kept: null is a journal in its folder; another file, sqlite:///FILE, or the URL of a " +
          "PostgreSQL, MySQL or Redis server, which several machines can search in at once.",
      ),
    search_space: z
      .record(z.string(), parameter)
      .default({})
      .describe("What to vary: any keys of a recipe, by their dotted names."),
    metric: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .default("validation/loss")
      .describe("Metric that the search improves, taken where it was best; several for several objectives."),
    direction: direction()
      .nullable()
      .default(null)
      .describe("Whether smaller or larger is better; null goes by the metric's name."),
    directions: z.array(direction()).default([]).describe("The same for several metrics, one each."),
    n_trials: z
      .int()
      .min(1)
      .default(20)
      .describe("Trials in all, over restarts and machines; retries are not counted."),
    timeout: z
      .number()
      .gt(0)
      .nullable()
      .default(null)
      .describe("Seconds after which no further trial is begun; null for none."),
    parallel: z
      .int()
      .min(1)
      .default(1)
      .describe("Trials at once, which share the machine's CPU cores and GPUs."),
    seed: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe("Of the sampler and of the trials' own seeds; null is the recipe's."),
    sampler: spec(
      "What suggests values: tpe, gp, cmaes, nsgaii, nsgaiii, qmc, random, grid, bruteforce or partialfixed.",
      "tpe",
      "CmaEsSampler",
    ),
    pruner: spec(
      "What gives hopeless trials up: median, percentile, successivehalving, hyperband, wilcoxon, threshold, patient or nop.",
      "median",
      "HyperbandPruner",
    ),
    try_defaults_first: z
      .boolean()
      .default(true)
      .describe("Let the first trial be the recipe as it is, where the space has its values."),
    enqueue: z
      .array(z.record(z.string(), z.unknown()))
      .default([])
      .describe("Values to try first, by key; what is left out is suggested."),
    constraints: z
      .array(constraint)
      .default([])
      .describe("What a trial must keep to be the best; samplers learn to keep it."),
    retries: z
      .int()
      .min(0)
      .default(1)
      .describe(
        "How often a trial that crashes or is killed is given again without having come further; it goes on from its last checkpoint.",
      ),
    grace_sec: z
      .number()
      .gt(0)
      .default(120)
      .describe(
        "On a server: seconds without a sign of life after which another machine's trials are given again.",
      ),
  })
  .prefault({})
  .describe("Hyperparameter search with Optuna: `woodshed tune`.");
