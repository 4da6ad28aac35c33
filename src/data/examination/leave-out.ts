/** Leaves bad clips out of sets, as an examination found them: a pure function of both. */
import { counted } from "../../counted.js";
import { DataError } from "../../errors.js";
import { outsideOf } from "../annotation-files/measure.js";
import type { Annotations } from "../annotations.js";
import { type Clip, clipName, describeClip } from "../clip.js";
import type { AnnotatedSet } from "../manifest.js";
import { clipsIn, type SourceOptions } from "../read-source.js";
import type { ListedSet, ListedSets } from "./listed-sets.js";
import { type Examination, type LeftOut, problemOf, type RecordingReport } from "./report.js";

type ReportOf = (clip: Clip) => RecordingReport | undefined;

/**
 * Returns the clips of each set without the bad ones, and those.
 *
 * @throws DataError for a set of which nothing is left, and a label of which no training clip is
 */
export function withoutBad(
  { sets, stretches, recordings }: ListedSets,
  examination: Examination,
  options: SourceOptions,
): { clips: Clip[][]; leftOut: LeftOut[] } {
  const reports = new Map<string, RecordingReport>();
  for (const { place, ...report } of examination.bad)
    for (const index of recordings[place]!.clips) reports.set(fileKey(stretches[index]!), report);
  const reportOf: ReportOf = (clip) => reports.get(fileKey(clip));
  const found = sets.map((listed) => leaveOut(listed, reportOf, options));
  return { clips: found.map(({ clips }) => clips), leftOut: found.flatMap(({ leftOut }) => leftOut) };
}

/** The file of a clip, by the name that its set gives it. */
const fileKey = ({ path, range }: Clip): string => `${path}\0${range?.offset}`;

function leaveOut(
  { key, name, set }: ListedSet,
  reportOf: ReportOf,
  options: SourceOptions,
): { clips: Clip[]; leftOut: LeftOut[] } {
  const { annotations, reading } = options;
  const bad = new BadClips(key);
  const areWindows = reading.windows !== null || annotations.inTime !== undefined;
  const isGood = (clip: Clip): boolean => {
    const report = reportOf(clip);
    if (!areWindows) return bad.isNot(clip, problemOf(report, clip));
    // A recording is cut into windows as a whole, and its windows are compared with the report.
    if (report !== undefined && report.problem !== null)
      return bad.isNot({ ...clip, startSec: 0, durationSec: null }, report.problem, clip.label);
    return bad.isNot(clip, report === undefined ? null : outsideOf(report, clip));
  };
  const left: AnnotatedSet = {
    ...set,
    clips: set.clips.filter(isGood),
    withoutEvents: set.withoutEvents.filter((one) => isGood({ ...one, label: "" })),
  };
  if (left.clips.length + left.withoutEvents.length === 0) throw bad.nothingLeft(name);
  const isKept = (window: Clip): boolean => bad.isNot(window, problemOf(reportOf(window), window));
  let clips: Clip[];
  try {
    clips = clipsIn(left, name, key, options, isKept);
  } catch (error) {
    if (!(error instanceof DataError) || error.code !== "EMPTY" || bad.found.length === 0) throw error;
    throw bad.nothingLeft(name);
  }
  if (key === "data.train") bad.assertLabels(clips, annotations);
  return { clips, leftOut: bad.found };
}

/** Collects bad clips of a set, each once. */
class BadClips {
  readonly found: LeftOut[] = [];
  readonly #key: string;
  readonly #known = new Set<string>();
  readonly #labels = new Map<string, LeftOut>();

  constructor(key: string) {
    this.#key = key;
  }

  /** @param reason null for a good clip @param label its annotation; "" for none */
  isNot(clip: Clip, reason: string | null, label = clip.label): boolean {
    if (reason === null) return true;
    const one = { key: this.#key, clip, reason };
    if (label !== "" && !this.#labels.has(label)) this.#labels.set(label, one);
    const stretch = `${fileKey(clip)}\0${clip.startSec}\0${clip.durationSec}`;
    if (!this.#known.has(stretch)) this.found.push(one);
    this.#known.add(stretch);
    return false;
  }

  nothingLeft(name: string): DataError {
    const [first] = this.found;
    return new DataError(
      "EMPTY",
      `${this.#key}: ${name}: no clip is left: ${counted(this.found.length, "clip")} cannot be used and would be left out (data.on_bad_clip: skip); the first: ${describeLeftOut(first!)}`,
    );
  }

  /** @throws DataError for a label whose clips are all left out */
  assertLabels(clips: readonly Clip[], annotations: Pick<Annotations, "labelsOf">): void {
    const left = new Set(clips.flatMap(({ label }) => annotations.labelsOf(label)));
    for (const [annotation, first] of this.#labels) {
      const gone = annotations.labelsOf(annotation).find((label) => !left.has(label));
      if (gone === undefined) continue;
      throw new DataError(
        "LABEL",
        `${this.#key}: no clip of the label ${JSON.stringify(gone)} is left: none of them can be used (data.on_bad_clip: skip); the first: ${describeLeftOut(first)}. Repair them, or remove the label from the data`,
      );
    }
  }
}

/** Returns `train.csv:17: a.wav: truncated: ...`; messages about files begin with their names. */
export function describeLeftOut({ clip, reason }: LeftOut): string {
  return `${describeClip(clip)}: ${reasonOf({ clip, reason })}`;
}

/** Returns a reason without the name of the clip's file. */
export function reasonOf({ clip, reason }: Pick<LeftOut, "clip" | "reason">): string {
  const name = `${clipName(clip)}: `;
  return reason.startsWith(name) ? reason.slice(name.length) : reason;
}
