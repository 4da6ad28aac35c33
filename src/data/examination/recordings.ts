import type { Clip } from "../clip.js";
import { RealPaths } from "../files.js";

/** A recording and its clips. */
export interface Recording {
  /** All of the recording; its label does not matter. */
  whole: Clip;
  /** Places in the list of clips. */
  clips: number[];
}

/** Groups clips by their recording, in the order in which recordings come first. */
export function groupByRecording(clips: readonly Clip[]): Recording[] {
  const realPaths = new RealPaths();
  const recordings = new Map<string, Recording>();
  for (const [index, clip] of clips.entries()) {
    const { path, realPath, range, own } = clip;
    const key = own === undefined ? `${realPath ?? realPaths.of(path)}\0${range?.offset}` : `own\0${path}`;
    const known = recordings.get(key);
    if (known === undefined)
      recordings.set(key, { whole: { ...clip, startSec: 0, durationSec: null }, clips: [index] });
    else known.clips.push(index);
  }
  return [...recordings.values()];
}
