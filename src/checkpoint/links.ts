import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { monitorOf, type Policy } from "./policy.js";
import { ranked, type StoredCheckpoint } from "./retention.js";

/*
 * `last` and `best`: symbolic links to checkpoints. File systems without symbolic links (FAT, exFAT, many SMB and FUSE
 * mounts) get small text files that hold the checkpoint's name; every reader accepts both kinds.
 */

/** Names for a checkpoint besides that of its own folder. */
export type Link = "last" | "best";

const LINKS: readonly Link[] = ["last", "best"];
const CHECKPOINT_NAME = /^step-\d+(\.\d+)?$/;
/** Error codes of symlink() where the file system has no symbolic links. */
const NO_SYMLINKS: readonly string[] = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];
/** A longer file is no link. */
const MAX_LINK_BYTES = 100;

/** The checkpoint's name that a link holds; undefined if there is no such link. */
export function linkTarget(folder: string, link: Link): string | undefined {
  const path = join(folder, link);
  try {
    // Copying a run may have made the link absolute.
    return lstatSync(path).isSymbolicLink() ? basename(readlinkSync(path)) : textTarget(path);
  } catch {
    return undefined;
  }
}

/** Follows a link that is a text file; returns any other path as it is. */
export function followTextLink(path: string): string {
  try {
    const target = textTarget(path);
    return target === undefined ? path : join(dirname(path), target);
  } catch {
    return path;
  }
}

/** Throws the system's error. */
function textTarget(path: string): string | undefined {
  const status = lstatSync(path);
  if (!status.isFile() || status.size > MAX_LINK_BYTES) return undefined;
  const name = readFileSync(path, "utf8").trim();
  return CHECKPOINT_NAME.test(name) ? name : undefined;
}

/** The links that name a checkpoint. */
export function linksTo(folder: string, name: string): Link[] {
  return LINKS.filter((link) => linkTarget(folder, link) === name);
}

/** The checkpoint that each link should name; `stored` is sorted by age. */
export function linksOf(policies: readonly Policy[], stored: readonly StoredCheckpoint[]): Map<Link, string> {
  const newest = stored.at(-1);
  const monitor = monitorOf(policies);
  const best = monitor === null ? undefined : ranked(monitor, stored)[0];
  const links = new Map<Link, string>();
  if (newest !== undefined) links.set("last", newest.name);
  if (best !== undefined) links.set("best", best.name);
  return links;
}

/** Replaces the links, each in one rename; removes a link without a target. */
export function replaceLinks(folder: string, links: ReadonlyMap<Link, string>): void {
  for (const link of LINKS) {
    const target = links.get(link);
    if (target === undefined) rmSync(join(folder, link), { force: true });
    else replaceLink(folder, link, target);
  }
}

/** Replaces one link in one rename. Throws the system's error. */
export function replaceLink(folder: string, link: Link, target: string): void {
  if (target === linkTarget(folder, link)) return;
  const aside = join(folder, `.${link}`);
  rmSync(aside, { force: true });
  try {
    symlinkSync(target, aside);
  } catch (error) {
    if (!NO_SYMLINKS.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    writeSynced(aside, `${target}\n`);
  }
  renameSync(aside, join(folder, link));
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, "w");
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
