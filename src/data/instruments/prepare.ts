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

/** To be raised by whoever changes how a note sounds without changing the plan. */
const RENDER_VERSION = 1;
const STAMP = "rendered.json";
const COLUMNS = ["path", "label", "soundfont", "program", "pitch", "velocity"] as const;
/** Each thread holds a SoundFont and its decoded recordings. */
const MAX_DEFAULT_WORKERS = 4;

export interface PrepareOptions {
  /** Called after each clip; not at all when everything is there already. */
  onProgress?(done: number, total: number): void;
  /** Threads that render; as many as there are cores, at most 4, when left out. */
  numWorkers?: number;
  /** Ends the rendering; the promise rejects with its reason and the next call renders anew. */
  signal?: AbortSignal;
}

/** Paths of the three manifests. */
export type InstrumentManifests = Record<Split, string>;

/**
 * Renders the quickstart's data below `root` and writes `train.csv`, `validation.csv` and `test.csv`.
 * A folder that is complete is left as it is; one that is not, or of another plan, is rendered again.
 *
 * @throws DataError naming the clip that cannot be rendered; the signal's reason when aborted
 */
export function prepareInstruments(root: string, options: PrepareOptions = {}): Promise<InstrumentManifests> {
  return prepareNotes(root, planNotes(), options);
}

/** The same for any list of notes. */
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
  // First away, last back: without it nothing in the folder counts as complete.
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

/** Changes with the notes and with the versions of what renders them. */
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

/** The stamp fits, and every clip of the manifests is there in its whole length. */
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
    // A file that is missing or cannot be read: rendering anew mends it, or tells what is wrong.
    return false;
  }
}

function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
