/** Packs the files that a job needs into a gzipped tar: those that git tracks, the recipe, and the modules that it names. */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ConfigError } from "../../errors.js";

/** Code is small; data belongs on the volume. */
const MAX_BYTES = 50e6;

export interface Bundle {
  tar: Buffer;
  numFiles: number;
  /** Working directory inside the bundle. */
  cwd: string;
  /** Path of the recipe from the working directory. */
  recipe: string;
}

/**
 * @param recipe path from the working directory
 * @param own absolute paths of the recipe, what it imports and extends, and its modules; packed even if git does not track
 * them, with the tsconfig.json by which modules are bundled
 */
export function packBundle(recipe: string, own: readonly string[], cwd = process.cwd()): Bundle {
  const here = realpathSync(cwd);
  const root = git(here, "rev-parse", "--show-toplevel")?.trim() ?? here;
  const tracked = git(root, "ls-files", "-z")?.split("\0") ?? [];
  const needed = own.map((file) => {
    const path = relative(root, realpathSync(file));
    if (path.startsWith("..") || isAbsolute(path)) {
      throw new ConfigError(
        "RUNPOD_BUNDLE",
        `${file}: the recipe, the recipes it extends and its modules must lie inside ${root}, the folder that is sent to the pod.`,
      );
    }
    return path;
  });
  const settings = needed.flatMap((path) =>
    foldersAbove(path).map((folder) => join(folder, "tsconfig.json")),
  );
  // Tracked files may have been deleted; submodules are listed as folders.
  const files = [...new Set([...tracked, ...needed, ...settings])].filter(
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

/** `a/b` and `a` and `` of `a/b/c.ts`. */
function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === "." ? [""] : [folder, ...foldersAbove(folder)];
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
  if (bytes <= MAX_BYTES) return;
  const largest = sizes
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map((file) => `${file.path} (${(file.bytes / 1e6).toFixed(1)} MB)`);
  throw new ConfigError(
    "RUNPOD_BUNDLE",
    `${root}: its tracked files have ${(bytes / 1e6).toFixed(1)} MB, expected at most ${MAX_BYTES / 1e6}. Put data on a volume (--volume); the largest files are ${largest.join(", ")}.`,
  );
}

function pack(root: string, files: readonly string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync("tar", ["-czf", "-", "-C", root, "--null", "-T", "-"], {
    input: files.join("\0"),
    maxBuffer: 2 * MAX_BYTES,
  });
  if (status === 0) return stdout;
  throw new ConfigError("RUNPOD_BUNDLE", `${root}: tar failed: ${error?.message ?? stderr}`);
}
