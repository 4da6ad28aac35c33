import { describe, expect, test } from "vitest";
import {
  describeLosses,
  differentiate,
  differentiateInPython,
  type LossCase,
  type LossDType,
  REDUCTIONS,
} from "../../../tests/parity/loss.js";
import { FLOAT32, FLOAT64 } from "../../../tests/support/allclose.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { manualSeed, Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { crossEntropy, focalLoss } from "./index.js";

const oracle = startOracle();

const ints = (values: number[]) => Tensor.from(values, { dtype: "int64" });
const labels = () => ({ y: ops.randint(5, [8]) });
const weighted = (dtype: LossDType) => ({ ...labels(), w: ops.rand([5], { dtype }).add(0.2) });
const frames = (dtype: LossDType) => ({ ...weighted(dtype), y: ops.randint(5, [8, 7]) });
const someIgnored = (dtype: LossDType) => ({ ...weighted(dtype), y: ints([0, -100, 3, 1, -100, 4, 2, 2]) });
const shape = [8, 5];

/** Equation 5 of Lin et al. (2017) for a softmax; the mean of `F.cross_entropy`. */
const FOCAL = `
def focal(x, y, gamma, reduction, w=None):
    w = x.new_ones(x.shape[1]) if w is None else w
    counts = y != -100
    label = y.clamp(min=0)
    p = x.softmax(1).gather(1, label.unsqueeze(1)).squeeze(1)
    alpha = w[label] * counts
    losses = -alpha * (1 - p) ** gamma * p.log()
    return losses.sum() / alpha.sum() if reduction == "mean" else reduce(losses, reduction)
`;

const CASES: Record<string, LossCase> = {
  crossEntropy: {
    loss: (x, { y }, reduction) => crossEntropy(x, y!, { reduction }),
    torch: "F.cross_entropy(x, y, reduction=reduction)",
    shape,
    given: labels,
  },
  "crossEntropy, smoothed labels": {
    loss: (x, { y }, reduction) => crossEntropy(x, y!, { reduction, labelSmoothing: 0.15 }),
    torch: "F.cross_entropy(x, y, reduction=reduction, label_smoothing=0.15)",
    shape,
    given: labels,
  },
  "crossEntropy, class weights": {
    loss: (x, { y, w }, reduction) => crossEntropy(x, y!, { reduction, weight: w! }),
    torch: "F.cross_entropy(x, y, w, reduction=reduction)",
    shape,
    given: weighted,
  },
  "crossEntropy, class weights, smoothed labels, ignored clips": {
    loss: (x, { y, w }, reduction) => crossEntropy(x, y!, { reduction, weight: w!, labelSmoothing: 0.15 }),
    torch: "F.cross_entropy(x, y, w, reduction=reduction, label_smoothing=0.15)",
    shape,
    given: someIgnored,
  },
  "crossEntropy of [B, classes, T], class weights": {
    loss: (x, { y, w }, reduction) => crossEntropy(x, y!, { reduction, weight: w! }),
    torch: "F.cross_entropy(x, y, w, reduction=reduction)",
    shape: [8, 5, 7],
    given: frames,
  },
  "crossEntropy against probabilities": {
    loss: (x, { y, w }, reduction) => crossEntropy(x, y!, { reduction, weight: w!, labelSmoothing: 0.1 }),
    torch: "F.cross_entropy(x, y, w, reduction=reduction, label_smoothing=0.1)",
    shape,
    given: (dtype) => ({ ...weighted(dtype), y: ops.randn(shape, { dtype }).softmax(1) }),
  },
  "crossEntropy of a batch of one": {
    loss: (x, { y, w }, reduction) => crossEntropy(x, y!, { reduction, weight: w! }),
    torch: "F.cross_entropy(x, y, w, reduction=reduction)",
    shape: [1, 5],
    given: (dtype) => ({ ...weighted(dtype), y: ints([3]) }),
  },
  "crossEntropy, all clips ignored": {
    loss: (x, { y, w }, reduction) => crossEntropy(x, y!, { reduction, weight: w! }),
    torch: "F.cross_entropy(x, y, w, reduction=reduction)",
    shape: [2, 5],
    given: (dtype) => ({ ...weighted(dtype), y: ints([-100, -100]) }),
  },
  focalLoss: {
    loss: (x, { y }, reduction) => focalLoss(x, y!, { reduction }),
    torch: "focal(x, y, 2, reduction)",
    shape,
    given: labels,
  },
  "focalLoss of gamma 0.5, class weights, ignored clips": {
    loss: (x, { y, w }, reduction) => focalLoss(x, y!, { reduction, weight: w!, gamma: 0.5 }),
    torch: "focal(x, y, 0.5, reduction, w)",
    shape,
    given: someIgnored,
  },
  "focalLoss of gamma 0 equals cross_entropy": {
    loss: (x, { y, w }, reduction) => focalLoss(x, y!, { reduction, weight: w!, gamma: 0 }),
    torch: "F.cross_entropy(x, y, w, reduction=reduction)",
    shape,
    given: someIgnored,
  },
  "focalLoss of [B, classes, T]": {
    loss: (x, { y, w }, reduction) => focalLoss(x, y!, { reduction, weight: w!, gamma: 3 }),
    torch: "focal(x, y, 3, reduction, w)",
    shape: [8, 5, 7],
    given: frames,
  },
  "focalLoss of a batch of one": {
    loss: (x, { y }, reduction) => focalLoss(x, y!, { reduction }),
    torch: "focal(x, y, 2, reduction)",
    shape: [1, 5],
    given: () => ({ y: ints([3]) }),
  },
};

