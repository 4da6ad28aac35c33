/** What a recipe asks a search to do, checked in all that can be known before the first trial. */
import { join } from "node:path";
import { betterDirection } from "../config/directions.js";
import { overrideValues } from "../config/feature-samples.js";
import { type LoadedConfig, parseConfig } from "../config/load.js";
import { type Problem, throwProblems } from "../config/problems.js";
import type { Config } from "../config/schema.js";
import { didYouMean, suggestKeys } from "../config/suggest.js";
import { merge, nest, show, type Values, valueAt } from "../config/values.js";
import { randomUint32 } from "../data/random.js";
import { EVALUATION_METRICS, MEASURED_METRICS } from "./metrics.js";
import {
  checkParameter,
  decodeValue,
  dimensionOf,
  encodeChoice,
  isIn,
  type ParameterInput,
} from "./parameter.js";
import type { Choice, Condition, Space } from "./space.js";
import type { Direction, Spec } from "./study.js";

export interface Objective {
  metric: string;
  direction: Direction;
}

export interface Constraint {
  metric: string;
  max?: number | undefined;
  min?: number | undefined;
}

export type Params = Readonly<Record<string, Choice>>;

/** Keeps trials' seeds apart from what else is drawn from a recipe's seed. */
const TRIAL_STREAM = 11;
const SECTION = "optimization.hyperparameter_search";

export class SearchPlan {
  readonly config: Config;
  readonly studyName: string;
  /** Of the study and its trials. */
  readonly folder: string;
  readonly storage: string;
  readonly objectives: readonly Objective[];
  readonly seed: number;
  readonly space: Space;
  readonly sampler: Spec;
  readonly pruner: Spec;
  readonly constraints: readonly Constraint[];
  readonly #parameters: Readonly<Record<string, ParameterInput>>;

