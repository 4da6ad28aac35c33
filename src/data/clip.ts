import type { FilePart } from "../audio/source.js";
import type { Row } from "./annotations.js";

/** The row of a clip, and what decodes it. */
export interface OwnRow {
  /** sha256 of the data set's code. */
  code: string;
  /** Options of the data set. */
  options: Readonly<Record<string, never>>;
  row: Row;
}

/** A stretch of an audio file with its label. */
export interface Clip {
  path: string;
  startSec: number;
  /** null: to the file's end. */
  durationSec: number | null;
  /** Its annotation, as the task writes it: of a classification the label. See annotations.ts. */
  label: string;
  /** Values of the columns that a split needs, by name (`data.group`, `data.folds`). */
  columns?: Readonly<Record<string, string>>;
  /** Line of a manifest that names it, for messages: `train.csv:17`. */
  source?: string;
  /** The audio's place in `path`, if that is a tar. */
  range?: FilePart;
  /** The row of a data set of the user's, which has no file: `path` is then a name. */
  own?: OwnRow;
  /** The target file, if `path` is a symbolic link. */
  realPath?: string;
  /** Reason for which its file cannot be opened, where such rows are kept to be listed (`data.on_bad_clip: skip`). */
  unreadable?: string;
}

/** Returns `notes/a.wav`, or in a shard `train-003.tar: dog/0001.wav`. */
export function clipName({ path, range }: Clip): string {
  return range === undefined ? path : `${path}: ${range.member}`;
}

/** Returns `train.csv:17: notes/a.wav`, or the name alone. */
export function describeClip(clip: Clip): string {
  return clip.source === undefined ? clipName(clip) : `${clip.source}: ${clipName(clip)}`;
}
