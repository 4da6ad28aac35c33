import { closeSync, fstatSync, openSync, readSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** The engine repeats its errors, so the end of its log has them. */
const MAX_BYTES = 1 << 18;

/**
 * Returns why the engine could not write the `.wandb` file of an offline session; null if it could. Only its log shows
 * that: its answers report success for a run that was never written. A full disk may lack the log, too.
 */
export function writeFailure(sessionFolder: string): string | null {
  if (statfsSync(sessionFolder).bavail === 0) return "no space left on device";
  for (const line of lastLines(join(sessionFolder, "logs", "debug-core.log"))) {
    const [, message] = /"level":"ERROR","msg":"(writer: [^"]*)"/.exec(line) ?? [];
    if (message !== undefined) return message;
  }
  return null;
}

function lastLines(path: string): string[] {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, MAX_BYTES));
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, size - bytes.length)).split("\n");
  } finally {
    closeSync(file);
  }
}
