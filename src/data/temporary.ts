import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const NAME = /^\.unfinished-(\d+)-/;

/**
 * A folder below `root` for unfinished files, so that a rename puts them in place.
 * Removes what processes that were killed have left; those of living ones are in use.
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
    // EPERM: it lives and is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
