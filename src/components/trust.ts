/**
 * Code that may run on this machine, by its hash. Code of the user's own recipe is trusted when it is bundled; code that
 * came with a run, a checkpoint or a registry version has to be trusted by command, as direnv does.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../installation.js";

const fileOf = (hash: string): string => join(homeFolder(), "trusted", hash);

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
  mkdirSync(join(homeFolder(), "trusted"), { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(hash), `${note}\n`, { mode: 0o600 });
}
