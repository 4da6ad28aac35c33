import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FLOAT64 } from "../../tests/support/allclose.js";
import { collectUntil } from "../../tests/support/gc.js";
import { startOracle } from "../../tests/support/oracle.js";
import { NativeError, ShapeError } from "../errors.js";
import { addon } from "./addon.js";
import {
  AutogradFunction,
  autocast,
  enableGrad,
  type FunctionContext,
  type Gradient,
  grad,
  manualSeed,
  noGrad,
  scope,
  Tensor,
} from "./index.js";
import { ops } from "./ops.js";

const oracle = startOracle();

function leaf(values: number[] | number[][]): Tensor {
  const x = Tensor.from(values, { dtype: "float64" });
  x.requiresGrad = true;
  return x;
}

class Square extends AutogradFunction {
  static forward(context: FunctionContext, x: Tensor): Tensor {
    context.saveForBackward(x);
    return x.mul(x);
  }

  static backward(context: FunctionContext, gradient: Tensor): Tensor {
    return context.savedTensors[0]!.mul(2).mul(gradient);
  }
}

/** Fields of the context keep plain data, arguments may be numbers, and an output may be saved. */
class ScaledExp extends AutogradFunction {
  static forward(context: FunctionContext & { scale?: number }, x: Tensor, scale: number): Tensor {
    context.scale = scale;
    const y = x.mul(scale).exp();
    context.saveForBackward(y);
    return y;
  }

  static backward(context: FunctionContext & { scale?: number }, gradient: Tensor): [Tensor, null] {
    return [context.savedTensors[0]!.mul(context.scale!).mul(gradient), null];
  }
}

