// dist/pages and dist/exported-page from web/dashboard: the pages of `woodshed dashboard` and those of `woodshed dashboard
// export`, by Vite.

import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { run } from "./child.mjs";
import * as nodePackages from "./node-packages.mjs";
import { hashFile, hashOf, listFiles, readStamp, removeStamp, writeStamp } from "./stamp.mjs";

export const title = "Pages";
export const needs = [nodePackages];

const STAMP = "build/setup/pages.json";
const CONFIGS = ["web/dashboard/vite.config.ts", "web/dashboard/vite.export.config.ts"];
const MADE = ["dist/pages/index.html", "dist/exported-page/page.js"];

export function isCurrent({ root }) {
  return (
    MADE.every((path) => existsSync(join(root, path))) && readStamp(join(root, STAMP))?.made === wanted(root)
  );
}

export function problems() {
  return [];
}

export async function install({ root, say }) {
  const made = wanted(root);
  removeStamp(join(root, STAMP));
  const vite = join(root, "node_modules/vite/bin/vite.js");
  for (const config of CONFIGS)
    await run(process.execPath, [vite, "build", "--config", config, "--logLevel", "warn"], {
      cwd: root,
      onLine: say,
    });
  writeStamp(join(root, STAMP), { made });
  return "built";
}

/** Pages import modules of src/ too: few, but any may be one. */
function wanted(root) {
  const sources = listFiles(join(root, "src"), (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const pages = listFiles(join(root, "web/dashboard"), () => true);
  const paths = ["package-lock.json", "tsconfig.json"].map((name) => join(root, name));
  return hashOf(
    ...[...paths, ...pages, ...sources].flatMap((path) => [relative(root, path), hashFile(path) ?? ""]),
  );
}
