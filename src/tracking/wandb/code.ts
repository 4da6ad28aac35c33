import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const REMOTE_FILE = "git-remote.txt";
export const DIFF_FILE = "diff.patch";
/** A larger difference is data that somebody has put under version control, not code. */
const MOST_DIFF_BYTES = 10 * 2 ** 20;

/**
 * Notes in a run's folder where its code comes from, and with `diff` what the working tree differs from its commit by,
 * as far as git knows of it. Nothing outside a checkout.
 *
 * @throws Error when the difference is too large, or git fails
 */
export function noteCode(runFolder: string, cwd: string, diff: boolean): void {
  const git = (...args: string[]): Buffer =>
    execFileSync("git", args, { cwd, stdio: "pipe", timeout: 20_000, maxBuffer: MOST_DIFF_BYTES });
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

/** As `noteCode` found it; null where it found none. */
export function readRemote(runFolder: string): string | null {
  const path = join(runFolder, REMOTE_FILE);
  return existsSync(path) ? readFileSync(path, "utf8").trim() : null;
}

/** A token in the address is nobody's to read. */
export function withoutCredentials(remote: string): string {
  return remote.replace(/^(\w+:\/\/)[^/@]*@/, "$1");
}