describeLosses(oracle, CASES, FOCAL);

test("crossEntropy without weights has the bits of the operator alone", () => {
  manualSeed(5);
  const x = ops.randn([64, 10]).mul(4);
  const y = ops.randint(10, [64]);
  for (const [code, reduction] of REDUCTIONS.entries()) {
    const direct = ops.crossEntropyLoss(x, y, null, code, -100, 0.1);
    expect(crossEntropy(x, y, { reduction, labelSmoothing: 0.1 }).toArray()).toEqual(direct.toArray());
  }
});

describe("extreme logits", () => {
  const x = [-100, 0, 100].flatMap((a) => [-100, 100].map((b) => [a, b, -3]));
  const y = ints(x.map((_, row) => row % 3));

  test.each([0, 0.5, 1, 2])(
    "focalLoss of gamma %d is finite in float32 and equals float64",
    async (gamma) => {
      const [value, grad] = differentiate(Tensor.from(x), (leaf) =>
        focalLoss(leaf, y, { gamma, reduction: "none" }),
      );
      // The reference in Python takes the logarithm of 0 here; this one is the logarithm of the softmax.
      const [expectedValue, expectedGrad] = await differentiateInPython(
        oracle,
        `(lambda log_p: -(1 - log_p.exp() + 1e-300) ** ${gamma} * log_p)(x.log_softmax(1).gather(1, y.unsqueeze(1)).squeeze(1))`,
        { x: Tensor.from(x, { dtype: "float64" }), given: { y } },
      );
      expect(value.to("float64")).toBeAllclose(expectedValue, FLOAT32);
      expect(grad.to("float64")).toBeAllclose(expectedGrad, FLOAT32);
      expect([...value.toFloat32Array(), ...grad.toFloat32Array()].every(Number.isFinite)).toBe(true);
    },
  );
});

test("ignored clips have no loss and no gradient", () => {
  const x = ops.randn([2, 5], { dtype: "float64" });
  for (const loss of [crossEntropy, focalLoss]) {
    const [value, grad] = differentiate(x, (leaf) => loss(leaf, ints([-100, 2]), { reduction: "none" }));
    expect(value.select(0, 0)).toBeAllclose(ops.zeros([], { dtype: "float64" }), { atol: 0 });
    expect(grad.select(0, 0)).toBeAllclose(ops.zeros([5], { dtype: "float64" }), { atol: 0 });
    expect(value.select(0, 1).item()).toBeGreaterThan(0);
    // The mean does not count them.
    const [mean] = differentiate(x, (leaf) => loss(leaf, ints([-100, 2])));
    expect(mean).toBeAllclose(value.select(0, 1), FLOAT64);
    const none = ints([-100, -100]);
    for (const [reduction, expected] of [
      ["mean", Number.NaN],
      ["sum", 0],
    ] as const) {
      const [total, noGradient] = differentiate(x, (leaf) => loss(leaf, none, { reduction }));
      expect(total.toNested()).toBe(expected);
      expect(noGradient).toBeAllclose(ops.zeros([2, 5], { dtype: "float64" }), { atol: 0 });
    }
  }
});

describe("invalid inputs", () => {
  const x = ops.zeros([8, 5]);
  const y = ops.zeros([8], { dtype: "int64" });

  test.each([crossEntropy, focalLoss])("%o", (loss) => {
    const { name } = loss;
    expect(() => loss(ops.zeros([5]), y)).toThrow(
      `${name}: expected logits of shape [B, classes] or [B, classes, ...], got [5]`,
    );
    expect(() => loss(x, ops.zeros([8, 1], { dtype: "int64" }))).toThrow(
      `${name}: expected labels of shape [8], one label for each row of the logits [8, 5], got [8, 1]`,
    );
    expect(() => loss(x, y.to("int32"))).toThrow(
      `${name}: expected labels of int64, got int32; convert them with to("int64")`,
    );
    expect(() => loss(x.to("int64"), y)).toThrow(`${name}: expected logits of a floating dtype, got int64`);
    expect(() => loss(x, y, { weight: ops.ones([4]) })).toThrow(
      `${name}: expected weight of shape [5], one for each class of the logits [8, 5], got [4]`,
    );
    expect(() => loss(x, y, { weight: ops.ones([5], { dtype: "float64" }) })).toThrow(
      `${name}: expected weight of float32, the dtype of the loss, got float64`,
    );
    expect(() => loss(x, y, { reduction: "average" as never })).toThrow(
      `${name}: expected a reduction (none, mean, sum), got "average"`,
    );
  });

  test("options and labels of one loss", () => {
    expect(() => crossEntropy(x, y, { labelSmoothing: 1.5 })).toThrow(
      "crossEntropy: expected labelSmoothing from 0 to 1, got 1.5",
    );
    expect(() => crossEntropy(x, ops.zeros([8]))).toThrow(
      "crossEntropy: expected probabilities (labels of a floating dtype) of shape [8, 5], the shape of the logits, got [8]",
    );
    expect(() => focalLoss(x, y, { gamma: -1 })).toThrow("focalLoss: expected gamma from 0, got -1");
  });
});
