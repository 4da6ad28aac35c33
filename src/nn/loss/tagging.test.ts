import { describe, expect, test } from "vitest";
import {
  describeLosses,
  differentiate,
  differentiateInPython,
  type LossCase,
  type LossDType,
} from "../../../tests/parity/loss.js";
import { FLOAT32 } from "../../../tests/support/allclose.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import {
  asymmetricLoss,
  binaryCrossEntropyWithLogits as bce,
  sigmoidFocalLoss,
  type TaggingLossOptions,
} from "./index.js";

const oracle = startOracle();

/** The losses of Lin et al. (2017) and Ridnik et al. (2021), written as their reference implementations compute them. */
const REFERENCES = `
def sigmoid_focal(x, y, reduction, alpha=0.25, gamma=2, m=1):
    p = x.sigmoid()
    p_t = p * y + (1 - p) * (1 - y)
    losses = F.binary_cross_entropy_with_logits(x, y, reduction="none") * (1 - p_t) ** gamma
    if alpha >= 0:
        losses = losses * (alpha * y + (1 - alpha) * (1 - y))
    return reduce(losses * m, reduction)

def asymmetric(x, y, reduction, gamma_neg=4, gamma_pos=1, clip=0.05, eps=1e-8, m=1):
    pos = x.sigmoid()
    neg = 1 - pos
    if clip > 0:
        neg = (neg + clip).clamp(max=1)
    log_likelihood = y * pos.clamp(min=eps).log() + (1 - y) * neg.clamp(min=eps).log()
    p_t = pos * y + neg * (1 - y)
    weight = (1 - p_t) ** (gamma_pos * y + gamma_neg * (1 - y))
    return reduce(-log_likelihood * weight * m, reduction)
`;

const shape = [6, 4];
const binary = (dtype: LossDType) => ({ y: ops.randint(2, shape).to(dtype) });
const soft = (dtype: LossDType) => ({ y: ops.rand(shape, { dtype }) });
/** Labels of which half, and all of clip 2, are ignored. */
const masked = (dtype: LossDType) => {
  const m = ops.randint(2, shape).to(dtype);
  m.select(0, 2).zero_();
  return { ...binary(dtype), m };
};
const single = (dtype: LossDType) => ({ y: Tensor.from([[0, 1, 1, 0]], { dtype }) });

