import { existsSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "./make-folder.js";

const root = mkdtempSync(join(tmpdir(), "make-folder-"));

test("missing folders are made, those that are there are kept", () => {
  const folder = join(root, "a", "b", "c");
  makeFolder(folder);
  makeFolder(`${folder}/`);
  expect(existsSync(folder)).toBe(true);
});

test("a file in the way and a link to nowhere are errors", () => {
  writeFileSync(join(root, "file"), "");
  symlinkSync(join(root, "nowhere"), join(root, "link"));
  expect(() => makeFolder(join(root, "file"))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(root, "file", "a", "b"))).toThrow(/ENOTDIR/);
  expect(() => makeFolder(join(root, "link"))).toThrow(/EEXIST/);
});

test.runIf(existsSync("/proc/self"))("a place where nothing can be made is an error, not a wait", () => {
  expect(() => makeFolder("/proc/woodshed/a")).toThrow(/ENOENT/);
});
