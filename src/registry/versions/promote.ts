import { RegistryError } from "../../errors.js";
import type { MlflowClient } from "../../mlflow/client.js";
import type { ModelVersion } from "../../mlflow/model-versions.js";
import { metricDirection } from "../../tasks/directions.js";
import { metricsOf } from "./tags.js";

export interface PromotionRule {
  /** `test/accuracy` */
  metric: string;
  /** Minimum improvement of the new version, in the unit of the metric. */
  margin: number;
  /** By default derived from the metric's name. */
  mode?: "min" | "max";
}

export interface Promotion {
  isMoved: boolean;
  /** The version that had the alias; null if none had it. */
  before: string | null;
  /** Explanation with both values. */
  reason: string;
}

/** Tolerance for binary fractions: 0.82 is better than 0.8 by 0.02. */
const ROUNDING = 1e-12;

/** Returns the metric of the new version and of the one with the alias, measured on the same clips. */
export type Measure = (
  metric: string,
  next: ModelVersion,
  now: ModelVersion,
) => Promise<[next: number, now: number]>;

/**
 * Moves an alias to a version if it is better, by the rule, than the version with the alias. An unused alias is always set.
 *
 * @param measure by default the registered metrics of both
 * @throws RegistryError if the two cannot be compared
 */
export async function promote(
  client: MlflowClient,
  next: ModelVersion,
  alias: string,
  rule: PromotionRule | null,
  measure: Measure = recordedMetrics,
): Promise<Promotion> {
  const now = await client.modelVersions.getByAlias(next.name, alias);
  const decision = await decide(next, now, rule, measure);
  if (decision.isMoved) await client.registeredModels.setAlias(next.name, alias, next.version);
  return { ...decision, before: now?.version ?? null };
}

/** `champion is now version 4: test/accuracy is ...` */
export function describePromotion(
  alias: string,
  version: string,
  { isMoved, before, reason }: Promotion,
): string {
  const where = isMoved ? `is now version ${version}` : `stays at version ${before}`;
  return `alias ${alias} ${where}: ${reason}`;
}

async function decide(
  next: ModelVersion,
  now: ModelVersion | null,
  rule: PromotionRule | null,
  measure: Measure,
): Promise<Omit<Promotion, "before">> {
  if (now === null) return { isMoved: true, reason: "no version had it" };
  if (now.version === next.version) return { isMoved: false, reason: "the version has it already" };
  if (rule === null) return { isMoved: true, reason: `version ${now.version} had it` };
  const { metric, margin } = rule;
  const mode = rule.mode ?? metricDirection(metric);
  if (mode === undefined) {
    throw new RegistryError(
      "DIRECTION",
      `${metric}: the direction of improvement is unknown for this metric; add --mode min or --mode max`,
    );
  }
  const [nextValue, nowValue] = await measure(metric, next, now);
  const gain = mode === "max" ? nextValue - nowValue : nowValue - nextValue;
  const isMoved = gain > 0 && gain >= margin - ROUNDING;
  const needed = margin === 0 ? "any gain is enough" : `${margin} is needed`;
  return {
    isMoved,
    reason: `${metric} is ${format(nextValue)} in version ${next.version} and ${format(nowValue)} in version ${now.version}: ${gain > 0 ? `better by ${format(gain)}` : "not better"}, ${needed}`,
  };
}

/** The registered metrics of both versions, which are comparable only if they were measured on the same clips. */
export const recordedMetrics: Measure = async (metric, next, now) => {
  const tag = metric.startsWith("test/") ? "woodshed.test_data" : "woodshed.data_fingerprint";
  if (next.tags[tag] !== now.tags[tag] || next.tags[tag] === undefined) {
    throw new RegistryError(
      "INCOMPARABLE",
      `${metric} of ${next.name}/${next.version} and ${now.name}/${now.version} was measured on different clips (${next.tags[tag] ?? "unknown"} and ${now.tags[tag] ?? "unknown"}); measure both with --data`,
    );
  }
  return [metricOf(metric, next), metricOf(metric, now)];
};

function metricOf(metric: string, version: ModelVersion): number {
  const metrics = metricsOf(version);
  const value = metrics[metric];
  if (value !== undefined && !Number.isNaN(value)) return value;
  const measured = Object.keys(metrics).filter((name) => !Number.isNaN(metrics[name]));
  throw new RegistryError(
    "NO_METRIC",
    `${version.name}/${version.version}: has no registered ${metric}; it has ${measured.join(", ") || "no metrics"}`,
  );
}

const format = (value: number): string => value.toPrecision(4);
