/** What the reading threads do: each function gets plain data and returns plain data, or bytes. */
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
  tryCheckpoint: readTryCheckpoint,
};

export type Tasks = typeof TASKS;
