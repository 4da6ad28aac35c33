/** The changes since the person last looked. */
import type { RunRow } from "../../../../../src/dashboard/api.js";

/** The state of a folder at the last visit. */
export interface Visit {
  timeMs: number;
  best: { run: string; value: number } | null;
}

export interface Changes {
  started: readonly RunRow[];
  finished: readonly RunRow[];
  failed: readonly RunRow[];
  /** A run that is better than the best one then. */
  newBest: RunRow | null;
}

const NOT_LOOKED_MS = 30 * 60_000;

export function changesSince(
  visit: Visit,
  runs: readonly RunRow[],
  best: { run: RunRow; value: number } | null,
): Changes {
  const ended = runs.filter(({ endedMs }) => endedMs !== null && endedMs > visit.timeMs);
  const isNew =
    visit.best !== null &&
    best !== null &&
    best.run.key !== visit.best.run &&
    best.value !== visit.best.value;
  return {
    started: runs.filter(({ startedMs }) => startedMs > visit.timeMs),
    finished: ended.filter(({ status }) => status === "finished"),
    failed: ended.filter(({ status }) => status === "failed" || status === "interrupted"),
    newBest: isNew ? best.run : null,
  };
}

/**
 * Reads the last visit, and keeps this one in its place as it ends. Visits that follow closely count as one.
 *
 * @param folder the one that the dashboard shows
 */
export function readVisit(folder: string, nowMs: number): Visit | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(folder)) ?? "null") as {
      last: Visit;
      seen: Visit;
    } | null;
    if (kept === null) return null;
    return nowMs - kept.seen.timeMs > NOT_LOOKED_MS ? kept.seen : kept.last;
  } catch {
    return null;
  }
}

/** @param last what `readVisit` returned: stays the visit to compare with for half an hour */
export function keepVisit(folder: string, last: Visit | null, seen: Visit): void {
  localStorage.setItem(keyOf(folder), JSON.stringify({ last: last ?? seen, seen }));
}

const keyOf = (folder: string): string => `woodshed-visit ${folder}`;
