// Folds by group and label beside scikit-learn's StratifiedGroupKFold, by its own measure of balance.
import { beforeAll, expect, it } from "vitest";
import { randomFloat } from "../../src/data/random.js";
import { assignGroups, type Bin } from "../../src/data/splits/assign.js";
import { EMPTY_COST } from "../../src/data/splits/validation.js";
import { startOracle } from "../support/oracle.js";

const oracle = startOracle();
const NUM_CASES = 12;

interface Case {
  numFolds: number;
  labels: number[];
  groups: number[];
}

/** Groups of 1 to 20 clips; in one case of three all clips of a group have one label, as those of a recording do. */
function createCase(_: unknown, c: number): Case {
  const random = (...keys: number[]): number => randomFloat(5, c, ...keys);
  const numFolds = 2 + Math.floor(5 * random(0));
  const numLabels = 2 + Math.floor(10 * random(1));
  const numGroups = numFolds + 4 + Math.floor(24 * random(2));
  const clips = Array.from({ length: numGroups }, (_, group) =>
    Array.from({ length: 1 + Math.floor(20 * random(3, group) ** 3) }, (_, i) => ({
      group,
      label: Math.floor(numLabels * (c % 3 === 0 ? random(4, group) : random(5, group, i)) ** 2),
    })),
  ).flat();
  return {
    numFolds,
    labels: clips.map(({ label }) => label),
    groups: clips.map(({ group }) => group),
  };
}

function ourFolds(given: Case, seed: number): number[] {
  const bins = Array.from({ length: given.numFolds }, () => ({ share: 1 / given.numFolds, emptyCost: 4 }));
  return assign(given, bins, seed, 0);
}

/** Returns 1 for the clips that are held out for validation, as `splitByGroup` does. */
function ourValidation(given: Case, seed: number): number[] {
  const share = 1 / given.numFolds;
  const bins = [
    { share: 1 - share, emptyCost: EMPTY_COST.train },
    { share, emptyCost: EMPTY_COST.validation },
  ];
  return assign(given, bins, seed, 1);
}

function assign({ labels, groups }: Case, bins: readonly Bin[], seed: number, use: 0 | 1): number[] {
  const counts = Array.from({ length: Math.max(...groups) + 1 }, () => ({
    ...{ numClips: 0, byLabel: new Map<string, number>() },
  }));
  for (const [i, group] of groups.entries()) {
    const own = counts[group]!;
    own.numClips++;
    own.byLabel.set(`${labels[i]}`, (own.byLabel.get(`${labels[i]}`) ?? 0) + 1);
  }
  const assigned = assignGroups(counts, bins, seed, use);
  return groups.map((group) => assigned[group]!);
}

/** The measure of StratifiedGroupKFold: the deviation over folds of the parts of a label's clips, mean over labels. */
function imbalance({ numFolds, labels }: Case, folds: readonly number[]): number {
  const deviations = [...new Set(labels)].map((label) => {
    const own = folds.filter((_, i) => labels[i] === label);
    const parts = Array.from(
      { length: numFolds },
      (_, fold) => own.filter((one) => one === fold).length / own.length,
    );
    return Math.sqrt(parts.reduce((sum, part) => sum + (part - 1 / numFolds) ** 2, 0) / numFolds);
  });
  return deviations.reduce((sum, one) => sum + one, 0) / deviations.length;
}

/** The deviation of the held-out part of a label's clips from the fraction, mean over labels. */
function validationImbalance({ numFolds, labels }: Case, isHeldOut: readonly boolean[]): number {
  const deviations = [...new Set(labels)].map((label) => {
    const own = isHeldOut.filter((_, i) => labels[i] === label);
    return Math.abs(own.filter(Boolean).length / own.length - 1 / numFolds);
  });
  return mean(deviations);
}

/** Labels without a held-out clip. */
function numMissing({ labels }: Case, isHeldOut: readonly boolean[]): number {
  return new Set(labels).size - new Set(labels.filter((_, i) => isHeldOut[i])).size;
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

const cases = Array.from({ length: NUM_CASES }, createCase);
let folds: number[][];
beforeAll(async () => {
  ({ folds } = await oracle.run<{ folds: number[][] }>(
    `
    import warnings
    import numpy as np
    from sklearn.model_selection import StratifiedGroupKFold
    warnings.simplefilter("ignore")  # Labels with fewer clips than folds.
    def assign(case):
        labels, groups = np.array(case["labels"]), np.array(case["groups"])
        found = np.zeros(len(labels), int)
        splitter = StratifiedGroupKFold(case["numFolds"], shuffle=True, random_state=0)
        for fold, (_, held) in enumerate(splitter.split(labels, labels, groups)):
            found[held] = fold
        return found.tolist()
    out["folds"] = [assign(case) for case in cases]`,
    { cases: cases.map((one) => ({ ...one })) },
  ));
});

it("balances labels as StratifiedGroupKFold does: on average as well, and never worse by 0.03", () => {
  const theirs = cases.map((one, i) => imbalance(one, folds[i]!));
  const ours = [0, 1, 2].map((seed) => cases.map((one) => imbalance(one, ourFolds(one, seed))));
  for (const bySeed of ours) {
    expect(mean(bySeed)).toBeLessThan(1.02 * mean(theirs));
    for (const [i, one] of bySeed.entries()) expect(one, `case ${i}`).toBeLessThan(theirs[i]! + 0.03);
  }
});

it("holds out a part of each label for validation, as even as a fold of StratifiedGroupKFold, and lacks fewer labels", () => {
  // Each of their folds is a way to hold out this fraction.
  const theirs = cases.map((one, i) =>
    Array.from({ length: one.numFolds }, (_, fold) => folds[i]!.map((own) => own === fold)),
  );
  const meanOf = (measure: typeof validationImbalance): number =>
    mean(cases.map((one, i) => mean(theirs[i]!.map((isHeldOut) => measure(one, isHeldOut)))));
  for (const seed of [0, 1, 2]) {
    const ours = cases.map((one) => ourValidation(one, seed).map((bin) => bin === 1));
    const ourMean = (measure: typeof validationImbalance): number =>
      mean(cases.map((one, i) => measure(one, ours[i]!)));
    expect(ourMean(validationImbalance)).toBeLessThan(meanOf(validationImbalance));
    expect(ourMean(numMissing)).toBeLessThan(meanOf(numMissing));
  }
});
