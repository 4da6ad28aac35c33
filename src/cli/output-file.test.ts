import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeOutput } from "./output-file.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-output-"));

it("creates the missing folders of an output", () => {
  const path = join(root, "new", "deep", "table.csv");
  writeOutput("--csv", path, "a,b\n");
  expect(readFileSync(path, "utf8")).toBe("a,b\n");
  expect(() => writeOutput("--csv", root, "")).toThrow(
    /: cannot be written: is a folder, expected a file \(EISDIR\); choose another path$/,
  );
  // Below a file there can be no folder.
  expect(() => writeOutput("--csv", join(path, "table.csv"), "")).toThrow(
    /^--csv .*table\.csv\/table\.csv: cannot be written: .*; choose another path$/,
  );
});
