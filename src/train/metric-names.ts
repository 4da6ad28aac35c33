import type { Config } from "../config/schema.js";
import { didYouMean, suggestNames } from "../config/suggest.js";
import { ConfigError } from "../errors.js";
import { metricDirection } from "../tasks/directions.js";
import { evaluationMetricNames } from "../tasks/metrics.js";

/**
 * Checks metric names and directions before training, so that a typo does not cost an hour.
 *
 * @throws ConfigError naming the key
 */
export function assertMetricNames(config: Config): void {
  const { checkpoint, training } = config;
  const { metric, patience } = training.early_stopping;
  const names = [
    ["checkpoint.monitor", checkpoint.monitor, checkpoint.mode],
    ...checkpoint.save.flatMap(({ best, mode }, i) =>
      best === undefined ? [] : [[`checkpoint.save[${i}].best`, best, mode] as const],
    ),
    ...(patience === null
      ? []
      : [["training.early_stopping.metric", metric, training.early_stopping.mode] as const]),
  ] as const;
  const known = evaluationMetricNames(config);
  for (const [key, name, mode] of names) {
    if (!known.includes(name))
      throw new ConfigError(
        "METRIC",
        `${key}: expected one of ${known.join(", ")}, got "${name}".${didYouMean(suggestNames(name, known)) || ` Set it to a metric of this task (task.name), and its mode to min or max`}`,
      );
    const right = metricDirection(name);
    if (mode !== undefined && right !== undefined && mode !== right)
      throw new ConfigError(
        "METRIC",
        `${key}: mode ${mode} would prefer the worst ${name}; set it to ${right}`,
      );
  }
}
