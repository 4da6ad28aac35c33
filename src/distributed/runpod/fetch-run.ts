/** Fetches a run over SSH into a new folder, and verifies the checksum of each file. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { DistributedError } from "../../errors.js";
import { makeFolder } from "../../make-folder.js";
import { shellWord } from "../../shell-word.js";
import type { Shell } from "./shell.js";

export interface RemoteRuns {
  /** Folder on the pod. */
  runsDir: string;
  /** Name of the recipe, with which the folder of a run begins. */
  name: string;
  /** A file on the pod, created when the job began; its runs are newer. */
  since: string;
}

/** Fetches the runs of a job, usually one, into `localDir`; returns their folders. */
export async function fetchRuns(
  shell: Pick<Shell, "run">,
  { runsDir, name, since }: RemoteRuns,
  localDir: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const list = `cd ${shellWord(runsDir)} 2>/dev/null || exit 0
    for run in ${shellWord(name)}-[0-9]*-*/; do
      [ -n "$(find "$run" -type f -newer ${shellWord(since)} 2>/dev/null | head -n 1)" ] && echo "$run"
    done; true`;
  const runs = (await shell.run(list, { signal })).split("\n").filter((line) => line !== "");
  const folders: string[] = [];
  for (const run of runs)
    folders.push(await fetchOne(shell, runsDir, run.replace(/\/$/, ""), localDir, signal));
  return folders;
}

async function fetchOne(
  shell: Pick<Shell, "run">,
  runsDir: string,
  run: string,
  localDir: string,
  signal?: AbortSignal,
): Promise<string> {
  makeFolder(localDir);
  // On the same file system, so that it is moved by renaming: completely or not at all.
  const part = mkdtempSync(join(localDir, ".fetching-"));
  try {
    const at = `cd ${shellWord(runsDir)} && `;
    const sums = await shell.run(`${at}find ${shellWord(run)} -type f -exec sha256sum {} +`, { signal });
    const tar = spawn("tar", ["-xzf", "-", "-C", part], {
      stdio: ["pipe", "ignore", "pipe"],
      detached: true,
    });
    const unpacked = new Promise<number | null>((done) => tar.on("error", () => done(1)).on("close", done));
    tar.stdin.on("error", () => {});
    try {
      await shell.run(`${at}tar -czf - ${shellWord(run)}`, {
        signal,
        output: tar.stdin,
        // A part has been unpacked already: the caller repeats the whole transfer.
        withinMs: 0,
      });
    } finally {
      tar.stdin.end();
      await unpacked;
    }
    await verify(part, run, sums);
    const folder = freeName(localDir, run);
    renameSync(join(part, run), folder);
    return folder;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

async function verify(part: string, run: string, sums: string): Promise<void> {
  const lines = sums.split("\n").filter((line) => line !== "");
  for (const line of lines) {
    const [, expected, path] = /^\\?([0-9a-f]{64}) [ *](.*)$/.exec(line) ?? [];
    const file = join(part, path ?? "");
    const hash = createHash("sha256");
    if (path !== undefined && existsSync(file)) await pipeline(createReadStream(file), hash);
    if (hash.digest("hex") === expected) continue;
    throw new DistributedError(
      "RUNPOD_FETCH",
      `RunPod: ${path ?? line}: the fetched file differs from the one on the pod (sha256 ${expected}).`,
    );
  }
  if (lines.length === 0) throw new DistributedError("RUNPOD_FETCH", `RunPod: ${run}: no file was fetched.`);
}

/** Returns an unused name: a run that was fetched before is not overwritten. */
function freeName(localDir: string, run: string): string {
  for (let number = 1; ; number++) {
    const folder = resolve(localDir, number === 1 ? run : `${run}-${number}`);
    if (!existsSync(folder)) return folder;
  }
}
