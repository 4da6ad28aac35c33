/** The result of a data check as text and for programs. */
import { counted } from "../counted.js";
import { clipName } from "../data/clip.js";
import type { CheckResult } from "./check.js";
import { byKind, type Finding, isError, KINDS, placeOf } from "./finding.js";

/** Returns `12 recordings (0.01 h) of 14 clips checked: 3 findings`. */
export function summaryOf({
  isComplete,
  numClips,
  numRecordings,
  numChecked,
  durationSec,
  findings,
}: CheckResult): string {
  const of = isComplete
    ? counted(numRecordings, "recording")
    : `${numChecked} of ${counted(numRecordings, "recording")}`;
  const found = findings.length === 0 ? "nothing found" : counted(findings.length, "finding");
  const errors = findings.filter(isError).length;
  const stopping = errors === 0 ? "" : `, ${errors} of them errors that stop training`;
  return `${of} with ${counted(numClips, "clip")}, ${durationText(durationSec)} of sound: ${found}${stopping}${isComplete ? "" : " so far"}`;
}

function durationText(sec: number): string {
  if (sec < 120) return `${sec.toFixed(0)} s`;
  return sec < 7200 ? `${(sec / 60).toFixed(0)} min` : `${(sec / 3600).toFixed(1)} h`;
}

/** Returns the rows of a table of kinds and their counts; the first is its head. */
export function countRows(findings: readonly Finding[]): string[][] {
  return [
    ["found", "count"],
    ...byKind(findings).map(([kind, own]) => [KINDS[kind].title, String(own.length)]),
  ];
}

/** Returns lines with the first findings of each kind. */
export function exampleLines(findings: readonly Finding[], mostExamples: number): string[] {
  return byKind(findings).flatMap(([kind, own]) => [
    "",
    `${KINDS[kind].title}: ${own.length}`,
    ...own.slice(0, mostExamples).map((finding) => `  ${describeFinding(finding)}`),
    ...(own.length > mostExamples ? [`  and ${own.length - mostExamples} more`] : []),
  ]);
}

function describeFinding({ kind, clip, found }: Finding): string {
  // The message of an error names its place.
  return clip === null || kind === "unreadable" ? found : `${placeOf(clip)}: ${found}`;
}

/** Returns the result with all findings, for programs. */
export function checkJson(result: CheckResult): Record<string, unknown> {
  const { findings, ...counts } = result;
  return {
    ...counts,
    counts: Object.fromEntries(byKind(findings).map(([kind, own]) => [kind, own.length])),
    findings: findings.map((finding) => {
      const { kind, split, clip, found, other } = finding;
      return {
        ...{ kind, isError: isError(finding), set: `data.${split}`, found },
        ...(clip === null ? {} : clipJson(clip)),
        ...(other === null ? {} : { other: clipJson(other) }),
      };
    }),
  };
}

function clipJson(clip: Parameters<typeof clipName>[0]): Record<string, unknown> {
  const { startSec, durationSec, source } = clip;
  return { path: clipName(clip), startSec, durationSec, source: source ?? null };
}
