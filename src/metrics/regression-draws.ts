// N = clips, D = target dimensions.
import { mean } from "./mean.js";
import {
  CORRELATIONS,
  REGRESSION_METRICS,
  type RegressionMetric,
  type RegressionRows,
} from "./regression.js";

type Measures = Record<RegressionMetric, number>;

/** Drawn clips: each clip once, and how often it was drawn. */
interface Draw {
  /** Distinct clips, the first drawn one first. */
  clips: Int32Array;
  weights: Int32Array; // [N]
  /** Number of draws. */
  total: number;
}

/**
 * Returns a function that computes the means of the metrics over the dimensions for drawn clips: those of
 * `summarizeRegression` of their rows, but for the rounding of sums. Values are sorted once, so that a draw takes a
 * fraction of the time.
 */
export function drawRegression({
  predicted,
  target,
  numDimensions,
}: RegressionRows): (clips: Int32Array) => Measures {
  const numClips = numDimensions === 0 ? 0 : target.length / numDimensions;
  const column = (values: Float64Array, d: number): Float64Array =>
    Float64Array.from({ length: numClips }, (_, clip) => values[clip * numDimensions + d]!);
  const dimensions = Array.from(
    { length: numDimensions },
    (_, d) => new Dimension(column(predicted, d), column(target, d)),
  );
  const weights = new Int32Array(numClips);
  const distinct = new Int32Array(numClips);
  return (drawn) => {
    weights.fill(0);
    let numDistinct = 0;
    for (let i = 0; i < drawn.length; i++) {
      const clip = drawn[i]!;
      if (weights[clip]!++ === 0) distinct[numDistinct++] = clip;
    }
    const draw = { clips: distinct.subarray(0, numDistinct), weights, total: drawn.length };
    const measured = dimensions.map((dimension) => dimension.measure(draw));
    const varying = measured.filter(({ isConstant }) => !isConstant);
    return Object.fromEntries(
      REGRESSION_METRICS.map((name) => [
        name,
        mean((CORRELATIONS.includes(name) ? varying : measured).map((one) => one[name])),
      ]),
    ) as Measures;
  };
}

/** One dimension of predictions x and targets y. */
class Dimension {
  readonly #x: Float64Array; // [N]
  readonly #y: Float64Array; // [N]
  readonly #ranksOfX: WeightedRanks;
  readonly #ranksOfY: WeightedRanks;

  constructor(predicted: Float64Array, target: Float64Array) {
    [this.#x, this.#y] = [predicted, target];
    [this.#ranksOfX, this.#ranksOfY] = [new WeightedRanks(predicted), new WeightedRanks(target)];
  }

  measure(draw: Draw): Measures & { isConstant: boolean } {
    const { clips, weights, total } = draw;
    const [x, y] = [this.#x, this.#y];
    // Sums of deviations from the first values: exactly 0 where all values are equal.
    const [x0, y0] = [x[clips[0]!]!, y[clips[0]!]!];
    let [absolute, squared, sumX, sumY, sumErrors, isConstant] = [0, 0, 0, 0, 0, true];
    for (let i = 0; i < clips.length; i++) {
      const clip = clips[i]!;
      const weight = weights[clip]!;
      const error = x[clip]! - y[clip]!;
      absolute += weight * Math.abs(error);
      squared += weight * error * error;
      sumErrors += weight * error;
      sumX += weight * (x[clip]! - x0);
      sumY += weight * (y[clip]! - y0);
      if (y[clip] !== y0) isConstant = false;
    }
    const { xx, yy, xy } = products(draw, [x, x0, sumX / total], [y, y0, sumY / total]);
    const mse = squared / total;
    const meanRank = (total + 1) / 2;
    const ranks = products(
      draw,
      [this.#ranksOfX.of(weights), meanRank, 0],
      [this.#ranksOfY.of(weights), meanRank, 0],
    );
    return {
      mae: absolute / total,
      rmse: Math.sqrt(mse),
      r2: total < 2 ? Number.NaN : r2(mse, yy / total),
      pearson: correlation(xy, xx, yy, total),
      // Ranks of a NaN are undefined.
      spearman: Number.isNaN(mse) ? Number.NaN : correlation(ranks.xy, ranks.xx, ranks.yy, total),
      concordance: (2 * (xy / total)) / (xx / total + yy / total + (sumErrors / total) ** 2),
      isConstant,
    };
  }
}

/** Values with a number near their mean, and the rest of the mean. */
type Centred = readonly [values: Float64Array, near: number, rest: number];

/** Sums of squares and of products of the deviations from the means. */
function products({ clips, weights }: Draw, [x, nearX, restX]: Centred, [y, nearY, restY]: Centred) {
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < clips.length; i++) {
    const clip = clips[i]!;
    const weight = weights[clip]!;
    const dx = x[clip]! - nearX - restX;
    const dy = y[clip]! - nearY - restY;
    xx += weight * dx * dx;
    yy += weight * dy * dy;
    xy += weight * dx * dy;
  }
  return { xx, yy, xy };
}

function correlation(xy: number, xx: number, yy: number, total: number): number {
  const r = xy / (Math.sqrt(xx) * Math.sqrt(yy));
  return total < 2 ? Number.NaN : Math.max(-1, Math.min(1, r));
}

function r2(unexplained: number, variance: number): number {
  if (variance !== 0 || Number.isNaN(unexplained)) return 1 - unexplained / variance;
  return unexplained === 0 ? 1 : 0;
}

/** Ranks of values under changing weights; equal values share the mean of their ranks. */
class WeightedRanks {
  /** Clips by ascending value. */
  readonly #order: Int32Array; // [N]
  /** True at the last clip of each value. */
  readonly #endsGroup: Uint8Array; // [N]
  readonly #ranks: Float64Array; // [N]

  constructor(values: Float64Array) {
    const keys = values.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value));
    const order = Int32Array.from(keys.keys()).sort((a, b) =>
      keys[a] === keys[b] ? a - b : keys[a]! < keys[b]! ? -1 : 1,
    );
    this.#order = order;
    this.#endsGroup = Uint8Array.from(order, (clip, i) =>
      Number(i === order.length - 1 || keys[order[i + 1]!] !== keys[clip]),
    );
    this.#ranks = new Float64Array(values.length);
  }

  /** Returns the rank of each clip; the next call overwrites the result. */
  of(weights: Int32Array): Float64Array {
    const [order, endsGroup, ranks] = [this.#order, this.#endsGroup, this.#ranks];
    let below = 0;
    let here = 0;
    for (let i = 0, first = 0; i < order.length; i++) {
      here += weights[order[i]!]!;
      if (endsGroup[i] === 0) continue;
      const rank = below + (here + 1) / 2;
      for (; first <= i; first++) ranks[order[first]!] = rank;
      below += here;
      here = 0;
    }
    return ranks;
  }
}
