/** Checks that a study's trials are comparable with those that a recipe would add: the same clips, the same space. */
import { findDifferences } from "../config/differences.js";
import type { Config } from "../config/schema.js";
import { show } from "../config/values.js";
import { ExaminedFiles } from "../data/examination/examined-files.js";
import { fingerprint } from "../data/fingerprint.js";
import { ConfigError } from "../errors.js";
import { openData } from "../inference/open-data.js";
import type { SearchPlan } from "./plan.js";
import type { PlanStudy } from "./plan-study.js";
import type { FrozenTrial } from "./trial.js";

/** The clips that a study's trials are trained and measured on; the study's user attribute `data`. */
export interface StudyData {
  /** sha256 of the training and validation clips, as in a checkpoint. */
  fingerprint: string;
  numClips: number;
  labels: readonly string[];
}

const OTHER_STUDY = "Set optimization.hyperparameter_search.study_name to another name";

/** Opens the recipe's data. @throws DataError where it cannot be read */
export async function readStudyData(
  plan: SearchPlan,
  options: Parameters<typeof openData>[1] = {},
): Promise<StudyData> {
  // The folder of the trials' runs, which find the reports there.
  const files = new ExaminedFiles(plan.folder);
  const { train, validation, labels } = await openData(plan.config, { files, ...options });
  return {
    fingerprint: fingerprint(train, validation),
    numClips: train.length + validation.length,
    labels,
  };
}

/**
 * Compares the recipe's data with those of the study's trials.
 *
 * @param before null for a study of an older version, which has only its recipe
 * @returns a warning where `allowChanges` permits other clips; null where they are the same
 * @throws ConfigError for other labels, and for other clips unless `allowChanges`
 */
export function compareStudyData(
  plan: SearchPlan,
  { before, recipe, now }: { before: StudyData | null; recipe: Config | null; now: StudyData },
  allowChanges: boolean,
): string | null {
  const { train, dataset } = plan.config.data;
  const source = `${train === null ? "data.dataset" : "data.train"} ${train ?? dataset}`;
  if (before !== null && before.labels.join("\n") !== now.labels.join("\n")) {
    throw new ConfigError(
      "SEARCH_DATA",
      `study ${plan.studyName}: its trials were trained on the labels ${before.labels.join(", ")}; ${source} has ${now.labels.join(", ")}. ${OTHER_STUDY}`,
    );
  }
  const difference = before === null ? changedPaths(recipe, plan.config) : changedClips(before, now, source);
  if (difference === null) return null;
  if (allowChanges)
    return `warning: study ${plan.studyName}: ${difference}; trials before and after the change are not comparable`;
  throw new ConfigError(
    "SEARCH_DATA",
    `study ${plan.studyName}: ${difference}. ${OTHER_STUDY}, or mix trials of both with --allow-changes`,
  );
}

function changedClips(before: StudyData, now: StudyData, source: string): string | null {
  if (before.fingerprint === now.fingerprint) return null;
  const clips =
    before.numClips === now.numClips
      ? `${now.numClips} other clips`
      : `${now.numClips} training and validation clips`;
  return `its trials were measured on ${before.numClips} training and validation clips; ${source} has ${clips}`;
}

/** Older versions compared neither clips nor labels: the paths are all that is left to compare. */
function changedPaths(recipe: Config | null, now: Config): string | null {
  if (recipe === null) return null;
  const keys = ["data.dataset", "data.train", "data.validation"];
  const changed = findDifferences(recipe, now).filter(({ key }) => keys.includes(key));
  if (changed.length === 0) return null;
  const paths = changed.map(({ key, before, now }) => `${key}: ${show(before)} before, ${show(now)} now`);
  return `its trials have no record of their clips, and the data changed (${paths.join("; ")})`;
}

/** Returns true for a trial that has results, or may resume from some. */
export function hasBegun({ state, retryHistory }: FrozenTrial): boolean {
  return state === "FAIL" ? false : state !== "WAITING" || retryHistory.length > 0;
}

/**
 * Compares the recipe's space with the parameters of the study's trials. Optuna itself refuses a parameter that changed
 * its type or its choices, and accepts new bounds.
 *
 * @throws ConfigError naming the keys that were added or removed
 */
export function assertSameSpace({ space, studyName }: SearchPlan, trials: readonly FrozenTrial[]): void {
  const removed = new Set<string>();
  const added = new Set<string>();
  for (const { params, state } of trials) {
    for (const key of Object.keys(params)) if (!(key in space)) removed.add(key);
    // Others may not have all of their values yet.
    if (state !== "COMPLETE" && state !== "PRUNED") continue;
    for (const [key, { when = {} }] of Object.entries(space)) {
      const applies = Object.entries(when).every(
        ([other, allowed]) => other in params && allowed.includes(params[other]!),
      );
      if (applies && !(key in params)) added.add(key);
    }
  }
  if (removed.size + added.size === 0) return;
  const changes = [
    ...(added.size === 0 ? [] : [`${[...added].join(", ")} is new`]),
    ...(removed.size === 0 ? [] : [`${[...removed].join(", ")} is missing`]),
  ];
  throw new ConfigError(
    "SEARCH_SPACE",
    `study ${studyName}: its trials had another search_space: ${changes.join(", and ")}. ${OTHER_STUDY}, or restore the space`,
  );
}

/** The data and recipe that a study's user attributes hold. */
export async function readStudyAttrs(
  study: PlanStudy,
): Promise<{ data: StudyData | null; recipe: Config | null }> {
  const { data, recipe } = await study.userAttrs();
  const parse = <T>(text: unknown): T | null => (text === undefined ? null : (JSON.parse(String(text)) as T));
  return { data: parse<StudyData>(data), recipe: parse<Config>(recipe) };
}
