import { basename, dirname, extname, isAbsolute, join } from "node:path";
import { counted } from "../counted.js";
import { DataError } from "../errors.js";
import type { AnnotationFormat, ParsedFile, SourceRow } from "./annotation-files/format.js";
import { type LabelCells, labelCells, parseFile, rowsIn } from "./annotation-files/parse-file.js";
import { READ_AS_FOUND, type Reading } from "./annotation-files/reading.js";
import { Recordings } from "./annotation-files/recordings.js";
import { DecimalCommas, readStretch } from "./annotation-files/times.js";
import { type Annotations, annotationWith, type Row, textOf } from "./annotations.js";
import type { Clip } from "./clip.js";
import type { FoundFile, Warn } from "./files.js";
import { keptColumns } from "./kept-columns.js";
import { SINGLE_LABEL } from "./single-label.js";
import { isOtherAudioName, isReadName, sniffAudio, UnreadAudio } from "./unread-audio.js";

/** Stretches of recordings with their annotations, before they become clips. */
export interface AnnotatedSet {
  clips: Clip[];
  /** Recordings that were annotated and have no events: all of the file, without a label. */
  withoutEvents: Unlabelled[];
  /** The kinds of files, such as `3 Raven selection tables`. */
  title: string;
  /** null for sources without rows. */
  numRows: number | null;
  /** Clips that are events: their times are checked against the recordings, and clips may get several labels. */
  events: ReadonlySet<Clip>;
}

export type Unlabelled = Omit<Clip, "label">;

/** Annotation files to read, in their order. */
export interface ManifestFiles {
  paths: readonly string[];
  /** The folder of annotation files that they are from; null for a single file. */
  root: string | null;
}

/**
 * Reads annotation files: UTF-8, in one of the formats of `FORMATS`. A table has the columns `path` and `label` (or what the
 * task needs) and optionally `start_sec` with `duration_sec` or `end_sec`; `reading.columns` names others. Further columns
 * are ignored. Paths are relative to the file.
 *
 * @throws DataError naming the file's line, the column and what was expected
 */
export function readManifests(
  files: ManifestFiles,
  annotations: Annotations = SINGLE_LABEL,
  reading: Reading = READ_AS_FOUND,
  warn: Warn = () => {},
): AnnotatedSet {
  const reader = new ManifestReader(files.root, annotations, reading);
  for (const path of files.paths) reader.add(path);
  const name = files.root ?? files.paths[0]!;
  const set = reader.finish(name, warn);
  if (!reading.keepUnreadable) assertRead(set.clips, name);
  return set;
}

/** Returns our names of the columns of an annotation file. */
export function manifestColumns(path: string, reading: Reading = READ_AS_FOUND): string[] {
  const { format, table, given } = parseFile(path, reading, ["path"]);
  return format.labels === "task" ? [...table.columns, ...Object.keys(given)] : [format.labels];
}

/** Codes of errors about recordings that are missing or cannot be opened. */
const UNREADABLE = ["FILE", "FORMAT", "LINK", "PERMISSION"];

class ManifestReader {
  readonly #root: string | null;
  readonly #annotations: Annotations;
  readonly #reading: Reading;
  readonly #recordings: Recordings;
  readonly #clips: Clip[] = [];
  readonly #withoutEvents: Unlabelled[] = [];
  /** Places of events without a label. */
  readonly #unlabelled: string[] = [];
  readonly #formats = new Map<AnnotationFormat, number>();
  #numRows = 0;
  readonly #events = new Set<Clip>();

  constructor(root: string | null, annotations: Annotations, reading: Reading) {
    this.#root = root;
    this.#annotations = annotations;
    this.#reading = reading;
    this.#recordings = new Recordings(reading.audioFolders, root);
  }

