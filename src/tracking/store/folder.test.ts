import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRunFolder } from "./folder.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("creates a folder named by run, time and random characters", () => {
  const run = createRunFolder(join(folder, "deep/runs"), "quickstart", new Date(2026, 0, 2, 3, 4, 5));
  expect(basename(run)).toMatch(/^quickstart-20260102-030405-[a-z2-9]{4}$/);
  expect(statSync(run).isDirectory()).toBe(true);
});

it("never returns one folder for two runs", () => {
  const now = new Date();
  const runs = Array.from({ length: 200 }, () => createRunFolder(folder, "a", now));
  expect(new Set(runs).size).toBe(200);
});

it("reports the remedy if the folder cannot be created", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(() => createRunFolder(file, "a")).toThrow(/file: cannot create a folder for the run.*Set runs_dir/);
});
