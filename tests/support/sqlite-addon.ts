import { existsSync } from "node:fs";
import { join } from "node:path";
import { sqlitePackage } from "../../src/sqlite.js";

/** Path of better-sqlite3's addon for this Node: the one that set-up built, else the package's own binary. */
export function sqliteAddonPath(): string {
  const { folder } = sqlitePackage();
  const built = join(folder, "build", "Release", "better_sqlite3.node");
  return existsSync(built) ? built : join(folder, "prebuilds", `${process.platform}-${process.arch}.node`);
}
