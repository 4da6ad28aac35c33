import { describe, expect, it } from "vitest";
import "../../tests/support/allclose.js";
import { startOracle } from "../../tests/support/oracle.js";
import { TAGGING_CASES, taggingRows } from "../../tests/support/tagging-rows.js";
import { randomFloat } from "../data/random.js";
import { Tensor } from "../tensor/index.js";
import { countClips, type TaggingRows } from "./tagging-rows.js";
import { summarizeTagging } from "./tagging-summary.js";

const oracle = startOracle("sklearn.metrics");

/** float64 on both sides; only the order of sums differs. */
const TOLERANCE = { rtol: 0, atol: 1e-9 };

/** scikit-learn of the known entries. It refuses NaN scores: a number below all others stands for them. */
const REFERENCE = `
import warnings
from sklearn import metrics
warnings.simplefilter("ignore")
nan = float("nan")
predicted = scores.double() >= thresholds  # False for NaN
targets, predicted = targets.numpy(), predicted.numpy()
scores = np.nan_to_num(scores.numpy(), nan=-1e30)
known = targets >= 0
labels = range(targets.shape[1])

def average_precision(y, s):
    return metrics.average_precision_score(y, s) if y.any() else nan

def roc_auc(y, s):
    return metrics.roc_auc_score(y, s) if len(y) else nan

def of_label(measure, values):
    return np.array([measure(targets[known[:, c], c], values[known[:, c], c]) for c in labels])

def mean(values):
    return np.mean(values) if len(values) else nan

def f1_parts(y, p):
    return metrics.precision_recall_fscore_support(y, p, average="binary", zero_division=0)[:3] if len(y) else (0, 0, 0)

def lwlrap():
    weights = ((targets == 1) & known).sum(1)
    ranked = metrics.label_ranking_average_precision_score
    if weights.sum() == 0:
        return nan
    if known.all():
        return ranked(targets, scores, sample_weight=weights)
    clips = [i for i in range(len(targets)) if weights[i]]
    values = [ranked(targets[i : i + 1, known[i]], scores[i : i + 1, known[i]]) for i in clips]
    return np.average(values, weights=weights[clips])

has_positive = ((targets == 1) & known).any(0)
ap, auc, parts = of_label(average_precision, scores), of_label(roc_auc, scores), of_label(f1_parts, predicted)
counted = known.any(1)
right = (targets == 1) * known == predicted * known
out["summary"] = torch.tensor([
    mean(ap[has_positive]),
    average_precision(targets[known], scores[known]),
    mean(auc[~np.isnan(auc)]),
    roc_auc(targets[known], scores[known]),
    lwlrap(),
    mean(parts[has_positive, 2]),
    metrics.f1_score(targets[known], predicted[known], zero_division=0),
    metrics.accuracy_score(np.ones(counted.sum()), right[counted].all(1)),
], dtype=torch.float64)
out["labels"] = torch.tensor(np.column_stack([ap, auc, parts]).T.copy(), dtype=torch.float64)
out["without"] = [int(c) for c in np.flatnonzero(~has_positive)]
`;

/** Compares every metric of `rows`, at thresholds that differ between labels. */
async function expectParity(rows: TaggingRows): Promise<void> {
  const { scores, targets, numLabels } = rows;
  const thresholds = Float64Array.from({ length: numLabels }, (_, label) => [0.5, 0.25, 0.75][label % 3]!);
  const shape = [countClips(rows), numLabels];
  const expected = await oracle.run<{ summary: Tensor; labels: Tensor; without: number[] }>(REFERENCE, {
    scores: Tensor.from(scores, { shape }),
    targets: Tensor.from(targets, { shape }),
    thresholds: Tensor.from(thresholds),
  });
  const ours = summarizeTagging(rows, thresholds);
  const { averagePrecision, rocAuc, precision, recall, f1 } = ours.perLabel;
  expect(
    Float64Array.of(
      ours.meanAveragePrecision,
      ours.microAveragePrecision,
      ours.macroRocAuc,
      ours.microRocAuc,
      ours.lwlrap,
      ours.macroF1,
      ours.microF1,
      ours.exactMatchRatio,
    ),
  ).toBeAllclose(expected.summary, TOLERANCE);
  const perLabel = Tensor.from([averagePrecision, rocAuc, precision, recall, f1], { dtype: "float64" });
  expect(perLabel).toBeAllclose(expected.labels, TOLERANCE);
  expect(ours.labelsWithoutPositives).toEqual(expected.without);
}

