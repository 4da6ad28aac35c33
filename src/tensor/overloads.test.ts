import { describe, expect, test } from "vitest";
import "../../tests/support/allclose.js";
import { errorOf, untyped } from "../../tests/support/native-error.js";
import { addon } from "./addon.js";
import { asFloat, Complex, complex, newGenerator, Tensor } from "./index.js";
import { NativeObject } from "./operator.js";
import { op, ops } from "./ops.js";
import { OverloadSet } from "./overloads.js";

const a = Tensor.from([1, 2, 3]);
const b = Tensor.from([10, 20, 30]);

describe("overloads are chosen by the arguments", () => {
  test("a tensor, a number, options", () => {
    expect(a.add(b).toNested()).toEqual([11, 22, 33]);
    expect(a.add(1).toNested()).toEqual([2, 3, 4]);
    expect(a.add(b, { alpha: 2 }).toNested()).toEqual([21, 42, 63]);
    expect(a.add(1, { alpha: 2 }).toNested()).toEqual([3, 4, 5]);
    expect(a.add(1, 2).toNested()).toEqual([3, 4, 5]);
    expect(ops.add(a, b).toNested()).toEqual([11, 22, 33]);
  });

  test("a method selects the overload at each call", () => {
    for (let i = 0; i < 3; i++) {
      expect(a.mul(b).toNested()).toEqual([10, 40, 90]);
      expect(a.mul(2).toNested()).toEqual([2, 4, 6]);
      expect(a.max().item()).toBe(3);
      expect(a.max(b).toNested()).toEqual([10, 20, 30]);
      expect(a.max(0).map((tensor) => tensor.item())).toEqual([3, 2]);
    }
  });

  test("the same arguments by position and by name", () => {
    const x = Tensor.from([
      [1, 2],
      [3, 4],
    ]);
    expect(x.sum().item()).toBe(10);
    expect(x.sum([0]).toNested()).toEqual([4, 6]);
    expect(x.sum([0], true).toNested()).toEqual([[4, 6]]);
    expect(x.sum([0], { keepdim: true }).toNested()).toEqual([[4, 6]]);
    expect(x.std({ dim: [0], keepdim: true, correction: 0 }).toNested()).toEqual([[1, 1]]);
    expect(x.sum({ dtype: "float64" }).dtype).toBe("float64");
    expect(x.sum([0], { keepdim: undefined }).toNested()).toEqual([4, 6]);
  });

  test("to: a dtype, options, another tensor", () => {
    expect(a.to("int32").dtype).toBe("int32");
    expect(a.to({ dtype: "float64" }).dtype).toBe("float64");
    expect(a.to(b.to("int64")).dtype).toBe("int64");
    expect(a.to("cpu", "float16").dtype).toBe("float16");
    expect(a.to({ device: "meta" }).device).toBe("meta");
  });

  test("one number stands for a list of a fixed size", () => {
    const x = ops.ones([1, 1, 4, 4]);
    expect(x.avgPool2d(2).shape).toEqual([1, 1, 2, 2]);
    expect(x.avgPool2d([2, 4]).shape).toEqual([1, 1, 2, 1]);
    expect(x.maxPool2d(2, { stride: 1 }).shape).toEqual([1, 1, 3, 3]);
  });

  test("scalars: integers, fractions, bigints, booleans, negative zero, infinities", () => {
    expect(ops.full([1], 2).dtype).toBe("int64");
    expect(ops.full([1], 2.5).dtype).toBe("float32");
    expect(ops.full([1], true).dtype).toBe("bool");
    expect(ops.full([1], 9007199254740993n).toArray()).toEqual(BigInt64Array.of(9007199254740993n));
    expect(Object.is(ops.full([], -0).item(), -0)).toBe(true);
    expect(ops.full([], Number.NEGATIVE_INFINITY).item()).toBe(Number.NEGATIVE_INFINITY);
    expect(ops.full([], Number.NaN).item()).toBeNaN();
    expect(ops.full([1], 1, { dtype: "float32" }).dtype).toBe("float32");
  });

  test("a floating number that is whole", () => {
    const whole = Tensor.from([1, 2], { dtype: "int64" });
    expect(ops.full([1], asFloat(2)).dtype).toBe("float32");
    expect(whole.mul(asFloat(2)).dtype).toBe("float32");
    expect(whole.mul(2).dtype).toBe("int64");
    expect(op("aten::_foreach_mul.ScalarList")([whole], [asFloat(3)])[0]!.toNested()).toEqual([3, 6]);
    expect(op("aten::_foreach_mul.ScalarList")([whole], [asFloat(3)])[0]!.dtype).toBe("float32");
    // Where libtorch takes no other number.
    expect(ops.dropout(a, untyped(asFloat(0)), false).toNested()).toEqual([1, 2, 3]);
    expect(errorOf(() => asFloat(untyped("2"))).message).toBe("asFloat: expected a number, got string");
  });

  test("a complex number", () => {
    const z = ops.full([2], complex(1, -2));
    expect(z.dtype).toBe("complex64");
    expect(z.toArray()).toEqual(Float32Array.of(1, -2, 1, -2));
    expect(a.mul(complex(0, 2)).toArray()).toEqual(Float32Array.of(0, 2, 0, 4, 0, 6));
    expect(ops.sum(z).isComplex()).toBe(true);
    expect(ops.item(z.sum())).toBeInstanceOf(Complex);
    const [eye, beta] = [ops.eye(1, { dtype: "complex64" }), complex(0, 1)];
    expect(eye.addmm(eye, eye, { beta }).toArray()).toEqual(Float32Array.of(1, 1));
    expect(errorOf(() => complex(1, untyped(null))).message).toBe("complex: expected a number, got null");
    expect(errorOf(() => op("aten::mul.Scalar")(a, untyped(b))).message).toContain(
      "argument 'other' (number 2): expected a number, got object",
    );
  });

  test("the device alone, as Python's to takes it", () => {
    expect(a.to("cpu").toNested()).toEqual([1, 2, 3]);
    expect(a.to("meta").device).toBe("meta");
    expect(a.to("meta", { dtype: "float64" }).dtype).toBe("float64");
    expect(ops.to(a, "meta").device).toBe("meta");
    expect(errorOf(() => a.to(untyped("nowhere"))).message).toContain("no overload accepts");
  });

  test("a reduction by its name", () => {
    const wanted = { none: [81, 324, 729], mean: 378, sum: 1134 };
    for (const reduction of ["none", "mean", "sum"] as const) {
      expect(ops.mseLoss(a, b, { reduction }).toNested()).toEqual(wanted[reduction]);
      expect(op("aten::mse_loss")(a, b, reduction).toNested()).toEqual(wanted[reduction]);
      expect(a.mseLoss(b, reduction).toNested()).toEqual(wanted[reduction]);
    }
    expect(errorOf(() => ops.mseLoss(a, b, { reduction: untyped("average") })).message).toContain(
      'argument \'reduction\' (number 3): expected "none", "mean" or "sum"',
    );
  });

  test("factories take requiresGrad", () => {
    expect(ops.zeros([2], { requiresGrad: true }).requiresGrad).toBe(true);
    expect(ops.randn([2], { dtype: "float64", requiresGrad: true }).isLeaf).toBe(true);
    expect(ops.zeros([2], { requiresGrad: false }).requiresGrad).toBe(false);
    expect(a.newZeros([2], { requiresGrad: true }).requiresGrad).toBe(true);
    expect(errorOf(() => a.add(b, untyped({ requiresGrad: true }))).message).toContain("no overload accepts");
    expect(errorOf(() => ops.zeros([2], { dtype: "int64", requiresGrad: true })).message).toMatch(
      /floating point/,
    );
  });

  test("view, beside the static function of that name", () => {
    const x = ops.arange(4);
    expect(x.view([2, 2]).toNested()).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(x.to("int32").view("float32").dtype).toBe("float32");
    expect(Tensor.view(Float32Array.of(1)).toNested()).toEqual([1]);
  });

  test("options after some of the arguments that have defaults", () => {
    expect(a.quantile(0.5, 0, { interpolation: "nearest" }).item()).toBe(2);
  });

  test("lists of tensors, of tensors or null, of handles", () => {
    expect(ops.cat([a, b]).shape).toEqual([6]);
    expect(ops.stack([a, b], 1).shape).toEqual([3, 2]);
    expect(ops.cat(Int32Array.of(a.handle, b.handle)).toNested()).toEqual([1, 2, 3, 10, 20, 30]);
    const grid = ops.arange(6).reshape([2, 3]);
    expect(grid.index([null, Tensor.from([2, 0], { dtype: "int64" })]).toNested()).toEqual([
      [2, 0],
      [5, 3],
    ]);
  });

  test("null for an optional tensor, a new generator", () => {
    expect(ops.linear(ops.ones([1, 3]), ops.ones([2, 3]), null).toNested()).toEqual([[3, 3]]);
    const draw = () => ops.rand([4], { generator: newGenerator(3) }).toArray();
    expect(draw()).toEqual(draw());
  });
});

