import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { examineOnce } from "./examinations.js";
import type { ByteSource } from "./reader.js";
import { memorySource, sourceFrom, withSource } from "./source.js";

/** Examines a file of this identity; returns the finding and whether it was made now. */
function examine(identity: string | null, numBytes = 10): { finding: object; isNew: boolean } {
  const source: ByteSource = { ...memorySource(new Uint8Array(1)), identity };
  let isNew = false;
  const finding = examineOnce(
    source,
    () => {
      isNew = true;
      return { identity };
    },
    () => numBytes,
  );
  return { finding, isNew };
}

it("examines a file once, and one without an identity each time", () => {
  const first = examine("a");
  expect(first.isNew).toBe(true);
  expect(examine("a")).toEqual({ finding: first.finding, isNew: false });
  expect(examine("a changed").isNew).toBe(true);
  expect([examine(null).isNew, examine(null).isNew]).toEqual([true, true]);
});

it("drops the findings that were not used for longest, by their bytes", () => {
  const half = 33 << 20;
  examine("long ago", half / 2);
  examine("recent", half / 2);
  examine("long ago", half / 2);
  examine("large", half);
  // `long ago` was used after `recent`.
  expect(["large", "long ago", "recent"].map((name) => examine(name, 1).isNew)).toEqual([false, false, true]);
});

it("does not keep an examination that failed", () => {
  const source: ByteSource = { ...memorySource(new Uint8Array(1)), identity: "damaged" };
  const fail = (): object => {
    throw new Error("damaged");
  };
  for (let i = 0; i < 2; i++) expect(() => examineOnce(source, fail, () => 1)).toThrow("damaged");
});

it("a file has an identity by its place and times, unless it was changed just now", () => {
  const identityOf = (path: string, part?: { offset: number; size: number; member: string }) =>
    withSource(path, { part }, ({ source }) => [source.identity, sourceFrom(source, 1).identity]);
  const [whole, behind] = identityOf(process.execPath);
  expect(whole).toMatch(/^\d+ \d+ /);
  expect(identityOf(process.execPath)).toEqual([whole, behind]);
  const [member] = identityOf(process.execPath, { offset: 8, size: 16, member: "m" });
  expect(new Set([whole, behind, member]).size).toBe(3);
  const folder = mkdtempSync(join(tmpdir(), "woodshed-examinations-"));
  writeFileSync(join(folder, "new"), "audio");
  expect(identityOf(join(folder, "new"))).toEqual([null, null]);
  rmSync(folder, { recursive: true });
});
