// better-sqlite3's addon: a prebuilt binary where one can be fetched, else a minute of compiling on one core, which is
// why it is a step of its own beside the others.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "./child.mjs";
import * as nodePackages from "./node-packages.mjs";
import { hashFile, hashOf, readStamp, removeStamp, writeStamp } from "./stamp.mjs";

export const title = "SQLite";
export const needs = [nodePackages];

const STAMP = "node_modules/.woodshed-sqlite";
const ADDON = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";

export function isCurrent({ root }) {
  return readStamp(join(root, STAMP))?.wanted === wanted(root) && existsSync(join(root, ADDON));
}

export function problems() {
  return [];
}

export async function install({ root, say }) {
  removeStamp(join(root, STAMP));
  const { command, args } = nodePackages.npm();
  await run(command, [...args, "rebuild", "better-sqlite3"], { cwd: root, onLine: say });
  writeStamp(join(root, STAMP), { wanted: wanted(root) });
  return "built";
}

/** better-sqlite3 is compiled for one ABI of Node on one kind of machine. */
function wanted(root) {
  const version = hashFile(join(root, "node_modules/better-sqlite3/package.json")) ?? "";
  return hashOf(version, `${process.platform} ${process.arch} ${process.versions.modules}`);
}
