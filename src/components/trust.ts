/**
 * Code that may run on this machine, by its hash. Code of the user's own recipe is trusted when it is bundled; code that
 * came with a run, a checkpoint or a registry version has to be trusted by command, as direnv does.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of this user's data. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env["WOODSHED_HOME"] || join(env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "woodshed");
}

const fileOf = (hash: string): string => join(dataFolder(), "trusted", hash);

export function isTrusted(hash: string): boolean {
  return existsSync(fileOf(hash));
}

/**
 * Trusts code from now on.
 *
 * @param note the code's origin, for people who look at the file
 * @throws Error if the folder cannot be written to
 */
export function trust(hash: string, note: string): void {
  if (isTrusted(hash)) return;
  mkdirSync(join(dataFolder(), "trusted"), { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(hash), `${note}\n`, { mode: 0o600 });
}
