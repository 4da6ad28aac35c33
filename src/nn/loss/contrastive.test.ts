import { describe, expect, test } from "vitest";
import { describeLosses, differentiate, type LossCase, type LossDType } from "../../../tests/parity/loss.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import {
  batchHardTripletLoss,
  cosineEmbeddingLoss,
  type GatherRows,
  klDivergence,
  ntXentLoss,
  supervisedContrastiveLoss,
  tripletMarginLoss,
} from "./index.js";

const oracle = startOracle();

const ints = (values: number[]) => Tensor.from(values, { dtype: "int64" });
/** The clip of label 4 is alone. */
const labels = () => ({ y: ints([0, 1, 0, 2, 1, 0, 4, 2]) });
const part = (x: Tensor, i: number): Tensor => x.select(0, i);

/** The papers' formulas, one clip at a time. */
const REFERENCES = `
def supcon(x, y, t, reduction):
    # Khosla et al. (2020), equation 2.
    z = F.normalize(x, dim=1)
    losses = []
    for i in range(len(z)):
        others = [a for a in range(len(z)) if a != i]
        positives = [p for p in others if y[p] == y[i]]
        denominator = sum(torch.exp(z[i] @ z[a] / t) for a in others)
        terms = [torch.log(torch.exp(z[i] @ z[p] / t) / denominator) for p in positives]
        losses.append(-sum(terms) / len(positives) if positives else x.new_zeros([]))
    return reduce(torch.stack(losses), reduction)

def nt_xent(first, second, t, reduction):
    # Chen et al. (2020), equation 1, for the pairs (2k - 1, 2k) and (2k, 2k - 1).
    z = F.normalize(torch.cat([first, second]), dim=1)
    n = len(first)
    def loss(i, j):
        denominator = sum(torch.exp(z[i] @ z[k] / t) for k in range(2 * n) if k != i)
        return -torch.log(torch.exp(z[i] @ z[j] / t) / denominator)
    return reduce(torch.stack([(loss(k, k + n) + loss(k + n, k)) / 2 for k in range(n)]), reduction)

def batch_hard(x, y, margin, reduction):
    # Hermans et al. (2017), equation 5.
    losses = []
    for i in range(len(x)):
        near = [(x[i] - x[a]).norm() for a in range(len(x)) if a != i and y[a] == y[i]]
        far = [(x[i] - x[a]).norm() for a in range(len(x)) if y[a] != y[i]]
        hinge = F.relu(max(near) - min(far) + margin) if near and far else x.new_zeros([])
        losses.append(hinge)
    return reduce(torch.stack(losses), reduction)
`;

const triplets = (options: object): LossCase["loss"] => {
  return (x, _, reduction) =>
    tripletMarginLoss(part(x, 0), part(x, 1), part(x, 2), { reduction, ...options });
};

