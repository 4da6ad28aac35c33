/** Tasks of the reading threads: list, append and export corrections. */
import { basename } from "node:path";
import { csvText } from "../../csv-text.js";
import type { Annotations } from "../../data/annotations.js";
import type { Clip } from "../../data/clip.js";
import { clipId, correctionLine } from "../../data/corrections/lines.js";
import { describeKnownError } from "../../describe-error.js";
import { displayPath } from "../../display-path.js";
import type { PredictedClip } from "../../predictions.js";
import { RequestError } from "../../serving/request-error.js";
import type { Correction, CorrectionList } from "../api.js";
import { type Clips, clipsOf } from "../reading/clips.js";
import { RecordReader } from "../reading/record-reader.js";
import { correctedRows } from "./export.js";
import { appendCorrection, readJournal } from "./journal.js";
import { type CorrectionsPlace, findPlace, namedClip } from "./place.js";

interface Opened {
  set: Clips;
  config: unknown;
  found: ReturnType<typeof findPlace>;
}

function open(folder: string, split: string): Opened {
  const set = clipsOf(folder, split);
  using record = new RecordReader(folder);
  const { config } = record.facts();
  return { set, config, found: findPlace(set, config, folder) };
}

export function listCorrections(folder: string, split: string): CorrectionList {
  const { set, found } = open(folder, split);
  if ("refusedBecause" in found) return { corrections: [], file: null, setting: null, ...found };
  const stored = readJournal(found.place);
  return {
    corrections: set.clips.flatMap((clip, place) => {
      const correction = stored.get(clipId(namedClip(clip)));
      // An undone correction leads back to the manifest's annotation.
      return correction === undefined || correction.label === clip.label
        ? []
        : [{ clip: place, label: correction.label, was: correction.was, timeMs: correction.timeMs }];
    }),
    file: found.place.file,
    setting: `data.corrections=[${displayPath(found.place.file)}]`,
    refusedBecause: null,
  };
}

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
  const stored = readJournal(place).get(clipId(namedClip(clip)));
  const now = stored === undefined ? clip.label : stored.label;
  if (now !== correction.was)
    throw new RequestError(
      409,
      "CHANGED",
      `the annotation of this clip is ${now === null ? "rejected" : place.annotations.quote(now)} by now; the page shows an earlier one: reload it`,
    );
  const label = correction.label === null ? null : canonical(correction.label, place.annotations);
  if (label !== null) assertInside(label, clip, place.annotations);
  if (label !== now) appendCorrection(place, namedClip(clip), { label, was: now, timeMs: Date.now() });
  return listCorrections(folder, correction.split);
}

/** @throws RequestError 422 for an event that is not in its clip */
function assertInside(label: string, { durationSec }: PredictedClip, { inTime }: Annotations): void {
  const late = inTime?.eventsOf(label)?.find(({ offsetSec }) => offsetSec > (durationSec ?? Infinity) + 1e-3);
  if (late !== undefined)
    throw new RequestError(
      422,
      "LABEL",
      `an event ends at ${late.offsetSec} s, expected at most the clip's ${durationSec} s`,
    );
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

/**
 * Exports the corrections: the corrected manifest as CSV, with all clips of the manifest, those of other splits too, without rejected
 * ones; of shards and rows, which no manifest can list, the corrections of the set as JSON lines for `data.corrections`.
 */
export function exportCorrections(folder: string, split: string): ExportedCorrections {
  const { set, config, found } = open(folder, split);
  if ("refusedBecause" in found) throw new RequestError(422, "NOT_CORRECTABLE", found.refusedBecause);
  const { place } = found;
  const { manifest } = place;
  if (manifest === null)
    return {
      name: basename(place.file),
      type: "application/x-ndjson; charset=utf-8",
      text: correctionLines(place, set),
    };
  const recorded = set.clips.map(
    ({ file, startSec, durationSec, label }): Clip => ({ path: file!, startSec, durationSec, label }),
  );
  return {
    name: `${basename(manifest).replace(/\.\w+$/, "")}-corrected.csv`,
    type: "text/csv; charset=utf-8",
    text: csvText(correctedRows({ ...place, manifest }, config, recorded, readJournal(place))),
  };
}

export interface ExportedCorrections {
  name: string;
  type: string;
  text: string;
}

/** Lines with absolute paths, one for each corrected clip: they apply wherever the file is saved. */
function correctionLines(place: CorrectionsPlace, { clips }: Clips): string {
  const stored = readJournal(place);
  return clips
    .flatMap((clip) => {
      const named = namedClip(clip);
      const found = stored.get(clipId(named));
      if (found === undefined || found.label === found.source) return [];
      const { label, source, timeMs } = found;
      const line = correctionLine({ ...named, path: named.file }, place.annotations, {
        ...{ label, was: source, timeMs },
      });
      return [`${JSON.stringify(line)}\n`];
    })
    .join("");
}
