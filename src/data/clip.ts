import type { FilePart } from "../audio/wav-file.js";

/** A stretch of an audio file with its label. */
export interface Clip {
  path: string;
  startSec: number;
  /** null: to the file's end. */
  durationSec: number | null;
  /** Its annotation, as the task writes it: of a classification the label. See annotations.ts. */
  label: string;
  /** Line of a manifest that names it, for messages: `train.csv:17`. */
  source?: string;
  /** The audio's place in `path`, if that is a tar. */
  range?: FilePart;
  /** The target file, if `path` is a symbolic link. */
  realPath?: string;
}

/** Returns `notes/a.wav`, or in a shard `train-003.tar: dog/0001.wav`. */
export function clipName({ path, range }: Clip): string {
  return range === undefined ? path : `${path}: ${range.member}`;
}

/** Returns `train.csv:17: notes/a.wav`, or the name alone. */
export function describeClip(clip: Clip): string {
  return clip.source === undefined ? clipName(clip) : `${clip.source}: ${clipName(clip)}`;
}
