import { describe, expect, expectTypeOf, test } from "vitest";
import { Linear, type Parameter, Sequential } from "../nn/index.js";
import { scope, Tensor } from "./index.js";
import { op, ops } from "./ops.js";

/*
 * Checked by tsc: each `@ts-expect-error` fails the build if the typings become too loose. Wrong calls
 * are compiled, not executed.
 */
const never = (_: () => unknown) => expect(true).toBe(true);

describe("typings", () => {
  const x = ops.ones([2, 2]);

  test("results", () => {
    expectTypeOf(x.add(1)).toEqualTypeOf<Tensor>();
    expectTypeOf(x.sort()).toEqualTypeOf<[Tensor, Tensor]>();
    expectTypeOf(x.split(1)).toEqualTypeOf<Tensor[]>();
    expectTypeOf(x.equal(x)).toEqualTypeOf<boolean>();
    expectTypeOf(x.sum().item()).toEqualTypeOf<number>();
    expectTypeOf(x.grad).toEqualTypeOf<Tensor | null>();
    expectTypeOf(op("aten::add.Tensor")(x, x)).toEqualTypeOf<Tensor>();
    expectTypeOf(op("aten::_foreach_mul.Scalar")([x], 2)).toEqualTypeOf<Tensor[]>();
    expectTypeOf(op("aten::_foreach_mul_.Scalar")([x], 2)).toEqualTypeOf<void>();
  });

  test("in-place methods keep the subclass", () => {
    const { weight } = new Linear(2, 2);
    expectTypeOf(weight.detach()).toEqualTypeOf<Tensor>();
    expectTypeOf<Parameter["add_"]>().returns.toExtend<Tensor>();
    expectTypeOf(new Sequential().train()).toEqualTypeOf<Sequential>();
  });

  test("scope returns the type of its body", () => {
    expectTypeOf(scope(() => 3)).toEqualTypeOf<number>();
    expectTypeOf(scope(() => ({ y: x.add(1) }))).toEqualTypeOf<{ y: Tensor }>();
  });

  test("wrong calls do not compile", () => {
    never(() => [
      // @ts-expect-error a string is neither a tensor nor a number
      x.add("two"),
      // @ts-expect-error unknown option
      x.add(x, { beta: 1 }),
      // @ts-expect-error the dimension of softmax is not optional
      x.softmax(),
      // @ts-expect-error unknown dtype
      x.to("float31"),
      // @ts-expect-error unknown device
      x.to({ device: "gpu" }),
      // @ts-expect-error unknown method
      x.conv3d2(),
      // @ts-expect-error a list of tensors is not a tensor
      ops.relu([x]),
      // @ts-expect-error null only where the schema has an optional
      ops.linear(null, x),
      // @ts-expect-error unknown operator
      op("aten::no_such"),
      // @ts-expect-error the weight is missing
      op("aten::linear")(x),
      // @ts-expect-error two numbers for one axis are not a shape
      ops.zeros(2, 3),
      // @ts-expect-error strings are not values
      Tensor.from(["a"]),
      // @ts-expect-error gradients are tensors
      x.backward({ gradient: 1 }),
      // @ts-expect-error shapes are read-only
      () => (x.shape = [1]),
      // @ts-expect-error options have names of their own
      new Linear(1, 2, { bais: true }),
    ]);
    // @ts-expect-error a memory format has a name of its own
    expect(() => x.contiguous({ memoryFormat: "nhwc" })).toThrow(/unknown memory format "nhwc"/);
  });
});
