// better-sqlite3 for a Node with Node-API 9 or older: Node 20, and 22 before 22.14.
//
// The npm package in node_modules contains binaries for every platform, which need Node-API 10. Version 12, which uses
// internals of V8, is installed for other versions of Node, each in a folder of its own: a prebuilt binary where one can
// be fetched, else a minute of compiling on one core. Version 12 is no choice for Node 24: built against the headers of
// Node 24.19 or newer, it aborts the process when the garbage collector frees a statement.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { CommandError, run } from "./child.mjs";
import { npm } from "./node-packages.mjs";
import { findNodePackage } from "./places.mjs";
import { readStamp, removeStamp, writeStamp } from "./stamp.mjs";

export const title = "SQLite";
export const needs = [];

const PACKAGE = "better-sqlite3";
const VERSION = "12.11.1";
const ADDON = join("build", "Release", "better_sqlite3.node");
const HAS_OWN_BINARY = Number(process.versions.napi) >= 10;

export function isCurrent({ places: { sqlite } }) {
  if (HAS_OWN_BINARY) return true;
  return readStamp(join(sqlite, "stamp.json"))?.version === VERSION && loads(join(sqlite, ADDON));
}

export function problems() {
  return [];
}

export async function install({ places: { sqlite }, say }) {
  const part = `${sqlite}.part`;
  rmSync(part, { recursive: true, force: true }); // left by an interrupted set-up
  mkdirSync(part, { recursive: true });
  const { command, args } = npm();
  const flags = ["--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix", part];
  await run(command, [...args, "install", ...flags, `${PACKAGE}@${VERSION}`], { cwd: part });
  const source = findNodePackage(part, PACKAGE);
  const how = (await fetchBinary(source)) ? "fetched" : await compile(source, say);
  removeStamp(join(sqlite, "stamp.json"));
  rmSync(sqlite, { recursive: true, force: true });
  // The package without its sources and objects, beside what it imports; binding.gyp marks a package with native code.
  for (const name of ["lib", "package.json", "LICENSE", "binding.gyp", ADDON])
    move(join(source, name), join(sqlite, name));
  for (const name of ["bindings", "file-uri-to-path"])
    move(join(part, "node_modules", name), join(sqlite, "node_modules", name));
  writeStamp(join(sqlite, "stamp.json"), { version: VERSION, node: process.version });
  rmSync(part, { recursive: true, force: true });
  return `${how} ${PACKAGE} ${VERSION} for Node ${process.version} (ABI ${process.versions.modules})`;
}

function move(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

/** Downloads a prebuilt binary; returns false where there is none that loads. */
async function fetchBinary(source) {
  const installer = findNodePackage(source, "prebuild-install");
  if (installer === null) return false;
  try {
    await run(process.execPath, [join(installer, "bin.js")], { cwd: source });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return false; // for this Node or machine there is none, or the network does not answer
  }
  return loads(join(source, ADDON));
}

async function compile(source, say) {
  const { command, args } = npm();
  // Headers that came with this Node are the right ones; without them node-gyp downloads some.
  const headers = foldersOfNode().find(hasHeaders);
  const nodedir = headers === undefined ? [] : [`--nodedir=${headers}`];
  // Scripts of npm start the first `node` on the PATH.
  const env = { PATH: [dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter) };
  say(`compiling ${PACKAGE} for Node ${process.version}`);
  await run(command, [...args, "run", "build-release", ...nodedir], { cwd: source, env });
  if (loads(join(source, ADDON))) return "compiled";
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
