import { ConfigError } from "../errors.js";

/** `1 / (1 + a d^(2b))`: the similarity of two points of the projection at distance d. */
export interface Curve {
  a: number;
  b: number;
}

const NUM_SAMPLES = 300;
const MAX_STEPS = 200;

/**
 * Fits the curve to the function that is 1 up to `minDist` and `exp(-(d - minDist) / spread)` beyond, by least squares
 * over 300 distances from 0 to 3 spread, as umap-learn 0.5 does. Levenberg and Marquardt's method, from a = b = 1.
 * Throws ConfigError if `minDist` is negative or not below 3 spread, where no distance samples the decay.
 */
export function fitCurve(minDist: number, spread = 1): Curve {
  if (!(spread > 0 && Number.isFinite(spread) && minDist >= 0 && minDist < 3 * spread)) {
    throw new ConfigError(
      "RANGE",
      `fitCurve: expected a spread above 0 and a minDist from 0 to less than 3 spread, got minDist ${minDist} and spread ${spread}`,
    );
  }
  const distances = Float64Array.from(
    { length: NUM_SAMPLES },
    (_, i) => (3 * spread * i) / (NUM_SAMPLES - 1),
  );
  const wanted = distances.map((d) => (d < minDist ? 1 : Math.exp(-(d - minDist) / spread)));
  const lossOf = (a: number, b: number) =>
    distances.reduce((sum, d, i) => sum + (1 / (1 + a * d ** (2 * b)) - wanted[i]!) ** 2, 0);

  let [a, b, damping] = [1, 1, 1e-3];
  let loss = lossOf(a, b);
  for (let step = 0; step < MAX_STEPS; step++) {
    // Sums of products of the residuals' derivatives by a and b, and of derivatives and residuals.
    let [aa, ab, bb, ra, rb] = [0, 0, 0, 0, 0];
    for (let i = 1; i < NUM_SAMPLES; i++) {
      const power = distances[i]! ** (2 * b);
      const value = 1 / (1 + a * power);
      const slopeA = -value * value * power;
      const slopeB = slopeA * 2 * a * Math.log(distances[i]!);
      const residual = value - wanted[i]!;
      aa += slopeA * slopeA;
      ab += slopeA * slopeB;
      bb += slopeB * slopeB;
      ra += slopeA * residual;
      rb += slopeB * residual;
    }
    const [da, db] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = da * db - ab * ab;
    const nextA = a - (db * ra - ab * rb) / determinant;
    const nextB = b - (da * rb - ab * ra) / determinant;
    const nextLoss = nextA > 0 && nextB > 0 ? lossOf(nextA, nextB) : Number.POSITIVE_INFINITY;
    if (nextLoss <= loss) {
      const moved = Math.abs(nextA - a) / a + Math.abs(nextB - b) / b;
      [a, b, loss, damping] = [nextA, nextB, nextLoss, damping / 10];
      if (moved < 1e-12) break;
    } else {
      damping *= 10;
      // Only rounding is left of the gradient.
      if (damping > 1e12) break;
    }
  }
  return { a, b };
}
