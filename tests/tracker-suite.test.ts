// The suite that is exported for trackers of others: it passes a sound one, and each broken one fails where it is broken.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../src/package-root.js";

interface Report {
  testResults: { assertionResults: { ancestorTitles: string[]; title: string; status: string }[] }[];
}

/** What fails of each mutant, by its name, as words of the failing tests' titles. */
const EXPECTED: Record<string, RegExp[]> = {
  nothing: [],
  "drops NaN": [/^takes NaN/],
  "keeps a reference": [/^keeps its own copy/],
  "throws in log": [/^delivers every metric once/, /^returns from log at once/],
  "blocks in log": [/^returns from log at once/],
  "puts log off": [/^returns from log at once/],
  "logs after finish": [/^ignores log before start and after finish/],
  "logs before start": [/^ignores log before start and after finish/],
  "throws in flush before start": [/^delivers what was flushed/],
  "delivers again what was flushed": [/^delivers what was flushed/],
  "rejects a second finish": [/^ignores log before start.*and a second finish/],
  "loses what was logged last": [/^delivers every metric once/, /^takes any name/],
  "counts steps by itself": [/^delivers every metric once/, /^delivers steps far apart/],
  "keeps steps in 32 bits": [/^delivers steps far apart/],
  "keeps the first of two values": [/^adds up several calls/],
  "takes one call a step": [/^adds up several calls/],
  "cleans names": [/^takes any name/],
  "throws in show": [/^shows every kind of item/],
  "rejects the end of a failed run": [/^finishes a run as failed/],
  "does not go back to the checkpoint": [/^goes on with a run from a checkpoint/],
  "forgets all when a run goes on": [/^goes on with a run from a checkpoint/],
};

it("woodshed/testing finds what each of these trackers does wrong", async () => {
  const vitest = join(packageRoot, "node_modules", "vitest", "vitest.mjs");
  const config = join(packageRoot, "tests", "mutants", "vitest.config.ts");
  const stdout = await new Promise<string>((resolve) => {
    // It ends with 1, for mutants fail.
    execFile(
      process.execPath,
      [vitest, "run", "--config", config, "--reporter=json"],
      { cwd: packageRoot, maxBuffer: 1 << 26 },
      (_, stdout) => resolve(stdout),
    );
  });
  const { testResults } = JSON.parse(stdout.slice(stdout.indexOf('{"num'))) as Report;
  const failures = new Map<string, string[]>();
  for (const { ancestorTitles, title, status } of testResults.flatMap((file) => file.assertionResults)) {
    const mutant = ancestorTitles
      .join(" ")
      .replace(/ keeps the Tracker contract$/, "")
      .trim();
    const titles = failures.get(mutant) ?? [];
    failures.set(mutant, titles);
    if (status !== "passed") titles.push(title);
  }
  expect([...failures.keys()].sort()).toEqual(Object.keys(EXPECTED).sort());
  expect(failures.get("nothing")).toEqual([]);
  for (const [mutant, patterns] of Object.entries(EXPECTED)) {
    for (const pattern of patterns)
      expect(failures.get(mutant)!.join("\n"), mutant).toMatch(new RegExp(pattern, "m"));
    if (patterns.length === 1) expect(failures.get(mutant)!.length, mutant).toBeLessThanOrEqual(4);
  }
});
