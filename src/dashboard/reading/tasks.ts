/** The tasks of the reading threads: each function gets plain data and returns plain data, or bytes. */

import { appendCorrectionTo, exportCorrections, listCorrections } from "../corrections/tasks.js";
import { findEmbeddings, nearestClips } from "../maps/tasks.js";
import { readModels } from "../models/read-models.js";
import { readProfile } from "../profile/read-profile.js";
import { readSearch, readSearches } from "../searches/read-searches.js";
import { readTryCheckpoint } from "../try/read-checkpoint.js";
import { readClips, readPredictions, readSound } from "./clips.js";
import { readConsole } from "./console-lines.js";
import { prepareCurve, readCurves, readLastSteps, readTails } from "./curve.js";
import { readDetail, readGeneration } from "./detail.js";
import { readItem, readMedia } from "./item.js";
import { readRow } from "./row.js";
import { loadIndex, saveIndex } from "./run-index.js";
import { readStages } from "./stages.js";

export const TASKS = {
  loadIndex,
  saveIndex,
  row: readRow,
  detail: readDetail,
  generation: readGeneration,
  curves: readCurves,
  prepareCurve,
  lastSteps: readLastSteps,
  tails: readTails,
  item: readItem,
  media: readMedia,
  predictions: readPredictions,
  clips: readClips,
  sound: readSound,
  stages: readStages,
  console: readConsole,
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
