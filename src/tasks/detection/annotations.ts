import type { Annotations, Row, TaskState, TimedAnnotation } from "../../data/annotations.js";
import { describeLabels, describeStrangers } from "../../data/single-label.js";
import { DataError } from "../../errors.js";

/** An event of a clip, in seconds from the clip's start. */
export interface LabelledEvent {
  label: string;
  onsetSec: number;
  offsetSec: number;
}

/** The annotation of a clip: its events (a strong label), or the labels that are somewhere in it (a weak label). */
export type Sounds = { events: readonly LabelledEvent[] } | { labels: readonly string[] };

/** An event in the canonical form. */
type Triple = readonly [label: string, onsetSec: number, offsetSec: number];

const EXPECTED =
  'expected events as a JSON list, such as [{"label": "dog", "onset_sec": 0.5, "offset_sec": 1.25}], or [] for none';

/**
 * Events of a clip with their times (column `events`, or the rows of an annotation file), or only its labels (column `labels`).
 * In the canonical form events are sorted by onset, offset and label.
 */
export const EVENTS: Annotations = {
  column: "events",
  mayBeEmpty: true,
  isStratified: false,
  several: { cellOf: (labels) => ({ labels }), merge },
  inTime: { annotationOf, eventsOf },
  advice: (columns) =>
    columns.includes("label")
      ? "for a table with an event in each row, set data.columns.label to label; for one label a clip, set task.name to classification"
      : columns.includes("labels")
        ? "for labels of clips without times, set data.format to dcase_weak, or task.name to tagging"
        : null,
  parse(row: Row, source: string): string {
    const { events, labels } = row;
    if (events === undefined && labels !== undefined) return weak(labelsIn(labels, source));
    return eventsIn(events, source);
  },
  row(annotation: string): Row {
    const sounds = soundsIn(annotation);
    if ("labels" in sounds) return { events: { labels: sounds.labels } };
    return {
      events: sounds.events.map(({ label, onsetSec, offsetSec }) => ({
        ...{ label, onset_sec: onsetSec, offset_sec: offsetSec },
      })),
    };
  },
  quote(annotation: string): string {
    const sounds = soundsIn(annotation);
    if ("labels" in sounds) return `"${sounds.labels.join(";")}" without times`;
    return `"${sounds.events.map(({ label, onsetSec, offsetSec }) => `${label} ${onsetSec}-${offsetSec} s`).join("; ")}"`;
  },
  labelsOf: labelsOfAnnotation,
  stratumOf: () => "",
  fit(annotations, path): TaskState {
    const labels = [...new Set(annotations.flatMap(labelsOfAnnotation))].sort();
    if (labels.length > 0) return { labels, numbers: {} };
    throw new DataError("CLASSES", `data.train: ${path}: no clip has an event; expected events with labels`);
  },
  describe: describeLabels,
  problemOf: (annotation, { labels }) => describeStrangers(labelsOfAnnotation(annotation), labels),
};

/** Reads an annotation that `EVENTS.parse` returned. */
export function soundsIn(annotation: string): Sounds {
  const value = JSON.parse(annotation) as { events: readonly Triple[] } | { labels: readonly string[] };
  if ("labels" in value) return value;
  return { events: value.events.map(([label, onsetSec, offsetSec]) => ({ label, onsetSec, offsetSec })) };
}

function labelsOfAnnotation(annotation: string): string[] {
  const sounds = soundsIn(annotation);
  const labels = "labels" in sounds ? sounds.labels : sounds.events.map(({ label }) => label);
  return [...new Set(labels)].sort();
}

function strong(events: readonly Triple[]): string {
  const sorted = [...events].sort(
    ([a, onsetA, offsetA], [b, onsetB, offsetB]) =>
      onsetA - onsetB || offsetA - offsetB || (a < b ? -1 : Number(a > b)),
  );
  return JSON.stringify({ events: sorted });
}

/** A clip without labels has no events. */
function weak(labels: readonly string[]): string {
  return labels.length === 0 ? strong([]) : JSON.stringify({ labels: [...new Set(labels)].sort() });
}

/** Events of annotation files have one label each. */
function annotationOf(events: readonly TimedAnnotation[]): string {
  return strong(
    events.flatMap(({ annotation, onsetSec, offsetSec }) =>
      labelsOfAnnotation(annotation).map((label): Triple => [label, onsetSec, offsetSec]),
    ),
  );
}

function eventsOf(annotation: string): TimedAnnotation[] | null {
  const sounds = soundsIn(annotation);
  if ("labels" in sounds) return null;
  return sounds.events.map(({ label, onsetSec, offsetSec }) => ({
    ...{ annotation: weak([label]), onsetSec, offsetSec },
  }));
}

/** Merges annotations of one clip. Labels beside events add nothing. */
function merge(annotations: readonly string[]): string {
  const all = annotations.map(soundsIn);
  const events = all.flatMap((sounds) => ("events" in sounds ? sounds.events : []));
  if (events.length === 0) return weak(all.flatMap((sounds) => ("labels" in sounds ? sounds.labels : [])));
  return strong(events.map(({ label, onsetSec, offsetSec }): Triple => [label, onsetSec, offsetSec]));
}

function eventsIn(cell: unknown, source: string): string {
  let value = cell;
  if (typeof cell === "string") {
    if (cell.trim() === "") return strong([]);
    try {
      value = JSON.parse(cell);
    } catch {
      throw refusal(source, cell);
    }
  }
  if (Array.isArray(value)) return strong(value.map((event) => tripleOf(event, cell, source)));
  const { labels } = (typeof value === "object" && value !== null ? value : {}) as { labels?: unknown };
  if (labels === undefined) throw refusal(source, cell);
  return weak(labelsIn(labels, source));
}

function tripleOf(event: unknown, cell: unknown, source: string): Triple {
  const cells = (event ?? {}) as Record<string, unknown>;
  // `woodshed detect --format jsonl` writes the names of clips.
  const { label, onset_sec = cells["start_sec"], offset_sec = cells["end_sec"] } = cells;
  if (typeof label !== "string" || label.trim() === "") throw refusal(source, event ?? cell);
  if (!isTime(onset_sec) || !isTime(offset_sec)) throw refusal(source, event);
  if (offset_sec < onset_sec)
    throw new DataError(
      "FIELD",
      `${source}: events: expected an event that ends after it begins, got ${JSON.stringify(label)} from ${onset_sec} to ${offset_sec} s`,
    );
  return [label.trim().normalize(), onset_sec, offset_sec];
}

const isTime = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;

function refusal(source: string, cell: unknown): DataError {
  return new DataError("FIELD", `${source}: events: ${EXPECTED}, got ${JSON.stringify(cell)}`);
}

/** Labels separated by semicolons, or a list. */
function labelsIn(cell: unknown, source: string): string[] {
  const list: unknown = typeof cell === "string" ? (cell.trim() === "" ? [] : cell.split(";")) : cell;
  if (Array.isArray(list) && list.every((label) => typeof label === "string" && label.trim() !== ""))
    return list.map((label: string) => label.trim().normalize());
  throw new DataError(
    "FIELD",
    `${source}: labels: expected labels separated by semicolons or a list of text, got ${JSON.stringify(cell)}`,
  );
}
