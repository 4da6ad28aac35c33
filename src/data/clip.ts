/** A stretch of an audio file with its label. */
export interface Clip {
  path: string;
  startSec: number;
  /** null: to the file's end. */
  durationSec: number | null;
  label: string;
  /** Where a manifest names it, for messages: `train.csv:17`. */
  source?: string;
}

/** `train.csv:17: notes/a.wav`, or the path alone. */
export function describeClip(clip: Clip): string {
  return clip.source === undefined ? clip.path : `${clip.source}: ${clip.path}`;
}
