import { bestPolicy, type Policy, periodicPolicy } from "../checkpoint/policy.js";
import { ConfigError } from "../errors.js";

/** The metric that decides which checkpoint is called `best`. */
export interface Monitor {
  metric: string;
  better: "min" | "max";
  /** Number of best checkpoints to keep. By default 1. */
  keepTop?: number;
}

/** Saves after every n steps, epochs or minutes: give exactly one of them. */
export interface PeriodicRule {
  everySteps?: number;
  everyEpochs?: number;
  everyMinutes?: number;
  /** Number of newest checkpoints of this rule to keep. By default 1. */
  keepLast?: number | "all";
  /** Also keeps every n-th checkpoint of this rule permanently. */
  keepEvery?: number;
}

/** Saves when a metric is among the best so far, and keeps those checkpoints. */
export interface BestRule extends Omit<Monitor, "metric"> {
  best: string;
}

/** A rule for saving and keeping, as an entry of a recipe's `checkpoint.save`. */
export type SaveRule = PeriodicRule | BestRule;

/** Converts rules into policies, the monitor first. @throws ConfigError for a rule that no recipe could have */
export function policiesFor(monitor: Monitor | null, rules: readonly SaveRule[]): Policy[] {
  const policies = [
    ...(monitor === null ? [] : [bestFor("monitor", monitor)]),
    ...rules.map((rule, i) =>
      "best" in rule
        ? bestFor(`save[${i}]`, { ...rule, metric: rule.best })
        : periodicFor(`save[${i}]`, rule),
    ),
  ];
  const ids = policies.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw new ConfigError("SAVE_RULE", `save: two rules are ${twice}; merge them into one`);
  return policies;
}

function bestFor(name: string, { metric, better, keepTop = 1 }: Monitor): Policy {
  if (better !== "min" && better !== "max")
    throw new ConfigError(
      "SAVE_RULE",
      `${name}.better: expected "min" or "max", got ${JSON.stringify(better)}`,
    );
  return bestPolicy(metric, better, wholeNumber(`${name}.keepTop`, keepTop));
}

function periodicFor(name: string, rule: PeriodicRule): Policy {
  const { everySteps, everyEpochs, everyMinutes, keepLast = 1, keepEvery } = rule;
  const given = Object.entries({ steps: everySteps, epochs: everyEpochs, minutes: everyMinutes }).filter(
    ([, every]) => every !== undefined,
  );
  if (given.length !== 1)
    throw new ConfigError(
      "SAVE_RULE",
      `${name}: expected one of everySteps, everyEpochs, everyMinutes and best, got ${given.length}`,
    );
  const [unit, every] = given[0] as ["steps" | "epochs" | "minutes", number];
  if (unit === "minutes" ? !(every > 0) : !Number.isSafeInteger(every) || every < 1)
    throw new ConfigError("SAVE_RULE", `${name}: expected a number of ${unit} above 0, got ${every}`);
  return periodicPolicy(unit, every, {
    keepLast: keepLast === "all" ? keepLast : wholeNumber(`${name}.keepLast`, keepLast),
    keepEvery: keepEvery === undefined ? null : wholeNumber(`${name}.keepEvery`, keepEvery),
  });
}

function wholeNumber(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new ConfigError("SAVE_RULE", `${name}: expected a whole number from 1, got ${value}`);
}
