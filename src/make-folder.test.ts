import { existsSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "./make-folder.js";

const root = mkdtempSync(join(tmpdir(), "make-folder-"));

test("creates missing folders and keeps existing ones", () => {
  const folder = join(root, "a", "b", "c");
  makeFolder(folder);
  makeFolder(`${folder}/`);
  expect(existsSync(folder)).toBe(true);
});

test("refuses a file in the path and a dangling link", () => {
  writeFileSync(join(root, "file"), "");
  symlinkSync(join(root, "nowhere"), join(root, "link"));
  expect(() => makeFolder(join(root, "file"))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(root, "file", "a", "b"))).toThrow(/ENOTDIR/);
  expect(() => makeFolder(join(root, "link"))).toThrow(/EEXIST/);
});

test.runIf(existsSync("/proc/self"))("fails at once where no folder can be created", () => {
  expect(() => makeFolder("/proc/woodshed/a")).toThrow(/ENOENT/);
});
