/** Describes a study for the dashboard. */
import type { Json, RunStatus, SearchDetail, SearchRow } from "../api.js";
import { IMPORTANCE_METHOD, importances } from "./importance.js";
import type { StoredStudy, StoredTrial } from "./stored-study.js";

/** Facts of a search beside its study. */
export interface SearchPlace {
  key: string;
  /** Relative to the folder that the dashboard shows. */
  path: string;
  /** Process that owns the study lives. */
  isOwned: boolean;
  changedMs: number;
  /** Returns the key of the run of a trial; null if there is none. */
  runOf: (trial: StoredTrial, recipeName: string | null) => string | null;
}

/** Points of a trial's intermediate values that are sent; of more, some are left out evenly. */
const MOST_POINTS = 64;

export function describeRow(study: StoredStudy, place: SearchPlace): SearchRow {
  const retried = retriedOf(study);
  const counted = study.trials.filter(({ number }) => !retried.has(number));
  const count = (state: StoredTrial["state"]): number =>
    counted.filter((trial) => trial.state === state).length;
  const objectives = objectivesOf(study);
  const numPlanned = plannedOf(study);
  const numEnded = count("complete") + count("pruned") + count("failed");
  return {
    key: place.key,
    name: study.name,
    path: place.path,
    status: statusOf(numEnded, count("running"), numPlanned, place.isOwned),
    numTrials: counted.length - count("waiting"),
    numPlanned,
    numComplete: count("complete"),
    numPruned: count("pruned"),
    numFailed: count("failed"),
    numRunning: count("running"),
    best: bestOf(study),
    metric: objectives[0]!,
    objectives,
    startedMs: study.trials.reduce<number | null>(
      (least, { startedMs }) => (startedMs === null ? least : Math.min(least ?? startedMs, startedMs)),
      null,
    ),
    updatedMs: place.changedMs,
  };
}

/** @param since trials that changed after this line of the study's file; -1 for all */
export function describeDetail(
  study: StoredStudy,
  place: SearchPlace,
  shares: ReadonlyMap<string, number | null>,
  { since, version, numSkipped }: { since: number; version: number; numSkipped: number },
): SearchDetail {
  const retried = retriedOf(study);
  const name = recipeNameOf(study);
  return {
    ...describeRow(study, place),
    version,
    since,
    numSkipped,
    importanceMethod: IMPORTANCE_METHOD,
    parameters: [...study.distributions].map(([name, { kind, isLog, low, high, choices }]) => ({
      ...{ name, kind, isLog, low, high, choices },
      importance: shares.get(name) ?? null,
    })),
    trials: study.trials
      .filter(({ changedAt }) => changedAt > since)
      .map((trial) => {
        const reported = thin([...trial.reported].sort(([a], [b]) => a - b));
        const error = trial.userAttrs.get("error");
        return {
          number: trial.number,
          state: trial.state,
          value: trial.values[0] ?? null,
          objectives: trial.values,
          parameters: Object.fromEntries(trial.parameters) as Record<string, Json>,
          run: place.runOf(trial, name),
          steps: reported.map(([step]) => step),
          values: reported.map(([, value]) => value),
          startedMs: trial.startedMs,
          endedMs: trial.endedMs,
          isFeasible: isFeasible(trial),
          isRetried: retried.has(trial.number),
          error: typeof error === "string" ? error.slice(0, 2000) : null,
        };
      }),
  };
}

/** The importance of each parameter for the first objective. */
export function importancesOf(study: StoredStudy): Map<string, number | null> {
  const evaluated = study.trials.flatMap(({ state, values, parameters }) => {
    const value = values[0] ?? null;
    return state === "complete" && value !== null ? [{ parameters, value }] : [];
  });
  return importances(evaluated, study.distributions);
}

/** Numbers of the trials that another one replaces. */
function retriedOf({ trials }: StoredStudy): Set<number> {
  return new Set(trials.flatMap(({ retryHistory }) => retryHistory));
}

function objectivesOf({ directions, metricNames }: StoredStudy): SearchRow["objectives"] {
  return directions.map((direction, i) => ({
    name: metricNames[i] ?? (directions.length === 1 ? "value" : `value ${i + 1}`),
    better: direction === "maximize" ? ("max" as const) : ("min" as const),
  }));
}

/** The best complete trial that satisfies its constraints; null with several objectives, which have no single best. */
function bestOf({ trials, directions }: StoredStudy): SearchRow["best"] {
  if (directions.length !== 1) return null;
  const sign = directions[0] === "maximize" ? -1 : 1;
  let best: { trial: number; value: number } | null = null;
  for (const trial of trials) {
    const value = trial.values[0] ?? null;
    if (trial.state !== "complete" || value === null || !isFeasible(trial)) continue;
    if (best === null || sign * value < sign * best.value) best = { trial: trial.number, value };
  }
  return best;
}

function isFeasible({ constraints }: StoredTrial): boolean {
  return [...constraints.values()].every((value) => value <= 0);
}

function statusOf(
  numEnded: number,
  numRunning: number,
  numPlanned: number | null,
  isOwned: boolean,
): RunStatus {
  if (numPlanned !== null && numEnded >= numPlanned) return "finished";
  if (isOwned) return "running";
  return numPlanned === null && numRunning === 0 ? "finished" : "interrupted";
}

/** `woodshed tune` stores its recipe with the study; a program that uses the study API does not. */
function recipeOf({ userAttrs }: StoredStudy): Record<string, unknown> | null {
  try {
    const recipe: unknown = JSON.parse(String(userAttrs.get("recipe")));
    return typeof recipe === "object" && recipe !== null ? (recipe as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function recipeNameOf(study: StoredStudy): string | null {
  const name = recipeOf(study)?.["name"];
  return typeof name === "string" ? name : null;
}

function plannedOf({ userAttrs }: StoredStudy): number | null {
  const planned = userAttrs.get("num_trials");
  return typeof planned === "number" && Number.isSafeInteger(planned) ? planned : null;
}

function thin<Point>(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_POINTS) return points;
  return Array.from(
    { length: MOST_POINTS },
    (_, i) => points[Math.round((i * (points.length - 1)) / (MOST_POINTS - 1))]!,
  );
}
