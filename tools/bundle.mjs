#!/usr/bin/env node
// Joins the modules of dist/ and the small packages that they import into few files in dist/bundle. The command line, its
// processes and its threads start there: Node takes about a millisecond for each file that it loads, and a run has 500.
//
// Modules that several entries share are in shared chunks, so a process has one copy of each.

import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { listFiles } from "./setup/stamp.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "dist/bundle");

// Packages with binaries, large ones that few commands load, and the test runner, which must be the caller's.
const EXTERNAL = [/^better-sqlite3$/, /^esbuild$/, /^onnxruntime-web/, /^spessasynth_core$/, /^vitest$/];

/** Entries: the public ones, the command line, and what the sources start as a process or thread. */
function entries() {
  const sources = listFiles(join(root, "src"), (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const started = sources.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/\bbundlePath\("([^"]+)"\)/g)].map(([, module]) => module),
  );
  return ["index", "testing", "cli/program", ...new Set(started)].sort();
}

const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries(entries().map((module) => [module, `dist/${module}.js`])),
  platform: "node",
  external: EXTERNAL,
  logLevel: "warn",
});
rmSync(out, { recursive: true, force: true });
await bundle.write({
  dir: out,
  format: "esm",
  chunkFileNames: "chunks/[name].js",
  // Names of classes are shown and stored: errors, layers, models.
  keepNames: true,
});
await bundle.close();

// Streams in pages: one file that needs nothing else, so that a page can import it without a bundler.
const page = await rolldown({
  cwd: root,
  input: "dist/browser/index.js",
  platform: "browser",
  onLog(level, log, report) {
    if (log.code === "UNRESOLVED_IMPORT")
      throw new Error(`dist/bundle/browser.js would need a module that pages lack: ${log.message}`);
    report(level, log);
  },
});
await page.write({ file: join(out, "browser.js"), format: "esm", keepNames: true });
await page.close();
