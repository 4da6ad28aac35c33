import { describe, expect, test } from "vitest";
import { describeLosses, type LossCase, type LossDType } from "../../../tests/parity/loss.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { huberLoss, l1Loss, mseLoss, smoothL1Loss } from "./index.js";

const oracle = startOracle();

const given = (shape: readonly number[]) => (dtype: LossDType) => ({ y: ops.randn(shape, { dtype }).mul(3) });
const inputs = { shape: [6, 4], given: given([6, 4]) };

const CASES: Record<string, LossCase> = {
  mseLoss: {
    ...inputs,
    loss: (x, { y }, reduction) => mseLoss(x, y!, { reduction }),
    torch: "F.mse_loss(x, y, reduction=reduction)",
  },
  l1Loss: {
    ...inputs,
    loss: (x, { y }, reduction) => l1Loss(x, y!, { reduction }),
    torch: "F.l1_loss(x, y, reduction=reduction)",
  },
  huberLoss: {
    ...inputs,
    loss: (x, { y }, reduction) => huberLoss(x, y!, { reduction }),
    torch: "F.huber_loss(x, y, reduction=reduction)",
  },
  "huberLoss with its own delta": {
    ...inputs,
    loss: (x, { y }, reduction) => huberLoss(x, y!, { reduction, delta: 2.5 }),
    torch: "F.huber_loss(x, y, reduction=reduction, delta=2.5)",
  },
  smoothL1Loss: {
    ...inputs,
    loss: (x, { y }, reduction) => smoothL1Loss(x, y!, { reduction }),
    torch: "F.smooth_l1_loss(x, y, reduction=reduction)",
  },
  "smoothL1Loss with its own beta": {
    ...inputs,
    loss: (x, { y }, reduction) => smoothL1Loss(x, y!, { reduction, beta: 2.5 }),
    torch: "F.smooth_l1_loss(x, y, reduction=reduction, beta=2.5)",
  },
  "smoothL1Loss of beta 0": {
    ...inputs,
    loss: (x, { y }, reduction) => smoothL1Loss(x, y!, { reduction, beta: 0 }),
    torch: "F.l1_loss(x, y, reduction=reduction)",
  },
  "huberLoss of a batch of one value": {
    loss: (x, { y }, reduction) => huberLoss(x, y!, { reduction }),
    torch: "F.huber_loss(x, y, reduction=reduction)",
    shape: [1, 1],
    given: given([1, 1]),
  },
};

describeLosses(oracle, CASES);

describe("invalid inputs", () => {
  test("shapes that PyTorch would broadcast are refused with both shapes", () => {
    for (const loss of [mseLoss, l1Loss, huberLoss, smoothL1Loss]) {
      expect(() => loss(ops.zeros([8, 1]), ops.zeros([8]))).toThrow(
        `${loss.name}: expected targets of shape [8, 1], the shape of the predictions, got [8]`,
      );
      expect(() => loss(ops.zeros([8, 3]), ops.zeros([3]))).toThrow(/shape \[8, 3\].*got \[3\]/);
    }
  });

  test("dtypes", () => {
    const x = ops.zeros([2]);
    expect(() => mseLoss(x, Tensor.from([1, 2], { dtype: "int64" }))).toThrow(
      'mseLoss: expected targets of a floating dtype, got int64; convert them with to("float32")',
    );
    expect(() => mseLoss(x, ops.zeros([2], { dtype: "float64" }))).toThrow(
      'mseLoss: expected targets of float32, the dtype of the loss, got float64; convert them with to("float32")',
    );
  });

  test("options", () => {
    const x = ops.zeros([2]);
    expect(() => huberLoss(x, x, { delta: 0 })).toThrow("huberLoss: expected delta above 0, got 0");
    expect(() => huberLoss(x, x, { delta: Number.NaN })).toThrow(
      "huberLoss: expected delta above 0, got NaN",
    );
    expect(() => smoothL1Loss(x, x, { beta: -1 })).toThrow("smoothL1Loss: expected beta from 0, got -1");
  });
});
