import { type Dirent, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { counted } from "../counted.js";
import { DataError } from "../errors.js";
import { compare, describeBrokenLink, describeSpecial, listFolder, nameError, type Warn } from "./files.js";
import { isOtherAudioName, isReadName, isWavName, sniffAudio, UnreadAudio } from "./unread-audio.js";

export interface AudioFile {
  path: string;
  /** Undefined for a file that is no link. */
  realPath: string | undefined;
}

/** A recording in two formats: `a.flac` beside `a.wav`. */
export interface Repeated {
  path: string;
  /** The one that is read. */
  kept: string;
}

/** A folder to read: a class, or a folder given to `predict`. */
export interface Tree {
  path: string;
  files: AudioFile[];
  unread: UnreadAudio;
  /** Recordings that are left out because the same folder has them in another format. */
  repeated: Repeated[];
  /** Symbolic links whose target cannot be read. */
  broken: string[];
}

/** Called with the error for a file or folder that cannot be read; reading continues without it if this returns. */
export type OnUnreadable = (error: DataError) => void;

const fail: OnUnreadable = (error) => {
  throw error;
};

/**
 * Reads trees of folders and follows symbolic links. Each real folder is read once, so that loops of links end:
 * first the folders inside the trees, then the targets of links.
 */
export class FolderReader {
  /** Real paths of folders, with the tree that has their files; null for the root, which belongs to none. */
  readonly #seen = new Map<string, Tree | null>();
  readonly #links: { path: string; realFolder: string; tree: Tree }[] = [];
  readonly #realRoot: string;
  readonly #notFollowed: string[] = [];

  readonly #onUnreadable: OnUnreadable;

  constructor(root: string, onUnreadable: OnUnreadable = fail) {
    this.#realRoot = realpathSync(root);
    this.#onUnreadable = onUnreadable;
  }

  /** The root's own files belong to no tree; its folders do. */
  excludeRoot(): void {
    this.#seen.set(this.#realRoot, null);
  }

  /** @param realPath the tree's real path */
  addTree(path: string, realPath: string): Tree {
    const tree: Tree = { path, files: [], unread: new UnreadAudio(), repeated: [], broken: [] };
    this.#read(path, realPath, tree);
    return tree;
  }

  /** Returns the tree that has a folder's files already; null for the root, undefined for a new folder. */
  ownerOf(realPath: string): Tree | null | undefined {
    return this.#seen.get(realPath);
  }

  /** True for a link in `realFolder` to a folder that contains it: following it would never end. */
  isLoop(realFolder: string, target: string): boolean {
    return isInside(realFolder, target) || isInside(this.#realRoot, target);
  }

  addNotFollowed(reason: string): void {
    this.#notFollowed.push(reason);
  }

  /** Follows the links inside the trees; call after all trees are added. Files are then in order of their paths. */
  finish(trees: readonly Tree[]): void {
    if (this.#links.length === 0) return;
    for (let link = this.#links.shift(); link !== undefined; link = this.#links.shift()) {
      const { path, realFolder, tree } = link;
      const target = realpathSync(path);
      const owner = this.#seen.get(target);
      if (this.isLoop(realFolder, target))
        this.#notFollowed.push(`${path} leads back to a folder that contains it`);
      else if (owner !== null) this.#read(path, target, tree);
    }
    // By folder and name, as if links were folders: moving a folder elsewhere and linking it changes no order.
    for (const { files } of trees) files.sort((a, b) => comparePaths(a.path, b.path));
  }

  /** Warns of links that could not be followed and of recordings in two formats, one line for each kind. */
  warn(root: string, trees: readonly Tree[], warn: Warn): void {
    const broken = trees.flatMap((tree) => tree.broken);
    const loops = this.#notFollowed;
    if (broken.length > 0)
      warn(
        `warning: ${root}: ${countOf(broken, "symbolic link")} left out because the target cannot be read; the first: ` +
          `${describeBrokenLink(broken[0]!)}. Mount or copy the target`,
      );
    const [first, ...more] = trees.flatMap((tree) => tree.repeated);
    if (first !== undefined)
      warn(
        `warning: ${root}: ${counted(1 + more.length, "file")} left out because the same recording is there in another format; the first: ${first.path}, beside ${first.kept}. Remove one of the two, or rename it if they differ`,
      );
    if (loops.length > 0)
      warn(`warning: ${root}: ${countOf(loops, "folder")} not read a second time; the first: ${loops[0]}`);
  }

  #read(folder: string, realFolder: string, tree: Tree): void {
    const owner = this.#seen.get(realFolder);
    if (owner !== undefined) {
      if (owner !== null && owner !== tree)
        this.#notFollowed.push(`${folder} is read as part of ${owner.path} already`);
      return;
    }
    this.#seen.set(realFolder, tree);
    const entries = this.#list(folder);
    const read: AudioFile[] = [];
    const others: string[] = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        this.#read(path, join(realFolder, entry.name), tree);
        continue;
      }
      const isLink = entry.isSymbolicLink();
      const target = isLink ? statOrNull(path) : entry;
      if (target === null) {
        if (mayBeAudio(entry.name)) tree.broken.push(path);
        continue;
      }
      if (target.isDirectory()) {
        this.#links.push({ path, realFolder, tree });
        continue;
      }
      const kind = audioKind(path, entry.name, target.isFile());
      if (kind === "other") others.push(path);
      if (kind !== "read") continue;
      const special = describeSpecial(target);
      if (special !== null) {
        this.#onUnreadable(
          new DataError("FORMAT", `${path}: ${special}, expected an audio file; move it out of the folder`),
        );
        continue;
      }
      read.push({ path, realPath: isLink ? realpathSync.native(path) : undefined });
    }
    addOnce(tree, read, others);
  }

  #list(folder: string): Dirent[] {
    try {
      const entries = listFolder(folder);
      const bad = findBadName(folder, entries);
      if (bad === null) return entries;
      this.#onUnreadable(bad);
      return entries.filter(({ name }) => !name.includes("\uFFFD"));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#onUnreadable(error);
      return [];
    }
  }
}

