import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processStart } from "../process-identity.js";
import { inTemporaryRoot, temporaryRoots } from "../temporary-folder.js";

/**
 * The name of a launch's note, while its launcher runs. torchrun restarts ranks with their first command, which may
 * start a new run: the note records the run that the first attempt started. Its name contains the launcher's process,
 * which outlives the attempts and differs between launches, unlike restart counts and chosen ids.
 */
export function launchNote(launcher: number): string | null {
  const start = processStart(launcher)?.replace(/[^A-Za-z0-9]+/g, "-");
  return start ? `woodshed-launch-${launcher}-${start}` : null;
}

const ownNote = (): string | null =>
  process.env["TORCHELASTIC_RUN_ID"] === undefined ? null : launchNote(process.ppid);

/** Rank 0: records the run that a restart by the same launcher resumes. */
export function noteRunOfLaunch(folder: string): void {
  const note = ownNote();
  if (note !== null) inTemporaryRoot((root) => writeFileSync(join(root, note), folder));
}

/** The run that this rank's launcher started in an earlier attempt; null at the first. */
export function runOfLaunch(): string | null {
  const note = ownNote();
  for (const root of note === null ? [] : temporaryRoots()) {
    try {
      return readFileSync(join(root, note!), "utf8");
    } catch {
      // Not noted there.
    }
  }
  return null;
}

/** The launcher: removes the note of a launch that is over. */
export function forgetLaunch(note: string): void {
  for (const root of temporaryRoots()) {
    try {
      rmSync(join(root, note), { force: true });
    } catch {
      // A folder that cannot be written to holds no note.
    }
  }
}
