#!/usr/bin/env node
// Joins the modules of dist/ and the small packages that they import into few files in dist/bundle. The command line, its
// processes and its threads start there: Node takes about a millisecond for each file that it loads, and a run has 500.
//
// Modules that several entries share are in shared chunks, so a process has one copy of each.

import { readFileSync, rmSync, statSync } from "node:fs";
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

/** Returns the modules of dist/ that a module loads at its start, itself among them. */
function loadedBy(module, found = new Set()) {
  if (found.has(module)) return found;
  found.add(module);
  const imports = /^(?:import|export)\s(?:[^;"]*?\sfrom\s)?"(\.[^"]+)";/gm;
  for (const [, path] of readFileSync(module, "utf8").matchAll(imports))
    loadedBy(join(dirname(module), path), found);
  return found;
}

const loadedByAll = (modules) =>
  new Set(modules.flatMap((module) => [...loadedBy(join(root, "dist", `${module}.js`))]));

// Modules that are loaded together are joined in layers. Each layer imports the layers before it alone, so no two files
// import each other. Threads, and commands that do not train, load no more than they need but for the first layer.
const LIGHT_COMMANDS = [
  "evaluate",
  "predict",
  "export",
  "serve",
  "models",
  "checkpoints",
  "weights",
  "registry",
  "trust",
];
/** Starts what training loads, too. */
const HEAVY_ENTRIES = ["index", "testing", "serving/predict-worker"];
/** In bytes of a module with all that it imports. */
const LARGEST_BASIC = 6_000;

const light = loadedByAll([
  ...entries().filter((entry) => !HEAVY_ENTRIES.includes(entry)),
  ...LIGHT_COMMANDS.map((command) => `cli/${command}`),
]);
const recipe = loadedByAll(["cli/train"]);
const training = loadedByAll(["train/run"]);
const sizeOf = (modules) => [...modules].reduce((sum, module) => sum + statSync(module).size, 0);
const importsPackage = (module) => /^import [^"]*"(?!\.|node:)/m.test(readFileSync(module, "utf8"));
const isBasic = (module) => {
  const loaded = loadedBy(module);
  return sizeOf(loaded) < LARGEST_BASIC && ![...loaded].some(importsPackage);
};
const basics = new Set([...light].filter((one) => (recipe.has(one) || training.has(one)) && isBasic(one)));

const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries(entries().map((module) => [module, `dist/${module}.js`])),
  platform: "node",
  external: EXTERNAL,
  logLevel: "warn",
  // Required by `includeDependenciesRecursively: false`.
  preserveEntrySignatures: "allow-extension",
});
rmSync(out, { recursive: true, force: true });
await bundle.write({
  dir: out,
  format: "esm",
  chunkFileNames: "chunks/[name].js",
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [
      { name: "basics", test: (id) => basics.has(id) },
      { name: "recipe", test: (id) => recipe.has(id) && !light.has(id) },
      { name: "training", test: (id) => training.has(id) && !recipe.has(id) && !light.has(id) },
    ],
  },
  // Names of classes are shown and stored: errors, layers, models.
  keepNames: true,
});
await bundle.close();
