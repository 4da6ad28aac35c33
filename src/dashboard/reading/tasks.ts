/** What the reading threads do: each function gets plain data and returns plain data, or bytes. */
import { appendCorrectionTo, exportCorrections, listCorrections } from "../corrections/tasks.js";
import { findEmbeddings, nearestClips } from "../maps/tasks.js";
import { readRow } from "./row.js";

export const TASKS = {
  row: readRow,
  corrections: listCorrections,
  correct: appendCorrectionTo,
  exportCorrections,
  embeddings: findEmbeddings,
  neighbours: nearestClips,
};

export type Tasks = typeof TASKS;
