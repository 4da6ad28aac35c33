import { describe, expect, test } from "vitest";
import { errorOf, untyped } from "../../tests/support/native-error.js";
import { Tensor } from "./index.js";
import { op, ops } from "./ops.js";

const a = Tensor.from([1, 2, 3]);
const b = Tensor.from([10, 20, 30]);

describe("errors name the operator and the argument", () => {
  test("if no overload fits, lists the arguments and the existing overloads", () => {
    const error = errorOf(() => a.add(untyped("two")));
    expect(error.code).toBe("ARGUMENT");
    expect(error.message).toContain('aten::add: no overload accepts (Tensor, "two"); the overloads are\n');
    expect(error.message).toContain("  aten::add.Tensor(self: Tensor, other: Tensor, alpha?: Scalar)");
    expect(error.message).toContain("  aten::add.Scalar(self: Tensor, other: Scalar, alpha?: Scalar)");
    // The argument is passed twice, by position and by name.
    expect(errorOf(() => a.sum([0], untyped({ dim: [0] }))).message).toContain(
      "no overload accepts (Tensor, [0], { dim })",
    );
    expect(errorOf(() => a.sum(untyped({ dims: [0] }))).message).toContain(
      "no overload accepts (Tensor, { dims })",
    );
  });

  test("an unknown option lists the known ones", () => {
    const error = errorOf(() => a.softmax(0, untyped({ dtipe: "float32" })));
    expect(error.message).toContain("aten::softmax");
    expect(errorOf(() => unchecked(a.relu.bind(a))({ inplace: true })).message).toMatch(
      /aten::relu: no option "inplace"/,
    );
    expect(errorOf(() => op("aten::add.Tensor")(a, b, untyped({ beta: 1 }))).message).toBe(
      'aten::add.Tensor: no option "beta" here; it takes alpha',
    );
  });

  test("a wrong value is named with its argument and position", () => {
    const linear = op("aten::linear");
    expect(errorOf(() => linear(a, untyped("w"))).message).toBe(
      "aten::linear: argument 'weight' (number 2): expected a Tensor, got string",
    );
    expect(errorOf(() => linear(a, untyped(null))).message).toContain("argument 'weight' (number 2)");
    expect(errorOf(() => linear(untyped(undefined), a)).message).toContain("argument 'input' (number 1)");
    expect(errorOf(() => ops.cat(untyped([a, 3]))).message).toMatch(/aten::cat/);
    expect(errorOf(() => ops.zeros([1.5])).message).toContain("expected an integer, got 1.5");
    expect(errorOf(() => ops.zeros([Number.NaN])).message).toContain("expected an integer, got NaN");
    expect(errorOf(() => op("aten::softmax.int")(a, 0, untyped("float31"))).message).toContain(
      "argument 'dtype' (number 3): unknown dtype \"float31\"",
    );
    expect(errorOf(() => op("aten::softmax.int")(a, untyped(Symbol("x")))).message).toContain(
      "expected an integer, got a symbol",
    );
  });

  test("values of any kind, without a TypeError", () => {
    const bare = Object.assign(Object.create(null), { alpha: 2 });
    expect(a.add(b, bare).toNested()).toEqual([21, 42, 63]);
    expect(errorOf(() => op(untyped(3))).message).toContain("expected the full name of an operator");
    expect(errorOf(() => op(untyped(null))).code).toBe("ARGUMENT");
    const hostile = new (class {
      toString(): string {
        throw new TypeError("no text");
      }
    })();
    for (const value of [hostile, Object.create(null), [hostile], Symbol("x"), () => 1, new Date(0)]) {
      expect(errorOf(() => a.add(untyped(value), untyped(value))).message).toContain("aten::add");
      expect(errorOf(() => op("aten::mm")(a, untyped(value))).message).toContain("aten::mm");
      expect(errorOf(() => op("aten::full")(untyped(value), untyped(value))).message).toContain("aten::full");
    }
  });

  test("too many and too few arguments", () => {
    expect(errorOf(() => unchecked(op("aten::relu"))(a, 1)).message).toBe(
      "aten::relu: takes 1 arguments, got 2",
    );
    expect(errorOf(() => unchecked(op("aten::mm"))(a)).message).toMatch(
      /aten::mm: argument 'mat2' \(number 2\): is missing/,
    );
  });

  test("an error of libtorch includes shapes and a code", () => {
    const error = errorOf(() => ops.ones([2, 3]).mm(ops.ones([4, 5])));
    expect(error.code).toBe("OPERATOR");
    expect(error.name).toBe("NativeError");
    expect(error.message).toContain("aten::mm(self: float32 [2, 3], mat2: float32 [4, 5])");
    expect(error.message).toContain("cannot be multiplied (2x3 and 4x5)");
    expect(error.message).not.toMatch(/Exception raised from|frame #0/);
    expect(errorOf(() => a.select(0, 7)).code).toBe("INDEX");
    expect(errorOf(() => ops.empty([2], { device: "meta" }).item()).code).toMatch(/OPERATOR|NOT_IMPLEMENTED/);
    // No machine has 2^60 bytes of memory.
    expect(errorOf(() => ops.empty([2 ** 30, 2 ** 28])).code).toMatch(/OUT_OF_MEMORY|OPERATOR/);
  });

  test.each([
    "CUDA error: out of memory",
    "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
    "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
    "cuFFT error: CUFFT_ALLOC_FAILED",
  ])("a library of CUDA that fails to allocate is out of memory: %s", (text) => {
    const assertTrue = op("aten::_assert_async.msg");
    expect(errorOf(() => assertTrue(ops.zeros([1]), text)).code).toBe("OUT_OF_MEMORY");
    expect(errorOf(() => assertTrue(ops.zeros([1]), "CUDA error: an illegal memory access")).code).toBe(
      "OPERATOR",
    );
  });

  test("the engine works after an error", () => {
    for (let i = 0; i < 100; i++) errorOf(() => ops.ones([2, 3]).mm(ops.ones([4, 5])));
    expect(
      ops
        .ones([2, 3])
        .mm(ops.ones([3, 1]))
        .toNested(),
    ).toEqual([[3], [3]]);
  });
});

/** Returns the function with unchecked argument types. */
function unchecked(call: unknown): (...values: unknown[]) => unknown {
  return call as never;
}
