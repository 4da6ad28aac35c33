import { describe, expect, test } from "vitest";
import { collectUntil } from "../../tests/support/gc.js";
import { DTypeError, NativeError, ShapeError } from "../errors.js";
import { addon } from "./addon.js";
import { type DType, Tensor, type TypedArray } from "./index.js";
import { ops } from "./ops.js";

const ARRAYS: [DType, TypedArray][] = [
  ["float32", Float32Array.of(1.5, -2, Number.NaN, Number.POSITIVE_INFINITY)],
  ["float64", Float64Array.of(Math.PI, -1e300, 5e-324, -0)],
  ["int64", BigInt64Array.of(1n, -2n, 2n ** 63n - 1n, -(2n ** 63n))],
  ["uint64", BigUint64Array.of(0n, 1n, 2n ** 64n - 1n, 7n)],
  ["int32", Int32Array.of(1, -2, 2 ** 31 - 1, -(2 ** 31))],
  ["uint32", Uint32Array.of(0, 1, 2 ** 32 - 1, 7)],
  ["int16", Int16Array.of(1, -2, 32767, -32768)],
  ["uint16", Uint16Array.of(0, 1, 65535, 7)],
  ["int8", Int8Array.of(1, -2, 127, -128)],
  ["uint8", Uint8Array.of(0, 1, 255, 7)],
];

