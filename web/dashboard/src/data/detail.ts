/** Reads a run, again when there is news of it. */
import type { RunDetail } from "../../../../src/dashboard/api.js";
import { getJson } from "./client.js";
import { rowOf } from "./runs.js";
import { type Reading, useApi } from "./use-api.js";

/** A run that trains has news all the time: its evaluations are looked for this often. */
const LOOK_MS = 5000;

/** Numbers of a run that change when what was read of it is stale. */
export function versionOf(run: string): { generation: number; news: number } {
  const row = rowOf(run);
  const { generation = 0, updatedMs = 0, status } = row ?? {};
  return { generation, news: status === "running" ? Math.floor(updatedMs / LOOK_MS) : updatedMs };
}

/**
 * Reads a run with the names of its items. What is read by these names is asked for with the generation of the same answer: the row of
 * the run may be of a later one, in which they no longer exist.
 */
export function useDetail(run: string): Reading<RunDetail> {
  const { generation, news } = versionOf(run);
  return useApi(`${run} ${generation} ${news}`, (signal) => getJson<RunDetail>(`/api/runs/${run}`, signal));
}