describe("results", () => {
  test("in-place operators return the object they were called on", () => {
    const x = Tensor.from([1, 2]);
    expect(x.add_(1)).toBe(x);
    expect(x.mul_(x)).toBe(x);
    expect(x.relu_()).toBe(x);
    expect(x.clamp_(null, 5)).toBe(x);
    expect(x.toNested()).toEqual([4, 5]);
  });

  test("an operator with an `out` argument returns it", () => {
    const out = ops.empty([3]);
    expect(op("aten::add.out")(a, b, { out })).toBe(out);
    expect(out.toNested()).toEqual([11, 22, 33]);
  });

  test("several results are returned as an array", () => {
    const [values, indices] = Tensor.from([3, 1, 2]).sort();
    expect(values.toNested()).toEqual([1, 2, 3]);
    expect(indices.dtype).toBe("int64");
    expect(indices.toNested()).toEqual([1, 2, 0]);
    expect(
      ops
        .arange(10)
        .split(4)
        .map((part) => part.shape[0]),
    ).toEqual([4, 4, 2]);
    expect(ops.arange(6).chunk(3).length).toBe(3);
    const { 0: q, 1: r } = ops.linalgQr(ops.eye(2));
    expect(q.matmul(r)).toBeAllclose(ops.eye(2), { atol: 1e-6 });
  });

  test("numbers, booleans and no result", () => {
    expect(a.equal(a)).toBe(true);
    expect(a.equal(b)).toBe(false);
    expect(op("aten::size.int")(a, 0)).toBe(3);
    expect(op("aten::sym_size.int")(a, 0)).toBe(3);
    expect(op("aten::is_floating_point")(a)).toBe(true);
    expect(op("aten::_foreach_add_.Scalar")([ops.zeros([1])], 1)).toBeUndefined();
  });

  test("all ways to read one element return the same value", () => {
    const item = op("aten::item");
    expect(item(Tensor.from([2.5]))).toBe(2.5);
    expect(item(ops.full([], true))).toBe(true);
    expect(item(Tensor.from(BigInt64Array.of(2n ** 62n)))).toBe(2n ** 62n);
    expect(item(Tensor.from(BigUint64Array.of(2n ** 64n - 1n)))).toBe(2n ** 64n - 1n);
    for (const imaginary of [0, 2]) {
      const z = Tensor.from(Float32Array.of(1, imaginary), { dtype: "complex64", shape: [1] });
      for (const read of [item, ops.item, op("aten::_local_scalar_dense")])
        expect(read(z)).toEqual(complex(1, imaginary));
      // Its type is a number.
      const error = errorOf(() => z.item());
      expect(error.code).toBe("DTYPE");
      expect(error.message).toMatch(
        /cannot hold the complex value .*; read it with toArray\(\) or ops\.item\(\)/,
      );
    }
  });

  test("dtypes are returned by name", () => {
    expect(op("aten::promote_types")("int64", "float32")).toBe("float32");
    expect(op("aten::result_type.Tensor")(a, ops.ones([1], { dtype: "float64" }))).toBe("float64");
    expect(ops.resultType(ops.ones([1], { dtype: "bool" }), 2)).toBe("int64");
  });

  test("an opaque object, and null for a missing tensor", () => {
    const weight = op("aten::quantize_per_tensor")(ops.ones([2, 2]), 0.1, 0, untyped("qint8"));
    expect(op("aten::qscheme")(weight)).toBeInstanceOf(NativeObject);
    const packed = op("quantized::linear_prepack")(weight);
    expect(packed).toBeInstanceOf(NativeObject);
    const [, bias] = op("quantized::linear_unpack")(packed);
    expect(bias).toBeNull();
  });

  test("an operator whose result cannot be passed to JavaScript is refused before it runs", () => {
    expect(errorOf(() => op(untyped("aten::get_gradients"))).message).toMatch(
      /aten::get_gradients returns a type that cannot be passed to JavaScript/,
    );
  });

  // Lists all kinds of results of the installed libtorch: a new kind without a conversion would be returned as a handle.
  test("every kind of result has a conversion", () => {
    const kinds = new Set(addon.listOperators().flatMap((spec) => spec.returns));
    expect([...kinds].sort()).toEqual(
      ["DType", "NativeObject", "Scalar", "Tensor", "Tensor?", "Tensor[]", "Unsupported"]
        .concat(["bool", "float", "int", "int[]", "string"])
        .sort(),
    );
  });
});

