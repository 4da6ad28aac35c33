import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { collectProvenance, gitState } from "./provenance.js";

it("contains command, folder and versions", () => {
  const provenance = collectProvenance({ libtorch: "2.13.0" });
  expect(provenance.versions).toMatchObject({ node: process.versions.node, libtorch: "2.13.0" });
  expect(provenance.versions["woodshed"]).toMatch(/^\d+\.\d+\.\d+/);
  expect(provenance.command).toEqual(process.argv);
});

it("contains the commit, and detects changes of tracked files", () => {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-git-"));
  const author = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
  const git = (...args: string[]) =>
    execFileSync("git", [...author, ...args], { cwd: folder, stdio: "pipe" });
  try {
    expect(gitState(folder)).toBeNull();
    git("init");
    expect(gitState(folder)).toBeNull();
    writeFileSync(join(folder, "a"), "1");
    git("add", "a");
    git("commit", "-m", "a");
    expect(gitState(folder)).toEqual({ sha: expect.stringMatching(/^[0-9a-f]{40}$/), isDirty: false });
    writeFileSync(join(folder, "a"), "2");
    expect(gitState(folder)?.isDirty).toBe(true);
    // Untracked files are no changes.
    git("commit", "-am", "b");
    writeFileSync(join(folder, "b"), "");
    expect(gitState(folder)?.isDirty).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
