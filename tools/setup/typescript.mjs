// dist/ from src/: a file for each module by tsc, and dist/bundle by tools/bundle.mjs.

import { chmodSync, existsSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { run } from "./child.mjs";
import * as nodePackages from "./node-packages.mjs";
import { hashFile, hashOf, listFiles, readStamp, removeStamp, writeStamp } from "./stamp.mjs";

export const title = "TypeScript";
export const needs = [nodePackages];

const STAMP = "build/setup/typescript.json";
const COMMAND_LINE = "dist/cli/main.js";
const BUNDLER = "tools/bundle.mjs";
/** Folders of dist/ that other programs write, perhaps at the same time. */
const NOT_BY_TSC = ["dist/bundle", "dist/pages", "dist/exported-page"];
const BUNDLED_COMMAND_LINE = "dist/bundle/cli/program.js";

export function isCurrent({ root }) {
  const isThere = [COMMAND_LINE, BUNDLED_COMMAND_LINE].every((path) => existsSync(join(root, path)));
  return isThere && readStamp(join(root, STAMP))?.made === wanted(root);
}

export function problems() {
  return [];
}

export async function install({ root, say }) {
  const made = wanted(root);
  // tsc skips files that its build record lists as current: without a complete dist/ the record is deleted.
  const isWhole = readStamp(join(root, STAMP)) !== null && existsSync(join(root, COMMAND_LINE));
  if (!isWhole) rmSync(join(root, "dist/tsc.tsbuildinfo"), { force: true });
  removeStamp(join(root, STAMP));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  await run(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, onLine: say });
  removeOrphans(root);
  await run(process.execPath, [join(root, BUNDLER)], { cwd: root, onLine: say });
  chmodSync(join(root, COMMAND_LINE), 0o755);
  writeStamp(join(root, STAMP), { made });
  return "built";
}

function sources(root) {
  return listFiles(join(root, "src"), (name) => /\.[mc]?ts$/.test(name) && !name.endsWith(".test.ts"));
}

function wanted(root) {
  const settings = ["tsconfig.json", "tsconfig.build.json", "package.json", "package-lock.json", BUNDLER];
  const paths = [...settings.map((name) => join(root, name)), ...sources(root)];
  return hashOf(...paths.flatMap((path) => [relative(root, path), hashFile(path) ?? ""]));
}

/** Removes outputs of tsc whose source is gone or renamed. */
function removeOrphans(root) {
  const output = /(\.d\.ts|\.js)(\.map)?$/;
  const made = new Set(sources(root).map((path) => relative(join(root, "src"), path).replace(/\.ts$/, "")));
  const others = NOT_BY_TSC.map((folder) => join(root, folder, sep));
  for (const path of listFiles(join(root, "dist"), (name) => output.test(name))) {
    if (
      !others.some((folder) => path.startsWith(folder)) &&
      !made.has(relative(join(root, "dist"), path).replace(output, ""))
    )
      rmSync(path);
  }
}
