/** The study of a plan. */
import type { Params, SearchPlan } from "./plan.js";
import { createStudy, type Study } from "./study.js";
import type { FrozenTrial } from "./trial.js";

export type PlanStudy = Study<Params>;

/** Finished trials, without those that were retried. */
export function finishedTrials(trials: readonly FrozenTrial[]): FrozenTrial[] {
  const retried = new Set(trials.flatMap(({ retryHistory }) => retryHistory));
  return trials.filter(
    ({ number, state }) => ["COMPLETE", "PRUNED", "FAIL"].includes(state) && !retried.has(number),
  );
}

/** Opens the study of a plan. `readOnly` reads it while a search may run. */
export function openStudy(plan: SearchPlan, readOnly: boolean): Promise<PlanStudy> {
  const { retries } = plan.config.optimization.hyperparameter_search;
  const { studyName, storage, space, sampler, pruner, seed, objectives } = plan;
  return createStudy({
    ...{ studyName, storage, space, sampler, pruner, seed, retries, objectives },
    open: readOnly ? "read" : "continue",
  }) as Promise<unknown> as Promise<PlanStudy>;
}
