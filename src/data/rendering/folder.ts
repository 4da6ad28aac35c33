/** Folders of rendered recordings with their manifests: complete, or rendered again. */
import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../make-folder.js";
import type { RenderOptions } from "./threads.js";

export type Split = "train" | "validation" | "test";
export const SPLITS: readonly Split[] = ["train", "validation", "test"];

/** Something for each split: the path of its manifest, or its text. */
export type OfSplits = Record<Split, string>;

/** Limited because each thread holds a SoundFont and its decoded recordings in memory. */
const MAX_DEFAULT_WORKERS = 4;

export interface PrepareOptions {
  /** Called after each recording; not called if the folder is complete. */
  onProgress?(done: number, total: number): void;
  /** Threads that render; by default one for each core, at most 4. */
  numWorkers?: number;
  /** Stops the rendering: the promise rejects with its reason, and the next call renders again. */
  signal?: AbortSignal;
}

export interface RecordingFile {
  /** Relative to the root. */
  path: string;
  /** Its size when it is complete. */
  bytes: number;
}

/** Contents of a complete folder. */
export interface RenderedFolder {
  root: string;
  /** Names of the manifests in it. */
  names: OfSplits;
  /** Name of the file that says what was rendered: sets with other names for all files may share a folder. */
  stampName: string;
  /** Increased with a change to the rendering that does not change the plan. */
  version: number;
  /** The result of `hashPlan`. */
  plan: string;
  /** Lists the recordings of a manifest. */
  recordingsIn(split: Split, manifest: string): readonly RecordingFile[];
}

/**
 * Renders a folder and writes its manifests, whose paths it returns. Leaves a complete folder unchanged; renders an incomplete
 * one, or one of another plan, again. Two processes may do so at once: they write the same bytes, and rename complete files.
 *
 * @param render writes the recordings and returns the texts of the manifests
 * @throws what `render` throws; the signal's reason if aborted
 */
export async function prepareFolder(
  folder: RenderedFolder,
  options: PrepareOptions,
  render: (options: RenderOptions) => Promise<OfSplits>,
): Promise<OfSplits> {
  const { root, names, stampName, version, plan } = folder;
  options.signal?.throwIfAborted();
  const manifests = ofSplits((split) => join(root, names[split]));
  const stamp: Stamp = { version, plan };
  const stampPath = join(root, stampName);
  if (isComplete(folder, stampPath, stamp, manifests)) return manifests;

  makeFolder(root);
  // Removed first and written last: without the stamp the folder counts as incomplete.
  rmSync(stampPath, { force: true });
  const numWorkers = options.numWorkers ?? Math.min(MAX_DEFAULT_WORKERS, availableParallelism());
  const texts = await render({ ...options, numWorkers: Math.max(1, numWorkers) });
  for (const split of SPLITS) writeWhole(manifests[split], texts[split]);
  writeWhole(stampPath, `${JSON.stringify(stamp)}\n`);
  return manifests;
}

interface Stamp {
  version: number;
  plan: string;
}

export function ofSplits(textOf: (split: Split) => string): OfSplits {
  return { train: textOf("train"), validation: textOf("validation"), test: textOf("test") };
}

/** Returns a hash of all that the recordings depend on, as JSON. */
export function hashPlan(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 16);
}

/** True if the stamp matches and every recording of the manifests exists in its full size. */
function isComplete(
  { root, recordingsIn }: RenderedFolder,
  stampPath: string,
  stamp: Stamp,
  manifests: OfSplits,
): boolean {
  try {
    const found = JSON.parse(readFileSync(stampPath, "utf8")) as Partial<Stamp>;
    if (found.version !== stamp.version || found.plan !== stamp.plan) return false;
    return SPLITS.every((split) =>
      recordingsIn(split, readFileSync(manifests[split], "utf8")).every(
        ({ path, bytes }) => statSync(join(root, path)).size === bytes,
      ),
    );
  } catch {
    // A file is missing or unreadable: rendering again repairs it, or fails with the reason.
    return false;
  }
}

function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
