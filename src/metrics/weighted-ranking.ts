// N = clips, E = known entries, G = distinct scores.
import type { Ranking } from "./ranking.js";
import { NEGATIVE, POSITIVE, type TaggingRows } from "./tagging-rows.js";

/**
 * Entries in the order of their scores, sorted once, to rank them again and again with other weights of the clips. A ranking
 * has a place for every score of any clip: one whose clips weigh nothing repeats the place above and changes no metric.
 */
export class WeightedRanking {
  readonly #clips: Int32Array; // [E]
  /** All bits of a positive entry, none of a negative one. */
  readonly #positiveBits: Int32Array; // [E]
  /** The place of each entry's score among the distinct scores. */
  readonly #groups: Int32Array; // [E]
  readonly #ranking: Ranking;

  /** Takes `count` entries of the rows, each `step` after the one before. */
  constructor({ scores, targets, numLabels }: TaggingRows, first: number, step: number, count: number) {
    const scoreAt = (at: number): number =>
      Number.isNaN(scores[at]!) ? Number.NEGATIVE_INFINITY : scores[at]!;
    const order = Int32Array.from({ length: count }, (_, i) => first + i * step)
      .filter((at) => targets[at] === POSITIVE || targets[at] === NEGATIVE)
      .sort((x, y) => (scoreAt(x) === scoreAt(y) ? x - y : scoreAt(x) < scoreAt(y) ? 1 : -1));
    this.#clips = order.map((at) => Math.floor(at / numLabels));
    this.#positiveBits = order.map((at) => (targets[at] === POSITIVE ? -1 : 0));
    let numGroups = 0;
    this.#groups = order.map((at, i) =>
      i > 0 && scoreAt(order[i - 1]!) === scoreAt(at) ? numGroups - 1 : numGroups++,
    );
    const distinct = new Float64Array(numGroups);
    for (const [i, at] of order.entries()) distinct[this.#groups[i]!] = scoreAt(at);
    this.#ranking = {
      ...{ scores: distinct, positives: new Float64Array(numGroups), negatives: new Float64Array(numGroups) },
      ...{ numPositive: 0, numNegative: 0 },
    };
  }

  /**
   * Ranks the entries; the next call overwrites the result.
   *
   * @param weights how often each clip counts, [N]
   */
  rank(weights: Int32Array): Ranking {
    const { positives, negatives } = this.#ranking;
    const [clips, positiveBits, groups] = [this.#clips, this.#positiveBits, this.#groups];
    let numPositive = 0;
    let numNegative = 0;
    for (let i = 0; i < clips.length; i++) {
      const weight = weights[clips[i]!]!;
      // Without a branch, which no processor could predict.
      numPositive += weight & positiveBits[i]!;
      numNegative += weight & ~positiveBits[i]!;
      // The last entry of a group leaves its total.
      positives[groups[i]!] = numPositive;
      negatives[groups[i]!] = numNegative;
    }
    return Object.assign(this.#ranking, { numPositive, numNegative });
  }
}