describe("metrics of tagging", () => {
  it.each(Object.entries(TAGGING_CASES))("are scikit-learn's: %s", (_, rows) => expectParity(rows));

  it("are scikit-learn's: 2,000 clips of 50 labels", async () => {
    const target = (clip: number, label: number) =>
      Number(randomFloat(1, clip, label) < 0.01 * (1 + (label % 9)));
    const rows = taggingRows(2_000, 50, target, (clip, label) => {
      const score = 0.6 * randomFloat(2, clip, label) + 0.4 * target(clip, label);
      return clip % 2 === 0 ? score : Math.round(100 * score) / 100;
    });
    await expectParity(rows);
  });

  it("rank an infinite logit first or last, and a NaN as low as -Infinity", () => {
    const rows = {
      scores: Float64Array.of(Number.POSITIVE_INFINITY, 3, -2, Number.NEGATIVE_INFINITY, Number.NaN),
      targets: Int8Array.of(1, 0, 1, 0, 1),
      numLabels: 1,
    };
    const { perLabel, exactMatchRatio } = summarizeTagging(rows, [0]);
    expect(perLabel.averagePrecision[0]).toBeCloseTo((1 + 2 / 3 + 3 / 5) / 3, 12);
    // Pairs in order: 2 of the first positive, 1 of the second, half of the third's tie.
    expect(perLabel.rocAuc[0]).toBeCloseTo(3.5 / 6, 12);
    expect([perLabel.precision[0], perLabel.recall[0], exactMatchRatio]).toEqual([1 / 2, 1 / 3, 2 / 5]);
    expect([perLabel.numPositive, perLabel.numNegative]).toEqual([[3], [2]]);
  });

  it("are NaN without clips, without labels, and where every entry is ignored", () => {
    const empty = (numClips: number, numLabels: number) =>
      taggingRows(
        numClips,
        numLabels,
        () => -1,
        () => 0.5,
      );
    for (const rows of [empty(0, 3), empty(0, 0), empty(4, 3)]) {
      const { perLabel, labelsWithoutPositives, ...means } = summarizeTagging(rows, new Float64Array(3));
      expect(Object.values(means)).toEqual(Array(8).fill(Number.NaN));
      const labels = [0, 1, 2].slice(0, rows.numLabels);
      expect(labelsWithoutPositives).toEqual(labels);
      expect(perLabel.averagePrecision).toEqual(labels.map(() => Number.NaN));
      expect(perLabel.f1).toEqual(labels.map(() => 0));
    }
  });

  it("are the worked examples of scikit-learn's documentation", () => {
    const rows = {
      scores: Float64Array.of(0.1, 0.4, 0.35, 0.8),
      targets: Int8Array.of(0, 0, 1, 1),
      numLabels: 1,
    };
    const { perLabel } = summarizeTagging(rows, [0.5]);
    expect([perLabel.averagePrecision[0], perLabel.rocAuc[0]]).toEqual([(1 + 2 / 3) / 2, 0.75]);
    const ranked = {
      scores: Float64Array.of(0.75, 0.5, 1, 1, 0.2, 0.1),
      targets: Int8Array.of(1, 0, 0, 0, 0, 1),
      numLabels: 3,
    };
    expect(summarizeTagging(ranked, [0, 0, 0]).lwlrap).toBeCloseTo((1 / 2 + 1 / 3) / 2, 12);
  });
});
