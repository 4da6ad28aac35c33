import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { collectUntil } from "../../tests/support/gc.js";
import { DTypeError, NativeError, ShapeError } from "../errors.js";
import { Parameter } from "../nn/index.js";
import { SGD } from "../optim/index.js";
import { addonPath } from "./addon.js";
import { noGrad, scope, Tensor } from "./index.js";
import { op, ops } from "./ops.js";

/** Returns the NativeError that `body` throws. */
function nativeError(body: () => unknown): NativeError {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(NativeError);
    return error as NativeError;
  }
  throw new Error("nothing was thrown");
}

/** Moves an array's memory to a new buffer, as postMessage with a transfer list does. */
const transfer = ({ buffer }: Float32Array) => structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });

// Node's typings lack this global.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Memory: new (limits: {
      initial: number;
      maximum: number;
      shared?: boolean;
    }) => {
      readonly buffer: ArrayBuffer;
      grow(pages: number): void;
    };
  };
};

// Runs in a child process, because a fault here ends the process.
describe("the process does not crash with", () => {
  // Plain JavaScript against the addon: no source is compiled in the child.
  const PRELUDE = `
    const addon = require(${JSON.stringify(addonPath)});
    const call = (name, ...values) => addon.findOperator(...(name + ".").split(".").slice(0, 2)).call(...values);
    const view = (array) => addon.fromArray(array, "float32", [array.length], false);
    const collect = () => { for (let i = 0; i < 3; i++) gc(); };
    const attempt = (body) => { try { return String(body()); } catch (error) { return error.message; } };
    const read = (handle, n) => attempt(() => { const out = new Float32Array(n); addon.readInto(handle, out); return out; });
  `;
  const CASES: Record<string, [string, RegExp]> = {
    "a ZeroTensor": [`print(read(call("aten::_efficientzerotensor", [3]), 3));`, /^0,0,0$/],
    "a gradient of sgn, which is a ZeroTensor": [
      `const x = call("aten::ones", [2]);
       addon.setRequiresGrad(x, true);
       addon.backward(call("aten::sum", call("aten::sgn", x)), 0, false, false);
       print(read(addon.gradient(x), 2));`,
      /^0,0$/,
    ],
    "a buffer that structuredClone transfers": [
      `const array = new Float32Array(1 << 20).fill(1);
       const x = view(array);
       structuredClone(array.buffer, { transfer: [array.buffer] });
       collect();
       print(read(x, 1 << 20));
       print(attempt(() => call("aten::add.Tensor", x, x)));`,
      /readInto: the memory of this tensor is gone[\s\S]*the memory of this tensor is gone/,
    ],
    "a buffer that a graph saved for backward": [
      `const array = new Float32Array(1 << 20).fill(1);
       const x = view(array);
       const w = call("aten::ones", [1 << 20]);
       addon.setRequiresGrad(w, true);
       const loss = call("aten::sum", call("aten::mul.Tensor", x, w));
       addon.release(x);
       structuredClone(array.buffer, { transfer: [array.buffer] });
       collect();
       print(attempt(() => addon.backward(loss, 0, false, false)));`,
      /the memory of this tensor is gone/,
    ],
    "a WebAssembly memory that grows": [
      `const memory = new WebAssembly.Memory({ initial: 16, maximum: 1000 });
       const x = view(new Float32Array(memory.buffer));
       memory.grow(900);
       collect();
       print(attempt(() => addon.item(call("aten::sum", x))));`,
      /the memory of this tensor is gone/,
    ],
    "a shape whose getter transfers the array": [
      `const array = new Float32Array(1 << 20);
       const shape = [0];
       Object.defineProperty(shape, 0, { get() {
         structuredClone(array.buffer, { transfer: [array.buffer] });
         collect();
         return 1 << 20;
       } });
       for (const copy of [true, false])
         print(attempt(() => addon.fromArray(array, "float32", shape, copy)));`,
      /the array has 0[\s\S]*the array has 0/,
    ],
    "a getter that calls operators while another is called": [
      `const dims = [0];
       Object.defineProperty(dims, 0, { get() { call("aten::ones", [3]); return 0; } });
       print(read(call("aten::sum.dim_IntList", call("aten::ones", [2, 2]), dims), 2));`,
      /^2,2$/,
    ],
    "an error about a nested tensor, which has no sizes": [
      `const x = call("aten::_nested_tensor_from_tensor_list", [call("aten::ones", [2]), call("aten::ones", [3])]);
       print(read(x, 7));
       print(attempt(() => call("aten::mm", x, x)));`,
      /readInto: [\s\S]*aten::mm/,
    ],
    "a wrapper of functorch": [
      `print(read(call("aten::_add_batch_dim", call("aten::ones", [2, 2]), 0, 1), 2));`,
      /^readInto: /,
    ],
  };
  const outputs = new Map<string, Promise<string>>();
  // One process runs all cases; if it crashes, each case runs in its own process.
  beforeAll(async () => {
    const body = (code: string, i: number) =>
      `{ const print = (text) => console.log("${i} " + text); ${code} }`;
    const all = Object.values(CASES).map(([code], i) => body(code, i));
    const run = (code: string) =>
      promisify(execFile)(process.execPath, ["--expose-gc", "-e", PRELUDE + code]).then(
        ({ stdout }) => stdout,
        (error: Error & { signal?: string }) => `process ended by ${error.signal ?? error.message}`,
      );
    const together = await run(all.join("\n"));
    const isWhole = !together.startsWith("process ended");
    for (const [i, name] of Object.keys(CASES).entries()) {
      const own = Promise.resolve(isWhole ? together : run(all[i]!));
      outputs.set(
        name,
        own.then((text) =>
          text.startsWith("process ended")
            ? text
            : text
                .split("\n")
                .filter((line) => line.startsWith(`${i} `))
                .map((line) => line.slice(`${i} `.length))
                .join("\n"),
        ),
      );
    }
  });

  test.each(Object.entries(CASES))("%s", async (name, [, pattern]) => {
    expect(await outputs.get(name)).toMatch(pattern);
  });
});

