import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processStart } from "../tracking/store/process.js";

/**
 * torchrun restarts ranks with the command that it was given, which may say "a new run". What it began before
 * is kept in a note that is named after the launcher's process: that outlives its ranks' attempts, and is not
 * alike for another launch, as restart counts and chosen ids are.
 */
function noteFile(launcher: number): string | null {
  if (process.env["TORCHELASTIC_RUN_ID"] === undefined) return null;
  const start = processStart(launcher)?.replace(/[^A-Za-z0-9]+/g, "-");
  return start ? join(tmpdir(), `woodshed-launch-${launcher}-${start}`) : null;
}

/** Rank 0: what a restart by the same launcher is to go on with. */
export function noteRunOfLaunch(folder: string): void {
  const file = noteFile(process.ppid);
  if (file !== null) writeFileSync(file, folder);
}

/** The run that this rank's launcher began before; null at its first attempt. */
export function runOfLaunch(): string | null {
  const file = noteFile(process.ppid);
  try {
    return file === null ? null : readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** For the launcher, when it is done. */
export function forgetRunOfLaunch(launcher: number): void {
  const file = noteFile(launcher);
  if (file !== null) rmSync(file, { force: true });
}
