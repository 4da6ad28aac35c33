/**
 * How much each parameter of a search matters: by how much the error of a forest of extremely randomized trees (Geurts et al.
 * 2006) grows on trials that a tree did not see when a parameter's values are exchanged between them (permutation importance,
 * Breiman 2001). The forest predicts the rank of the value, so that a few diverged trials do not decide.
 *
 * Optuna's own importances (PED-ANOVA, `woodshed tune importance`) need Python and differ in their numbers.
 */
import { PURPOSES, randomFloat, randomUint32 } from "../../data/random.js";
import type { Distribution, Scalar } from "./stored-study.js";

export const IMPORTANCE_METHOD =
  "permutation importance of a forest of random trees that predicts the rank of the value";

const NUM_TREES = 64;
const SMALLEST_LEAF = 3;
/** Fewer trials say nothing. */
const FEWEST_TRIALS = 10;
/** More trials change little and take time; they are taken evenly over the search. */
const MOST_TRIALS = 1000;
const MOST_PARAMETERS = 64;

/** A trial with its value. */
export interface Evaluated {
  parameters: ReadonlyMap<string, Scalar>;
  value: number;
}

/**
 * Returns each parameter's share of the importance of all; null for all of them if there are too few trials, or if the
 * parameters do not explain the values.
 */
export function importances(
  trials: readonly Evaluated[],
  distributions: ReadonlyMap<string, Distribution>,
): Map<string, number | null> {
  const names = [...distributions.keys()].slice(0, MOST_PARAMETERS);
  const unknown = new Map<string, number | null>([...distributions.keys()].map((name) => [name, null]));
  const stride = Math.max(1, Math.ceil(trials.length / MOST_TRIALS));
  const chosen = trials.filter((_, i) => i % stride === 0);
  if (chosen.length < FEWEST_TRIALS || names.length === 0) return unknown;
  const columns = names.map((name) => columnOf(name, distributions.get(name)!, chosen));
  const target = ranksOf(chosen.map(({ value }) => value));
  const { added, error, spread } = permutationErrors(columns, target);
  const total = added.reduce((sum, one) => sum + Math.max(0, one), 0);
  // A forest that predicts no better than the mean knows nothing of the parameters.
  if (!(error < spread) || total === 0) return unknown;
  for (const [i, name] of names.entries()) unknown.set(name, Math.max(0, added[i]!) / total);
  return unknown;
}

/** Values as numbers: logarithms where the scale is, places of choices; a parameter that a trial lacks lies below all. */
function columnOf(
  name: string,
  { kind, isLog, choices }: Distribution,
  trials: readonly Evaluated[],
): Float64Array {
  const places = new Map(choices.map((choice, place) => [choice, place]));
  const values = Float64Array.from(trials, ({ parameters }) => {
    const value = parameters.get(name);
    if (kind === "categorical") return value === undefined ? Number.NaN : (places.get(value) ?? Number.NaN);
    if (typeof value !== "number") return Number.NaN;
    return isLog ? Math.log(Math.max(value, Number.MIN_VALUE)) : value;
  });
  const known = values.filter((value) => !Number.isNaN(value));
  const [low, high] = [
    known.reduce((a, b) => Math.min(a, b), Infinity),
    known.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const below = known.length === 0 ? 0 : low - Math.max(1e-9, high - low);
  return values.map((value) => (Number.isNaN(value) ? below : value));
}

/** Ranks from 0 to 1; equal values share theirs. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && values[order[end]!] === values[order[i]!]) end++;
    for (let k = i; k < end; k++) ranks[order[k]!] = (i + end - 1) / 2 / Math.max(1, order.length - 1);
    i = end;
  }
  return ranks;
}

type Columns = readonly Float64Array[];
type Tree = { mean: number } | { feature: number; threshold: number; below: Tree; above: Tree };

/** Squared errors on the trials that each tree did not see: as they are, and what exchanging each column adds. */
function permutationErrors(
  columns: Columns,
  target: Float64Array,
): { added: Float64Array; error: number; spread: number } {
  const n = target.length;
  const added = new Float64Array(columns.length);
  const mean = target.reduce((sum, value) => sum + value, 0) / n;
  let [error, spread] = [0, 0];
  for (let tree = 0; tree < NUM_TREES; tree++) {
    const drawn = Int32Array.from(
      { length: n },
      (_, i) => randomUint32(PURPOSES.importanceRows, tree, i) % n,
    );
    const isSeen = new Uint8Array(n);
    for (const i of drawn) isSeen[i] = 1;
    const left = Int32Array.from({ length: n }, (_, i) => i).filter((i) => isSeen[i] === 0);
    const root = grow(columns, target, drawn, [tree]);
    for (const i of left) {
      error += (predict(root, columns, i) - target[i]!) ** 2;
      spread += (mean - target[i]!) ** 2;
    }
    for (let feature = 0; feature < columns.length; feature++) {
      const shift =
        1 + (randomUint32(PURPOSES.importanceShift, tree, feature) % Math.max(1, left.length - 1));
      for (const [place, i] of left.entries()) {
        // A rotation of the trials, which are in the order of the search: an exchange without another array.
        const other = left[(place + shift) % left.length]!;
        const now = predict(root, columns, i, feature, other);
        added[feature]! += (now - target[i]!) ** 2 - (predict(root, columns, i) - target[i]!) ** 2;
      }
    }
  }
  return { added, error, spread };
}

/** @param rows trials of this part; @param keys of its random numbers */
function grow(columns: Columns, target: Float64Array, rows: Int32Array, keys: readonly number[]): Tree {
  const mean = rows.reduce((sum, i) => sum + target[i]!, 0) / rows.length;
  if (rows.length < 2 * SMALLEST_LEAF) return { mean };
  let best = { gain: 0, feature: -1, threshold: 0 };
  for (let feature = 0; feature < columns.length; feature++) {
    const column = columns[feature]!;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const i of rows) {
      low = Math.min(low, column[i]!);
      high = Math.max(high, column[i]!);
    }
    if (low === high) continue;
    const threshold = low + (high - low) * randomFloat(PURPOSES.importanceThreshold, ...keys, feature);
    let [count, sum, total] = [0, 0, 0];
    for (const i of rows) {
      total += target[i]!;
      if (column[i]! > threshold) continue;
      count++;
      sum += target[i]!;
    }
    const others = rows.length - count;
    if (count < SMALLEST_LEAF || others < SMALLEST_LEAF) continue;
    // The squared error that the split takes away.
    const gain = sum ** 2 / count + (total - sum) ** 2 / others - total ** 2 / rows.length;
    if (gain > best.gain) best = { gain, feature, threshold };
  }
  if (best.feature < 0) return { mean };
  const { feature, threshold } = best;
  const column = columns[feature]!;
  return {
    feature,
    threshold,
    below: grow(
      columns,
      target,
      rows.filter((i) => column[i]! <= threshold),
      [...keys, 1],
    ),
    above: grow(
      columns,
      target,
      rows.filter((i) => column[i]! > threshold),
      [...keys, 2],
    ),
  };
}

/** @param exchanged a column whose value is that of trial `other` */
function predict(root: Tree, columns: Columns, i: number, exchanged = -1, other = i): number {
  let tree = root;
  while ("feature" in tree) {
    const value = columns[tree.feature]![tree.feature === exchanged ? other : i]!;
    tree = value <= tree.threshold ? tree.below : tree.above;
  }
  return tree.mean;
}
