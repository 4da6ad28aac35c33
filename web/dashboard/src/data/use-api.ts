import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type ApiError, isRemoved } from "./client.js";

export interface Reading<T> {
  /** The newest answer; kept while a newer one is read. */
  data: T | null;
  error: ApiError | null;
}

/**
 * Reads an answer when a component is shown, and again when `key` changes.
 *
 * @param key names what is read, such as its address with the run's generation and step; null reads nothing
 */
export function useApi<T>(key: string | null, read: (signal: AbortSignal) => Promise<T>): Reading<T> {
  const state = useSignal<Reading<T>>({ data: null, error: null });
  useEffect(() => {
    if (key === null) return;
    const gone = new AbortController();
    read(gone.signal).then(
      (data) => {
        if (!gone.signal.aborted) state.value = { data, error: null };
      },
      (error: ApiError) => {
        if (!gone.signal.aborted && !isRemoved(error)) state.value = { data: state.value.data, error };
      },
    );
    return () => gone.abort();
  }, [key]);
  return state.value;
}
