import type { CheckpointManifest } from "./format.js";
import type { BestPolicy, Policy } from "./policy.js";

/** One of a run's checkpoints, as listed from its folder. */
export interface StoredCheckpoint
  extends Pick<CheckpointManifest, "position" | "metrics" | "metricsStep" | "savedFor" | "saves"> {
  /** Name of its folder: `step-0000480`. */
  name: string;
}

/** Orders checkpoints oldest first; several of one step in the order of their saves. */
export function byAge(a: Pick<StoredCheckpoint, "name">, b: Pick<StoredCheckpoint, "name">): number {
  const [stepA, timesA] = numbersIn(a.name);
  const [stepB, timesB] = numbersIn(b.name);
  return stepA - stepB || timesA - timesB;
}

/** `step-0000480.2` is the second checkpoint of step 480. */
function numbersIn(name: string): [number, number] {
  const [step, times = "1"] = name.replace("step-", "").split(".");
  return [Number(step), Number(times)];
}

/** Sorts the checkpoints that were evaluated by a metric, best first; the earlier of equals first; NaN left out. */
export function byMetric(
  stored: readonly StoredCheckpoint[],
  metric: string,
  mode: "min" | "max",
): StoredCheckpoint[] {
  const sign = mode === "min" ? 1 : -1;
  const sortKey = ({ metrics, metricsStep, position }: StoredCheckpoint): number =>
    metricsStep === position.step ? sign * (metrics[metric] ?? Number.NaN) : Number.NaN;
  return stored
    .filter((one) => !Number.isNaN(sortKey(one)))
    .sort((a, b) => sortKey(a) - sortKey(b) || byAge(a, b));
}

/** Sorts the checkpoints that a policy saved, best first. */
export function ranked(
  { id, metric, mode }: BestPolicy,
  stored: readonly StoredCheckpoint[],
): StoredCheckpoint[] {
  return byMetric(
    stored.filter(({ savedFor }) => savedFor.includes(id)),
    metric,
    mode,
  );
}

/** Returns true if a checkpoint with these metrics would be among the policy's best; equal to the last is not enough. */
export function isAmongTop(
  policy: BestPolicy,
  metrics: Readonly<Record<string, number>>,
  stored: readonly StoredCheckpoint[],
): boolean {
  const value = metrics[policy.metric] ?? Number.NaN;
  if (Number.isNaN(value)) return false;
  const worst = ranked(policy, stored)[policy.keepTop - 1]?.metrics[policy.metric];
  return worst === undefined || (policy.mode === "min" ? value < worst : value > worst);
}

/** Returns the names of the checkpoints that any policy keeps, and the newest, which a restart resumes from. */
export function namesToKeep(policies: readonly Policy[], stored: readonly StoredCheckpoint[]): Set<string> {
  const newestFirst = [...stored].sort(byAge).reverse();
  const kept = new Set(newestFirst.slice(0, 1).map(({ name }) => name));
  for (const policy of policies) {
    for (const { name } of keptBy(policy, newestFirst)) kept.add(name);
  }
  return kept;
}

function keptBy(policy: Policy, newestFirst: readonly StoredCheckpoint[]): StoredCheckpoint[] {
  if (policy.kind === "best") return ranked(policy, newestFirst).slice(0, policy.keepTop);
  const own = newestFirst.filter(({ savedFor }) => savedFor.includes(policy.id));
  const { keepLast, keepEvery, id } = policy;
  if (keepLast === "all") return own;
  const milestones = own.filter(({ saves }) => keepEvery !== null && saves[id]! % keepEvery === 0);
  return [...own.slice(0, keepLast), ...milestones];
}