/** Returns what `body` throws. */
function thrown(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

// The engine of a GPU runs backward on a thread of its own, which JavaScript serves. Here a thread without a GPU does.
describe.each([
  ["called directly", false],
  ["served to another thread", true],
])("%s", (_, isServed) => {
  beforeAll(() => addon.serveBackward(isServed));
  afterAll(() => addon.serveBackward(false));

  test("gradients equal those of the same function in Python", async () => {
    manualSeed(1);
    const x = ops.randn([3, 4], { dtype: "float64" });
    const g = ops.randn([3, 4], { dtype: "float64" });
    const expected = await oracle.run(
      `
      class Square(torch.autograd.Function):
          @staticmethod
          def forward(ctx, x):
              ctx.save_for_backward(x)
              return x * x
          @staticmethod
          def backward(ctx, g):
              x, = ctx.saved_tensors
              return 2 * x * g
      x.requires_grad_()
      y = Square.apply(x.sin()).mul(3)
      first, = torch.autograd.grad(y, x, g, create_graph=True)
      second, = torch.autograd.grad(first.pow(2).sum(), x)
      out.update(y=y, first=first, second=second)`,
      { x, g },
    );
    x.requiresGrad = true;
    const y = Square.apply(x.sin()).mul(3);
    const [first] = grad(y, [x], { gradients: [g], createGraph: true });
    const [second] = grad(first!.pow(2).sum(), [x]);
    expect(y).toBeAllclose(expected["y"]!, FLOAT64);
    expect(first!).toBeAllclose(expected["first"]!, FLOAT64);
    expect(second!).toBeAllclose(expected["second"]!, FLOAT64);
  });

  test("arguments that are no tensors have no gradient; outputs can be saved", () => {
    const x = leaf([0, 1]);
    const y = ScaledExp.apply(x, 2);
    y.sum().backward();
    expect(x.grad!.toNested()).toEqual([2, 2 * Math.exp(2)]);
  });

  test("several inputs and outputs: backward gets zeros or null for an unused output", () => {
    const seen: unknown[] = [];
    class SumAndProduct extends AutogradFunction {
      static forward(context: FunctionContext, a: Tensor, b: Tensor, fills: boolean): [Tensor, Tensor] {
        context.saveForBackward(a, b);
        context.setMaterializeGrads(fills);
        return [a.add(b), a.mul(b)];
      }

      static backward(context: FunctionContext, sum: Gradient, product: Gradient): Gradient[] {
        seen.push(sum?.toNested() ?? null, product?.toNested() ?? null, [...context.needsInputGrad]);
        const [a, b] = context.savedTensors as [Tensor, Tensor];
        return [
          product === null ? sum : sum!.add(product.mul(b)),
          context.needsInputGrad[1] ? sum!.add(a) : null,
          null,
        ];
      }
    }
    const [a, b] = [leaf([2]), leaf([5])];
    SumAndProduct.apply(a, b, true)[0].backward();
    expect([a.grad!.item(), b.grad!.item()]).toEqual([1, 3]);
    SumAndProduct.apply(a, b.detach(), false)[0].backward();
    expect(seen).toEqual([[1], [0], [true, true, false], [1], null, [true, false, false]]);
  });

  test("outputs without a gradient, and inputs that are returned as they are", () => {
    class SortValues extends AutogradFunction {
      static forward(context: FunctionContext, x: Tensor): [Tensor, Tensor, Tensor] {
        const [values, places] = x.sort();
        const ranks = places.to("float64");
        context.markNonDifferentiable(ranks);
        context.saveForBackward(places);
        return [values, ranks, x];
      }

      static backward({ savedTensors }: FunctionContext, values: Tensor, ranks: null, same: Tensor): Tensor {
        expect(ranks).toBeNull();
        return ops.zerosLike(values).scatter(0, savedTensors[0]!, values).add(same);
      }
    }
    const x = leaf([3, 1, 2]);
    const [values, ranks, same] = SortValues.apply(x);
    expect([values.requiresGrad, ranks.requiresGrad, same.requiresGrad]).toEqual([true, false, true]);
    expect(same.isLeaf).toBe(false);
    values
      .mul(Tensor.from([1, 10, 100], { dtype: "float64" }))
      .sum()
      .add(same.sum())
      .backward();
    expect(x.grad!.toNested()).toEqual([101, 2, 11]);
  });

  test("inputs that forward changes in place", () => {
    class Double extends AutogradFunction {
      static forward(context: FunctionContext, x: Tensor): Tensor {
        context.markDirty(x);
        return x.mul_(2);
      }

      static backward(_context: FunctionContext, gradient: Tensor): Tensor {
        return gradient.mul(2);
      }
    }
    const x = leaf([1, 2]);
    const y = x.mul(3);
    const z = Double.apply(y);
    expect(y.toNested()).toEqual([6, 12]);
    y.add(z).sum().backward();
    expect(x.grad!.toNested()).toEqual([12, 12]);
    expect(() => Double.apply(leaf([1]))).toThrow(/leaf Variable that requires grad/);
  });

  test("saved tensors that changed in place are noticed", () => {
    const x = leaf([1, 2]);
    const y = x.mul(1);
    const z = Square.apply(y).sum();
    y.add_(1);
    expect(() => z.backward()).toThrow(/modified by an inplace operation.*version 1; expected version 0/s);
  });

  test("no gradient is recorded in noGrad and for inputs that need none", () => {
    const x = leaf([1]);
    expect(noGrad(() => Square.apply(x)).requiresGrad).toBe(false);
    expect(Square.apply(x.detach()).requiresGrad).toBe(false);
    expect(() => Square.apply(x.detach()).backward()).toThrow(NativeError);
  });

  test("a second backward needs retainGraph", () => {
    const x = leaf([3]);
    const y = Square.apply(x);
    y.backward({ retainGraph: true });
    y.backward();
    expect(x.grad!.item()).toBe(12);
    expect(() => y.backward()).toThrow(
      /Square: this graph was freed by an earlier backward; pass retainGraph/,
    );
  });

  test("backward runs in the autocast state of forward, and without recording", () => {
    const seen: unknown[] = [];
    class Product extends AutogradFunction {
      static forward(context: FunctionContext, x: Tensor): Tensor {
        context.saveForBackward(x);
        return x.mm(x);
      }

      static backward({ savedTensors: [x] }: FunctionContext, gradient: Tensor): Tensor {
        const product = x!.mm(gradient.to("float32"));
        seen.push(product.dtype, product.requiresGrad);
        return product;
      }
    }
    const x = ops.ones([2, 2]);
    x.requiresGrad = true;
    autocast("cpu", "bfloat16", () => Product.apply(x))
      .sum()
      .backward();
    const outside = Product.apply(x).sum();
    autocast("cpu", "bfloat16", () => outside.backward());
    expect(seen).toEqual(["bfloat16", false, "float32", false]);
    // The engine converts a gradient to the dtype of its input.
    expect(x.grad!.dtype).toBe("float32");
    expect(x.mm(x).dtype).toBe("float32");
  });

  test("an error of backward arrives as it was thrown, with its stack; the next backward works", () => {
    const error = new RangeError("in backward");
    class Fails extends AutogradFunction {
      static forward(_context: FunctionContext, x: Tensor, value: unknown): Tensor {
        void value;
        return x.clone();
      }

      static backward(_context: FunctionContext, _gradient: Tensor): Gradient[] {
        throw error;
      }
    }
    const x = leaf([1]);
    expect(thrown(() => Fails.apply(x, 1).backward())).toBe(error);
    expect(error.stack).toContain("autograd-function.test.ts");
    class ThrowsText extends AutogradFunction {
      static forward = Fails.forward;

      static backward(): Gradient[] {
        throw "a text";
      }
    }
    expect(thrown(() => ThrowsText.apply(x, 1).backward())).toBe("a text");
    const inOperator = class extends AutogradFunction {
      static forward = Fails.forward;

      static backward(_context: FunctionContext, gradient: Tensor): Gradient[] {
        return [gradient.mm(gradient), null];
      }
    };
    expect(thrown(() => inOperator.apply(x, 1).backward()).message).toMatch(/^aten::mm\(/);
    Square.apply(x).backward();
    expect(x.grad!.item()).toBe(2);
  });

  test.each<[string, (gradient: Tensor) => unknown, string]>([
    ["too few gradients", (g) => g, "Wrong.backward: expected 2 gradients, one for each argument of forward"],
    [
      "too many",
      (g) => [g, null, null],
      "expected 2 gradients, one for each argument of forward (null for one without), got 3",
    ],
    ["nothing", () => undefined, "(null for one without), got undefined"],
    ["a number", () => [1, null], "the gradient of argument 1 of 2: expected a Tensor or null, got number"],
    [
      "one for a number",
      (g) => [g, g],
      "the gradient of argument 2 of 2: expected null, as the argument is no tensor",
    ],
    [
      "a wrong shape",
      (g) => [g.sum(), null],
      "Wrong.backward: the gradient of argument 1 of 2: expected the shape of the argument, [2], got []",
    ],
  ])("%s: the error names the function", (_name, result, message) => {
    class Wrong extends AutogradFunction {
      static forward(_context: FunctionContext, x: Tensor, factor: number): Tensor {
        return x.mul(factor);
      }

      static backward(_context: FunctionContext, gradient: Tensor): Gradient[] {
        return result(gradient) as Gradient[];
      }
    }
    const error = thrown(() =>
      Wrong.apply(leaf([1, 2]), 2)
        .sum()
        .backward(),
    );
    expect(error.message).toContain(message);
    expect(error instanceof NativeError || error instanceof ShapeError).toBe(true);
  });

  test("a null gradient leaves the input without one", () => {
    class Stop extends AutogradFunction {
      static forward(_context: FunctionContext, x: Tensor): Tensor {
        return x.clone();
      }

      static backward(): null {
        return null;
      }
    }
    const x = leaf([1]);
    Stop.apply(x).add(x).backward();
    expect(x.grad!.item()).toBe(1);
    expect(grad(Stop.apply(x), [x])).toEqual([null]);
  });

  test("a backward that itself runs forward and backward, nested", () => {
    class Again extends AutogradFunction {
      static forward(context: FunctionContext, x: Tensor, depth: number): Tensor {
        context.saveForBackward(x);
        Object.assign(context, { depth });
        return Again.compute(x, depth);
      }

      static compute(x: Tensor, depth: number): Tensor {
        return depth === 0 ? Square.apply(x) : Again.apply(x.mul(2), depth - 1);
      }

      static backward(context: FunctionContext & { depth?: number }, gradient: Tensor): [Tensor, null] {
        const x = context.savedTensors[0]!.detach();
        x.requiresGrad = true;
        enableGrad(() => Again.compute(x, context.depth!).backward({ gradient }));
        return [x.grad!, null];
      }
    }
    const x = leaf([3]);
    Again.apply(x, 3).mul(1).backward();
    expect(x.grad!.item()).toBe(2 * 8 * 8 * 3);
  });

  test("leaves no live handle: after backward, without one, and after errors", () => {
    const x = leaf([1, 2]);
    x.sum().backward();
    const before = addon.liveTensors();
    scope(() => Square.apply(x.mul(2)).sum().backward());
    scope(() => void ScaledExp.apply(x.mul(2), 3));
    scope(() => {
      class Fails extends Square {
        static override backward(context: FunctionContext, gradient: Tensor): Tensor {
          context.savedTensors[0]!.mul(gradient);
          throw new Error("in the middle");
        }
      }
      expect(() => Fails.apply(x).sum().backward()).toThrow("in the middle");
    });
    scope(() => void grad(Square.apply(Square.apply(x)).sum(), [x], { createGraph: true }));
    expect(addon.liveTensors()).toBe(before);
  });

  test("saved tensors are freed with the graph, also without a backward", () => {
    const before = addon.memoryStats("cpu").tensorBytes!;
    const big = (): Tensor => leaf([1]).expand([1000, 1000]).mul(2); // 8 MB
    scope(() => {
      const y = scope(() => Square.apply(big()).sum());
      expect(addon.memoryStats("cpu").tensorBytes! - before).toBeGreaterThan(7e6);
      y.backward();
      expect(addon.memoryStats("cpu").tensorBytes! - before).toBeLessThan(1e5);
    });
    scope(() => void Square.apply(big()));
    expect(addon.memoryStats("cpu").tensorBytes! - before).toBeLessThan(1e5);
  });
});

test("a graph outside of scopes is collected", async () => {
  const before = addon.liveTensors();
  class Marks extends AutogradFunction {
    static forward(context: FunctionContext, x: Tensor): [Tensor, Tensor] {
      const y = x.mul(2);
      const z = x.sign();
      context.saveForBackward(x, y);
      context.markNonDifferentiable(z);
      return [y, z];
    }

    static backward(_context: FunctionContext, gradient: Tensor): Tensor {
      return gradient.mul(2);
    }
  }
  for (let i = 0; i < 20; i++) Marks.apply(leaf([1, 2]));
  expect(await collectUntil(() => addon.liveTensors() <= before)).toBe(true);
});

test("savedTensors can be read in backward only", () => {
  let kept: FunctionContext | undefined;
  class Keeps extends Square {
    static override forward(context: FunctionContext, x: Tensor): Tensor {
      kept = context;
      return Square.forward(context, x);
    }
  }
  Keeps.apply(leaf([1])).backward();
  expect(() => kept!.savedTensors).toThrow("expected to be read while backward runs");
});

test("a forward that returns no tensor", () => {
  class Nothing extends AutogradFunction {
    static forward(_context: FunctionContext, x: Tensor): Tensor {
      return x.item() as unknown as Tensor;
    }

    static backward(): null {
      return null;
    }
  }
  expect(() => Nothing.apply(leaf([1]))).toThrow(
    "Nothing.forward: expected a Tensor or an array of Tensors to be returned, got number",
  );
});

test("types follow forward", () => {
  const x = leaf([1]);
  const y: Tensor = ScaledExp.apply(x, 2);
  expect(y.numel).toBe(1);
  const wrong = (): void => {
    // @ts-expect-error: a text is no tensor
    Square.apply("x");
    // @ts-expect-error: the scale is missing
    ScaledExp.apply(x);
    // @ts-expect-error: one output
    ScaledExp.apply(x, 2)[0];
    class NoBackward extends AutogradFunction {
      static forward(_context: FunctionContext, input: Tensor): Tensor {
        return input;
      }
    }
    // @ts-expect-error: a function needs both
    NoBackward.apply(x);
  };
  expect(wrong).toThrow();
});

describe("grad", () => {
  test("of several outputs and inputs, with their gradients; leaves keep theirs", () => {
    const [a, b, c] = [leaf([2]), leaf([3]), leaf([4])];
    const outputs = [a.mul(b), a.pow(2)];
    const gradients = [null, Tensor.from([10], { dtype: "float64" })];
    const found = grad(outputs, [a, b, c], { gradients });
    expect(found.map((gradient) => gradient?.item() ?? null)).toEqual([3 + 40, 2, null]);
    expect(a.grad).toBeNull();
  });

  test("refuses other numbers of gradients, and outputs without a graph", () => {
    const x = leaf([1]);
    expect(() => grad(x.mul(2), [x], { gradients: [] })).toThrow(
      "expected 1 gradients, one for each output, got 0",
    );
    expect(() => grad(x.detach(), [x])).toThrow(NativeError);
  });

  test("backward with createGraph gives gradients of gradients", () => {
    const x = leaf([2]);
    x.pow(3).backward({ createGraph: true });
    const first = x.grad!;
    x.grad = null;
    first.backward();
    expect([first.item(), x.grad!.item()]).toEqual([12, 12]);
  });
});
