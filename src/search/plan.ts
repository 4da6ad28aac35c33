/** The search that a recipe describes, checked before the first trial. */
import { join } from "node:path";
import { childValues } from "../child-runs/child-values.js";
import { overrideValues } from "../config/alternatives.js";
import { hasNoValidation } from "../config/checks.js";
import { type LoadedConfig, parseConfig } from "../config/load.js";
import { type Problem, throwProblems } from "../config/problems.js";
import type { Config } from "../config/schema.js";
import { didYouMean, suggestKeys } from "../config/suggest.js";
import { merge, nest, show, type Values, valueAt } from "../config/values.js";
import { PURPOSES, randomUint32 } from "../data/random.js";
import { metricDirection } from "../tasks/directions.js";
import { evaluationMetricNames } from "../tasks/metrics.js";
import { type Constraint, measuredMetricNames, type Objective } from "./metrics.js";
import {
  checkParameter,
  decodeUnlisted,
  decodeValue,
  dimensionOf,
  encodeChoice,
  isIn,
  type ParameterInput,
} from "./parameter.js";
import type { Choice, Condition, Space } from "./space.js";
import type { Direction, Spec } from "./study.js";

export type Params = Readonly<Record<string, Choice>>;

const SECTION = "optimization.hyperparameter_search";

export class SearchPlan {
  readonly config: Config;
  readonly studyName: string;
  /** Holds the study and its trials. */
  readonly folder: string;
  readonly storage: string;
  readonly objectives: readonly Objective[];
  readonly seed: number;
  readonly space: Space;
  readonly sampler: Spec;
  readonly pruner: Spec;
  readonly constraints: readonly Constraint[];
  readonly #parameters: Readonly<Record<string, ParameterInput>>;
  /** Absolute path of the module that each section names: trials' recipes lie in another folder. */
  readonly #modules: Readonly<Record<string, string>>;

  /** @throws ConfigError naming each key that cannot be searched, and its place in the recipe */
  constructor({ config, sources }: LoadedConfig, recipe?: string) {
    const search = config.optimization.hyperparameter_search;
    const problems: Problem[] = [];
    const refuse = (key: string, message: string): void => {
      const name = `${SECTION}.${key.split(".")[0]}`;
      problems.push({ code: "SEARCH_PLAN", keys: [`${SECTION}.${key}`], message: `${name}: ${message}` });
    };
    this.config = config;
    this.#modules = sources.modules;
    this.studyName = search.study_name ?? `${config.name}-search`;
    this.folder = join(config.runs_dir, this.studyName);
    this.storage = search.storage ?? join(this.folder, "study.journal");
    this.seed = search.seed ?? config.seed;
    this.sampler = search.sampler;
    this.pruner = search.pruner;
    this.constraints = search.constraints;
    this.#parameters = search.search_space as Readonly<Record<string, ParameterInput>>;
    this.objectives = this.#objectives(refuse);
    this.#check(refuse);
    throwProblems(problems, new Map(sources.places), recipe);
    this.space = Object.fromEntries(
      Object.entries(this.#parameters).map(([key, parameter]) => [key, dimensionOf(parameter)]),
    );
  }

  #objectives(refuse: (key: string, message: string) => void): Objective[] {
    const { metric, direction, directions } = this.config.optimization.hyperparameter_search;
    const metrics = typeof metric === "string" ? [metric] : [...metric];
    for (const name of metrics) checkMetric(this.config, "metric", name, refuse);
    if (directions.length > 0 && directions.length !== metrics.length) {
      refuse("directions", `expects one for each of ${metrics.length} metrics, got ${directions.length}.`);
    }
    if (direction !== null && metrics.length > 1) {
      refuse("direction", "is for one metric; set directions instead, one for each metric.");
    }
    return metrics.map((name, i) => {
      const right = rightDirection(name);
      const asked = directions[i] ?? direction;
      if (asked !== null && right !== undefined && asked !== right) {
        refuse(
          directions.length > 0 ? "directions" : "direction",
          `${asked} would prefer the worst ${name}; set it to ${right}.`,
        );
      }
      return { metric: name, direction: asked ?? right ?? "minimize" };
    });
  }

