import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const NAME = /^\.unfinished-(\d+)-/;

/**
 * Makes a folder below `root` for unfinished files, so that a rename puts them in place.
 * Removes folders that killed processes left; those of living processes are in use.
 */
export function makeTemporaryFolder(root: string): string {
  for (const name of readdirSync(root)) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(root, name), { recursive: true });
  }
  return mkdtempSync(join(root, `.unfinished-${process.pid}-`));
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // EPERM: the process is alive and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
