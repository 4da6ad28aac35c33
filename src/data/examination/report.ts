/** What the examination of a recording found, and what that means for its clips. */
import { framesOf } from "../../audio/stretch.js";
import { DataError } from "../../errors.js";
import { type Clip, clipName } from "../clip.js";

/** Plain data: recorded in checkpoints. */
export interface RecordingReport {
  /** Message of the error that ended the decoding; null for a recording that was decoded to its end. */
  problem: string | null;
  /** 0 for a recording with a problem, as is `numFrames`. */
  sampleRateHz: number;
  /** Samples of a channel. */
  numFrames: number;
  /** Stretches with samples that are not finite: the first frame, and the one after the last. */
  notFinite: readonly (readonly [first: number, end: number])[];
}

/** A clip, or all of a recording, that is left out. */
export interface LeftOut {
  /** The key of its set: `data.train`. */
  key: string;
  clip: Clip;
  reason: string;
}

/** Returns why a clip cannot be used; null for one that can. @param report undefined for a recording without findings */
export function problemOf(report: RecordingReport | undefined, clip: Clip): string | null {
  if (report === undefined || report.problem !== null) return report?.problem ?? null;
  const name = clipName(clip);
  // The duration of a row of a user's is that of all its sound.
  const [startSec, durationSec] = clip.own === undefined ? [clip.startSec, clip.durationSec] : [0, null];
  try {
    const { first, count } = framesOf({ name, ...report }, startSec, durationSec);
    const found = report.notFinite.find(([from, end]) => from < first + count && end > first);
    if (found === undefined) return null;
    const atSec = Math.max(found[0], first) / report.sampleRateHz;
    return `${name}: holds samples that are not finite (NaN, infinite or beyond 1e30), the first at ${Number(atSec.toFixed(3))} s; export it again from its source`;
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
}
