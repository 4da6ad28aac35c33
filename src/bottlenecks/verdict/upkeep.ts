import type { RunFigures } from "../figures.js";
import { type Change, type Finding, gainOf, ms, percent, shareOf } from "./finding.js";

/** Least share of a step for a finding. */
const LEAST_SHARE = 0.1;
/** Share of a step that evaluation should take at most. */
const EVALUATION_TARGET = 0.05;
const LOGGING_FACTOR = 10;

/** Returns a change that makes work of `ms` in each step rarer by a factor. */
function rarer(
  figures: RunFigures,
  ms: number,
  factor: number,
  change: Pick<Change, "key" | "value" | "why">,
): Change {
  return { ...change, gain: gainOf(figures, ms * (1 - 1 / factor)), isSafe: true };
}

/** Finds evaluations that take too much time. */
export function diagnoseEvaluation(figures: RunFigures): Finding | null {
  const { times, config, isEvaluationEstimated, stepMs } = figures;
  const share = shareOf(figures, times.evaluation);
  if (share < 2 * LEAST_SHARE) return null;
  const every = config.training.evaluate_every_epochs;
  // Solves evaluation / n = target share of the step for n.
  const rest = stepMs - times.evaluation;
  const factor = Math.ceil(times.evaluation / ((EVALUATION_TARGET / (1 - EVALUATION_TARGET)) * rest));
  const value = Math.min(every * factor, Math.max(every + 1, config.training.epochs));
  return {
    cause: "evaluation",
    title: "evaluation, which is too frequent",
    share,
    evidence: [
      `evaluation takes ${ms(times.evaluation)} of ${ms(stepMs)} per step (${percent(share)})${isEvaluationEstimated ? ", estimated from the time of forward" : ""}`,
      `every ${every === 1 ? "epoch" : `${every} epochs`} is evaluated`,
    ],
    changes: [
      rarer(figures, times.evaluation, value / every, {
        ...{ key: "training.evaluate_every_epochs", value },
        why: "evaluates less often; the best checkpoint is chosen among fewer",
      }),
    ],
  };
}

export function diagnoseLogging(figures: RunFigures): Finding | null {
  const { times, config } = figures;
  const share = shareOf(figures, times.logging);
  if (share < LEAST_SHARE) return null;
  const every = config.logging.every_steps;
  const value = every * LOGGING_FACTOR;
  return {
    cause: "logging",
    title: "logging, which takes time of the training thread",
    share,
    evidence: [
      `logging takes ${ms(times.logging)} of a step of ${ms(figures.stepMs)} (${percent(share)})`,
      `every ${every === 1 ? "step is" : `${every}th step is`} logged; images and tables are created on the training thread`,
    ],
    changes: [
      rarer(figures, times.logging, LOGGING_FACTOR, {
        ...{ key: "logging.every_steps", value },
        why: "a tenth of the cost, if every log costs the same",
      }),
    ],
  };
}

export function diagnoseCheckpoint(figures: RunFigures): Finding | null {
  const { times, config } = figures;
  const share = shareOf(figures, times.checkpoint);
  if (share < LEAST_SHARE) return null;
  const often = config.checkpoint.save.filter(({ every_steps }) => every_steps !== undefined);
  const policies = config.checkpoint.save.map((policy) =>
    policy.every_steps === undefined
      ? policy
      : { ...policy, every_steps: LOGGING_FACTOR * policy.every_steps },
  );
  return {
    cause: "checkpoint",
    title: "saving checkpoints, which takes time of the training thread",
    share,
    evidence: [
      `saves take ${ms(times.checkpoint)} of a step of ${ms(figures.stepMs)} (${percent(share)}): copying the state, and waiting for the previous save`,
    ],
    changes:
      often.length === 0
        ? []
        : [
            rarer(figures, times.checkpoint, LOGGING_FACTOR, {
              ...{ key: "checkpoint.save", value: JSON.stringify(policies) },
              why: "saves less often; a kill loses more steps",
            }),
          ],
  };
}
