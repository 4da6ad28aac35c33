/** Applies corrections (`data.corrections`) to the clips of a check, which are listed before recordings are measured and cut. */
import { mergeRepeats } from "../data/annotation-files/event-clips.js";
import { timedClips } from "../data/annotation-files/timed-clips.js";
import { type Annotations, type AnnotationsInTime, annotationWith } from "../data/annotations.js";
import type { Clip } from "../data/clip.js";
import type { Corrections } from "../data/corrections/corrections.js";
import { groupByRecording } from "../data/examination/recordings.js";
import type { AnnotatedSet } from "../data/manifest.js";
import { DataError } from "../errors.js";

/** Annotated stretches, and recordings without events. */
export interface Stretches {
  clips: Clip[];
  /** Their labels have no meaning. */
  withoutEvents: Clip[];
  /** Those of both whose annotation is a corrected one. */
  corrected: Set<Clip>;
}

/** A set of a check. */
export interface StretchesOptions {
  /** For messages. */
  key: string;
  annotations: Annotations;
  corrections: Corrections;
}

/** Returns the stretches of a set with their corrected annotations. */
export function correctStretches(set: AnnotatedSet, options: StretchesOptions): Stretches {
  const { annotations, corrections, key } = options;
  const silent = set.withoutEvents.map((one): Clip => ({ ...one, label: "" }));
  if (annotations.inTime !== undefined && corrections.files.length > 0)
    return correctRecordings(set, silent, annotations.inTime, options);
  const clips = set.events.size > 0 ? mergeRepeats(set.clips, annotations) : set.clips;
  const stretches = correctClips(clips, options);
  if (!annotations.mayBeEmpty) return { ...stretches, withoutEvents: silent };
  // A recording without events is a clip of a run: without labels.
  const label = annotationWith([], {}, annotations, key);
  const others = correctClips(
    silent.map((one) => ({ ...one, label })),
    options,
  );
  return {
    clips: [...stretches.clips, ...others.clips.filter((clip) => clip.label !== label)],
    withoutEvents: others.clips.filter((clip) => clip.label === label),
    corrected: new Set([...stretches.corrected, ...others.corrected]),
  };
}

/** Returns clips with their corrected annotations. Stale corrections are part of the check's result, not warnings. */
export function correctClips(
  clips: readonly Clip[],
  { corrections, key }: Pick<StretchesOptions, "corrections" | "key">,
): Stretches {
  const given = new Set(clips);
  const read = corrections.apply(clips, key, () => {});
  return { clips: read, withoutEvents: [], corrected: new Set(read.filter((clip) => !given.has(clip))) };
}

/** Where the times of events count, a clip of a run is a whole recording with all of its events. */
function correctRecordings(
  set: AnnotatedSet,
  silent: readonly Clip[],
  inTime: AnnotationsInTime,
  options: StretchesOptions,
): Stretches {
  const { annotations, corrections } = options;
  const isEvent = (part: Clip): boolean => set.events.has(part);
  const found = correctClips(
    set.clips.filter((clip) => !isEvent(clip)),
    options,
  );
  const parts = [...set.clips.filter(isEvent), ...silent];
  for (const { whole, clips: places } of groupByRecording(parts)) {
    const own = places.map((i) => parts[i]!);
    const read = corrections.has(whole) ? recordingOf(own.filter(isEvent), whole, inTime, options) : null;
    const clips = read === null ? null : correctClips([read], options);
    if (clips === null || clips.clips[0] === read) {
      found.clips.push(...mergeRepeats(own.filter(isEvent), annotations));
      found.withoutEvents.push(...own.filter((part) => !isEvent(part)));
    } else for (const clip of clips.clips) addEvents(clip, inTime, annotations, found);
  }
  return found;
}

/** Returns a recording as a run reads it; null for one that cannot be read, or with events after its end: those are findings. */
function recordingOf(
  events: readonly Clip[],
  whole: Clip,
  inTime: AnnotationsInTime,
  { key }: StretchesOptions,
): Clip | null {
  const set = { clips: [...events], events: new Set(events), title: "", numRows: null };
  const withoutEvents = events.length === 0 ? [whole] : [];
  try {
    return timedClips({ ...set, withoutEvents }, inTime, { key, warn: () => {} })[0]!;
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

/** Adds the events of a corrected recording. */
function addEvents(
  clip: Clip,
  { eventsOf }: AnnotationsInTime,
  annotations: Annotations,
  { clips, withoutEvents, corrected }: Stretches,
): void {
  const events = eventsOf(clip.label);
  const own =
    events === null
      ? [clip]
      : events.map(({ annotation, onsetSec, offsetSec }) => ({
          ...{ ...clip, label: annotation, startSec: onsetSec, durationSec: offsetSec - onsetSec },
        }));
  const merged = own.length === 0 ? [clip] : mergeRepeats(own, annotations);
  for (const one of merged) corrected.add(one);
  (own.length === 0 ? withoutEvents : clips).push(...merged);
}
