/** The result of a data check as text and for programs. */
import { counted } from "../counted.js";
import { clipName } from "../data/clip.js";
import { describeCorrections } from "../data/corrections/corrections.js";
import type { CorrectedClip } from "../data/corrections/lines.js";
import type { CheckResult } from "./check.js";
import type { CheckedCorrections, CorrectedLabel } from "./effect.js";
import { byKind, type Finding, isError, KINDS, placeOf, stretchText } from "./finding.js";

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
  return byKind(findings).flatMap(([kind, own]) =>
    exampleList(KINDS[kind].title, own.map(describeFinding), mostExamples),
  );
}

function exampleList(title: string, examples: readonly string[], mostExamples: number): string[] {
  const rest = examples.length - mostExamples;
  return [
    ...["", `${title}: ${examples.length}`],
    ...examples.slice(0, mostExamples).map((example) => `  ${example}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

/** Returns lines on what corrections changed, and on those that changed nothing. @param areCut data.windows cuts recordings */
export function correctionLines({ counts }: CheckedCorrections, areCut: boolean): string[] {
  return [
    `corrections: ${describeCorrections(counts)}`,
    ...(areCut && counts.numUnnamed > 0
      ? ["  data.windows cuts recordings after this check: corrections of windows name no clip here"]
      : []),
  ];
}

/** Returns corrected and rejected clips by their titles. */
export function correctedClips({ applied }: CheckedCorrections): [title: string, CorrectedLabel[]][] {
  const lists: [string, CorrectedLabel[]][] = [
    ["corrected labels", applied.filter(({ label }) => label !== null)],
    ["rejected clips, which are not checked", applied.filter(({ label }) => label === null)],
  ];
  return lists.filter(([, own]) => own.length > 0);
}

/** Returns lines with the first corrections of each effect. */
export function correctedLines(corrections: CheckedCorrections, mostExamples: number): string[] {
  const { unnamed } = corrections;
  return [
    ...correctedClips(corrections).flatMap(([title, own]) =>
      exampleList(
        title,
        own.map(({ source, text }) => `${placeOf(source)}: ${text}`),
        mostExamples,
      ),
    ),
    ...(unnamed.length === 0
      ? []
      : exampleList("corrections of no clip", unnamed.map(unnamedText), mostExamples)),
  ];
}

const unnamedText = ({ file, member, startSec, durationSec }: CorrectedClip): string =>
  `${member === undefined ? file : `${file}: ${member}`}${stretchText(startSec, durationSec)}`;

function describeFinding({ kind, clip, found }: Finding): string {
  // The message of an error names its place.
  return clip === null || kind === "unreadable" ? found : `${placeOf(clip)}: ${found}`;
}

/** Returns the result with all findings, for programs. */
export function checkJson(result: CheckResult): Record<string, unknown> {
  const { findings, corrections, ...counts } = result;
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
    ...(corrections === null ? {} : { corrections: correctionsJson(corrections) }),
  };
}

function correctionsJson({ counts, applied, unnamed }: CheckedCorrections): Record<string, unknown> {
  return {
    ...counts,
    applied: applied.map(({ split, source, label }) => ({
      ...{ set: `data.${split}`, ...clipJson(source), label, was: source.label },
    })),
    unnamed: unnamed.map(({ file, member = null, startSec, durationSec }) => ({
      ...{ path: file, member, startSec, durationSec },
    })),
  };
}

function clipJson(clip: Parameters<typeof clipName>[0]): Record<string, unknown> {
  const { startSec, durationSec, source } = clip;
  return { path: clipName(clip), startSec, durationSec, source: source ?? null };
}
