/** The effect of corrections (`data.corrections`) on the sets of a check. */
import type { Annotations } from "../data/annotations.js";
import type { Clip } from "../data/clip.js";
import type { CorrectionCounts, Corrections } from "../data/corrections/corrections.js";
import type { CorrectedClip } from "../data/corrections/lines.js";
import type { SplitName } from "./clips.js";
import type { Finding } from "./finding.js";

/** A clip with a correction that applies. */
export interface CorrectedLabel {
  split: SplitName;
  /** The clip with its annotation in the source. */
  source: Clip;
  /** The corrected annotation; null for a rejected clip, which is not checked. */
  label: string | null;
  /** Describes both: `"cat", was "dog"`. */
  text: string;
}

export interface CheckedCorrections {
  counts: CorrectionCounts;
  applied: CorrectedLabel[];
  /** Corrections of another annotation than the clip has. */
  stale: Finding[];
  /** Clips of corrections that are not in the data. */
  unnamed: CorrectedClip[];
}

export function effectOf(corrections: Corrections, annotations: Annotations): CheckedCorrections {
  const splitOf = (key: string): SplitName => key.replace("data.", "") as SplitName;
  const quoted = (label: string | null): string => (label === null ? "rejected" : annotations.quote(label));
  return {
    counts: corrections.counts(),
    applied: corrections.applied.map(({ key, source, clip }) => {
      const label = clip?.label ?? null;
      return { split: splitOf(key), source, label, text: `${quoted(label)}, was ${quoted(source.label)}` };
    }),
    stale: corrections.stale.map(({ key, clip, correction: { label, source } }) => ({
      ...{ kind: "stale" as const, split: splitOf(key), clip, other: null },
      found: `${quoted(clip.label)}; the correction is from ${quoted(source)} to ${quoted(label)}`,
    })),
    unnamed: corrections.unnamed().map(({ clip }) => clip),
  };
}
