/** Finds the runs of a search or cross-validation in its folder. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RUN_FILE } from "../tracking/store/database.js";
import { RunStore } from "../tracking/store/store.js";

const POLL_MS = 200;
/** How long a run whose parent is gone may take to save and exit. */
const MAX_WAIT_MS = 60_000;

/** Returns the newest run with a name; null before its record exists. */
export function findRun(folder: string, name: string): string | null {
  if (!existsSync(folder)) return null;
  const runs = readdirSync(folder)
    .filter((entry) => entry.startsWith(`${name}-`) && existsSync(join(folder, entry, RUN_FILE)))
    .sort();
  const newest = runs.at(-1);
  return newest === undefined ? null : join(folder, newest);
}

export function statusOf(run: string): string {
  try {
    using store = RunStore.open(run);
    return store.info().status;
  } catch {
    // It was killed while it created its record.
    return "interrupted";
  }
}

/** Waits for a run that an earlier command left behind: it may be saving. */
export async function untilEnded(run: string): Promise<void> {
  const endMs = Date.now() + MAX_WAIT_MS;
  while (statusOf(run) === "running" && Date.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
