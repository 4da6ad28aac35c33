import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isSignedHere, signHere } from "./machine-signature.js";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "woodshed-home-"));
  vi.stubEnv("WOODSHED_HOME", home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const bytes = new TextEncoder().encode('{"clips":[]}');

it("a signature proves bytes of this machine, and no others", () => {
  const signature = signHere(bytes)!;
  expect(isSignedHere(bytes, signature)).toBe(true);
  expect(isSignedHere(bytes.slice(1), signature)).toBe(false);
  for (const other of [null, "", "0".repeat(64), signature.slice(1), `${signature}00`])
    expect(isSignedHere(bytes, other)).toBe(false);
  const path = join(home, "machine.key");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const key = readFileSync(path);
  expect(signHere(bytes)).toBe(signature);
  expect(readFileSync(path)).toEqual(key);
  vi.stubEnv("WOODSHED_HOME", join(home, "of-another-machine"));
  expect(isSignedHere(bytes, signature)).toBe(false);
});

it("without a folder for the key there is no signature", () => {
  vi.stubEnv("WOODSHED_HOME", join(home, "file", "below"));
  writeFileSync(join(home, "file"), "");
  expect(signHere(bytes)).toBeNull();
});
