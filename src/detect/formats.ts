/** The files that `woodshed detect` writes. */
import type { FoundRecording } from "./found-recording.js";

export const EVENT_FORMATS = ["csv", "jsonl", "raven", "audacity"] as const;
export type EventFormatName = (typeof EVENT_FORMATS)[number];

/** Rows in the same file before a recording's. */
export interface Before {
  /** Duration of the recordings before. */
  sec: number;
  numEvents: number;
}

/** A format of events. */
export interface EventFormat {
  /** The line at the start of a file; empty for none. */
  head: string;
  /** The end of the name of a recording's own file, after the recording's name without its ending. */
  ending: string;
  /** True if a file may be of several recordings. */
  namesRecordings: boolean;
  /** Returns the lines of a recording. @param path the recording's, as it stands in the file */
  lines(found: FoundRecording, path: string, before: Before): string[];
}

/** A microsecond: less than a sample of any sound. */
const TIME_DIGITS = 6;

const CSV_COLUMNS = ["path", "start_sec", "end_sec", "label", "score"];

/** A table that is also a manifest: `data.train` reads it. */
const CSV: EventFormat = {
  head: CSV_COLUMNS.join(","),
  ending: ".csv",
  namesRecordings: true,
  lines: ({ events }, path) =>
    events.map(({ onsetSec, offsetSec, label, score }) =>
      [path, timeText(onsetSec), timeText(offsetSec), label, scoreText(score)].map(csvField).join(","),
    ),
};

const JSON_LINES: EventFormat = {
  head: "",
  ending: ".jsonl",
  namesRecordings: true,
  lines: ({ events }, path) =>
    events.map(({ onsetSec, offsetSec, label, score }) =>
      JSON.stringify({
        ...{ path, start_sec: Number(timeText(onsetSec)), end_sec: Number(timeText(offsetSec)) },
        ...{ label, score: Number(scoreText(score)) },
      }),
    ),
};

const RAVEN_COLUMNS = [
  ...["Selection", "View", "Channel", "Begin Time (s)", "End Time (s)", "Low Freq (Hz)", "High Freq (Hz)"],
  ...["Begin Path", "File Offset (s)", "Annotation", "Score"],
];

/**
 * A selection table as Raven Pro 1.6 writes it. Times are from the beginning of what Raven shows, which is a sequence of files if
 * the table has several.
 */
const RAVEN: EventFormat = {
  head: RAVEN_COLUMNS.join("\t"),
  ending: ".Table.1.selections.txt",
  namesRecordings: true,
  lines: ({ events, sampleRateHz }, path, before) =>
    events.map(({ onsetSec, offsetSec, label, score }, i) =>
      [
        ...[before.numEvents + i + 1, "Spectrogram 1", 1],
        ...[timeText(before.sec + onsetSec), timeText(before.sec + offsetSec), ...frequencies(sampleRateHz)],
        ...[path, timeText(onsetSec), label, scoreText(score)],
      ]
        .map(tabField)
        .join("\t"),
    ),
};

/** All of the spectrogram; crowsetta reads no whole numbers as frequencies. */
function frequencies(sampleRateHz: number): string[] {
  return [0, sampleRateHz / 2].map((hz) => hz.toFixed(1));
}

/** https://manual.audacityteam.org/man/importing_and_exporting_labels.html */
const AUDACITY: EventFormat = {
  head: "",
  ending: ".txt",
  namesRecordings: false,
  lines: ({ events }) =>
    events.map(({ onsetSec, offsetSec, label }) =>
      [timeText(onsetSec), timeText(offsetSec), label].map(tabField).join("\t"),
    ),
};

export const FORMATS: Record<EventFormatName, EventFormat> = {
  csv: CSV,
  jsonl: JSON_LINES,
  raven: RAVEN,
  audacity: AUDACITY,
};

export function timeText(sec: number): string {
  return sec.toFixed(TIME_DIGITS);
}

/** Six digits: float32 has no more. */
function scoreText(score: number): string {
  return score.toFixed(6);
}

/** RFC 4180. */
export function csvField(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Neither program can read a tab, a line end or a quote at the start within a field. */
function tabField(value: string | number): string {
  return String(value)
    .replace(/[\t\r\n]+/g, " ")
    .replace(/^"/, "'");
}
