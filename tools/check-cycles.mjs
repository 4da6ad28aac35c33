#!/usr/bin/env node
// Refuses import cycles in src/, between files and between folders: imports point one way, so that a part can be read,
// tested and moved alone. Imports of types count. Tests are left out.
//
//   node tools/check-cycles.mjs

import { readdirSync, readFileSync } from "node:fs";
import { dirname, posix } from "node:path";

const IMPORT = /(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*"(\.[^"]+)"/g;

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .sort();
const known = new Set(files);
const imports = files.flatMap((from) =>
  [...readFileSync(`src/${from}`, "utf8").matchAll(IMPORT)]
    .map(([, path]) => posix.join(dirname(from), path.replace(/\.js$/, ".ts")))
    .filter((to) => known.has(to))
    .map((to) => ({ from, to })),
);

/** Returns the folder of a file in src/, such as `train`; a file beside the folders stands for itself. */
const folderOf = (file) => file.split("/")[0];

const refused = [
  ...cycles(imports, (file) => file).map(
    (cycle) => `import cycle of files: ${cycle.map((file) => `src/${file}`).join(" -> ")}`,
  ),
  ...cycles(imports, folderOf).map((cycle) => {
    const edges = cycle.slice(1).map((to, i) => {
      const { from, to: file } = imports.find(
        (one) => folderOf(one.from) === cycle[i] && folderOf(one.to) === to,
      );
      return `\n  src/${from} imports src/${file}`;
    });
    return `import cycle of folders: ${cycle.join(" -> ")}${edges.join("")}`;
  }),
];
for (const line of refused) console.error(line);
if (refused.length > 0) {
  console.error("Move what both sides need to a file or folder that imports neither.");
  process.exit(1);
}
console.log(`${files.length} files in src/: no import cycle between files or folders`);

/** Returns one cycle for each group of nodes that reach each other: its nodes, the first again at the end. */
function cycles(edges, nodeOf) {
  const next = new Map();
  for (const { from, to } of edges) {
    const [a, b] = [nodeOf(from), nodeOf(to)];
    if (a !== b) next.set(a, (next.get(a) ?? new Set()).add(b));
  }
  const found = [];
  const done = new Set();
  for (const start of next.keys()) {
    if (done.has(start)) continue;
    const path = shortestWayBack(start, next);
    if (path === null) continue;
    found.push(path);
    for (const node of path) done.add(node);
  }
  return found;
}

/** Returns the shortest path from a node to itself; null if there is none. */
function shortestWayBack(start, next) {
  const before = new Map();
  const queue = [start];
  for (const node of queue) {
    for (const to of next.get(node) ?? []) {
      if (to === start) {
        const path = [start];
        for (let at = node; at !== start; at = before.get(at)) path.unshift(at);
        return [start, ...path];
      }
      if (before.has(to)) continue;
      before.set(to, node);
      queue.push(to);
    }
  }
  return null;
}