  add(path: string): void {
    const { column } = this.#annotations;
    const file = parseFile(path, this.#reading, this.#root === null ? ["path", column] : [column]);
    const { format, table } = file;
    this.#formats.set(format, (this.#formats.get(format) ?? 0) + 1);
    this.#numRows += table.rows.length;
    const labels = labelCells(file, this.#annotations);
    const isBeside = format.isBeside || this.#root !== null;
    const rows = rowsIn(file, [...(isBeside ? [] : ["path"]), labels.column], this.#annotations);
    const commas = table.separator === ";" || table.separator === "\t" ? new DecimalCommas() : undefined;
    for (const row of rows) this.#addRow(file, row, labels, commas);
    if (rows.length === 0 && format.isBeside)
      this.#withoutEvents.push({ ...this.#recordingOf(path, path, null), source: path });
  }

  /** @param names of the recording in a row; null for the recording beside the annotation file */
  #recordingOf(path: string, source: string, names: readonly string[] | null): Unlabelled {
    try {
      return wholeOf(
        names === null ? this.#recordings.beside(path) : this.#recordings.named(names, path, source),
      );
    } catch (error) {
      const isKept =
        this.#reading.keepUnreadable && error instanceof DataError && UNREADABLE.includes(error.code);
      if (!isKept) throw error;
      const name = names?.[0] ?? `${basename(path, extname(path))}.wav`;
      const missing = isAbsolute(name) ? name : join(dirname(path), name);
      const reason = error.message.replace(`${source}: `, "");
      return { path: missing, startSec: 0, durationSec: null, unreadable: reason };
    }
  }

  #addRow(
    { path, names }: ParsedFile,
    { line, row, recording }: SourceRow,
    { column, kind }: LabelCells,
    commas: DecimalCommas | undefined,
  ): void {
    const source = `${path}:${line}`;
    const place = { ...keptColumns(row, this.#reading.keep, source), source };
    const file = this.#recordingOf(path, source, recording);
    const allowPoint = this.#reading.windows !== null || this.#annotations.inTime !== undefined;
    const cells = { names, allowPoint };
    const stretch = readStretch(row, source, commas === undefined ? cells : { ...cells, commas });
    const cell = row[column] ?? "";
    if (kind === "label" && cell === "") {
      if (stretch.durationSec === null && stretch.startSec === 0)
        this.#withoutEvents.push({ ...file, ...place });
      else this.#unlabelled.push(source);
      return;
    }
    const theirs = names[column] ?? column;
    const labelPlace = theirs === column ? source : `${source}, column "${theirs}"`;
    const label = this.#annotationIn(row, { column, kind }, labelPlace);
    const clip = { ...file, ...stretch, label, ...place };
    this.#clips.push(clip);
    if (kind === "label") this.#events.add(clip);
  }

  #annotationIn(row: Row, { column, kind }: LabelCells, place: string): string {
    if (kind === "task") return this.#annotations.parse(row, place);
    const labels = kind === "label" ? [textOf(row, column, place)] : (row[column] as readonly string[]);
    return annotationWith(labels, row, this.#annotations, place);
  }

  finish(name: string, warn: Warn): AnnotatedSet {
    const [clips, withoutEvents] = [this.#clips, this.#withoutEvents];
    const [first] = this.#unlabelled;
    if (clips.length === 0 && withoutEvents.length === 0)
      throw new DataError("EMPTY", `${name}: no clips in this manifest; expected a line for each`);
    if (first !== undefined)
      warn(
        `warning: ${name}: ${counted(this.#unlabelled.length, "event")} without a label left out; the first: ${first}`,
      );
    const titles = [...this.#formats].map(([{ title }, count]) => counted(count, ...title));
    return {
      clips,
      withoutEvents,
      title: titles.join(", "),
      numRows: this.#numRows,
      events: this.#events,
    };
  }
}

/** All of a file. */
function wholeOf({ path, realPath }: FoundFile): Unlabelled {
  return { path, startSec: 0, durationSec: null, ...(realPath === undefined ? {} : { realPath }) };
}

/** Refuses a manifest before training when clips are in another format, by their endings and first bytes. */
function assertRead(clips: readonly Clip[], path: string): void {
  const unread = new UnreadAudio();
  let first: Clip | undefined;
  for (const clip of clips) {
    if (isReadName(clip.path) || !isOtherAudioName(clip.path) || sniffAudio(clip.path) === "read") continue;
    first ??= clip;
    unread.add(clip.path);
  }
  if (first === undefined) return;
  throw new DataError(
    "CODEC",
    `${first.source}: ${first.path}: in a format that is not read, as are ${unread.size} of ${clips.length} clips of ${path}: ${unread.counts()}; ` +
      `${unread.advice()} and give the new names here`,
  );
}
