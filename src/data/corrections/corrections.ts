import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { counted } from "../../counted.js";
import { systemReason } from "../../describe-error.js";
import { DataError } from "../../errors.js";
import type { Annotations } from "../annotations.js";
import { type Clip, describeClip } from "../clip.js";
import { type ClipSet, checkRepeats, clipKeys } from "../duplicates.js";
import type { Warn } from "../files.js";
import { type CorrectedClip, clipId, columnsIn, parseCorrections, type StoredCorrection } from "./lines.js";

/** A correction that names a clip of a set. */
export interface NamedCorrection {
  /** The key of the set: `data.train`. */
  key: string;
  /** The clip with its annotation in the source. */
  source: Clip;
  /** The clip as it is read; null if it is rejected. */
  clip: Clip | null;
}

/** A correction of another annotation than the clip has: somebody else may have corrected it in the source. */
export interface StaleCorrection {
  key: string;
  clip: Clip;
  correction: StoredCorrection;
}

/** Numbers of corrections by their effect. */
export interface CorrectionCounts {
  numRelabelled: number;
  numRejected: number;
  /** The source has the corrected annotation already. */
  numPresent: number;
  numStale: number;
  /** Corrections that name no clip. */
  numUnnamed: number;
}

/** Corrections of the files of `data.corrections`, and their effect on the sets that they were applied to. */
export class Corrections {
  readonly files: readonly string[];
  readonly applied: NamedCorrection[] = [];
  readonly stale: StaleCorrection[] = [];
  #numPresent = 0;
  readonly #annotations: Annotations;
  /** For messages. */
  readonly #setting: string;
  /** By `clipId`, without corrections that were undone. */
  readonly #byClip: Map<string, StoredCorrection>;
  readonly #named = new Set<string>();

  private constructor(
    files: readonly string[],
    annotations: Annotations,
    setting: string,
    byClip: Map<string, StoredCorrection>,
  ) {
    this.files = files;
    this.#annotations = annotations;
    this.#setting = setting;
    this.#byClip = byClip;
  }

  /**
   * Reads files of corrections; of two corrections of a clip, that in the later file counts.
   *
   * @param setting that names the files, for messages
   * @throws DataError for a file that cannot be read, or without a correction of this task
   */
  static read(files: readonly string[], annotations: Annotations, setting = "data.corrections"): Corrections {
    const newest = new Map<string, StoredCorrection>();
    for (const file of files)
      for (const [id, correction] of readFile(file, annotations, setting)) {
        const before = newest.get(id);
        // A run that was trained with the earlier file has its annotations.
        const isNext = before !== undefined && correction.source === before.label;
        newest.set(id, isNext ? { ...correction, source: before.source } : correction);
      }
    const inForce = [...newest].filter(([, { label, source }]) => label !== source);
    return new Corrections(files, annotations, setting, new Map(inForce));
  }

