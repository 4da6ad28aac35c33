/** Tasks of the reading threads: list, append and export corrections. */
import { csvText } from "../../csv-text.js";
import type { Annotations } from "../../data/annotations.js";
import type { Clip } from "../../data/clip.js";
import { describeKnownError } from "../../describe-error.js";
import type { PredictedClip } from "../../predictions.js";
import { RequestError } from "../../serving/request-error.js";
import type { Correction, CorrectionList } from "../api.js";
import { type Clips, clipsOf } from "../reading/clips.js";
import { RecordReader } from "../reading/record-reader.js";
import { correctedRows } from "./export.js";
import { appendCorrection, clipId, readJournal, type StoredCorrection } from "./journal.js";
import { type CorrectionsPlace, findPlace } from "./place.js";

interface Opened {
  set: Clips;
  config: unknown;
  found: ReturnType<typeof findPlace>;
}

function open(folder: string, split: string): Opened {
  const set = clipsOf(folder, split);
  using record = new RecordReader(folder);
  const { config } = record.facts();
  return { set, config, found: findPlace(set, (config as { task?: unknown } | null)?.task) };
}

export function listCorrections(folder: string, split: string): CorrectionList {
  const { set, found } = open(folder, split);
  if ("refusedBecause" in found) return { corrections: [], file: null, ...found };
  const stored = readJournal(found.place);
  return {
    corrections: set.clips.flatMap((clip, place) => {
      const correction = stored.get(clipId(withFile(clip)));
      // An undone correction leads back to the manifest's annotation.
      return correction === undefined || correction.label === clip.label
        ? []
        : [{ clip: place, ...correction }];
    }),
    file: found.place.file,
    refusedBecause: null,
  };
}

/** Places are of clips with files: `findPlace` refuses others. */
const withFile = (clip: PredictedClip): PredictedClip & { file: string } => ({
  ...clip,
  file: clip.file ?? clip.name,
});

/**
 * Appends a correction.
 *
 * @returns the list with it
 * @throws RequestError 409 if the clip's annotation is no longer what the page shows; 422 for one that the task cannot read
 */
export function appendCorrectionTo(folder: string, correction: Correction): CorrectionList {
  const { set, found } = open(folder, correction.split);
  if ("refusedBecause" in found) throw new RequestError(422, "NOT_CORRECTABLE", found.refusedBecause);
  const clip = set.clips[correction.clip];
  if (clip === undefined)
    throw new RequestError(
      404,
      "NO_CLIP",
      `clip ${correction.clip}: the ${correction.split} set has ${set.clips.length} clips`,
    );
  const { place } = found;
  const stored = readJournal(place).get(clipId(withFile(clip)));
  const now = stored === undefined ? clip.label : stored.label;
  if (now !== correction.was)
    throw new RequestError(
      409,
      "CHANGED",
      `the annotation of this clip is ${now === null ? "rejected" : place.annotations.quote(now)} by now; the page shows an earlier one: reload it`,
    );
  const label = correction.label === null ? null : canonical(correction.label, place.annotations);
  if (label !== now)
    appendCorrection(place, withFile(clip), {
      label,
      was: now,
      timeMs: Date.now(),
    } satisfies StoredCorrection);
  return listCorrections(folder, correction.split);
}

/** Accepts the canonical form, and what a person writes in a manifest. @throws RequestError 422 */
function canonical(text: string, annotations: Annotations): string {
  try {
    const label = annotations.parse(annotations.row(text), "correction");
    if (label === text) return label;
  } catch {
    // It is not in the canonical form.
  }
  try {
    return annotations.parse({ [annotations.column]: text }, "correction");
  } catch (error) {
    throw new RequestError(422, "LABEL", describeKnownError(error as Error) ?? (error as Error).message);
  }
}

/** The corrected manifest as CSV: all clips of the manifest, those of other splits too, without rejected ones. */
export function exportCorrections(folder: string, split: string): { name: string; text: string } {
  const { set, config, found } = open(folder, split);
  if ("refusedBecause" in found) throw new RequestError(422, "NOT_CORRECTABLE", found.refusedBecause);
  const { place } = found;
  const recorded = set.clips.map(
    (clip): Clip => ({
      ...{
        path: withFile(clip).file,
        startSec: clip.startSec,
        durationSec: clip.durationSec,
        label: clip.label,
      },
    }),
  );
  return {
    name: exportName(place),
    text: csvText(correctedRows(place, config, recorded, readJournal(place))),
  };
}

function exportName({ manifest }: CorrectionsPlace): string {
  const name = manifest.split(/[\\/]/).at(-1) ?? "clips";
  return `${name.replace(/\.\w+$/, "")}-corrected.csv`;
}