/** Adds the audio files of one folder. Of a recording in several formats one counts: WAV, else the first by name. */
function addOnce(tree: Tree, read: readonly AudioFile[], others: readonly string[]): void {
  const byStem = new Map<string, AudioFile>();
  for (const file of read) {
    const stem = stemOf(file.path);
    const known = byStem.get(stem);
    if (known === undefined || (isWavName(file.path) && !isWavName(known.path))) byStem.set(stem, file);
  }
  for (const file of read) {
    const kept = byStem.get(stemOf(file.path))!;
    if (kept === file) tree.files.push(file);
    else tree.repeated.push({ path: file.path, kept: kept.path });
  }
  for (const path of others) if (!byStem.has(stemOf(path))) tree.unread.add(path);
}

/** Returns the error for the first folder or audio file whose name is not UTF-8, or null. */
export function findBadName(folder: string, entries: readonly Dirent[]): DataError | null {
  const matters = (entry: Dirent): boolean => !entry.isFile() || isAudioName(entry.name);
  const bad = entries.find((entry) => entry.name.includes("\uFFFD") && matters(entry));
  return bad === undefined ? null : nameError(folder, (name) => name === bad.name);
}

/** True for a name of audio or without an ending, as folders have. */
export function mayBeAudio(name: string): boolean {
  return isAudioName(name) || !name.includes(".");
}

function countOf(items: readonly unknown[], noun: string): string {
  return items.length === 1 ? `1 ${noun} is` : `${items.length} ${noun}s are`;
}

function audioKind(path: string, name: string, isFile: boolean): "read" | "other" | null {
  if (isReadName(name)) return "read";
  if (!isFile) return null;
  if (isOtherAudioName(name)) return "other";
  return name.includes(".") ? null : sniffAudio(path);
}

function isAudioName(name: string): boolean {
  return isWavName(name) || isOtherAudioName(name);
}

function stemOf(path: string): string {
  return path.replace(/\.[^./]*$/, "");
}

export function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** True if `path` is `folder` or lies below it. */
function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split(sep), b.split(sep)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compare(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
