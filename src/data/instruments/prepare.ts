import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../make-folder.js";
import { parseCsv } from "../csv.js";
import { clipPath, type Note, planNotes, SPLITS, type Split } from "./plan.js";
import { renderNotes } from "./pool.js";
import { CLIP_BYTES } from "./render.js";
import { rendererVersions } from "./soundfonts.js";

/** Increase it with a change to the rendering that does not change the plan. */
const RENDER_VERSION = 2;
const STAMP = "rendered.json";
const COLUMNS = ["path", "label", "soundfont", "program", "pitch", "velocity"] as const;
/** Limited because each thread holds a SoundFont and its decoded recordings in memory. */
const MAX_DEFAULT_WORKERS = 4;

export interface PrepareOptions {
  /** Called after each clip; not called if the folder is complete. */
  onProgress?(done: number, total: number): void;
  /** Threads that render; by default one for each core, at most 4. */
  numWorkers?: number;
  /** Stops the rendering: the promise rejects with its reason, and the next call renders again. */
  signal?: AbortSignal;
}

/** The paths of the three manifests. */
export type InstrumentManifests = Record<Split, string>;

/**
 * Renders the quickstart's data below `root` and writes `train.csv`, `validation.csv` and `test.csv`.
 * Leaves a complete folder unchanged; renders an incomplete one, or one of another plan, again.
 *
 * @throws DataError naming the clip that cannot be rendered; the signal's reason if aborted
 */
export function prepareInstruments(root: string, options: PrepareOptions = {}): Promise<InstrumentManifests> {
  return prepareNotes(root, planNotes(), options);
}

/** Does the same as `prepareInstruments` for any list of notes. */
export async function prepareNotes(
  root: string,
  notes: readonly Note[],
  options: PrepareOptions = {},
): Promise<InstrumentManifests> {
  options.signal?.throwIfAborted();
  const manifests: InstrumentManifests = {
    train: join(root, "train.csv"),
    validation: join(root, "validation.csv"),
    test: join(root, "test.csv"),
  };
  const stamp = { version: RENDER_VERSION, plan: hashPlan(notes) };
  if (isComplete(root, stamp, manifests)) return manifests;

  makeFolder(root);
  // Removed first and written last: without the stamp the folder counts as incomplete.
  rmSync(join(root, STAMP), { force: true });
  const isSilent = await renderNotes(root, notes, {
    ...options,
    numWorkers: Math.max(1, options.numWorkers ?? Math.min(MAX_DEFAULT_WORKERS, availableParallelism())),
  });
  const audible = notes.filter((_, i) => !isSilent[i]);
  for (const split of SPLITS) {
    const rows = audible.filter((note) => note.split === split);
    writeWhole(manifests[split], formatManifest(rows));
  }
  writeWhole(join(root, STAMP), `${JSON.stringify(stamp)}\n`);
  return manifests;
}

interface Stamp {
  version: number;
  plan: string;
}

/** Returns a hash of the notes and the versions of the packages that render them. */
function hashPlan(notes: readonly Note[]): string {
  const content = JSON.stringify([rendererVersions(), notes]);
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

function formatManifest(notes: readonly Note[]): string {
  const rows = notes.map((note) => {
    const row = { path: clipPath(note), ...note };
    return COLUMNS.map((column) => row[column]).join(",");
  });
  return `${[COLUMNS.join(","), ...rows].join("\n")}\n`;
}

/** True if the stamp matches and every clip of the manifests exists in its full size. */
function isComplete(root: string, stamp: Stamp, manifests: InstrumentManifests): boolean {
  try {
    const found = JSON.parse(readFileSync(join(root, STAMP), "utf8")) as Partial<Stamp>;
    if (found.version !== stamp.version || found.plan !== stamp.plan) return false;
    return SPLITS.every((split) =>
      parseCsv(readFileSync(manifests[split], "utf8"), manifests[split])
        .slice(1)
        .every(({ fields }) => statSync(join(root, fields[0]!)).size === CLIP_BYTES),
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