describe("tensors without memory of their own", () => {
  const zeros = () => op("aten::_efficientzerotensor")([2]);

  test("a ZeroTensor is read, printed and copied as zeros", () => {
    expect(zeros().toArray()).toEqual(new Float32Array(2));
    expect(zeros().toNested()).toEqual([0, 0]);
    expect(zeros().toFloat32Array()).toEqual(new Float32Array(2));
    expect(String(zeros())).toBe("Tensor float32 [2]\n[0, 0]");
    expect(zeros().select(0, 1).item()).toBe(0);
    expect(zeros().clone().add_(1).toNested()).toEqual([1, 1]);
    expect(ops.ones([2]).copy_(zeros()).toNested()).toEqual([0, 0]);
    const view = new Float32Array(2).fill(1);
    op("aten::_foreach_copy_")([Tensor.view(view)], [zeros()]);
    expect(view).toEqual(new Float32Array(2));
    expect(op("aten::_efficientzerotensor")([2], { dtype: "complex64" }).toArray()).toEqual(
      new Float32Array(4),
    );
  });

  test("a gradient that is zero everywhere is an ordinary tensor", () => {
    for (const name of ["sgn", "floor", "round", "trunc"] as const) {
      const x = new Parameter(Tensor.from([1.5, -2]));
      x[name]().sum().backward();
      expect(x.grad!.toArray(), name).toEqual(new Float32Array(2));
      expect(x.grad!.add_(1).toNested(), name).toEqual([1, 1]);
    }
  });

  test("an optimizer steps with such a gradient", () => {
    const x = new Parameter(Tensor.from([1.5, -2]));
    x.sgn().sum().backward();
    const optimizer = new SGD([x], { learningRate: 1, weightDecay: 0.5 });
    optimizer.step();
    expect(x.toNested()).toEqual([0.75, -1]);
  });

  test("an optimizer reads a gradient in the order of its parameter, whatever its strides", () => {
    const matrix = () => ops.arange(8, { dtype: "float32" }).reshape([2, 4]);
    const gradients = {
      transposed: matrix().narrow(1, 0, 2).t().contiguous().t(),
      "with gaps": matrix().slice(1, 0, 4, 2),
      expanded: ops.ones([1]).expand([2, 2]),
      negative: ops
        .viewAsComplex(matrix().reshape([2, 2, 2]))
        .conj()
        .imag(),
    };
    for (const [name, gradient] of Object.entries(gradients)) {
      const x = new Parameter(ops.zeros([2, 2]));
      x.grad = gradient;
      new SGD([x], { learningRate: 1 }).step();
      expect(x.toArray(), name).toEqual(gradient.neg().add(0).toArray());
    }
    const gaps = new Parameter(ops.zeros([2, 4]).slice(1, 0, 4, 2));
    gaps.grad = ops.ones([2, 2]);
    expect(nativeError(() => new SGD([gaps], { learningRate: 1 }).step()).message).toMatch(
      /the parameter float32 \[2, 2\] is a view with gaps or repeated values/,
    );
  });

  test("values of lazy conjugates and negatives, sparse and mkldnn tensors can be read", () => {
    const complex = Tensor.from(Float32Array.of(1, 2, 3, -4), { dtype: "complex64", shape: [2] });
    expect(complex.conj().toArray()).toEqual(Float32Array.of(1, -2, 3, 4));
    expect(complex.conj().imag().toArray()).toEqual(Float32Array.of(-2, 4));
    const matrix = Tensor.from([
      [0, 2],
      [3, 0],
    ]);
    const expected = Float32Array.of(0, 2, 3, 0);
    expect(matrix.toSparse().toArray()).toEqual(expected);
    expect(matrix.toSparseCsr().toArray()).toEqual(expected);
    expect(String(matrix.toSparse())).toBe("Tensor float32 [2, 2]\n[[0, 2],\n [3, 0]]");
    expect(matrix.toMkldnn().toArray()).toEqual(expected);
  });

  test("meta and functorch tensors are refused", () => {
    expect(nativeError(() => ops.empty([2], { device: "meta" }).toArray()).message).toMatch(/^readInto: /);
    const batched = op("aten::_add_batch_dim")(ops.ones([2, 2]), 0, 1);
    expect(nativeError(() => batched.toArray()).message).toMatch(/^readInto: /);
  });

  test("a dtype without a JavaScript array is named in the error", () => {
    const half = op("aten::chalf")(ops.zeros([2]));
    expect(() => half.toArray()).toThrow(DTypeError);
    expect(() => half.toArray()).toThrow(/no array for the dtype .*; convert the tensor first/);
    const quantized = op("aten::quantize_per_tensor")(ops.ones([2]), 0.1, 0, "qint8" as never);
    expect(() => quantized.toArray()).toThrow(DTypeError);
    expect(quantized.dequantize().toArray()).toEqual(new Float32Array(2).fill(1));
  });
});

