import { expect, it } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { mcnemarExact } from "./mcnemar.js";

const oracle = startOracle("scipy.stats");

it("mcnemarExact equals the p-value of scipy's binomial test", async () => {
  const pairs = [
    [0, 0],
    [1, 0],
    [5, 5],
    [3, 12],
    [40, 61],
    [700, 820],
    [0, 2000],
  ];
  const { p } = await oracle.run<{ p: number[] }>(
    `
    from scipy.stats import binomtest
    out["p"] = [1.0 if n == 0 else float(binomtest(k, n, 0.5).pvalue) for k, n in ((x, x + y) for x, y in pairs)]
    `,
    { pairs },
  );
  for (const [i, [onlyA, onlyB]] of pairs.entries()) {
    const ours = mcnemarExact(onlyA!, onlyB!);
    expect(Math.abs(ours - p[i]!), `${onlyA} ${onlyB}`).toBeLessThanOrEqual(
      1e-10 * Math.max(1e-300, p[i]!) + 1e-14,
    );
    expect(mcnemarExact(onlyB!, onlyA!)).toBe(ours);
  }
});
