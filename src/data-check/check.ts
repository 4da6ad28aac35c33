/** Checks a set: decodes every recording once and reports what is wrong. */
import type { CheckedRecording, ListedClips } from "./clips.js";
import { copyFindings, groupFindings, labelFindings } from "./copy-findings.js";
import type { CheckedCorrections } from "./effect.js";
import type { Finding } from "./finding.js";
import { type MeasureAllOptions, measureAll } from "./measure-all.js";
import { type SoundOptions, soundFindings } from "./sound-findings.js";

export interface CheckOptions extends SoundOptions, MeasureAllOptions {
  /** True if validation clips are drawn from the training clips. */
  isDrawn: boolean;
  /** data.group */
  groupBy: string | null;
}

export interface CheckResult {
  /** False if it was stopped. */
  isComplete: boolean;
  numClips: number;
  numRecordings: number;
  /** Recordings that were decoded, or could not be. */
  numChecked: number;
  /** Sound that was decoded. */
  durationSec: number;
  findings: Finding[];
  /** null without `data.corrections`. */
  corrections: CheckedCorrections | null;
}

/** Checks clips and their recordings. A check that `signal` stops returns what it found. */
export async function checkClips(
  { clips, corrections }: ListedClips,
  recordings: readonly CheckedRecording[],
  options: CheckOptions,
): Promise<CheckResult> {
  const tasks = recordings.map(({ task }) => task);
  const reports = await measureAll(tasks, options);
  const checked = reports.filter((report) => report !== null);
  return {
    isComplete: checked.length === tasks.length,
    numClips: clips.length,
    numRecordings: tasks.length,
    numChecked: checked.length,
    durationSec: checked.reduce((sum, { durationSec }) => sum + durationSec, 0),
    findings: [
      ...soundFindings(clips, recordings, reports, options),
      ...copyFindings(clips, recordings, reports, options.isDrawn),
      ...(corrections?.stale ?? []),
      ...groupFindings(clips, options.groupBy),
      ...labelFindings(clips),
    ],
    corrections,
  };
}
