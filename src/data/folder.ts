import { realpathSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../counted.js";
import { DataError } from "../errors.js";
import type { Annotations } from "./annotations.js";
import type { Clip } from "./clip.js";
import { describeBrokenLink, listFolder, type Warn } from "./files.js";
import {
  FolderReader,
  findBadName,
  mayBeAudio,
  type OnUnreadable,
  statOrNull,
  type Tree,
} from "./folder-reader.js";
import { SINGLE_LABEL } from "./single-label.js";
import { isReadName, UnreadAudio } from "./unread-audio.js";

/**
 * Finds the audio files below a folder, without hidden ones, in an order that does not depend on the file system. Follows
 * symbolic links.
 *
 * @param onUnreadable called for each file or folder that cannot be read; without it, the first one is thrown
 * @throws DataError if there are none, counting audio in other formats
 */
export function findAudioFiles(folder: string, warn: Warn = () => {}, onUnreadable?: OnUnreadable): string[] {
  const reader = new FolderReader(folder, onUnreadable);
  const tree = reader.addTree(folder, realpathSync(folder));
  reader.finish([tree]);
  if (tree.files.length === 0)
    throw new DataError("EMPTY", `${folder}: no audio files in this folder${describeLeftOut(tree) ?? ""}`);
  reader.warn(folder, [tree], warn);
  warnOfUnread(folder, [tree], warn);
  return tree.files.map(({ path }) => path);
}

/** True if a folder has folders in it, hidden ones left out. */
export function hasClassFolders(root: string): boolean {
  return listFolder(root).some(
    (entry) =>
      entry.isDirectory() ||
      (entry.isSymbolicLink() && (statOrNull(join(root, entry.name))?.isDirectory() ?? false)),
  );
}

/**
 * Returns the clips of a folder with one folder per label: `root/<label>/**`. Follows symbolic links, each real
 * folder once.
 *
 * @param warn called with a line for each kind of file that is left out
 * @throws DataError naming a root without class folders, a class without audio, or a broken link in place of a class
 */
export function scanFolder(
  root: string,
  warn: Warn = () => {},
  annotations: Annotations = SINGLE_LABEL,
): Clip[] {
  const { reader, classes } = readClasses(root);
  if (classes.length === 0) {
    const loose = listFolder(root).filter(({ name }) => isReadName(name)).length;
    throw new DataError(
      "CLASSES",
      `${root}: expected one folder per label with audio files inside, found no folders${loose > 0 ? `, but ${counted(loose, "audio file")}: sort them into folders, or label them in a manifest` : ""}`,
    );
  }
  for (const { label, tree } of classes) {
    if (tree.files.length > 0) continue;
    const reason = describeLeftOut(tree) ?? "; add some, or remove the folder";
    throw new DataError("EMPTY_CLASS", `${tree.path}: the label "${label}" has no audio files${reason}`);
  }
  const trees = classes.map(({ tree }) => tree);
  reader.warn(root, trees, warn);
  warnOfUnread(root, trees, warn);
  warnOfLoose(root, warn);
  return classes.flatMap(({ label, tree }) => {
    const annotation = annotations.parse({ label, [annotations.column]: label }, tree.path);
    return tree.files.map(({ path, realPath }) => ({
      path,
      label: annotation,
      startSec: 0,
      durationSec: null,
      ...(realPath === undefined ? {} : { realPath }),
    }));
  });
}

interface Class {
  label: string;
  tree: Tree;
}

/** Classes in order of their folders' names. Real folders come before links, so that a link cannot take their files. */
function readClasses(root: string): { reader: FolderReader; classes: Class[] } {
  const reader = new FolderReader(root);
  reader.excludeRoot();
  const realRoot = realpathSync(root);
  const trees = new Map<string, Tree>();
  const entries = listFolder(root);
  const bad = findBadName(root, entries);
  if (bad !== null) throw bad;
  for (const { name } of entries.filter((entry) => entry.isDirectory()))
    trees.set(name, reader.addTree(join(root, name), join(realRoot, name)));
  for (const { name } of entries.filter((entry) => entry.isSymbolicLink())) {
    const path = join(root, name);
    const target = statOrNull(path);
    if (target === null && mayBeAudio(name))
      throw new DataError(
        "LINK",
        `${describeBrokenLink(path)}; mount or copy its target: the class would be missing`,
      );
    if (!target?.isDirectory()) continue;
    const realPath = realpathSync(path);
    const owner = reader.ownerOf(realPath);
    if (reader.isLoop(realRoot, realPath))
      reader.addNotFollowed(`${path} leads back to a folder that contains it`);
    else if (owner === undefined || owner === null) trees.set(name, reader.addTree(path, realPath));
    else
      throw new DataError(
        "TWO_LABELS",
        `${path}: a symbolic link to a folder that is read as part of ${owner.path}: its recordings would have two labels; remove the link, or let it lead elsewhere`,
      );
  }
  reader.finish([...trees.values()]);
  const classes = entries.flatMap(({ name }) => {
    const tree = trees.get(name);
    return tree === undefined ? [] : [{ label: name.normalize(), tree }];
  });
  return { reader, classes };
}

/** Returns the reason why an empty tree is empty, or null if it really has no audio. */
function describeLeftOut({ unread, broken }: Tree): string | null {
  if (unread.size > 0) return `, but ${unread.counts()}; ${unread.advice()}`;
  if (broken.length === 0) return null;
  return `, but ${counted(broken.length, "symbolic link")} whose target cannot be read; the first: ${describeBrokenLink(broken[0]!)}. Mount or copy the target`;
}

function warnOfUnread(root: string, trees: readonly Tree[], warn: Warn): void {
  const all = new UnreadAudio();
  for (const { unread } of trees) all.add(...unread.paths);
  if (all.size === 0) return;
  const are = all.size === 1 ? "1 audio file is" : `${all.size} audio files are`;
  warn(
    `warning: ${root}: ${are} in formats that are not read, and left out: ${all.counts()} (the first: ${all.paths[0]}); ${all.advice()}`,
  );
}

/** Files beside the class folders have no label. */
function warnOfLoose(root: string, warn: Warn): void {
  const loose = listFolder(root).filter((entry) => !entry.isDirectory() && isReadName(entry.name));
  if (loose.length === 0) return;
  const are = loose.length === 1 ? "1 audio file is" : `${loose.length} audio files are`;
  warn(
    `warning: ${root}: ${are} left out for lack of a label, outside the class folders (the first: ${loose[0]!.name}); move each into a class folder`,
  );
}
