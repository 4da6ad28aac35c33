// The exported suite for users' trackers: a correct tracker passes, and each broken one fails where it is broken.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { formatConfig } from "../src/config/format.js";
import { loadConfig } from "../src/config/load.js";
import { packageRoot } from "../src/package-root.js";
import { RunStore } from "../src/tracking/store/store.js";
import { expectFailures, failuresOf } from "./support/mutants.js";
import { onlyRun } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

/** Returns Node's output, whatever its exit code: mutants fail. */
function run(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 1 << 26 }, (_, stdout) => resolve(stdout));
  });
}

/** The titles of the tests that each mutant must fail. */
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
  "wants an unknown item": [/^declares the costly items/],
  "wants more once it has started": [/^declares the costly items/],
  "rejects the end of a failed run": [/^finishes a run as failed/],
  "does not go back to the checkpoint": [/^resumes a run from a checkpoint/],
  "deletes everything when a run resumes": [/^resumes a run from a checkpoint/],
};

it("woodshed/testing finds the defect of each of these trackers", async () => {
  const expected = Object.entries(EXPECTED).map(([name, patterns]) => [
    `${name} keeps the Tracker contract`,
    patterns,
  ]);
  expectFailures(await failuresOf("trackers.ts"), Object.fromEntries(expected));
});

/** The example of docs/tracking.md, in a package of its own. */
it("the documentation's example tracker passes the suite and tracks a run", async () => {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-csv-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(packageRoot, join(folder, "node_modules", "woodshed"));
  symlinkSync(join(packageRoot, "node_modules", "vitest"), join(folder, "node_modules", "vitest"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const blocks = [
    ...readFileSync(join(packageRoot, "docs", "tracking.md"), "utf8").matchAll(/```js\n(.*?)```/gs),
  ].map(([, code]) => code!);
  const block = (words: string): string => blocks.find((code) => code.includes(words))!;
  writeFileSync(join(folder, "csv-tracker.js"), block("// csv-tracker.js"));
  writeFileSync(join(folder, "csv-tracker.test.js"), block("// csv-tracker.test.js"));
  const vitest = join(packageRoot, "node_modules", "vitest", "vitest.mjs");
  const suite = await run([vitest, "run", "--reporter=json"], folder);
  const { numPassedTests, numTotalTests } = JSON.parse(suite.slice(suite.indexOf('{"num')));
  expect([numPassedTests, numTotalTests]).toEqual([15, 15]);

  const runs = join(folder, "runs");
  const { config } = loadConfig(
    join(packageRoot, "recipes", "folder.yaml"),
    toneOverrides(makeTones(), runs),
  );
  mkdirSync(join(folder, "recipes"));
  writeFileSync(join(folder, "recipes", "quickstart.yaml"), formatConfig(config));
  writeFileSync(join(folder, "train.js"), block("runTraining"));
  await run(["train.js"], folder);
  const csv = readFileSync(join(onlyRun(runs), "metrics.csv"), "utf8");
  using store = RunStore.open(onlyRun(runs));
  const losses = store
    .metrics("validation/loss")
    .map(({ step, value }) => `${step},"validation/loss",${value}`);
  expect(csv.split("\n").filter((line) => line.includes("validation/loss"))).toEqual(losses);
});
