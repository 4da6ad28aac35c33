// Where the set-up puts its results: beside the sources in the checkout, else in a folder of the user that projects share.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** True for Woodshed's own repository; npm never packs a lock file. */
export function isCheckout(root) {
  return existsSync(join(root, "package-lock.json"));
}

/**
 * Places for the package in `root`, as src/installation.ts describes them.
 * @returns {Promise<{root: string, lock: string, venv: string, build: string, sqlite: string}>}
 */
export async function findPlaces(root) {
  if (isCheckout(root)) return checkoutPlaces(root);
  const { places } = await import(pathToFileURL(join(root, "dist/installation.js")).href);
  return places();
}

function checkoutPlaces(root) {
  const build = join(root, "build");
  return {
    ...{ root, build, lock: join(build, "setup", "lock"), venv: join(root, ".venv") },
    sqlite: join(build, `sqlite-abi${process.versions.modules}`),
  };
}

/** Folder of an npm package that the package in `root` depends on, or null: installed packages are often beside it. */
export function findNodePackage(root, name) {
  for (let folder = root; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(found)) return found;
    if (folder === dirname(folder)) return null;
  }
}
