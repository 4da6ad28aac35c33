import { csvField } from "./formats.js";
import type { LabelledEvent } from "./found-recording.js";

/** Events of a label that begin in an hour of a recording, and the seconds that the label sounds in it. */
export interface SummaryRow {
  /** From the start of the recording, from 0. */
  hour: number;
  label: string;
  count: number;
  sec: number;
}

const HOUR_SEC = 3600;

/** Returns the rows of a recording, by hour and label; those without a sound are left out. */
export function summarize(events: readonly LabelledEvent[]): SummaryRow[] {
  const rows = new Map<string, SummaryRow>();
  const rowOf = (hour: number, label: string): SummaryRow => {
    const key = `${hour} ${label}`;
    const row = rows.get(key) ?? { hour, label, count: 0, sec: 0 };
    rows.set(key, row);
    return row;
  };
  for (const { label, onsetSec, offsetSec } of events) {
    const first = Math.floor(onsetSec / HOUR_SEC);
    rowOf(first, label).count++;
    // A sound may go on in the next hour.
    for (let hour = first; hour * HOUR_SEC < offsetSec; hour++) {
      const [start, end] = [Math.max(onsetSec, hour * HOUR_SEC), Math.min(offsetSec, (hour + 1) * HOUR_SEC)];
      rowOf(hour, label).sec += end - start;
    }
  }
  return [...rows.values()].sort((a, b) => a.hour - b.hour || (a.label < b.label ? -1 : 1));
}

/** Counts and seconds of many recordings. */
export class DetectSummary {
  readonly #files: { path: string; rows: readonly SummaryRow[] }[] = [];
  numEvents = 0;

  add(path: string, rows: readonly SummaryRow[]): void {
    this.#files.push({ path, rows });
    this.numEvents += rows.reduce((sum, { count }) => sum + count, 0);
  }

  /** Returns the labels that sound, the most events first. */
  byLabel(): Omit<SummaryRow, "hour">[] {
    const labels = new Map<string, Omit<SummaryRow, "hour">>();
    for (const { rows } of this.#files) {
      for (const { label, count, sec } of rows) {
        const before = labels.get(label) ?? { label, count: 0, sec: 0 };
        labels.set(label, { label, count: before.count + count, sec: before.sec + sec });
      }
    }
    return [...labels.values()].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  }

  /** By file, hour and label. */
  csv(): string {
    const lines = this.#files.flatMap(({ path, rows }) =>
      rows.map(({ hour, label, count, sec }) =>
        [path, hour, label, count, sec.toFixed(3)].map(csvField).join(","),
      ),
    );
    return ["path,hour,label,count,seconds", ...lines].map((line) => `${line}\n`).join("");
  }
}