const CASES: Record<string, LossCase> = {
  "binary cross entropy": {
    loss: (x, { y }, reduction) => bce(x, y!, { reduction }),
    torch: "F.binary_cross_entropy_with_logits(x, y, reduction=reduction)",
    shape,
    given: soft,
  },
  "binary cross entropy, weights of positives and entries": {
    loss: (x, { y, m, p }, reduction) => bce(x, y!, { reduction, weight: m!, posWeight: p! }),
    torch: "F.binary_cross_entropy_with_logits(x, y, m, pos_weight=p, reduction=reduction)",
    shape,
    given: (dtype) => ({ ...masked(dtype), p: ops.rand([4], { dtype }).mul(5) }),
  },
  "binary cross entropy, a mask of bool": {
    loss: (x, { y, m }, reduction) => bce(x, y!, { reduction, weight: m!.to("bool") }),
    torch: "F.binary_cross_entropy_with_logits(x, y, m, reduction=reduction)",
    shape,
    given: masked,
  },
  "binary cross entropy of a batch of one": {
    loss: (x, { y }, reduction) => bce(x, y!, { reduction }),
    torch: "F.binary_cross_entropy_with_logits(x, y, reduction=reduction)",
    shape: [1, 4],
    given: single,
  },
  sigmoidFocalLoss: {
    loss: (x, { y }, reduction) => sigmoidFocalLoss(x, y!, { reduction }),
    torch: "sigmoid_focal(x, y, reduction)",
    shape,
    given: binary,
  },
  "sigmoidFocalLoss, soft targets": {
    loss: (x, { y }, reduction) => sigmoidFocalLoss(x, y!, { reduction, alpha: 0.6 }),
    torch: "sigmoid_focal(x, y, reduction, alpha=0.6)",
    shape,
    given: soft,
  },
  "sigmoidFocalLoss of gamma 0.5 without alpha, masked": {
    loss: (x, { y, m }, reduction) =>
      sigmoidFocalLoss(x, y!, { reduction, alpha: null, gamma: 0.5, weight: m! }),
    torch: "sigmoid_focal(x, y, reduction, -1, 0.5, m)",
    shape,
    given: masked,
  },
  "sigmoidFocalLoss of gamma 0 equals binary_cross_entropy_with_logits": {
    loss: (x, { y }, reduction) => sigmoidFocalLoss(x, y!, { reduction, alpha: null, gamma: 0 }),
    torch: "F.binary_cross_entropy_with_logits(x, y, reduction=reduction)",
    shape,
    given: soft,
  },
  "sigmoidFocalLoss of a batch of one": {
    loss: (x, { y }, reduction) => sigmoidFocalLoss(x, y!, { reduction }),
    torch: "sigmoid_focal(x, y, reduction)",
    shape: [1, 4],
    given: single,
  },
  asymmetricLoss: {
    loss: (x, { y }, reduction) => asymmetricLoss(x, y!, { reduction }),
    torch: "asymmetric(x, y, reduction)",
    shape,
    given: binary,
  },
  "asymmetricLoss, soft targets": {
    loss: (x, { y }, reduction) => asymmetricLoss(x, y!, { reduction }),
    torch: "asymmetric(x, y, reduction)",
    shape,
    given: soft,
  },
  "asymmetricLoss, masked, with every option": {
    loss: (x, { y, m }, reduction) =>
      asymmetricLoss(x, y!, { reduction, weight: m!, gammaNeg: 2.5, gammaPos: 1.5, clip: 0.2, eps: 0.03 }),
    torch: "asymmetric(x, y, reduction, 2.5, 1.5, 0.2, 0.03, m)",
    shape,
    given: masked,
  },
  "asymmetricLoss without clip": {
    loss: (x, { y }, reduction) => asymmetricLoss(x, y!, { reduction, clip: 0, gammaPos: 0 }),
    torch: "asymmetric(x, y, reduction, gamma_pos=0, clip=0)",
    shape,
    given: binary,
  },
  "asymmetricLoss without clip and focus equals binary_cross_entropy_with_logits": {
    loss: (x, { y }, reduction) => asymmetricLoss(x, y!, { reduction, clip: 0, gammaPos: 0, gammaNeg: 0 }),
    torch: "F.binary_cross_entropy_with_logits(x, y, reduction=reduction)",
    shape,
    given: binary,
  },
  "asymmetricLoss of a batch of one": {
    loss: (x, { y }, reduction) => asymmetricLoss(x, y!, { reduction }),
    torch: "asymmetric(x, y, reduction)",
    shape: [1, 4],
    given: single,
  },
};

describeLosses(oracle, CASES, REFERENCES);

describe("extreme logits in float32 are finite and equal the reference in float64", () => {
  const logits = [-100, -40, -20, -10, 10, 20, 40, 100];
  const rows = [logits, logits, logits];
  const targets = [0, 1, 0.5].map((y) => logits.map(() => y));

  test.each<[string, typeof bce, string]>([
    ["binary cross entropy", bce, `F.binary_cross_entropy_with_logits(x, y, reduction="none")`],
    ["sigmoidFocalLoss", sigmoidFocalLoss, `sigmoid_focal(x, y, "none")`],
    ["asymmetricLoss", asymmetricLoss, `asymmetric(x, y, "none")`],
    [
      "asymmetricLoss without clip",
      (x, y, options) => asymmetricLoss(x, y, { ...options, clip: 0 }),
      `asymmetric(x, y, "none", clip=0)`,
    ],
  ])("%s", async (_, loss, torch) => {
    const [value, grad] = differentiate(Tensor.from(rows), (x) =>
      loss(x, Tensor.from(targets), { reduction: "none" }),
    );
    const dtype = "float64" as const;
    const inputs = { x: Tensor.from(rows, { dtype }), given: { y: Tensor.from(targets, { dtype }) } };
    const expected = await differentiateInPython(oracle, torch, inputs, REFERENCES);
    expect(value.to("float64")).toBeAllclose(expected[0], FLOAT32);
    expect(grad.to("float64")).toBeAllclose(expected[1], FLOAT32);
    expect([...value.toFloat32Array(), ...grad.toFloat32Array()].every(Number.isFinite)).toBe(true);
  });
});

