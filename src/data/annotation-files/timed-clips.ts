/** Clips whose annotations keep the times of events: windows of recordings to train on, whole recordings to evaluate. */
import { DataError } from "../../errors.js";
import type { Annotations, AnnotationsInTime } from "../annotations.js";
import { type Clip, clipName } from "../clip.js";
import type { Warn } from "../files.js";
import type { AnnotatedSet } from "../manifest.js";
import { type CutClips, cutWindows } from "./cut-windows.js";
import { measureRecordings, type Recording } from "./measure.js";
import type { WindowOptions } from "./reading.js";
import { timedAnnotation } from "./timed-annotation.js";

/**
 * Returns a clip for each recording that has events or was annotated without any, with all of its events; with `windows` these
 * recordings are cut. Rows that are clips stay as they are, such as those with the labels of a whole clip.
 *
 * @param key for messages: `data.train`
 * @throws DataError naming the line of an event outside of its file
 */
export function timedClips(
  set: AnnotatedSet,
  windows: WindowOptions | null,
  annotations: Annotations,
  { key, warn }: { key: string; warn: Warn },
): CutClips {
  const events = set.clips.filter((clip) => set.events.has(clip));
  const others = set.clips.filter((clip) => !set.events.has(clip));
  const recordings = measureRecordings({ ...set, clips: events }, key, warn);
  assertAnnotatedOnce(recordings, others);
  const cut =
    windows === null
      ? { clips: recordings.map((recording) => wholeClip(recording, annotations.inTime!)), background: null }
      : cutWindows(recordings, everyEvent(windows), annotations, { key, warn });
  return { clips: [...cut.clips, ...others], background: cut.background ?? { found: 0, kept: 0 } };
}

/** The part of an event that is in a window is in its annotation, however short. */
const everyEvent = (windows: WindowOptions): WindowOptions => ({
  ...windows,
  minOverlapSec: null,
  minOverlapFraction: null,
});

function wholeClip({ whole, sampleRateHz, numFrames, events }: Recording, inTime: AnnotationsInTime): Clip {
  const source = events[0]?.clip.source ?? whole.source;
  return {
    ...whole,
    label: timedAnnotation(events, { first: 0, count: numFrames }, sampleRateHz, inTime),
    ...(source === undefined ? {} : { source }),
  };
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
