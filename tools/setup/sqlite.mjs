// better-sqlite3's addon for this version of Node: the one in node_modules if it loads, else a prebuilt binary where one
// can be fetched, else a minute of compiling on one core, which is why it is a step of its own beside the others.
//
// It is built from a copy, in a folder for this ABI of Node: node_modules may be read-only, and a build for one Node
// never replaces that of another.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { CommandError, run } from "./child.mjs";
import * as nodePackages from "./node-packages.mjs";
import { findNodePackage } from "./places.mjs";
import { readStamp, removeStamp, writeStamp } from "./stamp.mjs";

export const title = "SQLite";
export const needs = [nodePackages];

const PACKAGE = "better-sqlite3";
const ADDON = "better_sqlite3.node";
const BUILT = join("build", "Release", ADDON);

export function isCurrent({ root, places: { sqlite } }) {
  const source = findNodePackage(root, PACKAGE);
  if (source === null) return false;
  // Woodshed prefers the addon that was built here (src/sqlite.ts).
  if (existsSync(join(sqlite, ADDON))) {
    return readStamp(join(sqlite, "stamp.json"))?.version === versionOf(source) && loads(join(sqlite, ADDON));
  }
  return loads(join(source, BUILT));
}

export function problems() {
  return [];
}

export async function install({ root, places: { sqlite }, say }) {
  const source = findNodePackage(root, PACKAGE);
  if (source === null)
    throw new Error(`${PACKAGE} is not installed. Install the Node packages again: npm install`);
  const copy = `${sqlite}.part`;
  rmSync(copy, { recursive: true, force: true }); // left by an interrupted set-up
  mkdirSync(copy, { recursive: true });
  for (const name of readdirSync(source).filter((entry) => entry !== "build" && entry !== "node_modules"))
    cpSync(join(source, name), join(copy, name), { recursive: true });
  const how = (await fetchBinary(root, source, copy)) ? "fetched" : await compile(copy, say);
  removeStamp(join(sqlite, "stamp.json"));
  mkdirSync(sqlite, { recursive: true });
  renameSync(join(copy, BUILT), join(sqlite, ADDON));
  writeStamp(join(sqlite, "stamp.json"), { version: versionOf(source), node: process.version });
  rmSync(copy, { recursive: true, force: true });
  return `${how} for Node ${process.version} (ABI ${process.versions.modules})`;
}

/** Downloads a prebuilt binary; returns false where there is none that loads. */
async function fetchBinary(root, source, copy) {
  const installer = findNodePackage(source, "prebuild-install") ?? findNodePackage(root, "prebuild-install");
  if (installer === null) return false;
  try {
    await run(process.execPath, [join(installer, "bin.js")], { cwd: copy });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return false; // for this Node or machine there is none, or the network does not answer
  }
  return loads(join(copy, BUILT));
}

async function compile(copy, say) {
  const { command, args } = nodePackages.npm();
  // Headers that came with this Node are the right ones; without them node-gyp downloads some.
  const headers = foldersOfNode().find(hasHeaders);
  const nodedir = headers === undefined ? [] : [`--nodedir=${headers}`];
  // Scripts of npm start the first `node` on the PATH.
  const env = { PATH: [dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter) };
  say(`compiling ${PACKAGE} for Node ${process.version}`);
  await run(command, [...args, "run", "build-release", ...nodedir], { cwd: copy, env });
  if (loads(join(copy, BUILT))) return "compiled";
  throw new Error(
    `${PACKAGE} was compiled, but Node ${process.version} cannot load it: node-gyp used the headers of another Node. ` +
      "Unset npm's setting `nodedir` (npm config get nodedir), then run this again.",
  );
}

/** Folders that may contain Node's headers: its own, and that of npm's package `node`, which copies the binary out of it. */
function foldersOfNode() {
  const own = join(dirname(process.execPath), "..");
  return [own, join(own, "node_modules", `node-${process.platform}-${process.arch}`)];
}

/** True for a folder with the headers of the Node that runs. */
function hasHeaders(prefix) {
  try {
    const text = readFileSync(join(prefix, "include/node/node_version.h"), "utf8");
    return new RegExp(`#define NODE_MODULE_VERSION ${process.versions.modules}\\b`).test(text);
  } catch {
    return false;
  }
}

function loads(path) {
  // A file that this process has loaded stays loaded when it is removed.
  if (!existsSync(path)) return false;
  try {
    createRequire(import.meta.url)(path);
    return true;
  } catch {
    return false;
  }
}

function versionOf(source) {
  return JSON.parse(readFileSync(join(source, "package.json"), "utf8")).version;
}