  /** @throws ConfigError naming each key that cannot be searched as the recipe says, and where it stands */
  constructor({ config, sources }: LoadedConfig, recipe?: string) {
    const search = config.optimization.hyperparameter_search;
    const problems: Problem[] = [];
    const refuse = (key: string, message: string): void => {
      const name = `${SECTION}.${key.split(".")[0]}`;
      problems.push({ code: "SEARCH_PLAN", keys: [`${SECTION}.${key}`], message: `${name}: ${message}` });
    };
    this.config = config;
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
    for (const name of metrics) checkMetric("metric", name, refuse);
    if (directions.length > 0 && directions.length !== metrics.length) {
      refuse("directions", `expects one for each of ${metrics.length} metrics, got ${directions.length}.`);
    }
    if (direction !== null && metrics.length > 1) {
      refuse("direction", "goes with one metric; give directions, one for each.");
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
        "is empty; name the keys to vary, such as optimization.learning_rate: {type: float, low: 1.0e-4, high: 1.0e-2, log: true}.",
      );
    }
    for (const key of keys) {
      checkParameter(key, this.#parameters, this.config as unknown as Values, (message) =>
        refuse(`search_space.${key}`, message),
      );
    }
    for (const [i, { metric, max, min }] of search.constraints.entries()) {
      checkMetric(`constraints[${i}]`, metric, refuse);
      if (max === undefined && min === undefined) refuse(`constraints[${i}]`, `${metric} needs max or min.`);
    }
    for (const [i, values] of search.enqueue.entries()) {
      for (const [key, value] of Object.entries(values)) {
        const parameter = this.#parameters[key];
        if (parameter === undefined) {
          refuse(`enqueue[${i}]`, `${key} is not in the space.${didYouMean(suggestKeys(key, keys))}`);
        } else if (isWhole(parameter) && !isIn(parameter, value))
          refuse(`enqueue[${i}]`, `${key}: ${show(value)} may not be suggested.`);
      }
    }
  }

  /** The trials that are to come first, in Optuna's values; those that the recipe itself is, where the space has it. */
  firstTrials(): Params[] {
    const { try_defaults_first, enqueue } = this.config.optimization.hyperparameter_search;
    // Those go through the whole space by themselves.
    const goesThroughAll = /^(grid|brute_?force)(sampler)?$/i.test(this.sampler.name);
    const own = try_defaults_first && !goesThroughAll ? this.defaults() : null;
    const given = enqueue.map((values) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, encodeChoice(value)])),
    );
    return own === null ? given : [own, ...given];
  }

  /** The recipe's own values, in Optuna's; null where the space has them not. */
  defaults(): Params | null {
    const values: Record<string, Choice> = {};
    for (const [key, parameter] of Object.entries(this.#parameters)) {
      const value = parameter.default ?? valueAt(this.config, key.split("."));
      if (!isIn(parameter, value)) return null;
      values[key] = encodeChoice(value);
    }
    // What no condition asks for must not be fixed either.
    const isAsked = (when: Condition = {}): boolean =>
      Object.entries(when).every(
        ([other, allowed]) => isAsked(this.space[other]!.when) && allowed.includes(values[other]!),
      );
    return Object.fromEntries(Object.entries(values).filter(([key]) => isAsked(this.space[key]!.when)));
  }

  /** The name that a trial and its retries run by. */
  trialName(root: number): string {
    return `${this.config.name.slice(0, 34)}-t${String(root).padStart(4, "0")}`;
  }

  /** The recipe with a trial's values, ready to train. @throws ConfigError where they do not fit together */
  configWith(params: Params, more: Values = {}): Config {
    const { hyperparameter_search: _, ...optimization } = this.config.optimization;
    let values: Values = { ...this.config, optimization };
    for (const [key, value] of Object.entries(params)) {
      values = overrideValues(values, nest(key, decodeValue(this.#parameters[key]!, value)));
    }
    return parseConfig(merge(values, more), new Map(), "the trial's values");
  }

  /** What a trial is run with. `share` is its part of the machine. */
  trialConfig(root: number, params: Params, share: { threads: number; workers: number }): Config {
    const { training, data, logging } = this.config;
    const { wandb } = logging;
    return this.configWith(params, {
      name: this.trialName(root),
      runs_dir: this.folder,
      // A search over the seed itself keeps what it suggests.
      ...("seed" in params ? {} : { seed: this.trialSeed(root) }),
      data: {
        // All trials are measured on the same clips.
        validation_seed: data.validation_seed ?? this.config.seed,
        ...(data.workers === "auto" ? { workers: share.workers } : {}),
      },
      training: training.threads === "auto" ? { threads: share.threads } : {},
      checkpoint: { resume: "auto" },
      // The best one's recipe registers its model; a trial, pruned ones among them, would move aliases.
      registry: { mlflow: { register: null } },
      logging: { wandb: { group: wandb.group ?? this.studyName, job_type: wandb.job_type ?? "trial" } },
    });
  }

  /** The first trial keeps the recipe's own seed, so that it is the run that `woodshed train` would do. */
  trialSeed(root: number): number {
    return root === 0 ? this.config.seed : randomUint32(this.seed, TRIAL_STREAM, root);
  }
}

function rightDirection(metric: string): Direction | undefined {
  const better = betterDirection(metric);
  return better === undefined ? undefined : better === "min" ? "minimize" : "maximize";
}

/** Whether the bounds are there to compare with: what is missing is said elsewhere. */
function isWhole({ type, low, high, choices }: ParameterInput): boolean {
  return type === "categorical" ? choices !== undefined : low !== undefined && high !== undefined;
}

function checkMetric(key: string, metric: string, refuse: (key: string, message: string) => void): void {
  const known = [...EVALUATION_METRICS, ...MEASURED_METRICS];
  if (known.includes(metric)) return;
  refuse(
    key,
    `no run measures ${metric}.${didYouMean(suggestKeys(metric, known))} Expected one of ${known.join(", ")}.`,
  );
}
