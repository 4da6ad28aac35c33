/** Reads a search, then only the trials that changed, while it runs. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SearchDetail } from "../../../../../src/dashboard/api.js";
import { type ApiError, getJson } from "../../data/client.js";

export type Trial = SearchDetail["trials"][number];

const RUNNING_MS = 2000;
const OTHERS_MS = 10_000;

/** Joins an answer with the trials that it left out. */
export function merge(before: SearchDetail | null, now: SearchDetail): SearchDetail {
  if (before === null || now.since === -1) return now;
  const trials = [...before.trials];
  for (const trial of now.trials) trials[trial.number] = trial;
  return { ...now, trials };
}

export function useSearch(key: string): { search: SearchDetail | null; error: ApiError | null } {
  const state = useSignal<{ search: SearchDetail | null; error: ApiError | null }>({
    search: null,
    error: null,
  });
  useEffect(() => {
    const gone = new AbortController();
    let timer = 0;
    const read = async (): Promise<void> => {
      const before = state.value.search;
      try {
        const since = before === null ? "" : `?since=${before.version}`;
        const now = await getJson<SearchDetail>(`/api/searches/${key}${since}`, gone.signal);
        // Without news, nothing is drawn again.
        if (before === null || now.version !== before.version || now.status !== before.status)
          state.value = { search: merge(before, now), error: null };
      } catch (error) {
        if (!gone.signal.aborted) state.value = { search: before, error: error as ApiError };
      }
      if (gone.signal.aborted) return;
      const isLive = state.value.search?.status === "running";
      timer = window.setTimeout(() => void next(), isLive ? RUNNING_MS : OTHERS_MS);
    };
    // A hidden tab asks for nothing.
    const next = (): void => {
      if (document.hidden) timer = window.setTimeout(next, RUNNING_MS);
      else void read();
    };
    void read();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [key]);
  return state.value;
}
