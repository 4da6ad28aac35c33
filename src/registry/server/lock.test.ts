import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collectUntil } from "../../../tests/support/gc.js";
import { lockServerFolder } from "./lock.js";

test("one has the lock of a folder, for as long as its process lives", async () => {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-lock-"));
  expect(lockServerFolder(folder)).toBe(true);
  expect(await collectUntil(() => lockServerFolder(folder))).toBe(false);
});
