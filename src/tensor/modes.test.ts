import { describe, expect, test } from "vitest";
import { addon } from "./addon.js";
import { autocast, noGrad, type Tensor } from "./index.js";
import { ops } from "./ops.js";

const x = ops.ones([2, 2]);
const mm = () => x.mm(x).dtype;

function records(): boolean {
  const leaf = ops.ones([1]);
  leaf.requiresGrad = true;
  return leaf.mul(2).requiresGrad;
}

function raise(): never {
  throw new Error("in the middle");
}

describe("noGrad", () => {
  test("returns the body's result, nests, and restores the mode", () => {
    expect(records()).toBe(true);
    expect(noGrad(() => [records(), noGrad(records), records()])).toEqual([false, false, false]);
    expect(records()).toBe(true);
  });

  test("restores the mode after an error of JavaScript, of libtorch, and inside another noGrad", () => {
    expect(() => noGrad(raise)).toThrow("in the middle");
    expect(records()).toBe(true);
    expect(() => noGrad(() => x.mm(ops.ones([3, 3])))).toThrow(/aten::mm/);
    expect(records()).toBe(true);
    noGrad(() => {
      expect(() => noGrad(raise)).toThrow();
      expect(records()).toBe(false);
    });
    expect(records()).toBe(true);
  });
});

describe("autocast", () => {
  test("lowers the precision of the same operators as PyTorch, only inside the body", () => {
    expect(mm()).toBe("float32");
    autocast("cpu", "bfloat16", () => {
      expect(mm()).toBe("bfloat16");
      expect(x.add(x).dtype).toBe("float32");
      expect(ops.crossEntropyLoss(x.mm(x), ops.zeros([2], { dtype: "int64" })).dtype).toBe("float32");
    });
    expect(mm()).toBe("float32");
  });

  test("restores the mode after an error", () => {
    expect(() => autocast("cpu", "bfloat16", raise)).toThrow("in the middle");
    expect(mm()).toBe("float32");
  });

  test("is not enabled by an invalid dtype or device", () => {
    expect(() => autocast("cpu", "bogus" as never, mm)).toThrow(/unknown dtype "bogus"/);
    expect(mm()).toBe("float32");
    expect(() => autocast("nowhere" as never, "bfloat16", mm)).toThrow();
    expect(mm()).toBe("float32");
  });

  test("restores the outer context's dtype after a nested one", () => {
    autocast("cpu", "bfloat16", () => {
      expect(autocast("cpu", "float16", mm)).toBe("float16");
      expect(mm()).toBe("bfloat16");
      expect(() => autocast("cpu", "float16", raise)).toThrow();
      expect(mm()).toBe("bfloat16");
    });
    expect(mm()).toBe("float32");
  });

  test("clears the cache of cast weights at its end", () => {
    const weight = ops.ones([2, 2]);
    weight.requiresGrad = true;
    const run = (): Tensor => autocast("cpu", "bfloat16", () => x.mm(weight));
    expect(run().sum().item()).toBe(8);
    noGrad(() => weight.mul_(2));
    expect(run().sum().item()).toBe(16);
  });
});

test("setNumThreads sets the number of threads", () => {
  const before = addon.getNumThreads();
  addon.setNumThreads(1);
  expect(addon.getNumThreads()).toBe(1);
  addon.setNumThreads(before);
  expect(addon.getNumThreads()).toBe(before);
});
