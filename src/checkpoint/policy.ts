import type { Config } from "../config/schema.js";
import { metricDirection } from "../tasks/directions.js";
import type { CheckpointManifest } from "./format.js";

/** Saves periodically, and keeps the last of these checkpoints. */
export interface PeriodicPolicy {
  kind: "periodic";
  /** Identifies the policy in checkpoints, so that a restart continues its count: `every-2-epochs`. */
  id: string;
  unit: "steps" | "epochs" | "minutes";
  every: number;
  keepLast: number | "all";
  /** Every n-th save is kept permanently; null for none. */
  keepEvery: number | null;
}

/** Saves the state if it is among the best by a metric, and keeps those checkpoints. */
export interface BestPolicy {
  kind: "best";
  /** `best-validation/loss` */
  id: string;
  metric: string;
  mode: "min" | "max";
  keepTop: number;
}

export type Policy = PeriodicPolicy | BestPolicy;

/** Returns the policy whose best checkpoint is called `best`: the first of its kind; null if there is none. */
export function monitorOf(policies: readonly Policy[]): BestPolicy | null {
  return policies.find((policy) => policy.kind === "best") ?? null;
}

/** Returns a policy that keeps the best checkpoints by a metric. */
export function bestPolicy(metric: string, mode: "min" | "max", keepTop: number): BestPolicy {
  return { kind: "best", id: `best-${metric}`, metric, mode, keepTop };
}

/** Returns a policy that saves after every n units. */
export function periodicPolicy(
  unit: PeriodicPolicy["unit"],
  every: number,
  { keepLast, keepEvery }: Pick<PeriodicPolicy, "keepLast" | "keepEvery">,
): PeriodicPolicy {
  return { kind: "periodic", id: `every-${every}-${unit}`, unit, every, keepLast, keepEvery };
}

/** The recipe's policies. The first monitors `checkpoint.monitor`; its best checkpoint is called `best`. */
export function policiesOf(checkpoint: Config["checkpoint"]): [BestPolicy, ...Policy[]] {
  const { monitor, mode, keep_top, save } = checkpoint;
  return [
    bestPolicy(monitor, mode, keep_top),
    ...save.map((entry): Policy => {
      if (entry.best !== undefined)
        return bestPolicy(
          entry.best,
          entry.mode ?? metricDirection(entry.best) ?? "min",
          entry.keep_top ?? 1,
        );
      const unit = entry.every_steps ? "steps" : entry.every_epochs ? "epochs" : "minutes";
      const every = entry[`every_${unit}`]!;
      const { keep_last: keepLast = 1, keep_every: keepEvery = null } = entry;
      return periodicPolicy(unit, every, { keepLast, keepEvery });
    }),
  ];
}

/** Returns the policies by which a checkpoint's links were made. */
export function savedPolicies({ config, monitor }: CheckpointManifest): Policy[] {
  if (config !== undefined) return policiesOf(config.checkpoint);
  return monitor ? [bestPolicy(monitor.metric, monitor.mode, 1)] : [];
}
