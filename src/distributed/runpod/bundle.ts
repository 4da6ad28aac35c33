/** What a job needs of this machine, as one gzipped tar: the project's files that git tracks, and the recipe. */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { ConfigError } from "../../errors.js";

/** Code is small; data belongs on the volume. */
const MOST_BYTES = 50e6;

export interface Bundle {
  tar: Buffer;
  numFiles: number;
  /** Of the bundle, where woodshed is called: where it was called here. */
  cwd: string;
  /** The recipe's path from there. */
  recipe: string;
}

/**
 * @param recipe as it was given, from the working folder.
 * @param recipeFiles absolute paths: the recipe and what it extends; they go along, tracked or not.
 */
export function packBundle(recipe: string, recipeFiles: readonly string[], cwd = process.cwd()): Bundle {
  const here = realpathSync(cwd);
  const root = git(here, "rev-parse", "--show-toplevel")?.trim() ?? here;
  const tracked = git(root, "ls-files", "-z")?.split("\0") ?? [];
  const own = recipeFiles.map((file) => {
    const path = relative(root, realpathSync(file));
    if (path.startsWith("..") || isAbsolute(path)) {
      throw new ConfigError(
        "RUNPOD_BUNDLE",
        `${file}: the recipe, and what it extends, must lie inside of ${root}, which is what is sent to the pod.`,
      );
    }
    return path;
  });
  // What is tracked and was deleted is no part; a submodule is listed as a folder.
  const files = [...new Set([...tracked, ...own])].filter(
    (path) => path !== "" && existsSync(join(root, path)) && !lstatSync(join(root, path)).isDirectory(),
  );
  assertSmall(root, files);
  return {
    tar: pack(root, files),
    numFiles: files.length,
    cwd: relative(root, here),
    recipe: relative(here, realpathSync(resolve(cwd, recipe)))
      .split(sep)
      .join("/"),
  };
}

function git(folder: string, ...args: string[]): string | null {
  const { status, stdout } = spawnSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return status === 0 ? stdout : null;
}

function assertSmall(root: string, files: readonly string[]): void {
  const sizes = files.map((path) => ({ path, bytes: lstatSync(join(root, path)).size }));
  const bytes = sizes.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= MOST_BYTES) return;
  const largest = sizes
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map((file) => `${file.path} (${(file.bytes / 1e6).toFixed(1)} MB)`);
  throw new ConfigError(
    "RUNPOD_BUNDLE",
    `${root}: its tracked files have ${(bytes / 1e6).toFixed(1)} MB, expected at most ${MOST_BYTES / 1e6}. Data goes on a volume (--volume); the largest are ${largest.join(", ")}.`,
  );
}

function pack(root: string, files: readonly string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync("tar", ["-czf", "-", "-C", root, "--null", "-T", "-"], {
    input: files.join("\0"),
    maxBuffer: 2 * MOST_BYTES,
  });
  if (status === 0) return stdout;
  throw new ConfigError("RUNPOD_BUNDLE", `${root}: tar failed: ${error?.message ?? stderr}`);
}
