import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Pages } from "./pages.js";

test("a long address that is no page's is refused without trying all ways to read it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-pages-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  const pages = new Pages(folder);
  // Nested repetitions take 2^80 steps: the test would not end.
  expect(pages.isPage(`/${"a".repeat(80)}.`)).toBe(false);
  expect(
    ["/", "/runs", "/runs/0123456789ab/listen/", "//", "/A", "/a.js"].map((path) => pages.isPage(path)),
  ).toEqual([...[true, true, true, false, false, false]]);
  expect((await pages.find("/onnxruntime/ort-wasm-simd-threaded.mjs", "gzip"))!.type).toMatch(/javascript/);
  rmSync(folder, { recursive: true });
});