describe("typed arrays", () => {
  test.each(ARRAYS)("%s: round-trips every bit", (dtype, array) => {
    const tensor = Tensor.from(array);
    expect(tensor.dtype).toBe(dtype);
    expect(tensor.shape).toEqual([4]);
    expect(tensor.toArray()).toEqual(array);
    const square = Tensor.from(array, { shape: [2, 2] });
    expect(square.shape).toEqual([2, 2]);
    const into = new (array.constructor as new (length: number) => TypedArray)(4);
    square.copyInto(into);
    expect(into).toEqual(array);
  });

  test.each(ARRAYS)("%s: a view shares the array's memory", (dtype, original) => {
    const array = original.slice();
    const tensor = Tensor.view(array, [2, 2]);
    expect(tensor.dtype).toBe(dtype);
    array[3] = (typeof array[0] === "bigint" ? 5n : 5) as never;
    expect(Number((tensor.toNested() as number[][])[1]![1])).toBe(5);
    if (!dtype.startsWith("uint") || dtype === "uint8") {
      tensor.fill_(9);
      expect(Number(array[0])).toBe(9);
    }
  });

  test("Tensor.from copies the array", () => {
    const array = Float32Array.of(1, 2);
    const tensor = Tensor.from(array);
    array[0] = 7;
    tensor.add_(10);
    expect(array).toEqual(Float32Array.of(7, 2));
    expect(tensor.toNested()).toEqual([11, 12]);
  });

  test("dtypes without a JavaScript array are converted: bool, half, bfloat16, complex", () => {
    const bool = Tensor.from(Uint8Array.of(1, 0, 1), { dtype: "bool" });
    expect(bool.toNested()).toEqual([true, false, true]);
    expect(bool.toArray()).toEqual(Uint8Array.of(1, 0, 1));
    // 1.5 is 0x3e00 in half precision, 0x3fc0 in bfloat16.
    expect(Tensor.from(Uint16Array.of(0x3e00), { dtype: "float16" }).toNested()).toEqual([1.5]);
    expect(Tensor.from(Uint16Array.of(0x3fc0), { dtype: "bfloat16" }).toNested()).toEqual([1.5]);
    expect(Tensor.from([1.5], { dtype: "bfloat16" }).toArray()).toEqual(Uint16Array.of(0x3fc0));
    expect(Tensor.from([1.5, 2], { dtype: "float16" }).toFloat32Array()).toEqual(Float32Array.of(1.5, 2));
    const complex = Tensor.from(Float32Array.of(1, 2, 3, -4), { dtype: "complex64", shape: [2] });
    expect(complex.toArray()).toEqual(Float32Array.of(1, 2, 3, -4));
    expect(complex.toNested()).toEqual([
      [1, 2],
      [3, -4],
    ]);
    expect(complex.conj().toNested()).toEqual([
      [1, -2],
      [3, 4],
    ]);
    expect(Tensor.from([2], { dtype: "complex128" }).toArray()).toEqual(Float64Array.of(2, 0));
  });

  test("other layouts are read row-major: transposed, strided, expanded, sliced, channels last", () => {
    const x = ops.arange(6, { dtype: "float32" }).reshape([2, 3]);
    expect(x.t().toArray()).toEqual(Float32Array.of(0, 3, 1, 4, 2, 5));
    expect(x.t().strides).toEqual([1, 3]);
    expect(x.select(1, 1).toArray()).toEqual(Float32Array.of(1, 4));
    expect(x.narrow(1, 1, 2).toNested()).toEqual([
      [1, 2],
      [4, 5],
    ]);
    expect(ops.ones([1]).expand([3]).toArray()).toEqual(Float32Array.of(1, 1, 1));
    const image = ops.arange(16).reshape([1, 2, 2, 4]);
    expect(image.contiguous({ memoryFormat: "channels_last" }).toArray()).toEqual(image.toArray());
  });

  test("part of a buffer, an empty array, a scalar and Node's Buffer are accepted", () => {
    const whole = Float32Array.of(0, 1, 2, 3, 4);
    expect(Tensor.from(whole.subarray(1, 3)).toNested()).toEqual([1, 2]);
    const view = Tensor.view(whole.subarray(1, 3));
    view.mul_(10);
    expect(whole).toEqual(Float32Array.of(0, 10, 20, 3, 4));
    expect(Tensor.from(new Float32Array(0)).shape).toEqual([0]);
    expect(Tensor.view(new Float32Array(0), [0, 3]).toNested()).toEqual([]);
    expect(Tensor.from(Float32Array.of(3), { shape: [] }).item()).toBe(3);
    expect(Tensor.from(Buffer.from("hi")).toNested()).toEqual([104, 105]);
  });

  test("a view of shared memory reads and writes the shared values", () => {
    const shared = new SharedArrayBuffer(16);
    const array = new Float32Array(shared);
    const tensor = Tensor.view(array, [2, 2]);
    new Float32Array(shared)[2] = 42;
    expect(tensor.toNested()).toEqual([
      [0, 0],
      [42, 0],
    ]);
    tensor.add_(1);
    expect([...new Float32Array(shared)]).toEqual([1, 1, 43, 1]);
    const half = new Int32Array(new SharedArrayBuffer(32), 8, 3);
    Tensor.view(half).fill_(6);
    expect([...new Int32Array(half.buffer)]).toEqual([0, 0, 6, 6, 6, 0, 0, 0]);
  });

  test("a view keeps its array alive, and releases it after the tensor", async () => {
    let numFreed = 0;
    const registry = new FinalizationRegistry(() => numFreed++);
    const make = () => {
      const array = new Float32Array(100_000).fill(3);
      registry.register(array, null);
      return Tensor.view(array);
    };
    const tensor = make();
    // A result that shares storage keeps the array alive too.
    const tail = tensor.narrow(0, 99_999, 1);
    expect(await collectUntil(() => numFreed > 0, 5)).toBe(false);
    expect(tensor.sum().item()).toBe(300_000);
    tensor.dispose();
    expect(await collectUntil(() => numFreed > 0, 5)).toBe(false);
    expect(tail.item()).toBe(3);
    tail.dispose();
    // The next view deletes references that are no longer needed.
    expect(
      await collectUntil(() => {
        Tensor.view(new Float32Array(1)).dispose();
        return numFreed === 1;
      }),
    ).toBe(true);
  });

  test("arrays of another size or type are refused", () => {
    expect(() => Tensor.from(new Float32Array(5), { shape: [2, 3] })).toThrow(ShapeError);
    expect(() => Tensor.from(new Float32Array(5), { shape: [2, 3] })).toThrow(
      "shape [2, 3] of float32 takes 6 values, the array has 5",
    );
    expect(() => Tensor.view(new Uint8Array(7), [2], "float32")).toThrow(ShapeError);
    expect(() => Tensor.from(new Float32Array(2), { shape: [-1, -2] })).toThrow();
    expect(() => Tensor.from(new DataView(new ArrayBuffer(4)) as never)).toThrow(DTypeError);
    expect(() => Tensor.from(new Uint8ClampedArray(4) as never)).toThrow(/got Uint8ClampedArray/);
    expect(() => ops.zeros([3]).copyInto(new Float32Array(2))).toThrow(
      "float32 [3] has 12 bytes, the array 8",
    );
  });
});

