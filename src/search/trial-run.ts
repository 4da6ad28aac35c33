/** The runs that a study's trials have left in its folder. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RUN_FILE } from "../tracking/store/database.js";
import { RunStore } from "../tracking/store/store.js";

const POLL_MS = 200;
/** How long a run that was left by its search may take to save and leave. */
const MOST_WAIT_MS = 60_000;

/** The newest run of a trial's name; null before it has a record. */
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
    // Killed while it made its record.
    return "interrupted";
  }
}

/** Waits for what an earlier search left running, which may be saving. */
export async function untilEnded(run: string): Promise<void> {
  const endMs = Date.now() + MOST_WAIT_MS;
  while (statusOf(run) === "running" && Date.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
