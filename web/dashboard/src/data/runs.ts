/** The table of runs, read again when there is news. */
import { signal } from "@preact/signals";
import type { RunList, RunRow } from "../../../../src/dashboard/api.js";
import { type ApiError, getJson } from "./client.js";
import { onNews, startNews } from "./live.js";

/** null before it is read. */
export const runs = signal<RunList | null>(null);
export const runsError = signal<ApiError | null>(null);

export function rowOf(key: string): RunRow | undefined {
  return runs.value?.runs.find((run) => run.key === key);
}

const PAUSE_MS = 500;
let isReading = false;
let isStale = false;

async function read(): Promise<void> {
  if (isReading) {
    isStale = true;
    return;
  }
  isReading = true;
  isStale = false;
  try {
    runs.value = merged(runs.value, await getJson<RunList>(`/api/runs?since=${runs.value?.version ?? ""}`));
    runsError.value = null;
  } catch (error) {
    runsError.value = error as ApiError;
  }
  setTimeout(() => {
    isReading = false;
    if (isStale || (runs.value?.numUnread ?? 0) > 0) void read();
  }, PAUSE_MS);
}

/** Returns the list after an answer, which may have only what changed: a thousand rows are megabytes. */
function merged(before: RunList | null, answer: RunList): RunList {
  if (before === null || answer.isWhole) return answer;
  const left = new Set([...answer.gone, ...answer.runs.map(({ key }) => key)]);
  const rows = [...answer.runs, ...before.runs.filter(({ key }) => !left.has(key))];
  return { ...answer, runs: rows.sort((a, b) => b.startedMs - a.startedMs) };
}

onNews(({ name }) => {
  if (name !== "metrics") void read();
});
void read();
startNews();
