import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { makeTemporaryFolder } from "./temporary.js";

test("makeTemporaryFolder removes the folder of a dead process and nothing else", () => {
  const root = mkdtempSync(join(tmpdir(), "woodshed-temporary-"));
  try {
    const { pid: dead } = spawnSync(process.execPath, ["--version"]);
    mkdirSync(join(root, `.unfinished-${dead}-left`));
    mkdirSync(join(root, ".unfinished-notes"));
    const first = makeTemporaryFolder(root);
    const second = makeTemporaryFolder(root);
    expect(readdirSync(root).sort()).toEqual([basename(first), basename(second), ".unfinished-notes"].sort());
  } finally {
    rmSync(root, { recursive: true });
  }
});
