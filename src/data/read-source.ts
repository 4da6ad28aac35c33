/** From a path of clips to the clips: finds what it is, reads it, cuts windows, and reports what was found. */
import { counted } from "../counted.js";
import { DataError } from "../errors.js";
import { type CutClips, cutWindows } from "./annotation-files/cut-windows.js";
import { eventClips } from "./annotation-files/event-clips.js";
import { listAnnotations, warnOfUnused } from "./annotation-files/folder.js";
import { measureRecordings } from "./annotation-files/measure.js";
import type { Reading, SourceReport } from "./annotation-files/reading.js";
import { timedClips } from "./annotation-files/timed-clips.js";
import type { Annotations } from "./annotations.js";
import { type Clip, clipName } from "./clip.js";
import type { Warn } from "./files.js";
import { scanFolder } from "./folder.js";
import { type AnnotatedSet, readManifests } from "./manifest.js";
import { scanShards } from "./shards/scan.js";
import { type ClipSource, findSource } from "./source.js";

export interface SourceOptions {
  annotations: Annotations;
  reading: Reading;
  warn: Warn;
  onSource: (report: SourceReport) => void;
}

/**
 * Returns the clips at a path or a pattern.
 *
 * @param key for messages: `data.train`
 * @throws DataError for what cannot be read, or if there are no clips
 */
export function readSource(path: string, key: string, options: SourceOptions): Clip[] {
  return clipsIn(readSet(findSource(path, key, options.reading), options), path, key, options);
}

/**
 * Returns the clips of annotated stretches: those of events, or windows of recordings.
 *
 * @param isKept leaves out windows
 * @throws DataError if there are no clips
 */
export function clipsIn(
  set: AnnotatedSet,
  path: string,
  key: string,
  options: SourceOptions,
  isKept: (window: Clip) => boolean = () => true,
): Clip[] {
  const { annotations, onSource } = options;
  const { clips: cut, background } = cutClips(set, key, options);
  const clips = background === null ? cut : cut.filter(isKept);
  if (clips.length === 0)
    throw new DataError("EMPTY", `${key}: ${path}: ${reasonForNone(background, annotations)}`);
  const { title, numRows } = set;
  const numRecordings = new Set(
    [...set.clips, ...set.withoutEvents].map((clip) => clipName({ ...clip, label: "" })),
  ).size;
  onSource({ key, path, title, numRows, numRecordings, numClips: clips.length, background });
  return clips;
}

/** @returns `background` null without windows */
function cutClips(
  set: AnnotatedSet,
  key: string,
  { annotations, reading: { windows }, warn }: SourceOptions,
): { clips: Clip[]; background: CutClips["background"] | null } {
  // A model is judged on whole recordings: windows would cut events in two. Those of training are cut after the splits.
  if (annotations.inTime !== undefined)
    return { clips: timedClips(set, annotations.inTime, { key, warn }), background: null };
  if (windows === null) return { clips: eventClips(set, annotations, key, warn), background: null };
  return cutWindows(measureRecordings(set, key, warn), windows, annotations, { key, warn });
}

/** Returns the annotated stretches of a source, before they are compared with their recordings and cut. */
export function readSet(
  source: ClipSource,
  { annotations, reading, warn }: Omit<SourceOptions, "onSource">,
): AnnotatedSet {
  const others = { withoutEvents: [], numRows: null, events: new Set<Clip>() };
  switch (source.kind) {
    case "shards": {
      const title = counted(source.tars.length, "shard");
      return { ...others, clips: scanShards(source.tars, annotations, reading.keep), title };
    }
    case "folder": {
      const clips = scanFolder(source.path, warn, annotations);
      return { ...others, clips, title: "folder of labels" };
    }
    case "manifest":
      return readManifests({ paths: [source.path], root: null }, annotations, reading, warn);
    case "annotations": {
      const folder = listAnnotations(source.path, reading.format);
      const set = readManifests(folder, annotations, reading, warn);
      warnOfUnused(folder, set, warn);
      return set;
    }
  }
}

function reasonForNone(background: CutClips["background"] | null, { column }: Annotations): string {
  if (background === null) return `no recording has an annotation, and each clip needs a ${column}`;
  return background.found === 0
    ? "no recording is as long as a window (data.windows.sec); shorten the windows, or set data.windows.last to pad"
    : `no annotation labels any of ${counted(background.found, "window")} (data.windows); annotate events, or keep background`;
}
