/** Clips of annotated stretches, each as long as its annotation. */
import { counted } from "../../counted.js";
import { type Annotations, annotationWith } from "../annotations.js";
import { type Clip, clipName, describeClip } from "../clip.js";
import { clipKeys } from "../duplicates.js";
import type { Warn } from "../files.js";
import type { AnnotatedSet } from "../manifest.js";
import { measureRecordings, type Recording } from "./measure.js";

/**
 * Returns the clips of a set: a clip for each stretch, with the labels of all its rows, and one for each recording without
 * events where a clip needs no label.
 *
 * @param key for messages: `data.train`
 * @throws DataError naming the line of an event outside of its file
 */
export function eventClips(set: AnnotatedSet, annotations: Annotations, key: string, warn: Warn): Clip[] {
  if (set.events.size === 0 && set.withoutEvents.length === 0) return set.clips;
  const recordings = measureRecordings(set, key, warn);
  const clips = mergeRepeats(set.clips, annotations);
  warnOfOverlap(recordings, key, warn);
  const silent = recordings.filter(({ events }) => events.length === 0);
  const [first] = silent;
  if (first === undefined) return clips;
  if (annotations.mayBeEmpty) {
    const label = annotationWith([], {}, annotations, key);
    return [...clips, ...silent.map(({ whole }) => ({ ...whole, label }))];
  }
  warn(
    `warning: ${key}: ${silent.length} of ${recordings.length} recordings without an annotation left out; the first: ${clipName({ ...first.whole, label: "" })}. ` +
      "To use them as background, set data.windows",
  );
  return clips;
}

/** Where a clip may have several labels, rows of the same stretch are one clip. */
export function mergeRepeats(clips: Clip[], { several }: Annotations): Clip[] {
  if (several === undefined) return clips;
  const groups = new Map<string, Clip[]>();
  for (const [i, key] of clipKeys(clips).entries()) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [clips[i]!]);
    else group.push(clips[i]!);
  }
  return [...groups.values()].map((group) =>
    group.length === 1 ? group[0]! : { ...group[0]!, label: several.merge(group.map(({ label }) => label)) },
  );
}

/** A clip has the labels of its own stretch only, although others sound in it. */
function warnOfOverlap(recordings: readonly Recording[], key: string, warn: Warn): void {
  let count = 0;
  let first: [Clip, Clip] | null = null;
  for (const { events } of recordings) {
    // The event that ends last, of those before: events are in order of their starts.
    let longest = events[0];
    for (const event of events.slice(1)) {
      const before = longest!;
      const isSame = event.from === before.from && event.to === before.to;
      if (event.from < before.to && event.clip.label !== before.clip.label && !isSame) {
        count++;
        first ??= [before.clip, event.clip];
      }
      if (event.to > before.to) longest = event;
    }
  }
  if (first === null) return;
  const [one, other] = first;
  warn(
    `warning: ${key}: ${counted(count, "annotation")} overlapping one with another label; the first: ${describeClip(other)}, which overlaps ${one.source}. ` +
      "Each clip has the label of its own annotation only; to label clips by all annotations in them, set data.windows and task.name to tagging",
  );
}