describe("a view of memory that is transferred or resized", () => {
  const GONE = /the memory of this tensor is gone: .* Copy the array with Tensor\.from/;

  test("a resizable buffer is refused, even if its property `resizable` is overridden", () => {
    const ArrayBufferOfSize = ArrayBuffer as unknown as new (
      bytes: number,
      options: { maxByteLength: number },
    ) => ArrayBuffer & { resize(bytes: number): void };
    const buffer = new ArrayBufferOfSize(16, { maxByteLength: 64 });
    Object.defineProperty(buffer, "resizable", { value: false });
    const array = new Float32Array(buffer);
    expect(nativeError(() => Tensor.view(array)).message).toMatch(/ArrayBuffer is resizable/);
    expect(nativeError(() => Tensor.view(array.subarray(1))).message).toMatch(/Tensor\.from, which copies/);
    const copy = Tensor.from(array);
    buffer.resize(0);
    expect(copy.toNested()).toEqual([0, 0, 0, 0]);
  });

  test("every use after a transfer is an error, and the transferred memory is unchanged", () => {
    const array = Float32Array.of(1, 2, 3);
    const x = Tensor.view(array);
    const tail = x.narrow(0, 1, 2);
    const moved = new Float32Array(transfer(array));
    const uses: (() => unknown)[] = [
      () => x.toArray(),
      () => x.add(1),
      () => x.fill_(7),
      () => tail.sum(),
      () => tail.select(0, 0).item(),
      () => String(x),
      () => ops.cat([ops.ones([1]), x]),
      () => ops.zeros([3]).copy_(x),
    ];
    for (const use of uses) expect(nativeError(use).message, String(use)).toMatch(GONE);
    expect(moved).toEqual(Float32Array.of(1, 2, 3));
    // Uses that need no values still work.
    expect(x.shape).toEqual([3]);
    expect(ops.ones([2]).add(1).toNested()).toEqual([2, 2]);
    x.dispose();
  });

  test("a graph that needs the memory fails in backward", () => {
    const array = Float32Array.of(1, 2);
    const w = new Parameter(ops.ones([2]));
    const loss = Tensor.view(array).mul(w).sum();
    transfer(array);
    expect(nativeError(() => loss.backward()).message).toMatch(GONE);
  });

  test("a tensor that was computed before the transfer keeps its values", () => {
    const array = Float32Array.of(1, 2);
    const x = Tensor.view(array);
    const y = x.add(1);
    transfer(array);
    expect(y.toNested()).toEqual([2, 3]);
    expect(y.add(1).toNested()).toEqual([3, 4]);
  });

  test("a WebAssembly memory can be used until it grows", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
    const x = Tensor.view(new Float32Array(memory.buffer, 0, 4));
    x.fill_(3);
    expect(x.toNested()).toEqual([3, 3, 3, 3]);
    memory.grow(1);
    expect(nativeError(() => x.sum()).message).toMatch(GONE);
    expect(Tensor.view(new Float32Array(memory.buffer, 0, 4)).toNested()).toEqual([3, 3, 3, 3]);
  });

  test("shared memory may grow", () => {
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
    const x = Tensor.view(new Float32Array(shared.buffer, 0, 2));
    shared.grow(1);
    x.fill_(5);
    expect([...new Float32Array(shared.buffer, 0, 2)]).toEqual([5, 5]);
  });

  test("many views of one buffer can be freed in any order", async () => {
    const array = new Float32Array(8);
    const views = Array.from({ length: 8 }, (_, i) => Tensor.view(array.subarray(i, i + 1)));
    for (const i of [3, 0, 7]) views[i]!.dispose();
    transfer(array);
    expect(nativeError(() => views[1]!.item()).message).toMatch(GONE);
    expect(nativeError(() => views[6]!.item()).message).toMatch(GONE);
    for (const view of views) view.dispose();
    expect(await collectUntil(() => true)).toBe(true);
    expect(scope(() => Tensor.view(Float32Array.of(4)).item())).toBe(4);
  });
});

