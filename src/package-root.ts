import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of Woodshed's package.json, for code in `src/` and in `dist/`. */
export const packageRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
})();

/**
 * Path of a module in `dist/bundle`, where tools/bundle.mjs joins the modules that an entry imports into few files: they
 * load in half the time. Threads and processes start there, also those of code that was loaded from `src/`.
 *
 * @param module path below `src/` without extension, as a literal, which makes it an entry
 */
export function bundlePath(module: string): string {
  return join(packageRoot, "dist", "bundle", `${module}.js`);
}

/** Version of Woodshed. */
export const packageVersion: string = (
  JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as { version: string }
).version;
