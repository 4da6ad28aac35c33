/** Carries corrections of clips in shards over to the clips that they were packed from, or into other shards. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { DataError } from "../../errors.js";
import type { Clip } from "../clip.js";
import type { Corrections } from "../corrections/corrections.js";
import type { StoredCorrection } from "../corrections/lines.js";
import { TarFile, type TarMember } from "./tar.js";
import { stemOf } from "./write.js";

const READ_BYTES = 1 << 20;

/**
 * Gives corrections of clips in shards that are none of these clips to those with the same name, bytes and stretch: packing changes
 * none of them. Shards that are gone or damaged have none. To be called before the corrections are applied.
 */
export function carryOver(corrections: Corrections, clips: readonly Clip[]): void {
  const ofShards = corrections.besides(clips).filter(({ clip }) => clip.member !== undefined);
  if (ofShards.length === 0) return;
  const byStem = new Map<string, Clip[]>();
  for (const clip of clips) {
    const stem = stemOf(clip.range?.member ?? clip.path);
    const known = byStem.get(stem);
    if (known === undefined) byStem.set(stem, [clip]);
    else known.push(clip);
  }
  for (const tar of new Set(ofShards.map(({ clip }) => clip.file))) {
    const members = membersOf(tar);
    for (const correction of ofShards.filter(({ clip }) => clip.file === tar)) {
      const member = members.get(correction.clip.member!);
      if (member === undefined) continue;
      const alike = (byStem.get(stemOf(member.name)) ?? []).filter((clip) =>
        isAlike(clip, correction, member),
      );
      if (alike.length === 0) continue;
      const hash = hashOf({ path: tar, ...member });
      const same = alike.filter((clip) => hashOf(partOf(clip)) === hash);
      if (same.length > 0) corrections.carryOver(correction, same);
    }
  }
}

const isAlike = (
  clip: Clip,
  { clip: { startSec, durationSec } }: StoredCorrection,
  { size }: TarMember,
): boolean => clip.startSec === startSec && clip.durationSec === durationSec && partOf(clip).size === size;

/** Returns the files in a tar by their names. */
function membersOf(path: string): Map<string, TarMember> {
  try {
    return TarFile.use(
      path,
      (tar) =>
        new Map(
          [...tar.members()].filter(({ kind }) => kind === "file").map((member) => [member.name, member]),
        ),
    );
  } catch (error) {
    if (error instanceof DataError) return new Map();
    throw error;
  }
}

/** Bytes of a file. */
interface Part {
  path: string;
  offset: number;
  size: number;
}

function partOf({ path, range }: Clip): Part {
  const { offset, size } = range ?? {
    offset: 0,
    size: statSync(path, { throwIfNoEntry: false })?.size ?? -1,
  };
  return { path, offset, size };
}

function hashOf({ path, offset, size }: Part): string {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(Math.min(size, READ_BYTES));
  const file = openSync(path, "r");
  try {
    for (let done = 0; done < size; ) {
      const numRead = readSync(file, buffer, 0, Math.min(buffer.length, size - done), offset + done);
      if (numRead === 0) break;
      hash.update(buffer.subarray(0, numRead));
      done += numRead;
    }
    return hash.digest("hex");
  } finally {
    closeSync(file);
  }
}
