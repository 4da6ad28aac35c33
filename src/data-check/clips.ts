/** The clips of a configuration, without the checks that stop training: the data check reports all that is wrong. */
import type { Config } from "../config/schema.js";
import type { Annotations } from "../data/annotations.js";
import type { Clip } from "../data/clip.js";
import { Corrections } from "../data/corrections/corrections.js";
import { type ClipsSource, splitColumns } from "../data/dataset.js";
import { clipKeys } from "../data/duplicates.js";
import { groupByRecording } from "../data/examination/recordings.js";
import { readSet } from "../data/read-source.js";
import { findSource } from "../data/source.js";
import { groupsOf } from "../data/splits/groups.js";
import { type DataOptions, openBuiltIn, readingOf } from "../inference/open-data.js";
import { correctClips, correctStretches, type Stretches } from "./correct.js";
import { type CheckedCorrections, effectOf } from "./effect.js";
import type { RecordingTask } from "./measure-recording.js";

export type SplitName = "train" | "validation" | "test";

/** A clip of a set. */
export interface CheckedClip {
  clip: Clip;
  split: SplitName;
  /** Labels; null for a recording that was annotated and has no events. */
  labels: readonly string[] | null;
  /** The group by `data.group`; null without one. */
  group: string | null;
  /** True if its labels are corrected ones (`data.corrections`). */
  isCorrected: boolean;
}

export interface ListedClips {
  clips: CheckedClip[];
  /** null without `data.corrections`. */
  corrections: CheckedCorrections | null;
}

/** A recording and its clips. */
export interface CheckedRecording {
  task: RecordingTask;
  /** Places in the list of clips, in the order of the task's stretches. */
  clips: number[];
}

/**
 * Lists the clips of all splits. Recordings are not opened, except those whose events are corrected; annotations are not cut into
 * windows.
 *
 * @throws DataError for annotation files and corrections that cannot be read, and for a recording that they name and that is not there
 */
export async function listClips(
  config: Config,
  annotations: Annotations,
  options: DataOptions,
): Promise<ListedClips> {
  const { data } = config;
  const { warn = () => {} } = options;
  const builtIn = await openBuiltIn(config, annotations, options);
  const sources: Record<SplitName, ClipsSource | null> = {
    train: data.train ?? builtIn?.train ?? null,
    validation: data.validation ?? builtIn?.validation ?? null,
    test: data.test ?? builtIn?.test ?? null,
  };
  const reading = { ...readingOf(config), keep: splitColumns(data) };
  const corrections = Corrections.read(reading.corrections, annotations);
  const read = (source: ClipsSource, key: string): Stretches =>
    typeof source === "string"
      ? correctStretches(readSet(findSource(source, key, reading), { annotations, reading, warn }), {
          ...{ key, annotations, corrections },
        })
      : correctClips(source.clips, { key, corrections });
  const clips = Object.entries(sources).flatMap(([name, source]): CheckedClip[] => {
    if (source === null) return [];
    const split = name as SplitName;
    const key = `data.${split}`;
    const { clips, withoutEvents, corrected } = read(source, key);
    const origin = { key, name: typeof source === "string" ? source : source.name };
    const groups =
      data.group === null ? null : groupsOf({ clips, keys: clipKeys(clips) }, data.group, origin);
    const checked = (clip: Clip, labels: readonly string[] | null, group: string | null): CheckedClip => ({
      ...{ clip, split, labels, group, isCorrected: corrected.has(clip) },
    });
    return [
      ...clips.map((clip, i) => checked(clip, annotations.labelsOf(clip.label), groups?.[i] ?? null)),
      ...withoutEvents.map((clip) => checked(clip, null, null)),
    ];
  });
  return { clips, corrections: corrections.files.length === 0 ? null : effectOf(corrections, annotations) };
}

/** Groups clips by their recording, in the order in which recordings come first. */
export function checkedRecordings(checked: readonly CheckedClip[]): CheckedRecording[] {
  return groupByRecording(checked.map(({ clip }) => clip)).map(({ whole, clips }) => ({
    task: {
      whole,
      stretches: clips.map((index) => {
        const { startSec, durationSec, own } = checked[index]!.clip;
        // The duration of a row of a user's is that of all its sound.
        return own === undefined ? { startSec, durationSec } : { startSec: 0, durationSec: null };
      }),
    },
    clips,
  }));
}
