/** Clips whose annotations keep the times of events: whole recordings to evaluate, and windows of them to train on. */
import { DataError } from "../../errors.js";
import type { Annotations, AnnotationsInTime } from "../annotations.js";
import { type Clip, clipName } from "../clip.js";
import type { Warn } from "../files.js";
import type { AnnotatedSet } from "../manifest.js";
import { type CutClips, cutWindows } from "./cut-windows.js";
import { measureRecordings, type Recording } from "./measure.js";
import type { WindowOptions } from "./reading.js";
import { timedAnnotation } from "./timed-annotation.js";

/** For messages: `data.train`. */
interface Place {
  key: string;
  warn: Warn;
}

/**
 * Returns a clip for each recording that has events or was annotated without any, with all of its events. Rows that are clips
 * stay as they are, such as those with the labels of a whole clip.
 *
 * @throws DataError naming the line of an event outside of its file
 */
export function timedClips(set: AnnotatedSet, inTime: AnnotationsInTime, { key, warn }: Place): Clip[] {
  const events = set.clips.filter((clip) => set.events.has(clip));
  const others = set.clips.filter((clip) => !set.events.has(clip));
  const recordings = measureRecordings({ ...set, clips: events }, key, warn);
  assertAnnotatedOnce(recordings, others);
  return [...recordings.map((recording) => wholeClip(recording, inTime)), ...others];
}

function wholeClip({ whole, sampleRateHz, numFrames, events }: Recording, inTime: AnnotationsInTime): Clip {
  const source = events[0]?.clip.source ?? whole.source;
  return {
    ...whole,
    label: timedAnnotation(events, { first: 0, count: numFrames }, sampleRateHz, inTime),
    ...(source === undefined ? {} : { source }),
  };
}

/**
 * Cuts the clips that are whole recordings with known events into windows, each with the part of every event that is in it. Clips
 * that are stretches of recordings or have no times stay as they are.
 *
 * @throws ConfigError for options that leave out or invent events
 */
export function cutTimedClips(
  clips: readonly Clip[],
  windows: WindowOptions,
  annotations: Annotations,
  place: Place,
): CutClips {
  assertKeepsEvents(windows);
  const isCut = (clip: Clip): boolean => isWhole(clip) && annotations.inTime!.eventsOf(clip.label) !== null;
  const cut = clips.filter(isCut);
  const { key, warn } = place;
  const recordings = measureRecordings(setOf(cut, annotations.inTime!), key, warn);
  const { clips: found, background } =
    recordings.length === 0
      ? { clips: [], background: { found: 0, kept: 0 } }
      : cutWindows(recordings, windows, annotations, place);
  return { clips: [...found, ...clips.filter((clip) => !isCut(clip))], background };
}

const isWhole = ({ startSec, durationSec, own }: Clip): boolean =>
  startSec === 0 && durationSec === null && own === undefined;

/** Returns the events of recordings as annotation files give them. */
function setOf(recordings: readonly Clip[], { eventsOf }: AnnotationsInTime): AnnotatedSet {
  const clips = recordings.flatMap((recording) =>
    eventsOf(recording.label)!.map(({ annotation, onsetSec, offsetSec }) => ({
      ...{ ...recording, label: annotation, startSec: onsetSec, durationSec: offsetSec - onsetSec },
    })),
  );
  const withoutEvents = recordings.filter(({ label }) => eventsOf(label)!.length === 0);
  return { clips, withoutEvents, events: new Set(clips), title: "", numRows: null };
}

function assertKeepsEvents({ minOverlapSec, minOverlapFraction, background }: WindowOptions): void {
  const refuse = (key: string, why: string): never => {
    throw new DataError("WINDOWS", `data.windows.${key}: ${why}`);
  };
  const all =
    "expected null for a task that learns the times of events: the part of each event in a window counts";
  if (minOverlapSec !== null) refuse("min_overlap_sec", all);
  if (minOverlapFraction !== null) refuse("min_overlap_fraction", all);
  if (typeof background === "object")
    refuse("background", "a label for windows without events has no times; set it to no_label, or to skip");
}

/** A recording with events of its own and with labels of the whole would be trained on twice, with two annotations. */
function assertAnnotatedOnce(recordings: readonly Recording[], others: readonly Clip[]): void {
  const timed = new Map(recordings.map(({ whole }) => [clipName({ ...whole, label: "" }), whole]));
  for (const clip of others) {
    const whole = timed.get(clipName(clip));
    if (whole === undefined) continue;
    throw new DataError(
      "TWO_LABELS",
      `${clip.source ?? clipName(clip)}: ${clipName(clip)} has an annotation of the whole clip, and ${whole.source ?? "another row"} has its events; keep one of both`,
    );
  }
}
