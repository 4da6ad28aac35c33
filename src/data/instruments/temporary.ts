import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const NAME = /^\.rendering-(\d+)-/;

/**
 * A folder below `root` for this rendering's unfinished files, so that a rename puts them in place.
 * Removes what processes that were killed have left; those of living ones are in use.
 */
export function makeTemporaryFolder(root: string): string {
  for (const name of readdirSync(root)) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(root, name), { recursive: true });
  }
  return mkdtempSync(join(root, `.rendering-${process.pid}-`));
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // EPERM: it lives and is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