  /**
   * Returns the clips of a set with their corrected annotations and without rejected ones. Warns of corrections of other annotations,
   * which are left out.
   *
   * @param key of the set, for messages
   */
  apply(clips: readonly Clip[], key: string, warn: Warn): Clip[] {
    if (this.#byClip.size === 0) return [...clips];
    const numStale = this.stale.length;
    const corrected = clips.flatMap((clip) => this.#correct(clip, key));
    const stale = this.stale.slice(numStale);
    const [first] = stale;
    if (first !== undefined)
      warn(
        `warning: ${this.#setting}: ${counted(stale.length, "correction")} of ${key} left out: the annotation is another one than the corrected one, as of ${describeClip(first.clip)} ${this.#annotations.quote(first.clip.label)}; correct it again on the dashboard`,
      );
    return corrected;
  }

  #correct(clip: Clip, key: string): Clip[] {
    const id = clipId(identityOf(clip));
    const correction = this.#byClip.get(id);
    if (correction === undefined) return [clip];
    this.#named.add(id);
    const { label, source } = correction;
    if (clip.label === label) {
      this.#numPresent++;
      return [clip];
    }
    if (!this.#isAnnotation(clip.label, source)) {
      this.stale.push({ key, clip, correction });
      return [clip];
    }
    const corrected = label === null ? null : { ...clip, label };
    this.applied.push({ key, source: clip, clip: corrected });
    return corrected === null ? [] : [corrected];
  }

  /** A run of other options may have read the same annotation as another text. */
  #isAnnotation(label: string, source: string | null): boolean {
    if (source === null) return false;
    return label === source || (this.#annotations.otherReadings?.(label).includes(source) ?? false);
  }

  /** True if a correction names this clip. */
  has(clip: Clip): boolean {
    return this.#byClip.has(clipId(identityOf(clip)));
  }

  /** Returns the corrections that name no clip of the sets so far. */
  unnamed(): StoredCorrection[] {
    return [...this.#byClip].flatMap(([id, correction]) => (this.#named.has(id) ? [] : [correction]));
  }

  /** Returns the corrections that name none of these clips. */
  besides(clips: readonly Clip[]): StoredCorrection[] {
    const ids = new Set(clips.map((clip) => clipId(identityOf(clip))));
    return [...this.#byClip].flatMap(([id, correction]) => (ids.has(id) ? [] : [correction]));
  }

  /** Moves a correction to clips with the same sound elsewhere; those with a correction of their own keep it. */
  carryOver(correction: StoredCorrection, to: readonly Clip[]): void {
    this.#byClip.delete(clipId(correction.clip));
    for (const one of to) {
      const clip = identityOf(one);
      const id = clipId(clip);
      if (!this.#byClip.has(id)) this.#byClip.set(id, { ...correction, clip });
    }
  }

  counts(): CorrectionCounts {
    const numRejected = this.applied.filter(({ clip }) => clip === null).length;
    return {
      numRelabelled: this.applied.length - numRejected,
      numRejected,
      numPresent: this.#numPresent,
      numStale: this.stale.length,
      numUnnamed: this.unnamed().length,
    };
  }

  /** Warns of files of which no correction is of a clip that was read. */
  warnOfOthers(warn: Warn): void {
    if (this.#byClip.size === 0 || this.#named.size > 0) return;
    warn(
      `warning: ${this.#setting}: ${this.files.join(", ")}: no correction is of a clip of this data; it names clips by their paths and times, which must be those of the corrected run`,
    );
  }
}

/** Returns `2 labels changed, 1 clip rejected, 1 stale, 3 of no clip of this data`. */
export function describeCorrections(counts: CorrectionCounts): string {
  const { numRelabelled, numRejected, numPresent, numStale, numUnnamed } = counts;
  return [
    `${counted(numRelabelled, "label")} changed`,
    `${counted(numRejected, "clip")} rejected`,
    ...(numPresent === 0 ? [] : [`${numPresent} in the data already`]),
    `${numStale} stale`,
    `${numUnnamed} of no clip of this data`,
  ].join(", ");
}

/**
 * Applies corrections to the clips of a set, and compares the clips with each other.
 *
 * @throws DataError if all clips are rejected, and naming both places of a clip that has two labels
 */
export function correctedSet(
  read: readonly Clip[],
  corrections: Corrections,
  { annotations, key, warn }: { annotations: Annotations; key: string; warn: Warn },
): ClipSet {
  const clips = corrections.apply(read, key, warn);
  if (clips.length === 0 && read.length > 0)
    throw new DataError(
      "EMPTY",
      `${key}: no clip is left: ${corrections.files.join(", ")} rejects ${counted(read.length, "clip")}; accept one on the dashboard, or leave out the file`,
    );
  const set = { clips, keys: clipKeys(clips) };
  checkRepeats(set, annotations, key, warn);
  return set;
}

function identityOf({ path, range, own, startSec, durationSec }: Clip): CorrectedClip {
  return { file: own === undefined ? resolve(path) : path, member: range?.member, startSec, durationSec };
}

function readFile(file: string, annotations: Annotations, setting: string): Map<string, StoredCorrection> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new DataError(
      "CORRECTIONS",
      `${setting}: ${file}: cannot be read: ${systemReason(error)}; expected a file that the dashboard wrote, such as birds.csv.corrections.jsonl`,
      { cause: error },
    );
  }
  const found = parseCorrections(text, dirname(resolve(file)), annotations);
  if (found.size > 0 || text.trim() === "") return found;
  const others = columnsIn(text);
  const got =
    others.length === 0 ? "" : `, got corrections of ${others.join(" and ")}, which another task reads`;
  throw new DataError(
    "CORRECTIONS",
    `${setting}: ${file}: no line is a correction of ${annotations.column}; expected a file that the dashboard wrote for a run of this task${got}`,
  );
}