const CASES: Record<string, LossCase> = {
  supervisedContrastiveLoss: {
    loss: (x, { y }, reduction) => supervisedContrastiveLoss(x, y!, { reduction }),
    torch: "supcon(x, y, 0.1, reduction)",
    shape: [8, 5],
    given: labels,
  },
  "supervisedContrastiveLoss of temperature 0.7": {
    loss: (x, { y }, reduction) => supervisedContrastiveLoss(x, y!, { reduction, temperature: 0.7 }),
    torch: "supcon(x, y, 0.7, reduction)",
    shape: [8, 5],
    given: labels,
  },
  ntXentLoss: {
    loss: (x, _, reduction) => ntXentLoss(part(x, 0), part(x, 1), { reduction }),
    torch: "nt_xent(x[0], x[1], 0.5, reduction)",
    shape: [2, 6, 4],
    given: () => ({}),
  },
  "ntXentLoss of one clip": {
    loss: (x, _, reduction) => ntXentLoss(part(x, 0), part(x, 1), { reduction, temperature: 0.2 }),
    torch: "nt_xent(x[0], x[1], 0.2, reduction)",
    shape: [2, 1, 4],
    given: () => ({}),
  },
  batchHardTripletLoss: {
    loss: (x, { y }, reduction) => batchHardTripletLoss(x, y!, { reduction, margin: 4 }),
    torch: "batch_hard(x, y, 4, reduction)",
    shape: [8, 5],
    given: labels,
  },
  tripletMarginLoss: {
    loss: triplets({}),
    torch: "F.triplet_margin_loss(x[0], x[1], x[2], reduction=reduction)",
    shape: [3, 7, 4],
    given: () => ({}),
  },
  "tripletMarginLoss with every option": {
    loss: triplets({ margin: 3, p: 1.5, eps: 1e-3, swap: true }),
    torch: "F.triplet_margin_loss(x[0], x[1], x[2], 3, 1.5, 1e-3, True, reduction=reduction)",
    shape: [3, 7, 4],
    given: () => ({}),
  },
  cosineEmbeddingLoss: {
    loss: (x, { y }, reduction) => cosineEmbeddingLoss(part(x, 0), part(x, 1), y!, { reduction }),
    torch: "F.cosine_embedding_loss(x[0], x[1], y, reduction=reduction)",
    shape: [2, 6, 4],
    given: () => ({ y: ints([1, -1, 1, -1, -1, 1]) }),
  },
  "cosineEmbeddingLoss of margin 0.3": {
    loss: (x, { y }, reduction) =>
      cosineEmbeddingLoss(part(x, 0), part(x, 1), y!, { reduction, margin: 0.3 }),
    torch: "F.cosine_embedding_loss(x[0], x[1], y, 0.3, reduction=reduction)",
    shape: [2, 6, 4],
    given: () => ({ y: ints([-1, -1, 1, -1, -1, 1]) }),
  },
  klDivergence: {
    loss: (x, { y }, reduction) => klDivergence(x.logSoftmax(1), y!, { reduction }),
    torch: "F.kl_div(x.log_softmax(1), y, reduction=reduction)",
    shape: [6, 4],
    given: (dtype: LossDType) => ({ y: ops.randn([6, 4], { dtype }).softmax(1) }),
  },
  "klDivergence against logarithms": {
    loss: (x, { y }, reduction) => klDivergence(x.logSoftmax(1), y!, { reduction, logTarget: true }),
    torch: "F.kl_div(x.log_softmax(1), y, reduction=reduction, log_target=True)",
    shape: [6, 4],
    given: (dtype: LossDType) => ({ y: ops.randn([6, 4], { dtype }).logSoftmax(1) }),
  },
  "klDivergence, batchMean": {
    loss: (x, { y }) => klDivergence(x.logSoftmax(1), y!, { reduction: "batchMean" }),
    torch: "F.kl_div(x.log_softmax(1), y, reduction='batchmean')",
    shape: [6, 4],
    given: (dtype: LossDType) => ({ y: ops.randn([6, 4], { dtype }).softmax(1) }),
  },
};

describeLosses(oracle, CASES, REFERENCES);

describe("clips without a partner", () => {
  const x = ops.randn([3, 4]);
  const one = x.narrow(0, 0, 1);
  const losses = { supervisedContrastiveLoss, batchHardTripletLoss };

  test.each(Object.entries(losses))("%s: no loss, no gradient", (_, loss) => {
    for (const [rows, labels] of [
      [x, [0, 1, 2]],
      [one, [0]],
    ] as const) {
      const [value, grad] = differentiate(rows, (leaf) =>
        loss(leaf, ints([...labels]), { reduction: "none" }),
      );
      expect(value.abs().sum().item()).toBe(0);
      expect(grad.abs().sum().item()).toBe(0);
    }
  });

  test("batchHardTripletLoss of clips of one label has no negative: no loss, no gradient", () => {
    const [value, grad] = differentiate(x, (leaf) => batchHardTripletLoss(leaf, ints([1, 1, 1])));
    expect(value.item()).toBe(0);
    expect(grad.abs().sum().item()).toBe(0);
  });
});

