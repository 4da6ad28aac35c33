import { type Clip, clipName } from "../data/clip.js";
import type { SplitName } from "./clips.js";

/** Kinds of findings, the most serious first. Those that are errors stop training. */
export const KINDS = {
  unreadable: { title: "unreadable or damaged", isError: true },
  not_finite: { title: "NaN or infinite samples", isError: true },
  outside: { title: "annotations outside of their file", isError: true },
  conflict: { title: "equal sounds with different labels", isError: false },
  stale: { title: "corrections of other labels than the clips have", isError: false },
  group: { title: "groups in two sets", isError: false },
  shared: { title: "equal sounds in two sets", isError: false },
  near_shared: { title: "nearly equal sounds in two sets", isError: false },
  repeated: { title: "equal sounds in one set", isError: false },
  near_repeated: { title: "nearly equal sounds in one set", isError: false },
  cut: { title: "annotations that end after their file", isError: false },
  silent: { title: "silent", isError: false },
  clipped: { title: "clipped", isError: false },
  offset: { title: "DC offset", isError: false },
  short: { title: "too short", isError: false },
  low_rate: { title: "sample rate below data.sample_rate_hz", isError: false },
  odd_rate: { title: "unusual sample rate", isError: false },
  odd_channels: { title: "unusual number of channels", isError: false },
  few_clips: { title: "labels with few clips", isError: false },
} as const satisfies Record<string, { title: string; isError: boolean }>;

export type FindingKind = keyof typeof KINDS;

export interface Finding {
  kind: FindingKind;
  split: SplitName;
  /** The clip, or all of its recording; null for a finding about a label. */
  clip: Clip | null;
  /** The measurement, or the message of the error. */
  found: string;
  /** The clip that it equals; null for other kinds. */
  other: Clip | null;
}

/** True for findings that stop training. */
export function isError({ kind }: Finding): boolean {
  return KINDS[kind].isError;
}

/** Returns findings by kind, in the order of KINDS, without kinds that were not found. */
export function byKind(findings: readonly Finding[]): [FindingKind, Finding[]][] {
  return (Object.keys(KINDS) as FindingKind[])
    .map((kind): [FindingKind, Finding[]] => [kind, findings.filter((one) => one.kind === kind)])
    .filter(([, own]) => own.length > 0);
}

/** Returns `train.csv:17: day1.wav from 17.5 s to 19.5 s`. */
export function placeOf(clip: Clip): string {
  const { startSec, durationSec, source } = clip;
  return `${source === undefined ? "" : `${source}: `}${clipName(clip)}${stretchText(startSec, durationSec)}`;
}

/** Returns ` from 17.5 s to 19.5 s`; nothing for all of a file. */
export function stretchText(startSec: number, durationSec: number | null): string {
  if (startSec === 0 && durationSec === null) return "";
  const end = durationSec === null ? "" : ` to ${seconds(startSec + durationSec)}`;
  return ` from ${seconds(startSec)}${end}`;
}

/** Returns `1.5 s`. */
export function seconds(sec: number): string {
  return `${Number(sec.toFixed(3))} s`;
}
