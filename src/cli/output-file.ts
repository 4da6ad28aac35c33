import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { systemReason } from "../describe-error.js";
import { ConfigError } from "../errors.js";
import { makeFolder } from "../make-folder.js";

/** The end of a description of an option that names an output. */
export const MAKES_FOLDERS = "missing folders are created";

/**
 * Writes a file that an option names, and creates its missing folders.
 *
 * @param option for messages: `--csv`
 * @throws ConfigError if it cannot be written
 */
export function writeOutput(option: string, path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text);
  } catch (cause) {
    throw new ConfigError(
      "OUTPUT",
      `${option} ${path}: cannot be written: ${systemReason(cause)}; choose another path`,
      { cause },
    );
  }
}
