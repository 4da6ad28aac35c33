import { cpSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { loadConfig } from "../config/load.js";
import { summarizeData } from "./open-data.js";

let root: string;
const summarize = (folder: string, ...overrides: string[]) =>
  summarizeData(loadConfig("recipes/folder.yaml", [`data.train=${join(root, folder)}`, ...overrides]).config);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-summary-"));
  for (const label of ["dog", "cat"]) {
    for (let i = 0; i < 8; i++) {
      const path = join(root, "a", label, `${i}.wav`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "");
    }
  }
});

test("the summary of data depends on the clips and labels, not on the place, the seed or the test clips", async () => {
  const before = await summarize("a");
  expect(before).toMatchObject({ labels: ["cat", "dog"], numClips: 16 });
  cpSync(join(root, "a"), join(root, "copy"), { recursive: true });
  expect(await summarize("copy", "seed=7", "data.validation_fraction=0.5")).toEqual(before);
  expect(await summarize("a", `data.test=${join(root, "copy")}`)).toEqual(before);

  const held = await summarize("a", `data.validation=${join(root, "copy")}`);
  expect(held.fingerprint).not.toBe(before.fingerprint);
  renameSync(join(root, "copy", "cat"), join(root, "copy", "cow"));
  const other = await summarize("copy");
  expect(other.labels).toEqual(["cow", "dog"]);
  expect(other.fingerprint).not.toBe(before.fingerprint);
});
