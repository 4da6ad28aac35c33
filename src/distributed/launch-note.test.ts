import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { temporaryRoots } from "../temporary-folder.js";
import { forgetLaunch, launchNote, noteRunOfLaunch, runOfLaunch } from "./launch-note.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-note-"));
afterEach(() => vi.unstubAllEnvs());

it.each([folder, join(folder, "gone")])(
  "a restarted rank finds the run of its launch with TMPDIR=%s",
  (root) => {
    vi.stubEnv("TMPDIR", root);
    vi.stubEnv("TORCHELASTIC_RUN_ID", "1");
    expect(runOfLaunch()).toBeNull();
    noteRunOfLaunch("runs/a");
    expect(runOfLaunch()).toBe("runs/a");
    const note = launchNote(process.ppid)!;
    forgetLaunch(note);
    expect(runOfLaunch()).toBeNull();
    expect(temporaryRoots().some((each) => existsSync(join(each, note)))).toBe(false);
  },
);

it("a run without a launcher leaves no note", () => {
  vi.stubEnv("TORCHELASTIC_RUN_ID", undefined);
  vi.stubEnv("TMPDIR", folder);
  noteRunOfLaunch("runs/a");
  expect(existsSync(join(folder, launchNote(process.ppid)!))).toBe(false);
});