  #check(refuse: (key: string, message: string) => void): void {
    const search = this.config.optimization.hyperparameter_search;
    const keys = Object.keys(this.#parameters);
    if (keys.length === 0) {
      refuse(
        "search_space",
        "is empty; add the keys to vary, such as optimization.learning_rate: {type: float, low: 1.0e-4, high: 1.0e-2, log: true}.",
      );
    }
    if (hasNoValidation(this.config))
      refuse(
        "metric",
        "trials are compared on validation clips, and data.validation_fraction is 0; set it to a part of the training clips, such as 0.1, or set data.validation.",
      );
    for (const key of keys) {
      checkParameter(key, this.#parameters, this.config as unknown as Values, (message) =>
        refuse(`search_space.${key}`, message),
      );
    }
    for (const [i, { metric, max, min }] of search.constraints.entries()) {
      checkMetric(this.config, `constraints[${i}]`, metric, refuse);
      if (max === undefined && min === undefined) refuse(`constraints[${i}]`, `${metric} needs max or min.`);
    }
    for (const [i, values] of search.enqueue.entries()) {
      for (const [key, value] of Object.entries(values)) {
        const parameter = this.#parameters[key];
        if (parameter === undefined) {
          refuse(`enqueue[${i}]`, `${key} is not in the space.${didYouMean(suggestKeys(key, keys))}`);
        } else if (isComplete(parameter) && !isIn(parameter, value))
          refuse(`enqueue[${i}]`, `${key}: ${show(value)} is outside of the space.`);
      }
    }
  }

  /** The first trials, in Optuna's values: the recipe's own values, where the space contains them, then `enqueue`. */
  firstTrials(): Params[] {
    const { try_defaults_first, enqueue } = this.config.optimization.hyperparameter_search;
    // These samplers try every point of the space anyway.
    const goesThroughAll = /^(grid|brute_?force)(sampler)?$/i.test(this.sampler.name);
    const own = try_defaults_first && !goesThroughAll ? this.defaults() : null;
    const queued = enqueue.map((values) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, encodeChoice(value)])),
    );
    return own === null ? queued : [own, ...queued];
  }

  /** The recipe's own values as Optuna's; null where the space does not contain them. */
  defaults(): Params | null {
    const values: Record<string, Choice> = {};
    for (const [key, parameter] of Object.entries(this.#parameters)) {
      const value = parameter.default ?? valueAt(this.config, key.split("."));
      if (!isIn(parameter, value)) return null;
      values[key] = encodeChoice(value);
    }
    // A parameter whose condition does not hold must not be fixed.
    const isAsked = (when: Condition = {}): boolean =>
      Object.entries(when).every(
        ([other, allowed]) => isAsked(this.space[other]!.when) && allowed.includes(values[other]!),
      );
    return Object.fromEntries(Object.entries(values).filter(([key]) => isAsked(this.space[key]!.when)));
  }

  /** The run name of a trial and its retries. */
  trialName(root: number): string {
    return `${this.config.name.slice(0, 34)}-t${String(root).padStart(4, "0")}`;
  }

  /** The recipe with a trial's values, ready to train. @throws ConfigError where the values conflict */
  configWith(params: Params, more: Values = {}): Config {
    let values = childValues(this.config, this.#modules);
    for (const [key, value] of Object.entries(params)) {
      const parameter = this.#parameters[key];
      const decoded =
        parameter === undefined ? decodeUnlisted(values, key, value) : decodeValue(parameter, value);
      values = overrideValues(values, nest(key, decoded));
    }
    return parseConfig(merge(values, more), new Map(), "the trial's values");
  }

  /** The configuration of a trial's run. `share` is its part of the machine. */
  trialConfig(root: number, params: Params, share: { threads: number; workers: number }): Config {
    const { training, data, logging } = this.config;
    const { wandb } = logging;
    return this.configWith(params, {
      name: this.trialName(root),
      runs_dir: this.folder,
      // A search over the seed keeps the suggested one.
      ...("seed" in params ? {} : { seed: this.trialSeed(root) }),
      data: {
        // All trials are measured on the same clips.
        validation_seed: data.validation_seed ?? this.config.seed,
        ...(data.workers === "auto" ? { workers: share.workers } : {}),
      },
      training: training.threads === "auto" ? { threads: share.threads } : {},
      checkpoint: { resume: "auto" },
      // best.yaml registers its model. Trials, which may be pruned, must not move aliases.
      registry: { mlflow: { register: null } },
      logging: { wandb: { group: wandb.group ?? this.studyName, job_type: wandb.job_type ?? "trial" } },
    });
  }

  /** The first trial uses the recipe's own seed, so that it equals the run of `woodshed train`. */
  trialSeed(root: number): number {
    return root === 0 ? this.config.seed : randomUint32(PURPOSES.trialSeed, this.seed, root);
  }
}

function rightDirection(metric: string): Direction | undefined {
  const better = metricDirection(metric);
  return better === undefined ? undefined : better === "min" ? "minimize" : "maximize";
}

/** Returns whether the bounds are complete, so that values can be compared; another check reports missing ones. */
function isComplete({ type, low, high, choices }: ParameterInput): boolean {
  return type === "categorical" ? choices !== undefined : low !== undefined && high !== undefined;
}

function checkMetric(
  config: Config,
  key: string,
  metric: string,
  refuse: (key: string, message: string) => void,
): void {
  const known = [...evaluationMetricNames(config), ...measuredMetricNames(config)];
  if (known.includes(metric)) return;
  refuse(
    key,
    `no run measures ${metric}.${didYouMean(suggestKeys(metric, known))} Expected one of ${known.join(", ")}.`,
  );
}
