import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../package-root.js";
import { PURPOSES, permutation, randomFloat, randomUint32 } from "./random.js";

describe("keyed random numbers", () => {
  it("depend on every key, and on both 32-bit halves of a large key", () => {
    const base = randomUint32(1, 2, 3);
    expect(randomUint32(1, 2, 3)).toBe(base);
    for (const keys of [
      [2, 2, 3],
      [1, 3, 3],
      [1, 2, 4],
      [1, 2],
      [1 + 2 ** 32, 2, 3],
    ]) {
      expect(randomUint32(...keys)).not.toBe(base);
    }
  });

  it("are uniform over [0, 1), also for consecutive keys", () => {
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[Math.floor(randomFloat(7, i) * 10)]!++;
    // Five standard deviations of a binomial with n = 10,000 and p = 0.1.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it("permutation() contains every index once, and depends on the keys", () => {
    const order = permutation(1000, 3, 1);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...permutation(1000, 3, 2)]).not.toEqual([...order]);
  });
});

describe("purposes of random numbers", () => {
  it("have numbers of their own", () => {
    const numbers = Object.values(PURPOSES);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("share no number for equal seeds, epochs and clips", () => {
    const drawn = new Map<number, string>();
    for (const [name, purpose] of Object.entries(PURPOSES)) {
      // Keys of two to five numbers, as the uses have; a permutation appends the place to its keys.
      for (let a = 0; a < 3; a++)
        for (let b = 0; b < 3; b++)
          for (let c = 0; c < 5; c++)
            for (const keys of [
              [a, b, c],
              [a, b, c, 1],
              ...(c === 0 ? [[a, b]] : []),
              ...(b + c === 0 ? [[a]] : []),
            ]) {
              const number = randomUint32(purpose, ...keys);
              const use = `${name} ${keys}`;
              expect(drawn.get(number), use).toBeUndefined();
              drawn.set(number, use);
            }
    }
    expect(drawn.size).toBe(Object.keys(PURPOSES).length * (2 * 45 + 9 + 3));
  });

  it("come first in the keys of every use, and no two uses share one", () => {
    const source = join(packageRoot, "src");
    const uses = readdirSync(source, { recursive: true, encoding: "utf8" })
      // Suites for components draw for nothing that is trained.
      .filter((file) => /(?<!\.test)\.ts$/.test(file) && !file.startsWith("conformance"))
      .filter((file) => file !== join("data", "random.ts"))
      .flatMap((file) => {
        const text = readFileSync(join(source, file), "utf8");
        return [
          ...text.matchAll(
            /\b(?:(?:randomUint32|randomFloat)\(|permutation\([^,]+,\s*)(?:PURPOSES\.(\w+))?/g,
          ),
        ];
      })
      .map(([call, purpose]) => purpose ?? call);
    expect(uses.sort()).toEqual(Object.keys(PURPOSES).sort());
  });
});
