import { expect, test } from "vitest";
import { describeLosses, differentiate, type LossCase } from "../../../tests/parity/loss.js";
import { startOracle } from "../../../tests/support/oracle.js";
import { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { ctcLoss } from "./index.js";

const oracle = startOracle();

const targets = () => ({
  y: Tensor.from(
    [
      [1, 2, 2],
      [3, 1, 0],
      [4, 0, 0],
    ],
    { dtype: "int64" },
  ),
});
const [FRAMES, LABELS] = [
  [9, 7, 4],
  [3, 2, 1],
];

const CASES: Record<string, LossCase> = {
  ctcLoss: {
    loss: (x, { y }, reduction) => ctcLoss(x.logSoftmax(2), y!, FRAMES!, LABELS!, { reduction }),
    torch: "F.ctc_loss(x.log_softmax(2), y, [9, 7, 4], [3, 2, 1], reduction=reduction)",
    shape: [9, 3, 6],
    given: targets,
  },
  "ctcLoss, another blank, infinite losses zeroed": {
    loss: (x, { y }, reduction) =>
      ctcLoss(x.logSoftmax(2), y!, [2, 7, 4], LABELS!, { reduction, blank: 5, zeroInfinity: true }),
    torch: "F.ctc_loss(x.log_softmax(2), y, [2, 7, 4], [3, 2, 1], 5, reduction, True)",
    shape: [9, 3, 6],
    given: targets,
  },
};

describeLosses(oracle, CASES);

test("half types are computed in float32", () => {
  const [value] = differentiate(ops.randn([9, 3, 6]).to("bfloat16"), (x) =>
    ctcLoss(x.logSoftmax(2), targets().y, FRAMES!, LABELS!),
  );
  expect(value.dtype).toBe("float32");
});

test("invalid inputs", () => {
  const x = ops.zeros([9, 3, 6]);
  const { y } = targets();
  expect(() => ctcLoss(ops.zeros([9, 6]), y, FRAMES!, LABELS!)).toThrow(
    "ctcLoss: expected logProbs of shape [T, B, C], got [9, 6]",
  );
  expect(() => ctcLoss(x, y.narrow(0, 0, 2), FRAMES!, LABELS!)).toThrow(
    "ctcLoss: expected targets of shape [3, 3], [B, S], got [2, 3]",
  );
  expect(() => ctcLoss(x, y.to("int32"), FRAMES!, LABELS!)).toThrow("expected targets of int64, got int32");
  expect(() => ctcLoss(x, y, [9, 7], LABELS!)).toThrow("expected 3 inputLengths, one for each clip, got 2");
  expect(() => ctcLoss(x, y, [9, 10, 4], LABELS!)).toThrow(
    "ctcLoss: expected inputLengths from 0 to 9, got 10 for clip 1",
  );
  expect(() => ctcLoss(x, y, FRAMES!, [3, 2, 4])).toThrow(
    "expected targetLengths from 0 to 3, got 4 for clip 2",
  );
  expect(() => ctcLoss(x, y.add(3), FRAMES!, LABELS!)).toThrow(
    "ctcLoss: expected targets from 0 to 5, got 6",
  );
  expect(() => ctcLoss(x, y.sub(1), FRAMES!, LABELS!)).toThrow(
    "ctcLoss: expected targets from 0 to 5, got -1",
  );
  expect(() => ctcLoss(x, y, FRAMES!, LABELS!, { blank: 6 })).toThrow("expected blank from 0 to 5, got 6");
});
