import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

/** Errors are told again and again: the end of a log has them. */
const MOST_BYTES = 1 << 18;

/**
 * Why the engine could not write the `.wandb` file of an offline session, as its log says; null when it could. Its
 * answers do not: a run ends well that was never written down.
 */
export function writeFailure(sessionFolder: string): string | null {
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
    const bytes = Buffer.alloc(Math.min(size, MOST_BYTES));
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, size - bytes.length)).split("\n");
  } finally {
    closeSync(file);
  }
}
