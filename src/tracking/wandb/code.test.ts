import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIFF_FILE, noteCode, readRemote, withoutCredentials } from "./code.js";

const newFolder = (): string => mkdtempSync(join(tmpdir(), "woodshed-code-"));

describe("noteCode", () => {
  it("records the remote without its token, and uncommitted changes if enabled", () => {
    const [checkout, run] = [newFolder(), newFolder()];
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: checkout });
    git("init", "-q");
    writeFileSync(join(checkout, "model.ts"), "one\n");
    git("add", ".");
    git("commit", "-qm", "first");
    git("remote", "add", "origin", "https://me:secret@git.example.org/me/birds.git");
    writeFileSync(join(checkout, "model.ts"), "two\n");
    noteCode(run, checkout, false);
    expect(readRemote(run)).toBe("https://git.example.org/me/birds.git");
    expect(existsSync(join(run, DIFF_FILE))).toBe(false);
    noteCode(run, checkout, true);
    expect(readFileSync(join(run, DIFF_FILE), "utf8")).toMatch(/^-one\n\+two$/m);
  });

  it("records nothing outside a checkout", () => {
    const run = newFolder();
    noteCode(run, newFolder(), true);
    expect(readRemote(run)).toBeNull();
    expect(withoutCredentials("git@example.org:me/birds.git")).toBe("git@example.org:me/birds.git");
  });
});
