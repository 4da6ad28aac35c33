// dist/ from src/.

import { chmodSync, existsSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { run } from "./child.mjs";
import * as nodePackages from "./node-packages.mjs";
import { hashFile, hashOf, listFiles, readStamp, removeStamp, writeStamp } from "./stamp.mjs";

export const title = "TypeScript";
export const needs = [nodePackages];

const STAMP = "build/setup/typescript.json";
const COMMAND_LINE = "dist/cli/main.js";

export function isCurrent({ root }) {
  return readStamp(join(root, STAMP))?.made === wanted(root) && existsSync(join(root, COMMAND_LINE));
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
  chmodSync(join(root, COMMAND_LINE), 0o755);
  writeStamp(join(root, STAMP), { made });
  return "built";
}

function sources(root) {
  return listFiles(join(root, "src"), (name) => /\.[mc]?ts$/.test(name) && !name.endsWith(".test.ts"));
}

function wanted(root) {
  const settings = ["tsconfig.json", "tsconfig.build.json", "package.json", "package-lock.json"];
  const paths = [...settings.map((name) => join(root, name)), ...sources(root)];
  return hashOf(...paths.flatMap((path) => [relative(root, path), hashFile(path) ?? ""]));
}

/** Removes outputs whose source is gone or renamed. */
function removeOrphans(root) {
  const output = /(\.d\.ts|\.js)(\.map)?$/;
  const made = new Set(sources(root).map((path) => relative(join(root, "src"), path).replace(/\.ts$/, "")));
  for (const path of listFiles(join(root, "dist"), (name) => output.test(name))) {
    if (!made.has(relative(join(root, "dist"), path).replace(output, ""))) rmSync(path);
  }
}
