/** Events of a scene and their table, in the format of DCASE's strong labels. */
import { SAMPLE_RATE_HZ } from "../instruments/play.js";
import { LEAST_PAUSE_SEC } from "./plan.js";

/** A stretch in which a family sounds. */
export interface EventSpan {
  label: string;
  /** First sample. */
  onset: number;
  /** The sample after the last. */
  offset: number;
}

const LEAST_PAUSE = LEAST_PAUSE_SEC * SAMPLE_RATE_HZ;

/** Returns events by onset: sounds of one label that overlap, or follow each other within `LEAST_PAUSE_SEC`, are one. */
export function mergeSpans(spans: readonly EventSpan[]): EventSpan[] {
  const events: EventSpan[] = [];
  const last = new Map<string, EventSpan>();
  for (const span of [...spans].sort(byOnset)) {
    const before = last.get(span.label);
    if (before !== undefined && span.onset < before.offset + LEAST_PAUSE) {
      before.offset = Math.max(before.offset, span.offset);
    } else {
      const event = { ...span };
      last.set(span.label, event);
      events.push(event);
    }
  }
  return events;
}

/** Labels are not compared by the user's language, so that the order is the same on every machine. */
function byOnset(a: EventSpan, b: EventSpan): number {
  return a.onset - b.onset || (a.label < b.label ? -1 : 1);
}

/** Returns the rows of scenes; one without events has a row with its name alone. */
export function formatTable(scenes: readonly { path: string; events: readonly EventSpan[] }[]): string {
  const rows = scenes.flatMap(({ path, events }) =>
    events.length === 0
      ? [[path, "", "", ""]]
      : events.map(({ label, onset, offset }) => [path, seconds(onset), seconds(offset), label]),
  );
  return `${[["filename", "onset", "offset", "event_label"], ...rows].map((row) => row.join("\t")).join("\n")}\n`;
}

/** Rounds to a microsecond, a sixtieth of a sample: the sample is found again. */
const seconds = (sample: number): string => (sample / SAMPLE_RATE_HZ).toFixed(6);
