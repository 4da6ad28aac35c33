/** Recordings with their lengths and the events in them, in frames. */
import { withAudio } from "../../audio/open.js";
import { DataError } from "../../errors.js";
import { type Clip, describeClip } from "../clip.js";
import { withClip } from "../decode.js";
import { RealPaths, type Warn } from "../files.js";
import type { AnnotatedSet, Unlabelled } from "../manifest.js";

/** A stretch of a recording with its annotation. */
export interface RecordedEvent {
  clip: Clip;
  /** First frame. */
  from: number;
  /** The frame after the last; `from` for a point. */
  to: number;
}

export interface Recording {
  /** All of the file, with the columns whose values all of its rows share. */
  whole: Unlabelled;
  sampleRateHz: number;
  numFrames: number;
  /** By `from`. */
  events: RecordedEvent[];
}

/** Ends are rounded in tables; what is further beyond the end of a file is reported. */
const ROUNDED_SEC = 0.01;

/**
 * Returns the recordings of a set in the order in which they come first. Reads the header of each, no samples.
 *
 * @param key for warnings: `data.train`
 * @throws DataError naming the line of an event that begins after the end of its file, or the file that cannot be read
 */
export function measureRecordings(
  { clips, withoutEvents }: AnnotatedSet,
  key: string,
  warn: Warn,
): Recording[] {
  const realPaths = new RealPaths();
  const recordings = new Map<string, { first: Unlabelled; clips: Clip[] }>();
  const add = (first: Unlabelled, own: readonly Clip[]): void => {
    const id = `${first.realPath ?? realPaths.of(first.path)}\0${first.range?.offset}`;
    const known = recordings.get(id);
    if (known === undefined) recordings.set(id, { first, clips: [...own] });
    else {
      known.first = withCommonColumns(known.first, first);
      known.clips.push(...own);
    }
  };
  for (const clip of clips) add(clip, [clip]);
  for (const one of withoutEvents) add(one, []);
  const late: string[] = [];
  const measured = [...recordings.values()].map(({ first, clips: own }) => measure(first, own, late));
  if (late.length > 0)
    warn(
      `warning: ${key}: ${late.length} of ${clips.length} annotations end after their file, where they are cut; the first: ${late[0]}`,
    );
  return measured;
}

function measure(first: Unlabelled, clips: readonly Clip[], late: string[]): Recording {
  const { startSec: _, durationSec: __, label: ___, ...file }: Partial<Clip> & Unlabelled = first;
  const whole = { ...file, startSec: 0, durationSec: null };
  const { numFrames, sampleRateHz } = withClip({ ...whole, label: "" }, () =>
    withAudio(whole.path, { part: whole.range }, ({ numFrames: n, sampleRateHz: hz }) => ({
      numFrames: n,
      sampleRateHz: hz,
    })),
  );
  const lengthSec = numFrames / sampleRateHz;
  const events = clips.map((clip): RecordedEvent => {
    const { startSec, durationSec } = clip;
    const from = Math.round(startSec * sampleRateHz);
    const to = durationSec === null ? numFrames : Math.round((startSec + durationSec) * sampleRateHz);
    const problem = outsideOf({ sampleRateHz, numFrames }, clip);
    if (problem !== null) throw new DataError("RANGE", `${describeClip(clip)}: ${problem}`);
    if (to > numFrames + ROUNDED_SEC * sampleRateHz)
      late.push(
        `${describeClip(clip)} has ${lengthSec.toFixed(3)} s, the annotation ends at ${(to / sampleRateHz).toFixed(3)} s`,
      );
    return { clip, from, to: Math.min(to, numFrames) };
  });
  return { whole, sampleRateHz, numFrames, events: events.sort((a, b) => a.from - b.from) };
}

/** Returns the problem of an event that begins after the end of its recording; null for others, and for a point at the end. */
export function outsideOf(
  { sampleRateHz, numFrames }: Pick<Recording, "sampleRateHz" | "numFrames">,
  { startSec, durationSec }: Pick<Clip, "startSec" | "durationSec">,
): string | null {
  const from = Math.round(startSec * sampleRateHz);
  const to = durationSec === null ? numFrames : Math.round((startSec + durationSec) * sampleRateHz);
  if (from < numFrames || (from === numFrames && to === from)) return null;
  return `expected an annotation within the file, which has ${(numFrames / sampleRateHz).toFixed(3)} s, got one from ${startSec} s on`;
}

function withCommonColumns(one: Unlabelled, other: Unlabelled): Unlabelled {
  if (one.columns === undefined) return one;
  const shared = Object.entries(one.columns).filter(([name, value]) => other.columns?.[name] === value);
  return { ...one, columns: Object.fromEntries(shared) };
}
