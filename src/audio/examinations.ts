/** Findings of the examination of files, kept in each thread: a long recording is opened for each crop of it. */
import type { ByteSource } from "./reader.js";

const MAX_BYTES = 64 << 20;
const MAX_FILES = 16_384;

interface Kept {
  finding: unknown;
  numBytes: number;
}

/** By the identity of the file; the one that was used last is the last. */
const kept = new Map<string, Kept>();
let numKeptBytes = 0;

/**
 * Returns what `examine` finds, without a second examination of a file that did not change. Findings that were not used for
 * longest are dropped beyond 64 MB.
 *
 * @param bytesOf memory that a finding takes
 */
export function examineOnce<T extends object>(
  { identity }: ByteSource,
  examine: () => T,
  bytesOf: (finding: T) => number,
): T {
  if (identity === null) return examine();
  const before = kept.get(identity);
  if (before !== undefined) {
    kept.delete(identity);
    kept.set(identity, before);
    return before.finding as T;
  }
  const finding = examine();
  keep(identity, { finding, numBytes: bytesOf(finding) });
  return finding;
}

function keep(identity: string, added: Kept): void {
  kept.set(identity, added);
  numKeptBytes += added.numBytes;
  for (const [oldest, { numBytes }] of kept) {
    if (numKeptBytes <= MAX_BYTES && kept.size <= MAX_FILES) break;
    kept.delete(oldest);
    numKeptBytes -= numBytes;
  }
}
