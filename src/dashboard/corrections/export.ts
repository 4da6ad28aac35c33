/** Writes a manifest with corrections: a table that any task reads. */
import { resolve } from "node:path";
import { overrideConfig } from "../../config/load.js";
import type { Config } from "../../config/schema.js";
import type { Row } from "../../data/annotations.js";
import type { Clip } from "../../data/clip.js";
import { clipId, type StoredCorrection } from "../../data/corrections/lines.js";
import { openClips, splitColumns } from "../../data/dataset.js";
import { readingOf } from "../../inference/open-data.js";
import type { CorrectionsPlace } from "./place.js";

type ManifestPlace = CorrectionsPlace & { manifest: string };

/**
 * Returns the head and the rows. Paths are absolute: the file trains wherever it is saved.
 *
 * @param recorded the clips of the set, for a manifest that cannot be read as the run read it
 */
export function correctedRows(
  place: ManifestPlace,
  config: unknown,
  recorded: readonly Clip[],
  corrections: ReadonlyMap<string, StoredCorrection>,
): string[][] {
  const { annotations } = place;
  const all = readManifest(place, config) ?? recorded;
  const kept = all.flatMap((clip) => {
    const { startSec, durationSec } = clip;
    const correction = corrections.get(clipId({ file: resolve(clip.path), startSec, durationSec }));
    if (correction === undefined) return [clip];
    return correction.label === null ? [] : [{ ...clip, label: correction.label }];
  });
  const rows = kept.map(
    (clip): Row => ({
      path: resolve(clip.path),
      ...annotations.row(clip.label),
      ...(clip.startSec === 0 && clip.durationSec === null ? {} : { start_sec: clip.startSec }),
      ...(clip.durationSec === null ? {} : { duration_sec: clip.durationSec }),
      ...clip.columns,
    }),
  );
  const head = [...new Set(["path", annotations.column, ...rows.flatMap((row) => Object.keys(row))])];
  return [head, ...rows.map((row) => head.map((column) => cellOf(row[column])))];
}

const cellOf = (value: unknown): string =>
  value === undefined || value === null
    ? ""
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

/** All clips of the manifest, of which the set may be a part; null if it cannot be read, as after a change to it. */
function readManifest({ manifest, annotations }: ManifestPlace, recorded: unknown): Clip[] | null {
  try {
    const config = overrideConfig(recorded as Config, []);
    const reading = { ...readingOf(config), keep: splitColumns(config.data) };
    return openClips(manifest, "data.train", () => {}, annotations, reading);
  } catch {
    return null;
  }
}
