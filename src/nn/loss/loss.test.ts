import { describe, expect, test } from "vitest";
import { differentiate, REDUCTIONS } from "../../../tests/parity/loss.js";
import { trace } from "../../../tests/support/trace.js";
import { operatorTable } from "../../profiling/operators.js";
import { autocast, type DType, manualSeed, type Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import {
  asymmetricLoss,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  focalLoss,
  huberLoss,
  l1Loss,
  mseLoss,
  type Reduction,
  sigmoidFocalLoss,
  smoothL1Loss,
} from "./index.js";

type Loss = (x: Tensor, dtype: DType, options?: { reduction?: Reduction }) => Tensor;

const classes = () => ops.ones([4], { dtype: "int64" });
const entries = (dtype: DType) => ops.full([4, 3], 0.25, { dtype });

/** Operators that read a value or a number of values: on a GPU they wait for it. */
const READING = [
  "aten::item",
  "aten::_local_scalar_dense",
  "aten::is_nonzero",
  "aten::nonzero",
  "aten::equal",
];

function operatorsOf(body: () => void): Set<string> {
  return new Set(operatorTable(trace(body)).map(({ name }) => name));
}

/** Every loss with every tensor that it takes, in the dtype of `x`. */
const LOSSES: Record<string, Loss> = {
  crossEntropy: (x, dtype, options) =>
    crossEntropy(x, classes(), { ...options, weight: ops.ones([3], { dtype }), labelSmoothing: 0.1 }),
  focalLoss: (x, dtype, options) => focalLoss(x, classes(), { ...options, weight: ops.ones([3], { dtype }) }),
  binaryCrossEntropyWithLogits: (x, dtype, options) =>
    binaryCrossEntropyWithLogits(x, entries(dtype), {
      ...options,
      weight: entries(dtype),
      posWeight: ops.ones([3], { dtype }),
    }),
  sigmoidFocalLoss: (x, dtype, options) =>
    sigmoidFocalLoss(x, entries(dtype), { ...options, weight: entries(dtype) }),
  asymmetricLoss: (x, dtype, options) =>
    asymmetricLoss(x, entries(dtype), { ...options, weight: entries(dtype) }),
  mseLoss: (x, dtype, options) => mseLoss(x, entries(dtype), options),
  l1Loss: (x, dtype, options) => l1Loss(x, entries(dtype), options),
  huberLoss: (x, dtype, options) => huberLoss(x, entries(dtype), options),
  smoothL1Loss: (x, dtype, options) => smoothL1Loss(x, entries(dtype), options),
};

describe.each(Object.entries(LOSSES))("%s", (_, loss) => {
  test("reads no value, so that no device waits", () => {
    const x = ops.zeros([4, 3]);
    for (const reduction of REDUCTIONS) {
      const called = operatorsOf(() => differentiate(x, (leaf) => loss(leaf, "float32", { reduction })));
      expect(called.size).toBeGreaterThan(3);
      expect(READING.filter((name) => called.has(name))).toEqual([]);
    }
  });

  test("is the mean by default", () => {
    manualSeed(1);
    const x = ops.randn([4, 3]);
    expect(loss(x, "float32").item()).toBe(loss(x, "float32", { reduction: "mean" }).item());
    expect(loss(x, "float32").item()).not.toBe(loss(x, "float32", { reduction: "sum" }).item());
  });

  test.each(["bfloat16", "float16"] as const)("computes %s in float32, under autocast too", (dtype) => {
    manualSeed(2);
    const narrow = ops.randn([4, 3]).mul(4).to(dtype);
    const inFloat32 = differentiate(narrow.to("float32"), (x) => loss(x, "float32"));
    const inHalf = differentiate(narrow, (x) => loss(x, dtype));
    const inAutocast = differentiate(narrow, (x) => autocast("cpu", dtype, () => loss(x, "float32")));
    for (const [value, grad] of [inHalf, inAutocast]) {
      expect(value.dtype).toBe("float32");
      expect(value.toArray()).toEqual(inFloat32[0].toArray());
      expect(grad.dtype).toBe(dtype);
      expect(grad.toArray()).toEqual(inFloat32[1].to(dtype).toArray());
    }
  });

  test("passes on NaN, so that the trainer detects a diverged model", () => {
    const x = ops.full([4, 3], Number.NaN);
    expect(loss(x, "float32").item()).toBeNaN();
  });
});

test("operators that read values are traced", () => {
  const x = ops.ones([4]);
  const mask = x.gt(0);
  for (const read of [() => x.sum().item(), () => mask.nonzero(), () => x.maskedSelect(mask)]) {
    const called = operatorsOf(read);
    expect(READING.filter((name) => called.has(name))).not.toEqual([]);
  }
});
