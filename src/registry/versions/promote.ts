import { betterDirection } from "../../config/directions.js";
import { RegistryError } from "../../errors.js";
import type { MlflowClient } from "../mlflow/client.js";
import type { ModelVersion } from "../mlflow/model-versions.js";
import { metricsOf } from "./tags.js";

export interface PromotionRule {
  /** `test/accuracy` */
  metric: string;
  /** By how much the new version must be better, in the metric's own unit. */
  margin: number;
  /** By default what the metric's name says. */
  mode?: "min" | "max";
}

export interface Promotion {
  isMoved: boolean;
  /** The version that had the alias; null when nobody had it. */
  before: string | null;
  /** In words, with both values. */
  reason: string;
}

/** 0.82 is better than 0.8 by 0.02, whatever binary fractions make of it. */
const ROUNDING = 1e-12;

/** Gives the metric of the new version and of the one that has the alias, measured on the same clips. */
export type Measure = (
  metric: string,
  next: ModelVersion,
  now: ModelVersion,
) => Promise<[next: number, now: number]>;

/**
 * Moves an alias to a version, if that is better by the rule than the one that has it; an alias that nobody has is taken.
 *
 * @param measure by default the metrics that both were registered with
 * @throws RegistryError when the two cannot be compared
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

async function decide(
  next: ModelVersion,
  now: ModelVersion | null,
  rule: PromotionRule | null,
  measure: Measure,
): Promise<Omit<Promotion, "before">> {
  if (now === null) return { isMoved: true, reason: "no version had it" };
  if (now.version === next.version) return { isMoved: false, reason: "it has it already" };
  if (rule === null) return { isMoved: true, reason: `version ${now.version} had it` };
  const { metric, margin } = rule;
  const mode = rule.mode ?? betterDirection(metric);
  if (mode === undefined) {
    throw new RegistryError(
      "DIRECTION",
      `${metric}: its name does not tell whether more is better; say --mode min or --mode max`,
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

/** What both were registered with, which says something only when it was measured on the same clips. */
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
  throw new RegistryError(
    "NO_METRIC",
    `${version.name}/${version.version}: was registered without ${metric}; it has ${Object.keys(metrics).join(", ") || "no metrics"}`,
  );
}

const format = (value: number): string => value.toPrecision(4);
