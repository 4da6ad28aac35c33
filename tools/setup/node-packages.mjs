// node_modules from package-lock.json, without install scripts: the one that matters is a step of its own (sqlite.mjs).

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { howToInstall } from "./advice.mjs";
import { ask, run } from "./child.mjs";
import { hashOf, readStamp, removeStamp, writeStamp } from "./stamp.mjs";

export const title = "Node packages";
export const needs = [];

const STAMP = "node_modules/.woodshed-stamp";
// Parts of package.json that decide what is installed; a changed script installs nothing.
const DECIDING_KEYS = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "overrides",
  "allowScripts",
];

export function isCurrent({ root }) {
  return readStamp(join(root, STAMP))?.wanted === wanted(root);
}

export function problems() {
  const { command, args } = npm();
  if (ask(command, [...args, "--version"])) return [];
  return [{ what: "npm, which comes with Node, was not found.", how: howToInstall("npm") }];
}

export async function install({ root, say }) {
  removeStamp(join(root, STAMP));
  const { command, args } = npm();
  const flags = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run(command, [...args, "ci", ...flags], { cwd: root, onLine: say });
  writeStamp(join(root, STAMP), { wanted: wanted(root) });
  return "installed";
}

function wanted(root) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const deciding = JSON.stringify(DECIDING_KEYS.map((key) => manifest[key]));
  // Some packages carry one binary for each kind of machine.
  return hashOf(
    readFileSync(join(root, "package-lock.json")),
    deciding,
    `${process.platform} ${process.arch}`,
  );
}

/** The npm that runs this script when there is one, else the one on the PATH. */
export function npm() {
  const script = process.env.npm_execpath;
  const isNpm = script && /npm-cli\.c?js$/.test(script);
  return isNpm ? { command: process.execPath, args: [script] } : { command: "npm", args: [] };
}
