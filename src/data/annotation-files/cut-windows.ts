/*
 * Clips of one length, cut from long recordings and labelled by the events that overlap them. The windows and their labels are
 * those of opensoundscape 0.13 (`BoxedAnnotations.clip_labels`), computed in frames of the recording, so that they are exact.
 */
import { counted } from "../../counted.js";
import { DataError } from "../../errors.js";
import { type Annotations, annotationWith } from "../annotations.js";
import { type Clip, clipName } from "../clip.js";
import type { Warn } from "../files.js";
import type { RecordedEvent, Recording } from "./measure.js";
import type { WindowOptions } from "./reading.js";
import { timedAnnotation } from "./timed-annotation.js";

export interface CutClips {
  clips: Clip[];
  /** Windows that no event labels, and how many of them are clips. */
  background: { found: number; kept: number };
}

/**
 * @param key for messages: `data.train`
 * @throws DataError naming the lines of two events that give a window two labels, where the task allows one
 */
export function cutWindows(
  recordings: readonly Recording[],
  options: WindowOptions,
  annotations: Annotations,
  { key, warn }: { key: string; warn: Warn },
): CutClips {
  const background = backgroundAnnotation(options, annotations);
  const clips: Clip[] = [];
  const unused = new Set(recordings.flatMap(({ events }) => events));
  const tooShort: Recording[] = [];
  let found = 0;
  for (const recording of recordings) {
    const { whole, sampleRateHz } = recording;
    const count = Math.max(1, Math.round(options.sec * sampleRateHz));
    const firsts = windowStarts(recording, count, options);
    if (firsts.length === 0) tooShort.push(recording);
    const eventsIn = new EventsByWindow(recording.events, isLabelling(options, recording));
    for (const first of firsts) {
      const events = eventsIn.of(first, first + count);
      for (const event of events) unused.delete(event);
      if (events.length === 0) found++;
      const label =
        events.length === 0
          ? background
          : annotations.inTime === undefined
            ? labelOf(events, annotations, first / sampleRateHz)
            : timedAnnotation(events, { first, count }, sampleRateHz, annotations.inTime);
      if (label === null) continue;
      const source = events[0]?.clip.source ?? whole.source;
      clips.push({
        ...whole,
        startSec: first / sampleRateHz,
        durationSec: count / sampleRateHz,
        label,
        ...(source === undefined ? {} : { source }),
      });
    }
  }
  warnOfUnused([...unused], tooShort, options, key, warn);
  return { clips, background: { found, kept: background === null ? 0 : found } };
}

/** First frames of the windows of a recording, each once. */
function windowStarts(
  { numFrames, sampleRateHz }: Recording,
  count: number,
  { hopSec, last }: WindowOptions,
): number[] {
  const hop = Math.max(1, hopSec * sampleRateHz);
  const firsts: number[] = [];
  for (let i = 0; ; i++) {
    const first = Math.round(i * hop);
    if (first >= numFrames) return firsts;
    const isWhole = first + count <= numFrames;
    if (isWhole || last === "pad") firsts.push(first);
    else if (last === "skip") return firsts;
    else {
      const moved = Math.max(0, numFrames - count);
      if (firsts.at(-1) !== moved) firsts.push(moved);
      return firsts;
    }
  }
}

/** The events of windows that come in their order. */
class EventsByWindow {
  readonly #events: readonly RecordedEvent[];
  readonly #isLabelling: (event: RecordedEvent, overlap: number) => boolean;
  #next = 0;
  /** Events that began and may reach into the next windows. */
  #open: RecordedEvent[] = [];

  constructor(
    events: readonly RecordedEvent[],
    isLabelling: (event: RecordedEvent, overlap: number) => boolean,
  ) {
    this.#events = events;
    this.#isLabelling = isLabelling;
  }

  of(first: number, end: number): RecordedEvent[] {
    while (this.#next < this.#events.length && this.#events[this.#next]!.from < end)
      this.#open.push(this.#events[this.#next++]!);
    this.#open = this.#open.filter(({ from, to }) => to > first || (from === to && from >= first));
    return this.#open.filter((event) =>
      this.#isLabelling(event, Math.min(event.to, end) - Math.max(event.from, first)),
    );
  }
}

/** A point has no duration: all of it is in its window, and it overlaps it by no time. */
function isLabelling({ minOverlapSec, minOverlapFraction }: WindowOptions, { sampleRateHz }: Recording) {
  const leastFrames = minOverlapSec === null ? null : Math.round(minOverlapSec * sampleRateHz);
  const isAny = leastFrames === null && minOverlapFraction === null;
  return ({ from, to }: RecordedEvent, overlap: number): boolean => {
    if (isAny) return true;
    if (leastFrames !== null && overlap >= leastFrames) return true;
    // Frames are whole numbers, and their products with a fraction are not exact.
    return minOverlapFraction !== null && overlap >= minOverlapFraction * (to - from) - 1e-6;
  };
}

function labelOf(events: readonly RecordedEvent[], annotations: Annotations, startSec: number): string {
  const all = [...new Set(events.map(({ clip }) => clip.label))];
  if (all.length === 1) return all[0]!;
  if (annotations.several !== undefined) return annotations.several.merge(all);
  const [one, other] = all.map((label) => events.find(({ clip }) => clip.label === label)!.clip) as [
    Clip,
    Clip,
  ];
  const named = ({ label, source }: Clip): string =>
    `${annotations.quote(label)}${source === undefined ? "" : ` (${source})`}`;
  throw new DataError(
    "TWO_LABELS",
    `data.windows: ${clipName(one)}: the window from ${startSec} s on has two annotations with the ${annotations.column}s ${named(one)} and ${named(other)}, expected one; ` +
      "set task.name to tagging for several labels a clip, or data.windows.min_overlap_sec to more than half of a window if the annotations follow each other",
  );
}

function backgroundAnnotation({ background }: WindowOptions, annotations: Annotations): string | null {
  if (background === "skip") return null;
  const place = "data.windows.background";
  if (background !== "no_label") return annotationWith([background.label], {}, annotations, place);
  if (annotations.mayBeEmpty) return annotationWith([], {}, annotations, place);
  throw new DataError(
    "CLASSES",
    `${place}: no_label, and each clip needs a ${annotations.column}; set it to skip or to { label: NAME }, or task.name to tagging`,
  );
}

function warnOfUnused(
  unused: readonly RecordedEvent[],
  tooShort: readonly Recording[],
  { minOverlapSec }: WindowOptions,
  key: string,
  warn: Warn,
): void {
  const [first] = unused;
  if (first !== undefined) {
    const { source, startSec } = first.clip;
    warn(
      `warning: ${key}: ${counted(unused.length, "annotation")} without a window to label; the first: ${source ?? clipName(first.clip)}, at ${startSec} s. ` +
        (minOverlapSec === null
          ? "Set a shorter data.windows.hop_sec, or data.windows.last to pad"
          : "Set a shorter data.windows.min_overlap_sec, or data.windows.min_overlap_fraction beside it, to 0.5"),
    );
  }
  const [short] = tooShort;
  if (short !== undefined)
    warn(
      `warning: ${key}: ${counted(tooShort.length, "recording")} shorter than a window left out; the first: ${clipName({ ...short.whole, label: "" })}. Set data.windows.last to pad to keep them`,
    );
}