describe("parts of a batch, each compared with all clips, add up to the whole batch", () => {
  const x = ops.randn([6, 4], { dtype: "float64" });
  const views = ops.randn([6, 4], { dtype: "float64" });
  const y = ints([0, 1, 0, 1, 2, 2]);
  /** The parts have 2 and 4 clips. Gradients flow through the clips of both, as over ranks. */
  const withinWhole = (whole: Tensor[], from: number): GatherRows => {
    return (rows) => ({ all: whole.find((all) => sameRows(all, rows, from))!, start: from });
  };
  const sameRows = (all: Tensor, rows: Tensor, from: number): boolean =>
    all.dtype === rows.dtype &&
    all.shape.slice(1).join() === rows.shape.slice(1).join() &&
    ops.equal(all.narrow(0, from, rows.shape[0]!), rows) === true;
  const unit = (rows: Tensor): Tensor => rows.div(rows.norm(2, [1], true));

  test.each<[string, (rows: Tensor, from: number, size: number) => Tensor]>([
    [
      "supervisedContrastiveLoss",
      (rows, from, size) =>
        supervisedContrastiveLoss(rows.narrow(0, from, size), y.narrow(0, from, size), {
          reduction: "sum",
          gather: withinWhole([unit(rows), y], from),
        }),
    ],
    [
      "ntXentLoss",
      (rows, from, size) =>
        ntXentLoss(rows.narrow(0, from, size), views.narrow(0, from, size), {
          reduction: "sum",
          gather: withinWhole([unit(rows), unit(views)], from),
        }),
    ],
    [
      "batchHardTripletLoss",
      (rows, from, size) =>
        batchHardTripletLoss(rows.narrow(0, from, size), y.narrow(0, from, size), {
          reduction: "sum",
          margin: 2,
          gather: withinWhole([rows, y], from),
        }),
    ],
  ])("%s", (_, loss) => {
    const whole = differentiate(x, (rows) => loss(rows, 0, 6));
    const parts = differentiate(x, (rows) => loss(rows, 0, 2).add(loss(rows, 2, 4)));
    // Sums of few values in another order.
    expect(parts[0]).toBeAllclose(whole[0], { rtol: 1e-12, atol: 1e-12 });
    expect(parts[1]).toBeAllclose(whole[1], { rtol: 1e-12, atol: 1e-12 });
  });
});

test("half types are computed in float32", () => {
  const x = ops.randn([4, 3]).to("bfloat16");
  expect(supervisedContrastiveLoss(x, ints([0, 0, 1, 1])).dtype).toBe("float32");
  expect(ntXentLoss(x, x).dtype).toBe("float32");
});

test("invalid inputs", () => {
  const x = ops.zeros([4, 3]);
  expect(() => supervisedContrastiveLoss(ops.zeros([4]), ints([0, 0, 1, 1]))).toThrow(
    "supervisedContrastiveLoss: expected embeddings of shape [B, D], got [4]",
  );
  expect(() => supervisedContrastiveLoss(x, ints([0]))).toThrow(
    "supervisedContrastiveLoss: expected labels of shape [4], one for each embedding, got [1]",
  );
  expect(() => batchHardTripletLoss(x, ops.zeros([4]))).toThrow(
    "batchHardTripletLoss: expected labels of int64, got float32",
  );
  expect(() => ntXentLoss(x, ops.zeros([3, 3]))).toThrow(
    "ntXentLoss: expected the second views of shape [4, 3], the shape of the first, got [3, 3]",
  );
  expect(() => ntXentLoss(x, x, { temperature: 0 })).toThrow(
    "ntXentLoss: expected temperature above 0, got 0",
  );
  expect(() => tripletMarginLoss(x, x, ops.zeros([4, 2]))).toThrow(
    "tripletMarginLoss: expected negatives of shape [4, 3], the shape of the anchors, got [4, 2]",
  );
  expect(() => tripletMarginLoss(x, x, x, { margin: 0 })).toThrow(/expected margin above 0, got 0/);
  expect(() => cosineEmbeddingLoss(x, x, ints([1]))).toThrow(/expected labels of shape \[4\]/);
  expect(() => cosineEmbeddingLoss(x, x, ints([1, 1, 1, 1]), { margin: 2 })).toThrow(
    /expected margin from -1 to 1, got 2/,
  );
  expect(() => klDivergence(x, ops.zeros([4]))).toThrow(
    "klDivergence: expected targets of shape [4, 3], the shape of logProbs, got [4]",
  );
  expect(() => klDivergence(x, x, { reduction: "average" as never })).toThrow(/expected a reduction/);
});
