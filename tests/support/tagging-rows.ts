import { randomFloat } from "../../src/data/random.js";
import type { TaggingRows } from "../../src/metrics/tagging-rows.js";

/** Makes scores of row `clip` and column `label` by `score`, and targets by `target`. */
export function taggingRows(
  numClips: number,
  numLabels: number,
  target: (clip: number, label: number) => number,
  score: (clip: number, label: number) => number,
): TaggingRows {
  const places = Array.from({ length: numClips * numLabels }, (_, at) => at);
  const place = (at: number) => [Math.floor(at / numLabels), at % numLabels] as const;
  return {
    scores: Float32Array.from(places, (at) => score(...place(at))),
    targets: Int8Array.from(places, (at) => target(...place(at))),
    numLabels,
  };
}

/** A target that is positive with the given probability. */
function chance(share: number): (clip: number, label: number) => number {
  return (clip, label) => Number(randomFloat(1, clip, label) < share);
}

const anyScore = (clip: number, label: number): number => randomFloat(2, clip, label);
/** Scores with information about the targets, in steps of 1 / 4: ties within and between positives and negatives. */
const tied = (clip: number, label: number): number =>
  Math.round(4 * (0.3 * randomFloat(1, clip, label) + 0.7 * randomFloat(2, clip, label))) / 4;
const logit = (clip: number, label: number): number => 60 * (anyScore(clip, label) - 0.5);
const withNaN = (clip: number, label: number): number =>
  randomFloat(4, clip, label) < 0.1 ? Number.NaN : tied(clip, label);
/** A third of the entries is ignored, and everything of label 2 and of each tenth clip. */
const withIgnored = (clip: number, label: number): number =>
  randomFloat(3, clip, label) < 1 / 3 || label === 2 || clip % 10 === 0 ? -1 : chance(0.3)(clip, label);

/** Random and degenerate inputs of tagging metrics, by name. */
export const TAGGING_CASES: Record<string, TaggingRows> = {
  "random scores": taggingRows(200, 7, chance(0.2), anyScore),
  "double scores": {
    ...taggingRows(200, 7, chance(0.2), anyScore),
    scores: Float64Array.from({ length: 1400 }, (_, at) => randomFloat(5, at)),
  },
  logits: taggingRows(200, 7, chance(0.2), logit),
  "ties everywhere": taggingRows(200, 7, chance(0.3), tied),
  "equal scores": taggingRows(40, 5, chance(0.4), () => 0.5),
  "neighbouring float32 scores": taggingRows(
    60,
    5,
    chance(0.4),
    (clip, label) => 1 + 2 ** -23 * Math.round(4 * anyScore(clip, label)),
  ),
  "no positives": taggingRows(30, 4, chance(0), anyScore),
  "all positive": taggingRows(30, 4, chance(1), anyScore),
  "labels without positives, and without negatives": taggingRows(
    50,
    6,
    (clip, label) => (label < 2 ? 0 : label === 2 ? 1 : chance(0.3)(clip, label)),
    anyScore,
  ),
  "perfect scores": taggingRows(50, 5, chance(0.3), (clip, label) => 0.25 + 0.5 * chance(0.3)(clip, label)),
  "one clip": taggingRows(1, 6, chance(0.5), anyScore),
  "one label": taggingRows(80, 1, chance(0.3), tied),
  "one positive clip of one label": taggingRows(1, 1, chance(1), anyScore),
  "one negative clip of one label": taggingRows(1, 1, chance(0), anyScore),
  "NaN scores": taggingRows(150, 6, chance(0.3), withNaN),
  "NaN scores only": taggingRows(20, 3, chance(0.3), () => Number.NaN),
  "ignored entries": taggingRows(150, 6, withIgnored, tied),
  "ignored entries and NaN scores": taggingRows(150, 6, withIgnored, withNaN),
};
