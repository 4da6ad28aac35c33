import { setTimeout as sleep } from "node:timers/promises";

/** Waits; an abort is thrown as its own reason, which says more than that something was aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
