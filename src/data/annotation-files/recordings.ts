import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { DataError } from "../../errors.js";
import { FileFinder, type FoundFile, listFolder } from "../files.js";
import { isOtherAudioName, isWavName } from "../unread-audio.js";

/** Finds the recordings that annotation files are about. Remembers folders and files, for many rows about few of them. */
export class Recordings {
  readonly #files = new FileFinder();
  readonly #audioFolders: readonly string[];
  readonly #root: string | null;
  /** Names of audio by their names without an ending, for each folder. */
  readonly #stems = new Map<string, ReadonlyMap<string, readonly string[]>>();

  /**
   * @param audioFolders where recordings are looked up after the folder of the annotation file
   * @param root folder of annotation files: `audioFolders` may have the same folders below them
   */
  constructor(audioFolders: readonly string[], root: string | null = null) {
    this.#audioFolders = audioFolders;
    this.#root = root;
  }

  /**
   * Finds a recording by the first of its names that exists, relative to the annotation file.
   *
   * @param names the path of a row, and other names that it may have
   * @param source place for messages, such as `train.csv:17`
   * @throws DataError if there is none, or if several folders have one
   */
  named(names: readonly string[], annotationPath: string, source: string): FoundFile {
    const folder = dirname(annotationPath);
    for (const name of names) {
      if (name.includes("\0"))
        throw new DataError("FIELD", `${source}: path: ${JSON.stringify(name)} has a zero character`);
      const direct = this.#files.find(isAbsolute(name) ? name : join(folder, name), source);
      if (direct !== null) return assertFile(direct, source);
      if (isAbsolute(name)) continue;
      const found = this.#audioFolders.flatMap((other) => this.#files.find(join(other, name), source) ?? []);
      const one = theOnly(found, name, source);
      if (one !== null) return assertFile(one, source);
    }
    const name = names[0]!;
    const path = isAbsolute(name) ? name : join(folder, name);
    throw new DataError(
      "FILE",
      `${source}: ${path}: no such file${this.#alsoIn()}; ${missingAdvice(name, folder)}`,
    );
  }

  /**
   * Finds the recording that an annotation file without names of recordings is about, by its own name: `a.wav` for `a.txt`
   * and for `a.Table.1.selections.txt`.
   *
   * @throws DataError if there is none, or if several fit equally
   */
  beside(annotationPath: string): FoundFile {
    const stems = stemsOf(basename(annotationPath));
    const own = dirname(annotationPath);
    const below = this.#root === null ? "" : relative(this.#root, own);
    const others = [...new Set(this.#audioFolders.flatMap((folder) => [join(folder, below), folder]))];
    for (const stem of stems) {
      const inOwn = this.#withStem(own, stem);
      const paths = inOwn.length > 0 ? inOwn : others.flatMap((folder) => this.#withStem(folder, stem));
      const found = paths.flatMap((path) => this.#files.find(path, annotationPath) ?? []);
      const one = theOnly(found, stem, annotationPath);
      if (one !== null) return assertFile(one, annotationPath);
    }
    throw new DataError(
      "FILE",
      `${annotationPath}: no recording beside it, expected ${stems.at(-1)}.wav${this.#alsoIn()}; put the recording there, or set data.audio_folders to the folders of the recordings`,
    );
  }

  /** Returns the recordings of a folder, by path. */
  in(folder: string): string[] {
    return [...this.#stemsIn(folder).keys()].flatMap((stem) => this.#withStem(folder, stem));
  }

  /** True if a recording is beside the annotation file. */
  hasBeside(annotationPath: string): boolean {
    const stems = this.#stemsIn(dirname(annotationPath));
    return stemsOf(basename(annotationPath)).some((stem) => stems.has(stem));
  }

  /** A WAV file stands for its original in another format, if both are there. */
  #withStem(folder: string, stem: string): string[] {
    const names = this.#stemsIn(folder).get(stem) ?? [];
    const wav = names.filter(isWavName);
    return (wav.length > 0 ? wav : names).map((name) => join(folder, name));
  }

  #stemsIn(folder: string): ReadonlyMap<string, readonly string[]> {
    const known = this.#stems.get(folder);
    if (known !== undefined) return known;
    const stems = new Map<string, string[]>();
    for (const entry of existsSync(folder) ? listFolder(folder) : []) {
      if (entry.isDirectory() || !(isWavName(entry.name) || isOtherAudioName(entry.name))) continue;
      const stem = entry.name.replace(/\.[^.]*$/, "").normalize();
      stems.set(stem, [...(stems.get(stem) ?? []), entry.name]);
    }
    this.#stems.set(folder, stems);
    return stems;
  }

  #alsoIn(): string {
    return this.#audioFolders.length === 0 ? "" : ` (nor in ${this.#audioFolders.join(", ")})`;
  }
}

/** `a.Table.1.selections`, `a.Table.1`, `a.Table`, `a`: names that the recording may have, the longest first. */
function stemsOf(name: string): string[] {
  const parts = name.normalize().split(".");
  return parts.slice(0, -1).map((_, i) => parts.slice(0, parts.length - 1 - i).join("."));
}

function theOnly(found: readonly FoundFile[], name: string, source: string): FoundFile | null {
  const paths = [...new Set(found.map(({ path }) => path))];
  if (paths.length < 2) return found[0] ?? null;
  throw new DataError(
    "TWO_FILES",
    `${source}: ${name}: found as ${paths.join(" and ")}, expected one recording; rename or move the others`,
  );
}

function assertFile(found: FoundFile, source: string): FoundFile {
  const { special, path } = found;
  if (special === null) return found;
  const advice = special === "a folder" ? "; give each of its files a line" : "";
  throw new DataError("FORMAT", `${source}: ${path}: ${special}, expected an audio file${advice}`);
}

function missingAdvice(name: string, folder: string): string {
  const slashes = name.replaceAll("\\", "/");
  if (slashes !== name && existsSync(join(folder, slashes)))
    return `${join(folder, slashes)} exists: write paths with /`;
  if (!isAbsolute(name) && existsSync(name))
    return `paths are relative to the manifest, and ${name} exists relative to the working directory; set data.audio_folders to [.]`;
  return "paths are relative to the manifest; data.audio_folders names other folders";
}
