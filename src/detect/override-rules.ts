import { didYouMean, suggestNames } from "../config/suggest.js";
import { ConfigError } from "../errors.js";
import type { EventRules } from "../tasks/task.js";

/** Rules that a user sets; null leaves one to the model. */
export interface RuleOverrides {
  /** `0.6` for all labels, or `dog=0.7` for one, in their order. */
  thresholds: readonly string[];
  mergeSec: number;
  minSec: number | null;
  medianSec: number | null;
}

/** Returns a model's rules with those of the user. @throws ConfigError for a threshold that is none, or of an unknown label */
export function overrideRules(rules: EventRules, overrides: RuleOverrides): EventRules {
  const { labels } = rules;
  const thresholds = [...rules.thresholds];
  for (const text of overrides.thresholds) {
    // A label may have an equals sign in it; a number has none.
    const [, label, value] = /^(?:(.*)=)?([^=]*)$/s.exec(text)!;
    const threshold = Number(value);
    if (value!.trim() === "" || !(threshold >= 0 && threshold <= 1))
      throw new ConfigError(
        "THRESHOLD",
        `--threshold ${text}: expected a number from 0 to 1, or LABEL=NUMBER, such as ${labels[0]}=0.7`,
      );
    if (label === undefined) thresholds.fill(threshold);
    else if (labels.includes(label)) thresholds[labels.indexOf(label)] = threshold;
    else
      throw new ConfigError(
        "THRESHOLD",
        `--threshold ${text}: the model has no label ${JSON.stringify(label)}.${didYouMean(suggestNames(label, labels))} Expected one of ${named(labels)}`,
      );
  }
  const all = (given: number | null, own: readonly number[]): readonly number[] =>
    given === null ? own : labels.map(() => given);
  return {
    labels,
    thresholds,
    medianSec: all(overrides.medianSec, rules.medianSec),
    minSec: all(overrides.minSec, rules.minSec),
  };
}

/** Labels that a message lists. */
const MOST_LABELS = 20;

function named(labels: readonly string[]): string {
  const rest = labels.length - MOST_LABELS;
  return `${labels.slice(0, MOST_LABELS).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
