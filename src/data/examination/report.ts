/** Findings about recordings, and which of their clips cannot be used. */
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

/** The report of a recording by its place among the recordings of listed sets. */
export interface BadRecording extends RecordingReport {
  place: number;
}

/** The result of an examination, for the record: the same sets with the same result lose the same clips. */
export interface Examination {
  /** Fingerprint of the listed sets. */
  listing: string;
  /** Recordings of which a clip is left out, in the order of their places. */
  bad: readonly BadRecording[];
}

/** The clips that a data set lost. */
export interface ExaminedClips {
  examination: Examination;
  leftOut: readonly LeftOut[];
}

/** Returns the report of a recording that cannot be decoded. */
export function problemReport(problem: string): RecordingReport {
  return { problem, sampleRateHz: 0, numFrames: 0, notFinite: [] };
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
