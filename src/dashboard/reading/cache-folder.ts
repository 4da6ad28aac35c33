import { homedir } from "node:os";
import { join } from "node:path";
import { homeFolder } from "../../installation.js";

/** Folder of what can be read again from the records: it may be removed at any time. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env["WOODSHED_HOME"]) return join(homeFolder(env), "cache", "dashboard");
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "woodshed", "dashboard");
}
