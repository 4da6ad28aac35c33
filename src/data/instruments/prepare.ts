import { parseCsv } from "../csv.js";
import {
  hashPlan,
  type OfSplits,
  ofSplits,
  type PrepareOptions,
  prepareFolder,
  type RenderedFolder,
} from "../rendering/folder.js";
import { clipPath, type Note, planNotes } from "./plan.js";
import { renderNotes } from "./pool.js";
import { CLIP_BYTES } from "./render.js";
import { rendererVersions } from "./soundfonts.js";

/** Increase it with a change to the rendering that does not change the plan. */
const RENDER_VERSION = 2;
const COLUMNS = ["path", "label", "soundfont", "program", "pitch", "velocity"] as const;

/**
 * Renders the quickstart's data below `root` and writes `train.csv`, `validation.csv` and `test.csv`, whose paths it returns.
 * Leaves a complete folder unchanged; renders an incomplete one, or one of another plan, again.
 *
 * @throws DataError naming the clip that cannot be rendered; the signal's reason if aborted
 */
export function prepareInstruments(root: string, options: PrepareOptions = {}): Promise<OfSplits> {
  return prepareNotes(root, planNotes(), options);
}

/** Does the same as `prepareInstruments` for any list of notes. */
export function prepareNotes(
  root: string,
  notes: readonly Note[],
  options: PrepareOptions = {},
): Promise<OfSplits> {
  const folder: RenderedFolder = {
    root,
    names: ofSplits((split) => `${split}.csv`),
    stampName: "rendered.json",
    version: RENDER_VERSION,
    plan: hashPlan([rendererVersions(), notes]),
    // A silent note has no file.
    recordingsIn: (split, manifest) =>
      parseCsv(manifest, `${split}.csv`)
        .slice(1)
        .map(({ fields }) => ({ path: fields[0]!, bytes: CLIP_BYTES })),
  };
  return prepareFolder(folder, options, async (how) => {
    const isSilent = await renderNotes(root, notes, how);
    const audible = notes.filter((_, i) => !isSilent[i]);
    return ofSplits((split) => formatManifest(audible.filter((note) => note.split === split)));
  });
}

function formatManifest(notes: readonly Note[]): string {
  const rows = notes.map((note) => {
    const row = { path: clipPath(note), ...note };
    return COLUMNS.map((column) => row[column]).join(",");
  });
  return `${[COLUMNS.join(","), ...rows].join("\n")}\n`;
}
