import { readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import type { BestPolicy } from "./policy.js";
import { ranked, type StoredCheckpoint } from "./retention.js";

/** The names under which a checkpoint can be found besides its own: symbolic links to it. */
export type Link = "last" | "best";

const LINKS: readonly Link[] = ["last", "best"];

/** The checkpoint that a link names; undefined when there is no such link. */
export function linkTarget(folder: string, link: Link): string | undefined {
  try {
    // A copy of the run may have made it absolute.
    return basename(readlinkSync(join(folder, link)));
  } catch {
    return undefined;
  }
}

/** The links that name a checkpoint. */
export function linksTo(folder: string, name: string): Link[] {
  return LINKS.filter((link) => linkTarget(folder, link) === name);
}

/** What each link is to name; `stored` is sorted by age. */
export function linksOf(policy: BestPolicy, stored: readonly StoredCheckpoint[]): Map<Link, string> {
  const newest = stored.at(-1);
  const best = ranked(policy, stored)[0];
  const links = new Map<Link, string>();
  if (newest !== undefined) links.set("last", newest.name);
  if (best !== undefined) links.set("best", best.name);
  return links;
}

/** Makes the links name what they are to, each in one rename; one that is to name nothing goes. */
export function replaceLinks(folder: string, links: ReadonlyMap<Link, string>): void {
  for (const link of LINKS) {
    const target = links.get(link);
    const path = join(folder, link);
    if (target === linkTarget(folder, link)) continue;
    if (target === undefined) {
      rmSync(path, { force: true });
      continue;
    }
    const aside = join(folder, `.${link}`);
    rmSync(aside, { force: true });
    symlinkSync(target, aside);
    renameSync(aside, path);
  }
}