test("a gamma below 1 has gradient 0, not NaN, where the reference divides by 0", () => {
  // Probability 0.018 is below the clip: the factor is 0 ** 0.5.
  const x = Tensor.from([[-4, -200]]);
  const options = { gammaNeg: 0.5, reduction: "sum" } as const;
  const [, clipped] = differentiate(x, (leaf) => asymmetricLoss(leaf, ops.zeros([1, 2]), options));
  expect(clipped.toNested()).toEqual([[0, 0]]);
  const [, saturated] = differentiate(x.abs(), (leaf) =>
    sigmoidFocalLoss(leaf, ops.ones([1, 2]), { gamma: 0.5, reduction: "sum" }),
  );
  expect(saturated.select(1, 1).item()).toBeCloseTo(0, 12);
});

describe("entries of weight 0", () => {
  test.each([bce, sigmoidFocalLoss, asymmetricLoss])("%o: no loss, no gradient", (loss) => {
    const x = Tensor.from([
      [1, -2, 3],
      [100, -100, 0],
    ]);
    const y = Tensor.from([
      [1, 1, 0],
      [0, 1, 1],
    ]);
    const weight = Tensor.from([
      [1, 0, 1],
      [0, 0, 0],
    ]);
    const run = (options: TaggingLossOptions) => differentiate(x, (leaf) => loss(leaf, y, options));
    const [value, grad] = run({ weight, reduction: "none" });
    const [all] = run({ reduction: "none" });
    expect(value).toBeAllclose(all.mul(weight), { rtol: 0, atol: 0 });
    expect(grad.mul(weight.rsub(1))).toBeAllclose(ops.zeros([2, 3]), { atol: 0 });
    // The mean divides by all entries, and is 0 if all are left out.
    expect(run({ weight })[0].item()).toBeCloseTo(value.sum().item() / 6, 6);
    const [none, noGradient] = run({ weight: ops.zeros([2, 3], { dtype: "bool" }) });
    expect(none.item()).toBeCloseTo(0, 12);
    expect(noGradient).toBeAllclose(ops.zeros([2, 3]), { atol: 0 });
  });
});

describe("invalid inputs", () => {
  const x = ops.zeros([8, 5]);

  test.each([bce, sigmoidFocalLoss, asymmetricLoss])("%o", (loss) => {
    const { name } = loss;
    expect(() => loss(x, ops.zeros([5]))).toThrow(
      `${name}: expected targets of shape [8, 5], the shape of the logits, got [5]`,
    );
    expect(() => loss(x, ops.zeros([8, 5], { dtype: "int64" }))).toThrow(
      `${name}: expected targets of a floating dtype, got int64`,
    );
    expect(() => loss(x, x, { weight: ops.ones([8, 1]) })).toThrow(
      `${name}: expected weight of shape [8, 5], the shape of the logits, got [8, 1]`,
    );
    expect(() => loss(x, x, { weight: ops.ones([8, 5], { dtype: "int64" }) })).toThrow(
      `${name}: expected weight of a floating dtype, got int64`,
    );
    expect(() => loss(x, x, { reduction: "average" as never })).toThrow(
      `${name}: expected a reduction (none, mean, sum), got "average"`,
    );
  });

  test("options of one loss", () => {
    expect(() => bce(x, x, { posWeight: ops.ones([8]) })).toThrow(
      "binaryCrossEntropyWithLogits: expected posWeight of shape [5], one for each class of the logits [8, 5], got [8]",
    );
    expect(() => sigmoidFocalLoss(x, x, { alpha: -1 })).toThrow(
      "sigmoidFocalLoss: expected alpha from 0 to 1, or null, got -1",
    );
    expect(() => sigmoidFocalLoss(x, x, { gamma: -1 })).toThrow(/expected gamma from 0, got -1/);
    expect(() => asymmetricLoss(x, x, { gammaNeg: -1 })).toThrow(/expected gammaNeg from 0, got -1/);
    expect(() => asymmetricLoss(x, x, { gammaPos: -1 })).toThrow(/expected gammaPos from 0, got -1/);
    expect(() => asymmetricLoss(x, x, { clip: 1 })).toThrow(/expected clip from 0 and below 1, got 1/);
    expect(() => asymmetricLoss(x, x, { eps: 0 })).toThrow(/expected eps above 0 and below 1, got 0/);
  });
});
