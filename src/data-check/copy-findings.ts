/** Findings about clips that sound the same, and about labels. */
import { counted } from "../counted.js";
import { describeClip } from "../data/clip.js";
import type { CheckedClip, CheckedRecording } from "./clips.js";
import { type Finding, placeOf } from "./finding.js";
import type { RecordingReport } from "./measure-recording.js";
import { findNearCopies } from "./near-copies.js";
import { SILENT_PEAK } from "./sound-findings.js";
import type { StretchReport } from "./stretch-meter.js";

/** Training clips of a label below which a finding reports it. */
export const FEW_CLIPS = 5;

/** Clips of one group stay together when validation clips are drawn. */
const inOneGroup = (a: CheckedClip, b: CheckedClip): boolean => a.group !== null && a.group === b.group;

interface Sound extends CheckedClip {
  report: StretchReport;
  /** Sounds with the same key have the same samples. */
  key: string;
}

/** Returns what clips have in common with earlier ones. @param isDrawn validation clips are drawn from the training clips */
export function copyFindings(
  clips: readonly CheckedClip[],
  recordings: readonly CheckedRecording[],
  reports: readonly (RecordingReport | null)[],
  isDrawn: boolean,
): Finding[] {
  const sounds = soundsOf(clips, recordings, reports);
  const mayPair = (first: number, second: number): boolean => {
    const [a, b] = [sounds[first]!, sounds[second]!];
    return a.key !== b.key && (a.split !== b.split || (isDrawn && a.split === "train" && !inOneGroup(a, b)));
  };
  const near = findNearCopies(
    sounds.map(({ report }) => report.fingerprint),
    mayPair,
  ).map(({ first, second, similarity }): Finding => {
    const [a, b] = [sounds[first]!, sounds[second]!];
    const found = `similarity ${similarity.toFixed(3)} to ${describeOther(a, b)}`;
    const kind = a.split === b.split ? "near_repeated" : "near_shared";
    return { kind, split: b.split, clip: b.clip, found, other: a.clip };
  });
  return [...equalFindings(sounds), ...near];
}

/** Returns the sounds of clips that were measured, in the clips' order, so that training comes first; without silent ones. */
function soundsOf(
  clips: readonly CheckedClip[],
  recordings: readonly CheckedRecording[],
  reports: readonly (RecordingReport | null)[],
): Sound[] {
  const sounds: (Sound | undefined)[] = new Array(clips.length).fill(undefined);
  for (const [i, { clips: own }] of recordings.entries()) {
    const recording = reports[i] ?? null;
    for (const [s, stretch] of (recording?.stretches ?? []).entries()) {
      if (stretch === null || stretch.peak < SILENT_PEAK) continue;
      const key = `${recording!.sampleRateHz} ${stretch.hash}`;
      sounds[own[s]!] = { ...clips[own[s]!]!, report: stretch, key };
    }
  }
  return sounds.filter((sound) => sound !== undefined);
}

function equalFindings(sounds: readonly Sound[]): Finding[] {
  const firsts = new Map<string, Sound>();
  return sounds.flatMap((sound): Finding[] => {
    const first = firsts.get(sound.key);
    if (first === undefined) {
      firsts.set(sound.key, sound);
      return [];
    }
    const { split, clip } = sound;
    const finding = { split, clip, other: first.clip };
    const kind = first.split === split ? "repeated" : "shared";
    const equal: Finding = { ...finding, kind, found: `equals ${describeOther(first, sound)}` };
    if (first.labels === null || sound.labels === null || first.clip.label === clip.label) return [equal];
    const found = `${quoted(sound)}, and ${describeOther(first, sound)} has ${quoted(first)}`;
    return [equal, { ...finding, kind: "conflict", found }];
  });
}

function quoted({ clip, labels, isCorrected }: Sound): string {
  const none = clip.label === "" ? "no label" : clip.label;
  const text = labels!.length === 0 ? none : labels!.map((label) => `"${label}"`).join(" + ");
  return isCorrected ? `${text} (corrected)` : text;
}

function describeOther(other: Sound, own: Sound): string {
  return other.split === own.split ? placeOf(other.clip) : `${placeOf(other.clip)} (data.${other.split})`;
}

/** Returns groups with clips in two sets. @param by data.group */
export function groupFindings(clips: readonly CheckedClip[], by: string | null): Finding[] {
  const groups = new Map<string, CheckedClip[]>();
  for (const checked of clips) {
    if (checked.group === null) continue;
    const known = groups.get(checked.group);
    if (known === undefined) groups.set(checked.group, [checked]);
    else known.push(checked);
  }
  return [...groups].flatMap(([group, own]) => {
    const sets = [...new Set(own.map(({ split }) => split))];
    const second = own.find(({ split }) => split !== sets[0]);
    if (second === undefined) return [];
    const counts = sets.map((set) => `${own.filter(({ split }) => split === set).length} in data.${set}`);
    const found = `${by} ${group}: ${counts.join(", ")}`;
    return [{ kind: "group", split: second.split, clip: second.clip, found, other: own[0]!.clip }];
  });
}

/** Returns labels with few training clips, also those that only other sets have. */
export function labelFindings(clips: readonly CheckedClip[]): Finding[] {
  const counts = new Map<string, { count: number; example: CheckedClip }>();
  for (const checked of clips) {
    for (const label of new Set(checked.labels)) {
      const known = counts.get(label) ?? { count: 0, example: checked };
      if (checked.split === "train") known.count++;
      counts.set(label, known);
    }
  }
  return [...counts]
    .filter(([, { count }]) => count < FEW_CLIPS)
    .sort((a, b) => a[1].count - b[1].count || (a[0] < b[0] ? -1 : 1))
    .map(
      ([
        label,
        {
          count,
          example: { clip, split, isCorrected },
        },
      ]) => ({
        ...{ kind: "few_clips" as const, split, clip: null, other: null },
        found: `"${label}" has ${counted(count, "training clip")}, such as ${describeClip(clip)}${isCorrected ? " (corrected)" : ""}`,
      }),
    );
}
