import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { describeError } from "../describe-error.js";
import { restoreModel } from "../inference/restore.js";
import { packageRoot } from "../package-root.js";
import { Predictor } from "./predictor.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-predictor-"));
afterAll(() => rmSync(folder, { recursive: true }));

const checkpoint = join(packageRoot, "tests", "fixtures", "checkpoint-v1");
const unreadable = join(folder, "unreadable");
cpSync(checkpoint, unreadable, { recursive: true });
rmSync(join(unreadable, "checkpoint.json"));
mkdirSync(join(unreadable, "checkpoint.json"));

it.each([
  ["a missing folder", { path: join(folder, "missing"), overrides: [] }],
  ["an override that is not valid", { path: checkpoint, overrides: ["training.precision=int3"] }],
  ["a folder in place of its checkpoint.json", { path: unreadable, overrides: [] }],
])("describes the error of %s in its thread as in the main thread", async (_, data) => {
  const there = await Predictor.open(data, 1, () => {}).catch((error: unknown) => error);
  let here: unknown = null;
  try {
    restoreModel(data.path, data.overrides);
  } catch (error) {
    here = error;
  }
  expect(there).toBeInstanceOf(Error);
  expect(describeError(there)).toBe(describeError(here));
});
