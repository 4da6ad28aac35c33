/** Names of shards: `train-{000..015}.tar`, `train-*.tar`, or a folder of tars. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../errors.js";
import { listFolder } from "../files.js";

/** True if a path is a pattern for several files. */
export function isPattern(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

/** Returns the tars directly in a folder, sorted by name, without hidden ones. */
export function tarsIn(folder: string): string[] {
  return listFolder(folder)
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".tar"))
    .map((entry) => join(folder, entry.name));
}

/**
 * Returns the files that match a pattern: braces in the order of their alternatives, `*`, `?` and `[...]` sorted by
 * name.
 *
 * @throws DataError if a file that braces name is missing, nothing matches, or a file matches twice
 */
export function expandPattern(pattern: string, key: string): string[] {
  const named = expandBraces(pattern);
  const missing = named.filter((path) => !/[*?[\]]/.test(path) && !existsSync(path));
  if (missing.length > 0) {
    throw new DataError(
      "MISSING",
      `${key}: ${pattern}: ${missing.length} of the ${named.length} files that it names do not exist: ${missing.slice(0, 3).join(", ")}`,
    );
  }
  const paths = named.flatMap((path) => (/[*?[\]]/.test(path) ? glob(path) : [path]));
  if (paths.length === 0) {
    throw new DataError(
      "MISSING",
      `${key}: ${pattern}: no such files; paths start at the working directory, and * matches within one folder`,
    );
  }
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) throw new DataError("DUPLICATE", `${key}: ${pattern}: names ${twice} twice`);
  return paths;
}

/** Expands `a{b,c}` and `{000..015}` as bash does; nested braces are not supported. */
export function expandBraces(pattern: string): string[] {
  const found = /^([^{}]*)\{([^{}]*)\}(.*)$/.exec(pattern);
  if (found === null) return [pattern];
  const [, before, inside, after] = found as unknown as [string, string, string, string];
  const rests = expandBraces(after);
  return alternatives(inside).flatMap((one) => rests.map((rest) => before + one + rest));
}

function alternatives(inside: string): string[] {
  const range = /^(\d+)\.\.(\d+)$/.exec(inside);
  if (range === null) return inside.split(",");
  const [from, to] = [Number(range[1]), Number(range[2])];
  // Leading zeros set the width of all numbers.
  const isPadded = [range[1]!, range[2]!].some((text) => text.length > 1 && text.startsWith("0"));
  const width = isPadded ? Math.max(range[1]!.length, range[2]!.length) : 0;
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) =>
    String(from + step * i).padStart(width, "0"),
  );
}

function glob(path: string): string[] {
  const folder = dirname(path);
  const folders = isPattern(folder) ? glob(folder) : [folder];
  const name = basename(path);
  if (!isPattern(name)) return folders.map((one) => join(one, name)).filter((one) => existsSync(one));
  const wanted = toRegExp(name);
  return folders.flatMap((one) =>
    (isFolder(one) ? listFolder(one) : [])
      .filter(({ name }) => wanted.test(name))
      .map(({ name }) => join(one, name)),
  );
}

/** A `*` may match a file where the pattern needs a folder. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function toRegExp(name: string): RegExp {
  const source = name.replace(
    /\[(!?)([^\]]+)\]|[*?]|[.+^${}()|\\[\]]/g,
    (part, not?: string, set?: string) => {
      if (set !== undefined) return `[${not ? "^" : ""}${set.replace(/[\\\]^]/g, "\\$&")}]`;
      return part === "*" ? ".*" : part === "?" ? "." : `\\${part}`;
    },
  );
  return new RegExp(`^${source}$`, "s");
}
