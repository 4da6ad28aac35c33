/** The study that a plan's trials belong to. */
import type { Params, SearchPlan } from "./plan.js";
import { createStudy, type Study } from "./study.js";
import type { FrozenTrial } from "./trial.js";

export type PlanStudy = Study<Params>;

/** Without those that were given again. */
export function finishedTrials(trials: readonly FrozenTrial[]): FrozenTrial[] {
  const retried = new Set(trials.flatMap(({ retryHistory }) => retryHistory));
  return trials.filter(
    ({ number, state }) => ["COMPLETE", "PRUNED", "FAIL"].includes(state) && !retried.has(number),
  );
}

/** The study of a plan. `readOnly` looks at it beside a search. */
export function openStudy(plan: SearchPlan, readOnly: boolean): Promise<PlanStudy> {
  const { retries } = plan.config.optimization.hyperparameter_search;
  const { studyName, storage, space, sampler, pruner, seed, objectives } = plan;
  return createStudy({
    ...{ studyName, storage, space, sampler, pruner, seed, retries, readOnly },
    directions: objectives.map(({ direction }) => direction),
    metricNames: objectives.map(({ metric }) => metric),
  }) as Promise<unknown> as Promise<PlanStudy>;
}