describe("nested numbers", () => {
  test("have any depth, and are float32 by default", () => {
    const x = Tensor.from([[[1], [2]]]);
    expect(x.shape).toEqual([1, 2, 1]);
    expect(x.dtype).toBe("float32");
    expect(x.toNested()).toEqual([[[1], [2]]]);
    expect(Tensor.from(3.5).toNested()).toBe(3.5);
    expect(Tensor.from([]).shape).toEqual([0]);
    expect(Tensor.from([1, 2, 3, 4], { shape: [2, 2] }).toNested()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test.each(["float64", "float16", "int64", "int32", "int16", "int8", "uint8", "bool"] as const)(
    "%s",
    (dtype) => {
      const x = Tensor.from([0, 1], { dtype });
      expect(x.dtype).toBe(dtype);
      expect(x.toNested()).toEqual(dtype === "bool" ? [false, true] : [0, 1]);
    },
  );

  test("a conversion leaves one handle", () => {
    const before = addon.liveTensors();
    const x = Tensor.from([1, 2], { dtype: "float16" });
    expect(addon.liveTensors()).toBe(before + 1);
    x.dispose();
  });

  test("bigints are exact", () => {
    const big = 2n ** 62n + 1n;
    expect(Tensor.from([big], { dtype: "int64" }).toArray()).toEqual(BigInt64Array.of(big));
  });

  test("ragged nesting is refused, and the row is named", () => {
    expect(() => Tensor.from([[1, 2], [3]])).toThrow(ShapeError);
    expect(() => Tensor.from([[1, 2], [3]])).toThrow("row 0 has shape [2], row 1 has [1]");
    expect(() => Tensor.from([1, [2]])).toThrow(ShapeError);
  });
});

describe("item", () => {
  test("returns a number for every dtype", () => {
    expect(Tensor.from([2.5], { dtype: "float64" }).item()).toBe(2.5);
    expect(ops.full([], 7).item()).toBe(7);
    expect(Tensor.from(BigInt64Array.of(-(2n ** 40n))).item()).toBe(-(2 ** 40));
    expect(Tensor.from([1], { dtype: "bool" }).item()).toBe(1);
    expect(Tensor.from([Number.NaN]).item()).toBeNaN();
  });

  test("refuses a tensor of more than one value", () => {
    expect(() => ops.zeros([2]).item()).toThrow(NativeError);
    expect(() => ops.zeros([2]).item()).toThrow(/item: .*2 elements/);
  });
});

describe("toString", () => {
  test("prints scalars, vectors and nested tensors", () => {
    expect(String(Tensor.from(3))).toBe("Tensor float32 []\n3");
    expect(String(Tensor.from([1, 2.5, -0.001]))).toBe("Tensor float32 [3]\n[1, 2.5, -0.001]");
    expect(
      String(
        Tensor.from([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toBe("Tensor float32 [2, 2]\n[[1, 2],\n [3, 4]]");
    expect(String(ops.arange(8).reshape([2, 2, 2]))).toBe(
      "Tensor int64 [2, 2, 2]\n[[[0, 1],\n  [2, 3]],\n [[4, 5],\n  [6, 7]]]",
    );
  });

  test("omits the middle of a long dimension at every level", () => {
    expect(String(ops.arange(7))).toBe("Tensor int64 [7]\n[0, 1, 2, 3, 4, 5, 6]");
    expect(String(ops.arange(100))).toBe("Tensor int64 [100]\n[0, 1, 2, ..., 97, 98, 99]");
    expect(String(ops.arange(20).reshape([10, 2]))).toBe(
      "Tensor int64 [10, 2]\n[[0, 1],\n [2, 3],\n [4, 5],\n ...,\n [14, 15],\n [16, 17],\n [18, 19]]",
    );
    expect(String(ops.zeros([1000, 1000]))).toBe("Tensor float32 [1000, 1000]");
  });

  test("prints booleans, NaN, infinities, very large and very small numbers", () => {
    expect(String(Tensor.from([1, 0], { dtype: "bool" }))).toBe("Tensor bool [2]\n[true, false]");
    expect(String(Tensor.from([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]))).toBe(
      "Tensor float32 [3]\n[NaN, Infinity, -Infinity]",
    );
    expect(String(Tensor.from([1234567.5, 0.00001234, 0.1]))).toBe(
      "Tensor float32 [3]\n[1.235e+6, 1.234e-5, 0.1]",
    );
  });

  test("prints empty, half, complex, freed and meta tensors", () => {
    expect(String(ops.zeros([0]))).toBe("Tensor float32 [0]\n[]");
    expect(String(Tensor.from([1.5], { dtype: "bfloat16" }))).toBe("Tensor bfloat16 [1]\n[1.5]");
    expect(String(Tensor.from([1], { dtype: "complex64" }))).toBe("Tensor complex64 [1]\n[[1, 0]]");
    const freed = ops.zeros([1]);
    freed.dispose();
    expect(String(freed)).toBe("Tensor(freed)");
    expect(String(ops.empty([2, 3], { device: "meta" }))).toBe("Tensor float32 [2, 3] on meta");
  });

  test("leaves no live handle", () => {
    const x = Tensor.from([1, 2], { dtype: "float16" });
    const before = addon.liveTensors();
    String(x);
    expect(addon.liveTensors()).toBe(before);
  });
});

describe("use after free", () => {
  test("every use is a typed error with a remedy", () => {
    const x = ops.ones([2]);
    x.dispose();
    x.dispose();
    const uses: (() => unknown)[] = [
      () => x.shape,
      () => x.add(1),
      () => ops.ones([2]).add(x),
      () => ops.cat([x]),
      () => x.toArray(),
      () => x.item(),
      () => x.backward(),
      () => x.grad,
    ];
    for (const use of uses) {
      expect(use).toThrow(NativeError);
      expect(use).toThrow(
        /freed at the end of its scope or by dispose\(\); return it from the scope or keep\(\) it/,
      );
      expect(use).toThrow(expect.objectContaining({ code: expect.stringMatching(/FREED|ARGUMENT/) }));
    }
  });

  test("`using` disposes the tensor at the end of the block", () => {
    const before = addon.liveTensors();
    {
      using x = ops.ones([2]);
      expect(x.numel).toBe(2);
      expect(addon.liveTensors()).toBe(before + 1);
    }
    expect(addon.liveTensors()).toBe(before);
  });

  test("the addon refuses dead and foreign handles", () => {
    for (const handle of [0, -1, 2 ** 30]) {
      expect(() => addon.shape(handle)).toThrow(`shape: tensor handle ${handle} is not alive`);
    }
    expect(() => addon.shape("x" as never)).toThrow("argument 1: expected an integer");
    expect(() => addon.releaseMany(new Int32Array(1), 2)).toThrow("more handles than the array holds");
  });
});

describe("gradients", () => {
  test("accumulate on leaves, and can be set and removed", () => {
    const x = Tensor.from([1, 2, 3]);
    expect(x.grad).toBeNull();
    x.requiresGrad = true;
    expect(x.isLeaf).toBe(true);
    x.mul(x).sum().backward();
    expect(x.grad!.toNested()).toEqual([2, 4, 6]);
    x.sum().backward();
    expect(x.grad!.toNested()).toEqual([3, 5, 7]);
    x.grad = Tensor.from([1, 1, 1]);
    expect(x.grad!.toNested()).toEqual([1, 1, 1]);
    x.grad = null;
    expect(x.grad).toBeNull();
  });

  test("backward of several values needs a gradient; a retained graph can be used twice", () => {
    const x = Tensor.from([1, 2]);
    x.requiresGrad = true;
    const y = x.pow(2);
    expect(y.isLeaf).toBe(false);
    y.backward({ gradient: Tensor.from([1, 10]), retainGraph: true });
    y.backward({ gradient: Tensor.from([1, 10]) });
    expect(x.grad!.toNested()).toEqual([4, 80]);
    expect(() => y.backward({ gradient: Tensor.from([1, 1]) })).toThrow(
      /backward of float32 \[2\]: .*second time/s,
    );
  });

  test("invalid uses are refused", () => {
    expect(() => ops.ones([2]).backward()).toThrow(NativeError);
    const x = ops.ones([2]);
    x.requiresGrad = true;
    expect(() => x.mul(2).backward()).toThrow(/backward of float32 \[2\]: .*scalar/);
    expect(() => x.add_(1)).toThrow(/leaf Variable that requires grad/);
    expect(() => {
      ops.arange(2).requiresGrad = true;
    }).toThrow(/floating point/);
  });

  test("a gradient of another shape or dtype is refused, because fused optimizers would read beyond it", () => {
    const x = ops.ones([2, 2]);
    expect(() => {
      x.grad = ops.ones([1]);
    }).toThrow("the gradient of float32 [2, 2] cannot be float32 [1]");
    expect(() => {
      x.grad = ops.ones([2, 2], { dtype: "float64" });
    }).toThrow(NativeError);
    expect(x.grad).toBeNull();
  });
});
