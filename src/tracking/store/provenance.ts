import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../package-root.js";
import type { Provenance } from "../tracker.js";

/** Describes this process and its source; `versions` adds those that only the caller knows, such as libtorch's. */
export function collectProvenance(versions: Readonly<Record<string, string>> = {}): Provenance {
  return {
    command: process.argv,
    cwd: process.cwd(),
    git: gitStateAtFirst(process.cwd()),
    versions: { node: process.versions.node, woodshed: woodshedVersion(), ...versions },
    host: hostname(),
  };
}

const atFirst = new Map<string, Provenance["git"]>();

/** Returns the state at the first call: a process keeps the code that it has loaded, whatever changes later. */
function gitStateAtFirst(folder: string): Provenance["git"] {
  if (!atFirst.has(folder)) atFirst.set(folder, gitState(folder));
  return atFirst.get(folder)!;
}

/** Returns the commit and whether tracked files differ from it; null without git or outside a checkout. */
export function gitState(folder: string): Provenance["git"] {
  // One command: to start a process takes tens of milliseconds where libtorch is loaded.
  const args = ["status", "--porcelain=v2", "--branch", "--no-ahead-behind", "--untracked-files=no"];
  try {
    const status = execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: "pipe", timeout: 5000 });
    const sha = /^# branch\.oid ([0-9a-f]+)$/m.exec(status)?.[1];
    // Lines about changed files do not begin with "#".
    return sha === undefined ? null : { sha, isDirty: /^[^#]/m.test(status) };
  } catch {
    return null;
  }
}

function woodshedVersion(): string {
  const text = readFileSync(join(packageRoot, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
