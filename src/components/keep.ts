import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { sourcesOf } from "./bundle.js";
import type { StoredCode } from "./loaded.js";

/** The folder in a run's folder. */
const FOLDER = "components";

/** Returns the path at which a run's folder has a module's own file. */
export function keptSource(runFolder: string, hash: string, module: string): string {
  return join(runFolder, FOLDER, hash.slice(0, 12), "source", basename(module));
}

/** Writes the code of a run's components, and the user's files that it was made of, for people to read, and for the config.yaml beside them. */
export function keepSources(runFolder: string, code: Readonly<Record<string, StoredCode>>): void {
  for (const [hash, stored] of Object.entries(code)) {
    const folder = join(runFolder, FOLDER, hash.slice(0, 12));
    const own = sourcesOf(stored).filter(({ path }) => !path.includes("node_modules/"));
    const files = [
      { path: "bundle.cjs", text: stored.code },
      // A file above the module's folder must not leave this one.
      ...own.map(({ path, text }) => ({ path: join("source", path.replaceAll("../", "above/")), text })),
    ];
    for (const { path, text } of files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
}
