/** Annotations of events, as the task writes them and as a person edits them. */
import type { TimedSpan } from "../predictions/evaluation.js";

export interface LabelledEvent {
  label: string;
  onsetSec: number;
  offsetSec: number;
}

/** An event while it is edited: what the fields hold, which may be no number yet. */
export interface EditedEvent {
  id: number;
  label: string;
  onset: string;
  offset: string;
}

/** Times to the millisecond, without zeros at the end. */
export const timeText = (sec: number): string => String(Math.round(sec * 1000) / 1000);

/** The events of an annotation in its canonical form; none for one that has labels without times. */
export function eventsIn(annotation: string): LabelledEvent[] {
  const { events } = parse(annotation);
  if (!Array.isArray(events)) return [];
  return events.flatMap((event: unknown) => {
    const [label, onsetSec, offsetSec] = Array.isArray(event) ? (event as unknown[]) : [];
    return typeof label === "string" && typeof onsetSec === "number" && typeof offsetSec === "number"
      ? [{ label, onsetSec, offsetSec }]
      : [];
  });
}

/** Labels of an annotation without times; null for one with times. */
export function weakLabelsIn(annotation: string): readonly string[] | null {
  const { labels } = parse(annotation);
  return Array.isArray(labels) ? labels.map(String) : null;
}

/** The annotation as manifests have it, which the server reads. */
export function annotationOf(events: readonly LabelledEvent[]): string {
  return JSON.stringify(
    events.map(({ label, onsetSec, offsetSec }) => ({ label, onset_sec: onsetSec, offset_sec: offsetSec })),
  );
}

/** `2 events: dog, rain` */
export function describeEvents(annotation: string): string {
  const weak = weakLabelsIn(annotation);
  if (weak !== null) return `${weak.join(", ")}, without times`;
  const events = eventsIn(annotation);
  if (events.length === 0) return "no events";
  const labels = [...new Set(events.map(({ label }) => label))].sort();
  return `${events.length} event${events.length === 1 ? "" : "s"}: ${labels.join(", ")}`;
}

/** Events as spans, with the labels that they are places in: those of the model, then others. */
export function spansOf(
  events: readonly LabelledEvent[],
  labels: readonly string[],
): { spans: TimedSpan[]; labels: readonly string[] } {
  const all = [...new Set([...labels, ...events.map(({ label }) => label)])];
  return {
    spans: events.map(({ label, onsetSec, offsetSec }) => ({
      label: all.indexOf(label),
      onsetSec,
      offsetSec,
    })),
    labels: all,
  };
}

function parse(annotation: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(annotation);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
