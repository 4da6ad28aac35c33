/** Findings about single recordings and clips. */
import { counted } from "../counted.js";
import type { CheckedClip, CheckedRecording } from "./clips.js";
import { type Finding, type FindingKind, seconds } from "./finding.js";
import type { RecordingReport } from "./measure-recording.js";
import type { StretchReport } from "./stretch-meter.js";

/** Peak below which a sound is silent: -60 dB of full scale. */
export const SILENT_PEAK = 1e-3;
/** Share of samples at full scale from which a recording is clipped. */
export const CLIPPED_SHARE = 1e-3;
/** Mean of the samples from which a recording has a DC offset. */
export const LEAST_OFFSET = 0.01;
/** A clip is too short below this part of data.clip_sec: the rest of what the model gets is padding. */
export const SHORT_PART = 0.1;
/** Tables round the ends of annotations. */
const ROUNDED_SEC = 0.01;

export interface SoundOptions {
  /** Sample rate of the model. */
  sampleRateHz: number;
  clipSec: number;
}

type Measured = readonly (RecordingReport | null)[];

/** Returns what is wrong with recordings and clips by themselves. @param reports by recording; null if it was not measured */
export function soundFindings(
  clips: readonly CheckedClip[],
  recordings: readonly CheckedRecording[],
  reports: Measured,
  options: SoundOptions,
): Finding[] {
  const decoded = reports.filter((report) => report !== null && report.problem === null);
  const usualRate = mostCommon(decoded.map((report) => report!.sampleRateHz));
  const usualChannels = mostCommon(decoded.map((report) => report!.numChannels));
  return recordings.flatMap(({ task, clips: own }, i) => {
    const report = reports[i] ?? null;
    if (report === null) return [];
    const { split } = clips[own[0]!]!;
    const findings: Finding[] = [];
    const add = (kind: FindingKind, found: string): void =>
      void findings.push({ kind, split, clip: task.whole, found, other: null });
    const { problem, whole, sampleRateHz, numChannels } = report;
    if (problem !== null) {
      add("unreadable", problem);
      return findings;
    }
    addOfRecording(whole!, add);
    if (sampleRateHz < options.sampleRateHz)
      add("low_rate", `${sampleRateHz} Hz, data.sample_rate_hz is ${options.sampleRateHz}`);
    else if (sampleRateHz !== usualRate) add("odd_rate", `${sampleRateHz} Hz, most have ${usualRate} Hz`);
    if (numChannels !== usualChannels)
      add("odd_channels", `${counted(numChannels, "channel")}, most have ${usualChannels}`);
    const isSilent = findings.some(({ kind }) => kind === "silent");
    const stretches = report.stretches.flatMap((stretch, s) =>
      clipFindings(clips[own[s]!]!, stretch, report, isSilent, options),
    );
    return [...findings, ...stretches];
  });
}

function addOfRecording(report: StretchReport, add: (kind: FindingKind, found: string) => void): void {
  const { numNotFinite, peak, fullScaleShare, offset } = report;
  if (numNotFinite > 0) add("not_finite", `${counted(numNotFinite, "sample")} NaN or infinite`);
  if (peak < SILENT_PEAK) add("silent", `peak ${decibels(peak)}`);
  if (fullScaleShare >= CLIPPED_SHARE)
    add("clipped", `${percent(fullScaleShare)} of the samples at full scale`);
  if (Math.abs(offset) >= LEAST_OFFSET) add("offset", `mean ${offset.toFixed(3)} of full scale`);
}

function clipFindings(
  { clip, split, labels }: CheckedClip,
  stretch: StretchReport | null,
  { durationSec: lengthSec }: RecordingReport,
  isSilent: boolean,
  { clipSec }: SoundOptions,
): Finding[] {
  const { startSec, durationSec, own } = clip;
  const finding = (kind: FindingKind, found: string): Finding => ({ kind, split, clip, found, other: null });
  if (stretch === null)
    return [finding("outside", `begins at ${seconds(startSec)}, the file has ${seconds(lengthSec)}`)];
  const findings: Finding[] = [];
  const endSec = startSec + (durationSec ?? 0);
  if (own === undefined && endSec > lengthSec + ROUNDED_SEC)
    findings.push(finding("cut", `ends at ${seconds(endSec)}, the file has ${seconds(lengthSec)}`));
  const isWhole = startSec === 0 && durationSec === null;
  if (!isWhole && !isSilent && own === undefined && stretch.peak < SILENT_PEAK)
    findings.push(finding("silent", `peak ${decibels(stretch.peak)}`));
  const usedSec = durationSec === null ? lengthSec - startSec : Math.min(durationSec, lengthSec - startSec);
  if (labels !== null && usedSec < SHORT_PART * clipSec)
    findings.push(finding("short", `${seconds(usedSec)}, data.clip_sec is ${clipSec}`));
  return findings;
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

const decibels = (peak: number): string =>
  peak === 0 ? "0 (digital silence)" : `${(20 * Math.log10(peak)).toFixed(0)} dBFS`;

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.01 ? 2 : 1)}%`;
