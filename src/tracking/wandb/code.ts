import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const REMOTE_FILE = "git-remote.txt";
export const DIFF_FILE = "diff.patch";
/** A larger difference contains data under version control, not only code. */
const MAX_DIFF_BYTES = 10 * 2 ** 20;

/**
 * Records the git remote in a run's folder, and with `diff` the difference between the working tree and its commit
 * (tracked files only). Does nothing outside a checkout.
 *
 * @throws Error if the difference is too large, or git fails
 */
export function noteCode(runFolder: string, cwd: string, diff: boolean): void {
  const git = (...args: string[]): Buffer =>
    execFileSync("git", args, { cwd, stdio: "pipe", timeout: 20_000, maxBuffer: MAX_DIFF_BYTES });
  let remote: string;
  try {
    if (git("rev-parse", "--is-inside-work-tree").toString().trim() !== "true") return;
    remote = git("config", "--default", "", "--get", "remote.origin.url").toString().trim();
  } catch {
    return;
  }
  if (remote !== "") writeFileSync(join(runFolder, REMOTE_FILE), `${withoutCredentials(remote)}\n`);
  if (!diff) return;
  const patch = git("diff", "--binary", "HEAD");
  if (patch.length > 0) writeFileSync(join(runFolder, DIFF_FILE), patch);
}

/** Returns the remote that `noteCode` recorded; null if it recorded none. */
export function readRemote(runFolder: string): string | null {
  const path = join(runFolder, REMOTE_FILE);
  return existsSync(path) ? readFileSync(path, "utf8").trim() : null;
}

/** Removes a token from the address. */
export function withoutCredentials(remote: string): string {
  return remote.replace(/^(\w+:\/\/)[^/@]*@/, "$1");
}
