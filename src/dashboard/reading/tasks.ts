/** What the reading threads do: each function gets plain data and returns plain data, or bytes. */

import { appendCorrectionTo, exportCorrections, listCorrections } from "../corrections/tasks.js";
import { findEmbeddings, nearestClips } from "../maps/tasks.js";
import { readModels } from "../models/read-models.js";
import { readProfile } from "../profile/read-profile.js";
import { readSearch, readSearches } from "../searches/read-searches.js";
import { readTryCheckpoint } from "../try/read-checkpoint.js";
import { readRow } from "./row.js";

export const TASKS = {
  row: readRow,
  searches: readSearches,
  search: readSearch,
  models: readModels,
  profile: readProfile,
  corrections: listCorrections,
  correct: appendCorrectionTo,
  exportCorrections,
  embeddings: findEmbeddings,
  neighbours: nearestClips,
  tryCheckpoint: readTryCheckpoint,
};

export type Tasks = typeof TASKS;
