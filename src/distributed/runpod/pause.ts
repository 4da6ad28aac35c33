import { setTimeout as sleep } from "node:timers/promises";

/** Waits. @throws the reason of an abort, which is more specific than an AbortError */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
