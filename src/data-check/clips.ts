/** The clips of a configuration, without the checks that stop training: the data check reports all that is wrong. */
import type { Config } from "../config/schema.js";
import { mergeRepeats } from "../data/annotation-files/event-clips.js";
import type { Annotations } from "../data/annotations.js";
import type { Clip } from "../data/clip.js";
import { type ClipsSource, splitColumns } from "../data/dataset.js";
import { clipKeys } from "../data/duplicates.js";
import { groupByRecording } from "../data/examination/recordings.js";
import { readSet } from "../data/read-source.js";
import { findSource } from "../data/source.js";
import { groupsOf } from "../data/splits/groups.js";
import { type DataOptions, openBuiltIn, readingOf } from "../inference/open-data.js";
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
}

/** A recording and its clips. */
export interface CheckedRecording {
  task: RecordingTask;
  /** Places in the list of clips, in the order of the task's stretches. */
  clips: number[];
}

/**
 * Lists the clips of all splits. Recordings are not opened; annotations are not cut into windows.
 *
 * @throws DataError for annotation files that cannot be read, and for a recording that they name and that is not there
 */
export async function listClips(
  config: Config,
  annotations: Annotations,
  options: DataOptions,
): Promise<CheckedClip[]> {
  const { data } = config;
  const { warn = () => {} } = options;
  const builtIn = await openBuiltIn(config, annotations, options);
  const sources: Record<SplitName, ClipsSource | null> = {
    train: data.train ?? builtIn?.train ?? null,
    validation: data.validation ?? builtIn?.validation ?? null,
    test: data.test ?? builtIn?.test ?? null,
  };
  const reading = { ...readingOf(config), keep: splitColumns(data) };
  const labelled = (split: SplitName, clips: Clip[], name: string): CheckedClip[] => {
    const origin = { key: `data.${split}`, name };
    const groups =
      data.group === null ? null : groupsOf({ clips, keys: clipKeys(clips) }, data.group, origin);
    return clips.map((clip, i) => {
      const group = groups?.[i] ?? null;
      return { clip, split, labels: annotations.labelsOf(clip.label), group };
    });
  };
  return Object.entries(sources).flatMap(([name, source]) => {
    const split = name as SplitName;
    if (source === null) return [];
    if (typeof source !== "string") return labelled(split, [...source.clips], source.name);
    const set = readSet(findSource(source, `data.${split}`, reading), { annotations, reading, warn });
    const clips = set.events.size > 0 ? mergeRepeats(set.clips, annotations) : set.clips;
    const others = set.withoutEvents.map((one) => ({
      ...{ clip: { ...one, label: "" }, split, labels: null, group: null },
    }));
    return [...labelled(split, clips, source), ...others];
  });
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
