import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { packageRoot } from "../../src/package-root.js";

interface Report {
  testResults: { assertionResults: { ancestorTitles: string[]; title: string; status: string }[] }[];
}

/** Runs a suite over the mutants in a file. Returns the titles of the tests that each of them fails. */
export async function failuresOf(file: string): Promise<Map<string, string[]>> {
  const vitest = join(packageRoot, "node_modules", "vitest", "vitest.mjs");
  const config = join(packageRoot, "tests", "mutants", "vitest.config.ts");
  const args = [vitest, "run", "--config", config, "--reporter=json", file];
  // Mutants fail: the exit code does not count.
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: packageRoot, maxBuffer: 1 << 26 }, (_, text) => resolve(text));
  });
  const { testResults } = JSON.parse(stdout.slice(stdout.indexOf('{"num'))) as Report;
  const failures = new Map<string, string[]>();
  for (const { ancestorTitles, title, status } of testResults.flatMap((one) => one.assertionResults)) {
    const mutant = ancestorTitles.join(" ").trim();
    const titles = failures.get(mutant) ?? [];
    failures.set(mutant, titles);
    if (status === "failed") titles.push(title);
  }
  return failures;
}

/** Asserts that each mutant fails the tests that it must, and a correct one none. */
export function expectFailures(
  failures: ReadonlyMap<string, readonly string[]>,
  expected: Readonly<Record<string, readonly RegExp[]>>,
): void {
  expect([...failures.keys()].sort()).toEqual(Object.keys(expected).sort());
  for (const [mutant, patterns] of Object.entries(expected)) {
    const titles = failures.get(mutant)!;
    if (patterns.length === 0) expect(titles, mutant).toEqual([]);
    for (const pattern of patterns) expect(titles.join("\n"), mutant).toMatch(new RegExp(pattern, "m"));
    // A defect that fails everything is not found where it is.
    if (patterns.length === 1) expect(titles.length, mutant).toBeLessThanOrEqual(5);
  }
}
