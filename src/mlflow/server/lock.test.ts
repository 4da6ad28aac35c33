import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collectUntil } from "../../../tests/support/gc.js";
import { lockServerFolder } from "./lock.js";

test("a process holds the lock of a server folder until it exits", async () => {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-lock-"));
  expect(lockServerFolder(folder)).toBe(true);
  expect(await collectUntil(() => lockServerFolder(folder), 5)).toBe(false);
});
