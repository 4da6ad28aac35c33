/** Access to files and folders that people name: every failure is a DataError that names the place. */
import {
  type Dirent,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { DataError } from "../errors.js";

/** Shows a warning to the user; does not affect any result. */
export type Warn = (message: string) => void;

export interface FoundFile {
  /** The path that exists: the given one, or the same name in another Unicode form. */
  path: string;
  /** `a folder`, `a socket`, ..., after links are followed; null for a file with content. */
  special: string | null;
  /** The file that `path` leads to if `path` is a symbolic link; else undefined. */
  realPath: string | undefined;
}

/** Finds files by name; remembers what it found and listed, for manifests with many clips of a file or folder. */
export class FileFinder {
  readonly #names = new Map<string, ReadonlyMap<string, string>>();
  readonly #found = new Map<string, FoundFile>();

  /**
   * Returns null if no file has this name.
   *
   * @throws DataError for a file that exists and cannot be reached: a broken link, no permission, a name that is not
   * UTF-8
   */
  find(path: string, place: string): FoundFile | null {
    const known = this.#found.get(path);
    if (known !== undefined) return known;
    const found = this.#findAs(path, place) ?? this.#findInOtherForm(path, place);
    if (found !== null) this.#found.set(path, found);
    return found;
  }

  #findAs(path: string, place: string): FoundFile | null {
    try {
      const own = lstatSync(path);
      if (!own.isSymbolicLink()) return { path, special: describeSpecial(own), realPath: undefined };
      return { path, special: describeSpecial(statSync(path)), realPath: realpathSync.native(path) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (isLink(path))
        throw new DataError("LINK", `${place}: ${describeBrokenLink(path)}`, { cause: error });
      if (code === "ENOENT" || code === "ENOTDIR") return null;
      throw accessError(error, `${place}: ${path}`);
    }
  }

  /** macOS writes `ö` in a name as `o` and an accent (NFD), most other systems as one character (NFC). */
  #findInOtherForm(path: string, place: string): FoundFile | null {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
    if (/^[\x00-\x7f]*$/.test(path)) return null;
    let folder = path.startsWith(sep) ? sep : ".";
    for (const name of path.split(sep).filter((part) => part !== "" && part !== ".")) {
      const direct = join(folder, name);
      if (existsSync(direct)) folder = direct;
      else {
        const other = this.#namesIn(folder).get(name.normalize());
        if (other === undefined) {
          const isName = (_: string, latin1: string): boolean => latin1.normalize() === name.normalize();
          const error = nameError(folder, isName, place);
          if (error !== null) throw error;
          return null;
        }
        folder = join(folder, other);
      }
    }
    return this.#findAs(folder, place);
  }

  /** Names in a folder by their NFC form. */
  #namesIn(folder: string): ReadonlyMap<string, string> {
    let names = this.#names.get(folder);
    if (names === undefined) {
      names = new Map(existsSync(folder) ? namesIn(folder).map((name) => [name.normalize(), name]) : []);
      this.#names.set(folder, names);
    }
    return names;
  }
}

/** Returns the names in a folder, or none where it cannot be listed. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** `a.wav: a symbolic link to ../b.wav, which does not exist`. */
export function describeBrokenLink(path: string): string {
  const target = readlinkSync(path);
  let reason = "which does not exist";
  try {
    statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ELOOP") reason = "which leads back to itself";
    else if (code !== "ENOENT") reason = `which cannot be read (${code})`;
  }
  return `${path}: a symbolic link to ${target}, ${reason}`;
}

/** `a folder`, `a FIFO`, ..., or null for a file with content. */
export function describeSpecial(file: Stats | Dirent): string | null {
  if (file.isFile()) return null;
  if (file.isDirectory()) return "a folder";
  if (file.isFIFO()) return "a named pipe (FIFO)";
  if (file.isSocket()) return "a socket";
  return file.isCharacterDevice() || file.isBlockDevice() ? "a device" : "no regular file";
}

/** Entries of a folder by name, hidden ones left out. @throws DataError naming it where it cannot be listed */
export function listFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith("."))
      .sort((a, b) => compare(a.name, b.name));
  } catch (error) {
    throw accessError(error, folder);
  }
}

/** @throws DataError naming the manifest where it cannot be read */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw accessError(error, path);
  }
}

function accessError(error: unknown, place: string): DataError {
  const { code = "unknown error" } = error as NodeJS.ErrnoException;
  const message =
    code === "EACCES" || code === "EPERM"
      ? `no permission to read this (${code}); allow it (chmod -R u+rX, as the owner), or run as a user who may`
      : `cannot be read (${code})`;
  return new DataError(
    code === "EACCES" || code === "EPERM" ? "PERMISSION" : "FILE",
    `${place}: ${message}`,
    {
      cause: error,
    },
  );
}

/**
 * Returns the error for the first file whose name is not UTF-8, or null. Node reads names as UTF-8: other bytes become
 * U+FFFD, and the file cannot be opened by the name that results.
 *
 * @param concerns selects the files that matter by their names as Node reads them, and as Latin-1
 */
export function nameError(
  folder: string,
  concerns: (name: string, latin1: string) => boolean,
  place: string = folder,
): DataError | null {
  let names: Buffer[];
  try {
    names = readdirSync(folder, { encoding: "buffer" });
  } catch {
    return null;
  }
  for (const bytes of names) {
    const name = bytes.toString("utf8");
    const latin1 = bytes.toString("latin1");
    if (bytes.equals(Buffer.from(name)) || !concerns(name, latin1)) continue;
    const shown = latin1.replace(
      /[^\x20-\x7e]/g,
      (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`,
    );
    return new DataError(
      "NAME",
      `${place}: the file name "${shown}" is not UTF-8 (as Latin-1 it reads "${latin1}") and cannot be opened; ` +
        `rename the files, for example with: convmv -r -f latin1 -t utf8 --notest ${folder}`,
    );
  }
  return null;
}

/** The order of names, the same on every system and in every language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Real paths of files that are no links themselves; folders are looked up once. */
export class RealPaths {
  readonly #folders = new Map<string, string>();

  of(path: string): string {
    const folder = dirname(path);
    let real = this.#folders.get(folder);
    if (real === undefined) {
      // A clip whose file is missing may be in a folder that is missing too.
      real = existsSync(folder) ? realpathSync.native(folder) : resolve(folder);
      this.#folders.set(folder, real);
    }
    return join(real, basename(path));
  }
}
