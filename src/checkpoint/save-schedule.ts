import type { Position } from "./format.js";
import type { Policy } from "./policy.js";
import { isAmongTop, type StoredCheckpoint } from "./retention.js";

/** Decides after each step and epoch which policies want a checkpoint. */
export class SaveSchedule {
  readonly #policies: readonly Policy[];
  readonly #now: () => number;
  readonly #lastMs = new Map<Policy, number>();
  /** Policies due at a step that an evaluation follows: they wait for it, so that one checkpoint holds both. */
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
    return this.#withPostponed((policy) =>
      policy.kind === "best"
        ? evaluated !== null && isAmongTop(policy, evaluated, stored)
        : policy.unit === "epochs" && numEpochs % policy.every === 0,
    );
  }

  /** Returns ids of the policies that want a checkpoint after an evaluation in the middle of an epoch. */
  afterEvaluation(
    evaluated: Readonly<Record<string, number>>,
    stored: readonly StoredCheckpoint[],
  ): string[] {
    return this.#withPostponed((policy) => policy.kind === "best" && isAmongTop(policy, evaluated, stored));
  }

  #withPostponed(isDue: (policy: Policy) => boolean): string[] {
    const ids = [...this.#postponed, ...this.#policies.filter(isDue).map(({ id }) => id)];
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
