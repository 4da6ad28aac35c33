import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { ConfigError } from "./errors.js";
import {
  createSocketFolder,
  createTemporaryFolder,
  temporaryFile,
  temporaryRoots,
} from "./temporary-folder.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-temporary-"));
afterEach(() => vi.unstubAllEnvs());

function created(folder: string): string {
  expect(existsSync(folder)).toBe(true);
  rmSync(folder, { recursive: true });
  return dirname(folder);
}

test("a usable TMPDIR is used", () => {
  vi.stubEnv("TMPDIR", root);
  expect(created(createTemporaryFolder("a-"))).toBe(root);
  expect(created(createSocketFolder("a-", "socket"))).toBe(root);
  expect(temporaryFile("note")).toBe(join(root, "note"));
});

test.each(["gone", "file", "below/nothing"])("another folder is used if TMPDIR is %s", (name) => {
  writeFileSync(join(root, "file"), "");
  vi.stubEnv("TMPDIR", join(root, name));
  expect(created(createTemporaryFolder("a-"))).not.toContain(root);
  expect(dirname(temporaryFile("note"))).not.toContain(root);
});

test("a relative TMPDIR is made absolute", () => {
  vi.stubEnv("TMPDIR", "somewhere");
  expect(temporaryRoots()[0]).toBe(join(process.cwd(), "somewhere"));
});

test("a TMPDIR whose path is too long for sockets is used for other files only", () => {
  const long = join(root, "x".repeat(100));
  mkdirSync(long);
  vi.stubEnv("TMPDIR", long);
  expect(created(createTemporaryFolder("a-"))).toBe(long);
  expect(created(createSocketFolder("a-", "socket"))).not.toBe(long);
});

test("the error names TMPDIR and the reason for each folder", () => {
  const long = join(root, "é".repeat(60));
  const roots = [join(root, "gone"), long];
  const create = () => createSocketFolder("a-", "socket", roots);
  expect(create).toThrow(ConfigError);
  expect(create).toThrow(
    /gone: ENOENT.*é: a socket's path has 1\d\d bytes.* Set TMPDIR to a writable folder/,
  );
});
