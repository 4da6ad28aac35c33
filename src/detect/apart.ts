import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { counted } from "../counted.js";
import { ConfigError } from "../errors.js";

/** A file that an option writes. */
export interface OutputFile {
  /** For messages: `--out`. */
  option: string;
  path: string;
}

/**
 * Refuses outputs that are inputs or other outputs.
 *
 * @param inputs files that are read: recordings and manifests
 * @throws ConfigError naming both
 */
export function assertApart(inputs: readonly string[], outputs: readonly OutputFile[]): void {
  const read = new Set(inputs.map(realPath));
  const written = new Map<string, string>();
  for (const { option, path } of outputs) {
    const refuse = (why: string): never => {
      throw new ConfigError("OUTPUT", `${option} ${path}: ${why}; name another file`);
    };
    const file = realPath(path);
    if (read.has(file)) refuse("is an input, which would be lost");
    const other = written.get(file);
    if (other !== undefined) refuse(`${other} names the same file`);
    written.set(file, option);
  }
}

/** Refuses a folder in which files of the results' names exist, which may be annotations made by hand. */
export function assertNothingReplaced(option: string, files: readonly string[]): void {
  const existing = files.filter((file) => existsSync(file));
  const [first] = existing;
  if (first === undefined) return;
  throw new ConfigError(
    "OUTPUT",
    `${option}: ${counted(existing.length, "file")} would be replaced; the first: ${first}. Name an empty folder, or add --overwrite`,
  );
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}