describe("options and shapes with getters are read once, before the memory", () => {
  /** Defines a property of `target` that transfers the array's buffer when it is read. */
  function transferring<T extends object>(
    target: T,
    name: string | number,
    array: Float32Array,
    value: unknown,
  ): T {
    return Object.defineProperty(target, name, {
      enumerable: true,
      get() {
        if (array.byteLength > 0) transfer(array);
        return value;
      },
    });
  }

  test("Tensor.from and Tensor.view refuse an array that a getter transferred", () => {
    const attempts: ((array: Float32Array) => unknown)[] = [
      (array) => Tensor.from(array, { shape: transferring([0], 0, array, 3) }),
      (array) => Tensor.from(array, transferring({}, "shape", array, [3])),
      (array) => Tensor.from(array, transferring({ shape: [3] }, "dtype", array, "float32")),
      (array) => Tensor.view(array, transferring([0], 0, array, 3)),
    ];
    for (const attempt of attempts) expect(() => attempt(Float32Array.of(1, 2, 3))).toThrow(ShapeError);
  });

  test("a shape that does not consist of whole numbers is refused", () => {
    for (const shape of [[-1, -3], [1.5, 2], [Number.NaN], ["3"], [2 ** 60, 2 ** 60], [null]]) {
      expect(() => Tensor.from(Float32Array.of(1, 2, 3), { shape: shape as never })).toThrow(ShapeError);
    }
  });

  test("an operator reads each option once, for choosing the overload and as its value", () => {
    let numReads = 0;
    const options = {
      get keepdim() {
        numReads++;
        return true;
      },
    };
    expect(ops.ones([2, 3]).sum([0], options).shape).toEqual([1, 3]);
    expect(numReads).toBe(1);
  });

  test("backward reads its options before the tensor", () => {
    const x = new Parameter(ops.ones([2]));
    const y = noGrad(() => ops.ones([2]));
    const loss = x.mul(2);
    const options = {
      get gradient() {
        loss.dispose();
        return y;
      },
    };
    expect(nativeError(() => loss.backward(options)).code).toBe("FREED");
  });
});
