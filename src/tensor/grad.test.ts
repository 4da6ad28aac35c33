import { expect, test } from "vitest";
import { NativeError } from "../errors.js";
import { grad, Tensor } from "./index.js";
import { ops } from "./ops.js";

const leaf = (...values: number[]): Tensor => {
  const tensor = Tensor.from(values);
  tensor.requiresGrad = true;
  return tensor;
};

test("several outputs, each with its own gradient, leave the leaves as they are", () => {
  const [x, y, unused] = [leaf(1, 2), leaf(3, 4), leaf(5)];
  const outputs = [x.mul(y), x.pow(2).sum()];
  const gradients = [Tensor.from([10, 100]), null];
  const found = grad(outputs, [x, y, unused], { gradients });
  expect(found.map((one) => one?.toNested() ?? null)).toEqual([[10 * 3 + 2, 100 * 4 + 4], [10, 200], null]);
  expect([x.grad, y.grad]).toEqual([null, null]);
});

test("gradients of gradients, up to the third", () => {
  const x = leaf(2);
  let current: Tensor = x.pow(4).sum();
  for (const wanted of [32, 48, 48]) {
    const [next] = grad(current, [x], { createGraph: true });
    expect(next!.toNested()).toEqual([wanted]);
    current = next!;
  }
});

test("a gradient for each output is required, and an output that has a graph", () => {
  const x = leaf(1, 2);
  expect(() => grad([x.sum()], [x], { gradients: [] })).toThrow(NativeError);
  expect(() => grad(x.mul(2), [x])).toThrow(NativeError);
  expect(() => grad(ops.ones([]), [x])).toThrow(NativeError);
});

test("complex32 has no array, and is read as complex64", () => {
  const half = ops.full([1], 1.5).chalf();
  expect(half.dtype).toBe("complex32");
  expect(() => half.toArray()).toThrow(
    'no array for the dtype complex32; convert the tensor first, with to("complex64")',
  );
  expect(half.to("complex64").toArray()).toEqual(Float32Array.of(1.5, 0));
});