describe("op: one overload by its full name", () => {
  test("options after the positional arguments", () => {
    expect(op("aten::add.Tensor")(a, b, { alpha: 2 }).toNested()).toEqual([21, 42, 63]);
    expect(op("aten::add.Scalar")(a, 2).toNested()).toEqual([3, 4, 5]);
    expect(op("aten::_foreach_mul.Scalar")([a, b], 2).map((x) => x.toNested())).toEqual([
      [2, 4, 6],
      [20, 40, 60],
    ]);
  });

  test("a name that this libtorch does not have", () => {
    const error = errorOf(() => op(untyped("aten::no_such")));
    expect(error.code).toBe("ARGUMENT");
    expect(error.message).toContain("this libtorch has no operator aten::no_such");
    expect(errorOf(() => op(untyped("aten::add.Nonsense"))).message).toContain("aten::add.Nonsense");
  });
});

describe("typings of another libtorch", () => {
  test("leave out the overloads that this one does not have", () => {
    expect((new OverloadSet("aten::add", ["Nonsense", "Tensor"]).call([a, b]) as Tensor).toNested()).toEqual([
      11, 22, 33,
    ]);
  });

  test("report an operator that this one does not have", () => {
    const error = errorOf(() => new OverloadSet("aten::no_such", ["", "out"]).call([a]));
    expect(error.code).toBe("OPERATOR");
    expect(error.message).toMatch(/^aten::no_such: libtorch \S+ has no such operator$/);
  });
});
