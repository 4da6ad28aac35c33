import { betterDirection } from "../config/directions.js";
import type { Config } from "../config/schema.js";
import type { Position } from "./format.js";
import { isAmongTop, type StoredCheckpoint } from "./retention.js";

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

/** The recipe's policies. The first monitors `checkpoint.monitor`; its best checkpoint is called `best`. */
export function policiesOf(checkpoint: Config["checkpoint"]): [BestPolicy, ...Policy[]] {
  const { monitor, mode, keep_top, save } = checkpoint;
  const best = (metric: string, direction: "min" | "max", keepTop: number): BestPolicy => ({
    kind: "best",
    id: `best-${metric}`,
    metric,
    mode: direction,
    keepTop,
  });
  return [
    best(monitor, mode, keep_top),
    ...save.map((entry): Policy => {
      if (entry.best !== undefined)
        return best(entry.best, entry.mode ?? betterDirection(entry.best) ?? "min", entry.keep_top ?? 1);
      const unit = entry.every_steps ? "steps" : entry.every_epochs ? "epochs" : "minutes";
      const every = entry[`every_${unit}`]!;
      const { keep_last: keepLast = 1, keep_every: keepEvery = null } = entry;
      return { kind: "periodic", id: `every-${every}-${unit}`, unit, every, keepLast, keepEvery };
    }),
  ];
}

/** Decides after each step and epoch which policies want a checkpoint. */
export class SaveSchedule {
  readonly #policies: readonly Policy[];
  readonly #now: () => number;
  readonly #lastMs = new Map<Policy, number>();
  /** Policies due at the last step of an epoch: they wait for its evaluation, so that one checkpoint holds both. */
  #postponed: string[] = [];

  /** @param now a clock in milliseconds */
  constructor(policies: readonly Policy[], now: () => number = () => performance.now()) {
    this.#policies = policies;
    this.#now = now;
    for (const policy of policies) this.#lastMs.set(policy, now());
  }

  /** True if a policy depends on the time. */
  get hasClock(): boolean {
    return this.#policies.some((policy) => policy.kind === "periodic" && policy.unit === "minutes");
  }

  /** Returns ids of the policies that want a checkpoint after a step. */
  afterStep({ step }: Position, isLastOfEpoch: boolean): string[] {
    const due = this.#policies.filter((policy) => this.#isDueAfterStep(policy, step)).map(({ id }) => id);
    if (!isLastOfEpoch) return due;
    this.#postponed = due;
    return [];
  }

  /** Returns ids of the policies that want a checkpoint after an epoch and its evaluation, if there was one. */
  afterEpoch(
    numEpochs: number,
    evaluated: Readonly<Record<string, number>> | null,
    stored: readonly StoredCheckpoint[],
  ): string[] {
    const due = this.#policies.filter((policy) =>
      policy.kind === "best"
        ? evaluated !== null && isAmongTop(policy, evaluated, stored)
        : policy.unit === "epochs" && numEpochs % policy.every === 0,
    );
    const ids = [...this.#postponed, ...due.map(({ id }) => id)];
    this.#postponed = [];
    return ids;
  }

  #isDueAfterStep(policy: Policy, step: number): boolean {
    if (policy.kind !== "periodic") return false;
    if (policy.unit === "steps") return step % policy.every === 0;
    if (policy.unit === "epochs" || this.#now() - this.#lastMs.get(policy)! < 60_000 * policy.every)
      return false;
    this.#lastMs.set(policy, this.#now());
    return true;
  }
}
