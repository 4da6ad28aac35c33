/** What the reading threads do: each function gets plain data and returns plain data, or bytes. */
import { readRow } from "./row.js";

export const TASKS = {
  row: readRow,
};

export type Tasks = typeof TASKS;
